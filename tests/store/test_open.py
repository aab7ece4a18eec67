"""Opening a graph folder, whole or broken."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDFS, Literal, URIRef

from orbat.errors import GraphError
from orbat.namespaces import DEFAULT_BASE
from orbat.store import (
    GraphFolder,
    Quad,
    current_version,
    load_memory,
    open_disk,
    open_graph,
    rdflib_dataset,
    write,
)
from orbat.store.folder import HOME


def _told(store: ox.Store) -> set[ox.Quad]:
    """Statements without blank nodes, which every store names in its own way."""
    return {quad for quad in store if not isinstance(quad.subject, ox.BlankNode | ox.Triple)} - {
        quad for quad in store if isinstance(quad.object, ox.BlankNode)
    }


def test_memory_and_disk_hold_the_same(graph: GraphFolder) -> None:
    assert _told(load_memory(graph.path)) == _told(open_disk(graph.path)) != set()
    assert len(load_memory(graph.path)) == len(open_disk(graph.path)) == graph.quads


def test_store_on_disk_is_read_only(graph: GraphFolder) -> None:
    node = ox.NamedNode("http://example.org/x")
    with pytest.raises((OSError, RuntimeError)):
        open_disk(graph.path).add(ox.Quad(node, node, node))


def test_many_readers_open_one_store(graph: GraphFolder) -> None:
    stores = [open_disk(graph.path) for _ in range(3)]
    assert len({len(list(store)) for store in stores}) == 1


def test_rdflib_answers_sparql_on_the_store(graph: GraphFolder) -> None:
    dataset = rdflib_dataset(graph.path)
    rows = list(dataset.query('SELECT ?s WHERE { ?s rdfs:label "Georgy Zhukov"@en ; orbat:commands ?unit }'))
    assert [str(row[0]) for row in rows] == [f"{DEFAULT_BASE}person/zhukov-1"]  # type: ignore[index]


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own call
def test_rdflib_walks_named_graphs_of_the_store(graph: GraphFolder) -> None:
    dataset = rdflib_dataset(graph.path)
    inferred = dataset.graph(URIRef(f"{DEFAULT_BASE}graph/inferred"))
    assert len(list(inferred)) == 5
    assert (None, RDFS.label, Literal("Western Front", lang="en")) in dataset


def test_version_and_base_are_those_of_the_build(quads: tuple[Quad, ...], tmp_path: Path) -> None:
    graph = write(quads, tmp_path, {}, base_iri="https://example.org/war/")
    assert open_graph(tmp_path) == graph
    assert (graph.base_iri, graph.version) == ("https://example.org/war/", current_version(tmp_path))


def test_bare_folder_with_nquads_opens_in_memory_only(graph: GraphFolder, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.copy(graph.nquads, bare / "graph.nq")
    assert _told(load_memory(bare)) == _told(load_memory(graph.path))
    assert current_version(bare) == open_graph(bare).version
    with pytest.raises(GraphError, match="no store/"):
        open_disk(bare)


def _cut(graph: GraphFolder) -> None:
    graph.nquads.write_bytes(graph.nquads.read_bytes()[:-20])


def _junk_manifest(graph: GraphFolder) -> None:
    (graph.home / "manifest.json").write_text('["x"]')


def _poor_manifest(graph: GraphFolder) -> None:
    (graph.home / "manifest.json").write_text('{"base": "x"}')


def _no_nquads(graph: GraphFolder) -> None:
    graph.nquads.unlink()


@pytest.mark.parametrize("harm", [_cut, _junk_manifest, _poor_manifest, _no_nquads])
def test_broken_folder_is_a_graph_error(harm: Callable[[GraphFolder], None], graph: GraphFolder) -> None:
    harm(graph)
    for opener in (open_graph, load_memory, open_disk, rdflib_dataset):
        with pytest.raises(GraphError, match=str(graph.path)):
            opener(graph.path)


def test_same_size_junk_is_a_graph_error_where_it_is_read(graph: GraphFolder) -> None:
    graph.nquads.write_bytes(b"junk".ljust(graph.nquads.stat().st_size))
    with pytest.raises(GraphError, match=r"graph\.nq cannot be read"):
        load_memory(graph.path)


@pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-000005"])
def test_broken_store_is_a_graph_error(name: str, graph: GraphFolder) -> None:
    for path in graph.store.glob(f"{name[:7]}*"):
        path.write_bytes(b"junk")
    with pytest.raises(GraphError, match="store cannot be opened"):
        open_disk(graph.path)


def test_missing_report_is_a_graph_error(graph: GraphFolder) -> None:
    (graph.home / "report.json").unlink()
    with pytest.raises(GraphError, match=r"report\.json"):
        graph.report()


def test_missing_folder_file_and_empty_folder_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for name, words in [("none", "does not exist"), ("file", "is a file"), ("empty", "has no graph.nq")]:
        with pytest.raises(GraphError, match=words):
            open_graph(tmp_path / name)
        with pytest.raises(GraphError):
            current_version(tmp_path / name)


def test_folder_whose_first_build_was_killed_holds_no_graph(tmp_path: Path) -> None:
    (tmp_path / HOME).mkdir()
    (tmp_path / "graph.nq").symlink_to(".orbat/current/graph.nq")
    with pytest.raises(GraphError, match="first build has not finished"):
        open_graph(tmp_path)
