"""The gold of the samples and of the accounts: what orbat reaches on it may only rise.

`orbat evaluate tests/samples/gold --floors tests/samples/floors.json --raise-floors` raises the floors, and
the same with `tests/accounts` those of the accounts.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from orbat.cli.evaluate import annotated_by, built_in
from orbat.evaluate.floors import Floors, breaches, read_floors
from orbat.evaluate.suite import evaluate, find_gold
from orbat.report import Settings

TESTS = Path(__file__).parents[1]
SETS = {
    "samples": (TESTS / "samples" / "gold", TESTS / "samples" / "floors.json"),
    "accounts": (TESTS / "accounts", TESTS / "accounts" / "floors.json"),
}


@pytest.fixture(params=SETS)
def gold_and_floors(request: pytest.FixtureRequest) -> tuple[Path, Floors]:
    gold, floors = SETS[request.param]
    return gold, read_floors(floors)


def test_every_gold_file_has_a_floor(gold_and_floors: tuple[Path, Floors]) -> None:
    gold, floors = gold_and_floors
    files = find_gold(gold)
    assert files.facts
    assert {path.name for path in (*files.entities, *files.facts, *files.battles)} <= floors.keys()


@pytest.mark.model
@pytest.mark.slow
def test_no_score_is_below_its_floor(gold_and_floors: tuple[Path, Floors], tmp_path: Path) -> None:
    gold, floors = gold_and_floors
    settings = Settings()
    results = list(evaluate(find_gold(gold), annotated_by(settings), built_in(tmp_path, settings, 1)))
    assert breaches(floors, results) == ()
