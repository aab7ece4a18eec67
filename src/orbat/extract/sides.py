"""Who fights for whom: the side of every person, formation and body that the text places.

Direct evidence is an adjective (*German 4th Army*), a title (*Union general Reno*) or command of a
side's forces. From there it spreads along what the text says: a commander and his formation, a formation and
the one above it, the parties to an order or an appointment, partners in one action stand on one side;
attacker and attacked on two. Each link keeps the passage it rests on, and weakens with every step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from orbat.extract.belief import Foes, Link, Seed, side_key, spread
from orbat.extract.bonds import DOWN, UP, bonds
from orbat.extract.context import Context, prepositional, words
from orbat.extract.parties import MEMBERS, Parties
from orbat.model import OPPOSITION, Fact, Label
from orbat.rules import load
from orbat.rules.schema import Term

_IMPLIED = 0.9  # a word that only one army's formations bear
_STATED = 2.0  # an adjective or title outweighs what spreads
_RAISED = 0.5  # the adjective in the name of a led formation whose nation does nothing in the text
_FIGHTERS = frozenset({Label.PERSON, Label.UNIT})
_LEAST = 0.45
UNNAMED = ""
"""The side that the text leaves without a name."""
_OFFICE = 3  # tokens between a side and the noun of an office
_FIGHTS = 2  # one quarrel makes no foe, nor does a foe among several
_ALLIES = 0.45  # that a foe's foe is of the side that fights it most, where another fights it, too
_TWO = 2  # a war of more sides than that makes company doubtful
_OFTEN = 3
_LOOSE = 0.45  # what is left of a bond of mere company where a text has no two sides
_COMPANY = frozenset(
    {
        "bond.pair",
        "bond.order",
        "bond.help",
        "bond.unite",
        "fact.Appointment",
        "fact.Dismissal",
        "fact.agents",
    }
)
"""The bonds that also hold between allies, partners to a treaty, or a country's rivals for office."""


def affiliations(context: Context, facts: Sequence[Fact]) -> Iterator[Fact]:
    """An Affiliation for each person and formation whose side the text lets a reader know.

    Of those who fight the one side that the text names, an Opposition says so: which side theirs is, the war
    may tell. Bodies that are no formation carry sides on to others, but fight for none themselves.
    """
    keys = Parties(context, facts)
    links = bonds(context, keys, facts)
    acting = {key for link in links for key in (link.one, link.other) if key.startswith(side_key(""))}
    # *The Eritrean Corps* of an Italian general: the name tells where it was raised, not for whom it fights
    led = {keys.key(a.mention) for f in facts if f.kind == "Command" for a in f.arguments if a.role == "unit"}
    seeds = [
        replace(seed, weight=_RAISED) if seed.key in led and side_key(seed.side) not in acting else seed
        for seed in (*_seeds(context, keys), *_of_posts(context, keys, facts))
    ]
    placed = {seed.key for seed in seeds}  # a Canadian corps is Canadian in a British army, too
    foreign = {seed.key for seed in seeds if side_key(seed.side) not in acting}
    links = [
        link
        for link in links
        if not (link.rule == DOWN and link.other in placed) and not (link.rule == UP and link.one in foreign)
    ]
    foes = _foes(context, links)
    if not foes and len(_named_sides(context)) > _TWO:
        links = [replace(k, weight=k.weight * _LOOSE) if k.same and k.rule in _COMPANY else k for k in links]
    sides = {context.mentions[i].norm: i for i in reversed(list(context.of_label(Label.SIDE)))}
    for key, belief in sorted(spread(seeds, links, foes).items()):
        side = belief.mention if belief.mention is not None else sides.get(belief.side)
        members = [i for i in keys.mentions.get(key, ()) if context.mentions[i].label in _FIGHTERS]
        if not members or belief.margin < _LEAST:
            continue
        confidence = round(min(belief.margin, 1.0), 2)
        if side is not None:
            roles = [("member", members[0]), ("side", side)]
            yield context.fact("Affiliation", roles, belief.where, "side.spread", confidence=confidence)
        elif belief.side == UNNAMED:
            against = [("member", members[0]), ("side", next(iter(sides.values())))]
            yield context.fact(OPPOSITION, against, belief.where, "side.foe", confidence=confidence)


# ---------------------------------------------------------------- evidence
def _seeds(context: Context, keys: Parties) -> Iterator[Seed]:
    """What the text says outright: key, side, weight, token, mention of the side."""
    for index in context.of_label(*MEMBERS):
        span, found = context.spans[index], context.mentions[index]
        inner = context.inside(span.start, span.end, Label.SIDE)
        if found.label is Label.PERSON:  # *U.S. Grant* is no American for his initials
            inner = [i for i in inner if context.mentions[i].get("use") == "adjective"]
        before = _side_before(context, index)
        if before is None:
            before = _side_beside(context, index)
        if before is not None and _hyphenated(context.spans[before]):
            before = None
        side = inner[0] if inner else before
        said = "" if _favours(context, span) else found.get("side")
        if said or side is not None:
            name = said or (context.mentions[side].norm if side is not None else "")
            yield Seed(keys.key(index), name, _STATED, span.start, side)
        elif found.label is not Label.PERSON:
            yield from (
                Seed(keys.key(index), told, _IMPLIED, span.start, None)
                for told in _implied(context, found.norm)
            )


def _of_posts(context: Context, keys: Parties, facts: Sequence[Fact]) -> Iterator[Seed]:
    """The side of those who come to or leave a post: *Gage was replaced by Howe as British commander*."""
    for fact in facts:
        if fact.kind not in {"Appointment", "Dismissal"}:
            continue
        position = dict(fact.values).get("position", "")
        people = [a.mention for a in fact.arguments if a.role == "person"]
        sides = [
            i
            for i in context.of_label_within(Label.SIDE, fact.evidence.start, fact.evidence.end)
            if context.mentions[i].get("use") == "adjective"
            and context.mentions[i].evidence.quote in position
        ]
        for person in people:
            for side in sides[:1]:
                name, where = context.mentions[side].norm, context.spans[person].start
                yield Seed(keys.key(person), name, _IMPLIED, where, side)


def _implied(context: Context, norm: str) -> Iterator[str]:
    """The side whose kind of formation the name is (*3rd Panzer Division*), if the text names that side."""
    name = f" {norm.lower()} "
    for term in load("side_words", Term):
        if term.name in context.sides and any(f" {form} " in name for form in term.forms):
            yield term.name


def _side_before(context: Context, index: int) -> int | None:
    """The side in the title before a name: *German Chief of Staff Halder*, *Union general Reno*."""
    span = context.spans[index]
    at = span.start - 1
    while at >= max(span.start - 9, context.sentence(span.start).start):
        token = context.doc[at]
        sides = [i for i in context.covering(at) if context.mentions[i].label is Label.SIDE]
        if sides:
            return sides[0] if context.mentions[sides[0]].get("use") != "people" else None
        if (
            not (
                token.lower_ in {"of", "-", ".", "in"}
                or token.is_quote
                or token.pos_ in {"NOUN", "PROPN", "ADJ"}
            )
            or context.at(at, *MEMBERS, Label.PLACE, Label.DATE) is not None
        ):
            return None
        if token.lower_ == "in" and token.i == span.start - 1:
            return None
        at -= 1
    return None


def _hyphenated(side: Span) -> bool:
    """*pro-American*, *anti-French*: the second half of a word says whom somebody favours or fights."""
    doc = side.doc
    return side.start > 1 and doc[side.start - 1].text == "-" and not doc[side.start - 1].whitespace_


def _favours(context: Context, span: Span) -> bool:
    """The side in the title before a name is only the second half of a word."""
    before = range(max(span.start - _OFFICE, 0), span.start)
    sides = [i for at in before for i in context.covering(at) if context.mentions[i].label is Label.SIDE]
    return bool(sides) and _hyphenated(context.spans[sides[-1]])


def _side_beside(context: Context, index: int) -> int | None:
    """The side of an office in apposition, of the owner, or of the place in a line of battle.

    *The Italian commander, Graziani*; *Reno, a Union general*; *France's Second Army*; *Ney was on the French
    left*; *Reno, who fought for the Union*.
    """
    span = context.spans[index]
    root = span.root
    if span.start > 1 and context.doc[span.start - 1].tag_ == "POS":
        return context.at(span.start - 2, Label.SIDE)
    if (side := _office_after(context, span)) is not None:
        return side
    first = root
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    verbs = [c for c in root.children if c.dep_ == "relcl"] + ([first.head] if first.dep_ == "nsubj" else [])
    for verb in verbs:  # *who commanded for the Confederacy*
        for preposition, follower in prepositional(verb):
            if preposition == "for" and (side := context.at(follower, Label.SIDE)) is not None:
                return side
    titles = [c for c in root.children if c.dep_ == "appos"] + ([root.head] if root.dep_ == "appos" else [])
    titles += [c for verb in verbs if verb.lemma_ == "become" for c in _offices(verb)]
    if first.dep_ == "nsubj" and first.head.lemma_ == "be":
        if (side := _in_line(context, first.head)) is not None:
            return side
        titles += _stations(first.head)
    return _of_titles(context, titles)


def _stations(verb: Token) -> list[Token]:
    """The place in the line of battle, or the office, that somebody is said to be in."""
    line = words("nouns", "line-of-battle")
    placed = [p for preposition, p in prepositional(verb) if preposition in {"on", "in"} and p.lower_ in line]
    offices = line | words("nouns", "commander")
    return [*placed, *(c for c in verb.children if c.dep_ == "attr" and c.lower_ in offices)]


def _of_titles(context: Context, titles: list[Token]) -> int | None:
    """The side that an adjective of one of `titles` names."""
    for title in titles:
        if context.at(title, *MEMBERS) is None:
            for child in title.children:
                for side in context.covering(child):
                    if context.mentions[side].label is Label.SIDE:
                        return side
    return None


def _in_line(context: Context, verb: Token) -> int | None:
    """The side in whose line somebody stands: *were on the French left*, which a parser takes for a verb."""
    after = context.doc[verb.i + 1 : verb.i + 5]
    if len(after) < 4 or after[0].lower_ not in {"on", "in"} or after[1].lower_ != "the":
        return None
    sides = [i for i in context.covering(after[2]) if context.mentions[i].label is Label.SIDE]
    return sides[0] if sides and after[3].lower_ in words("nouns", "line-of-battle") else None


def _offices(verb: Token) -> list[Token]:
    """What somebody became, where it is an office: *who became the Italian commander*."""
    return [
        c
        for c in verb.children
        if c.dep_ in {"attr", "oprd", "dobj"} and c.lower_ in words("nouns", "commander")
    ]


def _office_after(context: Context, span: Span) -> int | None:
    """The side of the office that a comma parts from a name: *Joseph Reno, Union military commander*."""
    doc, at = context.doc, span.end
    if at + 2 >= len(doc) or doc[at].text != ",":
        return None
    at += 1 + (doc[at + 1].pos_ == "DET")
    side = next((i for i in context.covering(at) if context.mentions[i].label is Label.SIDE), None)
    if side is None:
        return None
    after = context.spans[side].end
    office = any(t.lower_ in words("nouns", "commander") for t in doc[after : after + _OFFICE])
    return side if office else None


# ---------------------------------------------------------------- belief
def _foes(context: Context, links: Sequence[Link]) -> Foes:
    """For each side the one that it fights, if the text has it fight one above all others.

    Counted are the bonds of foes between sides; where the text names two sides above all others, each is the
    other's foe without such a bond.
    """
    fights: dict[str, Counter[str]] = defaultdict(Counter)
    sides = side_key("")
    for link in links:
        if not link.same and link.one.startswith(sides) and link.other.startswith(sides):
            one, other = link.one.removeprefix(sides), link.other.removeprefix(sides)
            fights[one][other] += 1
            fights[other][one] += 1
    counts = _counts(context)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) == 1:  # the other side has no name here, yet the foe of a foe is this one
        return {ranked[0][0]: (UNNAMED, 1.0), UNNAMED: (ranked[0][0], 1.0)}
    if len(ranked) > 1 and (len(ranked) == 2 or ranked[2][1] * 2 <= ranked[1][1]):
        (one, _), (other, _) = ranked[:2]
        return {one: (other, 1.0), other: (one, 1.0)}
    first: dict[str, tuple[str, float]] = {}
    for side, others in fights.items():
        (foe, times), *rest = others.most_common(2)
        if times >= _FIGHTS and (not rest or times >= _FIGHTS * rest[0][1]):
            first[side] = foe, _ALLIES if rest else 1.0
    return {side: found for side, found in first.items() if first.get(found[0], ("",))[0] == side}


def _counts(context: Context) -> Counter[str]:
    """How often the text names each side, other than inside another name."""
    return Counter(
        context.mentions[i].norm for i in context.of_label(Label.SIDE) if not _in_a_name(context, i)
    )


def _named_sides(context: Context) -> list[str]:
    """The sides that the text names more than in passing."""
    return [side for side, times in _counts(context).items() if times >= _OFTEN]


def _in_a_name(context: Context, side: int) -> bool:
    """The side's word is part of another name: *Spanish Fort*, *U.S. Grant*."""
    return context.at(context.spans[side].root, Label.PLACE, Label.PERSON) is not None
