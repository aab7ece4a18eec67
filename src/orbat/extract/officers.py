"""Commands that a title or a possessor tells: *the commander of the 9th Corps, Reno*; *Kluge's 4th Army*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from orbat.extract import arguments
from orbat.extract.candidates import tokens_of
from orbat.extract.context import Context, negated, objects, prepositional, subjects, words
from orbat.extract.echelons import level
from orbat.extract.reference import antecedents
from orbat.extract.tenure import command_of, forces, happened, name_before
from orbat.extract.titles import only_title_between
from orbat.model import Fact, Label

POSSESSED = "command.possessive"
"""The rule of a command that a possessor tells."""
_TITLE = 6  # tokens that *of* and the ranks before a name may take
_WEAK = 0.8
_SMALL, _LARGE = 5, 6  # the highest echelons that officers of company and of field rank command


def officers(context: Context) -> Iterator[Fact]:
    """Commands from titles, possessors, and names with *of*."""
    yield from _possessive(context)
    yield from _of_unit(context)
    for token in tokens_of(context.doc, words("nouns", "commander") | words("tenure", "captain")):
        yield from _beside_title(context, token)


# ---------------------------------------------------------------- possessors
def _possessive(context: Context) -> Iterator[Fact]:
    """*Kluge's 4th Army*; *Buford's cavalry division*; *Ney and his VI Corps*; *his Tenth Army*."""
    for unit in context.of_label(Label.UNIT):
        span = context.spans[unit]
        if context.mentions[unit].get("commander"):
            person = context.at(span.start, Label.PERSON)
            if person is not None and _is_person(context, person) and not _honoured(context, span):
                yield command_of(context, person, unit, span.start, "command.named-for")
            continue
        before = context.doc[span.start - 1] if span.start else None
        if before is None:
            continue
        if before.lower_ == "whose":
            clause = span.root.head
            person = context.at(clause.head, Label.PERSON) if clause.dep_ == "relcl" else None
            if person is not None:
                yield command_of(context, person, unit, span.start, POSSESSED, _WEAK)
        elif before.tag_ == "POS" and span.start > 1:
            person = context.at(span.start - 2, Label.PERSON)
            if person is not None and _is_person(context, person):
                yield command_of(context, person, unit, span.start, POSSESSED)
        elif (named := _named_after(context, span.end)) is not None:
            yield command_of(context, named, unit, span.start, POSSESSED)
        elif (his := _his(context, span.start)) is not None:
            beside = (
                context.at(his.i - 2, Label.PERSON)
                if his.i > 1 and context.doc[his.i - 1].lower_ == "and"
                else None
            )
            people = [beside] if beside is not None else antecedents(context, his, (Label.PERSON,))
            for person in people[:1]:
                yield command_of(context, person, unit, span.start, "command.his", _WEAK)


def _named_after(context: Context, at: int) -> int | None:
    """Whose formation it is by what follows: *his II Corps, **Franco**'s, cut the road*."""
    doc = context.doc
    if at + 2 >= len(doc) or doc[at].text != ",":
        return None
    people = context.inside(at + 1, min(at + _TITLE, len(doc)), Label.PERSON)
    if not people or not only_title_between(context, at + 1, context.spans[people[0]].start):
        return None
    end = context.spans[people[0]].end
    return people[0] if end < len(doc) and doc[end].tag_ == "POS" and doc[end + 1].text == "," else None


def _honoured(context: Context, span: Span) -> bool:
    """*The King Talal Brigade*, *the 'Vitebsk' Division*: named in honour, not for a commander."""
    around = context.doc[max(span.start - 1, 0) : span.end]
    return any(t.is_quote or t.lower_ in words("tenure", "honour") for t in around)


def _his(context: Context, start: int) -> Token | None:
    """The *his* before token `start`, or before the quotation mark there: *his "Army of the Center"*."""
    before = start - 1 - context.doc[start - 1].is_quote
    return context.doc[before] if before >= 0 and context.doc[before].lower_ == "his" else None


def _is_person(context: Context, person: int) -> bool:
    """The owner of a formation is somebody: no body of people, and no place or side by another mention.

    *The People's Army*, *the Study Group's brigade* and *Saigon's army* name no commander.
    """
    last = context.doc[context.spans[person].end - 1].lower_
    return last not in words("nouns", "collective") and context.mentions[person].norm not in context.elsewhere


# ---------------------------------------------------------------- titles
def _beside_title(context: Context, noun: Token) -> Iterator[Fact]:
    """*Reno, commander of the 9th Corps*; *the commander of the 9th Corps, Reno*; *Army commander Kluge*."""
    if not _commands(context, noun):
        return
    led = [p for preposition, p in prepositional(noun) if preposition == "of"]
    if any(p.lower_ in words("nouns", "staff") for p in led):
        return  # *Chief of Staff of the Army*: he helps the one who commands it
    units = forces(context, led)
    if not units:
        units = [
            i
            for c in noun.children
            if c.dep_ in {"compound", "nmod", "poss"} and (i := _owner(context, c)) is not None
        ]
    if not units and _supreme(context, noun):
        units = [
            i for c in noun.lefts for i in context.covering(c) if context.mentions[i].label is Label.SIDE
        ]
    if units and (person := _titled(context, noun)) is not None:
        for unit in units:
            yield command_of(context, person, unit, noun, "command.title")


def _supreme(context: Context, noun: Token) -> bool:
    """*the Spanish commander-in-chief*: he commands all forces of the side."""
    after = context.doc[noun.i + 1 : noun.i + _TITLE].text.lower()
    return noun.lower_ in words("tenure", "captain") and after.startswith(tuple(words("tenure", "supreme")))


def _commands(context: Context, noun: Token) -> bool:
    """The noun names the one who commands: no deputy, no *former commander*, no *Secretary General*."""
    if noun.lower_ not in words("nouns", "commander"):
        return True
    before = [context.doc[noun.i - 1]] if noun.i else []
    around = {t.lower_ for t in [*noun.lefts, *before] if t.dep_ not in {"det", "poss"}}
    return not around & (words("tenure", "helper") | words("tenure", "office"))


def _owner(context: Context, token: Token) -> int | None:
    """The formation before the title: *the Eighth **Army**'s commander*, *the army, **whose** commander*."""
    if token.lower_ == "its":
        found = antecedents(context, token, (Label.UNIT,))
        return found[0] if found else None
    if token.lower_ == "whose":
        clause = token.head.head
        token = clause.head if clause.dep_ == "relcl" else clause
    return context.at(token, Label.UNIT)


def _titled(context: Context, noun: Token) -> int | None:
    """The person whom the noun of office is in apposition, in the predicate or beside *as* to."""
    if noun.dep_ == "appos":
        return context.at(noun.head, Label.PERSON)
    for child in noun.children:
        if child.dep_ == "appos" and (person := context.at(child, Label.PERSON)) is not None:
            return person
    verb = noun.head
    if noun.dep_ == "dobj" and verb.tag_ == "VBG" and verb.i == noun.i - 1:  # *Reno, commanding general of*
        return name_before(context, verb.i)
    if noun.dep_ in {"oprd", "attr"} and verb.lemma_ in words("verbs", "appoint"):
        done_to = [o for o in objects(verb) if o.i != noun.i]  # *was named commander of the army*
        found = arguments.persons(context, done_to) if happened(verb) else []
        return found[0] if found else None
    if verb.lemma_ in {"be", "become"} and not negated(verb):
        if noun.dep_ in {"attr", "oprd"}:
            found = arguments.persons(context, subjects(verb))
            return found[0] if found else None
        if noun.dep_ == "nsubj":  # *the commander of the army was Reno*
            named = [c for c in verb.children if c.dep_ == "attr"]
            return next((i for c in named if (i := context.at(c, Label.PERSON)) is not None), None)
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        return _as(context, noun.head.head)
    return context.at(noun.head, Label.PERSON) if noun.dep_ in {"compound", "nmod"} else None


def _as(context: Context, governor: Token) -> int | None:
    """Who is or acts *as commander*: *appointed Reno as*, *Reno served as*, *Reno as commander signed*."""
    if (person := context.at(governor, Label.PERSON)) is not None:
        return person
    lemma = governor.lemma_
    if lemma in words("verbs", "appoint"):
        found = arguments.persons(context, objects(governor))
    elif lemma in words("verbs", "replace"):
        by = [p for preposition, p in prepositional(governor) if preposition in {"by", "with"}]
        found = arguments.persons(context, by or subjects(governor))
    elif lemma in words("tenure", "serve"):
        found = arguments.persons(context, subjects(governor))
    else:
        return None
    return found[0] if found and not negated(governor) else None


# ---------------------------------------------------------------- names with of
def _of_unit(context: Context) -> Iterator[Fact]:
    """*General Plumer of the Second Army*; *the 16th Army of General Rokossovsky*: rank, name, formation."""
    for person in context.of_label(Label.PERSON):
        span = context.spans[person]
        rank = context.mentions[person].get("rank")
        unit = _unit_after_of(context, span.end) if rank else None
        if unit is not None and not _fits(context, rank, unit):
            continue
        owns = span.end < len(context.doc) and context.doc[span.end].tag_ == "POS"  # *General Kluge's men*
        if unit is None and not owns:
            unit = _unit_before_of(context, span.start) if rank or _is_person(context, person) else None
            if unit is None and rank:  # *the Poles of General Bohusz*
                unit = _people_before_of(context, span.start)
        if unit is not None:
            yield command_of(context, person, unit, span.start, "command.rank-of", _WEAK)


def _fits(context: Context, rank: str, unit: int) -> bool:
    """An officer of the rank can command the formation: a major of a division only serves in it."""
    if rank in words("tenure", "company-rank"):
        return level(context, unit) <= _SMALL
    return rank not in words("tenure", "field-rank") or level(context, unit) <= _LARGE


def _unit_after_of(context: Context, at: int) -> int | None:
    """The formation that follows *of (the)* at token `at`."""
    doc = context.doc
    if at + 1 >= len(doc) or doc[at].lower_ != "of":
        return None
    at += 1 + (doc[at + 1].lower_ == "the")
    return context.at(at, Label.UNIT) if at < len(doc) else None


def _people_before_of(context: Context, start: int) -> int | None:
    """The troops of a nation before *of* and the rank that ends before token `start`."""
    of = _of_before(context, start)
    side = context.at(of - 1, Label.SIDE) if of else None
    return side if side is not None and context.mentions[side].get("use") == "people" else None


def _unit_before_of(context: Context, start: int) -> int | None:
    """The formation before *of* and what titles end before token `start`."""
    of = _of_before(context, start)
    return context.at(of - 1, Label.UNIT) if of else None


def _of_before(context: Context, start: int) -> int:
    """The *of* that only titles part from token `start`; 0 where there is none."""
    of = next((i for i in range(start - 1, max(start - _TITLE, 0), -1) if context.doc[i].lower_ == "of"), 0)
    return of if of and only_title_between(context, of + 1, start) else 0
