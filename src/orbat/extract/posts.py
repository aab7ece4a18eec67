"""Appointments, dismissals and promotions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, objects, prepositional, subjects, words
from orbat.extract.lists import dated, enumeration
from orbat.extract.modality import hypothetical, modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, attributes

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
    return verbs | words("nouns", "appointment") | words("nouns", "dismissal")


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
        elif token.pos_ == "NOUN" and (kind := _nominal(lemma)):
            yield from _of_noun(context, token, kind)


def _of_verb(context: Context, verb: Token, lemma: str) -> Iterator[Fact]:
    if (given := _command_given(context, verb, lemma)) is not None:
        yield from given
    elif lemma in words("verbs", "appoint"):
        yield from _appointed(context, verb)
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


def _people(context: Context, tokens: list[Token]) -> list[int]:
    return arguments.mentions(context, tokens, [Label.PERSON])


# ---------------------------------------------------------------- the fact
def _post(
    context: Context, kind: str, verb: Token, people: list[int], agents: list[int], post: Token | None
) -> Iterator[Fact]:
    if not people:
        return
    units = arguments.mentions(context, [post], [Label.UNIT]) if post is not None else []
    if post is not None and not units:
        units = context.inside(post.left_edge.i, post.right_edge.i + 1, Label.UNIT)
    passive = verb.pos_ == "VERB" and is_passive(verb)
    listed = enumeration(context, people, verb, Label.PERSON) if passive else people
    times = dated(context, listed, verb) if len(listed) > len(people) else None
    for person, time in times or ((p, event_time(context, verb)) for p in people):
        roles = [("person", person), *(("agent", a) for a in agents if a != person)]
        yield context.fact(
            kind,
            [*roles, *(("unit", u) for u in units[:1])],
            verb,
            f"post.{kind.lower()}",
            time=time,
            modality=modality(verb),
            values=attributes({"position": _words(post)}),
        )


def _words(post: Token | None) -> str:
    """The words of a post without article and clauses: *Acting Chief of General Staff*."""
    if post is None:
        return ""
    tokens = []
    for token in post.subtree:
        if (
            token.dep_ in {"relcl", "advcl", "acl"}
            or token.pos_ == "VERB"
            or token.text in {",", ";", "("}
            or (
                token.i > post.i
                and token.lower_ in {"and", "by", "because", "on", "in", "after", "to"}
                and _stands_free(token)
            )
        ):
            if token.i > post.i:
                break
            continue
        tokens.append(token)
    while tokens and tokens[0].lower_ in {"the", "a", "an", "his", "their"}:
        tokens.pop(0)
    return " ".join("".join(t.text_with_ws for t in tokens).split())


def _stands_free(token: Token) -> bool:
    """The word stands free, not inside *Commander-in-Chief*."""
    return bool(token.doc[token.i - 1].whitespace_)


def _agents(context: Context, verb: Token) -> list[int]:
    """Who appoints or dismisses: the subject, in the passive only *by* whom."""
    if is_passive(verb) and not any(c.dep_ == "agent" for c in verb.children):
        return []
    return arguments.doers(context, verb)


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
    post = _as(verb)
    done_to = [o for o in objects(verb) if post is None or o.i != post.i]
    if post is not None or verb.lemma_ in words("verbs", "appoint-always"):
        people = _people(context, done_to)
        yield from _post(context, "Appointment", verb, people, _agents(context, verb), post)


def _newly(context: Context, participle: Token) -> Iterator[Fact]:
    """*the newly appointed General Kern*."""
    person = context.at(participle.head, Label.PERSON)
    if person is not None and any(c.dep_ == "advmod" for c in participle.children):
        yield from _post(context, "Appointment", participle, [person], [], None)


def _became(context: Context, verb: Token) -> Iterator[Fact]:
    post = next(
        (
            c
            for c in verb.children
            if c.dep_ in {"attr", "oprd", "dobj", "acomp"} and c.pos_ in {"NOUN", "PROPN"}
        ),
        None,
    )
    if post is not None and ({t.lower_ for t in post.subtree} & words("nouns", "post")):
        yield from _post(context, "Appointment", verb, _people(context, subjects(verb)), [], post)


def _command_given(context: Context, verb: Token, lemma: str) -> Iterator[Fact] | None:
    """*assumed command of the army*, *gave Kern command of it*, *command passed to Kern*; None for others."""
    command = next((o for o in objects(verb) if o.lower_ in words("nouns", "command")), None)
    to = [f for p, f in prepositional(verb) if p in {"to", "upon", "on"}]
    post = next((f for p, f in prepositional(verb) if p == "as"), None)
    if post is not None and any(c.dep_ == "prt" and c.lower_ == "over" for c in verb.children):
        return _post(context, "Appointment", verb, _people(context, subjects(verb)), [], post)
    if command is not None and lemma in words("verbs", "take-command") and not is_passive(verb):
        return _post(context, "Appointment", verb, _people(context, subjects(verb)), [], command)
    if lemma not in words("verbs", "pass-command"):
        return None
    if command is not None:
        given = [c for c in verb.children if c.dep_ in {"dative", "nsubjpass"} and c.pos_ != "ADP"] + to
        return _post(context, "Appointment", verb, _people(context, given), _agents(context, verb), command)
    passing = next((s for s in subjects(verb) if s.lower_ in words("nouns", "command")), None)
    if passing is not None:
        return _post(context, "Appointment", verb, _people(context, to), [], passing)
    held = next(
        (c for c in verb.children if c.dep_ == "dobj" and c.lower_ in words("nouns", "command")), None
    )
    return _post(context, "Appointment", verb, _people(context, objects(verb)), [], held) if held else None


# ---------------------------------------------------------------- out of a post
def _replaced(context: Context, verb: Token) -> Iterator[Fact]:
    """*Gage was replaced by Howe as commander*; *replaced Gage with Howe*; *Howe replaced Gage*."""
    post = next((f for p, f in prepositional(verb) if p == "as"), None)
    out = _people(context, objects(verb))
    by = [f for p, f in prepositional(verb) if p in {"with", "by"}]
    into = _people(context, by)
    agents: list[int] = []
    if not is_passive(verb):
        if into:
            agents = arguments.actors(context, subjects(verb))
        else:
            into = _people(context, subjects(verb))
    out = [i for i in out if i not in into]  # *Schmidt succeeded him*: no man succeeds himself
    if out:
        yield from _post(context, "Dismissal", verb, out, agents, post)
        yield from _post(context, "Appointment", verb, [i for i in into if i not in out], agents, post)


def _dismissed(context: Context, verb: Token) -> Iterator[Fact]:
    """*removed Brauchitsch from the post of commander*; *were dismissed from their posts*."""
    beside = [*prepositional(verb), *(pair for o in objects(verb) for pair in prepositional(o))]
    post = next((f for p, f in beside if p in {"from", "of", "as"}), None)
    if post is not None and context.at(post, Label.PLACE, Label.DATE) is not None:
        return  # *recalled him from Leningrad*, *removed him from the city*
    if post is not None and post.lower_ in words("nouns", "office"):
        post = next((f for p, f in prepositional(post) if p == "of"), None)
    elif post is None and verb.lemma_ == "relieve" and not is_passive(verb) and not _refilled(verb):
        return  # to relieve a man may be to rescue him
    agents = _agents(context, verb)
    people = [p for p in _people(context, objects(verb)) if p not in agents]
    yield from _post(context, "Dismissal", verb, people, agents, post)


def _refilled(verb: Token) -> bool:
    """The clause goes on to fill the post: *relieved Hall and appointed Kern*."""
    refill = words("verbs", "appoint") | words("verbs", "replace") | words("verbs", "pass-command")
    return any(c.dep_ == "conj" and c.lemma_ in refill for c in verb.children)


def _resigned(context: Context, verb: Token) -> Iterator[Fact]:
    """*Gage resigned as commander*; *resigned his command*."""
    post = next((f for p, f in prepositional(verb) if p in {"from", "as"}), None)
    post = post if post is not None else next((c for c in verb.children if c.dep_ == "dobj"), None)
    if not is_passive(verb):
        yield from _post(context, "Dismissal", verb, _people(context, subjects(verb)), [], post)


def _promoted(context: Context, verb: Token) -> Iterator[Fact]:
    post = next((f for p, f in prepositional(verb) if p == "to"), None)
    agents = arguments.actors(context, subjects(verb)) if not is_passive(verb) else []
    yield from _post(context, "Promotion", verb, _people(context, objects(verb)), agents, post)


# ---------------------------------------------------------------- nouns
def _nominal(lemma: str) -> str:
    """The kind of fact that a noun names: *appointment*, *dismissal*; "" for others."""
    if lemma in words("nouns", "appointment"):
        return "Appointment"
    return "Dismissal" if lemma in words("nouns", "dismissal") else ""


def _of_noun(context: Context, noun: Token, kind: str) -> Iterator[Fact]:
    """*Kern's appointment as commander*, *the dismissal of General Kern*."""
    if modality(noun) is Modality.DENIED:
        return
    whose = [c for c in noun.children if c.dep_ == "poss"]
    whose += [f for p, f in prepositional(noun) if p == "of"]
    into = ("as", "to") if kind == "Appointment" else ("as", "from")
    post = next((f for p, f in prepositional(noun) if p in into), None)
    people = [p for p in _people(context, whose) if context.mentions[p].label is Label.PERSON]
    if people and (kind == "Dismissal" or post is not None):
        yield from _post(context, kind, noun, people[:1], [], post)
