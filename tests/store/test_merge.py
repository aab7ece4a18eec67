"""The merge of all graphs: in stores, in the files, and through any updates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from orbat.store import Quad, load_merged, open_disk, open_graph, query, rdflib_dataset, write
from orbat.store.journal import apply, difference, parsed, snapshot
from orbat.store.merge import Default, follow
from orbat.store.open import merged

_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def _node(name: str) -> URIRef:
    return URIRef(f"http://example.org/{name}")


def _quad(told: str, graph: str) -> Quad:
    name = _node(graph) if graph else DATASET_DEFAULT_GRAPH_ID
    return _node("s"), _node("p"), Literal(told), name


SHARED = (_quad("both <x> .", "g"), _quad("both <x> .", "h"), _quad("one", "g"))
APART = (_quad("one", "g"), _quad("other", "h"))
OWN = (*SHARED, _quad("nowhere", ""))


@pytest.mark.parametrize(
    ("quads", "default"), [(SHARED, Default.MERGED), (APART, Default.UNION), (OWN, Default.OWN)]
)
def test_a_folder_says_where_its_merge_is(quads: Sequence[Quad], default: Default, tmp_path: Path) -> None:
    assert write(quads, tmp_path, {}).default is open_graph(tmp_path).default is default


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib's own call
@pytest.mark.parametrize("quads", [SHARED, APART])
def test_a_statement_of_two_graphs_is_counted_once(quads: Sequence[Quad], tmp_path: Path) -> None:
    graph = write(quads, tmp_path, {})
    on_disk, in_memory = open_disk(tmp_path), load_merged(tmp_path)
    assert _counted(on_disk, merged=graph.default is Default.MERGED) == 2
    assert _counted(in_memory, merged=True) == 2
    (row,) = rdflib_dataset(tmp_path).query(_COUNT)
    assert str(row[0]) == "2"  # type: ignore[index]


def test_the_merge_is_in_no_named_graph(tmp_path: Path) -> None:
    write(SHARED, tmp_path, {})
    for store in (open_disk(tmp_path), load_merged(tmp_path)):
        found = query(store, "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }", merged=True)
        assert isinstance(found, ox.QuerySolutions)
        assert len(list(found)) == len(SHARED)


_QUADS = st.builds(
    lambda s, o, g: ox.Quad(ox.NamedNode(f"urn:{s}"), ox.NamedNode("urn:p"), ox.Literal(o), g),
    st.sampled_from("ab"),
    st.sampled_from("xyz"),
    st.sampled_from([ox.NamedNode("urn:g"), ox.NamedNode("urn:h"), ox.DefaultGraph()]),
)


@given(st.lists(st.sets(_QUADS), min_size=2, max_size=6))
def test_the_merge_follows_any_updates(versions: list[set[ox.Quad]]) -> None:
    stated = ox.Store()
    stated.extend(versions[0])
    followed = merged(stated)
    for version in versions[1:]:
        after = ox.Store()
        after.extend(version)
        entry = parsed(difference(snapshot(stated), snapshot(after)))
        apply(stated, entry)
        follow(followed, stated, entry)
        assert snapshot(followed) == snapshot(merged(stated))


def _counted(store: ox.Store, *, merged: bool) -> int:
    found = query(store, _COUNT, merged=merged)
    assert isinstance(found, ox.QuerySolutions)
    return int(next(found)["n"].value)
