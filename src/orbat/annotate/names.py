"""People, places and bodies: every capitalized name weighed as a person, a place or an organization.

A small statistical model knows English names, but not *Rogachevo*. So each occurrence gathers votes: the
model's label, a rank or title before it, the noun it ends in (*River*, *Heights*), the preposition, verb or
possession it stands with (`cues.jsonl`), the gazetteer; occurrences of one name in one text share their votes
(one sense per discourse: Gale, Church and Yarowsky 1992), and so do conjuncts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from spacy.attrs import IS_LOWER, LOWER
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from orbat.annotate.chunk import Chunk, Votes
from orbat.annotate.chunks import Chunker
from orbat.annotate.gazetteer import city_names, region_keys, region_names
from orbat.annotate.spans import SpanComponent, connectors, covered, make_span
from orbat.annotate.units import roman_numeral
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Cue, Side, Term

_MODEL_VOTES = {
    "PERSON": ("PERSON", 0.8),
    "GPE": ("PLACE", 0.8),
    "LOC": ("PLACE", 0.9),
    "FAC": ("PLACE", 0.65),
    "ORG": ("ORG", 0.45),
}
_PARTIAL = 0.5  # an entity of the model that overlaps the name but is not it
_SHARED = 0.6  # what the other occurrences of the name weigh
_CONJUNCT = 0.6
_THRESHOLD = 0.75
_RANK = 4.0
_PLACE_NOUN = 5.0
_PLACE_OPENER = 2.5
_INITIALS = 2.5
_GAZETTEER = 0.8
_COUNTRY = 3.0
_LISTED = 1.5  # one of a run of settlements
_SITE = 1.0  # *Ticonderoga*, where the text has *Fort Ticonderoga*
_OF_BATTLE = 1.5  # *the Battle of Albert* says that Albert is a place
_SURNAME = 2.0  # another occurrence has a first name
_RANKED = 4.0  # another occurrence has a rank
_GIVEN = 2.0  # opens with a given name
_MONONYM = 1.6  # a name of antiquity, which stands alone
_ARTICLE = -2.0  # *the Girondins*: nobody bears an article
_PEOPLE = -1.5  # the model takes it for a people, a faith or a party
_COMMON = -1.5  # the text writes the same word small
_ACRONYM = 2.5  # *OAS*: what it stands for, else a body
_GROUPS = {
    Label.PERSON: "orbat.people",
    Label.PLACE: "orbat.places",
    Label.ORG: "orbat.organizations",
    Label.EQUIPMENT: "orbat.equipment",
}
_PLURAL = frozenset({"NNS", "NNPS"})
_INITIAL = re.compile(r"\.|(?:[A-Z]\.)+")
_SHARED_GROUPS = (Label.ORG, Label.EQUIPMENT)
"""Those that earlier components have written to."""


class Names(SpanComponent):
    """Marks people, places and organizations. Attributes: norm; rank and side of people; kind of places."""

    group = "orbat.people"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads the chunker's rules and the cues."""
        super().__init__(nlp, name)
        self._chunker = Chunker(nlp)
        self._motion, self._possessive = connectors("motion"), connectors("possessive")
        self._cues: dict[str, list[Cue]] = defaultdict(list)
        for cue in load("cues", Cue):
            self._cues[cue.where].append(cue)
        forms = (form for term in load("ranks", Term) for form in term.forms)
        self._rank_words = {word for form in forms for word in form.replace("-", " ").split()} | {
            ".",
            "-",
            "of",
        }

    def match(self, doc: Doc) -> list[Span]:
        """All names that some reading carries past the threshold, labelled PERSON, PLACE or ORG."""
        chunks = self._chunker.chunks(doc)
        flags = doc.to_array([LOWER, IS_LOWER])
        self._small = set(flags[flags[:, 1] == 1, 0].tolist())
        for chunk in chunks:
            self._vote(doc, chunk)
        _spell_out(doc, chunks)
        _share(doc, chunks)
        return [span for chunk in chunks if (span := self._span(doc, chunk)) is not None]

    def set_annotations(self, doc: Doc, spans: Sequence[Span]) -> None:
        """Writes each label's spans to its own group; organizations found by pattern stay."""
        people = {
            i for span in spans if span.label_ == Label.PERSON.value for i in range(span.start, span.end)
        }
        sides = doc.spans.get("orbat.sides", ())
        doc.spans["orbat.sides"] = [
            s for s in sides if people.isdisjoint(range(s.start, s.end))
        ]  # *French* the general
        for label, group in _GROUPS.items():
            here = list(doc.spans.get(group, ())) if label in _SHARED_GROUPS else []
            here += [span for span in spans if span.label_ == label.value]
            doc.spans[group] = sorted(here, key=lambda span: span.start)

    # ------------------------------------------------------------ votes
    def _vote(self, doc: Doc, chunk: Chunk) -> None:
        votes = chunk.votes
        if chunk.listed:
            votes["PLACE"] += _LISTED
        else:
            for label, weight in _model(doc, chunk).items():
                votes[label] += weight
        if chunk.rank:
            votes["PERSON"] += _RANK
            chunk.rule = "name.rank"
        self._shape(doc, chunk)
        if chunk.region or chunk.text in region_names():
            votes["PLACE"] += _COUNTRY
            chunk.kind = chunk.kind or "Region"
        elif chunk.text in city_names():
            votes["PLACE"] += _GAZETTEER
        self._context(doc, chunk)
        if not chunk.rank:
            self._doubts(doc, chunk)

    def _doubts(self, doc: Doc, chunk: Chunk) -> None:
        """What speaks against a name: an article, a people, the same word in small letters."""
        tokens = doc[chunk.start : chunk.end]
        article = chunk.start > 0 and doc[chunk.start - 1].lower_ == "the"
        owned = chunk.end < len(doc) and doc[chunk.end].tag_ == "POS"
        if article and not owned:
            chunk.votes["PERSON"] += _ARTICLE
        plural = article or chunk.start == 0 or doc[chunk.start - 1].pos_ in {"ADJ", "NUM", "DET"}
        if all(t.ent_type_ == "NORP" and (t.tag_ == "JJ" or (plural and t.tag_ in _PLURAL)) for t in tokens):
            chunk.votes["PERSON"] += _PEOPLE
            chunk.votes["PLACE"] += _PEOPLE
        if len(tokens) == 1 and (article or tokens[0].is_sent_start) and tokens[0].lower in self._small:
            chunk.votes["PERSON"] += _COMMON
            chunk.votes["PLACE"] += _COMMON

    def _shape(self, doc: Doc, chunk: Chunk) -> None:
        """What the words of the name itself say: *Nara River*, *Fort Sumter*, *G. W. Smith*, *Iyasu V*."""
        words = [t.lower_ for t in doc[chunk.start : chunk.end]]
        given = self._chunker.given.get(words[0])
        if len(words) == 1:
            if given == "mononym":
                chunk.votes["PERSON"] += _MONONYM
            return
        noun = self._chunker.place_nouns.get(words[-1]) or (
            self._chunker.place_nouns.get(words[0]) if "of" in words else None
        )
        opener = self._chunker.openers.get(words[0])
        initials = [_INITIAL.fullmatch(t.text) is not None for t in doc[chunk.start : chunk.end - 1]]
        if all(initials):
            noun = None  # *A. P. Hill* is no hill
        if noun:
            chunk.votes["PLACE"] += _PLACE_NOUN
            chunk.kind, chunk.rule = noun.kind, noun.id
        elif opener:
            chunk.votes["PLACE"] += _PLACE_OPENER
            chunk.kind, chunk.rule = opener.kind, opener.id
        if (any(initials) and not opener) or (
            words[-1] in self._chunker.suffixes and not doc[chunk.start].is_upper  # *Iyasu V*, not *SALT II*
        ):
            chunk.votes["PERSON"] += _INITIALS
        if given and not noun and not opener:
            chunk.votes["PERSON"] += _GIVEN

    def _context(self, doc: Doc, chunk: Chunk) -> None:
        """What stands around the name, or around the first of the names that it is coordinated with."""
        before, of = _words_before(doc, chunk.start)
        self._cue(chunk, "before", before)
        if before == "of":
            self._cue(chunk, "of", of)
        if before in self._motion:
            preposition = doc[chunk.start : chunk.end].root.head
            self._cue(chunk, "motion", preposition.head.lemma_.lower())
        after = doc[chunk.end] if chunk.end < len(doc) else None
        if after is not None and after.lower_ in self._possessive:
            for owned in {t.lower_ for t in doc[chunk.end + 1 : min(chunk.end + 5, len(doc))]}:
                self._cue(chunk, "possessed", owned)
            return
        head = doc[chunk.start : chunk.end].root
        first = head
        while first.dep_ == "conj" and first.head.pos_ in {"PROPN", "NOUN"} and first.head != first:
            first = first.head
        weight = 1.0 if first == head else _CONJUNCT
        where = {"nsubj": "subject", "nsubjpass": "passive", "dobj": "object"}.get(first.dep_, "")
        self._cue(chunk, where, first.head.lemma_.lower(), weight)
        if first.dep_ == "pobj" and first.head.dep_ == "agent":
            self._cue(chunk, "agent", first.head.head.lemma_.lower(), weight)
        for child in head.rights:
            if child.dep_ == "appos" and child.pos_ == "NOUN":
                self._cue(chunk, "apposed", child.lemma_.lower())
        if first != head and first.dep_ == "pobj":
            before, of = _words_before(doc, first.left_edge.i)
            self._cue(chunk, "of" if before == "of" else "before", of if before == "of" else before, weight)

    def _cue(self, chunk: Chunk, where: str, word: str, weight: float = 1.0) -> None:
        for cue in self._cues.get(where, ()):
            if word in cue.words:
                chunk.votes[cue.label] += cue.weight * weight

    # ------------------------------------------------------------ spans
    def _span(self, doc: Doc, chunk: Chunk) -> Span | None:
        name, weight = _best(chunk.votes)
        if weight < _THRESHOLD:
            return None
        label = Label(name)
        if label is Label.ORG and not (chunk.text.isupper() and len(chunk.text) > 1):
            return None  # the model calls too much an organization; patterns find those with a noun for one
        if label is Label.PERSON:
            side = self._side(doc, chunk)
            return make_span(
                doc, chunk.start, chunk.end, label, chunk.rule, norm=chunk.text, rank=chunk.rank, side=side
            )
        start = chunk.start - self._colonial(doc, chunk) if label is Label.PLACE else chunk.start
        norm = " ".join(doc[start : chunk.end].text.split())
        return make_span(doc, start, chunk.end, label, chunk.rule, norm=norm, kind=chunk.kind)

    def _colonial(self, doc: Doc, chunk: Chunk) -> int:
        """How many words of a side's adjective belong to the place: *Italian Somaliland*, *Soviet Russia*."""
        if chunk.kind not in {"", "Region"} or chunk.text in city_names() or doc[chunk.start].is_sent_start:
            return 0
        before = doc[chunk.start - 1] if chunk.start else None
        return int(
            before is not None
            and before.is_title
            and before.dep_ in {"amod", "compound"}
            and self._chunker.sides.get(before.lower_) is not None
        )

    def _side(self, doc: Doc, chunk: Chunk) -> str:
        """The side that stands before the name and its rank: *Confederate general Dearing*."""
        start = max(chunk.start - 6, doc[chunk.start].sent.start)
        words = [t.lower_ for t in doc[start : chunk.start]]
        for end in range(len(words), 0, -1):
            if found := self._chunker.sides.ending(words, end):
                side: Side = found[1]
                return side.name
            if words[end - 1] not in self._rank_words:
                return ""
        return ""


def _spell_out(doc: Doc, chunks: list[Chunk]) -> None:
    """Adds votes to acronyms: for what the name is that they stand behind in brackets, else for a body."""
    means: dict[str, str] = {}
    for one, other in pairwise(chunks):
        if _acronym(doc, other) and _alias(doc[one.end : other.start]) and one.votes:
            means[other.key] = _best(one.votes)[0]
    for chunk in chunks:
        if _acronym(doc, chunk):
            chunk.votes[means.get(chunk.key, Label.ORG.value)] += _ACRONYM


def _acronym(doc: Doc, chunk: Chunk) -> bool:
    """Capitals only, in a line that is not written in them."""
    token = doc[chunk.start]
    alone = chunk.end - chunk.start == 1 and token.is_alpha and token.is_upper and len(token) > 2
    return alone and not chunk.rank and not roman_numeral(token.text) and not _shouted(doc, token)


def _shouted(doc: Doc, token: Token) -> bool:
    """A neighbour in capitals, too: a heading."""
    around = doc[max(token.i - 1, 0) : token.i + 2]
    return any(t.i != token.i and t.is_alpha and t.is_upper and len(t) > 1 for t in around)


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


def _best(votes: Mapping[str, float]) -> tuple[str, float]:
    """The label with the most votes, ties by name."""
    return max(sorted(votes.items()), key=lambda item: item[1], default=("PLACE", 0.0))


# ---------------------------------------------------------------- sharing
def _share(doc: Doc, chunks: list[Chunk]) -> None:
    """Spreads votes over the occurrences of one name, from full names to surnames, and along *and*."""
    own = [dict(chunk.votes) for chunk in chunks]
    pooled: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    for chunk in chunks:
        for label, weight in chunk.votes.items():
            pooled[chunk.key][label] += weight
    counts = Counter(chunk.key for chunk in chunks)
    surnames = _surnames(doc, chunks)
    ranked = {tail for c in chunks if c.rank for tail in _tails(doc, c)}
    battles = {
        t.lower_ for span in doc.spans.get("orbat.events", ()) for t in span[2:] if span[1].lower_ == "of"
    }
    sites = {word for c in chunks if c.kind and c.end - c.start == 2 for word in c.key.split()}
    for chunk, votes in zip(chunks, own, strict=True):
        if others := counts[chunk.key] - 1:
            for label, weight in pooled[chunk.key].items():
                chunk.votes[label] += _SHARED * (weight - votes.get(label, 0.0)) / others
        if chunk.key in surnames:
            known = (
                chunk.key in ranked or chunk.end - chunk.start > 1
            )  # *St. Leger*, whatever opens with *St.*
            chunk.votes["PERSON"] += _RANKED if known else _SURNAME
            if chunk.key in region_keys() and not _located(doc, chunk):
                chunk.votes["PLACE"] -= _COUNTRY  # *Washington*, where the text has *George Washington*
        elif chunk.key in sites:
            chunk.votes["PLACE"] += _SITE
        if chunk.key in battles:
            chunk.votes["PLACE"] += _OF_BATTLE
    _share_conjuncts(doc, chunks)


def _surnames(doc: Doc, chunks: list[Chunk]) -> set[str]:
    """Last words of the people whom a rank, or two words of a name, make sure of: *Leger*, *St. Leger*."""
    sure = (
        c
        for c in chunks
        if c.rank
        or (c.end - c.start > 1 and _best(c.votes)[0] == "PERSON" and _best(c.votes)[1] > _THRESHOLD)
    )
    return {tail for c in sure for tail in _tails(doc, c)}


def _tails(doc: Doc, chunk: Chunk) -> list[str]:
    """How a name is repeated: by its last words, and as a whole where only a rank stood before it."""
    starts = range(chunk.start + (not chunk.rank), chunk.end)
    tails = [
        doc[at : chunk.end].text for at in starts if doc[at - 1].whitespace_
    ]  # *Tixier-Vignancour* is one
    return [" ".join(tail.lower().split()) for tail in tails] or [chunk.key]


def _located(doc: Doc, chunk: Chunk) -> bool:
    """A preposition of place stands before the name."""
    return (
        chunk.start > 0
        and doc[chunk.start - 1].pos_ == "ADP"
        and doc[chunk.start - 1].lower_ not in connectors("agentive")
    )


def _share_conjuncts(doc: Doc, chunks: list[Chunk]) -> None:
    """Neighbours in a list are alike, and so are a name and its other name in brackets."""
    dates = covered(doc, "orbat.dates")
    base = {id(c): _best(c.votes) for c in chunks}
    for one, other in pairwise(chunks):
        between = [t for t in doc[one.end : other.start] if t.i not in dates]
        if _alias(between):
            weight = 1.0
        elif _listed(doc, one, other, between):
            weight = _CONJUNCT
        else:
            continue
        for taker, giver in ((one, other), (other, one)):
            label, votes = base[id(giver)]
            taker.votes[label] += min(votes, 2.0) * weight


def _alias(between: Iterable[Token]) -> bool:
    """*Kuibyshev (now Samara)*, *the Democratic Republic of Armenia (DRA)*."""
    tokens = list(between)
    bracket = bool(tokens) and tokens[0].text == "("
    return bracket and len(tokens) <= 2 and all(t.pos_ in {"PUNCT", "ADV", "ADJ"} for t in tokens)


def _listed(doc: Doc, one: Chunk, other: Chunk, between: Sequence[Token]) -> bool:
    """Only commas, *and* and dated prepositions stand between: *Klin on the 15th, Kalinin*."""
    words = [t.lower_ for t in between]
    if not words or (other.end < len(doc) and doc[other.end].tag_ == "POS"):
        return False
    dated = other.start - one.end > len(words)
    listing = connectors("listing")
    allowed = listing | {"the"} | (connectors("dated") if dated else frozenset())
    return allowed.issuperset(words) and not listing.isdisjoint(words)
