"""Query files: their headers, their parameters, and what is said of a broken one."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orbat.errors import QuerySyntaxError
from orbat.store import Parameter, load_memory, query, read_query, ready_queries, ready_query
from orbat.store.open import GraphFolder
from orbat.store.queries import parse_query

HEADER = """\
# title: Who fights for whom
# question: Which units fight for a side,
#   and since when?
# columns:
#   unit: the unit's name
#   side: the side's name,
# parameters:
#   name: a side's name; default "Soviet Union"
"""
BODY = """\
SELECT ?unit ?side WHERE {
  VALUES ?name { "Soviet Union" }
  ?u orbat:allegiance ?s ; rdfs:label ?unit .
  ?s rdfs:label ?side FILTER(STR(?side) = ?name)
}
"""


def test_header_is_read_whole() -> None:
    ready = parse_query(HEADER + BODY, "sides", "sides.rq")
    assert ready.id == "sides"
    assert ready.title == "Who fights for whom"
    assert ready.question == "Which units fight for a side, and since when?"
    assert ready.columns == (("unit", "the unit's name"), ("side", "the side's name,"))
    assert ready.parameters == (Parameter("name", "string", "a side's name", '"Soviet Union"'),)
    assert ready.text == HEADER + BODY


def _units(graph: GraphFolder, text: str) -> list[str]:
    found = query(load_memory(graph.path), text)
    assert isinstance(found, ox.QuerySolutions)
    return [row["unit"].value for row in found]


def test_query_runs_with_its_default_and_with_another_value(graph: GraphFolder) -> None:
    ready = parse_query(HEADER + BODY, "sides", "sides.rq")
    assert _units(graph, ready.text) == _units(graph, ready.with_values({})) == ["Western Front"]
    assert _units(graph, ready.with_values({"name": "Soviet Union"})) == ["Western Front"]
    assert _units(graph, ready.with_values({"name": "Germany"})) == []


def _typed(term: str, type_: str = "") -> str:
    name = f"x ({type_})" if type_ else "x"
    return (
        f"# title: t\n# question: q\n# columns:\n#   x: x\n# parameters:\n#   {name}: x\n"
        f"SELECT ?x {{ VALUES ?x {{ {term} }} }}"
    )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_value_arrives_as_it_is(value: str) -> None:
    found = query(ox.Store(), parse_query(_typed('"d"'), "x", "x.rq").with_values({"x": value}))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["x"] for row in found] == [ox.Literal(value)]


def test_value_that_looks_like_another_parameters_place_is_not_filled() -> None:
    text = """\
# title: t
# question: q
# columns:
#   a: a
#   b: b
# parameters:
#   a: a
#   b: b
SELECT ?a ?b { VALUES ?a { "x" } VALUES ?b { "y" } }"""
    sly = "VALUES ?b { 5 } VALUES ?b { UNDEF } VALUES ?a { 1 }"
    filled = parse_query(text, "x", "x.rq").with_values({"a": sly, "b": '" } ?s ?p ?o #'})
    found = query(ox.Store(), filled)
    assert isinstance(found, ox.QuerySolutions)
    assert [(row["a"].value, row["b"].value) for row in found] == [(sly, '" } ?s ?p ?o #')]


@pytest.mark.parametrize(
    ("term", "type_", "value", "written"),
    [
        ("12", "", "16", '"16"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("0.5", "", "1.25", '"1.25"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (
            '"1941-12-05"^^xsd:date',
            "",
            "-0489-09-12",
            '"-0489-09-12"^^<http://www.w3.org/2001/XMLSchema#date>',
        ),
        ("UNDEF", "date", "1812-09-07", '"1812-09-07"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("orbat:Army", "", "https://example.org/x", "<https://example.org/x>"),
        ("<urn:x>", "", "urn:y", "<urn:y>"),
        ('"a"@en', "", "b", '"b"@en'),
        ("UNDEF", "", "b", '"b"'),
    ],
)
def test_values_take_the_parameters_type(term: str, type_: str, value: str, written: str) -> None:
    assert f"VALUES ?x {{ {written} }}" in parse_query(_typed(term, type_), "x", "x.rq").with_values(
        {"x": value}
    )


@pytest.mark.parametrize(
    ("term", "type_", "value"),
    [
        ("12", "", "twelve"),
        ("12", "", "1.5"),
        ("12", "", ""),
        ("0.5", "", "1e3"),
        ("UNDEF", "date", "5 December"),
        ("UNDEF", "date", "1941-13-01"),
        ("UNDEF", "date", "1941-12"),
        ("<urn:x>", "", "not an iri"),
        ("<urn:x>", "", "urn:x> } ?s ?p ?o { <urn:y"),
    ],
)
def test_values_of_another_type_are_refused(term: str, type_: str, value: str) -> None:
    ready = parse_query(_typed(term, type_), "x", "x.rq")
    with pytest.raises(QuerySyntaxError, match=r"x: x is .*; expected (integer|decimal|date|iri)"):
        ready.with_values({"x": value})


def test_unknown_parameter_is_answered_with_the_known_ones() -> None:
    with pytest.raises(QuerySyntaxError, match="no parameter 'side'; it has name"):
        parse_query(HEADER + BODY, "sides", "sides.rq").with_values({"side": "Germany"})


def _edited(old: str, new: str) -> str:
    whole = HEADER + BODY
    assert whole.count(old) >= 1
    return whole.replace(old, new)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "q.rq:1: the header has no title"),
        (BODY, "q.rq:1: the header has no title"),
        (_edited("# title: Who fights for whom\n", ""), "q.rq:1: the header has no title"),
        (_edited("Who fights for whom", ""), "q.rq:1: the header has no title"),
        (_edited("# question: ", "# ask: "), "q.rq:2: 'ask: Which"),
        ("# title: twice\n" + HEADER + BODY, "q.rq:2: a second 'title'"),
        (
            _edited("#   unit: the unit's name\n", ""),
            "q.rq:4: the header's columns are side; the query gives",
        ),
        (_edited("unit: the", "units: the"), "columns are units, side; the query gives unit, side"),
        (_edited("unit: the unit's", "unit the unit's"), 'q.rq:5: "unit the unit\'s name"'),
        (_edited("unit: the unit's name", "unit:"), "q.rq:5: 'unit:' in columns"),
        (_edited('  VALUES ?name { "Soviet Union" }\n', ""), "q.rq:8: the query has 0 `VALUES ?name"),
        (_edited("?u orbat", 'VALUES ?name { "x" } ?u orbat'), "q.rq:8: the query has 2 `VALUES ?name"),
        (_edited('default "Soviet', 'default "Soviat'), 'q.rq:8: name is "Soviat Union" by default in'),
        (_edited("#   name: a", "#   name (text): a"), "q.rq:8: type 'text'; expected one of string"),
        (_edited("orbat:allegiance", "orbit:allegiance"), "q.rq:11:"),
        (_edited("?name)\n}\n", "?name)\n"), "the query ends too early"),
        (HEADER + 'ASK { VALUES ?name { "Soviet Union" } }', "are unit, side; the query gives none"),
    ],
)
def test_broken_header_or_query_is_told_with_file_and_line(text: str, words: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query(text, "q", "q.rq")
    assert words in str(caught.value)
    assert str(caught.value).startswith("q.rq:")


def test_query_that_calls_out_is_refused_as_it_is_read() -> None:
    with pytest.raises(QuerySyntaxError, match="SERVICE is refused"):
        parse_query(HEADER + BODY.replace("?u orbat", "SERVICE <http://x/> {} ?u orbat"), "q", "q.rq")


def test_folder_of_queries_is_read_by_id(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.rq").write_text(HEADER + BODY)
    (tmp_path / "README.md").write_text("no query")
    assert [ready.id for ready in ready_queries(tmp_path)] == ["a", "b"]
    assert ready_query("b", tmp_path).id == "b"
    with pytest.raises(QuerySyntaxError, match="no ready query 'c'; expected one of a, b"):
        ready_query("c", tmp_path)


def test_query_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"# title: \xff\n")
    for path in (tmp_path / "x.rq", tmp_path / "none.rq", tmp_path):
        with pytest.raises(QuerySyntaxError, match="cannot be read"):
            read_query(path)


def test_own_queries_keep_the_format() -> None:
    for ready in ready_queries():
        assert ready.with_values({}) == ready.text
