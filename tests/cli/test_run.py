"""The entry point: usage, errors and what a shell sees of them."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from orbat import __version__
from orbat.cli import run as entry
from orbat.cli.app import COMMANDS
from orbat.errors import GraphError

Orbat = Callable[..., subprocess.CompletedProcess[str]]
NAMES = [function.__name__ for function in COMMANDS]


def test_version_is_the_package_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.run(["version"]) == 0
    assert capsys.readouterr().out == f"orbat {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.run(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [name for name in NAMES if f"\n  {name} " not in shown] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "version"])
def test_help_of_a_command_teaches_by_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert entry.run([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert f"Examples:\n    orbat {name}" in shown  # on lines of their own, not run together


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_a_command_has_help(name: str) -> None:
    from orbat.cli.app import command

    for parameter in command().commands[name].params:
        assert parameter.help, f"{name} {parameter.name}"


@pytest.mark.parametrize(
    "arguments",
    [
        ["conquer"],
        ["build"],
        ["build", "account.txt"],
        ["build", "account.txt", "--out", "graph", "--jobs", "0"],
        ["build", "account.txt", "--out", "graph", "--year", "forty-one"],
        ["annotate", "account.txt", "--format", "xml"],
        ["query"],
        ["query", "timeline"],
        ["query", "timeline", "-e", "ASK {}", "--graph", "graph"],
        ["query", "timeline", "--graph", "graph", "--set", "side"],
        ["export", "graph", "--format", "docx"],
        ["serve", "graph", "--port", "70000"],
    ],
)
def test_wrong_usage_is_2_and_says_what_is_wrong(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ORBAT_GRAPH", raising=False)
    assert entry.run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Error" in shown.err
    assert "Traceback" not in shown.err


def test_error_is_one_sentence_and_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = entry.run(["query", "-g", str(tmp_path / "nowhere"), "-e", "ASK {}"])
    shown = capsys.readouterr()
    assert (code, shown.out) == (GraphError.exit_code, "")
    assert shown.err.startswith("orbat: ")
    assert shown.err.count("\n") == 1
    assert "nowhere" in shown.err


@pytest.mark.parametrize("at", [0, 1])
def test_debug_keeps_the_traceback_wherever_it_stands(at: int, tmp_path: Path) -> None:
    arguments = ["query", "-g", str(tmp_path / "nowhere"), "-e", "ASK {}"]
    arguments.insert(at, "--debug")
    with pytest.raises(GraphError):
        entry.run(arguments)


def test_process_of_a_failed_command_leaves_with_its_code_and_no_traceback(
    orbat: Orbat, tmp_path: Path
) -> None:
    done = orbat("validate", tmp_path)
    assert done.returncode == GraphError.exit_code
    assert "Traceback" not in done.stderr
    assert "Traceback" in orbat("--debug", "validate", tmp_path).stderr


def test_reader_that_leaves_is_no_error() -> None:
    command = f"{sys.executable} -m orbat.cli query --list | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_fault_of_orbat_itself_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["orbat", "version"])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    entry.main()
    sys.excepthook(KeyError, KeyError("side"), None)
    assert capsys.readouterr().err == (
        "orbat: unexpected KeyError: 'side'; a fault in orbat itself, --debug shows where it arose\n"
    )


@pytest.mark.parametrize("arguments", [["--help"], ["version"]])
def test_light_command_loads_no_heavy_library(arguments: list[str]) -> None:
    code = (
        "import sys; from orbat.cli.run import run; run(sys.argv[1:]);"
        "heavy = {'spacy', 'rdflib', 'pyoxigraph', 'pyshacl', 'starlette', 'numpy'} & sys.modules.keys();"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr


def test_version_is_there_in_a_blink(orbat: Orbat) -> None:
    """Processor time, since a test cannot know what else the machine does."""
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        orbat("version")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(seconds) < 0.6  # half of that where nothing else runs
