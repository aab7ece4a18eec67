"""A small graph with one of everything that a built graph has, as rdflib quads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SKOS, XSD, BNode, Literal, URIRef
from rdflib.namespace import GEO, OWL
from rdflib.term import Identifier

from orbat.namespaces import DEFAULT_BASE, ONTOLOGY, ORBAT, graph_iri
from orbat.store import GraphFolder, Quad, write

BASE = DEFAULT_BASE


def iri(local: str) -> URIRef:
    return URIRef(BASE + local)


def _day(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def _document() -> Iterator[tuple[URIRef, URIRef, Identifier]]:
    zhukov, front, ussr, moscow = (
        iri("person/zhukov-1"),
        iri("unit/western-front-1"),
        iri("side/ussr"),
        iri("place/x-1"),
    )
    attack, command, span, late = (
        iri("event/attack-2"),
        iri("event/command-1"),
        iri("time/1941-12-05"),
        iri("time/490bc"),
    )
    mention, document, old = iri("mention/m1"), iri("document/d1"), iri("event/a-attack-1")
    quote = 'Zhukov struck on 5 December:\f "forward",\nhe said.'
    yield from [
        (document, RDF.type, ORBAT.SourceDocument),
        (document, ORBAT.fileName, Literal("moscow.txt")),
        (zhukov, RDF.type, ORBAT.Person),
        (zhukov, RDFS.label, Literal("Georgy Zhukov", lang="en")),
        (zhukov, SKOS.altLabel, Literal("Zhukov", lang="en")),
        (zhukov, SKOS.altLabel, Literal("Joukov, the marshal", lang="en")),
        (front, RDF.type, ORBAT.Front),
        (front, RDFS.label, Literal("Western Front", lang="en")),
        (ussr, RDF.type, ORBAT.State),
        (ussr, RDFS.label, Literal("Soviet Union", lang="en")),
        (front, ORBAT.allegiance, ussr),
        (moscow, RDF.type, ORBAT.Settlement),
        (moscow, RDFS.label, Literal("Москва & <Kreml>", lang="ru")),
        (moscow, GEO.hasGeometry, iri("geometry/x-1")),
        (iri("geometry/x-1"), GEO.asWKT, Literal("POINT(37.62 55.75)", datatype=GEO.wktLiteral)),
        (command, RDF.type, ORBAT.Command),
        (command, ORBAT.commander, zhukov),
        (command, ORBAT.unit, front),
        (attack, RDF.type, ORBAT.CounterAttack),
        (attack, RDFS.label, Literal("counterattack at Moscow", lang="en")),
        (attack, ORBAT.agent, front),
        (attack, ORBAT.place, moscow),
        (attack, ORBAT.time, span),
        (attack, ORBAT.evidence, mention),
        (attack, ORBAT.modality, ORBAT.Happened),
        (attack, ORBAT.confidence, Literal("0.85", datatype=XSD.decimal)),
        (old, RDF.type, ORBAT.Attack),
        (old, ORBAT.time, late),
        (late, RDF.type, ORBAT.TimeSpan),
        (late, ORBAT.earliest, _day("-0489-09-12")),
        (late, ORBAT.latest, _day("-0489-09-12")),
        (span, RDF.type, ORBAT.TimeSpan),
        (span, ORBAT.earliest, _day("1941-12-05")),
        (span, ORBAT.latest, _day("1941-12-06")),
        (span, ORBAT.asStated, Literal("5 December")),
        (mention, RDF.type, ORBAT.Mention),
        (mention, ORBAT.source, document),
        (mention, ORBAT.start, Literal(10)),
        (mention, ORBAT.end, Literal(10 + len(quote))),
        (mention, ORBAT.quote, Literal(quote)),
    ]


@pytest.fixture(scope="session")
def quads() -> tuple[Quad, ...]:
    told = [(s, p, o, graph_iri(BASE, "document/d1")) for s, p, o in _document()]
    zhukov, front = iri("person/zhukov-1"), iri("unit/western-front-1")
    inferred = [
        (zhukov, ORBAT.commands, front),
        (front, ORBAT.commandedBy, zhukov),
        (iri("event/attack-2"), ORBAT.participant, front),
        (zhukov, RDF.type, ORBAT.Commander),
        (front, RDF.type, ORBAT.MilitaryUnit),
    ]
    restriction = BNode()
    ontology = [
        (ORBAT.Commander, RDFS.subClassOf, restriction),
        (restriction, RDF.type, OWL.Restriction),
        (restriction, OWL.onProperty, ORBAT.holdsCommand),
    ]
    return (
        *told,
        *((s, p, o, graph_iri(BASE, "inferred")) for s, p, o in inferred),
        (zhukov, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q1"), graph_iri(BASE, "authority")),
        (iri("build/1"), RDFS.label, Literal("a build"), graph_iri(BASE, "provenance")),
        *((s, p, o, URIRef(ONTOLOGY)) for s, p, o in ontology),
    )


@pytest.fixture
def graph(quads: tuple[Quad, ...], tmp_path: Path) -> GraphFolder:
    return write(quads, tmp_path / "graph", {"sources": 1})


@pytest.fixture(scope="session")
def small() -> Callable[[int], list[Quad]]:
    """A graph of so many statements, different from that of any other number."""

    def make(count: int) -> list[Quad]:
        name = graph_iri(BASE, "document/d1")
        return [
            (iri(f"event/e{i}"), RDFS.label, Literal(f"event {i} of {count}"), name) for i in range(count)
        ]

    return make
