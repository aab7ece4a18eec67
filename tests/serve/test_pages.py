"""Pages and linked data: every link leads somewhere, nothing comes from elsewhere, everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox
import pytest
from browsing import BROWSER, Page
from serving import BASE, HERE, Server, start, stop

from orbat.serve.urls import Urls
from orbat.store.queries import ready_queries

VARGA = f"{BASE}person/ada-varga"
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


def crawl(server: Server, first: str, limit: int) -> Iterator[tuple[str, Page]]:
    """Pages that can be reached from `first`, at most `limit`; a link that does not answer fails the test."""
    seen: set[str] = set()
    open_ = [first]
    while open_ and len(seen) < limit:
        path = open_.pop(0)
        if path in seen:
            continue
        seen.add(path)
        response = server.client.get(path, headers=BROWSER, follow_redirects=True)
        assert response.status_code == 200, (path, response.text[:300])
        if not response.headers["content-type"].startswith("text/html"):
            continue
        page = Page(response.text)
        yield path, page
        for href, rel in page.links:
            whole = urljoin(server.url + path, href)
            if whole.startswith(server.url):
                open_.append(whole.removeprefix(server.url).partition("#")[0] or "/")
            else:
                assert "external" in rel.split(), (path, href)


@pytest.fixture(scope="module")
def pages(war: Server) -> dict[str, Page]:
    """The pages of the war, by address."""
    return dict(crawl(war, "/", 220))


def test_every_link_answers_and_nothing_comes_from_elsewhere(pages: dict[str, Page]) -> None:
    assert len(pages) > 60
    for path, page in pages.items():
        for address in page.loads:
            assert not urlsplit(address).netloc, (path, address)
        assert page.headings[0] == "h1", path
        assert page.headings.count("h1") == 1, path
        assert len(page.ids) == len(set(page.ids)), path
        assert set(page.fields) == set(page.labelled), path
        assert page.tables == page.captions, path
        assert {"header", "nav", "main", "footer"} <= set(page.landmarks), path
        assert page.skipped_headings == [], path


def test_a_place_in_a_text_that_is_linked_is_there(war: Server, pages: dict[str, Page]) -> None:
    """Each link into the reader ends at an id that its page has."""
    targets = {
        href for page in pages.values() for href, _ in page.links if href.startswith("/read/") and "#" in href
    }
    assert len(targets) > 15
    read: dict[str, Page] = {}
    for href in sorted(targets):
        path, _, fragment = href.partition("#")
        if path not in read:
            read[path] = Page(war.client.get(path, headers=BROWSER).text)
        assert fragment in read[path].ids, href


def test_a_page_is_not_sent_twice_and_is_packed(war: Server) -> None:
    headers = {**BROWSER, "Accept-Encoding": "gzip"}
    first = war.client.get("/page/person/ada-varga", headers=headers)
    assert first.headers["content-encoding"] == "gzip"
    again = war.client.get(
        "/page/person/ada-varga", headers={**headers, "If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    plain = war.client.get("/page/person/ada-varga", headers={**BROWSER, "Accept-Encoding": "identity"})
    assert plain.text == first.text
    assert plain.headers["etag"] != first.headers["etag"]


def test_every_link_stays_under_the_root_path(graph: Path) -> None:
    """Behind a proxy that takes `/war` away, and behind one that does not."""
    under = start(graph, root_path="/war", public_url="https://example.org/war")
    try:
        for asked in ("/", "/war/"):
            page = Page(under.client.get(asked, headers=BROWSER).text)
            local = [href for href, rel in page.links if "external" not in rel and not href.startswith("#")]
            assert local
            assert all(each.startswith("/war/") for each in (*local, *page.loads))
        target = under.client.get("/war/id/person/ada-varga", headers=BROWSER).headers["location"]
        assert target == "https://example.org/war/page/person/ada-varga"
        assert under.client.get("/war/page/person/ada-varga").status_code == 200
        assert "https://example.org/war/sparql" in under.client.get("/sparql").text
    finally:
        stop(under)


@pytest.mark.parametrize("query", ready_queries(), ids=lambda query: query.id)
def test_ready_queries_run_from_their_pages(server: Server, query: object) -> None:
    id_ = query.id  # type: ignore[attr-defined]
    page = server.client.get(f"/queries/{id_}", headers=BROWSER)
    assert page.status_code == 200
    assert 'class="problem"' not in page.text
    assert server.client.get(f"/queries/{id_}", params={"format": "csv"}).status_code == 200


def test_a_ready_query_takes_its_parameters(server: Server) -> None:
    path = "/queries/who-commanded-which-army"
    with_side = server.client.get(path, params={"side": "northland", "format": "csv"}).text
    without = server.client.get(path, params={"side": "Southland", "format": "csv"}).text
    assert (with_side.count("\n"), without.count("\n")) == (2, 1)


def test_a_ready_query_says_which_value_it_cannot_take(server: Server) -> None:
    params = {"date": "next week"}
    page = server.client.get("/queries/order-of-battle", params=params, headers=BROWSER)
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    data = server.client.get("/queries/order-of-battle", params=params)
    assert data.json()["error"]["code"] == "bad-parameter"


def test_a_value_cannot_leave_its_place_in_a_query(server: Server) -> None:
    params = {"side": '" } SELECT * { ?s ?p ?o } #\\', "format": "csv"}
    response = server.client.get("/queries/who-commanded-which-army", params=params)
    assert (response.status_code, response.text.count("\n")) == (200, 1)


def test_words_of_the_data_and_of_the_asker_are_escaped(server: Server) -> None:
    page = server.client.get("/page/command/1", headers=BROWSER).text
    assert "In April &lt;<b>Varga</b>&gt; led the <b>2nd Army</b> &#34;east&#34;" in page
    asked = server.client.get("/sparql", params={"query": "</textarea><script>"}, headers=BROWSER).text
    assert "<script>" not in asked
    assert "&lt;/textarea&gt;&lt;script&gt;" in asked


def test_a_page_says_what_is_wrong_with_a_query(server: Server) -> None:
    response = server.client.get("/sparql", params={"query": "SELECT * {"}, headers=BROWSER)
    assert response.status_code == 400
    assert "the query ends too early" in response.text


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/id/person/ada-varga", VARGA),
        ("/id/unit/river%20guard", f"{BASE}unit/river%20guard"),
        ("/id/unit/river%2520guard", f"{BASE}unit/river%20guard"),
        ("/id/unit/%D0%B3%D0%BE%D1%80%D0%BD%D0%B0%D1%8F", f"{BASE}unit/горная"),
    ],
)
def test_a_thing_leads_to_a_document_about_it(server: Server, path: str, iri: str) -> None:
    for accept, kind in (("text/html", "page"), ("application/ld+json", "data"), ("*/*", "data")):
        response = server.client.get(path, headers={"Accept": accept})
        assert response.status_code == 303
        assert urlsplit(response.headers["location"]).path.startswith(f"/{kind}/")
        assert "Accept" in response.headers["vary"]
        found = server.client.get(response.headers["location"], headers={"Accept": accept})
        assert found.status_code == 200
        assert f'<{Urls.header(iri)}>; rel="describes"' in found.headers["link"]


@pytest.mark.parametrize("media_type", RDF)
def test_data_holds_the_thing_and_its_mentions_in_every_format(server: Server, media_type: str) -> None:
    response = server.client.get("/data/person/ada-varga", headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    triples = {quad.triple for quad in ox.parse(response.content, RDF[media_type])}
    varga = ox.NamedNode(VARGA)
    refers = ox.NamedNode("https://w3id.org/orbat/ontology#refersTo")
    quote = ox.NamedNode("https://w3id.org/orbat/ontology#quote")
    mention = ox.NamedNode(f"{BASE}mention/3")
    assert ox.Triple(mention, refers, varga) in triples
    assert ox.Triple(mention, quote, ox.Literal("Varga")) in triples
    assert any(triple.subject == varga for triple in triples)


@pytest.mark.parametrize("path", ["/id/person/nobody", "/page/person/nobody", "/data/person/nobody", "/id/"])
def test_what_is_not_in_the_graph_is_not_found(server: Server, path: str) -> None:
    response = server.client.get(path)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    "path", ["/id/a%3E%20%7B", "/data/%22%3E", "/resource?iri=%3E", "/resource", "/page/%FF"]
)
def test_what_is_no_iri_is_not_found(server: Server, path: str) -> None:
    assert server.client.get(path).status_code == 404


def test_a_thing_has_only_the_formats_on_offer(server: Server) -> None:
    assert server.client.get("/id/person/ada-varga", headers={"Accept": "image/png"}).status_code == 406
    assert server.client.get("/data/person/ada-varga", params={"format": "pdf"}).status_code == 400


def test_void_counts_what_the_graph_holds(server: Server) -> None:
    response = server.client.get("/.well-known/void", headers={"Accept": "application/n-triples"})
    triples = {
        (each.predicate.value, str(each.object))
        for each in ox.parse(response.content, ox.RdfFormat.N_TRIPLES)
    }
    number = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    count = int(
        server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    )
    assert ("http://rdfs.org/ns/void#triples", f'"{count}"{number}') in triples


def test_the_ontology_is_a_page_and_data(server: Server) -> None:
    page = server.client.get("/ontology", headers=BROWSER)
    assert 'id="Army"' in page.text
    data = server.client.get("/ontology", headers={"Accept": "application/n-triples"})
    assert "<https://w3id.org/orbat/ontology#Army>" in data.text


def test_templates_load_nothing_from_elsewhere() -> None:
    folder = HERE.parents[1] / "src" / "orbat" / "serve"
    for path in (*folder.glob("templates/*"), *folder.glob("static/*.css")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\ssrc=\"\{\{)", text), path
        assert not re.search(r"<[^>]*\s(style|on\w+)=", text), path
        assert "url(" not in text
        assert "@import" not in text
        assert 'src="http' not in text


def test_a_browser_is_told_what_is_not_there_on_a_page(war: Server) -> None:
    response = war.client.get("/page/person/<nobody>", headers=BROWSER)
    assert response.status_code == 404
    assert "There is no such page" in response.text
    assert "&lt;nobody&gt;" in response.text
    assert Page(response.text).headings == ["h1"]


@pytest.mark.parametrize("path", ["/api/nothing.json", "/data/person/nobody"])
def test_a_program_gets_data_whatever_its_header(war: Server, path: str) -> None:
    response = war.client.get(path, headers=BROWSER)
    assert response.json()["error"]["code"] == "not-found"
