"""Numbers as texts write them: *8.5 million*, *two hundred and fifty*, *half a million*, *dozens*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language

from orbat.annotate.spans import PhraseTable, connectors
from orbat.rules import load
from orbat.rules.schema import Term

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d+(?:\.\d+)?$")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3})+$")
_DASHED = re.compile(r"(\d{1,3}(?:,\d{3})*|\d+)[–-](\d{1,3}(?:,\d{3})*|\d+)$")  # one token, no blanks
_GROUP = re.compile(r"\d{3}$")
_SCALED = 1000  # a lower end from here on has its scale in its digits: *900,000 to 1.2 million*
_ABOUT = 0.1  # *about 300* is taken as 270 to 330
_CLOSE = 10  # ends of a range further apart are of different scales: *5 to 20,000* is 5,000 to 20,000
_MANY = 2  # *hundreds* are at least two of them


@dataclass(frozen=True, slots=True)
class Number:
    """Tokens `start` to `end` and what they say: `value`, or for a vague or double number `low` and `high`.

    `high` is 0 where it is open, `value` None where the number names none.
    """

    start: int
    end: int
    value: int | None
    low: int = 0
    high: int = 0
    share: bool = False
    """The number is a share of something: *half*, *two-thirds*, *10 per cent*."""

    @property
    def least(self) -> int:
        """The smallest number meant."""
        return self.low if self.value is None else self.value


class Numerals:
    """Reads numbers from lower-cased tokens."""

    def __init__(self, nlp: Language) -> None:
        """Reads the numerals, the bounds that stand before or after them, and the words of ranges."""
        self._words = PhraseTable(
            ((f, t) for name in ("numbers", "inexact_numbers") for t in load(name, Term) for f in t.forms),
            nlp,
        )
        self._before = PhraseTable(((f, t.kind) for t in load("bounds", Term) for f in t.forms), nlp)
        self._after = PhraseTable(((f, t.kind) for t in load("bounds_after", Term) for f in t.forms), nlp)
        self._to = connectors("range")

    def read(self, words: Sequence[str], at: int) -> Number | None:
        """The number or range that starts at token `at`, without its bounds."""
        word = words[at]
        if not (word[0].isdigit() or word in {"a", "an"} or self._words.get(word)):
            return None  # most words, so they are dismissed first
        low = self._one(words, at)
        if low is None or low.share or low.value is None:
            return low
        return self._range(words, low) or low

    def bounded(self, words: Sequence[str], number: Number) -> tuple[int, int, int | None, str, str]:
        """Start, end, count, minimum and maximum of `number` with the bounds around it, "" where open."""
        before = self._before.ending(words, number.start)
        after = self._after.starting(words, number.end) if number.end < len(words) else None
        start = before[0] if before else number.start
        end = after[0] if after else number.end
        bound = before[1] if before else after[1] if after else ""
        if number.value is None:
            high = str(number.high) if number.high else ""
            return start - (start > 0 and words[start - 1] == "between"), end, None, str(number.low), high
        value = number.value
        if bound == "about":
            return start, end, value, str(round(value * (1 - _ABOUT))), str(round(value * (1 + _ABOUT)))
        low, high = (str(value) if bound == side else "" for side in ("minimum", "maximum"))
        return start, end, value, low, high

    # ------------------------------------------------------------ one number
    def _one(self, words: Sequence[str], at: int) -> Number | None:
        if dashed := _DASHED.match(words[at]):
            low, high = (int(part.replace(",", "")) for part in dashed.groups())
            return _double(at, at + 1, low, high) if low < high else None
        term = self._words.get(words[at])
        if term is not None and term.kind in {"vague", "plural"}:
            return self._vague(words, at, term)
        if (share := self._share(words, at)) is not None:
            return share
        return self._exact(words, at)

    def _exact(self, words: Sequence[str], at: int) -> Number | None:
        """Digits, words, or digits and a scale; *a hundred*, *one and a half million*."""
        total, current, scaled, end, seen = 0.0, 0.0, 1.0, at, False
        if words[at] in {"a", "an"} and self._kind(words, at + 1) == "scale":
            end = at + 1
        while end < len(words):
            word, kind = words[end], self._kind(words, end)
            digits = _value(word)
            if not seen and digits is not None:
                current = digits
                while (
                    end + 1 < len(words)
                    and _GROUP.match(words[end + 1])
                    and word.isdigit()
                    and len(word) <= 3
                ):
                    end += 1  # *155 000*
                    current = current * 1000 + int(words[end])
            elif kind == "scale":
                scale = self._number(word)
                current = (current or 1) * scale if seen or scale > 1 else 0
                if scale >= _SCALED:
                    total, current, scaled = total + current, 0.0, scale
            elif kind == "unit" and (
                not seen or self._kind(words, end - 1) in {"unit", "scale"} or words[end - 1] in {"and", "-"}
            ):
                current += self._number(word)
            elif seen and (half := self._and_part(words, end)) is not None:
                part, end = half
                if self._kind(words, end) != "scale":  # *a million and a half*
                    return Number(at, end, round(total + current + part * scaled))
                current += part
                continue
            elif not (
                seen
                and word in {"and", "-"}
                and self._kind(words, end + 1) == "unit"
                and self._kind(words, end - 1) in {"unit", "scale"}
            ):
                break
            seen, end = True, end + 1
        return Number(at, end, round(total + current)) if seen else None

    def _and_part(self, words: Sequence[str], at: int) -> tuple[float, int] | None:
        """The part and its end in *one **and a half** million*, *a million **and a half***."""
        if list(words[at : at + 2]) != ["and", "a"] or self._kind(words, at + 2) != "part":
            return None
        return self._number(words[at + 2]), at + 3

    def _share(self, words: Sequence[str], at: int) -> Number | None:
        """*half a million*, *a quarter of a million* are numbers; *half*, *two-thirds*, *10 %* shares."""
        times, end = 1.0, at
        if words[at] in {"a", "one"} or self._kind(words, at) == "unit":
            times = self._number(words[at]) if words[at] != "a" else 1.0
            end = at + 1 + (list(words[at + 1 : at + 2]) == ["-"])
        if self._kind(words, end) == "part":
            part = times * self._number(words[end])
            end += 1
            scale = end + (list(words[end : end + 1]) == ["of"])
            scale += list(words[scale : scale + 1]) == ["a"]
            if self._kind(words, scale) == "scale":
                return Number(at, scale + 1, round(part * self._number(words[scale])))
            return Number(at, end, None, share=True)
        if at + 1 < len(words) and (_value(words[at]) is not None or self._kind(words, at) == "unit"):
            found = self._words.starting(words, at + 1)
            if found is not None and found[1].kind == "share":
                return Number(at, found[0], None, share=True)
        return None

    def _vague(self, words: Sequence[str], at: int, term: Term) -> Number | None:
        """*several thousand*, *a few hundred*; *hundreds*, *tens of thousands*, *some dozens*."""
        if term.kind == "plural":
            end, low = at + 1, _MANY * float(term.name)
            if list(words[end : end + 1]) == ["of"] and self._kind(words, end + 1) == "plural":
                low, end = low * self._number(words[end + 1]), end + 2
            return Number(at, end, None, low=round(low))
        end = at + 1 + (list(words[at + 1 : at + 2]) == ["of"])
        if self._kind(words, end) not in {"scale", "plural"}:
            return None
        if self._kind(words, end) == "plural" and (inner := self._one(words, end)) is not None:
            return Number(at, inner.end, None, low=inner.low)  # *several tens of thousands*
        least, _, most = term.name.partition("-")
        scale = self._number(words[end])
        return Number(at, end + 1, None, low=round(float(least) * scale), high=round(float(most) * scale))

    # ------------------------------------------------------------ ranges
    def _range(self, words: Sequence[str], low: Number) -> Number | None:
        """Both ends of *3,000 to 4,000*, *between 3,000 and 4,000*, *3-4,000*."""
        at = low.end
        if at + 1 >= len(words) or low.value is None:
            return None
        between = words[at] == "and" and low.start and words[low.start - 1] == "between"
        if words[at] not in self._to and not between:
            return None
        bound = self._before.starting(words, at + 1)  # *from 3,000 to perhaps 4,000*
        top = self._one(words, bound[0] if bound and bound[0] < len(words) else at + 1)
        if top is None or top.value is None or top.value <= low.value:
            return None
        return _double(low.start, top.end, self._to_scale(words, low, top), top.value)

    def _to_scale(self, words: Sequence[str], low: Number, top: Number) -> int:
        """The lower end in the scale that only the upper end names: *1.1 to 1.2 million*."""
        value = low.value or 0
        if top.value is None or self._kind(words, low.end - 1) == "scale" or value >= _SCALED:
            return value
        exact = _value(words[low.end - 1]) if low.end - low.start == 1 else None
        scale = self._number(words[top.end - 1]) if self._kind(words, top.end - 1) == "scale" else 1
        scaled = round((exact or value) * scale)
        return scaled if scaled < top.value else value

    def _kind(self, words: Sequence[str], at: int) -> str:
        term = self._words.get(words[at]) if at < len(words) else None
        return term.kind if term is not None else ""

    def _number(self, word: str) -> float:
        term = self._words.get(word)
        return float(term.name) if term is not None else 1.0


def _double(start: int, end: int, low: int, high: int) -> Number:
    """A range, its lower end in thousands where only the upper one writes them: *3-4,000*."""
    if low < _SCALED <= high and high % _SCALED == 0 and low * _SCALED < high <= low * _SCALED * _CLOSE:
        low *= _SCALED
    return Number(start, end, None, low=low, high=high)


def _value(word: str) -> float | None:
    """What a token of digits says, None where it is none: *155,000*, *8.5*, *12.000*."""
    if _POINTS.match(word):
        return float(word.replace(".", ""))
    return float(word.replace(",", "")) if _DIGITS.match(word) else None
