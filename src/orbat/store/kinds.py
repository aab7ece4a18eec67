"""The kinds of thing a graph holds, in the order in which a person wants to read them.

What is a kind of what is read from the ontology, so that a new class needs no line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pyoxigraph as ox

from orbat import resources
from orbat.namespaces import PREFIXES

ORBAT = PREFIXES["orbat"]
"""The ontology's namespace, as text."""

_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")

KINDS: tuple[tuple[str, str], ...] = (
    ("Documents", "SourceDocument"),
    ("Sides", "Side"),
    ("Organizations", "Organization"),
    ("People", "Person"),
    ("Units", "MilitaryUnit"),
    ("Places", "Place"),
    ("Geometries", f"{PREFIXES['geo']}Geometry"),
    ("Orders", "Order"),
    ("Counted and used", "Countable"),
    ("Positions", "Position"),
    ("Events", "Event"),
    ("Time spans", "TimeSpan"),
    ("Mentions", "Mention"),
    ("Rules and models", "Extractor"),
)
"""Heading and class; a class of the ontology by its local name. What is none of these comes last."""

THINGS = frozenset(
    {"Side", "Organization", "Person", "MilitaryUnit", "Place", "Order", "Countable", "Position"}
)
"""The kinds that are things of the world; `Event` is what happened to them, the rest is about the texts."""

_OTHER = len(KINDS)
_RANKS = {name if ":" in name else f"{ORBAT}{name}": rank for rank, (_, name) in enumerate(KINDS)}


@cache
def superclasses(ontology: Path | None = None) -> Mapping[str, frozenset[str]]:
    """For each class of `ontology` (orbat's own if None) the IRIs of all classes above it."""
    path = ontology if ontology is not None else resources.ontology_dir() / "orbat.ttl"
    parents: dict[str, set[str]] = {}
    if path.is_file():
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            if triple.predicate == _SUBCLASS and isinstance(triple.object, ox.NamedNode):
                parents.setdefault(triple.subject.value, set()).add(triple.object.value)
    return MappingProxyType({name: frozenset(_closure(name, parents)) for name in parents})


def _closure(name: str, parents: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ = [name]
    while open_:
        for parent in parents.get(open_.pop(), ()):
            if parent not in found:
                found.add(parent)
                open_.append(parent)
    return found - {name}


def rank(types: Iterable[str]) -> int:
    """The index in `KINDS` of a node with these classes (IRIs); `len(KINDS)` if it is none of them.

    >>> KINDS[rank(["https://w3id.org/orbat/ontology#Person"])][0]
    'People'
    """
    above = superclasses()
    ranks = [_RANKS[name] for type_ in types for name in (type_, *above.get(type_, ())) if name in _RANKS]
    return min(ranks, default=_OTHER)


def kind(types: Iterable[str]) -> str:
    """The class of `KINDS` (local name) that a node with these classes belongs to, or ""."""
    found = rank(types)
    return KINDS[found][1] if found < _OTHER else ""


def depth(class_: str) -> int:
    """How many classes stand above `class_`: the wider it is, the fewer."""
    return len(superclasses().get(class_, ()))


def most_specific(types: Iterable[str]) -> str:
    """Of a node's classes the lowest, by local name; the first by name if several are; "" for none."""
    names = {type_ for type_ in types if type_.startswith(ORBAT)}
    above = {parent for name in names for parent in superclasses().get(name, ())}
    return min((name.removeprefix(ORBAT) for name in names - above), default="")


def date_key(date: str) -> tuple[int, str]:
    """A sort key for an xsd:date, so that years before our era and beyond 9999 fall in their place.

    >>> sorted(["1941-12-05", "-0489-09-12", "-0480-08-20"], key=date_key)
    ['-0489-09-12', '-0480-08-20', '1941-12-05']
    """
    sign = -1 if date.startswith("-") else 1
    year, _, rest = date.lstrip("-").partition("-")
    return (sign * int(year), rest) if year.isdigit() else (10**9, date)
