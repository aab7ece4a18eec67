"""What a document tells about each of its mentions beyond the mention itself.

Side, commander, superior, period.

Sides travel along facts for identity only: no statement is made from them here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from orbat.model import OPPOSITION, Document, Fact, Label, Mention
from orbat.resolve.cluster import Cluster
from orbat.resolve.names import core_words, person_name
from orbat.resolve.periods import Period, periods

_ROUNDS = 2  # a side reaches a division through its corps and the corps through its commander, rarely farther
_NATIONAL = frozenset({Label.UNIT, Label.ORG})
_SAME_SIDE = (
    ("Command", "commander", "unit"),
    ("Command", "unit", "commander"),
    ("Subordination", "superior", "unit"),
)
"""Kinds of facts along which a side goes, from the first role to the second. Not from a formation to the one
above it: a Canadian corps stands in a British army."""


@dataclass(frozen=True, slots=True)
class Context:
    """A document with what its facts add. Lists are by index of mention; `order` is the order of the text."""

    document: Document
    periods: tuple[Period, ...]
    sides: tuple[str, ...]
    commands: tuple[tuple[int, ...], ...]
    commanders: tuple[tuple[int, ...], ...]
    superiors: tuple[tuple[int, ...], ...]
    order: tuple[int, ...]
    starts: tuple[int, ...]
    moved: frozenset[str]

    @property
    def source(self) -> str:
        """The document's id."""
        return self.document.source.id

    def inside(self, start: int, end: int, label: Label) -> Iterator[int]:
        """The mentions with `label` that lie within characters `start` to `end`, in the order of the text."""
        for at in range(bisect_left(self.starts, start), len(self.order)):
            i = self.order[at]
            mention = self.document.mentions[i]
            if mention.evidence.start >= end:
                return
            if mention.label is label and mention.evidence.end <= end:
                yield i

    def of(self, label: Label) -> Iterator[tuple[int, Mention]]:
        """The mentions with `label`, in the order of the text."""
        for i in self.order:
            if self.document.mentions[i].label is label:
                yield i, self.document.mentions[i]

    def cluster(self, i: int, key: tuple[str, ...]) -> Cluster:
        """A cluster of mention `i` alone."""
        mention = self.document.mentions[i]
        cluster = Cluster(mention.label, key)
        cluster.refs.append((self.source, i))
        cluster.names[mention.norm] += 1
        cluster.forms[" ".join(mention.evidence.quote.split())] += 1
        cluster.periods[self.periods[i].id] += 1
        cluster.tell("year", self.periods[i].year)
        if kind := mention.get("kind"):
            cluster.kinds[kind] += 1
        if self.sides[i]:
            cluster.sides[self.sides[i]] += 1
        return cluster


def context(document: Document) -> Context:
    """What `document` tells about each of its mentions."""
    count = len(document.mentions)
    when = periods(document)
    commands: list[list[int]] = [[] for _ in range(count)]
    commanders: list[list[int]] = [[] for _ in range(count)]
    superiors: list[list[int]] = [[] for _ in range(count)]
    for person, unit in _pairs(document, "Command", "commander", "unit"):
        commands[person].append(unit)
        commanders[unit].append(person)
    for unit, superior in _pairs(document, "Subordination", "unit", "superior"):
        superiors[unit].append(superior)
    mentions = document.mentions
    order = tuple(
        sorted(range(count), key=lambda i: (mentions[i].evidence.start, mentions[i].evidence.end, i))
    )
    return Context(
        document,
        when,
        _sides(document, when),
        tuple(map(tuple, commands)),
        tuple(map(tuple, commanders)),
        tuple(map(tuple, superiors)),
        order,
        tuple(mentions[i].evidence.start for i in order),
        _moved(document),
    )


def _moved(document: Document) -> frozenset[str]:
    """Surnames of those of whom the text tells that they came to or left a post."""
    people = (
        argument.mention
        for fact in document.facts
        if fact.kind in {"Appointment", "Dismissal", "Promotion"} or (fact.kind == "Command" and fact.time)
        for argument in fact.arguments
        if argument.role in {"person", "commander"}
    )
    return frozenset(person_name(document.mentions[i].norm).surname for i in people)


def _sides(document: Document, when: tuple[Period, ...]) -> tuple[str, ...]:
    """The side of each mention: what the mention says, else its name, else what its document's facts say.

    A side that did not fight in the war is taken for a slip and left out, but for the mentions of the side.
    """
    mentions = document.mentions
    sides = [_said(mention, period) for mention, period in zip(mentions, when, strict=True)]
    here = tuple(sorted({side for side in sides if side}))
    for i, mention in enumerate(mentions):
        if not sides[i] and mention.label in _NATIONAL:
            sides[i] = _in_name(mention.norm, here)
    for member, side in _pairs(document, "Affiliation", "member", "side"):
        if mentions[side].label is Label.SIDE:
            sides[member] = sides[member] or sides[side]
    for member, side in _pairs(document, OPPOSITION, "member", "side"):
        sides[member] = sides[member] or when[member].foe(mentions[side].norm)
    for _ in range(_ROUNDS):
        for kind, one, two in _SAME_SIDE:
            for i, j in _pairs(document, kind, one, two):
                sides[j] = sides[j] or sides[i]
    return tuple(sides)


def _said(mention: Mention, period: Period) -> str:
    if mention.label is Label.SIDE:
        return period.side(mention.norm)
    side = period.side(mention.get("side"))
    return side if period.fought(side) else ""


def _in_name(name: str, sides: tuple[str, ...]) -> str:
    """The one of `sides` that `name` tells (*Soviet Supreme Command*), "" where it tells none or several."""
    core = core_words(name)
    found = [side for side in sides if core_words(name, side) != core]
    return found[0] if len(found) == 1 else ""


def _pairs(document: Document, kind: str, one: str, two: str) -> Iterator[tuple[int, int]]:
    """The mentions that fill roles `one` and `two` of the facts of a kind."""
    for fact in document.facts:
        if fact.kind == kind:
            for i in _fill(fact, one):
                for j in _fill(fact, two):
                    yield i, j


def _fill(fact: Fact, role: str) -> list[int]:
    return [argument.mention for argument in fact.arguments if argument.role == role]
