"""Graphs as Turtle, in the shape that the builder makes."""

from collections.abc import Callable

import pytest
from rdflib import Graph, URIRef

from orbat.validate import Quad

PREFIXES = """
    @prefix : <https://w3id.org/orbat/id/> .
    @prefix orbat: <https://w3id.org/orbat/ontology#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
THINGS = """
    :a.txt rdfs:label "a.txt"@en . :b.txt rdfs:label "b.txt"@en .
    :arden a orbat:Person ; rdfs:label "Arden"@en . :brook a orbat:Person ; rdfs:label "Brook"@en .
    :army a orbat:Army ; rdfs:label "1st Army"@en . :corps a orbat:Corps ; rdfs:label "2nd Corps"@en .
    :reds a orbat:State ; rdfs:label "Redland"@en . :blues a orbat:State ; rdfs:label "Blueland"@en .
    :league a orbat:Coalition ; rdfs:label "League"@en .
    :selm a orbat:Settlement ; rdfs:label "Selm"@en . :tolm a orbat:Settlement ; rdfs:label "Tolm"@en .
    :north a orbat:Region ; rdfs:label "the North"@en .
    :tanks a orbat:Tank ; rdfs:label "tanks"@en . :guns a orbat:Artillery ; rdfs:label "guns"@en .
"""


@pytest.fixture
def quads() -> Callable[..., list[Quad]]:
    """Turtle as quads of one graph, with orbat's prefixes and, unless `things` is False, a few things."""

    def parsed(
        turtle: str, *, things: bool = True, graph: str = "https://w3id.org/orbat/id/graph/a"
    ) -> list[Quad]:
        text = PREFIXES + (THINGS if things else "") + turtle
        return [(s, p, o, URIRef(graph)) for s, p, o in Graph().parse(data=text)]

    return parsed


class Account:
    """Writes statements of an account one after the other, each with its passage and time."""

    def __init__(self, source: str = "a.txt") -> None:
        self.source = source
        self.turtle = ""
        self._at = 0

    def tell(
        self, name: str, what: str, when: str = "", stated: str = "", modality: str = "Happened"
    ) -> "Account":
        """`what` is Turtle after the node; `when` is a day, a month or two days joined by `/`."""
        self._at += 1000
        node, mention = f":{name}", f":m-{self.source}-{self._at}".replace(".", "-")
        self.turtle += f"""
            {node} {what} ; rdfs:label "{name}"@en ; orbat:modality orbat:{modality} ;
                orbat:evidence {mention} .
            {mention} a orbat:Mention ; orbat:source :{self.source} ; orbat:start {self._at} ;
                orbat:end {self._at + 100} ; orbat:quote "{name}, {stated or when}." .
        """
        if when:
            first, _, last = when.partition("/")
            if len(first) == len("1941-12"):
                first, last = f"{first}-01", f"{first}-28"
            self.turtle += f"""
                {node} orbat:time {node}-time .
                {node}-time a orbat:TimeSpan ; orbat:earliest "{first}"^^xsd:date ;
                    orbat:latest "{last or first}"^^xsd:date ; orbat:asStated "{stated or when}" .
            """
        return self


@pytest.fixture
def account() -> type[Account]:
    """An account to write; its `turtle` is the graph."""
    return Account
