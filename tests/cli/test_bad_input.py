"""What the world hands over: each gets one clear sentence and the right exit code, and loses nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from orbat.errors import (
    GraphError,
    InputError,
    ModelError,
    OutputError,
    PartialError,
    QuerySyntaxError,
    ServeError,
)

Orbat = Callable[..., subprocess.CompletedProcess[str]]

ACCOUNT = "On 18 June 1815 Marshal Ney commanded the left wing. The French captured La Haye Sainte at six.\n"
PEACE = "Bread is made of flour, water, salt and yeast. The dough rests for an hour before it is baked.\n"


def fails(done: subprocess.CompletedProcess[str], error: type[Exception], *words: str) -> None:
    """Asserts that a command ended with the error's code and one sentence that holds `words`."""
    assert done.returncode == getattr(error, "exit_code"), done.stderr  # noqa: B009 - one of OrbatError's
    assert done.stdout == ""
    assert done.stderr.startswith("orbat: ")
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no file"),
        (b"", "is empty"),
        (b" \n\t\n", "nothing but blanks"),
        (b"\x7fELF" + bytes(range(256)) * 8, "a program"),
        (bytes(range(256)) * 8, "binary data"),
        (b"%PDF-1.7\n...", "a PDF document"),
        (b"\xff\xfeN\x00e\x00y", "utf-16"),
    ],
    ids=["missing", "empty", "blank", "program", "binary", "pdf", "half a character"],
)
@pytest.mark.parametrize("command", ["build", "annotate"])
def test_source_that_is_no_text_is_named(
    here: Orbat, tmp_path: Path, command: str, content: bytes | None, said: str
) -> None:
    account = tmp_path / "account.txt"
    if content is not None:
        account.write_bytes(content)
    options = ["--out", tmp_path / "graph"] if command == "build" else []
    fails(here(command, account, *options), InputError, "account.txt", said)


def test_folder_without_texts_is_named(here: Orbat, tmp_path: Path) -> None:
    (tmp_path / "scans").mkdir()
    fails(here("build", tmp_path / "scans", "--out", tmp_path / "graph"), InputError, "scans", ".txt")


def test_sources_that_are_all_broken_are_all_named(here: Orbat, tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_bytes(b"")
    fails(here("build", tmp_path, "--out", tmp_path / "graph"), InputError, "one.txt", "two.txt", "2 sources")


@pytest.mark.model
def test_broken_file_among_good_ones_is_reported_and_does_not_stop_them(here: Orbat, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "good.txt").write_text(ACCOUNT, encoding="utf-8")
    (texts / "same.txt").write_text(ACCOUNT, encoding="utf-8")
    (texts / "broken.txt").write_bytes(b"\x00\x01\x02")
    done = here("build", texts, "--out", tmp_path / "graph")
    assert done.returncode == PartialError.exit_code
    assert "2 of 3 sources" in done.stderr
    report = json.loads((tmp_path / "graph" / "report.json").read_bytes())
    assert {skipped["source"] for skipped in report["skipped"]} == {"broken.txt", "same.txt"}
    assert [document["name"] for document in report["documents"]] == ["good.txt"]
    asked = here("query", "-g", tmp_path / "graph", "-e", "ASK { ?x orbat:fileName 'good.txt' }")
    assert asked.stdout == "yes\n"


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_place_that_holds_something_else_is_not_touched(here: Orbat, tmp_path: Path, kind: str) -> None:
    account = tmp_path / "account.txt"
    account.write_text(ACCOUNT, encoding="utf-8")
    out = tmp_path / "letters"
    kept = out / "letter.doc" if kind == "folder" else out
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("Dear Marie", encoding="utf-8")
    fails(here("build", account, "--out", out), OutputError, "letters")
    assert kept.read_text(encoding="utf-8") == "Dear Marie"
    assert list(out.rglob("*")) == ([kept] if kind == "folder" else [])


@pytest.mark.model
@pytest.mark.slow
def test_build_killed_in_the_middle_leaves_the_old_graph_or_the_new_one(orbat: Orbat, tmp_path: Path) -> None:
    account, out = tmp_path / "account.txt", tmp_path / "graph"
    account.write_text(ACCOUNT, encoding="utf-8")
    assert orbat("build", account, "--out", out, "--quiet").returncode == 0
    old = (out / "graph.nq").read_bytes()
    account.write_text(ACCOUNT + "Later the Prussians captured Plancenoit.\n", encoding="utf-8")
    command = [sys.executable, "-m", "orbat.cli", "build", str(account), "--out", str(out)]
    killed = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while killed.poll() is None and not list((out / ".orbat").glob("staging-*")):
        time.sleep(0.001)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    left = (out / "graph.nq").read_bytes()
    asked = orbat("query", "-g", out, "-e", "ASK { ?x orbat:quote ?q FILTER(CONTAINS(?q, 'Plancenoit')) }")
    assert asked.stdout == ("no\n" if left == old else "yes\n")
    assert orbat("build", account, "--out", out, "--quiet").returncode == 0
    assert b"Plancenoit" in (out / "graph.nq").read_bytes()
    assert list((out / ".orbat").glob("staging-*")) == []


@pytest.mark.model
def test_disk_that_is_full_leaves_the_old_graph(here: Orbat, tmp_path: Path) -> None:
    account, out = tmp_path / "account.txt", tmp_path / "graph"
    account.write_text(ACCOUNT, encoding="utf-8")
    assert here("build", account, "--out", out, "--quiet").returncode == 0
    old = (out / "graph.nq").read_bytes()
    account.write_text(ACCOUNT * 2, encoding="utf-8")
    blocks = len(old) // 2 // 1024  # `ulimit -f` counts kilobytes in bash: no file grows to the graph's size
    done = subprocess.run(
        [
            "bash",
            "-c",
            f'ulimit -f {blocks}; "$@"',
            "bash",
            sys.executable,
            "-m",
            "orbat.cli",
            "build",
            account,
            "-o",
            out,
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    fails(done, OutputError, "still stands")
    assert (out / "graph.nq").read_bytes() == old


@pytest.mark.model
def test_text_without_a_war_gives_an_empty_valid_graph_and_a_word_about_it(
    here: Orbat, tmp_path: Path
) -> None:
    recipe = tmp_path / "recipe.txt"
    recipe.write_text(PEACE, encoding="utf-8")
    done = here("build", recipe, "--out", tmp_path / "graph")
    assert done.returncode == 0, done.stderr
    assert "no statements about a war were found in recipe.txt" in done.stdout
    report = json.loads((tmp_path / "graph" / "report.json").read_bytes())
    assert report["counts"]["facts"] == {}
    assert report["shacl"]["conforms"] is True
    assert here("validate", tmp_path / "graph").returncode == 0
    asked = here("query", "who-commanded-which-army", "--graph", tmp_path / "graph", "--format", "csv")
    assert asked.stdout.count("\n") == 1


@pytest.mark.model
@pytest.mark.slow
def test_long_text_in_one_line_is_read_to_its_end(here: Orbat, tmp_path: Path) -> None:
    """spaCy refuses more than a million characters at once, so a text is read in parts of 100,000."""
    account = tmp_path / "line.txt"
    filler = "The rain did not stop, and the roads were deep in mud from one village to the next. "
    text = ACCOUNT.strip() + " " + filler * (210_000 // len(filler)) + "General Vandamme captured Wavre."
    account.write_text(text, encoding="utf-8")
    done = here("annotate", account)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)
    assert {"Vandamme", "Wavre"} <= {row["text"].split()[-1] for row in rows if row["start"] > 200_000}


@pytest.mark.parametrize(
    ("text", "said"),
    [("SELECT ?x { ?x", "broken.rq:1:"), ("SELECT ?x { ?x nosuch:term ?y }", "prefix"), ("", "broken.rq")],
)
def test_broken_query_file_is_named_with_its_place(
    here: Orbat, tmp_path: Path, kept_graph: Path, text: str, said: str
) -> None:
    query = tmp_path / "broken.rq"
    query.write_text(text, encoding="utf-8")
    fails(here("query", query, "--graph", kept_graph), QuerySyntaxError, "broken.rq", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-question"], "no-such-question"),
        (["nowhere.rq"], "nowhere.rq"),
        (["-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "SERVICE"),
        (["-e", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"], "-e:1:"),
        (["who-commanded-which-army", "--set", "colour=red"], "colour"),
        (["-e", "ASK {}", "--format", "turtle"], "turtle"),
        (["-e", "CONSTRUCT WHERE { ?s ?p ?o }", "--format", "csv"], "csv"),
    ],
)
def test_query_that_cannot_be_answered_says_why(
    here: Orbat, kept_graph: Path, arguments: list[str], said: str
) -> None:
    fails(here("query", "--graph", kept_graph, *arguments), QuerySyntaxError, said)


@pytest.mark.parametrize("command", ["query", "serve", "export", "validate"])
def test_folder_that_holds_no_graph_is_named(here: Orbat, tmp_path: Path, command: str) -> None:
    arguments = ["-e", "ASK {}", "--graph"] if command == "query" else []
    fails(here(command, *arguments, tmp_path), GraphError, tmp_path.name, "orbat build")


def test_port_in_use_is_named(here: Orbat, kept_graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        fails(here("serve", kept_graph, "--port", port), ServeError, str(port))


def test_model_that_is_not_installed_is_named(here: Orbat, tmp_path: Path) -> None:
    account = tmp_path / "account.txt"
    account.write_text(ACCOUNT, encoding="utf-8")
    fails(here("annotate", account, "--model", "nowhere_core_sm"), ModelError, "nowhere_core_sm")


@pytest.mark.parametrize("base", ["museum", "https://museum.example/id", "https://museum.example/a b/"])
def test_base_that_is_no_iri_is_named(here: Orbat, tmp_path: Path, base: str) -> None:
    account = tmp_path / "account.txt"
    account.write_text(ACCOUNT, encoding="utf-8")
    done = here("build", account, "--out", tmp_path / "graph", "--base-iri", base)
    fails(done, InputError, base, "ends in / or #")
    assert not (tmp_path / "graph").exists()


def test_file_that_may_not_be_read_is_named(here: Orbat, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    account = tmp_path / "account.txt"
    account.write_text(ACCOUNT, encoding="utf-8")
    account.chmod(0)
    fails(here("annotate", account), InputError, "permission")
