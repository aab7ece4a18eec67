"""The thread of a narrative: the dates it came through, and the year that they give to an unfinished one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from orbat.annotate.dates.calendar import SEASON_START, add_years, is_day
from orbat.annotate.dates.sense import Range

_KEPT = 4  # dates of the narrative that an unfinished one may follow
# Costs, in months of story time, of reading an unfinished date as following an earlier one. A story moves
# forward; it goes back a little dearer; an earlier thread is picked up again only where that is much nearer.
_BACK = 0.5
_BACK_RATE = 1.3
_YEAR_BACK = 5.0
_OLDER = 1.0
_BARE_YEAR = 1.0
_MOVED = 1.0  # to a thread of an earlier year than the one to which the story has gone on
_PASSING = 1.0
_ASIDE = 3.0
_PART_MONTH = {"START": 2, "MID": 6, "END": 11}


class Lead(IntEnum):
    """How much a date leads the story: *In 1942* at the head of a sentence does, *the 1850 levels* hardly."""

    FULL = 0
    PASSING = 1
    ASIDE = 2


@dataclass(frozen=True, slots=True)
class Point:
    """As much of a date as the narrative has said.

    `said` is the range of the expression that stated the year, `last` of the one that led here.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: str = ""
    said: Range | None = None
    last: Range | None = None
    lead: Lead = Lead.FULL
    mod: str = ""

    def near_month(self) -> int | None:
        """The month, or that of the season or part of the year; a winter is taken by its January."""
        if self.month or self.season:
            return self.month or {**SEASON_START, "WI": 1}[self.season]
        return _PART_MONTH.get(self.mod)


@dataclass(slots=True)
class Thread:
    """The latest points of a narrative, newest last; `start` counts until there is one."""

    start: Point = Point()
    points: list[Point] = field(default_factory=list)

    @property
    def now(self) -> Point:
        """Where the narrative stands."""
        leading = (p for p in reversed(self.points) if p.lead is not Lead.ASIDE)
        return next(leading, self.points[-1] if self.points else self.start)

    def go(self, point: Point) -> None:
        """The narrative goes on from `point`."""
        self.points.append(point)
        del self.points[:-_KEPT]

    def restart(self, point: Point) -> None:
        """A heading says where the narrative is."""
        self.points[:] = [point]

    def place(self, month: int, day: int | None) -> tuple[int, Point] | None:
        """The year of a date that is stated without one, and the point it follows; None before any year."""
        best: tuple[float, int, Point] | None = None
        older = 0.0
        latest: int | None = None
        for point in reversed(self.points or [self.start]):
            moved = latest is not None and point.year is not None and point.year < latest
            for cost, year in _readings(point, month, day):
                total = cost + older + (0, _PASSING, _ASIDE)[point.lead] + (_MOVED if moved else 0)
                if best is None or total < best[0]:
                    best = (total, year, point)
            older += 0 if point.lead is Lead.ASIDE else _OLDER
            if point.lead is Lead.FULL and point.year is not None and latest is None:
                latest = point.year
        return (best[1], best[2]) if best else None


def _readings(point: Point, month: int, day: int | None) -> list[tuple[float, int]]:
    """The years that a month may have after `point`, each with its cost."""
    if point.year is None:
        return []
    now = point.near_month()
    if now is None:
        return [(_BARE_YEAR, point.year)] if is_day(point.year, month, day or 1) else []
    steps = [(add_years(point.year, shift), 12 * shift + month - now) for shift in (-1, 0, 1)]
    back = bool(day and point.day and day < point.day)
    return [
        (_cost(months, back=back) + (_YEAR_BACK if year < point.year else 0), year)
        for year, months in steps
        if is_day(year, month, day or 1)
    ]


def _cost(months: int, *, back: bool) -> float:
    """Of a step of so many months; `back` says which way the day goes within a month."""
    if months > 0 or (months == 0 and not back):
        return float(months)
    return _BACK - _BACK_RATE * months
