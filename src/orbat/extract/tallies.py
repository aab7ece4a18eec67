"""Nouns whose number is a loss or a strength, and whose they are: *Union casualties*, *Grant's losses*."""

from __future__ import annotations

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, is_passive, objects, prepositional, subjects, words
from orbat.model import Label

_CLAUSE = 12  # tokens of a clause before a colon
_REACH = 6  # tokens between the noun and its number: *losses came to a total of*
_PASSED = frozenset({"AUX", "ADV", "DET", "ADJ", "PART"})
_MARKS = frozenset({":", "(", "of", "at", "to", "than", "as"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "ADV"})  # a tagger may take *dead* for an adverb


def tally_before(context: Context, start: int) -> Token | None:
    """The tally that the number at token `start` is said of: *casualties were*, *losses:*, *dead numbered*.

    Where other words stand between, the verb that the number depends on tells it: *casualties **of the 3rd
    Division amounted to***.
    """
    doc = context.doc
    for at in range(start - 1, max(start - 1 - _REACH, -1), -1):
        token = doc[at]
        if token.lower_ in words("loss_words", "tally"):
            return token if token.pos_ in _NOMINAL else None
        if not (_measures(token) or token.pos_ in _PASSED or token.text in _MARKS):
            break
    if start and doc[start - 1].text == ":":  # *Losses on both sides were heavy: 3,000 Germans*
        clause = doc[max(context.sentence(start).start, start - _CLAUSE) : start]
        tallies = [t for t in clause if t.lower_ in words("loss_words", "tally") and t.pos_ == "NOUN"]
        return tallies[0] if tallies else None
    at = start - 1
    while at > 0 and doc[at].pos_ in {"ADV", "ADP", "DET"}:
        at -= 1
    return tally_of(doc[at]) if at >= 0 and _measures(doc[at]) else None


def tally_of(verb: Token) -> Token | None:
    """The tally that a verb of amount measures: ***casualties** in the assault were put at 208*."""
    reckoned = verb.lemma_.lower() in words("loss_words", "reckon")  # *Botha put **the casualties** at eight*
    measured = objects(verb) if reckoned or is_passive(verb) else subjects(verb)
    return next((noun for noun in measured if noun.lower_ in words("loss_words", "tally")), None)


def _measures(token: Token) -> bool:
    amounts = words("verbs", "amount") | words("loss_words", "reckon") | words("loss_words", "made-of")
    return token.lemma_.lower() in amounts


def owners(context: Context, noun: Token) -> list[int]:
    """Whose the losses are: *Union casualties*, *Grant's losses*, *losses of the 5th Army*."""
    beside = context.covering(noun.i - 1) if noun.i else ()
    sides = [i for i in beside if context.mentions[i].label is Label.SIDE]
    side = sides[0] if sides else arguments.side_in(context, noun)
    if side is not None:
        return [side]
    whose = [c for c in noun.children if c.dep_ == "poss"]
    return arguments.actors(context, whose) or shared_out(context, noun)


def shared_out(context: Context, token: Token) -> list[int]:
    """Who stands behind *of*, *for* or *among* after the noun or number: *3,000 **for the Germans***."""
    return arguments.actors(
        context, [p for name, p in prepositional(token) if name in {"of", "for", "among"}]
    )


def those_of(context: Context, start: int) -> int | None:
    """The actor in *those of the British at 2,700*, where only the first tally is named."""
    doc, at = context.doc, start - 1
    while at > 0 and (doc[at].pos_ in {"ADP", "AUX", "ADV"} or _measures(doc[at])):
        at -= 1
    found = context.at(at, *ACTORS) if at > 0 else None
    if found is None:
        return None
    before = context.spans[found].start - 1
    before -= before > 0 and doc[before].pos_ == "DET"
    named = before > 0 and doc[before].lower_ == "of" and doc[before - 1].lower_ in {"those", "that"}
    return found if named else None


def of_foe(noun: Token) -> bool:
    """Whether the tally is only *the enemy's*: *the loss **of the enemy***, ***enemy** dead*."""
    return any(t.lower_ in words("loss_words", "foe") for t in noun.subtree if abs(t.i - noun.i) <= _REACH)


def named_with(context: Context, start: int) -> int | None:
    """The actor right before *with* and the number at token `start`: *Howe, **with** about 4,000 men*.

    Not a country that somebody comes from: *hurried from Saxony with 13,000 men*.
    """
    doc, at = context.doc, start - 1
    if at < 1 or doc[at].lower_ != "with":
        return None
    at -= 1 + (doc[at - 1].text == ",")
    found = context.at(at, *ACTORS) if at >= 0 else None
    if found is None:
        return None
    root = context.spans[found].root
    away = context.mentions[found].label is Label.SIDE and root.dep_ == "pobj" and root.head.lower_ != "by"
    return None if away else found


def named_before(context: Context, start: int) -> int | None:
    """The actor named right before the number, its verb left out: *and **the Germans** 300*."""
    doc = context.doc
    at = start - 1
    while at >= 0 and doc[at].lower_ in words("adverbs", "roughly"):
        at -= 1
    found = next((i for i in context.covering(at) if context.mentions[i].label in ACTORS), None)
    if at < 1 or found is None or context.spans[found].end != at + 1:
        return None
    opening = context.spans[found].start - 1
    while opening >= 0 and doc[opening].pos_ in {"DET", "PROPN"}:
        opening -= 1
    joined = opening >= 0 and doc[opening].lower_ in words("loss_words", "gap")
    return found if joined else None
