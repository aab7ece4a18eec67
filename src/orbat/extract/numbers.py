"""What the counted quantities of a text tell: losses, else strengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, words
from orbat.extract.counted import Camps, figure
from orbat.extract.losses import Losses, loss_kind
from orbat.extract.strengths import bare_strengths, strength
from orbat.model import Fact, Label, attributes

_JOINTS = frozenset({"CCONJ", "PUNCT", "ADJ", "DET", "NUM", "ADV"})
_FIGURE = re.compile(r"\d{1,3}(,\d{3})+|\d{2,}")
_NEXT = frozenset({"and", ",", ";", "while", "but"})
_GAP = 4  # tokens between two members of a list


def quantities(context: Context, affiliations: Sequence[Fact]) -> Iterator[Fact]:
    """A loss or a strength for each counted quantity that the text gives to somebody.

    `affiliations` tell whose enemy lost what somebody captured or destroyed.
    """
    losses = Losses(context, Camps(context, affiliations))
    before: tuple[int, Fact] | None = None
    told: list[tuple[int, Fact]] = []
    for index in context.of_label(Label.QUANTITY):
        if _loose(context, index):
            continue
        fact = losses.read(index)
        if fact is None and before is not None and _listed(context, before[0], index):
            fact = _alike(context, before[1], index)
        if fact is None and not _part_of_untold(context, index, before):
            fact = strength(context, index)
        if fact is not None:
            losses.remember(index, fact.arguments[0].mention)
            before = index, fact
            told.append(before)
            yield fact
    yield from _gapped(context, told)
    yield from losses.bare()
    yield from bare_strengths(context)


def _listed(context: Context, before: int, index: int) -> bool:
    """Only joints stand between the two: *300 killed **and** 1,200 wounded*."""
    start, end = context.spans[before].end, context.spans[index].start
    between = context.doc[start:end]
    return (
        0 < end - start <= _GAP
        and any(t.lower_ in {"and", ","} for t in between)
        and all(t.pos_ in _JOINTS or t.lower_ in words("nouns", "loss") for t in between)
        and all(t.text not in {";", ":", ".", "("} for t in between)
    )


def _part_of_untold(context: Context, index: int, before: tuple[int, Fact] | None) -> bool:
    """*the killing of 123 people, **including** 71 Selmites*: part of a number that tells of no force."""
    start = context.spans[index].start
    opening = " ".join(t.lower_ for t in context.doc[max(start - 3, 0) : start])
    if not any(opening.endswith(phrase) for phrase in words("adverbs", "including")):
        return False
    sentence = context.sentence(start)
    earlier = [i for i in context.inside(sentence.start, start, Label.QUANTITY) if i != index]
    return bool(earlier) and (before is None or before[0] != earlier[-1])


def _gapped(context: Context, told: Sequence[tuple[int, Fact]]) -> Iterator[Fact]:
    """What a second party had or lost, where verb and noun are left out: *and the Prussians about 7,000*."""
    last = {context.sentence_number(context.spans[index].start): (index, fact) for index, fact in told}
    for index, fact in last.values():
        at = context.spans[index].end
        for other in context.inside(at, context.sentence(at - 1).end, *ACTORS):
            start, end = context.spans[other].start, context.spans[other].end
            while start and context.doc[start - 1].pos_ in {"DET", "PROPN"}:
                start -= 1
            while end < len(context.doc) and context.doc[end].lower_ in words("adverbs", "roughly"):
                end += 1
            number = context.doc[end] if end < len(context.doc) else None
            if number is None or not _FIGURE.fullmatch(number.text) or context.covering(number):
                continue
            closes = number.i + 1 >= len(context.doc) or context.doc[number.i + 1].is_punct
            if closes and start and context.doc[start - 1].lower_ in _NEXT:
                count = number.text.replace(",", "")
                values = {**dict(fact.values), "count": count, "minimum": "", "maximum": ""}
                first = replace(fact.arguments[0], mention=other)
                yield replace(fact, arguments=(first,), values=attributes(values))
                break


def _alike(context: Context, fact: Fact, index: int) -> Fact | None:
    """The fact on the member before, told of the quantity `index`."""
    own = arguments.side_in(context, context.spans[index].root)
    if own is not None:  # *6,400 Persians and 192 Athenians*
        first, *others = fact.arguments
        fact = replace(fact, arguments=(replace(first, mention=own), *others))
    if fact.kind == "Loss":
        kind = loss_kind(context, index, dict(fact.values)["lossKind"])
        return replace(fact, values=figure(context, index, lossKind=kind))
    if context.mentions[index].get("of").lower() in words("nouns", "loss") | words("nouns", "civilian"):
        return None
    return replace(fact, values=figure(context, index))


def _loose(context: Context, index: int) -> bool:
    """No count of what it seems to count: *several thousand men*, *a two-man crew*."""
    span = context.spans[index]
    around = [t for t in context.doc[max(span.start - 3, 0) : span.end] if t.i != span.start]
    if any(t.lower_ in words("adverbs", "vague") for t in around):  # *half a million* itself is no vague one
        return True
    head = span.root.head
    joined = any(t.text == "-" for t in span) and span.root.dep_ == "compound"
    return joined and head.i > span.root.i and head.lower_ not in words("nouns", "shape")
