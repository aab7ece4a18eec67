"""GeoJSON, <https://www.rfc-editor.org/rfc/rfc7946>: places that have coordinates, and what happened there.

Each feature's `id` is the IRI. An event stands at its place, at all its places as a MultiPoint. Coordinates
are longitude, latitude in WGS 84, as the RFC wants, and no reference system is named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from orbat.store.export.view import Node, View

_WHERE = frozenset({"place", "origin", "destination", "objective"})


def geojson(view: View) -> bytes:
    """A FeatureCollection, features in the order of the view: events, then places."""
    nodes = {node.iri: node for node in view.nodes}
    places: dict[str, list[Node]] = {}
    for edge in view.edges:
        target = nodes[edge.target]
        if edge.type in _WHERE and target.point is not None and target not in places.get(edge.source, ()):
            places.setdefault(edge.source, []).append(target)
    features = [
        _feature(node, [node] if node.point is not None else places[node.iri], places.get(node.iri, ()))
        for node in view.nodes
        if node.point is not None or node.iri in places
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(node: Node, located: Sequence[Node], places: Sequence[Node]) -> Mapping[str, object]:
    points = sorted({place.point for place in located if place.point is not None})
    properties = {
        "label": node.label,
        "class": node.kind,
        "names": list(node.names),
        "places": [place.label for place in places],
        "earliest": node.earliest,
        "latest": node.latest,
        "edtf": node.edtf,
        "modality": node.modality,
        "confidence": node.confidence,
        "evidence": list(node.quotes),
    }
    return {
        "type": "Feature",
        "id": node.iri,
        "geometry": {"type": "Point", "coordinates": list(points[0])}
        if len(points) == 1
        else {"type": "MultiPoint", "coordinates": [list(point) for point in points]},
        "properties": {key: value for key, value in properties.items() if value not in ("", None, [])},
    }
