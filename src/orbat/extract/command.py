"""Who commands what, and what belongs to what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, conjuncts, negated, objects, prepositional, subjects, words
from orbat.extract.subordination import beside
from orbat.extract.times import event_time
from orbat.model import Fact, Label
from orbat.rules import load
from orbat.rules.schema import Term

_JOINT = 2  # more than two do not lead one formation together
_TITLE = 6  # tokens that *of* and the ranks before a name may take
GAPPED = "command.gapped"
"""The rule of a command whose verb stands only once, before a list."""

_LED = (Label.UNIT, Label.ORG, Label.SIDE)


def commands(context: Context) -> Iterator[Fact]:
    """Tenures of command that the text states or plainly implies."""
    yield from _possessive(context)
    yield from _under(context)
    yield from _beside_title(context)
    yield from _of_unit(context)
    for token in context.doc:
        if token.pos_ == "VERB":
            told = list(_verbs(context, token))
            yield from told
            if told:
                yield from _gapped(context, token)
        elif token.lower_ == "command":
            yield from _command_noun(context, token)


def _command(
    context: Context, person: int, unit: int, where: Token | int, rule: str, confidence: float = 1.0
) -> Fact:
    at = where if isinstance(where, Token) else context.doc[where]
    return context.fact("Command", [("commander", person), ("unit", unit)], at, rule, confidence=confidence)


def _possessive(context: Context) -> Iterator[Fact]:
    """*Kluge's 4th Army*; *Buford's cavalry division*; *Ney and his VI Corps*; *his Tenth Army*."""
    for unit in context.of_label(Label.UNIT):
        span = context.spans[unit]
        if context.mentions[unit].get("commander"):
            person = context.at(span.start, Label.PERSON)
            if person is not None and _is_person(context, person):
                yield _command(context, person, unit, span.start, "command.named-for")
            continue
        before = context.doc[span.start - 1] if span.start else None
        if before is None:
            continue
        if before.lower_ in {"'s", "’s", "'", "’"} and span.start > 1:
            person = context.at(span.start - 2, Label.PERSON)
            if person is not None and _is_person(context, person):
                yield _command(context, person, unit, span.start, "command.possessive")
        elif (his := _his(context, span.start)) is not None:
            beside = (
                context.at(his.i - 2, Label.PERSON)
                if his.i > 1 and context.doc[his.i - 1].lower_ == "and"
                else None
            )
            person = beside if beside is not None else context.antecedent(his)
            if person is not None:
                yield _command(context, person, unit, span.start, "command.his", 0.8)


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


def _under(context: Context) -> Iterator[Fact]:
    """*the Army of the Ohio under Maj. Gen. Buell*; *all under command of Buell*."""
    for token in context.doc:
        if token.lower_ != "under" or token.pos_ not in {"ADP", "SCONJ"}:
            continue
        people = after_under(context, token)
        if not people:
            continue
        for person, unit in _shared_out(context, people, _before_under(context, token)):
            yield _command(context, person, unit, token, "command.under")


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


def after_under(context: Context, under: Token) -> list[int]:
    """The people after *under*: the name that only titles part from it, else what the parser hangs on it."""
    following = context.inside(under.i + 1, min(under.i + 9, context.sentence(under).end), Label.PERSON)
    if following and _only_title_between(context, under.i + 1, context.spans[following[0]].start):
        return _listed(context, following)
    found = [c for c in under.children if c.dep_ == "pobj"]
    if any(c.lower_ in words("nouns", "command") for c in found):
        found = [p for c in found for preposition, p in prepositional(c) if preposition == "of"]
    return arguments.mentions(context, found, [Label.PERSON])


def _listed(context: Context, people: list[int]) -> list[int]:
    """The first of `people` and those that only commas, *and* and titles part from the one before."""
    found = people[:1]
    for one, other in pairwise(people):
        between = context.doc[context.spans[one].end : context.spans[other].start]
        joined = any(t.lower_ in {",", "and"} for t in between)
        if not joined or any(
            t.lower_ not in {",", "and", "."} and t.pos_ not in {"PROPN", "ADJ"} for t in between
        ):
            break
        found.append(other)
    return found


def _only_title_between(context: Context, start: int, end: int) -> bool:
    """Nothing but article, rank, side, *the command of* stands between a preposition and a name."""
    return all(
        token.text == "."
        or token.lower_ in title_words()
        or (token.pos_ in {"DET", "ADJ", "PROPN"} and context.at(token, Label.UNIT, Label.PLACE) is None)
        for token in context.doc[start:end]
    )


@cache
def title_words() -> frozenset[str]:
    """Words of ranks and offices, and what joins them."""
    ranks = {word for term in load("ranks", Term) for form in term.forms for word in form.split()}
    return frozenset(ranks) | words("nouns", "command") | words("nouns", "commander") | {"of", "-"}


def _before_under(context: Context, under: Token) -> list[int]:
    """Formations that stand before *under* in its clause: those it hangs on, or the nearest and its list."""
    hangs_on = arguments.mentions(context, [under.head], _LED)
    if not hangs_on and under.head.dep_ == "appos":  # *Confederate forces, mostly militia under Cooper*
        hangs_on = arguments.mentions(context, [under.head.head], _LED)
    units = [i for i in hangs_on if context.mentions[i].label is Label.UNIT]
    sentence = context.sentence(under)
    near = context.inside(sentence.start, under.i, Label.UNIT)
    if not units and near and _only_filler(context, context.spans[near[-1]].end, under.i):
        units = [near[-1]]
    if units:
        last = max(units, key=lambda i: context.spans[i].end)
        if all_word(context, under):
            return near
        return sorted({*units, *_list_before(context, last, near)})
    return [
        i
        for i in hangs_on
        if context.mentions[i].label is Label.SIDE and under.head.pos_ in {"NOUN", "PROPN"}
    ]


def all_word(context: Context, token: Token) -> bool:
    """*all* or *both* sums up a list right before `token`."""
    return any(t.lower_ in {"all", "both"} for t in context.doc[max(token.i - 2, 0) : token.i])


def _only_filler(context: Context, start: int, end: int) -> bool:
    return all(
        t.is_punct or t.lower_ in {"all", "both", "now", "then", "mostly", "also"}
        for t in context.doc[start:end]
    )


def _list_before(context: Context, unit: int, near: list[int]) -> list[int]:
    """Formations coordinated with `unit` by the parser."""
    roots = {t.i for t in conjuncts(context.spans[unit].root)}
    return [i for i in near if context.spans[i].root.i in roots]


def _beside_title(context: Context) -> Iterator[Fact]:
    """*Reno, commander of the 9th Corps*; *the commander of the 9th Corps, Reno*; *Army commander Kluge*."""
    for token in context.doc:
        if token.lower_ not in words("nouns", "commander"):
            continue
        led = [p for preposition, p in prepositional(token) if preposition == "of"]
        if any(p.lower_ in words("nouns", "staff") for p in led):
            continue  # *Chief of Staff of the Army*: he helps the one who commands it
        units = arguments.mentions(context, led, _LED)
        if not units:
            units = [
                i
                for c in token.children
                if c.dep_ in {"compound", "nmod", "poss"} and (i := context.at(c, Label.UNIT)) is not None
            ]
        if not units:
            continue
        person = _titled(context, token)
        if person is not None:
            for unit in units:
                yield _command(context, person, unit, token, "command.title")


def _titled(context: Context, noun: Token) -> int | None:
    """The person whom the noun of office is in apposition or in the predicate to."""
    if noun.dep_ == "appos":
        return context.at(noun.head, Label.PERSON)
    for child in noun.children:
        if child.dep_ == "appos" and (person := context.at(child, Label.PERSON)) is not None:
            return person
    if noun.dep_ in {"attr", "oprd"} and noun.head.lemma_ in {"be", "become"} and not negated(noun.head):
        found = arguments.mentions(context, subjects(noun.head), [Label.PERSON])
        return found[0] if found else None
    verb = noun.head.head
    if noun.dep_ == "pobj" and noun.head.lower_ == "as" and verb.lemma_ in words("verbs", "appoint"):
        found = arguments.mentions(context, objects(verb), [Label.PERSON])
        return found[0] if found else None
    return context.at(noun.head, Label.PERSON) if noun.dep_ in {"compound", "nmod"} else None


def _of_unit(context: Context) -> Iterator[Fact]:
    """*General Plumer of the Second Army*; *the 16th Army of General Rokossovsky*: rank, name, formation."""
    for person in context.of_label(Label.PERSON):
        if not context.mentions[person].get("rank"):
            continue
        span = context.spans[person]
        unit = _unit_after_of(context, span.end)
        owns = span.end < len(context.doc) and context.doc[span.end].tag_ == "POS"  # *General Kluge's men*
        if unit is None and not owns:
            unit = _unit_before_of(context, span.start)
        if unit is not None:
            yield _command(context, person, unit, span.start, "command.rank-of", 0.8)


def _unit_after_of(context: Context, at: int) -> int | None:
    """The formation that follows *of (the)* at token `at`."""
    doc = context.doc
    if at + 1 >= len(doc) or doc[at].lower_ != "of":
        return None
    at += 1 + (doc[at + 1].lower_ == "the")
    return context.at(at, Label.UNIT) if at < len(doc) else None


def _unit_before_of(context: Context, start: int) -> int | None:
    """The formation before *of* and the rank that ends before token `start`."""
    of = next((i for i in range(start - 1, max(start - _TITLE, 0), -1) if context.doc[i].lower_ == "of"), 0)
    if not of or not _only_title_between(context, of + 1, start) or of + 1 == start:
        return None
    return context.at(of - 1, Label.UNIT)


def _verbs(context: Context, verb: Token) -> Iterator[Fact]:
    if negated(verb):
        return
    if verb.lemma_ in words("verbs", "lead"):
        people = arguments.mentions(context, subjects(verb), [Label.PERSON])
        told = [] if verb.lemma_ != "lead" and _told(verb) else objects(verb)
        led = [
            i
            for noun in told
            for i in arguments.mentions(context, [_whole(noun)], _LED)
            if not (_counted(_whole(noun)) and context.mentions[i].label is Label.SIDE)
        ]
        for person, unit in _shared_out(context, people, led):
            yield _command(context, person, unit, verb, "command.verb")
    elif _takes_over(verb):
        for person in arguments.mentions(context, subjects(verb), [Label.PERSON]):
            for unit in arguments.mentions(context, objects(verb), [Label.UNIT]):
                time = event_time(context, verb)
                roles = [("commander", person), ("unit", unit)]
                yield context.fact("Command", roles, verb, "command.taken", time=time)


def _takes_over(verb: Token) -> bool:
    """*took over the Eighth Army*: the particle makes it a command, which nobody merely *took*."""
    return verb.lemma_ == "take" and any(c.dep_ == "prt" and c.lower_ == "over" for c in verb.children)


def _whole(noun: Token) -> Token:
    """The force whose men a noun counts: the army in *an army of 4,000 men led by Reno*."""
    return noun.head.head if _counted(noun) and noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun


def _counted(noun: Token) -> bool:
    """*4,000 horsemen*: so many men of a side, not the side's forces."""
    return any(c.dep_ == "nummod" for c in noun.children)


def _gapped(context: Context, verb: Token) -> Iterator[Fact]:
    """What a list leaves out: *Ney led the I Corps, Soult the II*; *led by Ney, the II Corps by Soult*."""
    sentence = context.sentence(verb)
    names = context.inside(verb.i, sentence.end, Label.PERSON, Label.UNIT)
    for one, other in pairwise(names):
        between = [t.lower_ for t in context.doc[context.spans[one].end : context.spans[other].start]]
        labels = context.mentions[one].label, context.mentions[other].label
        if labels == (Label.PERSON, Label.UNIT) and between in (["the"], []):
            yield _command(context, one, other, verb, GAPPED, 0.9)
        elif (
            labels == (Label.UNIT, Label.PERSON)
            and between[:1] == ["by"]
            and _only_title_between(context, context.spans[one].end + 1, context.spans[other].start)
        ):
            yield _command(context, other, one, verb, GAPPED, 0.9)


def _told(verb: Token) -> bool:
    """*directed X to do*: an order, no command held."""
    return any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children)


def _command_noun(context: Context, noun: Token) -> Iterator[Fact]:
    """*took command of the 4th Army*; *command of the army passed to Meade*."""
    verb = noun.head
    if verb.lower_ == "under" and any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.children):
        yield from _under_his(context, noun)
        return
    units = arguments.mentions(
        context, [p for preposition, p in prepositional(noun) if preposition == "of"], _LED
    )
    if not units or verb.pos_ != "VERB" or negated(verb):
        return
    people: list[int] = []
    if noun.dep_ == "dobj" and verb.lemma_ in words("verbs", "take-command"):
        people = arguments.mentions(context, subjects(verb), [Label.PERSON])
    elif noun.dep_ in {"nsubj", "nsubjpass", "dobj"} and verb.lemma_ in words("verbs", "pass-command"):
        people = arguments.mentions(
            context, [p for preposition, p in prepositional(verb) if preposition == "to"], [Label.PERSON]
        )
    for person in people:
        for unit in units:
            time = event_time(context, verb)
            yield context.fact(
                "Command", [("commander", person), ("unit", unit)], noun, "command.taken", time=time
            )


def _under_his(context: Context, noun: Token) -> Iterator[Fact]:
    """*Buller had under his command the 2nd Division and the 4th Brigade*."""
    verb = next((a for a in noun.ancestors if a.pos_ in {"VERB", "AUX"}), None)
    if verb is None or negated(verb):
        return
    people = arguments.mentions(context, subjects(verb), [Label.PERSON])
    sentence = context.sentence(noun)
    for person in people[:1]:
        for unit in context.inside(noun.i, sentence.end, Label.UNIT):
            yield _command(context, person, unit, noun, "command.under-his")
