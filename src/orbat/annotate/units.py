"""Designated formations: *16th Army*, *British Eighth Army*, *Army Group Centre*, *Kruger's 4th Army*.

A name is read outward from its head, the noun of echelon: leftward over branch, nationality, number and
proper name, rightward over *of the Potomac*, *Centre*, *58*. What is only counted (*51 divisions*),
undesignated (*the army*) or a side's forces at large (*the German army*) is no formation's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.spans import (
    PhraseTable,
    SpanComponent,
    connectors,
    covered,
    is_capital,
    longest_first,
    lower_words,
    make_span,
)
from orbat.model import Label, unpack
from orbat.rules import load
from orbat.rules.schema import Echelon, Side, Term

_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th|d)$", re.IGNORECASE)
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:th|st|nd|rd)?$")
_LETTERS = re.compile(r"(?:[A-Z]|\d{1,3}(?:\.\d)?)$")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NAME_LENGTH = 4


def roman(text: str) -> int:
    """The value of a Roman numeral.

    >>> roman("XIV"), roman("VIIth")
    (14, 7)
    """
    digits = [_VALUES[c] for c in re.sub(r"(th|st|nd|rd)$", "", text)]
    return sum(-d if any(n > d for n in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))


def roman_numeral(text: str) -> bool:
    """True if `text` is a Roman numeral, with or without an ending: *XIV*, *VIIth*."""
    return _ROMAN.match(text) is not None


@dataclass(frozen=True)
class _Name:
    """A formation's name as far as it was read. `rest` is the first token after the number or proper name."""

    start: int
    end: int
    rest: int
    number: str = ""
    side: str = ""
    branches: tuple[str, ...] = ()
    proper: tuple[int, ...] = ()
    follow: bool = False


class Units(SpanComponent):
    """Marks formations. Attributes: norm, number, name, echelon, branch, side."""

    group = "orbat.units"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads echelons, branches, ordinals, sides and directions."""
        super().__init__(nlp, name)
        echelons = load("echelons", Echelon)
        heads = [(form, (e, False)) for e in echelons for form in e.forms]
        heads += [(form, (e, True)) for e in echelons for form in e.plurals]
        self._heads = PhraseTable(heads, nlp)
        self._singular = {p: e.forms[i] for e in echelons for i, p in enumerate(e.plurals)}
        self._sides = PhraseTable(((f, s.name) for s in load("sides", Side) for f in s.adjectives), nlp)
        self._branches = _terms("branches", nlp)
        self._ordinals = _terms("ordinals", nlp)
        self._directions = _terms("directions", nlp)
        self._stops = _terms("name_stops", nlp)
        self._sites = _terms("place_kinds", nlp)
        self._listing, self._numbering = connectors("listing"), connectors("numbering")

    def match(self, doc: Doc) -> list[Span]:
        """The formations, conjuncts under one head (*the 1st and 2nd Armies*) each by itself."""
        words = lower_words(doc)
        dates = covered(doc, "orbat.dates", "orbat.orders", "orbat.events")
        spans: list[Span] = []
        for at in range(len(doc)):
            if at not in dates and (found := self._heads.starting(words, at)):
                end, (echelon, plural) = found
                spans += self._read(doc, words, (at, end), echelon, plural, dates)
        at_large = {
            (side.start, side.end)
            for side in doc.spans.get("orbat.sides", ())
            if unpack(side.kb_id_)["use"] == "forces"
        }
        return [span for span in longest_first(spans) if (span.start, span.end) not in at_large]  # *Red Army*

    def _read(
        self,
        doc: Doc,
        words: list[str],
        head: tuple[int, int],
        echelon: Echelon,
        plural: bool,
        dates: set[int],
    ) -> list[Span]:
        if head[1] < len(doc) and is_capital(doc[head[1]]) and words[head[1]] in self._sites:
            return []  # *Selmon Air Force Base*
        name = self._leftward(doc, words, head, dates)
        name = self._rightward(doc, words, name, echelon)
        shared = plural or words[head[1] - 1] == "corps"
        conjuncts = self._conjuncts(doc, words, name, dates) if shared and not name.follow else []
        if (plural and not conjuncts) or not self._designated(doc, name, head[0], echelon):
            return []
        if conjuncts and not name.side:
            name = replace(name, side=conjuncts[-1].side)
        spans = [self._span(doc, name, echelon, self._words(doc, name.start, name.end))]
        for conjunct in conjuncts:
            norm = f"{doc[conjunct.start : conjunct.end].text} {self._words(doc, name.rest, name.end)}"
            full = replace(conjunct, branches=name.branches, side=conjunct.side or name.side)
            spans.append(self._span(doc, full, echelon, norm))
        return spans

    # ------------------------------------------------------------ leftward
    def _leftward(self, doc: Doc, words: list[str], head: tuple[int, int], dates: set[int]) -> _Name:
        name = _Name(start=head[0], end=head[1], rest=head[0])
        while name.start > 0 and name.start - 1 not in dates:
            wider = self._step(doc, words, name)
            if wider is None:
                break
            name = wider
        return name

    def _step(self, doc: Doc, words: list[str], name: _Name) -> _Name | None:
        """`name` with one more word or phrase on its left, or None where the name has begun."""
        start = name.start
        if doc[start - 1].is_space:
            return None
        if self._hyphen(doc, start - 1):
            return self._step_proper(doc, words, replace(name, start=start - 1))
        if words[start - 1] == '"' and start > 2 and doc[start - 3].is_quote and doc[start - 2].is_alpha:
            return replace(name, start=start - 2, proper=(start - 2, *name.proper))  # "Centre" Army Group
        if number := self._number(doc, words, start):
            return None if name.number else replace(name, start=number[0], rest=start, number=number[1])
        side = self._sides.ending(words, start)
        if side and is_capital(doc[side[0]]):
            return None if name.side else replace(name, start=side[0], side=side[1])
        branch = self._branches.ending(words, start)
        if branch and not (name.number or name.side or name.proper):
            return replace(name, start=branch[0], rest=branch[0], branches=(branch[1], *name.branches))
        return self._step_proper(doc, words, name)

    def _step_proper(self, doc: Doc, words: list[str], name: _Name) -> _Name | None:
        at = name.start - 1
        token = doc[at]
        if name.number and self._epithet(doc, words, at):
            return replace(name, start=at)
        if name.number or name.side or len(name.proper) >= _NAME_LENGTH:
            return None
        rest = name.rest if name.proper else name.start
        wider = replace(name, start=at, rest=rest, proper=(at, *name.proper))
        if words[at] in self._directions:
            return wider
        if not is_capital(token) or not token.text[-1].isalpha() or words[at] in self._stops:
            return None
        return None if token.is_sent_start and token.pos_ in {"ADV", "VERB", "DET", "ADP", "SCONJ"} else wider

    @staticmethod
    def _epithet(doc: Doc, words: list[str], at: int) -> bool:
        """A capitalized adjective before the number belongs to the name: *the New Fourth Army*."""
        return (
            is_capital(doc[at])
            and doc[at].pos_ in {"ADJ", "PROPN"}
            and at > 0
            and words[at - 1] in {"the", "'s"}
        )

    @staticmethod
    def _hyphen(doc: Doc, at: int) -> bool:
        return (
            at > 0 and doc[at].text in {"-", "–"} and not doc[at].whitespace_ and not doc[at - 1].whitespace_
        )

    def _number(self, doc: Doc, words: list[str], end: int) -> tuple[int, str] | None:
        """First token and value of the number that ends before token `end`."""
        text = doc[end - 1].text
        if match := _ORDINAL.match(text):
            return end - 1, match.group(1)
        if found := self._ordinals.ending(words, end):
            return found
        if _ROMAN.match(text) and (text != "I" or (end < len(doc) and is_capital(doc[end]))):
            return end - 1, str(roman(text))
        if text.isdigit() and len(text) < 4:
            start = end - 1
            start -= start > 1 and words[start - 1] == "." and not doc[start - 2].whitespace_
            return (start - 1 if start and words[start - 1] in self._numbering else end - 1), str(int(text))
        return None

    # ------------------------------------------------------------ rightward
    def _rightward(self, doc: Doc, words: list[str], name: _Name, echelon: Echelon) -> _Name:
        end = name.end
        if end >= len(doc) or not is_capital(doc[end - 1]) or name.number or name.proper:
            return name
        name_follows = not echelon.initial and self._capital(doc, words, end)
        if echelon.letters and (_LETTERS.match(doc[end].text) or name_follows):
            return replace(name, end=end + 1, follow=True)
        if words[end] != "of" or not echelon.named:
            return name
        start = end + 1
        while start + 1 < len(doc) and (
            words[start] == "the" or (words[start] in self._directions and is_capital(doc[start + 1]))
        ):
            start += 1
        stop = start
        while stop < len(doc) and stop - start < 3 and self._capital(doc, words, stop):
            stop += 1
        if stop == start or self._heads.starting(words, stop - 1) or self._number(doc, words, start + 1):
            return name
        return replace(name, end=stop, follow=True)

    def _capital(self, doc: Doc, words: list[str], at: int) -> bool:
        """The token at `at` can be part of a proper name (or is a direction: *Centre*, *South*)."""
        if not is_capital(doc[at]) or not doc[at].is_alpha:
            return False
        return words[at] in self._directions or words[at] not in self._stops

    # ------------------------------------------------------------ what counts
    def _designated(self, doc: Doc, name: _Name, head: int, echelon: Echelon) -> bool:
        """Whether the name picks out one formation; bare nouns, counts and forces at large do not."""
        if name.follow:
            return True
        capital = is_capital(doc[head])
        if name.number:
            numeral = doc[name.rest - 1].text
            return (
                capital
                or _ORDINAL.match(numeral) is not None
                or (len(numeral) > 1 and roman_numeral(numeral))
            )
        if name.proper:
            if capital:
                return echelon.named and not self._theater(doc, name, head)
            return echelon.kind == "ArmyGroup"
        return bool(capital and name.side and echelon.named and not echelon.at_large)

    @staticmethod
    def _theater(doc: Doc, name: _Name, head: int) -> bool:
        """*on the Western Front* is where, not who."""
        return (
            doc[head].lower_ == "front" and doc[max(name.start - 2, 0) : name.start].text.lower() == "on the"
        )

    # ------------------------------------------------------------ conjuncts
    def _conjuncts(self, doc: Doc, words: list[str], name: _Name, dates: set[int]) -> list[_Name]:
        """The designators before *and* that share the head: *1st* in *the 1st and 2nd Belorussian Fronts*."""
        found: list[_Name] = []
        start = name.start
        while start > 1 and words[start - 1] in self._listing:
            end = start - 2 if words[start - 2] == "," and start > 2 else start - 1
            conjunct = self._designator(doc, words, end, name)
            if conjunct is None or conjunct.start in dates:
                break
            found.append(conjunct)
            start = conjunct.start
        return found

    def _designator(self, doc: Doc, words: list[str], end: int, name: _Name) -> _Name | None:
        if name.number:
            if not (number := self._number(doc, words, end)) or doc[end - 1].text.isdigit():
                return None
            side = self._sides.ending(words, number[0]) if number[0] else None
            if side and is_capital(doc[side[0]]):
                return _Name(start=side[0], end=end, rest=end, number=number[1], side=side[1])
            return _Name(start=number[0], end=end, rest=end, number=number[1])
        if side := self._sides.ending(words, end):
            return _Name(start=side[0], end=end, rest=end, side=side[1]) if is_capital(doc[side[0]]) else None
        if self._capital(doc, words, end - 1):
            return _Name(start=end - 1, end=end, rest=end, proper=(end - 1,))
        return None

    # ------------------------------------------------------------ spans
    def _span(self, doc: Doc, name: _Name, echelon: Echelon, norm: str) -> Span:
        return make_span(
            doc,
            name.start,
            name.end,
            Label.UNIT,
            echelon.id,
            norm=norm,
            number=name.number,
            name=" ".join(doc[i].text for i in name.proper),
            echelon=echelon.kind,
            branch=name.branches[-1] if name.branches else "",
            side=name.side,
        )

    def _words(self, doc: Doc, start: int, end: int) -> str:
        """The tokens' words in one line, quotation marks dropped, the plural head made singular."""
        text = "".join(t.whitespace_ if t.is_quote else t.text_with_ws for t in doc[start:end]).strip()
        for plural, singular in self._singular.items():
            if f" {text.lower()}".endswith(f" {plural}"):
                text = text[: -len(plural)] + (singular.title() if text[-len(plural)].isupper() else singular)
        return " ".join(text.split())


def _terms(name: str, nlp: Language) -> PhraseTable[str]:
    return PhraseTable(((form, term.name) for term in load(name, Term) for form in term.forms), nlp)
