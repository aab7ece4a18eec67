"""Our Turtle and TriG, read back by rdflib and by pyoxigraph."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph

from orbat.store.export.terms import string
from orbat.store.export.turtle import trig, turtle

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
ORBAT = "https://w3id.org/orbat/ontology#"
BASE = "https://w3id.org/orbat/id/"

heads = st.sampled_from(
    [
        ORBAT,
        BASE,
        f"{BASE}person/",
        f"{BASE}time/",
        f"{BASE}-odd/",
        f"{BASE}a/b/",
        "http://example.org/",
        "urn:x:",
        XSD,
    ]
)
odd = st.text(st.characters(categories=["L", "N"]) | st.sampled_from("#/-._~:@!$&'()*+,;=%"), max_size=8)


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return None


iris = st.builds(lambda head, tail: _node(head + tail), heads, odd).filter(lambda node: node is not None)
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("\"\\\n\r'\t"),
    max_size=10,
)
numbers = st.sampled_from(
    ["1", "-0", "+7", "01", "1.", ".5", "1.50", "1e3", "1.e-2", "INF", "true", "0", "x", "", "1 "]
)
types = st.sampled_from(["integer", "decimal", "double", "boolean", "date", "string"])
literals = st.one_of(
    st.builds(ox.Literal, texts),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), texts, st.sampled_from(["en", "zh-hant-tw"])),
    st.builds(lambda text, name: ox.Literal(text, datatype=ox.NamedNode(XSD + name)), numbers | texts, types),
)
triples = st.builds(ox.Triple, iris, iris, iris | literals)


@given(st.lists(triples, max_size=10))
def test_turtle_reads_back_as_the_same_triples(given_triples: list[ox.Triple]) -> None:
    read = {quad.triple for quad in ox.parse(turtle(given_triples), ox.RdfFormat.TURTLE)}
    assert read == set(given_triples)


@given(st.lists(triples, max_size=6))
def test_turtle_means_to_rdflib_what_ntriples_mean(given_triples: list[ox.Triple]) -> None:
    """rdflib rewrites numbers as it reads, so both sides go through it."""
    nt = ox.serialize(given_triples, format=ox.RdfFormat.N_TRIPLES)
    assert nt is not None
    expected = set(Graph().parse(data=nt.decode(), format="nt"))
    assert set(Graph().parse(data=turtle(given_triples), format="turtle")) == expected


@given(st.lists(triples, max_size=8), st.randoms())
def test_turtle_does_not_depend_on_order(given_triples: list[ox.Triple], random: object) -> None:
    shuffled = [*given_triples, *given_triples[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert turtle(shuffled) == turtle(given_triples)


@given(
    st.lists(st.builds(ox.Quad, iris, iris, iris | literals, iris | st.just(ox.DefaultGraph())), max_size=8)
)
def test_trig_reads_back_as_the_same_quads(quads: list[ox.Quad]) -> None:
    assert set(ox.parse(trig(quads), ox.RdfFormat.TRIG)) == set(quads)


@given(texts)
def test_strings_hold_no_control_characters(text: str) -> None:
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", string(text))


def _person(name: str, **values: str) -> list[ox.Triple]:
    node = ox.NamedNode(f"{BASE}person/{name}")
    return [
        ox.Triple(node, RDF_TYPE, ox.NamedNode(f"{ORBAT}Person")),
        *(ox.Triple(node, ox.NamedNode(ORBAT + key), ox.Literal(value)) for key, value in values.items()),
        ox.Triple(node, LABEL, ox.Literal(name.title(), language="en")),
    ]


def test_turtle_is_what_a_person_would_write() -> None:
    written = turtle([*_person("zhukov", rank="Marshal"), *_person("konev")])
    assert (
        written
        == """\
@prefix orbat: <https://w3id.org/orbat/ontology#> .
@prefix person: <https://w3id.org/orbat/id/person/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

# People

person:konev a orbat:Person ;
    rdfs:label "Konev"@en .

person:zhukov a orbat:Person ;
    rdfs:label "Zhukov"@en ;
    orbat:rank "Marshal" .
"""
    )


def test_prefix_that_the_table_has_already_is_not_taken_by_the_data() -> None:
    node = ox.NamedNode(f"{BASE}time/1941")
    assert "@prefix id-time: <https://w3id.org/orbat/id/time/>" in turtle([ox.Triple(node, LABEL, node)])


def test_names_that_need_escapes_stay_whole_iris() -> None:
    for local in [
        "person/",
        "person/a,b",
        "person/-a",
        "person/é",
        "a/b/../c",
        "a//b",
        "person/a%20b",
        "a/./b",
    ]:
        node = ox.NamedNode(BASE + local)
        assert f"<{BASE}{local}> rdfs:label" in turtle([ox.Triple(node, LABEL, ox.Literal("x"))])


def test_narrow_classes_stand_before_wide_ones() -> None:
    node = ox.NamedNode(f"{BASE}unit/x")
    classes = ["Actor", "Army", "Group", "MilitaryUnit"]
    written = turtle(ox.Triple(node, RDF_TYPE, ox.NamedNode(ORBAT + name)) for name in classes)
    assert "unit:x a orbat:Army, orbat:MilitaryUnit, orbat:Group, orbat:Actor ." in written


def test_kinds_stand_in_reading_order_and_events_in_the_order_of_time() -> None:
    def typed(local: str, class_: str) -> ox.Triple:
        return ox.Triple(ox.NamedNode(BASE + local), RDF_TYPE, ox.NamedNode(ORBAT + class_))

    def said(local: str, name: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(ox.NamedNode(BASE + local), ox.NamedNode(ORBAT + name), value)

    days = {"a": "1941-12-05", "b": "-0489-09-12", "c": "0009-09-08", "d": "1941-02-01"}
    triples = [typed("mention/m", "Mention"), typed("person/p", "Person"), typed("side/s", "State")]
    for name, day in days.items():
        triples += [
            typed(f"event/{name}", "Capture"),
            said(f"event/{name}", "time", ox.NamedNode(f"{BASE}time/{name}")),
        ]
        triples += [
            said(f"time/{name}", bound, ox.Literal(day, datatype=ox.NamedNode(f"{XSD}date")))
            for bound in ("earliest", "latest")
        ]
    written = turtle(triples)
    assert re.findall("^# (.*)$", written, re.MULTILINE) == [
        "Sides",
        "People",
        "Events",
        "Mentions",
        "Others",
    ]
    assert re.findall("^event:(.)", written, re.MULTILINE) == ["b", "c", "d", "a"]


def test_deeper_names_are_relative_to_the_base() -> None:
    node = ox.NamedNode(f"{BASE}mention/moscow-1/12-17")
    written = turtle([ox.Triple(node, LABEL, node)])
    assert written.startswith(f"@base <{BASE}> .\n@prefix rdfs:")
    assert "<mention/moscow-1/12-17> rdfs:label <mention/moscow-1/12-17> ." in written


def test_base_that_is_no_folder_is_not_used() -> None:
    node = ox.NamedNode("https://example.org/data#mention/moscow-1/12-17")
    assert "@base" not in turtle([ox.Triple(node, LABEL, node)], base_iri="https://example.org/data#")


def test_other_base_gives_other_prefixes() -> None:
    node = ox.NamedNode("https://example.org/data#person/x")
    written = turtle([ox.Triple(node, LABEL, ox.Literal("x"))], base_iri="https://example.org/data#")
    assert "@prefix person: <https://example.org/data#person/> ." in written


def test_numbers_and_booleans_stand_bare_only_where_turtle_has_them() -> None:
    def written(value: str, name: str) -> str:
        line = turtle([ox.Triple(RDF_TYPE, LABEL, ox.Literal(value, datatype=ox.NamedNode(XSD + name)))])
        return line.strip().rsplit("rdfs:label ", 1)[1]

    assert written("12", "integer") == "12 ."
    assert written("0.80", "decimal") == "0.80 ."
    assert written("true", "boolean") == "true ."
    assert written("1", "boolean") == '"1"^^xsd:boolean .'
    assert written("12", "decimal") == '"12"^^xsd:decimal .'
    assert written("x", "integer") == '"x"^^xsd:integer .'
    assert written("1941-12-05", "date") == '"1941-12-05"^^xsd:date .'


def test_many_values_stand_under_each_other() -> None:
    node = ox.NamedNode(f"{BASE}person/x")
    values = [
        ox.Triple(node, LABEL, ox.Literal(f"a name that is rather long, the {i}th of them")) for i in range(3)
    ]
    assert 'rdfs:label \n        "a name' not in turtle(values)
    assert turtle(values).count('\n        "a name') == 3


def test_no_triples_give_a_comment() -> None:
    assert turtle([]) == trig([]) == "# No statements.\n"


@pytest.mark.parametrize("name", ["urn:x", "http://example.org/g"])
def test_trig_names_the_graph(name: str) -> None:
    assert f"<{name}> {{" in trig([ox.Quad(RDF_TYPE, LABEL, ox.Literal("x"), ox.NamedNode(name))])
