"""The gold of the samples: what orbat reaches on it may only rise.

`orbat evaluate tests/samples/gold --floors tests/samples/floors.json --raise-floors` raises the floors.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from orbat.cli.evaluate import annotated_by, built_in
from orbat.evaluate.floors import breaches, read_floors
from orbat.evaluate.suite import evaluate, find_gold
from orbat.report import Settings

HERE = Path(__file__).parent
FLOORS = read_floors(HERE / "floors.json")


def test_every_gold_file_has_a_floor() -> None:
    files = find_gold(HERE / "gold")
    assert {path.name for path in (*files.entities, *files.facts)} <= FLOORS.keys()


@pytest.mark.model
@pytest.mark.slow
def test_no_score_is_below_its_floor(tmp_path: Path) -> None:
    settings = Settings()
    results = list(
        evaluate(find_gold(HERE / "gold"), annotated_by(settings), built_in(tmp_path, settings, 1))
    )
    assert breaches(FLOORS, results) == ()
