"""Events from verbs and nouns of war, by the frames in `rules/en/frames.jsonl`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import (
    ACTORS,
    Context,
    conjuncts,
    is_passive,
    objects,
    prepositional,
    subjects,
    words,
)
from orbat.extract.lists import dated, enumeration
from orbat.extract.modality import hypothetical, modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality
from orbat.rules import load
from orbat.rules.schema import Frame

Roles = dict[str, list[int]]
_LISTED = frozenset({"Capture", "Liberation"})
_NAMES = (Label.EVENT, Label.ORDER, Label.UNIT, Label.PLACE, Label.ORG)
_UNDER = frozenset({"under", "of", "by"})
_SETTING = frozenset({"with", "after", "during", "following", "despite"})
_LOCATING = ("at", "near", "around")


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
        if (frame := _misread(token)) is not None:
            yield from _flat(context, token, frame)
            continue
        pos = "VERB" if token.pos_ == "VERB" else "NOUN" if token.pos_ in {"NOUN", "PROPN"} else ""
        for frame in _by_lemma().get((pos, token.lemma_.lower()), ()):
            facts = list(_verb(context, token, frame) if pos == "VERB" else _noun(context, token, frame))
            yield from facts
            if facts:
                break


# ---------------------------------------------------------------- verbs
def _misread(token: Token) -> Frame | None:
    """The frame of a past form that a frame lists by itself and that the tagger took for a noun: *retook*."""
    if token.pos_ in {"NOUN", "PROPN"} and token.dep_ == "compound" and token.is_lower:
        return next((f for f in _by_lemma().get(("VERB", token.lower_), ()) if f.object == "place"), None)
    return None


def _flat(context: Context, verb: Token, frame: Frame) -> Iterator[Fact]:
    """Agent and place by their order alone, where the parser built no clause."""
    sentence = context.sentence(verb)
    before = context.inside(sentence.start, verb.i, *ACTORS)
    while before and any(
        t.lower_ in _UNDER for t in context.doc[max(context.spans[before[-1]].start - 3, 0) : verb.i]
    ):
        before.pop()  # *the army under General Kern retook Selm*
    place = context.at(verb.i + 1, Label.PLACE)
    if place is not None:
        roles: Roles = defaultdict(list, agent=before[-1:], place=[place])
        yield from _facts(context, verb, frame, roles, Modality.HAPPENED)


def _verb(context: Context, verb: Token, frame: Frame) -> Iterator[Fact]:
    if hypothetical(verb) or _other_sense(context, verb, frame):
        return
    phrase = _phrase(verb, frame)
    if frame.noun and phrase is None:
        return
    roles: Roles = defaultdict(list)
    if frame.subject:
        _fill(context, roles, frame.subject, subjects(verb), frame)
        if frame.subject == "agent" and not roles["agent"]:
            roles["agent"] += arguments.doers(context, verb)
        if not roles[frame.subject] and verb.dep_ == "xcomp":  # *took 2,000 men to attack Boston*
            _fill(context, roles, frame.subject, subjects(verb.head), frame)
    if frame.object:
        struck = objects(verb)
        if frame.object == frame.subject and roles[frame.subject]:
            struck = [o for o in struck if not _his(o)]  # *withdrew his army*: he is told already
        _fill(context, roles, frame.object, struck, frame)
    for head in (verb, *(objects(verb) if frame.troops else ())):  # *hurled his cavalry against them*
        _prepositions(context, roles, head, frame)
    if phrase is not None:
        _prepositions(context, roles, phrase, frame)
        if not roles["agent"] and frame.subject != "agent":  # *fell into British hands*
            roles["agent"] += _owners(context, phrase)
    if frame.object == "place" and not roles["place"]:
        _fill(context, roles, "place", _works_at(context, verb, frame), frame)
    yield from _facts(context, verb, frame, roles, modality(verb))


def _his(noun: Token) -> bool:
    return any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.children)


def _other_sense(context: Context, verb: Token, frame: Frame) -> bool:
    """*charged him with treason*; *withdrew his offer*; *was surprised by the speed of it*; *a demand to*."""
    if verb.dep_ == "acl" and verb.head.lower_ in words("nouns", "demand"):
        return True
    if frame.unless and any(c.lower_ in frame.unless for c in verb.children):
        return True
    if any(f.lower_ in words("nouns", "affair") for p, f in prepositional(verb) if p == "from"):
        return True  # *withdrew from the talks*, *retired from politics*
    if frame.subject == "agent" and is_passive(verb):
        by = [p for preposition, p in prepositional(verb) if preposition == "by"]
        if by and not any(_troops(context, p) or p.tag_ == "NNS" for p in by):
            return not arguments.actors(context, by)
    return frame.troops and any(not _troops(context, o) for o in objects(verb))


def _troops(context: Context, token: Token) -> bool:
    return (
        context.at(token, *ACTORS, Label.PLACE, Label.QUANTITY) is not None
        or token.pos_ == "PRON"
        or token.lower_ in words("nouns", "partitive")
        or token.lower_ in words("nouns", "shape") | words("nouns", "body")
    )


def _phrase(verb: Token, frame: Frame) -> Token | None:
    """The word that must go with the verb: *took **control***, *came under **attack***, *fell **back***."""
    if not frame.noun:
        return None
    beside = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass", "prt", "advmod"}]
    beside += [p for _, p in prepositional(verb)]
    return next((t for t in beside if t.lower_ in frame.noun), None)


def _works_at(context: Context, verb: Token, frame: Frame) -> list[Token]:
    """Where what was struck or taken stood: *the camps **at Selm***, *overran the position **at Selm***."""
    works = [o for o in objects(verb) if o.lower_ in words("nouns", "stronghold")]
    struck = works if frame.object_labels else objects(verb)
    beside = [p for o in struck for preposition, p in prepositional(o) if preposition in _LOCATING]
    if not beside and works:
        beside = [p for preposition, p in prepositional(verb) if preposition in _LOCATING]
    return [p for p in beside if arguments.places(context, [p])]


def _prepositions(context: Context, roles: Roles, head: Token, frame: Frame) -> None:
    for preposition, follower in _phrases(head):
        role = (frame.prepositions or {}).get(preposition)
        if role and not (role == "agent" and roles["agent"]):
            _fill(context, roles, role, [follower], frame)


def _phrases(head: Token) -> Iterator[tuple[str, Token]]:
    """Prepositions with what follows, *out of* as one."""
    for child in head.children:
        if child.lower_ == "out":
            yield from (("out of", f) for c in child.children if c.lower_ == "of" for f in c.children)
    yield from prepositional(head)


def _fill(context: Context, roles: Roles, role: str, tokens: list[Token], frame: Frame) -> None:
    """Puts what `tokens` stand for under `role`; what is attacked may be a place or an opponent."""
    if role in {"place", "origin", "destination"}:
        found = arguments.places(context, tokens)
        if not found and role == "place" and frame.kind not in _LISTED and not frame.object_labels:
            role, found = "opponent", arguments.actors(context, tokens)
    else:
        found = arguments.actors(context, tokens)
        if not found and role == "opponent" and role not in {frame.subject, frame.object}:
            role, found = "place", arguments.places(context, tokens)
    if role == frame.object and frame.object_labels:
        found = [i for i in found if context.mentions[i].label in frame.object_labels]
    roles[role] += [i for i in found if all(i not in other for other in roles.values())]


# ---------------------------------------------------------------- nouns
def _noun(context: Context, noun: Token, frame: Frame) -> Iterator[Fact]:
    if context.at(noun, *_NAMES) is not None or _in_title(noun):
        return
    carrier = _carrier(noun)
    clause = carrier if carrier is not None else noun
    if hypothetical(clause):
        return
    roles: Roles = defaultdict(list)
    kin = _kin(noun)
    for one in kin:
        if frame.object and not roles[frame.object]:
            of = [p for preposition, p in prepositional(one) if preposition == "of"]
            _fill(context, roles, frame.object, of, frame)
        _prepositions(context, roles, one, frame)
    for one in kin:
        if not roles["agent"]:
            roles["agent"] += _owners(context, one)
    if carrier is not None:
        if not roles["agent"] and noun.dep_ not in {"nsubj", "conj"}:
            roles["agent"] += arguments.actors(context, subjects(carrier))
        _prepositions(context, roles, carrier, frame)
    located = any(roles[role] for role in ("place", "origin", "destination"))
    if (
        carrier is None
        and not (roles["agent"] and (located or _asserted(noun)))
        and frame.kind not in _LISTED
    ):
        return
    yield from _facts(context, noun, frame, roles, _how(noun, carrier), carrier)


def _in_title(noun: Token) -> bool:
    """The noun is part of a name that no mention covers: *the Front for the Liberation of Selm*."""
    return noun.pos_ == "PROPN" and noun.is_title and not noun.is_sent_start


def _how(noun: Token, carrier: Token | None) -> Modality:
    if carrier is None or noun.dep_ != "dobj" or modality(noun) is Modality.HAPPENED:
        return modality(carrier if carrier is not None else noun)
    return modality(noun)


def _kin(noun: Token) -> list[Token]:
    """The noun and those of action beside it, which share what stands around them: *siege and capture of*."""
    named = _by_lemma()
    return [noun] + [t for t in conjuncts(noun) if t.i != noun.i and ("NOUN", t.lemma_.lower()) in named]


def _owners(context: Context, noun: Token) -> list[int]:
    """Whose act, hands or power the noun is: *Lee's*, *German*, *of the Germans*."""
    owner = [c for c in noun.children if c.dep_ == "poss"]
    if found := arguments.actors(context, owner):
        return found
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod", "nsubj"}:
            for index in context.covering(child):
                if context.mentions[index].label in {Label.SIDE, Label.UNIT}:
                    return [index]
    return []


def _carrier(noun: Token) -> Token | None:
    """The verb that carries a noun of action: *launched* an attack, the attack *began*, *took part* in it."""
    verb = noun.head
    if noun.dep_ == "conj":
        return _carrier(noun.head) if noun.head.i != noun.i else None
    if noun.dep_ in {"dobj", "nsubjpass"} and verb.lemma_ in words("verbs", "light"):
        return verb
    if noun.dep_ == "nsubj" and verb.lemma_ in words("verbs", "aspect"):
        return verb
    if noun.dep_ == "pobj" and verb.lower_ == "in":
        governor = verb.head if verb.head.pos_ == "VERB" else verb.head.head  # *take part in* hangs on *part*
        if governor.lemma_ in words("verbs", "partake") and not is_passive(governor):
            return governor
    return None


def _asserted(noun: Token) -> bool:
    """A clause tells of the act itself: *their assaults drove him back*, *he repulsed the Union attack*."""
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        return noun.head.pos_ == "VERB"
    if noun.dep_ == "pobj" and noun.head.lower_ in _SETTING and noun.head.head.pos_ in {"VERB", "AUX"}:
        return True
    return noun.dep_ == "dobj" and noun.head.lemma_ in words("verbs", "against")


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
    places = enumeration(context, roles["place"], clause, Label.PLACE)
    others = [(role, i) for role, found in roles.items() for i in found if role != "place"]
    for place, time in dated(context, places, clause):
        yield context.fact(frame.kind, [*others, ("place", place)], clause, frame.id, time=time, modality=how)


def _complete(roles: Roles, frame: Frame) -> bool:
    needs = frame.needs or ("agent|place",)
    return all(any(roles[role] for role in need.split("|")) for need in needs)
