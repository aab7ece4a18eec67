"""Counted men and things: *more than 155,000 casualties*, *eight thousand prisoners*, *278 of them*."""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.spans import (
    PhraseTable,
    SpanComponent,
    connectors,
    covered,
    lower_words,
    make_span,
    term_table,
)
from orbat.model import Label, unpack
from orbat.rules import load
from orbat.rules.schema import Term

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+$|\d+(?:\.\d+)?$")
_GAP = 5  # adjectives between a number and its noun
_SCALED = 1000  # a lower end from here on has its scale in its digits: *900,000 to 1.2 million*
_ABOUT = 0.1  # *about 300* is taken as 270 to 330


@dataclass(frozen=True)
class _Number:
    start: int
    end: int
    value: int
    exact: float = 0.0


class Quantities(SpanComponent):
    """Marks a number with what it counts. Attributes: count, minimum, maximum, of, kind.

    *more than* and *at least* give a minimum, *up to* and *nearly* a maximum, *about* both at a tenth's
    distance; a range has no count. `of` is the noun as it stands, `kind` its class in the ontology.
    """

    group = "orbat.quantities"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads numerals, bounds and the nouns of what is counted."""
        super().__init__(nlp, name)
        self._numerals = term_table("numbers", nlp)
        self._bounds = PhraseTable(((f, t.kind) for t in load("bounds", Term) for f in t.forms), nlp)
        self._nouns = term_table("counted", nlp)
        self._to, self._again = connectors("range"), connectors("counted-again")
        self._half = connectors("half-scale")

    def match(self, doc: Doc) -> list[Span]:
        """Numbers that count men or things, in the order of the text."""
        words = lower_words(doc)
        self._people = {
            i
            for s in doc.spans.get("orbat.sides", ())
            if unpack(s.kb_id_)["use"] == "people"
            for i in range(s.start, s.end)
        }
        taken = covered(doc, "orbat.dates", "orbat.units", "orbat.orders", "orbat.equipment")
        spans: list[Span] = []
        at = 0
        while at < len(doc):
            number = self._number(words, at) if at not in taken else None
            if number is None:
                at += 1
                continue
            span = self._quantity(doc, words, number, spans[-1] if spans else None)
            if span is not None:
                spans.append(span)
            at = max(number.end, span.end if span is not None else 0)
        return spans

    def _number(self, words: list[str], at: int) -> _Number | None:
        """The number that starts at token `at`: digits, words, or digits and a scale (*8.5 million*)."""
        total, current, end = 0.0, 0.0, at
        seen = False
        if words[at] in self._half:
            whole = self._numerals.get(words[at + 2]) if words[at + 1 : at + 2] == ["a"] else None
            if whole is None or whole.kind != "scale":
                return None
            value = float(whole.name) / 2
            return _Number(at, at + 3, round(value), value)
        while end < len(words):
            word = words[end]
            numeral = self._numerals.get(word)
            if not seen and _DIGITS.match(word):
                current = float(word.replace(",", ""))
            elif numeral is not None and numeral.kind == "scale":
                scale = float(numeral.name)
                current = (current or 1) * scale if seen or scale > 1 else 0
                if scale >= 1000:
                    total, current = total + current, 0.0
            elif numeral is not None and (
                not seen or self._numerals.get(words[end - 1]) is not None or words[end - 1] in {"and", "-"}
            ):
                current += float(numeral.name)
            elif (
                seen
                and word in {"and", "-"}
                and end + 1 < len(words)
                and self._numerals.get(words[end + 1])
                and self._numerals.get(words[end - 1])
            ):
                pass
            else:
                break
            seen, end = True, end + 1
        return _Number(at, end, round(total + current), total + current) if seen else None

    def _quantity(self, doc: Doc, words: list[str], number: _Number, previous: Span | None) -> Span | None:
        if number.end >= len(doc):
            return None
        top = self._range(words, number)
        end = top.end if top else number.end
        if top:
            number = self._to_scale(words, number, top)
        of, kind, end = self._counted(doc, words, end, previous)
        if not of or (number.value == 1 and words[number.start] == "one"):
            return None
        bound = self._bounds.ending(words, number.start)
        start = bound[0] if bound else number.start
        low, high = _bounded(number.value, bound[1] if bound else "")
        count = str(number.value)
        if top:
            low, high, count = str(number.value), str(top.value), ""
        return make_span(
            doc,
            start,
            end,
            Label.QUANTITY,
            "quantity.counted",
            norm=doc[start:end].text,
            count=count,
            minimum=low,
            maximum=high,
            of=of,
            kind=kind,
        )

    def _formations(self, words: list[str], at: int) -> bool:
        """Whether a counted formation stands at token `at`: what stands before it says of which kind."""
        noun = self._nouns.starting(words, at) if at < len(words) else None
        return noun is not None and noun[1].kind == "UnitKind"

    def _range(self, words: list[str], number: _Number) -> _Number | None:
        """The upper end in *3,000 to 4,000*, *between 3,000 and 4,000*, *3,000-4,000*."""
        if words[number.end] not in self._to and not (
            words[number.end] == "and" and number.start and words[number.start - 1] == "between"
        ):
            return None
        top = self._number(words, number.end + 1) if number.end + 1 < len(words) else None
        return top if top and top.value > number.value else None

    def _to_scale(self, words: list[str], low: _Number, top: _Number) -> _Number:
        """The lower end in the scale that only the upper end names: *1.1 to 1.2 million*."""
        scales = [self._numerals.get(words[n.end - 1]) for n in (low, top)]
        own, shared = ((s is not None and s.kind == "scale") for s in scales)
        if own or not shared or low.exact >= _SCALED or scales[1] is None:
            return low
        value = low.exact * float(scales[1].name)
        return _Number(low.start, low.end, round(value), value) if value < top.value else low

    def _counted(self, doc: Doc, words: list[str], at: int, previous: Span | None) -> tuple[str, str, int]:
        """What is counted from token `at` on: its noun, kind and end; empty where nothing is."""
        if words[at] == "of" and at + 1 < len(doc) and words[at + 1] in self._again:
            if previous is None:
                return "", "", at
            before = unpack(previous.kb_id_)
            return before["of"], before["kind"], at + 2
        partitive = words[at] == "of"
        for here in range(at, min(at + _GAP + 3 * partitive, len(doc))):
            if here in self._people:
                return "men", "Personnel", here + 1
            if words[here].endswith("men") and words[here] not in self._nouns and len(words[here]) > 5:
                return doc[here].text, "Personnel", here + 1
            if _ranks(doc, here):
                continue  # *two of General Howe's brigades*
            if noun := self._nouns.starting(words, here):
                if self._formations(words, noun[0]):
                    continue  # *13 regular army divisions*, *three infantry armies*
                return doc[here : noun[0]].text, noun[1].kind, noun[0]
            token = doc[here]
            if token.lower_ in {"of", "more", "-"} or (
                partitive and (token.pos_ in {"PRON", "PART", "PROPN"})
            ):
                continue
            if token.is_punct or token.pos_ in {"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PRON"}:
                break
        return "", "", at


def _ranks(doc: Doc, at: int) -> bool:
    """The capitalized word is the title of the name behind it."""
    after = doc[at + 1] if at + 1 < len(doc) else None
    return (
        doc[at].is_title
        and doc[at].pos_ == "PROPN"
        and after is not None
        and after.pos_ == "PROPN"
        and after.is_title
        and doc[at].head.i > at
        and doc[at - 1].lower_ == "of"
    )


def _bounded(value: int, bound: str) -> tuple[str, str]:
    """Minimum and maximum of a value behind a bound, "" where open."""
    if bound == "about":
        return str(round(value * (1 - _ABOUT))), str(round(value * (1 + _ABOUT)))
    return (str(value) if bound == "minimum" else ""), (str(value) if bound == "maximum" else "")
