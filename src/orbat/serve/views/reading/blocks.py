"""Cuts a text for the reader: paragraphs, sentences that statements rest on, names, repaired words.

Everything is reckoned in characters of the original file. Where names overlap, a character belongs to the
shortest; where passages overlap, they become one sentence with the places of both.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from orbat.model import Repair
from orbat.serve.statements.model import Ref

_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_END = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+|\n")
_LONGEST = 4000
"""Characters of a paragraph, at most; a longer one is cut after a sentence."""
_HEADING = re.compile(r"\s*#{1,6}\s")


@dataclass(frozen=True, slots=True)
class Marked:
    """A name in the text: its range, its colours, and what it names; a date or quantity names nothing."""

    start: int
    end: int
    kind: str
    ref: Ref | None


@dataclass(frozen=True, slots=True)
class Bit:
    """Some characters as they are read; `was` is what stands in the file where that differs."""

    text: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that one name covers, or none. `anchor` is the id of the place, empty for none."""

    bits: tuple[Bit, ...]
    mark: Marked | None = None
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A sentence that statements rest on, or what lies between.

    `anchors` are the ids of a sentence's places, `number` is what the page calls it, 0 for what is none.
    """

    runs: tuple[Run, ...]
    anchors: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a heading."""

    start: int
    end: int
    heading: bool
    stretches: tuple[Stretch, ...]


def anchor(start: int, end: int) -> str:
    """The id of a place in the reader."""
    return f"c{start}-{end}"


def paragraphs(text: str, first: int, last: int, repairs: Sequence[Repair] = ()) -> list[tuple[int, int]]:
    """The paragraphs of `text` that reach into characters `first` to `last`, cut where they are too long.

    No paragraph ends within a repair. Where one was repaired away, as between two pages, there is none.
    """
    found = []
    at = 0
    for start, end in _gaps(text, repairs):
        if start > first and at < last:
            found += [each for each in _cut(text, at, start) if each[1] > first and each[0] < last]
        if at >= last:
            break
        at = end
    return [each for each in found if text[slice(*each)].strip()]


def _gaps(text: str, repairs: Sequence[Repair]) -> Iterator[tuple[int, int]]:
    """Where paragraphs end and the next begin; the last is the end of the text."""
    starts = [each.start for each in repairs]
    done = 0
    for gap in _GAP.finditer(text):
        start, end = gap.span()
        at = max(bisect_right(starts, start) - 1, 0)
        over = next((each for each in repairs[at : at + 2] if each.start < end and each.end > start), None)
        if over is not None:
            if not _GAP.search(over.after):
                continue
            start, end = min(start, over.start), max(end, over.end)
        if start >= done:
            yield start, end
            done = end
    yield len(text), len(text)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _LONGEST:
        ends = [match.end() for match in _END.finditer(text, start, start + _LONGEST)]
        cut = ends[-1] if ends else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


@dataclass(slots=True)
class Page:
    """What is marked on a page; `used` holds the ids that are given, each of them once.

    `numbers` has the number of the sentence that each place is in, by its id.
    """

    marks: Sequence[Marked]
    passages: Sequence[tuple[int, int]]
    repairs: Sequence[Repair] = ()
    used: set[str] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)

    def block(self, text: str, base: int = 0) -> Block:
        """The paragraph `text`, whose first character has the offset `base`."""
        end = base + len(text)
        stretches: list[Stretch] = []
        at = base
        for first, last, inside in _merged(self._whole(base, end), base, end):
            if first > at:
                stretches.append(Stretch(self._runs(text, base, at, first)))
            anchors = tuple(name for name in (anchor(*each) for each in inside) if self._take(name))
            number = max(self.numbers.values(), default=0) + 1
            self.numbers |= dict.fromkeys(anchors, number)
            stretches.append(Stretch(self._runs(text, base, first, last), anchors, number if anchors else 0))
            at = last
        if at < end:
            stretches.append(Stretch(self._runs(text, base, at, end)))
        added = "".join(
            each.after for each in self.repairs if each.start == each.end == end and each.after.strip()
        )
        if added:
            stretches.append(Stretch((Run((Bit(added),)),)))
        return Block(base, end, _HEADING.match(text) is not None, tuple(stretches))

    def _whole(self, start: int, end: int) -> Iterator[tuple[int, int, tuple[int, int]]]:
        """The passages of a paragraph, each widened over the repairs that it begins or ends within."""
        near = [each for each in self.repairs if each.start < end and each.end > start]
        for one in self.passages:
            if one[0] < end and one[1] > start:
                a = min([one[0], *(each.start for each in near if each.start < one[0] < each.end)])
                b = max([one[1], *(each.end for each in near if each.start < one[1] < each.end)])
                yield a, b, one

    def _take(self, name: str) -> bool:
        if name in self.used:
            return False
        self.used.add(name)
        return True

    def _runs(self, text: str, base: int, start: int, end: int) -> tuple[Run, ...]:
        marks = [each for each in self.marks if each.start < end and each.end > start]
        repairs = [each for each in self.repairs if each.start < end and each.end >= start]
        edges = sorted(_edges(marks, repairs, start, end))
        runs: list[Run] = []
        for first, last in pairwise(edges):
            mark = min(
                (each for each in marks if each.start <= first and each.end >= last),
                key=lambda each: (each.end - each.start, each.start),
                default=None,
            )
            bits = tuple(_bits(text, base, first, last, repairs))
            if not bits:
                continue
            if runs and runs[-1].mark == mark:
                runs[-1] = Run((*runs[-1].bits, *bits), mark, runs[-1].anchor)
                continue
            name = anchor(mark.start, mark.end) if mark else ""
            runs.append(Run(bits, mark, name if name and self._take(name) else ""))
        return tuple(runs)


def _merged(
    passages: Iterable[tuple[int, int, tuple[int, int]]], start: int, end: int
) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """The passages within `start` to `end`, those that overlap as one, with those that each is made of."""
    first = last = -1
    inside: list[tuple[int, int]] = []
    for wide_start, wide_end, one in sorted(passages):
        a, b = max(wide_start, start), min(wide_end, end)
        if inside and a < last:
            last = max(last, b)
            inside.append(one)
            continue
        if inside:
            yield first, last, inside
        first, last, inside = a, b, [one]
    if inside:
        yield first, last, inside


def _edges(marks: Iterable[Marked], repairs: Sequence[Repair], start: int, end: int) -> set[int]:
    """Where something begins or ends; what is repaired stays whole."""
    edges = {start, end}
    for each in marks:
        edges |= {each.start, each.end}
    for repair in repairs:
        edges = {at for at in edges if not repair.start < at < repair.end}
        edges |= {repair.start, repair.end}
    return {at for at in edges if start <= at <= end} | {start, end}


def _bits(text: str, base: int, start: int, end: int, repairs: Sequence[Repair]) -> Iterator[Bit]:
    """The characters `start` to `end` as they are read: repaired, or as they stand."""
    for repair in repairs:
        if repair.start == start and repair.end == end and start < end:
            if repair.after or not is_markup(repair):
                yield Bit(repair.after, "" if is_markup(repair) else repair.before)
            return
        if repair.start == repair.end == start and repair.after.strip():
            yield Bit(repair.after)
    if start < end:
        yield Bit(text[start - base : end - base])


def is_markup(repair: Repair) -> bool:
    """Whether a repair took away marks of a format or blanks only, and no character that is read."""
    return repair.rule.startswith("markdown") or "".join(repair.before.split()) == "".join(
        repair.after.split()
    )


def paragraph_of(starts: Sequence[int], offset: int) -> int:
    """The index of the paragraph that the character at `offset` stands in, by the paragraphs' starts."""
    return max(bisect_right(starts, offset) - 1, 0)
