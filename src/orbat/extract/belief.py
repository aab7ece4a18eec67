"""How sides spread from the parties that the text places to those that it only joins to them.

Each bond passes on what its one end believes without what that end has from the other (no echo), weakened by
how far the bond is to be trusted. A bond of comrades carries a side over; a bond of foes speaks against it
and, where the text knows the foe of that side, for the foe.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

SPREAD = "side.spread"
"""The rule of a side that follows from what the text says of several parties."""
_ROUNDS = 8  # how many bonds away a belief can reach
_SURE = 1.0  # a margin above this counts as no more than certain
_KEPT = 0.9  # what a step leaves of a belief, beside the weight of its bond

Votes = dict[str, float]
"""For each side how much speaks for it; less than zero speaks against it."""
Foes = Mapping[str, tuple[str, float]]
"""For a side the one that it fights, and from 0 to 1 how surely whoever fights it is on that one's side."""


@dataclass(frozen=True, slots=True)
class Seed:
    """The text says outright that `key` is on `side`: at which token, in which mention of the side.

    `rule` is what the statement rests on if nothing says it better.
    """

    key: str
    side: str
    weight: float
    where: int
    mention: int | None
    rule: str = SPREAD


@dataclass(frozen=True, slots=True)
class Link:
    """Two parties stand on one side (`same`) or on two, as the passage at token `where` shows.

    `one_way` lets belief flow from `one` to `other` only. `rule` is what found the bond.
    """

    one: str
    other: str
    where: int
    weight: float
    same: bool = True
    one_way: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Belief:
    """The likeliest side of a party, by how much it leads, and the strongest passage for it."""

    side: str
    margin: float
    where: int
    mention: int | None
    rule: str = SPREAD


def side_key(side: str) -> str:
    """The key under which a side itself stands in a link."""
    return f"side:{side}"


def spread(seeds: Iterable[Seed], links: Sequence[Link], foes: Foes) -> dict[str, Belief]:
    """What to believe of each party. `foes` gives the side that a side of the text fights, if it is one."""
    told: dict[str, Votes] = defaultdict(dict)
    best: dict[tuple[str, str], Belief] = {}
    for seed in seeds:
        told[seed.key][seed.side] = told[seed.key].get(seed.side, 0.0) + seed.weight
        _keep(best, seed.key, Belief(seed.side, seed.weight, seed.where, seed.mention, seed.rule))
    ways = _ways(links)
    passed: list[Votes] = [{} for _ in ways]
    sums: dict[str, Votes] = {key: dict(votes) for key, votes in told.items()}
    for _ in range(_ROUNDS):
        fresh = [_message(way, passed[way.back] if way.back >= 0 else {}, sums, foes) for way in ways]
        if fresh == passed:
            break
        passed = fresh
        sums = {key: dict(votes) for key, votes in told.items()}
        for way, message in zip(ways, passed, strict=True):
            votes = sums.setdefault(way.target, {})
            for side, vote in message.items():
                votes[side] = votes.get(side, 0.0) + vote
    for way, message in zip(ways, passed, strict=True):
        for side, vote in message.items():
            _keep(best, way.target, Belief(side, vote, way.where, None))
    found: dict[str, Belief] = {}
    for key, votes in sums.items():
        side, margin = _leading(votes)
        if margin > 0 and (key, side) in best:
            found[key] = replace(best[key, side], margin=margin)
    return found


@dataclass(frozen=True, slots=True)
class _Way:
    """One direction between two parties: all that the text says of them together.

    `weight` is from -1, foes, to 1, comrades; `back` is the number of the other direction, -1 if none.
    """

    source: str
    target: str
    where: int
    weight: float
    back: int


def _ways(links: Sequence[Link]) -> list[_Way]:
    """What `links` say of each two parties, in the order of the text: passages that agree make it surer."""
    told: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in links:
        told[link.one, link.other].append(link)
        if not link.one_way:
            told[link.other, link.one].append(link)
    pairs = [pair for pair in told if not pair[1].startswith(side_key(""))]
    number = {pair: n for n, pair in enumerate(pairs)}
    return [
        _Way(
            *pair,
            where=max(told[pair], key=lambda link: link.weight).where,
            weight=_together(told[pair]),
            back=number.get((pair[1], pair[0]), -1),
        )
        for pair in pairs
    ]


def _together(links: Iterable[Link]) -> float:
    """The weight of several bonds of one pair: what is left of doubt shrinks with each that agrees.

    >>> bonds = [Link("a", "b", 0, 0.8), Link("a", "b", 9, 0.5), Link("a", "b", 20, 0.4, same=False)]
    >>> round(_together(bonds), 2)
    0.5
    """
    doubts = {True: 1.0, False: 1.0}
    for link in links:
        doubts[link.same] *= 1.0 - min(link.weight, 1.0)
    return doubts[False] - doubts[True]


def _message(way: _Way, echo: Votes, sums: Mapping[str, Votes], foes: Foes) -> Votes:
    """What the source of `way` tells its target."""
    if way.source.startswith(side_key("")):
        side, strength = way.source.removeprefix(side_key("")), _SURE
    else:
        votes = sums.get(way.source)
        if not votes:
            return {}
        side, margin = _leading({s: v - echo.get(s, 0.0) for s, v in votes.items()} if echo else votes)
        strength = min(margin, _SURE) * _KEPT
    strength *= abs(way.weight)
    if strength <= 0:
        return {}
    if way.weight > 0:
        return {side: strength}
    if side not in foes:
        return {side: -strength}
    foe, only = foes[side]
    return {side: -strength, foe: strength * only}


def _leading(votes: Votes) -> tuple[str, float]:
    """The side that leads and by how much, over the next or over nothing."""
    if not votes:
        return "", 0.0
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    second = max(ranked[1][1], 0.0) if len(ranked) > 1 else 0.0
    return ranked[0][0], ranked[0][1] - second


def _keep(best: dict[tuple[str, str], Belief], key: str, belief: Belief) -> None:
    """Remembers the strongest passage for each side of each party."""
    known = best.get((key, belief.side))
    if belief.margin > 0 and (known is None or known.margin < belief.margin):
        best[key, belief.side] = belief
