"""Commands that change hands: *took over the army from Reno*, *gave his post to Kern*, *it passed to him*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract.arguments import persons
from orbat.extract.context import (
    Context,
    goes_over,
    is_passive,
    objects,
    prepositional,
    recipients,
    subjects,
    words,
)
from orbat.extract.post import agents_of, post_fact
from orbat.extract.tenure import antecedent_of_whom
from orbat.model import Fact, Label


def command_given(context: Context, verb: Token, lemma: str) -> Iterator[Fact] | None:
    """*assumed command of the army*, *gave Kern command of it*, *command passed to Kern*; None for others."""
    if (stepped := _stepped_in(context, verb, lemma)) is not None:
        return stepped
    command = next((o for o in objects(verb) if o.lower_ in words("nouns", "command")), None)
    to = [f for p, f in prepositional(verb) if p in {"to", "upon", "on"}]
    post = next((f for p, f in prepositional(verb) if p == "as"), None)
    if post is not None and goes_over(verb):
        return post_fact(context, "Appointment", verb, persons(context, subjects(verb)), [], post)
    if command is not None and lemma in words("verbs", "take-command") and not is_passive(verb):
        return post_fact(context, "Appointment", verb, persons(context, subjects(verb)), [], command)
    if lemma not in words("verbs", "pass-command"):
        return None
    if command is not None:
        given = recipients(verb) + to
        return post_fact(
            context, "Appointment", verb, persons(context, given), agents_of(context, verb), command
        )
    passing = next((s for s in subjects(verb) if s.lower_ in words("nouns", "command")), None)
    if passing is not None:
        return post_fact(context, "Appointment", verb, persons(context, to), [], passing)
    held = next(
        (c for c in verb.children if c.dep_ == "dobj" and c.lower_ in words("nouns", "command")), None
    )
    return (
        post_fact(context, "Appointment", verb, persons(context, objects(verb)), [], held) if held else None
    )


def _stepped_in(context: Context, verb: Token, lemma: str) -> Iterator[Fact] | None:
    """*succeeded to the command*, *took his place*, *took over from Reno*, *was placed in command of it*."""
    if (given := _handed(context, verb, lemma)) is not None:
        return given
    if lemma == "take":
        return _taken(context, verb)
    after = list(prepositional(verb))
    led = words("nouns", "command") | words("tenure", "charge")
    if lemma in words("tenure", "succeed"):
        post = next((f for p, f in after if p == "to" and f.lower_ in led), None)
        who, by = subjects(verb), []
    elif lemma in words("tenure", "install"):
        post = next((f for p, f in after if p == "in" and f.lower_ in led), None)
        post = post or next((f for p, f in after if p == "as" and f.lower_ in words("nouns", "post")), None)
        who, by = objects(verb), agents_of(context, verb)
    elif lemma in words("verbs", "pass-command"):  # *gave his post to Butler*
        post = next((o for o in objects(verb) if o.lower_ in words("tenure", "stead")), None)
        who, by = [f for p, f in after if p == "to"], []
    else:
        return None
    named = post if post is not None and post.lower_ not in words("tenure", "stead") else None
    return post_fact(context, "Appointment", verb, persons(context, who), by, named) if post else None


def _taken(context: Context, verb: Token) -> Iterator[Fact] | None:
    """*took his place*, *took the place of Laake*, *took over from Reno*."""
    place = next((o for o in objects(verb) if o.lower_ in words("tenure", "stead")), None)
    if place is not None:
        gone = persons(context, [f for p, f in prepositional(place) if p == "of"])
        his = any(c.dep_ == "poss" for c in place.children)
        return _followed(context, verb, gone) if gone or his else None
    before = persons(context, [f for p, f in prepositional(verb) if p == "from"])
    over = goes_over(verb)
    return _followed(context, verb, before) if before and over and not objects(verb) else None


def _handed(context: Context, verb: Token, lemma: str) -> Iterator[Fact] | None:
    """*entrusted the Fifth Army to Sanders*, *had taken over the army from Reno*: it changes hands."""
    unit = next((o for o in objects(verb) if context.at(o, Label.UNIT) is not None), None)
    if unit is None:
        return None
    after = list(prepositional(verb))
    if lemma in words("tenure", "hand") | words("verbs", "pass-command"):
        to = [f for p, f in after if p == "to"]
        to += recipients(verb, unit)
        into = persons(context, antecedent_of_whom(to))
        return post_fact(context, "Appointment", verb, into, agents_of(context, verb), unit) if into else None
    over = goes_over(verb)
    if lemma in words("tenure", "receive") or (lemma == "take" and over):
        return _taken_over(context, verb, unit, persons(context, [f for p, f in after if p == "from"]))
    return None


def _taken_over(context: Context, verb: Token, unit: Token, before: list[int]) -> Iterator[Fact]:
    yield from post_fact(context, "Dismissal", verb, before, [], unit)
    yield from post_fact(context, "Appointment", verb, persons(context, subjects(verb)), [], unit)


def _followed(context: Context, verb: Token, before: list[int]) -> Iterator[Fact]:
    yield from post_fact(context, "Dismissal", verb, before, [], None)
    yield from post_fact(context, "Appointment", verb, persons(context, subjects(verb)), [], None)
