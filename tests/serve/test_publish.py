"""New versions beside a running server: no request refused or mixed up, whatever becomes of the build."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from serving import Server, small_graph, start, stop, wait_until, zygotes

from orbat.store import current_version

PARTS = 30
ASK = """SELECT ?n (COUNT(?part) AS ?parts) {{
  GRAPH <urn:g> {{ <urn:s> <urn:version> ?n }} GRAPH <urn:h> {{ <urn:s> ?n ?part }}
}} GROUP BY ?n # {0}"""


def version(number: int) -> str:
    """Two graphs that belong together: a number, and as many parts under it as any version has."""
    name = f"urn:v{number}"
    parts = " ".join(f"<urn:s> <{name}> <urn:part{i}> ." for i in range(PARTS))
    return f"<urn:g> {{ <urn:s> <urn:version> <{name}> }} <urn:h> {{ {parts} }}"


def ask(server: Server, mark: object) -> int:
    """The version that the server answers from, after it was seen to be one and whole."""
    response = server.ask(ASK.format(mark))
    assert response.status_code == 200, response.text
    (row,) = response.json()["results"]["bindings"]
    assert row["parts"]["value"] == str(PARTS)
    return int(row["n"]["value"].removeprefix("urn:v"))


def test_new_versions_under_load_cost_no_request(tmp_path: Path) -> None:
    """Every client sees whole versions, and never an older one after a newer one."""
    folder = small_graph(tmp_path / "g", extra=version(0))
    server = start(folder, poll=0.05)
    failures: list[BaseException] = []
    seen: list[list[int]] = [[], []]
    over = threading.Event()

    def load(mine: list[int]) -> None:
        try:
            while not over.is_set():
                mine.append(ask(server, f"{id(mine)} {len(mine) % 50}"))
        except BaseException as error:  # noqa: BLE001 - told by the test
            failures.append(error)

    threads = [threading.Thread(target=load, args=(mine,)) for mine in seen]
    try:
        for thread in threads:
            thread.start()
        for number in (1, 2):
            small_graph(folder, extra=version(number))
            assert wait_until(lambda: ask(server, "watch") == number or bool(failures), 30)  # noqa: B023
        over.set()
        for thread in threads:
            thread.join()
        assert failures == []
        assert all(mine == sorted(mine) for mine in seen)
        assert {number for mine in seen for number in mine} == {0, 1, 2}
        assert wait_until(lambda: len(zygotes(server)) == 1)
    finally:
        over.set()
        stop(server)


_BUILDS = """
import os, sys
from itertools import count
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from serving import small_graph
from test_publish import version
folder = Path(sys.argv[1])
for order in sys.stdin:
    child = os.fork()
    if child:
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)
        continue
    for n in count(int(order)):
        small_graph(folder, extra=version(n))
"""
"""For each number that it reads, a process that builds versions from there on without end."""


@pytest.mark.slow
def test_builds_killed_at_any_moment_leave_the_server_a_whole_graph(tmp_path: Path) -> None:
    folder = small_graph(tmp_path / "g", extra=version(0))
    server = start(folder, poll=0.05)
    started = time.perf_counter()
    small_graph(tmp_path / "other", extra=version(0))
    span = 2 * (time.perf_counter() - started)  # follows the machine
    moments, last, built = random.Random(1815), 0, 0  # noqa: S311 - no secret
    here = str(Path(__file__).resolve().parent)
    try:
        with subprocess.Popen(
            [sys.executable, "-c", _BUILDS, str(folder), here],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            for round_ in range(20):
                before = current_version(folder)
                print(1000 * round_ + 1, file=process.stdin, flush=True)
                child = int(process.stdout.readline())
                time.sleep(moments.uniform(0.0, span))
                os.kill(child, signal.SIGKILL)
                assert process.stdout.readline() == "gone\n"
                number = ask(server, round_)
                assert number >= last
                last = number
                shown = current_version(folder)
                span *= 1.2 if shown == before else 0.7
                built += shown != before
            process.stdin.close()
        small_graph(folder, extra=version(1_000_000))
        assert wait_until(lambda: ask(server, "end") == 1_000_000, 30)
    finally:
        stop(server)
    assert built > 0
