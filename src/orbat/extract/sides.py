"""Who fights for whom: the side of every person, formation and body that the text places.

Direct evidence is an adjective (*German 4th Army*), a title (*Union general Reno*) or command of a
side's forces. From there it spreads along what the text says: a commander and his formation, a formation and
the one above it, the parties to an order or an appointment, partners in one action stand on one side;
attacker and attacked on two. Each link keeps the passage it rests on, and weakens with every step.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from orbat.extract import arguments
from orbat.extract.belief import Link, Seed, side_key, spread
from orbat.extract.command import GAPPED
from orbat.extract.context import Context, objects, prepositional, subjects, words
from orbat.model import Fact, Label
from orbat.rules import load
from orbat.rules.schema import Term

_MEMBERS = (Label.PERSON, Label.UNIT, Label.ORG)
_IMPLIED = 0.9  # a word that only one army's formations bear
_STATED = 2.0  # an adjective or title outweighs what spreads
_LEAST = 0.25


def affiliations(context: Context, facts: Sequence[Fact]) -> Iterator[Fact]:
    """An Affiliation for each person, formation and body whose side the text lets a reader know."""
    keys = _Keys(context, facts)
    seeds = list(_seeds(context, keys))
    links = [
        *_links_of_facts(context, keys, facts),
        *_links_of_lists(context, keys, facts),
        *_links_of_verbs(context, keys),
        *_links_of_pairs(context, keys),
    ]
    sides = {context.mentions[i].norm: i for i in reversed(list(context.of_label(Label.SIDE)))}
    for key, belief in sorted(spread(seeds, links, _main_sides(context)).items()):
        side = belief.mention if belief.mention is not None else sides.get(belief.side)
        if side is not None and belief.margin >= _LEAST:
            roles = [("member", keys.mentions[key][0]), ("side", side)]
            confidence = round(min(belief.margin, 1.0), 2)
            yield context.fact("Affiliation", roles, belief.where, "side.spread", confidence=confidence)


class _Keys:
    """Names of one document as the same thing: people by surname, formations and bodies by their words.

    A formation's number that the text gives to more than one commander stands for more than one formation.
    """

    def __init__(self, context: Context, facts: Sequence[Fact]) -> None:
        self._context = context
        self._leaders: dict[int, str] = {}
        by_name: dict[str, set[str]] = defaultdict(set)
        for fact in facts:
            roles = {argument.role: argument.mention for argument in fact.arguments}
            if fact.kind == "Command" and {"commander", "unit"} <= roles.keys():
                leader = context.mentions[roles["commander"]].norm.split()[-1].lower()
                self._leaders.setdefault(roles["unit"], leader)
                by_name[self._plain(roles["unit"])].add(leader)
        self._shared = {name for name, leaders in by_name.items() if len(leaders) > 1}
        self.mentions: dict[str, list[int]] = defaultdict(list)
        for i in context.of_label(*_MEMBERS):
            self.mentions[self.key(i)].append(i)

    def key(self, index: int) -> str:
        """The key of the mention; a side's key is its name."""
        plain = self._plain(index)
        return f"{plain} {self._leaders.get(index, '')}" if plain in self._shared else plain

    def _plain(self, index: int) -> str:
        found = self._context.mentions[index]
        if found.label is Label.PERSON:
            return f"person:{found.norm.split()[-1].lower()}"
        if found.label is Label.UNIT and found.get("number"):
            parts = (found.get(name) for name in ("number", "echelon", "branch", "name", "side"))
            return f"unit:{' '.join(parts)}".lower()
        if found.label is Label.SIDE:
            return side_key(found.norm)
        return f"{found.label.lower()}:{found.norm.lower()}"


# ---------------------------------------------------------------- evidence
def _seeds(context: Context, keys: _Keys) -> Iterator[Seed]:
    """What the text says outright: key, side, weight, token, mention of the side."""
    for index in context.of_label(*_MEMBERS):
        span, found = context.spans[index], context.mentions[index]
        inner = context.inside(span.start, span.end, Label.SIDE)
        before = _side_before(context, index)
        if before is None:
            before = _side_beside(context, index)
        side = inner[0] if inner else before
        if found.get("side") or side is not None:
            name = found.get("side") or (context.mentions[side].norm if side is not None else "")
            yield Seed(keys.key(index), name, _STATED, span.start, side)
        elif found.label is not Label.PERSON:
            yield from (
                Seed(keys.key(index), told, _IMPLIED, span.start, None)
                for told in _implied(context, found.norm)
            )


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
            or context.at(at, *_MEMBERS, Label.PLACE, Label.DATE) is not None
        ):
            return None
        if token.lower_ == "in" and token.i == span.start - 1:
            return None
        at -= 1
    return None


def _side_beside(context: Context, index: int) -> int | None:
    """The side of an office in apposition, of the owner, or of the place in a line of battle.

    *The Italian commander, Graziani*; *Reno, a Union general*; *France's Second Army*; *Ney was on the French
    left*; *Reno, who fought for the Union*.
    """
    span = context.spans[index]
    root = span.root
    if span.start > 1 and context.doc[span.start - 1].tag_ == "POS":
        return context.at(span.start - 2, Label.SIDE)
    titles = [c for c in root.children if c.dep_ == "appos"] + ([root.head] if root.dep_ == "appos" else [])
    first = root
    while first.dep_ == "conj" and first.head != first:
        first = first.head
    verbs = [c for c in root.children if c.dep_ == "relcl"] + ([first.head] if first.dep_ == "nsubj" else [])
    for verb in verbs:  # *who commanded for the Confederacy*
        for preposition, follower in prepositional(verb):
            if preposition == "for" and (side := context.at(follower, Label.SIDE)) is not None:
                return side
    if first.dep_ == "nsubj" and first.head.lemma_ == "be":
        titles += [
            p
            for preposition, p in prepositional(first.head)
            if preposition in {"on", "in"} and p.lower_ in words("nouns", "line-of-battle")
        ]
        titles += [
            c
            for c in first.head.children
            if c.dep_ == "attr" and c.lower_ in words("nouns", "line-of-battle") | words("nouns", "commander")
        ]
    for title in titles:
        if context.at(title, *_MEMBERS) is None:
            for child in title.children:
                for side in context.covering(child):
                    if context.mentions[side].label is Label.SIDE:
                        return side
    return None


def _links_of_facts(context: Context, keys: _Keys, facts: Sequence[Fact]) -> Iterator[Link]:
    pairs = {
        "Command": ("commander", "unit", 1.0),
        "Subordination": ("superior", "unit", 0.9),
        "Appointment": ("person", "agent", 0.8),
        "Dismissal": ("person", "agent", 0.8),
        "OrderIssued": ("issuedBy", "addressedTo", 0.8),
        "Reinforcement": ("agent", "participant", 0.8),
    }
    for fact in facts:
        roles = defaultdict(list)
        for argument in fact.arguments:
            roles[argument.role].append(argument.mention)
        where = context.spans[fact.arguments[0].mention].start
        if fact.kind in pairs:
            one, other, weight = pairs[fact.kind]
            down = fact.kind == "Subordination"
            yield from _pairs(keys, roles[one], roles[other], where, weight, one_way=down)
        for opponent in roles["opponent"]:
            yield from _pairs(keys, roles["agent"], [opponent], where, 0.7, same=False)
        yield from _pairs(keys, roles["agent"][:1], roles["agent"][1:], where, 0.7)
        yield from _pairs(keys, roles["issuedBy"][:1], roles["issuedBy"][1:], where, 0.8)


def _links_of_lists(context: Context, keys: _Keys, facts: Sequence[Fact]) -> Iterator[Link]:
    """Formations whose commanders one sentence lists stand on one side."""
    listed: dict[tuple[int, int], list[int]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "Command":
            unit = next((a.mention for a in fact.arguments if a.role == "unit"), None)
            if unit is not None and context.mentions[unit].label is Label.UNIT:
                listed[fact.evidence.start, fact.rule == GAPPED].append(unit)
    for (start, gapped), units in listed.items():
        if gapped:
            whole = sorted({*units, *listed.get((start, False), ())})
            for one, other in pairwise(whole):
                yield Link(keys.key(one), keys.key(other), context.spans[one].start, 0.9)


def _pairs(
    keys: _Keys,
    ones: Iterable[int],
    others: Iterable[int],
    where: int,
    weight: float,
    *,
    same: bool = True,
    one_way: bool = False,
) -> Iterator[Link]:
    for one in ones:
        for other in others:
            if keys.key(one) != keys.key(other):
                yield Link(keys.key(one), keys.key(other), where, weight, same, one_way)


def _links_of_verbs(context: Context, keys: _Keys) -> Iterator[Link]:
    """Subject and object of verbs that only comrades, or only enemies, do to each other."""
    for verb in context.doc:
        if verb.pos_ != "VERB":
            continue
        lemma = verb.lemma_.lower()
        for group, same, weight in (("same-side", True, 0.7), ("against", False, 0.7)):
            if lemma in words("verbs", group):
                ones = arguments.actors(context, subjects(verb))
                others = arguments.actors(context, objects(verb))
                if not same:
                    facing = [
                        p
                        for preposition, p in prepositional(verb)
                        if preposition in {"against", "with", "into", "on", "upon", "from"}
                    ]
                    others += arguments.actors(context, facing) if not others else []
                yield from _pairs(keys, ones, others, verb.i, weight, same=same)


def _links_of_pairs(context: Context, keys: _Keys) -> Iterator[Link]:
    """Coordinated names: *Ney and Davout*, *the II and III Corps*."""
    members = list(context.of_label(*_MEMBERS))
    for one, other in pairwise(members):
        first, second = context.spans[one], context.spans[other]
        between = [t.lower_ for t in context.doc[first.end : second.start] if t.lower_ not in {"the", "a"}]
        if between in (["and"], [","], [",", "and"], ["and", "his"]):
            yield Link(keys.key(one), keys.key(other), first.start, 0.7)


# ---------------------------------------------------------------- belief
def _main_sides(context: Context) -> tuple[str, ...]:
    """The two sides that the text names most; a two-sided war lets a foe of one be placed on the other."""
    counts = Counter(context.mentions[i].norm for i in context.of_label(Label.SIDE))
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if len(ranked) < 2 or (len(ranked) > 2 and ranked[2][1] * 2 > ranked[1][1]):
        return ()
    return ranked[0][0], ranked[1][0]
