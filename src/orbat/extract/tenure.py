"""Commands that nouns tell: *took command of the army*, *in charge of it*, *at its head*, *in the hands of*.

Words of holding and of handing on are data: `rules/en/tenure.jsonl`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.arguments import persons
from orbat.extract.candidates import tokens_of
from orbat.extract.context import (
    Context,
    goes_over,
    is_passive,
    negated,
    objects,
    prepositional,
    recipients,
    subjects,
    words,
)
from orbat.extract.modality import hypothetical, modality
from orbat.extract.times import event_time
from orbat.extract.titles import people_from
from orbat.model import Fact, Label, Modality, TimeSpan

LED = (Label.UNIT, Label.ORG, Label.SIDE)
"""What somebody can command."""

_REACH = 5  # tokens that article and adjectives may take between a preposition and the noun of command
_CLAUSE = {"VERB", "AUX"}
_WEAK = 0.8  # that whoever acts with or at the head of a formation commands it


def tenures(context: Context) -> Iterator[Fact]:
    """Commands that a noun of command tells, with what holds it, gives it or takes it."""
    charge, hands, command = words("tenure", "charge"), words("tenure", "hands"), words("nouns", "command")
    for token in tokens_of(context.doc, charge | hands | command):
        word = token.lower_
        before = _preposition(context, token, {"in", "at"} if word in charge else {"in"})
        if word in hands:
            if before is not None:
                yield from _in_hands(context, token, before)
        elif before is not None and (word != "head" or before.lower_ == "at"):
            yield from _in_command(context, token, before)
        elif word in command:
            yield from _command(context, token)


def forces(context: Context, tokens: Iterable[Token]) -> list[int]:
    """Formations, bodies and sides that `tokens` stand for; a side only where its forces are meant.

    *The Afghan security service* is not the Afghan side, nor *the Iraq Study Group* Iraq.
    """
    found: dict[int, None] = {}
    for token in tokens:
        for index in arguments.mentions(context, [token], LED):
            whole = context.mentions[index].label is not Label.SIDE or index in context.covering(token)
            if whole or token.lower_ in words("nouns", "body") | words("nouns", "line-of-battle"):
                found.setdefault(index)
    return list(found)


def happened(verb: Token) -> bool:
    """The verb tells what came to pass: no plan, no supposition, no denial."""
    wished = any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.lefts)
    inverted = wished and next(verb.lefts).lower_ == "had"  # *had Kluge commanded it, ...*
    told = not negated(verb) and not hypothetical(verb) and not inverted
    if verb.dep_ in {"advcl", "xcomp"} and verb.head.lemma_ in words("tenure", "arrive"):
        return told and happened(verb.head)  # *arrived to take command of the army*
    return told and modality(verb) is Modality.HAPPENED


def own_time(context: Context, verb: Token) -> TimeSpan | None:
    """The time of a tenure, where a date stands in the clause of `verb` itself.

    *The army, commanded by Reno, was attacked on the 23rd* does not tell since when he led it.
    """
    sentence = context.sentence(verb)
    dates = context.inside(sentence.start, sentence.end, Label.DATE)
    own = any(_clause_of(context.spans[i].root).i == verb.i for i in dates)
    return event_time(context, verb) if own else None


def _clause_of(token: Token) -> Token:
    """The verb that a token hangs on, through nouns and prepositions only."""
    while token.head.i != token.i and token.pos_ != "VERB":
        token = token.head
    return token


def _preposition(context: Context, noun: Token, which: set[str]) -> Token | None:
    """The preposition before the noun, with only article and adjectives between: *in overall command*."""
    for at in range(noun.i - 1, max(noun.i - _REACH, -1), -1):
        token = context.doc[at]
        if token.lower_ in which:
            return token
        if token.pos_ not in {"DET", "ADJ"} and token.tag_ != "PRP$":
            return None
    return None


def _of(context: Context, noun: Token) -> list[int]:
    """What the command is of: *command of the 4th Army*, *of the British forces in Egypt*."""
    if found := forces(context, [p for preposition, p in prepositional(noun) if preposition == "of"]):
        return found
    at = noun.i + 1
    if at + 1 < len(context.doc) and context.doc[at].lower_ == "of":
        at += 1 + (context.doc[at + 1].pos_ == "DET")
        index = context.at(at, Label.UNIT) if at < len(context.doc) else None
        return [index] if index is not None else []
    return []


def command_of(
    context: Context,
    person: int,
    unit: int,
    where: Token | int,
    rule: str,
    confidence: float = 1.0,
    time: TimeSpan | None = None,
) -> Fact:
    """The fact that `person` commands `unit`, as the passage at `where` tells by `rule`."""
    roles = [("commander", person), ("unit", unit)]
    return context.fact("Command", roles, where, rule, confidence=confidence, time=time)


def _tell(
    context: Context,
    people: Iterable[int],
    units: list[int],
    at: Token,
    rule: str,
    verb: Token | None,
    sure: float = 1.0,
) -> Iterator[Fact]:
    time = own_time(context, verb) if verb is not None else None
    for person in people:
        for unit in units:
            yield command_of(context, person, unit, at, rule, sure, time)


# ---------------------------------------------------------------- in command of
def _in_command(context: Context, noun: Token, preposition: Token) -> Iterator[Fact]:
    """*A, in command of X*; *was placed in command of X*; *A at the head of X*; *with A in command*."""
    if context.doc[preposition.i - 1].lower_ in words("tenure", "helper"):
        return  # *second in command*
    units = _of(context, noun)
    beside = name_before(context, preposition.i)
    verb = preposition.head
    if not units:
        if beside is not None:
            yield from _with(context, noun, beside)
        return
    if verb.pos_ == "VERB" and verb.lemma_ in words("verbs", "replace"):
        if happened(verb):  # *Kluge succeeded Bock in command of it*: both had it
            both = [*persons(context, subjects(verb)), *persons(context, objects(verb))]
            yield from _tell(context, both, units, noun, "command.in-command", None)
    elif verb.pos_ in _CLAUSE and verb.lemma_ in words("tenure", "place"):
        if happened(verb):
            who = persons(context, objects(verb)) or persons(context, subjects(verb))
            yield from _tell(context, who, units, noun, "command.in-command", None)
    elif beside is not None:
        yield from _tell(context, [beside], units, noun, "command.in-command", None)
    elif verb.pos_ == "VERB" and happened(verb) and not is_passive(verb):
        who = persons(context, subjects(verb))
        yield from _tell(context, who, units, noun, "command.in-command", None, _WEAK)


def name_before(context: Context, at: int) -> int | None:
    """The person right before token `at`, or before the comma there: *Kluge, then in command of*."""
    at -= 1
    while at > 0 and context.doc[at].lower_ in words("tenure", "between"):
        at -= 1
    if at > 0 and context.doc[at].text == ",":
        at -= 1
    return context.at(at, Label.PERSON) if at >= 0 else None


def _with(context: Context, noun: Token, person: int) -> Iterator[Fact]:
    """*With Kluge in command, the 4th Army attacked*; *the 4th Army advanced, with Kluge in command*."""
    sentence, start = context.sentence(noun), context.spans[person].start
    preposition = next((t for t in reversed(context.doc[sentence.start : start]) if t.lower_ == "with"), None)
    if preposition is None or people_from(context, preposition.i + 1, noun.i)[:1] != [person]:
        return
    verb = preposition.head
    at = preposition.i - 2  # *the VII Corps, with Franks in command*
    beside = context.at(at, Label.UNIT) if at >= 0 and context.doc[at + 1].text == "," else None
    doers = [*subjects(verb), *objects(verb)] if verb.pos_ in _CLAUSE else []
    units = [beside] if beside is not None else arguments.mentions(context, doers, [Label.UNIT, Label.ORG])
    yield from _tell(context, [person], units[:1], noun, "command.with", None)


def _in_hands(context: Context, noun: Token, preposition: Token) -> Iterator[Fact]:
    """*The carrier group was in the hands of Admiral Reno*."""
    people = [p for preposition, p in prepositional(noun) if preposition == "of"]
    verb = preposition.head
    if verb.pos_ in _CLAUSE and verb.lemma_ in words("tenure", "place") and happened(verb):
        units = forces(context, subjects(verb) or objects(verb))
        own = [u for u in units if context.mentions[u].label is Label.UNIT]
        yield from _tell(context, persons(context, people), own, noun, "command.in-hands", None)


# ---------------------------------------------------------------- command of
def _command(context: Context, noun: Token) -> Iterator[Fact]:
    """*took command of the 4th Army*; *command of it passed to Meade*; *Buell had under his command ...*."""
    verb = noun.head
    if verb.lower_ == "under" and any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.children):
        yield from _under_his(context, noun)
        return
    units = _of(context, noun) or _of_which(context, verb)
    if not units:
        return
    if owner := [c for c in noun.children if c.dep_ == "poss" and context.at(c, Label.PERSON) is not None]:
        yield from _tell(context, persons(context, owner), units, noun, "command.of", None)
        return
    if verb.pos_ == "ADP" and verb.lower_ == "to" and verb.head.lemma_ in words("tenure", "succeed"):
        verb = verb.head
        people = persons(context, subjects(verb))
    elif verb.pos_ == "VERB":
        people = _holders(context, noun, verb)
    elif (held := _misread(noun)) is not None and (beside := name_before(context, held.i)) is not None:
        verb, people = held, [beside]
    else:
        return
    if happened(verb):
        yield from _tell(context, people, units, noun, "command.taken", verb)
        yield from _tell(context, _givers(context, verb), units, noun, "command.given-up", None)


def _of_which(context: Context, verb: Token) -> list[int]:
    """*The Army of the Rhine, of which Napoleon had taken the command*."""
    relative = any(preposition == "of" and p.lower_ == "which" for preposition, p in prepositional(verb))
    unit = context.at(verb.head, Label.UNIT) if relative and verb.dep_ == "relcl" else None
    return [unit] if unit is not None else []


def _misread(noun: Token) -> Token | None:
    """*Kluge **held** command of it*: a verb that the parser hangs on the noun."""
    held = words("tenure", "hold") | words("verbs", "take-command")
    return next((c for c in noun.lefts if c.pos_ == "VERB" and c.lemma_ in held), None)


def _holders(context: Context, noun: Token, verb: Token) -> list[int]:
    """Who has or gets the command of which the verb speaks."""
    lemma = verb.lemma_.lower()
    to = [p for preposition, p in prepositional(verb) if preposition in {"to", "on", "upon"}]
    given = recipients(verb, noun)
    if (to or given) and lemma in words("verbs", "pass-command") | words("tenure", "hand"):
        return persons(context, to or given)
    if noun.dep_ == "nsubjpass" and lemma in words("tenure", "hold"):
        return persons(context, subjects(verb))
    if noun.dep_ == "dobj" and lemma in words("verbs", "take-command") | words("tenure", "hold"):
        return persons(context, subjects(verb)) if not is_passive(verb) else []
    return []


def _givers(context: Context, verb: Token) -> list[int]:
    """Who had the command before: *took it over **from** Reno*, ***Reno** handed it over*."""
    over = goes_over(verb)
    if over and verb.lemma_ == "take":
        return persons(context, [p for preposition, p in prepositional(verb) if preposition == "from"])
    if over and verb.lemma_ in words("tenure", "hand") and not is_passive(verb):
        return persons(context, subjects(verb))
    return []


def handed_over(context: Context, verb: Token) -> Iterator[Fact]:
    """*took over the Eighth Army from Reno*, *handed the army over to Kluge*, *received the Third Army*."""
    lemma = verb.lemma_.lower()
    given = lemma in words("tenure", "hand") or lemma in words("verbs", "pass-command")
    over = (given or lemma == "take") and goes_over(verb)
    if not given and lemma not in words("tenure", "receive") and not (lemma == "take" and over):
        return
    done = objects(verb) or (subjects(verb) if given else [])  # *the 4th Army passed to Kluge*
    units = [i for o in done if (i := context.at(o, Label.UNIT, Label.ORG)) is not None]
    if not units or not happened(verb):
        return
    if given:
        to = [p for preposition, p in prepositional(verb) if preposition == "to"]
        whom = recipients(verb)
        people = persons(context, antecedent_of_whom(to) or whom)
    else:
        people = persons(context, subjects(verb))
    sure = 1.0 if over else _WEAK
    yield from _tell(context, people, units, verb, "command.taken", verb, sure)
    if people:
        yield from _tell(context, _givers(context, verb), units, verb, "command.given-up", None)


def antecedent_of_whom(tokens: list[Token]) -> list[Token]:
    """*Sanders, to **whom** Enver entrusted the army*: the name that the clause belongs to."""
    return [t.head.head.head if t.lower_ == "whom" and t.head.head.dep_ == "relcl" else t for t in tokens]


def _under_his(context: Context, noun: Token) -> Iterator[Fact]:
    """*Buller had under his command the 2nd Division and the 4th Brigade*."""
    verb = next((a for a in noun.ancestors if a.pos_ in _CLAUSE), None)
    if verb is None or negated(verb):
        return
    units = context.inside(noun.i, context.sentence(noun).end, Label.UNIT)
    yield from _tell(context, persons(context, subjects(verb))[:1], units, noun, "command.under-his", None)
