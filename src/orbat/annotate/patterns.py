"""Events, orders, organizations and equipment: names with a shape of their own, found by spaCy's Matcher."""

from __future__ import annotations

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
        self._matcher = Matcher(nlp.vocab)
        for pattern in self._patterns.values():
            self._matcher.add(pattern.id, [[dict(token) for token in pattern.pattern]], greedy="LONGEST")
        self._stops = frozenset(
            f for t in load("name_stops", Term) if t.id == "stop.function" for f in t.forms
        )

    def match(self, doc: Doc) -> list[Span]:
        """The longest matches, none inside a name that an earlier component found."""
        spans = []
        for key, start, end in self._matcher(doc):
            span = self._trimmed(doc, self._patterns[doc.vocab.strings[key]], start, end)
            if span is not None:
                spans.append(span)
        taken = covered(doc, *self._not_in)
        return [s for s in longest_first(spans) if taken.isdisjoint(range(s.start, s.end))]

    def _trimmed(self, doc: Doc, pattern: TokenPattern, start: int, end: int) -> Span | None:
        """The match without its context and without a function word that only its place made capital."""
        start, end = start + pattern.skip, end - pattern.trim
        needed = sum(_mandatory(token) for token in pattern.pattern) - pattern.skip - pattern.trim
        while start < end and (
            doc[start].text == "-" or (doc[start].lower_ in self._stops and is_capital(doc[start]))
        ):
            start += 1
        return self._make(doc, pattern, start, end) if end - start >= max(needed, 1) else None

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
        super().__init__(nlp, name, rules="weapons", group="orbat.equipment", label=Label.EQUIPMENT)
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
                (found := self._ambiguous.starting(words, at)) and self._beside_noun(words, at, found[0])
            ):
                spans.append(self._named(doc, words, at, *found))
        return longest_first(spans)

    def _beside_noun(self, words: list[str], start: int, end: int) -> bool:
        nouns = [
            self._nouns.starting(words, end) if end < len(words) else None,
            self._nouns.ending(words, start),
        ]
        return any(noun and noun[1].kind != "Personnel" for noun in nouns)

    def _named(self, doc: Doc, words: list[str], start: int, end: int, term: Term) -> Span:
        """The name without the generic noun after it: *Katyusha* in *Katyusha rocket launchers*."""
        while end - start > 1 and (noun := self._nouns.ending(words, end)) and noun[0] > start:
            end = noun[0]
        return make_span(
            doc, start, end, Label.EQUIPMENT, f"equipment.{term.id}", norm=doc[start:end].text, kind=term.kind
        )


def _mandatory(token: dict[str, object]) -> bool:
    return str(token.get("OP", "1"))[:2] not in {"?", "*", "{0"}
