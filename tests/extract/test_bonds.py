"""What verbs and nouns of war say of the side of somebody, from the examples of the rules."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.rules import load
from orbat.rules.schema import Bond

pytestmark = pytest.mark.model

WAR = "The Germans fought the Soviets. "


def side(found: Any, text: str) -> str | None:
    """The side of Dorn, by the first of its words; None where the text places him nowhere."""
    rows = [row for row in found(WAR + text, "Affiliation") if row["member"][0].endswith("Dorn")]
    return rows[0]["side"][0].split()[0].rstrip("s") if rows else None


RULES = load("bonds", Bond)


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(r, t, id=f"{r.id}: {t}") for r in RULES for t in r.yes]
)
def test_bond_places_a_man_beside_or_against_a_side(found: Any, rule: Bond, text: str) -> None:
    assert side(found, text) == ("German" if rule.same else "Soviet")


@pytest.mark.parametrize("text", [pytest.param(t, id=f"{r.id}: {t}") for r in RULES for t in r.no])
def test_words_of_peace_place_nobody(found: Any, text: str) -> None:
    assert side(found, text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("General Dorn concentrated his strength against the German 4th Army.", "Soviet"),
        ("General Dorn's German troops reached Selmon.", "German"),
        ("Col. Joseph Dorn, German military commander in the area, waited.", "German"),
        ("General Dorn, who became the German commander, waited.", "German"),
        ("It was General Dorn's last chance to cut off the German army.", "Soviet"),
        ("The Soviets halted long enough for General Dorn to attack the Germans.", "Soviet"),
        ("General Dorn's column attacked the railroad, the German army's supply line.", "Soviet"),
        ("The German troops in Selmon were three companies under General Dorn.", "German"),
        ("An army of 4,000 German men led by General Dorn waited.", "German"),
        ("The German 4th Army attacked; on its left was General Dorn.", "German"),
        ("The German generals Selm and Dorn waited.", "German"),
        ("The German 4th Army shared nothing with General Dorn's army but a number.", None),
        ("The pro-German minister Dorn waited.", None),
    ],
)
def test_grammar_places_a_man(found: Any, text: str, expected: str) -> None:
    assert side(found, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "General Dorn's German pursuers were slow.",
        "General Dorn passed with German troops in pursuit.",
        "The battle between General Reno and General Dorn was long.",
        "The Native American troops met General Dorn.",
        "General Dorn attacked against the advice of a German friend.",
    ],
)
def test_what_only_looks_like_a_bond_places_nobody_there(found: Any, text: str) -> None:
    assert side(found, text) in {None, "Soviet"}


def test_comrades_of_one_clause_share_a_side(found: Any) -> None:
    text = WAR + "German Maj. Gen. William Reno and Brig. Gen. Joseph Dorn waited."
    rows = {row["member"][0]: row["side"][0].rstrip("s") for row in found(text, "Affiliation")}
    assert rows == {"William Reno": "German", "Joseph Dorn": "German"}


def test_two_bearers_of_a_surname_may_fight_each_other(found: Any) -> None:
    text = WAR + "General Paul Dorn attacked the Germans. The German general Henry Dorn fled."
    rows = {row["member"][0]: row["side"][0].rstrip("s") for row in found(text, "Affiliation")}
    assert rows == {"Paul Dorn": "Soviet", "Henry Dorn": "German"}


def test_foe_of_a_foe_is_a_comrade_where_only_one_side_is_named(found: Any) -> None:
    text = "General Reno attacked the German army. General Reno was defeated by General Dorn."
    rows = {row["member"][0] for row in found(text, "Affiliation")}
    assert rows == {"Dorn"}
