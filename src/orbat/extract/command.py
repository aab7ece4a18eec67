"""Who commands what: verbs of command, *under*, and what nouns, titles and brackets tell."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.brackets import bracketed
from orbat.extract.context import Context, conjuncts, echelon_words, negated, objects, subjects, words
from orbat.extract.echelons import beside, lowest
from orbat.extract.officers import POSSESSED, officers
from orbat.extract.subordination import met_with
from orbat.extract.tenure import command_of, forces, handed_over, happened, name_before, own_time, tenures
from orbat.extract.titles import after_under, is_civilian, is_officer, only_title_between, people_from
from orbat.model import Fact, Label

_BY = 8  # tokens that a participle and *by* may have between them
_WEAK = 0.8
_JOINT = 2  # more than two do not lead one formation together
_ENDS = frozenset({".", ";", ","})
GAPPED = "command.gapped"
"""The rule of a command whose verb stands only once, before a list."""


def commands(context: Context) -> Iterator[Fact]:
    """Tenures of command that the text states or plainly implies."""
    stated = [*tenures(context), *bracketed(context), *_by_verbs(context)]
    yield from stated
    told = {_role(fact, "unit"): _role(fact, "commander") for fact in stated}
    for fact in officers(context):  # *Crook, commanding Cox's 3rd Brigade*: the possessor stands above him
        unit = _role(fact, "unit")
        if fact.rule != POSSESSED or told.get(unit, _role(fact, "commander")) == _role(fact, "commander"):
            yield fact


def _role(fact: Fact, role: str) -> int:
    return next(argument.mention for argument in fact.arguments if argument.role == role)


def _by_verbs(context: Context) -> Iterator[Fact]:
    """What verbs of command, *under* and *with* tell."""
    for token in context.doc:
        if token.pos_ == "VERB":
            told = list(_verbs(context, token))
            yield from told
            if told:
                yield from _gapped(context, token)
            elif token.lemma_ == "have":
                yield from _had(context, token)
        elif token.lower_ == "with":
            yield from _with(context, token)
        elif token.lower_ == "under" and token.pos_ in {"ADP", "SCONJ"}:
            yield from _under(context, token)


def _under(context: Context, under: Token) -> Iterator[Fact]:
    """*the Army of the Ohio under Maj. Gen. Buell*; *all under command of Buell*."""
    if people := after_under(context, under):
        for person, unit in _shared_out(context, people, _before_under(context, under)):
            yield command_of(context, person, lowest(context, unit), under, "command.under")


def _shared_out(context: Context, people: list[int], units: list[int]) -> Iterator[tuple[int, int]]:
    """Who of `people` commands which of `units`, both in the order of the text.

    As many names as formations go in pairs (*the 1st and 2nd Divisions under A and B*). Two share one force;
    where more than two stand beside one (*five divisions of the army, under A, B and C*) each has a part of
    it, and the text does not say which.
    """
    whole = sorted({i for unit in units for i in beside(context, unit)} | set(units))
    if len(people) > 1 and len(people) == len(whole):
        units = whole  # the parser loses the middle of *the 1st, 2nd and 3rd Divisions*
    if len(people) == len(units):
        yield from zip(people, sorted(units, key=lambda i: context.spans[i].start), strict=True)
    elif len(people) <= _JOINT:
        yield from ((person, unit) for unit in units for person in people)


def _before_under(context: Context, under: Token) -> list[int]:
    """Formations that stand before *under* in its clause: those it hangs on, or the nearest and its list."""
    verb = under.head
    was = verb.pos_ == "AUX" and verb.lemma_ == "be" and happened(verb)  # *the 4th Army was under Kluge*
    stood = verb.pos_ == "VERB" and verb.lemma_ in words("tenure", "stand") and happened(verb)
    hangs_on = forces(context, (objects(verb) or subjects(verb)) if was or stood else [verb])
    if not hangs_on and under.head.dep_ == "appos":  # *Confederate forces, mostly militia under Cooper*
        hangs_on = forces(context, [under.head.head])
    sentence = context.sentence(under)
    units = [
        i
        for i in hangs_on
        if context.mentions[i].label is Label.UNIT
        and context.spans[i].end <= under.i
        and not _taken(context, i, under)
    ]
    near = context.inside(sentence.start, under.i, Label.UNIT)
    if not units and near and _only_filler(context, context.spans[near[-1]].end, under.i):
        units = [near[-1]]
    if units:
        last = max(units, key=lambda i: context.spans[i].end)
        if context.doc[under.i - 1].lower_ == "latter":
            return near[-1:]
        if all_word(context, under):
            return near
        listed = [i for i in _list_before(context, last, near) if _shares_noun(context, i)]
        listed = [i for i in listed if not _taken(context, i, under)]
        return sorted({*units, *listed})
    named = was or (under.head.pos_ in {"NOUN", "PROPN"} and not _counted(under.head))
    return [i for i in hangs_on if named and context.mentions[i].label is Label.SIDE]


def _shares_noun(context: Context, unit: int) -> bool:
    """*the **1st** and 2nd Divisions under Kluge*: who stands after a list of whole names leads the last."""
    last = context.doc[context.spans[unit].end - 1].lower_
    return last not in echelon_words() and last.removesuffix("s") not in echelon_words()


def _taken(context: Context, unit: int, under: Token) -> bool:
    """Another name stands between: *the 7th Division under Selby; on the right, the 8th under Dunn*."""
    return bool(context.inside(context.spans[unit].end, under.i, Label.PERSON))


def all_word(context: Context, token: Token) -> bool:
    """*all* or *both* sums up a list right before `token`."""
    return any(t.lower_ in {"all", "both"} for t in context.doc[max(token.i - 2, 0) : token.i])


def _only_filler(context: Context, start: int, end: int) -> bool:
    return all(t.is_punct or t.lower_ in words("tenure", "between") for t in context.doc[start:end])


def _list_before(context: Context, unit: int, near: list[int]) -> list[int]:
    """Formations coordinated with `unit` by the parser."""
    roots = {t.i for t in conjuncts(context.spans[unit].root)}
    return [i for i in near if context.spans[i].root.i in roots]


def _verbs(context: Context, verb: Token) -> Iterator[Fact]:
    """*Buell commanded the Army of the Ohio*; *the army, led by Buell*; *Buell, now commanding the army*."""
    if verb.lemma_ not in words("verbs", "lead"):
        yield from handed_over(context, verb)
    elif verb.dep_ == "xcomp" and verb.head.lemma_ in words("verbs", "appoint"):
        if happened(verb.head):  # *was appointed to command the army*
            people = arguments.persons(context, objects(verb.head))
            for person, unit in _shared_out(context, people, forces(context, objects(verb))):
                yield command_of(context, person, unit, verb, "command.appointed", 0.9)
    elif happened(verb):
        told = [] if verb.lemma_ != "lead" and _told(verb) else objects(verb)
        led = [
            i
            for noun in told
            for i in forces(context, [_whole(noun)])
            if not (_counted(_whole(noun)) and context.mentions[i].label is Label.SIDE)
        ]
        time = own_time(context, verb)
        for person, unit in _shared_out(context, _leaders(context, verb), led):
            yield command_of(context, person, lowest(context, unit), verb, "command.verb", time=time)


def _leaders(context: Context, verb: Token) -> list[int]:
    """Who leads: the subject; the name right before a participle; after *by* the whole list of names."""
    if verb.tag_ == "VBG" and (beside := name_before(context, verb.i)) is not None:
        return [beside]  # *surrendered to Kluge commanding the army*: the parser takes the subject
    found = arguments.persons(context, subjects(verb))
    near = context.doc[verb.i + 1 : verb.i + _BY] if verb.tag_ == "VBN" else ()
    by = next((t for t in near if t.lower_ == "by"), None)  # *commanded from left to right by A, B and C*
    listed = people_from(context, by.i + 1, context.sentence(verb).end) if by is not None else []
    return listed if len(listed) > len(found) else found


def _whole(noun: Token) -> Token:
    """The force whose men a noun counts: the army in *an army of 4,000 men led by Reno*."""
    return noun.head.head if _counted(noun) and noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun


def _counted(noun: Token) -> bool:
    """*4,000 horsemen*: so many men of a side, not the side's forces."""
    return any(c.dep_ == "nummod" for c in noun.children)


def _gapped(context: Context, verb: Token) -> list[Fact]:
    """What a list leaves out: *Ney led the I Corps, Soult the II*; *led by Ney, the II Corps by Soult*."""
    sentence = context.sentence(verb)
    names = context.inside(verb.i, sentence.end, Label.PERSON, Label.UNIT)
    found: list[Fact] = []
    for one, other in pairwise(names):
        between = [t.lower_ for t in context.doc[context.spans[one].end : context.spans[other].start]]
        labels = context.mentions[one].label, context.mentions[other].label
        if labels == (Label.PERSON, Label.UNIT) and between in (["the"], []):
            found.append(command_of(context, one, other, verb, GAPPED, 0.9))
        elif (
            labels == (Label.UNIT, Label.PERSON)
            and between[:1] == ["by"]
            and only_title_between(context, context.spans[one].end + 1, context.spans[other].start)
        ):
            found.append(command_of(context, other, one, verb, GAPPED, 0.9))
    return found


def _had(context: Context, verb: Token) -> Iterator[Fact]:
    """*The Prince had the I Corps and Hill the II*; *General Reno had the Reserve Corps*, and no more."""
    people = arguments.persons(context, subjects(verb))
    units = [i for o in objects(verb) if (i := context.at(o, Label.UNIT)) is not None]
    if not people or not units or negated(verb):
        return
    if rest := _gapped(context, verb):
        yield command_of(context, people[0], units[0], verb, GAPPED, 0.9)
        yield from rest
    elif is_officer(context, people[0]) and context.doc[context.spans[units[0]].end].text in _ENDS:
        yield command_of(context, people[0], units[0], verb, "command.had", _WEAK)


def _with(context: Context, preposition: Token) -> Iterator[Fact]:
    """*General Hoeppner with the Fourth Panzer Group turned north*: an officer acts with what he commands."""
    at = preposition.i + 1
    at += at < len(context.doc) and context.doc[at].lower_ in {"the", "his"}
    unit = context.at(at, Label.UNIT) if at < len(context.doc) else None
    if unit is None:
        return
    head = preposition.head
    if head.pos_ == "VERB":
        if head.lemma_.lower() in met_with() or not happened(head):
            return
        head = next((s for s in subjects(head) if s.head.i == head.i), head)
    person = context.at(head, Label.PERSON)
    if person is not None and not is_civilian(context, person):
        yield command_of(context, person, unit, preposition, "command.with", _WEAK)


def _told(verb: Token) -> bool:
    """*directed X to do*: an order, no command held."""
    return any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children)
