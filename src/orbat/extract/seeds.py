"""What a text says outright of sides: adjectives, titles, offices, headings, and the style of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from orbat.extract.belief import Seed
from orbat.extract.camps import Camps
from orbat.extract.context import Context, first_conjunct, prepositional, words
from orbat.extract.headings import from_headings
from orbat.extract.origins import from_names
from orbat.extract.parties import MEMBERS, Parties
from orbat.model import Fact, Label
from orbat.rules import load
from orbat.rules.schema import Term

IMPLIED = 0.9
"""The weight of a word that only one army's formations bear."""
_STATED = 2.0  # an adjective or title outweighs what spreads
_OFFICE = 3  # tokens between a side and the noun of an office


def seeds(context: Context, keys: Parties, facts: Sequence[Fact], camps: Camps) -> Iterator[Seed]:
    """All that the text says outright, in the names that the sides go by in its war."""
    told = [*_of_names(context, keys, camps), *_of_posts(context, keys, facts)]
    for seed in (*told, *from_headings(context, keys), *from_names(context, keys, camps, facts)):
        yield replace(seed, side=camps.called(seed.side))


def _of_names(context: Context, keys: Parties, camps: Camps) -> Iterator[Seed]:
    """What the text says outright: key, side, weight, token, mention of the side."""
    for index in context.of_label(*MEMBERS):
        span, found = context.spans[index], context.mentions[index]
        inner = context.inside(span.start, span.end, Label.SIDE)
        inner = [
            i for i in inner if context.doc[context.spans[i].start - 1].text != "("
        ]  # *53rd (Welsh) Division*
        if found.label is Label.PERSON:  # *U.S. Grant* is no American for his initials
            inner = [i for i in inner if context.mentions[i].get("use") == "adjective"]
        before = _side_before(context, index)
        if before is None:
            before = _side_beside(context, index)
        if before is not None and _hyphenated(context.spans[before]):
            before = None
        if len({context.mentions[i].norm for i in inner}) > 1:
            continue  # *the Australian and New Zealand Army Corps* is of neither alone
        side = inner[0] if inner else before
        said = "" if _favours(context, span) else found.get("side")
        if said or side is not None:
            name = said or (context.mentions[side].norm if side is not None else "")
            yield Seed(keys.key(index), name, _STATED, span.start, side)
        elif found.label is not Label.PERSON:
            yield from (
                Seed(keys.key(index), told, IMPLIED, span.start, None) for told in _implied(camps, found.norm)
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
                yield Seed(keys.key(person), name, IMPLIED, where, side)


def _implied(camps: Camps, norm: str) -> Iterator[str]:
    """The side whose kind of formation the name is (*3rd Panzer Division*), if the text names that side."""
    name = f" {norm.lower()} "
    for term in load("side_words", Term):
        if camps.counts[camps.called(term.name)] and any(f" {form} " in name for form in term.forms):
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
    if (side := _serves(context, span)) is not None:
        return side
    first = first_conjunct(root)
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
            body = [p for preposition, p in prepositional(title) if preposition == "of"]
            beside = [*title.children, *(c for p in body for c in p.children)]
            for child in beside:  # *chief of the Prussian general staff*
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


def _serves(context: Context, span: Span) -> int | None:
    """The side in whose forces somebody serves: *Captain Reno of the Royal Marines*."""
    doc, at = context.doc, span.end
    if at + 2 >= len(doc) or doc[at].lower_ != "of":
        return None
    side = context.at(at + 1 + (doc[at + 1].lower_ == "the"), Label.SIDE)
    return side if side is not None and context.mentions[side].get("use") == "forces" else None


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
