"""`/api/terms.json`: the ontology's terms and the prefixes, for the editor's completion."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from orbat import resources
from orbat.namespaces import ONTOLOGY, PREFIXES
from orbat.serve.kept import json_bytes, json_response
from orbat.serve.words import local_name, spaced

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_GEO = "http://www.opengis.net/ont/geosparql#"
_LABEL, _DEFINITION, _TYPE = f"{_RDFS}label", f"{_SKOS}definition", f"{_RDF}type"
_GROUPS = {
    f"{_OWL}Class": "class",
    f"{_OWL}ObjectProperty": "property",
    f"{_OWL}DatatypeProperty": "property",
    f"{_OWL}NamedIndividual": "individual",
}
_BORROWED = {
    f"{_RDF}type": "property",
    f"{_RDFS}label": "property",
    f"{_RDFS}comment": "property",
    f"{_RDFS}subClassOf": "property",
    f"{_SKOS}altLabel": "property",
    f"{_SKOS}exactMatch": "property",
    f"{_SKOS}closeMatch": "property",
    f"{_GEO}hasGeometry": "property",
    f"{_GEO}asWKT": "property",
}
"""Terms of other vocabularies that the data uses."""


async def terms(request: Request) -> Response:
    """The terms and prefixes as one document, which changes only with the version of orbat."""
    return json_response(request, _document())


@cache
def _document() -> bytes:
    path = resources.ontology_dir() / "orbat.ttl"
    about: dict[str, dict[str, list[str]]] = {}
    triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE) if path.is_file() else ()
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and not isinstance(triple.object, ox.Triple):
            values = about.setdefault(triple.subject.value, {})
            values.setdefault(triple.predicate.value, []).append(triple.object.value)
    found = [
        {
            "iri": iri,
            "group": group,
            "label": (values.get(_LABEL) or [spaced(local_name(iri))])[0],
            "definition": (values.get(_DEFINITION) or [""])[0],
        }
        for iri, values in sorted(about.items())
        if iri.startswith(f"{ONTOLOGY}#")
        and (group := next((_GROUPS[each] for each in values.get(_TYPE, ()) if each in _GROUPS), ""))
    ]
    borrowed = [
        {"iri": iri, "group": group, "label": spaced(local_name(iri)), "definition": ""}
        for iri, group in _BORROWED.items()
    ]
    return json_bytes({"prefixes": dict(PREFIXES), "terms": found + borrowed})
