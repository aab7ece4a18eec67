"""Reckoning with days, months, seasons and years of the calendar; pure functions."""

from __future__ import annotations

from datetime import date, timedelta

from orbat.timex import month_length

#: month in which a season of the northern hemisphere begins
SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def year_text(year: int) -> str:
    """TIMEX3's year: four digits, `BC0490` for -490."""
    return f"{year:04}" if year > 0 else f"BC{-year:04}"


def day_text(year: int, month: int, day: int) -> str:
    """TIMEX3's day."""
    return f"{year_text(year)}-{month:02}-{day:02}"


def moved(year: int, month: int, day: int, days: int) -> tuple[int, int, int] | None:
    """The day `days` after (before, if negative); None outside what `datetime` can reckon."""
    try:
        there = date(year, month, day) + timedelta(days)
    except (ValueError, OverflowError):
        return None
    return there.year, there.month, there.day


def week_text(year: int, month: int, day: int) -> str:
    """The ISO week of a day, `1942-W03`; "" for no real day."""
    try:
        iso = date(year, month, day).isocalendar()
    except ValueError:
        return ""
    return f"{iso.year:04}-W{iso.week:02}"


def weekday_near(year: int, month: int, day: int, weekday: int, side: int = 0) -> tuple[int, int, int] | None:
    """The day with that ISO weekday nearest to a day; with `side` 1 the next after it, -1 the last before.

    >>> weekday_near(1941, 12, 7, 1), weekday_near(1941, 12, 7, 7, 1), weekday_near(1941, 12, 7, 5, -1)
    ((1941, 12, 8), (1941, 12, 14), (1941, 12, 5))
    """
    try:
        ahead = (weekday - date(year, month, day).isoweekday()) % 7
    except ValueError:
        return None
    if side > 0:
        return moved(year, month, day, ahead or 7)
    if side < 0:
        return moved(year, month, day, ahead - 7)
    return moved(year, month, day, (ahead + 3) % 7 - 3)


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Year and month, `count` months later; there is no year 0 between 1 BC and AD 1.

    >>> add_months(1915, 5, 15), add_months(1942, 1, -1), add_months(-1, 12, 1)
    ((1916, 8), (1941, 12), (1, 1))
    """
    linear = year if year > 0 else year + 1
    index = linear * 12 + month - 1 + count
    linear = index // 12
    return (linear if linear > 0 else linear - 1), index % 12 + 1


def add_years(year: int, count: int) -> int:
    """The year `count` years later, without a year 0."""
    return add_months(year, 1, 12 * count)[0]


def easter(year: int) -> tuple[int, int]:
    """Month and day of Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher).

    >>> easter(1916), easter(1945)
    ((4, 23), (4, 1))
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    return (h + m - 7 * n + 114) // 31, (h + m - 7 * n + 114) % 31 + 1


def days_in(year: int, month: int) -> int:
    """The days of a month; `year` is -490 for 490 BC.

    >>> days_in(1941, 12), days_in(1900, 2), days_in(2000, 2), days_in(-5, 2)
    (31, 28, 29, 29)
    """
    return month_length(year if year > 0 else year + 1, month)


def roman_day(name: str, month: int) -> int:
    """The day of the month that Romans called its ides, nones or kalends.

    >>> roman_day("ides", 3), roman_day("nones", 2), roman_day("kalends", 5)
    (15, 5, 1)
    """
    late = 2 * (month in {3, 5, 7, 10})
    return {"kalends": 1, "nones": 5 + late, "ides": 13 + late}[name]


def is_day(year: int, month: int, day: int) -> bool:
    """Whether the calendar has that day."""
    return 1 <= month <= 12 and 1 <= day <= days_in(year, month)
