"""Fact scores against numbers reckoned by hand, on a graph written here."""

from __future__ import annotations

from pathlib import Path

import pytest

from orbat.errors import GraphError
from orbat.evaluate import EvaluatedGraph, Result, score_facts
from orbat.evaluate.facts import assign
from orbat.evaluate.gold import GoldFact

GRAPH = """
@prefix orbat: <https://w3id.org/orbat/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:x/> .
:ney a orbat:Person ; rdfs:label "Michel Ney"@en ; orbat:commands :wing , :guard ; orbat:allegiance :france .
:wing a orbat:MilitaryUnit ; rdfs:label "left wing"@en ; orbat:partOf :army .
:guard a orbat:MilitaryUnit ; rdfs:label "Imperial Guard"@en ; skos:altLabel "the Guard"@en .
:army rdfs:label "Armée du Nord"@en .
:france rdfs:label "France"@en .
:tenure a orbat:Command ; orbat:commander :ney ; orbat:unit :wing ; orbat:evidence :m1 , :m2 .
:m1 orbat:quote "Ney's left wing" . :m2 orbat:quote "Ney led the left" .
:taken a orbat:Capture ; orbat:place :farm ; orbat:agent :france ; orbat:time :day .
:farm rdfs:label "La Haye Sainte"@en .
:day orbat:earliest "1815-06-18"^^xsd:date ; orbat:latest "1815-06-18"^^xsd:date .
:dead a orbat:Loss ; orbat:sufferedBy :france ; orbat:of "men" ; orbat:count 25000 .
:charge a orbat:Attack ; orbat:agent :ney .
:written a orbat:Order ; orbat:issuedBy :ney .
"""

NEY, WING = ("person", ("Marshal Ney",)), ("unit", ("left wing",))


@pytest.fixture
def graph(tmp_path: Path) -> EvaluatedGraph:
    path = tmp_path / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return EvaluatedGraph(path)


def score(graph: EvaluatedGraph, *gold: GoldFact) -> Result:
    return score_facts(gold, graph)


def test_score_counts_found_facts_and_right_rows(graph: EvaluatedGraph) -> None:
    result = score(
        graph,
        GoldFact("command", (NEY, WING)),
        GoldFact("command", (("person", ("Grouchy",)), ("unit", ("right wing",))), quote="Grouchy's wing"),
        GoldFact("loss", (("side", ("France", "French")),), count="25000"),
    )
    # The graph says two commands; one is in the gold, which has another that the graph lacks.
    assert result["command"].as_json() == {"p": 0.5, "r": 0.5, "f1": 0.5, "tp": 1, "sys": 2, "gold": 2}
    assert result["loss"].as_json() == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 1, "sys": 1, "gold": 1}
    # Rows in all: 2 commands, 1 partOf, 1 allegiance, 1 order, 1 capture, 1 attack, 1 loss; 2 of them right.
    assert result["ALL"].as_json() == {"p": 0.25, "r": 0.6667, "f1": 0.3636, "tp": 2, "sys": 8, "gold": 3}


def test_score_names_what_was_missed_and_what_is_spurious(graph: EvaluatedGraph) -> None:
    result = score(graph, GoldFact("command", (("person", ("Grouchy",)),), quote="Grouchy's wing"))
    told = [(miss.fault, miss.what, miss.sentence) for miss in result.misses if miss.kind == "command"]
    assert ("missed", "person: Grouchy", "Grouchy's wing") in told
    assert ("spurious", "person: michel ney, unit: left wing", "Ney led the left | Ney's left wing") in told


def test_two_passages_behind_one_statement_are_one_row(graph: EvaluatedGraph) -> None:
    assert len(graph.rows("command")) == 2


def test_alternative_label_is_a_name(graph: EvaluatedGraph) -> None:
    assert score(graph, GoldFact("command", (NEY, ("unit", ("Guard",)))))["command"].found == 1


def test_one_row_answers_one_gold_fact(graph: EvaluatedGraph) -> None:
    fact = GoldFact("attack", (("agent", ("Ney",)),))
    result = score(graph, fact, fact)
    assert (result["attack"].found, result["attack"].gold) == (1, 2)


def test_optional_fact_that_is_missing_is_not_asked_for(graph: EvaluatedGraph) -> None:
    result = score(graph, GoldFact("command", (("person", ("Grouchy",)),), optional=True))
    assert result["command"].gold == 0


def test_required_fact_takes_the_row_before_an_optional_one(graph: EvaluatedGraph) -> None:
    agent = (("agent", ("Ney",)),)
    result = score(graph, GoldFact("attack", agent, optional=True), GoldFact("attack", agent))
    assert result["attack"].as_json() == {"p": 1.0, "r": 1.0, "f1": 1.0, "tp": 1, "sys": 1, "gold": 1}


@pytest.mark.parametrize(
    "dates", [("1815-06-18",), ("1815-06",), ("1815",), ("1815-06-16/1815-06-19",), ("1814", "1815")]
)
def test_span_inside_an_accepted_date_fits(graph: EvaluatedGraph, dates: tuple[str, ...]) -> None:
    fact = GoldFact("capture", (("place", ("La Haye Sainte",)),), dates)
    assert score(graph, fact)["capture"].found == 1


@pytest.mark.parametrize("dates", [("1815-06-17",), ("1815-07",), ("1814",), ("1815-06-01/1815-06-17",)])
def test_span_outside_every_accepted_date_does_not_fit(graph: EvaluatedGraph, dates: tuple[str, ...]) -> None:
    fact = GoldFact("capture", (("place", ("La Haye Sainte",)),), dates)
    assert score(graph, fact)["capture"].found == 0


@pytest.mark.parametrize(
    "fact",
    [
        GoldFact("attack", (("agent", ("Ney",)),), ("1815",)),  # the graph gives no date
        GoldFact("attack", (("agent", ("Ney",)), ("place", ("Mont-Saint-Jean",)))),  # nor a place
        GoldFact("loss", (("side", ("France",)),), count="2500"),
        GoldFact("loss", (("side", ("Prussia",)),), count="25000"),
        GoldFact("part_of", (("unit", ("Michel wing",)),)),  # the surname rule is for people
        GoldFact("order", (("order", ("written order",)),)),
    ],
)
def test_fact_with_a_slot_that_differs_is_missed(graph: EvaluatedGraph, fact: GoldFact) -> None:
    assert score(graph, fact)[fact.kind].found == 0


def test_kind_that_neither_side_has_gets_no_row(graph: EvaluatedGraph) -> None:
    assert "strength" not in dict(score(graph).rows)


def test_assignment_gives_up_a_row_for_a_fact_that_has_no_other() -> None:
    assert assign([[0, 1], [0]]) == {0, 1}


def test_graph_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"nothing\.nq"):
        EvaluatedGraph(tmp_path / "nothing.nq")


def test_graph_that_is_no_rdf_is_named(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_text("this is no graph", encoding="utf-8")
    with pytest.raises(GraphError, match="not RDF"):
        EvaluatedGraph(path)
