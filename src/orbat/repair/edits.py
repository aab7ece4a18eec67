"""The algebra of repairs: make them, apply them, and fold the repairs of two passes into one.

A pass is a function from a text to the repairs of that text, sorted and without overlap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from orbat.model import Repair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Pass = Callable[[str], list[Repair]]


def edit(start: int, before: str, after: str, rule: str) -> Iterator[Repair]:
    """The smallest repair that turns `before`, which stands at `start`, into `after`; none if they are alike.

    >>> list(edit(10, "Tilsit.The", "Tilsit. The", "space"))
    [Repair(start=17, end=17, before='', after=' ', rule='space')]
    """
    if before == after:
        return
    head = _alike(before, after)
    tail = _alike(reversed(before[head:]), reversed(after[head:]))
    end = len(before) - tail
    yield Repair(start + head, start + end, before[head:end], after[head : len(after) - tail], rule)


def _alike(left: Iterable[str], right: Iterable[str]) -> int:
    """How many characters two strings have in common from their beginning."""
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def replace(
    text: str, pattern: re.Pattern[str], by: str | Callable[[re.Match[str]], str], rule: str
) -> list[Repair]:
    """A repair for each match of `pattern` in `text`: `by` is a template of `re.sub`, or a function."""
    return [
        found
        for match in pattern.finditer(text)
        for found in edit(
            match.start(), match[0], match.expand(by) if isinstance(by, str) else by(match), rule
        )
    ]


def apply(text: str, repairs: Iterable[Repair]) -> str:
    """`text` with the sorted `repairs` done.

    >>> apply("abxyzcd", [Repair(2, 5, "xyz", "-", "demo")])
    'ab-cd'
    """
    parts, at = [], 0
    for repair in repairs:
        parts += [text[at : repair.start], repair.after]
        at = repair.end
    return "".join([*parts, text[at:]])


def compose(text: str, first: Sequence[Repair], between: str, second: Sequence[Repair]) -> list[Repair]:
    """The repairs that do to `text` in one step what `first` and then `second` do.

    `between` is `text` with `first` done, and `second` repairs it. Where both changed the same characters
    their repairs become one, named after both rules. Takes time linear in the number of repairs.

    >>> first = [Repair(1, 3, "\u00a1\u00af", "\u2019", "gbk")]
    >>> compose("t\u00a1\u00afs", first, "t\u2019s", [Repair(1, 2, "\u2019", "'", "quotes")])
    [Repair(start=1, end=3, before='\u00a1\u00af', after="'", rule='gbk+quotes')]
    """
    shifts = list(accumulate((len(repair.after) - len(repair.before) for repair in first), initial=0))
    lows = [repair.start + shift for repair, shift in zip(first, shifts, strict=False)]
    highs = [low + len(repair.after) for repair, low in zip(first, lows, strict=True)]
    composed: list[Repair] = []
    i = j = 0
    while j < len(second):
        low, high = second[j].start, second[j].end
        # What the first pass made lies behind us if it ends where this begins; two seams at one point meet.
        k = bisect_right(highs, low, i)
        while low == high and k > i and lows[k - 1] == highs[k - 1] == low:
            k -= 1
        composed += first[i:k]
        i, since = k, (k, j)
        while True:
            if i < len(first) and _meets(lows[i], highs[i], low, high):
                low, high, i = min(low, lows[i]), max(high, highs[i]), i + 1
            elif j < len(second) and (j == since[1] or _meets(second[j].start, second[j].end, low, high)):
                high, j = max(high, second[j].end), j + 1
            else:
                break
        start = low - shifts[since[0]]
        end = high - shifts[i]
        parts = (*first[since[0] : i], *second[since[1] : j])
        after = apply(between[low:high], (_moved(repair, -low) for repair in second[since[1] : j]))
        rule = "+".join(dict.fromkeys(repair.rule for repair in parts))
        composed += edit(start, text[start:end], after, rule)
    return [*composed, *first[i:]]


def _meets(start: int, end: int, low: int, high: int) -> bool:
    """Whether a range that begins no earlier shares characters with another, or both are the same point."""
    return start < high or start == end == low == high


def _moved(repair: Repair, by: int) -> Repair:
    return Repair(repair.start + by, repair.end + by, repair.before, repair.after, repair.rule)
