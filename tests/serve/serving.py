"""What the tests of the server share: servers as users run them, and a look at their processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx
import pyoxigraph as ox
from rdflib import Literal, URIRef

from orbat.store.write import write

HERE = Path(__file__).resolve().parent
BASE = "https://w3id.org/orbat/id/"
TOKEN = "a-token-for-tests-only"  # noqa: S105 - no secret
_PROGRAM = """
import json, sys
from pathlib import Path
from orbat.serve.run import serve
from orbat.serve.settings import Settings
options = json.loads(sys.argv[1])
folder = Path(options.pop("folder"))
serve(Settings(folder, **options), lambda url: print(url, flush=True), port=0)
"""

HOSTILE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o . ?p ?q ?r }"
"""A cross product that would run for years."""


@dataclass(frozen=True)
class Server:
    """A running server: its address, its process, and a client."""

    url: str
    process: subprocess.Popen[str]
    client: httpx.Client
    log: IO[str]

    def ended(self, seconds: float = 30.0) -> str:
        """What the server said on its standard error until it ended."""
        self.process.wait(seconds)
        assert self.process.stdout is not None
        self.process.stdout.close()
        with self.log:
            self.log.seek(0)
            return self.log.read()

    def update(self, update: str, token: str = TOKEN, **more: str) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {token}"}
        return self.client.post("/sparql", params=more, content=update.encode(), headers=headers)

    def ask(self, query: str, accept: str = "application/sparql-results+json", **more: str) -> httpx.Response:
        return self.client.get("/sparql", params={"query": query, **more}, headers={"Accept": accept})


def small_graph(folder: Path, file: Path = HERE / "graph.trig", extra: str = "") -> Path:
    """A graph folder with what `file` and `extra` (TriG both) hold."""
    text = file.read_text(encoding="utf-8") + extra
    quads = [
        (term(quad.subject), URIRef(quad.predicate.value), term(quad.object), term(quad.graph_name))
        for quad in ox.parse(text, ox.RdfFormat.TRIG)
    ]
    write(quads, folder, {"quads": len(quads)}, base_iri=BASE)
    return folder


def term(term: object) -> URIRef | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    assert isinstance(term, ox.Literal)
    datatype = None if term.language else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=datatype)


def start(folder: Path, **options: object) -> Server:
    """A server over `folder`."""
    arguments = json.dumps({"folder": str(folder), **options})
    log = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - a pipe that nobody reads fills up
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, arguments],
        stdout=subprocess.PIPE,
        stderr=log,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    server = Server(url, process, httpx.Client(base_url=url or "http://none.invalid", timeout=60), log)
    if not url:
        raise RuntimeError(f"the server did not start: {server.ended(10)}")
    return server


def stop(server: Server) -> None:
    """Ends the server as a service manager would; what it says on its standard error fails the test."""
    server.client.close()
    server.process.send_signal(signal.SIGTERM)
    errors = server.ended()
    assert "Traceback" not in errors, errors


def descendants(pid: int) -> list[int]:
    """The processes that came from `pid`, itself left out (Linux)."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
    found, open_ = [], [pid]
    while open_:
        parent = open_.pop()
        children = [child for child, its in parents.items() if its == parent]
        found += children
        open_ += children
    return found


def zygotes(server: Server) -> list[int]:
    """The server's own children, each of which holds a version of the graph (Linux)."""
    own = server.process.pid
    return [pid for pid in descendants(own) if _parent(pid) == own]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
        return 0


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    if not Path("/proc/self/stat").exists():
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # it ended while we looked
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether `condition` came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
