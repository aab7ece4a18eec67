"""The rules of `rules/en/dates.jsonl` as compiled patterns, and what one of them found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from orbat.annotate.dates.joints import Joints, joints
from orbat.annotate.dates.lexicon import Lexicon, lexicon
from orbat.errors import RuleError
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import TemporalRule

_CONTEXT = 32  # characters to the left that `before` and `unless` see


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule ready to run. `before` must and `unless` must not match what stands left of it."""

    rule: TemporalRule
    label: Label
    expression: re.Pattern[str]
    before: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """The rule's match that starts at `at`."""
        found = self.expression.match(text, at)
        if found is None:
            return None
        if self.before is not None or self.unless is not None:
            left = text[max(0, at - _CONTEXT) : at]
            if self.before is not None and not self.before.search(left):
                return None
            if self.unless is not None and self.unless.search(left):
                return None
        return found


@dataclass(frozen=True, slots=True)
class Found:
    """One expression: its range, the pattern and match at its heart, and the prefixes before that.

    `linked`: it leans on the expression before it, as *14* does in *August 13-14*.
    """

    start: int
    end: int
    pattern: Pattern
    match: re.Match[str]
    prefixes: tuple[tuple[Pattern, re.Match[str]], ...] = ()
    linked: bool = False

    @property
    def rule(self) -> str:
        """The id of the rule that began the expression."""
        return (self.prefixes[0][0] if self.prefixes else self.pattern).rule.id

    @property
    def left(self) -> str:
        """A few words that stand left of the expression."""
        return self.match.string[max(0, self.start - _CONTEXT) : self.start]

    def group(self, name: str) -> str:
        """The words that group `name` caught, or ""."""
        return (self.match.groupdict().get(name) or "").strip()


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules by role, and the words they are made of."""

    words: Lexicon
    joints: Joints
    whole: tuple[Pattern, ...]
    prefixes: tuple[Pattern, ...]
    tails: dict[str, tuple[Pattern, ...]]


def _compile(rule: TemporalRule, words: Lexicon) -> Pattern:
    try:
        return Pattern(
            rule,
            Label(rule.label),
            re.compile(words.expand(rule.pattern), re.IGNORECASE),
            re.compile(words.expand(rule.before)) if rule.before else None,
            re.compile(words.expand(rule.unless)) if rule.unless else None,
        )
    except re.error as error:
        raise RuleError(f"dates.jsonl: rule {rule.id!r} is no regular expression: {error}") from error


@cache
def grammar(language: str = "en") -> Grammar:
    """The rules of `language`, compiled once."""
    words = lexicon(language)
    roles: dict[str, list[Pattern]] = {}
    for rule in load("dates", TemporalRule, language):
        roles.setdefault(rule.role, []).append(_compile(rule, words))
    tails = {
        role.removeprefix("tail-"): tuple(found) for role, found in roles.items() if role.startswith("tail-")
    }
    return Grammar(words, joints(words), tuple(roles["whole"]), tuple(roles["prefix"]), tails)
