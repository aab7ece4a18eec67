"""What became of people: killed, wounded, captured."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, objects, subjects, words
from orbat.extract.modality import hypothetical, modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, attributes

_FATES = ("killed", "wounded", "captured")


def fates(context: Context) -> Iterator[Fact]:
    """A Casualty for each named person whom the text says was killed, wounded or captured."""
    for verb in context.doc:
        fate = _fate(verb) if verb.pos_ == "VERB" else None
        if fate is None or hypothetical(verb) or modality(verb) is not Modality.HAPPENED:
            continue
        kind, struck = fate
        for person in arguments.mentions(context, struck, [Label.PERSON]):
            if context.at(context.spans[person].root, Label.QUANTITY) is not None:
                continue  # *killed 6,000 Selmites*
            values = attributes({"lossKind": kind})
            time = event_time(context, verb)
            yield context.fact(
                "Casualty", [("person", person)], verb, f"fate.{kind}", time=time, values=values
            )


def _fate(verb: Token) -> tuple[str, list[Token]] | None:
    """What the verb says became of whom; None for other verbs."""
    lemma = verb.lemma_.lower()
    for kind in _FATES:
        if lemma in words("verbs", kind):
            return kind, objects(verb)
        if lemma in words("verbs", f"be-{kind}") and not is_passive(verb):
            return kind, subjects(verb)
    return None
