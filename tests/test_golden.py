"""The graphs in `graphs/` are what the samples give today, byte for byte; `make samples` writes them anew."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orbat.build import build
from orbat.resources import sample_accounts

GRAPHS = Path(__file__).resolve().parents[1] / "graphs"
ACCOUNTS = {account.stem: (account,) for account in sample_accounts()} | {"all": sample_accounts()}
ALWAYS = ("graph.ttl", "report.json")
FILES = {name: ALWAYS if name == "all" else ("graph.nq", *ALWAYS) for name in ACCOUNTS}
"""The N-Quads of all samples together are too large to keep; their Turtle has the same statements."""


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize("name", ACCOUNTS)
def test_graph_of_samples_is_what_it_was(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if name == "all":
        folder = request.getfixturevalue("all_samples")
    else:
        build(ACCOUNTS[name], folder := tmp_path / name, times=False)
    for file in FILES[name]:
        built, kept = ((each / file).read_bytes() for each in (folder, GRAPHS / name))
        assert built == kept, f"graphs/{name}/{file} differs from what the samples give; see `make samples`"


def test_every_sample_has_its_graph_and_no_other_has() -> None:
    kept = {path.name: {file.name for file in path.iterdir()} for path in GRAPHS.iterdir() if path.is_dir()}
    assert kept == {name: set(files) for name, files in FILES.items()}


@pytest.mark.parametrize("name", ACCOUNTS)
def test_kept_report_has_no_times(name: str) -> None:
    assert "times" not in json.loads((GRAPHS / name / "report.json").read_bytes())


@pytest.mark.parametrize("name", ACCOUNTS)
def test_kept_graph_is_small_enough_to_read(name: str) -> None:
    assert all((GRAPHS / name / file).stat().st_size < 2_000_000 for file in FILES[name])
