"""One name in several spellings, and what only looks like it."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.resolve import resolve
from orbat.resolve.spelling import spelling
from orbat.rules import load
from orbat.rules.schema import RepairRule

FAR = ". They reached "


def examples(kind: str) -> list[object]:
    rules = load("name_spellings", RepairRule)
    return [pytest.param(*pair.split("|"), id=f"{r.id}: {pair}") for r in rules for pair in getattr(r, kind)]


@pytest.mark.parametrize(("one", "two"), examples("yes"))
def test_spelling_rule_makes_its_two_spellings_one(one: str, two: str) -> None:
    assert spelling(one) == spelling(two)


@pytest.mark.parametrize(("one", "two"), examples("no"))
def test_spelling_rule_leaves_two_names_two(one: str, two: str) -> None:
    assert spelling(one) != spelling(two)


def names(document: Any, entity: Any, mentions: list[int]) -> set[str]:
    resolution = resolve([document], gazetteer=False)
    return {entity(resolution, document, i).label for i in mentions}


def test_place_spelt_wrong_once_is_the_place_named_often_and_says_why(moscow: Any, entity: Any) -> None:
    often = [moscow.place("Selmonsburg", gap=FAR) for _ in range(3)]
    once = moscow.place("Selmonsberg", gap=FAR)
    document = moscow.document()
    found = entity(resolve([document], gazetteer=False), document, once)
    assert names(document, entity, [*often, once]) == {"Selmonsburg"}
    assert [(c.name, c.chosen) for c in found.candidates] == [("Selmonsberg", True)]
    assert "1 letter(s) off" in found.candidates[0].reason


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Selmonston", "Selmonstown"),
        ("Selmon Hill 305", "Selmon Hill 306"),
        ("North Selmon", "South Selmon"),
        ("Selmo", "Selma"),
    ],
)
def test_places_of_like_names_are_two(moscow: Any, entity: Any, one: str, two: str) -> None:
    mentions = [moscow.place(name, gap=FAR) for name in (one, one, one, two)]
    assert names(moscow.document(), entity, mentions) == {one, two}


def test_places_named_side_by_side_are_two(moscow: Any, entity: Any) -> None:
    mentions = [moscow.place("Selmonsburg", gap=FAR) for _ in range(3)]
    mentions.append(moscow.place("Selmonsberg", gap=" and "))
    assert len(names(moscow.document(), entity, mentions)) == 2


def test_place_in_two_transliterations_is_one(moscow: Any, entity: Any) -> None:
    written = ("Selmonovskiy", "Selmonowsky", "Selmonovskiy")
    mentions = [moscow.place(name, gap=FAR) for name in written]
    assert names(moscow.document(), entity, mentions) == {"Selmonovskiy"}


def test_formation_in_two_transliterations_is_one(moscow: Any, entity: Any) -> None:
    told = {"echelon": "Front", "side": "Soviet Union"}
    mentions = [moscow.unit("Selmonov Front", name="Selmonov", **told) for _ in range(2)]
    mentions.append(moscow.unit("Selmonow Front", name="Selmonow", **told))
    assert names(moscow.document(), entity, mentions) == {"Selmonov Front"}


def test_formations_of_like_numbers_are_two(moscow: Any, entity: Any) -> None:
    told = {"echelon": "Division", "name": "Selmonov", "side": "Soviet Union"}
    mentions = [
        moscow.unit(f"{n} Selmonov Division", number=n[:-2], **told) for n in ("1st", "2nd", "12th", "21st")
    ]
    assert len(names(moscow.document(), entity, mentions)) == 4


def test_people_of_another_rank_in_two_transliterations_are_two(moscow: Any, entity: Any) -> None:
    mentions = [moscow.person("Selmonov", rank="General"), moscow.person("Selmonow", rank="Captain")]
    assert len(names(moscow.document(), entity, mentions)) == 2
