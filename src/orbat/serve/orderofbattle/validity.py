"""From when to when each statement counts, with the reason why it ends.

Accounts date few tenures. What they leave open is filled in three steps, and the page says which:

1. A statement with a time holds from then until another of the same formation begins later.
2. One without a time holds throughout. Where another person (or superior) is told of for the same formation,
   the two are put in the order in which the account tells of them, by the dated passages around.
3. A tenure ends when its holder is dismissed, killed or captured; all ends when the formation does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from orbat.serve.days import Period
from orbat.serve.orderofbattle.clock import Clock
from orbat.serve.orderofbattle.records import History, Kind, Statement

Presence = Mapping[str, Period]
"""From when to when a formation is there, by its IRI."""


class Basis(StrEnum):
    """What tells the time of a holding."""

    STATED = "stated"
    APPOINTED = "appointed"
    ACCOUNT = "account"
    UNDATED = "undated"


class End(StrEnum):
    """Why a holding ends."""

    SUCCESSOR = "successor"
    MOVED = "moved"
    DISMISSED = "dismissed"
    FELL = "fell"
    OPEN = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """A statement with the days on which it counts; None is open. `order` is when it is told of, if known."""

    statement: Statement
    first: int | None
    last: int | None
    basis: Basis
    order: Period | None
    end: End = End.OPEN
    ended_by: str = ""

    def holds(self, day: int) -> bool:
        """Whether it counts on `day`."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def holdings(history: History) -> tuple[Holding, ...]:
    """Every command and subordination with its days, by formation, then in order of time."""
    clock = Clock.of(history.dated)
    told = [_told(each, clock) for each in history.statements if each.kind in _CHAINED]
    above = _above(history.statements)
    groups: dict[tuple[str, Kind], list[Holding]] = {}
    for each in told:
        groups.setdefault((each.statement.one, each.statement.kind), []).append(each)
    chained = (_chained(groups[key], above) for key in sorted(groups))
    fates = _fates(history.statements)
    appointments = _appointments(history.statements)
    return tuple(_ended(_begun(each, appointments), fates) for group in chained for each in group)


def presences(history: History) -> dict[str, Period]:
    """When each formation is there: in the times that its accounts tell of, from its forming to its end."""
    periods = _eras(Clock.of(history.dated).periods())
    everything = list(periods.values())
    found = {}
    for iri, thing in history.things.items():
        told = [periods[each] for each in sorted(thing.documents) if each in periods] or everything
        if told:
            found[iri] = Period(min(each.first for each in told), max(each.last for each in told))
    for each in history.statements:
        here = found.get(each.one)
        if each.period is None or here is None:
            continue
        if each.kind is Kind.FORMATION and each.period.first <= here.last:
            found[each.one] = Period(each.period.first, here.last)
        elif each.kind is Kind.DISBANDMENT and each.period.last >= here.first:
            found[each.one] = Period(here.first, each.period.last)
    return found


def _eras(periods: Mapping[str, Period]) -> dict[str, Period]:
    """Each account with the time of all that meet it: one that ends early says of nobody that he left."""
    found: dict[str, Period] = {}
    era: list[str] = []
    for name in sorted(periods, key=lambda each: (periods[each].first, each)):
        whole = found[era[0]] if era else periods[name]
        era = [*era, name] if whole.meets(periods[name]) else [name]
        whole = Period(min(whole.first, periods[name].first), max(whole.last, periods[name].last))
        found.update(dict.fromkeys(era, whole if len(era) > 1 else periods[name]))
    return found


_CHAINED = frozenset({Kind.COMMAND, Kind.SUBORDINATION})


def _told(statement: Statement, clock: Clock) -> Holding:
    if statement.period is not None:
        return Holding(statement, statement.period.first, None, Basis.STATED, statement.period)
    places = (clock.at(passage) for passage in statement.passages)
    order = min((each for each in places if each), key=lambda each: (each.first, each.last), default=None)
    return Holding(statement, None, None, Basis.UNDATED, order)


def _chained(group: list[Holding], above: Mapping[str, frozenset[str]]) -> Iterator[Holding]:
    """Each of one formation's holdings ends where one that differs begins."""
    ordered = sorted(group, key=_key)
    for each in ordered:
        if each.order is None:
            yield each
            continue
        told = each.order
        rivals = [(r, r.order.first) for r in ordered if r.order and _rival(each, r, above)]
        begun = each
        if each.basis is Basis.UNDATED and any(first < told.first for _, first in rivals):
            begun = replace(each, first=told.first, basis=Basis.ACCOUNT)
        after = next(((r, first) for r, first in rivals if first > told.first), None)
        if after is None:
            yield begun
            continue
        follows, first = after
        reason = End.SUCCESSOR if each.statement.kind is Kind.COMMAND else End.MOVED
        sure = told.last if each.basis is Basis.STATED else told.first
        yield replace(begun, last=max(sure, first - 1), end=reason, ended_by=follows.statement.iri)


def _key(holding: Holding) -> tuple[int, int, str]:
    order = holding.order
    return (order.first, order.last, holding.statement.iri) if order else (0, 0, holding.statement.iri)


def _rival(one: Holding, other: Holding, above: Mapping[str, frozenset[str]]) -> bool:
    """Whether two differ: two people; or two superiors of which neither stands over the other."""
    a, b = one.statement.other, other.statement.other
    return a != b and a not in above.get(b, ()) and b not in above.get(a, ())


def _above(statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """All that a formation is ever told to stand under, at whatever remove."""
    direct: dict[str, set[str]] = {}
    for each in statements:
        if each.kind is Kind.SUBORDINATION:
            direct.setdefault(each.one, set()).add(each.other)
    return {unit: frozenset(_reach(unit, direct)) for unit in direct}


def _reach(start: str, direct: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    open_ = [start]
    while open_:
        for each in direct.get(open_.pop(), ()):
            if each not in found:
                found.add(each)
                open_.append(each)
    return found


def _fates(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    """What ends a person's commands, in order of time."""
    found: dict[str, list[Statement]] = {}
    for each in statements:
        if each.kind in {Kind.DISMISSAL, Kind.CASUALTY} and each.period is not None:
            found.setdefault(each.other, []).append(each)
    for told in found.values():
        told.sort(key=lambda each: (each.period.last if each.period else 0, each.iri))
    return found


def _appointments(statements: Iterable[Statement]) -> dict[tuple[str, str], int]:
    """The first day on which a person was given a formation."""
    found: dict[tuple[str, str], int] = {}
    for each in statements:
        if each.kind is Kind.APPOINTMENT and each.one and each.period is not None:
            key = (each.other, each.one)
            found[key] = min(found.get(key, each.period.first), each.period.first)
    return found


def _begun(holding: Holding, appointments: Mapping[tuple[str, str], int]) -> Holding:
    """An undated command begins with the appointment to it."""
    told = holding.statement
    first = appointments.get((told.other, told.one))
    if told.kind is not Kind.COMMAND or holding.basis is Basis.STATED or first is None:
        return holding
    if holding.last is not None and first > holding.last:
        return holding
    return replace(holding, first=first, basis=Basis.APPOINTED)


def _ended(holding: Holding, fates: Mapping[str, list[Statement]]) -> Holding:
    """A command ends at the latest with the next thing that befalls its holder."""
    told = holding.statement
    if told.kind is not Kind.COMMAND:
        return holding
    for fate in fates.get(told.other, ()):
        if fate.period is None or (fate.one and fate.one != told.one):
            continue
        begun = holding.first if holding.first is not None else holding.order.first if holding.order else None
        if begun is not None and fate.period.last < begun:
            continue
        if holding.last is not None and holding.last <= fate.period.last:
            return holding
        reason = End.DISMISSED if fate.kind is Kind.DISMISSAL else End.FELL
        return replace(holding, last=fate.period.last, end=reason, ended_by=fate.iri)
    return holding
