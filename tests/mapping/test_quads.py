"""What the graph says of a resolution."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import BNode, Graph, Literal, URIRef

from orbat import resources
from orbat.errors import InputError
from orbat.mapping import quads
from orbat.mapping.quads import decimal, term, value_term
from orbat.model import Entity
from orbat.namespaces import DEFAULT_BASE, EDTF, GEO, ORBAT, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orbat.mapping import Quad


def iri(local: str) -> URIRef:
    return URIRef(DEFAULT_BASE + local)


def union(told: Iterable[Quad]) -> Graph:
    graph = Graph()
    for s, p, o, _ in told:
        graph.add((s, p, o))
    return graph


@pytest.fixture
def graph(made: Any) -> Graph:
    return union(quads(made()))


def objects(graph: Graph, subject: str, predicate: URIRef) -> set[Any]:
    return set(graph.objects(iri(subject), predicate))


def test_every_mention_points_at_words_of_its_document(made: Any, graph: Graph) -> None:
    text = made().documents[0].source.text
    mentions = set(graph.subjects(RDF.type, ORBAT.Mention))
    assert len(mentions) == 11
    for mention in mentions:
        start, end = graph.value(mention, ORBAT.start), graph.value(mention, ORBAT.end)
        assert text[int(str(start)) : int(str(end))] == str(graph.value(mention, ORBAT.quote))


def test_only_names_refer_to_things(graph: Graph) -> None:
    evidence = graph.value(iri("event/command-1"), ORBAT.evidence)
    assert graph.value(evidence, ORBAT.refersTo) is None
    assert len(set(graph.subject_objects(ORBAT.refersTo))) == 8


def test_document_tells_name_hash_and_format(graph: Graph) -> None:
    (document,) = graph.subjects(RDF.type, ORBAT.SourceDocument)
    assert graph.value(document, ORBAT.fileName) == Literal("first.txt", datatype=XSD.string)
    assert str(graph.value(document, ORBAT.sha256)) == "a" * 64


def test_thing_has_class_label_and_other_names(graph: Graph) -> None:
    assert objects(graph, "unit/army-1", RDF.type) == {ORBAT.Army}
    assert objects(graph, "unit/army-1", RDFS.label) == {Literal("16th Army", lang="en")}
    assert objects(graph, "unit/army-1", SKOS.altLabel) == {Literal("Sixteenth Army", lang="en")}
    assert objects(graph, "unit/army-1", ORBAT.branch) == {ORBAT.Guards}
    assert objects(graph, "unit/front-1", ORBAT.designation) == {Literal("Western", datatype=XSD.string)}
    assert objects(graph, "person/zhukov-1", ORBAT.rank) == {Literal("Marshal", datatype=XSD.string)}


def test_place_has_its_point_and_its_match_and_no_rejected_one(graph: Graph) -> None:
    (point,) = objects(graph, "place/klin-1", GEO.hasGeometry)
    assert graph.value(point, GEO.asWKT) == Literal("POINT(36.73333 56.33333)", datatype=GEO.wktLiteral)
    assert objects(graph, "place/klin-1", SKOS.exactMatch) == {URIRef("https://sws.geonames.org/547523/")}
    assert not objects(graph, "place/klin-1", SKOS.closeMatch)


def test_place_with_a_doubtful_link_is_a_close_match(made: Any) -> None:
    resolution = made()
    entities = tuple(
        replace(e, candidates=(replace(e.candidates[0], score=0.65),)) if e.candidates else e
        for e in resolution.entities
    )
    graph = union(quads(replace(resolution, entities=entities)))
    assert objects(graph, "place/klin-1", SKOS.closeMatch) == {URIRef("https://sws.geonames.org/547523/")}
    assert not objects(graph, "place/klin-1", SKOS.exactMatch)


def test_statement_has_label_modality_evidence_and_confidence(graph: Graph) -> None:
    label = "Capture of Klin by 16th Army from Germany, 4 December 1941"
    assert objects(graph, "event/capture-1", RDFS.label) == {Literal(label, lang="en")}
    assert objects(graph, "event/capture-1", ORBAT.modality) == {ORBAT.Happened}
    assert objects(graph, "event/appointment-1", ORBAT.modality) == {ORBAT.Planned}
    assert len(objects(graph, "event/capture-1", ORBAT.evidence)) == 1
    assert objects(graph, "event/capture-1", ORBAT.confidence) == {Literal("0.9", datatype=XSD.decimal)}


def test_figure_has_numbers_and_kind_of_loss(graph: Graph) -> None:
    assert objects(graph, "event/strength-1", ORBAT["count"]) == {Literal("300", datatype=XSD.integer)}
    assert objects(graph, "event/loss-1", ORBAT.minimum) == {Literal("10", datatype=XSD.integer)}
    assert objects(graph, "event/loss-1", ORBAT.lossKind) == {ORBAT.ShotDown}
    assert objects(graph, "event/loss-1", ORBAT.of) == {iri("countable/tank-1")}


def test_time_span_tells_days_words_and_where_the_year_is_from(graph: Graph) -> None:
    (span,) = objects(graph, "event/capture-1", ORBAT.time)
    assert str(graph.value(span, ORBAT.earliest)) == "1941-12-04"
    assert graph.value(span, ORBAT.edtf) == Literal("1941-12-04", datatype=EDTF.EDTF)
    assert str(graph.value(graph.value(span, ORBAT.resolvedFrom), ORBAT.quote)) == "The year was 1941"


def test_order_bears_issuer_addressee_time_and_content(graph: Graph) -> None:
    assert objects(graph, "event/orderissued-1", ORBAT.order) == {iri("order/seven-1")}
    assert objects(graph, "order/seven-1", ORBAT.issuedBy) == {iri("person/stalin-1")}
    assert objects(graph, "order/seven-1", ORBAT.addressedTo) == {iri("unit/army-1")}
    assert {str(o) for o in objects(graph, "order/seven-1", ORBAT.content)} == {"a halt"}
    assert objects(graph, "order/seven-1", ORBAT.time)
    assert not objects(graph, "event/orderissued-1", ORBAT.issuedBy)


def test_order_that_was_denied_has_no_issuer(made: Any) -> None:
    resolution = made()
    denied = tuple(replace(f, modality=f.modality.DENIED) for f in resolution.facts)
    graph = union(quads(replace(resolution, facts=denied)))
    assert not objects(graph, "order/seven-1", ORBAT.issuedBy)
    assert not objects(graph, "order/seven-1", ORBAT.time)


def test_statement_about_a_named_event_is_told_of_the_event_itself(graph: Graph) -> None:
    assert not list(graph.predicate_objects(iri("event/battle-1")))
    assert objects(graph, "event/selm-1", ORBAT.agent) == {iri("unit/army-1")}
    assert objects(graph, "event/selm-1", ORBAT.time)
    assert len(objects(graph, "event/selm-1", ORBAT.modality)) == 1


def test_named_event_without_statements_rests_on_its_name(made: Any) -> None:
    resolution = made()
    graph = union(quads(replace(resolution, facts=())))
    assert objects(graph, "event/selm-1", ORBAT.modality) == {ORBAT.Happened}
    (evidence,) = objects(graph, "event/selm-1", ORBAT.evidence)
    assert str(graph.value(evidence, ORBAT.quote)) == "Battle of Selm"


def test_each_document_has_a_graph_with_its_own_passages(made: Any) -> None:
    told = list(quads(made(documents=2)))
    graphs = {g for *_, g in told}
    assert graphs == {iri("graph/document/first-aaaaaaaa"), iri("graph/document/second-bbbbbbbb")}
    for _, p, o, g in told:
        if p == ORBAT.evidence:
            assert str(g).rpartition("/")[2] in str(o)


def test_label_is_one_over_all_graphs(made: Any) -> None:
    graph = union(quads(made(documents=2)))
    for subject in set(graph.subjects(RDFS.label)):
        assert len(set(graph.objects(subject, RDFS.label))) == 1, subject


def test_quads_are_each_told_once_without_blank_nodes_and_in_one_order(made: Any) -> None:
    told = list(quads(made(documents=2)))
    assert len(told) == len(set(told))
    assert not any(isinstance(node, BNode) for quad in told for node in quad)
    assert told == list(quads(made(documents=2)))


def test_other_names_stand_in_the_graph_of_the_text_that_uses_them(made: Any) -> None:
    resolution = made(documents=2)
    first, second = resolution.documents
    mentions = tuple(
        replace(m, norm="Sixteenth Army") if m.norm == "16th Army" else m for m in first.mentions
    )
    told = quads(replace(resolution, documents=(replace(first, mentions=mentions), second)))
    names = {str(g) for _, p, o, g in told if p == SKOS.altLabel and str(o) == "Sixteenth Army"}
    assert names == {str(iri("graph/document/first-aaaaaaaa"))}


DAYS = ("-0489-09-12", "0000-03-15", "0476-09-04", "1941-12-04")


@pytest.mark.parametrize("day", DAYS)
def test_dates_of_any_era_survive_rdflib_and_oxigraph(made: Any, day: str, caplog: Any) -> None:
    written = union(quads(made(day, day, day))).serialize(format="nt")
    store = ox.Store()
    store.load(written.encode(), ox.RdfFormat.N_TRIPLES)
    earliest = {
        q.object for q in store.quads_for_pattern(None, ox.NamedNode(str(ORBAT.earliest)), None, None)
    }
    assert earliest == {ox.Literal(day, datatype=ox.NamedNode(str(XSD.date)))}
    assert not caplog.records


@pytest.mark.parametrize("day", DAYS)
def test_graph_keeps_to_the_shapes(made: Any, day: str) -> None:
    ontology = resources.ontology_dir()
    conforms, _, report = validate(
        union(quads(made(day, day, day, documents=2))),
        shacl_graph=Graph().parse(ontology / "shapes.ttl"),
        ont_graph=Graph().parse(ontology / "orbat.ttl"),
        inference="rdfs",
    )
    assert conforms, report


@pytest.mark.parametrize(
    "base", ["", "graph/", "https://example.org/id", "https://exa mple.org/", "http://x/<y>/"]
)
def test_base_iri_that_makes_no_iris_is_refused(made: Any, base: str) -> None:
    with pytest.raises(InputError, match="base IRI"):
        next(quads(made(), base))


def test_base_iri_begins_all_own_iris(made: Any) -> None:
    told = list(quads(made(), "https://example.org/war#"))
    assert {str(s).startswith("https://example.org/war#") for s, *_ in told} == {True}


@pytest.mark.parametrize("name", ["Armyy", "army", "", "event"])
def test_term_refuses_what_the_ontology_does_not_define(name: str) -> None:
    with pytest.raises(ValueError, match="ontology"):
        term(name)


def test_entity_of_an_unknown_kind_is_refused(made: Any) -> None:
    resolution = made()
    strange = tuple(Entity(e.id, "Starship", e.label) for e in resolution.entities)
    with pytest.raises(ValueError, match="Starship"):
        list(quads(replace(resolution, entities=strange)))


@pytest.mark.parametrize(("name", "value"), [("count", "many"), ("lossKind", "bored"), ("minimum", "")])
def test_value_term_refuses_what_is_no_value(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"invalid|ontology"):
        value_term(name, value)


@pytest.mark.parametrize(
    ("number", "written"), [(1, "1.0"), (0, "0.0"), (0.1 + 0.2, "0.3"), (0.125, "0.125")]
)
def test_decimal_is_short_and_has_a_point(number: float, written: str) -> None:
    assert str(decimal(number)) == written
