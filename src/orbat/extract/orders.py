"""Orders: named ones that were issued, and commands that are only described."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, is_passive, negated, objects, subjects, words
from orbat.extract.times import event_time
from orbat.model import Fact, Label, attributes

_CONTENT = 200  # characters of what is ordered that a label and a search need


def orders(context: Context) -> Iterator[Fact]:
    """Who ordered what of whom, and when."""
    for verb in context.doc:
        if verb.pos_ != "VERB" or negated(verb):
            continue
        if verb.lemma_ in words("verbs", "order"):
            yield from _ordered(context, verb)
        if verb.lemma_ in words("verbs", "issue"):
            yield from _issued(context, verb)


def _ordered(context: Context, verb: Token) -> Iterator[Fact]:
    """*Hitler ordered the army to stand*; *demanded that every village be defended*; *ordered a parade*."""
    clause = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i), None)
    things = objects(verb)
    issuers = _issuers(context, verb)
    addressed = arguments.actors(context, things)
    if clause is not None and not addressed:
        addressed = arguments.actors(
            context, [c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}]
        )
    content = clause or next((t for t in things if context.at(t, *ACTORS) is None), None)
    if verb.lemma_ != "order" and clause is None:
        return
    if not issuers or (content is None and not addressed):
        return
    roles = [("issuedBy", i) for i in issuers] + [("addressedTo", a) for a in addressed if a not in issuers]
    yield _fact(context, verb, roles, _text(content if content is not None else verb), "order.verb")


def _issued(context: Context, verb: Token) -> Iterator[Fact]:
    """*issued Order No. 0428*; *signed an order to shift to defence*; *imposed martial law*."""
    issuers = _issuers(context, verb)
    seen: set[int] = set()
    for thing in objects(verb):
        named = context.at(thing, Label.ORDER)
        sentence = context.sentence(verb)
        if named is None and thing.lower_ in words("nouns", "order"):
            named = next(
                iter(
                    context.inside(thing.left_edge.i, min(thing.right_edge.i + 1, sentence.end), Label.ORDER)
                ),
                None,
            )
        if named is None and thing.lower_ not in words("nouns", "order"):
            continue
        if not issuers or named in seen:
            continue
        if named is not None:
            seen.add(named)
        roles = [("issuedBy", i) for i in issuers] + ([("order", named)] if named is not None else [])
        yield _fact(context, verb, roles, "" if named is not None else _text(thing), "order.issued")


def _issuers(context: Context, verb: Token) -> list[int]:
    if is_passive(verb) and not any(c.dep_ == "agent" for c in verb.children):
        return []
    return arguments.actors(context, subjects(verb))


def _fact(context: Context, verb: Token, roles: list[tuple[str, int]], content: str, rule: str) -> Fact:
    values = attributes({"content": content})
    return context.fact("OrderIssued", roles, verb, rule, time=event_time(context, verb), values=values)


def _text(token: Token) -> str:
    """The words of what is ordered, in one line."""
    words_ = "".join(t.text_with_ws for t in token.doc[token.left_edge.i : token.right_edge.i + 1])
    text = " ".join(words_.split()).rstrip(" .,;")
    return text if len(text) <= _CONTENT else text[: text.rindex(" ", 0, _CONTENT)] + " ..."
