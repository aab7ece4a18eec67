"""Orders: named ones that were issued, and commands that are only described."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.symbols import NOUN, VERB
from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import (
    ACTORS,
    Context,
    is_passive,
    negated,
    objects,
    prepositional,
    words,
)
from orbat.extract.modality import hypothetical
from orbat.extract.times import event_time
from orbat.model import Fact, Label, attributes

_CONTENT = 200  # characters of what is ordered that a label and a search need


def orders(context: Context) -> Iterator[Fact]:
    """Who ordered what of whom, and when."""
    noun = words("nouns", "order") - words("nouns", "command")
    told, issued = words("verbs", "order"), words("verbs", "issue")
    either = told | issued
    for token in context.doc:
        if token.pos == NOUN and token.lower_ in noun:
            yield from _by_noun(context, token)
        if token.pos != VERB or token.lemma_ not in either or negated(token) or hypothetical(token):
            continue
        if token.lemma_ in told and not _leads(token):
            yield from _ordered(context, token)
        if token.lemma_ in issued:
            yield from _issued(context, token)


def _ordered(context: Context, verb: Token) -> Iterator[Fact]:
    """*Hitler ordered the army to stand*; *demanded that every village be defended*; *ordered a parade*."""
    clause = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i), None)
    if clause is not None and _statement(clause):
        return
    things = objects(verb)
    issuers = _issuers(context, verb)
    told = things if clause is not None else [t for t in things if context.at(t, *ACTORS) is not None]
    addressed = arguments.actors(context, told)  # not of *ordered Villa's execution*
    if clause is not None and not addressed:
        addressed = arguments.actors(
            context, [c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}]
        )
    content = clause or next((t for t in things if context.at(t, *ACTORS) is None), None)
    if clause is None and content is not None and _goods(context, content):
        return
    if verb.lemma_ != "order" and clause is None:
        return
    if not issuers or (content is None and not addressed):
        return
    roles = [("issuedBy", i) for i in issuers] + [("addressedTo", a) for a in addressed if a not in issuers]
    yield _fact(context, verb, roles, _text(content if content is not None else verb), "order.verb")


def _goods(context: Context, thing: Token) -> bool:
    """What is ordered is bought: *ordered 400 armoured cars*."""
    return context.at(thing, Label.EQUIPMENT, Label.QUANTITY) is not None


def _statement(clause: Token) -> bool:
    """What is told is no order: *told us what they wanted*, *told him that they had won*."""
    asked = any(t.tag_ in {"WP", "WRB", "WDT"} for t in clause.lefts)
    verbs = [clause, *(c for c in clause.children if c.dep_ in {"aux", "auxpass"})]
    return asked or any(v.tag_ in {"VBD", "VBZ", "VBP", "MD"} for v in verbs)


def _leads(verb: Token) -> bool:
    """*the corps commanded by Howard*: he leads it, whatever follows."""
    return verb.lemma_ in words("verbs", "lead") and is_passive(verb)


def _by_noun(context: Context, noun: Token) -> Iterator[Fact]:
    """*on Hitler's orders*, *under orders from Lee*, *Grant's order to attack*, *by order of the king*."""
    carried = noun.dep_ == "pobj" and noun.head.lower_ in words("prepositions", "orders")
    content = next((c for c in noun.children if c.dep_ == "acl"), None)
    if context.at(noun, Label.ORDER) is not None or not (carried or content is not None):
        return
    owners = [c for c in noun.children if c.dep_ == "poss"]
    owners += [f for p, f in prepositional(noun) if p == "from" or (p == "of" and carried)]
    issuers = arguments.actors(context, owners)
    if issuers:
        text = _text(content) if content is not None else ""
        yield _fact(context, noun, [("issuedBy", i) for i in issuers], text, "order.noun")


def _issued(context: Context, verb: Token) -> Iterator[Fact]:
    """*issued Order No. 0317*; *signed an order to shift to defence*; *imposed martial law*."""
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
    return arguments.doers(context, verb)


def _fact(context: Context, verb: Token, roles: list[tuple[str, int]], content: str, rule: str) -> Fact:
    values = attributes({"content": content})
    return context.fact("OrderIssued", roles, verb, rule, time=event_time(context, verb), values=values)


def _text(token: Token) -> str:
    """The words of what is ordered, in one line."""
    words_ = "".join(t.text_with_ws for t in token.doc[token.left_edge.i : token.right_edge.i + 1])
    text = " ".join(words_.split()).rstrip(" .,;")
    return text if len(text) <= _CONTENT else text[: text.rindex(" ", 0, _CONTENT)] + " ..."
