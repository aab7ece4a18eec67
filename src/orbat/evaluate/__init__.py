"""Scores what orbat finds against gold data: precision, recall and F1 of entities, facts, dates and battles.

Takes gold files (`evaluate.gold`), mentions of the annotate stage and built graphs; gives `Result`s.
"""

from orbat.evaluate.battles import score_battles
from orbat.evaluate.dates import score_dates
from orbat.evaluate.entities import score_entities
from orbat.evaluate.facts import score_facts
from orbat.evaluate.graph import EvaluatedGraph
from orbat.evaluate.score import Miss, Result, Score, pool

__all__ = [
    "EvaluatedGraph",
    "Miss",
    "Result",
    "Score",
    "pool",
    "score_battles",
    "score_dates",
    "score_entities",
    "score_facts",
]
