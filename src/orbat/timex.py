"""What TIMEX3 values mean on the calendar: first and last possible day, and an EDTF literal.

Input are `value` and `mod` as the temporal tagger gives them (TimeML annotation guidelines 1.2.1; BC years as
in WikiWars, `BC0490`). Days are XSD 1.1 dates of the proleptic Gregorian calendar, in which 1 BC is `0000`
and 490 BC is `-0489`. EDTF literals follow the Extended Date/Time Format of ISO 8601-2:2019, level 2 at most.

TIMEX3 does not say how far *early*, *mid* and *late* reach. orbat takes them as thirds: of a year four months
each, of a month the days 1-10, 11-20 and 21 to the end, of a season a month each, of a decade the years 0-3,
4-6 and 7-9, of a century the years 0-33, 34-66 and 67-99. Seasons are those of the northern hemisphere in
whole months, as armies reckon them: the winter of 1941 is December 1941 to February 1942.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

Bounds = tuple[str, str]
"""First and last possible day, XSD 1.1 dates."""

_Day = tuple[int, int, int]  # astronomical year, month, day
_Span = tuple[_Day, _Day]

_VALUE = re.compile(
    r"(?P<era>BC)?(?P<digits>\d{2,4})"
    r"(?:-(?:(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?"
    r"|(?P<part>SP|SU|FA|WI|H[12]|Q[1-4])|W(?P<week>0[1-9]|[1-4]\d|5[0-3])"
    r"|(?P<open>XX(?:-(?:XX|\d\d))?|WXX)))?(?:T.*)?"
)
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}  # EDTF's codes
#: first month, and how many
_PARTS = {
    **{"SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3), "H1": (1, 6), "H2": (7, 6)},
    **{"Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3)},
}
_THIRD = {"START": 0, "MID": 1, "END": 2}
_MODS = frozenset({"", "APPROX", *_THIRD})
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Days of a month; `year` is astronomical, 0 is 1 BC.

    >>> month_length(1941, 12), month_length(1900, 2), month_length(2000, 2), month_length(-4, 2)
    (31, 28, 29, 29)
    """
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == 2 else _MONTH_DAYS[month - 1]


def bounds(value: str, mod: str = "") -> Bounds | None:
    """First and last day that `value` with `mod` may mean; a value known in part means all of the known part.

    None where it names no stretch of the calendar: durations, sets, `PRESENT_REF`, values without a year,
    days that do not exist, and mods that leave an end open (`BEFORE`, `AFTER`).

    >>> bounds("1941-12", "END"), bounds("BC0490"), bounds("1941-WI")
    (('1941-12-21', '1941-12-31'), ('-0489-01-01', '-0489-12-31'), ('1941-12-01', '1942-02-28'))
    >>> bounds("XXXX-11-20"), bounds("P3D"), bounds("1941-02-30")
    (None, None, None)
    """
    span = _span(value, mod)
    return (_text(span[0]), _text(span[1])) if span else None


def edtf(value: str, mod: str = "") -> str:
    """`value` with `mod` as an EDTF literal; "" where `bounds` gives None.

    >>> edtf("1941-12-05"), edtf("1941-WI"), edtf("187"), edtf("BC0490"), edtf("1941-12", "APPROX")
    ('1941-12-05', '1941-24', '187X', '-0489', '1941-12~')
    >>> edtf("1941", "START"), edtf("1941-12", "MID"), edtf("17", "END")
    ('1941-01/1941-04', '1941-12-11/1941-12-20', '1767/1799')
    """
    whole = _span(value, mod)
    found = _VALUE.fullmatch(value)
    if whole is None or found is None:
        return ""
    literal = _short(found) if mod not in _THIRD else ""
    if mod == "APPROX":
        return "/".join(f"{part}~" for part in (_simple(literal) or _collapsed(whole)).split("/"))
    return literal or _collapsed(whole)


def join(first: Bounds, last: Bounds) -> Bounds | None:
    """From the beginning of `first` to the end of `last`; None if that runs backwards.

    >>> join(("1941-11-16", "1941-11-16"), ("1941-12-05", "1941-12-05"))
    ('1941-11-16', '1941-12-05')
    """
    return (first[0], last[1]) if _order(first[0]) <= _order(last[1]) else None


def edtf_interval(span: Bounds) -> str:
    """`span` as the shortest EDTF literal of days, months or years.

    >>> edtf_interval(("1941-11-16", "1941-12-05")), edtf_interval(("1941-12-01", "1941-12-31"))
    ('1941-11-16/1941-12-05', '1941-12')
    """
    return _collapsed((_order(span[0]), _order(span[1])))


def _span(value: str, mod: str) -> _Span | None:
    found = _VALUE.fullmatch(value)
    if found is None or mod not in _MODS:
        return None
    whole = _whole(found)
    if whole is not None and whole[1][0] > 9999:
        return None  # the winter of 9999 ends in a year that XSD and EDTF write otherwise
    if whole is None or mod not in _THIRD or found["week"] or found["day"] not in (None, "XX"):
        return whole  # *early* says nothing of a day, nor of a week
    return _third(whole, _THIRD[mod], len(found["digits"]))


def _whole(found: re.Match[str]) -> _Span | None:
    """The stretch that a value names, before any mod."""
    years = _years(found)
    if years is None:
        return None
    year = years[0]
    if found["month"]:
        return _month_or_day(year, int(found["month"]), found["day"])
    if found["week"]:
        return _week(year, int(found["week"]))
    if found["part"]:
        return _months(year, *_PARTS[found["part"]])
    return (year, 1, 1), (years[1], 12, 31)


def _month_or_day(year: int, month: int, day: str | None) -> _Span | None:
    length = month_length(year, month)
    if day is None or day == "XX":
        return (year, month, 1), (year, month, length)
    return ((year, month, int(day)), (year, month, int(day))) if int(day) <= length else None


def _years(found: re.Match[str]) -> tuple[int, int] | None:
    """First and last astronomical year of the digits; None for a month or the like of a decade or century."""
    digits = found["digits"]
    if len(digits) < 4 and (found["month"] or found["part"] or found["week"]):
        return None
    low, high = int(digits.ljust(4, "0")), int(digits.ljust(4, "9"))
    if high == 0:
        return None
    if found["era"]:
        return 1 - high, 1 - max(low, 1)
    return max(low, 1), high


def _months(year: int, month: int, count: int) -> _Span:
    end_year, end_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    return (year, month, 1), (end_year, end_month, month_length(end_year, end_month))


def _week(year: int, week: int) -> _Span | None:
    try:
        monday = date.fromisocalendar(year, week, 1)
        sunday = monday + timedelta(6)
    except (ValueError, OverflowError):  # that year has no week 53, or datetime cannot reckon with it
        return None
    return (monday.year, monday.month, monday.day), (sunday.year, sunday.month, sunday.day)


def _third(whole: _Span, third: int, digits: int) -> _Span:
    """The first, middle or last third of a stretch, in the unit below it."""
    (year, month, _), (end_year, end_month, end_day) = whole
    if digits < 4:  # decade or century
        length = end_year - year + 1
        cuts = [year, year + (length + 2) // 3, year + (2 * length + 2) // 3, year + length]
        return (cuts[third], 1, 1), (cuts[third + 1] - 1, 12, 31)
    months = (end_year - year) * 12 + end_month - month + 1
    if months >= 3:
        return _months(*_later(year, month, third * (months // 3)), months // 3)
    return (year, month, (1, 11, 21)[third]), (year, month, (10, 20, end_day)[third])


def _later(year: int, month: int, months: int) -> tuple[int, int]:
    return year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1


def _short(found: re.Match[str]) -> str:
    """The EDTF literal that says what the value says, where there is one shorter than an interval."""
    years = _years(found)
    if years is None or found["week"] or (found["part"] and found["part"] not in _SEASONS):
        return ""
    if len(found["digits"]) < 4:
        return "" if found["era"] else found["digits"].ljust(4, "X")
    year = _year_text(years[0])
    if found["part"]:
        return f"{year}-{_SEASONS[found['part']]}"
    if found["open"]:
        return year + {"XX": "-XX", "WXX": ""}.get(found["open"], "-XX-XX")
    return "-".join(part for part in (year, found["month"], found["day"]) if part)


def _simple(literal: str) -> str:
    """`literal` if EDTF allows an approximation mark on it: not on a season's code."""
    return "" if re.fullmatch(r"-?\d{4}-2\d", literal) else literal


def _collapsed(span: _Span) -> str:
    """An interval, or a single literal, in years if the span is whole years, months if months, else days."""
    (y1, m1, d1), (y2, m2, d2) = span
    if (m1, d1, m2, d2) == (1, 1, 12, 31):
        one, other = _year_text(y1), _year_text(y2)
    elif d1 == 1 and d2 == month_length(y2, m2):
        one, other = f"{_year_text(y1)}-{m1:02}", f"{_year_text(y2)}-{m2:02}"
    else:
        one, other = _text(span[0]), _text(span[1])
    return one if one == other else f"{one}/{other}"


def _year_text(year: int) -> str:
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _text(day: _Day) -> str:
    return f"{_year_text(day[0])}-{day[1]:02}-{day[2]:02}"


def _order(text: str) -> _Day:
    """An XSD date as numbers, which sort where the text of BC years would not."""
    sign, digits = (-1, text[1:]) if text.startswith("-") else (1, text)
    year, month, day = digits.split("-")
    return sign * int(year), int(month), int(day)
