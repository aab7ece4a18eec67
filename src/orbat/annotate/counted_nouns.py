"""What a number counts: the noun behind it, before it, or left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from orbat.annotate.numerals import Number, Numerals
from orbat.annotate.spans import connectors, term_table
from orbat.model import unpack
from orbat.rules.schema import Term

_GAP = 5  # adjectives between a number and its noun
_WHOLE = 4  # tokens between a number and the number that it is part of: *40 of the 90 guns*
_MANY = 10  # the smallest force whose noun may be left out: *a garrison of 40*
_SHORTEST = 5  # letters of a compound with *men*: *axemen*
_NEAR = 3  # tokens between *eighteen of them French* and the next number
_CALIBRE = re.compile(r"\d+(?:\.\d+)?$")
_LIVES = frozenset({"Personnel", "Civilians", "UnitKind"})
_ENDS = frozenset({"VERB", "AUX", "ADP", "SCONJ", "PRON", "PART"})
_ATTRIBUTIVE = frozenset({"compound", "amod", "nmod"})
_NOMINAL = frozenset({"ADJ", "NOUN", "PROPN"})


@dataclass
class Text:
    """A text and what of it is known before its numbers are read."""

    doc: Doc
    words: list[str]
    nations: set[int]
    """Tokens that name a side, also as an adjective."""
    people: set[int]
    """Those of them that name a people: *Germans*."""
    adjectives: set[int]
    """Those of the people that are only an adjective: *Israeli*, beside *Israelis*."""
    equipment: dict[int, Span]
    """Names of equipment by their first token."""
    previous: Span | None = field(default=None)
    """The counted quantity read last."""
    share: int = 0
    """Where the share read last ends: ***a third** of their 3,000 men*."""


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: the noun as it stands, its kind, where the phrase ends, and of how many it is part."""

    of: str
    kind: str
    end: int
    whole: int = 0


class CountedNouns:
    """Finds the noun that a number counts."""

    def __init__(self, nlp: Language, numerals: Numerals) -> None:
        """Reads the nouns of what is counted, those that may be left out, and units of measure."""
        self._numerals = numerals
        self._nouns = term_table("counted", nlp)
        self._left_out = term_table("left_out", nlp)
        self._measures = term_table("measures", nlp)
        self._again = connectors("counted-again")

    def measured(self, text: Text, end: int) -> bool:
        """Whether a unit of measure follows the number that ends at token `end`: *300 miles*."""
        at = end + (end < len(text.words) and text.words[end] == "-")
        if at >= len(text.words) or (self._nouns.starting(text.words, at) and at == end):
            return False
        return self._measures.starting(text.words, at) is not None

    def counted(self, text: Text, number: Number, at: int) -> Noun | None:
        """What `number` counts, from token `at` on; None where it names nothing that armies have or lose."""
        words = text.words
        if at >= len(words):
            return self._of_shape(text, number, at)
        if self._said_before(text, at):
            if text.previous is None:
                return None
            before = unpack(text.previous.kb_id_)
            things = before["kind"] not in _LIVES and words[at + 1] == "whom"
            if things or (number.value or 0) > int(before.get("count") or number.value or 0):
                return Noun("men", "Personnel", at + 2)  # *85 battalions ... 5,000 of them*
            return Noun(before["of"], before["kind"], at + 2)
        if words[at] == "and" and (following := self._numerals.read(words, at + 1)) is not None:
            return self._shared(text, number, following, at)  # *3,000 and 5,000 men*
        return self._found(text, number, at) or self._of_shape(text, number, at)

    def _found(self, text: Text, number: Number, at: int) -> Noun | None:
        """The first counted noun behind the adjectives that start at token `at`."""
        words = text.words
        partitive, whole, here = words[at] == "of", 0, at
        last = min(at + _GAP + 3 * partitive, len(words))
        while here < last:
            part = self._part(words, at, here) if partitive and not whole else None
            if part is not None:
                whole, here = part.value or 0, part.end
                last = min(part.end + _GAP, len(words))
            elif (noun := self._noun(text, number, here)) is not None:
                return Noun(noun.of, noun.kind, noun.end, whole)
            elif _CALIBRE.match(words[here]) and here > at:
                here = self._past_calibre(words, here)
                if here < 0:
                    return None
            elif _passes(text, here, partitive=partitive):
                here += 1
            else:
                return None
        return None

    def _part(self, words: list[str], at: int, here: int) -> Number | None:
        """The number of the whole: *40 of the **90** guns*."""
        if not at < here <= at + _WHOLE:
            return None
        part = self._numerals.read(words, here)
        return part if part is not None and part.value is not None else None

    def _said_before(self, text: Text, at: int) -> bool:
        """*278 **of them***; not *two **of these tanks***, where what is counted is said again."""
        words = text.words
        if words[at] != "of" or at + 1 >= len(words) or words[at + 1] not in self._again:
            return False
        return at + 2 >= len(words) or self._nouns.starting(words, at + 2) is None

    def _noun(self, text: Text, number: Number, here: int) -> Noun | None:
        """The counted noun that starts at token `here`, if one does."""
        doc, words = text.doc, text.words
        if here in text.nations and (shared := self._of_nations(text, number, here)) is not None:
            return shared
        if here in text.people:
            return self._people(text, number, here)
        if (name := text.equipment.get(here)) is not None and doc[name.end - 1].text.endswith("s"):
            return Noun(name.text, unpack(name.kb_id_).get("kind", ""), name.end)
        if words[here].endswith("men") and words[here] not in self._nouns and len(words[here]) > _SHORTEST:
            return Noun(doc[here].text, "Personnel", here + 1)
        if words[here] == "strong" and here:
            return self._strong(text, here)
        if _titles(doc, here) or _named(text, number, here):
            return None  # *two of General Howe's brigades*, *45 Commando*
        if (kind := _named_alike(text, number, here)) is not None:
            return Noun(doc[here].text, kind, here + 1)
        found = self._nouns.starting(words, here)
        host = self._host(text, number, here, found[1] if found else None)
        return host if host is not None or found is None else self._listed(text, number, here, *found)

    def _listed(self, text: Text, number: Number, here: int, end: int, term: Term) -> Noun | None:
        """The noun of the list that tokens `here` to `end` are, unless it only leans on another."""
        words = text.words
        if words[end - 1] == "man":
            return Noun("men", term.kind, end)  # *a 3,000-man force*
        if term.name in self._nouns and term.name not in term.forms:
            return Noun(term.name, term.kind, end)  # *300 officers and men*: the words stand for men
        if words[end - 1] == "foot" and "horse" not in words[max(here - _WHOLE, 0) : here + _WHOLE]:
            return None  # next to horse it is no measure
        if (arms := self._arms(text, number, end, term)) is not None:
            return arms
        if term.kind != "UnitKind" and self._formations(words, end):
            return None
        of = text.doc[here:end].text
        if words[end : end + 1] == ["strong"]:
            return Noun(of, term.kind, end + 1)  # *eleven ships strong*
        hyphened = words[here - 1] == "-" and here - 1 == number.end
        leans = _attributive(text.doc[end - 1]) and not hyphened
        return None if leans else Noun(of, term.kind, end)

    def _arms(self, text: Text, number: Number, end: int, term: Term) -> Noun | None:
        """*four **tank** and three paratroop battalions*: of battalions it says of which arm they are."""
        if term.kind == "UnitKind" or text.words[end : end + 1] != ["and"] or text.doc[end - 1].tag_ != "NN":
            return None
        following = self._numerals.read(text.words, end + 1) if end + 1 < len(text.doc) else None
        shared = self._shared(text, number, following, end) if following is not None else None
        return shared if shared is not None and shared.kind == "UnitKind" else None

    def _host(self, text: Text, number: Number, here: int, term: Term | None) -> Noun | None:
        """*seventeen of the **fleet***: what the host is made of, where the host is one."""
        words, token = text.words, text.doc[here]
        if words[number.end : number.end + 2] != ["of", "the"] or token.tag_ not in {"NN", "NNP"}:
            return None
        host = self._left_out.get(words[here])
        one = (term is None or len(term.forms) > 1) and number.value != 1  # *corps* may be one or many
        return Noun(host.name, host.kind, number.end) if host is not None and one else None

    def _of_nations(self, text: Text, number: Number, here: int) -> Noun | None:
        """Of *3,000 **German** and 5,000 Russian casualties* the casualties."""
        words = text.words
        goes_on = here + 2 < len(words) and words[here + 1] in {"and", ","}
        after = self._numerals.read(words, here + 2) if goes_on else None
        if after is None or text.doc[here].tag_ in {"NNPS", "NNS"}:
            return None
        return self._shared(text, number, after, here + 1)

    @staticmethod
    def _people(text: Text, number: Number, here: int) -> Noun:
        """*500 Germans*; of *250 Egyptian tanks for 25 **Israeli*** the tanks."""
        before = text.previous
        nearby = before is not None and before.sent.start == text.doc[here].sent.start
        if before is not None and nearby and (here in text.adjectives or _spelt_out(text, number)):
            said = unpack(before.kb_id_)
            return Noun(said["of"], said["kind"], here + 1)
        return Noun("men", "Personnel", here + 1)

    def _shared(self, text: Text, number: Number, following: Number, end: int) -> Noun | None:
        """The noun that this number shares with the one that follows it, if they count one thing."""
        if following.share or following.value is None or number.value is None:
            return None
        noun = self.counted(text, following, following.end) if following.end < len(text.doc) else None
        return Noun(noun.of, noun.kind, end) if noun is not None else None

    def _strong(self, text: Text, here: int) -> Noun | None:
        """*a 5,000-**strong** force*, *the garrison, 5,000 strong*: men, or what the host is made of."""
        before = text.words[here - 1]
        if before != "-" and self._numerals.read(text.words, here - 1) is None:
            found = self._nouns.starting(text.words, here - 1)  # *eleven ships strong*
            return Noun(text.doc[here - 1].text, found[1].kind, here + 1) if found else None
        return Noun("men", "Personnel", here + 1)

    def _of_shape(self, text: Text, number: Number, end: int) -> Noun | None:
        """*an army of 55,000*, *a fleet of 27*: the noun before says what is left out."""
        start, *_ = self._numerals.bounded(text.words, number)
        if start < 2 or text.words[start - 1] != "of" or number.least < _MANY:
            return None
        term = self._left_out.get(text.words[start - 2])
        after = text.doc[end] if end < len(text.doc) else None
        if term is None or (after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"}):
            return None
        return Noun(term.name, term.kind, end)

    def _formations(self, words: list[str], at: int) -> bool:
        """Whether a counted formation stands at token `at`: what stands before it says of which kind."""
        noun = self._nouns.starting(words, at) if at < len(words) else None
        return noun is not None and noun[1].kind == "UnitKind"

    def _past_calibre(self, words: list[str], at: int) -> int:
        """The token after a calibre among the adjectives, -1 for another number: *six **75-mm** guns*."""
        unit = at + 1 + (words[at + 1 : at + 2] == ["-"])
        found = self._measures.starting(words, unit) if unit < len(words) else None
        return found[0] if found is not None else -1


def _named(text: Text, number: Number, here: int) -> bool:
    """A capitalized singular behind digits is a name: *45 **Commando***; so is a title before a name."""
    token = text.doc[here]
    if not token.is_title or token.tag_ in {"NNS", "NNPS"} or here in text.people:
        return False
    after = text.doc[here + 1] if here + 1 < len(text.doc) else None
    digits = text.doc[number.start].text.isdigit() and number.value not in {None, 1}
    titled = after is not None and after.is_title and after.pos_ == "PROPN" and here not in text.equipment
    return titled or (here == number.end and digits)


def _named_alike(text: Text, number: Number, here: int) -> str | None:
    """The kind of things of which a list goes on with names: *twenty Cromwells, four **Fireflies***."""
    before, token = text.previous, text.doc[here]
    if before is None or here != number.end or number.start - before.end != 1 or not token.is_title:
        return None
    kind, named = unpack(before.kb_id_)["kind"], text.doc[before.end - 1].is_title
    joined = text.words[number.start - 1] in {"and", ","}
    plural = token.tag_ in {"NNS", "NNPS"} and here not in text.nations
    return (
        kind if joined and named and plural and kind not in {"Personnel", "UnitKind", "Civilians"} else None
    )


def _spelt_out(text: Text, number: Number) -> bool:
    """The number goes on from *of them*: *eighteen of them French and **fifteen** Spanish*."""
    before, words = text.previous, text.words
    if before is None or not 0 < number.start - before.end <= _NEAR or words[before.end - 2] != "of":
        return False
    return words[number.start - 1] in {"and", ","}


def _passes(text: Text, here: int, *, partitive: bool) -> bool:
    """The token may stand between a number and its noun."""
    token, last = text.doc[here], len(text.doc) - 1
    if token.lower_ in {"of", "more", "-"}:
        return True
    if partitive and token.pos_ in {"PRON", "PART", "PROPN", "DET"}:
        return True
    if token.pos_ == "CCONJ":  # *six armoured **and** mechanised brigades*
        before, after = text.doc[here - 1], text.doc[min(here + 1, last)]
        return before.pos_ in _NOMINAL and after.pos_ in _NOMINAL and before.tag_ != "NNS"
    if token.tag_ == "NNS" or token.is_punct:
        return False
    return token.pos_ not in _ENDS or (token.pos_ == "VERB" and token.dep_ == "amod")


def _attributive(token: Token) -> bool:
    """The noun only says of what kind the next one is: *30 **gun** positions*."""
    between = token.doc[token.i + 1 : token.head.i]
    return (
        token.tag_ not in {"NNS", "NNPS"}
        and token.dep_ in _ATTRIBUTIVE
        and token.head.i > token.i
        and token.head.tag_ in {"NNS", "NN"}
        and all(t.pos_ in {"ADJ", "NOUN"} for t in between)
    )


def _titles(doc: Doc, at: int) -> bool:
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
