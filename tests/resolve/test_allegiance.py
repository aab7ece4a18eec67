"""Sides that no text states by itself: those of foes in a war of two sides, and of namesakes."""

from __future__ import annotations

from typing import Any

from orbat.model import OPPOSITION, Resolution
from orbat.resolve import resolve


def placed(resolution: Resolution, rule: str) -> set[tuple[str, str]]:
    """Who is on which side, by the labels, as `rule` tells."""
    label = {entity.id: entity.label for entity in resolution.entities}
    facts = [dict(f.roles) for f in resolution.facts if f.kind == "Affiliation" and f.rule == rule]
    return {(label[roles["member"]], label[roles["side"]]) for roles in facts}


def test_foe_of_one_side_of_a_war_of_two_is_of_the_other(virginia: Any) -> None:
    dorn, union = virginia.person("Paul Dorn"), virginia.side("Union")
    virginia.fact(OPPOSITION, member=dorn, side=union)
    resolution = resolve([virginia.document()], gazetteer=False)
    assert placed(resolution, "by-hand") == {("Paul Dorn", "Confederate States")}
    assert OPPOSITION not in {fact.kind for fact in resolution.facts}


def test_foe_in_a_war_of_many_sides_stays_without_one(moscow: Any) -> None:
    dorn, germany = moscow.person("Paul Dorn"), moscow.side("Germany")
    moscow.fact(OPPOSITION, member=dorn, side=germany)
    assert placed(resolve([moscow.document()], gazetteer=False), "by-hand") == set()


def alone(draft: Any) -> Any:
    text = draft("alone.txt").date("1864-05-05", "1864-08-13")
    text.side("Union")
    text.side("Confederate States")
    text.person("Dorn")
    return text.document()


def told(draft: Any, given: str, side: str) -> Any:
    text = draft(f"{given}.txt").date("1864-05-05", "1864-08-13")
    text.side("Union")
    text.side("Confederate States")
    text.fact("Affiliation", member=text.person(f"{given} Dorn"), side=text.side(side))
    return text.document()


def test_surname_alone_takes_the_side_of_all_who_bear_it(draft: Any) -> None:
    documents = [told(draft, "Paul", "Union"), told(draft, "Henry", "Union"), alone(draft)]
    assert placed(resolve(documents, gazetteer=False), "side.namesakes") == {("Dorn", "Union")}


def test_surname_borne_on_both_sides_tells_none(draft: Any) -> None:
    documents = [told(draft, "Paul", "Union"), told(draft, "Henry", "Confederate States"), alone(draft)]
    assert placed(resolve(documents, gazetteer=False), "side.namesakes") == set()


def test_one_bearer_of_a_surname_tells_nothing_of_another(draft: Any) -> None:
    documents = [told(draft, "Paul", "Union"), alone(draft)]
    assert placed(resolve(documents, gazetteer=False), "side.namesakes") == set()
