"""What resolution gathers before it names anything: the mentions that mean one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from orbat.model import Label

Ref = tuple[str, int]
"""A mention: its document's id and its index there."""


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """Something weighed: a spelling taken for the same, a namesake not taken, a place of a gazetteer.

    `other` is the thing that was weighed, where it is one of ours; else `id` names it.
    """

    name: str
    score: float
    reason: str
    chosen: bool = False
    other: Cluster | None = None
    id: str = ""


@dataclass(slots=True, eq=False)
class Cluster:
    """Mentions of one thing, and what they tell of it. Two clusters are the same only if they are one object.

    `key` is the part of the identity that the name gives; `names` counts canonical forms, `forms` the words
    as they stand; `features` counts whatever else is known (rank, echelon, commander ...); `notes` say which
    spellings were taken for the same and which things were not chosen; `into` is the cluster that took this
    one in.
    """

    label: Label
    key: tuple[str, ...]
    refs: list[Ref] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    forms: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    sides: Counter[str] = field(default_factory=Counter)
    periods: Counter[str] = field(default_factory=Counter)
    features: dict[str, Counter[str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    into: Cluster | None = None

    @property
    def side(self) -> str:
        """The side that most mentions give, or "" where none does."""
        return best(self.sides)

    @property
    def period(self) -> str:
        """The war or decade that most mentions lie in."""
        return best(self.periods)

    def feature(self, name: str) -> str:
        """The most frequent value of the feature `name`, or ""."""
        return best(self.features.get(name, Counter()))

    def values(self, name: str) -> frozenset[str]:
        """All values of the feature `name`."""
        return frozenset(self.features.get(name, ()))

    @property
    def final(self) -> Cluster:
        """The cluster that this one ended in."""
        cluster = self
        while cluster.into is not None:
            cluster = cluster.into
        return cluster

    def note(self, note: Note) -> None:
        """Keeps `note` unless the same was noted before."""
        if all((n.name, n.other, n.id) != (note.name, note.other, note.id) for n in self.notes):
            self.notes.append(note)

    def tell(self, name: str, value: str, times: int = 1) -> None:
        """Counts `value` for the feature `name`; an empty value tells nothing."""
        if value:
            self.features.setdefault(name, Counter())[value] += times

    def absorb(self, other: Cluster) -> None:
        """Takes over all that `other` holds, and its key where that says more."""
        if sum(map(len, other.key)) > sum(map(len, self.key)):
            self.key = other.key
        other.into = self
        self.refs += other.refs
        self.notes += other.notes
        for name in ("names", "forms", "kinds", "sides", "periods"):
            getattr(self, name).update(getattr(other, name))
        for name, values in other.features.items():
            self.features.setdefault(name, Counter()).update(values)


def best(counts: Counter[str]) -> str:
    """The most frequent key; among equals the longest, then the first by letters; "" if there is none."""
    return min(counts, key=lambda key: (-counts[key], -len(key), key), default="")


def at_odds(one: Cluster, two: Cluster) -> bool:
    """Whether the sides of two clusters are both known and differ."""
    return bool(one.side and two.side and one.side != two.side)


T = TypeVar("T")
K = TypeVar("K")


def blocks(items: Iterable[T], key: Callable[[T], K]) -> Iterator[tuple[K, list[T]]]:
    """`items` by `key`, in the order in which the keys first come up."""
    found: dict[K, list[T]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    yield from found.items()
