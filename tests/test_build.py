"""The corridor: what a build gives, whatever the number of processes and the order of the sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from orbat.build import build, complain, document
from orbat.errors import InputError, PartialError
from orbat.model import Source
from orbat.namespaces import DEFAULT_BASE, ONTOLOGY
from orbat.report import DEFAULT_BASE_IRI, DEFAULT_MODEL, BuildReport, Settings
from orbat.resources import sample_accounts
from orbat.store.open import load_memory, open_graph
from orbat.store.texts import read_text

FILES = ("graph.nq", "graph.ttl", "report.json")
ORBAT = f"{ONTOLOGY}#"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    """All samples built as a person would build them."""
    folder = tmp_path_factory.mktemp("built") / "graph"
    return folder, build(sample_accounts(), folder)


def rows(folder: Path, query: str) -> list[tuple[str, ...]]:
    prefixes = {"orbat": ORBAT, "prov": "http://www.w3.org/ns/prov#"}
    solutions = load_memory(folder).query(query, prefixes=prefixes, use_default_graph_as_union=True)
    return [tuple(term.value for term in solution) for solution in solutions]


@pytest.mark.model
@pytest.mark.slow
def test_build_is_the_same_whatever_the_processes_and_the_order(
    built: tuple[Path, BuildReport], tmp_path: Path
) -> None:
    again = tmp_path / "again"
    build(sample_accounts()[::-1], again, jobs=2, times=False)
    once = tmp_path / "once"
    build(sample_accounts(), once, times=False)
    assert {name: (again / name).read_bytes() for name in FILES} == {
        name: (once / name).read_bytes() for name in FILES
    }
    assert (once / "graph.nq").read_bytes() == (built[0] / "graph.nq").read_bytes()


@pytest.mark.model
def test_every_quote_stands_at_its_offsets_in_the_file(built: tuple[Path, BuildReport]) -> None:
    texts = {account.name: account.read_bytes().decode("utf-8") for account in sample_accounts()}
    found = rows(
        built[0],
        """SELECT ?file ?start ?end ?quote {
             ?m orbat:source/orbat:fileName ?file ; orbat:quote ?quote ;
                orbat:start ?start ; orbat:end ?end }""",
    )
    assert len(found) > 500
    wrong = [row for row in found if texts[row[0]][int(row[1]) : int(row[2])] != row[3]]
    assert wrong == []


@pytest.mark.model
def test_every_statement_has_evidence(built: tuple[Path, BuildReport]) -> None:
    bare = rows(
        built[0],
        "SELECT ?s { ?s orbat:modality ?m FILTER NOT EXISTS { ?s orbat:evidence ?e } }",
    )
    assert bare == []


@pytest.mark.model
def test_report_counts_what_is_in_the_graph(built: tuple[Path, BuildReport]) -> None:
    folder, report = built
    told = json.loads((folder / "report.json").read_bytes())
    lines = (folder / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert sum(told["counts"]["quads"].values()) == len(lines)
    assert told["counts"]["documents"] == len(sample_accounts())
    assert told["counts"]["mentions"]["PERSON"] == sum(
        mention.label == "PERSON" for read in report.documents for mention in read.mentions
    )
    assert sum(document["facts"] for document in told["documents"]) >= sum(told["counts"]["facts"].values())
    assert set(told["times"]) == {
        *("start", "repair", "annotate", "extract", "resolve", "mapping", "infer", "check", "provenance")
    }


@pytest.mark.model
def test_every_graph_of_the_design_is_there(built: tuple[Path, BuildReport]) -> None:
    names = {name for (name,) in rows(built[0], "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
    fixed = {f"{DEFAULT_BASE}graph/{name}" for name in ("inferred", "provenance")} | {ONTOLOGY}
    assert len(names & fixed) == 3
    assert len(names - fixed) == len(sample_accounts())


@pytest.mark.model
def test_built_graph_keeps_to_the_shapes(built: tuple[Path, BuildReport]) -> None:
    assert built[1].shacl["results"] == ()
    assert built[1].shacl["conforms"] is True


@pytest.mark.model
def test_every_iri_of_the_data_starts_with_the_base(tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text("On 18 June 1815 the French captured La Haye Sainte.\n", encoding="utf-8")
    base = "https://museum.example/war#"
    build([account], tmp_path / "graph", Settings(base_iri=base))
    quads = ox.parse(path=str(tmp_path / "graph" / "graph.nq"), format=ox.RdfFormat.N_QUADS)
    subjects = {quad.subject.value for quad in quads if quad.graph_name.value != ONTOLOGY}
    assert subjects
    assert {subject for subject in subjects if not subject.startswith(base)} == set()


@pytest.mark.model
def test_document_is_a_pure_function_of_its_source() -> None:
    text = "On 18 June 1815 Marshal Ney attacked. General Reille commanded the II Corps."
    source = Source("document/a", "a.txt", text, "0" * 64)
    other = Source("document/b", "b.txt", "In April 1862 Grant held Pittsburg Landing.", "1" * 64)
    first = document(source, Settings())
    document(other, Settings())
    assert document(source, Settings()) == first


@pytest.mark.model
def test_year_moves_the_dates_of_an_account_without_one() -> None:
    source = Source("document/a", "a.txt", "On 18 June the French attacked.", "0" * 64)
    values = {
        year: [m.get("value") for m in document(source, Settings(year=year)).mentions if m.label == "DATE"]
        for year in (1815, 1940)
    }
    assert values == {1815: ["1815-06-18"], 1940: ["1940-06-18"]}


def test_nothing_is_complained_of_a_whole_build(built: tuple[Path, BuildReport]) -> None:
    complain(built[1])


@pytest.mark.model
def test_skipped_source_is_complained_of(tmp_path: Path) -> None:
    (tmp_path / "account.txt").write_text("The French captured Charleroi.\n", encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"")
    report = build([tmp_path], tmp_path / "graph")
    with pytest.raises(PartialError, match=r"1 of 2 sources were skipped:\n  broken\.txt"):
        complain(report)


def test_sources_that_cannot_be_read_are_an_error_before_a_model_is_loaded(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.txt"):
        build([tmp_path / "nowhere.txt"], tmp_path / "graph", Settings(model="no_such_model"))


@pytest.mark.parametrize("base", ["", "museum/", "http:", "https://a.example", "https://a.example/<x>/"])
def test_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(InputError, match="absolute IRI"):
        Settings(base_iri=base)


def test_defaults_shown_before_libraries_are_loaded_are_theirs() -> None:
    from orbat import annotate

    assert DEFAULT_BASE_IRI == DEFAULT_BASE
    assert DEFAULT_MODEL == annotate.DEFAULT_MODEL


def test_progress_tells_every_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[tuple[str, int, int]] = []
    show: Callable[[str, int, int], None] = lambda what, done, total: told.append((what, done, total))  # noqa: E731
    (tmp_path / "a.txt").write_text("The French captured Charleroi.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("The Prussians held Wavre.\n", encoding="utf-8")
    build([tmp_path], tmp_path / "graph", progress=show)
    assert [step for step in told if step[0] == "reading"] == [("reading", n, 2) for n in range(3)]
    assert told[-1][0] == "writing"
    assert capsys.readouterr() == ("", "")  # the library itself says nothing


@pytest.mark.model
@pytest.mark.slow
def test_every_passage_stands_in_the_text_that_is_kept(built: tuple[Path, BuildReport]) -> None:
    folder, report = built
    home = open_graph(folder).home
    texts = {each.source.id: read_text(home, each.source.id) for each in report.documents}
    assert {each.source.id: each.source.text for each in report.documents} == {
        id_: text.text if text else None for id_, text in texts.items()
    }
    found = rows(
        folder,
        "SELECT ?doc ?start ?end ?quote "
        "{ ?m orbat:source ?doc ; orbat:start ?start ; orbat:end ?end ; orbat:quote ?quote }",
    )
    assert len(found) > 500
    for iri, start, end, quote in found:
        text = texts[iri.removeprefix(DEFAULT_BASE)]
        assert text is not None
        assert text.text[int(start) : int(end)] == quote


@pytest.mark.model
def test_a_build_without_texts_keeps_none(tmp_path: Path) -> None:
    source = tmp_path / "account.txt"
    source.write_text("On 6 October 1941 the 4th Army captured Bryansk.", encoding="utf-8")
    report = build([source], tmp_path / "kept", times=False)
    build([source], tmp_path / "not", times=False, texts=False)
    id_ = report.documents[0].source.id
    with_text, without = open_graph(tmp_path / "kept"), open_graph(tmp_path / "not")
    assert read_text(with_text.home, id_) is not None
    assert read_text(without.home, id_) is None
    assert with_text.nquads.read_bytes() == without.nquads.read_bytes()
