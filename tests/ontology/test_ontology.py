"""`ontology/orbat.ttl`: whole, documented, consistent."""

from collections.abc import Iterator
from pathlib import Path

import owlrl
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection

from orbat.namespaces import DCTERMS, ONTOLOGY, ORBAT, OWL, RDF, RDFS, SKOS, VANN, XSD
from orbat.resources import ontology_dir

HERE = Path(__file__).parent
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
CORE = (HERE / "core.txt").read_text(encoding="utf-8").split()
"""The terms that queries, the scorer and other people's data rely on."""


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "orbat.ttl")


def terms(ontology: Graph) -> list[URIRef]:
    found = {s for s in ontology.subjects(RDF.type) if isinstance(s, URIRef) and s in ORBAT}
    return sorted(found)


def properties(ontology: Graph) -> Iterator[URIRef]:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        yield from (p for p in ontology.subjects(RDF.type, kind) if p in ORBAT)


def closure(*graphs: Graph | str) -> Graph:
    """The OWL 2 RL closure of graphs, Turtle texts among them."""
    whole = Graph()
    for graph in graphs:
        whole += Graph().parse(data=graph) if isinstance(graph, str) else graph
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(whole)
    return whole


def contradictions(closed: Graph) -> list[str]:
    """What owlrl reports, and members of nothing."""
    told = [str(message) for message in closed.objects(None, ERROR)]
    return told + [f"{node} is nothing" for node in closed.subjects(RDF.type, OWL.Nothing)]


def prefixed(turtle: str) -> str:
    return f"@prefix orbat: <{ORBAT}> . @prefix : <http://example.org/> . @prefix rdfs: <{RDFS}> .\n{turtle}"


def test_header_says_version_licence_creator_and_prefix(ontology: Graph) -> None:
    header = URIRef(ONTOLOGY)
    version = ontology.value(header, OWL.versionInfo)
    assert ontology.value(header, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert ontology.value(header, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert ontology.value(header, DCTERMS.creator)
    assert str(ontology.value(header, VANN.preferredNamespacePrefix)) == "orbat"
    assert str(ontology.value(header, VANN.preferredNamespaceUri)) == str(ORBAT)


def test_core_terms_are_there(ontology: Graph) -> None:
    assert [name for name in CORE if ORBAT[name] not in set(terms(ontology))] == []


def test_every_term_has_one_english_label_and_one_definition(ontology: Graph) -> None:
    for term in terms(ontology):
        for predicate in (RDFS.label, SKOS.definition):
            told = list(ontology.objects(term, predicate))
            assert [t.language for t in told if isinstance(t, Literal)] == ["en"], (term, predicate)


def test_definitions_are_sentences(ontology: Graph) -> None:
    for term in terms(ontology):
        text = str(ontology.value(term, SKOS.definition))
        assert text[0].isupper(), term
        assert text.endswith((".", ".)")), term


def test_labels_of_classes_are_unique(ontology: Graph) -> None:
    labels = [
        str(ontology.value(c, RDFS.label)) for c in ontology.subjects(RDF.type, OWL.Class) if c in ORBAT
    ]
    assert len(labels) == len(set(labels))


def test_every_property_is_of_one_kind(ontology: Graph) -> None:
    found = list(properties(ontology))
    assert len(found) == len(set(found))


def test_ranges_fit_the_kind_of_property(ontology: Graph) -> None:
    for name in properties(ontology):
        literal = (name, RDF.type, OWL.DatatypeProperty) in ontology
        for range_ in ontology.objects(name, RDFS.range):
            is_class = (range_, RDF.type, OWL.Class) in ontology
            assert literal != is_class, name


def test_every_range_is_a_class_or_a_datatype_that_is_used(ontology: Graph) -> None:
    ranges = {r for p in properties(ontology) for r in ontology.objects(p, RDFS.range) if r not in ORBAT}
    edtf = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
    assert ranges == {XSD.date, XSD.integer, XSD.decimal, XSD.string, edtf}


def test_hierarchy_has_no_cycle(ontology: Graph) -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for term in terms(ontology):
            parents = ontology.objects(term, predicate)
            assert all(term not in ontology.transitive_objects(parent, predicate) for parent in parents), term


def test_every_class_hangs_under_a_top_class(ontology: Graph) -> None:
    top = next(m for m in disjoint(ontology) if ORBAT.Actor in m)
    for kind in ontology.subjects(RDF.type, OWL.Class):
        if isinstance(kind, URIRef) and kind in ORBAT:
            above = set(ontology.transitive_objects(kind, RDFS.subClassOf))
            assert len(above & top) == 1, kind


def disjoint(ontology: Graph) -> list[set[URIRef]]:
    heads = (ontology.value(s, OWL.members) for s in ontology.subjects(RDF.type, OWL.AllDisjointClasses))
    return [set(Collection(ontology, head)) for head in heads if head is not None]


def test_echelons_are_disjoint(ontology: Graph) -> None:
    echelons = next(m for m in disjoint(ontology) if ORBAT.Army in m)
    branch_units = {
        kind
        for kind in ontology.subjects(RDFS.subClassOf, ORBAT.MilitaryUnit)
        if (kind, OWL.equivalentClass, None) in ontology
    }
    assert echelons | branch_units == set(ontology.subjects(RDFS.subClassOf, ORBAT.MilitaryUnit))


def test_no_class_stands_under_two_that_are_disjoint(ontology: Graph) -> None:
    groups = [*disjoint(ontology), {ORBAT.Capture, ORBAT.Liberation}, {ORBAT.Advance, ORBAT.Retreat}]
    for kind in ontology.subjects(RDF.type, OWL.Class):
        above = set(ontology.transitive_objects(kind, RDFS.subClassOf))
        assert all(len(above & group) <= 1 for group in groups), kind


def test_alignments_stand_in_no_term_that_is_not_declared(ontology: Graph) -> None:
    aligned = {s for p in (RDFS.subClassOf, RDFS.subPropertyOf) for s, o in ontology.subject_objects(p)}
    assert {s for s in aligned if not isinstance(s, BNode)} <= set(terms(ontology))


@pytest.mark.slow
def test_ontology_and_a_world_of_all_classes_are_consistent(ontology: Graph) -> None:
    """With what the aligned vocabularies say, too. rdflib reads no date before the year 1; so does owlrl."""
    world = Graph().parse(HERE / "world.ttl")
    for span in list(world.subjects(ORBAT.edtf, None)):
        if str(world.value(span, ORBAT.earliest)).startswith("-"):
            world.remove((span, None, None))
    closed = closure(ontology, world, Graph().parse(HERE / "neighbours.ttl"))
    assert contradictions(closed) == []


@pytest.mark.slow
def test_contradictions_in_a_world_are_found(ontology: Graph) -> None:
    """The check above can fail: each of these is a contradiction, and each is told of its own node."""
    closed = closure(
        ontology,
        Graph().parse(HERE / "neighbours.ttl"),
        prefixed("""
            :two-echelons a orbat:Army , orbat:Corps .
            :both-ways a orbat:Capture , orbat:Liberation .
            :acting-place a orbat:Settlement . :attack a orbat:Attack ; orbat:agent :acting-place .
            :person-unit a orbat:Person , orbat:Division .
            :kind-of-man a orbat:Personnel , orbat:Tank .
            :order-event a orbat:Order , orbat:OrderIssued .
        """),
    )
    told = " ".join(contradictions(closed))
    for node in ("two-echelons", "both-ways", "acting-place", "person-unit", "kind-of-man", "order-event"):
        assert f"http://example.org/{node}" in told
