"""Who held which place: from captures and liberations in their order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orbat.serve.chronicle.records import HAPPENED, Chronicle, Event
from orbat.serve.days import Period

_MONTH = 31  # days within which two accounts may date one taking


@dataclass(frozen=True, slots=True)
class Handover:
    """A place passes from one holder to another. Holders are sides, or whoever took it; "" is not told.

    `guessed`: what the account does not tell of here is taken from the handovers before.
    """

    place: str
    event: Event
    period: Period | None
    before: str
    after: str
    guessed: bool = False


def handovers(chronicle: Chronicle) -> tuple[Handover, ...]:
    """What changed hands, in order of time; what has no date comes last, and follows from nothing."""
    rivals = _rivals(chronicle)
    by_place: dict[str, list[Event]] = {}
    for event in chronicle.events:
        if "ChangeOfControl" in event.classes and event.modality == HAPPENED:
            for place in event.of("place"):
                if place in chronicle.places:
                    by_place.setdefault(place, []).append(event)
    found = [
        each for place, events in by_place.items() for each in _of_place(place, events, chronicle, rivals)
    ]
    return tuple(sorted(found, key=_order))


def _rivals(chronicle: Chronicle) -> dict[str, frozenset[str]]:
    """The sides that fight in each account."""
    found: dict[str, set[str]] = {}
    for event in chronicle.events:
        if "MilitaryAction" in event.classes:
            sides = {
                chronicle.sides[each] for each in event.of("agent", "opponent") if each in chronicle.sides
            }
            for passage in event.passages:
                found.setdefault(passage.document, set()).update(sides)
    return {document: frozenset(sides) for document, sides in found.items()}


def _freed(event: Event, former: str, holder: str, rivals: Mapping[str, frozenset[str]]) -> str:
    """Who has a place back from `holder`: who had it before, else the other side of an account of two."""
    if former and former != holder:
        return former
    told = [rivals[each.document] for each in event.passages if each.document in rivals]
    others = [sides - {holder} for sides in told if holder in sides]
    return next((side for each in others if len(each) == 1 for side in each), "")


def _of_place(
    place: str, events: list[Event], chronicle: Chronicle, rivals: Mapping[str, frozenset[str]]
) -> Iterator[Handover]:
    holder, former = "", ""
    latest: Event | None = None
    for event in events:
        taker = _side(event.of("agent"), chronicle)
        loser = _side(event.of("opponent"), chronicle)
        if event.period is None:
            yield Handover(place, event, None, loser, taker)
            continue
        if not taker and latest is not None and _retold(latest, event):
            yield Handover(place, event, event.period, former, holder, guessed=True)
            continue
        latest = event
        before = loser or holder
        told = taker
        if not taker and event.kind == "Liberation":
            taker = _freed(event, former, before, rivals)
        if before == taker and not loser:
            before = ""
        guessed = (before, taker) != (loser, told)
        yield Handover(place, event, event.period, before, taker, guessed)
        holder, former = taker, before or former


def _retold(before: Event, event: Event) -> bool:
    """Whether `event`, which does not say who took the place, is the taking `before`, told once more."""
    if before.period is None or event.period is None or before.kind != event.kind:
        return False
    return event.period.first - before.period.last <= _MONTH


def _side(actors: tuple[str, ...], chronicle: Chronicle) -> str:
    """The side of the first actor that has one, else the first actor."""
    return next((chronicle.sides[each] for each in actors if each in chronicle.sides), next(iter(actors), ""))


def _order(each: Handover) -> tuple[bool, int, int, str, str]:
    if each.period is None:
        return True, 0, 0, each.place, each.event.iri
    return False, each.period.first, each.period.last, each.place, each.event.iri
