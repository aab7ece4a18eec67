"""From clusters to entities: the best name, the other names, the class, and an identifier made from content.

An identifier rests on what identifies the thing (name, echelon, side, war), never on how often or where it is
mentioned: another document of the same war changes it only where it tells more of the thing's identity.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from orbat.model import Candidate, Entity, Label, attributes
from orbat.resolve.cluster import Cluster, best, blocks
from orbat.resolve.ids import local_id
from orbat.resolve.names import core_words, person_name, side_words
from orbat.resolve.people import name_of
from orbat.resolve.places import place_key
from orbat.resolve.things import scope, sides

_ROOM = {
    Label.PERSON: "person",
    Label.UNIT: "unit",
    Label.PLACE: "place",
    Label.ORG: "organization",
    Label.ORDER: "order",
    Label.EVENT: "event",
    Label.EQUIPMENT: "equipment",
    Label.SIDE: "side",
}
_CLASS = {
    Label.PERSON: "Person",
    Label.UNIT: "MilitaryUnit",
    Label.PLACE: "Place",
    Label.ORG: "Organization",
    Label.ORDER: "Order",
    Label.EVENT: "Event",
    Label.EQUIPMENT: "Equipment",
    Label.SIDE: "Side",
}
_TOLD = ("number", "branch", "rank", "geonames", "latitude", "longitude", "country")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def entities(clusters: Iterable[Cluster]) -> dict[Cluster, Entity]:
    """The entity of each cluster."""
    ids = identify(clusters)
    return {cluster: _entity(cluster, ids) for cluster in ids}


def _entity(cluster: Cluster, ids: Mapping[Cluster, str]) -> Entity:
    label = _label(cluster)
    told: dict[str, str | None] = {name: cluster.feature(name) for name in _TOLD}
    told |= {"side": cluster.side, "period": cluster.period, "name": _designation(cluster)}
    if cluster.label is Label.PLACE:
        told["side"] = None
    return Entity(
        ids[cluster],
        _kind(cluster),
        label,
        _other_names(cluster, label),
        attributes(told),
        _candidates(cluster, ids),
    )


def identify(clusters: Iterable[Cluster]) -> dict[Cluster, str]:
    """The identifier of each cluster. Where two have one key, their first documents tell them apart."""
    ids: dict[Cluster, str] = {}
    proposed = [(local_id(_ROOM[c.label], _words(c), _key(c)), c) for c in clusters]
    for proposal, block in blocks(proposed, lambda pair: pair[0]):
        if len(block) == 1:
            ids[block[0][1]] = proposal
            continue
        for _, cluster in block:
            ids[cluster] = local_id(
                _ROOM[cluster.label], _words(cluster), [*_key(cluster), *min(cluster.refs)]
            )
    return ids


def _words(cluster: Cluster) -> str:
    """The readable part of an identifier, from the key alone."""
    match cluster.label:
        case Label.PERSON:
            person = name_of(cluster)
            return " ".join((*person.given, person.family, person.suffix))
        case Label.UNIT:
            number, name, echelon, branch, commander = cluster.key
            parts = (cluster.side, commander, _ordinal(number), name, branch, _HUMP.sub(" ", echelon))
            return " ".join(dict.fromkeys(part for part in parts if part))
        case Label.PLACE:
            return cluster.feature("gazetteer") or cluster.key[0]
        case Label.ORG:
            return f"{cluster.side} {cluster.key[0]}"
        case _:
            return " ".join(cluster.key)


def _ordinal(number: str) -> str:
    """An ordinal in digits.

    >>> _ordinal("2"), _ordinal("11"), _ordinal("101"), _ordinal("A")
    ('2nd', '11th', '101st', 'A')
    """
    if not number.isdecimal():
        return number
    teen = 10 <= int(number) % 100 <= 20
    return number + ("th" if teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def _key(cluster: Cluster) -> list[str]:
    """What identifies a thing.

    What is too little to go by (a surname or a number without side, anything without a time) holds within
    its document only.
    """
    first = min(cluster.refs)[0]
    match cluster.label:
        case Label.PERSON:
            known = [c for c in cluster.periods if c]
            when = min(known, default=first)
            bare = name_of(cluster).bare
            return [
                *cluster.key,
                when,
                cluster.side if bare else "",
                first if bare and not cluster.side else "",
            ]
        case Label.UNIT:
            number, *_, commander = cluster.key
            vague = (number or commander) and not cluster.side
            key = [*cluster.key, cluster.side, cluster.period or first, first if vague else ""]
        case Label.PLACE:
            key = list(place_key(cluster))
        case Label.ORG:
            key = [*cluster.key, cluster.side]
        case Label.ORDER:
            key = [*cluster.key, min(cluster.values("issuer"), default=""), scope(cluster) or first]
        case Label.EVENT:
            key = [*cluster.key, scope(cluster)]
        case _:
            key = list(cluster.key)
    return key


def _kind(cluster: Cluster) -> str:
    if cluster.label is Label.SIDE:
        rule = sides().get(cluster.key[0])
        return rule.kind if rule else "Side"
    if cluster.label is Label.UNIT:
        return cluster.key[2] or _CLASS[Label.UNIT]
    if cluster.label is Label.PLACE and not cluster.kinds and cluster.feature("geonames"):
        return "Settlement"
    return cluster.feature("class") or best(cluster.kinds) or _CLASS[cluster.label]


def _designation(cluster: Cluster) -> str:
    """The proper part of a formation's name (*Western* in *Western Front*), as most mentions write it."""
    return cluster.feature("designation") if cluster.label is Label.UNIT else ""


def _label(cluster: Cluster) -> str:
    names = cluster.names
    match cluster.label:
        case Label.SIDE:
            return cluster.key[0]
        case Label.PERSON:
            family = name_of(cluster).family
            right = [n for n in names if person_name(n).family == family] or list(names)
            return min(right, key=lambda n: (n.isupper(), -person_name(n).letters, -names[n], n))
        case Label.UNIT:
            return best(_naming_side(_not_for_commander(names, cluster), cluster.side))
        case Label.PLACE if best(cluster.kinds) in {"Watercourse", "Sea", "Region"}:
            return min(names, key=lambda n: (-len(n.split()), -names[n], n))
        case _:
            return best(names)


def _not_for_commander(names: Counter[str], cluster: Cluster) -> Counter[str]:
    """`names` without *Rokossovsky's army* where the formation has a name of its own."""
    own = Counter({n: count for n, count in names.items() if not re.search(r"['’]s?\s", n)})
    return own if own and not cluster.key[4] else names


def _naming_side(names: Counter[str], side: str) -> Counter[str]:
    """Those of `names` that say the side, or all where none does."""
    said = {
        n: count for n, count in names.items() if side_words(side) and core_words(n, side) != core_words(n)
    }
    return Counter(said) or names


def _other_names(cluster: Cluster, label: str) -> tuple[str, ...]:
    names = {*cluster.names, *cluster.forms}
    if cluster.label is Label.SIDE and (rule := sides().get(label)):
        names.update(rule.adjectives)
    return tuple(sorted(names - {label, ""}))


def _candidates(cluster: Cluster, ids: Mapping[Cluster, str]) -> tuple[Candidate, ...]:
    """What was weighed for the cluster's names, without those that turned out to be the thing itself."""
    found: set[Candidate] = set()
    for note in cluster.notes:
        other = note.other.final if note.other else None
        if other is not cluster:
            name = ids[other] if other else note.id or ids[cluster]
            found.add(Candidate(name, note.name, note.score, note.reason, note.chosen))
    return tuple(sorted(found, key=lambda c: (not c.chosen, -c.score, c.id, c.name, c.reason)))
