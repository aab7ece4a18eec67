"""Finds things by any of their names, whole or in part, in any spelling: an index over the names of a graph.

A name is folded (case, accents, apostrophes, numbers in words) and cut into words. A query's words are looked
up among the distinct words of all names: as they are, as beginnings, and, by rapidfuzz, as misspellings. The
names that hold a match for every word of the query are ranked by how well and how fully they match; a name
that the texts use often comes before one that they use once. Looking up words rather than names keeps a
search over 100,000 things in the range of milliseconds.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from orbat.rules import load
from orbat.rules.schema import Term

_WORD = re.compile(r"\w+")
_APOSTROPHES = re.compile(r"['’ʼ`´]s?\b")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_FIGURES = re.compile(r"(\d+)[^\W\d_]{0,3}")
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})")
_NUMERALS = {"I": 1, "V": 5, "X": 10}
_PREFIX_FROM = 2  # letters that a beginning must have
_FUZZY_FROM = 4  # letters that a misspelling must have
_SURE = 82.0  # how alike (of 100) short words must be; long ones may differ more
_LOOSE = 78.0
_LONG = 7
_CANDIDATES = 40  # words of the graph that one word of the query may stand for
_POSTINGS = 20_000  # names that one word is followed to; those used most come first
_PREFIX, _FUZZY = 0.92, 0.85  # what a beginning and a misspelling weigh beside a whole word
_QUERY_WORDS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing with all its names, the best first.

    `sort` is the local name of its class, `detail` the side it belongs to, `years` when it is told of,
    `weight` how often texts name it.
    """

    iri: str
    kind: str
    sort: str
    names: tuple[str, ...]
    detail: str = ""
    years: str = ""
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found.

    `matched` is the name that answered, `how` is `exact`, `prefix`, `word` or `fuzzy`, `score` from 0 to 1.
    """

    entry: Entry
    matched: str
    how: str
    score: float


class NameIndex:
    """The names of a graph. `cut`: there were more than it was given."""

    def __init__(self, entries: Sequence[Entry], *, cut: bool = False) -> None:
        self.cut = cut
        self.entries = sorted(entries, key=lambda each: (-each.weight, each.names[0].casefold(), each.iri))
        self._names: list[str] = []
        self._folded: list[str] = []
        self._owner = array("L")
        postings: dict[str, array[int]] = defaultdict(lambda: array("L"))
        for at, entry in enumerate(self.entries):
            for name in dict.fromkeys(entry.names):
                words = fold(name)
                for word in dict.fromkeys(words):
                    postings[word].append(len(self._names))
                self._names.append(name)
                self._folded.append(" ".join(words))
                self._owner.append(at)
        self._words = sorted(postings)
        self._postings: Mapping[str, array[int]] = dict(postings)

    def search(self, query: str, limit: int = 20, kind: str = "") -> tuple[list[Hit], int]:
        """The best `limit` things for `query`, of one `kind` if that is named, and how many there are."""
        words = fold(query)[:_QUERY_WORDS]
        if not words:
            return [], 0
        found = self._matching(words)
        if not found and len(words) > 1:  # no name has all the words: those that have most of them
            found = self._matching(words, all_=False)
        best: dict[int, tuple[float, int]] = {}
        whole = " ".join(words)
        for name, score in found.items():
            owner = self._owner[name]
            if kind and self.entries[owner].kind != kind:
                continue
            rated = self._rate(name, score, whole)
            if owner not in best or rated > best[owner][0]:
                best[owner] = (rated, name)
        ranked = sorted(best.items(), key=lambda each: (-round(each[1][0], 2), each[0]))
        return [self._hit(owner, name, rated, whole) for owner, (rated, name) in ranked[:limit]], len(ranked)

    def _matching(self, words: Sequence[str], *, all_: bool = True) -> dict[int, float]:
        """By name how well it matches the words, 0 to 1.

        The rarest word is followed first, the others only where it is.
        """
        candidates = [(word, self._candidates(word)) for word in dict.fromkeys(words)]
        if not all_:
            candidates = [each for each in candidates if each[1]]
        candidates.sort(key=lambda each: sum(len(self._postings[word]) for word in each[1]))
        total = sum(len(word) for word, _ in candidates) or 1
        scores: dict[int, float] = {}
        for turn, (word, alternatives) in enumerate(candidates):
            share = len(word) / total
            here: dict[int, float] = {}
            for other, likeness in alternatives.items():
                for name in self._postings[other][:_POSTINGS]:
                    if (turn == 0 or not all_ or name in scores) and here.get(name, 0.0) < likeness:
                        here[name] = likeness
            if all_:
                scores = {name: scores.get(name, 0.0) + share * likeness for name, likeness in here.items()}
                if not scores:
                    return {}
            else:
                for name, likeness in here.items():
                    scores[name] = scores.get(name, 0.0) + share * likeness
        return scores

    def _candidates(self, word: str) -> dict[str, float]:
        """The words of names that `word` may stand for, with how alike they are, 0 to 1."""
        found: dict[str, float] = {}
        # A word that some name has is no misspelling: that saves most of the work for most searches.
        if len(word) >= _FUZZY_FROM and not word[0].isdigit() and word not in self._postings:
            cutoff = _LOOSE if len(word) >= _LONG else _SURE
            for other, likeness, _ in process.extract(
                word, self._words, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_CANDIDATES
            ):
                if not other[0].isdigit():
                    found[other] = _FUZZY * likeness / 100
        if len(word) >= _PREFIX_FROM:
            start = bisect_left(self._words, word)
            for other in self._words[start : start + _CANDIDATES]:
                if not other.startswith(word) or (word[-1].isdigit() and other[len(word) :][:1].isdigit()):
                    break
                found[other] = max(found.get(other, 0.0), _PREFIX)
        if word in self._postings:
            found[word] = 1.0
        return found

    def _rate(self, name: int, score: float, whole: str) -> float:
        """How well a name answers the query: its words' likeness, and how much of the name they are."""
        folded = self._folded[name]
        if folded == whole:
            return 1.0
        fullness = min(len(whole) / max(len(folded), 1), 1.0)
        bonus = 0.04 if folded.startswith(whole) else 0.0
        best = 0.01 if name == 0 or self._owner[name - 1] != self._owner[name] else 0.0  # the label itself
        return min(score * (0.8 + 0.15 * fullness) + bonus + best, 0.99)

    def _hit(self, owner: int, name: int, score: float, whole: str) -> Hit:
        folded = self._folded[name]
        if folded == whole:
            how = "exact"
        elif folded.startswith(whole):
            how = "prefix"
        else:
            words = set(folded.split())
            how = "word" if all(any(w.startswith(q) for w in words) for q in whole.split()) else "fuzzy"
        return Hit(self.entries[owner], self._names[name], how, round(score, 3))


def fold(name: str) -> list[str]:
    """The words of a name without case, accents and possessive endings; numbers in figures.

    >>> fold("Günther von Kluge’s 4th Army"), fold("Sixteenth Army"), fold("XVI Corps")
    (['gunther', 'von', 'kluge', '4', 'army'], ['16', 'army'], ['16', 'corps'])
    """
    found = []
    for word in _WORD.findall(_APOSTROPHES.sub("", name).replace("_", " ")):
        plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
        bare = "".join(c for c in plain if not unicodedata.combining(c))
        found.append(_number(word, bare) or bare)
    return found


def _number(word: str, bare: str) -> str:
    """The figures of a number, an ordinal or a Roman numeral of two letters or more; nothing for another."""
    if match := _FIGURES.fullmatch(bare):
        return match[1].lstrip("0") or "0"
    if len(word) > 1 and word.isupper() and _ROMAN.fullmatch(word):
        values = [_NUMERALS[letter] for letter in word]
        signed = (-a if a < b else a for a, b in pairwise([*values, 0]))
        return str(sum(signed))
    return _ordinals().get(bare, "")


@lru_cache(maxsize=1)
def _ordinals() -> Mapping[str, str]:
    return {form: term.name for term in load("ordinals", Term) for form in term.forms}
