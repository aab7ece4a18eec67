"""The whole history of one side as JSON, from which the page's island shows any day."""

from __future__ import annotations

from orbat.serve.days import date_of
from orbat.serve.orderofbattle.model import SideOrder
from orbat.serve.orderofbattle.records import Passage, Statement, Thing
from orbat.serve.orderofbattle.tree import rank
from orbat.serve.orderofbattle.validity import Holding
from orbat.serve.urls import Urls
from orbat.serve.words import spaced

SHOWN = 4
"""Passages of a statement that a page shows; the statement's own page has all."""


def side_document(order: SideOrder, urls: Urls) -> dict[str, object]:
    """The document: `things`, `holdings`, `statements`, days as numbers from 1 January 1970, and `days`.

    A holding's `first` and `last` are null where it is open. Things are in the order in which a tree lists
    them. A reader keeps a holding on day d if first <= d <= last.
    """
    period = order.period()
    used = {iri for each in order.holdings for iri in (each.statement.one, each.statement.other)}
    things = sorted(
        (order.whole.things[iri] for iri in used | order.nodes if iri in order.whole.things),
        key=lambda each: (rank(each), each.iri),
    )
    cited = {each.statement.iri for each in order.holdings} | {
        h.ended_by for h in order.holdings if h.ended_by
    }
    return {
        "side": order.side,
        "label": order.whole.things[order.side].label if order.side else "",
        "period": [period.first, period.last] if period else None,
        "days": list(order.days()),
        "things": [_thing(each, order, urls) for each in things],
        "holdings": [_holding(each) for each in order.holdings],
        "statements": {iri: _statement(order.whole.statements[iri], urls) for iri in sorted(cited)},
    }


def _thing(thing: Thing, order: SideOrder, urls: Urls) -> dict[str, object]:
    presence = order.whole.presence.get(thing.iri)
    return {
        "id": thing.iri,
        "label": thing.label,
        "href": urls.thing(thing.iri),
        "sort": thing.sort.value,
        "echelon": spaced(thing.echelon),
        "node": thing.iri in order.nodes,
        "member": thing.iri in order.members,
        "foreign": thing.iri in order.nodes and order.foreign(thing.iri),
        "borrowed": thing.iri in order.whole.borrowed,
        "present": [presence.first, presence.last] if presence and thing.sort != "side" else None,
    }


def _holding(holding: Holding) -> dict[str, object]:
    told = holding.statement
    return {
        "kind": told.kind.value.lower(),
        "one": told.one,
        "other": told.other,
        "first": holding.first,
        "last": holding.last,
        "basis": holding.basis.value,
        "end": holding.end.value,
        "endedBy": holding.ended_by,
        "statement": told.iri,
    }


def _statement(told: Statement, urls: Urls) -> dict[str, object]:
    return {
        "href": urls.thing(told.iri),
        "when": told.when.words if told.when else "",
        "told": [told.period.first, told.period.last] if told.period else None,
        "confidence": told.confidence,
        "contested": told.contested,
        "passages": [passage(each, urls) for each in told.passages[:SHOWN]],
        "more": max(len(told.passages) - SHOWN, 0),
    }


def passage(each: Passage, urls: Urls) -> dict[str, object]:
    """Words with the place where they can be read."""
    return {
        "quote": each.quote,
        "source": each.name,
        "href": urls.read(each.document, each.start, each.end),
    }


def iso(day: int | None) -> str:
    """A day's xsd:date, or nothing for an open end."""
    return "" if day is None else date_of(day)
