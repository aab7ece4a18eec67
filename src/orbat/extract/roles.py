"""The arguments of a frame, filled from a verb or noun and what stands around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, objects, prepositional, words
from orbat.extract.lists import dated, enumeration
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, TimeSpan
from orbat.rules.schema import Frame

LISTED = frozenset({"Capture", "Liberation"})
"""Kinds of which one verb may tell several, each place with its own date."""
SPATIAL = ("place", "origin", "destination")
"""The roles that places fill."""
_WIDE = frozenset({"Region", "Watercourse", "Landform", "Sea", "Country"})


class Roles(defaultdict[str, list[int]]):
    """The mentions under each role."""

    def __init__(self, **found: list[int]) -> None:
        """The roles `found` so far."""
        super().__init__(list, found)

    @property
    def filled(self) -> bool:
        """Some role has a mention."""
        return any(self.values())

    def add(self, role: str, found: list[int]) -> None:
        """Puts under `role` what is under no other yet."""
        self[role] += [i for i in found if all(i not in other for other in self.values())]


def fill(context: Context, roles: Roles, role: str, tokens: list[Token], frame: Frame) -> None:
    """Puts what `tokens` stand for under `role`; what is attacked may be a place or an opponent."""
    if role in SPATIAL:
        if frame.kind in LISTED:  # who takes the approaches to a town has not taken the town
            tokens = [t for t in tokens if t.lower_ not in words("nouns", "outside")]
        found = [i for i in arguments.places(context, tokens) if not _counted(context.spans[i].root)]
        if frame.town:
            found = [i for i in found if _is_town(context, i)]
        if not found and role == "place" and frame.kind not in LISTED and not frame.object_labels:
            role, found = "opponent", arguments.actors(context, tokens)
    else:
        found = arguments.actors(context, tokens)
        if not found and role == "opponent" and role not in {frame.subject, frame.object}:
            role, found = "place", arguments.places(context, tokens)
    if role == frame.object and frame.object_labels:
        found = [i for i in found if context.mentions[i].label in frame.object_labels]
    roles.add(role, found)


def _counted(token: Token) -> bool:
    """What is counted is no place: *lost four Tigers*."""
    return token.tag_ in {"NNS", "NNPS"} and any(c.dep_ == "nummod" for c in token.children)


def _is_town(context: Context, place: int) -> bool:
    """The place is neither a state nor a land nor a water."""
    known = context.mentions[place].get("kind")
    return known not in _WIDE and context.at(context.spans[place].root, Label.SIDE) is None


def fill_prepositions(context: Context, roles: Roles, head: Token, frame: Frame) -> None:
    """Puts what follows the prepositions under `head` under the roles that the frame gives them."""
    for preposition, follower in _phrases(context, head):
        role = (frame.prepositions or {}).get(preposition)
        if role and not (role == "agent" and roles["agent"]):
            fill(context, roles, role, [follower], frame)


def _phrases(context: Context, head: Token) -> Iterator[tuple[str, Token]]:
    """Prepositions with what follows, *out of* as one, those under a date too: *on 4 July **to Kern***.

    Beside a point of the compass *of* tells what is near: *landed west **of Selm***.
    """
    aimed = any(c.dep_ == "dobj" for c in head.children)
    for child in head.children:
        if child.lower_ == "out":
            yield from (("out of", f) for c in child.children if c.lower_ == "of" for f in c.children)
        elif child.dep_ == "advmod" and not aimed and child.lower_ in words("nouns", "compass"):
            yield from (("near", f) for c in child.children if c.lower_ == "of" for f in c.children)
    for preposition, follower in prepositional(head):
        yield preposition, follower
        if context.at(follower, Label.DATE, Label.TIME) is not None:
            yield from prepositional(follower)


def owners(context: Context, noun: Token) -> list[int]:
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


def works_at(context: Context, verb: Token, frame: Frame) -> list[Token]:
    """Where what was struck or taken stood: *the camps **at Selm***, *overran the position **at Selm***."""
    works = [o for o in objects(verb) if o.lower_ in words("nouns", "stronghold")]
    if frame.kind in LISTED:
        works = [o for o in works if o.lower_ not in words("nouns", "outside")]
    struck = works if frame.object_labels else objects(verb)
    beside = _located(struck) or (_located([verb]) if works else [])
    return [p for p in beside if arguments.places(context, [p])]


def stands_at(context: Context, forces: list[int]) -> list[int]:
    """Where those who are attacked stand: *fell upon Kern's division **at Selm***."""
    roots = [context.spans[i].root for i in forces]
    heads = [r.head for r in roots if r.dep_ in {"poss", "compound", "amod", "nmod"}]
    return arguments.places(context, _located([*roots, *heads]))


def _located(heads: Iterable[Token]) -> list[Token]:
    """What follows the prepositions of place under `heads`."""
    locating = words("prepositions", "locating")
    return [p for head in heads for preposition, p in prepositional(head) if preposition in locating]


# ---------------------------------------------------------------- facts
def facts(
    context: Context, head: Token, frame: Frame, roles: Roles, how: Modality, carrier: Token | None = None
) -> Iterator[Fact]:
    """What the filled frame says; nothing where a role is missing that it needs."""
    if not roles.filled or not _complete(roles, frame, None):
        return
    clause = carrier if carrier is not None else head
    if frame.kind in LISTED and roles["place"]:
        yield from _listed(context, clause, frame, roles, how)
        return
    time = event_time(context, clause)
    if _complete(roles, frame, time, strict=True):
        arguments_ = [(role, i) for role, found in roles.items() for i in found]
        yield context.fact(frame.kind, arguments_, head, frame.id, time=time, modality=how)


def _listed(context: Context, clause: Token, frame: Frame, roles: Roles, how: Modality) -> Iterator[Fact]:
    """One change of control a place, each with its own date: *took Lens on the 2nd, Loos on the 3rd*."""
    places = enumeration(context, roles["place"], clause, Label.PLACE)
    others = [(role, i) for role, found in roles.items() for i in found if role != "place"]
    for place, time in dated(context, places, clause):
        if time is None and "time" in frame.needs:
            continue
        yield context.fact(frame.kind, [*others, ("place", place)], clause, frame.id, time=time, modality=how)


def _complete(roles: Roles, frame: Frame, time: TimeSpan | None, strict: bool = False) -> bool:
    """Each need is met; before the date is looked for (`strict` unset) a date may still meet it."""
    for need in frame.needs or ("agent|place",):
        options = need.split("|")
        dateable = "time" in options and (time is not None or not strict)
        if not dateable and not any(roles[role] for role in options):
            return False
    return True
