"""From a token in an argument's place to the mentions that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from orbat.extract.context import ACTORS, Context, conjuncts, prepositional, subjects, words
from orbat.model import Label

_DEPTH = 3
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_NEAR = 8  # tokens around a noun in which its side may be named


def actors(context: Context, tokens: Iterable[Token]) -> list[int]:
    """People, formations, bodies and sides that `tokens` (with their conjuncts) stand for."""
    return _all(context, tokens, ACTORS)


def doers(context: Context, verb: Token) -> list[int]:
    """Who does what the verb says; where the parse gives it no subject, the name right before it."""
    found = actors(context, subjects(verb))
    if found or verb.tag_ not in {"VBD", "VBZ", "VBP"} or any(c.dep_ in _SUBJECTS for c in verb.children):
        return found
    at = verb.i - 1
    while at >= verb.sent.start and context.doc[at].pos_ == "ADV":
        at -= 1
    beside = context.at(at, *ACTORS) if at >= verb.sent.start else None
    return [beside] if beside is not None else []


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
        return _leader(context, token, index, labels) or _under_one_head(context, token, index)
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
    if (same := _of_speaker(token)) is not None:
        return _one(context, same, labels, depth - 1)
    if token.pos_ == "PRON" or (token.pos_ == "NOUN" and token.tag_ != "NNS"):
        before = context.antecedent(token)
        if (
            before is not None
            and context.mentions[before].label in labels
            and not _qualified(context, token, labels)
        ):
            return [before]
    return _qualified_by(context, token, labels, depth)


def _of_speaker(pronoun: Token) -> Token | None:
    """Who says it of itself: ***the government** claimed that **it** had taken the town*."""
    clause = pronoun.head
    if pronoun.lower_ not in {"it", "they"} or pronoun.dep_ != "nsubj" or clause.dep_ != "ccomp":
        return None
    said = [c for c in clause.head.children if c.dep_ == "nsubj" and c.i < pronoun.i]
    many = pronoun.lower_ == "they"
    return next(
        (s for s in said if s.pos_ in {"NOUN", "PROPN"} and (s.tag_ in {"NNS", "NNPS"}) == many), None
    )


def _leader(context: Context, token: Token, index: int, labels: Sequence[Label]) -> list[int]:
    """The man whose part of a side it is: *Pirch's Prussians*."""
    if context.mentions[index].label is not Label.SIDE or Label.PERSON not in labels:
        return []
    found = (context.at(c, Label.PERSON) for c in token.children if c.dep_ == "poss")
    return [i for i in found if i is not None]


def _under_one_head(context: Context, token: Token, index: int) -> list[int]:
    """The formation with those that share its noun: *the 1st and 2nd Armies*."""
    if context.mentions[index].label is not Label.UNIT:
        return [index]
    before = [
        i
        for c in token.lefts
        if c.dep_ in {"amod", "compound", "nmod"} and (i := context.at(c, Label.UNIT)) not in {None, index}
    ]
    return [*dict.fromkeys(i for i in before if i is not None), index]


def _qualified(context: Context, token: Token, labels: Sequence[Label]) -> bool:
    return bool(_qualified_by(context, token, labels, 1))


def _qualified_by(context: Context, token: Token, labels: Sequence[Label], depth: int) -> list[int]:
    """What a noun's modifiers name: *elements of the II Corps*, *Kluge's forces*, *the Moscow area*."""
    of = [p for preposition, p in prepositional(token) if preposition == "of"]
    if Label.PLACE in labels:
        if token.lower_ in words("nouns", "place-of") | words("nouns", "portion"):
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
    if token.lower_ in words("nouns", "partitive") or token.like_num:
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


def _in_clause(token: Token, noun: Token) -> bool:
    """The token stands in a clause, list or phrase that hangs on `noun`: *men facing the Italians*."""
    while token.i != noun.i:
        if token.dep_ in {"relcl", "acl", "appos", "conj", "advcl"}:
            return True
        if token.dep_ == "prep" and token.lower_ not in {"of", "from", "among"}:
            return True
        token = token.head
    return False


def side_in(context: Context, token: Token) -> int | None:
    """The side that a noun phrase names: *18 German tanks*, *the Confederate line*, *Germans*."""
    for t in sorted(token.subtree, key=lambda t: t.i):
        if abs(t.i - token.i) > _NEAR or _in_clause(t, token):
            continue
        for index in context.covering(t):
            if context.mentions[index].label is Label.SIDE:
                return index
    return None
