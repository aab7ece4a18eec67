"""RDF that the server makes itself: which media type is wanted, and triples as a response."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from orbat.namespaces import PREFIXES
from orbat.serve.engine import REVALIDATE, matches
from orbat.serve.errors import Problem
from orbat.serve.formats import RDF_ONLY, TRIPLES, by_name
from orbat.serve.negotiate import negotiate

TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_INTEGER = ox.NamedNode(f"{PREFIXES['xsd']}integer")
_MORE_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "formats": "http://www.w3.org/ns/formats/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}


def rdf_type(named: str | None, accept: str | None, what: str) -> str:
    """The RDF media type for `what`, named by `?format=` or else by `Accept`. Raises `Problem` 400, 406."""
    if named is not None:
        found = by_name(named, TRIPLES)
        if found is None:
            known = ", ".join(each.names[0] for each in TRIPLES.values() if each.names)
            raise Problem(400, "unknown-format", f"format is {named!r:.100}; expected one of {known}.")
        return found
    negotiated = negotiate(accept, RDF_ONLY)
    if negotiated is None:
        raise Problem(
            406, "not-acceptable", f"{what} is in none of the formats that the client takes.", _OFFERED
        )
    return negotiated


def rdf(
    request: Request, triples: Iterable[ox.Triple], media_type: str, headers: Mapping[str, str]
) -> Response:
    """`triples` as a response in `media_type`, each once and in order; 304 where the client has it."""
    known = TRIPLES[media_type]
    prefixes = {**PREFIXES, **_MORE_PREFIXES}
    body = ox.serialize(sorted(set(triples), key=str), None, known.writer, prefixes=prefixes) or b""
    key = hashlib.sha256(body).hexdigest()[:32]
    common = {
        "Content-Type": known.content_type,
        "Cache-Control": REVALIDATE,
        "ETag": f'"{key}"',
        "Vary": "Accept, Accept-Encoding",
        **headers,
    }
    if matches(request.headers.get("if-none-match"), key):
        return Response(None, 304, common)
    return Response(body, 200, common)


def node(namespace: str, name: str) -> ox.NamedNode:
    """The term called `name` of a vocabulary."""
    return ox.NamedNode(namespace + name)


def count(value: int) -> ox.Literal:
    """A number as xsd:integer."""
    return ox.Literal(str(value), datatype=_INTEGER)


_OFFERED = ", ".join(RDF_ONLY)
