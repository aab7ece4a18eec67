"""The SPARQL endpoint over HTTP: formats, data sets, errors in one shape, caching."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from rdflib import Graph

if TYPE_CHECKING:
    from serving import Server

JSON = "application/sparql-results+json"
LABELS = "SELECT ?s ?label { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label } ORDER BY ?s"
TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/orbat/ontology#Person> ; ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GRAPH = "https://w3id.org/orbat/id/graph/"


def problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The error in `response`, after it was found to have the one shape."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "no-store"
    body = response.json()
    assert list(body) == ["error"]
    assert set(body["error"]) - {"detail"} == {"status", "code", "message"}
    assert (body["error"]["status"], body["error"]["code"]) == (status, code)
    assert "Traceback" not in response.text
    assert "/src/" not in response.text
    return dict(body["error"])


def count(response: httpx.Response) -> int:
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/turtle, application/sparql-results+xml;q=0.3", "application/sparql-results+xml"),
    ],
)
@pytest.mark.parametrize("query", [LABELS, "ASK { ?s ?p ?o }"])
def test_sparql_answers_in_the_format_asked(
    server: Server, query: str, accept: str, content_type: str
) -> None:
    response = server.ask(query, accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == content_type
    assert response.content


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's JSON-LD parser uses it
@pytest.mark.parametrize(
    ("accept", "content_type", "parser"),
    [
        ("*/*", "text/turtle; charset=utf-8", "turtle"),
        ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/n-quads", "application/n-quads", "nt"),
        ("application/trig", "application/trig", "turtle"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
    ],
)
def test_sparql_answers_constructs_as_rdf(
    server: Server, accept: str, content_type: str, parser: str
) -> None:
    response = server.ask(TRIPLES, accept)
    assert response.headers["content-type"] == content_type
    assert len(Graph().parse(data=response.text, format=parser)) == 7


def test_sparql_describe_gives_rdf(server: Server) -> None:
    response = server.ask("DESCRIBE <https://w3id.org/orbat/id/person/bo-lind>", "application/n-triples")
    assert response.text.count("\n") == 2


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", "text/csv"])
def test_sparql_takes_a_format_over_the_header(server: Server, name: str) -> None:
    response = server.ask(LABELS, "text/html", format=name)
    assert name.removeprefix("text/") in response.headers["content-type"].replace(
        "tab-separated-values", "tsv"
    )


def test_sparql_gives_csv_that_reads_back(server: Server) -> None:
    rows = list(csv.DictReader(io.StringIO(server.ask(LABELS, "text/csv").text)))
    assert {"s": "https://w3id.org/orbat/id/unit/горная", "label": "Горная бригада"} in rows


def test_sparql_answers_every_way_of_asking_alike(server: Server) -> None:
    body, headers = LABELS.encode(), {"Accept": JSON}
    direct = {**headers, "Content-Type": "application/sparql-query"}
    answers = [
        server.client.get("/sparql", params={"query": LABELS}, headers=headers),
        server.client.get("/sparql/", params={"query": LABELS}, headers=headers),
        server.client.post("/sparql", data={"query": LABELS}, headers=headers),
        server.client.post("/sparql", content=body, headers=direct),
        server.client.request("QUERY", "/sparql", content=body, headers=direct),
    ]
    assert [each.status_code for each in answers] == [200] * 5
    assert len({each.text for each in answers}) == 1


def test_sparql_head_says_what_get_would(server: Server) -> None:
    for query in (LABELS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"):
        head = server.client.head("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == "text/csv; charset=utf-8"


def test_sparql_options_names_the_methods(server: Server) -> None:
    response = server.client.options("/sparql")
    assert (response.status_code, response.headers["allow"]) == (204, "GET, HEAD, POST, QUERY, OPTIONS")


def test_sparql_answers_a_browsers_preflight(server: Server) -> None:
    response = server.client.options(
        "/sparql", headers={"Origin": "https://e.org", "Access-Control-Request-Method": "POST"}
    )
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def test_sparql_asks_the_union_of_all_graphs_by_default(server: Server) -> None:
    inferred = count(server.ask(COUNT, **{"default-graph-uri": f"{GRAPH}inferred"}))
    told = count(server.ask(COUNT, **{"default-graph-uri": f"{GRAPH}source/river-1809"}))
    assert inferred == 2
    assert count(server.ask(COUNT)) == inferred + told


def test_sparql_lets_the_protocol_name_the_data_set(server: Server) -> None:
    graphs = {"named-graph-uri": f"{GRAPH}inferred"}
    assert count(server.ask(COUNT, **graphs)) == 0
    assert count(server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **graphs)) == 2


def test_sparql_lets_from_name_the_data_set(server: Server) -> None:
    assert count(server.ask(COUNT.replace("{", f"FROM <{GRAPH}inferred> {{"))) == 2
    assert count(server.ask(COUNT.replace("{", f"FROM NAMED <{GRAPH}inferred> {{"))) == 0


@pytest.mark.parametrize(
    ("clauses", "parameters", "default", "named"),
    [
        ("", {}, "both", "both"),
        ("FROM <{0}inferred>", {}, "inferred", "none"),
        ("FROM NAMED <{0}inferred>", {}, "none", "inferred"),
        ("FROM <{0}source/river-1809> FROM NAMED <{0}inferred>", {}, "source", "inferred"),
        ("FROM <{0}inferred> FROM <{0}source/river-1809>", {}, "both", "none"),
        ("FROM <{0}source/river-1809>", {"named-graph-uri": "{0}inferred"}, "none", "inferred"),
        ("FROM NAMED <{0}source/river-1809>", {"default-graph-uri": "{0}inferred"}, "inferred", "none"),
        ("", {"default-graph-uri": "{0}inferred", "named-graph-uri": "{0}inferred"}, "inferred", "inferred"),
        ("", {"default-graph-uri": "{0}nowhere"}, "none", "none"),
        ("FROM <{0}nowhere>", {}, "none", "none"),
    ],
)
def test_sparql_asks_the_data_set_that_is_named(
    server: Server, clauses: str, parameters: dict[str, str], default: str, named: str
) -> None:
    """Where the request names a data set, it is that one, else the query's, else all graphs."""
    sizes = {"none": 0, "inferred": 2, "both": count(server.ask(COUNT))}
    sizes["source"] = sizes["both"] - 2
    filled = {name: iri.format(GRAPH) for name, iri in parameters.items()}
    one = f"SELECT (COUNT(*) AS ?n) {clauses.format(GRAPH)} {{ ?s ?p ?o }}"
    other = f"SELECT (COUNT(*) AS ?n) {clauses.format(GRAPH)} {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert count(server.ask(one, **filled)) == sizes[default]
    assert count(server.ask(other, **filled)) == sizes[named]


def test_sparql_lets_the_protocol_overrule_from(server: Server) -> None:
    query = COUNT.replace("{", f"FROM <{GRAPH}source/river-1809> {{")
    assert count(server.ask(query, **{"default-graph-uri": f"{GRAPH}inferred"})) == 2


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("SELECT * {", 400, "malformed-query"),
        ("nonsense", 400, "malformed-query"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", 400, "malformed-query"),
        ("SELECT ?x { ?s nope:x ?x }", 400, "malformed-query"),
        ("SELECT (<http://e/f>(1) AS ?x) {}", 400, "query-failed"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "service-refused"),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "service-refused"),
        ("SELECT * {" + "{" * 2000 + "}" * 2000 + "}", 400, "nested-too-deep"),
        ("SELECT * { ?s ?p '" + "x" * 20_000 + "' }", 413, "query-too-long"),
    ],
)
def test_sparql_says_what_is_wrong_with_a_query(server: Server, query: str, status: int, code: str) -> None:
    response = server.client.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    problem(response, status, code)


def test_sparql_says_where_a_query_breaks(server: Server) -> None:
    assert (
        "query:1:11: the query ends too early"
        in problem(server.ask("SELECT * {"), 400, "malformed-query")["detail"]
    )


def test_sparql_refuses_an_update(server: Server) -> None:
    problem(server.client.post("/sparql", data={"update": "CLEAR ALL"}), 403, "read-only")
    problem(server.client.post("/sparql", data={"update": "LOAD <http://127.0.0.1:1/>"}), 403, "read-only")


def test_sparql_refuses_a_body_that_is_too_large(server: Server) -> None:
    response = server.client.post("/sparql", data={"query": "x" * 50_000})
    problem(response, 413, "too-large")


def test_sparql_refuses_a_body_that_grows_too_large(server: Server) -> None:
    def chunks() -> Any:
        for _ in range(60):
            yield b"x" * 1000

    headers = {"Content-Type": "application/sparql-query"}
    problem(server.client.post("/sparql", content=chunks(), headers=headers), 413, "too-large")


def test_sparql_refuses_a_method_that_it_has_not(server: Server) -> None:
    response = server.client.put("/sparql", content=b"x")
    problem(response, 405, "method-not-allowed")
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}


@pytest.mark.parametrize(
    ("query", "accept"), [(LABELS, "image/png"), (LABELS, "text/turtle"), (TRIPLES, "text/csv")]
)
def test_sparql_has_only_the_formats_of_the_kind_of_result(server: Server, query: str, accept: str) -> None:
    problem(server.ask(query, accept), 406, "not-acceptable")


def test_sparql_names_the_formats_to_one_who_asks_for_another(server: Server) -> None:
    assert "csv" in problem(server.ask(LABELS, format="pdf"), 400, "unknown-format")["message"]


def test_errors_are_plain_text_for_those_who_do_not_take_json(server: Server) -> None:
    response = server.client.get("/nowhere", headers={"Accept": "text/plain"})
    assert response.status_code == 404
    assert response.headers["content-type"] == "text/plain; charset=utf-8"


def test_sparql_without_a_query_describes_the_service(server: Server) -> None:
    response = server.client.get("/sparql", headers={"Accept": "application/n-triples"})
    assert "sparql-service-description#Service" in response.text
    assert f"<{server.url}/sparql>" in response.text
    problem(server.client.get("/sparql", headers={"Accept": "text/csv"}), 406, "not-acceptable")


def test_sparql_shows_the_editor_to_a_browser(server: Server) -> None:
    response = server.client.get("/sparql", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "<textarea" in response.text


def test_sparql_sends_nothing_to_one_who_has_it(server: Server) -> None:
    first = server.ask(LABELS)
    again = server.client.get(
        "/sparql", params={"query": LABELS}, headers={"Accept": JSON, "If-None-Match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert server.ask(LABELS, "text/csv").headers["etag"] != first.headers["etag"]


def test_sparql_remembers_nothing_that_changes_by_itself(server: Server) -> None:
    query = "SELECT (STRUUID() AS ?x) {}"
    first, second = server.ask(query), server.ask(query)
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert first.text != second.text


def test_sparql_packs_an_answer_when_asked(server: Server) -> None:
    headers = {"Accept": JSON, "Accept-Encoding": "gzip"}
    for query in (LABELS, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 9000"):  # one chunk, and several
        with server.client.stream("GET", "/sparql", params={"query": query}, headers=headers) as response:
            packed = b"".join(response.iter_raw())
        assert response.headers["content-encoding"] == "gzip"
        plain = server.client.get(
            "/sparql", params={"query": query}, headers={**headers, "Accept-Encoding": "identity"}
        )
        assert "content-encoding" not in plain.headers
        assert json.loads(gzip.decompress(packed)) == plain.json()


def test_every_response_says_who_may_read_it_and_what_a_page_may_do(server: Server) -> None:
    for path in ("/", "/sparql", "/nowhere", "/static/orbat.css", "/health"):
        headers = server.client.get(path).headers
        assert headers["access-control-allow-origin"] == "*"
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in headers


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/"]
)
def test_static_files_lie_in_one_folder(server: Server, path: str) -> None:
    problem(server.client.get(path), 404, "not-found")


def test_health_says_what_is_served(server: Server) -> None:
    said = server.client.get("/health").json()
    assert (said["status"], said["store"]) == ("ok", "memory")
    assert said["quads"] == count(server.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))


def test_metrics_count(server: Server) -> None:
    text = server.client.get("/metrics").text
    assert "# TYPE orbat_queries_answered_total counter\norbat_queries_answered_total " in text
