"""Two CSV tables, nodes and edges: <https://www.rfc-editor.org/rfc/rfc4180>, UTF-8, with a header line.

Headers are those that Gephi's import knows (`Id`, `Label`, `Source`, `Target`, `Type`); for Neo4j, say
`LOAD CSV WITH HEADERS` and use the same names. Several values in one cell are joined by ` | `.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from orbat.store.export.view import View

NODE_COLUMNS = (
    "Id",  # the IRI
    "Label",  # the best name
    "Class",  # the ontology's class, by local name
    "Family",  # Person, MilitaryUnit, Side, Place, Organization, Order, Countable, Position or Event
    "Names",  # other names
    "Earliest",  # first possible day, xsd:date
    "Latest",  # last possible day
    "EDTF",
    "Modality",  # of an event: Happened, Ordered, Planned, Denied
    "Confidence",  # 0 to 1
    "Longitude",  # degrees, WGS 84
    "Latitude",
    "Evidence",  # the words that it rests on
)
EDGE_COLUMNS = ("Source", "Target", "Type", "Label", "Earliest", "Latest")
"""`Type` is Gephi's `Directed`, `Label` the ontology's property."""


def tables(view: View) -> dict[str, bytes]:
    """File name to content: `nodes.csv` and `edges.csv`."""
    nodes = (
        (
            node.iri,
            node.label,
            node.kind,
            node.family,
            " | ".join(node.names),
            node.earliest,
            node.latest,
            node.edtf,
            node.modality,
            "" if node.confidence is None else str(node.confidence),
            str(node.point[0]) if node.point else "",
            str(node.point[1]) if node.point else "",
            " | ".join(node.quotes),
        )
        for node in view.nodes
    )
    edges = (
        (edge.source, edge.target, "Directed", edge.type, edge.earliest, edge.latest) for edge in view.edges
    )
    return {"edges.csv": _csv(EDGE_COLUMNS, edges), "nodes.csv": _csv(NODE_COLUMNS, nodes)}


def zipped(files: dict[str, bytes]) -> bytes:
    """`files` as a zip archive that bears no clock, so the same files give the same bytes."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = ZipInfo(name)  # dated 1980-01-01
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()
