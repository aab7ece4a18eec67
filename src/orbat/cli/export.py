"""`orbat export`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from orbat.cli.options import Graph


class ExportFormat(StrEnum):
    """The formats of `orbat.store.export.EXPORTS`, and pages; here so that help needs no RDF library."""

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
    SITE = "site"


def export(
    graph: Graph,
    form: Annotated[
        ExportFormat,
        typer.Option(
            "--format",
            "-f",
            help="RDF: turtle, trig, nquads, ntriples, jsonld, rdfxml. Networks for Gephi and Cytoscape: "
            "graphml, gexf. Tables of nodes and edges: csv. Maps: geojson. Pages without a server: site.",
        ),
    ] = ExportFormat.TURTLE,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            "-o",
            help="File to write, for csv a folder or a .zip, for site a new folder; without it the export "
            "goes to stdout.",
            metavar="FILE",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write a graph in the format of another tool.

    trig and nquads hold all named graphs; the other RDF formats hold what the accounts say and what follows
    from it; networks, tables and maps hold things and events; site holds the pages that `orbat serve` shows,
    for any web space or a USB stick.

    Examples:
      orbat export graph --format graphml --out graph.graphml
      orbat export graph --format csv --out tables
      orbat export graph --format jsonld > graph.jsonld
      orbat export graph --format site --out site
    """
    if form is ExportFormat.SITE:
        _site(graph, out)
        return
    from orbat.store.export import export as write
    from orbat.store.open import open_graph

    write(open_graph(graph), form.value, out if out is not None else sys.stdout.buffer)


def _site(graph: Path, out: Path | None) -> None:
    """Writes the static edition."""
    from orbat.cli.progress import progress
    from orbat.serve.edition import write_edition

    if out is None:
        raise typer.BadParameter("a site is a folder: name a new one.", param_hint="--out")
    with progress() as show:
        done = write_edition(graph, out, lambda read, known: show("pages", read, known))
    typer.echo(f"{done.files} files, {done.size / 1e6:.1f} MB: open {out / 'index.html'}", err=True)
