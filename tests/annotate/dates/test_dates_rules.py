"""Every rule finds what its `yes` examples mark and nothing in its `no` examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from orbat.annotate.dates.grammar import grammar
from orbat.annotate.dates.lexicon import lexicon
from orbat.annotate.dates.scan import pattern_ids, scan
from orbat.annotate.dates.sense import OPERATIONS
from orbat.errors import RuleError
from orbat.rules import load, read
from orbat.rules.schema import TemporalRule, Term

RULES = load("dates", TemporalRule)
MARKED = re.compile(r"\[(.*?)\]", re.DOTALL)


def found_by(rule: TemporalRule, text: str) -> list[tuple[int, int]]:
    return [(found.start, found.end) for found in scan(text, grammar()) if found.rule == rule.id]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_finds_what_its_yes_examples_mark(rule: TemporalRule) -> None:
    assert rule.yes
    for example in rule.yes:
        marked = MARKED.search(example)
        assert marked is not None, example
        text = MARKED.sub(r"\1", example)
        assert (marked.start(), marked.end() - 2) in found_by(rule, text), example


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_finds_nothing_in_its_no_examples(rule: TemporalRule) -> None:
    assert rule.no
    for example in rule.no:
        assert found_by(rule, example) == [], example


def test_rules_state_their_source() -> None:
    assert [rule.id for rule in RULES if not rule.source] == []


def test_rules_use_operations_that_exist() -> None:
    assert {rule.op for rule in RULES} <= OPERATIONS


def test_rules_are_all_in_the_grammar() -> None:
    assert {rule.id for rule in RULES} == pattern_ids(grammar())


def test_terms_of_a_kind_share_no_form() -> None:
    seen: dict[tuple[str, str], str] = {}
    for term in load("dates_words", Term):
        for form in term.forms:
            assert seen.setdefault((term.kind, form), term.id) == term.id, form


def test_terms_have_a_kind_and_forms() -> None:
    assert [term.id for term in load("dates_words", Term) if not (term.kind and term.forms)] == []


def test_unknown_macro_is_named() -> None:
    with pytest.raises(RuleError, match=r"unknown macro \{moon\}"):
        lexicon().expand("the {moon}")


def test_macro_captures_once() -> None:
    pattern = re.compile(lexicon().expand("{weekday} to {weekday} and {weekday_}"), re.IGNORECASE)
    match = pattern.fullmatch("Monday to Tuesday and Friday")
    assert match is not None
    assert match.groupdict() == {"weekday": "Monday"}


def test_space_in_a_pattern_crosses_one_line_break_only() -> None:
    pattern = re.compile(lexicon().expand("a b"))
    assert pattern.fullmatch("a\nb")
    assert pattern.fullmatch("a \t b")
    assert pattern.fullmatch("a\n\nb") is None
    assert pattern.fullmatch("ab") is None


def test_rule_with_an_unknown_key_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "dates.jsonl"
    path.write_text('{"id": "a", "pattern": "x", "op": "date", "colour": "red"}\n', encoding="utf-8")
    with pytest.raises(RuleError, match=r"dates\.jsonl:1: unknown key 'colour'"):
        read(path, TemporalRule)
