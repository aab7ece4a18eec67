"""A server as users run it: its own process, a real zygote, a small graph."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))  # for `serving`, which is no test

from serving import Server, small_graph, start, stop


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("serve") / "graph")


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[Server]:
    """A server with a short deadline, shared by all tests that leave it as it is."""
    running = start(graph, timeout=1.5, max_query=20_000, max_body=40_000)
    yield running
    stop(running)
