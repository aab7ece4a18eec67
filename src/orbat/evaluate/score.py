"""What a comparison gives: counts with their precision, recall and F1, and what was missed or spurious."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one comparison.

    `found` are the gold items that were found, `correct` the answers that are right (two answers can say the
    same gold fact, so the two may differ), `answers` and `gold` how many there are of each.

    >>> Score(found=3, correct=3, answers=4, gold=6)
    Score(found=3, correct=3, answers=4, gold=6)
    >>> round(Score(found=3, correct=3, answers=4, gold=6).f1, 2)
    0.6
    """

    found: int
    correct: int
    answers: int
    gold: int

    @classmethod
    def of(cls, hits: int, answers: int, gold: int) -> Score:
        """A score where every right answer is one gold item."""
        return cls(hits, hits, answers, gold)

    @property
    def precision(self) -> float:
        """The share of the answers that are right, 0 where there are none."""
        return self.correct / self.answers if self.answers else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold items that were found, 0 where there are none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.found + other.found,
            self.correct + other.correct,
            self.answers + other.answers,
            self.gold + other.gold,
        )

    def as_json(self) -> dict[str, float | int]:
        """The score with ratios to four places."""
        return {
            "p": round(self.precision, 4),
            "r": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "tp": self.found,
            "sys": self.answers,
            "gold": self.gold,
        }


NOTHING = Score(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold item that was not found (`missed`), or an answer that is in no gold (`spurious`).

    `kind` is the label or the fact kind, `what` the thing in words, `sentence` the passage that it is in.
    """

    fault: str
    kind: str
    what: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Result:
    """One table: a score for each row, in the order in which they are shown, and the errors behind them."""

    name: str
    rows: tuple[tuple[str, Score], ...]
    misses: tuple[Miss, ...] = ()

    def __getitem__(self, row: str) -> Score:
        return dict(self.rows)[row]

    def as_json(self) -> dict[str, dict[str, float | int]]:
        """Row names with their scores."""
        return {row: score.as_json() for row, score in self.rows}


def with_total(rows: dict[str, Score]) -> tuple[tuple[str, Score], ...]:
    """`rows` and a last one, ALL, of their summed counts."""
    return (*rows.items(), ("ALL", sum(rows.values(), NOTHING)))


def pool(name: str, results: Iterable[Result]) -> Result:
    """Several tables as one: rows of the same name are summed, so that long texts weigh more."""
    rows: dict[str, Score] = {}
    for result in results:
        for row, score in result.rows:
            rows[row] = rows.get(row, NOTHING) + score
    if "ALL" in rows:
        rows["ALL"] = rows.pop("ALL")  # stays the last row, whatever rows later tables added
    return Result(name, tuple(rows.items()))
