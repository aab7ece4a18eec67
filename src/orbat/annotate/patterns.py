"""Events, orders, organizations and equipment: names with a shape of their own, found by spaCy's Matcher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import LOWER, ORTH
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span

from orbat.annotate.spans import (
    SpanComponent,
    covered,
    is_capital,
    longest_first,
    lower_words,
    make_span,
    term_table,
)
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Term, TokenPattern

_UNBOUNDED = 10
"""Tokens that a repeated token of a pattern takes at most: no name is longer."""


class Patterns(SpanComponent):
    """Marks what the patterns of one rule file match. Attributes: norm, kind; number of a numbered order.

    Words that open a sentence or are function words (*The*, *After*) are cut from the front of a match.
    """

    def __init__(
        self, nlp: Language, name: str, *, rules: str, group: str, label: Label, not_in: tuple[str, ...] = ()
    ) -> None:
        """Loads `rules`; spans go to `group` under `label`, except on tokens that spans of `not_in` hold."""
        super().__init__(nlp, name)
        self.group, self._label, self._not_in = group, label, not_in
        self._patterns = {pattern.id: pattern for pattern in load(rules, TokenPattern)}
        self._order = {key: place for place, key in enumerate(self._patterns)}
        self._matcher = Matcher(nlp.vocab)
        for pattern in self._patterns.values():
            self._matcher.add(pattern.id, [[dict(token) for token in pattern.pattern]], greedy="LONGEST")
        self._anchors, self._reach = _anchors(nlp, self._patterns.values())
        self._stops = frozenset(
            f for t in load("name_stops", Term) if t.id == "stop.function" for f in t.forms
        )

    def match(self, doc: Doc) -> list[Span]:
        """The longest matches, none inside a name that an earlier component found.

        Of two rules that match the same words the one that stands first in its file counts.
        """
        found = []
        for window in self._windows(doc):
            for key, start, end in self._matcher(window):
                pattern = self._patterns[doc.vocab.strings[key]]
                span = self._trimmed(doc, pattern, window.start + start, window.start + end)
                if span is not None:
                    found.append((self._order[pattern.id], span))
        spans = [span for _, span in sorted(found, key=itemgetter(0))]
        taken = covered(doc, *self._not_in)
        return [s for s in longest_first(spans) if taken.isdisjoint(range(s.start, s.end))]

    def _windows(self, doc: Doc) -> Iterator[Span]:
        """The stretches of `doc` in which a pattern can match: around the words that one cannot do without.

        The matcher tries every pattern at every token; most of a text has no such word for miles.
        """
        if not self._anchors.size:
            yield doc[:]
            return
        words = doc.to_array([ORTH, LOWER])
        start = end = 0
        for at in np.flatnonzero(np.isin(words, self._anchors).any(axis=1)).tolist():
            if at - self._reach > end:
                if end:
                    yield doc[start:end]
                start = at - self._reach
            end = min(at + self._reach + 1, len(doc))
        if end:
            yield doc[start:end]

    def _trimmed(self, doc: Doc, pattern: TokenPattern, start: int, end: int) -> Span | None:
        """The match without its context and without a function word that only its place made capital."""
        start, end = start + pattern.skip, end - pattern.trim
        needed = sum(_mandatory(token) for token in pattern.pattern) - pattern.skip - pattern.trim
        said = bool(_words(pattern.pattern[0]))  # the rule itself names *Six* in *Six Day War*
        while not said and start < end and self._opens_sentence(doc, start):
            start += 1
        return self._make(doc, pattern, start, end) if end - start >= max(needed, 1) else None

    def _opens_sentence(self, doc: Doc, at: int) -> bool:
        """A function word that its place made capital: *After*, but not the *My* of *My Lai Massacre*."""
        token = doc[at]
        if token.text == "-":
            return True
        if token.lower_ not in self._stops or not is_capital(token):
            return False
        return token.pos_ == "DET" or at == 0 or bool(token.is_sent_start) or not doc[at - 1].is_alpha

    def _make(self, doc: Doc, pattern: TokenPattern, start: int, end: int) -> Span:
        number = (
            next((t.text for t in reversed(doc[start:end]) if t.text[0].isdigit()), "")
            if self._label is Label.ORDER
            else ""
        )
        text = " ".join(doc[start:end].text.split())
        return make_span(
            doc, start, end, self._label, pattern.id, norm=text, kind=pattern.kind, number=number
        )


class Equipment(Patterns):
    """Marks named types of weapons: designations by pattern, names by lexicon.

    An everyday word that is also such a name (*Tiger*, *Zero*) counts only beside a noun for its kind.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads patterns, names, ambiguous names and the nouns of what is counted."""
        super().__init__(
            nlp,
            name,
            rules="weapons",
            group="orbat.equipment",
            label=Label.EQUIPMENT,
            not_in=("orbat.units",),
        )
        self._names = term_table("equipment", nlp)
        self._ambiguous = term_table("equipment_ambiguous", nlp)
        self._nouns = term_table("counted", nlp)

    def match(self, doc: Doc) -> list[Span]:
        """Matches of the patterns and of the lexicon, the longest first."""
        words = lower_words(doc)
        spans = super().match(doc)
        for at in range(len(doc)):
            if not any(c.isupper() or c.isdigit() for c in doc[at].text):
                continue
            if (found := self._names.starting(words, at)) or (
                (found := self._ambiguous.starting(words, at))
                and (self._beside_noun(words, at, found[0]) or self._counted(doc, at, found))
            ):
                spans.append(self._named(doc, words, at, *found))
        taken = covered(doc, *self._not_in)
        return [s for s in longest_first(spans) if taken.isdisjoint(range(s.start, s.end))]

    @staticmethod
    def _counted(doc: Doc, at: int, found: tuple[int, Term]) -> bool:
        """*four Cromwells*: a plural with a number before it."""
        several = doc[found[0] - 1].text.endswith("s") and not found[1].name.endswith("s")
        return several and at > 0 and doc[at - 1].like_num

    def _beside_noun(self, words: list[str], start: int, end: int) -> bool:
        """*Tiger tanks*, *a tank of type Tiger*; men are no weapons: *Wellington Battalion*."""
        nouns = [
            self._nouns.starting(words, end) if end < len(words) else None,
            self._nouns.ending(words, start),
        ]
        return any(noun and noun[1].kind not in {"Personnel", "UnitKind"} for noun in nouns)

    def _named(self, doc: Doc, words: list[str], start: int, end: int, term: Term) -> Span:
        """The name without the generic noun after it: *Katyusha* in *Katyusha rocket launchers*."""
        while end - start > 1 and (noun := self._nouns.ending(words, end)) and noun[0] > start:
            end = noun[0]
        return make_span(
            doc, start, end, Label.EQUIPMENT, f"equipment.{term.id}", norm=doc[start:end].text, kind=term.kind
        )


def _anchors(nlp: Language, patterns: Iterable[TokenPattern]) -> tuple[NDArray[np.uint64], int]:
    """The ids of words of which each pattern has one in every match, and the tokens of the longest match.

    No ids if some pattern can do without: its tokens are all optional, or described by their shape.
    """
    ids: set[int] = set()
    reach = 0
    for pattern in patterns:
        literal = [words for token in pattern.pattern if _mandatory(token) and (words := _words(token))]
        if not literal:
            return np.empty(0, np.uint64), 0
        rarest = max(literal, key=lambda words: min(map(len, words)))  # *battle* rather than *of*
        ids |= {nlp.vocab.strings.add(word) for word in rarest}
        reach = max(reach, sum(_most(token) for token in pattern.pattern))
    return np.array(sorted(ids), np.uint64), reach


def _words(token: dict[str, object]) -> tuple[str, ...]:
    """The words that a pattern's token can be; none where it says only what they look like."""
    for attribute in ("LOWER", "TEXT"):
        said = token.get(attribute)
        if isinstance(said, str):
            return (said,)
        if isinstance(said, dict) and "IN" in said:
            return tuple(said["IN"])
    return ()


def _most(token: dict[str, object]) -> int:
    """How many tokens of a text a pattern's token can be."""
    operator = str(token.get("OP", "1"))
    if operator[0] in "+*":
        return _UNBOUNDED
    return int(operator.strip("{}").split(",")[-1]) if operator[0] == "{" else 1


def _mandatory(token: dict[str, object]) -> bool:
    return str(token.get("OP", "1"))[:2] not in {"?", "*", "{0"}
