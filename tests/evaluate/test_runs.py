"""What changed from one run to the next, floors that only rise, and annotations from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orbat.errors import InputError, OutputError
from orbat.evaluate import Miss, Result, Score
from orbat.evaluate.annotations import annotations_of, read_annotations
from orbat.evaluate.floors import breaches, raised, reached, read_floors, write_floors
from orbat.evaluate.runs import compare, read_run, save_run
from orbat.model import Label

NEY = Miss("missed", "PERSON", "Ney", "Ney led the left wing.")
WING = Miss("spurious", "UNIT", "left wing", "Ney led the left wing.")


def result(found: int, *misses: Miss) -> Result:
    score = Score.of(found, 4, 4)
    return Result("a", (("PERSON", score), ("ALL", score)), misses)


# ---------------------------------------------------------------- runs


def test_change_names_what_became_right_and_what_became_wrong() -> None:
    change = compare(result(1, NEY), result(2, WING))
    assert (change.right, change.wrong) == ((NEY,), (WING,))
    assert change.rows[-1] == ("ALL", Score.of(1, 4, 4), Score.of(2, 4, 4))
    assert change.any


def test_fault_that_occurs_twice_and_then_once_became_right_once() -> None:
    assert compare(result(1, NEY, NEY), result(1, NEY)).right == (NEY,)


def test_equal_runs_have_not_changed() -> None:
    assert not compare(result(1, NEY), result(1, NEY)).any


def test_row_that_is_gone_counts_nothing_now() -> None:
    change = compare(result(1), Result("a", (("ALL", Score.of(1, 4, 4)),)))
    assert ("PERSON", Score.of(1, 4, 4), Score.of(0, 0, 0)) in change.rows


def test_run_is_read_as_it_was_saved(tmp_path: Path) -> None:
    save_run(tmp_path / "run.json", [result(1, NEY, WING)])
    assert read_run(tmp_path / "run.json") == {"a": result(1, NEY, WING)}


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {"rows": {"ALL": {"p": 1}}, "faults": []}}'])
def test_file_that_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="--save"):
        read_run(tmp_path / "run.json")


def test_run_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        read_run(tmp_path / "none.json")


def test_run_is_not_saved_where_no_folder_is(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"):
        save_run(tmp_path / "nowhere" / "run.json", [])


# ---------------------------------------------------------------- floors


def test_floors_are_hundredths_rounded_down() -> None:
    assert reached([Result("a", (("x", Score.of(2, 3, 3)),))]) == {"a": {"x": 0.66}}


def test_floor_stands_on_the_total_where_there_is_one() -> None:
    assert reached([result(1)]) == {"a": {"ALL": 0.25}}


def test_score_on_its_floor_holds() -> None:
    assert breaches({"a": {"ALL": 0.5}}, [result(2)]) == ()


def test_score_below_its_floor_is_named() -> None:
    assert breaches({"a": {"ALL": 0.51}}, [result(2)]) == ("a, ALL: 0.500, floor 0.51",)


def test_table_that_is_not_scored_breaks_its_floor() -> None:
    assert breaches({"b": {"ALL": 0.51}}, [result(2)]) == ("b, ALL: not scored, floor 0.51",)


def test_floors_rise_and_never_fall() -> None:
    floors = {"a": {"ALL": 0.5}, "gone": {"ALL": 0.9}}
    assert raised(floors, [result(1)]) == floors
    assert raised(floors, [result(3)]) == floors | {"a": {"ALL": 0.75}}
    assert floors["a"] == {"ALL": 0.5}


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_floors(tmp_path / "floors.json", {"a": {"ALL": 0.5}})
    assert read_floors(tmp_path / "floors.json") == {"a": {"ALL": 0.5}}


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1}', '{"a": {"ALL": "high"}}'])
def test_file_that_holds_no_floors_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "floors.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"floors\.json"):
        read_floors(tmp_path / "floors.json")


# ---------------------------------------------------------------- annotations

TEXT = "Ney left on 15 June."


def rows(path: Path, *objects: dict[str, object]) -> Path:
    path.write_text("".join(f"{json.dumps(each)}\n" for each in objects), encoding="utf-8")
    return path


def test_annotations_are_read_with_their_values(tmp_path: Path) -> None:
    date = {"start": 12, "end": 19, "text": "15 June", "label": "DATE", "value": "1815-06-15", "mod": None}
    (mention,) = read_annotations(rows(tmp_path / "a.jsonl", date), TEXT)
    assert (mention.label, mention.get("value"), mention.get("mod")) == (Label.DATE, "1815-06-15", "")


def test_labels_of_another_tool_are_left_out(tmp_path: Path) -> None:
    row = {"start": 0, "end": 3, "text": "Ney", "label": "NORP"}
    assert read_annotations(rows(tmp_path / "a.jsonl", row), TEXT) == ()


def test_annotations_of_another_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = rows(tmp_path / "a.jsonl", {"start": 1, "end": 4, "text": "Ney", "label": "PERSON"})
    with pytest.raises(InputError, match=r"a\.jsonl:1: text is 'Ney', but characters 1 to 4 .* 'ey '"):
        read_annotations(path, TEXT)


def test_annotations_lie_in_a_folder_under_the_text_s_name(tmp_path: Path) -> None:
    path = rows(tmp_path / "account.jsonl")
    assert annotations_of(tmp_path, "account.txt") == annotations_of(path, "account.txt") == path
    with pytest.raises(InputError, match=r"no annotations of other\.txt"):
        annotations_of(tmp_path, "other.txt")
