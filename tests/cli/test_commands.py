"""What each command prints, on a graph that was built and on accounts written here."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from orbat.cli.annotate import mention_row
from orbat.cli.page import annotated_page
from orbat.model import Document, Evidence, Label, Mention, Source, attributes
from orbat.store.export import EXPORTS

Here = Callable[..., subprocess.CompletedProcess[str]]

COMMANDS = """SELECT ?person ?unit { ?p orbat:commands ?u ; rdfs:label ?person . ?u rdfs:label ?unit }
ORDER BY ?person ?unit"""


def done(process: subprocess.CompletedProcess[str]) -> str:
    assert process.returncode == 0, process.stderr
    return process.stdout


# ---------------------------------------------------------------- build


@pytest.mark.model
def test_build_says_what_it_made(here: Here, tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text("On 18 June 1815 the French captured La Haye Sainte.\n", encoding="utf-8")
    shown = done(here("build", account, "--out", tmp_path / "graph"))
    assert re.match(rf"{tmp_path}/graph: 1 documents, \d+ things, \d+ statements, \d+ quads\n", shown)
    assert "1 Capture" in shown
    assert done(here("build", account, "--out", tmp_path / "graph", "--quiet")) == ""


@pytest.mark.model
def test_build_without_times_leaves_them_out(here: Here, tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text("The Prussians held Wavre.\n", encoding="utf-8")
    done(here("build", account, "--out", tmp_path / "graph", "--no-times"))
    assert "times" not in json.loads((tmp_path / "graph" / "report.json").read_bytes())


@pytest.mark.model
def test_build_without_texts_keeps_only_what_it_quotes(here: Here, tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text("The Prussians held Wavre.\n", encoding="utf-8")
    graph = tmp_path / "graph"
    done(here("build", account, "--out", graph))
    assert len(list(graph.glob(".orbat/current/texts/*.json"))) == 1
    done(here("build", account, "--out", graph, "--no-texts"))
    assert list(graph.glob(".orbat/current/texts/*")) == []


# ---------------------------------------------------------------- annotate

TEXT = "Ney <led> the II Corps & Reille's men."


def mention(words: str, label: Label, **more: str) -> Mention:
    start = TEXT.index(words)
    return Mention(Evidence("d", start, start + len(words), words), label, words, "rule-x", attributes(more))


def page(*mentions: Mention) -> str:
    return annotated_page(Document(Source("d", "a<b>.txt", TEXT, "0" * 64), mentions, ()))


RESULTS = "http://www.w3.org/2005/sparql-results#"


class Marks(HTMLParser):
    """The text of a page's account, and what its marks hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.inside = False
        self.text = ""
        self.open: list[tuple[str, int]] = []
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inside |= given.get("class") == "text"
        if self.inside and tag == "mark":
            self.open.append((given["class"] or "", len(self.text)))

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag == "mark":
            label, start = self.open.pop()
            self.found.append((label, self.text[start:]))
        self.inside &= tag != "div"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


def test_page_marks_mentions_and_keeps_the_text() -> None:
    marks = Marks(page(mention("Ney", Label.PERSON), mention("II Corps", Label.UNIT)))
    assert marks.text == TEXT
    assert marks.found == [("PERSON", "Ney"), ("UNIT", "II Corps")]


def test_page_nests_a_mention_in_another() -> None:
    marks = Marks(page(mention("Corps", Label.ORG), mention("II Corps", Label.UNIT)))
    assert marks.text == TEXT
    assert marks.found == [("ORG", "Corps"), ("UNIT", "II Corps")]


def test_page_leaves_out_a_mention_that_crosses_another() -> None:
    marks = Marks(page(mention("the II", Label.UNIT), mention("II Corps", Label.ORG)))
    assert marks.text == TEXT
    assert marks.found == [("UNIT", "the II")]


def test_page_escapes_text_names_and_attributes() -> None:
    shown = page(mention("Ney", Label.PERSON, nickname='"the <bravest>"'))
    assert "<led>" not in shown
    assert "<b>" not in shown
    assert "nickname: &quot;the &lt;bravest&gt;&quot;" in shown


def test_page_needs_nothing_from_elsewhere() -> None:
    assert not re.search(r"(src|href|url\()", page(mention("Ney", Label.PERSON)))


def test_legend_counts_labels_that_occur() -> None:
    shown = page(mention("Ney", Label.PERSON), mention("Reille", Label.PERSON))
    assert '<mark class="PERSON">PERSON</mark> 2' in shown
    assert '<mark class="UNIT">' not in shown


def test_line_of_a_mention_has_the_keys_of_the_format() -> None:
    row = mention_row(mention("Ney", Label.DATE, value="1815-06", mod="END"))
    assert list(row) == ["start", "end", "text", "label", "norm", "value", "mod", "rule"]
    assert (row["value"], row["mod"], row["label"]) == ("1815-06", "END", "DATE")
    assert mention_row(mention("Ney", Label.PERSON))["value"] is None


@pytest.mark.model
def test_annotate_prints_offsets_of_the_file_as_it_is(here: Here, tmp_path: Path) -> None:
    text = "\ufeffOn 18 June 1815 Marshal Ney\u2019s caval-\r\nry charged.\r\n\r\n"
    text += "General Bl\u00fccher came from Wavre.\r\n"
    account = tmp_path / "account.txt"
    account.write_bytes(text.encode())
    rows = [json.loads(line) for line in done(here("annotate", account)).splitlines()]
    assert {"1815-06-18"} <= {row["value"] for row in rows}
    assert {"PERSON", "PLACE"} <= {row["label"] for row in rows}
    assert [row for row in rows if text[row["start"] : row["end"]] != row["text"]] == []


@pytest.mark.model
def test_annotate_as_html_is_the_page(here: Here, tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text("Marshal Ney charged.\n", encoding="utf-8")
    shown = done(here("annotate", account, "--format", "html"))
    assert shown.startswith("<!doctype html>")
    assert Marks(shown).text == "Marshal Ney charged.\n"


# ---------------------------------------------------------------- query


def test_list_shows_every_ready_query_with_its_question(here: Here) -> None:
    from orbat.store.queries import ready_queries

    shown = done(here("query", "--list"))
    for ready in ready_queries():
        assert f"{ready.id}\n  {ready.question}" in shown


def test_formats_of_a_select_say_the_same(here: Here, kept_graph: Path) -> None:
    def ask(form: str) -> str:
        return done(here("query", "-g", kept_graph, "-e", COMMANDS, "--format", form))

    rows = [tuple(row) for row in csv.reader(io.StringIO(ask("csv")))][1:]
    assert rows
    told = json.loads(ask("json"))["results"]["bindings"]
    assert [(each["person"]["value"], each["unit"]["value"]) for each in told] == rows
    names = [
        node.text
        for node in ET.fromstring(ask("xml")).iter(f"{{{RESULTS}}}literal")  # noqa: S314 - our own answer
    ]
    assert names == [name for row in rows for name in row]
    assert len(ask("tsv").splitlines()) == len(rows) + 1
    table = ask("table").splitlines()
    assert table[0].split() == ["person", "unit"]
    assert table[-1] == f"{len(rows)} row{'s' if len(rows) > 1 else ''}"
    assert [tuple(re.split(r"\s{2,}", line)) for line in table[2:-1]] == rows


def test_table_shortens_iris_and_shows_what_is_unbound_as_nothing(here: Here, kept_graph: Path) -> None:
    query = """SELECT ?kind ?person ?none {
      ?person a ?kind ; orbat:commands ?u FILTER(?kind = orbat:Person) } LIMIT 1"""
    shown = done(here("query", "-g", kept_graph, "-e", query))
    assert re.search(r"^orbat:Person {2,}person/\S+$", shown, re.MULTILINE)
    assert shown.endswith("\n1 row\n")


READERS = {
    "table": ox.RdfFormat.TURTLE,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


@pytest.mark.parametrize("form", READERS)
def test_construct_gives_a_graph(here: Here, kept_graph: Path, form: str) -> None:
    query = "CONSTRUCT { ?p orbat:commands ?u } WHERE { ?p orbat:commands ?u }"
    shown = done(here("query", "-g", kept_graph, "-e", query, "-f", form))
    parsed = set(ox.parse(shown, READERS[form]))  # rdflib's reader of JSON-LD warns about itself
    assert len(parsed) > 1
    assert {quad.predicate.value.rpartition("#")[2] for quad in parsed} == {"commands"}


def test_ask_is_answered_yes_or_no(here: Here, kept_graph: Path) -> None:
    assert done(here("query", "-g", kept_graph, "-e", "ASK { ?x orbat:commands ?y }")) == "yes\n"
    assert done(here("query", "-g", kept_graph, "-e", "ASK { ?x orbat:commands orbat:Army }")) == "no\n"


def test_query_file_needs_no_header(here: Here, kept_graph: Path, tmp_path: Path) -> None:
    query = tmp_path / "mine.rq"
    query.write_text(f"# a question of my own\n{COMMANDS}", encoding="utf-8")
    assert done(here("query", query, "-g", kept_graph)) == done(
        here("query", "-e", COMMANDS, "-g", kept_graph)
    )


def test_parameter_narrows_a_ready_query(here: Here, kept_graph: Path) -> None:
    everything = done(here("query", "who-commanded-which-army", "-g", kept_graph, "-f", "csv"))
    nothing = done(
        here("query", "who-commanded-which-army", "-g", kept_graph, "-f", "csv", "--set", "side=Atlantis")
    )
    assert nothing.count("\n") == 1 < everything.count("\n")


def test_graph_is_taken_from_the_environment(
    here: Here, kept_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORBAT_GRAPH", str(kept_graph))
    assert done(here("query", "-e", "ASK { ?x orbat:commands ?y }")) == "yes\n"


# ---------------------------------------------------------------- export, validate


def test_every_export_format_is_offered() -> None:
    from orbat.cli.export import ExportFormat

    assert [form.value for form in ExportFormat] == [*EXPORTS, "site"]


@pytest.mark.parametrize("form", EXPORTS)
def test_export_writes_a_file(here: Here, kept_graph: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / f"graph{EXPORTS[form].extension}"
    assert done(here("export", kept_graph, "--format", form, "--out", out)) == ""
    assert out.stat().st_size > 100


def test_export_without_a_file_goes_to_stdout(here: Here, kept_graph: Path) -> None:
    assert len(Graph().parse(data=done(here("export", kept_graph)), format="turtle")) > 500


def test_validate_tells_shacl_result_and_disagreements(here: Here, kept_graph: Path) -> None:
    shown = done(here("validate", kept_graph))
    assert shown.startswith("SHACL: conforms")
    assert "Statements that disagree: " in shown
    told = json.loads(done(here("validate", kept_graph, "--json")))
    assert told["shacl"]["conforms"] is True
    assert f"disagree: {len(told['conflicts'])}\n" in shown


def test_graph_that_breaks_a_shape_ends_with_1(here: Here, kept_graph: Path, tmp_path: Path) -> None:
    orbat = "https://w3id.org/orbat/ontology#"
    broken = f"<urn:x:loss> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{orbat}Loss> <urn:x:graph> .\n"
    (tmp_path / "graph.nq").write_bytes((kept_graph / "graph.nq").read_bytes() + broken.encode())
    process = here("validate", tmp_path)
    assert process.returncode == 1
    assert "does not conform" in process.stdout
    assert "urn:x:loss" in process.stdout


# ---------------------------------------------------------------- evaluate


def test_evaluate_scores_a_graph_that_was_built(here: Here, kept_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "waterloo-1815.txt").write_text("Marshal Ney led the left wing.", encoding="utf-8")
    facts = [{"fact": "command", "person": ["Nobody"], "unit": ["No Corps"], "quote": "Nobody's corps"}]
    gold = tmp_path / "waterloo-1815.facts.jsonl"
    gold.write_text("".join(f"{json.dumps(fact)}\n" for fact in facts), encoding="utf-8")
    told = json.loads(done(here("evaluate", gold, "--graph", kept_graph, "--json", "--errors")))
    scores = told["waterloo-1815.facts.jsonl"]
    assert scores["command"]["tp"] == 0
    assert scores["command"]["sys"] > 0
    faults = {error["fault"] for error in scores["errors"]}
    assert faults == {"missed", "spurious"}
    below = done(here("evaluate", gold, "--graph", kept_graph.parent))  # the graph named as the text
    assert f"{scores['command']['sys']:9}" in below


@pytest.mark.model
def test_evaluate_builds_what_it_is_not_given(here: Here, tmp_path: Path) -> None:
    text = "On 18 June 1815 Marshal Ney commanded the left wing.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    start = text.index("Ney")
    (tmp_path / "a.entities.jsonl").write_text(
        json.dumps({"start": start, "end": start + 3, "text": "Ney", "label": "PERSON"}), encoding="utf-8"
    )
    (tmp_path / "a.facts.jsonl").write_text(
        json.dumps({"fact": "allegiance", "of": ["Nobody"], "side": ["Atlantis"], "quote": "no such"}),
        encoding="utf-8",
    )
    told = json.loads(done(here("evaluate", tmp_path, "--json")))
    assert told["a.entities.jsonl"]["PERSON"]["tp"] == 1
    assert told["a.facts.jsonl"]["ALL"]["gold"] == 1


def test_evaluate_without_gold_says_so(here: Here, tmp_path: Path) -> None:
    process = here("evaluate", tmp_path)
    assert (process.returncode, process.stdout) == (3, "")
    assert ".facts.jsonl" in process.stderr


def test_evaluate_scores_annotations_from_a_file_and_compares_runs(here: Here, tmp_path: Path) -> None:
    text, ney = "Marshal Ney led the left wing.\n", {"start": 8, "end": 11, "text": "Ney", "label": "PERSON"}
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "a.entities.jsonl").write_text(json.dumps(ney), encoding="utf-8")
    found, run = tmp_path / "found.jsonl", tmp_path / "run.json"
    found.write_text("", encoding="utf-8")
    gold = ("evaluate", tmp_path / "a.entities.jsonl", "--annotations", found)
    first = done(here(*gold, "--save", run, "--errors"))
    assert re.search(r"missed +PERSON +Ney\n +Marshal Ney led the left wing\.", first)
    assert done(here(*gold, "--against", run)) == "a.entities.jsonl: unchanged\n\n"
    found.write_text(json.dumps(ney), encoding="utf-8")
    second = done(here(*gold, "--against", run))
    assert re.search(r"ALL +0\.000 +1\.000 +\+1\.000", second)
    assert "now right: 1" in second
    assert "now wrong" not in second
    told = json.loads(done(here(*gold, "--against", run, "--json")))
    assert told["a.entities.jsonl"]["change"]["right"][0]["what"] == "Ney"


def test_evaluate_holds_floors_that_only_rise(here: Here, tmp_path: Path) -> None:
    ney = {"start": 8, "end": 11, "text": "Ney", "label": "PERSON"}
    (tmp_path / "a.txt").write_text("Marshal Ney led the left wing.\n", encoding="utf-8")
    (tmp_path / "a.entities.jsonl").write_text(json.dumps(ney), encoding="utf-8")
    found, floors = tmp_path / "found.jsonl", tmp_path / "floors.json"
    found.write_text(json.dumps(ney), encoding="utf-8")
    gold = ("evaluate", tmp_path / "a.entities.jsonl", "--annotations", found, "--floors", floors)
    assert here(*gold).returncode == 3  # no floors yet
    done(here(*gold, "--raise-floors"))
    assert json.loads(floors.read_bytes()) == {"a.entities.jsonl": {"ALL": 1.0}}
    found.write_text("", encoding="utf-8")
    process = here(*gold, "--raise-floors")
    assert process.returncode == 1
    assert "a.entities.jsonl, ALL: 0.000, floor 1.00" in process.stdout
    assert json.loads(floors.read_bytes()) == {"a.entities.jsonl": {"ALL": 1.0}}


def test_evaluate_raises_no_floors_without_their_file(here: Here, tmp_path: Path) -> None:
    process = here("evaluate", tmp_path, "--raise-floors")
    assert (process.returncode, process.stdout) == (2, "")
    assert "--floors" in process.stderr
