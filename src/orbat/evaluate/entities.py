"""Names: gold entities against the mentions of a text."""

from __future__ import annotations

from collections.abc import Iterable

from orbat.evaluate.gold import GoldEntity
from orbat.evaluate.names import sentence, trim
from orbat.evaluate.score import Miss, Result, Score, with_total
from orbat.model import Mention

Span = tuple[int, int]


def score_entities(
    text: str, gold: Iterable[GoldEntity], mentions: Iterable[Mention], name: str = "entities"
) -> Result:
    """A score for each label that the gold uses, and ALL. A mention is right if range and label are."""
    gold = tuple(gold)
    found: dict[str, set[Span]] = {}
    for mention in mentions:
        span = trim(text, mention.evidence.start, mention.evidence.end)
        found.setdefault(mention.label, set()).add(span)
    scores: dict[str, Score] = {}
    misses: list[Miss] = []
    for label in sorted({entity.label for entity in gold}):
        known = {(e.start, e.end) for e in gold if e.label == label}
        optional = {(e.start, e.end) for e in gold if e.label == label and e.optional}
        answers = found.get(label, set())
        asked = known - (optional - answers)  # an optional name is neither missed nor spurious
        scores[label] = Score.of(len(known & answers), len(answers), len(asked))
        misses += (_miss("missed", label, text, span) for span in sorted(asked - answers))
        misses += (_miss("spurious", label, text, span) for span in sorted(answers - known))
    return Result(name, with_total(scores), tuple(misses))


def _miss(fault: str, label: str, text: str, span: Span) -> Miss:
    return Miss(fault, label, text[slice(*span)], sentence(text, *span))
