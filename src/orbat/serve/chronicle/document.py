"""Events, places and what changed hands as JSON: one document for the map, one for a thing's track."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from orbat.serve.chronicle.holders import Handover
from orbat.serve.chronicle.records import HAPPENED, WHERE, Chronicle, Event, Place
from orbat.serve.orderofbattle.document import passage
from orbat.serve.urls import Urls

_SHOWN = 3
"""Passages of an event in the documents; its own page has all."""
_WHO = ("agent", "person", "unit", "victor", "sufferedBy", "commander")
_AGAINST = ("opponent", "defeated")

KindNames = Mapping[str, str]
"""What readers call the kinds of events, by the local names of the classes."""


def map_document(
    chronicle: Chronicle, changes: Iterable[Handover], urls: Urls, kinds: KindNames
) -> dict[str, object]:
    """The whole map. Events, places and sides refer to each other by their places in the lists.

    Days are numbers from 1 January 1970, null where no time is told; `at` is latitude and longitude, null for
    a place that is not on the map; `sure` is false where another place may be meant.
    """
    changes = tuple(changes)
    sides = _sides(chronicle, changes)
    used = {place for event in chronicle.events for place in event.of(*WHERE) if place in chronicle.places}
    places = sorted(used, key=lambda iri: (chronicle.places[iri].label, iri))
    at = {iri: index for index, iri in enumerate(places)}
    numbers = {event.iri: index for index, event in enumerate(chronicle.events)}
    order = {iri: index for index, iri in enumerate(sides)}
    letters = marks([chronicle.labels.get(iri, "") for iri in sides])
    period = chronicle.period()
    return {
        "period": [period.first, period.last] if period else None,
        "eras": [[each.period.first, each.period.last] for each in chronicle.eras()],
        "kinds": {kind: kinds.get(kind, kind) for kind in sorted({e.kind for e in chronicle.events})},
        "sides": [
            {"label": chronicle.labels.get(iri, ""), "href": urls.thing(iri), "mark": letters[index]}
            for index, iri in enumerate(sides)
        ],
        "places": [_place(chronicle.places[iri], urls) for iri in places],
        "events": [_event(each, chronicle, urls, at, order) for each in chronicle.events],
        "changes": [
            {
                "place": at[each.place],
                "event": numbers[each.event.iri],
                "first": each.period.first if each.period else None,
                "last": each.period.last if each.period else None,
                "before": order.get(each.before),
                "after": order.get(each.after),
                "guessed": each.guessed,
            }
            for each in changes
        ],
    }


def track_document(thing: str, chronicle: Chronicle, urls: Urls, kinds: KindNames) -> dict[str, object]:
    """Where a thing was, step by step: a formation, a person, a side; or a place or an event itself.

    `steps` are in order of time, those without a date last; each names the place by its number in `places`.
    """
    steps = [
        (event, place)
        for event in chronicle.events
        if event.modality == HAPPENED and (event.iri == thing or any(r.thing == thing for r in event.roles))
        for place in _stops(event, thing, chronicle)
    ]
    places = list(dict.fromkeys([place for _, place in steps]))
    if thing in chronicle.places and thing not in places:
        places.append(thing)
    at = {iri: index for index, iri in enumerate(places)}
    return {
        "label": chronicle.labels.get(thing) or (chronicle.places[thing].label if thing in at else ""),
        "place": thing in chronicle.places,
        "places": [_place(chronicle.places[iri], urls) for iri in places],
        "steps": [
            {
                **_event(event, chronicle, urls, {}, {}),
                "kindLabel": kinds.get(event.kind, event.kind),
                "place": at[place],
            }
            for event, place in steps
        ],
    }


def _stops(event: Event, thing: str, chronicle: Chronicle) -> tuple[str, ...]:
    """The places of an event in the order in which one who moves comes to them."""
    if thing in chronicle.places:
        return (thing,)
    found = event.of("origin", "place", "destination") or event.of("objective")
    return tuple(place for place in found if place in chronicle.places)


def marks(labels: Iterable[str]) -> list[str]:
    """A mark of one or two letters for each label, no two alike, so that nobody needs to tell colours apart.

    >>> marks(["Germany", "Soviet Union", "Gaul", "Ghana"])
    ['G', 'S', 'GA', 'GH']
    """
    found: list[str] = []
    for label in labels:
        letters = [c for c in label.upper() if c.isalnum()] or ["?"]
        wanted = [letters[0], *(letters[0] + each for each in letters[1:])]
        numbered = (f"{letters[0]}{n}" for n in range(1, 1000))
        found.append(next(each for each in (*wanted, *numbered) if each not in found))
    return found


def _sides(chronicle: Chronicle, changes: Iterable[Handover]) -> list[str]:
    """The holders and the sides of actors, those that matter most first."""
    counts: Counter[str] = Counter()
    for each in changes:
        counts.update({side: 1000 for side in (each.before, each.after) if side})
    for event in chronicle.events:
        counts.update({chronicle.sides[each] for each in event.of("agent") if each in chronicle.sides})
    return sorted(counts, key=lambda iri: (-counts[iri], chronicle.labels.get(iri, ""), iri))


def _place(place: Place, urls: Urls) -> dict[str, object]:
    return {"label": place.label, "href": urls.thing(place.iri), "at": place.at, "sure": place.sure}


def _event(
    event: Event, chronicle: Chronicle, urls: Urls, at: Mapping[str, int], order: Mapping[str, int]
) -> dict[str, object]:
    side = next((chronicle.sides[each] for each in event.of("agent") if each in chronicle.sides), "")
    return {
        "href": urls.thing(event.iri),
        "kind": event.kind,
        "label": event.label,
        "named": "Conflict" in event.classes,
        "first": event.period.first if event.period else None,
        "last": event.period.last if event.period else None,
        "when": event.when.words if event.when else "",
        "modality": event.modality.lower(),
        "confidence": event.confidence,
        "contested": event.contested,
        "places": [at[place] for place in event.of(*WHERE) if place in at],
        "side": order.get(side),
        "who": _names(event.of(*_WHO), chronicle, urls),
        "against": _names(event.of(*_AGAINST), chronicle, urls),
        "passages": [passage(each, urls) for each in event.passages[:_SHOWN]],
        "more": max(len(event.passages) - _SHOWN, 0),
    }


def _names(iris: Iterable[str], chronicle: Chronicle, urls: Urls) -> list[list[str]]:
    return [[chronicle.labels[iri], urls.thing(iri)] for iri in iris if iri in chronicle.labels]
