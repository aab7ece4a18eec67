"""The closed vocabularies and the prefix table."""

import re
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from orbat import namespaces
from orbat.namespaces import (
    CRM,
    DEFAULT_BASE,
    EDTF,
    NIF,
    OA,
    ONTOLOGY,
    ORBAT,
    OWL,
    PREFIXES,
    RDF,
    SEM,
    graph_iri,
    sparql_prefixes,
)
from orbat.resources import ontology_dir

SOURCES = Path(namespaces.__file__).parent


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "orbat.ttl")


def declared(ontology: Graph) -> set[str]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)
    found = {str(term) for kind in kinds for term in ontology.subjects(RDF.type, kind)}
    return {term.removeprefix(str(ORBAT)) for term in found if term.startswith(str(ORBAT))}


def listed(vocabulary: type) -> set[str]:
    return {str(term).removeprefix(str(vocabulary)) for term in dir(vocabulary)}


def test_orbat_lists_the_terms_of_the_ontology_and_no_others(ontology: Graph) -> None:
    assert listed(ORBAT) == declared(ontology)


def test_ontology_uses_no_term_of_its_own_that_it_does_not_declare(ontology: Graph) -> None:
    used = {str(term) for triple in ontology for term in triple if str(term).startswith(str(ORBAT))}
    assert {term.removeprefix(str(ORBAT)) for term in used} - declared(ontology) <= {
        ""
    }  # the namespace itself


@pytest.mark.parametrize("vocabulary", [CRM, SEM, NIF, OA, EDTF])
def test_own_vocabulary_lists_what_the_ontology_is_aligned_with(vocabulary: type, ontology: Graph) -> None:
    used = {str(term) for triple in ontology for term in triple if isinstance(term, URIRef)}
    ours = {term.removeprefix(str(vocabulary)) for term in used if term.startswith(str(vocabulary))} - {""}
    assert ours == listed(vocabulary) | set(vocabulary._extras)


@pytest.mark.parametrize("vocabulary", [ORBAT, CRM, SEM, NIF, OA, EDTF])
@pytest.mark.parametrize("name", ["Amry", "army", "Army ", "", "commandBy"])
def test_unknown_term_raises(vocabulary: type, name: str) -> None:
    with pytest.raises(AttributeError, match="not in namespace"):
        vocabulary[name]


def test_every_term_that_the_code_names_is_in_the_vocabulary() -> None:
    """Attribute access would raise only when the line runs; this reads all lines."""
    written = re.compile(r"\b(ORBAT|CRM|SEM|NIF|OA|EDTF)(?:\.([A-Za-z]\w*)|\[\"(\w+)\"\])")
    unknown = [
        f"{path.relative_to(SOURCES)}: {match[0]}"
        for path in sorted(SOURCES.rglob("*.py"))
        for match in written.finditer(path.read_text(encoding="utf-8"))
        if (match[2] or match[3]) not in getattr(namespaces, match[1])
    ]
    assert unknown == []


def test_prefixes_are_those_of_the_ontology() -> None:
    written = re.findall(
        r"@prefix (\w+): <(.*)> \.", (ontology_dir() / "orbat.ttl").read_text(encoding="utf-8")
    )
    assert dict(written).items() <= PREFIXES.items()


def test_prefixes_name_each_namespace_once() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert all(namespace.endswith(("#", "/")) for namespace in PREFIXES.values())


def test_prefixes_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        PREFIXES["ex"] = "http://example.org/"  # type: ignore[index]


def test_sparql_prefixes_are_understood_by_a_sparql_engine() -> None:
    query = f"{sparql_prefixes()}ASK {{ orbat:a skos:b crm:c , schema:d , time:e }}"
    assert Graph().query(query).askAnswer is False


def test_sparql_prefixes_know_only_the_table() -> None:
    with pytest.raises(KeyError):
        sparql_prefixes("orbit")


def test_graph_iri_follows_the_base_of_the_build() -> None:
    assert graph_iri(DEFAULT_BASE, "inferred") == URIRef("https://w3id.org/orbat/id/graph/inferred")
    assert graph_iri("http://example.org/war#", "doc/1") == URIRef("http://example.org/war#graph/doc/1")


def test_ontology_iri_is_that_of_the_file(ontology: Graph) -> None:
    assert list(ontology.subjects(RDF.type, OWL.Ontology)) == [URIRef(ONTOLOGY)]
