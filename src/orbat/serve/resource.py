"""What the graph says about one thing: whether it is there, and a query for its triples."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from starlette.requests import Request

from orbat.namespaces import sparql_prefixes
from orbat.serve.site import Site
from orbat.serve.views.tables import text

_PREFIX = sparql_prefixes("orbat", "rdf", "rdfs", "skos", "geo")
_DESCRIPTION = """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
CONSTRUCT {{ {iri} ?p ?o . ?s ?q {iri} . ?x ?xp ?xo . ?y rdfs:label ?name . {iri} a ?graph }} WHERE {{
  {{ {iri} ?p ?o }}
  UNION {{ SELECT ?s ?q WHERE {{ ?s ?q {iri} }} LIMIT 1000 }}
  UNION {{ {iri} orbat:evidence|orbat:time|geo:hasGeometry ?x . ?x ?xp ?xo }}
  UNION {{ SELECT ?x ?xp ?xo WHERE {{ ?x orbat:refersTo {iri} . ?x ?xp ?xo }} LIMIT 5000 }}
  UNION {{ {iri} ?link ?y . ?y rdfs:label ?name }}
  UNION {{ SELECT ?y ?name WHERE {{ ?y ?link {iri} . ?y rdfs:label ?name }} LIMIT 1000 }}
  UNION {{ GRAPH {iri} {{}} BIND(sd:NamedGraph AS ?graph) }}
}}"""
_EXISTS = """SELECT ?found WHERE {{
  VALUES ?found {{ {candidates} }}
  FILTER(EXISTS {{ ?found ?p ?o }} || EXISTS {{ ?s ?p ?found }} || EXISTS {{ ?s ?found ?o }}
    || EXISTS {{ GRAPH ?found {{}} }})
}}"""


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


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None
