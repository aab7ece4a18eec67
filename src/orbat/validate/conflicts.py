"""Statements that cannot both be true: quads in, pairs with a sentence on each out.

A pair that is no conflict costs a reader's trust, one that is missed costs little: both statements are in the
graph. So every rule asks for more than it must. Numbers are compared where place, time and whose they are is
the same, since most accounts give many losses of one army; dates where one thing cannot happen twice; and two
statements that rest on one passage never conflict, because a sentence does not contradict itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING

from rdflib import URIRef

from orbat.namespaces import DEFAULT_BASE, ORBAT, graph_iri
from orbat.validate.chronology import backward
from orbat.validate.statements import Passage, Span, Statement, Statements, statements

if TYPE_CHECKING:
    from orbat.validate.infer import Quad

_MONTH = 31  # days
_YEAR = 366  # days: the same place does change hands twice in a longer time
_WEEK = 7  # days: a tenure that is dated more loosely leaves room for a successor
_SAME = 0.5  # of the longer of two times must be covered by the shorter, or it is a part of it
_SHOWN = 300  # characters of a passage


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements, by IRI, that disagree in `kind`: count, date, commander, side or chronology."""

    kind: str
    first: str
    second: str
    explanation: str


def conflicts(quads: Iterable[Quad]) -> list[Conflict]:
    """The conflicts among the statements of `quads`, sorted. Inferred quads may be there or not."""
    known = statements(quads)
    rules = (_counts, _dates, _commanders, _sides, _chronology)
    found = {conflict for rule in rules for conflict in rule(known)}
    return sorted(found, key=lambda each: (each.kind, each.first, each.second))


def conflict_quads(found: Iterable[Conflict], base_iri: str = DEFAULT_BASE) -> list[Quad]:
    """`orbat:conflictsWith`, both ways, in `<base>graph/inferred`, sorted."""
    graph = graph_iri(base_iri, "inferred")
    pairs = {pair for each in found for pair in ((each.first, each.second), (each.second, each.first))}
    return [(URIRef(first), ORBAT.conflictsWith, URIRef(second), graph) for first, second in sorted(pairs)]


def _counts(known: Statements) -> Iterator[Conflict]:
    """Two numbers for one loss, or for one strength."""

    def subject(each: Statement) -> Hashable:
        return (
            each.get("sufferedBy"),
            each.get("force"),
            each.get("of"),
            each.get("lossKind"),
            each.get("place"),
        )

    for kind, whose in (("Loss", "sufferedBy"), ("Strength", "force")):
        told = [each for each in known.of(kind) if each.get(whose) and each.get("of")]
        for first, second in _pairs(told, subject):
            if _same_occasion(first, second) and _apart(_range(first), _range(second)):
                of, who = known.names(first.get("of")), known.names(first.get(whose))
                yield _conflict("count", f"{kind} of {who} in {of}", first, second, known, _number)


def _dates(known: Statements) -> Iterator[Conflict]:
    """Two dates on which one actor took one place, which nobody else had meanwhile.

    Where one of two sources does not say who took it, both are taken to mean the same event if their dates
    lie within a month of each other.
    """
    changes = list(known.of("ChangeOfControl"))
    for kind in ("Capture", "Liberation"):
        told = [each for each in known.of(kind) if each.span and _is_spot(each, known)]
        for first, second in _pairs(told, lambda each: each.get("place")):
            if _one_taking(first, second) and _is_misdated(first, second, changes):
                who = known.names(first.get("agent") or second.get("agent"))
                what = f"{kind} of {known.names(first.get('place'))}" + (f" by {who}" if who else "")
                yield _conflict("date", what, first, second, known, _when)


def _one_taking(first: Statement, second: Statement) -> bool:
    """Whether two statements can mean one taking of a place.

    One actor took it; or two sources, of which one does not say who, put it within one month.
    """
    if first.get("agent") and second.get("agent"):
        return first.get("agent") == second.get("agent")
    apart = {passage.source for passage in first.passages}.isdisjoint(p.source for p in second.passages)
    if not apart or first.span is None or second.span is None:
        return False
    before, after = sorted((first.span, second.span), key=lambda span: span.first)
    return after.first - before.last <= _MONTH


def _commanders(known: Statements) -> Iterator[Conflict]:
    """Two people who command one unit within the same days."""
    told = [
        each
        for each in known.of("Command")
        if each.span and each.span.days <= _WEEK and _all(each.get("unit"), "MilitaryUnit", known)
    ]
    moved = {unit for each in known.of("PersonnelAction") for unit in each.get("unit") | each.get("person")}
    for first, second in _pairs(told, lambda each: (each.get("unit"), each.get("position"))):
        people = first.get("commander") | second.get("commander")
        apart = not first.get("commander") & second.get("commander")
        if apart and _meet(first, second) and not moved & (people | first.get("unit")):
            what = f"Command of {known.names(first.get('unit'))}"
            yield _conflict(
                "commander", what, first, second, known, lambda s: known.names(s.get("commander"))
            )


def _sides(known: Statements) -> Iterator[Conflict]:
    """Two sides for one unit, neither of which is a coalition or belongs to the other."""
    told = [each for each in known.of("Affiliation") if _all(each.get("member"), "MilitaryUnit", known)]
    for first, second in _pairs(told, lambda each: each.get("member")):
        strangers = all(
            _strangers(one, other, known) for one in first.get("side") for other in second.get("side")
        )
        apart_in_time = first.span and second.span and not first.span.meets(second.span)
        if strangers and not apart_in_time:
            what = f"Side of {known.names(first.get('member'))}"
            yield _conflict("side", what, first, second, known, lambda s: known.names(s.get("side")))


def _chronology(known: Statements) -> Iterator[Conflict]:
    """A time that is told before another of the same source and lies long after it, among times that fit."""
    for jump in backward(known.all):
        yield Conflict(
            "chronology",
            jump.early.statement,
            jump.late.statement,
            f"“{jump.early.span.stated}” is told before “{jump.late.span.stated}” and lies long after it; "
            f"{jump.years} year{'s' if jump.years > 1 else ''} earlier it would fit: "
            f"{_quoted(jump.early.passage, known)}; {_quoted(jump.late.passage, known)}.",
        )


def _pairs(
    told: Iterable[Statement], subject: Callable[[Statement], Hashable]
) -> Iterator[tuple[Statement, Statement]]:
    """All pairs with one subject that rest on different passages, each pair in the order of their IRIs."""
    groups: dict[Hashable, list[Statement]] = defaultdict(list)
    for each in told:
        groups[subject(each)].append(each)
    for group in groups.values():
        for first, second in combinations(group, 2):
            if first.passages and second.passages and not _share_words(first, second):
                yield first, second


def _share_words(first: Statement, second: Statement) -> bool:
    return any(
        one.source == other.source and one.start < other.end and other.start < one.end
        for one in first.passages
        for other in second.passages
    )


def _same_occasion(first: Statement, second: Statement) -> bool:
    """Whether two figures speak of one time: the same, or none in one source for one place."""
    if not _agree(first.get("inflictedBy"), second.get("inflictedBy")):
        return False
    if first.span and second.span:
        return _same_time(first.span, second.span)
    undated = first.span is None and second.span is None
    sources = {passage.source for passage in first.passages} & {passage.source for passage in second.passages}
    return undated and bool(sources) and bool(first.get("place"))


def _same_time(first: Span, second: Span) -> bool:
    """Whether two times are one. A day and its month are not: the day's losses are part of the month's."""
    common = min(first.last, second.last) - max(first.first, second.first) + 1
    return common > _SAME * max(first.days, second.days)


def _range(figure: Statement) -> tuple[float, float]:
    """The least and the greatest number that a figure allows."""
    open_ = figure.minimum is not None or figure.maximum is not None
    least = figure.minimum if figure.minimum is not None else 0 if open_ else figure.count
    most = figure.maximum if figure.maximum is not None else inf if open_ else figure.count
    return (0, inf) if least is None or most is None else (least, most)


def _apart(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return first[1] < second[0] or second[1] < first[0]


def _is_spot(change: Statement, known: Statements) -> bool:
    """Whether a place changes hands at once: a region may be taken piece by piece."""
    places = change.get("place")
    return bool(places) and not any("Region" in known.kinds.get(place, ()) for place in places)


def _is_misdated(first: Statement, second: Statement, changes: Iterable[Statement]) -> bool:
    """Whether two dated changes of one place are one, told with two dates."""
    if first.span is None or second.span is None or first.span.meets(second.span):
        return False
    before, after = sorted((first.span, second.span), key=lambda span: span.first)
    if after.first - before.last > _YEAR:
        return False
    return not any(
        change.get("place") & first.get("place")
        and change not in (first, second)
        and not (change.kinds == first.kinds and change.get("agent") & first.get("agent"))
        and (change.span is None or (change.span.last >= before.first and change.span.first <= after.last))
        for change in changes
    )


def _meet(first: Statement, second: Statement) -> bool:
    return first.span is not None and second.span is not None and first.span.meets(second.span)


def _strangers(one: str, other: str, known: Statements) -> bool:
    """Whether nobody can belong to both sides: they are two, no coalition, and not known to be linked."""
    coalition = any("Coalition" in known.kinds.get(side, ()) for side in (one, other))
    linked = other in known.near.get(one, ()) or one in known.near.get(other, ())
    return one != other and not coalition and not linked


def _agree(first: frozenset[str], second: frozenset[str]) -> bool:
    return not first or not second or bool(first & second)


def _all(things: frozenset[str], kind: str, known: Statements) -> bool:
    return bool(things) and all(kind in known.kinds.get(thing, ()) for thing in things)


def _conflict(
    kind: str,
    what: str,
    first: Statement,
    second: Statement,
    known: Statements,
    say: Callable[[Statement], str],
) -> Conflict:
    told = " and ".join(f"{say(each)} in {_quoted(each.passages[0], known)}" for each in (first, second))
    return Conflict(kind, first.iri, second.iri, f"{what}: {told}.")


def _number(figure: Statement) -> str:
    """The number as its source gives it."""
    if figure.count is not None:
        return f"{figure.count:,}"
    least = f"{figure.minimum:,}" if figure.minimum is not None else ""
    most = f"{figure.maximum:,}" if figure.maximum is not None else ""
    return f"{least} to {most}" if least and most else f"at least {least}" if least else f"at most {most}"


def _when(each: Statement) -> str:
    return each.span.stated if each.span else ""


def _quoted(passage: Passage, known: Statements) -> str:
    """The words of a passage and the name of its source."""
    words = " ".join(passage.quote.split())
    shown = words if len(words) <= _SHOWN else f"{words[:_SHOWN].rsplit(' ', 1)[0]} ..."
    return f"“{shown}” ({known.name(passage.source)})"
