"""Facts: gold facts against the rows that a graph's views give."""

from __future__ import annotations

from collections.abc import Iterable

from orbat.evaluate.gold import GoldFact
from orbat.evaluate.graph import EvaluatedGraph, Row
from orbat.evaluate.names import matches
from orbat.evaluate.score import Miss, Result, Score, with_total
from orbat.evaluate.views import VIEWS

_PEOPLE = ("person", "agent", "issuer")


def score_facts(gold: Iterable[GoldFact], graph: EvaluatedGraph, name: str = "facts") -> Result:
    """A score for each kind of fact that the gold or the graph has, and ALL.

    Recall counts gold facts, each found by a row of its own; precision counts rows that fit any gold fact,
    since two rows may say one thing. Optional facts are neither missed nor spurious.
    """
    gold = tuple(gold)
    scores: dict[str, Score] = {}
    misses: list[Miss] = []
    for kind in VIEWS:
        facts = sorted((fact for fact in gold if fact.kind == kind), key=lambda fact: fact.optional)
        rows = graph.rows(kind)
        if facts or rows:
            scores[kind], missed = _score(kind, facts, rows)
            misses += missed
    return Result(name, with_total(scores), tuple(misses))


def _score(kind: str, facts: list[GoldFact], rows: list[Row]) -> tuple[Score, list[Miss]]:
    fitting = [[i for i, row in enumerate(rows) if fits(fact, row)] for fact in facts]
    found = assign(fitting)  # required facts stand first and take their rows first
    right = {i for indices in fitting for i in indices}
    missed = [fact for i, fact in enumerate(facts) if i not in found and not fact.optional]
    misses = [Miss("missed", kind, _words(fact), fact.quote) for fact in missed]
    misses += [
        Miss("spurious", kind, str(row), " | ".join(row.quotes))
        for i, row in enumerate(rows)
        if i not in right
    ]
    return Score(len(found), len(right), len(rows), len(found) + len(missed)), misses


def assign(fitting: list[list[int]]) -> set[int]:
    """The facts that get a row of their own when as many as possible do; `fitting[f]` are the rows that fit.

    Augmenting paths: a fact that was given a row keeps one.

    >>> assign([[0], [0, 1], []])
    {0, 1}
    """
    owner: dict[int, int] = {}

    def claim(fact: int, tried: set[int]) -> bool:
        for row in fitting[fact]:
            if row not in tried:
                tried.add(row)
                if row not in owner or claim(owner[row], tried):
                    owner[row] = fact
                    return True
        return False

    return {fact for fact in range(len(fitting)) if claim(fact, set())}


def fits(fact: GoldFact, row: Row) -> bool:
    """True if the row has a thing with an accepted name in every slot of the fact, and its date and count."""
    for slot, accepted in fact.slots:
        surname = slot in _PEOPLE or (slot == "of" and fact.kind == "allegiance")
        if slot not in row.names or not matches(accepted, row.names[slot], surname=surname):
            return False
    if fact.count and _whole(row.values.get("count", "")) != fact.count:
        return False
    first, last = row.values.get("earliest", "")[:10], row.values.get("latest", "")[:10]
    return not fact.dates or any(_inside(first, last, date) for date in fact.dates)


def _inside(first: str, last: str, date: str) -> bool:
    """True if the span lies inside the ISO day, month, year or interval `date`."""
    if not first or not last:
        return False
    start, _, end = date.partition("/")
    earliest = start + {10: "", 7: "-01", 4: "-01-01"}[len(start)]
    latest = (end or start) + {10: "", 7: "-31", 4: "-12-31"}[len(end or start)]
    return earliest <= first and last <= latest


def _whole(count: str) -> str:
    try:
        return str(int(float(count)))
    except ValueError:
        return ""


def _words(fact: GoldFact) -> str:
    said = [f"{slot}: {names[0]}" for slot, names in fact.slots]
    said += [f"date: {' or '.join(fact.dates)}"] if fact.dates else []
    return ", ".join([*said, *([f"count: {fact.count}"] if fact.count else [])])
