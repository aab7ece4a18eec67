"""When the named battles, campaigns and wars of a text were, and who won them."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, objects, subjects, words
from orbat.extract.modality import hypothetical, modality
from orbat.extract.times import bracket_time, event_time
from orbat.model import Fact, Label, Modality

Roles = list[tuple[str, int]]
_TOLD = frozenset({"nsubj", "nsubjpass", "pobj", "dobj"})


def named_events(context: Context) -> Iterator[Fact]:
    """A fact on each named event that a clause dates as its subject or setting, or tells the victor of."""
    for index in context.of_label(Label.EVENT):
        root = context.spans[index].root
        verb = root.head
        if root.dep_ == "pobj" and root.head.lower_ in words("prepositions", "amid"):
            verb = root.head.head
        kind, told_of = context.mentions[index].get("kind", "Battle"), root.dep_ in _TOLD
        within = bracket_time(context, root)
        if not told_of or verb.pos_ not in {"VERB", "AUX"}:
            if within is not None:
                yield context.fact(kind, [("event", index)], root, "event.named", time=within)
            continue
        if kind == "War" and root.dep_ == "pobj" and within is None:
            continue  # what happened in a war dates no war
        told = _outcome(context, root, verb) or _waged(context, root, verb)
        if root.dep_ == "dobj" and not told:
            continue
        time = within or event_time(context, verb)
        if time is not None or told:
            yield context.fact(kind, [("event", index), *told], root, "event.named", time=time)


def _waged(context: Context, event: Token, verb: Token) -> Roles:
    """Who set it going: *the Germans **launched** Operation Selm*."""
    if event.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_.lower() not in words("verbs", "launch"):
        return []
    if hypothetical(verb) or modality(verb) is not Modality.HAPPENED:
        return []
    return [("agent", i) for i in arguments.doers(context, verb) if i != context.at(event, Label.EVENT)]


def _outcome(context: Context, event: Token, verb: Token) -> Roles:
    """Who won and who lost: *Dorn won the Battle of Selm*, *Kern was beaten at the Battle of Selm*."""
    if verb.pos_ != "VERB" or hypothetical(verb) or modality(verb) is not Modality.HAPPENED:
        return []
    lemma, of_verb = verb.lemma_.lower(), event.dep_ in {"dobj", "nsubjpass"}
    if of_verb and lemma in words("verbs", "win"):
        return [("victor", i) for i in arguments.actors(context, subjects(verb))]
    if of_verb and lemma in words("verbs", "lose"):
        return [("defeated", i) for i in arguments.actors(context, subjects(verb))]
    if event.dep_ != "pobj" or lemma not in words("verbs", "defeat"):
        return []
    winners = subjects(verb) if not is_passive(verb) or any(c.dep_ == "agent" for c in verb.children) else []
    won = [("victor", i) for i in arguments.actors(context, winners)]
    lost = [("defeated", i) for i in arguments.actors(context, objects(verb)) if ("victor", i) not in won]
    return won + lost
