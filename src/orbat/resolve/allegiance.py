"""The sides that no text states by itself, and that the texts and the war together tell.

*Union* troops chased Stuart, and the text never names those whom he led: in a war of two sides he was of the
other. *Lee* in an account that tells neither whose general he was nor which of the Lees he is: the other
accounts of the war tell of several Lees, all of them on one side. Who he is stays open; his side does not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from orbat.model import OPPOSITION, Document, Entity, Evidence, Fact, Label, ResolvedFact
from orbat.resolve.cluster import Cluster, blocks
from orbat.resolve.context import Context
from orbat.resolve.facts import affiliation
from orbat.resolve.people import name_of

_AGREE = 2  # documents that place a bearer of the name
_CONFIDENCE = 0.6  # of what namesakes tell


def placed_by_foes(
    contexts: Iterable[Context], links: Mapping[str, tuple[str, ...]], entities: Iterable[Entity]
) -> list[ResolvedFact]:
    """An affiliation for each of those who fight one side of a war that had two, if any text names the other.

    `links` gives the entity of each mention of a document.
    """
    by_label = {entity.label: entity.id for entity in entities if entity.id.startswith("side/")}
    found: list[ResolvedFact] = []
    for ctx in contexts:
        for fact in ctx.document.facts:
            if fact.kind != OPPOSITION:
                continue
            member, side = (_of(fact, role) for role in ("member", "side"))
            foe = by_label.get(ctx.periods[member].foe(ctx.document.mentions[side].norm), "")
            entity = links[ctx.source][member]
            if foe and entity:
                found.append(affiliation(entity, foe, [fact.evidence], fact.rule, fact.confidence))
    return found


def _of(fact: Fact, role: str) -> int:
    return next(argument.mention for argument in fact.arguments if argument.role == role)


def placed_by_namesakes(
    clusters: Iterable[Cluster],
    named: Mapping[Cluster, Entity],
    facts: Sequence[ResolvedFact],
    documents: Mapping[str, Document],
) -> list[ResolvedFact]:
    """An affiliation for each person known by surname alone whose namesakes of the same war are of one side.

    `named` gives each cluster's entity. The evidence is where the text names him, and the passages that place
    his namesakes.
    """
    placed = _placed(facts)
    people = [cluster for cluster in clusters if cluster.label is Label.PERSON]
    found: list[ResolvedFact] = []
    for _, block in blocks(people, lambda c: (name_of(c).surname, c.period)):
        if not block[0].period:
            continue
        known = [fact for cluster in block for fact in placed.get(named[cluster].id, ())]
        evidence = {passage for fact in known for passage in fact.evidence}
        sides = {id_ for fact in known for role, id_ in fact.roles if role == "side"}
        if len(sides) != 1 or len({passage.source for passage in evidence}) < _AGREE:
            continue
        side = sides.pop()
        for cluster in block:
            member = named[cluster].id
            if name_of(cluster).bare and member not in placed:
                own = _first_mention(cluster, documents)
                found.append(affiliation(member, side, {own, *evidence}, "side.namesakes", _CONFIDENCE))
    return found


def _placed(facts: Iterable[ResolvedFact]) -> dict[str, list[ResolvedFact]]:
    """The affiliations of each entity."""
    placed: dict[str, list[ResolvedFact]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "Affiliation":
            for role, id_ in fact.roles:
                if role == "member":
                    placed[id_].append(fact)
    return dict(placed)


def _first_mention(cluster: Cluster, documents: Mapping[str, Document]) -> Evidence:
    source, index = min(cluster.refs)
    return documents[source].mentions[index].evidence
