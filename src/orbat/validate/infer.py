"""What follows from the data by the ontology: quads in, new quads out.

The rules are those of OWL 2 RL that `orbat.validate.rules` reads from the ontology's axioms, run as SPARQL
updates in Oxigraph until nothing new comes. Two limits keep the result true and small:

- Only terms of orbat are concluded; see `orbat.validate.rules` for the alignments.
- An event that was only ordered, planned or denied is no premise: of its triples only its types take part, so
  that a planned subordination makes no `orbat:partOf`, and a denied attack no participants.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Literal, URIRef

from orbat.errors import GraphError
from orbat.namespaces import DEFAULT_BASE, ONTOLOGY, ORBAT, RDF, graph_iri
from orbat.validate.rules import ruleset

if TYPE_CHECKING:
    from pathlib import Path

    from rdflib.term import Node

Quad = tuple["Node", "Node", "Node", "Node"]
"""Subject, predicate, object, graph name, as rdflib terms."""

_TEXT = ox.Literal("")  # no rule reads a literal's value


def infer(quads: Iterable[Quad], base_iri: str = DEFAULT_BASE, ontology: Path | None = None) -> list[Quad]:
    """The triples that follow from `quads` and are not among them, sorted, in `<base>graph/inferred`.

    Quads of that graph and of the ontology's are passed over, so that a stored graph can be inferred anew.
    `ontology` is a Turtle file, orbat's own if None. Raises `GraphError` if it cannot be read.
    """
    rules = ruleset(ontology)
    graph = graph_iri(base_iri, "inferred")
    known = {
        *_premises(quads, {graph, URIRef(ONTOLOGY)}),
        *(_typed(name, kind) for name, kind in rules.individuals),
    }
    store = ox.Store()
    store.bulk_extend(known)
    size = -1
    while size != (size := len(store)):
        _saturate(store, rules.links)
        _saturate(store, rules.types)
        store.update(rules.fallback)
    return sorted((*_terms(quad), graph) for quad in store if quad not in known)


def _premises(quads: Iterable[Quad], without: Container[Node]) -> Iterator[ox.Quad]:
    """The triples that rules may start from, without their graphs; those of the graphs `without` are none."""
    triples = [(s, p, o) for s, p, o, graph in quads if graph not in without]
    unreal = {s for s, p, o in triples if p == ORBAT.modality and o != ORBAT.Happened}
    for s, p, o in triples:
        if isinstance(s, URIRef) and isinstance(p, URIRef) and (s not in unreal or p == RDF.type):
            if isinstance(o, URIRef):
                yield ox.Quad(ox.NamedNode(s), ox.NamedNode(p), ox.NamedNode(o))
            elif isinstance(o, Literal):
                yield ox.Quad(ox.NamedNode(s), ox.NamedNode(p), _TEXT)


def _typed(name: str, kind: str) -> ox.Quad:
    return ox.Quad(ox.NamedNode(name), ox.NamedNode(RDF.type), ox.NamedNode(kind))


def _saturate(store: ox.Store, updates: Iterable[str]) -> None:
    """Runs the updates until none adds anything."""
    size = -1
    while size != (size := len(store)):
        for update in updates:
            store.update(update)


def _terms(quad: ox.Quad) -> tuple[URIRef, URIRef, URIRef]:
    """A concluded triple: rules conclude no literals, so every term is an IRI."""
    subject, object_ = quad.subject, quad.object
    if not (isinstance(subject, ox.NamedNode) and isinstance(object_, ox.NamedNode)):
        raise GraphError(f"a rule concluded {quad}: expected IRIs only")
    return URIRef(subject.value), URIRef(quad.predicate.value), URIRef(object_.value)
