"""Days as numbers, of any year, so that spans can be compared; and periods as people type them.

Day 0 is 1 January 1970 of the proleptic Gregorian calendar, as in the browser; years follow XSD 1.1, in which
0 is 1 BC and -489 is 490 BC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from orbat.serve.words import interface
from orbat.timex import month_length

_DATE = re.compile(r"(-?\d{4,})-(\d\d)-(\d\d)(?:[T+Z-].*)?")
_ISO = re.compile(r"(-?\d{1,6})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_WORDS = re.compile(
    r"(?:(?:(\d{1,2})\s+)?([^\W\d]+)\.?\s+)?(\d{1,4})(\s*B\.?\s*C\.?(?:\s*E\.?)?)?", re.IGNORECASE
)
_ERA = 400  # years after which the calendar repeats
_ERA_DAYS = 146_097
_EPOCH = 719_468  # days from 1 March of year 0 to 1 January 1970


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends in it."""

    first: int
    last: int

    def meets(self, other: Period) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last


def day_number(date: str) -> int | None:
    """The number of an xsd:date; None for what is none.

    >>> day_number("1970-01-01"), day_number("1941-12-05"), day_number("-0489-09-12"), day_number("winter")
    (0, -10254, -897878, None)
    """
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    return number(year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def number(year: int, month: int, day: int) -> int:
    """The number of a day (H. Hinnant, chrono-compatible low-level date algorithms).

    >>> number(2000, 2, 29)
    11016
    """
    shifted = year - (month <= 2)  # years that begin in March, so that the leap day is the last
    era, of_era = divmod(shifted, _ERA)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * _ERA_DAYS + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _EPOCH


def date_of(day: int) -> str:
    """The xsd:date of a day's number.

    >>> date_of(0), date_of(-10254), date_of(-897878)
    ('1970-01-01', '1941-12-05', '-0489-09-12')
    """
    era, of_era = divmod(day + _EPOCH, _ERA_DAYS)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    whole = year + era * _ERA + (month <= 2)
    sign = "-" if whole < 0 else ""
    return f"{sign}{abs(whole):04}-{month:02}-{of_year - (153 * shifted + 2) // 5 + 1:02}"


def parse_period(typed: str) -> Period | None:
    """The days that somebody typed: a day, a month or a year, as numbers or in words; None for anything else.

    >>> [date_of(day) for day in (parse_period("1941-12").first, parse_period("December 1941").last)]
    ['1941-12-01', '1941-12-31']
    >>> date_of(parse_period("216 BC").first), date_of(parse_period("5 december 1941").first)
    ('-0215-01-01', '1941-12-05')
    >>> parse_period("1941-13"), parse_period("soon")
    (None, None)
    """
    text = " ".join(typed.split())
    if iso := _ISO.fullmatch(text):
        return _period(int(iso[1]), int(iso[2] or 0), int(iso[3] or 0), bool(iso[2]), bool(iso[3]))
    found = _WORDS.fullmatch(text)
    if found is None:
        return None
    month = _month(found[2]) if found[2] else 0
    year = 1 - int(found[3]) if found[4] else int(found[3])
    return None if month is None else _period(year, month, int(found[1] or 0), bool(found[2]), bool(found[1]))


def _period(year: int, month: int, day: int, has_month: bool, has_day: bool) -> Period | None:
    if not has_month:
        return Period(number(year, 1, 1), number(year, 12, 31))
    if not 1 <= month <= 12:
        return None
    length = month_length(year, month)
    if not has_day:
        return Period(number(year, month, 1), number(year, month, length))
    return Period(number(year, month, day), number(year, month, day)) if 1 <= day <= length else None


def _month(word: str) -> int | None:
    """The number of the month whose name begins with `word`; None if it is none, or several."""
    months = interface().listed("dates.months")
    found = [at for at, name in enumerate(months, 1) if name.casefold().startswith(word.casefold())]
    return found[0] if len(found) == 1 and len(word) >= 3 else None
