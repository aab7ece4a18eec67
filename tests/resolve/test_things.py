"""Sides, organizations, orders, events and equipment."""

from __future__ import annotations

from typing import Any

import pytest

from orbat.model import Label
from orbat.resolve import resolve


def test_side_has_the_words_of_the_text_and_its_adjective(moscow: Any, entity: Any) -> None:
    i = moscow.side("Germany", "German army")
    document = moscow.document()
    found = entity(resolve([document], gazetteer=False), document, i)
    assert (found.label, found.kind) == ("Germany", "State")
    assert {"German army", "German troops", "German"} <= set(found.names)


def test_sides_are_one_in_all_documents(moscow: Any, virginia: Any) -> None:
    virginia.side("Germany")
    resolution = resolve([moscow.document(), virginia.document()], gazetteer=False)
    assert sum(e.label == "Germany" for e in resolution.entities) == 1


@pytest.mark.parametrize(
    ("label", "names", "told", "things"),
    [
        (Label.ORG, ("Soviet Supreme Command", "Supreme Command"), {"side": "Soviet Union"}, 1),
        (Label.ORG, ("National Defence Committee", "National Defense Committee"), {}, 1),
        (Label.ORG, ("Supreme Command", "General Staff"), {}, 2),
        (Label.EVENT, ("Ethiopian Christmas Offensive", "Christmas Offensive"), {}, 2),
        (Label.EVENT, ("Soviet Winter Offensive", "winter offensive"), {}, 1),
        (Label.EVENT, ("Battle of Klin", "Battle of Tula"), {}, 2),
        (Label.ORDER, ("Order No. 227", "order No 227"), {}, 1),
        (Label.ORDER, ("Order No. 227", "Order No. 270"), {}, 2),
        (Label.EQUIPMENT, ("T-34", "T 34"), {}, 1),
        (Label.EQUIPMENT, ("T-34", "T-35"), {}, 2),
    ],
)
def test_things_are_one_by_their_names(
    moscow: Any, label: Label, names: tuple[str, str], told: dict[str, str], things: int
) -> None:
    i, j = moscow.add(label, names[0], **told), moscow.add(label, names[1])
    document = moscow.document()
    links = resolve([document], gazetteer=False).links[document.source.id]
    assert len({links[i], links[j]}) == things


def test_organizations_of_two_sides_are_two(moscow: Any) -> None:
    i = moscow.add(Label.ORG, "Supreme Command", side="Germany")
    j = moscow.add(Label.ORG, "Supreme Command", side="Soviet Union")
    document = moscow.document()
    links = resolve([document], gazetteer=False).links[document.source.id]
    assert links[i] != links[j]


@pytest.mark.parametrize(("kind", "things"), [("Battle", 2), ("Treaty", 1), ("War", 1)])
def test_events_of_two_wars_are_two_unless_their_name_is_given_once(
    moscow: Any, virginia: Any, kind: str, things: int
) -> None:
    moscow.event("Second Selmon", kind), virginia.event("Second Selmon", kind)
    resolution = resolve([moscow.document(), virginia.document()], gazetteer=False)
    assert sum(e.label == "Second Selmon" for e in resolution.entities) == things


def test_orders_of_two_issuers_are_two_across_documents(draft: Any) -> None:
    documents = []
    for name in ("Stalin", "Hitler"):
        made = draft(name).date("1941-11-14")
        made.side("Germany"), made.side("Soviet Union")
        order, issuer = made.add(Label.ORDER, "Order No. 1"), made.person(name)
        made.fact("OrderIssued", order=order, issuedBy=issuer)
        documents.append(made.document())
    resolution = resolve(documents, gazetteer=False)
    assert sum(e.kind == "Order" for e in resolution.entities) == 2


def test_dates_and_quantities_name_no_thing(moscow: Any) -> None:
    i = moscow.add(Label.QUANTITY, "300 tanks", count="300", of="tanks")
    document = moscow.document()
    links = resolve([document], gazetteer=False).links[document.source.id]
    assert links[i] == links[0] == ""
