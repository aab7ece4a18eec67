"""Years that cannot be: a time that a source tells too early, found by the times around it.

Accounts do look ahead (*he died in 1974*) and take theatres one after the other, so a step back in time
proves nothing. A wrong year betrays itself otherwise: a block of times lies long after what is told
before it and after it, these two agree with each other, and the whole block fits between them if its year is
a few less. Times in the block that name no year took theirs over from one that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from orbat.validate.statements import Passage, Span, Statement

_LONG = 183  # days by which a block must lie after its neighbours
_NEAR = 183  # days within which the neighbours agree
_EXACT = 31  # days of the longest time that counts: a season or a year says too little
_NAMED = 4  # years that a slip may name, each after the first counting on from it; more make a chapter
_SLIP = 3  # years by which a writer errs
_SLACK = 31  # days by which the corrected block may miss its place
_YEAR = 365.2425


@dataclass(frozen=True, slots=True)
class Told:
    """A time in a source: a statement that has it, where, and whether something happened then."""

    statement: str
    span: Span
    passage: Passage
    happened: bool


@dataclass(frozen=True, slots=True)
class Jump:
    """`early` is told before `late` and lies long after it; `years` earlier it would fit."""

    early: Told
    late: Told
    years: int


def backward(all_: Iterable[Statement]) -> Iterator[Jump]:
    """The times that cannot be, source by source, in the order of the text."""
    told: dict[str, list[Told]] = defaultdict(list)
    for each in all_:
        if each.span is not None and each.span.days <= _EXACT and each.modality != "Denied":
            for passage in each.passages:
                told[passage.source].append(Told(each.iri, each.span, passage, each.modality == "Happened"))
    for source in sorted(told):
        yield from _jumps(_in_order(told[source]))


def _in_order(told: Iterable[Told]) -> list[Told]:
    """The times in their order; of neighbours that are the same the first, or the first that names a year."""
    ordered = sorted(told, key=lambda each: (each.passage.start, each.span.first, each.statement))
    runs = groupby(ordered, key=lambda each: (each.span.first, each.span.last))
    return [_first(list(run)) for _, run in runs]


def _first(run: Sequence[Told]) -> Told:
    first = min(run, key=lambda each: not each.span.names_year)
    return replace(first, happened=any(each.happened for each in run))


def _jumps(told: Sequence[Told]) -> Iterator[Jump]:
    for at in range(2, len(told)):
        late = told[at]
        start = _block_before(told, at)
        block = told[start:at]
        named = [each for each in block if each.span.names_year]
        if start and 0 < len(named) <= _NAMED and late.happened and any(each.happened for each in block):
            before = told[start - 1].span
            years = _years_off(block, before, late.span)
            if years and _near(before, late.span):
                yield Jump(named[0], _naming_year(told[at:], late), years)


def _block_before(told: Sequence[Told], at: int) -> int:
    """The index of the first of the times that stand together before `at` and lie long after it."""
    start = at
    while start and told[start - 1].span.first > told[at].span.last + _LONG:
        start -= 1
    return start


def _years_off(block: Sequence[Told], before: Span, after: Span) -> int:
    """How many years less make the block fit between its neighbours; 0 if none do."""
    first, last = min(each.span.first for each in block), max(each.span.last for each in block)
    for years in range(1, _SLIP + 1):
        shift = round(years * _YEAR)
        if first - shift >= before.first - _SLACK and last - shift <= after.last + _SLACK:
            return years
    return 0


def _near(before: Span, after: Span) -> bool:
    """Whether the block's neighbours are in order and close to each other."""
    return before.first <= after.last and after.first - before.last <= _NEAR


def _naming_year(told: Sequence[Told], late: Told) -> Told:
    """The first of the next times that names its year and agrees with `late`; `late` itself if none does."""
    close = (each for each in told if abs(each.span.first - late.span.first) <= _NEAR)
    return next((each for each in close if each.span.names_year), late)
