"""The TIMEX3 value of one expression at its place in a narrative."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orbat.annotate.dates.calendar import (
    SEASON_START,
    add_months,
    add_years,
    day_text,
    days_in,
    easter,
    is_day,
    moved,
    week_text,
    weekday_near,
    year_text,
)
from orbat.annotate.dates.reference import Point, Thread
from orbat.annotate.dates.sense import Range, Sense
from orbat.model import Label

Resolved = tuple["Temporal", Point | None]

_SIGN = {"next": 1, "last": -1, "same": 0, "": 0}
_MONTHS = {"M": 1, "Y": 12, "DE": 120, "CE": 1200}
_DAYS = {"D": 1, "W": 7, "WE": 7, "F": 14}


@dataclass(frozen=True, slots=True)
class Temporal:
    """An expression with its TIMEX3 `value` and `mod`, in characters of the text.

    `anchor` is the range of the expression that supplied what the words leave out. `begin` and `until` are
    XSD dates, given where the value alone would mislead.
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


def resolve(said: Sense, thread: Thread) -> Resolved:
    """`said` with its value, and the point of the narrative that it names, if it names one."""
    reckon = _sliced if said.slice else _RECKON.get(said.op, _fixed)
    return reckon(said, thread)


def _fixed(said: Sense, thread: Thread) -> Resolved:
    del thread
    return _temporal(said, said.value), None


def _clock(said: Sense, thread: Thread) -> Resolved:
    now = thread.now
    if now.day is None or now.month is None:
        return _temporal(said, f"XXXX-XX-XX{said.clock}"), None
    return _temporal(said, _known(now) + said.clock, now.last), None


def _decade(said: Sense, thread: Thread) -> Resolved:
    digits = said.value if len(said.value) == 3 else f"{_century_of(thread.now)}{said.value}"
    return _temporal(said, digits), None


def _temporal(
    said: Sense, value: str, anchor: Range | None = None, begin: str = "", until: str = ""
) -> Temporal:
    return Temporal(said.start, said.end, said.label, value, said.mod, said.rule, anchor, begin, until)


def _known(point: Point) -> str:
    """As much of `point` as a value can say."""
    if point.year is None:
        return "XXXX"
    if point.month and point.day:
        return day_text(point.year, point.month, point.day)
    return f"{year_text(point.year)}-{point.month:02}" if point.month else year_text(point.year)


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
        return _temporal(said, str(year), thread.now.last), Point(year=year, said=here, last=here)
    if said.season:
        return _season(said, thread)
    if said.month is not None:
        return _month_or_day(said, thread, said.month)
    if said.day is not None:
        return _day_alone(said, thread)
    year = said.year or 1
    half = {"START": "-H1", "END": "-H2"}.get(said.half, "")
    return _temporal(said, year_text(year) + half), Point(year=year, said=said.supplied or here, last=here)


def _month_or_day(said: Sense, thread: Thread, month: int) -> Resolved:
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
        return _temporal(said, value + said.clock), Point(None, month, said.day, "", None, here)
    stated = Point(year, month, said.day, "", source if said.year or anchor else None, here)
    if said.day and not is_day(year, month, said.day):
        return _temporal(said, f"{year_text(year)}-{month:02}", anchor), replace(stated, day=None)
    return _temporal(said, _known(stated) + said.clock, anchor), stated


def _pointed_year(said: Sense, thread: Thread, month: int) -> tuple[int | None, Point]:
    """The year of a month stated without one: *July of that year*, *the previous April*, *October*."""
    now = thread.now
    if now.year is None:
        return None, now
    at = now.near_month()
    if said.unit == "Y":
        return add_years(now.year, _SIGN[said.pointer]), now
    if said.pointer == "last":
        return (now.year if at and month < at else add_years(now.year, -1)), now
    if said.pointer == "next":
        return (now.year if at and month > at else add_years(now.year, 1)), now
    if said.linked:
        return now.year, now
    placed = thread.place(month, said.day)
    return placed if placed is not None else (now.year, now)


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


def _day_alone(said: Sense, thread: Thread) -> Resolved:
    """*the 11th*: of the month that the story is in, or of the next where the day would lie far back."""
    now, here, day = thread.now, (said.start, said.end), said.day or 1
    if now.month is None:
        return _temporal(said, f"{_known(now)}-XX-{day:02}{said.clock}", now.said), None
    year, month = now.year, now.month
    ahead = bool(now.day and day < now.day - 15 and not said.linked and not said.pointer)
    if year is not None:
        year, month = add_months(year, month, _SIGN[said.pointer] or int(ahead))
    if year is None:
        return _temporal(said, f"XXXX-{month:02}-{day:02}{said.clock}", now.last), replace(
            now, day=day, last=here
        )
    there = Point(said.year or year, month, day, "", here if said.year else now.said, here)
    if not is_day(there.year or 1, month, day):
        return _temporal(said, f"{year_text(year)}-{month:02}", now.last), None
    return _temporal(said, _known(there) + said.clock, now.last), there


def _season(said: Sense, thread: Thread) -> Resolved:
    """A season's value. A winter that is stated without a year is named for its January, as in WikiWars."""
    here, begin, until = (said.start, said.end), "", ""
    if said.year is not None:
        if said.season == "WI" and said.second_year is not None:
            begin, until = _winter(add_years(said.year, 1))
        at = said.supplied or here
        point = Point(said.year, None, None, said.season, at, here)
        return _temporal(said, f"{year_text(said.year)}-{said.season}", said.supplied, begin, until), point
    now = thread.now
    if now.year is None:
        return _temporal(said, f"XXXX-{said.season}"), None
    year, at_month = now.year, now.near_month()
    start = 1 if said.season == "WI" else SEASON_START[said.season]
    if said.unit == "Y":
        year = add_years(year, _SIGN[said.pointer])
    elif said.pointer == "next":
        year = year if at_month and start > at_month else add_years(year, 1)
    elif said.pointer == "last":
        year = year if at_month and start + 2 < at_month else add_years(year, -1)
    elif said.pointer in ("", "same") and (placed := thread.place(start, None)):
        year, now = placed
    if said.season == "WI":
        begin, until = _winter(year)
    point = Point(year, None, None, said.season, now.said, here)
    return _temporal(said, f"{year_text(year)}-{said.season}", now.said, begin, until), point


def _winter(year: int) -> tuple[str, str]:
    """First and last day of the winter whose January is in `year`; nothing before AD 2."""
    if year < 2:
        return "", ""
    return f"{year - 1:04}-12-01", f"{year:04}-02-{29 if is_day(year, 2, 29) else 28}"


def _shift(said: Sense, thread: Thread) -> Resolved:
    """So many units from where the story is: as precise as the unit, at most as the date it starts from."""
    now = thread.now
    here, anchor = (said.start, said.end), now.last or now.said
    unknown = not said.count.isdigit() and bool(_SIGN[said.pointer])
    if now.year is None or said.unit in ("TH", "TM", "TS"):
        day = _known(now) if now.day and now.year is not None else "XXXX-XX-XX"
        text = {"M": "XXXX-XX", "Y": "XXXX", "DE": "XXX", "CE": "XX"}.get(said.unit, "")
        return _temporal(
            said, text or (f"{day}TXX" if said.unit.startswith("T") else "XXXX-XX-XX" + said.clock)
        ), None
    if said.unit in _DAYS:
        return _shift_days(said, now, unknown=unknown)
    if unknown or (said.unit == "M" and now.month is None):
        return _temporal(said, f"{year_text(now.year)}-XX" if said.unit == "M" else "XXXX", anchor), None
    amount = _SIGN[said.pointer] * int(said.count if said.count.isdigit() else 0)
    year, month = add_months(now.year, now.month or 1, amount * _MONTHS[said.unit])
    point = Point(year, month if said.unit == "M" else None, None, "", now.said, here)
    half = {"START": "-H1", "END": "-H2"}.get(said.half, "") if said.unit == "Y" else ""
    cut = {"DE": -1, "CE": -2}.get(said.unit)
    value = year_text(year)[:cut] if cut else _known(point) + half
    return _temporal(said, value, anchor), None if cut else point


def _shift_days(said: Sense, now: Point, *, unknown: bool) -> Resolved:
    here, anchor, year = (said.start, said.end), now.last or now.said, now.year or 1
    weeks = said.unit != "D"
    if not now.month or not now.day or unknown:
        value = f"{year_text(year)}-{'WXX' if weeks else 'XX-XX'}{said.clock}"
        return _temporal(said, value, anchor), None
    days = _SIGN[said.pointer] * int(said.count if said.count.isdigit() else 0) * _DAYS[said.unit]
    there = moved(year, now.month, now.day, days)
    if there is None:
        return _temporal(said, f"{year_text(year)}-XX-XX{said.clock}", anchor), None
    if weeks:
        return _temporal(said, week_text(*there), anchor), Point(there[0], there[1], None, "", now.said, here)
    return _temporal(said, day_text(*there) + said.clock, anchor), Point(*there, "", now.said, here)


def _weekday(said: Sense, thread: Thread) -> Resolved:
    """The day with that name which lies nearest to the last full date."""
    now = thread.now
    if said.weekday and now.year and now.month and now.day:
        there = weekday_near(now.year, now.month, now.day, said.weekday, _SIGN[said.pointer])
        if there:
            point = Point(*there, "", now.said, (said.start, said.end))
            return _temporal(said, day_text(*there) + said.clock, now.last), point
    return _temporal(said, f"XXXX-WXX-{said.weekday}{said.clock}"), None


def _holiday(said: Sense, thread: Thread) -> Resolved:
    here = (said.start, said.end)
    if len(said.value) == 10:  # a day of history
        year, month, day = (int(part) for part in said.value.split("-"))
        return _temporal(said, said.value), Point(year, month, day, "", here, here)
    if not said.value.startswith("E"):
        month, day = (int(part) for part in said.value.split("-"))
        return _month_or_day(replace(said, value="", month=month, day=day), thread, month)
    year_known = said.year if said.year is not None else thread.now.year
    there = (
        moved(year_known, *easter(year_known), int(said.value[1:])) if year_known and year_known > 0 else None
    )
    if there is None:
        return _temporal(said, "XXXX-XX-XX" + said.clock), None
    return _month_or_day(
        replace(said, value="", year=said.year, month=there[1], day=there[2]), thread, there[1]
    )


_RECKON = {
    "date": _date,
    "shift": _shift,
    "weekday": _weekday,
    "holiday": _holiday,
    "clock": _clock,
    "decade": _decade,
}
