"""The servers that are compared, each started as its own documentation says, on a port that is free."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

_PATIENCE = 600.0
_QUERY_PATHS = {"oxigraph": "/query", "rdflib-endpoint": "/"}


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    name: str
    port: int
    process: subprocess.Popen[bytes]

    def path(self, encoded_query: str) -> str:
        """What to ask for: the encoded query at this server's endpoint."""
        return f"{_QUERY_PATHS.get(self.name, '/sparql')}?query={encoded_query}"

    @property
    def megabytes(self) -> float:
        """Memory of the server and all its processes; shared pages count once."""
        return sum(_proportional(pid) for pid in _family(self.process.pid)) / 1e6

    @property
    def processor(self) -> float:
        """Processor seconds that the server and its processes have used; those that ended do not count."""
        return sum(_processor(pid) for pid in _family(self.process.pid))


def command(name: str, folder: Path, port: int, timeout: int, tools: Path | None) -> list[str]:
    """How the server `name` is started over `folder`; `tools` is the folder with the others' programs."""
    if name == "orbat":
        python = [sys.executable, "-m", "orbat.cli"]
        return [*python, "serve", str(folder), "--port", str(port), "--timeout", str(timeout)]
    program = str(tools / name) if tools is not None else name
    if name == "oxigraph":
        store = ["--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
        # no --timeout-s: each query would leave a thread asleep for that long, and at about 16,000 it dies
        return [program, "serve-read-only", *store, "--union-default-graph"]
    return [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(folder / "graph.nq")]


@contextlib.contextmanager
def running(name: str, folder: Path, timeout: int, tools: Path | None) -> Iterator[Running]:
    """The server, from its first answer on; at the end it is killed with all that it began."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        command(name, folder, port, timeout, tools),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    server = Running(name, port, process)
    try:
        _await(server)
        yield server
    finally:
        pids = _family(process.pid)
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        for pid in pids:
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        process.wait()


def _await(server: Running) -> None:
    url = f"http://127.0.0.1:{server.port}{server.path(quote('ASK { ?s ?p ?o }'))}"
    end = time.monotonic() + _PATIENCE
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    while time.monotonic() < end:
        if server.process.poll() is not None:
            sys.exit(f"{server.name} ended with {server.process.returncode} before it answered")
        with contextlib.suppress(OSError, urllib.error.HTTPError), urllib.request.urlopen(request, timeout=5):
            return
        time.sleep(0.1)
    sys.exit(f"{server.name} does not answer")


def _family(pid: int) -> list[int]:
    """The process and all that came from it (Linux)."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found = [pid]
    for each in found:
        found += parents.get(each, [])
    return found


def _proportional(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _processor(pid: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0
