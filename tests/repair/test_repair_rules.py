"""The rules of repair by their own examples."""

from pathlib import Path

import pytest

from orbat.errors import RuleError
from orbat.repair.edits import apply
from orbat.repair.patterns import rule_pass
from orbat.rules import load, read
from orbat.rules.schema import RepairRule, Term

FILES = ("repair_marks", "repair_words")
RULES = [(name, rule) for name in FILES for rule in load(name, RepairRule)]


@pytest.mark.parametrize(("file", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_repair_rule_does_what_its_examples_say(file: str, rule: RepairRule) -> None:
    assert rule.yes, file
    assert rule.no, file
    assert len(rule.yes) == len(rule.gives)
    step = rule_pass(rule)
    for text, clean in zip(rule.yes, rule.gives, strict=True):
        assert apply(text, step(text)) == clean
        assert step(text), "an example that stays as it is belongs under `no`"
    for text in rule.no:
        assert step(text) == [], text


@pytest.mark.parametrize(("file", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_repair_rule_finds_nothing_in_its_own_result(file: str, rule: RepairRule) -> None:
    assert rule.source, file
    for clean in rule.gives:
        assert rule_pass(rule)(clean) == []


@pytest.mark.parametrize(("pattern", "replace"), [("(", ""), ("a", r"\1"), ("[z-a]", "")])
def test_repair_rule_that_is_no_regular_expression_is_refused(pattern: str, replace: str) -> None:
    with pytest.raises(RuleError, match="repair rule 'broken'"):
        rule_pass(RepairRule(id="broken", pattern=pattern, replace=replace))


def test_repair_rule_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules.jsonl").write_text('{"id": "a", "pattern": "b", "with": "c"}\n')
    with pytest.raises(RuleError, match=r"rules\.jsonl:1: unknown key 'with'"):
        read(tmp_path / "rules.jsonl", RepairRule)


def test_repair_prefixes_are_lower_case_words() -> None:
    forms = [form for term in load("repair_prefixes", Term) for form in term.forms]
    assert forms
    assert all(form.isalpha() and form.islower() for form in forms)
