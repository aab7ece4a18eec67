"""Counted men and things: *more than 155,000 casualties*, *eight thousand prisoners*, *278 of them*."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.counted_nouns import CountedNouns, Noun, Text
from orbat.annotate.numerals import Number, Numerals
from orbat.annotate.spans import SpanComponent, covered, lower_words, make_span
from orbat.model import Label, unpack
from orbat.rules import load
from orbat.rules.schema import Side

FIGURES = "orbat.figures"
"""The span group of numbers that do not name what they count: *Confederate losses were **890***."""


_SHARED = 4  # tokens between a share and what it is of: *a third of all their 3,000 men*


class Quantities(SpanComponent):
    """Marks a number with what it counts. Attributes: count, minimum, maximum, of, kind, whole.

    *more than* and *at least* give a minimum, *up to* and *nearly* a maximum, *about* both at a tenth's
    distance; a range and *several hundred* have no count. `of` is the noun as it stands, `kind` its class in
    the ontology, `whole` how many there are where only some are counted (*40 of the 90 guns*), `share`
    that a share of them is told (*a third of their 3,000 men*). Numbers
    without a noun that are no dates, measures or names go to the span group `FIGURES`.
    """

    group = "orbat.quantities"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads numerals, bounds, measures, and the nouns of what is counted."""
        super().__init__(nlp, name)
        self._numerals = Numerals(nlp)
        self._nouns = CountedNouns(nlp, self._numerals)
        sides = load("sides", Side)
        nouns = {form for side in sides for form in side.people}
        self._adjectives = {form for side in sides for form in side.adjectives} - nouns

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with counted things in its own group and bare numbers in `FIGURES`."""
        found = self.match(doc)
        self.set_annotations(doc, [span for span in found if span.id_ != "quantity.bare"])
        doc.spans[FIGURES] = [span for span in found if span.id_ == "quantity.bare"]
        return doc

    def match(self, doc: Doc) -> list[Span]:
        """Numbers that count men or things, and bare numbers, in the order of the text."""
        sides = doc.spans.get("orbat.sides", ())
        nations = {i for s in sides for i in range(s.start, s.end)}
        people = {i for s in sides if unpack(s.kb_id_)["use"] == "people" for i in range(s.start, s.end)}
        adjectives = {i for i in people if doc[i].text in self._adjectives}
        equipment = {s.start: s for s in doc.spans.get("orbat.equipment", ())}
        text = Text(doc, lower_words(doc), nations, people, adjectives, equipment)
        taken = covered(doc, "orbat.dates", "orbat.units", "orbat.orders", "orbat.equipment")
        spans: list[Span] = []
        at = 0
        while at < len(doc):
            number = self._numerals.read(text.words, at) if at not in taken else None
            if number is None:
                at += 1
                continue
            span = self._quantity(text, number)
            if span is not None:
                spans.append(span)
                text.previous = span if span.id_ != "quantity.bare" else text.previous
            at = max(number.end, span.end if span is not None else 0)
        return spans

    def _quantity(self, text: Text, number: Number) -> Span | None:
        if number.share:
            text.share = number.end
        if number.share or self._nouns.measured(text, number.end):
            return None
        start, end, count, low, high = self._numerals.bounded(text.words, number)
        if number.start and text.doc[number.start - 1].is_currency:
            return None  # *$700 million*
        noun = self._nouns.counted(text, number, end)
        if (
            text.words[number.start] == "one"
            and number.value == 1
            and not self._single(text, start, end, noun)
        ):
            return None
        values = {"count": None if count is None else str(count), "minimum": low, "maximum": high}
        if noun is None:
            if (number.value is None and not number.high) or _has_noun(text.doc, number):
                return None  # *hundreds fled*, *290 passengers*
            return make_span(text.doc, start, end, Label.QUANTITY, "quantity.bare", **values)
        shared = text.share and start - text.share <= _SHARED and "of" in text.words[text.share : start]
        values |= {
            "share": "yes" if shared else None,
            "of": noun.of,
            "kind": noun.kind,
            "whole": str(noun.whole or ""),
        }
        norm = text.doc[start : noun.end].text
        return make_span(text.doc, start, noun.end, Label.QUANTITY, "quantity.counted", norm=norm, **values)

    @staticmethod
    def _single(text: Text, start: int, end: int, noun: Noun | None) -> bool:
        """*one* counts on a list, behind a verb or *with*; not in *one of them*, *one man*."""
        if noun is None or noun.kind == "Personnel" or text.words[end : end + 1] == ["of"]:
            return False
        if start and (text.words[start - 1] == "with" or text.doc[start - 1].pos_ == "VERB"):
            return True  # *held it **with** one division*, *lost one battleship*
        before = text.previous
        return before is not None and start - before.end == 1 and text.words[start - 1] in {"and", ","}


def _has_noun(doc: Doc, number: Number) -> bool:
    """The number counts a noun behind it that is none of war."""
    last = doc[number.end - 1]
    return (
        last.dep_ in {"nummod", "amod", "compound"}
        and last.head.i >= number.end
        and last.head.pos_ in {"NOUN", "PROPN"}
    )
