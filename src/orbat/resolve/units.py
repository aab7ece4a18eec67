"""Formations: number or name, echelon, branch, side and war make one; one number on two sides makes two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from orbat.model import Label, Mention
from orbat.resolve.cluster import Cluster, Note, at_odds, blocks
from orbat.resolve.context import Context
from orbat.resolve.names import core_words, number_of, person_name
from orbat.resolve.spelling import respelled

_CAMEL = re.compile(r"[A-Z][a-z]*")
_LINKS = frozenset({"of", "the"})
Key = tuple[str, str, str, str, str]


def unit_key(mention: Mention, side: str = "") -> Key:
    """What a formation's name says: number, own name, echelon, branch, commander it is named for.

    Where number, name and commander are all missing, the side is the name (*Canadian Corps*).
    """
    echelon, branch = mention.get("echelon"), mention.get("branch")
    skip = {*core_words(" ".join(_CAMEL.findall(echelon))), *core_words(branch), *_LINKS}
    words = [word for word in mention.norm.replace("-", " ").split() if word]
    number = _digits(mention.get("number")) or next((n for w in words if (n := number_of(w))), "")
    commander = mention.get("commander")
    own = mention.get("name")
    name = "" if commander and not own else _own_name(own or mention.norm, side, skip, named=bool(own))
    if number or name or not commander:
        commander = ""
    if not (number or name or commander):
        name = side.casefold()
    return number, name, echelon, branch, person_name(commander).surname if commander else ""


def _digits(number: str) -> str:
    return str(int(number)) if number.isdecimal() else number_of(number) or number.casefold()


def _own_name(text: str, side: str, skip: set[str], *, named: bool) -> str:
    words = [w for w in core_words(text, side) if w not in skip]
    if not named:
        words = [w for w in words if not number_of(w) and not number_of(w.upper())]
    return " ".join(words)


def units(ctx: Context, person_of: Mapping[int, Cluster]) -> list[Cluster]:
    """The formations of one document. `person_of` gives the person of a mention."""
    single = [_single(ctx, i, person_of) for i, _ in ctx.of(Label.UNIT)]
    found = [c for _, block in blocks(single, lambda c: c.key) for c in by_side(ctx, block)]
    return _named_for_commanders(
        [
            cluster
            for _, block in blocks(found, lambda c: (c.key[0], *c.key[2:]))
            for cluster in respelled(ctx, block, Label.UNIT, lambda c: c.key[1])
        ]
    )


def _single(ctx: Context, i: int, person_of: Mapping[int, Cluster]) -> Cluster:
    mention = ctx.document.mentions[i]
    key = unit_key(mention, ctx.sides[i])
    inside = _namesake(ctx, i, person_of)
    if key[4] and inside:
        key = (*key[:4], inside.key[1].rpartition(" ")[2])
    cluster = ctx.cluster(i, key)
    for name in ("number", "echelon", "branch"):
        cluster.tell(name, mention.get(name))
    cluster.tell("designation", mention.get("name"))
    if key[4]:
        cluster.tell("commander", key[4])
    for person in ctx.commanders[i]:
        if person in person_of:
            cluster.tell("commander", person_of[person].key[1].rpartition(" ")[2])
    for superior in ctx.superiors[i]:
        if ctx.document.mentions[superior].label is Label.UNIT:
            cluster.tell("superior", " ".join(unit_key(ctx.document.mentions[superior], ctx.sides[superior])))
    return cluster


def _namesake(ctx: Context, i: int, person_of: Mapping[int, Cluster]) -> Cluster | None:
    """The person whose mention lies inside the formation's (*Gregg* in *Gregg's cavalry division*)."""
    span = ctx.document.mentions[i].evidence
    return next(
        (person_of[j] for j in ctx.inside(span.start, span.end, Label.PERSON) if j in person_of), None
    )


def by_side(ctx: Context, block: list[Cluster]) -> list[Cluster]:
    """Mentions of one name in one document, as the things they mean.

    Mentions whose side is known come first, then those whose commander is; one without a side goes to the
    thing that its commander leads, else to the one last mentioned before it, or most mentioned where none
    was.
    """
    found: list[Cluster] = []
    for cluster in sorted(block, key=lambda c: (not c.side, not c.values("commander"))):
        fits = [c for c in found if not contradict(cluster, c) and c.period == cluster.period]
        fits = [c for c in fits if not _rivals(ctx, cluster, c)]
        if cluster.side:
            fits = [c for c in fits if c.side == cluster.side]
        if not fits:
            found.append(cluster)
            continue
        here = _start(ctx, cluster)
        shared = cluster.values("commander")
        chosen = max(fits, key=lambda c: (bool(shared & c.values("commander")), *_nearness(ctx, c, here)))
        for other in fits:
            if other is not chosen:
                reason = "same name, another side; the chosen one was mentioned last"
                chosen.note(Note(next(iter(cluster.names)), 0.5, reason, other=other))
        chosen.absorb(cluster)
    return found


def _nearness(ctx: Context, cluster: Cluster, here: int) -> tuple[int, int]:
    """Where `cluster` was mentioned last before `here`, and how often it is mentioned."""
    return _last(ctx, cluster, here), len(cluster.refs)


def _start(ctx: Context, cluster: Cluster) -> int:
    return ctx.document.mentions[cluster.refs[0][1]].evidence.start


def _last(ctx: Context, cluster: Cluster, here: int) -> int:
    starts = (ctx.document.mentions[i].evidence.start for _, i in cluster.refs)
    return max((start for start in starts if start < here), default=-1)


def contradict(one: Cluster, two: Cluster) -> bool:
    """Whether two formations with one name cannot be one.

    Two sides, or both another superior and another commander (a corps may change its army, or its general;
    not both without a word).
    """
    return at_odds(one, two) or (_differ(one, two, "superior") and _differ(one, two, "commander"))


def _rivals(ctx: Context, one: Cluster, two: Cluster) -> bool:
    """Whether one text gives two formations of one name to two commanders, of whom none follows the other.

    *Busch's Sixteenth Army* and *Rokossovsky's Sixteenth Army* are two; where somebody is appointed, relieved
    or takes over, one army may have both.
    """
    if not _differ(one, two, "commander"):
        return False
    named = one.values("commander") | two.values("commander")
    return not named & ctx.moved


def _differ(one: Cluster, two: Cluster, feature: str) -> bool:
    a, b = one.values(feature), two.values(feature)
    return bool(a and b and not a & b)


def _named_for_commanders(clusters: list[Cluster]) -> list[Cluster]:
    """`clusters` with *Rokossovsky's army* joined to the one army that Rokossovsky is said to command."""
    kept = [c for c in clusters if not c.key[4]]
    for cluster in clusters:
        if not cluster.key[4]:
            continue
        fits = [
            c
            for c in kept
            if c.key[2] == cluster.key[2]
            and not c.key[4]
            and cluster.key[4] in c.values("commander")
            and c.key[3] in {"", cluster.key[3]}
            and c.period == cluster.period
            and not at_odds(c, cluster)
        ]
        if len(fits) == 1:
            reason = "named for the commander of this one"
            fits[0].note(Note(next(iter(cluster.names)), 0.9, reason, chosen=True))
            key = fits[0].key
            fits[0].absorb(cluster)
            fits[0].key = key
        else:
            kept.append(cluster)
    return kept


def join_units(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The formations of many documents, from those of each."""
    joined: list[Cluster] = []
    for (_, period), block in blocks(clusters, lambda c: (c.key, c.period)):
        joined += _join_block(block) if period else block
    return joined


def _join_block(block: list[Cluster]) -> list[Cluster]:
    found: list[Cluster] = []
    for cluster in sorted(block, key=lambda c: (not c.side, -len(c.features), c.refs[0])):
        fits = [c for c in found if not contradict(cluster, c) and _same(cluster, c)]
        if len(fits) == 1:
            fits[0].absorb(cluster)
        else:
            found.append(cluster)
    return found


def _same(one: Cluster, two: Cluster) -> bool:
    """Whether two documents mean one formation.

    A number without a side is too little: commander or superior must be shared. For a formation named for a
    commander it must be the superior: his surname is what both have anyhow.
    """
    if one.side and two.side:
        return True
    if one.key[4]:
        return bool(one.values("superior") & two.values("superior"))
    if one.key[0]:
        return any(one.values(f) & two.values(f) for f in ("commander", "superior"))
    return True
