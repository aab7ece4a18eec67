"""The service description at the bare endpoint (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
from starlette.responses import Response

from orbat.namespaces import PREFIXES
from orbat.serve.engine import REVALIDATE
from orbat.serve.formats import TRIPLES
from orbat.serve.urls import Urls

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_WRITERS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}


def describe(urls: Urls, media_type: str) -> Response:
    """The description of this endpoint in `media_type`, one of `formats.TRIPLES`."""
    return rdf(_triples(urls), media_type, {"Link": f'<{urls.void()}>; rel="describedby"'})


def rdf(triples: Iterable[ox.Triple], media_type: str, headers: dict[str, str]) -> Response:
    """`triples` as a response in `media_type`."""
    known = TRIPLES[media_type]
    body = ox.serialize(triples, None, known.writer, prefixes={**PREFIXES, "sd": _SD, "formats": _FORMATS})
    common = {
        "Content-Type": known.content_type,
        "Cache-Control": REVALIDATE,
        "Vary": "Accept, Accept-Encoding",
    }
    return Response(body, 200, common | headers)


def _triples(urls: Urls) -> Iterator[ox.Triple]:
    endpoint = ox.NamedNode(urls.absolute(urls.sparql()))
    dataset, graph = (
        ox.NamedNode(f"{endpoint.value}#dataset"),
        ox.NamedNode(f"{endpoint.value}#default-graph"),
    )
    yield ox.Triple(endpoint, _TYPE, _sd("Service"))
    yield ox.Triple(endpoint, _sd("endpoint"), endpoint)
    yield ox.Triple(endpoint, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(endpoint, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _WRITERS.values():
        yield ox.Triple(endpoint, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(endpoint, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), graph)
    yield ox.Triple(graph, _TYPE, _sd("Graph"))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
