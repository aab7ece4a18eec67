"""Appointments, dismissals and promotions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.arguments import persons
from orbat.extract.context import Context, is_passive, objects, prepositional, subjects, words
from orbat.extract.handover import command_given
from orbat.extract.modality import hypothetical, modality
from orbat.extract.post import agents_of, post_fact
from orbat.model import Fact, Label, Modality

_VERBS = (
    "appoint",
    "become",
    "replace",
    "dismiss",
    "resign",
    "promote",
    "take-command",
    "pass-command",
)


@cache
def _told() -> frozenset[str]:
    """The lemmas that a post can hang on."""
    verbs = frozenset[str]().union(*(words("verbs", group) for group in _VERBS))
    for group in ("succeed", "install", "hand", "receive", "oust"):
        verbs |= words("tenure", group)
    return verbs | words("nouns", "appointment") | words("nouns", "dismissal") | words("tenure", "successor")


def posts(context: Context) -> Iterator[Fact]:
    """Who was put into, removed from or raised in a post, by whom and when."""
    for token in context.doc:
        lemma = token.lemma_.lower()
        if lemma not in _told():
            continue
        if token.pos_ == "VERB" or token.tag_ == "VBN":
            if token.dep_ == "amod" and lemma in words("verbs", "appoint"):
                yield from _newly(context, token)
            elif modality(token) is not Modality.DENIED and not hypothetical(token):
                yield from _of_verb(context, token, lemma)
        elif lemma in words("tenure", "successor"):
            yield from _successor(context, token)
        elif token.pos_ == "NOUN" and (kind := _nominal(lemma)):
            yield from _of_noun(context, token, kind)


def _of_verb(context: Context, verb: Token, lemma: str) -> Iterator[Fact]:
    if (given := command_given(context, verb, lemma)) is not None:
        yield from given
    elif lemma in words("verbs", "appoint"):
        yield from _appointed(context, verb)
    elif lemma in words("tenure", "oust") and (out := _particle(verb, {"out", "down", "in"})):
        yield from _with_particle(context, verb, out)
    elif lemma in words("verbs", "become"):
        yield from _became(context, verb)
    elif lemma in words("verbs", "replace"):
        yield from _replaced(context, verb)
    elif lemma in words("verbs", "dismiss"):
        yield from _dismissed(context, verb)
    elif lemma in words("verbs", "resign"):
        yield from _resigned(context, verb)
    elif lemma in words("verbs", "promote"):
        yield from _promoted(context, verb)


# ---------------------------------------------------------------- into a post
def _as(verb: Token) -> Token | None:
    """What stands for the post: *as commander*, *commander* after *appointed him*, *to command of*."""
    for child in verb.children:
        if child.dep_ in {"oprd", "attr"} and child.pos_ in {"NOUN", "PROPN"}:
            return child
    for preposition, follower in prepositional(verb):
        if preposition in {"as", "to"} and follower.pos_ in {"NOUN", "PROPN"}:
            return follower
    return None


def _appointed(context: Context, verb: Token) -> Iterator[Fact]:
    post = _as(verb) or next((c for c in verb.children if c.dep_ == "xcomp" and _leads(c)), None)
    done_to = [o for o in objects(verb) if post is None or o.i != post.i]
    if post is not None or verb.lemma_ in words("verbs", "appoint-always"):
        people = persons(context, done_to)
        yield from post_fact(context, "Appointment", verb, people, agents_of(context, verb), post)


def _leads(verb: Token) -> bool:
    """*was appointed **to command** the army*."""
    return verb.pos_ == "VERB" and verb.lemma_ in words("verbs", "lead")


def _particle(verb: Token, which: set[str]) -> str:
    """The one of the particles `which` that goes with the verb, "" where none does."""
    return next((c.lower_ for c in verb.children if c.dep_ in {"prt", "advmod"} and c.lower_ in which), "")


def _with_particle(context: Context, verb: Token, particle: str) -> Iterator[Fact]:
    """*was sworn in as governor*; *was forced out*, *stepped down as chief of staff*."""
    post = next((f for p, f in prepositional(verb) if p == "as"), None)
    people = persons(context, objects(verb) or subjects(verb))
    if particle != "in":
        yield from post_fact(context, "Dismissal", verb, people, [], post)
    elif post is not None:
        yield from post_fact(context, "Appointment", verb, people, [], post)


def _newly(context: Context, participle: Token) -> Iterator[Fact]:
    """*the newly appointed General Kern*."""
    person = context.at(participle.head, Label.PERSON)
    if person is not None and any(c.dep_ == "advmod" for c in participle.children):
        yield from post_fact(context, "Appointment", participle, [person], [], None)


def _became(context: Context, verb: Token) -> Iterator[Fact]:
    post = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"attr", "oprd", "dobj", "acomp"} and c.pos_ in {"NOUN", "PROPN"}
        ),
        None,
    )
    if post is None:
        return
    named = {post.lower_, *(c.lower_ for c in post.children if c.dep_ in {"compound", "amod", "nmod"})}
    meant = any(c.dep_ == "relcl" for c in post.children)  # *became the dictator he had warned against*
    if named & words("nouns", "post") and not meant:
        yield from post_fact(context, "Appointment", verb, persons(context, subjects(verb)), [], post)


# ---------------------------------------------------------------- out of a post
def _replaced(context: Context, verb: Token) -> Iterator[Fact]:
    """*Gage was replaced by Howe as commander*; *replaced Gage with Howe*; *Howe replaced Gage*."""
    post = next((f for p, f in prepositional(verb) if p == "as"), None)
    out = persons(context, objects(verb))
    by = [f for p, f in prepositional(verb) if p in {"with", "by"}]
    into = persons(context, by)
    agents: list[int] = []
    if not is_passive(verb):
        if into:
            agents = arguments.actors(context, subjects(verb))
        else:
            into = persons(context, subjects(verb))
    out = [i for i in out if i not in into]  # *Schmidt succeeded him*: no man succeeds himself
    unknown = not out and any(o.pos_ == "PRON" for o in objects(verb))  # *Keeble, who succeeded him*
    if out or unknown:
        yield from post_fact(context, "Dismissal", verb, out, agents, post)
        yield from post_fact(context, "Appointment", verb, [i for i in into if i not in out], agents, post)


def _dismissed(context: Context, verb: Token) -> Iterator[Fact]:
    """*removed Brauchitsch from the post of commander*; *were dismissed from their posts*."""
    if verb.lemma_ == "recall" and (to := next((f for p, f in prepositional(verb) if p == "to"), None)):
        if context.at(to, Label.UNIT) is not None or to.lower_ in words("nouns", "command"):
            people = persons(context, objects(verb))
            yield from post_fact(context, "Appointment", verb, people, agents_of(context, verb), to)
        return
    beside = [*prepositional(verb), *(pair for o in objects(verb) for pair in prepositional(o))]
    post = next((f for p, f in beside if p in {"from", "of", "as"}), None)
    if post is not None and context.at(post, Label.PLACE, Label.DATE) is not None:
        return  # *recalled him from Leningrad*, *removed him from the city*
    if post is not None and post.lower_ in words("nouns", "office"):
        post = next((f for p, f in prepositional(post) if p == "of"), None)
    elif post is None and verb.lemma_ == "relieve" and not is_passive(verb) and not _refilled(verb):
        return  # to relieve a man may be to rescue him
    agents = agents_of(context, verb)
    people = [p for p in persons(context, objects(verb)) if p not in agents]
    yield from post_fact(context, "Dismissal", verb, people, agents, post)


def _refilled(verb: Token) -> bool:
    """The clause goes on to fill the post: *relieved Hall and appointed Kern*."""
    refill = words("verbs", "appoint") | words("verbs", "replace") | words("verbs", "pass-command")
    return any(c.dep_ == "conj" and c.lemma_ in refill for c in verb.children)


def _resigned(context: Context, verb: Token) -> Iterator[Fact]:
    """*Gage resigned as commander*; *resigned his command*."""
    post = next((f for p, f in prepositional(verb) if p in {"from", "as"}), None)
    post = post if post is not None else next((c for c in verb.children if c.dep_ == "dobj"), None)
    if not is_passive(verb):
        yield from post_fact(context, "Dismissal", verb, persons(context, subjects(verb)), [], post)


def _promoted(context: Context, verb: Token) -> Iterator[Fact]:
    post = next((f for p, f in prepositional(verb) if p == "to"), None)
    agents = arguments.actors(context, subjects(verb)) if not is_passive(verb) else []
    yield from post_fact(context, "Promotion", verb, persons(context, objects(verb)), agents, post)


# ---------------------------------------------------------------- nouns
def _nominal(lemma: str) -> str:
    """The kind of fact that a noun names: *appointment*, *dismissal*; "" for others."""
    if lemma in words("nouns", "appointment"):
        return "Appointment"
    return "Dismissal" if lemma in words("nouns", "dismissal") else ""


def _successor(context: Context, noun: Token) -> Iterator[Fact]:
    """*His successor was General Walker*; *his successor, General Walker, waited*."""
    beside = [c for c in noun.children if c.dep_ == "appos"]
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        beside += [c for c in noun.head.children if c.dep_ == "attr"]
    named = [i for c in beside if (i := context.at(c, Label.PERSON)) is not None]
    yield from post_fact(context, "Appointment", noun, named[:1], [], None)


def _of_noun(context: Context, noun: Token, kind: str) -> Iterator[Fact]:
    """*Kern's appointment as commander*, *the dismissal of General Kern*."""
    if modality(noun) is Modality.DENIED:
        return
    whose = [c for c in noun.children if c.dep_ == "poss"]
    whose += [f for p, f in prepositional(noun) if p == "of"]
    into = ("as", "to") if kind == "Appointment" else ("as", "from")
    post = next((f for p, f in prepositional(noun) if p in into), None)
    people = [p for p in persons(context, whose) if context.mentions[p].label is Label.PERSON]
    if people and (kind == "Dismissal" or post is not None):
        yield from post_fact(context, kind, noun, people[:1], [], post)
