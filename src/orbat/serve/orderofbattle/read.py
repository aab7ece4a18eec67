"""Reads from the graph what the order of battle is made from: three queries, once a version of the graph."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from starlette.requests import Request

from orbat.namespaces import ORBAT, sparql_prefixes
from orbat.rules import load
from orbat.rules.schema import Echelon, Term
from orbat.serve.dates import when
from orbat.serve.days import Period, day_number
from orbat.serve.engine import Engine, Row
from orbat.serve.kept import all_rows
from orbat.serve.orderofbattle.records import Dated, History, Kind, Passage, Sort, Statement, Thing
from orbat.serve.views.tables import text
from orbat.serve.words import local_name
from orbat.store.kinds import most_specific, superclasses

_PREFIX = sparql_prefixes("orbat", "rdfs")
_STATEMENTS = """SELECT ?node ?kind ?one ?other ?first ?last ?edtf ?stated ?confidence ?contested ?post
  ?mention ?quote ?document ?start ?end
WHERE {
  { BIND("Command" AS ?kind) ?node a orbat:Command ; orbat:unit ?one ; orbat:commander ?other }
  UNION { BIND("Subordination" AS ?kind) ?node a orbat:Subordination ; orbat:unit ?one .
    ?node orbat:superior ?other }
  UNION { BIND("Affiliation" AS ?kind) ?node a orbat:Affiliation ; orbat:member ?one ; orbat:side ?other }
  UNION { BIND("Appointment" AS ?kind) ?node a orbat:Appointment ; orbat:person ?other
    OPTIONAL { ?node orbat:unit ?one } OPTIONAL { ?node orbat:position/rdfs:label ?post } }
  UNION { BIND("Dismissal" AS ?kind) ?node a orbat:Dismissal ; orbat:person ?other
    OPTIONAL { ?node orbat:unit ?one } }
  UNION { BIND("Casualty" AS ?kind) ?node a orbat:Casualty ; orbat:person ?other ; orbat:lossKind ?fate
    FILTER(?fate IN (orbat:Killed, orbat:Captured)) }
  UNION { BIND("Formation" AS ?kind) ?node a orbat:Formation ; orbat:unit ?one }
  UNION { BIND("Disbandment" AS ?kind) ?node a orbat:Disbandment ; orbat:unit ?one }
  OPTIONAL { ?node orbat:modality ?modality }
  FILTER(!BOUND(?modality) || ?modality = orbat:Happened)
  OPTIONAL { ?node orbat:confidence ?confidence }
  OPTIONAL { ?node orbat:time ?time . ?time orbat:earliest ?first ; orbat:latest ?last
    OPTIONAL { ?time orbat:edtf ?edtf } OPTIONAL { ?time orbat:asStated ?stated } }
  BIND(EXISTS { ?node orbat:conflictsWith ?against } AS ?contested)
  OPTIONAL { ?node orbat:evidence ?mention .
    ?mention orbat:quote ?quote ; orbat:source ?document ; orbat:start ?start ; orbat:end ?end }
}"""
_DATED = """SELECT DISTINCT ?document ?start ?end ?first ?last WHERE {
  ?node orbat:time ?time ; orbat:evidence ?mention .
  ?time orbat:earliest ?first ; orbat:latest ?last .
  ?mention orbat:source ?document ; orbat:start ?start ; orbat:end ?end .
  FILTER NOT EXISTS { ?node orbat:modality orbat:Denied }
}"""
_THINGS = """SELECT DISTINCT ?thing ?class ?label ?document WHERE {{
  VALUES ?class {{ {classes} }}
  ?thing a ?class ; rdfs:label ?label .
  OPTIONAL {{ ?mention orbat:refersTo ?thing ; orbat:source ?document }}
}}"""
_DOCUMENTS = """SELECT ?thing ?label WHERE { ?thing a orbat:SourceDocument ; rdfs:label ?label }"""
_SORTS = (
    ("Side", Sort.SIDE),
    ("Organization", Sort.ORGANIZATION),
    ("MilitaryUnit", Sort.UNIT),
    ("Person", Sort.PERSON),
)


async def history(engine: Engine, request: Request) -> History:
    """All that the graph tells of who stood where."""
    told, dated, things, documents = await asyncio.gather(
        *(
            all_rows(engine, request, _PREFIX + query)
            for query in (_STATEMENTS, _DATED, _things_query(), _DOCUMENTS)
        )
    )
    names = {text(row["thing"]): text(row["label"]) for row in documents}
    return History(_statements(told, names), _things(things), tuple(_dated(dated)))


def _things_query() -> str:
    classes = " ".join(f"<{each}>" for name, _ in _SORTS for each in _with_subclasses(name))
    return _THINGS.format(classes=classes)


@cache
def _with_subclasses(name: str) -> frozenset[str]:
    iri = str(ORBAT[name])
    return frozenset({iri, *(each for each, above in superclasses().items() if iri in above)})


def _statements(rows: Iterable[Row], names: dict[str, str]) -> tuple[Statement, ...]:
    """The statements, by IRI: rows of one differ in passage and, across accounts, in time.

    One that tells of several formations or people is several; an appointment to a command is also a command.
    """
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        grouped.setdefault((text(row["node"]), text(row["one"]), text(row["other"])), []).append(row)
    found: list[Statement] = []
    for key in sorted(grouped):
        told = _statement(key[0], grouped[key], names)
        found.append(told)
        if told.kind is Kind.APPOINTMENT and told.one and _leads(grouped[key]):
            found.append(replace(told, kind=Kind.COMMAND))
    return tuple(found)


def _leads(rows: Iterable[Row]) -> bool:
    """Whether the post that an appointment names is that of a commander."""
    words = {form for term in load("nouns", Term) if term.name == "commander" for form in term.forms}
    posts = {text(row["post"]).casefold() for row in rows}
    return any(post.partition(" of ")[0] in words for post in posts)


def _statement(iri: str, rows: list[Row], names: dict[str, str]) -> Statement:
    row = min(rows, key=lambda each: (text(each["first"]), text(each["last"]), text(each["stated"])))
    passages = {
        Passage(
            " ".join(text(each["quote"]).split()),
            text(each["document"]),
            names.get(text(each["document"]), local_name(text(each["document"]))),
            int(text(each["start"])),
            int(text(each["end"])),
        )
        for each in rows
        if each["mention"] is not None
    }
    first, last = text(row["first"]), text(row["last"])
    return Statement(
        iri,
        Kind(text(row["kind"])),
        text(row["one"]),
        text(row["other"]),
        period(first, last, text(row["edtf"])),
        when(first, last, text(row["edtf"]), " ".join(text(row["stated"]).split())) if first else None,
        float(text(row["confidence"]) or 1),
        text(row["contested"]) == "true",
        tuple(sorted(passages, key=lambda each: (each.name, each.start, each.end))),
    )


def period(first: str, last: str, edtf: str = "") -> Period | None:
    """The days of a time span; an end that EDTF leaves open reaches as far as any account does."""
    one, two = day_number(first), day_number(last)
    if one is None or two is None or two < one:
        return None
    return Period(_FIRST if edtf.startswith("..") else one, _LAST if edtf.endswith("..") else two)


_FIRST, _LAST = -4_000_000, 3_000_000


def _dated(rows: Iterable[Row]) -> Iterable[Dated]:
    for row in rows:
        days = period(text(row["first"]), text(row["last"]))
        if days is not None:
            yield Dated(text(row["document"]), int(text(row["start"])), int(text(row["end"])), days)


def _things(rows: Iterable[Row]) -> dict[str, Thing]:
    classes: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    documents: dict[str, set[str]] = {}
    for row in rows:
        iri = text(row["thing"])
        classes.setdefault(iri, set()).add(text(row["class"]))
        labels[iri] = min(labels.get(iri, text(row["label"])), text(row["label"]))
        documents.setdefault(iri, set())
        if row["document"] is not None:
            documents[iri].add(text(row["document"]))
    return {iri: _thing(iri, labels[iri], classes[iri], frozenset(documents[iri])) for iri in sorted(labels)}


def _thing(iri: str, label: str, classes: set[str], documents: frozenset[str]) -> Thing:
    sort = next((sort for name, sort in _SORTS if classes & _with_subclasses(name)), Sort.UNIT)
    echelon = most_specific({each for each in classes if local_name(each) in _levels()})
    return Thing(iri, label, sort, echelon, _levels().get(echelon, 0), documents)


@cache
def _levels() -> dict[str, int]:
    """How high each class of echelon stands; 0 for one that has no place in the order."""
    return {each.kind: each.level for each in load("echelons", Echelon)}
