"""Old style and new style: days of the Julian calendar, and days that a text gives in both.

The value of an expression stays the day that the words say; `begin` and `until` are the Gregorian day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from orbat.annotate.dates.calendar import day_text
from orbat.annotate.dates.joints import Joints
from orbat.annotate.dates.reference import Point
from orbat.annotate.dates.republican import gregorian
from orbat.annotate.dates.sense import Sense
from orbat.annotate.dates.temporal import Temporal

_APART = range(10, 14)  # days between the calendars since 1582
_LEFT = 24  # characters beside a date in which its calendar is named


def calendars(senses: Sequence[Sense], text: str, between: Joints) -> list[Sense]:
    """`senses` with the calendar of each day, where the text tells it, and the year that both share."""
    out = list(senses)
    for i, one in enumerate(out):
        if one.op != "date" or one.month is None or one.day is None:
            continue
        if i + 1 < len(out) and _both(one, other := out[i + 1]):
            if not between.double.fullmatch(text, one.end, other.start):
                pass
            elif old := _older(one, other):
                styles = ("O", "N") if old is one else ("N", "O")
                year = _year_after(out, i + 2, text, other.end, between)
                for at, style in zip((i, i + 1), styles, strict=True):
                    out[at] = _with_year(replace(out[at], style=style), year)
                continue
        mark = between.style.match(text, one.end, one.end + _LEFT)
        if mark is not None and not one.style:
            style = between.styles.get(" ".join(mark["style"].lower().split()), "")
            after = out[i + 1] if i + 1 < len(out) else None
            year = after if after is not None and _bare_year(after) and after.start == mark.end() else None
            out[i] = _with_year(replace(one, style=style), year)
    return out


def reckoned(found: Temporal, said: Sense, here: Point | None) -> Temporal:
    """`found` with its Gregorian day, if it was said in the Julian calendar."""
    if said.style != "O" or here is None or not (here.year and here.month and here.day):
        return found
    there = gregorian(here.year, here.month, here.day)
    return replace(found, begin=day_text(*there), until=day_text(*there)) if there else found


def _both(one: Sense, other: Sense) -> bool:
    return other.op == "date" and other.month is not None and other.day is not None and not one.linked


def _older(one: Sense, other: Sense) -> Sense | None:
    """The Julian day of two that are one day in two calendars."""
    try:
        first = date(2001, one.month or 1, one.day or 1)
        second = date(2001, other.month or 1, other.day or 1)
    except ValueError:
        return None
    if (second - first).days % 365 in _APART:
        return one
    return other if (first - second).days % 365 in _APART else None


def _bare_year(said: Sense) -> bool:
    return said.op == "date" and said.year is not None and said.month is None and not said.season


def _year_after(senses: Sequence[Sense], at: int, text: str, end: int, between: Joints) -> Sense | None:
    """The year that stands behind the bracket: *25 October (7 November) 1917*."""
    if at >= len(senses) or not _bare_year(senses[at]):
        return None
    return senses[at] if between.doubled.fullmatch(text, end, senses[at].start) else None


def _with_year(said: Sense, year: Sense | None) -> Sense:
    if year is None or said.year is not None:
        return said
    return replace(said, year=year.year, supplied=(year.start, year.end))
