"""Battle scores against numbers reckoned by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from orbat.evaluate import EvaluatedGraph, score_battles
from orbat.evaluate.gold import GoldBattle

GRAPH = """
@prefix orbat: <https://w3id.org/orbat/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:x/> .
:one orbat:fileName "ONE.txt" .
:m1 a orbat:Mention ; orbat:source :one ; orbat:refersTo :hale .
:m2 a orbat:Mention ; orbat:source :one ; orbat:refersTo :reed .
:hale a orbat:Person ; rdfs:label "Amos Hale" ; orbat:allegiance :union .
:reed a orbat:Person ; rdfs:label "Silas Reed" ; orbat:allegiance :union .
:union rdfs:label "Union" .
:fight orbat:evidence :m1 ; orbat:time :span .
:span orbat:earliest "1863-05-02"^^xsd:date ; orbat:latest "1863-05-04"^^xsd:date .
"""

COMMANDERS = (("Amos Hale", "US"), ("Silas Reed", "Confederate"), ("John Ford", "US"), ("Eli Moss", "US"))
TEXT = "Hale met Reed; Ford came late."


@pytest.fixture
def graph(tmp_path: Path) -> EvaluatedGraph:
    path = tmp_path / "graph.ttl"
    path.write_text(GRAPH, encoding="utf-8")
    return EvaluatedGraph(path)


def test_score_asks_only_for_commanders_that_the_account_names(graph: EvaluatedGraph) -> None:
    result = score_battles([GoldBattle("ONE", TEXT, "1863-05-03", True, COMMANDERS)], graph)
    # Three are named, two found; both have a side, one the right one.
    assert result["commander found"].as_json() == {
        "p": 0.6667,
        "r": 0.6667,
        "f1": 0.6667,
        "tp": 2,
        "sys": 3,
        "gold": 3,
    }
    assert result["side right"].as_json() == {"p": 0.5, "r": 0.3333, "f1": 0.4, "tp": 1, "sys": 2, "gold": 3}
    assert result["start date found"].found == 1
    assert [(m.fault, m.what) for m in result.misses] == [
        ("wrong side", "Silas Reed: Confederate, found union"),
        ("missed", "John Ford"),
    ]


@pytest.mark.parametrize("start", ["1863-05-01", "1863-05-05", "1862-05-03"])
def test_day_outside_every_span_is_missed(graph: EvaluatedGraph, start: str) -> None:
    assert score_battles([GoldBattle("ONE", TEXT, start, True, ())], graph)["start date found"].found == 0


def test_people_of_another_account_do_not_count(graph: EvaluatedGraph) -> None:
    result = score_battles([GoldBattle("TWO", TEXT, "1863-05-03", True, COMMANDERS)], graph)
    assert (result["commander found"].found, result["start date found"].found) == (0, 0)


def test_undated_account_is_not_asked_for_a_date(graph: EvaluatedGraph) -> None:
    assert score_battles([GoldBattle("ONE", TEXT, "", False, ())], graph)["start date found"].gold == 0
