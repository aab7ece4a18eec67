"""What became of people: killed, wounded, captured."""

from __future__ import annotations

from collections.abc import Iterator

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, negated, objects, subjects, words
from orbat.extract.frames import modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, attributes

_FATES = ("killed", "wounded", "captured")


def fates(context: Context) -> Iterator[Fact]:
    """A Casualty for each named person whom the text says was killed, wounded or captured."""
    for verb in context.doc:
        if verb.pos_ != "VERB" or negated(verb) or modality(context, verb) is not Modality.HAPPENED:
            continue
        lemma = verb.lemma_.lower()
        for fate in _FATES:
            if lemma in words("verbs", fate):
                struck = objects(verb)
            elif lemma in words("verbs", f"be-{fate}") and not is_passive(verb):
                struck = subjects(verb)
            else:
                continue
            for person in arguments.mentions(context, struck, [Label.PERSON]):
                roles = [("person", person)]
                values = attributes({"lossKind": fate})
                time = event_time(context, verb)
                yield context.fact("Casualty", roles, verb, f"fate.{fate}", time=time, values=values)
