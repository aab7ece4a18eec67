"""A graph's whole order of battle, and the part of it that concerns one side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orbat.serve.days import Period
from orbat.serve.orderofbattle.records import History, Kind, Sort, Statement, Thing
from orbat.serve.orderofbattle.validity import Holding, holdings, presences

NO_SIDE = ""
"""Stands for the formations whose side no account tells."""


@dataclass(frozen=True, slots=True)
class OrderOfBattle:
    """Everything, with what is asked of it again and again. `allegiance` leads from a thing to its sides.

    The sides of what is `borrowed` are not told of it but of who led it.
    """

    things: Mapping[str, Thing]
    holdings: tuple[Holding, ...]
    presence: Mapping[str, Period]
    allegiance: Mapping[str, tuple[Statement, ...]]
    borrowed: frozenset[str]
    statements: Mapping[str, Statement]

    @classmethod
    def of(cls, history: History) -> OrderOfBattle:
        """The order of battle that `history` gives."""
        allegiance: dict[str, list[Statement]] = {}
        for each in history.statements:
            if each.kind is Kind.AFFILIATION and each.one != each.other:
                allegiance.setdefault(each.one, []).append(each)
        held = holdings(history)
        borrowed: dict[str, list[Statement]] = {}
        for holding in held:
            told = holding.statement
            if told.kind is Kind.COMMAND and told.one not in allegiance and told.one != told.other:
                borrowed.setdefault(told.one, []).extend(allegiance.get(told.other, ()))
        return cls(
            history.things,
            held,
            presences(history),
            {iri: tuple(told) for iri, told in (allegiance | borrowed).items() if told},
            frozenset(iri for iri, told in borrowed.items() if told),
            {each.iri: each for each in history.statements},
        )

    def sides(self) -> tuple[tuple[str, int], ...]:
        """Each side that has formations, or commanders of its forces, with their number; the greatest first.

        `NO_SIDE` comes last, if there are formations of no side.
        """
        found = []
        for iri, thing in self.things.items():
            if thing.sort is Sort.SIDE:
                size = len(self.of_side(iri).members)
                led = any(each.statement.one == iri for each in self.holdings)
                if size or led:
                    found.append((iri, size))
        found.sort(key=lambda each: (-each[1], self.things[each[0]].label))
        homeless = len(self.of_side(NO_SIDE).members)
        return (*found, *([(NO_SIDE, homeless)] if homeless else []))

    def of_side(self, side: str) -> SideOrder:
        """What concerns `side`, or what has no side for `NO_SIDE`."""
        partners = self._partners(side)
        groups = {Sort.UNIT, Sort.ORGANIZATION}
        members = {
            iri
            for iri, thing in self.things.items()
            if thing.sort in groups and self._belongs(iri, side, partners)
        }
        chain = [each for each in self.holdings if each.statement.kind is Kind.SUBORDINATION]
        members |= self._joined(members, chain)
        linked = {iri for each in self.holdings for iri in (each.statement.one, each.statement.other)}
        kept = {iri for iri in members if self.things[iri].sort is Sort.UNIT or iri in linked}
        superiors = {
            each.statement.other
            for each in chain
            if each.statement.one in kept and self._sort(each.statement.other) in groups
        }
        nodes = kept | superiors | (partners & set(self.things))
        mine = tuple(each for each in self.holdings if each.statement.one in nodes)
        return SideOrder(side, frozenset(kept), frozenset(nodes), mine, self)

    def _partners(self, side: str) -> set[str]:
        """The side and those that belong to it, as to a coalition."""
        found, open_ = {side}, [side]
        while open_ and side:
            above = open_.pop()
            for iri, told in self.allegiance.items():
                joined = self._sort(iri) is Sort.SIDE and iri not in found
                if joined and any(each.other == above for each in told):
                    found.add(iri)
                    open_.append(iri)
        return found

    def _belongs(self, iri: str, side: str, partners: set[str]) -> bool:
        told = self.allegiance.get(iri, ())
        if side == NO_SIDE:
            return not told and self.things[iri].sort is Sort.UNIT
        return any(each.other in partners for each in told)

    def _joined(self, members: set[str], chain: Iterable[Holding]) -> set[str]:
        """`members` with the formations of no side of their own that stand under or over them."""
        beside: dict[str, set[str]] = {}
        for each in chain:
            for one, other in (
                (each.statement.one, each.statement.other),
                (each.statement.other, each.statement.one),
            ):
                if not self.allegiance.get(one):
                    beside.setdefault(other, set()).add(one)
        found, open_ = set(members), list(members)
        while open_:
            for iri in beside.get(open_.pop(), ()):
                if self._sort(iri) is Sort.UNIT and iri not in found:
                    found.add(iri)
                    open_.append(iri)
        return found

    def _sort(self, iri: str) -> Sort | None:
        thing = self.things.get(iri)
        return None if thing is None else thing.sort


@dataclass(frozen=True, slots=True)
class SideOrder:
    """One side's part. `members` are its own formations, `nodes` also foreign superiors, and partners."""

    side: str
    members: frozenset[str]
    nodes: frozenset[str]
    holdings: tuple[Holding, ...]
    whole: OrderOfBattle

    def foreign(self, iri: str) -> bool:
        """Whether an account tells another side of what is no member."""
        known = bool(self.whole.allegiance.get(iri)) and self.whole.things[iri].sort is not Sort.SIDE
        return known and iri not in self.members

    def present(self, iri: str, day: int) -> bool:
        """Whether a thing is there on `day`; sides always are."""
        if self.whole.things[iri].sort is Sort.SIDE:
            return True
        period = self.whole.presence.get(iri)
        return period is None or day in period

    def period(self) -> Period | None:
        """From the first to the last day that the accounts of this side's formations tell of."""
        told = [self.whole.presence[iri] for iri in self.members if iri in self.whole.presence]
        if not told and self.side in self.whole.presence:
            told = [self.whole.presence[self.side]]
        if not told:
            return None
        return Period(min(each.first for each in told), max(each.last for each in told))

    def days(self) -> tuple[int, ...]:
        """The days on which something changes: the stops of the slider."""
        period = self.period()
        if period is None:
            return ()
        found = {period.first, period.last}
        for each in self.holdings:
            found |= {each.first} if each.first is not None else set()
            found |= {each.last + 1} if each.last is not None else set()
        for iri in self.members:
            if iri in self.whole.presence:
                found |= {self.whole.presence[iri].first, self.whole.presence[iri].last + 1}
        return tuple(sorted(day for day in found if day in period))

    def best_day(self) -> int | None:
        """A day on which the tree shows much: the first of those with the most links."""
        days = self.days()
        if not days:
            return None
        return max(days, key=lambda day: (self._links(day), -day))

    def _links(self, day: int) -> int:
        return sum(each.holds(day) and self.present(each.statement.one, day) for each in self.holdings)
