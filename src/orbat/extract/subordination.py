"""What belongs to what: a formation and the larger one it is a part of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from orbat.extract.context import Context, conjuncts, negated, objects, prepositional, subjects, words
from orbat.model import Fact, Label
from orbat.rules import load
from orbat.rules.schema import Echelon


@cache
def _levels() -> dict[str, int]:
    """How high each class of echelon stands."""
    return {e.kind: e.level for e in load("echelons", Echelon)}


def subordinations(context: Context) -> Iterator[Fact]:
    """*the Guards Division of the Fifth Army*; *the 9th Brigade, IV Corps*; *IX Corps Fifth Army*."""
    yield from _listed_parts(context)
    units = list(context.of_label(Label.UNIT))
    for unit, whole in pairwise(units):
        first, second = context.spans[unit], context.spans[whole]
        if context.sentence_number(first.start) != context.sentence_number(second.start) or not _below(
            context, unit, whole
        ):
            continue
        between = [
            t.lower_ for t in context.doc[first.end : second.start] if t.lower_ not in {"the", "'s", "’s"}
        ]
        people = context.inside(first.end, second.start, Label.PERSON)
        if between in (
            ["of"],
            ["in"],
            ["from"],
            ["("],
            [],
            ["within"],
            ["part", "of"],
            [",", "part", "of"],
            [",", "of"],
        ) or (between[:1] == ["of"] and people and len(between) <= 4):
            for part in beside(context, unit):
                if _below(context, part, whole):
                    yield _subordination(context, part, whole, first.start, "subordination.of")
        elif (
            between == [","]
            and context.doc[second.start - 1].text == ","  # *the 5th Regiment, the 6th Brigade*: a list
            and second.end < len(context.doc)
            and context.doc[second.end].text in {",", "."}
        ):
            yield _subordination(context, unit, whole, first.start, "subordination.apposition")
        elif (
            len(between) < 9
            and {"vanguard", "part", "rear", "van", "division", "wing", "flank"} & set(between)
            and between[-1] == "of"
            and "," not in between
        ):
            yield _subordination(context, unit, whole, first.start, "subordination.part-of")


def _listed_parts(context: Context) -> Iterator[Fact]:
    """*belonged to the IV Corps*; *consisting of the 6th and 7th Divisions*; *under the Fourth Army*."""
    for token in context.doc:
        if token.pos_ == "VERB" and token.lemma_ in words("verbs", "belong") and not negated(token):
            parts = _units(context, objects(token) or subjects(token))
            wholes = _units(context, [p for prep, p in prepositional(token) if prep in {"to", "under"}])
        elif token.pos_ == "VERB" and token.lemma_ in words("verbs", "consist") and not negated(token):
            wholes = _units(context, subjects(token) or objects(token))
            parts = _units(context, [p for prep, p in prepositional(token) if prep == "of"] or objects(token))
        elif token.lower_ == "under" and token.pos_ == "ADP":
            parts = _units(context, [token.head])
            wholes = _units(context, [c for c in token.children if c.dep_ == "pobj"])
        else:
            continue
        for part in parts:
            for whole in wholes[:1]:
                if _below(context, part, whole):
                    yield _subordination(context, part, whole, token.i, "subordination.listed")


def _units(context: Context, tokens: list[Token]) -> list[int]:
    """The formations that `tokens` and their conjuncts name themselves; no pronouns, no *men of*."""
    found = (context.at(c, Label.UNIT) for token in tokens for c in conjuncts(token))
    return list(dict.fromkeys(i for i in found if i is not None))


def beside(context: Context, unit: int) -> list[int]:
    """The formation and those of one list with it: *the 6th and 7th Divisions*."""
    found = [unit]
    start = context.spans[unit].start
    for before in reversed(context.inside(context.sentence(start).start, start, Label.UNIT)):
        between = [t.lower_ for t in context.doc[context.spans[before].end : context.spans[found[-1]].start]]
        if not set(between) <= {"and", ",", "the"} or not {"and", ","} & set(between):
            break
        found.append(before)
    return found


def _below(context: Context, unit: int, whole: int) -> bool:
    levels = _levels()
    low, high = (levels.get(context.mentions[i].get("echelon"), 0) for i in (unit, whole))
    return 0 < low < high


def _subordination(context: Context, unit: int, whole: int, where: int, rule: str) -> Fact:
    return context.fact("Subordination", [("unit", unit), ("superior", whole)], where, rule)
