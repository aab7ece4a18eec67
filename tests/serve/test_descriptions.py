"""What the server says of itself is what it does: service description (W3C's three tests), VoID, ontology."""

from __future__ import annotations

from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from serving import BASE, HERE, TOKEN, Server

from orbat.namespaces import ONTOLOGY, ORBAT
from orbat.serve.formats import SOLUTIONS, TRIPLES

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
DCTERMS = "http://purl.org/dc/terms/"
FORMATS = "http://www.w3.org/ns/formats/"
RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
WRITERS = {
    "SPARQL_Results_JSON": "application/sparql-results+json",
    "SPARQL_Results_XML": "application/sparql-results+xml",
    "SPARQL_Results_CSV": "text/csv",
    "SPARQL_Results_TSV": "text/tab-separated-values",
    "Turtle": "text/turtle",
    "N-Triples": "application/n-triples",
    "N-Quads": "application/n-quads",
    "TriG": "application/trig",
    "JSON-LD": "application/ld+json",
    "RDF_XML": "application/rdf+xml",
}
GEOF = "http://www.opengis.net/def/function/geosparql/"
WKT = "^^<http://www.opengis.net/ont/geosparql#wktLiteral>"
POINT, AREA = f'"POINT(1 1)"{WKT}', f'"POLYGON((0 0,0 3,3 3,3 0,0 0))"{WKT}'


def described(server: Server, path: str) -> ox.Store:
    response = server.client.get(path, headers={"Accept": "text/turtle"})
    assert response.status_code == 200, response.text
    store = ox.Store()
    store.load(response.content, ox.RdfFormat.TURTLE)
    return store


def values(store: ox.Store, subject: str | None, predicate: str) -> set[str]:
    node = None if subject is None else ox.NamedNode(subject)
    found = store.quads_for_pattern(node, ox.NamedNode(predicate), None)
    return {quad.object.value for quad in found if not isinstance(quad.object, ox.Triple)}


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/ontology", "/graphs"])
@pytest.mark.parametrize("media_type", RDF)
def test_descriptions_come_in_every_format(server: Server, path: str, media_type: str) -> None:
    """W3C: `returns-rdf` for the service description."""
    response = server.client.get(path, headers={"Accept": media_type})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert len(list(ox.parse(response.content, RDF[media_type], base_iri="http://e/"))) > 10
    again = server.client.get(path, headers={"Accept": media_type, "If-None-Match": response.headers["etag"]})
    assert again.status_code == 304
    head = server.client.head(path, headers={"Accept": media_type})
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("path", ["/sparql", "/.well-known/void", "/ontology", "/graphs"])
def test_descriptions_have_no_other_format(server: Server, path: str) -> None:
    assert server.client.get(path, headers={"Accept": "image/png"}).status_code == 406
    assert server.client.get(path, params={"format": "pdf"}).status_code == 400
    named = server.client.get(path, params={"format": "nt"}, headers={"Accept": "text/html"})
    assert named.headers["content-type"] == "application/n-triples"


def test_the_service_names_the_endpoint_that_it_is(server: Server) -> None:
    """W3C: `has-endpoint-triple`."""
    store = described(server, "/sparql")
    (service,) = (
        quad.subject.value for quad in store.quads_for_pattern(None, None, ox.NamedNode(f"{SD}Service"))
    )
    assert values(store, service, f"{SD}endpoint") == {f"{server.url}/sparql"}


def test_the_service_description_keeps_to_its_vocabulary(server: Server, writable: Server) -> None:
    """W3C: `conforms-to-schema`: every term is one of the vocabulary, and stands where its domain allows."""
    domains = {
        "endpoint": "Service",
        "feature": "Service",
        "supportedLanguage": "Service",
        "resultFormat": "Service",
        "inputFormat": "Service",
        "extensionFunction": "Service",
        "defaultEntailmentRegime": "Service",
        "defaultDataset": "Service",
        "availableGraphs": "Service",
        "defaultGraph": "Dataset",
        "namedGraph": "GraphCollection",
        "name": "NamedGraph",
        "graph": "NamedGraph",
    }
    for each in (server, writable):
        store = described(each, "/sparql")
        for quad in store:
            if quad.predicate.value.startswith(SD):
                domain = ox.NamedNode(SD + domains[quad.predicate.value.removeprefix(SD)])
                types = {q.object for q in store.quads_for_pattern(quad.subject, _TYPE, None)}
                assert domain in types, quad


def test_every_format_that_the_service_names_is_answered(server: Server) -> None:
    named = values(described(server, "/sparql"), f"{server.url}/sparql", f"{SD}resultFormat")
    assert named == {FORMATS + name for name in WRITERS}
    for media_type in WRITERS.values():
        query = "ASK {}" if media_type in SOLUTIONS else "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 1"
        response = server.ask(query, media_type)
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] == media_type
    assert set(WRITERS.values()) <= {*SOLUTIONS, *TRIPLES}


def test_every_function_that_the_service_names_is_computed(server: Server) -> None:
    named = values(described(server, "/sparql"), f"{server.url}/sparql", f"{SD}extensionFunction")
    assert len(named) > 20
    metre = "<http://www.opengis.net/def/uom/OGC/1.0/metre>"
    arguments = (f"{POINT}, {AREA}", f"{POINT}, {POINT}, {metre}", AREA, f'{POINT}, {AREA}, "T*F**F***"')
    for function in sorted(named):
        answers = [server.ask(f"SELECT (<{function}>({each}) AS ?x) {{}}", "text/csv") for each in arguments]
        assert any(len(each.text.split()) > 1 for each in answers if each.status_code == 200), function


def test_the_union_of_all_graphs_is_the_default_graph_as_the_service_says(server: Server) -> None:
    store = described(server, "/sparql")
    assert f"{SD}UnionDefaultGraph" in values(store, f"{server.url}/sparql", f"{SD}feature")
    rows = server.ask("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").json()["results"]
    assert values(store, None, f"{SD}name") == {row["g"]["value"] for row in rows["bindings"]}
    counts = values(store, None, f"{VOID}triples")
    assert {row["n"]["value"] for row in rows["bindings"]} <= counts
    all_ = server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    assert all_ in counts


def test_only_a_server_that_takes_updates_says_so(server: Server, writable: Server) -> None:
    for each, taken in ((server, False), (writable, True)):
        languages = values(described(each, "/sparql"), f"{each.url}/sparql", f"{SD}supportedLanguage")
        assert (f"{SD}SPARQL11Update" in languages) is taken
        assert f"{SD}SPARQL11Query" in languages


def test_void_counts_what_the_graph_holds(server: Server) -> None:
    store, dataset = described(server, "/.well-known/void"), f"{server.url}/.well-known/void#dataset"

    def counted(what: str) -> int:
        row = server.ask(f"SELECT (COUNT({what}) AS ?n) {{ ?s ?p ?o OPTIONAL {{ ?s a ?c }} }}").json()
        return int(row["results"]["bindings"][0]["n"]["value"])

    total = int(server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text.split()[1])
    assert values(store, dataset, f"{VOID}triples") == {str(total)}
    assert values(store, dataset, f"{VOID}distinctSubjects") == {str(counted("DISTINCT ?s"))}
    assert values(store, dataset, f"{VOID}distinctObjects") == {str(counted("DISTINCT ?o"))}
    assert values(store, dataset, f"{VOID}properties") == {str(counted("DISTINCT ?p"))}
    assert values(store, dataset, f"{VOID}classes") == {str(counted("DISTINCT ?c"))}
    parts = values(store, dataset, f"{VOID}propertyPartition")
    assert sum(int(*values(store, part, f"{VOID}triples")) for part in parts) == total
    people = ox.NamedNode(str(ORBAT.Person))
    (person,) = store.quads_for_pattern(None, ox.NamedNode(f"{VOID}class"), people)
    assert isinstance(person.subject, ox.NamedNode)
    assert values(store, person.subject.value, f"{VOID}entities") == {"2"}


def test_void_names_links_dumps_and_where_to_ask(server: Server) -> None:
    store, dataset = described(server, "/.well-known/void"), f"{server.url}/.well-known/void#dataset"
    assert values(store, dataset, f"{VOID}sparqlEndpoint") == {f"{server.url}/sparql"}
    assert values(store, dataset, f"{VOID}uriSpace") == {BASE}
    (linkset,) = values(store, dataset, f"{VOID}subset")
    assert values(store, linkset, f"{VOID}linkPredicate") == {
        "http://www.w3.org/2004/02/skos/core#exactMatch"
    }
    assert values(store, linkset, f"{VOID}triples") == {"1"}
    (target,) = values(store, linkset, f"{VOID}objectsTarget")
    assert values(store, target, f"{VOID}uriSpace") == {"https://sws.geonames.org/"}
    dumps = values(store, dataset, f"{VOID}dataDump")
    assert len(dumps) == 2
    for dump in dumps:
        (media_type,) = values(store, dump, f"{DCTERMS}format")
        response = server.client.get(dump)
        assert response.headers["content-type"] == media_type
        assert len(list(ox.parse(response.content, RDF[media_type]))) == int(
            server.client.get("/health").json()["quads"]
        )
    lookup = values(store, dataset, f"{VOID}uriLookupEndpoint").pop()
    assert server.client.get(f"{lookup}{BASE}person%2Fada-varga").status_code == 200


def test_void_says_what_built_the_graph_from_what(writable: Server) -> None:
    """What a build writes into its graph of provenance, here in an invented one."""
    prov, g = "http://www.w3.org/ns/prov#", f"{BASE}graph/provenance"
    writable.update("DROP ALL")
    writable.update(f"""PREFIX prov: <{prov}> INSERT DATA {{ GRAPH <{g}> {{
      <{BASE}activity/1> a prov:Activity ; prov:used <{BASE}source/1> ;
        prov:wasAssociatedWith <{BASE}agent/1> .
      <{BASE}agent/1> a prov:SoftwareAgent . <{BASE}source/1> <{ONTOLOGY}#fileName> "river.txt" }} }}""")
    store = described(writable, "/.well-known/void")
    dataset = f"{writable.url}/.well-known/void#dataset"
    assert values(store, dataset, f"{prov}wasGeneratedBy") == {f"{BASE}activity/1"}
    assert values(store, dataset, f"{DCTERMS}source") == {f"{BASE}source/1"}
    assert values(store, f"{BASE}activity/1", f"{prov}wasAssociatedWith") == {f"{BASE}agent/1"}
    assert values(store, f"{BASE}source/1", f"{ONTOLOGY}#fileName") == {"river.txt"}


class Page(HTMLParser):
    """Anchors, and links to anchors, of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if value := found.get("id"):
            self.ids.append(value)
        if (href := found.get("href") or "").startswith("#"):
            self.anchors.add(href[1:])


def test_the_ontology_page_documents_every_term(server: Server) -> None:
    response = server.client.get("/ontology", headers={"Accept": "text/html"})
    page = Page(response.text)
    path = HERE.parents[1] / "ontology" / "orbat.ttl"
    terms = {
        quad.subject.value.partition("#")[2]: quad.object.value
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(f"{ONTOLOGY}#")
        and quad.predicate.value.endswith("#definition")
        and isinstance(quad.object, ox.Literal)
    }
    assert len(terms) > 200
    assert terms.keys() <= set(page.ids)
    assert page.anchors <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    text = response.text.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&")
    assert [name for name, words in terms.items() if words not in text] == []
    for words in ("MilitaryUnit and (branch value Air)", "sem:hasEarliestBeginTimeStamp", "xsd:date"):
        assert words in text
    assert f'href="{server.url}' not in text


def test_the_ontology_page_counts_what_the_graph_holds(server: Server) -> None:
    text = server.client.get("/ontology", headers={"Accept": "text/html"}).text
    article = text[text.index('id="Person"') :].partition("</article>")[0]
    assert "2 in this graph" in article
    assert 'href="/kinds/Person"' in article
    assert "Ada Varga" in article


def test_the_ontology_says_its_licence_and_its_other_forms(server: Server) -> None:
    link = server.client.get("/ontology", headers={"Accept": "text/turtle"}).headers["link"]
    for rel in ("alternate", "canonical", "describes", "license"):
        assert f'rel="{rel}"' in link


def test_nothing_tells_the_token(writable: Server) -> None:
    for path in ("/sparql", "/.well-known/void", "/graphs", "/health", "/metrics", "/"):
        response = writable.client.get(path, headers={"Authorization": f"Bearer {TOKEN}"})
        assert TOKEN not in response.text + str(response.headers)


_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
