"""A graph as things, events and the lines between them: what the formats of other trades are made from.

In: quads. Out: `View`. Documents, mentions, time spans and the like are not nodes here; what they say of an
event (days, words) is with the event. Roles (who, where, against whom) come from what documents say, and the
shortcuts between things (`commands`, `partOf`, `allegiance` ...) also from what follows from it; inverse and
transitive properties would only draw the same line twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from orbat.namespaces import PREFIXES
from orbat.store.graphs import GraphKind, graph_kind
from orbat.store.kinds import ORBAT, THINGS, kind, most_specific

SHORTCUTS = frozenset(
    {"addressedTo", "allegiance", "alliedWith", "commands", "directs", "issuedBy", "partOf"}
)
"""The properties that join two things. Events are joined to things by every property of theirs."""

_TYPE, _LABEL = f"{PREFIXES['rdf']}type", f"{PREFIXES['rdfs']}label"
_ALT_LABEL = f"{PREFIXES['skos']}altLabel"
_AS_WKT, _GEOMETRY = f"{PREFIXES['geo']}asWKT", f"{PREFIXES['geo']}hasGeometry"
_NUMBER = r"([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"
_POINT = re.compile(rf"(?:<([^>]*)>\s*)?POINT\s*\(\s*{_NUMBER}\s+{_NUMBER}\s*\)", re.IGNORECASE)
_LONGITUDE_FIRST = ("", "http://www.opengis.net/def/crs/OGC/1.3/CRS84")
_LATITUDE_FIRST = "http://www.opengis.net/def/crs/EPSG/0/4326"
_NOT_ROLES = frozenset({"within", "hasPart", "conflictsWith"})


@dataclass(frozen=True, slots=True)
class Node:
    """A thing or an event. `kind` is its class, `family` the class of `kinds.KINDS` above it, by local name.

    `point` is longitude and latitude in degrees (WGS 84); `earliest` and `latest` are xsd:dates or "".
    """

    iri: str
    label: str
    kind: str
    family: str
    names: tuple[str, ...] = ()
    earliest: str = ""
    latest: str = ""
    edtf: str = ""
    modality: str = ""
    confidence: float | None = None
    quotes: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one node to another; `type` is the property's local name, the days are the event's."""

    source: str
    target: str
    type: str
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """Nodes sorted by family, then IRI; edges by source, type, target."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


_Facts = dict[str, dict[str, list[str]]]
"""Values by subject and property, sorted; IRIs and literals alike by their bare text."""


def view(quads: Iterable[ox.Quad]) -> View:
    """The things and events of `quads`, which are walked once."""
    said: dict[str, dict[str, set[str]]] = {}
    asserted: dict[str, set[str]] = {}
    lines: set[tuple[str, str, str, bool]] = set()
    kinds: dict[str, GraphKind] = {}
    for quad in quads:
        name = getattr(quad.graph_name, "value", "")
        graph = kinds.get(name) or kinds.setdefault(name, graph_kind(name))
        if graph in (GraphKind.ONTOLOGY, GraphKind.PROVENANCE) or not isinstance(quad.subject, ox.NamedNode):
            continue
        subject, predicate, value = quad.subject.value, quad.predicate.value, quad.object
        if isinstance(value, ox.NamedNode | ox.Literal):
            said.setdefault(subject, {}).setdefault(predicate, set()).add(value.value)
        if predicate == _TYPE and graph is not GraphKind.INFERRED and isinstance(value, ox.NamedNode):
            asserted.setdefault(subject, set()).add(value.value)
        if isinstance(value, ox.NamedNode) and predicate.startswith(ORBAT):
            local = predicate.removeprefix(ORBAT)
            lines.add((subject, local, value.value, graph is not GraphKind.INFERRED))
    facts = {subject: {key: sorted(values) for key, values in node.items()} for subject, node in said.items()}
    nodes = {node.iri: node for node in _nodes(facts, asserted)}
    ordered = sorted(nodes.values(), key=lambda node: (node.family, node.iri))
    return View(tuple(ordered), tuple(_edges(sorted(lines), nodes)))


def _nodes(facts: _Facts, asserted: dict[str, set[str]]) -> Iterable[Node]:
    for iri, node in facts.items():
        types = asserted.get(iri) or set(node.get(_TYPE, ()))
        family = kind(types)
        if family in THINGS or family == "Event":
            yield _node(iri, family, most_specific(types) or family, node, facts)


def _node(iri: str, family: str, class_: str, node: dict[str, list[str]], facts: _Facts) -> Node:
    span = facts.get(_first(node, f"{ORBAT}time"), {})
    confidence = _first(node, f"{ORBAT}confidence")
    mentions = (facts.get(mention, {}) for mention in node.get(f"{ORBAT}evidence", ()))
    return Node(
        iri=iri,
        label=_first(node, _LABEL) or iri.rsplit("/", 1)[-1],
        kind=class_,
        family=family,
        names=tuple(node.get(_ALT_LABEL, ())),
        earliest=_first(span, f"{ORBAT}earliest"),
        latest=_last(span, f"{ORBAT}latest"),
        edtf=_first(span, f"{ORBAT}edtf"),
        modality=_first(node, f"{ORBAT}modality").removeprefix(ORBAT),
        confidence=float(confidence) if confidence else None,
        quotes=tuple(
            dict.fromkeys(quote for mention in mentions for quote in mention.get(f"{ORBAT}quote", ()))
        ),
        point=_point(node, facts),
    )


def _first(node: dict[str, list[str]], name: str) -> str:
    return node.get(name, [""])[0]


def _last(node: dict[str, list[str]], name: str) -> str:
    return node.get(name, [""])[-1]


def _point(node: dict[str, list[str]], facts: _Facts) -> tuple[float, float] | None:
    geometries = [node, *(facts.get(iri, {}) for iri in node.get(_GEOMETRY, ()))]
    points = (parse_point(text) for geometry in geometries for text in geometry.get(_AS_WKT, ()))
    return next((point for point in points if point is not None), None)


def parse_point(wkt: str) -> tuple[float, float] | None:
    """Longitude and latitude of a GeoSPARQL WKT literal, None if it is no point on Earth in WGS 84.

    Without a reference system, and in CRS 84, longitude comes first; in EPSG:4326 latitude does
    (<https://docs.ogc.org/is/22-047r1/22-047r1.html>, 8.5.1).

    >>> parse_point("POINT(37.62 55.75)")
    (37.62, 55.75)
    """
    match = _POINT.fullmatch(wkt.strip())
    if match is None:
        return None
    system, first, second = match[1] or "", float(match[2]), float(match[3])
    if system == _LATITUDE_FIRST:
        first, second = second, first
    elif system not in _LONGITUDE_FIRST:
        return None
    return (first, second) if abs(first) <= 180 and abs(second) <= 90 else None


def _edges(lines: Iterable[tuple[str, str, str, bool]], nodes: dict[str, Node]) -> Iterable[Edge]:
    seen: set[tuple[str, str, str]] = set()
    for source, type_, target, told in lines:
        if source not in nodes or target not in nodes or (source, type_, target) in seen:
            continue
        event = nodes[source] if nodes[source].family == "Event" else None
        if type_ in SHORTCUTS or (event is not None and told and type_ not in _NOT_ROLES):
            seen.add((source, type_, target))
            yield Edge(source, target, type_, event.earliest if event else "", event.latest if event else "")
