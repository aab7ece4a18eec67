"""The explorer: a page with what stands around a thing, and the same as JSON for the canvas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.errors import Problem, not_found
from orbat.serve.kept import json_bytes, json_response
from orbat.serve.neighbours import Around, Edge, Node, around, relations
from orbat.serve.resource import existing
from orbat.serve.site import Site
from orbat.serve.statements.load import statements
from orbat.serve.statements.model import Ref, Statement
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text
from orbat.serve.words import interface

_SHOWN = 60
"""Lines of one relation in the list; the canvas and the thing's own page have all."""
_BEGINNINGS = """PREFIX orbat: <https://w3id.org/orbat/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing (SAMPLE(?name) AS ?label) (COUNT(DISTINCT ?event) AS ?events) WHERE {
  VALUES ?kind { orbat:Person orbat:MilitaryUnit orbat:Place }
  ?thing a ?kind ; rdfs:label ?name . ?event ?role ?thing ; orbat:evidence ?passage .
} GROUP BY ?thing ORDER BY DESC(?events) ?thing LIMIT 12"""


@dataclass(frozen=True, slots=True)
class Line:
    """A neighbour in the list: where to go on from, and when the relation held."""

    ref: Ref
    kind_label: str
    explore: str
    words: str


@dataclass(frozen=True, slots=True)
class Relation:
    """Neighbours by one relation, and how many more there are."""

    label: str
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """The page. `found` is None before a thing is chosen; `beginnings` are things worth beginning with."""

    title: str
    found: Around | None
    relations: tuple[Relation, ...]
    beginnings: tuple[tuple[str, str], ...]


class Explore:
    """The explorer's endpoints."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """What stands around `?thing=`, or where to begin."""
        urls = await self._site.urls(request)
        t = interface()
        iri = request.query_params.get("thing", "").strip()
        if not iri:
            page = ExplorePage(t("explore.title"), None, (), await self._beginnings(request, urls))
            return self._site.page("explore.html", page, urls)
        found = await self._around(request, urls, iri)
        title = t("explore.around", name=found.thing.ref.label)
        return self._site.page("explore.html", ExplorePage(title, found, _relations(found, urls), ()), urls)

    async def neighbours(self, request: Request) -> Response:
        """`/api/neighbours.json?thing=`: things and lines around a thing, and the query that was asked."""
        urls = await self._site.urls(request)
        found = await self._around(request, urls, _thing(request))
        body = {
            "thing": _node(found.thing),
            "nodes": [_node(each) for each in found.nodes],
            "edges": [_edge(each) for each in found.edges],
            "cut": found.cut,
            "query": found.query,
        }
        return json_response(request, json_bytes(body))

    async def evidence(self, request: Request) -> Response:
        """`/api/evidence.json?thing=`: the passages that a statement rests on, in the sources' order."""
        urls = await self._site.urls(request)
        iri = await self._existing(request, _thing(request))
        found = await statements(self._site, request, urls, [iri])
        return json_response(request, json_bytes(_evidence(found.get(iri))))

    async def _around(self, request: Request, urls: Urls, iri: str) -> Around:
        return await around(self._site, request, urls, await self._existing(request, iri))

    async def _existing(self, request: Request, iri: str) -> str:
        found = await existing(self._site, request, [iri])
        if found is None:
            raise not_found(f"{iri!r:.200}")
        return found

    async def _beginnings(self, request: Request, urls: Urls) -> tuple[tuple[str, str], ...]:
        rows = await self._site.engine.rows(request, _BEGINNINGS)
        return tuple((text(row["label"]), urls.explore(text(row["thing"]))) for row in rows)


def _thing(request: Request) -> str:
    iri = request.query_params.get("thing", "").strip()
    if not iri:
        raise Problem(400, "no-thing", "The address names no thing.", "Add ?thing= and the thing's IRI.")
    return iri


def _relations(found: Around, urls: Urls) -> tuple[Relation, ...]:
    nodes = {node.ref.iri: node for node in found.nodes}
    return tuple(
        Relation(
            label,
            tuple(_line(edge, nodes, found.thing, urls) for edge in edges[:_SHOWN]),
            max(len(edges) - _SHOWN, 0),
        )
        for label, edges in relations(found).items()
    )


def _line(edge: Edge, nodes: Mapping[str, Node], thing: Node, urls: Urls) -> Line:
    other = nodes.get(edge.target if edge.source == thing.ref.iri else edge.source, thing)
    return Line(other.ref, other.kind_label, urls.explore(other.ref.iri), edge.words)


def _node(node: Node) -> dict[str, str]:
    said = {
        "iri": node.ref.iri,
        "label": node.ref.label,
        "href": node.ref.href,
        "kind": node.ref.kind,
        "kindLabel": node.kind_label,
    }
    return said if node.time is None else {**said, "when": node.time.words}


def _edge(edge: Edge) -> dict[str, str]:
    said = {
        "source": edge.source,
        "target": edge.target,
        "relation": edge.relation,
        "label": edge.label,
        "statement": edge.statement,
    }
    return {**said, "first": edge.first, "last": edge.last, "when": edge.words} if edge.words else said


def _evidence(statement: Statement | None) -> dict[str, object]:
    if statement is None:
        return {"label": "", "href": "", "passages": []}
    return {
        "label": statement.label,
        "href": statement.href,
        "passages": [
            {"quote": each.quote, "href": each.href, "source": each.source.label}
            for each in statement.passages
        ],
    }
