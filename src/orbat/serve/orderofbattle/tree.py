"""The tree of a side on a day, and what differs between two days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from orbat.serve.orderofbattle.model import SideOrder
from orbat.serve.orderofbattle.records import Kind, Sort, Thing
from orbat.serve.orderofbattle.validity import Holding


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody or something above a formation on a day, with the statements that say so."""

    other: Thing
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A formation in the tree. `superiors` has more than one where accounts disagree.

    `foreign`: it is of another side, and shown for what stands under it. `again`: it stands above itself, so
    its parts are not shown once more.
    """

    thing: Thing
    commanders: tuple[Link, ...]
    superiors: tuple[Link, ...]
    children: tuple[Node, ...]
    foreign: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """What is there on a day: for each formation the superiors and the commanders."""

    superiors: Mapping[str, Mapping[str, tuple[Holding, ...]]]
    commanders: Mapping[str, Mapping[str, tuple[Holding, ...]]]


class Turn(StrEnum):
    """How a formation differs between two days."""

    ADDED = "added"
    GONE = "gone"
    COMMANDER = "commander"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` and `after` are commanders or superiors; the holdings say why."""

    turn: Turn
    thing: Thing
    before: tuple[Thing, ...] = ()
    after: tuple[Thing, ...] = ()
    holdings: tuple[Holding, ...] = ()


def state(order: SideOrder, day: int) -> State:
    """What `order` has on `day`."""
    present = {iri for iri in order.nodes if order.present(iri, day)}
    superiors: dict[str, dict[str, list[Holding]]] = {iri: {} for iri in present}
    commanders: dict[str, dict[str, list[Holding]]] = {iri: {} for iri in present}
    for each in order.holdings:
        told = each.statement
        if told.one not in present or not each.holds(day) or told.other not in order.whole.things:
            continue
        if told.kind is Kind.COMMAND:
            commanders[told.one].setdefault(told.other, []).append(each)
        elif told.other in present and told.other != told.one:
            superiors[told.one].setdefault(told.other, []).append(each)
    return State(
        {iri: _fixed(_direct(iri, superiors)) for iri in superiors},
        {iri: _fixed(found) for iri, found in commanders.items()},
    )


def _direct(iri: str, superiors: Mapping[str, Mapping[str, list[Holding]]]) -> Mapping[str, list[Holding]]:
    """The superiors of `iri` without those that stand above another of them."""
    mine = superiors[iri]
    if len(mine) < 2:
        return mine
    indirect = {above for each in mine for above in _above(each, superiors)} - {iri}
    kept = {each: told for each, told in mine.items() if each not in indirect}
    return kept or mine  # superiors above each other in a ring are all shown


def _above(iri: str, superiors: Mapping[str, Mapping[str, list[Holding]]]) -> set[str]:
    found: set[str] = set()
    open_ = [iri]
    while open_:
        for each in superiors.get(open_.pop(), {}):
            if each not in found:
                found.add(each)
                open_.append(each)
    return found


def _fixed(found: Mapping[str, list[Holding]]) -> Mapping[str, tuple[Holding, ...]]:
    return {iri: tuple(told) for iri, told in found.items()}


def tree(order: SideOrder, at: State) -> tuple[Node, ...]:
    """The formations of `at` that nothing stands above, with all below; each thing that is there is in it."""
    below: dict[str, list[str]] = {}
    for iri, above in at.superiors.items():
        for each in above:
            below.setdefault(each, []).append(iri)
    shown: set[str] = set()

    def node(iri: str, path: frozenset[str]) -> Node:
        shown.add(iri)
        again = iri in path
        children = () if again else tuple(node(each, path | {iri}) for each in _sorted(below.get(iri, ())))
        return Node(
            things[iri],
            _links(at.commanders[iri], things),
            _links(at.superiors[iri], things),
            children,
            order.foreign(iri),
            again,
        )

    def _sorted(iris: Iterable[str]) -> list[str]:
        return sorted(iris, key=lambda iri: (rank(things[iri]), iri))

    things = order.whole.things
    roots = [iri for iri in _sorted(at.superiors) if not at.superiors[iri] and _wanted(iri, order, at, below)]
    nodes = [node(iri, frozenset()) for iri in roots]
    ringed = (iri for iri in _sorted(at.superiors) if iri not in shown and at.superiors[iri])
    nodes.extend(node(iri, frozenset()) for iri in ringed)  # what stands in a ring hangs on no root
    return tuple(nodes)


def _wanted(iri: str, order: SideOrder, at: State, below: Mapping[str, list[str]]) -> bool:
    """Sides, bodies and strangers are shown for what hangs on them; the side's own formations always."""
    if iri in order.members and order.whole.things[iri].sort is Sort.UNIT:
        return True
    return bool(below.get(iri)) or bool(at.commanders[iri] and (iri in order.members or iri == order.side))


def rank(thing: Thing) -> tuple[int, int, int, str]:
    """Sides first, then bodies, then formations from the largest down, by number and name."""
    sorts = {Sort.SIDE: 0, Sort.ORGANIZATION: 1}
    digits = "".join(c for c in thing.label.partition(" ")[0] if c.isdigit())
    return sorts.get(thing.sort, 2), -thing.level, int(digits or 0), thing.label


def _links(found: Mapping[str, tuple[Holding, ...]], things: Mapping[str, Thing]) -> tuple[Link, ...]:
    return tuple(
        Link(things[iri], found[iri]) for iri in sorted(found, key=lambda iri: (things[iri].label, iri))
    )


def changes(order: SideOrder, before: State, after: State) -> tuple[Change, ...]:
    """What `after` has that `before` had not, and the other way round, in the order of the tree."""
    things = order.whole.things
    found: list[Change] = []
    for iri in sorted(set(before.superiors) | set(after.superiors), key=lambda iri: (rank(things[iri]), iri)):
        if iri not in before.superiors or iri not in after.superiors:
            if iri in order.members:
                turn = Turn.GONE if iri in before.superiors else Turn.ADDED
                found.append(Change(turn, things[iri]))
            continue
        for turn, one, two in (
            (Turn.COMMANDER, before.commanders[iri], after.commanders[iri]),
            (Turn.MOVED, before.superiors[iri], after.superiors[iri]),
        ):
            if set(one) != set(two):
                why = [h for each in sorted(set(two) - set(one)) for h in two[each]]
                why += [h for each in sorted(set(one) - set(two)) for h in one[each]]
                found.append(Change(turn, things[iri], _named(one, things), _named(two, things), tuple(why)))
    return tuple(found)


def _named(iris: Iterable[str], things: Mapping[str, Thing]) -> tuple[Thing, ...]:
    return tuple(things[iri] for iri in sorted(iris, key=lambda iri: (things[iri].label, iri)))
