"""What the graph says about one thing: as a query for its triples, and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request

from orbat.namespaces import sparql_prefixes
from orbat.serve.engine import Row
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.tables import Cell, cell, labels, text, thing
from orbat.serve.words import local_name, spaced
from orbat.store.kinds import superclasses

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ORBAT = "https://w3id.org/orbat/ontology#"
_TYPE, _LABEL, _ALT_LABEL = f"{_RDF}type", f"{_RDFS}label", f"{_SKOS}altLabel"
_SHOWN_APART = frozenset({_TYPE, _LABEL, _ALT_LABEL, f"{_ORBAT}evidence", f"{_ORBAT}quote"})
_PREFIX = sparql_prefixes("orbat", "rdf", "rdfs", "skos", "geo")
_PASSAGES = 200

_OUT = "SELECT DISTINCT ?p ?o ?g WHERE {{ GRAPH ?g {{ {iri} ?p ?o }} }} LIMIT 2000"
_IN = """SELECT DISTINCT ?s ?p ?label ?when ?g WHERE {{
  GRAPH ?g {{ ?s ?p {iri} }}
  FILTER(?p NOT IN (orbat:refersTo, orbat:source, orbat:evidence, rdf:type))
  OPTIONAL {{ ?s rdfs:label ?label }}
  OPTIONAL {{ ?s orbat:time ?time . ?time orbat:asStated ?when }}
}} LIMIT 1000"""
_EVIDENCE = """SELECT DISTINCT ?m ?quote ?start ?end ?doc ?name WHERE {{
  {{ {iri} orbat:evidence ?m }} UNION {{ ?m orbat:refersTo {iri} }} UNION {{ ?m orbat:source {iri} }}
  UNION {{ ?fact ?role {iri} . ?fact orbat:evidence ?m }} UNION {{ VALUES ?m {{ {iri} }} }}
  ?m orbat:quote ?quote ; orbat:start ?start ; orbat:end ?end ; orbat:source ?doc .
  OPTIONAL {{ ?doc rdfs:label ?name }}
}} ORDER BY ?doc ?start ?end LIMIT {limit}"""
_DESCRIPTION = """CONSTRUCT {{ {iri} ?p ?o . ?s ?q {iri} . ?x ?xp ?xo . ?y rdfs:label ?name }} WHERE {{
  {{ {iri} ?p ?o }}
  UNION {{ SELECT ?s ?q WHERE {{ ?s ?q {iri} }} LIMIT 1000 }}
  UNION {{ {iri} orbat:evidence|orbat:time|geo:hasGeometry ?x . ?x ?xp ?xo }}
  UNION {{ SELECT ?x ?xp ?xo WHERE {{ ?x orbat:refersTo {iri} . ?x ?xp ?xo }} LIMIT 5000 }}
  UNION {{ {iri} ?link ?y . ?y rdfs:label ?name }}
  UNION {{ SELECT ?y ?name WHERE {{ ?y ?link {iri} . ?y rdfs:label ?name }} LIMIT 1000 }}
}}"""
_EXISTS = """SELECT ?found WHERE {{
  VALUES ?found {{ {candidates} }} FILTER(EXISTS {{ ?found ?p ?o }} || EXISTS {{ ?s ?p ?found }})
}}"""


@dataclass(frozen=True, slots=True)
class Value:
    """One thing said: the value, a word about when, and whether it was inferred rather than told."""

    cell: Cell
    note: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Group:
    """All values of one property."""

    label: str
    href: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that a statement rests on: source, and half-open range of characters of the original file."""

    quote: str
    start: str
    end: str
    source: Cell
    mention: Cell


@dataclass(frozen=True, slots=True)
class ThingPage:
    """The page about one thing. `said` is what it is the subject of, `within` where it plays a part."""

    title: str
    iri: str
    classes: tuple[Cell, ...]
    names: tuple[str, ...]
    said: tuple[Group, ...]
    within: tuple[Group, ...]
    passages: tuple[Passage, ...]
    passages_cut: bool
    formats: tuple[tuple[str, str], ...]


def description(iri: str) -> str:
    """A CONSTRUCT of what the graph says about `iri`: its own triples, those that point at it, mentions."""
    return _PREFIX + _DESCRIPTION.format(iri=ox.NamedNode(iri))


async def existing(site: Site, request: Request, candidates: Iterable[str]) -> str | None:
    """The first of `candidates` that the graph speaks of, or None. What is no IRI is passed over."""
    valid = [node for iri in dict.fromkeys(candidates) if (node := _node(iri)) is not None]
    if not valid:
        return None
    query = _EXISTS.format(candidates=" ".join(map(str, valid)))
    found = {text(row["found"]) for row in await site.engine.rows(request, query)}
    return next((node.value for node in valid if node.value in found), None)


async def thing_page(site: Site, request: Request, urls: Urls, iri: str) -> ThingPage:
    """The page about `iri`."""
    node = ox.NamedNode(iri)
    engine = site.engine
    out = await engine.rows(request, _PREFIX + _OUT.format(iri=node))
    into = await engine.rows(request, _PREFIX + _IN.format(iri=node))
    passages = await engine.rows(request, _PREFIX + _EVIDENCE.format(iri=node, limit=_PASSAGES + 1))
    names = dict(await labels(site, request, _linked(out, into)))
    types = [text(row["o"]) for row in out if text(row["p"]) == _TYPE]
    return ThingPage(
        title=_title(out, iri),
        iri=iri,
        classes=tuple(thing(each, urls, _with_words(names, each)) for each in _most_specific(types)),
        names=tuple(sorted({text(row["o"]) for row in out if text(row["p"]) == _ALT_LABEL})),
        said=_groups(out, "o", urls, names),
        within=_groups(into, "s", urls, names),
        passages=tuple(_passage(row, urls) for row in _widest(passages[:_PASSAGES])),
        passages_cut=len(passages) > _PASSAGES,
        formats=tuple(
            (title, urls.data(iri, name))
            for title, name in (
                ("Turtle", "ttl"),
                ("JSON-LD", "jsonld"),
                ("N-Triples", "nt"),
                ("RDF/XML", "rdf"),
            )
        ),
    )


def _groups(rows: list[Row], end: str, urls: Urls, names: Mapping[str, str]) -> tuple[Group, ...]:
    """The values by property, properties by label, values by their words."""
    told: dict[str, dict[str, Value]] = {}
    for row in rows:
        predicate = text(row["p"])
        if predicate in _SHOWN_APART:
            continue
        value = row[end]
        inferred = text(row["g"]).endswith("graph/inferred")
        known = dict(names)
        if label := text(row.get("label")):
            known[text(value)] = label
        group = told.setdefault(predicate, {})
        before = group.get(str(value))
        if before is None or before.inferred:
            group[str(value)] = Value(cell(value, urls, known), text(row.get("when")), inferred)
    groups = (
        Group(
            names.get(predicate) or spaced(local_name(predicate)),
            urls.thing(predicate) if predicate.startswith(_ORBAT) else "",
            tuple(sorted(values.values(), key=lambda each: (each.cell.text.casefold(), each.cell.href))),
        )
        for predicate, values in told.items()
    )
    return tuple(sorted(groups, key=lambda group: (group.label, group.href)))


def _widest(rows: list[Row]) -> list[Row]:
    """The passages that lie in no wider one: a name that stands in a sentence shown is not shown again."""
    spans = [(text(row["doc"]), int(text(row["start"])), int(text(row["end"]))) for row in rows]
    return [
        row
        for row, (doc, start, end) in zip(rows, spans, strict=True)
        if not any(
            doc == other and first <= start and end <= last and end - start < last - first
            for other, first, last in spans
        )
    ]


def _passage(row: Row, urls: Urls) -> Passage:
    source, mention = text(row["doc"]), text(row["m"])
    return Passage(
        text(row["quote"]),
        text(row["start"]),
        text(row["end"]),
        thing(source, urls, {source: text(row["name"]) or local_name(source)}),
        thing(mention, urls, {mention: f"characters {text(row['start'])} to {text(row['end'])}"}),
    )


def _linked(out: list[Row], into: list[Row]) -> list[str]:
    found = dict.fromkeys(
        value.value
        for row in (*out, *into)
        for value in (row["p"], row.get("o"))
        if isinstance(value, ox.NamedNode)
    )
    return list(found)[:1000]


def _most_specific(types: list[str]) -> list[str]:
    known = superclasses()
    above = {parent for each in types for parent in known.get(each, ())}
    return sorted({each for each in types if each.startswith(_ORBAT)} - above)


def _with_words(names: Mapping[str, str], iri: str) -> Mapping[str, str]:
    return names if iri in names else {**names, iri: spaced(local_name(iri))}


def _title(out: list[Row], iri: str) -> str:
    found = sorted(text(row["o"]) for row in out if text(row["p"]) == _LABEL)
    return found[0] if found else local_name(iri)


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None
