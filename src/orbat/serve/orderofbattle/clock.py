"""Where an account stands in time at each of its passages, from the dated statements around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import quantiles

from orbat.serve.days import Period
from orbat.serve.orderofbattle.records import Dated, Passage

_LOOSE = 400  # days; a time wider than that tells too little of where an account stands
_FENCES = 3.0  # of the quartiles' distance: what lies farther out is an aside (Tukey's far outliers)
_SLACK = 366  # days that an account may always reach beyond its quartiles
_FEW = 4


@dataclass(frozen=True, slots=True)
class Clock:
    """The dated passages of each document in their order."""

    _documents: Mapping[str, tuple[Dated, ...]]
    _starts: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, dated: Iterable[Dated]) -> Clock:
        """The clock of all accounts."""
        found: dict[str, list[Dated]] = {}
        for each in dated:
            if each.period.last - each.period.first <= _LOOSE:
                found.setdefault(each.document, []).append(each)
        ordered = {
            name: tuple(sorted(each, key=lambda d: (d.start, d.end, d.period.first, d.period.last)))
            for name, each in sorted(found.items())
        }
        return cls(ordered, {name: tuple(d.start for d in each) for name, each in ordered.items()})

    def at(self, passage: Passage) -> Period | None:
        """When the account stands at a passage: the time told in it, else the last before, else the next."""
        dated = self._documents.get(passage.document)
        if not dated:
            return None
        until = bisect_left(self._starts[passage.document], passage.end)
        inside = [d.period for d in dated[max(until - 8, 0) : until] if d.end > passage.start]
        if inside:
            return min(inside, key=lambda period: (period.last - period.first, period.first))
        return dated[until - 1].period if until else dated[0].period

    def periods(self) -> dict[str, Period]:
        """From when to when each account tells, asides left out."""
        return {name: _bulk([each.period for each in dated]) for name, dated in self._documents.items()}


def _bulk(periods: list[Period]) -> Period:
    if len(periods) >= _FEW:
        low, _, high = quantiles([(each.first + each.last) / 2 for each in periods], n=4, method="inclusive")
        reach = max(_FENCES * (high - low), _SLACK)
        periods = [each for each in periods if each.last >= low - reach and each.first <= high + reach]
    return Period(min(each.first for each in periods), max(each.last for each in periods))
