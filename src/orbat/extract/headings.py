"""Sections about one side: under *Israeli dispositions* stand Israeli formations and their commanders.

A heading is a short line of its own, or a short sentence without a verb at the start of a paragraph, that
names one side and a noun of `rules/en/headings.jsonl`. It speaks weakly of those first named under it.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span

from orbat.extract.belief import Seed
from orbat.extract.candidates import blanks
from orbat.extract.context import Context, words
from orbat.extract.parties import Parties
from orbat.model import Label

_WEIGHT = 0.5
_LONG = 9  # tokens of a heading
_FIGHTERS = (Label.PERSON, Label.UNIT)


def from_headings(context: Context, keys: Parties) -> Iterator[Seed]:
    """A seed for each person and formation that is named first in a section about one side."""
    seen: set[str] = set()
    for heading, section in _sections(context):
        side = _side(context, heading)
        for index in context.inside(section.start, section.end, *_FIGHTERS):
            key = keys.key(index)
            if side is not None and key not in seen:
                yield Seed(key, context.mentions[side].norm, _WEIGHT, context.spans[index].start, side)
            seen.add(key)


def _side(context: Context, heading: Span) -> int | None:
    """The one side that a heading names beside a noun of order of battle."""
    if len(heading) > _LONG or any(t.pos_ in {"VERB", "AUX"} for t in heading):
        return None
    if not any(t.lower_ in words("headings", "order-of-battle") for t in heading):
        return None
    sides = context.inside(heading.start, heading.end, Label.SIDE)
    named = {context.mentions[i].norm for i in sides}
    return sides[0] if len(named) == 1 else None


def _sections(context: Context) -> Iterator[tuple[Span, Span]]:
    """Each heading with the text that it stands over."""
    lines = _lines(context)
    for n, line in enumerate(lines):
        first = _opening(line)
        if first is not None:
            yield first, context.doc[first.end : line.end]
        elif _alone(line):
            following = [each.end for each in _until_heading(lines[n + 1 :])]
            if following:
                yield line, context.doc[line.end : following[-1]]


def _until_heading(lines: list[Span]) -> list[Span]:
    """The lines before the next heading."""
    found: list[Span] = []
    for line in lines:
        if _alone(line):
            break
        found.append(line)
    return found


def _alone(line: Span) -> bool:
    """The line is short and no sentence."""
    return len(line) <= _LONG and not line[-1].is_punct


def _opening(line: Span) -> Span | None:
    """The short sentence that opens a paragraph, with or without a number: *2. Israeli dispositions*."""
    stops = [t.i for t in line if t.text in {".", ":"} and t.i - line.start <= _LONG + 2]
    for stop in stops:
        words_ = [t for t in line.doc[line.start : stop] if t.is_alpha]
        if words_ and stop + 1 < line.end:
            return line.doc[line.start : stop]
    return None


def _lines(context: Context) -> list[Span]:
    """The text line by line, blank ones left out; lines that only the width of the page breaks are one."""
    doc, found, start = context.doc, [], 0
    for token in blanks(doc):
        if token.text.count("\n") > 1:
            if token.i > start:
                found.append(doc[start : token.i])
            start = token.i + 1
    if start < len(doc):
        found.append(doc[start : len(doc)])
    return [line for line in map(_trimmed, found) if len(line)]


def _trimmed(line: Span) -> Span:
    """The line without the blanks at its ends."""
    start, end = line.start, line.end
    while start < end and line.doc[start].is_space:
        start += 1
    while end > start and line.doc[end - 1].is_space:
        end -= 1
    return line.doc[start:end]
