"""The data set with its statistics and its origin: VoID (https://www.w3.org/TR/void/) and PROV-O.

In: what the graph answers to the queries below. Out: triples. Numbers are of the graph as it is served, the
origin is what its build has written into the graph.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request

from orbat.namespaces import ONTOLOGY, PREFIXES, sparql_prefixes
from orbat.serve.engine import Row
from orbat.serve.formats import RDF_ONLY, TRIPLES
from orbat.serve.rdf import TYPE, count, node
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text

DUMPS = {"graph.nq": "application/n-quads", "graph.trig": "application/trig"}
"""All of the graph, by file name."""
_VOID, _DCTERMS, _PROV = PREFIXES["void"], PREFIXES["dcterms"], PREFIXES["prov"]
_DCAT = "http://www.w3.org/ns/dcat#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMATS = "http://www.w3.org/ns/formats/"
_P = sparql_prefixes("owl", "prov", "rdf", "rdfs", "skos", "void")
_NUMBERS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
{ ?s ?p ?o }"""
_ENTITIES = (
    """SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), {base})) }}"""
)
_CLASSES = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?x } GROUP BY ?x ORDER BY ?x"
_PREDICATES = "SELECT ?x (COUNT(*) AS ?n) WHERE { ?s ?x ?o } GROUP BY ?x ORDER BY ?x"
_LINKS = """SELECT ?p ?space (COUNT(*) AS ?n) WHERE {{
  VALUES ?p {{ owl:sameAs skos:exactMatch skos:closeMatch rdfs:seeAlso }}
  ?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?s), {base}) && !STRSTARTS(STR(?o), {base}))
  BIND(REPLACE(STR(?o), "^([A-Za-z][A-Za-z0-9+.-]*://[^/]+/).*$", "$1") AS ?space)
}} GROUP BY ?p ?space ORDER BY ?p ?space"""
_ORIGIN = """SELECT DISTINCT ?x ?p ?o WHERE {
  { ?x a prov:Activity } UNION { ?any prov:wasAssociatedWith ?x } UNION { ?any prov:used ?x }
  ?x ?p ?o FILTER(isIRI(?x)) FILTER(?p NOT IN (<https://w3id.org/orbat/ontology#text>))
}"""
_GRAPHS = "SELECT ?g ?p ?o WHERE { ?g a void:Dataset ; ?p ?o FILTER(STRSTARTS(STR(?p), STR(prov:))) }"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the graph answers, each as rows."""

    numbers: Sequence[Row]
    entities: Sequence[Row]
    classes: Sequence[Row]
    predicates: Sequence[Row]
    links: Sequence[Row]
    origin: Sequence[Row]
    graphs: Sequence[Row]


async def facts(site: Site, request: Request, urls: Urls) -> Facts:
    """The facts that the description is made of. Raises `Problem`."""
    base = str(ox.Literal(urls.base_iri))
    queries = (
        _NUMBERS,
        _ENTITIES.format(base=base),
        _CLASSES,
        _PREDICATES,
        _LINKS.format(base=base),
        _ORIGIN,
        _GRAPHS,
    )
    return Facts(*await asyncio.gather(*(site.engine.rows(request, _P + query) for query in queries)))


def triples(urls: Urls, found: Facts, license_: str | None) -> Iterator[ox.Triple]:
    """The description of the data set, at `<address of the description>#dataset`."""
    here = urls.absolute(urls.void())
    document, dataset = ox.NamedNode(here), ox.NamedNode(f"{here}#dataset")
    yield ox.Triple(document, TYPE, node(_VOID, "DatasetDescription"))
    yield ox.Triple(document, node(PREFIXES["foaf"], "primaryTopic"), dataset)
    yield from _about(urls, dataset, found)
    if license_ is not None:
        yield ox.Triple(dataset, node(_DCTERMS, "license"), ox.NamedNode(license_))
    yield from _dumps(urls, dataset)
    for number, row in enumerate(found.classes, 1):
        yield from _partition(dataset, row, number, "class", "entities")
    for number, row in enumerate(found.predicates, 1):
        yield from _partition(dataset, row, number, "property", "triples")
    for number, row in enumerate(found.links, 1):
        yield from _linkset(dataset, row, number)
    yield from _origin(dataset, found)


def _about(urls: Urls, dataset: ox.NamedNode, found: Facts) -> Iterator[ox.Triple]:
    numbers = found.numbers[0]
    measures = {
        "triples": int(text(numbers["triples"])),
        "distinctSubjects": int(text(numbers["subjects"])),
        "distinctObjects": int(text(numbers["objects"])),
        "entities": int(text(found.entities[0]["n"])),
        "classes": len(found.classes),
        "properties": len(found.predicates),
    }
    yield ox.Triple(dataset, TYPE, node(_VOID, "Dataset"))
    yield ox.Triple(dataset, node(_DCTERMS, "title"), ox.Literal("orbat knowledge graph", language="en"))
    yield ox.Triple(dataset, node(_VOID, "sparqlEndpoint"), ox.NamedNode(urls.absolute(urls.sparql())))
    yield ox.Triple(dataset, node(_VOID, "uriSpace"), ox.Literal(urls.base_iri))
    yield ox.Triple(dataset, node(_VOID, "uriLookupEndpoint"), ox.NamedNode(urls.absolute(urls.lookup())))
    yield ox.Triple(dataset, node(_VOID, "vocabulary"), ox.NamedNode(f"{ONTOLOGY}#"))
    yield ox.Triple(dataset, node(_DCTERMS, "conformsTo"), ox.NamedNode(ONTOLOGY))
    yield ox.Triple(dataset, node(PREFIXES["foaf"], "homepage"), ox.NamedNode(urls.absolute(urls.home())))
    for name, value in measures.items():
        yield ox.Triple(dataset, node(_VOID, name), count(value))
    for media_type in RDF_ONLY:
        yield ox.Triple(dataset, node(_VOID, "feature"), node(_FORMATS, _FEATURES[media_type]))


def _dumps(urls: Urls, dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    for name, media_type in DUMPS.items():
        dump = ox.NamedNode(urls.absolute(urls.dump(name)))
        yield ox.Triple(dataset, node(_VOID, "dataDump"), dump)
        yield ox.Triple(dump, node(_DCAT, "mediaType"), node(_MEDIA, media_type))
        yield ox.Triple(dump, node(_DCTERMS, "format"), ox.Literal(media_type))
        yield ox.Triple(
            dump, node(_DCTERMS, "title"), ox.Literal(f"All graphs in {TRIPLES[media_type].title}")
        )


def _partition(dataset: ox.NamedNode, row: Row, number: int, what: str, measure: str) -> Iterator[ox.Triple]:
    term = row["x"]
    if not isinstance(term, ox.NamedNode):
        return
    part = ox.NamedNode(f"{dataset.value}-{what}-{number}")
    yield ox.Triple(dataset, node(_VOID, f"{what}Partition"), part)
    yield ox.Triple(part, TYPE, node(_VOID, "Dataset"))
    yield ox.Triple(part, node(_VOID, what), term)
    yield ox.Triple(part, node(_VOID, measure), count(int(text(row["n"]))))


def _linkset(dataset: ox.NamedNode, row: Row, number: int) -> Iterator[ox.Triple]:
    predicate, space = row.get("p"), text(row.get("space"))
    if not isinstance(predicate, ox.NamedNode):
        return
    linkset = ox.NamedNode(f"{dataset.value}-linkset-{number}")
    target = ox.NamedNode(f"{dataset.value}-linkset-{number}-target")
    yield ox.Triple(dataset, node(_VOID, "subset"), linkset)
    yield ox.Triple(linkset, TYPE, node(_VOID, "Linkset"))
    yield ox.Triple(linkset, node(_VOID, "linkPredicate"), predicate)
    yield ox.Triple(linkset, node(_VOID, "subjectsTarget"), dataset)
    yield ox.Triple(linkset, node(_VOID, "objectsTarget"), target)
    yield ox.Triple(linkset, node(_VOID, "triples"), count(int(text(row["n"]))))
    yield ox.Triple(target, TYPE, node(_VOID, "Dataset"))
    yield ox.Triple(target, node(_VOID, "uriSpace"), ox.Literal(space))


def _origin(dataset: ox.NamedNode, found: Facts) -> Iterator[ox.Triple]:
    """The build that the data come from, what it read and with what, as the graph itself says it."""
    for row in (*found.origin, *found.graphs):
        subject, predicate, value = row.get("x") or row.get("g"), row["p"], row["o"]
        if not isinstance(subject, ox.NamedNode) or not isinstance(predicate, ox.NamedNode) or value is None:
            continue
        yield ox.Triple(subject, predicate, value)
        if predicate == TYPE and value == node(_PROV, "Activity"):
            yield ox.Triple(dataset, node(_PROV, "wasGeneratedBy"), subject)
        if predicate == node(_PROV, "used") and isinstance(value, ox.NamedNode):
            yield ox.Triple(dataset, node(_DCTERMS, "source"), value)


_FEATURES = {
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
}
"""VoID's technical features are the W3C's names of the formats."""
