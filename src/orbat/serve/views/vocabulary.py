"""`/ontology`: the terms as a page, and as RDF in any format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from orbat import resources
from orbat.namespaces import ONTOLOGY
from orbat.serve.errors import Problem, not_found
from orbat.serve.formats import HTML, RDF_ONLY, TRIPLES, by_name
from orbat.serve.negotiate import negotiate
from orbat.serve.service import rdf
from orbat.serve.site import Site
from orbat.serve.urls import Urls
from orbat.serve.words import local_name, spaced

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_CLASS = f"{_OWL}Class"
_PROPERTIES = frozenset({f"{_OWL}ObjectProperty", f"{_OWL}DatatypeProperty", f"{_RDF}Property"})
_DEFINITIONS = (f"{_SKOS}definition", f"{_RDFS}comment")
_RELATIONS = (
    ("subclass of", f"{_RDFS}subClassOf"),
    ("subproperty of", f"{_RDFS}subPropertyOf"),
    ("from", f"{_RDFS}domain"),
    ("to", f"{_RDFS}range"),
    ("inverse", f"{_OWL}inverseOf"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or individual. `relations` pairs a word with links (text, address)."""

    name: str
    label: str
    definition: str
    relations: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class OntologyPage:
    """All terms, by kind."""

    title: str
    iri: str
    sections: tuple[tuple[str, tuple[Term, ...]], ...]
    formats: tuple[tuple[str, str], ...]


class Vocabulary:
    """The endpoint about the ontology."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def handle(self, request: Request) -> Response:
        """The page for a browser, RDF for everybody else."""
        triples = _ontology()
        if not triples:
            raise not_found("The ontology")
        urls = await self._site.urls(request)
        named = request.query_params.get("format")
        accept = request.headers.get("accept")
        if named is None and negotiate(accept, (*RDF_ONLY, HTML)) == HTML:
            return self._site.page("ontology.html", _page(triples, urls), urls)
        media_type = negotiate(accept, RDF_ONLY) if named is None else by_name(named, TRIPLES)
        if media_type is None:
            raise Problem(406, "not-acceptable", "The ontology is an RDF graph.", ", ".join(RDF_ONLY))
        return rdf(triples, media_type, {"Link": f'<{ONTOLOGY}>; rel="describes"'})


@cache
def _ontology() -> tuple[ox.Triple, ...]:
    path = resources.ontology_dir() / "orbat.ttl"
    if not path.is_file():
        return ()
    return tuple(quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


def _page(triples: tuple[ox.Triple, ...], urls: Urls) -> OntologyPage:
    about: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(f"{ONTOLOGY}#"):
            values = about.setdefault(triple.subject.value, {})
            if isinstance(triple.object, ox.NamedNode | ox.Literal):
                values.setdefault(triple.predicate.value, []).append(triple.object.value)
    kinds: dict[str, list[Term]] = {"Classes": [], "Properties": [], "Individuals": []}
    for iri in sorted(about):
        types = set(about[iri].get(f"{_RDF}type", ()))
        kind = "Classes" if _CLASS in types else "Properties" if types & _PROPERTIES else "Individuals"
        kinds[kind].append(_term(iri, about[iri], urls))
    formats = tuple(
        (title, f"{urls.ontology()}?format={name}")
        for title, name in (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"))
    )
    sections = tuple((kind, tuple(terms)) for kind, terms in kinds.items() if terms)
    return OntologyPage("The ontology", ONTOLOGY, sections, formats)


def _term(iri: str, values: Mapping[str, list[str]], urls: Urls) -> Term:
    definition = next((values[each][0] for each in _DEFINITIONS if each in values), "")
    relations = tuple(
        (
            word,
            tuple((local_name(each), urls.thing(each)) for each in sorted(values[predicate]) if _ours(each)),
        )
        for word, predicate in _RELATIONS
        if any(map(_ours, values.get(predicate, ())))
    )
    labels = values.get(f"{_RDFS}label", [])
    return Term(local_name(iri), labels[0] if labels else spaced(local_name(iri)), definition, relations)


def _ours(iri: str) -> bool:
    return iri.startswith(f"{ONTOLOGY}#")
