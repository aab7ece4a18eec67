"""Canonical N-Quads, read back by rdflib."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, BNode, Dataset, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Variable

from orbat.errors import GraphError
from orbat.store import Quad, canonical_lines

# rdflib warns of its own Dataset.default_context while it parses
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")

A, B, G = URIRef("urn:x:a"), URIRef("urn:x:b"), URIRef("urn:x:g")

iris = st.builds(
    lambda local: URIRef(f"http://example.org/{local}"),
    st.text(st.characters(categories=["L", "N"]) | st.sampled_from("#/-._~:@!$&'()*+,;="), max_size=8).filter(
        lambda local: local.count("#") < 2  # an IRI has one fragment
    ),
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
literals = st.one_of(
    st.builds(Literal, texts),
    st.builds(lambda text: Literal(text, lang="en-gb"), texts),
    st.builds(lambda text: Literal(text, datatype=URIRef("http://example.org/type")), texts),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.booleans()),
)
quads = st.tuples(iris, iris, iris | literals, iris)


def read_back(lines: list[str]) -> Dataset:
    dataset = Dataset()
    dataset.parse(data="".join(lines), format="nquads")
    return dataset


@given(st.lists(quads, max_size=8))
def test_lines_read_by_rdflib_are_the_same_quads(given_quads: list[Quad]) -> None:
    found = {(s, p, o, name) for s, p, o, name in read_back(canonical_lines(given_quads)).quads()}
    assert found == set(given_quads)


@given(st.lists(quads, max_size=8), st.randoms())
def test_lines_do_not_depend_on_order_or_repetition(given_quads: list[Quad], random: object) -> None:
    shuffled = [*given_quads, *given_quads[:2]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert canonical_lines(shuffled) == canonical_lines(given_quads)


@given(st.lists(quads, max_size=8))
def test_lines_are_sorted_by_code_point_and_end_in_line_feeds(given_quads: list[Quad]) -> None:
    lines = canonical_lines(given_quads)
    assert lines == sorted(set(lines))
    assert all(line.endswith(" .\n") and "\n" not in line[:-1] and "\r" not in line for line in lines)


def test_blank_nodes_get_labels_that_depend_on_content_alone() -> None:
    def restriction() -> list[Quad]:
        first, second = BNode(), BNode()
        return [
            (A, B, first, G),
            (first, RDF.first, Literal(1), G),
            (first, RDF.rest, second, G),
            (second, B, A, G),
        ]

    lines = canonical_lines(restriction())
    assert lines == canonical_lines(reversed(restriction()))
    assert isomorphic(read_back(lines).graph(G), read_back(canonical_lines(restriction())).graph(G))
    assert {word for line in lines for word in line.split() if word.startswith("_:")} == {
        "_:c14n0",
        "_:c14n1",
    }


def test_blank_nodes_do_not_change_the_lines_without() -> None:
    assert set(canonical_lines([(A, B, A, G)])) < set(canonical_lines([(A, B, A, G), (A, B, BNode(), G)]))


def test_string_datatype_is_left_out() -> None:
    assert canonical_lines([(A, B, Literal("x", datatype=XSD.string), G)]) == [
        '<urn:x:a> <urn:x:b> "x" <urn:x:g> .\n'
    ]


def test_no_quads_give_no_lines() -> None:
    assert canonical_lines([]) == []


@pytest.mark.parametrize(
    "term",
    [
        URIRef("relative"),
        URIRef("http://a b"),
        URIRef("http://a/<x>"),
        Literal("\ud800"),
        Variable("x"),
        URIRef(""),
    ],
)
def test_terms_that_rdf_does_not_allow_are_named(term: URIRef | Literal | Variable) -> None:
    with pytest.raises(GraphError, match="cannot write") as caught:
        canonical_lines([(A, B, term, G)])
    assert repr(term) in str(caught.value)


def test_literal_subject_is_refused() -> None:
    for quad in [
        (Literal("x"), B, A, G),
        (A, Literal("x"), A, G),
        (A, BNode(), A, G),
        (A, B, A, Literal("g")),
    ]:
        with pytest.raises(GraphError):
            canonical_lines([quad])
