"""What speaks for a name's being a person's, a place's, a body's or a ship's: the votes of one occurrence.

A small statistical model knows English names, but not *Rogachevo*. So each occurrence gathers votes: the
model's label, a rank or title before it, the noun it ends in (*River*, *Heights*), the preposition, verb or
possession it stands with (`cues.jsonl`), the gazetteer.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from orbat.annotate.chunk import Chunk
from orbat.annotate.gazetteer import city_names, former_names, namesake_towns, region_names
from orbat.annotate.lexicon import HEIGHT, Lexicon
from orbat.annotate.spans import connectors, is_capital
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Cue

_MODEL_VOTES = {
    "PERSON": ("PERSON", 0.8),
    "GPE": ("PLACE", 0.8),
    "LOC": ("PLACE", 0.9),
    "FAC": ("PLACE", 0.65),
    "ORG": ("ORG", 0.45),
}
_PARTIAL = 0.5  # an entity of the model that overlaps the name but is not it
_CONJUNCT = 0.6
_RANK = 4.0
_PLACE_NOUN = 5.0
_PLACE_OPENER = 2.5
_NAME_OPENER = 0.6  # *San*, *St.*, *Le*: they open surnames, too
_INITIALS = 2.5
_GAZETTEER = 0.8
_FORMER = 0.8  # *Adrianople*: another name of a settlement
_NAMESAKE = 0.3  # *Nelson*: an English-speaking town that may bear a man's name
_COUNTRY = 3.0
_LISTED = 1.5  # one of a run of settlements
_GIVEN = 2.0  # opens with a given name
_ALONE = 0.6  # a given name, and nothing else
_MONONYM = 1.6  # a name of antiquity, which stands alone
_PREFIX = 1.0  # *O'Higgins*, *d'Erlon*
_AGENT = 0.8  # does something to something
_AFLOAT = 2.4  # *the Mars*, in a text about ships
_FLEET, _AT_SEA = 8, 0.015  # words for ships in a text about ships, and their share of all words
_OF_SITE = 1.6  # *the harbour of Selmon*
_APPOSED_SITE = 2.0  # *Selmon and Dorn, ridges*
_BEFORE_SITE = 1.2  # *Selmon airfield*
_DIRECTION = 1.2  # *Selmon East*
_RIVER = 0.8  # *over the Selm*: an article between a preposition and a name
_BRACKETED = 2.0  # *the 4th Division (Selmon)*: who commands it
_GUNS = 2.0  # *Redoutable (74)*
_ARTICLE = -2.0  # *the Girondins*: nobody bears an article
_PEOPLE = -1.5  # the model takes it for a people, a faith or a party
_MANY = -0.8  # a plural
_COMMON = -1.5  # the text writes the same word small
_PLURAL = frozenset({"NNS", "NNPS"})
_INITIAL = re.compile(r"\.|(?:[A-Z]\.)+")
_SUBJECTS = {"nsubj": "subject", "nsubjpass": "passive", "dobj": "object"}
_PARTICIPLES = {"VBG": "subject", "VBN": "passive"}
_FEWEST_GUNS, _MOST_GUNS = 10, 140
_SIR = "Sir"
_PLACES = frozenset({"", "GPE", "LOC", "FAC", "PERSON"})
"""What the model calls a river that it knows, or does not know."""
_MODIFIERS = frozenset({"det", "amod", "nummod", "poss"})
_NOUNS_AT = frozenset({"before", "of", "possessed", "apposed"})
"""Where cues are nouns."""
_RELATIVE = "relcl"
_BUILT = "Structure"
"""The kind of nouns for what men build or hold: a *line* or *camp* can be a man's."""


class Weigher:
    """Gives a name the votes of the place where it stands."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Reads the cues."""
        self._lexicon = lexicon
        self._motion, self._possessive = connectors("motion"), connectors("possessive")
        self._agentive = connectors("agentive")
        self.cues: dict[str, list[Cue]] = defaultdict(list)
        for cue in load("cues", Cue):
            self.cues[cue.where].append(cue)
        every = (cue for cues in self.cues.values() for cue in cues)
        ships = (c for c in every if c.label == Label.EQUIPMENT.value and c.where in _NOUNS_AT)
        places = (c for c in self.cues["before"] if c.label == Label.PLACE.value)
        self._locating = frozenset(word for cue in places for word in cue.words)
        self._ship_words = frozenset(word for cue in ships for word in cue.words)

    def naval(self, words: Sequence[str]) -> bool:
        """Whether a text is about ships: it has many a word for them."""
        count = sum(word in self._ship_words for word in words)
        return count >= _FLEET and count >= _AT_SEA * len(words)

    def weigh(self, doc: Doc, chunk: Chunk, small: set[int], *, naval: bool) -> None:
        """Adds to `chunk` the votes of its own words and of those around it.

        `small` are the words (as `Token.lower`) that the text writes without a capital, too; `naval`: the
        text is about ships, so that *the Selmon* may well be one.
        """
        votes = chunk.votes
        if chunk.listed:
            votes["PLACE"] += _LISTED
        else:
            for label, weight in _model(doc, chunk).items():
                votes[label] += weight
        if chunk.rank or chunk.fief:
            votes["PERSON"] += _RANK
            chunk.rule = "name.rank"
        self._shape(doc, chunk)
        if chunk.region or chunk.text in region_names():
            votes["PLACE"] += _COUNTRY
            chunk.kind = chunk.kind or "Region"
        elif chunk.text in city_names():
            votes["PLACE"] += _NAMESAKE if chunk.text in namesake_towns() else _GAZETTEER
        elif chunk.text in former_names():
            votes["PLACE"] += _FORMER
        self._context(doc, chunk)
        if naval:
            self._afloat(doc, chunk)
        if not (chunk.rank or chunk.fief):
            self._doubts(doc, chunk, small)

    def _afloat(self, doc: Doc, chunk: Chunk) -> None:
        """In a text about ships an article makes one of a name: *in the Mars*, *the General Selmon*."""
        first = chunk.titled if chunk.rank else chunk.start
        people = any(t.ent_type_ == "NORP" for t in doc[first : chunk.end])
        if not first or doc[first - 1].lower_ != "the" or chunk.region or chunk.ship or people:
            return
        rank = self._lexicon.ranks.get(chunk.rank.lower()) if chunk.rank else None
        if rank is not None and (rank.kind == "rank" or rank.name == _SIR) and is_capital(doc[first]):
            chunk.votes["PERSON"] -= _RANK
            chunk.votes["EQUIPMENT"] += _AFLOAT
        elif not chunk.rank and not chunk.fief and chunk.votes["PLACE"] < _PLACE_NOUN:
            chunk.votes["PLACE"] -= _RIVER
            chunk.votes["EQUIPMENT"] += _AFLOAT

    def _doubts(self, doc: Doc, chunk: Chunk, small: set[int]) -> None:
        """What speaks against a name: an article, a people, the same word in small letters."""
        tokens = doc[chunk.start : chunk.end]
        article = chunk.start > 0 and doc[chunk.start - 1].lower_ == "the"
        owned = chunk.end < len(doc) and doc[chunk.end].tag_ == "POS"
        if article and not owned:
            chunk.votes["PERSON"] += _ARTICLE
        plural = article or chunk.start == 0 or doc[chunk.start - 1].pos_ in {"ADJ", "NUM", "DET"}
        if (
            chunk.end < len(doc)
            and self._lexicon.sides.get(doc[chunk.end].lower_)
            and is_capital(doc[chunk.end])
        ):
            chunk.votes["PERSON"] += _PEOPLE  # *Native* Americans
            chunk.votes["PLACE"] += _PEOPLE
        head = tokens.root
        if (
            head.dep_ in {"compound", "amod"}
            and head.head.is_lower
            and head.head.lower_ in self._lexicon.troops
        ):
            chunk.votes["PERSON"] += _PEOPLE  # *Selmonite lancers*
        if len(tokens) > 1 and self._lexicon.sides.get(tokens[-1].lower_) and head.tag_ in _PLURAL:
            chunk.votes["PERSON"] += _PEOPLE  # *Muslim Selmonites*
        if head.tag_ in _PLURAL:
            chunk.votes["PERSON"] += _MANY
        if all(t.ent_type_ == "NORP" and (t.tag_ == "JJ" or (plural and t.tag_ in _PLURAL)) for t in tokens):
            chunk.votes["PERSON"] += _PEOPLE
            chunk.votes["PLACE"] += _PEOPLE
        if len(tokens) == 1 and (article or tokens[0].is_sent_start) and tokens[0].lower in small:
            chunk.votes["PERSON"] += _COMMON
            chunk.votes["PLACE"] += _COMMON

    # ------------------------------------------------------------ the name itself
    def _shape(self, doc: Doc, chunk: Chunk) -> None:
        """What the words of the name itself say: *Nara River*, *Fort Sumter*, *G. W. Smith*, *Iyasu V*."""
        words = [t.lower_ for t in doc[chunk.start : chunk.end]]
        given = self._lexicon.given.get(words[0])
        if self._lexicon.prefixed(doc[chunk.end - 1].text) or words[0] in self._lexicon.opening_particles:
            chunk.votes["PERSON"] += _PREFIX
        if len(words) == 1:
            if given and chunk.text not in city_names():
                chunk.votes["PERSON"] += _MONONYM if given == "mononym" else _ALONE
            return
        opener = self._lexicon.openers.get(words[0]) if words[1] != "-" else None  # *Saint-Arnaud*
        if words[-1].isdigit() and words[0] in self._lexicon.heights:
            chunk.votes["PLACE"] += _PLACE_NOUN
            chunk.kind, chunk.rule = "Structure", HEIGHT  # *Hill 60*
        noun = self._place_noun(doc, chunk, words, given=bool(given))
        initials = [_INITIAL.fullmatch(t.text) is not None for t in doc[chunk.start : chunk.end - 1]]
        if all(initials):
            noun = None  # *A. P. Hill* is no hill
        if noun:
            chunk.votes["PLACE"] += _PLACE_NOUN
            chunk.kind, chunk.rule = noun
        elif opener:
            chunk.votes["PLACE"] += _NAME_OPENER if words[0] in self._lexicon.name_openers else _PLACE_OPENER
            chunk.kind, chunk.rule = opener.kind, opener.id
        if (any(initials) and not opener) or (
            words[-1] in self._lexicon.suffixes and not doc[chunk.start].is_upper  # *Iyasu V*, not *SALT II*
        ):
            chunk.votes["PERSON"] += _INITIALS
        if given and not noun and not opener:
            chunk.votes["PERSON"] += _GIVEN
        elif not noun and not chunk.rank and words[-1] in self._lexicon.directions:
            chunk.votes["PLACE"] += _DIRECTION

    def _place_noun(self, doc: Doc, chunk: Chunk, words: list[str], *, given: bool) -> tuple[str, str] | None:
        """Kind and rule of the noun for a place that the name ends in, or begins with before *of*.

        *Evelyn Wood* and *Henry Ford* are people, where no article and no preposition says otherwise.
        """
        nouns = self._lexicon.place_nouns
        if "of" in words:
            noun = nouns.get(words[-1]) or nouns.get(words[0])
            return (noun.kind, noun.id) if noun else None
        noun = nouns.get(words[-1])
        if noun is None:
            return None
        before, _ = _words_before(doc, chunk.start)
        located = chunk.start and (doc[chunk.start - 1].lower_ == "the" or before in self._locating)
        if given and words[-1] in self._lexicon.surname_nouns and not located:
            return None
        return noun.kind, noun.id

    # ------------------------------------------------------------ the words around
    def _context(self, doc: Doc, chunk: Chunk) -> None:
        """What stands around the name, or around the first of the names that it is coordinated with."""
        head = doc[chunk.start : chunk.end].root
        self._before(doc, chunk, head)
        if self._after(doc, chunk, head):
            return
        first = head
        while first.dep_ == "conj" and first.head.pos_ in {"PROPN", "NOUN"} and first.head != first:
            first = first.head
        self._party(chunk, head, first, 1.0 if first == head else _CONJUNCT)
        self._attributes(chunk, head)
        if first != head and first.i < chunk.start and first.dep_ == "pobj":
            before, of = _words_before(doc, first.left_edge.i)
            where, word = ("of", of) if before == "of" else ("before", before)
            self._cue(chunk, where, word, _CONJUNCT)

    def _before(self, doc: Doc, chunk: Chunk, head: Token) -> None:
        """The words before the name: *in*, *north of*, *over the*, *retreated to*, a bracket."""
        before, of = _words_before(doc, chunk.titled if chunk.rank else chunk.start)
        self._cue(chunk, "before", before)
        self._cue(chunk, "phrase", f"{of} {before}")
        if before == "of":
            self._cue(chunk, "of", of)
            site = self._lexicon.place_nouns.get(of)
            if site is not None and site.kind != _BUILT:
                chunk.votes["PLACE"] += _OF_SITE
        if self._river(doc, chunk):
            chunk.votes["PLACE"] += _RIVER
        if chunk.commands and doc[chunk.end : chunk.end + 1].text in {")", ","}:
            chunk.votes["PERSON"] += _BRACKETED
        if before in self._motion:
            self._cue(chunk, "motion", head.head.head.lemma_.lower())

    def _party(self, chunk: Chunk, head: Token, first: Token, weight: float) -> None:
        """The verb of which the name, or the first of its list, is subject, object or agent."""
        where = _SUBJECTS.get(first.dep_, "")
        verb = first.head
        self._cue(chunk, where, verb.lemma_.lower(), weight)
        if where == "subject" and not any(child.dep_ == "dobj" for child in verb.rights):
            self._cue(chunk, "intransitive", verb.lemma_.lower(), weight)
        elif where == "subject" and head.tag_ == "NNP":
            modified = any(child.dep_ in _MODIFIERS for child in head.lefts)
            common = head.is_sent_start and head.lower_ in self._lexicon.english
            chunk.votes["PERSON"] += 0.0 if modified or common else _AGENT * weight
        if first.dep_ == "pobj" and verb.dep_ == "agent":
            self._cue(chunk, "agent", verb.head.lemma_.lower(), weight)

    def _river(self, doc: Doc, chunk: Chunk) -> bool:
        """*over the Selm*: one word that no dictionary has, an article and a preposition before it."""
        at = chunk.start
        if chunk.end - at > 1 or at < 2 or doc[at - 1].lower_ != "the":
            return False
        if doc[at - 2].pos_ not in {"ADP", "VERB"}:
            return False
        token = doc[at]
        known = token.lower_ in self._lexicon.english or doc[at - 2].lower_ in self._agentive
        object_ = token.dep_ in {"pobj", "dobj"}
        return not known and token.tag_ == "NNP" and object_ and token.ent_type_ in _PLACES

    def _after(self, doc: Doc, chunk: Chunk, head: Token) -> bool:
        """What follows the name; true where it owns something, so that it is no party of the verb."""
        at = chunk.end
        if at >= len(doc):
            return False
        if doc[at].lower_ in self._possessive:
            for owned in {t.lower_ for t in doc[at + 1 : min(at + 5, len(doc))]}:
                self._cue(chunk, "possessed", owned)
            return True
        site = doc[at].is_lower and doc[at].lower_ in self._lexicon.place_nouns and head.tag_ == "NNP"
        if site and head.ent_type_ != "NORP" and (at + 1 == len(doc) or doc[at + 1].pos_ != "NOUN"):
            chunk.votes["PLACE"] += _BEFORE_SITE
        if doc[at].text == "(" and at + 2 < len(doc) and doc[at + 2].text == ")":
            guns = doc[at + 1].text
            if guns.isdecimal() and _FEWEST_GUNS <= int(guns) <= _MOST_GUNS:
                chunk.votes["EQUIPMENT"] += _GUNS
        relative = doc[at + (doc[at].text == ",")] if at + 1 < len(doc) else doc[at]
        if chunk.start and doc[chunk.start - 1].pos_ in {"DET", "ADJ", "NUM"}:
            return False  # *those Selmonites who*
        if relative.tag_ not in {"WP", "WRB"} or any(c.dep_ == _RELATIVE for c in head.rights):
            self._cue(chunk, "after", relative.lower_)
        return False

    def _attributes(self, chunk: Chunk, head: Token) -> None:
        """Nouns in apposition, and participles: *Selmon, the governor*; *his aide, Selmon*."""
        for child in head.rights:
            if child.dep_ == "appos" and child.pos_ == "NOUN":
                self._cue(chunk, "apposed", child.lemma_.lower())
                if (site := self._lexicon.place_nouns.get(child.lemma_.lower())) and site.kind != _BUILT:
                    chunk.votes["PLACE"] += _APPOSED_SITE
            elif child.dep_ == "acl" and child.tag_ in _PARTICIPLES:
                self._cue(chunk, _PARTICIPLES[child.tag_], child.lemma_.lower())
        if head.dep_ == "appos" and head.head.pos_ == "NOUN":
            self._cue(chunk, "apposed", head.head.lemma_.lower())

    def _cue(self, chunk: Chunk, where: str, word: str, weight: float = 1.0) -> None:
        for cue in self.cues.get(where, ()):
            if word in cue.words:
                chunk.votes[cue.label] += cue.weight * weight


def best(votes: Mapping[str, float]) -> tuple[str, float]:
    """The label with the most votes, ties by name.

    >>> best({"PLACE": 1.0, "PERSON": 1.0, "ORG": 0.5})
    ('PERSON', 1.0)
    """
    return max(sorted(votes.items()), key=lambda item: item[1], default=("PLACE", 0.0))


def _model(doc: Doc, chunk: Chunk) -> dict[str, float]:
    """The statistical model's opinion on the tokens of the chunk."""
    kinds = Counter(t.ent_type_ for t in doc[chunk.start : chunk.end] if t.ent_type_ in _MODEL_VOTES)
    if not kinds:
        return {}
    kind, count = max(sorted(kinds.items()), key=lambda item: item[1])
    label, weight = _MODEL_VOTES[kind]
    return {label: weight if count == chunk.end - chunk.start else weight * _PARTIAL}


def _words_before(doc: Doc, start: int) -> tuple[str, str]:
    """The word before a name, articles and quotation marks aside, and the one before that."""
    at = start - 1
    while at >= 0 and (doc[at].lower_ == "the" or doc[at].is_quote):
        at -= 1
    return (doc[at].lower_ if at >= 0 else ""), (doc[at - 1].lower_ if at > 0 else "")
