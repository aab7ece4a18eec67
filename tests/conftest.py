"""What tests of several rooms share: the command line as a process, and graphs built once a session."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from orbat.build import build
from orbat.cli.run import run
from orbat.resources import sample_accounts
from orbat.serve.edition import write_edition

# A busy machine is no defect of ours; what continuous integration finds must be found again by whoever looks.
settings.register_profile("orbat", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("orbat")

CHECKOUT = Path(__file__).resolve().parents[1]
Orbat = Callable[..., subprocess.CompletedProcess[str]]


def environment() -> dict[str, str]:
    """The environment of a user without settings of his own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ORBAT_")}


@pytest.fixture(scope="session")
def orbat() -> Orbat:
    """Runs `orbat ARGUMENTS` in a process of its own; gives what it printed and its exit code."""

    def start(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "orbat.cli", *map(str, arguments)]
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            cwd=cwd,
            env=environment(),
            timeout=300,
            check=False,
        )

    return start


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Orbat:
    """Runs `orbat ARGUMENTS` in this process, which is faster; gives what a process of its own would give."""
    for name in set(os.environ) - set(environment()):
        monkeypatch.delenv(name)

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        words = [str(argument) for argument in arguments]
        capsys.readouterr()
        code = run(words)
        shown = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, shown.out, shown.err)

    return call


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder with the sample accounts."""
    return CHECKOUT / "samples"


@pytest.fixture(scope="session")
def kept_graph() -> Path:
    """A graph folder from the repository: for tests that only need some graph."""
    return CHECKOUT / "graphs" / "waterloo-1815"


@pytest.fixture(scope="session")
def waterloo(tmp_path_factory: pytest.TempPathFactory, orbat: Orbat, samples: Path) -> Path:
    """A graph folder of one sample. Tests that use it bear the mark `model`, and only read."""
    folder = tmp_path_factory.mktemp("waterloo") / "graph"
    done = orbat("build", samples / "waterloo-1815.txt", "--out", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def all_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph folder of all samples together. Tests that use it bear the mark `model`, and only read."""
    folder = tmp_path_factory.mktemp("samples") / "all"
    build(sample_accounts(), folder, times=False)
    return folder


@pytest.fixture(scope="session")
def typhoon(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """The graph folder of one sample that tells of several days. For tests with the mark `model`."""
    folder = tmp_path_factory.mktemp("typhoon") / "graph"
    build([samples / "typhoon-1941.txt"], folder, times=False)
    return folder


@pytest.fixture(scope="session")
def edition(typhoon: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static edition of that graph. Tests only read it."""
    out = tmp_path_factory.mktemp("edition") / "site"
    write_edition(typhoon, out)
    return out
