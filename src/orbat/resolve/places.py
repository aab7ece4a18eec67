"""Places: one node a name within a document, linked to GeoNames where one candidate is clearly right.

The document votes: its war, sides and countries say which countries are meant; names that only one place
there can bear are anchors; the others are judged by fame, country and the distance from the anchors. What
stays in doubt stays without a link, and its candidates are kept with the reasons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from orbat.model import Label
from orbat.resolve.cluster import Cluster, Note, best, blocks
from orbat.resolve.context import Context
from orbat.resolve.gazetteer import Spot, country, country_code, settlements, state
from orbat.resolve.names import fold
from orbat.resolve.spelling import respelled

_NOT_SETTLED = frozenset({"Watercourse", "Structure", "Sea", "Region"})
_TIMELESS = frozenset({"Country", "Sea", "Region"})
_EARTH = 6371.0  # km, mean radius
_ENOUGH = 0.62
_AHEAD = 0.08
_KEPT = 4  # rejected candidates that are kept
_FAMOUS = 500_000  # people: a city that a text names from any distance
_WEIGHT = {"name": 0.2, "population": 0.2, "country": 0.3, "near": 0.3}


def places(ctx: Context) -> list[Cluster]:
    """The places of one document, not yet linked."""
    single = [ctx.cluster(i, (fold(mention.norm),)) for i, mention in ctx.of(Label.PLACE)]
    for cluster in single:
        cluster.sides.clear()  # a place has no side of its own
    found: list[Cluster] = []
    for _, block in blocks(single, lambda c: c.key):
        first, *rest = block
        for cluster in rest:
            first.absorb(cluster)
        found.append(first)
    _tell_regions(ctx, found)
    joined = (
        cluster
        for _, block in blocks(_shortened(found), lambda c: best(c.kinds))
        for cluster in respelled(ctx, block, Label.PLACE, lambda c: c.key[0])
    )
    return sorted(joined, key=lambda c: c.refs[0])


def _shortened(clusters: list[Cluster]) -> list[Cluster]:
    """`clusters` with *Nara* joined to *Nara River* where both are said to be of one such kind."""
    kept = sorted(clusters, key=lambda c: c.key, reverse=True)  # the longer name comes before its beginning
    for short in list(kept):
        words = short.key[0].split()
        fits = [
            c
            for c in kept
            if c.key[0].split()[:-1] == words and c.kinds.keys() & short.kinds.keys() & _NOT_SETTLED
        ]
        if len(fits) == 1:
            fits[0].absorb(short)
            kept.remove(short)
    return sorted(kept, key=lambda c: c.refs[0])


def _tell_regions(ctx: Context, clusters: list[Cluster]) -> None:
    """Notes the state or country that follows a name after a comma (*Hartsville, Tennessee*)."""
    owner = {i: cluster for cluster in clusters for _, i in cluster.refs}
    text = ctx.document.source.text
    order = [i for i, _ in ctx.of(Label.PLACE)]
    for one, two in pairwise(order):
        first, second = ctx.document.mentions[one].evidence, ctx.document.mentions[two].evidence
        if text[first.end : second.start].strip() == ",":
            name = ctx.document.mentions[two].norm
            if found := state(name) or country(name):
                owner[one].tell("region", f"{found.country}.{found.region}")


def link(documents: Sequence[tuple[Context, list[Cluster]]]) -> None:
    """Links the places of each document to GeoNames.

    Sets the features geonames, latitude, longitude, country, and notes what was weighed. The gazetteer is
    read once for all documents.
    """
    wanted = {name for _, clusters in documents for c in clusters if _settled(c) for name in c.names}
    spots = settlements(wanted)
    for ctx, clusters in documents:
        _link_document(ctx, clusters, spots)


def _settled(cluster: Cluster) -> bool:
    return not _NOT_SETTLED & cluster.kinds.keys() and "Country" not in cluster.kinds


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where a document plays: countries with their weight (1 for the likeliest), states, and the anchors."""

    countries: Mapping[str, float]
    regions: frozenset[tuple[str, str]]
    anchors: tuple[tuple[float, float], ...] = ()

    def distance(self, spot: Spot) -> float | None:
        """Kilometres from the middle of the anchors, None without anchors."""
        if not self.anchors or spot.latitude is None or spot.longitude is None:
            return None
        middle = median(a[0] for a in self.anchors), median(a[1] for a in self.anchors)
        return kilometres(middle, (spot.latitude, spot.longitude))


def kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """The great-circle distance of two points in degrees.

    >>> round(kilometres((55.75, 37.62), (56.86, 35.90)))
    163
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, two))
    a = math.sin((lat2 - lat1) / 2) ** 2
    a += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(a))


def _link_document(ctx: Context, clusters: list[Cluster], spots: Mapping[str, tuple[Spot, ...]]) -> None:
    scene = _scene(ctx, clusters)
    candidates = {
        id(c): _unique(s for name in sorted(c.names) for s in spots.get(name, ()))
        for c in clusters
        if _settled(c)
    }
    anchors = [
        (spot.latitude, spot.longitude)
        for c in clusters
        if _settled(c)
        and (spot := _anchor(c, candidates[id(c)], scene))
        and spot.latitude is not None
        and spot.longitude is not None
    ]
    scene = _Scene(scene.countries, scene.regions, tuple(anchors))
    for cluster in clusters:
        if _settled(cluster):
            _choose(cluster, candidates[id(cluster)], scene)
        elif spot := _whole(cluster, scene):
            _take(cluster, spot, 1.0, "the country or state of this name")


def _unique(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """Each place once, by its main name if it came up by both."""
    by_id: dict[str, Spot] = {}
    for spot in spots:
        if spot.id not in by_id or spot.exact:
            by_id[spot.id] = spot
    return tuple(by_id.values())


def _whole(cluster: Cluster, scene: _Scene) -> Spot | None:
    """The country or state that a place is. *Georgia* is the state where the document is about America."""
    name = min(cluster.names)
    if not {"Country", "Region"} & cluster.kinds.keys():
        return None
    return (state(name) if "US" in scene.countries else None) or country(name)


def _scene(ctx: Context, clusters: list[Cluster]) -> _Scene:
    weights: dict[str, float] = {}
    for period in dict.fromkeys(ctx.periods):
        for code in period.war.countries if period.war else ():
            weights[code] = 1.0
    for side in dict.fromkeys(s for s in ctx.sides if s):
        if code := country_code(side):
            weights.setdefault(code, 0.7)
    regions: set[tuple[str, str]] = set()
    for cluster in clusters:
        name = min(cluster.names)
        found = state(name) if not _settled(cluster) else None
        if found:
            regions.add((found.country, found.region))
        if (code := country_code(name)) and not (found and found.country in weights):
            weights.setdefault(code, 0.8)
    return _Scene(weights, frozenset(regions))


def _anchor(cluster: Cluster, spots: tuple[Spot, ...], scene: _Scene) -> Spot | None:
    """The only place in the scene's countries that bears the name, unless a far greater one lies outside."""
    inside = [s for s in spots if s.country in scene.countries]
    if told := cluster.feature("region"):
        inside = [s for s in inside if _lies_in(s, told)]
    elif scene.regions and len(inside) > 1:
        inside = [s for s in inside if (s.country, s.region) in scene.regions]
    if len(inside) != 1 or any(s.population > 5 * inside[0].population for s in spots if s not in inside):
        return None
    return inside[0]


def _lies_in(spot: Spot, region: str) -> bool:
    code, _, part = region.partition(".")
    return spot.country == code and part in {"", spot.region}


def _choose(cluster: Cluster, spots: tuple[Spot, ...], scene: _Scene) -> None:
    """Links `cluster` to the best of `spots` if that is good enough and well ahead, and notes the rest."""
    judged = sorted((_judge(cluster, spot, scene) for spot in spots), key=lambda j: (-j.score, j.spot.id))
    if not judged:
        return
    first, *rest = judged
    ahead = first.score - rest[0].score if rest else 1.0
    clear = first.score >= _ENOUGH and ahead >= _AHEAD and not first.bar
    if clear:
        _take(cluster, first.spot, first.score, first.reason)
    for judgement in judged[clear : clear + _KEPT]:
        spot = judgement.spot
        reason = judgement.bar or (
            f"not clearly ahead: {judgement.reason}"
            if judgement is first
            else f"less likely: {judgement.reason}"
        )
        cluster.note(Note(spot.name, judgement.score, reason, id=f"https://sws.geonames.org/{spot.id}/"))


@dataclass(frozen=True, slots=True)
class _Judgement:
    spot: Spot
    score: float
    reason: str
    bar: str = ""
    """Why the place is out of the question, whatever its score."""


def _judge(cluster: Cluster, spot: Spot, scene: _Scene) -> _Judgement:
    distance = scene.distance(spot)
    near = 0.5 if distance is None else math.exp(-distance / 400)
    if spot.population >= _FAMOUS:
        near = max(near, 0.4)
    inside = scene.countries.get(spot.country, 0.0)
    if (spot.country, spot.region) in scene.regions:
        inside = min(1.0, inside + 0.2)
        near = max(near, 0.6)
    if (told := cluster.feature("region")) and _lies_in(spot, told):
        inside = near = 1.0
    parts = {
        "name": 1.0 if spot.exact else 0.75,
        "population": min(1.0, math.log10(max(spot.population, 10)) / 6.5),
        "country": inside,
        "near": near,
    }
    score = round(sum(_WEIGHT[name] * value for name, value in parts.items()), 3)
    where = "" if distance is None else f", {round(distance)} km from the document's other places"
    how = "main name" if spot.exact else "alternate name"
    return _Judgement(
        spot, score, f"{how}, {spot.country}, {spot.population} people{where}", _bar(cluster, spot, scene)
    )


def _bar(cluster: Cluster, spot: Spot, scene: _Scene) -> str:
    told = cluster.feature("region")
    if told:
        return "" if _lies_in(spot, told) else "lies in another country or state than the text says"
    if spot.country not in scene.countries:
        return "lies in a country that the document does not speak of"
    distance = scene.distance(spot)
    reach = 150 + 250 * math.log10(max(spot.population, 5000) / 5000)
    if distance is not None and distance > reach and spot.population < _FAMOUS:
        return f"too far from the document's other places ({round(distance)} km) for so small a town"
    return ""


def _take(cluster: Cluster, spot: Spot, score: float, reason: str) -> None:
    for name, value in (
        ("geonames", spot.id),
        ("gazetteer", spot.name),
        ("country", spot.country),
        ("latitude", "" if spot.latitude is None else f"{spot.latitude:.5f}"),
        ("longitude", "" if spot.longitude is None else f"{spot.longitude:.5f}"),
    ):
        cluster.tell(name, value)
    if spot.latitude is None and not spot.region:
        cluster.tell("class", "Country")
    cluster.note(Note(spot.name, score, reason, chosen=True, id=f"https://sws.geonames.org/{spot.id}/"))


def join_places(clusters: Iterable[Cluster]) -> list[Cluster]:
    """The places of many documents: one for each GeoNames id, else one for each name and war."""
    joined: list[Cluster] = []
    for _, block in blocks(clusters, place_key):
        first, *rest = sorted(block, key=lambda c: c.refs[0])
        for cluster in rest:
            for note in cluster.notes:
                first.note(note)
            cluster.notes.clear()
            first.absorb(cluster)
        joined.append(first)
    return joined


def place_key(cluster: Cluster) -> tuple[str, ...]:
    """What identifies a place: its GeoNames id, else its name and, if it is small, the war it is named in."""
    if geonames := cluster.feature("geonames"):
        return ("geonames", geonames)
    if _TIMELESS & cluster.kinds.keys():
        return ("name", cluster.key[0])
    return ("name", cluster.key[0], cluster.period or cluster.refs[0][0])
