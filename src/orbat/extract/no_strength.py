"""Counted men and things that are nobody's strength: parts, sums, crowds, what is sold or only wished for."""

from __future__ import annotations

from spacy.tokens import Token

from orbat.extract.context import Context, words
from orbat.extract.counted import added
from orbat.extract.fate_words import compared
from orbat.extract.modality import modality
from orbat.model import Label, Modality

_ANAPHOR = "which"


def no_strength(context: Context, index: int, head: Token, verb: Token | None) -> bool:
    """Whether the quantity `index`, with its counted noun and the verb over it, is no force in the field."""
    no_force = words("nouns", "civilian") | words("nouns", "loss") | words("loss_words", "deeds")
    return (
        context.mentions[index].get("of").lower() in no_force
        or added(context, index)
        or compared(context, index)
        or _into_parts(context, index)
        or _summed(context, index)
        or _crowd(context, index)
        or _civil(head, verb)
        or (verb is not None and (_people_acted_on(context, index, head, verb) or _wished(verb)))
    )


def _people_acted_on(context: Context, index: int, head: Token, verb: Token) -> bool:
    """*two million Selmites were resettled*: a people that something is done to is no force."""
    side = context.at(context.spans[index].root, Label.SIDE)
    people = side is not None and context.mentions[side].get("use") == "people"
    told = words("verbs", "have") | words("verbs", "gain") | words("verbs", "against")
    return people and head.dep_ == "nsubjpass" and verb.lemma_.lower() not in told


def _civil(head: Token, verb: Token | None) -> bool:
    """*approved the **sale** of 24 helicopters*, ***charged** eight marines with murder*."""
    over = head.head.head if head.dep_ == "pobj" else None
    civil = words("loss_words", "civil")
    return any(t is not None and t.lemma_.lower() in civil for t in (verb, over))


def _crowd(context: Context, index: int) -> bool:
    """*Thousands of Germans gathered to shout*: a people without a number is no force."""
    found = context.mentions[index]
    vague = not found.get("count") and not found.get("maximum")
    return vague and context.at(context.spans[index].end - 1, Label.SIDE) is not None


def _wished(verb: Token) -> bool:
    """*asked that Selm send 300 guns*: nobody has sent them."""
    return verb.dep_ == "ccomp" and modality(verb) is not Modality.HAPPENED


def _summed(context: Context, index: int) -> bool:
    """*the 29th Division and a French one; **in all** 75,000 men*: the sum is nobody's of the list."""
    start, end = context.spans[index].start, context.spans[index].end
    before = " ".join(t.lower_ for t in context.doc[max(start - 3, 0) : start])
    after = " ".join(t.lower_ for t in context.doc[end : end + 2])
    # *were beaten by Reno, 300 men in all*: not Reno's
    apposed = start > 1 and context.doc[start - 1].text == "," and context.doc[start - 2].dep_ == "pobj"
    return any(f" {phrase} " in f" {before} " for phrase in words("loss_words", "sum")) or (
        apposed and any(after.startswith(phrase) for phrase in words("loss_words", "sum"))
    )


def _into_parts(context: Context, index: int) -> bool:
    """*divided his army into four columns*, *attacked in three waves*: parts for a while, no strength."""
    span = context.spans[index]
    parts = context.mentions[index].get("of").lower() in words("loss_words", "into")
    before = context.doc[max(span.start - 2, 0) : span.start]
    return parts and (
        any(t.lower_ in {"into", "in"} for t in before)
        or any(t.lower_ == _ANAPHOR for t in context.doc[span.end : span.end + 2])
    )
