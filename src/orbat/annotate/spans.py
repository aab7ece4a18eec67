"""What all of orbat's spaCy components share: longest-match tables, and the shape of a component."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Generic, TypeVar

from spacy.attrs import LOWER, ORTH
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from orbat.model import Label, pack, unpack
from orbat.rules import load
from orbat.rules.schema import Term

V = TypeVar("V")


class PhraseTable(Generic[V]):
    """Phrases to values, found by their tokens without regard to case, the longest first."""

    def __init__(self, entries: Iterable[tuple[str, V]], nlp: Language) -> None:
        """`entries` are split by the tokenizer of `nlp`, as they will stand in a text and in capitals."""
        self._table: dict[tuple[str, ...], V] = {}
        for phrase, value in entries:
            for form in (phrase, phrase.title(), phrase.upper()):
                words = tuple(token.lower_ for token in nlp.make_doc(form))
                self._table.setdefault(words, value)
        self._longest = max(map(len, self._table), default=0)
        self._first = {words[0] for words in self._table}
        self._last = {words[-1] for words in self._table}

    def __contains__(self, word: str) -> bool:
        return (word,) in self._table

    def get(self, word: str) -> V | None:
        """The value of the one-word phrase `word`, which is in lower case."""
        return self._table.get((word,))

    def starting(self, words: Sequence[str], at: int) -> tuple[int, V] | None:
        """End and value of the longest phrase that starts at token `at` of the lower-cased `words`."""
        if words[at] not in self._first:
            return None
        for end in range(min(at + self._longest, len(words)), at, -1):
            value = self._table.get(tuple(words[at:end]))
            if value is not None:
                return end, value
        return None

    def ending(self, words: Sequence[str], end: int) -> tuple[int, V] | None:
        """Start and value of the longest phrase whose last token is `end - 1`."""
        if end < 1 or words[end - 1] not in self._last:
            return None
        for start in range(max(end - self._longest, 0), end):
            value = self._table.get(tuple(words[start:end]))
            if value is not None:
                return start, value
        return None


def term_table(file: str, nlp: Language) -> PhraseTable[Term]:
    """The forms of the word list `file`, each with its term."""
    return PhraseTable(((form, term) for term in load(file, Term) for form in term.forms), nlp)


@cache
def connectors(name: str) -> frozenset[str]:
    """The small words of `connectors.jsonl` under that name."""
    return frozenset(f for term in load("connectors", Term) if term.name == name for f in term.forms)


class SpanComponent:
    """A component that finds spans (`match`) and writes them (`set_annotations`) to one span group."""

    group: str

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 - spaCy hands every component its pipeline
        """Reads its rules; no network, nothing large."""
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with the component's spans."""
        self.set_annotations(doc, self.match(doc))
        return doc

    def match(self, doc: Doc) -> list[Span]:
        """The spans, in the order of the text. Computes only."""
        raise NotImplementedError

    def set_annotations(self, doc: Doc, spans: Sequence[Span]) -> None:
        """Writes `spans` to the component's group."""
        doc.spans[self.group] = list(spans)


def make_span(doc: Doc, start: int, end: int, label: Label, rule: str, **attributes: str | None) -> Span:
    """Tokens `start` to `end` as a span that carries its rule and attributes."""
    return Span(doc, start, end, label=label.value, span_id=rule, kb_id=pack(attributes))


def covered(doc: Doc, *groups: str) -> set[int]:
    """Indices of the tokens that spans of `groups` hold; a group that is not there holds none."""
    return {
        i
        for group in groups
        if group in doc.spans
        for span in doc.spans[group]
        for i in range(span.start, span.end)
    }


def side_forces(doc: Doc) -> set[int]:
    """Indices of the tokens of names of a side's forces that have several words: *Royal Navy*."""
    sides = doc.spans.get("orbat.sides", ())
    forces = [span for span in sides if len(span) > 1 and unpack(span.kb_id_)["use"] == "forces"]
    return {i for span in forces for i in range(span.start, span.end)}


def lower_words(doc: Doc) -> list[str]:
    """Every token in lower case."""
    ids = doc.to_array(LOWER).tolist()
    words = {key: doc.vocab.strings[key] for key in set(ids)}
    return [words[key] for key in ids]


def is_capital(token: Token) -> bool:
    """The token is written as a name is: a capital first, and a letter after it or a lone initial.

    *d'Estaing* is, too: the small letter and its apostrophe are all that is left of a particle.
    """
    return _capital(token.text)


def capitals(doc: Doc) -> list[bool]:
    """For every token whether it `is_capital`, worked out once for each form."""
    ids = doc.to_array(ORTH).tolist()
    known = {key: _capital(doc.vocab.strings[key]) for key in set(ids)}
    return [known[key] for key in ids]


def _capital(text: str) -> bool:
    if text[0].isupper():
        return len(text) > 1 or text.isalpha()
    return len(text) > 3 and text[0] in "dl" and text[1] in "'’" and text[2].isupper()


def longest_first(spans: Iterable[Span], key: Callable[[Span], int] | None = None) -> list[Span]:
    """`spans` without those that overlap a longer one (or an earlier one of equal length)."""
    size = key or (lambda span: span.end - span.start)
    chosen: list[Span] = []
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (-size(s), s.start)):
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            chosen.append(span)
            taken.update(tokens)
    return sorted(chosen, key=lambda s: s.start)
