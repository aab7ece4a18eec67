"""From a token in an argument's place to the mentions that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from orbat.extract.context import ACTORS, Context, conjuncts, prepositional, subjects, words
from orbat.model import Label

_DEPTH = 3


def actors(context: Context, tokens: Iterable[Token]) -> list[int]:
    """People, formations, bodies and sides that `tokens` (with their conjuncts) stand for."""
    return _all(context, tokens, ACTORS)


def places(context: Context, tokens: Iterable[Token]) -> list[int]:
    """Places that `tokens` stand for: *Klin*, *the town of Klin*, *the Klin area*, *the city*."""
    return _all(context, tokens, (Label.PLACE,))


def mentions(context: Context, tokens: Iterable[Token], labels: Sequence[Label]) -> list[int]:
    """Mentions with one of `labels` that `tokens` (with their conjuncts) stand for."""
    return _all(context, tokens, labels)


def _all(context: Context, tokens: Iterable[Token], labels: Sequence[Label]) -> list[int]:
    found: dict[int, None] = {}
    for token in tokens:
        for conjunct in conjuncts(token):
            for index in _one(context, conjunct, labels, _DEPTH):
                found.setdefault(index)
    return list(found)


def _one(context: Context, token: Token, labels: Sequence[Label], depth: int) -> list[int]:
    index = context.at(token, *labels)
    if index is not None:
        return [index]
    if depth == 0:
        return []
    if Label.PERSON in labels and (
        named := [
            i for c in token.children if c.dep_ == "appos" and (i := context.at(c, Label.PERSON)) is not None
        ]
    ):
        return named[:1]
    led = [
        by
        for c in token.children
        if c.dep_ == "acl" and c.lemma_ in words("verbs", "lead")
        for by in subjects(c)
        if by.i != token.i
    ]
    if led and Label.PERSON in labels:
        return _all(context, led, labels)
    if token.pos_ == "PRON" or (token.pos_ == "NOUN" and token.tag_ != "NNS"):
        before = context.antecedent(token)
        if (
            before is not None
            and context.mentions[before].label in labels
            and not _qualified(context, token, labels)
        ):
            return [before]
    return _qualified_by(context, token, labels, depth)


def _qualified(context: Context, token: Token, labels: Sequence[Label]) -> bool:
    return bool(_qualified_by(context, token, labels, 1))


def _qualified_by(context: Context, token: Token, labels: Sequence[Label], depth: int) -> list[int]:
    """What a noun's modifiers name: *elements of the II Corps*, *Kluge's forces*, *the Moscow area*."""
    of = [p for preposition, p in prepositional(token) if preposition == "of"]
    if Label.PLACE in labels:
        if token.lower_ in words("nouns", "place-of"):
            found = [i for p in of for i in _one(context, p, labels, depth - 1)]
            if found:
                return found
        if token.lower_ in words("nouns", "stronghold"):
            at = [
                p
                for preposition, p in prepositional(token)
                if preposition in {"at", "on", "near", "in", "of"}
            ]
            found = [i for p in at for i in _one(context, p, labels, depth - 1)]
            if found:
                return found
        near = [c for c in token.children if c.dep_ in {"compound", "nmod", "appos"} and c.i != token.i]
        return [i for c in near if (i := context.at(c, Label.PLACE)) is not None]
    if Label.SIDE not in labels and Label.UNIT not in labels:
        return []
    if token.lower_ in words("nouns", "partitive"):
        found = [i for p in of for i in _all(context, [p], labels)]
        if found:
            return found
    for child in token.children:
        if child.dep_ == "poss":
            return _one(context, child, labels, depth - 1)
    sides = [
        i
        for c in token.children
        if c.dep_ in {"amod", "compound", "nmod"}
        for i in context.covering(c)
        if context.mentions[i].label is Label.SIDE
    ]
    return sides[:1]


def side_in(context: Context, token: Token) -> int | None:
    """The side that a noun phrase names: *18 German tanks*, *the Confederate line*, *Germans*."""
    for t in sorted(token.subtree, key=lambda t: t.i):
        if abs(t.i - token.i) > 8 or t.dep_ in {"relcl", "acl"}:
            continue
        for index in context.covering(t):
            if context.mentions[index].label is Label.SIDE:
                return index
    return None
