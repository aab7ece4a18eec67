"""Which named graphs a graph holds, and which of them tell what the documents say.

Graph names: `<base>graph/<document>` one a source, `<base>graph/inferred`, `<base>graph/authority`,
`<base>graph/provenance`, and the ontology under its own IRI.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

import pyoxigraph as ox

from orbat.namespaces import ONTOLOGY


class GraphKind(StrEnum):
    """What a named graph is for."""

    DOCUMENT = "document"
    INFERRED = "inferred"
    AUTHORITY = "authority"
    PROVENANCE = "provenance"
    ONTOLOGY = "ontology"


_OWN = {f"graph/{kind}": kind for kind in (GraphKind.INFERRED, GraphKind.AUTHORITY, GraphKind.PROVENANCE)}


def graph_kind(name: str) -> GraphKind:
    """What the graph called `name` is for.

    >>> graph_kind("https://w3id.org/orbat/id/graph/inferred").value
    'inferred'
    """
    if name == ONTOLOGY:
        return GraphKind.ONTOLOGY
    return _OWN.get("/".join(name.rsplit("/", 2)[1:]), GraphKind.DOCUMENT)


def quads_of(quads: Iterable[ox.Quad], *kinds: GraphKind) -> Iterator[ox.Quad]:
    """Those of `quads` that stand in a graph of one of `kinds`."""
    known: dict[object, bool] = {}
    for quad in quads:
        name = quad.graph_name
        wanted = known.get(name)
        if wanted is None:
            text = "" if isinstance(name, ox.DefaultGraph) else name.value
            wanted = known[name] = graph_kind(text) in kinds
        if wanted:
            yield quad


def told_triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """What the documents say and what follows from it, as triples: documents and inferred graph."""
    for quad in quads_of(quads, GraphKind.DOCUMENT, GraphKind.INFERRED):
        yield quad.triple
