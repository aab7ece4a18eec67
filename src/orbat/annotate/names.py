"""People, places and bodies: every capitalized name weighed as a person, a place or an organization.

A small statistical model knows English names, but not *Rogachevo*. So each occurrence gathers votes: the
model's label, a rank or title before it, the noun it ends in (*River*, *Heights*), the preposition, verb or
possession it stands with (`cues.jsonl`), the gazetteer; occurrences of one name in one text share their votes
(one sense per discourse: Gale, Church and Yarowsky 1992), and so do conjuncts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from orbat.annotate.chunks import Chunk, Chunker, Votes, city_names, region_names
from orbat.annotate.spans import SpanComponent, covered, make_span
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Cue, Side, Term

_MODEL_VOTES = {
    "PERSON": ("PERSON", 1.2),
    "GPE": ("PLACE", 1.2),
    "LOC": ("PLACE", 1.4),
    "FAC": ("PLACE", 1.0),
    "ORG": ("ORG", 0.7),
}
_PARTIAL = 0.5  # an entity of the model that overlaps the name but is not it
_SHARED = 0.6  # what the other occurrences of the name weigh
_CONJUNCT = 0.6
_THRESHOLD = 0.9
_RANK = 4.0
_PLACE_NOUN = 5.0
_PLACE_OPENER = 2.5
_INITIALS = 2.5
_GAZETTEER = 0.8
_COUNTRY = 3.0
_LISTED = 1.5  # one of a run of settlements
_OF_BATTLE = 1.5  # *the Battle of Albert* says that Albert is a place
_SURNAME = 2.0  # another occurrence has a first name
_RANKED = 4.0  # another occurrence has a rank
_GROUPS = {Label.PERSON: "orbat.people", Label.PLACE: "orbat.places", Label.ORG: "orbat.organizations"}


class Names(SpanComponent):
    """Marks people, places and organizations. Attributes: norm; rank and side of people; kind of places."""

    group = "orbat.people"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads the chunker's rules and the cues."""
        super().__init__(nlp, name)
        self._chunker = Chunker(nlp)
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
        for chunk in chunks:
            self._vote(doc, chunk)
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
            here = list(doc.spans.get(group, ())) if label is Label.ORG else []
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

    def _shape(self, doc: Doc, chunk: Chunk) -> None:
        """What the words of the name itself say: *Nara River*, *Fort Sumter*, *G. W. Smith*, *Iyasu V*."""
        words = [t.lower_ for t in doc[chunk.start : chunk.end]]
        if len(words) == 1:
            return
        noun = self._chunker.place_nouns.get(words[-1]) or (
            self._chunker.place_nouns.get(words[0]) if "of" in words else None
        )
        opener = self._chunker.openers.get(words[0])
        if noun:
            chunk.votes["PLACE"] += _PLACE_NOUN
            chunk.kind, chunk.rule = noun.kind, noun.id
        elif opener:
            chunk.votes["PLACE"] += _PLACE_OPENER
            chunk.kind, chunk.rule = opener.kind, opener.id
        initials = any(
            t.text == "." or (len(t.text) == 2 and t.text[1] == ".") for t in doc[chunk.start : chunk.end - 1]
        )
        if (initials and not opener) or words[-1] in self._chunker.suffixes:
            chunk.votes["PERSON"] += _INITIALS

    def _context(self, doc: Doc, chunk: Chunk) -> None:
        """What stands around the name, or around the first of the names that it is coordinated with."""
        before, of = _words_before(doc, chunk.start)
        self._cue(chunk, "before", before)
        if before == "of":
            self._cue(chunk, "of", of)
        if before in {"to", "into", "from", "toward", "towards"}:
            preposition = doc[chunk.start : chunk.end].root.head
            self._cue(chunk, "motion", preposition.head.lemma_.lower())
        after = doc[chunk.end] if chunk.end < len(doc) else None
        if after is not None and after.lower_ in {"'s", "’s"}:
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
    ranked = {doc[c.end - 1].lower_ for c in chunks if c.rank}
    battles = {
        t.lower_ for span in doc.spans.get("orbat.events", ()) for t in span[2:] if span[1].lower_ == "of"
    }
    for chunk, votes in zip(chunks, own, strict=True):
        if others := counts[chunk.key] - 1:
            for label, weight in pooled[chunk.key].items():
                chunk.votes[label] += _SHARED * (weight - votes.get(label, 0.0)) / others
        if chunk.end - chunk.start == 1 and chunk.key in surnames:
            chunk.votes["PERSON"] += _RANKED if chunk.key in ranked else _SURNAME
        if chunk.key in battles:
            chunk.votes["PLACE"] += _OF_BATTLE
    _share_conjuncts(doc, chunks)


def _surnames(doc: Doc, chunks: list[Chunk]) -> set[str]:
    """Last words of the people whom a rank, or two words of a name, make sure of."""
    sure = (
        c
        for c in chunks
        if c.rank
        or (c.end - c.start > 1 and _best(c.votes)[0] == "PERSON" and _best(c.votes)[1] > _THRESHOLD)
    )
    return {doc[c.end - 1].lower_ for c in sure}


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


def _alias(between: Sequence[Token]) -> bool:
    """*Kuibyshev (now Samara)*, *the Democratic Republic of Armenia (DRA)*."""
    words = [t.lower_ for t in between]
    return words[:1] == ["("] and len(words) <= 2 and all(t.pos_ in {"PUNCT", "ADV", "ADJ"} for t in between)


def _listed(doc: Doc, one: Chunk, other: Chunk, between: Sequence[Token]) -> bool:
    """Only commas, *and* and dated prepositions stand between: *Klin on the 15th, Kalinin*."""
    words = [t.lower_ for t in between]
    if not words or (other.end < len(doc) and doc[other.end].tag_ == "POS"):
        return False
    dated = other.start - one.end > len(words)
    allowed = {",", "and", "or", "&", "the"} | ({"on", "in", "by"} if dated else set())
    return set(words) <= allowed and bool({",", "and", "or", "&"} & set(words))
