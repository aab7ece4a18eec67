"""Days of any era as Python dates, which know no year before 1.

rdflib and pySHACL judge an `xsd:date` by its Python value: without one they warn of `-0489-09-12` and call it
ill-typed, though XSD 1.1 allows it.
"""

from __future__ import annotations

from datetime import date
from typing import Any


def day(text: str) -> date:
    """The day that an XSD 1.1 date without time zone names; 0 is the year before 1. Raises `ValueError`.

    >>> day("-0489-09-12").isoformat(), day("-0489-09-12") < day("0000-03-15") < day("0001-01-01")
    ('-0489-09-12', True)
    """
    if not text.startswith(("-", "0000")):
        return date.fromisoformat(text)
    year, month, number = text.removeprefix("-").split("-")
    return EarlyDay(-int(year), int(month), int(number))


class EarlyDay(date):
    """A day of the year 0 or before. The calendar repeats every 400 years, so a later day can hold it."""

    __slots__ = ("_astronomical",)
    _astronomical: int

    def __new__(cls, year: int, month: int, day: int) -> EarlyDay:
        """The day of an astronomical year, 0 for 1 BC; raises `ValueError` for a day that month has not."""
        self = super().__new__(cls, 2000 + year % 400, month, day)
        self._astronomical = year
        return self

    def isoformat(self) -> str:
        """The day as XSD 1.1 writes it."""
        sign = "-" if self._astronomical < 0 else ""
        return f"{sign}{abs(self._astronomical):04}-{self.month:02}-{self.day:02}"

    __str__ = isoformat

    def __repr__(self) -> str:
        return f"EarlyDay({self._astronomical}, {self.month}, {self.day})"

    def __reduce__(self) -> tuple[Any, ...]:
        return EarlyDay, (self._astronomical, self.month, self.day)

    def __hash__(self) -> int:
        return hash(_place(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, date) and _place(self) == _place(other)

    def __lt__(self, other: date) -> bool:
        return _place(self) < _place(other)

    def __le__(self, other: date) -> bool:
        return _place(self) <= _place(other)

    def __gt__(self, other: date) -> bool:
        return _place(self) > _place(other)

    def __ge__(self, other: date) -> bool:
        return _place(self) >= _place(other)


def _place(each: date) -> tuple[int, int, int]:
    """Where a day stands among all days."""
    year = each._astronomical if isinstance(each, EarlyDay) else each.year
    return year, each.month, each.day
