"""Readable English labels for statements and times: *Capture of Kalinin, 4 December 1941*."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping

from orbat.model import ResolvedFact, TimeSpan

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATE = re.compile(r"(-?)(\d{4,})-(\d\d)-(\d\d)")
_OPEN = (("of", ("person", "sufferedBy", "force", "unit")), ("by", ("agent",)), ("against", ("opponent",)))
_WHERE = (("at", ("place",)), ("from", ("origin",)), ("to", ("destination",)))
_CONTROL = (("of", ("place",)), ("by", ("agent",)), ("from", ("opponent",)))
_POST = (("of", ("person",)), ("as", ("position",)), ("in", ("unit",)), ("by", ("agent",)))
_FIGURE = (("of", ("of",)), ("of", ("sufferedBy", "force")), ("to", ("inflictedBy",)), ("at", ("place",)))
_PARTS: Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "Command": (("of", ("commander",)), ("over", ("unit",)), ("as", ("position",))),
    "Affiliation": (("of", ("member",)), ("with", ("side",))),
    "Subordination": (("of", ("unit",)), ("to", ("superior",))),
    "Appointment": _POST,
    "Dismissal": _POST,
    "Promotion": _POST,
    "Capture": _CONTROL,
    "Liberation": _CONTROL,
    "OrderIssued": (("of", ("order",)), ("by", ("issuedBy",)), ("to", ("addressedTo",))),
    "Loss": _FIGURE,
    "Strength": _FIGURE,
}
"""What follows a statement's kind in its label: preposition, and the roles that may stand behind it."""


def fact_label(fact: ResolvedFact, names: Mapping[str, str]) -> str:
    """A statement in words; `names` gives the label of each thing by id.

    The words for the kind are the class name's own (`CounterAttack` gives *Counter attack*).
    """
    words = [_HUMP.sub(" ", fact.kind).capitalize()]
    if fact.kind in {"Loss", "Strength"}:
        words[0] += _figure(dict(fact.values))
    for preposition, roles in _PARTS.get(fact.kind, (*_OPEN, *_WHERE)):
        told = [names[id_] for role, id_ in fact.roles if role in roles and id_ in names]
        if told:
            words.append(f"{preposition} {_listed(told)}")
    text = " ".join(words)
    return f"{text}, {time_label(fact.time)}" if fact.time else text


def _figure(values: Mapping[str, str]) -> str:
    """The number of a loss or strength, or its bounds."""
    low, high = values.get("minimum"), values.get("maximum")
    number = values.get("count") or (f"{low} to {high}" if low and high else low or high)
    kind = _HUMP.sub(" ", values.get("lossKind", "")).lower()
    return f" ({' '.join(part for part in (number, kind) if part)})" if number or kind else ""


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def time_label(time: TimeSpan) -> str:
    """A time span in words: a day, a month, a year, or the first and the last day.

    >>> time_label(TimeSpan("1941-12-01", "1941-12-31", "1941-12", "December"))
    'December 1941'
    >>> time_label(TimeSpan("-0489-09-12", "-0489-09-12", "-0489-09-12", "that day"))
    '12 September 490 BC'
    """
    if time.earliest == time.latest:
        return day_label(time.earliest)
    first, last = _DATE.fullmatch(time.earliest), _DATE.fullmatch(time.latest)
    if first and last and first.group(1, 2) == last.group(1, 2):
        if (first.group(3, 4), last.group(3, 4)) == (("01", "01"), ("12", "31")):
            return _year(*first.group(1, 2))
        if (
            first.group(3) == last.group(3)
            and first.group(4) == "01"
            and int(last.group(4)) == _days(*last.groups())
        ):
            return f"{_month(first.group(3))} {_year(*first.group(1, 2))}"
    return f"{day_label(time.earliest)} to {day_label(time.latest)}"


def day_label(day: str) -> str:
    """An XSD date in words.

    >>> day_label("1941-12-04"), day_label("0000-03-15")
    ('4 December 1941', '15 March 1 BC')
    """
    match = _DATE.fullmatch(day)
    if not match:
        return day
    sign, year, month, number = match.groups()
    return f"{int(number)} {_month(month)} {_year(sign, year)}"


def _month(number: str) -> str:
    return calendar.month_name[int(number)]


def _year(sign: str, digits: str) -> str:
    """A year as XSD 1.1 writes it, in words: 0 is 1 BC, -489 is 490 BC."""
    year = -int(digits) if sign else int(digits)
    return f"{1 - year} BC" if year < 1 else str(year)


def _days(sign: str, digits: str, month: str, _day: str) -> int:
    """The length of a month, in the Gregorian calendar of XSD."""
    year = -int(digits) if sign else int(digits)
    return calendar.monthrange(2000 + year % 400, int(month))[1]  # the calendar repeats every 400 years
