"""The fact of a post: who comes to it or leaves it, by whose will, and the words for it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, words
from orbat.extract.lists import dated, enumeration
from orbat.extract.modality import modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, attributes


def post_fact(
    context: Context, kind: str, verb: Token, people: list[int], agents: list[int], post: Token | None
) -> Iterator[Fact]:
    """A fact of `kind` for each of `people`, with its own date in a list; `post` is the noun of the post."""
    if not people:
        return
    units = arguments.mentions(context, [post], [Label.UNIT]) if post is not None else []
    if post is not None and not units:
        units = context.inside(post.left_edge.i, post.right_edge.i + 1, Label.UNIT)
    passive = verb.pos_ == "VERB" and is_passive(verb)
    listed = enumeration(context, people, verb, Label.PERSON) if passive else people
    times = dated(context, listed, verb) if len(listed) > len(people) else None
    for person, time in times or ((p, event_time(context, verb)) for p in people):
        roles = [("person", person), *(("agent", a) for a in agents if a != person)]
        yield context.fact(
            kind,
            [*roles, *(("unit", u) for u in units[:1])],
            verb,
            f"post.{kind.lower()}",
            time=time,
            modality=modality(verb),
            values=attributes({"position": _words(post)}),
        )


def _words(post: Token | None) -> str:
    """The words of a post without article and clauses: *Acting Chief of General Staff*."""
    if post is None or post.pos_ == "VERB":
        return ""
    tokens = []
    for token in post.subtree:
        if (
            any(t.dep_ == "relcl" for t in _path(token, post))
            or token.dep_ in {"advcl", "acl"}
            or token.pos_ == "VERB"
            or token.text in {",", ";", "("}
            or (token.i > post.i and token.lower_ in words("tenure", "post-end") and _stands_free(token))
        ):
            if token.i > post.i:
                break
            continue
        tokens.append(token)
    while tokens and tokens[0].lower_ in words("tenure", "post-opening"):
        tokens.pop(0)
    return " ".join("".join(t.text_with_ws for t in tokens).split())


def _path(token: Token, noun: Token) -> Iterator[Token]:
    """The token and those above it, up to `noun`."""
    while token.i != noun.i:
        yield token
        token = token.head


def _stands_free(token: Token) -> bool:
    """The word stands free, not inside *Commander-in-Chief*."""
    return bool(token.doc[token.i - 1].whitespace_)


def agents_of(context: Context, verb: Token) -> list[int]:
    """Who appoints or dismisses: the subject, in the passive only *by* whom."""
    if is_passive(verb) and not any(c.dep_ == "agent" for c in verb.children):
        return []
    return arguments.doers(context, verb)
