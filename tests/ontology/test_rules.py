"""What the language rules name is in the ontology, and is what the rules take it for."""

import json
from collections.abc import Iterator

import pytest
from rdflib import Graph, URIRef

from orbat.namespaces import ORBAT, RDF, RDFS
from orbat.resources import ontology_dir, rules_dir

CLASSES = {
    "counted": "Countable",
    "echelons": "MilitaryUnit",
    "equipment": "Equipment",
    "equipment_ambiguous": "Equipment",
    "events": "Event",
    "frames": "Event",
    "orders": "Order",
    "organizations": "Organization",
    "place_kinds": "Place",
    "place_openers": "Place",
    "sides": "Side",
}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(ontology_dir() / "orbat.ttl")


def kinds(name: str) -> Iterator[str]:
    """The kinds that the rules of a file name."""
    for line in (rules_dir() / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("//"):
            yield json.loads(line)["kind"]


@pytest.mark.parametrize(("name", "top"), CLASSES.items())
def test_kinds_of_rules_are_classes_under_their_subject(name: str, top: str, ontology: Graph) -> None:
    named = {URIRef(ORBAT + kind) for kind in kinds(name) if kind}
    assert named
    strangers = [k for k in named if ORBAT[top] not in ontology.transitive_objects(k, RDFS.subClassOf)]
    assert sorted(strangers) == []


def test_branches_of_rules_are_branches(ontology: Graph) -> None:
    named = {URIRef(ORBAT + kind) for kind in kinds("branches")}
    assert named
    assert sorted(k for k in named if (k, RDF.type, ORBAT.Branch) not in ontology) == []
