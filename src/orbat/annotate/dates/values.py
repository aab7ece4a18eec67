"""The TIMEX3 value of one expression at its place in a narrative."""

from __future__ import annotations

from dataclasses import replace

from orbat.annotate.dates.calendar import (
    SEASON_START,
    add_months,
    add_years,
    day_text,
    days_in,
    is_day,
    moved,
    roman_day,
    week_text,
    weekday_near,
    year_text,
)
from orbat.annotate.dates.days import SIGN, day_alone, last_day, month_or_day
from orbat.annotate.dates.feasts import holiday, republican, turn
from orbat.annotate.dates.reference import Point, Thread
from orbat.annotate.dates.sense import Sense
from orbat.annotate.dates.temporal import Resolved, Temporal, known, temporal
from orbat.model import Label
from orbat.timex import bounds

_HALVES = {"START": "-H1", "END": "-H2", **{quarter: f"-{quarter}" for quarter in ("Q1", "Q2", "Q3", "Q4")}}
_MONTHS = {"M": 1, "Y": 12, "DE": 120, "CE": 1200}
_DAYS = {"D": 1, "W": 7, "WE": 7, "F": 14}


def resolve(said: Sense, thread: Thread) -> Resolved:
    """`said` with its value, and the point of the narrative that it names, if it names one."""
    reckon = _sliced if said.slice else _RECKON.get(said.op, _fixed)
    found, point = reckon(said, thread)
    if "-" in found.mod:
        found = _spread(found)
    return _moved(said, found, point) if said.offset and said.op == "date" else (found, point)


def _spread(found: Temporal) -> Temporal:
    """*mid-to-late June*: from the beginning of one third to the end of another."""
    first, _, last = found.mod.partition("-")
    start, end = bounds(found.value, first), bounds(found.value, last)
    if start is None or end is None:
        return replace(found, mod="")
    return replace(found, mod=last, begin=start[0], until=end[1])


def _moved(said: Sense, found: Temporal, point: Point | None) -> Resolved:
    """*the eve of 3 May*: so many days from the day that the rest names."""
    if point is None or point.year is None or point.month is None or point.day is None:
        return replace(found, value="XXXX-XX-XX"), None
    there = moved(point.year, point.month, point.day, said.offset)
    if there is None:
        return replace(found, value="XXXX-XX-XX"), None
    at = replace(point, year=there[0], month=there[1], day=there[2])
    return replace(found, value=day_text(*there)), at


def _fixed(said: Sense, thread: Thread) -> Resolved:
    del thread
    return temporal(said, said.value), None


def _clock(said: Sense, thread: Thread) -> Resolved:
    now = thread.now
    if now.day is None or now.month is None:
        return temporal(said, f"XXXX-XX-XX{said.clock}"), None
    return temporal(said, known(now) + said.clock, now.last), None


def _decade(said: Sense, thread: Thread) -> Resolved:
    digits = said.value if len(said.value) == 3 else f"{_century_of(thread.now)}{said.value}"
    return temporal(said, digits), None


def _century_of(point: Point) -> int:
    return (point.year if point.year and point.year > 0 else 1999) // 100


def _two_digits(said: Sense, now: Point) -> int:
    """The year that *'99* means, not after now, or the end of *1914-18*, after the year it is linked to."""
    if len(said.value) == 4:
        return int(said.value)
    year = _century_of(now) * 100 + int(said.value)
    base = now.year or 1999
    if said.linked:
        return year if year >= base else year + 100
    return year if year <= base + 1 else year - 100


def _date(said: Sense, thread: Thread) -> Resolved:
    here = (said.start, said.end)
    if said.value:
        year = _two_digits(said, thread.now)
        return temporal(said, str(year), thread.now.last), Point(year=year, said=here, last=here)
    if said.season:
        return _season(said, thread)
    if said.roman == "last":
        return last_day(said, thread)
    if said.roman and said.month:
        said = replace(said, day=roman_day(said.roman, said.month))
    if said.month is not None:
        return month_or_day(said, thread, said.month)
    if said.day is not None:
        return day_alone(said, thread)
    year = said.year or 1
    value = year_text(year) + _HALVES.get(said.half, "")
    return temporal(said, value), Point(year=year, said=said.supplied or here, last=here)


def _sliced(said: Sense, thread: Thread) -> Resolved:
    """*the last week of August*: TIMEX3 gives its length; `begin` and `until` say which days."""
    month, point = resolve(replace(said, slice=0, label=Label.DATE), thread)
    length = f"P{said.slice_days}D" if said.slice_days % 7 else f"P{said.slice_days // 7}W"
    begin = until = ""
    if point is not None and point.year and point.year > 0 and point.month:
        days = days_in(point.year, point.month)
        first = (
            days + said.slice * said.slice_days + 1
            if said.slice < 0
            else (said.slice - 1) * said.slice_days + 1
        )
        if 1 <= first <= days:
            begin = day_text(point.year, point.month, first)
            until = day_text(point.year, point.month, min(first + said.slice_days - 1, days))
    return replace(month, label=said.label, value=length, begin=begin, until=until), point


def _season(said: Sense, thread: Thread) -> Resolved:
    """A season's value. A winter that is stated without a year is named for its January, as in WikiWars."""
    here, begin, until = (said.start, said.end), "", ""
    if said.year is not None:
        if said.season == "WI" and said.second_year is not None:
            begin, until = _winter(add_years(said.year, 1))
        at = said.supplied or here
        point = Point(said.year, None, None, said.season, at, here)
        return temporal(said, f"{year_text(said.year)}-{said.season}", said.supplied, begin, until), point
    now = thread.now
    if now.year is None:
        return temporal(said, f"XXXX-{said.season}"), None
    year, at_month = now.year, now.near_month()
    start = 1 if said.season == "WI" else SEASON_START[said.season]
    if said.unit == "Y":
        year = add_years(year, SIGN[said.pointer])
    elif said.pointer == "next":
        year = year if at_month and start > at_month else add_years(year, 1)
    elif said.pointer == "last":
        year = year if at_month and start + 2 < at_month else add_years(year, -1)
    elif said.pointer in ("", "same", "since") and (placed := thread.place(start, None)):
        year, now = placed
    if said.season == "WI":
        begin, until = _winter(year)
    point = Point(year, None, None, said.season, now.said, here)
    return temporal(said, f"{year_text(year)}-{said.season}", now.said, begin, until), point


def _winter(year: int) -> tuple[str, str]:
    """First and last day of the winter whose January is in `year`; nothing before AD 2."""
    if year < 2:
        return "", ""
    return f"{year - 1:04}-12-01", f"{year:04}-02-{29 if is_day(year, 2, 29) else 28}"


def _shift(said: Sense, thread: Thread) -> Resolved:
    """So many units from where the story is: as precise as the unit, at most as the date it starts from."""
    now = thread.now
    here, anchor = (said.start, said.end), now.last or now.said
    unknown = not said.count.isdigit() and bool(SIGN[said.pointer])
    if now.year is None or said.unit in ("TH", "TM", "TS"):
        day = known(now) if now.day and now.year is not None else "XXXX-XX-XX"
        text = {"M": "XXXX-XX", "Y": "XXXX", "DE": "XXX", "CE": "XX"}.get(said.unit, "")
        return temporal(
            said, text or (f"{day}TXX" if said.unit.startswith("T") else "XXXX-XX-XX" + said.clock)
        ), None
    if said.unit in _DAYS:
        return _shift_days(said, now, unknown=unknown)
    if unknown or (said.unit == "M" and now.month is None):
        return temporal(said, f"{year_text(now.year)}-XX" if said.unit == "M" else "XXXX", anchor), None
    amount = SIGN[said.pointer] * int(said.count if said.count.isdigit() else 0)
    year, month = add_months(now.year, now.month or 1, amount * _MONTHS[said.unit])
    point = Point(year, month if said.unit == "M" else None, None, "", now.said, here)
    half = _HALVES.get(said.half, "") if said.unit == "Y" else ""
    cut = {"DE": -1, "CE": -2}.get(said.unit)
    value = year_text(year)[:cut] if cut else known(point) + half
    return temporal(said, value, anchor), None if cut else point


def _shift_days(said: Sense, now: Point, *, unknown: bool) -> Resolved:
    here, anchor, year = (said.start, said.end), now.last or now.said, now.year or 1
    weeks = said.unit != "D"
    if not now.month or not now.day or unknown:
        value = f"{year_text(year)}-{'WXX' if weeks else 'XX-XX'}{said.clock}"
        return temporal(said, value, anchor), None
    days = SIGN[said.pointer] * int(said.count if said.count.isdigit() else 0) * _DAYS[said.unit]
    there = moved(year, now.month, now.day, days)
    if there is None:
        return temporal(said, f"{year_text(year)}-XX-XX{said.clock}", anchor), None
    if weeks:
        return temporal(said, week_text(*there), anchor), Point(there[0], there[1], None, "", now.said, here)
    return temporal(said, day_text(*there) + said.clock, anchor), Point(*there, "", now.said, here)


def _weekday(said: Sense, thread: Thread) -> Resolved:
    """The day with that name which lies nearest to the last full date."""
    now = thread.now
    if said.weekday and now.year and now.month and now.day:
        there = weekday_near(now.year, now.month, now.day, said.weekday, SIGN[said.pointer])
        if there:
            point = Point(*there, "", now.said, (said.start, said.end))
            return temporal(said, day_text(*there) + said.clock, now.last), point
    return temporal(said, f"XXXX-WXX-{said.weekday}{said.clock}"), None


_RECKON = {
    "date": _date,
    "shift": _shift,
    "weekday": _weekday,
    "holiday": holiday,
    "clock": _clock,
    "decade": _decade,
    "republican": republican,
    "turn": turn,
}
