"""Queries against an open store: answers, errors with their place, no calls to other servers."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.errors import QuerySyntaxError
from orbat.namespaces import DEFAULT_BASE
from orbat.store import GraphFolder, load_memory, query


@pytest.fixture
def store(graph: GraphFolder) -> ox.Store:
    return load_memory(graph.path)


def test_select_sees_the_union_of_all_graphs(store: ox.Store) -> None:
    """The label is in a document's graph, the shortcut in the inferred one."""
    found = query(store, 'SELECT ?unit { ?s rdfs:label "Georgy Zhukov"@en ; orbat:commands ?unit }')
    assert isinstance(found, ox.QuerySolutions)
    assert [row["unit"].value for row in found] == [f"{DEFAULT_BASE}unit/western-front-1"]


def test_graph_clause_still_tells_graphs_apart(store: ox.Store) -> None:
    found = query(store, "SELECT ?g { GRAPH ?g { ?s orbat:commands ?unit } }")
    assert isinstance(found, ox.QuerySolutions)
    assert [row["g"].value for row in found] == [f"{DEFAULT_BASE}graph/inferred"]


@pytest.mark.parametrize(
    ("clause", "count"),
    [("FROM", 5), ("FROM NAMED", 0), ("FROM <http://example.org/none> FROM", 5)],
)
def test_from_names_the_default_graph(store: ox.Store, clause: str, count: int) -> None:
    found = query(store, f"SELECT ?s {clause} <{DEFAULT_BASE}graph/inferred> {{ ?s ?p ?o }}")
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == count


def test_from_named_names_what_graph_clauses_see(store: ox.Store) -> None:
    name = f"{DEFAULT_BASE}graph/inferred"
    found = query(store, f"SELECT DISTINCT ?g FROM NAMED <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")  # noqa: S608
    assert isinstance(found, ox.QuerySolutions)
    assert [row["g"].value for row in found] == [name]


def test_ask_and_construct_are_answered(store: ox.Store) -> None:
    assert bool(query(store, "ASK { ?s a orbat:Front }"))
    assert not bool(query(store, "ASK { ?s a orbat:Battalion }"))
    triples = query(store, "CONSTRUCT { ?s a orbat:Front } WHERE { ?s a orbat:Front }")
    assert isinstance(triples, ox.QueryTriples)
    assert len(list(triples)) == 1


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("SELECT ?x WHERE {\n  ?x a orbat:Army\n", "q.rq:3:1", 'the query ends too early, expected "}"'),
        ("SELECT ?x {\n ?x foaf:nmae nope:y }", "q.rq:2:", "this prefix is not declared"),
        ("SELECT * { ?s ?p ?o } LIMIT x", "q.rq:1:", "expected"),
        ("SELECT (SUM(?x) AS ?s) ?y { ?x ?p ?y }", "q.rq:1:", "neither grouped nor inside an aggregate"),
        ("SELECT (?a AS ?x) { ?x ?p ?a }", "q.rq:1:", "overrides an existing variable"),
        ("SELECT * { ?x <a:b> <c d> }", "q.rq:1:", "this is not an IRI"),
        ("SELECT * { ?x <a:b> <relative> }", "q.rq:1:", "this is not an IRI"),
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "q.rq:1:", "expected"),
        ("", "q.rq:1:1", ""),
        ("\x00", "q.rq:1:2", ""),
    ],
)
def test_syntax_errors_have_their_place(text: str, place: str, words: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        query(ox.Store(), text, name="q.rq")
    assert str(caught.value).startswith(place)
    assert words in str(caught.value)
    assert "\\u{" not in str(caught.value)
    assert "[_]" not in str(caught.value)


def test_syntax_errors_show_the_line_with_a_mark() -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        query(ox.Store(), "SELECT * {\n  ?s nope:x ?o\n}", name="q.rq")
    _, line, mark = str(caught.value).split("\n")
    assert line == "    ?s nope:x ?o"
    assert line[mark.index("^") - 1] == "x" or mark.index("^") == line.index("nope:x") + 6


@given(st.text(max_size=30))
def test_any_text_is_answered_or_a_query_syntax_error(text: str) -> None:
    try:
        query(ox.Store(), text)
    except QuerySyntaxError as error:
        place = re.match(r"query:\d+:\d+: ", str(error))
    else:
        place = re.match("", text)
    assert place is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SeRvIcE ?where { ?s ?p ?o } }",
        "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x{?s ?p ?o} }",
        "PREFIX x: <http://127.0.0.1/> SELECT * { SERVICE x:y {?s ?p ?o} }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "PREFIX service: <http://127.0.0.1/> SELECT * { ?s ?p trueSERVICE:x{?s ?p ?o} }",
        "SELECT * { FILTER(?a<?b)SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { FILTER(?a<?b&&?c)SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { ?s ?p '#' SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { ?s ?p '''\n'#''' . SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        'SELECT * { ?s ?p "\\"" . SERVICE<http://127.0.0.1:9/>{?s ?p "x"} }',
        "SELECT * { ?s ?p <a:#> . SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { # comment\nSERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { # comment\rSERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE<http://127.0.0.1:9/>{?s ?p ?o} } } } }",
        "SELECT * { ?s ?p 'x'@en SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "PREFIX x: <a:> SELECT * { ?s ?p x: SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        "PREFIX x: <a:> SELECT * { ?s ?p x:a. SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        # an operator that looks like an IRI, and hides where a string begins
        "SELECT * { ?s ?p ?a FILTER(?a<'x>' ) SERVICE <http://127.0.0.1:9/> { ?s ?p ?o} FILTER('a'='b') }",
        # escapes that are none of a string
        r"SELECT * { SERVICE <http://127.0.0.1:9/\u0041> {?s ?p ?o} }",
        r"SELECT * { OPTIONAL { <a:\u0041'> ?p 1 } SERVICE <http://127.0.0.1:9/>{?s ?p ?o} FILTER(''='') }",
        r"PREFIX x: <a:> SELECT * {OPTIONAL{?s x:a\' 1}SERVICE<http://127.0.0.1:9/>{?s ?p ?o} BIND(''AS ?a)}",
        "PREFIX x: <a:> SELECT * { OPTIONAL {?s x:a\\# 1} SERVICE<http://127.0.0.1:9/>{?s ?p ?o} }",
        # letters that Python takes for none
        "PREFIX e\u00b7: <http://127.0.0.1:9/> SELECT * { SERVICE e\u00b7: {?s ?p ?o} }",
        "SELECT * { BIND(<http://127.0.0.1:9/> AS ?g\u0301) SERVICE ?g\u0301 {?s ?p ?o} }",
    ],
)
def test_service_is_refused(text: str) -> None:
    with pytest.raises(QuerySyntaxError, match="SERVICE is refused"):
        query(ox.Store(), text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT ?s { ?s ?p 'the secret SERVICE <http://x>' }",
        'SELECT ?s { ?s ?p """a\n"quoted" SERVICE""" }',
        "SELECT ?s { ?s ?p ?o } # SERVICE <http://x>",
        "SELECT ?s { ?s <http://example.org/SERVICE> ?o }",
        "SELECT ?s { ?s orbat:service ?o }",
        "SELECT ?s { ?s ?p 'x'@service }",
        "SELECT ?s { ?s ?p $SERVICE }",
        "PREFIX x: <http://example.org/> SELECT ?s { ?s x:secret.service ?o }",
        "SELECT ?service ?o { ?service ?p ?o }",
        "SELECT ?s { ?s ?p ?service { ?a ?b ?c } }",
        "PREFIX service: <http://example.org/> SELECT ?s { ?s service:desk ?o { ?a ?b ?c } }",
    ],
)
def test_the_word_service_elsewhere_does_no_harm(text: str) -> None:
    assert isinstance(query(ox.Store(), text), ox.QuerySolutions)


_PIECES = [
    "SERVICE",
    "service ",
    "SILENT ",
    "<http://127.0.0.1:9/>",
    "{?s ?p ?o}",
    "{",
    "}",
    " ",
    "\n",
    "#",
    "'",
    '"',
    "'''",
    "\\",
    "<",
    ">",
    "?s ",
    "?s<?o",
    ":x",
    "x:",
    "a ",
    ".",
    "1",
    "true",
    "FILTER(",
    ")",
    "@en",
    "_:b ",
    "^^",
    "/",
    "OPTIONAL",
    "\\u0041",
    "\\'",
    "\\#",
    "\u00b7",
    "e\u0301:",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=14))
def test_no_query_that_passes_calls_out(pieces: list[str]) -> None:
    """A call that gets through fails with an OSError or a RuntimeError, neither of which is caught here."""
    text = (
        "PREFIX : <http://127.0.0.1:9/> PREFIX x: <http://127.0.0.1:9/> SELECT * { " + "".join(pieces) + " }"
    )
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.NamedNode("a:a")))
    try:
        found = query(store, text)
    except QuerySyntaxError:
        return
    assert isinstance(found, ox.QuerySolutions)
    list(found)
