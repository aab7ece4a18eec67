"""What two accounts tell is one statement to a query, however the graph is held."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from serving import BASE, TOKEN, Server, small_graph, start, stop

_TOLD = f"<{BASE}person/told-twice> <http://www.w3.org/2000/01/rdf-schema#label> 'Told Twice'"
_TWICE = "".join(f"<{BASE}graph/document/{name}> {{ {_TOLD} }}\n" for name in ("one", "two"))
_LABEL = f"SELECT ?label {{ <{BASE}person/told-twice> ?is ?label }}"
_GRAPHS = f"SELECT ?g {{ GRAPH ?g {{ <{BASE}person/told-twice> ?is ?label }} }}"


@pytest.fixture(params=[{}, {"memory_limit": 0}, {"write_token": TOKEN}], ids=["memory", "disk", "writable"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    running = start(small_graph(tmp_path / "graph", extra=_TWICE), **request.param)
    yield running
    stop(running)


def test_each_row_comes_once(server: Server) -> None:
    assert len(_rows(server, _LABEL)) == 1
    assert len(_rows(server, _GRAPHS)) == 2
    assert server.client.get("/graphs?default").content.strip() == b""


def test_the_dump_has_no_merge(server: Server) -> None:
    dumped = server.client.get("/dump/graph.nq").content
    quads = list(ox.parse(dumped, ox.RdfFormat.N_QUADS))
    assert len(quads) == server.client.get("/health").json()["quads"]
    assert not [quad for quad in quads if isinstance(quad.graph_name, ox.DefaultGraph)]


def test_updates_keep_it_so(tmp_path: Path) -> None:
    running = start(small_graph(tmp_path / "graph", extra=_TWICE), write_token=TOKEN)
    third = f"{BASE}graph/document/three"
    for update, rows, graphs in (
        (f"INSERT DATA {{ GRAPH <{third}> {{ {_TOLD} }} }}", 1, 3),
        (f"INSERT DATA {{ {_TOLD} }}", 1, 3),
        (f"DELETE WHERE {{ GRAPH ?g {{ <{BASE}person/told-twice> ?is ?label }} }}", 1, 0),
        (f"DELETE DATA {{ {_TOLD} }}", 0, 0),
    ):
        assert running.update(update).status_code == 204
        assert (len(_rows(running, _LABEL)), len(_rows(running, _GRAPHS))) == (rows, graphs), update
    stop(running)


def _rows(server: Server, query: str) -> list[object]:
    rows: list[object] = server.ask(query).json()["results"]["bindings"]
    return rows
