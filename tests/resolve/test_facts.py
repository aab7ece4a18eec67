"""Statements about mentions become statements about things."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.model import Label, Modality, TimeSpan
from orbat.resolve import resolve

DAY = TimeSpan("1941-12-04", "1941-12-04", "1941-12-04", "4 December")
NEXT = TimeSpan("1941-12-05", "1941-12-05", "1941-12-05", "the next day")


def facts(made: Any, kind: str) -> list[Any]:
    return [f for f in resolve([made.document()], gazetteer=False).facts if f.kind == kind]


def test_fact_said_twice_is_one_with_both_passages(moscow: Any) -> None:
    place = moscow.place("Kalinin")
    moscow.fact("Capture", DAY, place=place).fact("Capture", DAY, place=moscow.place("Kalinin"))
    (found,) = facts(moscow, "Capture")
    assert len(found.evidence) == 2
    assert found.id.startswith("event/capture-kalinin-1941-12-04-")


@pytest.mark.parametrize(
    "second",
    [
        {"time": NEXT},
        {"modality": Modality.PLANNED},
        {"values": {"count": "3"}},
    ],
)
def test_facts_that_differ_in_time_modality_or_value_are_two(moscow: Any, second: dict[str, Any]) -> None:
    place = moscow.place("Kalinin")
    moscow.fact("Capture", **({"time": DAY} | {}), place=place)
    moscow.fact("Capture", **({"time": DAY} | second), place=place)
    assert len(facts(moscow, "Capture")) == 2


def test_undated_events_told_in_two_places_are_two(moscow: Any) -> None:
    place = moscow.place("Kalinin")
    moscow.fact("Attack", place=place).fact("Attack", place=place)
    assert len(facts(moscow, "Attack")) == 2


def test_undated_states_told_in_two_places_are_one(moscow: Any) -> None:
    person, army = moscow.person("Zhukov"), moscow.unit("16th Army", number="16", echelon="Army")
    moscow.fact("Command", commander=person, unit=army).fact("Command", commander=person, unit=army)
    moscow.fact("Command", DAY, commander=person, unit=army)
    assert len(facts(moscow, "Command")) == 2


def test_fact_about_a_thing_and_itself_is_left_out(moscow: Any) -> None:
    one = moscow.unit("16th Army", number="16", echelon="Army")
    two = moscow.unit("Sixteenth Army", number="16", echelon="Army")
    moscow.fact("Subordination", unit=one, superior=two)
    assert facts(moscow, "Subordination") == []


def test_fact_counts_things_under_their_usual_name(moscow: Any) -> None:
    side = moscow.side("Germany")
    moscow.fact("Loss", values={"of": "soldiers", "count": "500", "lossKind": "killed"}, sufferedBy=side)
    resolution = resolve([moscow.document()], gazetteer=False)
    (loss,) = resolution.facts
    counted = next(e for e in resolution.entities if e.id == dict(loss.roles)["of"])
    assert (counted.kind, counted.label, counted.names) == ("Personnel", "soldier", ("soldiers",))
    assert loss.values == (("count", "500"), ("lossKind", "killed"))


def test_fact_counts_equipment_that_the_text_names(moscow: Any) -> None:
    tank = moscow.add(Label.EQUIPMENT, "T-34", kind="Tank")
    moscow.fact("Strength", values={"of": "T-34", "count": "50"}, force=moscow.side("Soviet Union"))
    document = moscow.document()
    resolution = resolve([document], gazetteer=False)
    assert dict(resolution.facts[0].roles)["of"] == resolution.links[document.source.id][tank]


def test_fact_names_posts(moscow: Any) -> None:
    moscow.fact("Appointment", values={"position": "commander-in-chief"}, person=moscow.person("Zhukov"))
    resolution = resolve([moscow.document()], gazetteer=False)
    assert [e.label for e in resolution.entities if e.kind == "Position"] == ["commander-in-chief"]


def test_order_without_a_name_is_a_thing(moscow: Any) -> None:
    moscow.fact("OrderIssued", DAY, values={"content": "to attack"}, issuedBy=moscow.person("Stalin"))
    resolution = resolve([moscow.document()], gazetteer=False)
    order = next(e for e in resolution.entities if e.kind == "Order")
    assert order.label == "order of Stalin, 1941-12-04"
    assert dict(resolution.facts[0].roles)["order"] == order.id


def test_facts_of_two_documents_meet(draft: Any) -> None:
    documents = []
    for name in ("a", "b"):
        made = draft(name).date("1941-12-04")
        made.side("Germany"), made.side("Soviet Union")
        made.fact("Capture", DAY, place=made.place("Kalinin"), agent=made.side("Germany"))
        documents.append(made.document())
    (found,) = resolve(documents, gazetteer=False).facts
    assert {e.source for e in found.evidence} == {d.source.id for d in documents}
