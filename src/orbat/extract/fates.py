"""What became of people: killed, wounded, captured."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.symbols import VERB
from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, objects, prepositional, words
from orbat.extract.modality import hypothetical, modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, attributes

_FATES = ("killed", "wounded", "captured")


def fates(context: Context) -> Iterator[Fact]:
    """A Casualty for each named person whom the text says was killed, wounded or captured."""
    for verb in context.doc:
        fate = _fate(verb) if verb.pos == VERB else None
        if fate is None or hypothetical(verb) or modality(verb) is not Modality.HAPPENED:
            continue
        kind, struck = fate
        for person in arguments.persons(context, [t for t in struck if _one_man(t)]):
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
            return kind, arguments.acting(verb)
    if lemma in words("verbs", "fall") and _in_battle(verb):
        return "killed", arguments.acting(verb)
    if lemma in words("verbs", "seize") and _as_captive(verb):
        return "captured", [t for t in objects(verb) if t.lower_ not in words("nouns", "captive")]
    if lemma in words("verbs", "give-life") and _objects_in(verb, "life"):
        return "killed", arguments.acting(verb)
    return None


def _one_man(token: Token) -> bool:
    """A name or a word for one man; whose men fell did not fall himself: *shot **them** down*."""
    if token.pos_ == "PRON":
        return token.lower_ not in words("nouns", "many")
    troops = words("nouns", "body") | words("nouns", "partitive") | words("nouns", "shape")
    return token.pos_ == "PROPN" or (token.tag_ != "NNS" and token.lower_ not in troops)


def _as_captive(verb: Token) -> bool:
    """*was taken **prisoner***, *made him **prisoner***."""
    return any(c.lower_ in words("nouns", "captive") and c.tag_ == "NN" for c in verb.children)


def _objects_in(verb: Token, group: str) -> bool:
    return any(c.dep_ == "dobj" and c.lower_ in words("nouns", group) for c in verb.children)


def _in_battle(verb: Token) -> bool:
    """*fell **at the head** of his men*, *fell **in action***, *fell **leading** the charge*."""
    if any(
        f.lower_ in words("nouns", "combat")
        for p, f in prepositional(verb)
        if p in words("prepositions", "amid")
    ):
        return True
    return any(c.dep_ in {"advcl", "xcomp"} and c.lower_ == "leading" for c in verb.children)
