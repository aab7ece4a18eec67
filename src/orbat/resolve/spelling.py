"""One name in several spellings: transliterations, and slips of a letter in a long name.

Precision comes first: *Johnson* and *Johnston*, *Charleston* and *Charlestown* are two, and so are short
names that differ by a letter (*Hood*, *Wood*).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache

from orbat.model import Label
from orbat.resolve.cluster import Cluster, Note, at_odds
from orbat.resolve.context import Context
from orbat.resolve.names import Likeness, fold, likeness
from orbat.rules import load
from orbat.rules.schema import RepairRule

_SHORTEST = 5  # letters; shorter names meet by accident
_LONG = 8  # letters from which a single slip is told from another name
_RARE, _OFTEN = 1, 3  # mentions of the slip, and of the name at least
_NEIGHBOURS = 6  # characters between two names of a list
_ALIKE = 0.95  # how sure we are of two transliterations


@cache
def _rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(rule.pattern), rule.replace) for rule in load("name_spellings", RepairRule))


@lru_cache(maxsize=65536)
def spelling(name: str) -> str:
    """`name` as all its transliterations are written alike; for comparison only.

    >>> spelling("Gortschakoff") == spelling("Gorchakov"), spelling("Ivanova") == spelling("Ivanov")
    (True, False)
    """
    words = fold(name).split()
    for pattern, replace in _rules():
        words = [pattern.sub(replace, word) for word in words]
    return " ".join(words)


def transliterated(one: str, two: str) -> Likeness | None:
    """How alike two folded names are if they are one in two transliterations, else None.

    >>> transliterated("kornilov", "korniloff").score, transliterated("hood", "hud")
    (0.95, None)
    """
    if one == two or _numbered(one) or spelling(one) != spelling(two) or len(spelling(one)) < _SHORTEST:
        return None
    return Likeness(_ALIKE, 0, swapped=False)


def _numbered(name: str) -> bool:
    """*Hill 305* is not *Hill 306*."""
    return any(c.isdigit() for c in name)


def slip(one: str, two: str, rare: int, often: int) -> Likeness | None:
    """How alike two folded names are if `one`, mentioned `rare` times, is `two` with a slip of a letter.

    Both are long, the one is mentioned once and the other at least three times, and neither is the other
    with something added: *Ivanovsky* is no slip of *Ivanovskaya*.

    >>> slip("gettysberg", "gettysburg", 1, 4).edits, slip("charlestown", "charleston", 1, 4)
    (1, None)
    """
    if (
        _numbered(one)
        or rare > _RARE
        or often < _OFTEN
        or min(len(one), len(two)) < _LONG
        or len(one) != len(two)
    ):
        return None
    return likeness(one, two)


def beside(ctx: Context, label: Label) -> dict[int, set[int]]:
    """For each mention with `label` those that stand right beside it: *Ivanov and Ivanin* are two people."""
    others: dict[int, set[int]] = defaultdict(set)
    order = [i for i, _ in ctx.of(label)]
    spans = [ctx.document.mentions[i].evidence for i in order]
    for one, two, before, after in zip(order, order[1:], spans, spans[1:], strict=False):
        if 0 <= after.start - before.end <= _NEIGHBOURS:
            others[one].add(two)
            others[two].add(one)
    return others


def told_apart(apart: Mapping[int, set[int]], one: Cluster, two: Cluster) -> bool:
    """Whether a mention of one thing stands among those that `apart` tells from a mention of the other."""
    refs = {j for _, j in two.refs}
    return any(not refs.isdisjoint(apart.get(i, ())) for _, i in one.refs)


def respelled(
    ctx: Context, clusters: Iterable[Cluster], label: Label, name: Callable[[Cluster], str]
) -> list[Cluster]:
    """`clusters` with those made one whose names (`name`) are one in two transliterations, or with a slip.

    Whoever calls this hands over clusters that agree in all else. The spelling mentioned most stays; the
    other is noted with the reason.
    """
    kept: list[Cluster] = []
    apart = beside(ctx, label)
    for cluster in sorted(clusters, key=lambda c: (-len(c.refs), c.key)):
        found = [
            (like, c)
            for c in kept
            if (like := _alike(name(cluster), name(c), len(cluster.refs), len(c.refs)))
            and not at_odds(cluster, c)
            and not told_apart(apart, cluster, c)
        ]
        if len(found) != 1:
            kept.append(cluster)
            continue
        like, target = found[0]
        absorb(target, cluster, like)
    return kept


def absorb(target: Cluster, cluster: Cluster, like: Likeness) -> None:
    """Makes `cluster` a part of `target`, of whose name it is a spelling, and notes why."""
    target.note(Note(next(iter(cluster.names)), like.score, reason(like), chosen=True))
    key = target.key
    target.absorb(cluster)
    target.key = key


def _alike(one: str, two: str, rare: int, often: int) -> Likeness | None:
    return transliterated(one, two) or slip(one, two, rare, often)


def reason(like: Likeness) -> str:
    """Why a spelling was taken for another."""
    if not like.edits:
        return "taken for another transliteration of the same name"
    if like.swapped:
        return "taken for a misspelling: letters that changed places"
    return f"taken for a misspelling: {like.edits} letter(s) off"
