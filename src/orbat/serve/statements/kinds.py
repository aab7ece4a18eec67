"""Which colours and which words a class of the ontology has on pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

import pyoxigraph as ox

from orbat import resources
from orbat.serve.words import local_name, spaced
from orbat.store.kinds import kind as kind_of_types
from orbat.store.kinds import most_specific, superclasses

_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_ORBAT = "https://w3id.org/orbat/ontology#"
_COLOURS = MappingProxyType(
    {
        "Person": "person",
        "MilitaryUnit": "unit",
        "Place": "place",
        "Side": "side",
        "Organization": "organization",
        "Order": "order",
        "Event": "event",
        "Countable": "equipment",
        "SourceDocument": "source",
        "TimeSpan": "time",
    }
)


@cache
def term_labels() -> Mapping[str, str]:
    """The English label of each term of the ontology, by local name."""
    path = resources.ontology_dir() / "orbat.ttl"
    if not path.is_file():
        return {}
    return {
        triple.subject.value.removeprefix(_ORBAT): triple.object.value
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if triple.predicate == _LABEL
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
    }


def term_label(name: str) -> str:
    """A term of the ontology, by its local name or IRI, in words."""
    local = local_name(name)
    return term_labels().get(local) or spaced(local)


def colour(classes: Iterable[str]) -> str:
    """The name of the colours of what has these classes (IRIs); empty for none.

    >>> colour(["https://w3id.org/orbat/ontology#Army"])
    'unit'
    """
    return _COLOURS.get(kind_of_types(classes), "")


def lowest(classes: Iterable[str]) -> str:
    """The most special of the ontology's classes among these, by local name.

    Classes that follow from the branch of a unit or from a tenure say less than the echelon, and come last.
    """
    known = [each for each in classes if each.startswith(_ORBAT)]
    plain = [each for each in known if each.removeprefix(_ORBAT) not in _DEFINED]
    return most_specific(plain or known)


_DEFINED = frozenset(
    {
        "ArmouredUnit", "InfantryUnit", "CavalryUnit", "AirborneUnit", "GuardsUnit", "NavalUnit", "AirUnit",
        "Commander",
    }
)  # fmt: skip


@cache
def subclasses(name: str) -> tuple[str, ...]:
    """The IRI of a class of the ontology and those of all classes below it."""
    iri = _ORBAT + name
    return (iri, *sorted(each for each, above in superclasses().items() if iri in above))
