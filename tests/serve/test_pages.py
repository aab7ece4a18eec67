"""Pages and linked data: every link leads somewhere, nothing comes from elsewhere, everything is escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pyoxigraph as ox
import pytest
from serving import BASE, HERE, Server, start, stop

from orbat.serve.urls import Urls
from orbat.store.queries import ready_queries

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
VARGA = f"{BASE}person/ada-varga"
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_VOID_TAGS = {"meta", "link", "img", "input", "br", "hr"}


class Page(HTMLParser):
    """What a page loads and where it leads; raises where tags do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.labelled: list[str] = []
        self.fields: list[str] = []
        self.headings: list[str] = []
        self.tables = self.captions = 0
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert tag not in {"script", "style", "iframe"}
        assert not any(name.startswith("on") or name == "style" for name in values)
        if tag not in _VOID_TAGS:
            self._open.append(tag)
        if tag == "a":
            self.links.append((values["href"], values.get("rel", "")))
        if tag in {"img", "link"}:
            self.loads.append(values.get("src") or values["href"])
        if tag == "img":
            assert "alt" in values
        if tag == "form":
            self.loads.append(values["action"])
        if tag in {"input", "textarea"}:
            self.fields.append(values["id"])
        if tag == "label":
            self.labelled.append(values["for"])
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if "id" in values:
            self.ids.append(values["id"])

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


def crawl(server: Server, first: str, limit: int) -> Iterator[tuple[str, Page]]:
    """Pages that can be reached from `first`, at most `limit`; a link that does not answer fails the test."""
    seen, open_ = set(), [first]
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


def test_every_link_answers_and_nothing_comes_from_elsewhere(server: Server) -> None:
    pages = dict(crawl(server, "/", 150))
    assert len(pages) > 40
    for path, page in pages.items():
        for address in page.loads:
            assert not urlsplit(address).netloc, (path, address)
        assert page.headings[0] == "h1", path
        assert page.headings.count("h1") == 1, path
        assert len(page.ids) == len(set(page.ids)), path
        assert set(page.fields) == set(page.labelled), path
        assert page.tables == page.captions, path


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
    assert "In April &lt;Varga&gt; led the 2nd Army &#34;east&#34;" in page
    asked = server.client.get("/sparql", params={"query": "</textarea><script>"}, headers=BROWSER).text
    assert "<script" not in asked
    assert "&lt;/textarea&gt;&lt;script&gt;" in asked


def test_a_page_says_what_is_wrong_with_a_query(server: Server) -> None:
    response = server.client.get("/sparql", params={"query": "SELECT * {"}, headers=BROWSER)
    assert response.status_code == 400
    assert "the query ends too early" in response.text


def test_the_page_of_a_thing_shows_what_is_known_of_it(server: Server) -> None:
    page = server.client.get("/page/person/ada-varga", headers=BROWSER).text
    for words in (
        "Ada Varga",
        "General Varga",
        "Vargo",
        "2nd Army",
        "inferred",
        "in April",
        "The river campaign",
    ):
        assert words in page
    assert "characters 10 to 47" in page
    assert "characters 19 to 24" not in page  # the name alone, inside the sentence above


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


def test_templates_load_nothing_by_themselves() -> None:
    folder = HERE.parents[1] / "src" / "orbat" / "serve"
    for path in (*folder.glob("templates/*"), *folder.glob("static/*.css")):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "url(" not in text
        assert "@import" not in text
        assert 'src="http' not in text
