"""Strengths: who had or got how many of what."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from orbat.extract.counted import added, counted_head, figure, first_of_list, verb_over
from orbat.extract.modality import hypothetical, modality
from orbat.model import Fact, Label, Modality, attributes

_LED = frozenset({"under", "of", "from"})
_DIGITS = re.compile(r"\d{1,3}(,\d{3})+|\d{3,}")
_COUNTED = (Label.QUANTITY, Label.DATE, Label.TIME, Label.DURATION, Label.UNIT, Label.ORDER)
Holder = tuple[int, str]
"""The mention that holds the counted, and the rule that says so."""


def strength(context: Context, index: int) -> Fact | None:
    """The strength that the quantity `index` tells of; None where nobody is said to have it."""
    head = counted_head(context, index)
    verb = verb_over(head)
    if verb is not None and (negated(verb) or hypothetical(verb)):
        return None
    no_force = words("nouns", "civilian") | words("nouns", "loss")
    if context.mentions[index].get("of").lower() in no_force or added(context, index):
        return None
    if verb is not None and (_people_acted_on(context, index, head, verb) or _wished(verb)):
        return None
    if _for_each(context, index):
        return None
    held = (
        _beside(context, index)
        or _apposed(context, head)
        or _own(context, index, head)
        or _by_noun(context, head)
        or (_by_verb(context, index, head, verb) if verb is not None else None)
        or _led(context, index, head)
        or _side(context, index, head)
    )
    if held is None:
        return None
    holder, rule = held
    return context.fact("Strength", [("force", holder)], head, rule, time=None, values=figure(context, index))


def bare_strengths(context: Context) -> Iterator[Fact]:
    """Strengths without a counted noun: *the Prussians, numbering 50,000*, *the army, 68,000 strong*."""
    no_force = words("nouns", "civilian") | words("nouns", "loss")
    for token in context.doc:
        if (
            not token.like_num
            or not _DIGITS.fullmatch(token.text)
            or context.at(token, *_COUNTED) is not None
        ):
            continue
        after = context.doc[token.i + 1] if token.i + 1 < len(context.doc) else None
        if after is not None and after.lower_ == "strong":
            name = context.doc[token.i - 1] if context.doc[token.i - 1].text == "," else None
            found = [] if name is None else [i] if (i := context.at(name.i - 1, *ACTORS)) is not None else []
        elif token.dep_ in {"dobj", "attr"} and token.head.lemma_ in words("verbs", "strong"):
            if any(s.lower_ in no_force for s in subjects(token.head)):
                continue
            found = arguments.doers(context, token.head)
        else:
            continue
        if found:
            values = attributes({"count": token.text.replace(",", ""), "of": "men"})
            yield context.fact("Strength", [("force", found[0])], token, "strength.number", values=values)


def _people_acted_on(context: Context, index: int, head: Token, verb: Token) -> bool:
    """*two million Selmites were resettled*: a people that something is done to is no force."""
    side = context.at(context.spans[index].root, Label.SIDE)
    people = side is not None and context.mentions[side].get("use") == "people"
    told = words("verbs", "have") | words("verbs", "gain")
    return people and head.dep_ == "nsubjpass" and verb.lemma_.lower() not in told


def _beside(context: Context, index: int) -> Holder | None:
    """The name right before *with*: *General Howe, with about 4,000 men, marched*."""
    at = context.spans[index].start - 1
    if at < 1 or context.doc[at].lower_ != "with":
        return None
    at -= 1 + (context.doc[at - 1].text == ",")
    found = context.at(at, *ACTORS) if at >= 0 else None
    return (found, "strength.with") if found is not None else None


def _for_each(context: Context, index: int) -> bool:
    """*groups with three to five men **in each***, *300 men **per** company*: a size, nobody's strength."""
    end = context.spans[index].end
    after = [t.lower_ for t in context.doc[end : end + 2]]
    return any(word in words("adverbs", "each") for word in after)


def _wished(verb: Token) -> bool:
    """*asked that Selm send 300 guns*: nobody has sent them."""
    return verb.dep_ == "ccomp" and modality(verb) is not Modality.HAPPENED


def _apposed(context: Context, head: Token) -> Holder | None:
    """The name that the counted stand beside: *Force K, a group of 1,000 men*."""
    noun = head
    if noun.dep_ != "appos" or noun.lower_ not in words("nouns", "shape") | words("nouns", "body"):
        return None
    found = arguments.actors(context, [noun.head])
    return (found[0], "strength.of") if found else None


def _own(context: Context, index: int, head: Token) -> Holder | None:
    """*his 20,000 soldiers*, *Lee's 30,000 men*."""
    owners = [c for t in {context.spans[index].root, head} for c in t.children if c.dep_ == "poss"]
    found = arguments.actors(context, owners)
    return (found[0], "strength.own") if found else None


def _by_noun(context: Context, head: Token) -> Holder | None:
    """The force that the counted make up: *an army of 8,000 men*, *the corps with 300 guns*."""
    prep = head.head
    if head.dep_ != "pobj" or prep.lower_ not in {"with", "of"} or prep.head.lower_ == "along":
        return None
    own = arguments.side_in(context, head) if prep.lower_ == "with" else None
    if own is not None:  # *sank the liner with 128 Americans aboard*
        return own, "strength.side"
    if prep.head.pos_ in {"NOUN", "PROPN", "PRON"} and not (
        prep.lower_ == "of" and context.at(prep.head, Label.PERSON) is not None
    ):
        holder = arguments.actors(context, [prep.head])
        return (holder[0], f"strength.{prep.lower_}") if holder else None
    if prep.lower_ == "with" and prep.head.pos_ in {"VERB", "AUX"}:
        if is_passive(prep.head) and prep.head.lemma_.lower() not in words("verbs", "gain") | words(
            "verbs", "provide"
        ):
            return None  # *was evacuated with 5,000 refugees*
        of_clause = objects if is_passive(prep.head) else subjects
        holder = arguments.actors(context, of_clause(prep.head))
        return (holder[0], "strength.with") if holder else None
    return None


def _by_verb(context: Context, index: int, head: Token, verb: Token) -> Holder | None:
    """*had 4,000 men*, *was reinforced by 300 tanks*, *swelling his force to 11,000 men*."""
    lemma = verb.lemma_.lower()
    if lemma in words("verbs", "gain") and is_passive(verb):
        gained = arguments.actors(context, objects(verb))
        if gained:
            return gained[0], "strength.gain"
    first = first_of_list(head)
    if lemma in words("verbs", "amount") and first.dep_ in {"pobj", "dobj", "attr"} and first.i > verb.i:
        measured = objects(verb) if first.dep_ == "pobj" else []
        found = arguments.actors(context, [t for t in measured if t.i != first.i])
        found = found or [i for i in arguments.doers(context, verb) if i != index]
        if found:
            return found[0], "strength.amount"
    if any(t.lower_ in words("nouns", "captive") for t in first.conjuncts):
        return None  # *took two flags and 200 prisoners*
    if lemma in words("verbs", "have") and first.dep_ not in {"nsubj", "nsubjpass"}:
        holder = [i for i in arguments.doers(context, verb) if i != index]
        if holder:
            return holder[0], "strength.verb"
    return None


def _led(context: Context, index: int, head: Token) -> Holder | None:
    """*3,000 men under General Howe*, *six regiments of the 5th Army*, *300 men led by Reno*."""
    for token in dict.fromkeys((context.spans[index].root, head)):
        after = [p for preposition, p in prepositional(token) if preposition in _LED]
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_ in words("verbs", "lead"):
                after += subjects(child)
        found = arguments.actors(context, [t for t in after if t.i != token.i])
        found = [i for i in found if context.mentions[i].label in ACTORS]
        if found:
            return found[0], "strength.under"
    return None


def _side(context: Context, index: int, head: Token) -> Holder | None:
    """The side that the noun phrase itself names: *18 German tanks*."""
    own = arguments.side_in(context, context.spans[index].root)
    if own is None:
        own = arguments.side_in(context, head)
    return (own, "strength.side") if own is not None else None
