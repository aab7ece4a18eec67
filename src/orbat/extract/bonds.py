"""What joins or parts the parties of a text: bonds between comrades and between foes, each with its passage.

Verbs and nouns of `rules/en/bonds.jsonl` tell most of them; the others follow from grammar (*against*, lists,
*with*) and from the facts of command.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from spacy.tokens import Span, Token

from orbat.extract.belief import Link, side_key
from orbat.extract.command import GAPPED
from orbat.extract.context import (
    ACTORS,
    Context,
    goes_over,
    negated,
    objects,
    prepositional,
    sides_of,
    subjects,
    words,
)
from orbat.extract.parties import MEMBERS, Parties
from orbat.extract.reference import antecedents
from orbat.extract.ships import aboard
from orbat.extract.titles import after_under, title_words
from orbat.model import Fact, Label
from orbat.rules import load
from orbat.rules.schema import Bond

_OF_FACTS = {
    "Command": ("commander", "unit", 1.0),
    "Subordination": ("superior", "unit", 0.9),
    "Appointment": ("person", "agent", 0.8),
    "Dismissal": ("person", "agent", 0.8),
    "OrderIssued": ("issuedBy", "addressedTo", 0.8),
    "Reinforcement": ("agent", "participant", 0.8),
}
DOWN = "fact.Subordination"
UP = "fact.Superior"
"""The rules of a bond from a formation to one below it, and back."""

_CLAUSE = {"VERB", "AUX"}
_UPWARDS = 0.7


@cache
def _rules() -> dict[tuple[str, str], tuple[Bond, ...]]:
    index: dict[tuple[str, str], list[Bond]] = defaultdict(list)
    for rule in load("bonds", Bond):
        for lemma in rule.lemmas:
            index[rule.pos, lemma].append(rule)
    return {key: tuple(rules) for key, rules in index.items()}


def bonds(context: Context, parties: Parties, facts: Sequence[Fact]) -> list[Link]:
    """All bonds of the document; of several that one word makes between two parties the strongest."""
    found: dict[tuple[str, str, int, bool, bool], Link] = {}
    for link in _all(context, parties, facts):
        if link.one == link.other:
            continue
        one, other = (link.one, link.other) if link.one_way else sorted((link.one, link.other))
        key = (one, other, link.where, link.same, link.one_way)
        if key not in found or found[key].weight < link.weight:
            found[key] = link
    return list(found.values())


def _all(context: Context, parties: Parties, facts: Sequence[Fact]) -> Iterator[Link]:
    yield from _of_facts(context, parties, facts)
    yield from _of_lists(context, parties, facts)
    yield from _of_neighbours(context, parties)
    for person, ship, where in aboard(context):
        yield Link(parties.key(person), parties.key(ship), where, 0.9, rule="bond.aboard")
    for token in context.doc:
        lemma = token.lemma_.lower()
        if token.pos_ == "VERB":
            for rule in _rules().get(("VERB", lemma), ()):
                yield from _verb(context, parties, token, rule)
            yield from _with(parties, token)
        elif token.pos_ == "AUX":
            yield from _copula(parties, token)
        elif token.pos_ in {"NOUN", "PROPN"} and context.at(token, *MEMBERS, Label.PLACE) is None:
            for rule in _rules().get(("NOUN", lemma), ()):
                yield from _noun(context, parties, token, rule)
    yield from _of_owners(context, parties)
    yield from _of_their(context, parties)
    yield from _of_groups(context, parties)


# ---------------------------------------------------------------- verbs
def _verb(context: Context, parties: Parties, verb: Token, rule: Bond) -> Iterator[Link]:
    if rule.id == "bond.take-from" and goes_over(verb):
        return  # *took over from*

    def told(tokens: Iterable[Token]) -> list[str]:  # foes also meet each other's plans, lines and hopes
        return parties.of([t for t in tokens if not rule.same or _in_person(context, t)])

    ones = told(subjects(verb))
    if not ones:
        return
    others: list[str] = told(objects(verb)) if rule.object else []
    if rule.clause or (rule.object and rule.same):  # *ordered **the infantry** to advance*
        clauses = [c for c in verb.children if c.dep_ == "ccomp" and (rule.clause or _infinitive(c))]
        others += parties.of([s for c in clauses for s in c.children if s.dep_ in {"nsubj", "nsubjpass"}])
    for preposition, follower in prepositional(verb):
        meant = preposition in rule.prepositions and f"{verb.lemma_} {preposition}" not in rule.unless
        if meant and not (preposition == "with" and _absolute(follower)):
            others += told([follower])
    if rule.same:
        others = _beside_formations(others)
    yield from _pairs(ones, others, verb.i, rule.weight, rule.id, same=rule.same)


def _beside_formations(parties: list[str]) -> list[str]:
    """`parties` without a side that stands among formations: *comprised the 29th and a French division*."""
    named = [key for key in parties if not key.startswith(side_key(""))]
    return named or parties


def _infinitive(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def _absolute(noun: Token) -> bool:
    """*with the Germans winning the ridge*: a clause, no partner of the verb."""
    after = noun.doc[noun.i + 1 : noun.i + 2]
    return any(t.tag_ == "VBG" for t in after) or noun.dep_ == "nsubj"


def _in_person(context: Context, token: Token) -> bool:
    """The word stands for people themselves, not for something of theirs: *his corps*, not *his fears*."""
    return (
        token.pos_ in {"PRON", "PROPN"}
        or context.at(token, *ACTORS) is not None
        or token.lower_ in words("nouns", "body") | words("nouns", "commander")
    )


def _with(parties: Parties, verb: Token) -> Iterator[Link]:
    """*struck the left with Ewell's divisions*: forces with which somebody acts are his."""
    if any("with" in rule.prepositions for rule in _rules().get(("VERB", verb.lemma_.lower()), ())):
        return
    forces = [
        p
        for preposition, p in prepositional(verb)
        if preposition == "with" and p.lower_ in words("nouns", "body") and not _absolute(p)
    ]
    his = [key for key in parties.of(forces) if not key.startswith(side_key(""))]
    done = objects(verb)
    denied = negated(verb) or any(
        {o.lower_, *(c.lower_ for c in o.children)} & words("nouns", "none") for o in done
    )
    if his and done and not denied:  # *it shared nothing with Kluge's army*
        yield from _pairs(parties.of(subjects(verb)), his, verb.i, 0.8, "bond.with")


def _copula(parties: Parties, verb: Token) -> Iterator[Link]:
    """*The Union forces there were three companies of the 42nd Infantry*."""
    if verb.lemma_ == "be" and (what := [c for c in verb.children if c.dep_ == "attr"]):
        named = [s for s in subjects(verb) if s.pos_ != "PRON"]
        forces = [c for c in what if c.lower_ in words("nouns", "body")]
        yield from _pairs(parties.of(named), parties.of(forces), verb.i, 0.85, "bond.are")
    beside = [
        owner
        for preposition, flank in prepositional(verb)
        if preposition in {"on", "to", "at"} and flank.lower_ in words("nouns", "line-of-battle")
        for owner in _whose(flank)
    ]
    there = [c for c in verb.children if c.dep_ in {"nsubj", "attr"}]
    yield from _pairs(parties.of(beside), parties.of(there), verb.i, 0.85, "bond.flank")


def _whose(flank: Token) -> list[Token]:
    """Whose flank it is: *on its left*, *on Zhukov's right*, *to the left of the 9th Corps*."""
    of = [follower for preposition, follower in prepositional(flank) if preposition == "of"]
    return [c for c in flank.children if c.dep_ == "poss"] + of


# ---------------------------------------------------------------- nouns
def _noun(context: Context, parties: Parties, noun: Token, rule: Bond) -> Iterator[Link]:
    following = [(p, follower) for p, follower in prepositional(noun) if p in rule.prepositions]
    if any(p == "between" for p, _ in following):
        for p, follower in following:
            both = parties.of([follower]) if p == "between" else []
            yield from _pairs(both[:1], both[1:2], noun.i, rule.weight, rule.id, same=False)
        return
    by = [follower for preposition, follower in prepositional(noun) if preposition == "by"]
    owned = any(c.dep_ == "poss" for c in noun.children)  # *Dorn's defeat by the Germans*
    if by and not owned and "by" not in rule.prepositions:  # *the Confederate raids by Forrest*
        yield from _pairs(_own(context, parties, noun), parties.of(by), noun.i, 0.85, "bond.by")
    others = parties.of([follower for _, follower in following])
    if not rule.prepositions:  # *their opponent, Howe*
        others = parties.of([c for c in noun.children if c.dep_ == "appos"])
    if not others:
        return
    yield from _pairs(_owners(context, parties, noun), others, noun.i, rule.weight, rule.id, same=rule.same)


def _owners(context: Context, parties: Parties, noun: Token) -> list[str]:
    """Whose deed a noun is: its possessor, the side before it, or the subject of the verb it hangs on."""
    if own := _own(context, parties, noun):
        return own
    head = noun.head
    if head.pos_ == "ADP" and head.head.i != head.i:
        head = head.head
    if noun.dep_ in {"dobj", "pobj", "attr"} and head.pos_ in _CLAUSE:
        return parties.of(subjects(head))
    return []


def _own(context: Context, parties: Parties, noun: Token) -> list[str]:
    """The possessor of a deed, or the side before it."""
    if owner := [c for c in noun.children if c.dep_ == "poss"]:
        return parties.of(owner)
    return [parties.key(index) for index in sides_of(context, noun)[:1]]


# ---------------------------------------------------------------- grammar and facts
def _of_facts(context: Context, parties: Parties, facts: Sequence[Fact]) -> Iterator[Link]:
    for fact in facts:
        roles = defaultdict(list)
        for argument in fact.arguments:
            roles[argument.role].append(parties.key(argument.mention))
        where = context.spans[fact.arguments[0].mention].start
        if fact.kind in _OF_FACTS:
            one, other, weight = _OF_FACTS[fact.kind]
            down = fact.kind == "Subordination"
            rule = DOWN if down else f"fact.{fact.kind}"
            yield from _pairs(roles[one], roles[other], where, weight, rule, one_way=down)
            if down:  # upwards less surely: an army may hold divisions of several sides
                yield from _pairs(roles[other], roles[one], where, _UPWARDS, UP, one_way=True)
        for opponent in roles["opponent"]:
            yield from _pairs(roles["agent"], [opponent], where, 0.85, "fact.opponent", same=False)
        yield from _pairs(roles["agent"][:1], roles["agent"][1:], where, 0.7, "fact.agents")
        yield from _pairs(roles["issuedBy"][:1], roles["issuedBy"][1:], where, 0.8, "fact.issuers")


def _of_lists(context: Context, parties: Parties, facts: Sequence[Fact]) -> Iterator[Link]:
    """Formations whose commanders one sentence lists stand on one side."""
    listed: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "Command":
            unit = next((a.mention for a in fact.arguments if a.role == "unit"), None)
            if unit is not None and context.mentions[unit].label is Label.UNIT:
                listed[fact.evidence.start, fact.rule == GAPPED].append(unit)
    for (start, gapped), units in listed.items():
        if gapped:
            whole = sorted({*units, *listed.get((start, False), ())})
            for one, other in pairwise(whole):
                where = context.spans[one].start
                yield Link(parties.key(one), parties.key(other), where, 0.9, rule="bond.list")


def _of_neighbours(context: Context, parties: Parties) -> Iterator[Link]:
    """Coordinated names: *Ney and Davout*, *the II and III Corps*."""
    members = list(context.of_label(*MEMBERS))
    for one, other in pairwise(members):
        first, second = context.spans[one], context.spans[other]
        between = [
            t.lower_
            for t in context.doc[first.end : second.start]
            if t.lower_ not in {"the", "a", "."} and t.lower_ not in title_words()
        ]
        if between in (["and"], [","], [",", "and"], ["and", "his"]):
            same = not _facing(first)
            shared = same and _of_one_title(context, first)
            weight, rule = (0.95, "bond.title") if shared else (0.75, "bond.pair")
            yield Link(parties.key(one), parties.key(other), first.start, weight, same, rule=rule)


def _of_one_title(context: Context, first: Span) -> bool:
    """*the German generals Dorn and Selm*: a plural before the names is said of both."""
    before = context.doc[first.start - 1] if first.start else None
    if before is None or context.at(before, *MEMBERS) is not None:
        return False
    one = before.lower_.removesuffix("s")
    return before.tag_ in {"NNS", "NNPS"} or (one != before.lower_ and one in title_words())


def _facing(first: Span) -> bool:
    """*the battle between Grant and Lee*, *Jackson and Banks clashed*: these are no comrades."""
    before = first.root
    while before.dep_ in {"conj", "compound", "nmod", "poss"} and before.head.i != before.i:
        before = before.head
    if before.head.lower_ == "between":
        return True
    verb = before.head
    return (
        before.dep_ == "nsubj"
        and verb.lemma_ in words("verbs", "reciprocal")
        and not objects(verb)
        and all(p not in {"with", "against"} for p, _ in prepositional(verb))
    )


def _of_owners(context: Context, parties: Parties) -> Iterator[Link]:
    """*Price's Confederates*, *Steele's Union forces*, *Fuller's Union brigade*: the owner's side.

    Only of forces and their officers: *Lee's Union pursuers* are his foes.
    """
    led = words("nouns", "body") | words("nouns", "commander")
    for side in context.of_label(Label.SIDE):
        span = context.spans[side]
        head = span.root
        if head.dep_ in {"amod", "compound", "nmod"} and head.head.i >= span.end:
            head = head.head
        people = context.mentions[side].get("use") in {"people", "forces"} and head.i < span.end
        if people or head.lower_ in led:  # *the Bavarians of von der Tann*
            owners = [c for c in head.children if c.dep_ == "poss"]
            owners += [
                p for preposition, p in prepositional(head) if people and preposition in {"of", "under"}
            ]
            yield from _pairs(parties.of(owners), [parties.key(side)], head.i, 0.95, "bond.owner")


def _of_their(context: Context, parties: Parties) -> Iterator[Link]:
    """*The Serbs had a quicker success. **Their** First Army took Kumanovo*."""
    for index in context.of_label(Label.UNIT, Label.PERSON):
        start = context.spans[index].root.left_edge.i
        owner = context.doc[start]
        if owner.lower_ != "their":
            continue
        for side in antecedents(context, owner, (Label.SIDE,))[:1]:
            yield Link(parties.key(index), parties.key(side), start, 0.85, rule="bond.their")


def _of_groups(context: Context, parties: Parties) -> Iterator[Link]:
    """A force and its leader or owner: *the garrison, under Harding*, *Banks's party, commanded by Emory*."""
    for noun in context.doc:
        if noun.lower_ not in words("nouns", "body"):
            continue
        owners = parties.of([c for c in noun.children if c.dep_ == "poss"])
        leaders = [parties.key(i) for i in _leaders(context, noun)]
        if owners and leaders:
            yield from _pairs(owners, leaders, noun.i, 0.85, "bond.owner")
        elif leaders:
            unit = context.at(noun, Label.UNIT)  # the last of a list: *X, Y and the Z Corps under Kluge*
            led = [parties.key(unit)] if unit is not None else parties.of([noun])
            yield from _pairs(led, leaders, noun.i, 0.9, "bond.under")


def _leaders(context: Context, noun: Token) -> list[int]:
    """Who leads the force that `noun` names, by what follows it."""
    after = context.doc[noun.i + 1 : noun.i + 3]
    under = next((t for t in after if t.lower_ == "under"), None)
    if under is not None and all(t.text == "," for t in after if t.i < under.i):
        return after_under(context, under)
    led = [c for c in noun.children if c.dep_ == "acl" and c.lemma_ in words("verbs", "lead")]
    return [
        i
        for verb in led
        for by in subjects(verb)
        if by.i != noun.i and (i := context.at(by, Label.PERSON)) is not None
    ]


def _pairs(
    ones: Iterable[str],
    others: Iterable[str],
    where: int,
    weight: float,
    rule: str,
    *,
    same: bool = True,
    one_way: bool = False,
) -> Iterator[Link]:
    others = list(others)
    for one in ones:
        for other in others:
            if not (one.startswith(side_key("")) and other.startswith(side_key(""))) or not same:
                yield Link(one, other, where, weight, same, one_way, rule)
