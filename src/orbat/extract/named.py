"""When and where the named battles, campaigns and wars of a text were."""

from __future__ import annotations

from collections.abc import Iterator

from orbat.extract.context import Context
from orbat.extract.times import event_time
from orbat.model import Fact, Label


def named_events(context: Context) -> Iterator[Fact]:
    """A fact on each named event that a clause dates or places as its subject or setting."""
    for index in context.of_label(Label.EVENT):
        span = context.spans[index]
        root = span.root
        verb = root.head
        if root.dep_ == "pobj" and root.head.lower_ in {"at", "in", "during"}:
            verb = root.head.head
        if root.dep_ not in {"nsubj", "nsubjpass", "pobj"} or verb.pos_ not in {"VERB", "AUX"}:
            continue
        time = event_time(context, verb)
        kind = context.mentions[index].get("kind", "Battle")
        if time is not None:
            yield context.fact(kind, [("event", index)], root, "event.named", time=time)
