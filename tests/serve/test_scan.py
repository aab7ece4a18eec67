"""What is read from a query's text before anything parses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.serve.scan import is_volatile, outline


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { service<http://e/>{ ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://e/> { ?s ?p ?o } }",
        "SELECT * { SERVICE ?where { ?s ?p ?o } }",
        "PREFIX e: <http://e/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { SERVICE : { ?s ?p ?o } }",
        "SELECT * { SERVICE # a comment\n <http://e/> # another {\n { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'it''s' . SERVICE <http://e/> { ?s ?p ?o } }",
        # an operator that looks like an IRI, with a quote or a comment mark in it
        "SELECT * { ?s ?p ?a FILTER(?a<'x>' ) SERVICE <http://e/> { ?s ?p ?o} FILTER('a'='b') }",
        "SELECT * { ?s ?p ?a FILTER(?a<?b#>'''\n) SERVICE <http://e/> { ?s ?p ?o} #'''\n }",
        "SELECT * { <http://e/'''> ?p ?a FILTER(?a<'x>') SERVICE <http://e/> {?s ?p ?o} FILTER(''='''b''')}",
        # the engine needs no space between words
        "SELECT * { ?s ?p trueSERVICE<http://e/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1e5SERVICESILENT<http://e/>{ ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { ?s ?p trueservice:x{ ?s ?p ?o } }",
    ],
)
def test_outline_sees_service(query: str) -> None:
    assert outline(query).calls_service


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <http://e/> { ?s ?p ?o }' }",
        'SELECT * { ?s ?p """SERVICE <http://e/> {\n ?s ?p ?o }""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://e/> { ?s ?p ?o }",
        "SELECT * { ?service ?p ?o . ?o <http://e/service> ?x }",
        "PREFIX service: <http://e/> SELECT * { ?s service:desk ?o { ?a ?b ?c } }",
        "SELECT * { ?s <http://e/SERVICE> ?o }",
        "SELECT * { ?s ?p 'in the service of the \\'SERVICE <x> {\\' crown' }",
        "",
    ],
)
def test_outline_sees_no_service_where_there_is_none(query: str) -> None:
    assert not outline(query).calls_service


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("SELECT * FROM <http://e/> { ?s ?p ?o }", True),
        ("SELECT * from named <http://e/> { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o }", False),
        ("SELECT * { ?from ?p 'FROM' } # FROM <x>", False),
        ("SELECT * { ?s ?p ?o . FILTER(?o = <FROM>) }", False),
    ],
)
def test_outline_sees_from(query: str, names: bool) -> None:
    assert outline(query).names_dataset is names


@pytest.mark.parametrize(
    ("query", "depth"),
    [("SELECT * {{{ ?s ?p (1 2) }}}", 4), ("SELECT * { ?s ?p '{{{{' }", 1), ("}}}}{", 0), ("{" * 9, 9)],
)
def test_outline_counts_nesting(query: str, depth: int) -> None:
    assert outline(query).depth == depth


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        ("SELECT (NOW() AS ?t) {}", True),
        ("SELECT (rand() AS ?t) {}", True),
        ("SELECT (STRUUID() AS ?t) {}", True),
        ("SELECT * { ?nowhere ?p ?o }", False),
    ],
)
def test_is_volatile_tells_functions_that_change(query: str, volatile: bool) -> None:
    assert is_volatile(query) is volatile


@given(st.text(alphabet="SERVICE<>'\"{}?:#\\\n afrom.", max_size=60))
def test_outline_takes_any_text(query: str) -> None:
    assert outline(query).depth >= 0
