"""Titles beside names: what may stand between a preposition or a comma and the name of an officer."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, prepositional, words
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Term

_NEAR = 9  # tokens that titles may take before a name


@cache
def title_words() -> frozenset[str]:
    """Words of ranks and offices, and what joins them."""
    ranks = {word for term in load("ranks", Term) for form in term.forms for word in form.split()}
    return frozenset(ranks) | words("nouns", "command") | words("nouns", "commander") | {"of", "-"}


def only_title_between(context: Context, start: int, end: int) -> bool:
    """Nothing but article, rank, side, *the command of* stands between a preposition and a name."""
    return all(
        token.text == "."
        or token.lower_ in title_words()
        or (token.pos_ in {"DET", "ADJ", "PROPN"} and context.at(token, Label.UNIT, Label.PLACE) is None)
        for token in context.doc[start:end]
    )


def people_from(context: Context, at: int, end: int) -> list[int]:
    """The person whom titles alone part from token `at`, with those listed after him, up to token `end`."""
    following = context.inside(at, min(at + _NEAR, end), Label.PERSON)
    if not following or not only_title_between(context, at, context.spans[following[0]].start):
        return []
    return listed(context, context.inside(context.spans[following[0]].start, end, Label.PERSON))


def after_under(context: Context, under: Token) -> list[int]:
    """The people after *under*: the name that only titles part from it, else what the parser hangs on it."""
    if found := people_from(context, under.i + 1, context.sentence(under).end):
        return found
    meant = [c for c in under.children if c.dep_ == "pobj"]
    if any(c.lower_ in words("nouns", "command") for c in meant):
        meant = [p for c in meant for preposition, p in prepositional(c) if preposition == "of"]
    return arguments.persons(context, meant)


def listed(context: Context, people: list[int]) -> list[int]:
    """The first of `people` and those that only commas, *and* and titles part from the one before."""
    found = people[:1]
    for one, other in pairwise(people):
        between = context.doc[context.spans[one].end : context.spans[other].start]
        joined = any(t.lower_ in {",", "and"} for t in between)
        if not joined or not all(_joint(context, t) for t in between):
            break
        found.append(other)
    return found


def _joint(context: Context, token: Token) -> bool:
    """The token may stand between two names of a list."""
    if token.lower_ in {",", "and", "."}:
        return True
    return token.pos_ in {"PROPN", "ADJ"} and context.at(token, Label.UNIT, Label.PLACE) is None


def is_officer(context: Context, person: int) -> bool:
    """The text gives the person a rank somewhere."""
    surname = context.mentions[person].norm.split()[-1]
    people = (context.mentions[i] for i in context.of_label(Label.PERSON))
    return any(found.get("rank") and found.norm.split()[-1] == surname for found in people)


@cache
def ranks() -> frozenset[str]:
    """The military ranks."""
    return frozenset(term.name for term in load("ranks", Term) if term.kind == "rank")


def is_civilian(context: Context, person: int) -> bool:
    """The text gives the person a title that is no military rank: *President Dorn*, *Senator Reno*."""
    rank = context.mentions[person].get("rank")
    return bool(rank) and rank not in ranks() and rank not in words("tenure", "noble")
