"""Reads events and places from the graph: six queries, once a version of the graph."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from starlette.requests import Request

from orbat.namespaces import ORBAT, sparql_prefixes
from orbat.serve.chronicle.records import HAPPENED, WHERE, Chronicle, Event, Place, Role
from orbat.serve.dates import when
from orbat.serve.engine import Engine, Row
from orbat.serve.kept import all_rows
from orbat.serve.orderofbattle.read import period
from orbat.serve.orderofbattle.records import Passage
from orbat.serve.views.tables import text
from orbat.serve.words import local_name
from orbat.store.kinds import most_specific, superclasses

_PREFIX = sparql_prefixes("orbat", "rdfs", "geo", "skos")
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_REMOVES = 2
"""Over how many links a side is handed on to those of whom no account tells it."""
_ACTORS = (
    "agent",
    "opponent",
    "person",
    "unit",
    "victor",
    "defeated",
    "sufferedBy",
    "commander",
    "participant",
)
_EVENTS = """SELECT ?node (GROUP_CONCAT(DISTINCT STR(?class); SEPARATOR=" ") AS ?classes)
  (MIN(?name) AS ?label) (MIN(?told) AS ?modality) (MAX(?sure) AS ?confidence)
  (MIN(?span) AS ?time) (MAX(?against) AS ?contested)
WHERE {{
  VALUES ?class {{ {classes} }}
  ?node a ?class ; rdfs:label ?name .
  OPTIONAL {{ ?node orbat:modality ?told }}
  OPTIONAL {{ ?node orbat:confidence ?sure }}
  OPTIONAL {{ ?node orbat:time ?span }}
  BIND(EXISTS {{ ?node orbat:conflictsWith ?other }} AS ?against)
}} GROUP BY ?node"""
_TIMES = """SELECT DISTINCT ?time ?first ?last ?edtf ?stated WHERE {
  ?time a orbat:TimeSpan ; orbat:earliest ?first ; orbat:latest ?last .
  OPTIONAL { ?time orbat:edtf ?edtf } OPTIONAL { ?time orbat:asStated ?stated }
}"""
_ROLES = """SELECT DISTINCT ?node ?role ?thing ?label WHERE {{
  VALUES ?role {{ {roles} }}
  ?node ?role ?thing . ?thing rdfs:label ?label .
}}"""
_PASSAGES = """SELECT DISTINCT ?node ?document ?name ?start ?end ?quote WHERE {
  ?node orbat:evidence ?mention .
  ?mention orbat:source ?document ; orbat:start ?start ; orbat:end ?end ; orbat:quote ?quote .
  OPTIONAL { ?document rdfs:label ?name }
}"""
_PLACES = """SELECT ?place ?label (GROUP_CONCAT(DISTINCT STR(?class); SEPARATOR=" ") AS ?classes)
  (MIN(?text) AS ?wkt) (COUNT(DISTINCT ?exact) AS ?same) (COUNT(DISTINCT ?close) AS ?near)
WHERE {{
  VALUES ?class {{ {classes} }}
  ?place a ?class ; rdfs:label ?label .
  OPTIONAL {{ ?place geo:hasGeometry/geo:asWKT ?text }}
  OPTIONAL {{ ?place skos:exactMatch ?exact }}
  OPTIONAL {{ ?place skos:closeMatch ?close }}
}} GROUP BY ?place ?label"""
_SIDES = """SELECT DISTINCT ?node ?who ?other ?how ?label WHERE {
  { BIND("with" AS ?how) ?node a orbat:Affiliation ; orbat:member ?who ; orbat:side ?other }
  UNION { BIND("with" AS ?how) ?who orbat:allegiance ?other BIND(?who AS ?node) }
  UNION { BIND("joined" AS ?how) ?node a orbat:Command ; orbat:commander ?who ; orbat:unit ?other }
  UNION { BIND("joined" AS ?how) ?node a orbat:Appointment ; orbat:person ?who ; orbat:unit ?other }
  UNION { BIND("joined" AS ?how) ?node a orbat:Subordination ; orbat:unit ?who ; orbat:superior ?other }
  OPTIONAL { ?other rdfs:label ?label }
}"""


async def chronicle(engine: Engine, request: Request) -> Chronicle:
    """All events of the graph with a time or a place."""
    queries = (
        _EVENTS.format(classes=_classes("Event", without=("Situation", "Figure"))),
        _TIMES,
        _ROLES.format(roles=" ".join(f"orbat:{name}" for name in (*WHERE, *_ACTORS))),
        _PASSAGES,
        _PLACES.format(classes=_classes("Place")),
        _SIDES,
    )
    asked = (all_rows(engine, request, _PREFIX + query) for query in queries)
    events, times, roles, passages, places, sides = await asyncio.gather(*asked)
    found = {text(row["place"]): _place(row) for row in places}
    return Chronicle(
        _events(events, times, roles, passages, found),
        found,
        {
            **{text(row["other"]): text(row["label"]) for row in sides if row["label"] is not None},
            **{text(row["thing"]): text(row["label"]) for row in roles},
        },
        _sides(sides),
    )


@cache
def _classes(name: str, without: tuple[str, ...] = ()) -> str:
    """The class and all below it, as SPARQL writes them, without the branches `without` and what has them."""
    top = str(ORBAT[name])
    cut = {str(ORBAT[each]) for each in without}
    below = (each for each, above in superclasses().items() if top in above and not cut & ({each} | above))
    own = () if without else (top,)
    return " ".join(f"<{each}>" for each in (*own, *sorted(below)))


def _events(
    events: Iterable[Row],
    times: Iterable[Row],
    roles: Iterable[Row],
    passages: Iterable[Row],
    places: dict[str, Place],
) -> tuple[Event, ...]:
    spans = {text(row["time"]): row for row in times}
    filled: dict[str, list[Role]] = {}
    for row in roles:
        filled.setdefault(text(row["node"]), []).append(
            Role(local_name(text(row["role"])), text(row["thing"]))
        )
    told: dict[str, list[Passage]] = {}
    for row in passages:
        told.setdefault(text(row["node"]), []).append(_passage(row))
    found = (
        _event(row, spans, filled.get(text(row["node"]), []), told.get(text(row["node"]), []))
        for row in events
        if row["node"] is not None
    )
    kept = (each for each in found if each.period or any(place in places for place in each.of(*WHERE)))
    return tuple(sorted(kept, key=_order))


def _order(event: Event) -> tuple[bool, int, int, str, str]:
    period = event.period
    if period is None:
        return True, 0, 0, event.label, event.iri
    return False, period.first, period.last, event.label, event.iri


def _event(row: Row, spans: dict[str, Row], roles: list[Role], passages: list[Passage]) -> Event:
    span = spans.get(text(row["time"]))
    first, last, edtf = (text(span[name]) for name in ("first", "last", "edtf")) if span else ("", "", "")
    days = period(first, last, edtf)
    stated = " ".join(text(span["stated"]).split()) if span else ""
    told = text(row["classes"]).split()
    classes = frozenset(told).union(*(superclasses().get(each, ()) for each in told))
    return Event(
        text(row["node"]),
        most_specific(classes) or local_name(min(classes)),
        frozenset(map(local_name, classes)),
        text(row["label"]),
        local_name(text(row["modality"])) if row["modality"] else HAPPENED,
        days,
        when(first, last, edtf, stated) if days else None,
        float(text(row["confidence"]) or 1),
        text(row["contested"]) == "true",
        tuple(sorted(roles, key=lambda each: (each.name, each.thing))),
        tuple(sorted(passages, key=lambda each: (each.name, each.start, each.end))),
    )


def _passage(row: Row) -> Passage:
    document = text(row["document"])
    return Passage(
        " ".join(text(row["quote"]).split()),
        document,
        text(row["name"]) or local_name(document),
        int(text(row["start"])),
        int(text(row["end"])),
    )


def _place(row: Row) -> Place:
    point = _POINT.search(text(row["wkt"]))
    sure = int(text(row["same"])) > 0 or int(text(row["near"])) == 0
    kind = most_specific(text(row["classes"]).split())
    at = (float(point[2]), float(point[1])) if point else None
    return Place(text(row["place"]), text(row["label"]), "" if kind == "Place" else kind, at, sure)


def _sides(rows: Iterable[Row]) -> dict[str, str]:
    """The side of each actor: itself, the one told of most often, or that of those it is joined to."""
    told: dict[str, Counter[str]] = {}
    joined: dict[str, set[str]] = {}
    for row in rows:
        how, who, other = (text(row[name]) for name in ("how", "who", "other"))
        if how == "with":
            told.setdefault(who, Counter())[other] += 1
        else:
            joined.setdefault(who, set()).add(other)
            joined.setdefault(other, set()).add(who)
    found = {who: min(counts, key=lambda side: (-counts[side], side)) for who, counts in told.items()}
    own = {side for counts in told.values() for side in counts}
    found.update({side: side for side in own})
    for _ in range(_REMOVES):
        beside = {
            who: Counter(found[each] for each in others if each in found) for who, others in joined.items()
        }
        for who, counts in beside.items():
            if counts and who not in found:
                found[who] = min(counts, key=lambda side: (-counts[side], side))
    return found
