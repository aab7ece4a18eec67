"""Every rule's own examples: what it must match, and what it must not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from spacy.language import Language

from orbat.annotate import annotate_text
from orbat.rules import Rule, load
from orbat.rules.schema import Cue, Echelon, Term, TokenPattern

pytestmark = pytest.mark.model

BY_ID = {
    "echelons": ("units", Echelon),
    "events": ("events", TokenPattern),
    "orders": ("orders", TokenPattern),
    "organizations": ("organizations", TokenPattern),
    "weapons": ("equipment", TokenPattern),
    "place_kinds": ("places", Term),
    "place_openers": ("places", Term),
}


def examples(files: dict[str, tuple[str, type[Rule]]], kind: str) -> Iterator[object]:
    for name, (group, schema) in files.items():
        for rule in load(name, schema):
            for text in getattr(rule, kind):
                yield pytest.param(group, rule.id, text, id=f"{rule.id}: {text}")


def rules_fired(nlp: Language, group: str, text: str) -> set[str]:
    doc = annotate_text(nlp, text)
    return {span.id_ for span in doc.spans[f"orbat.{group}"]}


@pytest.mark.parametrize(("group", "rule", "text"), list(examples(BY_ID, "yes")))
def test_rule_matches_its_example(nlp: Language, group: str, rule: str, text: str) -> None:
    assert rule in rules_fired(nlp, group, text)


@pytest.mark.parametrize(("group", "rule", "text"), list(examples(BY_ID, "no")))
def test_rule_leaves_its_counterexample(nlp: Language, group: str, rule: str, text: str) -> None:
    assert rule not in rules_fired(nlp, group, text)


def ranks(kind: str) -> Iterator[object]:
    for rule in load("ranks", Term):
        for text in getattr(rule, kind):
            yield pytest.param(rule.name, text, id=f"{rule.id}: {text}")


def people_with(attributes: list[dict[str, str]], rank: str) -> list[str]:
    return [a["norm"] for a in attributes if a.get("rank") == rank]


@pytest.mark.parametrize(("rank", "text"), list(ranks("yes")))
def test_rank_gives_a_person(attributes: Any, rank: str, text: str) -> None:
    assert people_with(attributes(text, "people"), rank)


@pytest.mark.parametrize(("rank", "text"), list(ranks("no")))
def test_rank_without_a_name_gives_none(attributes: Any, rank: str, text: str) -> None:
    assert people_with(attributes(text, "people"), rank) == []


GROUP = {"PERSON": "people", "PLACE": "places", "EQUIPMENT": "equipment"}


CUES = [pytest.param(c, id=c.id) for c in load("cues", Cue) if c.weight >= 1]


@pytest.mark.parametrize("cue", CUES)
def test_strong_cue_decides_its_example(nlp: Language, cue: Cue) -> None:
    for text in cue.yes:
        doc = annotate_text(nlp, text)
        names = [span.text for span in doc.spans[f"orbat.{GROUP[cue.label]}"]]
        assert names == ["Selmon"], text


@pytest.mark.parametrize("cue", CUES)
def test_strong_cue_leaves_its_counterexample(nlp: Language, cue: Cue) -> None:
    for text in cue.no:
        doc = annotate_text(nlp, text)
        assert "Selmon" not in [span.text for span in doc.spans[f"orbat.{GROUP[cue.label]}"]], text


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("given_names", Term)])
def test_given_name_makes_a_person_of_its_example_only(marked: Any, term: Term) -> None:
    full, *alone = term.yes
    assert marked(full, "people") == [f"{term.forms[0].title()} Selmon"]
    assert [marked(text, "people") for text in alone] == [[term.forms[-1].title()]] * len(alone)
    assert [marked(text, "people") for text in term.no] == [[]] * len(term.no)


def bracketed(file: str) -> list[object]:
    """Every example of `file`, with the span group that it is about."""
    rules = load(file, Term)
    return [pytest.param(t.kind, x, id=f"{t.id}: {x}") for t in rules for x in (*t.yes, *t.no)]


@pytest.mark.parametrize(("group", "text"), bracketed("connectors"))
def test_connector_marks_what_the_brackets_of_its_example_hold(marked: Any, group: str, text: str) -> None:
    assert marked(re.sub(r"[][]", "", text), group) == re.findall(r"\[(.*?)\]", text)


def terms(file: str, kind: str) -> list[object]:
    return [pytest.param(t.name, x, id=f"{t.id}: {x}") for t in load(file, Term) for x in getattr(t, kind)]


@pytest.mark.parametrize(("branch", "text"), terms("branches", "yes"))
def test_branch_is_read_from_its_example(attributes: Any, branch: str, text: str) -> None:
    assert [unit["branch"] for unit in attributes(text, "units")] == [branch]


@pytest.mark.parametrize(("branch", "text"), terms("branches", "no"))
def test_branch_alone_is_no_unit(attributes: Any, branch: str, text: str) -> None:
    assert branch not in [unit.get("branch") for unit in attributes(text, "units")]


@pytest.mark.parametrize(("number", "text"), terms("ordinals", "yes"))
def test_ordinal_numbers_its_example(attributes: Any, number: str, text: str) -> None:
    assert [unit["number"] for unit in attributes(text, "units")] == [number]


@pytest.mark.parametrize(("value", "text"), terms("numbers", "yes"))
def test_numeral_counts_in_its_example(attributes: Any, value: str, text: str) -> None:
    (found,) = attributes(text, "quantities") or [{"count": "1"}]
    assert int(found["count"]) in {int(value), 2 * int(value)}


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("bounds", Term)])
def test_bound_bounds_its_example_only(attributes: Any, term: Term) -> None:
    given = {"minimum": {"minimum"}, "maximum": {"maximum"}, "about": {"minimum", "maximum"}}[term.kind]
    assert [{*row} & {"minimum", "maximum"} for row in attributes(term.yes[0], "quantities")] == [given]
    assert [{*row} & {"minimum", "maximum"} for row in attributes(term.no[0], "quantities")] == [set()]


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("force_nouns", Term)])
def test_force_noun_makes_forces_of_its_example_only(attributes: Any, term: Term) -> None:
    assert "forces" in [side["use"] for side in attributes(term.yes[0], "sides")]
    assert "forces" not in [side["use"] for side in attributes(term.no[0], "sides")]


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("compounds", Term)])
def test_compound_is_one_word_with_its_lemma(nlp: Language, term: Term) -> None:
    lemmas = {"verb": "VERB", "noun": "NOUN"}
    (text,) = term.yes
    assert term.name in [t.lemma_ for t in annotate_text(nlp, text) if t.pos_ == lemmas[term.kind]]
