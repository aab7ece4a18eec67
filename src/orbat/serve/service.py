"""The service description at the bare endpoint (https://www.w3.org/TR/sparql11-service-description/).

What it says is what the server does: a test asks for each feature, format and function.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from orbat.namespaces import PREFIXES
from orbat.serve.engine import Row
from orbat.serve.rdf import TYPE, count, node, rdf
from orbat.serve.settings import Settings
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_GEOF = "http://www.opengis.net/def/function/geosparql/"
_SIMPLE = ox.NamedNode("http://www.w3.org/ns/entailment/Simple")
_VOID = PREFIXES["void"]
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "N-Quads",
    "TriG",
    "JSON-LD",
    "RDF_XML",
)
_INPUT = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
FUNCTIONS = (
    *("sfEquals", "sfDisjoint", "sfIntersects", "sfTouches", "sfCrosses", "sfWithin", "sfContains"),
    *("sfOverlaps", "ehEquals", "ehDisjoint", "ehMeet", "ehOverlap", "ehCovers", "ehCoveredBy", "ehInside"),
    *("ehContains", "rcc8eq", "rcc8dc", "rcc8ec", "rcc8po", "rcc8tppi", "rcc8tpp", "rcc8ntpp", "rcc8ntppi"),
    *("relate", "distance", "convexHull", "envelope", "centroid", "asGeoJSON", "isEmpty", "isSimple"),
    *("dimension", "coordinateDimension", "getSRID"),
)
"""GeoSPARQL's functions that the engine has, by local name."""

_GRAPHS = """SELECT ?g (COUNT(?p) AS ?n) { GRAPH ?g {} OPTIONAL { GRAPH ?g { ?s ?p ?o } } }
GROUP BY ?g ORDER BY ?g"""
_ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


async def describe(site: Site, request: Request, urls: Urls, media_type: str) -> Response:
    """The description of this endpoint in `media_type`, one of `formats.TRIPLES`."""
    graphs = await site.engine.rows(request, _GRAPHS)
    all_ = await site.engine.rows(request, _ALL)
    triples = (*_service(urls, site.settings), *_dataset(urls, graphs, int(text(all_[0]["n"]))))
    links = (
        f'<{urls.absolute(urls.void())}>; rel="describedby", <{urls.absolute(urls.graphs())}>; rel="related"'
    )
    return rdf(request, triples, media_type, {"Link": links})


def _service(urls: Urls, settings: Settings) -> Iterator[ox.Triple]:
    endpoint = ox.NamedNode(urls.absolute(urls.sparql()))

    def say(predicate: str, value: ox.NamedNode) -> ox.Triple:
        return ox.Triple(endpoint, node(SD, predicate), value)

    yield ox.Triple(endpoint, TYPE, node(SD, "Service"))
    yield say("endpoint", endpoint)
    yield say("supportedLanguage", node(SD, "SPARQL11Query"))
    yield say("feature", node(SD, "UnionDefaultGraph"))
    yield say("defaultEntailmentRegime", _SIMPLE)
    for name in _RESULTS:
        yield say("resultFormat", node(_FORMATS, name))
    for name in FUNCTIONS:
        yield say("extensionFunction", node(_GEOF, name))
        yield ox.Triple(node(_GEOF, name), TYPE, node(SD, "Function"))
    if settings.write_token is not None:
        yield say("supportedLanguage", node(SD, "SPARQL11Update"))
        for name in _INPUT:
            yield say("inputFormat", node(_FORMATS, name))


def _dataset(urls: Urls, graphs: Sequence[Row], triples: int) -> Iterator[ox.Triple]:
    endpoint = ox.NamedNode(urls.absolute(urls.sparql()))
    dataset, default = node(f"{endpoint.value}#", "dataset"), node(f"{endpoint.value}#", "default-graph")
    yield ox.Triple(endpoint, node(SD, "defaultDataset"), dataset)
    yield ox.Triple(endpoint, node(SD, "availableGraphs"), dataset)
    yield ox.Triple(dataset, TYPE, node(SD, "Dataset"))
    yield ox.Triple(dataset, TYPE, node(SD, "GraphCollection"))
    yield ox.Triple(dataset, node(SD, "defaultGraph"), default)
    yield ox.Triple(default, TYPE, node(SD, "Graph"))
    yield ox.Triple(default, node(_VOID, "triples"), count(triples))
    for number, row in enumerate(graphs, 1):
        name = row["g"]
        if not isinstance(name, ox.NamedNode):
            continue
        named, graph = (node(f"{endpoint.value}#", f"{what}-{number}") for what in ("named-graph", "graph"))
        yield ox.Triple(dataset, node(SD, "namedGraph"), named)
        yield ox.Triple(named, TYPE, node(SD, "NamedGraph"))
        yield ox.Triple(named, node(SD, "name"), name)
        yield ox.Triple(named, node(SD, "graph"), graph)
        yield ox.Triple(graph, TYPE, node(SD, "Graph"))
        yield ox.Triple(graph, node(_VOID, "triples"), count(int(text(row["n"]))))
