"""The examples of the rules that facts hang on: frames, verbs and nouns."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.rules import load
from orbat.rules.schema import Frame, Term

pytestmark = pytest.mark.model

VERBS = {
    "light": "Attack",
    "aspect": "Attack",
    "lead": "Command",
    "take-command": "Command",
    "pass-command": "Command",
    "appoint": "Appointment",
    "become": "Appointment",
    "dismiss": "Dismissal",
    "replace": "Dismissal",
    "promote": "Promotion",
    "order": "OrderIssued",
    "issue": "OrderIssued",
    "lose": "Loss",
    "inflict": "Loss",
    "perish": "Loss",
    "have": "Strength",
    "gain": "Strength",
    "same-side": "Affiliation",
    "against": "Affiliation",
    "killed": "Casualty",
    "be-killed": "Casualty",
    "wounded": "Casualty",
    "be-wounded": "Casualty",
    "captured": "Casualty",
    "be-captured": "Casualty",
}
NOUNS = {
    "commander": "Command",
    "command": "Command",
    "partitive": "Attack",
    "order": "OrderIssued",
    "place-of": "Capture",
    "settlement": "Capture",
    "loss": "Loss",
    "shape": "Strength",
    "post": "Appointment",
    "stronghold": "Capture",
    "line-of-battle": "Affiliation",
}


def frames(kind: str) -> list[Any]:
    return [pytest.param(f.id, t, id=f"{f.id}: {t}") for f in load("frames", Frame) for t in getattr(f, kind)]


@pytest.mark.parametrize(("rule", "text"), frames("yes"))
def test_frame_reads_its_example(read: Any, rule: str, text: str) -> None:
    assert rule in {fact.rule for fact in read(text).facts}


@pytest.mark.parametrize(("rule", "text"), frames("no"))
def test_frame_leaves_its_counterexample(read: Any, rule: str, text: str) -> None:
    assert rule not in {fact.rule for fact in read(text).facts}


def lists(kind: str) -> list[Any]:
    rows = []
    for file, facts in (("verbs", VERBS), ("nouns", NOUNS)):
        for term in load(file, Term):
            if term.name in facts:
                rows += [pytest.param(facts[term.name], t, id=f"{term.id}: {t}") for t in getattr(term, kind)]
    return rows


@pytest.mark.parametrize(("fact", "text"), lists("yes"))
def test_word_list_gives_the_fact_of_its_example(found: Any, fact: str, text: str) -> None:
    assert found(text, fact)


@pytest.mark.parametrize(("fact", "text"), lists("no"))
def test_word_list_gives_none_for_its_counterexample(found: Any, fact: str, text: str) -> None:
    assert not found(text, fact)


def test_achieved_is_told_from_hoped(found: Any) -> None:
    (term,) = [t for t in load("verbs", Term) if t.name == "achieve"]
    assert ["modality" in row for t in term.yes for row in found(t, "Capture")] == [False]
    assert ["modality" in row for t in term.no for row in found(t, "Capture")] == [True]


def test_intent_is_told_from_deed(found: Any) -> None:
    (term,) = [t for t in load("nouns", Term) if t.name == "intent"]
    assert [row["modality"] for t in term.yes for row in found(t, "Capture")] == ["Planned"]
    assert ["modality" in row for t in term.no for row in found(t, "Capture")] == [False]


def test_every_word_list_has_a_test() -> None:
    tested = {"verbs": {*VERBS, "achieve"}, "nouns": {*NOUNS, "intent"}}
    assert {f: {t.name for t in load(f, Term)} for f in tested} == tested


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("side_words", Term)])
def test_word_of_one_army_tells_the_side(found: Any, term: Term) -> None:
    assert found(term.yes[0], "Affiliation")
    assert not found(term.no[0], "Affiliation")


def test_word_of_one_army_tells_no_side_that_the_text_does_not_name(found: Any) -> None:
    assert not found("The 3rd Panzer Division attacked.", "Affiliation")


@pytest.mark.parametrize("term", [pytest.param(t, id=t.id) for t in load("loss_kinds", Term)])
def test_kind_of_loss_is_that_of_its_example(found: Any, term: Term) -> None:
    assert [row["lossKind"] for row in found(term.yes[0], "Loss")] == [term.name]
    assert found(term.no[0], "Loss") == []
