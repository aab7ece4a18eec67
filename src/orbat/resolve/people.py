"""People: which names mean one person, within a document and across documents.

Within a document a surname leads to the fuller name that was last mentioned, unless side or rank point to
another; two fuller names that contradict each other stay two. Across documents surnames alone are believed
only where side and war agree and nobody else could be meant.
"""

from __future__ import annotations

from collections.abc import Iterable

from orbat.model import Label
from orbat.resolve.cluster import Cluster, Note, at_odds, blocks
from orbat.resolve.context import Context
from orbat.resolve.names import Likeness, PersonName, likeness, person_name
from orbat.resolve.spelling import absorb, beside, slip, told_apart, transliterated
from orbat.resolve.units import unit_key

_FREQUENT = 4  # mentions; two names that are both so frequent are not each other's misspelling
_LIKELY = 0.7  # that a surname means the only one in the texts of that war who bears it


def name_of(cluster: Cluster) -> PersonName:
    """The fullest name of a person's cluster."""
    given, family, suffix = cluster.key
    return PersonName(tuple(given.split()), family, suffix)


def people(ctx: Context) -> list[Cluster]:
    """The people of one document."""
    clusters: list[Cluster] = []
    single = [_single(ctx, i, person_name(mention.norm)) for i, mention in ctx.of(Label.PERSON)]
    full = [c for c in single if not name_of(c).bare]
    for cluster in sorted(full, key=lambda c: (-name_of(c).letters, c.key)):
        _join(ctx, cluster, [c for c in clusters if name_of(c).agrees(name_of(cluster))], clusters)
    for cluster in single:
        if name_of(cluster).bare:
            _join(ctx, cluster, _holders(cluster, clusters), clusters)
    return _respelled(ctx, clusters)


def _single(ctx: Context, i: int, name: PersonName) -> Cluster:
    cluster = ctx.cluster(i, (" ".join(name.given), name.family, name.suffix))
    cluster.tell("rank", ctx.document.mentions[i].get("rank"))
    for unit in ctx.commands[i]:
        cluster.tell("commands", " ".join(unit_key(ctx.document.mentions[unit], ctx.sides[unit])))
    return cluster


def _holders(bare: Cluster, clusters: list[Cluster]) -> list[Cluster]:
    """The people that a single name can mean: by surname, or else by the first name (*Chiang*, *Seyoum*)."""
    name = name_of(bare)
    fits = [c for c in clusters if name_of(c).agrees(name)]
    if not fits:
        fits = [c for c in clusters if name_of(c).given[:1] == (name.family,)]
    return fits


def _join(ctx: Context, cluster: Cluster, holders: list[Cluster], clusters: list[Cluster]) -> None:
    """Adds a mention to the likeliest of `holders`, or to `clusters` as somebody new."""
    said = ctx.document.mentions[cluster.refs[0][1]].get("side")
    fits = [c for c in holders if not (said and at_odds(cluster, c))]
    if not fits:
        clusters.append(cluster)
        return
    if len(fits) == 1:
        fits[0].absorb(cluster)
        return
    scores = {id(c): _fit(ctx, cluster, c, fits) for c in fits}
    chosen = max(fits, key=lambda c: scores[id(c)])  # the first of equals: the fullest name
    for other in fits:
        if other is not chosen:
            reason = "same name; side, rank and nearness in the text speak for another"
            chosen.note(Note(next(iter(cluster.names)), scores[id(other)], reason, other=other))
    chosen.absorb(cluster)


def _fit(ctx: Context, cluster: Cluster, holder: Cluster, rivals: list[Cluster]) -> float:
    """From 0 to 1: side, rank, and whether the holder is the one last mentioned before."""
    side = 0.0 if at_odds(cluster, holder) else 1.0 if cluster.side and holder.side else 0.5
    ranks, known = cluster.values("rank"), holder.values("rank")
    rank = 1.0 if ranks & known else 0.5 if not ranks or not known else 0.25
    nearest = max(rivals, key=lambda c: _last_before(ctx, cluster, c)) is holder
    return round(0.4 * side + 0.2 * rank + 0.4 * nearest, 3)


def _last_before(ctx: Context, cluster: Cluster, holder: Cluster) -> int:
    """Where `holder` was last mentioned before `cluster`; first mentions behind it count as farther away."""
    here = _start(ctx, cluster)
    starts = [ctx.document.mentions[i].evidence.start for _, i in holder.refs]
    return max((s for s in starts if s <= here), default=-min(starts))


def _start(ctx: Context, cluster: Cluster) -> int:
    return ctx.document.mentions[cluster.refs[0][1]].evidence.start


def _respelled(ctx: Context, clusters: list[Cluster]) -> list[Cluster]:
    """`clusters` with misspelt names joined to what they misspell."""
    kept: list[Cluster] = []
    apart = _apart(ctx)
    for cluster in sorted(clusters, key=lambda c: (-len(c.refs), -name_of(c).letters, c.key)):
        found = [
            (m, c) for c in kept if (m := _misspelling(cluster, c)) and not told_apart(apart, cluster, c)
        ]
        found.sort(key=lambda pair: (-pair[0].score, pair[1].key))
        if not found or (len(found) > 1 and found[0][0].score == found[1][0].score):
            kept.append(cluster)
            continue
        like, target = found[0]
        absorb(target, cluster, like)
    return kept


def _misspelling(rare: Cluster, frequent: Cluster) -> Likeness | None:
    """How alike two people's surnames are, if the rarer may be the other one misspelt.

    Letters that changed places are proof enough, and so is another transliteration; a letter more, less or
    other (*Johnson*, *Johnston*) needs a post or the given names in common, or a long name that is spelt so
    but once.
    """
    one, two = name_of(rare), name_of(frequent)
    if at_odds(rare, frequent) or not one.given_agree(two) or one.suffix != two.suffix:
        return None
    alike = transliterated(one.surname, two.surname)
    alike = alike or slip(one.surname, two.surname, len(rare.refs), len(frequent.refs))
    ranks = rare.values("rank"), frequent.values("rank")
    if alike and not (ranks[0] and ranks[1] and not ranks[0] & ranks[1]):
        return alike
    like = likeness(one.surname, two.surname)
    if like is None:
        return None
    if len(rare.refs) >= _FREQUENT and len(frequent.refs) >= _FREQUENT:
        return None
    same_post = rare.values("commands") & frequent.values("commands")
    same_given = one.given == two.given and any(len(word) > 1 for word in one.given)
    return like if like.swapped or same_post or same_given else None


def _apart(ctx: Context) -> dict[int, set[int]]:
    """For each mention those that the text itself tells from it: listed beside it, or parties of one fact."""
    others = beside(ctx, Label.PERSON)
    for fact in ctx.document.facts:
        parties = [
            a.mention for a in fact.arguments if ctx.document.mentions[a.mention].label is Label.PERSON
        ]
        for one in parties:
            others.setdefault(one, set()).update(two for two in parties if two != one)
    return others


def join_people(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The people of many documents, from those of each."""
    joined: list[Cluster] = []
    for _, block in blocks(clusters, lambda c: name_of(c).surname):
        joined += _join_namesakes(block)
    return _join_respelled(joined)


def _join_namesakes(block: list[Cluster]) -> list[Cluster]:
    full: list[Cluster] = []
    for cluster in sorted((c for c in block if not name_of(c).bare), key=_fullest):
        fits = [c for c in full if _one_person(cluster, c)]
        _absorb_if_one(cluster, fits, full)
    known = list(full)
    for cluster in sorted((c for c in block if name_of(c).bare), key=_fullest):
        rivals = [
            c for c in known if not at_odds(cluster, c) and _same_period(cluster, c) and _agree(cluster, c)
        ]
        sure = [
            c
            for c in rivals
            if (cluster.side and cluster.side == c.side) or _one_post(cluster, c) or _well_known(c)
        ]
        if len(sure) != len(rivals):
            sure = _only_bearer(cluster, full)
        _absorb_if_one(cluster, sure, known)
    return known


def _only_bearer(bare: Cluster, full: list[Cluster]) -> list[Cluster]:
    """The one person of the war whose full name ends so, noted as likely only; none where there are rivals.

    Whoever bears the surname in that war counts as a rival, on whatever side, since of the bare name the side
    is not known.
    """
    bearers = [c for c in full if _same_period(bare, c)]
    if len(bearers) != 1 or at_odds(bare, bearers[0]) or not _agree(bare, bearers[0]):
        return []
    reason = "the only one of that surname in the texts on this war"
    bearers[0].note(Note(next(iter(bare.names)), _LIKELY, reason, chosen=True))
    return bearers


def _fullest(cluster: Cluster) -> tuple[int, tuple[str, ...], str, str, int, list[tuple[str, int]]]:
    return (
        -name_of(cluster).letters,
        cluster.key,
        cluster.side,
        cluster.period,
        -len(cluster.refs),
        cluster.refs[:1],
    )


def _absorb_if_one(cluster: Cluster, fits: list[Cluster], known: list[Cluster]) -> None:
    if len(fits) == 1:
        fits[0].absorb(cluster)
    else:
        known.append(cluster)


def _one_person(one: Cluster, two: Cluster) -> bool:
    """Whether two full names of two documents mean one person.

    No contradiction, and the same war where a name is only initials or lacks what the other has.
    """
    if at_odds(one, two) or not name_of(one).agrees(name_of(two)):
        return False
    exact = name_of(one).given == name_of(two).given and any(len(word) > 1 for word in name_of(one).given)
    return _same_period(one, two) or (exact and _lifetime(one, two))


def _well_known(cluster: Cluster) -> bool:
    """Whether several texts name the person, in full, so that others of the same war may leave that out."""
    return not name_of(cluster).bare and len({source for source, _ in cluster.refs}) > 1


def _agree(one: Cluster, two: Cluster) -> bool:
    return name_of(one).agrees(name_of(two))


def _one_post(one: Cluster, two: Cluster) -> bool:
    """Whether two texts give both the command of one formation."""
    return bool(one.values("commands") & two.values("commands"))


def _same_period(one: Cluster, two: Cluster) -> bool:
    return bool(one.period) and one.period == two.period


def _lifetime(one: Cluster, two: Cluster) -> bool:
    """Whether both can lie in one career: at most 50 years between the texts' wars, or no years at all."""
    years = [int(y) for c in (one, two) for y in c.values("year")]
    return not years or max(years) - min(years) <= 50


def _join_respelled(clusters: list[Cluster]) -> list[Cluster]:
    """`clusters` with those joined whose names differ by a letter and who hold the same post for one side."""
    kept: list[Cluster] = []
    by_post: dict[tuple[str, str, str], list[Cluster]] = {}
    for cluster in sorted(clusters, key=lambda c: (-len(c.refs), *_fullest(c))):
        posts = [(cluster.side, cluster.period, post) for post in sorted(cluster.values("commands"))]
        holders = (
            [c for post in posts for c in by_post.get(post, ())] if cluster.side and cluster.period else []
        )
        found = [(m, c) for c in dict.fromkeys(holders) if (m := _misspelling(cluster, c))]
        if len(found) == 1 and not {s for s, _ in cluster.refs} & {s for s, _ in found[0][1].refs}:
            like, target = found[0]
            reason = f"taken for a misspelling: {like.edits} letter(s) off, same side, same post"
            target.note(Note(next(iter(cluster.names)), like.score, reason, chosen=True))
            key = target.key
            target.absorb(cluster)
            target.key = key
            target_posts = posts
        else:
            kept.append(cluster)
            target, target_posts = cluster, posts
        for post in target_posts:
            by_post.setdefault(post, []).append(target)
    return kept
