"""Temporal expressions: TIMEX3 gold against the dates of texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from orbat.evaluate.gold import GoldDate
from orbat.evaluate.names import sentence
from orbat.evaluate.score import Miss, Result, Score
from orbat.model import Label, Mention

TEMPORAL = (Label.DATE, Label.TIME, Label.DURATION, Label.SET)
_CALENDAR = re.compile(r"(BC)?\d{1,4}(-(\d\d|SP|SU|FA|WI|XX)(-(\d\d|XX))?)?(T.*)?")


def is_calendar(value: str) -> bool:
    """True if a TIMEX3 value names a point on the calendar: a day, month, season or year.

    >>> is_calendar("1941-12-05T04"), is_calendar("P2W"), is_calendar("194")
    (True, False, True)
    """
    return _CALENDAR.fullmatch(value) is not None


def score_dates(
    text: str, gold: Sequence[GoldDate], mentions: Iterable[Mention], name: str = "dates"
) -> Result:
    """Three scores: the same extent, any overlap, and the same calendar value down to the day.

    Each gold expression is compared with the first mention that overlaps it and no earlier one has taken.
    """
    found = [mention for mention in mentions if mention.label in TEMPORAL]
    taken: set[int] = set()
    same = right = 0
    misses: list[Miss] = []
    for expression in gold:
        at = next((i for i, m in enumerate(found) if i not in taken and _overlap(expression, m)), None)
        if at is None:
            misses.append(_miss("missed", text, expression.start, expression.end, expression.value))
            continue
        taken.add(at)
        evidence, value = found[at].evidence, found[at].get("value")
        same += (evidence.start, evidence.end) == (expression.start, expression.end)
        if not is_calendar(expression.value):
            continue
        if value and _day(value) == _day(expression.value):
            right += 1
        else:
            told = f"{expression.value}, found {value or 'no value'}"
            misses.append(_miss("wrong value", text, expression.start, expression.end, told))
    misses += (
        _miss("spurious", text, m.evidence.start, m.evidence.end, m.get("value"))
        for i, m in enumerate(found)
        if i not in taken
    )
    calendar = sum(is_calendar(mention.get("value")) for mention in found)
    asked = sum(is_calendar(expression.value) for expression in gold)
    rows = (
        ("extent, strict", Score.of(same, len(found), len(gold))),
        ("extent, overlap", Score.of(len(taken), len(found), len(gold))),
        ("calendar value", Score.of(right, calendar, asked)),
    )
    return Result(name, rows, tuple(misses))


def _overlap(expression: GoldDate, mention: Mention) -> bool:
    return mention.evidence.end > expression.start and mention.evidence.start < expression.end


def _day(value: str) -> str:
    """The value without its time of day, which is not scored."""
    return value.split("T", maxsplit=1)[0]


def _miss(fault: str, text: str, start: int, end: int, value: str) -> Miss:
    return Miss(fault, "DATE", f"{text[start:end]!r} = {value or 'no value'}", sentence(text, start, end))
