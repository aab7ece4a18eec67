"""Battles: many short accounts built into one graph, asked for commanders, their sides, and dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePath

from orbat.evaluate.gold import GoldBattle
from orbat.evaluate.graph import EvaluatedGraph
from orbat.evaluate.names import fold, last_word, side_names
from orbat.evaluate.score import Miss, Result, Score

_PEOPLE = """SELECT ?file ?name ?side {
  ?m a orbat:Mention ; orbat:source/orbat:fileName ?file ; orbat:refersTo ?p .
  ?p a orbat:Person ; rdfs:label|skos:altLabel ?name .
  OPTIONAL { ?p orbat:allegiance/(rdfs:label|skos:altLabel) ?side } }"""
_DATES = """SELECT DISTINCT ?file ?earliest ?latest {
  ?statement orbat:time ?t ; orbat:evidence/orbat:source/orbat:fileName ?file .
  ?t orbat:earliest ?earliest ; orbat:latest ?latest }"""

People = dict[str, dict[str, set[str]]]


def score_battles(gold: Iterable[GoldBattle], graph: EvaluatedGraph, name: str = "battles") -> Result:
    """Scores of commanders found (of those that an account names), of their sides, and of first days.

    An account's source file is named as its id. A date is found if a span starts and ends on the first day,
    or holds it and lies within one month.
    """
    people, dates = _people(graph), _dates(graph)
    named = found = known = right = dated = hit = 0
    misses: list[Miss] = []
    for battle in gold:
        text = fold(battle.text)
        for commander, side in battle.commanders:
            surname = last_word(fold(commander))
            if not re.search(rf"\b{re.escape(surname)}\b", text):
                continue
            named += 1
            if surname not in people[battle.id]:
                misses.append(Miss("missed", "commander", commander, battle.text))
                continue
            found += 1
            sides = people[battle.id][surname] - {""}
            known += bool(sides)
            if sides & side_names(side):
                right += 1
            elif sides:
                told = f"{commander}: {side}, found {', '.join(sorted(sides))}"
                misses.append(Miss("wrong side", "commander", told, battle.text))
        if battle.dated:
            dated += 1
            if any(_holds(battle.start, *span) for span in dates[battle.id]):
                hit += 1
            else:
                misses.append(Miss("missed", "start date", battle.start, battle.text))
    rows = (
        ("commander found", Score.of(found, named, named)),
        ("side right", Score.of(right, known, named)),
        ("start date found", Score.of(hit, dated, dated)),
    )
    return Result(name, rows, tuple(misses))


def _people(graph: EvaluatedGraph) -> People:
    """Surnames of each file's people, with the folded names of their sides ("" where none is known)."""
    people: People = defaultdict(lambda: defaultdict(set))
    for file, name, side in graph.select(_PEOPLE):
        if surname := last_word(fold(name.value)):
            people[PurePath(file.value).stem][surname].add(fold(side.value) if side else "")
    return people


def _dates(graph: EvaluatedGraph) -> dict[str, set[tuple[str, str]]]:
    dates: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for file, earliest, latest in graph.select(_DATES):
        dates[PurePath(file.value).stem].add((earliest.value[:10], latest.value[:10]))
    return dates


def _holds(day: str, earliest: str, latest: str) -> bool:
    return earliest == day or (earliest <= day <= latest and earliest[:7] == latest[:7])
