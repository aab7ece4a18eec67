"""Sides, organizations, orders, events and equipment: named things that need little more than their name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from orbat.model import Label
from orbat.resolve.cluster import Cluster, at_odds, blocks
from orbat.resolve.context import Context
from orbat.resolve.names import core_words, fold
from orbat.resolve.units import by_side
from orbat.rules import load
from orbat.rules.schema import Side

_ONCE = frozenset({"War", "Treaty"})
"""Kinds of events whose names are given once in history: they need no war to tell them apart."""


@cache
def sides() -> dict[str, Side]:
    """The sides that the rules know, by name."""
    return {rule.name: rule for rule in load("sides", Side)}


def things(ctx: Context) -> list[Cluster]:
    """The sides, organizations, orders, events and equipment of one document."""
    found: list[Cluster] = []
    for label, key in _KEYS.items():
        single = [ctx.cluster(i, key(ctx, i)) for i, _ in ctx.of(label)]
        for _, block in blocks(single, lambda c: c.key):
            found += by_side(ctx, block) if label in _SIDED else [_one(block)]
    for cluster in found:
        if cluster.label is Label.ORDER:
            _tell_issuers(ctx, cluster)
    return found


def _one(block: list[Cluster]) -> Cluster:
    first, *rest = block
    for cluster in rest:
        first.absorb(cluster)
    return first


def _side_key(ctx: Context, i: int) -> tuple[str, ...]:
    return (ctx.sides[i],)


def _name_key(ctx: Context, i: int) -> tuple[str, ...]:
    return (" ".join(core_words(ctx.document.mentions[i].norm, ctx.sides[i])),)


def _event_key(ctx: Context, i: int) -> tuple[str, ...]:
    """An event's name without the words for the one side that it tells (*Ethiopian Christmas Offensive*).

    Where it tells of two (*Soviet-German War*) they are the name.
    """
    name = ctx.document.mentions[i].norm
    core = core_words(name)
    shorter = [s for side in sorted({s for s in ctx.sides if s}) if (s := core_words(name, side)) != core]
    return (" ".join(shorter[0] if len(shorter) == 1 and len(shorter[0]) > 1 else core),)


def _order_key(ctx: Context, i: int) -> tuple[str, ...]:
    mention = ctx.document.mentions[i]
    return fold(mention.norm), mention.get("number")


def _plain_key(ctx: Context, i: int) -> tuple[str, ...]:
    return (fold(ctx.document.mentions[i].norm),)


_KEYS: dict[Label, Callable[[Context, int], tuple[str, ...]]] = {
    Label.SIDE: _side_key,
    Label.ORG: _name_key,
    Label.EVENT: _event_key,
    Label.ORDER: _order_key,
    Label.EQUIPMENT: _plain_key,
}
_SIDED = frozenset({Label.ORG})


def _tell_issuers(ctx: Context, cluster: Cluster) -> None:
    mine = {i for _, i in cluster.refs}
    for i in mine:
        cluster.tell("number", ctx.document.mentions[i].get("number"))
    for fact in ctx.document.facts:
        if fact.kind == "OrderIssued" and any(
            a.role == "order" and a.mention in mine for a in fact.arguments
        ):
            for argument in fact.arguments:
                if argument.role == "issuedBy":
                    cluster.tell(
                        "issuer", fold(ctx.document.mentions[argument.mention].norm).rpartition(" ")[2]
                    )


def join_things(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The things of many documents, from those of each."""
    joined: list[Cluster] = []
    for _, block in blocks(clusters, _scope):
        found: list[Cluster] = []
        for cluster in sorted(block, key=lambda c: (not c.side, not c.values("issuer"), c.refs[0])):
            fits = [c for c in found if not _contradict(cluster, c)]
            if len(fits) == 1:
                fits[0].absorb(cluster)
            else:
                found.append(cluster)
        joined += found
    return joined


def scope(cluster: Cluster) -> str:
    """The period that is part of a thing's identity; "" for what is one through all wars."""
    if cluster.label in {Label.ORDER, Label.EVENT} and not _ONCE & cluster.kinds.keys():
        return cluster.period
    return ""


def _scope(cluster: Cluster) -> tuple[str, tuple[str, ...], str, str]:
    """Undated orders and events of different documents are not taken for the same."""
    period = scope(cluster)
    dated = period or cluster.label not in {Label.ORDER, Label.EVENT} or _ONCE & cluster.kinds.keys()
    return cluster.label, cluster.key, period, "" if dated else cluster.refs[0][0]


def _contradict(one: Cluster, two: Cluster) -> bool:
    if one.label is Label.ORDER:
        issuers = one.values("issuer"), two.values("issuer")
        return bool(issuers[0] and issuers[1] and not issuers[0] & issuers[1])
    return one.label is Label.ORG and at_odds(one, two)
