"""Habits of a text that make a bare number a date: those of accounts of antiquity, and of war diaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from orbat.annotate.dates.sense import Sense

_NEAR = 120  # years from the last year with an era within which a bare number is a year of the same
_MODERN = 1000
_ENTRIES = 3  # lines that open with a date, from which on a text is a diary
_OPENED = re.compile(r"(?:\A|\n)[ \t]*\Z")
_ENTERED = re.compile(r"\s*(?:[-–]\s*\w+)?\s*[.:]?(?:\s|\Z)")


def habits(senses: Iterable[Sense], text: str) -> Iterator[Sense]:
    """`senses` without the bare numbers that are dates only in other kinds of text."""
    known = list(senses)
    yield from _antiquity(known if _is_diary(known, text) else [said for said in known if said.op != "diary"])


def _antiquity(senses: Iterable[Sense]) -> Iterator[Sense]:
    """A bare number of two or three digits gets the era of the year stated before it: *490 BC ... in 480*.

    It is dropped where no year of antiquity was stated, or none near it.
    """
    last: int | None = None
    for said in senses:
        if said.op == "ancient":
            if last is None or said.year is None or abs(abs(last) - said.year) > _NEAR:
                continue
            last = said.year if last > 0 else -said.year
            yield replace(said, op="date", year=last)
            continue
        if said.op == "date" and said.year is not None:
            last = said.year if said.year < _MODERN else None
        yield replace(said, op="date") if said.op == "diary" else said


def _is_diary(senses: Sequence[Sense], text: str) -> bool:
    """Whether lines of the text open with a day and a stop, as those of a diary do (*June 7th. Sailed.*)."""
    entries = (
        said
        for said in senses
        if said.op == "date"
        and said.month
        and said.day
        and _OPENED.search(text, max(0, said.start - 8), said.start)
        and _ENTERED.match(text, said.end)
    )
    return sum(1 for _ in entries) >= _ENTRIES
