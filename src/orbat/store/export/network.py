"""GraphML and GEXF, for Gephi, Cytoscape, yEd and networkx.

Nodes are things and events, edges the shortcuts between things and the roles in events. Both ends carry the
IRI as id. In GEXF the days of events and their edges are `start` and `end`, which Gephi's timeline plays.
<http://graphml.graphdrawing.org/specification.html>, <https://gexf.net/schema.html>
"""

from __future__ import annotations

from io import BytesIO
from xml.etree.ElementTree import ElementTree

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from orbat.store.export.rdf import for_xml
from orbat.store.export.view import Edge, Node, View

Attributes = dict[str, str | float]


def network(view: View, *, days: tuple[str, str] = ("earliest", "latest")) -> nx.MultiDiGraph[str]:
    """`view` as a networkx graph. `days` names the attributes that hold the first and last possible day."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in view.nodes:
        graph.add_node(node.iri, **_node_attributes(node, days))
    for number, edge in enumerate(view.edges):
        graph.add_edge(edge.source, edge.target, key=f"e{number}", **_edge_attributes(edge, days))
    return graph


def graphml(view: View) -> bytes:
    """GraphML. Characters that XML cannot hold become U+FFFD."""
    out = BytesIO()
    nx.write_graphml_xml(network(view), out, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return out.getvalue()


def gexf(view: View) -> bytes:
    """GEXF 1.2 with days in `start` and `end`. Characters that XML cannot hold become U+FFFD."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(network(view, days=("start", "end")))
    root = writer.xml
    for meta in root.iter("meta"):  # the same graph gives the same bytes tomorrow
        meta.attrib.pop("lastmodifieddate", None)
    for creator in root.iter("creator"):
        creator.text = "orbat"
    writer.indent(root)
    out = BytesIO()
    ElementTree(root).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue() + b"\n"


def _node_attributes(node: Node, days: tuple[str, str]) -> Attributes:
    values: dict[str, str | float | None] = {
        "label": node.label,
        "class": node.kind,
        "family": node.family,
        "names": " | ".join(node.names),
        days[0]: node.earliest,
        days[1]: node.latest,
        "edtf": node.edtf,
        "modality": node.modality,
        "confidence": node.confidence,
        "longitude": node.point[0] if node.point else None,
        "latitude": node.point[1] if node.point else None,
        "evidence": "\n".join(node.quotes),
    }
    return _clean(values)


def _edge_attributes(edge: Edge, days: tuple[str, str]) -> Attributes:
    return _clean({"label": edge.type, days[0]: edge.earliest, days[1]: edge.latest})


def _clean(values: dict[str, str | float | None]) -> Attributes:
    return {
        key: for_xml(value) if isinstance(value, str) else value
        for key, value in values.items()
        if value is not None and value != ""
    }
