"""Events that a noun of action tells: *the German capture of Selm*, *launched an attack on Selm*."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, conjuncts, is_passive, prepositional, words
from orbat.extract.modality import hypothetical, modality
from orbat.extract.roles import LISTED, SPATIAL, Roles, facts, fill, fill_prepositions, owners
from orbat.model import Fact, Label, Modality
from orbat.rules import load
from orbat.rules.schema import Frame

_NAMES = (Label.EVENT, Label.ORDER, Label.UNIT, Label.PLACE, Label.ORG)
_FIGHTS = frozenset({"Battle", "Conflict", "Skirmish"})
_REACH = 2  # sentences back in which the place of a fight may be named


@cache
def _lemmas() -> frozenset[str]:
    return frozenset(lemma for f in load("frames", Frame) if f.pos == "NOUN" for lemma in f.lemmas)


@cache
def _idioms() -> frozenset[tuple[str, str]]:
    """Verbs with the nouns that go with them in a frame of their own: *accepted the surrender*."""
    verbs = (f for f in load("frames", Frame) if f.pos == "VERB")
    return frozenset((lemma, noun) for f in verbs for lemma in f.lemmas for noun in f.noun)


def noun_facts(context: Context, noun: Token, frame: Frame) -> Iterator[Fact]:
    """What the noun tells by the frame, where a clause or its own arguments assert it."""
    if context.at(noun, *_NAMES) is not None or _in_title(noun) or _in_idiom(noun):
        return
    carrier = _carrier(noun)
    clause = carrier if carrier is not None else noun
    if hypothetical(clause):
        return
    roles = Roles()
    kin = _kin(noun)
    for one in kin:
        if frame.object and not roles[frame.object]:
            fill(context, roles, frame.object, _undergone(context, one, frame), frame)
        fill_prepositions(context, roles, one, frame)
    doer = frame.subject
    for one in kin:
        if not roles[doer]:
            roles.add(doer, owners(context, one))
    if carrier is not None:
        if not roles[doer] and noun.dep_ not in {"nsubj", "conj"}:
            roles.add(doer, arguments.doers(context, carrier))
        fill_prepositions(context, roles, carrier, frame)
    if carrier is not None and not roles.filled and frame.kind in _FIGHTS:
        roles["place"] += _scene(context, noun)
    located = any(roles[role] for role in SPATIAL)
    if (_pledged(noun) and frame.kind not in LISTED) or (frame.kind in _FIGHTS and _figurative(noun, frame)):
        return
    if carrier is None and not (roles[doer] and (located or _asserted(noun))) and frame.kind not in LISTED:
        return
    told_by = carrier if noun.dep_ not in {"nsubj", "nsubjpass"} else None  # *the attack **ended** on 3 May*
    yield from facts(context, noun, frame, roles, _how(noun, carrier), told_by)


def _in_idiom(noun: Token) -> bool:
    return noun.dep_ in {"dobj", "nsubjpass"} and (noun.head.lemma_.lower(), noun.lower_) in _idioms()


def _figurative(noun: Token, frame: Frame) -> bool:
    """A fight with what is no enemy: *the battle **against fever***."""
    opposed = [p for name, p in prepositional(noun) if (frame.prepositions or {}).get(name) == "opponent"]
    forces = words("nouns", "body") | words("nouns", "onset")
    return any(p.tag_ == "NN" and p.lower_ not in forces for p in opposed)


def _scene(context: Context, noun: Token) -> list[int]:
    """Where the fight is that the text speaks of: the last place it has stood *at* or *near*, just before."""
    number = context.sentence_number(noun)
    for index in reversed(context.salient[: bisect_left(context.salient_starts, noun.i)]):
        span = context.spans[index]
        if context.sentence_number(span.start) < number - _REACH:
            break
        found, where = context.mentions[index], span.root
        at = where.dep_ == "pobj" and where.head.lower_ in words("prepositions", "locating")
        if at and found.label is Label.PLACE and found.get("kind") != "Region":
            return [index]
    return []


def _undergone(context: Context, noun: Token, frame: Frame) -> list[Token]:
    """What the act is done to: *the capture of **Selm***, ***Selm**'s capture*."""
    of = [p for preposition, p in prepositional(noun) if preposition == "of"]
    if of or frame.kind not in LISTED:
        return of
    owned = [c for c in noun.children if c.dep_ == "poss" and context.at(c, *ACTORS) is None]
    return [_meant(c) if c.tag_ == "WP$" else c for c in owned]


def _meant(whose: Token) -> Token:
    """The noun that *whose* stands for."""
    verb = whose.head
    while verb.dep_ != "relcl" and verb.head.i != verb.i:
        verb = verb.head
    return verb.head


def _in_title(noun: Token) -> bool:
    """The noun is part of a name that no mention covers: *the Front for the Liberation of Selm*."""
    return noun.pos_ == "PROPN" and noun.is_title and not noun.is_sent_start


def _pledged(noun: Token) -> bool:
    """The act is only spoken of as to come: *announced the withdrawal*, *negotiated a truce*."""
    return noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_ in words("verbs", "announce")


def _how(noun: Token, carrier: Token | None) -> Modality:
    if carrier is None or noun.dep_ != "dobj" or modality(noun) is Modality.HAPPENED:
        return modality(carrier if carrier is not None else noun)
    return modality(noun)


def _kin(noun: Token) -> list[Token]:
    """The noun and those of action beside it, which share what stands around them: *siege and capture of*."""
    return [noun] + [t for t in conjuncts(noun) if t.i != noun.i and t.lemma_.lower() in _lemmas()]


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
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ in words("prepositions", "setting")
        and noun.head.head.pos_ in {"VERB", "AUX"}
    ):
        return True
    return noun.dep_ == "dobj" and noun.head.lemma_ in words("verbs", "against")
