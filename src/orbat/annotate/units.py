"""Designated formations: *16th Army*, *British Eighth Army*, *Army Group Centre*, *Kruger's 4th Army*.

A name is read outward from its head, the noun of echelon: leftward over branch, nationality, number and
proper name, rightward over *of the Potomac*, *Centre*, *58*. What is only counted (*51 divisions*),
undesignated (*the army*) or a side's forces at large (*the German army*) is no formation's name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.designations import ORDINAL, Numbers, roman_numeral
from orbat.annotate.short_units import KnownFormations, joined, shortened
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
from orbat.annotate.unit_name import (
    UnitName,
    ends_sentence,
    is_hyphen,
    is_only_one,
    is_plural_name,
    is_theater,
    with_epithets,
)
from orbat.model import Label, unpack
from orbat.rules import load
from orbat.rules.schema import Echelon, Side, Term

_LETTERS = re.compile(r"(?:[A-Z]|\d{1,4}(?:\.\d)?)$")
_FOLLOWING = re.compile(r"\d{1,3}$")
_NAME_LENGTH = 4
_PARTS = (3, 4)  # levels of companies and battalions, which stand before their regiment
_BRIGADE = 6  # level of the lowest echelon of which an army may have but one of a branch
_BRACKET = 5  # tokens of *(East Lancashire)* at most


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
        self._numbers = Numbers(nlp)
        self._known = KnownFormations(nlp, self._numbers)
        self._directions = _terms("directions", nlp)
        self._stops = _terms("name_stops", nlp)
        self._sites = _terms("place_kinds", nlp)
        self._listing, self._possessive = connectors("listing"), connectors("possessive")
        self._given = frozenset(f for t in load("given_names", Term) for f in t.forms)
        self._ranks = _terms("ranks", nlp)
        words = {t.id: frozenset(t.forms) for t in load("name_units", Term)}
        self._qualities, self._owners = words["unit.quality"], words["unit.owner"]
        self._of, self._political = words["unit.of"], words["unit.political"]
        self._nouns = words["unit.noun"]

    def match(self, doc: Doc) -> list[Span]:
        """The formations, conjuncts under one head (*the 1st and 2nd Armies*) each by itself."""
        words = lower_words(doc)
        dates = covered(doc, "orbat.dates", "orbat.orders", "orbat.events")
        spans: list[Span] = []
        for at in range(len(doc)):
            if at not in dates and (found := self._heads.starting(words, at)):
                end, (echelon, plural) = found
                spans += self._read(doc, words, (at, end), echelon, plural, dates)
        spans += self._known.spans(doc, words, dates)
        at_large = {
            (side.start, side.end)
            for side in doc.spans.get("orbat.sides", ())
            if unpack(side.kb_id_)["use"] == "forces"
        }
        whole = [s for s in longest_first(spans) if (s.start, s.end) not in at_large]  # *Red Army*
        whole = joined(doc, whole)
        return sorted(
            [*whole, *shortened(doc, words, whole, dates, self._branches)], key=lambda span: span.start
        )

    def _read(
        self,
        doc: Doc,
        words: list[str],
        head: tuple[int, int],
        echelon: Echelon,
        plural: bool,
        dates: set[int],
    ) -> list[Span]:
        head = (head[0], head[1] - ends_sentence(doc, head[1]))
        if head[1] < len(doc) and is_capital(doc[head[1]]) and words[head[1]] in self._sites:
            return []  # *Selmon Air Force Base*
        name = self._leftward(doc, words, head, dates)
        name = self._rightward(doc, words, name, echelon)
        shared = plural or words[head[1] - 1] == "corps"
        conjuncts = self._conjuncts(doc, words, name, dates) if shared and not name.follow else []
        if not self._designated(doc, words, name, head[0], echelon):
            return []
        if plural and not conjuncts and not is_plural_name(doc, name):
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
    def _leftward(self, doc: Doc, words: list[str], head: tuple[int, int], dates: set[int]) -> UnitName:
        name = UnitName(start=head[0], end=head[1], rest=head[0])
        while name.start > 0 and name.start - 1 not in dates:
            wider = self._step(doc, words, name)
            if wider is None:
                break
            name = wider
        return name

    def _step(self, doc: Doc, words: list[str], name: UnitName) -> UnitName | None:
        """`name` with one more word or phrase on its left, or None where the name has begun."""
        start = name.start
        if doc[start - 1].is_space:
            return None
        if is_hyphen(doc, start - 1):
            return self._step_proper(doc, words, replace(name, start=start - 1))
        if words[start - 1] == '"' and start > 2 and doc[start - 3].is_quote and doc[start - 2].is_alpha:
            return replace(name, start=start - 2, proper=(start - 2, *name.proper))  # "Centre" Army Group
        if number := self._numbers.before(doc, words, start):
            return None if name.number else replace(name, start=number[0], rest=start, number=number[1])
        if words[start - 1] == ")" and (bracketed := self._bracketed(doc, words, start)):
            return None if name.number else replace(name, start=bracketed[0], rest=start, number=bracketed[1])
        if words[start - 1] in self._possessive and start > 1 and words[start - 2] in self._owners:
            owner = is_capital(doc[start - 2]) and is_capital(doc[start]) and not name.number
            return replace(name, start=start - 2, proper=(start - 2, *name.proper)) if owner else None
        side = self._sides.ending(words, start)
        if side and is_capital(doc[side[0]]):
            return None if name.side else replace(name, start=side[0], side=side[1])
        branch = self._branches.ending(words, start)
        if branch and not (name.number or name.side or name.proper):
            return replace(name, start=branch[0], rest=branch[0], branches=(branch[1], *name.branches))
        return self._step_proper(doc, words, name)

    def _step_proper(self, doc: Doc, words: list[str], name: UnitName) -> UnitName | None:
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
        foreign = token.is_lower and not token.text.isascii() and not name.proper and is_capital(doc[at + 1])
        if foreign and token.is_alpha:
            return wider  # *zhongyāng Army Group*
        if not is_capital(token) or not token.text[-1].isalpha() or self._numbered_head(doc, words, at):
            return None
        if words[at] in self._stops and not self._quality(doc, words, name, at):
            return None
        return None if token.is_sent_start and token.pos_ in {"ADV", "VERB", "DET", "ADP", "SCONJ"} else wider

    def _numbered_head(self, doc: Doc, words: list[str], at: int) -> bool:
        """A formation of its own ends here: *the 1st Bn* before *Irish Guards*."""
        head = self._heads.ending(words, at + 1)
        return (
            head is not None
            and head[1][0].level in _PARTS
            and self._numbers.before(doc, words, head[0]) is not None
        )

    def _quality(self, doc: Doc, words: list[str], name: UnitName, at: int) -> bool:
        """*the Old Guard*, *the New Model Army*; but *the Home Front* is no formation."""
        political = words[at] in self._political and words[name.end - 1] == "front"
        known = words[at] in self._qualities and not political
        return known and not doc[at].is_sent_start and is_capital(doc[name.end - 1])

    def _bracketed(self, doc: Doc, words: list[str], end: int) -> tuple[int, str] | None:
        """Start and number of *42nd (East Lancashire)* before token `end`."""
        for at in range(end - 2, max(end - _BRACKET, 0), -1):
            if words[at] == "(":
                inside = all(map(is_capital, doc[at + 1 : end - 1])) and words[at + 1] not in self._given
                number = self._numbers.before(doc, words, at) if inside and at + 1 < end - 1 else None
                return number if number and ORDINAL.match(doc[at - 1].text) else None
        return None

    @staticmethod
    def _epithet(doc: Doc, words: list[str], at: int) -> bool:
        """A capitalized adjective before the number belongs to the name: *the New Fourth Army*."""
        return (
            is_capital(doc[at])
            and doc[at].pos_ in {"ADJ", "PROPN"}
            and at > 0
            and words[at - 1] in {"the", "'s"}
        )

    # ------------------------------------------------------------ rightward
    def _rightward(self, doc: Doc, words: list[str], name: UnitName, echelon: Echelon) -> UnitName:
        end = name.end
        if end >= len(doc) or not is_capital(doc[end - 1]) or name.number:
            return name
        if echelon.level and (name.branches or name.proper) and _FOLLOWING.match(doc[end].text):
            return replace(name, end=end + 1, number=str(int(doc[end].text)))  # *Infantry Regiment 18*
        north = words[end : end + 2] == ["of", "the"] and words[end + 2 : end + 3]
        if name.proper and not (north and north[0] in self._directions):
            return name  # but *Liberation Army of the South*
        name_follows = not echelon.initial and self._capital(doc, words, end)
        if echelon.letters and (
            _LETTERS.match(doc[end].text) or roman_numeral(doc[end].text) or name_follows
        ):
            return with_epithets(doc, replace(name, end=end + 1, follow=True))
        if not echelon.named:
            return name
        if words[end].startswith(("d'", "d’")) and is_capital(doc[end]):
            return replace(name, end=end + 1, follow=True)  # *Armée d'Orient*
        return self._of_name(doc, words, name) if words[end] in self._of and not echelon.many else name

    def _of_name(self, doc: Doc, words: list[str], name: UnitName) -> UnitName:
        """`name` with *of the Potomac* or *of Volunteer Troops*, where a name stands there."""
        start = name.end + 1
        while start + 1 < len(doc) and (
            words[start] == "the" or (words[start] in self._directions and is_capital(doc[start + 1]))
        ):
            start += 1
        stop = start
        while stop < len(doc) and stop - start < 3 and self._capital(doc, words, stop):
            stop += 1
        while (
            start < stop < len(doc) and stop - start < 3 and doc[stop].is_title and words[stop] in self._nouns
        ):
            stop += 1
        if (
            stop == start
            or self._heads.starting(words, stop - 1)
            or self._numbers.before(doc, words, start + 1)
        ):
            return name
        return replace(name, end=stop, follow=True)

    def _capital(self, doc: Doc, words: list[str], at: int) -> bool:
        """The token at `at` can be part of a proper name (or is a direction: *Centre*, *South*)."""
        if not is_capital(doc[at]) or not doc[at].is_alpha:
            return False
        return words[at] in self._directions or words[at] not in self._stops

    # ------------------------------------------------------------ what counts
    def _designated(self, doc: Doc, words: list[str], name: UnitName, head: int, echelon: Echelon) -> bool:
        """Whether the name picks out one formation; bare nouns, counts and forces at large do not."""
        if name.follow:
            return True
        capital = is_capital(doc[head])
        if name.number and name.rest > name.start:
            numeral = doc[name.rest - 1].text
            if numeral.isdigit() and echelon.many:
                return False  # *57 Royal Marines* are men
            return (
                capital
                or numeral == ")"
                or ORDINAL.match(numeral) is not None
                or (len(numeral) > 1 and roman_numeral(numeral))
            )
        if name.number:
            return True
        if name.proper:
            if capital:
                return echelon.named and not is_theater(doc, name, head) and not self._man(doc, words, name)
            return echelon.kind == "ArmyGroup"
        if capital and name.branches and echelon.level >= _BRIGADE and not name.side:
            return is_only_one(doc, name)
        return bool(capital and name.side and echelon.named and not echelon.at_large)

    def _man(self, doc: Doc, words: list[str], name: UnitName) -> bool:
        """*James Van Fleet*: a given name or a rank, and no article before it."""
        first = name.start
        before = words[first - 1] if first else ""
        if before == "the" or before in self._possessive:
            return False
        ranked = self._ranks.ending(words, first) is not None if first else False
        return ranked or (words[first] in self._given and doc[first].is_title)

    # ------------------------------------------------------------ conjuncts
    def _conjuncts(self, doc: Doc, words: list[str], name: UnitName, dates: set[int]) -> list[UnitName]:
        """The designators before *and* that share the head: *1st* in *the 1st and 2nd Belorussian Fronts*."""
        found: list[UnitName] = []
        start = name.start
        while start > 1 and words[start - 1] in self._listing:
            end = start - 2 if words[start - 2] == "," and start > 2 else start - 1
            conjunct = self._designator(doc, words, end, name)
            if conjunct is None or conjunct.start in dates:
                break
            found.append(conjunct)
            start = conjunct.start
        return found

    def _designator(self, doc: Doc, words: list[str], end: int, name: UnitName) -> UnitName | None:
        if name.number:
            number = self._bracketed(doc, words, end) if words[end - 1] == ")" else None
            number = number or self._numbers.before(doc, words, end)
            if not number or doc[end - 1].text.isdigit():
                return None
            side = self._sides.ending(words, number[0]) if number[0] else None
            if side and is_capital(doc[side[0]]):
                return UnitName(start=side[0], end=end, rest=end, number=number[1], side=side[1])
            return UnitName(start=number[0], end=end, rest=end, number=number[1])
        if side := self._sides.ending(words, end):
            return (
                UnitName(start=side[0], end=end, rest=end, side=side[1]) if is_capital(doc[side[0]]) else None
            )
        if self._capital(doc, words, end - 1):
            return UnitName(start=end - 1, end=end, rest=end, proper=(end - 1,))
        return None

    # ------------------------------------------------------------ spans
    def _span(self, doc: Doc, name: UnitName, echelon: Echelon, norm: str) -> Span:
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
