"""From rdflib terms to canonical N-Quads: the one place of this room where the two libraries' terms meet.

In: quads of rdflib terms, as `mapping` and `validate` give them. Out: lines in the canonical form of RDF 1.2
N-Quads, <https://www.w3.org/TR/rdf12-n-quads/#canonical-quads>, sorted by code point, none twice; blank nodes
(the ontology has some, data has none) bear RDFC-1.0 labels, <https://www.w3.org/TR/rdf-canon/>.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import BNode, Literal, Node, URIRef

from orbat.errors import GraphError

Quad = tuple[Node, Node, Node, Node]
"""Subject, predicate, object and graph name."""

OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal
"""What pyoxigraph makes of a subject, predicate or object."""


def to_ox(term: Node) -> OxTerm:
    """The pyoxigraph term that is `term`.

    Raises `GraphError` for what RDF does not allow: a relative or malformed IRI, half a surrogate pair.

    >>> str(to_ox(Literal("Moskva", lang="en")))
    '"Moskva"@en'
    """
    try:
        if isinstance(term, URIRef):
            return ox.NamedNode(str(term))
        if isinstance(term, BNode):
            return ox.BlankNode(str(term))
        if isinstance(term, Literal):
            if term.language:
                return ox.Literal(str(term), language=term.language)
            datatype = ox.NamedNode(str(term.datatype)) if term.datatype is not None else None
            return ox.Literal(str(term), datatype=datatype)
    except ValueError as error:
        raise GraphError(f"cannot write {term!r}: {error}; expected a term that RDF allows") from error
    raise GraphError(f"cannot write {term!r}: expected an IRI, a blank node or a literal")


def canonical_lines(quads: Iterable[Quad]) -> list[str]:
    r"""`quads` as sorted lines of canonical N-Quads, each with its line feed.

    `quads` is walked once. Blank nodes are relabelled together, so the labels depend on the statements that
    hold blank nodes and on nothing else.

    >>> iri = URIRef("urn:a")
    >>> canonical_lines([(iri, iri, Literal("é"), iri)] * 2)
    ['<urn:a> <urn:a> "é" <urn:a> .\n']
    """
    texts: dict[Node, str] = {}
    lines: set[str] = set()
    blank: list[Quad] = []
    for quad in quads:
        if any(isinstance(term, BNode) for term in quad):
            blank.append(quad)
            continue
        subject, predicate, value, name = (
            texts.get(term) or texts.setdefault(term, str(to_ox(term))) for term in quad
        )
        if '"' in (subject[0], predicate[0], name[0]):
            raise _misplaced(quad)
        graph = "" if quad[3] == DATASET_DEFAULT_GRAPH_ID else f"{name} "
        lines.add(f"{subject} {predicate} {value} {graph}.\n")
    lines.update(_relabelled(map(_ox_quad, blank)))
    return sorted(lines)


def canonical_lines_of(quads: Iterable[ox.Quad]) -> list[str]:
    """The same for quads of a store. `quads` is walked once."""
    lines: set[str] = set()
    blank: list[ox.Quad] = []
    for quad in quads:
        if any(_has_blank(term) for term in (quad.subject, quad.object, quad.graph_name)):
            blank.append(quad)
        else:
            lines.add(_line(quad))
    lines.update(_relabelled(blank))
    return sorted(lines)


def _has_blank(term: object) -> bool:
    if isinstance(term, ox.Triple):
        return _has_blank(term.subject) or _has_blank(term.object)
    return isinstance(term, ox.BlankNode)


def _relabelled(quads: Iterable[ox.Quad]) -> Iterable[str]:
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return map(_line, dataset)


def _line(quad: ox.Quad) -> str:
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else f"{quad.graph_name} "
    return f"{quad.subject} {quad.predicate} {quad.object} {graph}.\n"


def _ox_quad(quad: Quad) -> ox.Quad:
    subject, predicate, value, name = (to_ox(term) for term in quad)
    if (
        isinstance(subject, ox.Literal)
        or not isinstance(predicate, ox.NamedNode)
        or isinstance(name, ox.Literal)
    ):
        raise _misplaced(quad)
    graph = ox.DefaultGraph() if quad[3] == DATASET_DEFAULT_GRAPH_ID else name
    return ox.Quad(subject, predicate, value, graph)


def _misplaced(quad: Quad) -> GraphError:
    return GraphError(f"cannot write {quad!r}: a literal or blank node stands where RDF wants an IRI")
