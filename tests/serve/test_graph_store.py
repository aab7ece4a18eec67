"""The Graph Store Protocol: W3C's seven tests under their names, and what they do not ask."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.compare import isomorphic
from serving import BASE, TOKEN, Server

HEADERS = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {**HEADERS, "Content-Type": "text/turtle; charset=utf-8"}
ALICE = '@prefix : <http://e.org/> . [] a :Person ; :card [ a :Card ; :name "Alice" ] .'
JOHN = '@prefix : <http://e.org/> . :1 a :Person ; :card [ a :Card ; :name "John" ] .'
JANE = JOHN.replace("John", "Jane")
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}


@pytest.fixture
def store(writable: Server) -> Server:
    """A server whose graph store is empty."""
    assert writable.update("DROP ALL").status_code == 204
    return writable


def put(server: Server, where: str, body: str) -> httpx.Response:
    return server.client.put(where, content=body, headers=TURTLE)


def read(server: Server, where: str) -> Graph:
    response = server.client.get(where, headers={"Accept": "text/turtle"})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    return Graph().parse(data=response.text, format="turtle")


def same(found: Graph, turtle: str) -> bool:
    return isomorphic(found, Graph().parse(data=turtle, format="turtle"))


def test_put_get_repeat(store: Server) -> None:
    indirect = f"/graphs?graph={store.url}/graphs/person/1.ttl"
    assert put(store, "/graphs/person/1.ttl", JOHN).status_code == 201
    assert same(read(store, indirect), JOHN)
    assert put(store, indirect, JANE).status_code == 204
    assert same(read(store, "/graphs/person/1.ttl"), JANE)


def test_put_get_default(store: Server) -> None:
    assert put(store, "/graphs?default", ALICE).status_code == 204
    assert same(read(store, "/graphs?default"), ALICE)


def test_put_delete_get_delete(store: Server) -> None:
    assert put(store, "/graphs/person/2.ttl", ALICE).status_code == 201
    assert store.client.delete("/graphs/person/2.ttl", headers=HEADERS).status_code == 204
    assert store.client.get("/graphs/person/2.ttl").status_code == 404
    assert store.client.delete("/graphs/person/2.ttl", headers=HEADERS).status_code == 404


def test_post_get_post_get(store: Server) -> None:
    where = "/graphs/person/1.ttl"
    put(store, where, "")
    assert store.client.post(where, content=JANE, headers=TURTLE).status_code == 204
    assert same(read(store, where), JANE)
    form = [
        ("a", ("last.ttl", "<http://e.org/1> <http://e.org/last> 'Doe' .", "text/turtle; charset=utf-8")),
        ("b", ("first.nt", '<http://e.org/1> <http://e.org/first> "Jane" .', "application/n-triples")),
    ]
    assert store.client.post(where, files=form, headers=HEADERS).status_code == 204
    assert same(read(store, where), f'{JANE} :1 :last "Doe" ; :first "Jane" .')


def test_post_get_new_graph(store: Server) -> None:
    created = store.client.post("/graphs", content=ALICE, headers=TURTLE)
    assert created.status_code == 201
    assert same(read(store, f"/graphs?graph={created.headers['location']}"), ALICE)
    assert same(read(store, created.headers["location"]), ALICE)


def test_head_existing(store: Server) -> None:
    put(store, "/graphs/person/1.ttl", JOHN)
    response = store.client.head("/graphs/person/1.ttl", headers={"Accept": "text/turtle; charset=utf-8"})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"


def test_head_non_existing(store: Server) -> None:
    assert store.client.head("/graphs/person/4.ttl").status_code == 404


@pytest.mark.parametrize("sent", RDF)
@pytest.mark.parametrize("wanted", RDF)
def test_a_graph_is_written_and_read_in_every_format(store: Server, sent: str, wanted: str) -> None:
    triple = ox.Triple(ox.NamedNode("http://e.org/s"), ox.NamedNode("http://e.org/p"), ox.Literal("é\n"))
    body = ox.serialize([triple], None, RDF[sent])
    where = "/graphs?graph=http://e.org/g"
    response = store.client.put(where, content=body, headers={**HEADERS, "Content-Type": sent})
    assert response.status_code == 201
    found = store.client.get(where, headers={"Accept": wanted})
    assert found.headers["content-type"].partition(";")[0] == wanted
    assert [quad.triple for quad in ox.parse(found.content, RDF[wanted])] == [triple]


def test_relative_iris_are_those_of_the_graph(store: Server) -> None:
    put(store, "/graphs?graph=http://e.org/a/b", "<c> <p> <> .")
    found = store.client.get("/graphs?graph=http://e.org/a/b", headers={"Accept": "application/n-triples"})
    assert found.text == "<http://e.org/a/c> <http://e.org/a/p> <http://e.org/a/b> .\n"


def test_an_empty_graph_is_there(store: Server) -> None:
    assert put(store, "/graphs?graph=http://e.org/empty", "").status_code == 201
    assert len(read(store, "/graphs?graph=http://e.org/empty")) == 0
    assert put(store, "/graphs?graph=http://e.org/empty", "").status_code == 204


def test_posting_adds_and_putting_replaces(store: Server) -> None:
    where = "/graphs?graph=http://e.org/g"
    for number in (1, 2):
        store.client.post(where, content=f"<a:a> <a:b> {number} .", headers=TURTLE)
    assert same(read(store, where), "<a:a> <a:b> 1, 2 .")
    put(store, where, "<a:a> <a:b> 3 .")
    assert same(read(store, where), "<a:a> <a:b> 3 .")


def test_other_graphs_stay_as_they_are(store: Server) -> None:
    put(store, "/graphs?graph=http://e.org/g", "<a:a> <a:b> 1 .")
    put(store, "/graphs?default", "<a:a> <a:b> 2 .")
    assert store.client.delete("/graphs?default", headers=HEADERS).status_code == 204
    assert same(read(store, "/graphs?graph=http://e.org/g"), "<a:a> <a:b> 1 .")
    assert same(read(store, "/graphs?default"), "")


@pytest.mark.parametrize(
    ("method", "where", "headers", "body", "status", "code"),
    [
        ("PUT", "/graphs", TURTLE, "", 400, "no-graph"),
        ("DELETE", "/graphs", HEADERS, "", 400, "no-graph"),
        ("GET", "/graphs?graph=http://e.org/g&default", {}, "", 400, "graph-twice"),
        ("GET", "/graphs?graph=http://e.org/g&graph=http://e.org/h", {}, "", 400, "graph-twice"),
        ("GET", "/graphs/x?default", {}, "", 400, "graph-twice"),
        ("GET", "/graphs?graph=relative", {}, "", 400, "bad-graph-iri"),
        ("GET", "/graphs?graph=http://e.org/%22%3E", {}, "", 400, "bad-graph-iri"),
        ("GET", "/graphs?graph=http://e.org/none", {}, "", 404, "not-found"),
        ("GET", "/graphs?default", {"Accept": "text/csv"}, "", 406, "not-acceptable"),
        ("GET", "/graphs?default&format=csv", {}, "", 400, "unknown-format"),
        ("PUT", "/graphs?default", TURTLE, "<a:a> <a:b>", 400, "malformed-data"),
        (
            "PUT",
            "/graphs?default",
            {**HEADERS, "Content-Type": "application/n-triples"},
            "<a:a> <a:b> 1 .",
            400,
            "malformed-data",
        ),
        (
            "PUT",
            "/graphs?default",
            {**HEADERS, "Content-Type": "text/csv"},
            "a",
            415,
            "unsupported-media-type",
        ),
        (
            "PUT",
            "/graphs?default",
            {**HEADERS, "Content-Type": "application/n-quads"},
            "",
            415,
            "unsupported-media-type",
        ),
        ("PUT", "/graphs?default", HEADERS, "<a:a> <a:b> 1 .", 415, "unsupported-media-type"),
        (
            "PUT",
            "/graphs?default",
            {**HEADERS, "Content-Type": "text/turtle; charset=latin-1"},
            "",
            415,
            "unsupported-charset",
        ),
        ("POST", "/graphs?default", {**HEADERS, "Content-Type": "multipart/form-data"}, "x", 400, "bad-form"),
        ("PUT", "/graphs?default", {"Content-Type": "text/turtle"}, "", 401, "token-required"),
        ("DELETE", "/graphs?default", {"Authorization": "Bearer wrong"}, "", 403, "wrong-token"),
        ("PATCH", "/graphs?default", HEADERS, "", 405, "method-not-allowed"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(
    store: Server, method: str, where: str, headers: dict[str, str], body: str, status: int, code: str
) -> None:
    put(store, "/graphs?default", ALICE)
    response = store.client.request(method, where, headers=headers, content=body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert same(read(store, "/graphs?default"), ALICE)


def test_the_methods_are_named(writable: Server, server: Server) -> None:
    assert server.client.options("/graphs").headers["allow"] == "GET, HEAD, OPTIONS"
    assert writable.client.options("/graphs").headers["allow"] == "GET, HEAD, PUT, POST, DELETE, OPTIONS"


def test_a_read_only_server_reads(server: Server) -> None:
    inferred = f"{BASE}graph/inferred"
    assert len(read(server, f"/graphs?graph={inferred}")) == len(read(server, "/graphs/inferred")) == 2
    assert len(read(server, "/graphs?default")) == 0  # the graph without a name, not the union
    refused = server.client.put(f"/graphs?graph={inferred}", content="", headers=TURTLE)
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "read-only")


def test_the_store_describes_itself(server: Server) -> None:
    text = server.client.get("/graphs", headers={"Accept": "application/n-triples"}).text
    assert f"sparql-service-description#name> <{BASE}graph/inferred> ." in text


def test_a_graph_that_is_asked_again_is_not_sent_again(server: Server) -> None:
    first = server.client.get("/graphs/inferred")
    again = server.client.get("/graphs/inferred", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


def test_dumps_hold_every_graph(server: Server) -> None:
    quads = ox.parse(server.client.get("/dump/graph.nq").content, ox.RdfFormat.N_QUADS)
    trig = ox.parse(server.client.get("/dump/graph.trig").content, ox.RdfFormat.TRIG)
    found = set(quads)
    assert len(found) == server.client.get("/health").json()["quads"]
    assert found == set(trig)
    assert server.client.get("/dump/graph.csv").status_code == 404
