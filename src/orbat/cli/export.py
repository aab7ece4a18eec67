"""`orbat export`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orbat.cli.options import Graph


class ExportFormat(StrEnum):
    """The formats of `orbat.store.export.EXPORTS`, here so that help needs no RDF library."""

    TURTLE = "turtle"
    TRIG = "trig"
    NQUADS = "nquads"
    NTRIPLES = "ntriples"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"
    GRAPHML = "graphml"
    GEXF = "gexf"
    CSV = "csv"
    GEOJSON = "geojson"


def export(
    graph: Graph,
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="RDF: turtle, trig, nquads, ntriples, jsonld, rdfxml. Networks for Gephi and Cytoscape: "
            "graphml, gexf. Tables of nodes and edges: csv. Maps: geojson.",
        ),
    ] = ExportFormat.TURTLE,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="File to write, for csv a folder or a .zip; without it the export goes to stdout.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write a graph in the format of another tool.

    trig and nquads hold all named graphs; the other RDF formats hold what the accounts say and what follows
    from it; networks, tables and maps hold things and events.

    Examples:
      orbat export graph --format graphml --out graph.graphml
      orbat export graph --format csv --out tables
      orbat export graph --format jsonld > graph.jsonld
    """
    from orbat.store.export import export as write
    from orbat.store.open import open_graph

    write(open_graph(graph), form.value, out if out is not None else sys.stdout.buffer)
