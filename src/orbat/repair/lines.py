"""Lines: their ends, page heads and page numbers between them, words and sentences that run over them.

What comes out has no line wrapped by hand: every newline that is left ends a paragraph, a heading or an item.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from orbat.model import Repair
from orbat.repair.edits import edit, replace
from orbat.rules import load
from orbat.rules.schema import Term

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDS = re.compile("\r\n?|[\v\f\u2028\u2029]")
_LINE = re.compile(r"[^\n]+")
_SINGLE = re.compile(r"(?<=[^\s])\n(?=[^\n])")
_ENDED = re.compile(r"[.!?:;][\"')\]’”*_]*$")
_NUMBER = re.compile(r"\d+")
# A page number alone: `12`, `- 12 -`, `[12]`, `Page 12 of 300`. Four digits head a year of a chronicle.
_PAGE = re.compile(r"\W*(?:pages?|p\.)?\s*(\d{1,3})(?:\s*(?:of|/)\s*\d+)?\W*", re.IGNORECASE)
_LONGEST_PAGE = 30
_LONGEST_HEAD = 80
_FEWEST_HEADS = 3
_BROKEN = re.compile(r"(?<=[^\W_])-[ \t]*\n[ \t]*(?=([^\W\d_]{1,40}))")
_LAST_WORD = re.compile(r"(?:[^\W\d_]+|\d+)\Z")
_LONGEST_WORD = 40
_NARROWEST_WRAP = 30
_WIDEST_WRAP = 120  # a text whose lines are longer was not wrapped: its newlines end paragraphs
_ITEM = re.compile(r"(?:[-*+•·]|\(?(?:\d{1,3}|[A-Za-z])\))\s")
_NUMBERED = re.compile(r"\d{1,3}\.\s")  # an item, or the day at the end of a sentence


class _Line(NamedTuple):
    start: int
    end: int
    words: str  # without blanks at either end


def ends(text: str) -> list[Repair]:
    """CRLF, lone CR, form feeds and Unicode's line and paragraph separators as newlines."""
    return replace(text, _ENDS, "\n", "line-end")


def furniture(text: str) -> list[Repair]:
    """Running heads and page numbers removed, and the sentence that they interrupted joined again.

    A line is a page number if it stands in a series that counts up by one, three times or more. A line is a
    running head if it comes back three times, apart from numbers in it, and at least once stands beside a
    page number or in the middle of a sentence: a heading that merely returns (*Aftermath*) is left alone.
    """
    lines = [_Line(m.start(), m.end(), m[0].strip()) for m in _LINE.finditer(text) if not m[0].isspace()]
    pages = _page_numbers(lines)
    gone = pages | _running_heads(lines, pages)
    return [repair for run in _runs(sorted(gone)) for repair in _removal(text, lines, run)]


def hyphens(text: str) -> list[Repair]:
    """Words broken at a line's end made whole (`bat-⏎talion`).

    The hyphen stays where it belongs to the word (`counter-⏎attack`, `Austro-⏎Hungarian`): the text itself
    tells if it has the word elsewhere, else the beginnings in `repair_prefixes` that take a hyphen.
    """
    broken = list(_BROKEN.finditer(text))
    if not broken:
        return []
    known = {word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)}
    prefixes = {form for term in load("repair_prefixes", Term) for form in term.forms}
    found: list[Repair] = []
    for match in broken:
        first = _LAST_WORD.search(text[max(0, match.start() - _LONGEST_WORD) : match.start()])
        whole = first is None or _keeps_hyphen(first[0], match[1], known, prefixes)
        found += edit(match.start(), match[0], "-" if whole else "", "hyphen")
    return found


def unwrap(text: str) -> list[Repair]:
    """Newlines inside a paragraph as blanks.

    A newline is inside one if it stands in the middle of a sentence, or if the line was full: the next
    word would not have fitted into the width that the text is wrapped at.
    """
    lines = [_Line(m.start(), m.end(), m[0].strip()) for m in _LINE.finditer(text)]
    width = _width(lines)
    return [
        Repair(above.end, above.end + 1, "\n", " ", "unwrap")
        for above, below in pairwise(lines)
        if above.end + 1 == below.start and _runs_on(above.words, below, text, width)
    ]


def join_all(text: str) -> list[Repair]:
    """Every newline inside a block as a blank: in Markdown only a blank line ends a paragraph."""
    return replace(text, _SINGLE, " ", "unwrap")


def _page_numbers(lines: list[_Line]) -> set[int]:
    """Indices of lines that are page numbers: each one more than the one before it, in series of three."""
    numbered = [
        (i, int(m[1]))
        for i, line in enumerate(lines)
        if len(line.words) <= _LONGEST_PAGE and (m := _PAGE.fullmatch(line.words))
    ]
    found: set[int] = set()
    series: list[int] = []
    last = -1
    for i, number in numbered:
        series = [*series, i] if number == last + 1 and series else [i]
        last = number
        if len(series) >= _FEWEST_HEADS:
            found.update(series)
    return found


def _running_heads(lines: list[_Line], pages: set[int]) -> set[int]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if i not in pages and len(line.words) <= _LONGEST_HEAD and not _ENDED.search(line.words):
            places[_NUMBER.sub("#", line.words)].append(i)
    found: set[int] = set()
    for words, where in places.items():
        if len(where) < _FEWEST_HEADS or not re.search(r"[^\W\d_]", words):
            continue
        if any(i - 1 in pages or i + 1 in pages or _interrupts(lines, i) for i in where):
            found.update(where)
    return found


def _interrupts(lines: list[_Line], i: int) -> bool:
    """Whether the lines around line `i` are one sentence."""
    return 0 < i < len(lines) - 1 and _continues(lines[i - 1].words, lines[i + 1].words)


def _continues(above: str, below: str) -> bool:
    return not _ENDED.search(above) and below[:1].islower()


def _runs(indices: list[int]) -> Iterator[range]:
    start = 0
    for at in range(1, len(indices) + 1):
        if at == len(indices) or indices[at] != indices[at - 1] + 1:
            yield range(indices[start], indices[at - 1] + 1)
            start = at


def _removal(text: str, lines: list[_Line], run: range) -> Iterator[Repair]:
    """The lines of `run` and the blank lines around them taken out; a sentence that they cut runs on."""
    above = lines[run.start - 1] if run.start else None
    below = lines[run.stop] if run.stop < len(lines) else None
    start = above.end if above else 0
    end = below.start if below else len(text)
    if above and below:
        runs_on = above.words.endswith("-") or _continues(above.words, below.words)
        yield from edit(start, text[start:end], "\n" if runs_on else "\n\n", "page-furniture")
    else:
        yield from edit(start, text[start:end], "", "page-furniture")


def _keeps_hyphen(first: str, second: str, known: set[str], prefixes: set[str]) -> bool:
    if first.isdigit() or second[0].isupper():
        return True
    if f"{first}{second}".lower() in known:
        return False
    return f"{first}-{second}".lower() in known or first.lower() in prefixes


def _width(lines: list[_Line]) -> int:
    """The width that the text is wrapped at, 0 if it is not: many lines come near it, few are longer."""
    lengths = sorted(len(line.words) for line in lines if line.words)
    if not lengths:
        return 0
    width = lengths[(len(lengths) * 9 - 1) // 10]
    full = sum(length >= width * 0.8 for length in lengths)
    return width if _NARROWEST_WRAP <= width <= _WIDEST_WRAP and full >= len(lengths) * 0.4 else 0


def _runs_on(above: str, below: _Line, text: str, width: int) -> bool:
    if not above or not below.words or _ITEM.match(below.words):
        return False
    if _NUMBERED.match(below.words) and _ENDED.search(above):
        return False
    if _continues(above, below.words):
        return True
    if not width or text[below.start].isspace():  # an indented line begins a paragraph
        return False
    return len(above) + 1 + len(below.words.split(None, 1)[0]) > width * 0.95
