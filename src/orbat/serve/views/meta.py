"""What the server says about itself and its data set: VoID, health, metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from orbat.namespaces import ONTOLOGY
from orbat.serve.engine import Row
from orbat.serve.errors import Problem
from orbat.serve.formats import RDF_ONLY, TRIPLES, by_name
from orbat.serve.negotiate import negotiate
from orbat.serve.service import rdf
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text

_VOID = "http://rdfs.org/ns/void#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_TITLE = ox.NamedNode("http://purl.org/dc/terms/title")
_CLASSES = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x ORDER BY ?x"
_PREDICATES = "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x ORDER BY ?x"
_NO_STORE = {"Cache-Control": "no-store"}


class Meta:
    """The endpoints about the server and its data."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def void(self, request: Request) -> Response:
        """The data set with its statistics (https://www.w3.org/TR/void/)."""
        urls = await self._site.urls(request)
        named = request.query_params.get("format")
        media_type = (
            negotiate(request.headers.get("accept"), RDF_ONLY) if named is None else by_name(named, TRIPLES)
        )
        if media_type is None and "text/html" in request.headers.get("accept", ""):
            media_type = RDF_ONLY[0]
        if media_type is None:
            raise Problem(406, "not-acceptable", "The description is an RDF graph.", ", ".join(RDF_ONLY))
        rows = self._site.engine.rows
        classes, predicates = await rows(request, _CLASSES), await rows(request, _PREDICATES)
        return rdf(_dataset(urls, classes, predicates), media_type, {})

    async def health(self, request: Request) -> Response:
        """Whether queries are answered, and from what."""
        rows = await self._site.engine.rows(request, "SELECT ?x WHERE { ?x ?y ?z } LIMIT 1")
        generation = await self._site.engine.keeper.current()
        said = {
            "status": "ok",
            "version": generation.version,
            "quads": generation.graph.quads,
            "empty": not rows,
            "store": "memory" if generation.in_memory else "disk",
        }
        return JSONResponse(said, headers=_NO_STORE)

    async def metrics(self, _: Request) -> Response:
        """Counters and gauges in Prometheus' text format."""
        generation = await self._site.engine.keeper.current()
        counts = generation.pool.gauge()
        cache = self._site.engine.cache
        values: Mapping[str, tuple[str, int]] = {
            "queries_answered_total": ("counter", counts.answered),
            "queries_refused_total": ("counter", counts.refused),
            "queries_timed_out_total": ("counter", counts.timeouts),
            "queries_displaced_total": ("counter", counts.displaced),
            "workers_crashed_total": ("counter", counts.crashes),
            "workers_forked_total": ("counter", counts.forks),
            "queries_waiting": ("gauge", counts.waiting),
            "queries_fast": ("gauge", counts.fast),
            "queries_slow": ("gauge", counts.slow),
            "cache_hits_total": ("counter", cache.hits),
            "cache_misses_total": ("counter", cache.misses),
            "cache_bytes": ("gauge", cache.bytes),
        }
        lines = [
            f"# TYPE orbat_{name} {kind}\norbat_{name} {value}\n" for name, (kind, value) in values.items()
        ]
        return Response("".join(lines), 200, _NO_STORE, media_type="text/plain; version=0.0.4; charset=utf-8")


def _dataset(urls: Urls, classes: list[Row], predicates: list[Row]) -> Iterator[ox.Triple]:
    here = urls.absolute(urls.void())
    dataset = ox.NamedNode(f"{here}#dataset")
    yield ox.Triple(dataset, _TYPE, _void("Dataset"))
    yield ox.Triple(dataset, _TITLE, ox.Literal("orbat knowledge graph", language="en"))
    yield ox.Triple(dataset, _void("sparqlEndpoint"), ox.NamedNode(urls.absolute(urls.sparql())))
    yield ox.Triple(dataset, _void("uriSpace"), ox.Literal(urls.base_iri))
    yield ox.Triple(dataset, _void("vocabulary"), ox.NamedNode(f"{ONTOLOGY}#"))
    yield ox.Triple(dataset, _void("triples"), _count(sum(int(text(row["n"])) for row in predicates)))
    yield ox.Triple(dataset, _void("classes"), _count(len(classes)))
    yield ox.Triple(dataset, _void("properties"), _count(len(predicates)))
    for media_type in RDF_ONLY:
        yield ox.Triple(
            dataset,
            _void("feature"),
            ox.NamedNode(f"https://www.iana.org/assignments/media-types/{media_type}"),
        )
    for number, row in enumerate(classes, 1):
        yield from _partition(dataset, row, number, "class", "entities")
    for number, row in enumerate(predicates, 1):
        yield from _partition(dataset, row, number, "property", "triples")


def _partition(dataset: ox.NamedNode, row: Row, number: int, what: str, measure: str) -> Iterator[ox.Triple]:
    term = row["x"]
    if not isinstance(term, ox.NamedNode):
        return
    part = ox.NamedNode(f"{dataset.value}-{what}-{number}")
    yield ox.Triple(dataset, _void(f"{what}Partition"), part)
    yield ox.Triple(part, _void(what), term)
    yield ox.Triple(part, _void(measure), _count(int(text(row["n"]))))


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)


def _count(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(f"{_XSD}integer"))
