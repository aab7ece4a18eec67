"""Every export, read by a reader that is not its writer."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import networkx as nx
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from orbat.errors import GraphError, OutputError
from orbat.namespaces import DEFAULT_BASE as BASE
from orbat.store import EXPORTS, GraphFolder, Quad, export, exporter, rendered, write
from orbat.store.export.jsonld import Context, jsonld
from orbat.store.export.rdf import rdfxml
from orbat.store.export.view import parse_point, view

# rdflib warns of its own calls while it parses TriG and N-Quads
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

ATTACK, ZHUKOV, FRONT = f"{BASE}event/attack-2", f"{BASE}person/zhukov-1", f"{BASE}unit/western-front-1"
MOSCOW = f"{BASE}place/x-1"


def _told(graph: GraphFolder) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(rendered(graph, "ntriples"), ox.RdfFormat.N_TRIPLES)}


def test_turtle_is_the_folders_own(graph: GraphFolder) -> None:
    assert rendered(graph, "turtle") == graph.turtle.read_bytes()


def test_turtle_holds_what_documents_say_and_what_follows(graph: GraphFolder) -> None:
    read = {quad.triple for quad in ox.parse(rendered(graph, "turtle"), ox.RdfFormat.TURTLE)}
    assert read == _told(graph)
    subjects = {triple.subject.value for triple in read}
    assert ZHUKOV in subjects
    assert f"{BASE}build/1" not in subjects
    assert not any(triple.predicate.value.endswith("exactMatch") for triple in read)


def test_nquads_are_the_canonical_file(graph: GraphFolder) -> None:
    assert rendered(graph, "nquads") == graph.nquads.read_bytes()


def test_trig_holds_everything(graph: GraphFolder) -> None:
    trig, nquads = Dataset(), Dataset()
    trig.parse(data=rendered(graph, "trig").decode(), format="trig")
    nquads.parse(data=rendered(graph, "nquads").decode(), format="nquads")
    names = {context.identifier for context in nquads.graphs() if len(context)}
    assert names == {context.identifier for context in trig.graphs() if len(context)}
    assert len(names) == 5
    for name in names:
        assert isomorphic(trig.graph(name), nquads.graph(name))


def test_rdfxml_reads_back_but_for_what_xml_cannot_hold(graph: GraphFolder) -> None:
    read = set(Graph().parse(data=rendered(graph, "rdfxml"), format="xml"))
    nt = rendered(graph, "ntriples").decode().replace(r"\f", "\ufffd")
    assert read == set(Graph().parse(data=nt, format="nt"))


def test_rdfxml_refuses_a_property_that_has_no_xml_name() -> None:
    node = ox.NamedNode("http://example.org/1")
    with pytest.raises(OutputError, match="RDF/XML"):
        rdfxml([ox.Triple(node, node, node)])


predicates = st.builds(
    lambda tail: ox.NamedNode(f"http://example.org/{tail}"), st.text("a1-_.é/", max_size=4)
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
subjects = st.sampled_from([ox.NamedNode("http://example.org/a&b"), ox.NamedNode("urn:x:é")])
literals = st.builds(ox.Literal, texts) | st.builds(lambda text: ox.Literal(text, language="en"), texts)
types = st.just(ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))
triples = st.builds(ox.Triple, subjects, predicates, predicates | literals) | st.builds(
    ox.Triple, subjects, types, predicates
)


@given(st.lists(triples, max_size=6))
def test_rdfxml_is_well_formed_or_refused(given_triples: list[ox.Triple]) -> None:
    try:
        written = rdfxml(given_triples)
    except OutputError:
        names = [triple.predicate.value for triple in given_triples]
        names += [triple.object.value for triple in given_triples if isinstance(triple.object, ox.NamedNode)]
        assert any(not re.search("/(?:.*[^aé_])?[aé_][^/]*$", name) for name in names)
        return
    assert len(Graph().parse(data=written, format="xml")) >= bool(given_triples)


contexts = st.sampled_from(
    [
        {},
        {"e": "http://example.org/", "id": "@id", "type": "@type"},
        {"@vocab": "http://example.org/", "a": {"@type": "@id"}, "é": {"@container": "@language"}},
        {"e": "http://example.org/", "a": {"@id": "e:a", "@container": "@set"}, "e:aa": {"@type": "@id"}},
        {
            "@language": "en",
            "a": "http://example.org/a",
            "b": {"@id": "http://example.org/a", "@type": "@id"},
        },
        {"a": {"@id": "http://example.org/a", "@type": "http://www.w3.org/2001/XMLSchema#integer"}},
        {
            "a": {"@id": "http://example.org/a", "@container": "@list"},
            "b": {"@reverse": "http://example.org/a"},
        },
        {"@language": "en", "a": {"@id": "http://example.org/a", "@language": None}},
    ]
)


@given(st.lists(triples, max_size=6), contexts)
def test_jsonld_reads_back_whatever_it_holds_and_by_any_context(
    given_triples: list[ox.Triple], definitions: dict[str, object]
) -> None:
    written = jsonld(given_triples, Context(definitions))
    assert {quad.triple for quad in ox.parse(written, ox.RdfFormat.JSON_LD)} == set(given_triples)


def test_jsonld_is_compacted_by_its_context() -> None:
    orbat, node = "https://w3id.org/orbat/ontology#", ox.NamedNode("http://example.org/x")
    date = "http://www.w3.org/2001/XMLSchema#date"
    definitions = {
        "orbat": orbat,
        "id": "@id",
        "type": "@type",
        "Army": "orbat:Army",
        "agent": {"@id": "orbat:agent", "@type": "@id"},
        "label": {"@id": "http://www.w3.org/2000/01/rdf-schema#label", "@container": "@language"},
        "earliest": {"@id": "orbat:earliest", "@type": date},
        "count": "orbat:count",
    }
    written = jsonld(
        [
            ox.Triple(
                node,
                ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
                ox.NamedNode(f"{orbat}Army"),
            ),
            ox.Triple(node, ox.NamedNode(f"{orbat}agent"), node),
            ox.Triple(node, ox.NamedNode(f"{orbat}count"), ox.Literal(0)),
            ox.Triple(node, ox.NamedNode(f"{orbat}count"), ox.Literal(7)),
            ox.Triple(node, ox.NamedNode(f"{orbat}rank"), ox.Literal("major", language="en")),
            ox.Triple(
                node, ox.NamedNode(f"{orbat}earliest"), ox.Literal("1941-12-05", datatype=ox.NamedNode(date))
            ),
            ox.Triple(
                node,
                ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"),
                ox.Literal("16th Army", language="en"),
            ),
        ],
        Context(definitions),
    )
    assert json.loads(written)["@graph"] == [
        {
            "id": "http://example.org/x",
            "type": "Army",
            "agent": "http://example.org/x",
            "count": [0, 7],
            "earliest": "1941-12-05",
            "label": {"en": "16th Army"},
            "orbat:rank": {"@language": "en", "@value": "major"},
        }
    ]


def test_jsonld_reads_back_through_another_parser(graph: GraphFolder) -> None:
    read = {quad.triple for quad in ox.parse(rendered(graph, "jsonld"), ox.RdfFormat.JSON_LD)}
    assert read == _told(graph)


def test_jsonld_is_one_sorted_graph_with_its_context(graph: GraphFolder) -> None:
    document = json.loads(rendered(graph, "jsonld"))
    ids = [node.get("@id") or node["id"] for node in document["@graph"]]
    assert list(document) == ["@context", "@graph"]
    assert ids == sorted(ids)
    assert len(ids) == len({triple.subject for triple in _told(graph)})


def test_jsonld_of_one_node_and_of_none_keeps_its_form() -> None:
    node = ox.NamedNode("http://example.org/a")
    one = json.loads(jsonld([ox.Triple(node, node, ox.Literal("x"))]))
    assert [item.get("@id") or item["id"] for item in one["@graph"]] == ["http://example.org/a"]
    assert json.loads(jsonld([]))["@graph"] == []


def test_graphml_reads_back_with_networkx(graph: GraphFolder) -> None:
    read = nx.read_graphml(BytesIO(rendered(graph, "graphml")), force_multigraph=True)
    assert read.nodes[ATTACK]["label"] == "counterattack at Moscow"
    assert read.nodes[ATTACK]["class"] == "CounterAttack"
    assert read.nodes[ATTACK]["confidence"] == pytest.approx(0.85)
    assert read.nodes[ATTACK]["earliest"] == "1941-12-05"
    assert read.nodes[MOSCOW]["label"] == "Москва & <Kreml>"
    assert read.nodes[MOSCOW]["longitude"] == pytest.approx(37.62)
    labels = {(source, data["label"], target) for source, target, data in read.edges(data=True)}
    assert (ZHUKOV, "commands", FRONT) in labels
    assert (ATTACK, "agent", FRONT) in labels
    assert (ATTACK, "place", MOSCOW) in labels


def test_graphml_edge_ids_are_unique(graph: GraphFolder) -> None:
    root = _xml(rendered(graph, "graphml"))
    ids = [edge.get("id") for edge in root.iter("{http://graphml.graphdrawing.org/xmlns}edge")]
    assert None not in ids
    assert len(ids) == len(set(ids)) > 0


def test_gexf_reads_back_with_networkx(graph: GraphFolder) -> None:
    read = nx.read_gexf(BytesIO(rendered(graph, "gexf")))
    assert read.nodes[ZHUKOV]["label"] == "Georgy Zhukov"
    assert read.nodes[ZHUKOV]["names"] == "Joukov, the marshal | Zhukov"
    assert {data["label"] for _, _, data in read.edges(data=True)} == {
        "agent", "allegiance", "commander", "commands", "place", "unit"
    }  # fmt: skip


def test_gexf_has_a_timeline_and_no_clock(graph: GraphFolder) -> None:
    space = "{http://www.gexf.net/1.2draft}"
    root = _xml(rendered(graph, "gexf"))
    body = root.find(f"{space}graph")
    assert body is not None
    assert (body.get("mode"), body.get("timeformat")) == ("dynamic", "date")
    nodes = {node.get("id"): node for node in root.iter(f"{space}node")}
    assert (nodes[ATTACK].get("start"), nodes[ATTACK].get("end")) == ("1941-12-05", "1941-12-06")
    assert nodes[ZHUKOV].get("start") is None
    assert b"lastmodified" not in rendered(graph, "gexf")


def test_shortcuts_are_drawn_once_and_inferred_roles_not_at_all(graph: GraphFolder) -> None:
    types = {edge.type for edge in view(ox.parse(rendered(graph, "nquads"), ox.RdfFormat.N_QUADS)).edges}
    assert types.isdisjoint({"commandedBy", "participant", "within", "hasPart"})


def test_view_has_no_documents_mentions_or_time_spans(graph: GraphFolder) -> None:
    nodes = view(ox.parse(rendered(graph, "nquads"), ox.RdfFormat.N_QUADS)).nodes
    assert {node.family for node in nodes} == {"Person", "MilitaryUnit", "Side", "Place", "Event"}
    assert {node.kind for node in nodes if node.iri == FRONT} == {"Front"}


def _xml(data: bytes) -> Element:
    return fromstring(data)  # noqa: S314 - our own bytes


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode(), newline="")))


def test_csv_tables_read_back_with_matching_ids(graph: GraphFolder, tmp_path: Path) -> None:
    export(graph, "csv", tmp_path / "tables")
    nodes = _rows((tmp_path / "tables" / "nodes.csv").read_bytes())
    edges = _rows((tmp_path / "tables" / "edges.csv").read_bytes())
    ids = {row["Id"] for row in nodes}
    assert len(ids) == len(nodes)
    assert {row["Source"] for row in edges} | {row["Target"] for row in edges} <= ids
    attack = next(row for row in nodes if row["Id"] == ATTACK)
    assert attack["Evidence"] == 'Zhukov struck on 5 December:\f "forward",\nhe said.'
    assert all(row["Type"] == "Directed" for row in edges)


def test_csv_zip_holds_the_same_tables(graph: GraphFolder, tmp_path: Path) -> None:
    export(graph, "csv", tmp_path / "tables")
    export(graph, "csv", tmp_path / "tables.zip")
    with ZipFile(tmp_path / "tables.zip") as archive:
        for name in ("nodes.csv", "edges.csv"):
            assert archive.read(name) == (tmp_path / "tables" / name).read_bytes()


def test_geojson_keeps_to_rfc_7946(graph: GraphFolder) -> None:
    collection = json.loads(rendered(graph, "geojson"))
    assert set(collection) == {"type", "features"}
    features = {feature["id"]: feature for feature in collection["features"]}
    assert set(features) == {MOSCOW, ATTACK}
    for feature in features.values():
        assert feature["type"] == "Feature"
        assert feature["geometry"] == {"type": "Point", "coordinates": [37.62, 55.75]}
    properties = features[ATTACK]["properties"]
    assert properties["places"] == ["Москва & <Kreml>"]
    assert (properties["earliest"], properties["latest"]) == ("1941-12-05", "1941-12-06")
    assert properties["evidence"] == ['Zhukov struck on 5 December:\f "forward",\nhe said.']
    assert properties["confidence"] == pytest.approx(0.85)


@pytest.mark.parametrize(
    ("wkt", "point"),
    [
        ("POINT(37.62 55.75)", (37.62, 55.75)),
        ("  Point ( -77.5 39e0 ) ", (-77.5, 39.0)),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(37 55)", (37, 55)),
        ("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(55 37)", (37, 55)),
        ("<http://www.opengis.net/def/crs/EPSG/0/3857> POINT(55 37)", None),
        ("POINT(55)", None),
        ("POINT EMPTY", None),
        ("POINT(200 10)", None),
        ("POINT(10 91)", None),
        ("LINESTRING(1 2, 3 4)", None),
        ("", None),
    ],
)
def test_points_are_read_with_longitude_first(wkt: str, point: tuple[float, float] | None) -> None:
    assert parse_point(wkt) == point


def test_graph_without_statements_exports_to_every_format(tmp_path: Path) -> None:
    empty = write([], tmp_path / "empty", {})
    for name in EXPORTS:
        assert rendered(empty, name) or name in ("nquads", "ntriples")
    assert json.loads(rendered(empty, "geojson"))["features"] == []
    assert nx.read_gexf(BytesIO(rendered(empty, "gexf"))).number_of_nodes() == 0
    assert len(Graph().parse(data=rendered(empty, "rdfxml"), format="xml")) == 0


def test_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(OutputError, match=r"'xls'; expected one of turtle, trig, .*geojson"):
        exporter("xls")


@pytest.mark.parametrize("name", list(EXPORTS))
def test_export_to_a_file_and_to_a_stream_are_the_same(name: str, graph: GraphFolder, tmp_path: Path) -> None:
    path, stream = tmp_path / f"deep/er/x{EXPORTS[name].extension}", BytesIO()
    export(graph, name, path)
    export(graph, name, stream)
    assert path.read_bytes() == stream.getvalue() == rendered(graph, name)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_export_to_a_place_that_cannot_be_written_says_so(graph: GraphFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot write"):
        export(graph, "turtle", tmp_path / "file" / "x.ttl")
    with pytest.raises(OutputError, match="directory"):
        export(graph, "turtle", tmp_path)
    assert (tmp_path / "file").read_text() == "x"


def test_export_of_a_broken_graph_says_so(graph: GraphFolder) -> None:
    size = graph.nquads.stat().st_size
    graph.nquads.write_bytes(b"<a> junk".ljust(size))
    with pytest.raises(GraphError, match="not N-Quads"):
        rendered(graph, "turtle")


_SCRIPT = """
import hashlib, sys
from pathlib import Path
from orbat.store import EXPORTS, open_graph, rendered
graph = open_graph(Path(sys.argv[1]))
for name in EXPORTS:
    print(name, hashlib.sha256(rendered(graph, name)).hexdigest())
"""


def test_exports_are_the_same_bytes_in_every_process(graph: GraphFolder) -> None:
    def digests(seed: str) -> str:
        command = [sys.executable, "-c", _SCRIPT, str(graph.path)]
        done = subprocess.run(
            command, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        return done.stdout

    first = digests("1")
    assert len(first.splitlines()) == len(EXPORTS)
    assert digests("2") == first


def test_characters_that_xml_cannot_hold_are_replaced(tmp_path: Path) -> None:
    label = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
    kind = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    node, name = URIRef(f"{BASE}person/x"), URIRef(f"{BASE}graph/d")
    quads: list[Quad] = [
        (node, kind, URIRef("https://w3id.org/orbat/ontology#Person"), name),
        (node, label, Literal("a\x0bb\x01\ufffec\td"), name),
    ]
    graph = write(quads, tmp_path / "odd", {})
    assert (
        nx.read_graphml(BytesIO(rendered(graph, "graphml"))).nodes[str(node)]["label"]
        == "a\ufffdb\ufffd\ufffdc\td"
    )
    for name_ in ("rdfxml", "gexf"):
        _xml(rendered(graph, name_))
