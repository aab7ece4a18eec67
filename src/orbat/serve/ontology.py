"""The ontology as records to document: every term with what the ontology says of it.

In: `ontology/orbat.ttl`. Out: `Ontology`, made once a process. Links are IRIs here; pages make addresses of
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from orbat import resources
from orbat.namespaces import ONTOLOGY, PREFIXES
from orbat.serve.words import local_name, spaced

_RDF, _RDFS, _OWL, _SKOS = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"], PREFIXES["skos"]
_TYPE, _LABEL, _SUBCLASS = f"{_RDF}type", f"{_RDFS}label", f"{_RDFS}subClassOf"
_CLASS, _INDIVIDUAL = f"{_OWL}Class", f"{_OWL}NamedIndividual"
_PROPERTIES = {f"{_OWL}ObjectProperty": "object_property", f"{_OWL}DatatypeProperty": "datatype_property"}
_TRAITS = {
    f"{_OWL}FunctionalProperty": "functional",
    f"{_OWL}SymmetricProperty": "symmetric",
    f"{_OWL}TransitiveProperty": "transitive",
}
_SAID = {
    _SUBCLASS: "sub_class_of",
    f"{_RDFS}subPropertyOf": "sub_property_of",
    f"{_RDFS}domain": "domain",
    f"{_RDFS}range": "range",
    f"{_OWL}inverseOf": "inverse",
    f"{_OWL}disjointWith": "disjoint",
    f"{_OWL}propertyChainAxiom": "chain",
    f"{_OWL}equivalentClass": "same_as",
    f"{_SKOS}closeMatch": "close_to",
    f"{_RDFS}seeAlso": "see_also",
}
_TURNED = {
    _SUBCLASS: "has_sub_classes",
    f"{_RDFS}subPropertyOf": "has_sub_properties",
    f"{_RDFS}domain": "has_properties",
    f"{_RDFS}range": "value_of",
    f"{_OWL}inverseOf": "inverse",
    f"{_OWL}disjointWith": "disjoint",
    _TYPE: "has_members",
}
_ALIGNING = frozenset({"sub_class_of", "sub_property_of", "same_as", "close_to"})
_ORDER = (
    *("traits", "member_of", "sub_class_of", "has_sub_classes", "same_as", "disjoint", "has_properties"),
    *("value_of", "has_members", "domain", "range", "sub_property_of", "has_sub_properties", "inverse"),
    *("chain", "aligned", "see_also"),
)
"""The keys of `Term.relations`, in the order in which a page shows them; the words are in `words.toml`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A term or expression that a term is related to. `iri` is empty for an expression."""

    text: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or individual. `sort` is class, object_property, datatype_property or individual."""

    iri: str
    name: str
    sort: str
    label: str
    definition: str
    notes: tuple[str, ...]
    relations: tuple[tuple[str, tuple[Reference, ...]], ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All of it: the header's values by local name, and the terms in the ontology's own order."""

    triples: tuple[ox.Triple, ...]
    header: Mapping[str, str]
    terms: tuple[Term, ...]


@cache
def ontology() -> Ontology:
    """The ontology that this version of orbat comes with; without terms where its file is missing."""
    path = resources.ontology_dir() / "orbat.ttl"
    if not path.is_file():
        return Ontology((), {}, ())
    triples = tuple(quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return Ontology(triples, _header(triples), tuple(_Reader(triples).terms()))


def curie(iri: str) -> str:
    """An IRI in the shortest form that readers of RDF know.

    >>> curie("http://www.w3.org/2001/XMLSchema#date"), curie("https://e.org/x")
    ('xsd:date', 'https://e.org/x')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def is_own(iri: str) -> bool:
    """Whether `iri` is a term of the ontology."""
    return iri.startswith(f"{ONTOLOGY}#")


class _Reader:
    """Reads terms from triples."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._about: dict[str, dict[str, list[object]]] = {}
        for triple in triples:
            values = self._about.setdefault(_key(triple.subject), {})
            values.setdefault(triple.predicate.value, []).append(triple.object)
        self._turned = self._turned_round()

    def terms(self) -> Iterator[Term]:
        """The terms, as they come in the file."""
        for key, said in self._about.items():
            sort = self._sort(said)
            if is_own(key) and sort:
                yield Term(
                    key,
                    local_name(key),
                    sort,
                    self._text(said, _LABEL) or spaced(local_name(key)),
                    self._text(said, f"{_SKOS}definition"),
                    tuple(map(_text, said.get(f"{_SKOS}scopeNote", ()))),
                    self._relations(key, said),
                )

    def _sort(self, said: Mapping[str, list[object]]) -> str:
        types = {_key(each) for each in said.get(_TYPE, ())}
        if _CLASS in types:
            return "class"
        return next((sort for iri, sort in _PROPERTIES.items() if iri in types), "") or (
            "individual" if _INDIVIDUAL in types else ""
        )

    def _relations(
        self, key: str, said: Mapping[str, list[object]]
    ) -> tuple[tuple[str, tuple[Reference, ...]], ...]:
        found: dict[str, dict[Reference, None]] = {}
        for value in said.get(_TYPE, ()):
            iri = _key(value)
            if iri in _TRAITS:
                found.setdefault("traits", {})[Reference(_TRAITS[iri])] = None
            elif is_own(iri):
                found.setdefault("member_of", {})[Reference(local_name(iri), iri)] = None
        for predicate, name in _SAID.items():
            for value in said.get(predicate, ()):
                reference = self._reference(value)
                foreign = name in _ALIGNING and bool(reference.iri) and not is_own(reference.iri)
                found.setdefault("aligned" if foreign else name, {})[reference] = None
        for name, others in self._turned.get(key, {}).items():
            for other in others:
                found.setdefault(name, {})[Reference(local_name(other), other)] = None
        return tuple((name, tuple(found[name])) for name in _ORDER if name in found)

    def _turned_round(self) -> dict[str, dict[str, list[str]]]:
        """For each term, by relation, the terms that name it."""
        found: dict[str, dict[str, list[str]]] = {}
        for key, said in self._about.items():
            for predicate, name in _TURNED.items():
                for value in said.get(predicate, ()) if is_own(key) else ():
                    found.setdefault(_key(value), {}).setdefault(name, []).append(key)
        return found

    def _reference(self, value: object) -> Reference:
        if isinstance(value, ox.NamedNode):
            own = is_own(value.value)
            return Reference(local_name(value.value) if own else curie(value.value), value.value)
        return Reference(self._expression(value))

    def _expression(self, value: object) -> str:
        """A class expression or list in words: `MilitaryUnit and (branch value Air)`, Manchester syntax."""
        if isinstance(value, ox.NamedNode | ox.Literal):
            return local_name(value.value)
        said = self._about.get(_key(value), {})
        for predicate, word in ((f"{_OWL}intersectionOf", " and "), (f"{_OWL}unionOf", " or ")):
            if predicate in said:
                return word.join(map(self._inner, self._list(said[predicate][0])))
        if f"{_RDF}first" in said:
            return " o ".join(map(self._inner, self._list(value)))
        if f"{_OWL}inverseOf" in said:
            return f"inverse of {self._expression(said[f'{_OWL}inverseOf'][0])}"
        if f"{_OWL}onProperty" in said:
            name = self._expression(said[f"{_OWL}onProperty"][0])
            for predicate, word in _RESTRICTIONS.items():
                if predicate in said:
                    return f"{name} {word} {self._inner(said[predicate][0])}"
        return "an expression"

    def _inner(self, value: object) -> str:
        text = self._expression(value)
        return f"({text})" if " " in text else text

    def _list(self, head: object) -> Iterator[object]:
        while said := self._about.get(_key(head), {}):
            if f"{_RDF}first" not in said:
                return
            yield said[f"{_RDF}first"][0]
            head = said[f"{_RDF}rest"][0]

    @staticmethod
    def _text(said: Mapping[str, list[object]], predicate: str) -> str:
        return next(map(_text, said.get(predicate, ())), "")


_RESTRICTIONS = {
    f"{_OWL}hasValue": "value",
    f"{_OWL}someValuesFrom": "some",
    f"{_OWL}allValuesFrom": "only",
}


def _header(triples: Iterable[ox.Triple]) -> Mapping[str, str]:
    return {
        local_name(triple.predicate.value): _text(triple.object)
        for triple in triples
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value == ONTOLOGY
    }


def _key(term: object) -> str:
    """What tells a node from all others: its IRI, or the name of a blank node with its mark."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
