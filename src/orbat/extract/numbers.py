"""Losses and strengths: who lost, or had, how many of what."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import (
    ACTORS,
    Context,
    is_passive,
    negated,
    objects,
    prepositional,
    subjects,
    words,
)
from orbat.extract.times import event_time
from orbat.model import Fact, Label, attributes
from orbat.rules import load
from orbat.rules.schema import Term


@cache
def _kinds() -> dict[str, str]:
    """The kind of loss that each verb or counted noun of the list says."""
    return {form: term.name for term in load("loss_kinds", Term) for form in term.forms}


def quantities(context: Context) -> Iterator[Fact]:
    """A loss or a strength for each counted quantity that the text gives to somebody."""
    owners: dict[str, int] = {}
    for index in context.of_label(Label.QUANTITY):
        head = _head(context, index)
        fact = _loss(context, index, head, owners) or _strength(context, index, head)
        if fact is not None:
            of = context.mentions[index].get("of")
            owners[of] = fact.arguments[0].mention
            yield fact


def _head(context: Context, index: int) -> Token:
    """The counted noun, climbing out of *a total of*, *a force of*."""
    token = context.spans[index].root
    while (
        token.dep_ in {"pobj"}
        and token.head.lower_ == "of"
        and (token.head.head.lower_ in words("nouns", "shape") or token.head.head.like_num)
    ):
        token = token.head.head
    while token.dep_ == "nummod" and token.head.i > token.i:
        token = token.head
    return token


def _verb(token: Token) -> Token | None:
    """The verb that the noun is an argument of, through coordination and prepositions."""
    while token.dep_ in {"conj", "appos"} and token.head != token and token.head.pos_ not in {"VERB", "AUX"}:
        token = token.head
    head = token.head
    if head.pos_ == "ADP":
        head = head.head
    while (
        head.pos_ in {"NOUN", "PROPN"}
        and head.dep_ in {"conj", "appos", "dobj", "pobj"}
        and head.head != head
    ):
        head = head.head if head.head.pos_ != "ADP" else head.head.head
    return head if head.pos_ in {"VERB", "AUX"} else None


# ---------------------------------------------------------------- losses
def _loss(context: Context, index: int, head: Token, owners: dict[str, int]) -> Fact | None:
    verb = _verb(head)
    of = context.mentions[index].get("of").lower()
    own = arguments.side_in(context, head)
    if verb is not None and not negated(verb):
        lemma = verb.lemma_.lower()
        if lemma in words("verbs", "lose") and not is_passive(verb):
            return _lost(context, index, verb, arguments.actors(context, subjects(verb)), lemma)
        governor = verb.head if verb.dep_ == "conj" else verb
        passive = [c for c in (*verb.children, *governor.children) if c.dep_ == "nsubjpass"]
        if lemma in words("verbs", "inflict") and passive and head.dep_ in {"dobj", "attr", "oprd"}:
            return _lost(context, index, verb, arguments.actors(context, passive), lemma)
        if lemma in words("verbs", "inflict") and _is_object(head, verb):
            agents = arguments.actors(context, subjects(verb)) if not is_passive(verb) else []
            sufferers = (
                [own]
                if own is not None
                else _owner(context, head, owners) or _opponents(context, verb, agents)
            )
            return _lost(context, index, verb, sufferers, lemma, agents)
        if lemma in words("verbs", "perish") and not is_passive(verb) and head.dep_ == "nsubj":
            return _lost(context, index, verb, [own] if own is not None else _of(context, head), lemma)
    if of in words("nouns", "loss"):
        sufferers = [own] if own is not None else _of(context, head)
        if not sufferers and verb is not None:
            sufferers = arguments.actors(context, subjects(verb))
        return _lost(context, index, verb or head, sufferers, of)
    return None


def _is_object(head: Token, verb: Token) -> bool:
    while head.dep_ in {"conj", "appos"}:
        head = head.head
    return head.dep_ in {"dobj", "nsubjpass"} or (head.dep_ == "nsubj" and is_passive(verb))


def _owner(context: Context, head: Token, owners: dict[str, int]) -> list[int]:
    """*278 of them* were lost by whoever had those counted before."""
    index = context.at(head, Label.QUANTITY)
    of = context.mentions[index].get("of") if index is not None else ""
    anaphor = index is not None and context.spans[index][-1].lower_ in {
        "them",
        "these",
        "those",
        "whom",
        "which",
    }
    return [owners[of]] if anaphor and of in owners else []


def _of(context: Context, noun: Token) -> list[int]:
    return arguments.actors(
        context,
        [p for preposition, p in prepositional(noun) if preposition in {"of", "for", "among", "from"}],
    )


def _opponents(context: Context, verb: Token, agents: list[int]) -> list[int]:
    """Who stands against the agents: the other side that the sentence names."""
    sides = {context.mentions[i].norm for i in agents}
    sentence = context.sentence(verb)
    for index in reversed(context.inside(sentence.start, sentence.end, Label.SIDE)):
        if context.mentions[index].norm not in sides and agents:
            return [index]
    return []


def _lost(
    context: Context,
    index: int,
    where: Token,
    sufferers: list[int],
    word: str,
    agents: list[int] | None = None,
) -> Fact | None:
    if not sufferers:
        return None
    norm = context.mentions[sufferers[0]].norm
    roles = [
        ("sufferedBy", sufferers[0]),
        *(("inflictedBy", a) for a in (agents or []) if context.mentions[a].norm != norm),
    ]
    of = context.mentions[index].get("of").lower()
    kind = (
        _kinds().get(word)
        or _kinds().get(of)
        or ("casualties" if context.mentions[index].get("kind") == "Personnel" else "destroyed")
    )
    return context.fact(
        "Loss",
        roles,
        where,
        f"loss.{word}",
        time=event_time(context, where),
        values=_values(context, index, lossKind=kind),
    )


def _values(context: Context, index: int, **more: str) -> tuple[tuple[str, str], ...]:
    found = context.mentions[index]
    return attributes({**{name: found.get(name) for name in ("count", "minimum", "maximum", "of")}, **more})


# ---------------------------------------------------------------- strengths
def _strength(context: Context, index: int, head: Token) -> Fact | None:
    force, rule, where = _force(context, index, head)
    if force is None:
        return None
    return context.fact(
        "Strength", [("force", force)], where, rule, time=None, values=_values(context, index)
    )


def _beside_with(context: Context, index: int) -> int | None:
    """The name right before *with*: *General Howe, with about 4,000 men, marched*."""
    at = context.spans[index].start - 1
    if at < 1 or context.doc[at].lower_ != "with":
        return None
    at -= 1 + (context.doc[at - 1].text == ",")
    return context.at(at, *ACTORS) if at >= 0 else None


def _force(context: Context, index: int, head: Token) -> tuple[int | None, str, Token]:
    """Who has the counted: the holder by grammar, else the side that its own noun phrase names."""
    beside = _beside_with(context, index)
    if beside is not None:
        return beside, "strength.with", head
    prep = head.head if head.dep_ == "pobj" else None
    if prep is not None and prep.lower_ in {"with", "of", "by", "in"}:
        holder = arguments.actors(context, [prep.head]) if prep.head.pos_ in {"NOUN", "PROPN", "PRON"} else []
        if prep.lower_ == "with" and prep.head.pos_ in {"VERB", "AUX"}:
            holder = arguments.actors(context, subjects(prep.head))
        if holder and prep.lower_ in {"with", "of"}:
            return holder[0], f"strength.{prep.lower_}", head
    verb = _verb(head)
    if verb is not None and not negated(verb):
        if verb.lemma_ in words("verbs", "gain") and is_passive(verb):
            gained = arguments.actors(context, objects(verb))
            if gained:
                return gained[0], "strength.gain", verb
        if verb.lemma_ in words("verbs", "have"):
            holder = arguments.actors(context, subjects(verb))
            holder = [i for i in holder if i != index]
            if holder and head.dep_ != "nsubj":
                return holder[0], "strength.verb", verb
    own = arguments.side_in(context, context.spans[index].root)
    if own is not None:
        return own, "strength.side", head
    return None, "", head
