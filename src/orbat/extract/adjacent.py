"""Part and whole side by side: *the 9th Brigade of the 4th Army*, *Second Army (18th and 2nd Divisions)*.

What may stand between the two is data: `rules/en/parts.jsonl`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from orbat.extract.context import Context, words
from orbat.extract.echelons import below, beside, holds, list_from, within_named
from orbat.extract.titles import title_words
from orbat.model import Fact, Label

_GAP = 8  # tokens between the two
_WEAK = 0.8


def adjacent(context: Context) -> Iterator[Fact]:
    """The subordinations that two names of formations next to each other tell."""
    for one, other in pairwise(context.of_label(Label.UNIT)):
        first, second = context.spans[one], context.spans[other]
        if context.sentence_number(first.start) != context.sentence_number(second.start):
            continue
        gap = [t for t in context.doc[first.end : second.start] if t.lower_ not in {"the", "a", "an"}]
        if any(t.dep_ == "neg" for t in gap):
            continue
        if holds(context, one, [other]):
            yield from _whole_first(context, one, other, gap)
        elif below(context, one, other):
            yield from _part_first(context, one, other, gap)
        elif within_named(context, one, other) and _plain(context, gap) in words("parts", "inside"):
            yield _fact(context, one, other, first.start, "subordination.of")


def _part_first(context: Context, part: int, whole: int, gap: list[Token]) -> Iterator[Fact]:
    second = context.spans[whole]
    between, forms = _plain(context, gap), words("parts", "between")
    start = context.spans[part].start
    if not between or between in forms or between.removeprefix(", ") in forms:
        for each in beside(context, part):
            if below(context, each, whole):
                yield _fact(context, each, whole, start, "subordination.of")
    elif (
        between == ","
        and context.doc[second.start - 1].text == ","  # *the 5th Regiment, the 6th Brigade*: a list
        and second.end < len(context.doc)
        and context.doc[second.end].text in {",", "."}
    ):
        yield _fact(context, part, whole, start, "subordination.apposition")
    elif len(gap) <= _GAP and gap[-1].lower_ == "of" and not {",", "and"} & {t.lower_ for t in gap}:
        portion = words("nouns", "line-of-battle") | words("parts", "portion") | words("nouns", "body")
        if any(t.lower_ in portion for t in gap) and not any(t.pos_ == "VERB" for t in gap):
            yield _fact(context, part, whole, start, "subordination.part-of")


def _whole_first(context: Context, whole: int, part: int, gap: list[Token]) -> Iterator[Fact]:
    """*Second Army (18th and 2nd Divisions)*; *the Fourth Army's 3rd Corps*; *controlled the 3rd Corps*."""
    start = context.spans[whole].start
    owns = bool(gap) and gap[0].tag_ == "POS"
    between = _plain(context, gap)
    found = between in words("parts", "holding")
    vanguard = owns and bool(gap) and gap[-1].text == "," and len(gap) <= _GAP  # *the Army's vanguard, the*
    if found or (owns and not between) or vanguard or _counted_of(context, whole, between):
        for unit in holds(context, whole, list_from(context, part)):
            if unit != whole:
                yield _fact(context, unit, whole, start, "subordination.order")


def _counted_of(context: Context, whole: int, between: str) -> bool:
    """*Two divisions of the Fourth Army, the 7th and the 8th Divisions*: the comma opens the parts."""
    before = [
        t.lower_ for t in context.doc[max(context.spans[whole].start - 4, 0) : context.spans[whole].start]
    ]
    if between != "," or "of" not in before:
        return False
    noun = before[before.index("of") - 1] if before.index("of") else ""
    return noun in words("nouns", "body") and noun.endswith("s")


def _plain(context: Context, gap: list[Token]) -> str:
    """What stands between, without helping verbs, counts, and the titles and names of commanders."""
    kept = []
    for token in gap:
        named = context.at(token, Label.PERSON) is not None or token.tag_ == "POS"
        count = token.pos_ == "NUM" or (token.lower_ in words("nouns", "body") and token.tag_ == "NNS")
        titled = token.lower_ in title_words() - words("parts", "joint") and token.pos_ == "PROPN"
        if not (named or count or titled or token.lower_ in words("parts", "plain")):
            kept.append(token.lower_)
    while len(kept) > 1 and kept[-1] == "," and kept[0] != ",":
        kept.pop()
    return " ".join(kept)


def _fact(context: Context, part: int, whole: int, where: int, rule: str) -> Fact:
    return context.fact("Subordination", [("unit", part), ("superior", whole)], where, rule)
