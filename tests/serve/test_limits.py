"""What a client may send, how slowly, how much it gets; whom a query may ask; what all queries may take."""

from __future__ import annotations

import concurrent.futures
import contextlib
import json
import resource
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pyoxigraph as ox
import pytest
from serving import BASE, Server, descendants, start, stop, wait_until

ALL = "SELECT * { ?s ?p ?o }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?i ?a ?f ?k"
GROWING = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l "
    "BIND(SHA512(CONCAT(STR(?c), STR(?f), STR(?i))) AS ?x) "
    "BIND(SHA512(CONCAT(?x, STR(?a), ?x)) AS ?y) BIND(SHA512(CONCAT(?y, STR(?d), ?x)) AS ?z) } "
    "ORDER BY ?i ?a ?f ?k"
)
"""Grows by some 50 MB between two looks at it, where `HUNGRY` takes seven times that."""
LOOKUP = f"SELECT ?o {{ <{BASE}person/ada-varga> ?p ?o }}"
NOBODYS = "a-token-that-nobody-may-see"


@pytest.fixture(scope="module")
def strict(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with small limits."""
    log = tmp_path_factory.mktemp("log") / "access.log"
    running = start(graph, slow_head=1.0, stalled=1.0, max_rows=20, access_log=str(log), timeout=5.0)
    yield running
    stop(running)


def line_to(server: Server) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=20)


def received(line: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while data := line.recv(65536):
            found += data
    return found


def get(query: str, *headers: str) -> bytes:
    lines = [f"GET /sparql?query={quote(query)} HTTP/1.1", "Host: x", "Accept: text/csv", *headers, "", ""]
    return "\r\n".join(lines).encode()


def metric(server: Server, name: str) -> float:
    text = server.client.get("/metrics").text
    return float(next(each for each in text.splitlines() if each.startswith(f"orbat_{name} ")).split()[1])


def log_of(server: Server) -> list[dict[str, object]]:
    options = json.loads(server.process.args[-1])  # type: ignore[index]
    time.sleep(1.2)
    return [json.loads(each) for each in Path(options["access_log"]).read_text().splitlines()]


@pytest.mark.parametrize("size", [70_000, 1_000_000])
def test_a_head_that_is_too_long_is_refused(strict: Server, size: int) -> None:
    with line_to(strict) as line:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(b"GET /?" + b"x" * size + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        answer = received(line)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431 ")


def test_a_long_query_is_taken_by_post(strict: Server) -> None:
    query = f"{LOOKUP} # {'x' * 100_000}"
    assert strict.client.post("/sparql", data={"query": query}).status_code == 200


def test_a_head_that_comes_too_slowly_is_given_up(strict: Server) -> None:
    with line_to(strict) as line:
        line.sendall(b"GET /health HTTP/1.1\r\nHost:")
        assert received(line).startswith(b"HTTP/1.1 408 ")


def test_a_client_that_asks_nothing_is_hung_up_on(strict: Server) -> None:
    with line_to(strict) as line:
        assert received(line) == b""


def test_a_body_that_comes_too_slowly_is_given_up(strict: Server) -> None:
    with line_to(strict) as line:
        line.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"Content-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK"
        )
        assert received(line).startswith(b"HTTP/1.1 408 ")


def test_a_body_of_endless_chunk_extensions_is_given_up(strict: Server) -> None:
    with line_to(strict) as line:
        line.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        endless = (b"1;" + b"x" * 65_000 + b"\r\n \r\n") * 400
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            line.sendall(endless)


def test_a_client_that_does_not_take_its_answer_is_hung_up_on(strict: Server) -> None:
    before = metric(strict, "http_slow_clients_total")
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", int(strict.url.rpartition(":")[2])))
        sixteen = ", ".join(["?x"] * 16)
        rows = f"VALUES ?x {{ '{'x' * 60_000}' }} VALUES ?n {{ {'1 ' * 19} }}"
        asked = f"SELECT (CONCAT({sixteen}) AS ?long) {{ {rows} }}"
        body = f"query={quote(asked)}".encode()
        head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        line.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + body)
        assert wait_until(lambda: metric(strict, "queries_fast") + metric(strict, "queries_slow") == 0)
        assert wait_until(lambda: metric(strict, "http_slow_clients_total") > before)


def test_more_connections_than_allowed_are_refused(graph: Path) -> None:
    small = start(graph, max_connections=4)
    try:
        with contextlib.ExitStack() as stack:
            held = [stack.enter_context(line_to(small)) for _ in range(4)]
            time.sleep(0.3)
            with line_to(small) as line:
                assert b"too-many-connections" in received(line)
            held[0].sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert held[0].recv(100).startswith(b"HTTP/1.1 200 ")
        assert wait_until(lambda: small.client.get("/health").status_code == 200)
    finally:
        stop(small)


def test_two_thousand_clients_held_open_do_not_stop_the_next(graph: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    server = start(graph)
    try:
        with contextlib.ExitStack() as stack:
            for number in range(2000):
                line = stack.enter_context(line_to(server))
                line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n" + (b"\r\n" if number % 2 else b""))
            assert server.ask(LOOKUP).status_code == 200
            assert metric(server, "http_connections") > 2000
    finally:
        stop(server)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize(
    ("format_", "rows"),
    [
        ("csv", lambda text: len(text.splitlines()) - 1),
        ("tsv", lambda text: len(text.splitlines()) - 1),
        ("json", lambda text: len(json.loads(text)["results"]["bindings"])),
        ("xml", lambda text: text.count("<result>")),
    ],
)
def test_an_answer_ends_after_so_many_rows_and_says_where_the_rest_is(
    strict: Server, format_: str, rows: object
) -> None:
    first = strict.client.get("/sparql", params={"query": f"{ALL} ORDER BY ?s ?p ?o", "format": format_})
    assert first.headers["orbat-row-limit"] == "20"
    assert rows(first.text) == 20  # type: ignore[operator]
    following = first.links["next"]["url"]
    second = strict.client.get(f"/sparql{following}&format={format_}")
    assert rows(second.text) == 20  # type: ignore[operator]
    assert first.text != second.text


@pytest.mark.parametrize(
    "query",
    [f"{ALL} LIMIT 20", f"{ALL} LIMIT 3 OFFSET 2", "SELECT * { VALUES ?x { 1 2 } }", "ASK {}", LOOKUP],
)
def test_an_answer_that_is_all_there_is_bears_no_limit(strict: Server, query: str) -> None:
    response = strict.ask(query)
    assert response.status_code == 200
    assert "orbat-row-limit" not in response.headers


@pytest.mark.parametrize(
    "query",
    [
        f"{ALL} LIMIT 21",
        f"{ALL} # LIMIT 3",
        f"{ALL} ORDER BY ?s VALUES ?o {{ UNDEF UNDEF }}",
        "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 50 } }",
        "PREFIX limit: <http://e/> SELECT ?s { ?s ?p ?o FILTER(?s != limit:1) } OFFSET 1",
        "SELECT * { ?s ?p ?o } GROUP BY ?s ?p ?o HAVING(1 = 1)",
    ],
)
def test_the_limit_goes_where_it_belongs(strict: Server, query: str) -> None:
    response = strict.ask(query)
    if "GROUP BY" in query:
        assert response.status_code in {200, 400}
        return
    assert len(response.json()["results"]["bindings"]) == 20
    assert response.headers["orbat-row-limit"] == "20"


def test_a_mistake_is_reported_where_it_stands_in_the_query_that_was_sent(strict: Server) -> None:
    detail = strict.ask("SELECT * { ?s ?p }").json()["error"]["detail"]
    assert "LIMIT" not in detail
    assert detail.startswith("query:1:19:")


@pytest.fixture(scope="module")
def asking(graph: Path, strict: Server) -> Iterator[Server]:
    """A server that may ask the other."""
    running = start(graph, allow_service=[strict.url.removeprefix("http://")], timeout=8.0)
    yield running
    stop(running)


def test_service_may_ask_a_host_that_is_named(asking: Server, strict: Server) -> None:
    query = f"SELECT ?n {{ SERVICE <{strict.url}/sparql> {{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} }} }}"
    answer = asking.ask(query)
    assert answer.status_code == 200, answer.text
    assert int(answer.json()["results"]["bindings"][0]["n"]["value"]) > 50


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?o }",
        "SERVICE SILENT <http://127.0.0.1:1/sparql> { ?s ?p ?o }",
        "VALUES ?x { <ALLOWED> } SERVICE ?x { ?s ?p ?o }",
        "SERVICE a:sparql { ?s ?p ?o }",
        "SERVICE <http://ALLOWEDHOST@127.0.0.1:1/> { ?s ?p ?o }",
        "SERVICE <sparql> { ?s ?p ?o }",
        "SERVICE <ALLOWED> { SERVICE <http://e.example/> { ?s ?p ?o } }",
        "FILTER(trueSERVICE<http://127.0.0.1:1/>{ ?s ?p ?o })",
    ],
)
def test_service_may_ask_nobody_else(asking: Server, strict: Server, clause: str) -> None:
    host = strict.url.removeprefix("http://")
    clause = clause.replace("ALLOWEDHOST", host).replace("ALLOWED", f"{strict.url}/sparql")
    answer = asking.ask(f"PREFIX a: <{strict.url}/> SELECT * {{ {clause} }}")
    assert answer.status_code in {400, 403}
    if answer.status_code == 403:
        assert answer.json()["error"]["code"] == "service-refused"


def test_another_store_asks_this_one_by_service(strict: Server) -> None:
    query = f"SELECT ?o {{ SERVICE <{strict.url}/sparql> {{ <{BASE}person/ada-varga> ?p ?o }} }}"
    found = ox.Store().query(query)
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) > 1


def test_all_queries_together_take_no_more_memory_than_allowed(graph: Path) -> None:
    server = start(graph, memory_budget=150 << 20, worker_memory=1 << 30, timeout=8.0)
    try:
        with concurrent.futures.ThreadPoolExecutor(3) as threads:
            asked = [threads.submit(server.ask, f"{GROWING} # {number}") for number in range(3)]
            most = 0
            while not all(each.done() for each in asked):
                most = max(most, sum(map(_private, descendants(server.process.pid))))
                time.sleep(0.1)
        codes = {each.result().json()["error"]["code"] for each in asked}
        assert "out-of-memory" in codes
        assert most < 600 << 20  # it is looked at ten times a second
        assert server.ask(LOOKUP).status_code == 200
        assert metric(server, "queries_outweighed_total") >= 1
    finally:
        stop(server)


def _private(pid: int) -> int:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return 1024 * sum(int(each.split()[1]) for each in text.splitlines() if each.startswith("Private_"))
    return 0


def test_one_query_asked_by_many_at_once_is_answered_once(graph: Path) -> None:
    server = start(graph, timeout=30)
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } # together"
    try:
        before = metric(server, "queries_answered_total")
        with concurrent.futures.ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda _: server.ask(query), range(8)))
        assert {each.status_code for each in answers} == {200}
        assert len({each.text for each in answers}) == 1
        assert metric(server, "queries_answered_total") == before + 1
    finally:
        stop(server)


def test_a_mistake_asked_by_many_at_once_is_told_to_all(strict: Server) -> None:
    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: strict.ask("SELECT"), range(6)))
    assert {each.status_code for each in answers} == {400}


def test_the_same_request_again_gives_the_same_answer(strict: Server) -> None:
    answers = [strict.ask(LOOKUP) for _ in range(4)]
    assert len({each.content for each in answers}) == 1
    assert len({each.headers["etag"] for each in answers}) == 1
    assert len({each.headers["x-request-id"] for each in answers}) == 4
    kept = [{name for name in each.headers if name != "date"} for each in answers]
    assert kept[0] == kept[-1]


def test_a_body_is_no_request(strict: Server) -> None:
    """What would be answered from memory as a request of its own is a body here, even if it comes late."""
    known = get(LOOKUP)
    with line_to(strict) as line:
        line.sendall(known)
        time.sleep(0.2)
        line.sendall(known)
        time.sleep(0.2)
        line.recv(1 << 16)
        length = f"Content-Length: {len(known)}\r\n"
        line.sendall(f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n{length}\r\n".encode())
        time.sleep(0.2)
        line.sendall(known)
        line.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answers = received(line)
    assert answers.count(b"HTTP/1.1 ") == 2
    assert answers.startswith(b"HTTP/1.1 415 ")


def test_requests_sent_together_are_answered_in_order(strict: Server) -> None:
    last = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with line_to(strict) as line:
        line.sendall(get(f"{LOOKUP} # a") + get("ASK { ?s ?p") + get(f"{LOOKUP} # a") + last)
        answers = received(line)
    statuses = [each[:3] for each in answers.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"400", b"200", b"200"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/static/%00",
    ],
)
def test_no_path_leads_out_of_the_static_folder(strict: Server, path: str) -> None:
    with line_to(strict) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = received(line)
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"import" not in answer


def test_a_request_that_is_not_http_is_told_so_in_the_one_shape(strict: Server) -> None:
    with line_to(strict) as line:
        line.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
        head, _, body = received(line).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-security-policy" in head
    assert json.loads(body)["error"]["code"] == "not-http"


def test_a_request_id_is_kept_if_it_is_one(strict: Server) -> None:
    def named(sent: str) -> str:
        return strict.client.get("/health", headers={"X-Request-Id": sent}).headers["x-request-id"]

    assert named("trace-1:2.3") == "trace-1:2.3"
    assert named('x" onload="') != 'x" onload="'


def test_the_log_tells_what_was_asked_and_no_secrets(graph: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    server = start(graph, access_log=str(log))
    try:
        for _ in range(3):
            server.ask(f"{LOOKUP} # who is this")
        server.client.post(
            "/sparql", data={"update": "CLEAR ALL"}, headers={"Authorization": f"Bearer {NOBODYS}"}
        )
        server.client.get("/health")
    finally:
        stop(server)
    text = log.read_text()
    lines = [json.loads(each) for each in text.splitlines()]
    queries = [each for each in lines if "query" in each]
    assert NOBODYS not in text
    assert "who is this" not in unquote(text)
    assert [each["cached"] for each in queries] == [False, True, True]
    assert len({each["query"] for each in queries}) == 1
    assert all(each["rows"] > 1 and each["status"] == 200 and each["bytes"] > 100 for each in queries)
    assert {each["client"] for each in lines} == {"127.0.0.0"}
    assert len({each["id"] for each in lines}) == len(lines) == 5


def test_the_log_has_texts_and_addresses_if_it_should(graph: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    server = start(graph, access_log=str(log), log_queries=True, log_clients="full")
    try:
        server.ask(LOOKUP)
    finally:
        stop(server)
    (line,) = map(json.loads, log.read_text().splitlines())
    assert (line["text"], line["client"]) == (LOOKUP, "127.0.0.1")


def test_the_log_of_a_client_that_hung_up_says_so(strict: Server) -> None:
    with line_to(strict) as line:
        line.sendall(get(f"{HUNGRY} # hung up"))
        assert wait_until(lambda: metric(strict, "queries_slow") == 1)
    assert wait_until(lambda: metric(strict, "queries_slow") == 0)
    assert 499 in {each["status"] for each in log_of(strict)}


def test_metrics_count_answers_by_duration(strict: Server) -> None:
    before = metric(strict, "query_seconds_count")
    strict.ask(f"{LOOKUP} # metrics")
    text = strict.client.get("/metrics").text
    buckets = [
        int(each.split()[1]) for each in text.splitlines() if each.startswith("orbat_query_seconds_bucket")
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == before + 1
    assert 'orbat_http_requests_total{status="200"}' in text
