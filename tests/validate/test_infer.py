"""What follows from a graph, and what must not."""

from collections.abc import Callable
from pathlib import Path

import owlrl
import pytest
from rdflib import Graph, URIRef

from orbat.errors import GraphError
from orbat.namespaces import DEFAULT_BASE, ONTOLOGY, ORBAT, RDF, graph_iri
from orbat.resources import ontology_dir
from orbat.validate import Quad, infer

Quads = Callable[..., list[Quad]]
ID = "https://w3id.org/orbat/id/"
WORLD = Path(__file__).parents[1] / "ontology" / "world.ttl"


def local(term: object) -> str:
    return str(term).removeprefix(ID).removeprefix(str(ORBAT)).removeprefix(str(RDF))


def told(found: list[Quad]) -> set[tuple[str, str, str]]:
    return {(local(s), local(p), local(o)) for s, p, o, _ in found}


COMMAND = ":c a orbat:Command ; orbat:commander :arden ; orbat:unit :army ; orbat:modality orbat:Happened ."


def test_command_makes_the_shortcut_both_ways_and_the_commander(quads: Quads) -> None:
    found = told(infer(quads(COMMAND)))
    assert {("arden", "commands", "army"), ("army", "commandedBy", "arden")} <= found
    assert {("arden", "holdsCommand", "c"), ("arden", "type", "Commander")} <= found


def test_subordination_makes_parts_and_their_transitive_form(quads: Quads) -> None:
    chain = """
        :1 a orbat:Subordination ; orbat:unit :corps ; orbat:superior :army .
        :2 a orbat:Subordination ; orbat:unit :army ; orbat:superior :front .
        :front a orbat:Front .
    """
    found = told(infer(quads(chain)))
    assert {("corps", "partOf", "army"), ("army", "hasPart", "corps"), ("corps", "within", "front")} <= found
    assert ("corps", "partOf", "front") not in found


def test_affiliation_makes_the_allegiance(quads: Quads) -> None:
    found = told(infer(quads(":f a orbat:Affiliation ; orbat:member :army ; orbat:side :reds .")))
    assert ("army", "allegiance", "reds") in found


def test_allegiance_does_not_go_down_to_the_parts(quads: Quads) -> None:
    found = told(infer(quads(":army orbat:allegiance :reds . :corps orbat:partOf :army .")))
    assert ("corps", "allegiance", "reds") not in found


def test_roles_are_participations(quads: Quads) -> None:
    found = told(
        infer(quads(":e a orbat:Capture ; orbat:agent :army ; orbat:opponent :blues ; orbat:place :selm ."))
    )
    assert {("e", "participant", "army"), ("e", "participant", "blues")} <= found
    assert ("e", "participant", "selm") not in found


def test_classes_go_up_to_the_top(quads: Quads) -> None:
    found = told(infer(quads(":e a orbat:CounterAttack .")))
    assert {k for s, p, k in found if (s, p) == ("e", "type")} == {
        "Attack",
        "MilitaryAction",
        "Action",
        "Event",
    }
    assert {k for s, p, k in found if (s, p) == ("army", "type")} == {"MilitaryUnit", "Group", "Actor"}


def test_branch_makes_the_defined_class_and_the_class_the_branch(quads: Quads) -> None:
    found = told(infer(quads(":army orbat:branch orbat:Armoured . :corps a orbat:GuardsUnit .")))
    assert {("army", "type", "ArmouredUnit"), ("corps", "branch", "Guards")} <= found


def test_branch_of_what_is_no_unit_makes_no_unit(quads: Quads) -> None:
    found = told(infer(quads(":selm orbat:branch orbat:Armoured .")))
    assert not {("selm", "type", "ArmouredUnit"), ("selm", "type", "MilitaryUnit")} & found


def test_alliance_is_mutual(quads: Quads) -> None:
    assert ("blues", "alliedWith", "reds") in told(infer(quads(":reds orbat:alliedWith :blues .")))


@pytest.mark.parametrize("modality", ["Ordered", "Planned", "Denied"])
def test_what_did_not_happen_makes_no_shortcut(quads: Quads, modality: str) -> None:
    turtle = f"""
        :c a orbat:Command ; orbat:commander :arden ; orbat:unit :army .
        :s a orbat:Subordination ; orbat:unit :corps ; orbat:superior :army .
        :f a orbat:Affiliation ; orbat:member :army ; orbat:side :reds .
        :e a orbat:Attack ; orbat:agent :army ; orbat:partOf :w .
        :c orbat:modality orbat:{modality} . :s orbat:modality orbat:{modality} .
        :f orbat:modality orbat:{modality} . :e orbat:modality orbat:{modality} . :w a orbat:War .
    """
    found = told(infer(quads(turtle)))
    assert {p for _, p, _ in found} == {"type"}
    assert ("arden", "type", "Commander") not in found
    assert {("e", "type", "Event"), ("c", "type", "Situation")} <= found


def test_what_a_document_says_is_not_said_again(quads: Quads) -> None:
    turtle = f"{COMMAND} :arden orbat:commands :army ."
    given = quads(turtle)
    found = infer(given)
    assert not {q[:3] for q in found} & {q[:3] for q in given}
    assert ("army", "commandedBy", "arden") in told(found)


def test_only_terms_of_orbat_are_concluded(quads: Quads) -> None:
    for _, p, o, _ in infer(quads(COMMAND)):
        assert o in ORBAT if p == RDF.type else p in ORBAT


def test_nodes_without_a_type_get_that_of_their_role(quads: Quads) -> None:
    found = told(infer(quads(":x orbat:commander :y ; orbat:place :z ; orbat:time :t .", things=False)))
    for triple in (
        ("x", "type", "Command"),
        ("y", "type", "Commander"),
        ("z", "type", "Place"),
        ("t", "type", "TimeSpan"),
    ):
        assert triple in found


def test_nodes_with_a_type_keep_it(quads: Quads) -> None:
    found = told(infer(quads(":e a orbat:Attack ; orbat:place :army .")))
    assert ("army", "type", "Place") not in found


def test_individuals_of_the_ontology_get_no_types(quads: Quads) -> None:
    turtle = (
        ":e a orbat:Loss ; orbat:modality orbat:Planned . :l a orbat:Loss ; orbat:lossKind orbat:Killed ."
    )
    found = told(infer(quads(turtle)))
    assert not {s for s, _, _ in found} & {"Planned", "Killed"}


def test_literals_and_blank_nodes_conclude_nothing(quads: Quads) -> None:
    assert infer(quads('[] a orbat:Attack . [] orbat:quote "x" .', things=False)) == []


def test_a_circle_of_parts_ends(quads: Quads) -> None:
    found = told(infer(quads(":army orbat:partOf :corps . :corps orbat:partOf :army .")))
    assert {("army", "within", "army"), ("corps", "within", "corps")} <= found


def test_result_stands_in_the_graph_of_the_base(quads: Quads) -> None:
    graphs = {graph for *_, graph in infer(quads(COMMAND), "http://example.org/war#")}
    assert graphs == {URIRef("http://example.org/war#graph/inferred")}


def test_stored_graph_can_be_inferred_anew(quads: Quads) -> None:
    given = quads(COMMAND)
    first = infer(given)
    ontology = [(s, p, o, URIRef(ONTOLOGY)) for s, p, o in Graph().parse(ontology_dir() / "orbat.ttl")]
    assert infer([*first, *given, *ontology]) == first


def test_result_is_sorted_and_does_not_depend_on_the_order(quads: Quads) -> None:
    given = quads(COMMAND)
    assert infer(given) == infer(iter(given[::-1])) == sorted(infer(given))


def test_nothing_follows_from_nothing() -> None:
    assert infer([]) == []


def test_broken_ontology_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.ttl"
    path.write_text("orbat:Army a owl:Class")
    with pytest.raises(GraphError, match=r"broken\.ttl: not an ontology in Turtle"):
        infer([], ontology=path)


@pytest.mark.slow
def test_result_is_the_owl_2_rl_closure_in_orbats_terms() -> None:
    """But for what was not told as a fact: owlrl knows no modality, so only what happened is compared."""
    world = Graph().parse(WORLD)
    for event in list(world.subjects(ORBAT.modality, None)):
        if (event, ORBAT.modality, ORBAT.Happened) not in world:
            world.remove((event, None, None))
    for span in list(world.subjects(ORBAT.edtf, None)):  # owlrl takes dates before the year 1 for errors
        world.remove((span, ORBAT.earliest, None))
        world.remove((span, ORBAT.latest, None))
    ontology = Graph().parse(ontology_dir() / "orbat.ttl")
    closed = ontology + world
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    wanted = {
        (s, p, o)
        for s, p, o in closed
        if isinstance(o, URIRef)
        and str(s).startswith(ID)
        and (o in ORBAT if p == RDF.type else p in ORBAT)
        and (s, p, o) not in world
    }
    found = infer([(s, p, o, graph_iri(DEFAULT_BASE, "a")) for s, p, o in world])
    assert {quad[:3] for quad in found} == wanted
