"""From text to expressions: at each word that could begin one, the longest match of the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from orbat.annotate.dates.grammar import Found, Grammar, Pattern

_WORD = re.compile(r"[^\W\d_]+|\d+")
_REACH = 6  # words from an opener to the first word of time: "the beginning of the following year"
_DEPTH = 2  # prefixes of prefixes: "early in | the morning of | 9 April"

#: operations that a prefix can narrow
_CALENDAR = frozenset({"date", "shift", "decade", "century", "weekday", "holiday", "iso", "shortyear"})


def scan(text: str, grammar: Grammar) -> list[Found]:
    """The expressions in `text`, left to right, without overlaps."""
    found: list[Found] = []
    end = 0
    for at in _starts(text, grammar):
        if at < end:
            continue
        best = _longest(text, at, grammar, _DEPTH)
        if best is None:
            continue
        found.append(best)
        found.extend(_tails(text, best, grammar))
        end = found[-1].end
    return found


def _starts(text: str, grammar: Grammar) -> Iterator[int]:
    """Where an expression may begin: at words of time and numbers, and at openers not far before one."""
    core, openers = grammar.words.core, grammar.words.openers
    waiting: list[tuple[int, int]] = []  # openers, with their index among the words
    for index, word in enumerate(_WORD.finditer(text)):
        at = word.start()
        letters = word.group()
        if letters[0].isdigit() or (lower := letters.lower()) in core:
            for opener, position in waiting:
                if index - position <= _REACH:
                    yield opener
            waiting.clear()
            # an apostrophe belongs to a short year: '99
            yield at - 1 if text[at - 1 : at] in ("'", "’", "‘") and len(letters) == 2 else at
        elif lower in openers:
            waiting.append((at, index))


def _longest(text: str, at: int, grammar: Grammar, depth: int) -> Found | None:
    """The longest expression that starts at `at`; of two as long, the one whose rule comes first."""
    best: Found | None = None
    for pattern in grammar.whole:
        match = pattern.match(text, at)
        if match is not None and (best is None or match.end() > best.end):
            best = Found(at, match.end(), pattern, match)
    for pattern in grammar.prefixes if depth else ():
        match = pattern.match(text, at)
        if match is None:
            continue
        inner = _longest(text, match.end(), grammar, depth - 1)
        if (
            inner is None
            or inner.pattern.rule.op not in _CALENDAR
            or (best is not None and inner.end <= best.end)
        ):
            continue
        best = Found(at, inner.end, inner.pattern, inner.match, ((pattern, match), *inner.prefixes))
    return best


def _tails(text: str, head: Found, grammar: Grammar) -> Iterator[Found]:
    """What leans on `head`: the *17* of *1915-17*, the *25th* of *October 17th and 25th*, and so on."""
    last, kind = head, _kind(head)
    while kind:
        for pattern in grammar.tails.get(kind, ()):
            match = pattern.match(text, last.end)
            if match is not None:
                last = Found(match.start("span"), match.end("span"), pattern, match, linked=True)
                yield last
                break
        else:
            return
        kind = _kind(last)


def _kind(found: Found) -> str:
    """What `found` ends in, as tails know it: "year" for a bare year, "day" for a month and then a day."""
    if found.pattern.rule.op != "date":
        return ""
    groups = {name: at for name in found.match.groupdict() if (at := found.match.start(name)) >= 0}
    if "year" in groups or "year2" in groups:
        return "year" if not groups.keys() & {"month", "day", "season", "era"} else ""
    if "day" in groups and groups["day"] > groups.get("month", -1):
        return "day"
    return ""


def pattern_ids(grammar: Grammar) -> frozenset[str]:
    """The ids of all rules: what a span's `id_` can be."""
    tails: tuple[Pattern, ...] = tuple(p for group in grammar.tails.values() for p in group)
    return frozenset(p.rule.id for p in (*grammar.whole, *grammar.prefixes, *tails))
