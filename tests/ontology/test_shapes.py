"""`ontology/shapes.ttl`: a world that keeps to every shape, and for each shape what breaks it and no other."""
# ruff: noqa: E501 - a line is a graph

from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from orbat.namespaces import ORBAT, OWL, RDF, SH
from orbat.resources import ontology_dir
from orbat.validate import Quad, check

HERE = Path(__file__).parent
SHAPES = "https://w3id.org/orbat/shapes#"
PREFIXES = """
    @prefix : <https://w3id.org/orbat/id/> . @prefix orbat: <https://w3id.org/orbat/ontology#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix geo: <http://www.opengis.net/ont/geosparql#> . @prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
"""
EVENT = 'rdfs:label "x"@en ; orbat:modality orbat:Happened ; orbat:evidence :m1 .'
MENTION = ":m a orbat:Mention ; orbat:source :selm.txt"
SPAN = ':t a orbat:TimeSpan ; orbat:edtf "1941"^^edtf:EDTF ; orbat:asStated "1941"'
DAYS = 'orbat:earliest "1941-01-01"^^xsd:date ; orbat:latest "1941-12-31"^^xsd:date'

# What breaks each shape when it is added to the world of `world.ttl`, by the shape's name.
BREACHES = {
    "Identified": '[] a orbat:Person ; rdfs:label "nobody"@en .',
    "Named-label": ':x a orbat:Person ; rdfs:label "one"@en , "two"@en .',
    "Named-sameAs": ":arden owl:sameAs :brook .",
    "Labelled-label": ":x a orbat:Extractor .",
    "Attested-evidence": ':x a orbat:Attack ; rdfs:label "x"@en ; orbat:modality orbat:Happened .',
    "Attested-extractedBy": ":tenure orbat:extractedBy :arden .",
    "Attested-confidence": ":loyalty orbat:confidence 1.5 .",
    "Attested-conflictsWith": ":loyalty orbat:conflictsWith :tenure .",
    "Attested-time": ':tenure orbat:time "1941-12-05"^^xsd:date .',
    "Mention-source": ':m a orbat:Mention ; orbat:start 0 ; orbat:end 1 ; orbat:quote "x" .',
    "Mention-start": f'{MENTION} ; orbat:start 5 ; orbat:end 5 ; orbat:quote "x" .',
    "Mention-end": f'{MENTION} ; orbat:start 0 ; orbat:end 1 , 2 ; orbat:quote "x" .',
    "Mention-quote": f"{MENTION} ; orbat:start 0 ; orbat:end 1 .",
    "Mention-refersTo": ':m1 orbat:refersTo "Arden" .',
    "SourceDocument-fileName": ':d a orbat:SourceDocument ; rdfs:label "d" ; orbat:sha256 "'
    + "0" * 64
    + '" .',
    "SourceDocument-sha256": ':d a orbat:SourceDocument ; rdfs:label "d" ; orbat:fileName "d" ; orbat:sha256 "0A" .',
    "TimeSpan-earliest": f'{SPAN} ; orbat:earliest "1942-01-01"^^xsd:date ; orbat:latest "1941-12-31"^^xsd:date .',
    "TimeSpan-latest": f'{SPAN} ; orbat:earliest "1941-01-01"^^xsd:date .',
    "TimeSpan-edtf": f':t a orbat:TimeSpan ; orbat:edtf "1941" ; orbat:asStated "1941" ; {DAYS} .',
    "TimeSpan-asStated": f':t a orbat:TimeSpan ; orbat:edtf "1941"^^edtf:EDTF ; {DAYS} .',
    "TimeSpan-resolvedFrom": ":december orbat:resolvedFrom :selm.txt .",
    "Actor": ":reds a orbat:Country .",
    "Actor-allegiance": ":arden orbat:allegiance :1st-army .",
    "Person": ":arden a orbat:Division .",
    "Person-rank": ':arden orbat:rank "General"@en .',
    "Person-commands": ":arden orbat:commands :brook .",
    "MilitaryUnit-branch": ":1st-army orbat:branch orbat:Tank .",
    "MilitaryUnit-number": ":1st-army orbat:number 1 .",
    "MilitaryUnit-partOf": ":1st-army orbat:partOf :selm .",
    "Organization": ":stavka a orbat:Army .",
    "Side": ":blues a orbat:Army .",
    "Side-alliedWith": ":blues orbat:alliedWith :stavka .",
    "Place-partOf": ":selm orbat:partOf :blues .",
    "Place-exactMatch": ':selm skos:exactMatch "GeoNames 1" .',
    "Geometry": ':nare geo:hasGeometry [ geo:asWKT "POINT(1 2)"^^geo:wktLiteral ] .',
    "Geometry-asWKT": ':nare geo:hasGeometry :p . :p geo:asWKT "POINT(1 2)" .',
    "Equipment": ":tanks a orbat:Personnel .",
    "Position": ":chief a orbat:Person .",
    "Order-issuedBy": ":order-7 orbat:issuedBy :selm .",
    "Order-addressedTo": ":order-7 orbat:addressedTo :tanks .",
    "Order-content": ":order-7 orbat:content :taking .",
    "Order-directs": ":order-7 orbat:directs :selm .",
    "Event-modality": ":x a orbat:Attack ; orbat:modality orbat:Killed ; rdfs:label 'x'@en ; orbat:evidence :m1 .",
    "Event-participant": ":taking orbat:agent :tanks .",
    "Event-place": ":taking orbat:destination :arden .",
    "Event-position": ':tenure orbat:position "Chief of Staff" .',
    "Stative-modality": ":c a orbat:Command ; orbat:commander :arden ; orbat:unit :1st-army ; rdfs:label 'c'@en ;"
    " orbat:modality orbat:Planned ; orbat:evidence :m1 .",
    "Command-commander": f":c a orbat:Command ; orbat:unit :1st-army ; {EVENT}",
    "Command-unit": f":c a orbat:Command ; orbat:commander :arden ; {EVENT}",
    "Affiliation-member": f":a a orbat:Affiliation ; orbat:side :reds ; {EVENT}",
    "Affiliation-side": f":a a orbat:Affiliation ; orbat:member :arden ; orbat:side :1st-army ; {EVENT}",
    "Subordination-unit": f":s a orbat:Subordination ; orbat:unit :1st-army ; orbat:superior :1st-army ; {EVENT}",
    "Subordination-superior": f":s a orbat:Subordination ; orbat:unit :1st-army ; {EVENT}",
    "PersonnelAction-person": f":p a orbat:Promotion ; {EVENT}",
    "Casualty-lossKind": f":c a orbat:Casualty ; orbat:person :arden ; {EVENT}",
    "OrderIssued-order": f":o a orbat:OrderIssued ; {EVENT}",
    "ChangeOfControl-place": f":c a orbat:Capture ; orbat:agent :1st-army ; {EVENT}",
    "Figure": f":l a orbat:Loss ; orbat:sufferedBy :reds ; orbat:of :tanks ; {EVENT}",
    "Figure-of": f":l a orbat:Loss ; orbat:sufferedBy :reds ; orbat:of :reds ; orbat:count 1 ; {EVENT}",
    "Figure-number": f":l a orbat:Loss ; orbat:sufferedBy :reds ; orbat:of :tanks ; orbat:count -1 ; {EVENT}",
    "Figure-order": f":l a orbat:Loss ; orbat:sufferedBy :reds ; orbat:of :tanks ;"
    f" orbat:minimum 9 ; orbat:maximum 5 ; {EVENT}",
    "Loss": f":l a orbat:Loss ; orbat:of :tanks ; orbat:count 1 ; {EVENT}",
    "Loss-sufferedBy": f":l a orbat:Loss ; orbat:sufferedBy :selm ; orbat:of :tanks ; orbat:count 1 ; {EVENT}",
    "Loss-lossKind": ":loss orbat:lossKind orbat:Happened .",
    "Strength-force": f":s a orbat:Strength ; orbat:of :tanks ; orbat:count 1 ; {EVENT}",
}
# A broken thing is broken for whoever leads to it, too; named here, so that nothing else creeps in.
ALSO = {
    "Actor": {"Place-partOf"},
    "Person": {"MilitaryUnit-branch"},
}


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology_dir() / "shapes.ttl")


@pytest.fixture(scope="module")
def world() -> Graph:
    return Graph().parse(HERE / "world.ttl")


def quads(graph: Graph) -> list[Quad]:
    return [(s, p, o, URIRef("http://example.org/graph")) for s, p, o in graph]


def test_world_keeps_to_every_shape(world: Graph) -> None:
    assert check(quads(world)).results == ()


def test_every_shape_has_a_breach(shapes: Graph) -> None:
    named = {str(s).removeprefix(SHAPES) for s in shapes.subjects(SH.message, None) if isinstance(s, URIRef)}
    assert named == BREACHES.keys()


@pytest.mark.parametrize("shape", BREACHES)
def test_breach_is_reported_by_its_shape(shape: str, world: Graph) -> None:
    broken = Graph().parse(data=PREFIXES + BREACHES[shape])
    broken += world
    report = check(quads(broken))
    assert report.conforms is False
    assert {result.shape for result in report.results} - ALSO.get(shape, set()) == {shape}


def test_every_shape_has_a_target_and_a_message(shapes: Graph) -> None:
    for shape in {*shapes.subjects(RDF.type, SH.NodeShape), *shapes.subjects(RDF.type, SH.PropertyShape)}:
        assert (shape, SH.targetClass, None) in shapes or (shape, SH.targetObjectsOf, None) in shapes, shape
        assert str(shapes.value(shape, SH.message)).endswith("."), shape


def test_shapes_name_only_terms_of_the_ontology(shapes: Graph) -> None:
    ontology = Graph().parse(ontology_dir() / "orbat.ttl")
    used = {term for triple in shapes for term in triple if str(term).startswith(str(ORBAT))}
    assert [term for term in used if (term, RDF.type, None) not in ontology] == []


def test_targets_are_classes_of_the_ontology(shapes: Graph) -> None:
    ontology = Graph().parse(ontology_dir() / "orbat.ttl")
    targets = set(shapes.objects(None, SH.targetClass))
    assert targets
    assert [kind for kind in targets if (kind, RDF.type, OWL.Class) not in ontology] == []


def test_shapes_use_no_sparql(shapes: Graph) -> None:
    assert not list(shapes.subject_objects(SH.sparql))
