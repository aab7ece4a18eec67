"""The calendars that war accounts use beside the Gregorian: the French Republican and the Julian one."""

from __future__ import annotations

from datetime import date, timedelta

_FIRST = date(1792, 9, 22)  # 1 Vendémiaire of the year I
_LAST_YEAR = 14


def republican_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian day of a day of the Republic; None outside the years I to XIV, in which it was in use.

    Each of its 12 months has 30 days; the years III, VII and XI had a day more at their end.

    >>> republican_day(8, 2, 18), republican_day(2, 11, 9), republican_day(15, 1, 1)
    (datetime.date(1799, 11, 9), datetime.date(1794, 7, 27), None)
    """
    if not (1 <= year <= _LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 30):
        return None
    return _FIRST + timedelta(365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)


def republican_year(year: int) -> tuple[date, date] | None:
    """First and last Gregorian day of a year of the Republic; None outside the years I to XIV.

    >>> republican_year(3)
    (datetime.date(1794, 9, 22), datetime.date(1795, 9, 22))
    """
    first = republican_day(year, 1, 1)
    return (first, first + timedelta(364 + (year % 4 == 3))) if first else None


def gregorian(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    """The Gregorian day of a Julian one (Richards 2013); None for a year before AD 1.

    >>> gregorian(1917, 10, 25), gregorian(1709, 6, 27), gregorian(1700, 2, 29)
    ((1917, 11, 7), (1709, 7, 8), (1700, 3, 11))
    """
    if year < 1:
        return None
    ahead, months = year + 4800 - (14 - month) // 12, month + 12 * ((14 - month) // 12) - 3
    number = day + (153 * months + 2) // 5 + 365 * ahead + ahead // 4 - 32083
    there = date.fromordinal(number - 1721425) if number > 1721425 else None
    return (there.year, there.month, there.day) if there else None
