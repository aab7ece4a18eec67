"""W3C's 34 tests of the SPARQL 1.1 Protocol, under their names, against a server that takes updates.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/manifest says for each what is sent and what
comes back; graphs and requests here are our own. A test passes there with any 2xx or 3xx, or any 4xx.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx
import pytest
from serving import TOKEN, Server

DATA = "http://example.org/data/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
FOAF = "http://xmlns.com/foaf/0.1/"
DC = "http://purl.org/dc/terms/"
DOCUMENTS = "".join(f"GRAPH <{DATA}{n}> {{ <{DATA}{n}> a <{FOAF}Document> }} " for n in (1, 2, 3))


@dataclass(frozen=True)
class Sent:
    """One request."""

    method: str
    parameters: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def graph(number: int) -> str:
    return f"{DATA}{number}"


def true(response: httpx.Response) -> None:
    assert response.json() == {"head": {}, "boolean": True}


def a_table(response: httpx.Response) -> None:
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.json()["results"]["bindings"] == [
        {"value": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
    ]


def some_rdf(response: httpx.Response) -> None:
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"


def an_absolute_iri(response: httpx.Response) -> None:
    (row,) = response.json()["results"]["bindings"]
    assert row["o"]["type"] == "uri"
    assert row["o"]["value"].endswith("/test")


POSITIVE: dict[str, tuple[Sent, Callable[[httpx.Response], None]]] = {
    "query_post_form": (
        Sent("POST", (("default-graph-uri", graph(1)),), FORM, b"query=ASK%20%7B%7D"),
        true,
    ),
    "query_dataset_default_graphs_get": (
        Sent(
            "GET",
            (
                ("query", f"ASK {{ <{graph(1)}> a ?type . <{graph(2)}> a ?type }}"),
                ("default-graph-uri", graph(1)),
                ("default-graph-uri", graph(2)),
            ),
        ),
        true,
    ),
    "query_dataset_default_graphs_post": (
        Sent(
            "POST",
            (("default-graph-uri", graph(1)), ("default-graph-uri", graph(2))),
            QUERY,
            f"ASK {{ <{graph(1)}> a ?type . <{graph(2)}> a ?type }}".encode(),
        ),
        true,
    ),
    "query_dataset_named_graphs_post": (
        Sent(
            "POST",
            (("named-graph-uri", graph(1)), ("named-graph-uri", graph(2))),
            QUERY,
            f"ASK {{ GRAPH ?g {{ <{graph(1)}> a ?t }} GRAPH ?h {{ <{graph(2)}> a ?t }} }}".encode(),
        ),
        true,
    ),
    "query_dataset_named_graphs_get": (
        Sent(
            "GET",
            (
                ("query", f"ASK {{ GRAPH ?g {{ <{graph(1)}> a ?t }} GRAPH ?h {{ <{graph(2)}> a ?t }} }}"),
                ("named-graph-uri", graph(1)),
                ("named-graph-uri", graph(2)),
            ),
        ),
        true,
    ),
    "query_dataset_full": (
        Sent(
            "POST",
            (
                ("default-graph-uri", graph(3)),
                ("named-graph-uri", graph(1)),
                ("named-graph-uri", graph(2)),
            ),
            QUERY,
            (
                f"ASK {{ <{graph(3)}> a ?t GRAPH ?g {{ <{graph(1)}> a ?t }} GRAPH ?h {{ <{graph(2)}> a ?t }}"
                f" FILTER NOT EXISTS {{ <{graph(1)}> a ?x }} }}"
            ).encode(),
        ),
        true,
    ),
    "query_multiple_dataset": (
        Sent(
            "POST",
            (("default-graph-uri", graph(2)),),
            QUERY,
            f"ASK FROM <{graph(1)}> {{ <{graph(2)}> a ?t FILTER(!EXISTS {{ <{graph(1)}> a ?x }}) }}".encode(),
        ),
        true,
    ),
    "query_get": (Sent("GET", (("query", "ASK {}"), ("default-graph-uri", graph(1)))), true),
    "query_content_type_select": (Sent("POST", (), QUERY, b"SELECT (1 AS ?value) {}"), a_table),
    "query_content_type_ask": (Sent("POST", (), QUERY, b"ASK {}"), true),
    "query_content_type_describe": (Sent("POST", (), QUERY, f"DESCRIBE <{graph(1)}>".encode()), some_rdf),
    "query_content_type_construct": (
        Sent("POST", (), QUERY, b"CONSTRUCT { <s> <p> 1 } WHERE {}"),
        some_rdf,
    ),
    "query_post_direct": (Sent("POST", (), QUERY, b"ASK {}"), true),
}

_INTO = f"INSERT {{ GRAPH <{DATA}out> {{ ?s a <{DC}BibliographicResource> }} }}"
_BOTH = (
    f"ASK {{ GRAPH <{DATA}out> {{ <{graph(1)}> a <{DC}BibliographicResource> ."
    f" <{graph(2)}> a <{DC}BibliographicResource> }}"
    f" FILTER NOT EXISTS {{ GRAPH <{DATA}out> {{ <{graph(3)}> ?p ?o }} }} }}"
)
UPDATES: dict[str, tuple[Sent, str, Callable[[httpx.Response], None]]] = {
    "update_dataset_default_graph": (
        Sent(
            "POST",
            (("using-graph-uri", graph(1)),),
            UPDATE,
            f"CLEAR ALL ; INSERT DATA {{ {DOCUMENTS} }} ; {_INTO} WHERE {{ ?s a <{FOAF}Document> }}".encode(),
        ),
        f"ASK {{ GRAPH <{DATA}out> {{ <{graph(1)}> a <{DC}BibliographicResource> }}"
        f" FILTER NOT EXISTS {{ GRAPH <{DATA}out> {{ <{graph(2)}> ?p ?o }} }} }}",
        true,
    ),
    "update_dataset_default_graphs": (
        Sent(
            "POST",
            (("using-graph-uri", graph(1)), ("using-graph-uri", graph(2))),
            UPDATE,
            f"DROP ALL ; INSERT DATA {{ {DOCUMENTS} }} ; {_INTO} WHERE {{ ?s a <{FOAF}Document> }}".encode(),
        ),
        _BOTH,
        true,
    ),
    "update_dataset_named_graphs": (
        Sent(
            "POST",
            (("using-named-graph-uri", graph(1)), ("using-named-graph-uri", graph(2))),
            UPDATE,
            (
                f"DROP ALL ; INSERT DATA {{ {DOCUMENTS} }} ;"
                f" {_INTO} WHERE {{ GRAPH ?g {{ ?s a <{FOAF}Document> }} }}"
            ).encode(),
        ),
        _BOTH,
        true,
    ),
    "update_dataset_full": (
        Sent(
            "POST",
            (("using-graph-uri", graph(1)), ("using-named-graph-uri", graph(2))),
            UPDATE,
            (
                f"DROP ALL ; INSERT DATA {{ {DOCUMENTS} }} ;"
                f" INSERT {{ GRAPH <{DATA}out> {{ ?s <{DATA}in> ?in }} }} WHERE {{"
                f" {{ GRAPH ?g {{ ?s a <{FOAF}Document> }} BIND(?g AS ?in) }}"
                f" UNION {{ ?s a <{FOAF}Document> BIND('default' AS ?in) }} }}"
            ).encode(),
        ),
        f"ASK {{ GRAPH <{DATA}out> {{ <{graph(1)}> <{DATA}in> 'default' ."
        f" <{graph(2)}> <{DATA}in> <{graph(2)}> }}"
        f" FILTER NOT EXISTS {{ GRAPH <{DATA}out> {{ <{graph(3)}> ?p ?o }} }} }}",
        true,
    ),
    "update_post_form": (
        Sent("POST", (), FORM, b"update=CLEAR+ALL"),
        "ASK { FILTER NOT EXISTS { ?s ?p ?o } }",
        true,
    ),
    "update_post_direct": (
        Sent("POST", (), UPDATE, b"CLEAR ALL"),
        "ASK { FILTER NOT EXISTS { ?s ?p ?o } }",
        true,
    ),
    "update_base_uri": (
        Sent(
            "POST",
            (),
            UPDATE,
            (
                f"CLEAR GRAPH <{DATA}base> ;"
                f" INSERT DATA {{ GRAPH <{DATA}base> {{ <{DATA}s> <{DATA}p> <test> }} }}"
            ).encode(),
        ),
        f"SELECT ?o {{ GRAPH <{DATA}base> {{ <{DATA}s> <{DATA}p> ?o }} }}",
        an_absolute_iri,
    ),
}

_CONFLICT = (
    "using-named-graph-uri=http%3A%2F%2Fexample.org%2Fpeople&update=WITH+%3Chttp%3A%2F%2Fexample.org%2Fa%3E"
    "+DELETE+%7B+%3Fs+%3Fp+%3Fo+%7D+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D"
)
NEGATIVE: dict[str, tuple[Sent, int]] = {
    "bad_query_method": (Sent("PUT", (("query", "ASK {}"), ("default-graph-uri", graph(1))), FORM), 405),
    "bad_multiple_queries": (Sent("GET", (("query", "ASK {}"), ("query", "SELECT * {}"))), 400),
    "bad_query_wrong_media_type": (Sent("POST", (), {"Content-Type": "text/plain"}, b"ASK {}"), 415),
    "bad_query_missing_form_type": (Sent("POST", (), {}, b"query=ASK%20%7B%7D"), 415),
    "bad_query_missing_direct_type": (Sent("POST", (), {}, b"ASK {}"), 415),
    "bad_query_non_utf8": (
        Sent(
            "POST",
            (),
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
            "ASK {}".encode("utf-16"),
        ),
        415,
    ),
    "bad_query_syntax": (Sent("GET", (("query", "ASK {"),)), 400),
    "bad_update_get": (Sent("GET", (("update", "CLEAR ALL"),)), 400),
    "bad_multiple_updates": (Sent("POST", (), FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT"), 400),
    "bad_update_wrong_media_type": (Sent("POST", (), {"Content-Type": "text/plain"}, b"CLEAR NAMED"), 415),
    "bad_update_missing_form_type": (Sent("POST", (), {}, b"update=CLEAR%20NAMED"), 415),
    "bad_update_non_utf8": (
        Sent(
            "POST",
            (),
            {"Content-Type": "application/sparql-update; charset=UTF-16"},
            "CLEAR NAMED".encode("utf-16"),
        ),
        415,
    ),
    "bad_update_syntax": (Sent("POST", (), FORM, b"update=CLEAR%20XYZ"), 400),
    "bad_update_dataset_conflict": (Sent("POST", (), FORM, _CONFLICT.encode()), 400),
}


def send(server: Server, sent: Sent) -> httpx.Response:
    request = httpx.Request(
        sent.method,
        f"{server.url}/sparql/",
        params=list(sent.parameters),
        headers={"Authorization": f"Bearer {TOKEN}", **sent.headers},
        content=sent.body or None,
    )
    return server.client.send(request)


@pytest.fixture
def filled(writable: Server) -> Server:
    """The server with three graphs of one document each."""
    update = f"DROP ALL ; INSERT DATA {{ {DOCUMENTS} }}".encode()
    assert send(writable, Sent("POST", (), UPDATE, update)).status_code == 204
    return writable


def test_the_suite_is_whole() -> None:
    assert len({*POSITIVE, *UPDATES, *NEGATIVE}) == 34


@pytest.mark.parametrize("name", POSITIVE)
def test_query(filled: Server, name: str) -> None:
    sent, right = POSITIVE[name]
    response = send(filled, sent)
    assert response.status_code == 200, response.text
    right(response)


@pytest.mark.parametrize("name", UPDATES)
def test_update(filled: Server, name: str) -> None:
    sent, question, right = UPDATES[name]
    response = send(filled, sent)
    assert response.status_code == 204, response.text
    right(send(filled, Sent("POST", (), QUERY, question.encode())))


@pytest.mark.parametrize("name", NEGATIVE)
def test_bad_request(filled: Server, name: str) -> None:
    sent, status = NEGATIVE[name]
    assert send(filled, sent).status_code == status
    true(send(filled, Sent("POST", (), QUERY, f"ASK {{ {DOCUMENTS} }}".encode())))
