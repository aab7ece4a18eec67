"""The SHACL report. What each shape says is tested in `tests/ontology/test_shapes.py`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from orbat.errors import GraphError
from orbat.namespaces import ONTOLOGY
from orbat.resources import ontology_dir
from orbat.validate import Quad, ShaclReport, check, infer

Quads = Callable[..., list[Quad]]
WORLD = Path(__file__).parents[1] / "ontology" / "world.ttl"


@pytest.fixture(scope="module")
def world() -> list[Quad]:
    return [(s, p, o, URIRef("https://w3id.org/orbat/id/graph/a")) for s, p, o in Graph().parse(WORLD)]


def test_good_graph_conforms(world: list[Quad]) -> None:
    assert check(iter(world)) == ShaclReport(conforms=True, triples=len(world))


def test_inferred_quads_break_nothing(world: list[Quad]) -> None:
    assert check([*world, *infer(world)]).results == ()


def test_empty_graph_conforms() -> None:
    assert check([]) == ShaclReport(conforms=True, triples=0)


def test_triple_in_two_graphs_counts_once(quads: Quads) -> None:
    both = [
        *quads(":x a orbat:Place .", things=False),
        *quads(":x a orbat:Place .", things=False, graph="urn:b"),
    ]
    assert check(both).triples == 1


def test_result_names_node_path_value_message_and_shape(quads: Quads) -> None:
    report = check(quads(":reds orbat:alliedWith :army ."))
    (result,) = report.results
    assert report.conforms is False
    assert result.focus == "https://w3id.org/orbat/id/reds"
    assert result.path == "orbat:alliedWith"
    assert result.value == "https://w3id.org/orbat/id/army"
    assert result.message == "orbat:alliedWith leads to an orbat:Side."
    assert (result.severity, result.shape) == ("Violation", "Side-alliedWith")


@pytest.mark.parametrize(
    ("turtle", "path"),
    [
        (":x a orbat:Mention .", "orbat:quote"),
        (":l a orbat:Loss ; orbat:count -1 .", "orbat:count|orbat:minimum|orbat:maximum"),
        (":o a orbat:Order . :e orbat:conflictsWith :o .", "^orbat:conflictsWith"),
        ("[] a orbat:Place .", ""),
    ],
)
def test_path_is_written_as_in_sparql(quads: Quads, turtle: str, path: str) -> None:
    assert path in {result.path for result in check(quads(turtle)).results}


def test_results_are_sorted_and_do_not_depend_on_the_order(quads: Quads) -> None:
    given = quads(":x a orbat:Mention . :y a orbat:Person , orbat:Place . :z a orbat:TimeSpan .")
    results = check(given).results
    assert results == check(given[::-1]).results
    assert [r.focus for r in results] == sorted(r.focus for r in results)


SPAN = """
    :t a orbat:TimeSpan ; orbat:edtf "x"^^<http://id.loc.gov/datatypes/edtf/EDTF> ; orbat:asStated "then" ;
        orbat:earliest "{}"^^xsd:date ; orbat:latest "{}"^^xsd:date .
"""


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        ("1941-12-05", "1941-12-05"),
        ("-0489-09-12", "-0489-09-12"),
        ("-0330-01-01", "-0329-12-31"),
        ("-0001-12-31", "0001-01-01"),
        ("0000-02-29", "0000-12-31"),
    ],
)
def test_dates_in_order_conform_before_the_year_1_too(quads: Quads, earliest: str, latest: str) -> None:
    assert check(quads(SPAN.format(earliest, latest))).conforms


@pytest.mark.parametrize(
    ("earliest", "latest"),
    [
        ("1941-12-06", "1941-12-05"),
        ("-0489-09-12", "-0490-09-12"),
        ("0001-01-01", "-0001-12-31"),
        ("1941-02-30", "1941-03-01"),
        ("-0489-13-01", "-0489-12-31"),
        ("490 BC", "-0489-12-31"),
    ],
)
def test_dates_out_of_order_or_of_no_calendar_do_not(quads: Quads, earliest: str, latest: str) -> None:
    report = check(quads(SPAN.format(earliest, latest)))
    assert {result.shape for result in report.results} == {"TimeSpan-earliest"}


def test_date_is_reported_as_it_was_given(quads: Quads) -> None:
    values = {result.value for result in check(quads(SPAN.format("-0489-09-12", "-0490-09-12"))).results}
    assert values == {"-0489-09-12"}


def test_graph_over_the_limit_is_skipped_and_says_so(world: list[Quad]) -> None:
    report = check(world, limit=100)
    assert report.conforms is None
    assert report.results == ()
    assert report.skipped == f"the graph has {len(world):,} triples, more than the limit of 100"


def test_graph_at_the_limit_is_checked(world: list[Quad]) -> None:
    assert check(world, limit=len(world)).conforms is True


def test_ontology_graph_is_no_data() -> None:
    ontology = [(s, p, o, URIRef(ONTOLOGY)) for s, p, o in Graph().parse(ontology_dir() / "orbat.ttl")]
    assert check(ontology) == ShaclReport(conforms=True, triples=0)


def test_own_shapes_can_be_given(tmp_path: Path, quads: Quads) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text("""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix orbat: <https://w3id.org/orbat/ontology#> .
        @prefix : <http://example.org/> .
        :Ranked a sh:PropertyShape ; sh:targetClass orbat:Person ; sh:path orbat:rank ; sh:minCount 1 ;
            sh:severity sh:Warning ; sh:message "A person has a rank." .
    """)
    results = check(quads(""), shapes=path).results
    assert {(r.shape, r.severity, r.message) for r in results} == {
        ("Ranked", "Warning", "A person has a rank.")
    }


@pytest.mark.parametrize("content", ["this is no Turtle", None])
def test_broken_or_missing_shapes_are_an_error(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "shapes.ttl"
    if content is not None:
        path.write_text(content)
    with pytest.raises(GraphError, match=r"shapes\.ttl: not a graph in Turtle"):
        check([], shapes=path)
