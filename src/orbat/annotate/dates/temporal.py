"""An expression with its TIMEX3 value: what the tagger gives."""

from __future__ import annotations

from dataclasses import dataclass

from orbat.annotate.dates.calendar import day_text, year_text
from orbat.annotate.dates.reference import Point
from orbat.annotate.dates.sense import Range, Sense
from orbat.model import Label


@dataclass(frozen=True, slots=True)
class Temporal:
    """An expression with its TIMEX3 `value` and `mod`, in characters of the text.

    `anchor` is the range of the expression that supplied what the words leave out. `begin` and `until` are
    XSD dates, given where the value alone would mislead. `away` is how far it lies from something that the
    words name and do not date (`P3W`, `-P2D`).
    """

    start: int
    end: int
    label: Label
    value: str
    mod: str
    rule: str
    anchor: Range | None = None
    begin: str = ""
    until: str = ""
    away: str = ""


Resolved = tuple[Temporal, Point | None]
"""An expression, and the point of the narrative that it names, if it names one."""


def temporal(
    said: Sense, value: str, anchor: Range | None = None, begin: str = "", until: str = ""
) -> Temporal:
    """The expression that `said` tells, with what was reckoned."""
    return Temporal(
        said.start, said.end, said.label, value, said.mod, said.rule, anchor, begin, until, said.away
    )


def known(point: Point) -> str:
    """As much of `point` as a value can say."""
    if point.year is None:
        return f"XXXX-{point.month:02}-{point.day:02}" if point.month and point.day else "XXXX"
    if point.month and point.day:
        return day_text(point.year, point.month, point.day)
    return f"{year_text(point.year)}-{point.month:02}" if point.month else year_text(point.year)
