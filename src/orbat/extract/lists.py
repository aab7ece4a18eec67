"""Lists under one verb whose members have dates of their own: *took Lens on the 2nd, Loos on the 3rd*."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract.context import Context, words
from orbat.extract.times import event_time
from orbat.model import Label, TimeSpan


def enumeration(context: Context, found: list[int], clause: Token, label: Label) -> list[int]:
    """The mentions `found` and those with `label` that follow in one list, whatever the parser made of it."""
    found = list(found)
    last = max(found, key=lambda i: context.spans[i].end)
    at = max(context.spans[last].end, clause.i + 1)  # *Kaluga fell on the 12th, Rzhev on the 14th*
    end = context.sentence(context.spans[last].start).end
    joint = False
    while at < end:
        token = context.doc[at]
        index = context.at(at, label)
        if index is not None and label is Label.PLACE and _region(context, index):
            at, joint = context.spans[index].end, False
        elif index is not None and joint and not _subject(context.spans[index].root):
            found.append(index)
            at, joint = context.spans[index].end, False
        elif joint and label is Label.PERSON and token.pos_ == "PROPN" and index is None:
            at += 1  # his rank
        elif token.lower_ in words("prepositions", "joint"):
            at, joint = at + 1, True
        elif context.at(at, Label.DATE, Label.TIME) is not None or token.lower_ in words(
            "prepositions", "between"
        ):
            at += 1
        else:
            break
    return sorted(
        {i for i in found if i == found[0] or label is not Label.PLACE or not _region(context, i)},
        key=lambda i: context.spans[i].start,
    )


def _region(context: Context, index: int) -> bool:
    """The parser takes the name for the country of the one before: *Selm, **South Tyrol**, *."""
    span = context.spans[index]
    root, start, end = span.root, span.start, span.end
    if root.dep_ != "appos" or start < 2 or context.doc[start - 1].text != ",":
        return False
    beside = context.at(start - 2, Label.PLACE)
    closed = end >= len(context.doc) or context.doc[end].text in {",", ".", ";", ")"}
    return beside is not None and context.spans[beside].root.i == root.head.i and closed


def _subject(token: Token) -> bool:
    """A clause of its own begins with the name."""
    return token.dep_ in {"nsubj", "nsubjpass"}


def dated(context: Context, members: list[int], clause: Token) -> Iterator[tuple[int, TimeSpan | None]]:
    """Each member of a list with its date."""
    for n, member in enumerate(members):
        until = context.spans[members[n + 1]].start if n + 1 < len(members) else context.sentence(clause).end
        near = context.spans[member][-1] if len(members) > 1 else None
        yield member, event_time(context, clause, near, until, first=context.spans[members[0]].start)
