"""Exports: a graph folder as files for every tool that reads RDF, graphs, tables or maps.

In: `GraphFolder`. Out: bytes. `EXPORTS` is the one table of formats; command line and server read it. Formats
that know named graphs (TriG, N-Quads) hold everything; the other RDF formats hold what the documents say and
what follows from it; graphs, tables and maps hold things and events.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from orbat.errors import GraphError, OutputError
from orbat.store.export import geojson, jsonld, network, rdf, tables, turtle
from orbat.store.export.view import View, view
from orbat.store.folder import output_error
from orbat.store.graphs import told_triples
from orbat.store.nquads import canonical_lines_of
from orbat.store.open import GraphFolder, load_memory

__all__ = ["EXPORTS", "Contents", "Exporter", "export", "exporter", "rendered"]


class Contents:
    """A graph in the shapes that exporters take, each made when first asked for."""

    def __init__(self, graph: GraphFolder) -> None:
        self.graph = graph

    @cached_property
    def nquads(self) -> bytes:
        """The canonical file; with the updates that are not in it yet, where a server has taken any."""
        if self.graph.updates:
            return "".join(canonical_lines_of(load_memory(self.graph.path))).encode()
        try:
            return self.graph.nquads.read_bytes()
        except OSError as error:
            raise GraphError(f"{self.graph.path}/graph.nq cannot be read: {error}") from error

    @cached_property
    def quads(self) -> list[ox.Quad]:
        """Everything."""
        try:
            return list(ox.parse(self.nquads, ox.RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise GraphError(f"{self.graph.path}/graph.nq is not N-Quads: {error}; build it anew") from error

    @cached_property
    def told(self) -> list[ox.Triple]:
        """What the documents say and what follows from it."""
        return list(told_triples(self.quads))

    @cached_property
    def view(self) -> View:
        """Things and events."""
        return view(self.quads)


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format. `files` is there for one that is several files; `write` then gives them as a zip archive."""

    media_type: str
    extension: str
    write: Callable[[Contents], bytes]
    files: Callable[[Contents], dict[str, bytes]] | None = None


EXPORTS: dict[str, Exporter] = {
    "turtle": Exporter(
        "text/turtle",
        ".ttl",
        lambda contents: turtle.turtle(contents.told, base_iri=contents.graph.base_iri).encode(),
    ),
    "trig": Exporter(
        "application/trig",
        ".trig",
        lambda contents: turtle.trig(contents.quads, base_iri=contents.graph.base_iri).encode(),
    ),
    "nquads": Exporter("application/n-quads", ".nq", lambda contents: contents.nquads),
    "ntriples": Exporter("application/n-triples", ".nt", lambda contents: rdf.ntriples(contents.told)),
    "jsonld": Exporter("application/ld+json", ".jsonld", lambda contents: jsonld.jsonld(contents.told)),
    "rdfxml": Exporter("application/rdf+xml", ".rdf", lambda contents: rdf.rdfxml(contents.told)),
    "graphml": Exporter(
        "application/graphml+xml", ".graphml", lambda contents: network.graphml(contents.view)
    ),
    "gexf": Exporter("application/gexf+xml", ".gexf", lambda contents: network.gexf(contents.view)),
    "csv": Exporter(
        "application/zip",
        ".zip",
        lambda contents: tables.zipped(tables.tables(contents.view)),
        lambda contents: tables.tables(contents.view),
    ),
    "geojson": Exporter("application/geo+json", ".geojson", lambda contents: geojson.geojson(contents.view)),
}
"""Formats by the name that `--format` takes."""


def exporter(name: str) -> Exporter:
    """The format called `name`. Raises `OutputError` naming those that there are."""
    if name not in EXPORTS:
        raise OutputError(f"unknown export format {name!r}; expected one of {', '.join(EXPORTS)}")
    return EXPORTS[name]


def rendered(graph: GraphFolder, format_: str) -> bytes:
    """`graph` in the format called `format_`. Raises `OutputError`, `GraphError`."""
    return exporter(format_).write(Contents(graph))


def export(graph: GraphFolder, format_: str, out: Path | BinaryIO) -> None:
    """Writes `graph` to `out`, whole or not at all: a file, or a stream.

    CSV is two files: in a folder `out`, or in a zip archive if `out` ends in `.zip` or is a stream. Raises
    `OutputError` for an unknown format or a place that cannot be written, `GraphError` for a broken graph.
    """
    chosen = exporter(format_)
    if not isinstance(out, Path):
        out.write(chosen.write(Contents(graph)))
        return
    whole = chosen.files is None or out.suffix == chosen.extension
    files = (
        {out: chosen.write(Contents(graph))}
        if whole or chosen.files is None
        else {out / name: data for name, data in chosen.files(Contents(graph)).items()}
    )
    for path, data in files.items():
        _replace(path, data)


def _replace(path: Path, data: bytes) -> None:
    fresh = path.parent / f".{path.name}.{os.getpid()}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.write_bytes(data)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(path, error, len(data)) from error
