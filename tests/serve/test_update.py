"""Updates: who may send them, whole or not at all, visible at once, on the disk when answered."""

from __future__ import annotations

import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore
from serving import TOKEN, Server, small_graph, start, stop, wait_until, zygotes

from orbat.errors import ServeError
from orbat.serve.access import read_token
from orbat.serve.settings import Settings
from orbat.store import load_memory, open_disk, open_graph
from orbat.store.fold import fold
from orbat.store.folder import HOME, locked
from orbat.store.journal import SupersededError

COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <urn:g> { ?s ?p ?o } }"
NUMBERS = "SELECT ?n { GRAPH <urn:numbers> { <urn:s> <urn:n> ?n } }"


def number(n: int) -> str:
    """An update that must be seen whole: a number, and as many of its own triples."""
    rows = " ".join(f"<urn:s{n}> <urn:has> {i} ." for i in range(20))
    return f"INSERT DATA {{ GRAPH <urn:numbers> {{ <urn:s> <urn:n> {n} . {rows} }} }}"


def numbers(folder: Path) -> set[int]:
    """The numbers whose updates the graph in `folder` holds; none of them in part."""
    store = load_memory(folder)
    rows = store.query(NUMBERS)
    found = {int(row["n"].value) for row in rows}  # type: ignore[union-attr]
    parts = store.query("SELECT ?s (COUNT(*) AS ?c) { GRAPH <urn:numbers> { ?s <urn:has> ?i } } GROUP BY ?s")
    counted = {int(row["s"].value[5:]): int(row["c"].value) for row in parts}  # type: ignore[union-attr]
    assert counted == dict.fromkeys(found, 20)
    return found


def count(server: Server, query: str = COUNT) -> int:
    response = server.ask(query)
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


@pytest.fixture
def clean(writable: Server) -> Server:
    assert writable.update("DROP ALL").status_code == 204
    return writable


@contextmanager
def running(folder: Path, **options: object) -> Iterator[Server]:
    server = start(folder, **{"write_token": TOKEN, "settle": 3600.0, **options})
    try:
        yield server
    finally:
        stop(server)


@pytest.mark.parametrize(
    ("authorization", "status", "code"),
    [
        (None, 401, "token-required"),
        ("", 401, "token-required"),
        ("Bearer", 401, "token-required"),
        ("Basic YTpi", 401, "token-required"),
        (TOKEN, 401, "token-required"),
        ("Bearer wrong", 403, "wrong-token"),
        (f"Bearer {TOKEN}x", 403, "wrong-token"),
        (f"Bearer {TOKEN[:-1]}", 403, "wrong-token"),
    ],
)
@pytest.mark.parametrize("form", [False, True])
def test_updates_need_the_token(
    clean: Server, authorization: str | None, status: int, code: str, form: bool
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    if form:
        response = clean.client.post("/sparql", data={"update": "CREATE GRAPH <urn:x>"}, headers=headers)
    else:
        headers["Content-Type"] = "application/sparql-update"
        response = clean.client.post("/sparql", content=b"CREATE GRAPH <urn:x>", headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.headers["www-authenticate"].startswith('Bearer realm="orbat"')
    assert TOKEN not in response.text
    assert clean.client.get("/graphs?graph=urn:x").status_code == 404


def test_a_read_only_server_takes_no_update_whatever_the_token(server: Server) -> None:
    refused = server.update("CLEAR ALL")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "read-only")


def test_token_files_are_read_and_their_content_told_to_nobody(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text(f"  {TOKEN}\n")
    assert read_token(path) == TOKEN
    for content, words in [
        ("", "of 0"),
        ("short-secret", "of 12"),
        ("two words and more of them", "no token"),
    ]:
        path.write_text(content)
        with pytest.raises(ServeError, match=words) as caught:
            read_token(path)
        assert not content or content not in str(caught.value)
    with pytest.raises(ServeError, match="cannot be read"):
        read_token(tmp_path / "none")
    assert TOKEN not in repr(Settings(tmp_path, write_token=TOKEN))


def test_a_query_after_an_update_sees_it_and_gets_another_etag(clean: Server) -> None:
    before = clean.ask(COUNT)
    assert clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1, 2 } }").status_code == 204
    after = clean.ask(COUNT)
    assert count(clean) == 2
    assert before.headers["etag"] != after.headers["etag"]
    old = clean.client.get(
        "/sparql",
        params={"query": COUNT},
        headers={
            "Accept": "application/sparql-results+json",
            "If-None-Match": before.headers["etag"],
        },
    )
    assert old.status_code == 200


def test_an_update_that_changes_nothing_changes_no_etag(clean: Server) -> None:
    clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
    before = clean.ask(COUNT).headers["etag"]
    assert clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }").status_code == 204
    assert clean.update("DELETE WHERE { GRAPH <urn:none> { ?s ?p ?o } }").status_code == 204
    assert clean.ask(COUNT).headers["etag"] == before


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 9 } } ; CREATE GRAPH <urn:g>",
        "DELETE WHERE { GRAPH <urn:g> { ?s ?p ?o } } ; DROP GRAPH <urn:none>",
        "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 9 } } ; nonsense",
    ],
)
def test_an_update_that_fails_has_done_nothing(clean: Server, update: str) -> None:
    clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
    before = clean.ask(COUNT)
    assert clean.update(update).status_code == 400
    after = clean.ask(COUNT)
    assert (after.text, after.headers["etag"]) == (before.text, before.headers["etag"])


def test_an_update_past_its_limits_is_stopped_and_has_done_nothing(tmp_path: Path) -> None:
    folder = small_graph(tmp_path / "g")
    with running(folder, timeout=3.0, worker_memory=64 << 20, max_update=50_000) as server:
        with locked(folder / HOME, wait=True):  # as a build does while it writes
            late = server.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        assert (late.status_code, late.json()["error"]["code"]) == (503, "overloaded")
        long = server.update("INSERT DATA { <urn:a> <urn:b> '" + "x" * 60_000 + "' }")
        assert (long.status_code, long.json()["error"]["code"]) == (413, "too-large")
        numbers = " ".join(f"<urn:s{i}> <urn:p> {i} ." for i in range(900))
        assert server.update(f"INSERT DATA {{ GRAPH <urn:n> {{ {numbers} }} }}").status_code == 204
        square = "GRAPH <urn:n> { ?s ?p ?o . ?t ?q ?r }"
        heavy = server.update(f"INSERT {{ ?s ?t ?r }} WHERE {{ {square} }}")
        assert (heavy.status_code, heavy.json()["error"]["code"]) == (503, "resources-exceeded")
        cross = " ".join(f"GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}" for i in range(6))
        stopped = server.update(
            f"INSERT {{ <urn:a> <urn:b> ?s0 }} WHERE {{ {cross} FILTER(CONCAT(STR(?o0), STR(?o5)) = '') }}"
        )
        assert (stopped.status_code, stopped.json()["error"]["code"]) == (503, "timeout")
        assert count(server, "SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?o }") == 0
        assert server.update("INSERT DATA { <urn:a> <urn:b> 1 }").status_code == 204
        assert count(server, "SELECT (COUNT(*) AS ?n) { <urn:a> ?p ?o }") == 1


def test_blank_nodes_can_be_found_again_by_later_updates(clean: Server) -> None:
    clean.update("INSERT DATA { GRAPH <urn:g> { [] <urn:p> 1 } }")
    clean.update("INSERT { GRAPH <urn:g> { ?s <urn:q> 2 } } WHERE { GRAPH <urn:g> { ?s <urn:p> 1 } }")
    assert count(clean, "SELECT (COUNT(*) AS ?n) { ?s <urn:p> 1 ; <urn:q> 2 }") == 1
    clean.update("DELETE WHERE { GRAPH <urn:g> { ?s <urn:p> 1 } }")
    assert count(clean) == 1


def test_parameters_name_the_graphs_of_an_update(clean: Server) -> None:
    clean.update("INSERT DATA { GRAPH <urn:1> { <urn:a> <urn:p> 1 } GRAPH <urn:2> { <urn:a> <urn:p> 2 } }")
    copied = clean.update(
        "INSERT { GRAPH <urn:g> { ?s ?p ?o } } WHERE { ?s ?p ?o }", **{"using-graph-uri": "urn:2"}
    )
    assert copied.status_code == 204
    assert clean.ask("SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }", "text/csv").text.split() == ["o", "2"]
    for own in (
        "WITH <urn:1> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DELETE { ?s ?p 1 } USING <urn:1> WHERE {}",
    ):
        refused = clean.update(own, **{"using-graph-uri": "urn:2"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "update-dataset-twice")


@pytest.mark.parametrize(
    ("update", "code"),
    [
        ("LOAD <http://127.0.0.1:1/>", "load-refused"),
        ("CLEAR SILENT GRAPH <urn:x> ; LOAD SILENT <http://127.0.0.1:1/> INTO GRAPH <urn:x>", "load-refused"),
        ("PREFIX e: <http://127.0.0.1/> LOAD e:x", "load-refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "service-refused"),
        (
            "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
            "service-refused",
        ),
    ],
)
def test_updates_reach_no_other_server(clean: Server, update: str, code: str) -> None:
    refused = clean.update(update)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, code)


def test_load_reads_from_a_host_that_is_named(tmp_path: Path) -> None:
    class Turtle(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/turtle")
            self.send_header("Content-Length", "27")
            self.end_headers()
            self.wfile.write(b"<urn:loaded> <urn:p> 1, 2 .")

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Turtle) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        host = f"127.0.0.1:{other.server_port}"
        with running(small_graph(tmp_path / "g"), allow_service=[host]) as server:
            loaded = server.update(f"LOAD <http://{host}/x.ttl> INTO GRAPH <urn:g>")
            assert loaded.status_code == 204, loaded.text
            assert count(server) == 2
        other.shutdown()


def test_many_writers_and_readers_at_once(clean: Server) -> None:
    """Every update is taken; no reader sees half of one, or the past after the present."""
    seen: list[int] = []

    def read() -> None:
        for _ in range(12):
            answer = clean.ask("SELECT ?n (COUNT(?i) AS ?c) { ?s <urn:of> ?n ; <urn:has> ?i } GROUP BY ?n")
            rows = answer.json()["results"]["bindings"]
            assert {row["c"]["value"] for row in rows} <= {"20"}
            seen.append(len(rows))

    def update(n: int) -> int:
        rows = ", ".join(map(str, range(20)))
        return clean.update(
            f"INSERT DATA {{ GRAPH <urn:{n}> {{ <urn:s{n}> <urn:of> {n} ; <urn:has> {rows} }} }}"
        ).status_code

    with ThreadPoolExecutor(4) as pool:
        reader = pool.submit(read)
        statuses = list(pool.map(update, range(12)))
        reader.result()
    assert statuses == [204] * 12
    assert count(clean, "SELECT (COUNT(*) AS ?n) { ?s <urn:of> ?x }") == 12
    assert seen == sorted(seen)


def test_a_query_under_way_goes_on_with_the_graph_as_it_was(clean: Server) -> None:
    rows = " ".join(f"<urn:s> <urn:p> {i} ." for i in range(300))
    clean.update(f"INSERT DATA {{ GRAPH <urn:g> {{ {rows} }} }}")
    query = "SELECT ?a ?b ?c { GRAPH <urn:g> { ?s ?p ?a . ?s ?p ?b . ?s ?p ?c } } LIMIT 300000"
    with clean.client.stream(
        "GET", "/sparql", params={"query": query}, headers={"Accept": "text/csv"}
    ) as answer:
        lines = answer.iter_lines()
        assert next(lines) == "a,b,c"
        assert clean.update("CLEAR GRAPH <urn:g>").status_code == 204
        assert sum(1 for _ in lines) == 300_000
    assert count(clean) == 0


def test_updates_are_written_into_the_files_when_it_has_become_quiet(tmp_path: Path) -> None:
    folder = small_graph(tmp_path / "g")
    report = open_graph(folder).report()
    with running(folder, settle=0.2, poll=0.2) as server:
        assert server.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> _:c } }").status_code == 204
        assert wait_until(lambda: "urn:a" in (folder / "graph.nq").read_text(), 20)
        assert count(server) == 1
        assert server.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 2 } }").status_code == 204
        assert count(server) == 2
    graph = open_graph(folder)
    assert graph.updates == 0
    assert graph.report() == report
    assert len(load_memory(folder)) == len(open_disk(folder)) == graph.quads
    assert (folder / "graph.nq").read_text().splitlines() == sorted(
        (folder / "graph.nq").read_text().splitlines()
    )


def test_a_build_replaces_updates_and_the_next_update_goes_into_the_new_graph(tmp_path: Path) -> None:
    folder = small_graph(tmp_path / "g")
    news = "SELECT (COUNT(*) AS ?n) { <urn:new> ?p ?o }"
    with running(folder, poll=3600.0) as server:
        server.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
        small_graph(folder, extra="<urn:new> { <urn:new> <urn:p> 1 }")
        assert server.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 2, 3 } }").status_code == 204
        assert (count(server, news), count(server)) == (1, 2)
        small_graph(folder, extra="<urn:new> { <urn:new> <urn:p> 1 }")  # the very same again
        assert server.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 4 } }").status_code == 204
        assert (count(server, news), count(server)) == (1, 1)
    assert "<urn:a> <urn:b>" in (folder / "graph.nq").read_text()


@pytest.mark.parametrize(("options", "words"), [({"memory_limit": 0}, "too large to be changed")])
def test_a_graph_that_cannot_be_changed_is_said_at_the_start(
    graph: Path, options: dict[str, object], words: str
) -> None:
    with pytest.raises(RuntimeError, match=words):
        start(graph, write_token=TOKEN, **options)


def test_a_folder_that_orbat_did_not_make_takes_no_updates(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_bytes((graph / "graph.nq").read_bytes())
    with pytest.raises(RuntimeError, match="was not made by"):
        start(tmp_path, write_token=TOKEN)


def test_the_command_takes_the_token_from_a_file(tmp_path: Path) -> None:
    folder = small_graph(tmp_path / "g")
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    command = [sys.executable, "-m", "orbat.cli", "serve", str(folder), "--port", "0", "--writable"]
    alone = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert alone.returncode != 0
    assert "--token-file" in alone.stderr
    process = subprocess.Popen(
        [*command, "--token-file", str(tmp_path / "token")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"(http://\S+?)/ ", process.stdout.readline())
        assert found is not None
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/sparql-update"}
        done = httpx.post(f"{found[1]}/sparql", content="CREATE GRAPH <urn:x>", headers=headers, timeout=30)
        assert done.status_code == 204
    finally:
        process.terminate()
        said = "".join(process.communicate(timeout=30))
    assert TOKEN not in said
    assert TOKEN.encode() not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_updates_are_counted(clean: Server) -> None:
    assert re.search(r"^orbat_updates_total [1-9]", clean.client.get("/metrics").text, re.MULTILINE)


def test_a_graph_has_one_writer(writable: Server, writable_folder: Path) -> None:
    assert writable.update("DROP ALL").status_code == 204
    with pytest.raises(RuntimeError, match="another server takes updates"):
        start(writable_folder, write_token=TOKEN)


def test_the_process_that_holds_the_graph_may_be_lost(clean: Server) -> None:
    clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }")
    (zygote,) = zygotes(clean)
    os.kill(zygote, signal.SIGKILL)
    assert clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 2 } }").status_code == 204
    assert count(clean) == 2


@pytest.mark.slow
def test_a_killed_server_loses_no_update_that_was_answered(tmp_path: Path) -> None:
    """Some kills fall into the folding of the journal; `tests/store/test_journal.py` has more of them."""
    folder = small_graph(tmp_path / "g")
    moments = random.Random(1809)  # noqa: S311 - no secret
    answered: set[int] = set()
    n = 0
    for settle in (3600.0, 0.02):
        server = start(folder, write_token=TOKEN, settle=settle)
        killer = threading.Timer(moments.uniform(0.1, 0.5), server.process.kill)
        killer.start()
        with suppress(httpx.TransportError):
            while True:
                n += 1
                if server.update(number(n)).status_code == 204:
                    answered.add(n)
                time.sleep(0.05 if settle < 1 else 0)
        server.ended()
        server.client.close()
        held = numbers(folder)
        assert answered <= held <= answered | {n}
        answered = held
    assert len(answered) > 2
    assert wait_until(lambda: folded(folder))
    assert numbers(folder) == answered


def folded(folder: Path) -> bool:
    """Whether no journal is left; a killed server's last folding may still be at work on it."""
    try:
        return fold(folder) or open_graph(folder).updates == 0
    except SupersededError:
        return False


def test_a_full_disk_is_said_and_nothing_is_changed(clean: Server) -> None:
    """A limit on the size of files stands in for a full disk."""
    before = resource.prlimit(clean.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(clean.process.pid, resource.RLIMIT_FSIZE, (50, before[1]))
    try:
        refused = clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1, 2, 3 } }")
        assert (refused.status_code, refused.json()["error"]["code"]) == (507, "storage-full")
        assert count(clean) == 0
    finally:
        resource.prlimit(clean.process.pid, resource.RLIMIT_FSIZE, before)
    assert clean.update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:p> 1 } }").status_code == 204
    assert count(clean) == 1


def test_rdflib_writes_through_its_own_store(clean: Server) -> None:
    """As users write: `SPARQLUpdateStore` with the token in a header; a graph added, queried, removed."""
    store = SPARQLUpdateStore(
        f"{clean.url}/sparql",
        f"{clean.url}/sparql",
        context_aware=True,
        autocommit=True,
        headers={"Authorization": f"Bearer {TOKEN}"},
    )
    dataset = Graph(store, identifier=URIRef("urn:g"))
    dataset.add((URIRef("urn:a"), URIRef("urn:p"), Literal("é", lang="fr")))
    assert count(clean) == 1
    assert list(dataset) == [(URIRef("urn:a"), URIRef("urn:p"), Literal("é", lang="fr"))]
    dataset.update("INSERT { ?s <urn:q> 1 } WHERE { ?s ?p ?o }")
    assert count(clean) == 2
    dataset.remove((None, None, None))
    assert count(clean) == 0
