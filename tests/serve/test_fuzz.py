"""Requests that nobody should send: whatever comes, the server answers no 500 and goes on answering.

ORBAT_FUZZ sets how many requests are made; 10,000 take about twenty seconds.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from serving import Server, start, stop

COUNT = int(os.environ.get("ORBAT_FUZZ", "5000"))
SEED = int(os.environ.get("ORBAT_FUZZ_SEED", "1941"))
TOGETHER = 32
ANSWER = 30.0
"""Seconds within which a request that is whole must be answered."""
BROKEN = 0.1
"""Seconds for a request that may not be whole."""

QUERIES = (
    "SELECT * { ?s ?p ?o } LIMIT 3",
    "ASK { ?s a <https://w3id.org/orbat/ontology#Person> }",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "DESCRIBE <https://w3id.org/orbat/id/person/ada-varga>",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(REGEX(STR(?o), 'a')) } GROUP BY ?p HAVING(?n > 1) ORDER BY ?n",
    "PREFIX a: <http://e/> SELECT ?x FROM <http://e/g> { VALUES ?x { 1 UNDEF } ?x (a:p|^a:q)*/!a:r ?y }",
    "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "INSERT DATA { <http://e/s> <http://e/p> 'o' }",
)
PATHS = (
    "/sparql",
    "/sparql/",
    "/",
    "/health",
    "/metrics",
    "/.well-known/void",
    "/ontology",
    "/static/orbat.css",
    "/static/../app.py",
    "/id/person/ada-varga",
    "/page/person/ada-varga",
    "/data/person/ada-varga",
    "/resource",
    "/kinds/person",
    "/queries/x",
    "/graphs",
    "/graphs/a",
    "/search",
    "/api/search.json",
    "/api/terms.json",
    "/api/neighbours.json",
    "/api/evidence.json",
    "/api/order-of-battle.json",
    "/api/map.json",
    "/api/track.json",
    "/explore",
    "/order-of-battle",
    "/map",
    "/read/document/x",
    "/disagreements",
    "/nowhere",
)
NAMES = [
    "query",
    "format",
    "default-graph-uri",
    "named-graph-uri",
    "using-graph-uri",
    "update",
    "iri",
    "q",
    "thing",
    "side",
    "date",
    "kind",
    "graph",
    "default",
    "page",
    "limit",
    "offset",
    "lang",
    "from",
    "to",
    "timeout",
]
VALUES = (
    "",
    "json",
    "csv",
    "html",
    "x",
    "-1",
    "1e999",
    "99999999999999999999",
    "\x00",
    "é",
    "😀",
    "<b>",
    "'\"",
    "../..",
    "%",
    "%zz",
    "http://e/g",
    "https://w3id.org/orbat/id/person/ada-varga",
    "1941-10-02",
    "-0489",
    "1941-13-99",
    "urn:x",
    "a" * 3000,
    "\r\nX: y",
    "\ud800",
)
METHODS = (
    "GET",
    "GET",
    "GET",
    "POST",
    "POST",
    "HEAD",
    "OPTIONS",
    "QUERY",
    "PUT",
    "DELETE",
    "PATCH",
    "TRACE",
    "BREW",
)
HEADERS = (
    "Accept: */*",
    "Accept: text/html",
    "Accept: text/turtle;q=0.1, */*;q=x",
    "Accept: ,;=,/",
    "Accept: a/b",
    "Accept: application/sparql-results+json",
    "Accept-Encoding: gzip",
    "Accept-Encoding: gzip;q=0, *",
    "If-None-Match: *",
    'If-None-Match: "x", W/"y"',
    "Range: bytes=0-1",
    "Range: bytes=9-1,x",
    "Expect: 100-continue",
    "Authorization: Bearer x",
    "Authorization: Basic \xff",
    "Connection: keep-alive",
    "Connection: upgrade",
    "Upgrade: websocket",
    "Upgrade: h2c",
    "Cookie: a=b",
    "Origin: http://e",
    "Access-Control-Request-Method: GET",
    "Access-Control-Request-Headers: \x7f",
    "Host: other",
    "X-Forwarded-For: , ,",
    "X-Forwarded-Proto: gopher",
    "X-Request-Id: \x01",
    "Content-Type: text/plain",
    "If-Modified-Since: yesterday",
    "Referer: \xe9",
)
TYPES = (
    "application/sparql-query",
    "application/x-www-form-urlencoded",
    "application/sparql-update",
    "multipart/form-data; boundary=x",
    "text/turtle",
    "application/sparql-query; charset=latin-1",
    "application/json",
    "/;",
    "",
)


@pytest.fixture(scope="module")
def target(graph: Path) -> Iterator[Server]:
    running = start(graph, timeout=1.0, slow_head=2.0, stalled=2.0, per_client=1000, queue=1000)
    yield running
    stop(running)


def spoiled(rng: random.Random, data: bytes) -> bytes:
    """`data` with a few bytes changed, lost, doubled or put in."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found) + 1)
        match rng.randrange(4):
            case 0:
                found[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del found[at : at + rng.randint(1, 12)]
            case 2:
                found[at:at] = found[at : at + rng.randint(1, 30)]
            case _:
                found[at:at] = rng.choice(
                    (b"\r\n", b"\x00", b"%", b"{", b"}", b" ", b"\xff\xfe", b"<", b'"', b"\\u")
                )
    return bytes(found)


def query(rng: random.Random) -> str:
    text = rng.choice(QUERIES)
    return spoiled(rng, text.encode()).decode("latin-1") if rng.random() < 0.5 else text


def parameters(rng: random.Random) -> str:
    pairs = []
    for _ in range(rng.randint(0, 3)):
        name = rng.choice(NAMES)
        value = query(rng) if name in {"query", "update"} and rng.random() < 0.8 else rng.choice(VALUES)
        encoded = quote(value.encode("utf-8", "surrogatepass"), safe="")
        pairs.append(
            f"{name}={value.encode('ascii', 'ignore').decode()}"
            if rng.random() < 0.03
            else f"{name}={encoded}"
        )
    return "&".join(pairs)


def whole(rng: random.Random) -> bytes:
    """A request that a server must answer: odd, but well framed."""
    method, path = rng.choice(METHODS), rng.choice(PATHS)
    if rng.random() < 0.15:
        path = "/" + quote(rng.choice(VALUES).encode("utf-8", "surrogatepass"), safe="/")
    target_ = path + (f"?{quote(parameters(rng), safe='%&=+')}" if rng.random() < 0.7 else "")
    lines = [f"{method} {target_} HTTP/1.1", "Host: x", "Connection: close"]
    lines += [each for each in rng.sample(HEADERS, rng.randint(0, 4)) if not each.startswith(("Conn", "Upg"))]
    body = b""
    if method in {"POST", "QUERY", "PUT", "PATCH"}:
        body = (parameters(rng) if rng.random() < 0.6 else query(rng)).encode("utf-8", "replace")
        body = spoiled(rng, body) if rng.random() < 0.3 else body
        if rng.random() < 0.9:
            lines.append(f"Content-Type: {rng.choice(TYPES)}")
        if rng.random() < 0.3:
            lines.append("Transfer-Encoding: chunked")
            body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
        else:
            lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def broken(rng: random.Random) -> bytes:
    """A request that may be none."""
    data = whole(rng)
    if rng.random() < 0.3:
        data = data.replace(b"Connection: close", rng.choice(HEADERS).encode("latin-1"), 1)
    return spoiled(rng, data) if rng.random() < 0.8 else data[: rng.randrange(len(data))]


async def asked(port: int, data: bytes, patience: float) -> int | None:
    """The status that is answered; None where the connection is closed, or nothing comes in time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        async with asyncio.timeout(patience):
            line = await reader.readline()
            if line.startswith(b"HTTP/1.1 100"):
                await reader.readline()
                line = await reader.readline()
            return int(line.split()[1]) if line else None
    except (TimeoutError, ConnectionError):
        return None
    finally:
        writer.transport.abort()


def test_no_request_is_answered_with_500_or_not_at_all(target: Server) -> None:
    port = int(target.url.rpartition(":")[2])
    rng = random.Random(SEED)  # noqa: S311
    requests = [(True, whole(rng)) if rng.random() < 0.7 else (False, broken(rng)) for _ in range(COUNT)]
    statuses: Counter[int | None] = Counter()
    wrong: list[tuple[int | None, bytes]] = []

    async def work(queue: Iterator[tuple[bool, bytes]]) -> None:
        for framed, data in queue:
            status = await asked(port, data, ANSWER if framed else BROKEN)
            statuses[status] += 1
            if (status is not None and status >= 500 and status != 503) or (framed and status is None):
                wrong.append((status, data))

    async def all_() -> None:
        queue = iter(requests)
        await asyncio.gather(*(work(queue) for _ in range(TOGETHER)))

    asyncio.run(all_())
    assert not wrong, wrong[:5]
    assert {200, 400, 404, 405, 406} <= set(statuses)
    assert target.client.get("/health").status_code == 200
