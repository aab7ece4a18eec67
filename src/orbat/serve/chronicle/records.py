"""Events and places, as the graph has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orbat.serve.dates import When
from orbat.serve.days import Period
from orbat.serve.orderofbattle.records import Passage

HAPPENED = "Happened"
_PAUSE = 3 * 366  # days without an event that part two eras
_LOOSE = 800  # days; a wider time tells too little of when
_FEW = 3  # events that make an era; fewer are an aside
WHERE = ("place", "destination", "origin", "objective")
"""The roles of places in events; the first that an event has is where it is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place. `at` is latitude and longitude, None where none could be found; `sure`: no other is meant."""

    iri: str
    label: str
    kind: str
    at: tuple[float, float] | None
    sure: bool


@dataclass(frozen=True, slots=True)
class Role:
    """A thing in an event, by the local name of the property."""

    name: str
    thing: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or was only ordered, planned or denied (`modality`).

    `kind` is the narrowest of its `classes`, all by their local names.
    """

    iri: str
    kind: str
    classes: frozenset[str]
    label: str
    modality: str
    period: Period | None
    when: When | None
    confidence: float
    contested: bool
    roles: tuple[Role, ...]
    passages: tuple[Passage, ...]

    def of(self, *names: str) -> tuple[str, ...]:
        """What fills one of the roles `names`, in their order, each once."""
        found = (role.thing for name in names for role in self.roles if role.name == name)
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Era:
    """A time without a long pause, and how many events lie in it."""

    period: Period
    n: int


@dataclass(frozen=True, slots=True)
class Chronicle:
    """All events in order of time, those without a date last. `sides` leads from an actor to its side."""

    events: tuple[Event, ...]
    places: Mapping[str, Place]
    labels: Mapping[str, str]
    sides: Mapping[str, str]

    def period(self) -> Period | None:
        """From the first to the last day that an event has."""
        dated = [each.period for each in self.events if each.period is not None]
        if not dated:
            return None
        return Period(min(each.first for each in dated), max(each.last for each in dated))

    def eras(self) -> tuple[Era, ...]:
        """The times that the accounts tell of, in order: without what they only look back or ahead to."""
        found: list[list[Period]] = []
        end = 0
        for period in (each.period for each in self.events if each.period is not None):
            if period.last - period.first > _LOOSE:
                continue
            if not found or period.first - end > _PAUSE:
                found.append([])
            end = period.last if not found[-1] else max(end, period.last)
            found[-1].append(period)
        most = max(map(len, found), default=0)
        told = (each for each in found if len(each) >= min(_FEW, most))
        return tuple(Era(Period(each[0].first, max(p.last for p in each)), len(each)) for each in told)

    def usual(self) -> Period | None:
        """The era with the most events; the whole time where two share that, or no date is exact."""
        eras = sorted(self.eras(), key=lambda each: each.n, reverse=True)
        if not eras or (len(eras) > 1 and eras[0].n == eras[1].n):
            return self.period()
        return eras[0].period
