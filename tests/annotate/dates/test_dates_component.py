"""The component in a pipeline: groups, attributes, round trips."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate.dates import DatesComponent, make_dates, tag
from orbat.annotate.dates.grammar import grammar
from orbat.annotate.dates.scan import pattern_ids
from orbat.model import Label, unpack

TEXT = "In late May 1942 they met. On the night of 28 May they left, and on the 30th they were home."
GROUP = "orbat.dates"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


def run(nlp: Language, text: str, year: int | None = None) -> Doc:
    return make_dates(nlp, "orbat_dates", year)(nlp.make_doc(text))


def test_component_writes_labelled_spans_with_rule_and_attributes(nlp: Language) -> None:
    doc = run(nlp, TEXT)
    spans = doc.spans[GROUP]
    assert [(s.text, s.label_) for s in spans] == [
        ("late May 1942", "DATE"),
        ("the night of 28 May", "TIME"),
        ("the 30th", "DATE"),
    ]
    assert [unpack(s.kb_id_)["value"] for s in spans] == ["1942-05", "1942-05-28TNI", "1942-05-30"]
    assert unpack(spans[0].kb_id_)["mod"] == "END"
    assert {s.id_ for s in spans} <= pattern_ids(grammar())
    assert {s.label_ for s in spans} <= {label.value for label in Label}


def test_anchor_attribute_points_at_the_words_that_supplied_the_year(nlp: Language) -> None:
    doc = run(nlp, TEXT)
    spans = doc.spans[GROUP]
    assert "anchor" not in unpack(spans[0].kb_id_)
    start, end = map(int, unpack(spans[1].kb_id_)["anchor"].split("-"))
    assert TEXT[start:end] == "late May 1942"


def test_year_option_is_where_the_story_begins(nlp: Language) -> None:
    doc = run(nlp, "On 20 November they met.", 1941)
    spans = doc.spans[GROUP]
    assert unpack(spans[0].kb_id_) == {"value": "1941-11-20"}


def test_match_computes_only(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    component = DatesComponent(nlp, "orbat_dates", year=None)
    assert len(component.match(doc)) == 3
    assert GROUP not in doc.spans


def test_empty_doc_gets_an_empty_group(nlp: Language) -> None:
    doc = run(nlp, "")
    assert list(doc.spans[GROUP]) == []


def test_spans_survive_bytes(nlp: Language) -> None:
    doc = run(nlp, TEXT)
    back = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [(s.start, s.end, s.label_, s.id_, s.kb_id_) for s in back.spans[GROUP]] == [
        (s.start, s.end, s.label_, s.id_, s.kb_id_) for s in doc.spans[GROUP]
    ]


def test_spans_survive_the_disk(nlp: Language, tmp_path: Path) -> None:
    doc = run(nlp, TEXT)
    doc.to_disk(tmp_path / "doc")
    back = Doc(spacy.blank("en").vocab).from_disk(tmp_path / "doc")
    assert [(s.text, s.label_, s.id_, s.kb_id_) for s in back.spans[GROUP]] == [
        (s.text, s.label_, s.id_, s.kb_id_) for s in doc.spans[GROUP]
    ]


@pytest.mark.parametrize("words", ["1914-1918", "August 13-14, 1864", "the 1850s", "7 and 8 June 1855"])
def test_spans_are_exact_where_the_tokens_allow(nlp: Language, words: str) -> None:
    doc = run(nlp, f"They fought in {words}.")
    assert all("exact" not in unpack(s.kb_id_) for s in doc.spans[GROUP])
    assert [(s.start_char, s.end_char) for s in doc.spans[GROUP]] == [(t.start, t.end) for t in tag(doc.text)]


def test_span_of_a_glued_token_covers_it_and_says_the_exact_characters(nlp: Language) -> None:
    doc = run(nlp, "Borders of pre-1914 were restored.")
    (span,) = doc.spans[GROUP]
    assert span.start_char <= doc.text.index("1914")
    exact = unpack(span.kb_id_).get("exact", f"{span.start_char}-{span.end_char}")
    start, end = map(int, exact.split("-"))
    assert doc.text[start:end] == "1914"


def test_documents_do_not_see_each_other(nlp: Language) -> None:
    component = make_dates(nlp, "orbat_dates", None)
    component(nlp.make_doc("In 1812 they marched."))
    doc = component(nlp.make_doc("On 20 November they met."))
    (span,) = doc.spans[GROUP]
    assert unpack(span.kb_id_)["value"] == "XXXX-11-20"


WORDS = st.sampled_from(
    [
        "the",
        "5",
        "12th",
        "May",
        "March",
        "1941",
        "of",
        "in",
        "on",
        "early",
        "late",
        "year",
        "day",
        "two",
        "days",
        "later",
        "winter",
        "'42",
        "-",
        ",",
        ".",
        "and",
        "to",
        "13:30",
        "BC",
        "night",
        "century",
        "first",
        "Monday",
        "Easter",
        "about",
        "\n\n",
        "1914-18",
        "every",
        "former",
        "pre-1900",
        "p.m.",
        "99999",
        "II",
    ]
)


@settings(deadline=None)  # the first example reads the rules; a busy machine is no error
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_words_give_ordered_spans_inside_the_text(text: str) -> None:
    found = tag(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(t.value for t in found)
    assert all(t.anchor is None or 0 <= t.anchor[0] < t.anchor[1] <= len(text) for t in found)
