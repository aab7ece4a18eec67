"""What stands around one thing, for the explorer: one query a thing, every relation with both its ends.

A tenure (a command, an affiliation, a subordination) is drawn as a line between the two things that it binds,
and carries its time; any other event is a thing of its own. What a reasoner added is left out: the explorer
shows what texts say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request

from orbat.namespaces import sparql_prefixes
from orbat.serve.dates import When, when
from orbat.serve.engine import Row
from orbat.serve.site import Site
from orbat.serve.statements.kinds import colour, lowest, term_label
from orbat.serve.statements.load import make_ref
from orbat.serve.statements.model import Ref
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text
from orbat.serve.words import local_name
from orbat.store.kinds import date_key

LIMIT = 2000
"""Relations of one thing that one query asks for; there may be more, and the answer says so."""

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_PREFIX = sparql_prefixes("orbat", "rdfs")
_QUERY = """# What stands around {label}
SELECT ?via ?class ?mine ?relation ?other ?towards (SAMPLE(?name) AS ?label)
  (GROUP_CONCAT(DISTINCT STR(?kind); SEPARATOR=" ") AS ?kinds) (MIN(?begins) AS ?first) (MAX(?ends) AS ?last)
WHERE {{
  {{ SELECT DISTINCT ?via ?class ?mine ?relation ?other ?towards WHERE {{
    BIND({iri} AS ?thing)
    {{ # Tenures that bind it to something else
      VALUES ?class {{ orbat:Command orbat:Affiliation orbat:Subordination }}
      GRAPH ?text {{ ?via a ?class ; ?mine ?thing ; ?relation ?other }}
      FILTER(?other != ?thing)
    }} UNION {{ # What it is said to have to do with
      GRAPH ?text {{ ?thing ?relation ?other }}
      BIND(true AS ?towards)
    }} UNION {{ # What is said to have to do with it
      GRAPH ?text {{ ?other ?relation ?thing }}
      FILTER NOT EXISTS {{ ?other a ?tenure
        FILTER(?tenure IN (orbat:Command, orbat:Affiliation, orbat:Subordination)) }}
      BIND(false AS ?towards)
    }}
    FILTER(isIRI(?other) && STRSTARTS(STR(?relation), STR(orbat:)) && ?relation NOT IN (
      orbat:time, orbat:evidence, orbat:extractedBy, orbat:modality, orbat:branch, orbat:lossKind, orbat:of,
      orbat:refersTo, orbat:source, orbat:resolvedFrom))
    FILTER(?text != {inferred} || ?relation = orbat:conflictsWith)
    FILTER EXISTS {{ ?other rdfs:label ?any }}
  }} LIMIT {limit} }}
  ?other rdfs:label ?name ; a ?kind .
  OPTIONAL {{ {iri} orbat:time ?span . ?span orbat:earliest ?begins ; orbat:latest ?ends }}
  BIND(COALESCE(?via, ?other) AS ?dated)
  OPTIONAL {{ ?dated orbat:time ?time . ?time orbat:earliest ?begins ; orbat:latest ?ends }}
}} GROUP BY ?via ?class ?mine ?relation ?other ?towards"""
_ABOUT = """SELECT ?p ?o ?first ?last ?edtf ?stated WHERE {{
  {{ VALUES ?p {{ <{type}> <{label}> }} {iri} ?p ?o }}
  UNION {{ {iri} orbat:time ?time . ?time orbat:earliest ?first ; orbat:latest ?last
    OPTIONAL {{ ?time orbat:edtf ?edtf }} OPTIONAL {{ ?time orbat:asStated ?stated }} }}
}}"""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the canvas: its link, its class in words, and its time where it is an event."""

    ref: Ref
    kind_label: str
    time: When | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from `source` to `target` (IRIs). `statement` is what its evidence is to be asked of.

    `relation` is the local name that lines are filtered by; `first` and `last` are XSD dates, or empty.
    """

    source: str
    target: str
    relation: str
    label: str
    statement: str
    first: str
    last: str

    @property
    def words(self) -> str:
        """Its time as people write it; nothing for none."""
        return when(self.first, self.last, "").words if self.first and self.last else ""


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around `thing`. `cut`: there is more than was asked for. `query` is what was asked."""

    thing: Node
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    cut: bool
    query: str


async def node(site: Site, request: Request, urls: Urls, iri: str) -> Node:
    """The thing that `iri` names, with its link and class."""
    query = _PREFIX + _ABOUT.format(iri=ox.NamedNode(iri), type=_TYPE, label=_LABEL)
    rows = await site.engine.rows(request, query)
    values = [(text(row.get("p")), text(row.get("o"))) for row in rows]
    labels = sorted(value for predicate, value in values if predicate == _LABEL)
    classes = [value for predicate, value in values if predicate == _TYPE]
    time = next((_when(row) for row in rows if row.get("first") is not None), None)
    return Node(make_ref(iri, urls, labels[0] if labels else local_name(iri), classes), _kind(classes), time)


async def around(site: Site, request: Request, urls: Urls, iri: str, limit: int = LIMIT) -> Around:
    """What the texts say stands around `iri`, lines in order of time and name."""
    about = await node(site, request, urls, iri)
    query = neighbours_query(iri, about.ref.label, urls.base_iri, limit + 1)
    rows = await site.engine.rows(request, query, limit + 1)
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, ...], Edge] = {}
    for row in rows[:limit]:
        other, classes = text(row["other"]), text(row["kinds"]).split()
        event = colour(classes) == "event"
        ref = make_ref(other, urls, text(row["label"]), classes)
        nodes.setdefault(other, Node(ref, _kind(classes), _when(row) if event else None))
        edge = _edge(iri, other, row)
        edges.setdefault((edge.source, edge.target, edge.relation, edge.statement), edge)
    ordered = sorted(edges.values(), key=lambda edge: _order(edge, iri, nodes))
    return Around(about, tuple(nodes[key] for key in sorted(nodes)), tuple(ordered), len(rows) > limit, query)


def neighbours_query(iri: str, label: str, base_iri: str, limit: int) -> str:
    """The query for what stands around `iri`."""
    return _PREFIX + _QUERY.format(
        iri=ox.NamedNode(iri),
        label=" ".join(label.split()),
        inferred=ox.NamedNode(f"{base_iri}graph/inferred"),
        limit=limit,
    )


def relations(found: Around) -> Mapping[str, tuple[Edge, ...]]:
    """The lines by what they say, in the order in which people read them: the most common first."""
    groups: dict[str, list[Edge]] = {}
    for edge in found.edges:
        groups.setdefault(edge.label, []).append(edge)
    return {label: tuple(groups[label]) for label in sorted(groups, key=lambda key: (-len(groups[key]), key))}


def _edge(iri: str, other: str, row: Row) -> Edge:
    first, last = text(row.get("first")), text(row.get("last"))
    relation = local_name(text(row["relation"]))
    if row.get("via") is not None:  # drawn from the one who holds the tenure to what it is held of
        class_ = local_name(text(row["class"]))
        mine = local_name(text(row["mine"]))
        ends = (iri, other) if mine in _HOLDERS[class_] else (other, iri)
        return Edge(*ends, class_, term_label(class_), text(row["via"]), first, last)
    ends = (iri, other) if text(row["towards"]) == "true" else (other, iri)
    return Edge(*ends, relation, term_label(relation), ends[0], first, last)


_HOLDERS: Mapping[str, frozenset[str]] = {
    "Command": frozenset({"commander"}),
    "Affiliation": frozenset({"member"}),
    "Subordination": frozenset({"unit"}),
}
"""Who holds each tenure: the role at which its line begins."""


def _order(edge: Edge, iri: str, nodes: Mapping[str, Node]) -> tuple[bool, tuple[int, str], str, str]:
    other = edge.target if edge.source == iri else edge.source
    label = nodes[other].ref.label if other in nodes else ""
    return (not edge.first, date_key(edge.first), label.casefold(), edge.statement)


def _when(row: Row) -> When | None:
    first, last = text(row.get("first")), text(row.get("last"))
    return when(first, last, text(row.get("edtf")), text(row.get("stated"))) if first or last else None


def _kind(classes: Iterable[str]) -> str:
    found = lowest(classes)
    return term_label(found) if found else ""
