"""The formats on offer: media type, the short name of `?format=`, and pyoxigraph's own object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

HTML = "text/html"
Writer = TypeVar("Writer", QueryResultsFormat, RdfFormat)


@dataclass(frozen=True, slots=True)
class Format(Generic[Writer]):
    """A format: exactly the media type that is asked for, what goes into the header, and its short names."""

    media_type: str
    writer: Writer
    names: tuple[str, ...]
    title: str
    charset: bool = False

    @property
    def content_type(self) -> str:
        """The value of the `Content-Type` header."""
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type


SOLUTIONS: dict[str, Format[QueryResultsFormat]] = {
    each.media_type: each
    for each in (
        Format("application/sparql-results+json", QueryResultsFormat.JSON, ("json", "srj"), "JSON"),
        Format("application/sparql-results+xml", QueryResultsFormat.XML, ("xml", "srx"), "XML"),
        Format("text/csv", QueryResultsFormat.CSV, ("csv",), "CSV", charset=True),
        Format("text/tab-separated-values", QueryResultsFormat.TSV, ("tsv",), "TSV", charset=True),
        Format("application/json", QueryResultsFormat.JSON, (), "JSON"),
        Format("application/xml", QueryResultsFormat.XML, (), "XML"),
        Format("text/xml", QueryResultsFormat.XML, (), "XML", charset=True),
    )
}
"""What SELECT and ASK are answered in, the one given to `*/*` first."""

TRIPLES: dict[str, Format[RdfFormat]] = {
    each.media_type: each
    for each in (
        Format("text/turtle", RdfFormat.TURTLE, ("turtle", "ttl", "n3"), "Turtle", charset=True),
        Format("application/n-triples", RdfFormat.N_TRIPLES, ("ntriples", "nt"), "N-Triples"),
        Format("application/ld+json", RdfFormat.JSON_LD, ("jsonld", "json-ld", "json"), "JSON-LD"),
        Format("application/rdf+xml", RdfFormat.RDF_XML, ("rdfxml", "rdf", "rdf+xml", "xml"), "RDF/XML"),
        Format("application/n-quads", RdfFormat.N_QUADS, ("nquads", "nq"), "N-Quads"),
        Format("application/trig", RdfFormat.TRIG, ("trig",), "TriG"),
        Format("application/json", RdfFormat.JSON_LD, (), "JSON-LD"),
        Format("application/xml", RdfFormat.RDF_XML, (), "RDF/XML"),
    )
}
"""What CONSTRUCT, DESCRIBE and linked data are answered in."""

RDF_ONLY = tuple(each for each in TRIPLES if each not in ("application/json", "application/xml"))
"""The RDF media types where a bare `application/json` or `application/xml` would say too little."""


def short_names(formats: dict[str, Format[Writer]]) -> tuple[str, ...]:
    """Every short name."""
    return tuple(name for each in formats.values() for name in each.names)


def by_name(name: str, formats: dict[str, Format[Writer]]) -> str | None:
    """The media type for what somebody wrote as `?format=`: a short name or a media type."""
    wanted = name.strip().lower()
    if wanted in formats:
        return wanted
    return next((each.media_type for each in formats.values() if wanted in each.names), None)
