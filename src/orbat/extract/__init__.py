"""extract: an annotated `Doc` in, the mentions and facts of one document out; the last room with a `Doc`."""

from __future__ import annotations

from spacy.tokens import Doc

from orbat.extract.command import commands
from orbat.extract.context import Context
from orbat.extract.fates import fates
from orbat.extract.frames import events
from orbat.extract.named import named_events
from orbat.extract.numbers import quantities
from orbat.extract.orders import orders
from orbat.extract.posts import posts
from orbat.extract.sides import affiliations
from orbat.extract.subordination import subordinations
from orbat.model import CleanText, Document

__all__ = ["extract"]


def extract(doc: Doc, clean: CleanText) -> Document:
    """What the text of `doc` says: its mentions and the facts that rest on them, in the order of the text."""
    context = Context(doc, clean)
    led = list(commands(context))
    facts = [
        *led,
        *subordinations(context, led),
        *posts(context),
        *orders(context),
        *events(context),
        *named_events(context),
        *fates(context),
    ]
    known = list(affiliations(context, facts))
    facts += [*known, *quantities(context, known)]
    unique = dict.fromkeys(facts)
    ordered = sorted(
        unique, key=lambda f: (f.evidence.start, f.kind, [(a.role, a.mention) for a in f.arguments], f.values)
    )
    return Document(clean.source, context.mentions, tuple(ordered), clean.offsets.repairs)
