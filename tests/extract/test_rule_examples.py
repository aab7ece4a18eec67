"""The examples of the rules that facts hang on: frames, verbs and nouns."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.rules import load
from orbat.rules.schema import Frame, Term

pytestmark = pytest.mark.model

VERBS = {
    "provide": "Strength",
    "win": "Battle",
    "defeat": "Battle",
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
    "against": "Affiliation",
    "reciprocal": "Affiliation",
    "belong": "Subordination",
    "consist": "Subordination",
    "partake": "Attack",
    "cost": "Loss",
    "deal": "Loss",
    "bear": "Loss",
    "result": "Loss",
    "amount": "Strength",
    "strong": "Strength",
    "appoint-always": "Appointment",
    "resign": "Dismissal",
    "killed": "Casualty",
    "be-killed": "Casualty",
    "wounded": "Casualty",
    "be-wounded": "Casualty",
    "captured": "Casualty",
    "be-captured": "Casualty",
    "fall": "Casualty",
    "seize": "Casualty",
    "give-life": "Casualty",
    "launch": "Battle",
}
NOUNS = {
    "commander": "Command",
    "command": "Command",
    "partitive": "Attack",
    "order": "OrderIssued",
    "place-of": "Capture",
    "loss": "Loss",
    "shape": "Strength",
    "post": "Appointment",
    "stronghold": "Capture",
    "line-of-battle": "Affiliation",
    "body": "Affiliation",
    "captive": "Loss",
    "portion": "Capture",
    "toll": "Loss",
    "price": "Loss",
    "appointment": "Appointment",
    "dismissal": "Dismissal",
    "office": "Dismissal",
    "onset": "Defence",
    "compass": "Attack",
    "combat": "Casualty",
    "life": "Casualty",
}
PREPOSITIONS = {
    "locating": "Capture",
    "sited": "Capture",
    "setting": "Attack",
    "doer": "Defence",
    "amid": "Casualty",
    "orders": "OrderIssued",
}
"""The facts that the examples of the small words give."""


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
    for file, facts in (("verbs", VERBS), ("nouns", NOUNS), ("prepositions", PREPOSITIONS)):
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


MODALITIES = {
    ("prepositions", "aimed"): ("Planned", "Happened"),
    ("prepositions", "intent"): ("Planned", "Happened"),
    ("prepositions", "kept"): ("Denied", "Happened"),
    ("adverbs", "future"): ("Happened", "Planned"),
    ("verbs", "achieve"): ("Happened", "Planned"),
    ("verbs", "plan"): ("Planned", "Happened"),
    ("verbs", "call"): ("Planned", "Happened"),
    ("verbs", "prevent"): ("Denied", "Happened"),
    ("verbs", "fail"): ("Denied", "Planned"),
    ("nouns", "intent"): ("Planned", "Happened"),
    ("adverbs", "almost"): ("Denied", "Happened"),
    ("adverbs", "sequel"): ("Happened", "Planned"),
    ("adverbs", "foreseen"): ("Planned", "Happened"),
    ("verbs", "forward"): ("Happened", "Planned"),
    ("verbs", "task"): ("Planned", "Happened"),
}
"""How the captures in the examples of a list are told: in `yes`, and in `no`."""
UNTOLD = {
    ("adverbs", "supposing"): "Capture",
    ("verbs", "holding"): "Capture",
    ("verbs", "announce"): "Retreat",
    ("nouns", "outside"): "Capture",
    ("nouns", "many"): "Casualty",
    ("nouns", "civilian"): "Strength",
    ("nouns", "affair"): "Retreat",
    ("adverbs", "each"): "Strength",
    ("nouns", "collective"): "Command",
    ("nouns", "staff"): "Command",
}
"""Lists whose words keep a fact from being stated: nothing comes of `yes`, something of `no`."""
FILES = ("verbs", "nouns", "adverbs", "prepositions")
SPECIAL = {
    ("prepositions", "under"): "Liberation",
    ("prepositions", "called"): "Retreat",
    ("prepositions", "joint"): "Capture",
    ("prepositions", "between"): "Capture",
    ("verbs", "cease"): "Attack",
    ("nouns", "demand"): "Surrender",
    ("adverbs", "adding"): "Loss",
    ("adverbs", "including"): "Loss",
    ("adverbs", "roughly"): "Loss",
    ("nouns", "none"): "Affiliation",
}


def named(file: str, name: str) -> Term:
    return next(t for t in load(file, Term) if t.name == name)


@pytest.mark.parametrize(("file", "name"), list(MODALITIES))
def test_list_tells_what_happened_from_what_did_not(found: Any, file: str, name: str) -> None:
    term, (yes, no) = named(file, name), MODALITIES[file, name]
    for texts, modality in ((term.yes, yes), (term.no, no)):
        for text in texts:
            assert [row.get("modality", "Happened") for row in found(text, "Capture")] == [modality]


@pytest.mark.parametrize(("file", "name"), list(UNTOLD))
def test_list_keeps_a_fact_from_being_stated(found: Any, file: str, name: str) -> None:
    term, kind = named(file, name), UNTOLD[file, name]
    assert not any(found(text, kind) for text in term.yes)
    assert all(found(text, kind) for text in term.no)


@pytest.mark.parametrize("name", ["adding", "including", "roughly"])
def test_addition_shares_the_loss(found: Any, name: str) -> None:
    term = named("adverbs", name)
    assert [len(found(text, "Loss")) for text in term.yes] == [2]
    assert [len(found(text, "Loss")) for text in term.no] == [1]


def test_demand_for_surrender_is_none(found: Any) -> None:
    term = named("nouns", "demand")
    assert not found(term.yes[0], "Surrender")
    assert found(term.no[0], "Surrender")


@pytest.mark.parametrize(("name", "agents"), [("under", ([], ["Dorn"])), ("called", (["Dorn"], ["Stalin"]))])
def test_small_word_tells_who_acts(found: Any, name: str, agents: tuple[list[str], list[str]]) -> None:
    term = named("prepositions", name)
    rows = [row for text in (*term.yes, *term.no) for row in found(text, SPECIAL["prepositions", name])]
    assert [row.get("agent", []) for row in rows] == list(agents)


@pytest.mark.parametrize("name", ["joint", "between"])
def test_list_goes_on_over_its_joints(found: Any, name: str) -> None:
    term = named("prepositions", name)
    assert [len(found(text, "Capture")) for text in (*term.yes, *term.no)] == [2, 1]


def test_what_ceased_had_happened(found: Any) -> None:
    term = named("verbs", "cease")
    told = [
        row.get("modality", "Happened") for text in (*term.yes, *term.no) for row in found(text, "Attack")
    ]
    assert told == ["Happened", "Denied"]


def test_what_is_denied_makes_no_comrades(found: Any) -> None:
    term = named("nouns", "none")
    placed = [[row["member"][0] for row in found(text, "Affiliation")] for text in (*term.yes, *term.no)]
    assert [any("Dorn" in member for member in members) for members in placed] == [False, True]


def test_every_word_list_has_a_test() -> None:
    listed = {("verbs", n) for n in VERBS} | {("nouns", n) for n in NOUNS}
    listed |= {("prepositions", n) for n in PREPOSITIONS}
    tested = listed | set(MODALITIES) | set(UNTOLD) | set(SPECIAL)
    assert {(f, t.name) for f in FILES for t in load(f, Term)} == tested


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
