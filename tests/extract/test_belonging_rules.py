"""The examples of the rules of command, belonging and sides: tenure, parts, ships, headings, origins."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.rules import load
from orbat.rules.schema import Origin, Term
from orbat.rules.wars import wars

pytestmark = pytest.mark.model

FACTS = {"tenure": "Command", "parts": "Subordination"}


def examples(kind: str) -> list[Any]:
    return [
        pytest.param(fact, text, id=f"{term.id}: {text}")
        for file, fact in FACTS.items()
        for term in load(file, Term)
        for text in getattr(term, kind)
    ]


@pytest.mark.parametrize(("fact", "text"), examples("yes"))
def test_words_of_holding_and_belonging_give_the_fact(found: Any, fact: str, text: str) -> None:
    assert found(text, fact)


@pytest.mark.parametrize(("fact", "text"), examples("no"))
def test_other_words_give_none(found: Any, fact: str, text: str) -> None:
    assert not found(text, fact)


WAR = "On 5 May 1943 the Germans attacked Selmon. The Soviets held it.\n\n"


def sides(found: Any, text: str) -> set[str]:
    """The words for the side of Dorn."""
    rows = found(text, "Affiliation")
    return {row["side"][0].split()[0].rstrip("s") for row in rows if "Dorn" in row["member"][0]}


@pytest.mark.parametrize("term", load("headings", Term))
def test_heading_places_those_under_it(found: Any, term: Term) -> None:
    for head in term.yes:
        assert sides(found, f"{WAR}{head}\n\nGeneral Dorn waited.\n") == {"German"}
        assert sides(found, f"{WAR}2. {head}. General Dorn waited.\n") == {"German"}
    for head in term.no:
        assert sides(found, f"{WAR}{head}\n\nGeneral Dorn waited.\n") == set()


@pytest.mark.parametrize("rule", load("origins", Origin), ids=lambda rule: rule.id)
def test_name_places_a_man_where_one_side_fits_it(found: Any, rule: Origin) -> None:
    for text in rule.yes:
        assert [row for row in found(text, "Affiliation") if row["side"]]
    for text in rule.no:
        assert not found(text, "Affiliation")


def test_origins_are_of_sides_that_the_rules_know() -> None:
    from orbat.rules.schema import Side

    known = {side.name for side in load("sides", Side)}
    assert {side for rule in load("origins", Origin) for side in rule.sides} <= known


@pytest.mark.parametrize("term", load("ships", Term), ids=lambda term: term.id)
def test_ship_carries_a_side_to_her_captain(found: Any, term: Term) -> None:
    war = "The British fought the Germans. HMS Selmon of the British fleet attacked the Germans. "
    for text in term.yes:
        assert sides(found, war + text) <= {"British"}
    assert all("Dorn" in text for text in (*term.yes, *term.no))


def test_camps_hold_sides_of_their_war_and_each_once() -> None:
    for war in wars():
        members = [side for camp in war.camps for side in camp]
        assert set(members) <= set(war.sides)
        assert len(members) == len(set(members))
        assert len(war.camps) != 1


@pytest.mark.parametrize(
    ("war", "one", "other", "foes"),
    [
        ("crimean-war", "Russia", "France", True),
        ("crimean-war", "United Kingdom", "France", False),
        ("falklands-war", "United Kingdom", "Argentina", True),
        ("napoleonic-wars", "Spain", "United Kingdom", None),
    ],
)
def test_war_tells_who_fought_whom(war: str, one: str, other: str, foes: bool | None) -> None:
    (told,) = (each for each in wars() if each.id == war)
    assert told.foes(one, other) is foes
