"""How sides spread from the names that the text places to those that it only joins to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_DECAY = 0.8  # what a step takes from a belief
_STEPS = 4

Votes = defaultdict[str, dict[str, float]]
"""For each name, how much speaks for each side."""


@dataclass(frozen=True, slots=True)
class Seed:
    """The text says outright that `key` is on `side`: at which token, in which mention of the side."""

    key: str
    side: str
    weight: float
    where: int
    mention: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """Two names stand on one side (`same`) or on two, as the passage at token `where` shows.

    `one_way` lets belief flow from `one` to `other` only: a division is on its army's side, not the other
    way round, for an army may hold divisions of several.
    """

    one: str
    other: str
    where: int
    weight: float
    same: bool = True
    one_way: bool = False


@dataclass(frozen=True, slots=True)
class Belief:
    """The likeliest side of a name, by how much it leads, and the strongest passage for it."""

    side: str
    margin: float
    where: int
    mention: int | None


def side_key(side: str) -> str:
    """The key under which a side itself stands in a link."""
    return f"side:{side}"


def spread(seeds: Iterable[Seed], links: Sequence[Link], main: tuple[str, ...]) -> dict[str, Belief]:
    """What to believe of each name. `main` are the two sides of a two-sided war, empty in any other.

    A name with a seed keeps it; the others take, step by step, a weakened share of what their partners
    believe, or the other main side from their foes.
    """
    votes: Votes = defaultdict(dict)
    best: dict[tuple[str, str], Belief] = {}
    for seed in seeds:
        votes[seed.key][seed.side] = votes[seed.key].get(seed.side, 0.0) + seed.weight
        _keep(best, seed.key, Belief(seed.side, seed.weight, seed.where, seed.mention))
    fixed = set(votes)
    for _ in range(_STEPS):
        votes.update(_step(votes, links, main, fixed, best))
    believed = {key: leading for key in votes if (leading := _leading(key, votes)) is not None}
    return {
        key: Belief(side, margin, best[key, side].where, best[key, side].mention)
        for key, (side, margin) in believed.items()
    }


def _step(
    votes: Votes,
    links: Sequence[Link],
    main: tuple[str, ...],
    fixed: set[str],
    best: dict[tuple[str, str], Belief],
) -> Votes:
    """The votes that names without a seed have after one more exchange along `links`."""
    gained: Votes = defaultdict(dict)
    for link in links:
        ways = ((link.one, link.other), (link.other, link.one))
        for source, target in ways[:1] if link.one_way else ways:
            leading = _leading(source, votes)
            if leading is None or target in fixed or target.startswith(side_key("")):
                continue
            side, margin = leading
            if not link.same:
                if side not in main:
                    continue
                side = main[1 - main.index(side)]
            weight = min(margin, 1.0) * link.weight * _DECAY
            gained[target][side] = gained[target].get(side, 0.0) + weight
            _keep(best, target, Belief(side, weight, link.where, None))
    return gained


def _leading(key: str, votes: Votes) -> tuple[str, float] | None:
    """The side that leads for `key` and by how much; None where none does."""
    if key.startswith(side_key("")):
        return key.removeprefix(side_key("")), 1.0
    ranked = sorted(votes.get(key, {}).items(), key=lambda item: (-item[1], item[0]))
    if not ranked:
        return None
    margin = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    return (ranked[0][0], margin) if margin > 0 else None


def _keep(best: dict[tuple[str, str], Belief], key: str, belief: Belief) -> None:
    """Remembers the strongest passage for each side of each name."""
    known = best.get((key, belief.side))
    if known is None or known.margin < belief.margin:
        best[key, belief.side] = belief
