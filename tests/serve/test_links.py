"""Behind a proxy and under a sub-path: every link and every IRI of the graph leads somewhere."""

from __future__ import annotations

import http.client
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote, urldefrag, urljoin, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDFS, Literal, URIRef
from serving import BASE, Server, small_graph, start, stop

from orbat.store import open_graph, write

ROOT = "/war"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ODD = ["unit/a%20b%2Fc", "unit/x?y=1#z", "unit/x/id/y", "unit/%D0%B3", "unit/г%20г", "a:b@c", "unit/'(1)'"]
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
OF_A_KIND = 10
"""Links that are followed to one kind of page (`/sparql?query=...`); all are looked at."""


class Proxy(BaseHTTPRequestHandler):
    """Takes the root path away, as a proxy of an owner does, and passes everything else on."""

    protocol_version = "HTTP/1.1"
    target: ClassVar[str] = ""

    def do_GET(self) -> None:
        if not self.path.startswith(f"{ROOT}/"):
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        upstream = http.client.HTTPConnection(self.target, timeout=30)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        upstream.request(self.command, self.path[len(ROOT) :], headers=headers)
        response = upstream.getresponse()
        body = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        upstream.close()

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def log_message(self, *_: object) -> None:
        """Nothing: tests read what matters from the answers."""


class Links(HTMLParser):
    """Where a page leads and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.begun: list[str] = []
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"href", "src", "action"}:
                self.found.append(value or "")
            elif name.startswith("data-") and (value or "").startswith("/"):
                self.begun.append(value or "")  # a script puts the end to it


@contextmanager
def proxied(folder: Path, how: str) -> Iterator[tuple[str, Server]]:
    """The address of the proxy's root, and the server behind it."""
    proxy = ThreadingHTTPServer(("127.0.0.1", 0), type("Own", (Proxy,), {}))
    origin = f"http://127.0.0.1:{proxy.server_port}"
    options = {"public_url": f"{origin}{ROOT}"} if how == "public-url" else {"root_path": ROOT}
    server = start(folder, license="https://example.org/licence", **options)
    proxy.RequestHandlerClass.target = urlsplit(server.url).netloc  # type: ignore[attr-defined]
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield origin, server
    finally:
        proxy.shutdown()
        proxy.server_close()
        stop(server)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    odd = "".join(f'<{BASE}{name}> <{RDFS.label}> "odd {i}" . ' for i, name in enumerate(ODD))
    return small_graph(
        tmp_path_factory.mktemp("links") / "g", extra=f"<{BASE}graph/source/river-1809> {{ {odd} }}"
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", ["public-url", "root-path"])
def test_every_link_and_every_iri_leads_somewhere(folder: Path, how: str) -> None:
    with proxied(folder, how) as (origin, _), httpx.Client(timeout=30) as client:
        crawl(client, origin)
        documents(client, origin)
        iris(client, origin, folder)


def crawl(client: httpx.Client, origin: str) -> None:
    """Follows every link from the first page on; all of ours begin with the root path."""
    todo, seen = [f"{origin}{ROOT}/"], {f"{origin}{ROOT}/"}
    kinds: Counter[str] = Counter()
    while todo:
        url = todo.pop(0)
        kind = urlsplit(url).path.split("/")[2]
        kinds[kind] += 1
        if kinds[kind] > OF_A_KIND:
            continue
        response = client.get(url, headers=BROWSER)
        assert response.status_code in {200, 303}, (url, response.status_code, response.text[:300])
        if "location" in response.headers:
            links = [response.headers["location"]]
        elif response.headers.get("content-type", "").startswith("text/html"):
            page = Links(response.text)
            links = page.found
            assert all(each == ROOT or each.startswith(f"{ROOT}/") for each in page.begun), url
        else:
            continue
        for link in links:
            target = urldefrag(urljoin(url, link)).url
            if not target.startswith(origin):
                continue
            assert target.startswith(f"{origin}{ROOT}/"), (url, link)
            if target not in seen:
                seen.add(target)
                todo.append(target)
    assert {
        "",
        "page",
        "data",
        "kinds",
        "sparql",
        "queries",
        "ontology",
        ".well-known",
        "static",
    } <= kinds.keys()


def documents(client: httpx.Client, origin: str) -> None:
    """Every address of ours that RDF documents and `Link` headers speak of answers."""
    addresses: set[str] = set()
    for path in ("/.well-known/void", "/sparql", "/graphs", "/ontology", "/data/person/ada-varga"):
        response = client.get(f"{origin}{ROOT}{path}", headers={"Accept": "application/n-triples"})
        assert response.status_code == 200, path
        addresses |= set(re.findall(rf"<({origin}[^>#]*)", response.text + response.headers.get("link", "")))
    assert len(addresses) > 8
    for address in sorted(addresses):
        if address.endswith("?iri="):
            continue
        assert address.startswith(f"{origin}{ROOT}"), address
        accept = BROWSER if "/page/" in address else {}
        assert client.get(address, headers=accept).status_code == 200, address


def iris(client: httpx.Client, origin: str, folder: Path) -> None:
    """Every IRI of the graph, whatever its base: `/id/...` or `/resource?iri=...`, as a page and as data."""
    terms = {
        term.value
        for quad in ox.parse(path=str(open_graph(folder).nquads))
        for term in (quad.subject, quad.object, quad.graph_name)
        if isinstance(term, ox.NamedNode)
    }
    assert {f"{BASE}{name}" for name in ODD} <= terms
    for iri in sorted(terms):
        if iri.startswith(BASE):
            path = f"{ROOT}/id/{quote(iri[len(BASE) :], safe='/:@!$()*+,;=~%')}"
            see = client.get(f"{origin}{path}", headers=BROWSER)
            assert see.status_code == 303, iri
            page, data = see.headers["location"], f"{origin}{path}?format=nt"
            data = client.get(data).headers["location"]
            assert page.startswith(f"{origin}{ROOT}/page/")
            assert data.startswith(f"{origin}{ROOT}/data/")
        else:
            page = data = f"{origin}{ROOT}/resource?iri={quote(iri, safe='')}"
        shown = client.get(page, headers=BROWSER)
        assert (shown.status_code, shown.headers["content-type"]) == (200, "text/html; charset=utf-8"), iri
        triples = client.get(data, headers={"Accept": "application/n-triples"})
        assert triples.status_code == 200, iri
        assert f"<{iri}>" in triples.text, iri
        for link in (shown.headers["link"], triples.headers["link"]):
            rels = set(re.findall(r'rel="([^"]+)"', link))
            assert rels == {"alternate", "canonical", "describedby", "describes", "license"}


def test_data_of_any_base_is_served(tmp_path: Path) -> None:
    """Here one that ends in a hash."""
    base = "https://example.org/war#"
    name = URIRef(f"{base}graph/x")
    write([(URIRef(f"{base}zhukov"), RDFS.label, Literal("Zhukov"), name)], tmp_path / "g", {}, base_iri=base)
    server = start(tmp_path / "g")
    try:
        for media_type, format_ in RDF.items():
            see = server.client.get("/id/zhukov", headers={"Accept": media_type})
            assert (see.status_code, see.headers["location"]) == (303, f"{server.url}/data/zhukov")
            found = server.client.get(see.headers["location"], headers={"Accept": media_type})
            assert found.headers["content-type"].partition(";")[0] == media_type
            subjects = {quad.subject for quad in ox.parse(found.content, format_)}
            assert subjects == {ox.NamedNode(f"{base}zhukov")}
        assert server.client.get("/id/zhukov", headers=BROWSER).headers["location"].endswith("/page/zhukov")
        assert server.client.get("/id/nobody").status_code == 404
    finally:
        stop(server)
