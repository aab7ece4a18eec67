"""Start, publishing, losses and end: no request is lost that need not be, and no process is left."""

from __future__ import annotations

import concurrent.futures
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from serving import alive, descendants, start, stop, wait_until, zygotes

from orbat.errors import GraphError, ServeError
from orbat.serve.run import bind, serve
from orbat.serve.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_server_leaves_no_process_when_it_is_told_to_end(graph: Path, sent: signal.Signals) -> None:
    server = start(graph, timeout=30)
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        busy = threads.submit(lambda: server.client.get("/sparql", params={"query": HOSTILE}).status_code)
        assert wait_until(lambda: "queries_slow 1" in server.client.get("/metrics").text)
        processes = descendants(server.process.pid)
        assert len(processes) >= 2
        server.process.send_signal(sent)
        errors = server.ended(20)
        busy.exception()
    server.client.close()
    assert "Traceback" not in errors
    assert wait_until(lambda: not any(map(alive, processes)))


def test_a_query_under_way_is_answered_before_the_server_ends(graph: Path) -> None:
    server = start(graph, timeout=30)
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(REGEX(STR(?c), 'z+z+'))}"
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        busy = threads.submit(server.client.get, "/sparql", params={"query": query})
        assert wait_until(lambda: "queries_waiting 0" in server.client.get("/metrics").text)
        assert wait_until(lambda: busy.done() or "queries_slow 1" in server.client.get("/metrics").text)
        server.process.send_signal(signal.SIGTERM)
        assert busy.result().status_code == 200
        errors = server.ended(20)
    server.client.close()
    assert "Traceback" not in errors


def test_a_server_that_is_killed_leaves_no_process(graph: Path) -> None:
    server = start(graph, timeout=30)
    with concurrent.futures.ThreadPoolExecutor(1) as threads:
        busy = threads.submit(lambda: server.client.get("/sparql", params={"query": HOSTILE}))
        assert wait_until(lambda: "queries_slow 1" in server.client.get("/metrics").text)
        processes = descendants(server.process.pid)
        server.process.kill()
        server.ended(10)
        busy.exception()
    server.client.close()
    assert wait_until(lambda: not any(map(alive, processes)))


def test_a_server_that_loses_its_zygote_takes_another(graph: Path) -> None:
    server = start(graph, timeout=10)
    try:
        (zygote,) = zygotes(server)
        os.kill(zygote, signal.SIGKILL)
        answers = [server.ask(COUNT + f"# {number}").status_code for number in range(5)]
        assert answers == [200] * 5
    finally:
        stop(server)


def test_no_query_is_lost_with_a_zygote(graph: Path) -> None:
    """Queries that are under way when all processes behind the server die are asked anew."""
    server = start(graph, timeout=20)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?i) }"
    try:
        with concurrent.futures.ThreadPoolExecutor(6) as threads:
            asked = [
                threads.submit(server.ask, f"{slow if number % 10 == 0 else COUNT} # {number}")
                for number in range(240)
            ]
            for _ in range(3):
                assert wait_until(lambda: len(zygotes(server)) == 1)
                os.kill(zygotes(server)[0], signal.SIGKILL)
                assert wait_until(lambda: server.ask(COUNT).status_code == 200)
            assert {each.result().status_code for each in asked} == {200}
    finally:
        stop(server)


def test_a_server_that_loses_a_worker_takes_another(graph: Path) -> None:
    server = start(graph)
    try:
        (zygote,) = zygotes(server)
        for worker in descendants(zygote):
            os.kill(worker, signal.SIGKILL)
        assert server.ask(COUNT).status_code == 200
    finally:
        stop(server)


def test_a_graph_too_large_for_memory_is_read_from_disk(graph: Path) -> None:
    server = start(graph, memory_limit=0)
    try:
        assert server.client.get("/health").json()["store"] == "disk"
        assert int(server.ask(COUNT).json()["results"]["bindings"][0]["n"]["value"]) > 50
        hostile = server.client.get("/sparql", params={"query": HOSTILE}, timeout=20)
        assert hostile.status_code == 503
        assert server.ask(COUNT + "# after").status_code == 200
    finally:
        stop(server)


def test_workers_have_no_way_out(server_pid_limits: dict[str, str]) -> None:
    """The second wall behind the refusal of SERVICE: no descriptor is left to make a socket with."""
    assert int(server_pid_limits["Max open files"]) <= 16
    assert server_pid_limits["Max address space"].isdigit()
    assert server_pid_limits["Max core file size"] == "0"


@pytest.fixture
def server_pid_limits(graph: Path) -> dict[str, str]:
    """The limits of a worker by name: the soft one."""
    server = start(graph)
    try:
        worker = next(pid for pid in descendants(server.process.pid) if pid not in zygotes(server))
        lines = Path(f"/proc/{worker}/limits").read_text().splitlines()[1:]
        return {line[:26].strip(): line[26:47].strip() for line in lines}
    finally:
        stop(server)


def test_serve_says_which_port_is_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=rf"port {port} .* in use; choose another with --port"):
            bind("127.0.0.1", port)


def test_serve_says_that_an_address_is_not_ours() -> None:
    with pytest.raises(ServeError, match=r"192\.0\.2\.1"):
        bind("192.0.2.1", 0)


def test_serve_says_that_a_folder_holds_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="orbat build"):
        serve(Settings(tmp_path), lambda _: None, port=0)


def test_serve_says_that_a_graph_is_broken(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text("no quads\n")
    program = (
        "import sys; from pathlib import Path; from orbat.serve.run import serve;"
        " from orbat.serve.settings import Settings; from orbat.errors import GraphError\n"
        "try: serve(Settings(Path(sys.argv[1])), print, port=0)\n"
        "except GraphError as error: sys.exit(str(error))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 1
    assert "build it anew" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
