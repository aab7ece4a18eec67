"""The index of names of the graph that is served: asked of the pool once a version, then kept in memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from orbat.namespaces import sparql_prefixes
from orbat.serve.bulk import bulk
from orbat.serve.dates import span_words
from orbat.serve.errors import Problem
from orbat.serve.keeper import Generation
from orbat.serve.names import Entry, NameIndex
from orbat.serve.statements.kinds import colour, lowest, subclasses

_LOG = logging.getLogger(__name__)
_Rows = list[list[str]]
_MOST = 250_000
"""Things whose names are kept; some 1 kB of memory each."""
_PREFIX = sparql_prefixes("orbat", "rdfs", "skos")
_ALWAYS = (
    "Person",
    "MilitaryUnit",
    "Side",
    "Organization",
    "Place",
    "Order",
    "SourceDocument",
    "Countable",
    "Vessel",
)
_ROLES = (
    "participant", "agent", "opponent", "person", "unit", "commander", "member", "side", "superior", "force",
    "sufferedBy", "inflictedBy", "victor", "defeated", "place", "origin", "destination",
    "issuedBy", "addressedTo",
)  # fmt: skip


def _things() -> str:
    classes = " ".join(f"<{each}>" for name in _ALWAYS for each in subclasses(name))
    return f"""SELECT ?x (MIN(?l) AS ?label) (GROUP_CONCAT(DISTINCT ?a; SEPARATOR="\\n") AS ?names)
  (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes) WHERE {{
  {{ SELECT DISTINCT ?x WHERE {{
    {{ VALUES ?k {{ {classes} }} ?x a ?k }} UNION {{ ?m orbat:refersTo ?x }}
  }} LIMIT {_MOST + 1} }}
  ?x rdfs:label ?l ; a ?c . OPTIONAL {{ ?x skos:altLabel ?a }}
}} GROUP BY ?x"""


_WEIGHTS = "SELECT ?x (COUNT(*) AS ?n) WHERE { ?m orbat:refersTo ?x } GROUP BY ?x"
_SIDES = "SELECT ?x (MIN(?l) AS ?side) WHERE { ?x orbat:allegiance/rdfs:label ?l } GROUP BY ?x"
_YEARS = f"""SELECT ?x (MIN(?first) AS ?from) (MAX(?last) AS ?to) WHERE {{
  VALUES ?role {{ {" ".join(f"orbat:{role}" for role in _ROLES)} }}
  ?e ?role ?x ; orbat:time ?t . ?t orbat:earliest ?first ; orbat:latest ?last
}} GROUP BY ?x"""


class Indexes:
    """The index of the version that is served; one at a time is built, for whoever asks first."""

    def __init__(self) -> None:
        self._version = ""
        self._index = NameIndex([])
        self._building: asyncio.Task[NameIndex] | None = None
        self._wanted = ""

    async def current(self, generation: Generation) -> NameIndex:
        """The index for `generation`. Raises `Problem` if the graph does not answer."""
        if self._version == generation.version:
            return self._index
        if self._building is None or self._wanted != generation.version:
            self._wanted = generation.version
            self._building = asyncio.create_task(_build(generation))
        building = self._building
        try:
            index = await asyncio.shield(building)
        finally:
            if building.done() and self._building is building:
                self._building = None  # one that failed is not asked again: the next who comes builds anew
        self._version, self._index = generation.version, index
        return index


async def _build(generation: Generation) -> NameIndex:
    things, weights, sides, years = await asyncio.gather(
        bulk(generation, _PREFIX + _things()),
        bulk(generation, _PREFIX + _WEIGHTS),
        _optional(generation, _PREFIX + _SIDES),
        _optional(generation, _PREFIX + _YEARS),
    )
    return await asyncio.to_thread(_index, things, weights, sides, years)


async def _optional(generation: Generation, query: str) -> list[list[str]]:
    """An answer that the index can do without: on a graph too large for the deadline there is none."""
    try:
        return await bulk(generation, query)
    except Problem as problem:
        _LOG.warning("the index of names goes without a detail: %s", problem.message)
        return []


def _index(things: _Rows, weights: _Rows, sides: _Rows, years: _Rows) -> NameIndex:
    counts = {row[0]: int(row[1]) for row in weights}
    belongs = {row[0]: row[1] for row in sides}
    active = {row[0]: _years(row[1], row[2]) for row in years}
    entries = [
        entry
        for iri, label, names, classes in things
        if (entry := _entry(iri, label, names, classes.split(), counts, belongs, active)) is not None
    ]
    return NameIndex(entries[:_MOST], cut=len(entries) > _MOST)


def _entry(
    iri: str,
    label: str,
    names: str,
    classes: Sequence[str],
    counts: Mapping[str, int],
    belongs: Mapping[str, str],
    active: Mapping[str, str],
) -> Entry | None:
    sort = lowest(classes)
    if not sort:
        return None
    all_ = tuple(dict.fromkeys((label, *sorted(filter(None, names.split("\n"))))))
    return Entry(
        iri, colour(classes), sort, all_, belongs.get(iri, ""), active.get(iri, ""), counts.get(iri, 0)
    )


def _years(first: str, last: str) -> str:
    """The years from the one day to the other, in words."""
    years = [span_words(f"{day[:-5]}01-01", f"{day[:-5]}12-31") for day in (first, last) if len(day) > 5]
    return "–".join(dict.fromkeys(years))
