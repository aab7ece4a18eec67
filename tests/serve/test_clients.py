"""The clients that people have, used as they use them, against the running server."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import urllib.request
from urllib.parse import quote

import pandas as pd
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import BASE, Server
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # SPARQLWrapper's
]

ADA = f"{BASE}person/ada-varga"
SELECT = f"SELECT ?p ?o WHERE {{ <{ADA}> ?p ?o }}"


def wrapper(server: Server, query: str, format_: str) -> SPARQLWrapper:
    found = SPARQLWrapper(f"{server.url}/sparql")
    found.setQuery(query)
    found.setReturnFormat(format_)
    return found


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_json(server: Server, method: str) -> None:
    asked = wrapper(server, SELECT, JSON)
    asked.setMethod(method)
    rows = asked.query().convert()["results"]["bindings"]
    assert {row["p"]["value"] for row in rows} >= {str(RDF.type), str(RDFS.label)}


def test_sparqlwrapper_reads_xml_and_csv(server: Server) -> None:
    xml = wrapper(server, SELECT, XML).query().convert()
    assert xml.getElementsByTagName("result")
    assert wrapper(server, SELECT, CSV).query().convert().startswith(b"p,o\r\n")


@pytest.mark.parametrize("format_", [RDFXML, TURTLE, N3, JSONLD, XML])
def test_sparqlwrapper_reads_graphs(server: Server, format_: str) -> None:
    found = wrapper(server, f"DESCRIBE <{ADA}>", format_).query().convert()
    graph = Graph().parse(data=found, format="turtle") if isinstance(found, bytes) else found
    assert (URIRef(ADA), RDF.type, None) in graph


def test_sparqlwrapper_asks(server: Server) -> None:
    assert wrapper(server, f"ASK {{ <{ADA}> ?p ?o }}", JSON).query().convert()["boolean"] is True


def test_sparqlwrapper_says_what_is_wrong(server: Server) -> None:
    with pytest.raises(QueryBadFormed, match="malformed-query"):
        wrapper(server, "SELECT * { ?s ?p }", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_store_reads(server: Server, method: str) -> None:
    store = SPARQLStore(f"{server.url}/sparql", method=method, returnFormat="json")
    graph = Graph(store)
    assert (URIRef(ADA), RDF.type, None) in graph
    assert list(graph.objects(URIRef(ADA), RDFS.label))
    assert len(graph.query(SELECT)) > 1
    assert len(graph) > 50


def test_rdflib_store_reads_named_graphs(server: Server) -> None:
    graph = Graph(SPARQLStore(f"{server.url}/sparql"))
    named = list(graph.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"))
    assert named
    inside = Graph(SPARQLStore(f"{server.url}/sparql", context_aware=True), identifier=named[0][0])
    assert len(list(inside)) > 0


def test_rdflib_follows_an_address_to_its_description(server: Server) -> None:
    path = ADA.removeprefix(BASE)
    assert (URIRef(ADA), RDF.type, None) in Graph().parse(f"{server.url}/id/{path}", format="turtle")


def test_pandas_reads_csv_from_an_address(server: Server) -> None:
    query = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n)"
    frame = pd.read_csv(f"{server.url}/sparql?format=csv&query={quote(query)}")
    assert list(frame.columns) == ["p", "n"]
    assert frame["n"].dtype.kind == "i"
    assert frame["n"].is_monotonic_decreasing


def test_pandas_reads_json_rows(server: Server) -> None:
    with urllib.request.urlopen(f"{server.url}/sparql?query={quote(SELECT)}") as answer:  # noqa: S310
        frame = pd.json_normalize(json.load(answer)["results"]["bindings"])
    assert {"p.value", "o.value"} <= set(frame.columns)


def curl(*arguments: str) -> str:
    done = subprocess.run(["curl", "-sS", *arguments], capture_output=True, text=True, timeout=20, check=True)
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not on this machine")
def test_curl_asks_as_the_manual_says(server: Server) -> None:
    endpoint = f"{server.url}/sparql"
    by_get = curl("-G", endpoint, "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv")
    by_form = curl(endpoint, "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv")
    direct = curl(
        endpoint,
        "-H",
        "Content-Type: application/sparql-query",
        "-H",
        "Accept: text/csv",
        "--data-binary",
        SELECT,
    )
    packed = curl(
        "--compressed", "-G", endpoint, "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv"
    )
    assert by_get == by_form == direct == packed
    assert len(pd.read_csv(io.StringIO(by_get))) > 1
    assert "@prefix" in curl("-L", "-H", "Accept: text/turtle", f"{server.url}/id/{ADA.removeprefix(BASE)}")
