"""The pages about things: each shows what its kind asks for, and every statement the sentence it rests on."""

from __future__ import annotations

import re

import pytest
from browsing import BROWSER, Page
from serving import Server
from war import offsets

from orbat.serve.dates import span_words, when
from orbat.serve.statements.passages import around, pieces
from orbat.store.texts import SourceText


def text_of(war: Server, path: str) -> str:
    """A page's HTML with single blanks."""
    response = war.client.get(path, headers=BROWSER)
    assert response.status_code == 200, response.text[:300]
    return re.sub(r"[ \n]+", " ", response.text)


def section(html: str, id_: str) -> str:
    """The part of a page under the heading of a section."""
    return html.partition(f'aria-labelledby="s-{id_}"')[2].partition("</section>")[0]


def reader(source: str, words: str, part: int = 1) -> str:
    start, end = offsets(source, words)
    return f"/read/document/{source}{f'?part={part}' if part > 1 else ''}#c{start}-{end}"


def test_a_person_has_rank_side_and_commands_with_their_sentences(war: Server) -> None:
    page = text_of(war, "/page/person/ada-varga")
    assert "<dt>Rank</dt><dd>General</dd>" in page
    assert 'data-kind="side">Northland</a>' in page
    commands = section(page, "commands")
    assert "2nd Army" in commands
    assert "April 1809" in commands
    assert "In April 1809 General <b>Ada Varga</b> took command of the <b>2nd Army</b>." in commands
    assert reader("river", "In April 1809 General Ada Varga took command of the 2nd Army.") in commands


def test_a_person_has_orders_given_and_received(war: Server) -> None:
    assert "to hold the ford" in section(text_of(war, "/page/person/ada-varga"), "orders_received")
    given = section(text_of(war, "/page/person/bo-lind"), "orders_given")
    assert "to hold the ford" in given
    assert "/page/person/ada-varga" in given


def test_the_sentence_stands_in_its_context(war: Server) -> None:
    commands = section(text_of(war, "/page/person/ada-varga"), "commands")
    assert '</mark><span class="around"> On 3 May her army took Ostrow.' in commands


def test_names_are_told_as_texts_write_them(war: Server) -> None:
    names = section(text_of(war, "/page/unit/2nd-army"), "names")
    for name in ("2nd Army", "Second Army", "her army"):
        assert f"<q>{name}</q>" in names
    assert reader("river", "her army") in names


def test_a_formation_has_commanders_losses_and_bounds(war: Server) -> None:
    page = text_of(war, "/page/unit/2nd-army")
    assert "<dt>Echelon</dt><dd>army</dd>" in page
    assert "Ada Varga" in section(page, "commanders")
    losses = section(page, "losses")
    assert "1\u202f200" in losses
    assert "1\u202f080 to 1\u202f320" in losses
    assert "killed" in losses


def test_a_place_tells_who_held_it_and_leads_out(war: Server) -> None:
    page = text_of(war, "/page/place/ostrow")
    control = section(page, "control")
    assert control.index("3 May 1809") < control.index("5 May 1809")
    assert 'datetime="1809-05-03"' in control
    assert "50.20° N, 24.10° W" in page
    assert ("https://sws.geonames.org/1/", "external noopener") in [
        (href.replace("www.", "sws."), rel) for href, rel in Page(page).links
    ]


def test_disagreements_stand_side_by_side(war: Server) -> None:
    pairs = section(text_of(war, "/page/place/ostrow"), "pairs")
    assert pairs.count('class="claim"') == 2
    assert "On 3 May her army took <b>Ostrow</b>." in pairs
    assert "<b>Ostrow</b> fell on 5 May 1809 to the <b>Second Army</b>." in pairs


def test_what_was_only_planned_is_told_apart(war: Server) -> None:
    events = section(text_of(war, "/page/unit/zakhalkin"), "events")
    assert 'class="entry" data-modality="Planned"' in events
    assert ">planned</span>" in events
    assert "planned" not in section(text_of(war, "/page/place/ostrow"), "control")


def test_a_date_says_what_it_was_reckoned_from(war: Server) -> None:
    page = text_of(war, "/page/event/capture-1")
    assert "<q>On 3 May</q>" in page
    assert reader("river", "April 1809") in page
    assert "reckoned from “April 1809”" in page


def test_an_event_names_its_roles(war: Server) -> None:
    own = section(text_of(war, "/page/event/capture-1"), "own")
    assert re.search(r"<dt>agent</dt><dd><a[^>]*>2nd Army</a>", own)
    assert re.search(r"<dt>place</dt><dd><a[^>]*>Ostrow</a>", own)


def test_an_order_has_issuer_addressee_and_content(war: Server) -> None:
    page = text_of(war, "/page/order/hold")
    for words in ("<dt>Issued by</dt>", "<dt>To</dt>", "to hold the ford", "Bo Lind", "Ada Varga"):
        assert words in page


def test_a_side_lists_who_belonged_to_it(war: Server) -> None:
    members = section(text_of(war, "/page/side/northland"), "members")
    assert members.index("2nd Army") < members.index("Ada Varga")


def test_a_source_tells_what_it_gave(war: Server) -> None:
    page = text_of(war, "/page/document/river")
    assert "It gave 6 statements" in page
    assert "/read/document/river" in page
    assert "SHA-256" in page


def test_query_this_opens_a_query_that_answers(war: Server) -> None:
    for path in (
        "person/ada-varga",
        "unit/2nd-army",
        "place/ostrow",
        "side/northland",
        "document/river",
        "order/hold",
    ):
        hrefs = [
            href for href, _ in Page(text_of(war, f"/page/{path}")).links if href.startswith("/sparql?query=")
        ]
        assert len(hrefs) == 1
        answer = war.client.get(hrefs[0], headers={"Accept": "text/csv"})
        assert answer.status_code == 200
        assert answer.text.count("\n") > 1, path


def test_a_thing_is_one_click_from_every_format(war: Server) -> None:
    links = [href for href, _ in Page(text_of(war, "/page/person/ada-varga")).links]
    for name in ("ttl", "jsonld", "nt", "rdf"):
        assert f"/data/person/ada-varga?format={name}" in links


def test_a_view_shows_one_section(war: Server) -> None:
    page = text_of(war, "/page/person/ada-varga?view=commands")
    assert "2nd Army" in section(page, "commands")
    assert section(page, "events") == ""
    assert "/page/person/ada-varga" in [href for href, _ in Page(page).links]


@pytest.mark.parametrize("query", ["?view=nothing", "?view=events&page=99", "?page=x", "?view=%3Cscript%3E"])
def test_a_view_that_is_not_there_is_no_fault(war: Server, query: str) -> None:
    assert war.client.get(f"/page/person/ada-varga{query}", headers=BROWSER).status_code == 200


def test_disagreements_are_listed_with_both_sentences(war: Server) -> None:
    page = text_of(war, "/disagreements")
    both = section(page, "contradictions")
    assert "Two dates for one event" in both
    assert "Capture of Ostrow" in both
    assert both.count('class="claim"') == 2


def test_doubtful_statements_and_gaps_are_listed(war: Server) -> None:
    page = text_of(war, "/disagreements")
    doubtful = section(page, "doubtful")
    assert "Bo Lind" in doubtful
    assert "Ada Varga" not in doubtful
    gaps = section(page, "gaps")
    assert "1 formation without a known commander" in gaps
    assert "2 people and formations without a known side" in gaps


def test_a_list_tells_things_apart(war: Server) -> None:
    page = text_of(war, "/kinds/MilitaryUnit")
    assert re.search(r"2nd Army</a> <span class=\"total\">army, Northland</span>", page)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("1941-11-14", "1941-11-14", "14 November 1941"),
        ("1941-11-14", "1941-11-16", "14–16 November 1941"),
        ("1941-11-28", "1941-12-03", "28 November 1941 – 3 December 1941"),
        ("1941-10-01", "1941-12-31", "October 1941 – December 1941"),
        ("1941-01-01", "1942-12-31", "1941 – 1942"),
        ("1940-02-01", "1940-02-29", "February 1940"),
        ("1900-02-01", "1900-02-29", "1–29 February 1900"),
        ("-0489-09-01", "-0489-09-30", "September 490 BC"),
        ("0000-01-01", "0000-12-31", "1 BC"),
        ("", "1941-11-14", "14 November 1941"),
        ("unknown", "never", "unknown – never"),
    ],
)
def test_days_in_words(first: str, last: str, words: str) -> None:
    assert span_words(first, last) == words


def test_uncertain_dates_say_so() -> None:
    assert when("1941-11-01", "1941-11-30", "1941-11?").words == "perhaps November 1941"
    assert when("1941-11-01", "1941-11-30", "1941-11~").approximate
    assert when("1941-11-01", "1941-11-30", "1941-11").machine == "1941-11"
    assert when("-0489-09-12", "-0489-09-12", "-0489-09-12").words == "12 September 490 BC"


def test_names_are_marked_as_whole_words_only() -> None:
    found = pieces("Tulane marched from Tula to Tulagi.", ["Tula"])
    assert [(each.text, each.name) for each in found] == [
        ("Tulane marched from ", False),
        ("Tula", True),
        (" to Tulagi.", False),
    ]


def test_a_text_that_is_not_the_quoted_one_gives_no_context() -> None:
    text = SourceText("a.txt", "One. Two. Three.")
    assert around(text, 5, 9, "Two.") == ("One. ", " Three.")
    assert around(text, 5, 9, "Six.") == ("", "")
    assert around(None, 5, 9, "Two.") == ("", "")
