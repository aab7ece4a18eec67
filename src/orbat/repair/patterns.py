"""Repairs that a regular expression can tell: one pass for each rule in `repair_marks`, `repair_words`."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import TYPE_CHECKING

from orbat.errors import RuleError
from orbat.repair.edits import replace
from orbat.rules import load
from orbat.rules.schema import RepairRule

if TYPE_CHECKING:
    from orbat.model import Repair
    from orbat.repair.edits import Pass


_LONGEST_WORD = 100


@cache
def passes(name: str, language: str = "en") -> tuple[Pass, ...]:
    """One pass for each rule in the file `name`, in its order.

    Raises `RuleError` for a pattern that is no regular expression, or a template that does not fit it.
    """
    return tuple(rule_pass(rule) for rule in load(name, RepairRule, language))


def rule_pass(rule: RepairRule) -> Pass:
    """The pass that `rule` describes; raises as `passes` does."""
    try:
        pattern = re.compile(rule.pattern)
        unless = re.compile(rule.unless) if rule.unless else None
        pattern.sub(rule.replace, "")  # parses the template
    except (re.error, IndexError) as error:
        raise RuleError(
            f"repair rule {rule.id!r}: {error} in {rule.pattern!r} or {rule.replace!r}"
        ) from error
    return partial(_run, pattern, unless, rule.replace, rule.id)


def _run(
    pattern: re.Pattern[str], unless: re.Pattern[str] | None, template: str, name: str, text: str
) -> list[Repair]:
    def mended(match: re.Match[str]) -> str:
        if unless:
            before = text[max(0, match.start() - _LONGEST_WORD) : match.start()].rsplit(None, 1)
            if text[match.start() - 1 : match.start()].strip() and before and unless.search(before[-1]):
                return match[0]
        return match.expand(template)

    return replace(text, pattern, mended if unless else template, name)
