"""The documents say what is: commands, codes, formats and labels stand in the README; its examples run."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import orbat
from orbat import errors
from orbat.build import read_document
from orbat.cli.annotate import mention_row
from orbat.cli.app import COMMANDS
from orbat.model import Label
from orbat.report import Settings

CHECKOUT = Path(__file__).resolve().parents[1]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
GUIDES = {path: path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / "docs").glob("*.md"))}
SERVERS = ("orbat serve", "orbat demo")


def examples() -> list[str]:
    """The commands of the console blocks, the README's first, in their order."""
    text = "\n".join([README, *GUIDES.values()])
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return [
        line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(command: str, folder: Path, env: dict[str, str], port: int) -> Iterator[None]:
    """A server that has answered; it is ended with all its processes as Ctrl-C ends it."""
    log = folder / "server.log"
    with log.open("w", encoding="utf-8") as output:
        server = subprocess.Popen(
            ["bash", "-c", f"exec {command}"],
            cwd=folder,
            env=env,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            deadline = time.monotonic() + 120
            while not answers(port):
                assert server.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < deadline, f"{command}: no answer; {log.read_text(encoding='utf-8')}"
                time.sleep(0.1)
            yield
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@pytest.mark.model
@pytest.mark.slow
def test_every_example_runs(tmp_path: Path) -> None:
    for name in ("samples", "tests"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    env = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    port = free_port()
    commands = [command.replace("8000", str(port)) for command in examples()]
    while commands:
        command = commands.pop(0)
        if not command.startswith(SERVERS):
            run(command, tmp_path, env)
            continue
        command += "" if "--port" in command else f" --port {port}"
        with served(command, tmp_path, env, port):
            printed = re.findall(r"curl .*", (tmp_path / "server.log").read_text(encoding="utf-8"))
            assert bool(printed) == command.startswith("orbat demo")
            while commands and commands[0].startswith("curl"):
                printed.append(commands.pop(0))
            for curl in printed:
                assert run(curl, tmp_path, env).count("\n") > 3


@pytest.mark.model
def test_line_of_annotations_in_the_readme_is_what_the_sample_gives() -> None:
    shown = re.findall(r"^```json\n(.*)\n^```", README, re.MULTILINE)
    read = read_document(CHECKOUT / "samples" / "shiloh-1862.txt", "shiloh-1862.txt", Settings())
    assert len(shown) == 1
    assert json.loads(shown[0]) in [mention_row(mention) for mention in read.mentions]


def run(command: str, folder: Path, env: dict[str, str]) -> str:
    if command.startswith("curl") and shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    assert "Traceback" not in done.stderr
    return done.stdout


def test_readme_has_examples_to_run() -> None:
    assert len(examples()) > 15


@pytest.mark.parametrize("command", [function.__name__ for function in COMMANDS])
def test_command_has_an_example_in_the_readme(command: str) -> None:
    assert any(example.startswith(f"orbat {command}") for example in examples())


@pytest.mark.parametrize(
    "error",
    [e for e in vars(errors).values() if isinstance(e, type) and e is not errors.OrbatError],
    ids=lambda e: e.__name__,
)
def test_exit_code_stands_in_the_readme(error: type[errors.OrbatError]) -> None:
    assert f"\n| {error.exit_code} |" in README


@pytest.mark.parametrize("label", list(Label))
def test_label_stands_in_the_readme(label: Label) -> None:
    assert re.search(rf"\b{label}\b", README)


def test_formats_stand_in_the_readme() -> None:
    from orbat.cli.query import ResultFormat
    from orbat.store.export import EXPORTS

    named = set(re.findall(r"`([a-z]+)`", README)) | {"table"}
    assert {*EXPORTS, *ResultFormat} <= named


@pytest.mark.parametrize("document", [CHECKOUT / "README.md", *GUIDES], ids=lambda path: path.name)
def test_links_of_a_document_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)]+)\)", document.read_text(encoding="utf-8")):
        file, _, anchor = target.partition("#")
        linked = document.parent / file if file else document
        assert linked.exists(), target
        assert not anchor or anchor in anchors(linked), target


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings."""
    headings = re.findall(r"^#+ (.*)", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_ready_query_named_in_the_readme_exists() -> None:
    names = set(re.findall(r"orbat query ([a-z][a-z-]+)", README))
    assert names
    assert {name for name in names if not (CHECKOUT / "queries" / f"{name}.rq").is_file()} == set()


def test_newest_version_of_the_changelog_is_the_package() -> None:
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)
    assert versions[:2] == ["Unreleased", orbat.__version__]


def test_make_target_in_the_readme_exists() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
