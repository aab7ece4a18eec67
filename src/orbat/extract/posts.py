"""Appointments, dismissals and promotions."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, objects, prepositional, subjects, words
from orbat.extract.frames import modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, attributes


def posts(context: Context) -> Iterator[Fact]:
    """Who was put into, removed from or raised in a post, by whom and when."""
    for verb in context.doc:
        if verb.pos_ != "VERB" or modality(context, verb) is Modality.DENIED:
            continue
        lemma = verb.lemma_.lower()
        if lemma in words("verbs", "appoint"):
            yield from _appointed(context, verb)
        elif lemma in words("verbs", "become"):
            yield from _became(context, verb)
        elif lemma in words("verbs", "replace"):
            yield from _replaced(context, verb)
        elif lemma in words("verbs", "dismiss"):
            yield from _dismissed(context, verb)
        elif lemma in words("verbs", "promote"):
            yield from _promoted(context, verb)


def _people(context: Context, tokens: list[Token]) -> list[int]:
    return arguments.mentions(context, tokens, [Label.PERSON])


def _post(
    context: Context, kind: str, verb: Token, people: list[int], agents: list[int], post: Token | None
) -> Iterator[Fact]:
    for person in people:
        roles = [("person", person), *(("agent", a) for a in agents if a != person)]
        units = arguments.mentions(context, [post], [Label.UNIT]) if post is not None else []
        if post is not None and not units:
            units = context.inside(post.left_edge.i, post.right_edge.i + 1, Label.UNIT)
        yield context.fact(
            kind,
            [*roles, *(("unit", u) for u in units[:1])],
            verb,
            f"post.{kind.lower()}",
            time=event_time(context, verb),
            modality=modality(context, verb),
            values=attributes({"position": _words(post)}),
        )


def _words(post: Token | None) -> str:
    """The words of a post without article and clauses: *Acting Chief of General Staff*."""
    if post is None:
        return ""
    tokens = []
    for token in post.subtree:
        if (
            token.dep_ in {"relcl", "advcl", "acl"}
            or token.pos_ == "VERB"
            or token.text in {",", ";", "("}
            or (
                token.i > post.i
                and token.lower_ in {"and", "by", "because", "on", "in", "after"}
                and _stands_free(token)
            )
        ):
            if token.i > post.i:
                break
            continue
        tokens.append(token)
    while tokens and tokens[0].lower_ in {"the", "a", "an", "his", "their"}:
        tokens.pop(0)
    return " ".join("".join(t.text_with_ws for t in tokens).split())


def _stands_free(token: Token) -> bool:
    """The word stands free, not inside *Commander-in-Chief*."""
    return bool(token.doc[token.i - 1].whitespace_)


def _as(verb: Token) -> Token | None:
    """What stands for the post: *as commander*, *commander* after *appointed him*, *to command of*."""
    for child in verb.children:
        if child.dep_ in {"oprd", "attr"} and child.pos_ in {"NOUN", "PROPN"}:
            return child
    for preposition, follower in prepositional(verb):
        if preposition in {"as", "to"} and follower.pos_ in {"NOUN", "PROPN"}:
            return follower
    return None


def _appointed(context: Context, verb: Token) -> Iterator[Fact]:
    post = _as(verb)
    done_to = [o for o in objects(verb) if post is None or o.i != post.i]
    agents = (
        []
        if is_passive(verb) and not any(c.dep_ == "agent" for c in verb.children)
        else arguments.actors(context, subjects(verb))
    )
    people = _people(context, done_to)
    if post is not None or verb.lemma_ in {"appoint", "nominate"}:
        yield from _post(context, "Appointment", verb, people, agents, post)


def _became(context: Context, verb: Token) -> Iterator[Fact]:
    post = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"attr", "oprd", "dobj", "acomp"} and c.pos_ in {"NOUN", "PROPN"}
        ),
        None,
    )
    if post is not None and ({t.lower_ for t in post.subtree} & words("nouns", "post")):
        yield from _post(context, "Appointment", verb, _people(context, subjects(verb)), [], post)


def _replaced(context: Context, verb: Token) -> Iterator[Fact]:
    """*Gage was replaced by Howe as commander*; *replaced Gage with Howe*; *Howe replaced Gage*."""
    post = next((f for p, f in prepositional(verb) if p == "as"), None)
    out = _people(context, objects(verb))
    by = [f for p, f in prepositional(verb) if p in {"with", "by"}]
    into = _people(context, by)
    agents: list[int] = []
    if not is_passive(verb):
        if into:
            agents = arguments.actors(context, subjects(verb))
        else:
            into = _people(context, subjects(verb))
    if out:
        yield from _post(context, "Dismissal", verb, out, agents, post)
        yield from _post(context, "Appointment", verb, [i for i in into if i not in out], agents, post)


def _dismissed(context: Context, verb: Token) -> Iterator[Fact]:
    """*removed Brauchitsch from the post of commander*; *were dismissed from their posts*."""
    post = next((f for p, f in prepositional(verb) if p in {"from", "of", "as"}), None)
    if post is not None and post.lower_ in {"post", "posts", "position", "office", "command"}:
        post = next((f for p, f in prepositional(post) if p == "of"), None)
    people = _people(context, objects(verb))
    passive = is_passive(verb)
    if verb.lemma_ == "relieve" and post is None and not passive:  # to relieve a man may be to rescue him
        return
    agents = (
        arguments.actors(context, subjects(verb))
        if not passive or any(c.dep_ == "agent" for c in verb.children)
        else []
    )
    yield from _post(context, "Dismissal", verb, people, agents, post)


def _promoted(context: Context, verb: Token) -> Iterator[Fact]:
    post = next((f for p, f in prepositional(verb) if p == "to"), None)
    passive = is_passive(verb)
    agents = arguments.actors(context, subjects(verb)) if not passive else []
    yield from _post(context, "Promotion", verb, _people(context, objects(verb)), agents, post)
