"""Queries that mean harm: they end at the deadline, and nobody else waits for it."""

from __future__ import annotations

import concurrent.futures
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from serving import HOSTILE, Server, descendants, start, stop, wait_until

LOOKUP = "SELECT ?o {{ <https://w3id.org/orbat/id/person/ada-varga> ?p ?o FILTER(?o != '{}') }}"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def hurt(graph: Path) -> Iterator[Server]:
    """A server of its own, with few places: two in the fast lane, three in the slow one."""
    running = start(
        graph, timeout=1.5, patience=0.1, workers=2, slow_workers=3, worker_memory=200 << 20, stalled=2.0
    )
    yield running
    stop(running)


def metric(server: Server, name: str) -> int:
    text = server.client.get("/metrics").text
    return int(next(line for line in text.splitlines() if line.startswith(f"orbat_{name} ")).split()[1])


def code(response: httpx.Response) -> str:
    return str(response.json()["error"]["code"])


def memory(server: Server) -> int:
    """What the server's processes have of their own, in bytes; pages that workers share do not count."""
    total = 0
    for pid in (server.process.pid, *descendants(server.process.pid)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_"))
    return total * 1024


def test_a_query_is_stopped_at_the_deadline_and_the_next_is_answered(hurt: Server) -> None:
    response = hurt.ask(HOSTILE)
    assert (response.status_code, code(response)) == (503, "timeout")
    assert hurt.ask(LOOKUP.format("next")).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (GROUP_CONCAT(?a) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
        "SELECT DISTINCT ?a ?d ?g ?j { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?c ?f ?i",
        "SELECT * { ?s (!<a:a>|^!<a:b>)* ?o . ?x (!<a:a>|^!<a:b>)* ?y . ?a ?b ?c } ORDER BY ?s",
        "SELECT * { " + " ".join(f"?v{i % 50} ?p{i} ?v{(i * 7 + 1) % 50} ." for i in range(1000)) + " }",
        "SELECT * { VALUES ?x { " + "1 " * 20_000 + "} VALUES ?y { " + "2 " * 20_000 + "} } ORDER BY ?x",
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
        "SELECT * { ?s " + "/".join(["<a:a>"] * 5000) + " ?o }",
        "SELECT * { ?s ?p " + "(" * 900 + "1" + ")" * 900 + " }",
        "SELECT * { " + "OPTIONAL { ?s ?p ?o " * 900 + "}" * 900 + " }",
        "SELECT * { ?s ?p ?o FILTER(" + "&&".join(["?o=1"] * 10_000) + ") }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?c), '^(([a-z]+)*)+$') && REGEX(?f, '(.*)*x')) }",
        "SELECT (REPLACE('" + "a" * 5000 + "', '(a*)*b|a{500}{50}', '$1$1$1') AS ?x) { ?a ?b ?c . ?d ?e ?f }",
        "SELECT * { ?s ((<a:a>|!<a:b>)*/(^<a:c>|!<a:d>)*)* ?o . ?o ((!<a:e>)+/(!<a:f>)*)+ ?z } ORDER BY ?z",
        "SELECT (STRLEN(?h) AS ?n) { BIND('"
        + "x" * 9000
        + "' AS ?a) "
        + " ".join(
            f"BIND(CONCAT(?{a},?{a},?{a},?{a}) AS ?{b})" for a, b in zip("abcdefg", "bcdefgh", strict=True)
        )
        + " }",
        "SELECT * { ?a !<a:a> ?b . ?b !<a:a> ?c . ?c !<a:a> ?a . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?b ?i",
        "SELECT * { " + " UNION ".join(["{ ?a ?b ?c . ?d ?e ?f }"] * 500) + " } ORDER BY ?a",
        "CONSTRUCT { ?a ?e ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    ],
    ids=[
        "concat",
        "order",
        "paths",
        "plan",
        "values",
        "nots",
        "long-path",
        "lists",
        "optionals",
        "ands",
        "regex",
        "replace",
        "powers",
        "strings",
        "triangle",
        "unions",
        "everything",
    ],
)
def test_the_server_outlives_a_query(hurt: Server, query: str) -> None:
    with contextlib.suppress(httpx.RemoteProtocolError):  # an answer that the deadline cuts off breaks off
        response = hurt.client.post("/sparql", data={"query": query})
        assert response.status_code in (200, 400, 503)
        if response.status_code != 200:
            assert code(response) in {"timeout", "resources-exceeded", "malformed-query"}
    assert hurt.ask(LOOKUP.format(len(query))).status_code == 200


NESTS = {
    "groups": ("SELECT * { ", "{ ", "?s ?p ?o ", "} ", "}"),
    "parentheses": ("SELECT * { FILTER", "(", "true", ")", " }"),
    "optionals": ("SELECT * { ", "OPTIONAL { ", "?s ?p ?o ", "} ", "}"),
    "minuses": ("SELECT * { ?s ?p ?o ", "MINUS { ", "?s ?p ?o ", "} ", "}"),
    "graphs": ("SELECT * { ", "GRAPH ?g { ", "?s ?p ?o ", "} ", "}"),
    "subselects": ("SELECT * { ", "{SELECT * { ", "?s ?p ?o ", "}} ", "}"),
    "unions": ("SELECT * { ", "{ {} UNION ", "{ ?s ?p ?o } ", "} ", "}"),
    "exists": ("SELECT * { ", "FILTER EXISTS { ", "?s ?p ?o ", "} ", "}"),
    "not-exists": ("SELECT * { ", "FILTER NOT EXISTS { ", "?s ?p ?o ", "} ", "}"),
    "nots": ("ASK { FILTER(", "!", "true", "", ") }"),
    "negatives": ("ASK { FILTER(1 = ", "- ", "1", "", ") }"),
    "paths": ("SELECT * { ?s ", "(", "<a:a>", ")", " ?o }"),
    "inverse-paths": ("SELECT * { ?s ", "^", "<a:a>", "", " ?o }"),
    "starred-paths": ("SELECT * { ?s ", "(", "<a:a>", ")*", " ?o }"),
    "negated-paths": ("SELECT * { ?s ", "(!", "<a:a>", ")", " ?o }"),
    "binds": ("SELECT * { BIND(", "(", "1", ")", " AS ?x) }"),
    "ifs": ("SELECT * { BIND(", "IF(true, ", "1", ", 2)", " AS ?x) }"),
    "calls": ("SELECT * { BIND(", "STR(", "1", ")", " AS ?x) }"),
    "coalesces": ("SELECT * { BIND(", "COALESCE(", "1", ")", " AS ?x) }"),
    "ins": ("ASK { FILTER(", "1 IN (", "1", ")", ") }"),
    "sums": ("ASK { FILTER(1 < ", "1+", "1", "", ") }"),
    "ors": ("ASK { FILTER(", "false||", "true", "", ") }"),
    "comparisons": ("ASK { FILTER(", "(1 = ", "1", ")", ") }"),
    "collections": ("SELECT * { ?s ?p ", "( ", "1", ") ", "}"),
    "blank-nodes": ("SELECT * { ?s ?p ", "[ ?q ", "1", "] ", "}"),
    "triple-terms": ("SELECT * { ?s ?p ", "<<( ?s ?p ", "1", ")>> ", "}"),
    "reified-triples": ("SELECT * { ", "<< ", "?s ?p ?o", " >> ?p ?o ", "}"),
    "annotations": ("SELECT * { ?s ?p ?o ", "{| ?q 1 ", "", "|} ", "}"),
    "construct-lists": ("CONSTRUCT { ?s ?p ", "( ", "1", ") ", "} WHERE { ?s ?p ?o }"),
    "aggregates": ("SELECT (COUNT(", "(", "?s", ")", ") AS ?n) { ?s ?p ?o }"),
    "orders": ("SELECT * { ?s ?p ?o } ORDER BY ", "(", "?s", ")", ""),
    "laterals": ("SELECT * { ", "LATERAL { ", "?s ?p ?o ", "} ", "}"),
}
"""What can stand inside itself: what comes before, what is repeated, the middle, its ends, what is after."""


@pytest.mark.parametrize("depth", [100, 990, 10_000])
@pytest.mark.parametrize("nest", NESTS)
def test_no_nesting_hurts_the_server(hurt: Server, nest: str, depth: int) -> None:
    before, opening, middle, closing, after = NESTS[nest]
    query = before + opening * depth + middle + closing * depth + after
    response = hurt.client.post("/sparql", data={"query": query})
    assert response.status_code in (200, 400, 503)
    if response.status_code != 200:
        assert code(response) in {
            "timeout",
            "resources-exceeded",
            "malformed-query",
            "query-failed",
            "nested-too-deep",
        }
    assert hurt.ask(LOOKUP.format(f"{nest} {depth}")).status_code == 200


@pytest.mark.parametrize("nest", ["groups", "parentheses", "optionals", "ifs", "collections", "exists"])
def test_nesting_that_somebody_could_mean_is_answered(hurt: Server, nest: str) -> None:
    before, opening, middle, closing, after = NESTS[nest]
    response = hurt.client.post(
        "/sparql", data={"query": before + opening * 20 + middle + closing * 20 + after}
    )
    assert response.status_code == 200


def test_lookups_are_answered_beside_hostile_queries(hurt: Server) -> None:
    """Four hostile queries and only two places in the fast lane: every lookup is answered, and soon."""
    with concurrent.futures.ThreadPoolExecutor(12) as threads:
        hostile = [threads.submit(hurt.ask, HOSTILE + f"# {number}") for number in range(4)]
        time.sleep(0.1)

        answers = list(threads.map(lambda number: hurt.ask(LOOKUP.format(number)).status_code, range(60)))
    assert set(answers) == {200}
    codes = [code(each.result()) for each in hostile]
    assert set(codes) == {"timeout", "displaced"}
    assert codes.count("displaced") == 1  # four slow queries, three places: the newest went


def test_a_displaced_query_says_when_to_come_again(hurt: Server) -> None:
    with concurrent.futures.ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(lambda number: hurt.ask(HOSTILE + f"# again {number}"), range(5)))
    displaced = [each for each in answers if code(each) == "displaced"]
    assert displaced
    assert {each.headers["retry-after"] for each in displaced} == {"2"}


def test_memory_of_a_query_is_bounded(hurt: Server) -> None:
    """A result that must be held to be sorted outgrows the worker's 200 MB, or meets the deadline."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?f"
    response = hurt.ask(query)
    assert response.status_code == 503
    assert code(response) in {"resources-exceeded", "timeout"}
    assert hurt.ask(LOOKUP.format("after memory")).status_code == 200


def test_a_large_result_streams_at_flat_memory(graph: Path) -> None:
    patient = start(graph, timeout=60, max_rows=0)
    try:
        before, received, peak = memory(patient), 0, 0
        with patient.client.stream(
            "GET",
            "/sparql",
            params={"query": STREAM, "format": "csv"},
            headers={"Accept-Encoding": "identity"},
        ) as response:
            assert response.status_code == 200
            assert "content-length" not in response.headers
            for chunk in response.iter_raw():
                received += len(chunk)
                if received % (1 << 23) < len(chunk):
                    peak = max(peak, memory(patient) - before)
                if received > 60_000_000:
                    break
        assert peak < 40_000_000
        assert received > 60_000_000
    finally:
        stop(patient)


def test_a_result_that_breaks_off_is_no_whole_answer(hurt: Server) -> None:
    """The deadline strikes in the middle: the client must see that there was more."""
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete chunked read"):
        _ = hurt.client.get("/sparql", params={"query": STREAM, "format": "csv"}).content


def test_a_client_that_hangs_up_frees_its_worker(hurt: Server) -> None:
    assert wait_until(lambda: metric(hurt, "queries_slow") == 0)
    before = metric(hurt, "queries_timed_out_total")
    host, port = hurt.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(f"GET /sparql?query={quote(HOSTILE + '# gone')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert wait_until(lambda: metric(hurt, "queries_slow") == 1, 3)
    assert wait_until(lambda: metric(hurt, "queries_slow") == 0, 1)
    assert metric(hurt, "queries_timed_out_total") == before


def test_a_client_that_does_not_read_frees_its_worker(hurt: Server) -> None:
    host, port = hurt.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(f"GET /sparql?query={quote(STREAM)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert wait_until(lambda: metric(hurt, "queries_slow") == 1, 3)
        assert hurt.ask(LOOKUP.format("beside a slow reader")).status_code == 200
        assert wait_until(lambda: metric(hurt, "queries_slow") == 0, 6)


def test_workers_that_die_at_once_do_not_multiply(graph: Path) -> None:
    """A query that needs more memory than there is is tried twice, and then it is over."""
    starved = start(graph, worker_memory=1 << 20, timeout=30)
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?f"
    try:
        codes = {code(starved.ask(f"{query} # {number}")) for number in range(3)}
        assert codes == {"resources-exceeded"}
        assert metric(starved, "workers_forked_total") <= 2 + 2 * 3
    finally:
        stop(starved)


def test_a_full_queue_refuses_and_says_when_to_come_again(graph: Path) -> None:
    small = start(graph, timeout=1.0, workers=1, slow_workers=1, queue=1, patience=0.9)
    try:
        barrier = threading.Barrier(6)

        def ask(number: int) -> httpx.Response:
            barrier.wait()
            return small.ask(HOSTILE + f"# queue {number}")

        with concurrent.futures.ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(ask, range(6)))
        refused = [each for each in answers if code(each) == "overloaded"]
        assert len(refused) >= 4
        assert {each.headers["retry-after"] for each in refused} == {"2"}
    finally:
        stop(small)


def test_one_client_may_not_have_too_many_queries(graph: Path) -> None:
    small = start(graph, timeout=1.0, per_client=2)
    try:
        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda number: small.ask(HOSTILE + f"# {number}"), range(4)))
        assert sorted(each.status_code for each in answers) == [429, 429, 503, 503]
    finally:
        stop(small)
