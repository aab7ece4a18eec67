"""The source reader: the text as it was read, names and sentences marked, repairs shown, parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from browsing import BROWSER, Page
from hypothesis import given
from hypothesis import strategies as st
from serving import Server, start, stop
from war import LONG, RIVER, build_war, offsets

from orbat.model import Repair
from orbat.serve.urls import PART, part_of
from orbat.serve.views.reading.blocks import Block, Marked, paragraphs
from orbat.serve.views.reading.blocks import Page as Marks


@pytest.fixture(scope="module")
def quotes_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The same war without its texts."""
    running = start(build_war(tmp_path_factory.mktemp("quotes") / "graph", texts=False))
    yield running
    stop(running)


def read(server: Server, path: str) -> str:
    response = server.client.get(f"/read/document/{path}", headers=BROWSER)
    assert response.status_code == 200, response.text[:300]
    return response.text


def words_of(html: str) -> str:
    """The words of the account on a reader's page, without the numbers of sentences and what stood there."""
    prose = re.findall(r'<(p|h2) class="prose">(.*?)</\1>', html, re.DOTALL)
    plain = " ".join(re.sub(r"(?s)<sup.*?</sup>|<del>.*?</del>", "", each) for _, each in prose)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", plain)).split())


def test_the_whole_text_is_there_repaired(war: Server) -> None:
    told = " ".join(RIVER.replace("# ", "").replace("Zakhal-\nkin", "Zakhalkin").split())
    assert words_of(read(war, "river")) == told


def test_names_are_coloured_by_kind_and_linked(war: Server) -> None:
    html = read(war, "river")
    assert re.search(
        r'<a class="name" id="c\d+-\d+" data-kind="person" href="/page/person/ada-varga"[^>]*>Ada Varga</a>',
        html,
    )
    assert re.search(
        r'<a class="name" [^>]*data-kind="unit" href="/page/unit/2nd-army"[^>]*>her army</a>', html
    )
    assert re.search(r'<span class="name" [^>]*data-kind="time">April 1809</span>', html)
    assert re.search(r'<span class="name" [^>]*data-kind="quantity">some 1,200 men</span>', html)


def test_a_repaired_word_shows_what_stood_there(war: Server) -> None:
    html = read(war, "river")
    assert re.search(r'title="The file has: Zakhal-\s*kin"><del>Zakhal-\s*kin</del>Zakhalkin</ins>', html)
    assert "<td>hyphen</td>" in html
    assert "markdown-block" not in html


def test_statements_stand_beside_their_sentences(war: Server) -> None:
    html = read(war, "river")
    start, end = offsets("river", "On 3 May her army took Ostrow.")
    assert f'<span class="sentence" id="c{start}-{end}">' in html
    assert f'href="#c{start}-{end}"' in html
    assert html.index(">capture</a>") < html.index(">loss</a>")


def test_signs_of_the_text_are_escaped(war: Server) -> None:
    assert "&lt;at&gt; " in read(war, "river")


def test_a_long_text_comes_in_parts_that_hold_all_of_it(war: Server) -> None:
    count = -(-len(LONG) // PART)
    parts = [words_of(read(war, f"long?part={number}")) for number in range(1, count + 1)]
    assert all(len(each) < 2 * PART for each in parts)
    for day in range(1, 51):
        assert any(f"Day {day}. " in each for each in parts)
    assert "At last Varga crossed the Morwa." in parts[-1]


def test_a_link_into_a_long_text_opens_the_part_that_holds_it(war: Server) -> None:
    start, end = offsets("long", "At last Varga crossed the Morwa.")
    page = Page(read(war, f"long?part={part_of(start)}"))
    assert f"c{start}-{end}" in page.ids


@pytest.mark.parametrize(
    "path", ["nowhere", "river?part=2", "river?part=0", "river?part=x", "%3E", "..%2F..%2Fetc"]
)
def test_what_is_not_there_is_not_found(war: Server, path: str) -> None:
    assert war.client.get(f"/read/document/{path}").status_code == 404


def test_without_the_text_the_quotes_are_shown(quotes_only: Server) -> None:
    html = read(quotes_only, "river")
    assert "The text itself is not kept" in html
    words = words_of(html)
    assert "On 3 May her army took Ostrow." in words
    assert "The river war" not in words


def test_without_the_text_a_statement_still_has_its_sentence(quotes_only: Server) -> None:
    html = quotes_only.client.get("/page/person/ada-varga", headers=BROWSER).text
    assert "took command of the <b>2nd Army</b>." in html
    assert 'class="around"' not in html


def flat(block: Block) -> str:
    return "".join(bit.text for stretch in block.stretches for run in stretch.runs for bit in run.bits)


ranges = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda each: (each[0], each[0] + each[1]))


@given(
    st.text(alphabet="ab. \n", min_size=1, max_size=60),
    st.lists(ranges, max_size=6),
    st.lists(ranges, max_size=6),
    ranges,
)
def test_marks_never_lose_or_double_a_character(
    text: str, marks: list[tuple[int, int]], passages: list[tuple[int, int]], repair: tuple[int, int]
) -> None:
    marked = [Marked(start, end, "person", None) for start, end in marks]
    page = Marks(marked, passages)
    assert flat(page.block(text)) == text
    assert len(page.used) == len(set(page.used))
    start, end = min(repair[0], len(text)), min(repair[1], len(text))
    fixed = Repair(start, end, text[start:end], "XY", "demo")
    expected = f"{text[:start]}XY{text[end:]}"
    assert flat(Marks(marked, passages, (fixed,)).block(text)) == expected


@given(st.text(alphabet="ab.\n ", max_size=400), st.integers(0, 400), st.integers(1, 100))
def test_paragraphs_hold_every_letter_of_their_window(text: str, first: int, length: int) -> None:
    found = paragraphs(text, first, first + length)
    covered = {at for start, end in found for at in range(start, end)}
    assert all(text[at].isspace() or at in covered for at in range(first, min(first + length, len(text))))
    assert found == sorted(set(found))


def test_a_paragraph_that_was_joined_is_one() -> None:
    """A page's number between two halves of a sentence is gone, and so is the break."""
    text = "He went\n\n12\n\nhome.\n\nShe stayed."
    repairs = (Repair(7, 13, "\n\n12\n\n", " ", "page-number"),)
    found = paragraphs(text, 0, len(text), repairs)
    assert [text[start:end] for start, end in found] == ["He went\n\n12\n\nhome.", "She stayed."]
    blank = (Repair(7, 13, "\n\n12\n\n", "\n\n", "page-number"),)
    parted = [text[start:end] for start, end in paragraphs(text, 0, len(text), blank)]
    assert parted == ["He went", "home.", "She stayed."]


def test_the_innermost_name_has_the_character() -> None:
    text = "Varga's army"
    block = Marks([Marked(0, 12, "unit", None), Marked(0, 5, "person", None)], []).block(text)
    runs = [
        (run.mark.kind if run.mark else "", "".join(bit.text for bit in run.bits))
        for run in block.stretches[0].runs
    ]
    assert runs == [("person", "Varga"), ("unit", "'s army")]
