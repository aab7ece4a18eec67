"""Events from verbs and nouns of war, by the frames in `rules/en/frames.jsonl`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import (
    Context,
    negated,
    objects,
    prepositional,
    subjects,
    words,
)
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality
from orbat.rules import load
from orbat.rules.schema import Frame

Roles = dict[str, list[int]]
_LISTED = frozenset({"Capture", "Liberation"})


@cache
def _by_lemma() -> dict[tuple[str, str], tuple[Frame, ...]]:
    index: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in load("frames", Frame):
        for lemma in frame.lemmas:
            index[frame.pos, lemma].append(frame)
    return {key: tuple(frames) for key, frames in index.items()}


def events(context: Context) -> Iterator[Fact]:
    """Everything that a verb or noun of the frames says happened, was ordered, planned or denied."""
    for token in context.doc:
        pos = "VERB" if token.pos_ == "VERB" else "NOUN" if token.pos_ in {"NOUN", "PROPN"} else ""
        for frame in _by_lemma().get((pos, token.lemma_.lower()), ()):
            facts = list(_verb(context, token, frame) if pos == "VERB" else _noun(context, token, frame))
            yield from facts
            if facts:
                break


# ---------------------------------------------------------------- verbs
def _verb(context: Context, verb: Token, frame: Frame) -> Iterator[Fact]:
    roles: Roles = defaultdict(list)
    _fill(context, roles, frame.subject, subjects(verb), frame)
    if frame.object:
        _fill(context, roles, frame.object, objects(verb), frame)
    _prepositions(context, roles, verb, frame)
    yield from _facts(context, verb, frame, roles, modality(context, verb))


def _prepositions(context: Context, roles: Roles, head: Token, frame: Frame) -> None:
    for preposition, follower in prepositional(head):
        role = (frame.prepositions or {}).get(preposition)
        if role and not (role == "agent" and roles["agent"]):
            _fill(context, roles, role, [follower], frame)


def _fill(context: Context, roles: Roles, role: str, tokens: list[Token], frame: Frame) -> None:
    """Puts what `tokens` stand for under `role`; what is attacked may be a place or an opponent."""
    if role in {"place", "origin", "destination"}:
        found = arguments.places(context, tokens)
        if not found and role == "place" and frame.subject != "place" and not frame.object_labels:
            role, found = "opponent", arguments.actors(context, tokens)
    else:
        found = arguments.actors(context, tokens)
        if not found and role == "opponent":
            role, found = "place", arguments.places(context, tokens)
    roles[role] += [i for i in found if all(i not in other for other in roles.values())]


# ---------------------------------------------------------------- nouns
def _noun(context: Context, noun: Token, frame: Frame) -> Iterator[Fact]:
    if context.at(noun, Label.EVENT, Label.ORDER, Label.UNIT, Label.PLACE) is not None:
        return
    roles: Roles = defaultdict(list)
    carrier = _carrier(noun)
    if frame.object:
        of = [p for preposition, p in prepositional(noun) if preposition == "of"]
        _fill(context, roles, frame.object, of, frame)
    _prepositions(context, roles, noun, frame)
    owner = [c for c in noun.children if c.dep_ == "poss"]
    roles["agent"] += [i for i in arguments.actors(context, owner) if i not in roles["agent"]]
    if not roles["agent"]:
        side = [
            i
            for c in noun.children
            if c.dep_ in {"amod", "compound", "nmod", "nsubj"} and (i := _modifier(context, c)) is not None
        ]
        roles["agent"] += side[:1]
    if carrier is not None:
        if not roles["agent"] and noun.dep_ in {"dobj", "nsubjpass"}:
            roles["agent"] += arguments.actors(context, subjects(carrier))
        _prepositions(context, roles, carrier, frame)
    located = any(roles[role] for role in ("place", "origin", "destination"))
    if carrier is None and not (roles["agent"] and located) and frame.kind not in _LISTED:
        return
    yield from _facts(
        context, noun, frame, roles, modality(context, carrier if carrier is not None else noun), carrier
    )


def _modifier(context: Context, token: Token) -> int | None:
    """A side or formation before a noun: the adjective in *German attack* is a side that acts."""
    for index in context.covering(token):
        if context.mentions[index].label in {Label.SIDE, Label.UNIT}:
            return index
    return None


def _carrier(noun: Token) -> Token | None:
    """The verb that carries a noun of action: *launched* an attack, the attack *began*."""
    verb = noun.head
    if noun.dep_ == "conj":
        return _carrier(noun.head) if noun.head.i != noun.i else None
    if noun.dep_ in {"dobj", "nsubjpass"} and verb.lemma_ in words("verbs", "light"):
        return verb
    if noun.dep_ == "nsubj" and verb.lemma_ in words("verbs", "aspect"):
        return verb
    return None


# ---------------------------------------------------------------- facts
def _facts(
    context: Context, head: Token, frame: Frame, roles: Roles, how: Modality, carrier: Token | None = None
) -> Iterator[Fact]:
    if not _complete(roles, frame):
        return
    clause = carrier if carrier is not None else head
    if frame.kind in _LISTED and roles["place"]:
        yield from _listed(context, clause, frame, roles, how)
        return
    arguments_ = [(role, i) for role, found in roles.items() for i in found]
    time = event_time(context, clause)
    yield context.fact(frame.kind, arguments_, head, frame.id, time=time, modality=how)


def _listed(context: Context, clause: Token, frame: Frame, roles: Roles, how: Modality) -> Iterator[Fact]:
    """One change of control a place, each with its own date: *took Lens on the 2nd, Loos on the 3rd*."""
    places = _enumeration(context, roles["place"], clause)
    others = [(role, i) for role, found in roles.items() for i in found if role != "place"]
    for n, place in enumerate(places):
        until = context.spans[places[n + 1]].start if n + 1 < len(places) else context.sentence(clause).end
        near = context.spans[place][-1] if len(places) > 1 else None
        time = event_time(context, clause, near, until, first=context.spans[places[0]].start)
        yield context.fact(frame.kind, [*others, ("place", place)], clause, frame.id, time=time, modality=how)


def _enumeration(context: Context, places: list[int], clause: Token) -> list[int]:
    """`places` and those that follow in one list, whatever the parser made of it."""
    found = list(places)
    last = max(found, key=lambda i: context.spans[i].end)
    at = max(context.spans[last].end, clause.i + 1)  # *Kaluga fell on the 12th, Rzhev on the 14th*
    end = context.sentence(context.spans[last].start).end
    comma = False
    while at < end:
        token = context.doc[at]
        index = context.at(at, Label.PLACE)
        if index is not None and comma and context.spans[index].root.dep_ not in {"nsubj", "nsubjpass"}:
            found.append(index)
            at, comma = context.spans[index].end, False
        elif token.lower_ in {",", "and", "then"}:
            at, comma = at + 1, True
        elif context.at(at, Label.DATE, Label.TIME) is not None or token.lower_ in {"on", "the", "in", "by"}:
            at += 1
        else:
            break
    return sorted(set(found), key=lambda i: context.spans[i].start)


def _complete(roles: Roles, frame: Frame) -> bool:
    needs = frame.needs or ("agent|place",)
    return all(any(roles[role] for role in need.split("|")) for need in needs)


# ---------------------------------------------------------------- modality
def modality(context: Context, verb: Token) -> Modality:
    """Whether what `verb` says happened, was ordered, only planned, or denied."""
    if negated(verb):
        return Modality.DENIED
    head = verb.head
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and head.lemma_ in words("verbs", "order") and infinitive:
        return Modality.ORDERED
    if verb.dep_ == "dobj":  # a noun under *ordered*
        return Modality.ORDERED if head.lemma_ in words("verbs", "order") else Modality.HAPPENED
    if verb.dep_ in {"xcomp", "acl", "advcl", "relcl"} and infinitive:
        achieved = verb.dep_ == "xcomp" and head.lemma_ in words("verbs", "achieve")
        achieved = achieved or (
            verb.dep_ == "acl" and head.dep_ == "dobj" and head.head.lemma_ in words("verbs", "light")
        )
        return Modality.HAPPENED if achieved else Modality.PLANNED
    if verb.dep_ == "pcomp" and head.lower_ == "of" and head.head.lower_ in words("nouns", "intent"):
        return Modality.PLANNED
    if verb.dep_ == "conj" and verb.pos_ == "VERB" and head.pos_ == "VERB" and not _own_tense(verb):
        return modality(context, head)
    return Modality.HAPPENED


def _own_tense(verb: Token) -> bool:
    return verb.tag_ in {"VBD", "VBZ", "VBP"} or any(c.dep_ in {"aux", "auxpass"} for c in verb.children)
