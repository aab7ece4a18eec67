"""What is read from a query's text before anything parses it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.store.scan import is_volatile, outline, place


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
        ("PREFIX from: <http://e/> SELECT * { ?s from:a ?o }", False),
        ("SELECT*FROM<http://e/>{ ?s ?p ?o }", True),
        ("ASKFROM<http://e/>{ ?s ?p ?o }", True),
        ("CONSTRUCTFROM<http://e/>WHERE{ ?s ?p ?o }", True),
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


@pytest.mark.parametrize(
    ("update", "targets"),
    [
        ("LOAD <http://e/>", ["<http://e/>"]),
        ("load silent <http://e/> into graph <http://e/g>", ["<http://e/>"]),
        ("PREFIX e: <http://e/> LOAD e:x", ["e:x"]),
        ("PREFIX e:<http://e/>LOAD e:x", ["e:x"]),
        ("CLEAR ALL;LOAD # comment\n<http://e/>;LOAD <http://f/>", ["<http://e/>", "<http://f/>"]),
        ("INSERT DATA { <a:a> <a:b> 'LOAD <http://e/>' }", []),
        ("INSERT DATA { <a:a> <a:load> 'x' } # LOAD <http://e/>", []),
        ("DELETE WHERE { ?load <a:b> ?c }", []),
        ("PREFIX payload: <a:> INSERT DATA { payload:x payload:load payload:y }", []),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://e/> { ?s ?p ?o } }", ["<http://e/>"]),
    ],
)
def test_outline_names_what_an_update_calls(update: str, targets: list[str]) -> None:
    assert [call.target for call in outline(update).calls] == targets


def test_place_counts_from_one() -> None:
    assert [place("ab\ncd", at) for at in range(6)] == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]


@given(st.text(alphabet="SERVICE<>'\"{}?:#\\\n afrom.", max_size=60))
def test_outline_takes_any_text(query: str) -> None:
    assert outline(query).depth >= 0
