"""One sense in one text (Gale, Church and Yarowsky 1992): occurrences of a name share what speaks for each.

So do a full name and its surname, a ship with its prefix and without, neighbours in a list, and a name with
its other name in brackets.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from orbat.annotate.chunk import Chunk, Votes
from orbat.annotate.designations import roman_numeral
from orbat.annotate.gazetteer import region_keys
from orbat.annotate.spans import connectors, covered
from orbat.annotate.votes import best
from orbat.model import Label, unpack

THRESHOLD = 0.75
"""Votes that a reading needs."""
_SHARED = 0.6  # what the other occurrences of the name weigh
_CONJUNCT = 0.6
_SITE = 1.0  # *Ticonderoga*, where the text has *Fort Ticonderoga*
_OF_BATTLE = 1.5  # *the Battle of Albert* says that Albert is a place
_SURNAME = 2.0  # another occurrence has a first name
_NAMED_FOR = 3.0  # *Washington*, where the text has *George Washington*
_RANKED = 4.0  # another occurrence has a rank
_ACRONYM = 2.5  # *OAS*: what it stands for, else a body
_SHIP = 3.5  # another occurrence is surely a ship's name
_SURE = 2.0  # lead of the votes for a person or a place that tells of the other occurrences
_SITE_SURE = 1.5  # another occurrence is surely a place's name
_SURE_SHIP = 1.8  # from so many votes on
_SHIPS = Label.EQUIPMENT.value


def spell_out(doc: Doc, chunks: list[Chunk]) -> None:
    """Adds votes to acronyms: for what the name is that they stand behind in brackets, else for a body."""
    means: dict[str, str] = {}
    for one, other in pairwise(chunks):
        if _acronym(doc, other) and _alias(doc[one.end : other.start]) and one.votes:
            means[other.key] = best(one.votes)[0]
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


def share(doc: Doc, chunks: list[Chunk]) -> None:
    """Spreads votes over the occurrences of one name, from full names to surnames, and along *and*."""
    _join_fleet(doc, chunks)
    own = [dict(chunk.votes) for chunk in chunks]
    pooled: dict[str, Votes] = defaultdict(lambda: defaultdict(float))
    for chunk in chunks:
        for label, weight in chunk.votes.items():
            pooled[chunk.key][label] += weight
    counts = Counter(chunk.key for chunk in chunks)
    surnames = _surnames(doc, chunks)
    ranked = {tail for c in chunks if c.rank for tail in _tails(doc, c)}
    ships = _ships(doc, chunks)
    located = {c.key for c in chunks if _sure(c, "PLACE") >= _SURE}
    battles = {
        t.lower_ for span in doc.spans.get("orbat.events", ()) for t in span[2:] if span[1].lower_ == "of"
    }
    sites = {word for c in chunks if c.kind and c.end - c.start == 2 for word in c.key.split()}
    for chunk, votes in zip(chunks, own, strict=True):
        if others := counts[chunk.key] - 1:
            for label, weight in pooled[chunk.key].items():
                chunk.votes[label] += _SHARED * (weight - votes.get(label, 0.0)) / others
        if chunk.key in ships and not chunk.rank:
            chunk.votes[_SHIPS] += _SHIP
        elif chunk.key in surnames and not (chunk.rank and best(votes)[0] == _SHIPS):  # the *General Selmon*
            _share_surname(doc, chunk, ranked)
        elif chunk.key in located:
            chunk.votes["PLACE"] += _SITE_SURE
        elif chunk.key in sites:
            chunk.votes["PLACE"] += _SITE
        if chunk.key in battles:
            chunk.votes["PLACE"] += _OF_BATTLE
    _share_conjuncts(doc, chunks)


def _share_surname(doc: Doc, chunk: Chunk, ranked: set[str]) -> None:
    """A name that ends a full name or follows a rank elsewhere: *St. Leger*, whatever opens with *St.*."""
    known = chunk.key in ranked or chunk.end - chunk.start > 1
    chunk.votes["PERSON"] += _RANKED if known else _SURNAME
    if chunk.key in region_keys() and not _located(doc, chunk):
        chunk.votes["PLACE"] -= _NAMED_FOR


def _surnames(doc: Doc, chunks: list[Chunk]) -> set[str]:
    """Last words of the people whom a rank, or two words of a name, make sure of: *Leger*, *St. Leger*."""
    sure = (
        c
        for c in chunks
        if (c.rank and best(c.votes)[0] != _SHIPS)
        or (c.end - c.start > 1 and best(c.votes)[0] == "PERSON" and best(c.votes)[1] > THRESHOLD)
        or (not c.region and _sure(c, "PERSON") >= _SURE)
    )
    return {tail for c in sure for tail in _tails(doc, c)}


def _sure(chunk: Chunk, label: str) -> float:
    """By how much the votes for `label` lead over those for anything else."""
    rivals = (votes for other, votes in chunk.votes.items() if other != label)
    return chunk.votes.get(label, 0.0) - max(0.0, 0.0, *rivals)


def _tails(doc: Doc, chunk: Chunk) -> list[str]:
    """How a name is repeated: by its last words, and as a whole where only a rank stood before it.

    *Eugene of Savoy* is repeated by the first, the *Duke of Wellington* by the last, if that is no country.
    """
    if chunk.domain:
        words = chunk.key.split(" of ")
        return words[-1:] if chunk.fief and words[-1] not in region_keys() else words[:1]
    starts = range(chunk.start + (not chunk.rank), chunk.end) if len(chunk.key.split()) > 1 else ()
    tails = [
        doc[at : chunk.end].text for at in starts if doc[at - 1].whitespace_
    ]  # *Tixier-Vignancour* is one
    return [" ".join(tail.lower().split()) for tail in tails] or [chunk.key]


def _ships(doc: Doc, chunks: list[Chunk]) -> set[str]:
    """Names of the ships of which a prefix, a class or what befalls them makes sure: *Ardent*, once HMS."""
    surest: dict[str, float] = defaultdict(float)
    people: dict[str, float] = defaultdict(float)
    for chunk in chunks:
        if best(chunk.votes)[0] == _SHIPS:
            surest[chunk.key] = max(surest[chunk.key], chunk.votes[_SHIPS])
        people[chunk.key] = max(people[chunk.key], _sure(chunk, "PERSON"))
    names = {key for key, most in surest.items() if most >= _SURE_SHIP and most > people[key]}
    return names | {" ".join(span[1:].text.lower().split()) for span in _prefixed_ships(doc)}


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
    base = {id(c): best(c.votes) for c in chunks}
    for one, other in pairwise(chunks):
        between = [t for t in doc[one.end : other.start] if t.i not in dates]
        if _alias(between):
            weight = 1.0
        elif _listed(doc, one, other, between):
            weight = _CONJUNCT
            _launch(base, one, other)
        else:
            continue
        for taker, giver in ((one, other), (other, one)):
            label, votes = base[id(giver)]
            taker.votes[label] += min(votes, 2.0) * weight


def _join_fleet(doc: Doc, chunks: Iterable[Chunk]) -> None:
    """A name listed behind a ship that has a prefix is a ship's: *HMS Selmon and Queen Mary*."""
    behind = {span.end for span in _prefixed_ships(doc)}
    listing = connectors("listing")
    for chunk in chunks:
        start = chunk.titled if chunk.rank else chunk.start
        before = start - 1
        while before > 0 and doc[before].lower_ in listing:
            before -= 1
        if before < start - 1 and before + 1 in behind:
            chunk.votes[_SHIPS] += _SHIP
            chunk.votes["PERSON"] -= _RANKED if chunk.rank else 0.0


def _prefixed_ships(doc: Doc) -> list[Span]:
    """*HMS Ardent*, *USS Selmon*."""
    spans = doc.spans.get("orbat.equipment", ())
    return [span for span in spans if len(span) > 1 and unpack(span.kb_id_).get("kind") == "Ship"]


def _launch(base: dict[int, tuple[str, float]], one: Chunk, other: Chunk) -> None:
    """A ship makes the next name of its list a ship: nothing else is listed with ships."""
    label, votes = base[id(one)]
    if label == _SHIPS and votes >= _SURE_SHIP and not other.rank and base[id(other)][0] != _SHIPS:
        other.votes[_SHIPS] += votes
        base[id(other)] = best(other.votes)


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
