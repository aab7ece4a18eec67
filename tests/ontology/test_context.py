"""`ontology/context.jsonld` against the ontology, both ways."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from orbat.namespaces import ORBAT, OWL, PREFIXES, RDF, RDFS, XSD
from orbat.resources import ontology_dir

HERE = Path(__file__).parent
KINDS = (OWL.Class, OWL.NamedIndividual, OWL.ObjectProperty, OWL.DatatypeProperty)
NATIVE = {XSD.string, XSD.integer}  # JSON has them


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "orbat.ttl")


@pytest.fixture(scope="module")
def context() -> dict[str, object]:
    return json.loads((ontology_dir() / "context.jsonld").read_bytes())["@context"]


def iri(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def expanded(definition: object) -> str:
    return iri(definition["@id"] if isinstance(definition, dict) else str(definition))


def names(ontology: Graph, *kinds: URIRef) -> set[str]:
    found = {s for kind in kinds for s in ontology.subjects(RDF.type, kind) if s in ORBAT}
    return {str(s).removeprefix(str(ORBAT)) for s in found}


def test_context_is_json_ld_1_1(context: dict[str, object]) -> None:
    assert context["@version"] == 1.1


def test_context_has_every_term_of_the_ontology_under_its_own_name(
    context: dict[str, object], ontology: Graph
) -> None:
    wrong = [n for n in names(ontology, *KINDS) if expanded(context.get(n, "")) != str(ORBAT[n])]
    assert wrong == []


def test_context_has_no_term_of_orbat_that_the_ontology_lacks(
    context: dict[str, object], ontology: Graph
) -> None:
    ours = {
        expanded(d).removeprefix(str(ORBAT)) for d in context.values() if expanded(d).startswith(str(ORBAT))
    }
    assert ours - {""} == names(ontology, *KINDS)


def test_prefixes_are_those_of_the_one_table(context: dict[str, object]) -> None:
    prefixes = {n: d for n, d in context.items() if isinstance(d, str) and d.startswith("http")}
    assert prefixes.items() <= PREFIXES.items()
    assert PREFIXES.keys() - prefixes.keys() == {
        "time",
        "edtf",
        "sh",
        "vann",
    }  # two are terms, two never used


def test_links_are_read_as_iris(context: dict[str, object], ontology: Graph) -> None:
    for name in names(ontology, OWL.ObjectProperty):
        assert context[name]["@type"] in ("@id", "@vocab"), name


def test_links_to_the_ontologys_own_individuals_are_read_as_terms(
    context: dict[str, object], ontology: Graph
) -> None:
    values = {
        kind
        for i in ontology.subjects(RDF.type, OWL.NamedIndividual)
        for kind in ontology.objects(i, RDF.type)
    }
    for name in names(ontology, OWL.ObjectProperty):
        own = ontology.value(ORBAT[name], RDFS.range) in values
        assert (context[name]["@type"] == "@vocab") == own, name


def test_literals_are_read_with_their_datatype(context: dict[str, object], ontology: Graph) -> None:
    for name in names(ontology, OWL.DatatypeProperty):
        range_ = ontology.value(ORBAT[name], RDFS.range)
        wanted = "" if range_ is None or range_ in NATIVE else str(range_)
        assert iri(context[name].get("@type", "")) == wanted, name


def test_what_can_be_several_is_always_a_list(context: dict[str, object], ontology: Graph) -> None:
    for name in names(ontology, OWL.ObjectProperty):
        single = (ORBAT[name], RDF.type, OWL.FunctionalProperty) in ontology
        assert (context[name].get("@container") == "@set") != single, name


def test_a_document_in_the_contexts_words_means_what_it_says(context: dict[str, object]) -> None:
    document = {
        "@context": context,
        "id": "http://example.org/loss",
        "type": ["Loss"],
        "label": {"en": "80 tanks"},
        "count": 80,
        "confidence": "0.9",
        "modality": "Happened",
        "sufferedBy": ["http://example.org/reds"],
        "time": [{"id": "http://example.org/t", "earliest": "1941-12-05", "edtf": "1941-12-05"}],
    }
    turtle = """
        @prefix : <http://example.org/> . @prefix orbat: <https://w3id.org/orbat/ontology#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
        :loss a orbat:Loss ; rdfs:label "80 tanks"@en ; orbat:count 80 ; orbat:confidence 0.9 ;
            orbat:modality orbat:Happened ; orbat:sufferedBy :reds ; orbat:time :t .
        :t orbat:earliest "1941-12-05"^^xsd:date ; orbat:edtf "1941-12-05"^^edtf:EDTF .
    """
    read = ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    assert {q.triple for q in read} == {q.triple for q in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
