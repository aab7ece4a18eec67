"""RDF in the syntaxes that are not for reading: N-Triples and RDF/XML. Both are sorted, so stable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO

import pyoxigraph as ox

from orbat.errors import OutputError
from orbat.namespaces import PREFIXES

_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_XML_NAME = re.compile(r"[^\W\d][\w.-]*>\Z")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def ntriples(triples: Iterable[ox.Triple]) -> bytes:
    """Canonical N-Triples, sorted by code point."""
    return "".join(sorted({f"{triple} .\n" for triple in triples})).encode()


def rdfxml(triples: Iterable[ox.Triple]) -> bytes:
    """RDF/XML, <https://www.w3.org/TR/rdf-syntax-grammar/>.

    Characters that XML 1.0 has no way to write (form feeds and their kin, from scans) become U+FFFD. Raises
    `OutputError` for a property or class whose IRI ends in no XML name.
    """
    ordered = sorted({_for_xml(triple) for triple in triples}, key=str)
    elements = {str(triple.predicate) for triple in ordered}
    elements |= {str(triple.object) for triple in ordered if triple.predicate == _TYPE}
    for name in sorted(elements):
        if not _XML_NAME.search(name):  # the serializer would write broken XML
            raise OutputError(f"cannot write RDF/XML: {name} ends in no XML name; choose another format")
    out = BytesIO()
    ox.serialize(ordered, out, ox.RdfFormat.RDF_XML, prefixes=dict(PREFIXES))
    return out.getvalue() + b"\n"


def for_xml(text: str) -> str:
    """`text` with U+FFFD for each character that XML 1.0 cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def _for_xml(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if not isinstance(value, ox.Literal) or not _NO_XML.search(value.value):
        return triple
    text = for_xml(value.value)
    if value.language:
        return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, language=value.language))
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(text, datatype=value.datatype))
