"""Dates told by their distance from an event: *three weeks after the landing*, *the third day of the siege*.

The event is the one that the text told last in the same words and dated to a day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from spacy.tokens import Token

from orbat import timex
from orbat.extract.context import Context
from orbat.model import Label, TimeSpan

_AWAY = re.compile(r"(?P<sign>-?)P(?P<count>\d+)(?P<unit>[DWMY])")
_DAYS = {"D": 1, "W": 7}
_AHEAD = 8  # tokens in which the event follows
_BACK = 15  # sentences in which an event without a name is looked for


def reckoned(
    context: Context, index: int, when: Callable[[Context, Token], TimeSpan | None]
) -> TimeSpan | None:
    """The days that the mention `index` means, if the text has dated its event; `when` dates an event."""
    found = _AWAY.fullmatch(context.mentions[index].get("away"))
    noun = _event(context, index)
    if found is None or noun is None:
        return None
    told = _told(context, noun, when)
    if told is None:
        return None
    there = _moved(told[1].earliest, int(found["sign"] + found["count"]), found["unit"])
    if there is None:
        return None
    source = context.passage(told[0])
    stated = context.clean.text[context.spans[index].start_char : noun.idx + len(noun.text)]
    return TimeSpan(*there, timex.edtf_interval(there), stated, source)


def _event(context: Context, index: int) -> Token | None:
    """The noun right after the mention: *three weeks after the **landing***."""
    end = context.spans[index].end
    sentence = context.sentence(context.spans[index].start)
    for token in context.doc[end : min(end + _AHEAD, sentence.end)]:
        if token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "compound":
            return token if context.at(token, Label.DATE, Label.TIME, Label.DURATION) is None else None
        if token.is_punct or token.pos_ in {"VERB", "AUX"}:
            return None
    return None


def _told(
    context: Context, noun: Token, when: Callable[[Context, Token], TimeSpan | None]
) -> tuple[Token, TimeSpan] | None:
    """Where the text told the event before, and its day."""
    lemmas = {noun.lemma_.lower(), noun.lower_.removesuffix("ing"), noun.lower_.removesuffix("ing") + "e"}
    number = context.sentence_number(noun)
    for sentence in reversed(context.sentences[max(0, number - _BACK) : number]):
        for token in reversed(list(sentence)):
            if token.lemma_.lower() not in lemmas or token.pos_ not in {"NOUN", "PROPN", "VERB"}:
                continue
            span = when(context, token)
            if span is not None and span.earliest == span.latest:
                return token, span
    return None


def _moved(day: str, count: int, unit: str) -> timex.Bounds | None:
    """The day, or the days of the week, month or year, that lie so far from `day`; None before AD 1."""
    try:
        start = date.fromisoformat(day)
        if unit in _DAYS:
            there = start + timedelta(count * _DAYS[unit])
            slack = 3 if unit == "W" else 0
            return (there - timedelta(slack)).isoformat(), (there + timedelta(slack)).isoformat()
    except (ValueError, OverflowError):
        return None
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "Y" else 1)
    value = f"{months // 12:04}" if unit == "Y" else f"{months // 12:04}-{months % 12 + 1:02}"
    return timex.bounds(value)
