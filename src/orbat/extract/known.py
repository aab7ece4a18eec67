"""The sides of those whom the authority data know: leaders of the war that a text tells of, and regiments.

A name alone proves little. It counts where the war of the text, or its years, are those in which the bearer
led, and where the text names the side that he led, or no other than the one that it fought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from orbat.extract.belief import Seed
from orbat.extract.camps import UNNAMED, Camps
from orbat.extract.context import Context
from orbat.extract.parties import Parties
from orbat.model import Label
from orbat.rules.commanders import NUMBER, Leader, formations, leaders, words_of
from orbat.rules.wars import War, family, root, wars

_FULL = 1.5  # a given name agrees, too
_INITIAL = 1.0
_SURNAME = 0.7  # in a war that has leaders of this name on one side only
_FORMATION = 0.9
_RULE = "side.known"
_SEVERAL = 2  # leaders of one war make it the text's, where it has no years

Words = tuple[str, ...]


def known(context: Context, parties: Parties, camps: Camps) -> Iterator[Seed]:
    """What the authority data say of the people and formations of a text: at most one seed for each party."""
    people = [
        (i, name) for i in context.of_label(Label.PERSON) if (name := words_of(context.mentions[i].norm))
    ]
    told = {war.id: war for war in _told_of([name for _, name in people], camps)}
    best: dict[str, Seed] = {}
    for index, name in people:
        for weight, sides in _sides(name, told):
            side = _as_named({camps.called(side) for side in sides}, camps, told.values())
            if side is not None:
                seed = Seed(parties.key(index), side, weight, context.spans[index].start, None, _RULE)
                if seed.key not in best or best[seed.key].weight < weight:
                    best[seed.key] = seed
    for index in context.of_label(Label.UNIT):
        key = parties.key(index)
        sides = {camps.called(side) for side in _of_formation(words_of(context.mentions[index].norm), camps)}
        side = _as_named(sides, camps, told.values())
        if side is not None:
            best.setdefault(key, Seed(key, side, _FORMATION, context.spans[index].start, None, _RULE))
    yield from best.values()


def _told_of(names: Sequence[Words], camps: Camps) -> Sequence[War]:
    """The wars of which the text can tell: its own with all that it is part of, or that are part of it.

    Where its sides and years do not show which that is, its leaders may.
    """
    if camps.war is not None:
        return family(camps.war)
    by_id = {war.id: war for war in wars()}
    votes: dict[str, set[Words]] = defaultdict(set)
    for name in names:
        for leader in leaders().get(name[-1], ()):
            war = by_id[leader.war]
            if _agree(name, leader) == _FULL and camps.within(war.first, war.last):
                votes[root(war).id].add(name[-1:])
    ranked = sorted(votes, key=lambda id_: (-len(votes[id_]), id_))
    if not ranked or len(votes[ranked[0]]) < (1 if camps.years else _SEVERAL):
        return ()
    if len(ranked) > 1 and len(votes[ranked[0]]) == len(votes[ranked[1]]):
        return ()
    return family(by_id[ranked[0]])


def _sides(name: Words, told: Mapping[str, War]) -> Iterator[tuple[float, set[str]]]:
    """The sides of the leaders whom the name can mean, with what it is worth."""
    bearers = [leader for leader in leaders().get(name[-1], ()) if leader.war in told]
    for weight in (_FULL, _INITIAL, _SURNAME):
        if meant := {leader.side for leader in bearers if _agree(name, leader) == weight}:
            yield weight, meant
            return


def _agree(name: Words, leader: Leader) -> float:
    """What it is worth that `name` can be the leader's.

    >>> _agree(("g", "k", "zhukov"), Leader(("georgy", "zhukov"), 1, "", ""))
    1.0
    """
    if name == leader.words:
        return _FULL
    if len(name) == 1:
        return _SURNAME if name[0] == leader.surname else 0.0
    given, known_given = name[:-1], leader.words[:-1]
    if name[-1] != leader.words[-1] or not known_given:
        return 0.0
    if any(len(word) > 1 and word in known_given for word in given):
        return _FULL
    initials = given[0][0] == known_given[0][0] and min(len(given[0]), len(known_given[0])) == 1
    return _INITIAL if initials else 0.0


def _as_named(sides: Iterable[str], camps: Camps, told: Iterable[War]) -> str | None:
    """The one of `sides` that the text names; UNNAMED where it only names its foe; None where it is open."""
    found = set(sides)
    named = [side for side in found if side in camps.counts]
    if len(named) == 1:
        return named[0]
    if len(found) == 1 and len(camps.counts) == 1:
        (own,), (other,) = found, camps.counts
        if any(war.foes(own, other) for war in told):
            return UNNAMED
    return None


def _of_formation(name: Words, camps: Camps) -> set[str]:
    """The sides that a formation's name tells by itself, in the years of the text."""
    for length in range(len(name), 0, -1):
        for start in range(len(name) - length + 1):
            part = name[start : start + length]
            numbered = (NUMBER, *part[1:]) if part[0][0].isdigit() else part
            rules = formations().get(part, ()) or formations().get(numbered, ())
            if found := {rule.side for rule in rules if camps.within(rule.first, rule.last)}:
                return found
    return set()
