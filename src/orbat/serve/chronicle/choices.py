"""What a reader of the map can choose: times, kinds of events, whom to follow; worked out once a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orbat.serve.chronicle.records import HAPPENED, WHERE, Chronicle, Event
from orbat.serve.dates import span_words
from orbat.serve.days import Period, date_of, parse_period

_DAYS_OF_MONTH = 31
_MONTHS = 120
"""A graph that tells of more months than this offers only years."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time: `value` is what an address says for it, `n` how many events lie in it."""

    value: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class Choices:
    """`whole` and `usual` are all that is dated, and what is shown unasked; the pairs are value and label.

    `followed` are the actors whose way leads over several places, `unplaced` the places that no map can show.
    """

    whole: Period | None
    usual: Period | None
    eras: tuple[Stretch, ...]
    months: tuple[Stretch, ...]
    years: tuple[Stretch, ...]
    kinds: tuple[tuple[str, str], ...]
    followed: tuple[tuple[str, str], ...]
    unplaced: tuple[str, ...]

    @classmethod
    def of(cls, chronicle: Chronicle, kinds: Mapping[str, str]) -> Choices:
        """The choices that `chronicle` offers; `kinds` are the names of the kinds of events."""
        dated = [each for each in chronicle.events if each.period is not None and each.modality == HAPPENED]
        found = {each.kind for each in chronicle.events}
        named = sorted(((kind, kinds.get(kind, kind)) for kind in found), key=lambda each: (each[1], each[0]))
        return cls(
            chronicle.period(),
            chronicle.usual(),
            _eras(chronicle),
            _months(dated),
            _years(dated),
            tuple(named),
            _followed(chronicle),
            _unplaced(chronicle),
        )


def _eras(chronicle: Chronicle) -> tuple[Stretch, ...]:
    found = []
    for each in chronicle.eras():
        first, last = date_of(each.period.first), date_of(each.period.last)
        found.append(Stretch(f"{first}/{last}", span_words(first, last), each.n))
    return tuple(found) if len(found) > 1 else ()


def _months(events: Iterable[Event]) -> tuple[Stretch, ...]:
    counts = Counter(
        date_of(each.period.first).rpartition("-")[0]
        for each in events
        if each.period and each.period.last - each.period.first < _DAYS_OF_MONTH
    )
    return _stretches(counts) if len(counts) <= _MONTHS else ()


def _years(events: Iterable[Event]) -> tuple[Stretch, ...]:
    return _stretches(Counter(date_of(each.period.first).rsplit("-", 2)[0] for each in events if each.period))


def _stretches(counts: Counter[str]) -> tuple[Stretch, ...]:
    found = []
    for value, n in counts.items():
        period = parse_period(value)
        if period is not None:
            label = span_words(date_of(period.first), date_of(period.last))
            found.append((period.first, Stretch(value, label, n)))
    return tuple(each for _, each in sorted(found, key=lambda each: each[0]))


def _followed(chronicle: Chronicle) -> tuple[tuple[str, str], ...]:
    stops: dict[str, set[str]] = {}
    places = chronicle.places
    for event in chronicle.events:
        here = {each for each in event.of(*WHERE) if each in places and places[each].at is not None}
        for actor in event.of("agent", "opponent", "unit", "person") if event.modality == HAPPENED else ():
            stops.setdefault(actor, set()).update(here)
    actors = [iri for iri, each in stops.items() if len(each) > 1 and chronicle.sides.get(iri) != iri]
    named = [(iri, chronicle.labels[iri]) for iri in actors if iri in chronicle.labels]
    return tuple(sorted(named, key=lambda each: (each[1], each[0])))


def _unplaced(chronicle: Chronicle) -> tuple[str, ...]:
    places = chronicle.places
    used = {place for event in chronicle.events for place in event.of(*WHERE) if place in places}
    nowhere = (iri for iri in used if places[iri].at is None)
    return tuple(sorted(nowhere, key=lambda iri: (places[iri].label, iri)))
