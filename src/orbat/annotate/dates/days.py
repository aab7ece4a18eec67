"""Months and days at their place in a narrative, which supplies the year or the month that they leave out."""

from __future__ import annotations

from dataclasses import replace

from orbat.annotate.dates.calendar import add_months, add_years, days_in, is_day, year_text
from orbat.annotate.dates.reference import Point, Thread
from orbat.annotate.dates.sense import Sense
from orbat.annotate.dates.temporal import Resolved, known, temporal

SIGN = {"next": 1, "last": -1, "same": 0, "since": 0, "": 0}
"""Which way a pointer points."""


def last_day(said: Sense, thread: Thread) -> Resolved:
    """*the last day of the month*, *of June*."""
    now = thread.now
    month = said.month or now.month
    if month is None:
        return temporal(said, "XXXX-XX-XX"), None
    of = replace(said, roman="", month=month, year=said.year if said.month else now.year)
    found, point = month_or_day(of, thread, month)
    if point is None or point.year is None:
        return found, None
    point = replace(point, day=days_in(point.year, month))
    return replace(
        found, value=known(point), anchor=found.anchor or (None if said.month else now.last)
    ), point


def month_or_day(said: Sense, thread: Thread, month: int) -> Resolved:
    """*June*, *9 June*: its year is stated, or comes from the narrative."""
    here = (said.start, said.end)
    said = replace(said, mod=said.mod or said.half)  # TIMEX3 has no halves of months
    year, source, anchor = said.year, said.supplied or here, said.supplied
    if year is None:
        year, point = _pointed_year(said, thread, month)
        source, anchor = point.said or here, anchor or point.said
        if point.said is None:
            source = here
    if year is None:
        value = f"XXXX-{month:02}" + (f"-{said.day:02}" if said.day else "")
        return temporal(said, value + said.clock), Point(None, month, said.day, "", None, here)
    stated = Point(year, month, said.day, "", source if said.year or anchor else None, here)
    if said.day and not is_day(year, month, said.day):
        return temporal(said, f"{year_text(year)}-{month:02}", anchor), replace(stated, day=None)
    return temporal(said, known(stated) + said.clock, anchor), stated


def _pointed_year(said: Sense, thread: Thread, month: int) -> tuple[int | None, Point]:
    """The year of a month stated without one: *July of that year*, *the previous April*, *October*."""
    now = thread.now
    if now.year is None:
        return None, now
    at = now.near_month()
    if said.unit == "Y":
        return add_years(now.year, SIGN[said.pointer]), now
    if said.pointer == "last":
        return (now.year if at and month < at else add_years(now.year, -1)), now
    if said.pointer == "next":
        return (now.year if at and month > at else add_years(now.year, 1)), now
    if said.linked:
        return now.year, now
    if said.pointer == "since" and at:
        return (now.year if month <= at else add_years(now.year, -1)), now
    placed = thread.place(month, said.day)
    return placed if placed is not None else (now.year, now)


def day_alone(said: Sense, thread: Thread) -> Resolved:
    """*the 11th*: of the month that the story is in, or of the next where the day would lie far back."""
    now, here, day = thread.now, (said.start, said.end), said.day or 1
    if now.month is None:
        return temporal(said, f"{known(now)}-XX-{day:02}{said.clock}", now.said), None
    year, month = now.year, now.month
    ahead = bool(now.day and day < now.day - 15 and not said.linked and not said.pointer)
    if year is not None:
        year, month = add_months(year, month, SIGN[said.pointer] or int(ahead))
    if year is None:
        return temporal(said, f"XXXX-{month:02}-{day:02}{said.clock}", now.last), replace(
            now, day=day, last=here
        )
    there = Point(said.year or year, month, day, "", here if said.year else now.said, here)
    if not is_day(there.year or 1, month, day):
        return temporal(said, f"{year_text(year)}-{month:02}", now.last), None
    return temporal(said, known(there) + said.clock, now.last), there
