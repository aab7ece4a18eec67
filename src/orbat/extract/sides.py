"""Who fights for whom: the side of every person, formation and body that the text places.

Direct evidence is an adjective (*German 4th Army*), a title (*Union general Reno*) or command of a
side's forces. From there it spreads along what the text says: a commander and his formation, a formation and
the one above it, the parties to an order or an appointment, partners in one action stand on one side;
attacker and attacked on two. Each link keeps the passage it rests on, and weakens with every step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from orbat.extract.belief import Link, side_key, spread
from orbat.extract.bonds import DOWN, UP, bonds
from orbat.extract.camps import UNNAMED, Camps
from orbat.extract.context import Context
from orbat.extract.known import known
from orbat.extract.parties import Parties
from orbat.extract.seeds import seeds
from orbat.model import OPPOSITION, Fact, Label

_RAISED = 0.5  # the adjective in the name of a led formation whose nation does nothing in the text
_FIGHTERS = frozenset({Label.PERSON, Label.UNIT})
_LEAST = 0.45
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


_AMONG_ALLIES = frozenset({"bond.order", "bond.help", "bond.unite", "fact.agents"})
"""The bonds that hold between the generals of an alliance."""


def affiliations(context: Context, facts: Sequence[Fact]) -> Iterator[Fact]:
    """An Affiliation for each person and formation whose side the text lets a reader know.

    Of those who fight the one side that the text names, an Opposition says so: which side theirs is, the war
    may tell. Bodies that are no formation carry sides on to others, but fight for none themselves.
    """
    camps = Camps(context)
    keys = Parties(context, facts, camps.called)
    links = bonds(context, keys, facts)
    camps.read(links)
    acting = {key for link in links for key in (link.one, link.other) if key.startswith(side_key(""))}
    # *The Eritrean Corps* of an Italian general: the name tells where it was raised, not for whom it fights
    led = {keys.key(a.mention) for f in facts if f.kind == "Command" for a in f.arguments if a.role == "unit"}
    bearers = list(known(context, keys, camps))
    regiments = {seed.key for seed in bearers if seed.key.startswith(f"{Label.UNIT.lower()}:")}
    told = [
        replace(seed, weight=_RAISED) if seed.key in led and side_key(seed.side) not in acting else seed
        for seed in seeds(context, keys, facts, camps)
        if seed.key not in regiments  # *Scots* in the name of a British regiment
    ]
    told += bearers
    placed = {seed.key for seed in told}  # a Canadian corps is Canadian in a British army, too
    foreign = {seed.key for seed in told if side_key(seed.side) not in acting}
    links = [
        link
        for link in links
        if not (link.rule == DOWN and link.other in placed) and not (link.rule == UP and link.one in foreign)
    ]
    foes = camps.foes(links)
    if camps.coalition:  # an army of several nations: what one part is, the others need not be
        links = [replace(link, one_way=True) if link.rule == "bond.consist" else link for link in links]
        links = _loosened(links, _AMONG_ALLIES)
    if not foes and camps.many:
        links = _loosened(links, _COMPANY)
    sides = {camps.called(context.mentions[i].norm): i for i in reversed(list(context.of_label(Label.SIDE)))}
    for key, belief in sorted(spread(told, links, foes).items()):
        side = belief.mention if belief.mention is not None else sides.get(belief.side)
        members = [i for i in keys.mentions.get(key, ()) if context.mentions[i].label in _FIGHTERS]
        if not members or belief.margin < _LEAST:
            continue
        confidence = round(min(belief.margin, 1.0), 2)
        if side is not None and context.mentions[members[0]].norm == context.mentions[side].norm:
            continue  # *the Mahdi Army*, a side by itself
        if side is not None:
            roles = [("member", members[0]), ("side", side)]
            yield context.fact("Affiliation", roles, belief.where, belief.rule, confidence=confidence)
        elif belief.side == UNNAMED:
            against = [("member", members[0]), ("side", next(iter(sides.values())))]
            yield context.fact(OPPOSITION, against, belief.where, "side.foe", confidence=confidence)


def _loosened(links: Iterable[Link], rules: frozenset[str]) -> list[Link]:
    """`links`, those of comrades by one of `rules` weaker."""
    return [replace(k, weight=k.weight * _LOOSE) if k.same and k.rule in rules else k for k in links]
