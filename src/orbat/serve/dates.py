"""Dates as people write them, with the value that machines read beside them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from orbat.serve.words import Words, interface

_DATE = re.compile(r"(-?)(\d{4,})-(\d\d)-(\d\d)(?:[T+Z-].*)?")


@dataclass(frozen=True, slots=True)
class When:
    """A time on a page: words, EDTF value or date for `<time>`, how the source says it, and the bounds.

    `uncertain` and `approximate` are EDTF's `?` and `~`. Bounds are XSD 1.1 dates, empty where not known.
    """

    words: str
    machine: str
    stated: str = ""
    first: str = ""
    last: str = ""
    uncertain: bool = False
    approximate: bool = False


def plain_date(value: str, words: Words | None = None) -> str:
    """An xsd:date as people write it; anything else as it is.

    >>> plain_date("1941-12-05"), plain_date("-0489-09-12"), plain_date("winter")
    ('5 December 1941', '12 September 490 BC', 'winter')
    """
    match = _DATE.fullmatch(value)
    if match is None or not 1 <= int(match[3]) <= 12:
        return value
    t = words or interface()
    return t(
        "dates.day", day=str(int(match[4])), month=_month(match[3], t), year=_year(match[1] + match[2], t)
    )


def span_words(first: str, last: str, words: Words | None = None) -> str:
    """The days from `first` to `last` in words, as short as they stay clear.

    >>> span_words("1941-11-14", "1941-11-16"), span_words("1941-11-01", "1941-11-30")
    ('14–16 November 1941', 'November 1941')
    >>> span_words("1941-01-01", "1941-12-31"), span_words("1941-11-28", "1942-01-03")
    ('1941', '28 November 1941 – 3 January 1942')
    """
    t = words or interface()
    one, two = _DATE.fullmatch(first), _DATE.fullmatch(last)
    if not first or not last or first == last:
        return plain_date(first or last, t)
    if one is None or two is None:
        return t("dates.span", first=first, last=last)
    year_one, year_two = one[1] + one[2], two[1] + two[2]
    whole = one[4] == "01" and int(two[4]) == _length(two)
    if whole and one[3] == "01" and two[3] == "12":
        years = (_year(year_one, t), _year(year_two, t))
        return years[0] if years[0] == years[1] else t("dates.span", first=years[0], last=years[1])
    if (year_one, one[3]) == (year_two, two[3]):
        month, year = _month(one[3], t), _year(year_one, t)
        if whole:
            return t("dates.month", month=month, year=year)
        return t("dates.same_month", first=str(int(one[4])), last=str(int(two[4])), month=month, year=year)
    if whole:
        ends = [t("dates.month", month=_month(m[3], t), year=_year(m[1] + m[2], t)) for m in (one, two)]
        return t("dates.span", first=ends[0], last=ends[1])
    return t("dates.span", first=plain_date(first, t), last=plain_date(last, t))


def when(first: str, last: str, edtf: str, stated: str = "", words: Words | None = None) -> When:
    """A time span of the graph as a page shows it.

    >>> when("1941-11-01", "1941-11-30", "1941-11~").words
    'about November 1941'
    """
    t = words or interface()
    text = span_words(first, last, t)
    uncertain, approximate = "?" in edtf or "%" in edtf, "~" in edtf or "%" in edtf
    if edtf.startswith("..") or edtf.startswith("/"):
        text = t("dates.until", date=plain_date(last, t))
    elif edtf.endswith("..") or edtf.endswith("/"):
        text = t("dates.since", date=plain_date(first, t))
    if approximate:
        text = t("dates.about", date=text)
    if uncertain:
        text = t("dates.perhaps", date=text)
    machine = first if first == last else ""  # HTML's <time> knows days, no spans
    return When(text, machine or _html(edtf), stated, first, last, uncertain, approximate)


def _html(edtf: str) -> str:
    """An EDTF value that is also a value of HTML's `datetime`: a year, a month; nothing for another."""
    return edtf if re.fullmatch(r"\d{4}(-\d\d)?", edtf) else ""


def _month(number: str, t: Words) -> str:
    return t.listed("dates.months")[int(number) - 1]


def _year(digits: str, t: Words) -> str:
    """A year as XSD 1.1 writes it, in words: 0 is 1 BC, -489 is 490 BC."""
    year = int(digits)
    return t("dates.before_christ", year=str(1 - year)) if year < 1 else str(year)


def _length(match: re.Match[str]) -> int:
    """The length of a month, in the Gregorian calendar of XSD, which repeats every 400 years."""
    return calendar.monthrange(2000 + int(match[1] + match[2]) % 400, int(match[3]))[1]
