"""The ontology's axioms as SPARQL updates: the OWL 2 RL rules that orbat runs, one update an axiom.

Only axioms between terms of orbat become rules. The alignments with CIDOC CRM, PROV-O and the other
vocabularies stay axioms in the ontology's graph: written out, they would give every node a dozen more types
and every link three more, and say nothing that `?x a/rdfs:subClassOf* crm:E5_Event` does not find.

Names of rules (prp-inv1, cax-sco ...) are those of https://www.w3.org/TR/owl2-profiles/, section 4.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from orbat import resources
from orbat.errors import GraphError
from orbat.namespaces import ORBAT, OWL, RDF, RDFS

_TYPE = f"<{RDF.type}>"

_Subject = ox.NamedNode | ox.BlankNode | ox.Triple
_Term = _Subject | ox.Literal


@dataclass(frozen=True, slots=True)
class Ruleset:
    """SPARQL updates over one default graph, by what they conclude.

    `links` conclude links, `types` types from types and links; `fallback` gives each node that has no type
    the domains and ranges of the properties it is used with. `individuals` pairs the ontology's own with
    their class.
    """

    links: tuple[str, ...]
    types: tuple[str, ...]
    fallback: str
    individuals: tuple[tuple[str, str], ...]


@cache
def ruleset(path: Path | None = None) -> Ruleset:
    """The rules that follow from the ontology at `path` (orbat's own if None). Raises `GraphError`."""
    ontology = _ontology(path)
    return Ruleset(
        links=tuple(sorted({*ontology.link_rules(), *ontology.value_rules()})),
        types=tuple(sorted({*ontology.subclass_rules(), *ontology.definition_rules()})),
        fallback=ontology.fallback_rule(),
        individuals=tuple(sorted(ontology.individuals())),
    )


@cache
def superclasses(path: Path | None = None) -> Mapping[str, frozenset[str]]:
    """The classes above each class of the ontology at `path` (orbat's own if None), by local name."""
    above = _ontology(path).hierarchy()
    return {_local(name): frozenset(map(_local, kinds)) for name, kinds in above.items()}


def _ontology(path: Path | None) -> _Ontology:
    return _Ontology(path if path is not None else resources.ontology_dir() / "orbat.ttl")


class _Ontology:
    """An ontology's axioms, read from its triples."""

    def __init__(self, path: Path) -> None:
        self._store = ox.Store()
        try:
            self._store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
        except (OSError, SyntaxError) as error:
            raise GraphError(f"{path}: not an ontology in Turtle: {error}") from error

    def link_rules(self) -> Iterator[str]:
        """prp-inv1, prp-inv2, prp-symp, prp-trp, prp-spo1, prp-spo2."""
        for first, second in self._pairs(OWL.inverseOf):
            yield _update(f"?y {second} ?x", f"?x {first} ?y")
            yield _update(f"?y {first} ?x", f"?x {second} ?y")
        for name in self._members(OWL.SymmetricProperty):
            yield _update(f"?y {name} ?x", f"?x {name} ?y")
        for name in self._members(OWL.TransitiveProperty):
            yield _update(f"?x {name} ?z", f"?x {name} ?y . ?y {name} ?z")
        for part, whole in self._pairs(RDFS.subPropertyOf):
            yield _update(f"?x {whole} ?y", f"?x {part} ?y")
        for name, chain in self._lists(OWL.propertyChainAxiom):
            steps = [f"?x{i} {_iri(step)} ?x{i + 1}" for i, step in enumerate(chain)]
            yield _update(f"?x0 {name} ?x{len(chain)}", " . ".join(steps))

    def hierarchy(self) -> dict[str, frozenset[str]]:
        """Each class with all classes above it (scm-sco)."""
        above: dict[str, set[str]] = {}
        for part, whole in self._pairs(RDFS.subClassOf):
            above.setdefault(part, set()).add(whole)
        return {part: _closure(part, above) for part in above}

    def subclass_rules(self) -> Iterator[str]:
        """cax-sco, one update a class, with all classes above it, so that one run suffices."""
        for part, wholes in self.hierarchy().items():
            types = " . ".join(f"?x {_TYPE} {whole}" for whole in sorted(wholes))
            yield _update(types, f"?x {_TYPE} {part}")

    def definition_rules(self) -> Iterator[str]:
        """cls-int1 with cls-hv2 and cls-svf1: who meets a definition is a member of the class."""
        for name, parts in self._definitions():
            conditions = [self._condition(part, f"?y{i}") for i, part in enumerate(parts)]
            yield _update(f"?x {_TYPE} {name}", " . ".join(conditions))

    def value_rules(self) -> Iterator[str]:
        """cls-int2 with cls-hv1: members of a class defined by a value have that value."""
        for name, parts in self._definitions():
            for part in parts:
                if value := self._one(part, OWL.hasValue):
                    on = _iri(self._need(part, OWL.onProperty))
                    yield _update(f"?x {on} {_iri(value)}", f"?x {_TYPE} {name}")

    def fallback_rule(self) -> str:
        """prp-dom and prp-rng for nodes without a type: what a node is said to be outranks how it is used."""
        domains = " ".join(sorted(f"({name} {kind})" for name, kind in self._pairs(RDFS.domain)))
        ranges = " ".join(sorted(f"({name} {kind})" for name, kind in self._pairs(RDFS.range)))
        used = (
            f"{{ VALUES (?p ?class) {{ {domains} }} ?x ?p ?y }} UNION "
            f"{{ VALUES (?p ?class) {{ {ranges} }} ?y ?p ?x }}"
        )
        untyped = f"FILTER(isIRI(?x)) FILTER NOT EXISTS {{ ?x {_TYPE} ?type }}"
        return _update(f"?x {_TYPE} ?class", f"{used} {untyped}")

    def individuals(self) -> Iterator[tuple[str, str]]:
        """The IRIs of the ontology's own individuals, each with its class."""
        for name in self._members(OWL.NamedIndividual):
            for quad in self._match(ox.NamedNode(name.strip("<>")), RDF.type, None):
                if _is_ours(quad.object):
                    yield name.strip("<>"), str(quad.object).strip("<>")

    def _condition(self, part: _Term, fresh: str) -> str:
        if isinstance(part, ox.NamedNode):
            return f"?x {_TYPE} {part}"
        on = _iri(self._need(part, OWL.onProperty))
        if value := self._one(part, OWL.hasValue):
            return f"?x {on} {_iri(value)}"
        return f"?x {on} {fresh} . {fresh} {_TYPE} {_iri(self._need(part, OWL.someValuesFrom))}"

    def _definitions(self) -> Iterator[tuple[str, list[_Term]]]:
        for quad in self._match(None, OWL.equivalentClass, None):
            if (head := self._one(quad.object, OWL.intersectionOf)) is not None:
                yield str(quad.subject), list(self._items(head))

    def _pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        for quad in self._match(None, predicate, None):
            if _is_ours(quad.subject) and _is_ours(quad.object):
                yield str(quad.subject), str(quad.object)

    def _members(self, kind: str) -> Iterator[str]:
        for quad in self._match(None, RDF.type, kind):
            if _is_ours(quad.subject):
                yield str(quad.subject)

    def _lists(self, predicate: str) -> Iterator[tuple[str, list[_Term]]]:
        for quad in self._match(None, predicate, None):
            yield str(quad.subject), list(self._items(quad.object))

    def _items(self, head: _Term) -> Iterator[_Term]:
        while head != ox.NamedNode(RDF.nil):
            yield self._need(head, RDF.first)
            head = self._need(head, RDF.rest)

    def _one(self, subject: _Term, predicate: str) -> _Term | None:
        return next((quad.object for quad in self._match(subject, predicate, None)), None)

    def _need(self, subject: _Term, predicate: str) -> _Term:
        if (found := self._one(subject, predicate)) is None:
            raise GraphError(f"the ontology holds an expression without {predicate}, which orbat cannot read")
        return found

    def _match(self, subject: _Term | None, predicate: str, kind: str | None) -> Iterator[ox.Quad]:
        if isinstance(subject, ox.Literal):
            return iter(())
        object_ = ox.NamedNode(kind) if kind is not None else None
        return iter(self._store.quads_for_pattern(subject, ox.NamedNode(predicate), object_))


def _closure(name: str, above: Mapping[str, set[str]]) -> frozenset[str]:
    """All that stands above `name`."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = above.get(waiting.pop(), set()) - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


def _local(name: str) -> str:
    return name.strip("<>").removeprefix(str(ORBAT))


def _update(then: str, given: str) -> str:
    return f"INSERT {{ {then} }} WHERE {{ {given} }}"


def _iri(term: _Term) -> str:
    if not isinstance(term, ox.NamedNode):
        raise GraphError(f"the ontology uses {term} where orbat's rules need a named term")
    return str(term)


def _is_ours(term: _Term) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(str(ORBAT))
