"""Which gold files a folder holds, what is refused in them, and how results are pooled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from orbat.errors import InputError
from orbat.evaluate import Result, Score, pool
from orbat.evaluate.gold import read_entities, read_facts
from orbat.evaluate.suite import evaluate, find_gold
from orbat.model import Evidence, Label, Mention

TEXT = "Ney led the left wing."
NEY = {"start": 0, "end": 3, "text": "Ney", "label": "PERSON"}
COMMAND = {"fact": "command", "person": "Ney", "unit": ["left wing"]}


def write(path: Path, *rows: object) -> Path:
    path.write_text(
        "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8"
    )
    return path


def no_graph(_name: str, _texts: Mapping[str, str]) -> Path:
    raise AssertionError("nothing asked for a graph")


def annotate(_name: str, text: str) -> list[Mention]:
    return [Mention(Evidence("d", 0, 3, text[:3]), Label.PERSON, text[:3], "test")]


def test_folder_is_searched_for_every_kind_of_gold(tmp_path: Path) -> None:
    below = tmp_path / "below"
    below.mkdir()
    entities = write(tmp_path / "a.entities.jsonl", NEY)
    facts = write(below / "a.facts.jsonl", COMMAND)
    dates = write(below / "a.tml", "<TEXT></TEXT>")
    battles = write(below / "many.jsonl", {"id": "1", "text": "", "commanders": []})
    write(tmp_path / "other.jsonl", {"id": "1"})
    write(tmp_path / "empty.jsonl")
    found = find_gold(tmp_path)
    assert (found.entities, found.facts, found.dates, found.battles) == (
        (entities,),
        (facts,),
        (dates,),
        (battles,),
    )


def test_folder_without_gold_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.entities\.jsonl"):
        find_gold(tmp_path)


def test_missing_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        find_gold(tmp_path / "nowhere")


def test_gold_without_its_text_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.entities.jsonl", NEY)
    with pytest.raises(InputError, match=r"no a\.txt"):
        list(evaluate(find_gold(tmp_path), annotate, no_graph))


def test_several_files_of_a_kind_are_pooled(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.txt", TEXT)
        write(tmp_path / f"{name}.entities.jsonl", NEY)
    results = list(evaluate(find_gold(tmp_path), annotate, no_graph))
    assert [(r.name, r["ALL"].found, r["ALL"].gold) for r in results] == [
        ("a.entities.jsonl", 1, 1),
        ("b.entities.jsonl", 1, 1),
        ("entities, 2 files", 2, 2),
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not a JSON object"),
        ("[1]", "found list"),
        ('{"start": "0", "end": 3, "text": "Ney", "label": "PERSON"}', "start is '0'"),
        ('{"start": 0, "end": 3, "text": "Ney"}', "label is None"),
    ],
)
def test_broken_entity_is_refused_with_its_line(tmp_path: Path, line: str, said: str) -> None:
    path = write(tmp_path / "a.entities.jsonl", NEY, "", line)
    with pytest.raises(InputError, match=rf"a\.entities\.jsonl:3: {said}"):
        read_entities(path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"fact": "comand"}, "fact is 'comand'"),
        ({}, "fact is None"),
        ({"fact": "command", "persn": ["Ney"]}, "unknown slot 'persn'"),
    ],
)
def test_broken_fact_is_refused_with_its_line(tmp_path: Path, row: object, said: str) -> None:
    path = write(tmp_path / "a.facts.jsonl", row)
    with pytest.raises(InputError, match=rf"a\.facts\.jsonl:1: {said}"):
        read_facts(path)


def test_pool_adds_counts_not_ratios() -> None:
    one = Result("a", (("x", Score.of(1, 1, 1)), ("ALL", Score.of(1, 1, 1))))
    two = Result("b", (("y", Score.of(0, 3, 1)), ("ALL", Score.of(0, 3, 1))))
    pooled = pool("both", [one, two])
    assert [name for name, _ in pooled.rows] == ["x", "y", "ALL"]
    assert pooled["ALL"].as_json() == {"p": 0.25, "r": 0.5, "f1": 0.3333, "tp": 1, "sys": 4, "gold": 2}
