"""The sample accounts and what was annotated in them by hand."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from orbat import resources
from orbat.evaluate.gold import read_entities, read_facts

GOLD = Path(__file__).with_name("gold")
SAMPLES = tuple(path for path in sorted(resources.samples_dir().iterdir()) if path.name != "README.md")
README = (resources.samples_dir() / "README.md").read_text(encoding="utf-8")
QUOTED = re.findall(r"\*([^*\n]{12,})\*(?=[ .,;:)\n])", README.split("## What makes them hard")[1])
ENTITIES = tuple(sorted(GOLD.glob("*.entities.jsonl")))
FACTS = tuple(sorted(GOLD.glob("*.facts.jsonl")))
LABELS = {"PERSON", "UNIT", "PLACE", "ORG", "ORDER", "EVENT", "EQUIPMENT"}


def _name(path: Path) -> str:
    return path.name.split(".")[0]


def _text(name: str) -> str:
    """The sample as a reader decodes it: line ends as they are in the file."""
    (sample,) = (path for path in SAMPLES if path.stem == name)
    return sample.read_bytes().decode("utf-8")


def _plain(text: str) -> str:
    """Without line breaks, which in a text with short lines fall anywhere."""
    return " ".join(text.split())


# ------------------------------------------------------------------ the accounts


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_sample_is_long_enough_to_be_an_account_and_short_enough_to_read(sample: Path) -> None:
    assert 600 <= len(_text(sample.stem).split()) <= 2000


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_sample_ends_its_last_line_and_has_no_stray_characters(sample: Path) -> None:
    text = _text(sample.stem)
    assert text.endswith("\n")
    assert not re.search(r"[\t\r\x00-\x08\ufffd\u00a0]| \n|  ", text)


@pytest.mark.parametrize("sample", SAMPLES, ids=_name)
def test_readme_presents_every_sample(sample: Path) -> None:
    assert f"| `{sample.name}` |" in README
    assert f"### `{sample.name}`" in README


def test_readme_presents_no_sample_that_is_not_there() -> None:
    named = set(re.findall(r"`([\w-]+\.(?:txt|md))`", README))
    assert named == {path.name for path in SAMPLES}


@pytest.mark.parametrize("quoted", QUOTED)
def test_readme_quotes_what_the_samples_say(quoted: str) -> None:
    assert any(quoted in _plain(_text(path.stem)) for path in SAMPLES)


def test_formations_of_one_name_stand_in_different_wars() -> None:
    for corps in ("I Corps", "II Corps", "III Corps"):
        assert corps in _plain(_text("shiloh-1862"))
        assert corps in _plain(_text("waterloo-1815"))


# ------------------------------------------------------------------ the gold


def test_every_sample_has_its_entities_annotated() -> None:
    assert {_name(path) for path in ENTITIES} == {path.stem for path in SAMPLES}


@pytest.mark.parametrize("path", ENTITIES, ids=_name)
def test_gold_entities_stand_at_their_offsets(path: Path) -> None:
    text = _text(_name(path))
    for entity in read_entities(path):
        assert text[entity.start : entity.end] == entity.text


@pytest.mark.parametrize("path", ENTITIES, ids=_name)
def test_gold_entities_are_names_and_no_more(path: Path) -> None:
    text = _text(_name(path))
    for entity in read_entities(path):
        assert entity.label in LABELS
        assert not re.match(r"(?i)the\s", entity.text)
        assert not re.search(r"['’]s?$", entity.text)
        around = text[max(entity.start - 1, 0) : entity.start] + "|" + text[entity.end : entity.end + 1]
        assert not re.search(r"\w\||\|\w", around), f"{entity.text!r} is cut out of a word"


@pytest.mark.parametrize("path", ENTITIES, ids=_name)
def test_gold_entities_that_count_do_not_overlap(path: Path) -> None:
    needed = [entity for entity in read_entities(path) if not entity.optional]
    for before, after in pairwise(needed):
        assert before.end <= after.start


@pytest.mark.parametrize("path", FACTS, ids=_name)
def test_gold_facts_quote_the_text(path: Path) -> None:
    text = _plain(_text(_name(path)))
    for fact in read_facts(path):
        assert fact.quote
        for part in fact.quote.split(" ... "):
            assert part in text


@pytest.mark.parametrize("path", FACTS, ids=_name)
def test_gold_facts_are_not_said_twice(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    said = [json.dumps({**json.loads(line), "quote": ""}, sort_keys=True) for line in lines]
    assert len(said) == len(set(said))


def test_gold_facts_are_of_every_kind_that_the_scorer_knows() -> None:
    kinds = {fact.kind for path in FACTS for fact in read_facts(path)}
    assert kinds == {
        "command", "part_of", "allegiance", "appointment", "dismissal", "order",
        "capture", "liberation", "attack", "loss", "strength",
    }  # fmt: skip
