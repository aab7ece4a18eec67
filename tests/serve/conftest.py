"""A server as users run it: its own process, a real zygote, a small graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import TOKEN, Server, small_graph, start, stop
from war import build_war


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("serve") / "graph")


@pytest.fixture(scope="session")
def server(graph: Path) -> Iterator[Server]:
    """A server with a short deadline, shared by all tests that leave it as it is."""
    running = start(graph, timeout=1.5, max_query=20_000, max_body=40_000)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def writable_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_graph(tmp_path_factory.mktemp("writable") / "graph")


@pytest.fixture(scope="session")
def writable(writable_folder: Path) -> Iterator[Server]:
    """A server that takes updates, whose graph each test leaves as it likes."""
    running = start(writable_folder, write_token=TOKEN, timeout=20.0, settle=3600.0)
    yield running
    stop(running)


@pytest.fixture(scope="session")
def war(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the invented war, which has all that pages show."""
    running = start(build_war(tmp_path_factory.mktemp("war") / "graph"))
    yield running
    stop(running)
