"""Loads statements from the graph: five queries for any number of them, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox
from starlette.requests import Request

from orbat.namespaces import sparql_prefixes
from orbat.serve.dates import When, when
from orbat.serve.engine import Row
from orbat.serve.site import Site
from orbat.serve.statements.kinds import colour, lowest, term_label
from orbat.serve.statements.model import Figure, Passage, Ref, Statement
from orbat.serve.statements.passages import around, pieces
from orbat.serve.statements.phrase import phrase
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text, thing
from orbat.serve.words import interface, local_name
from orbat.store.kinds import date_key
from orbat.store.texts import SourceText

_ORBAT = "https://w3id.org/orbat/ontology#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PREFIX = sparql_prefixes("orbat", "rdf", "rdfs", "skos")
_NO_ROLES = frozenset(
    {"evidence", "extractedBy", "time", "modality", "lossKind", "conflictsWith", "branch", "partOf", "within"}
)
_ROWS = 60_000
_PASSAGES = 12
"""Passages of one statement that a page can show; the others are in its data."""

_TRIPLES = """SELECT DISTINCT ?e ?p ?o WHERE {{
  VALUES ?e {{ {iris} }} ?e ?p ?o FILTER(?p != orbat:evidence)
}}"""
_TIMES = """SELECT DISTINCT ?e ?first ?last ?edtf ?stated ?m ?quote ?start ?end ?doc WHERE {{
  VALUES ?e {{ {iris} }} ?e orbat:time ?t . ?t orbat:earliest ?first ; orbat:latest ?last .
  OPTIONAL {{ ?t orbat:edtf ?edtf }} OPTIONAL {{ ?t orbat:asStated ?stated }}
  OPTIONAL {{ ?t orbat:resolvedFrom ?m .
    ?m orbat:quote ?quote ; orbat:start ?start ; orbat:end ?end ; orbat:source ?doc }}
}}"""
_NAMED = "SELECT ?e WHERE {{ VALUES ?e {{ {iris} }} FILTER EXISTS {{ ?m orbat:refersTo ?e }} }}"
_EVIDENCE = """SELECT DISTINCT ?e ?quote ?start ?end ?doc WHERE {{
  VALUES ?e {{ {iris} }} ?e orbat:evidence ?m .
  ?m orbat:quote ?quote ; orbat:start ?start ; orbat:end ?end ; orbat:source ?doc .
}} ORDER BY ?doc ?start"""
_NAMES = """SELECT ?o (MIN(?l) AS ?label) (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes)
  (GROUP_CONCAT(DISTINCT ?a; SEPARATOR="\\n") AS ?names) WHERE {{
  {{ SELECT DISTINCT ?o WHERE {{ VALUES ?e {{ {iris} }} ?e ?p ?o .
    FILTER(isIRI(?o) && ?p NOT IN (rdf:type, orbat:evidence, orbat:time, orbat:extractedBy)) }} }}
  ?o rdfs:label ?l . OPTIONAL {{ ?o a ?c }} OPTIONAL {{ ?o skos:altLabel ?a }}
}} GROUP BY ?o"""


@dataclass(frozen=True, slots=True)
class Name:
    """A thing as phrases and sentences know it: its link, and every name that texts use."""

    ref: Ref
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class _Gathered:
    """What the queries say of one statement, before it is put together."""

    values: dict[str, list[str]] = field(default_factory=dict)
    things: dict[str, list[str]] = field(default_factory=dict)
    time: Row | None = None
    evidence: list[Row] = field(default_factory=list)
    named: bool = False


async def statements(
    site: Site, request: Request, urls: Urls, iris: Sequence[str], own: str = "", *, sentences: bool = True
) -> dict[str, Statement]:
    """The statements with these IRIs, in their order. `own` is the thing whose page they are for.

    Without `sentences` they come without their passages, for a page that has the text itself.
    """
    if not iris:
        return {}
    values = " ".join(str(ox.NamedNode(iri)) for iri in dict.fromkeys(iris))
    asked = (_TRIPLES, _TIMES, _NAMES, _NAMED, *((_EVIDENCE,) if sentences else ()))
    triples, times, names, named, *passages = await asyncio.gather(
        *(site.engine.rows(request, _PREFIX + query.format(iris=values), _ROWS) for query in asked)
    )
    evidence = passages[0] if passages else []
    bear_names = {text(row["e"]) for row in named}
    gathered = {iri: _Gathered(named=iri in bear_names) for iri in iris}
    for row in triples:
        into, value = gathered[text(row["e"])], row["o"]
        where = into.things if isinstance(value, ox.NamedNode) else into.values
        where.setdefault(text(row["p"]), []).append(text(value))
    for row in times:
        known = gathered[text(row["e"])]
        if known.time is None or _tightness(row) < _tightness(known.time):
            known.time = row
    for row in evidence:
        gathered[text(row["e"])].evidence.append(row)
    texts = await source_texts(
        site, (text(row["doc"]) for row in (*times, *evidence) if row.get("doc")), urls
    )
    builder = _Builder(urls, {text(row["o"]): _name(row, urls) for row in names}, texts, own)
    return {iri: builder.statement(iri, each) for iri, each in gathered.items() if each.values or each.things}


async def source_texts(site: Site, iris: Iterable[str], urls: Urls) -> Mapping[str, SourceText]:
    """The kept texts among those of these documents, by IRI."""
    generation = await site.engine.keeper.current()
    found = {}
    for iri in dict.fromkeys(iris):
        kept = await site.accounts.text(generation.graph.home, iri.removeprefix(urls.base_iri))
        if kept is not None:
            found[iri] = kept
    return found


def make_ref(iri: str, urls: Urls, label: str, classes: Iterable[str] = ()) -> Ref:
    """A link to the thing `iri`."""
    cell = thing(iri, urls, {iri: label} if label else {})
    return Ref(iri, cell.text, cell.href, colour(classes), cell.external)


def in_order(found: Iterable[Statement]) -> list[Statement]:
    """By first day; those without a date come last, in the order of the text."""

    def key(each: Statement) -> tuple[int, tuple[int, str], str, int, str]:
        passage = each.passages[0] if each.passages else None
        place = (passage.source.iri, passage.start) if passage else ("", 0)
        first = each.when.first if each.when else ""
        return (not first, date_key(first) if first else (0, ""), *place, each.iri)

    return sorted(found, key=key)


@dataclass(frozen=True, slots=True)
class _Builder:
    """Puts statements together."""

    urls: Urls
    names: Mapping[str, Name]
    texts: Mapping[str, SourceText]
    own: str

    def statement(self, iri: str, told: _Gathered) -> Statement:
        classes = told.things.get(_TYPE, [])
        kind = lowest(classes) or local_name(iri)
        roles = {
            name: tuple(self._ref(each) for each in sorted(things, key=self._sort_key))
            for predicate, things in told.things.items()
            if predicate.startswith(_ORBAT) and (name := predicate.removeprefix(_ORBAT)) not in _NO_ROLES
        }
        names = [name for refs in roles.values() for ref in refs for name in self._names(ref.iri)]
        labels = told.values.get(_LABEL, [])
        passages = widest(told.evidence)
        return Statement(
            iri=iri,
            href=self.urls.thing(iri),
            kind=kind,
            kind_label=term_label(kind),
            label=min(labels) if labels else local_name(iri),
            named=told.named,
            phrase=phrase(kind, roles, interface(), self.own),
            roles=roles,
            when=_when(told.time),
            reckoned_from=self._reckoned_from(told.time),
            modality=local_name(next(iter(told.things.get(f"{_ORBAT}modality", [])), "Happened")),
            confidence=min(map(float, told.values.get(f"{_ORBAT}confidence", [])), default=1.0),
            figure=_figure(told),
            content=" ".join(sorted(told.values.get(f"{_ORBAT}content", []))),
            passages=tuple(self.passage(row, names) for row in passages[:_PASSAGES]),
            passage_count=len(passages),
            rules=tuple(sorted(local_name(each) for each in told.things.get(f"{_ORBAT}extractedBy", []))),
            conflicts=tuple(
                self._ref(each) for each in sorted(told.things.get(f"{_ORBAT}conflictsWith", []))
            ),
        )

    def passage(self, row: Row, names: Iterable[str]) -> Passage:
        quote, doc = text(row["quote"]), text(row["doc"])
        start, end = int(text(row["start"])), int(text(row["end"]))
        kept = self.texts.get(doc)
        before, after = around(kept, start, end, quote)
        label = kept.name if kept else local_name(doc)
        source = Ref(doc, label, self.urls.thing(doc), "source")
        return Passage(
            source, start, end, pieces(quote, names), before, after, self.urls.read(doc, start, end)
        )

    def _reckoned_from(self, row: Row | None) -> Passage | None:
        return self.passage(row, ()) if row is not None and row.get("m") is not None else None

    def _ref(self, iri: str) -> Ref:
        known = self.names.get(iri)
        return known.ref if known else make_ref(iri, self.urls, "")

    def _names(self, iri: str) -> Iterable[str]:
        known = self.names.get(iri)
        return known.names if known else ()

    def _sort_key(self, iri: str) -> tuple[str, str]:
        return (self._ref(iri).label.casefold(), iri)


def widest(rows: Sequence[Row]) -> list[Row]:
    """The passages that lie in no wider one: a name that stands in a sentence shown is not shown again."""
    spans = [(text(row["doc"]), int(text(row["start"])), int(text(row["end"]))) for row in rows]
    kept: list[Row] = []
    reach: dict[str, tuple[int, int]] = {}
    for at in sorted(range(len(rows)), key=lambda at: (spans[at][0], spans[at][1], -spans[at][2])):
        doc, start, end = spans[at]
        first, last = reach.get(doc, (-1, -1))
        if first <= start and end <= last:
            continue
        reach[doc] = (start, end)
        kept.append(rows[at])
    return kept


def _name(row: Row, urls: Urls) -> Name:
    iri, label = text(row["o"]), text(row["label"])
    ref = make_ref(iri, urls, label, text(row["classes"]).split())
    names = {label, *text(row["names"]).split("\n"), label.rpartition(" ")[2] if ref.kind == "person" else ""}
    return Name(ref, tuple(sorted(names - {""})))


def _when(row: Row | None) -> When | None:
    if row is None:
        return None
    return when(text(row["first"]), text(row["last"]), text(row["edtf"]), text(row["stated"]))


def _tightness(row: Row) -> tuple[str, ...]:
    """Of several times of one statement the same one is shown at every build: the latest to begin."""
    return tuple(text(row[name]) for name in ("last", "first", "edtf", "stated"))


def _figure(told: _Gathered) -> Figure | None:
    count, low, high = (_integer(told, name) for name in ("count", "minimum", "maximum"))
    if count is None and low is None and high is None:
        return None
    kind = next(iter(told.things.get(f"{_ORBAT}lossKind", [])), "")
    return Figure(count, low, high, term_label(kind) if kind else "")


def _integer(told: _Gathered, name: str) -> int | None:
    values = [value for value in told.values.get(_ORBAT + name, []) if value.lstrip("+-").isdigit()]
    return min(map(int, values), default=None)
