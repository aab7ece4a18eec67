"""What the counted quantities of a text tell: losses, else strengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, words
from orbat.extract.counted import Belligerents, counted_head, figure
from orbat.extract.elided import elided
from orbat.extract.fate_words import joint, kinds, loss_kind, ruins
from orbat.extract.losses import Losses
from orbat.extract.strengths import strength
from orbat.extract.sufferers import Sufferers, side_after
from orbat.extract.tallies import named_before
from orbat.extract.times import event_time
from orbat.model import Fact, Label, attributes

_JOINTS = frozenset({"CCONJ", "PUNCT", "ADJ", "DET", "NUM", "ADV"})
_CLAUSE = frozenset({"VERB", "AUX", "SCONJ"})
_GAP = 4  # tokens between two members of a list


def quantities(context: Context, affiliations: Sequence[Fact]) -> Iterator[Fact]:
    """A loss or a strength for each counted quantity that the text gives to somebody.

    `affiliations` tell whose enemy lost what somebody captured or destroyed.
    """
    who = Sufferers(context, Belligerents(context, affiliations))
    losses = Losses(context, who)
    before: tuple[int, Fact] | None = None
    told: list[tuple[int, Fact]] = []
    for index in context.of_label(Label.QUANTITY):
        if _loose(context, index):
            continue
        fact = _second_party(context, before, index)
        if fact is None:
            fact = losses.read(index)
        if fact is None:
            fact = _exchanged(context, before, index)
        if fact is None:
            fact = _continued(context, before, index)
        if fact is None:
            fact = _with_more(context, before, index)
        if fact is None and before is not None and _listed(context, before[0], index):
            fact = _alike(context, before[1], index)
        if fact is None and not _part_of_untold(context, index, before):
            fact = strength(context, index)
        if fact is not None:
            who.remember(index, fact.arguments[0].mention)
            before = index, fact
            told.append(before)
    told = list(_respectively(context, told))
    for index, fact in told:
        yield fact
        yield from _whole(context, index, fact)
        yield from _surrendered(context, index, fact)
    yield from elided(context, who, told)


def _respectively(context: Context, told: Sequence[tuple[int, Fact]]) -> Iterator[tuple[int, Fact]]:
    """`told` with each number given to its own party: *A and B lost 3,000 and 5,000 men **respectively***."""
    for number, group in groupby(told, key=lambda t: context.sentence_number(context.spans[t[0]].start)):
        rows = list(group)
        holder = rows[0][1].arguments[0].mention
        shared = len(rows) > 1 and any(
            t.lower_ in words("loss_words", "respectively") for t in context.sentences[number]
        )
        parties = arguments.actors(context, [context.spans[holder].root]) if shared else []
        for i, (index, fact) in enumerate(rows):
            first, *others = fact.arguments
            if len(parties) == len(rows):
                first = replace(first, mention=parties[i])
            yield index, replace(fact, arguments=(first, *others))


def _whole(context: Context, index: int, fact: Fact) -> Iterator[Fact]:
    """The strength that *40 **of their 90 guns*** tells beside what became of the 40."""
    whole = context.mentions[index].get("whole")
    if whole:
        values = attributes({"count": whole, "of": context.mentions[index].get("of")})
        roles = [("force", fact.arguments[0].mention)]
        yield context.fact("Strength", roles, context.spans[index].root, "strength.whole", values=values)


def _surrendered(context: Context, index: int, fact: Fact) -> Iterator[Fact]:
    """The strength of those who surrender as a body: *he surrendered his 400 men*."""
    found = context.mentions[index]
    men = found.get("kind") == "Personnel" and found.get("of").lower() not in words("nouns", "loss")
    if fact.rule == "loss.surrender" and men:
        roles = [("force", fact.arguments[0].mention)]
        yield context.fact(
            "Strength", roles, context.spans[index].root, fact.rule, values=figure(context, index)
        )


def _second_party(context: Context, before: tuple[int, Fact] | None, index: int) -> Fact | None:
    """What a second party had or lost, where the verb is left out: *and the Austrians 8,000 casualties*."""
    start = context.spans[index].start
    if before is None or context.sentence_number(context.spans[before[0]].start) != context.sentence_number(
        start
    ):
        return None
    other = named_before(context, start)
    if other is None or other == before[1].arguments[0].mention:
        return None
    fact = replace(before[1], arguments=(replace(before[1].arguments[0], mention=other),))
    return _same(context, fact, index)


def _exchanged(context: Context, before: tuple[int, Fact] | None, index: int) -> Fact | None:
    """What the other side lost for it: *250 tanks were lost **in exchange for** 25 Israeli ones*."""
    span = context.spans[index]
    opening = " ".join(t.lower_ for t in context.doc[max(span.start - 4, 0) : span.start])
    if not any(opening.endswith(phrase) for phrase in words("loss_words", "exchange")):
        return None
    own = next(iter(context.inside(span.start, span.end, Label.SIDE)), None)
    if own is None:
        return None
    number = context.sentence_number(span.start)
    if before is not None and context.sentence_number(context.spans[before[0]].start) == number:
        first = before[1].arguments[0]
        if before[1].kind != "Loss" or context.mentions[own].norm == context.mentions[first.mention].norm:
            return None
        return _same(context, replace(before[1], arguments=(replace(first, mention=own),)), index)
    fates = (t for t in context.doc[context.sentence(span.start).start : span.start] if ruins(t))
    if (fate := next(fates, None)) is None:
        return None  # *17,000 were killed, **against** 9,000 Germans*
    values = figure(context, index, lossKind=loss_kind(context, index, joint(fate)))
    time = event_time(context, fate)
    return context.fact("Loss", [("sufferedBy", own)], fate, f"loss.{joint(fate)}", time=time, values=values)


def _with_more(context: Context, before: tuple[int, Fact] | None, index: int) -> Fact | None:
    """*four corps **with 120,000 men***: the men of those who have the corps."""
    start = context.spans[index].start
    if before is None or before[1].kind != "Strength" or start < 1:
        return None
    prep = counted_head(context, index).head
    leans = prep.lower_ == "with" and prep.head.i in range(
        context.spans[before[0]].start, context.spans[before[0]].end
    )
    return _same(context, before[1], index) if leans else None


def _continued(context: Context, before: tuple[int, Fact] | None, index: int) -> Fact | None:
    """*lost 51 killed (including General Dorn), **203 wounded** and 246 missing*: the list goes on."""
    start, of = context.spans[index].start, context.mentions[index].get("of").lower()
    if before is None or before[1].kind != "Loss" or of not in words("nouns", "loss") | _fates():
        return None
    if context.sentence_number(context.spans[before[0]].start) != context.sentence_number(start):
        return None
    depth = 0
    for token in context.doc[context.spans[before[0]].end : start]:
        depth += (token.text == "(") - (token.text == ")")
        outside = depth == 0 and token.text != ")"
        if outside and (token.pos_ in _CLAUSE or token.text == ";" or context.at(token, *ACTORS) is not None):
            return None
    return _same(context, before[1], index) if depth == 0 else None


def _fates() -> frozenset[str]:
    return frozenset(form for form in kinds() if " " in form) | {"casualties"}


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


def _alike(context: Context, fact: Fact, index: int) -> Fact | None:
    """The fact on the member before, told of the quantity `index`."""
    span = context.spans[index]
    own = side_after(context, index)
    if own is None:
        own = next(iter(context.inside(span.start, span.end, Label.SIDE)), None)
    if own is None:
        own = arguments.side_in(context, span.root)
    if own is not None:  # *6,400 Persians and 192 Athenians*
        first, *others = fact.arguments
        fact = replace(fact, arguments=(replace(first, mention=own), *others))
    return _same(context, fact, index)


def _same(context: Context, fact: Fact, index: int) -> Fact | None:
    """The fact with the figures of the quantity `index`."""
    if fact.kind == "Loss":
        kind = loss_kind(context, index, dict(fact.values)["lossKind"])
        return replace(fact, values=figure(context, index, lossKind=kind))
    if context.mentions[index].get("of").lower() in words("nouns", "loss") | words("nouns", "civilian"):
        return None
    return replace(fact, values=figure(context, index))


def _loose(context: Context, index: int) -> bool:
    """No count of what it seems to count: *a two-man crew*."""
    span = context.spans[index]
    head = span.root.head
    joined = any(t.text == "-" for t in span) and span.root.dep_ == "compound"
    return (
        joined
        and head.i > span.root.i
        and head.lower_ not in words("nouns", "shape") | words("nouns", "body")
    )
