"""From a token in an argument's place to the mentions that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from orbat.extract.context import (
    ACTORS,
    Context,
    conjuncts,
    is_passive,
    prepositional,
    sides_of,
    subjects,
    words,
)
from orbat.extract.reference import antecedents
from orbat.model import Label

_DEPTH = 3
_REFERRING = frozenset({"PRON", "DET", "ADJ", "NOUN", "PROPN"})  # what may stand for what was named before
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_NEAR = 8  # tokens around a noun in which its side may be named


def actors(context: Context, tokens: Iterable[Token]) -> list[int]:
    """People, formations, bodies and sides that `tokens` (with their conjuncts) stand for."""
    return _all(context, tokens, ACTORS)


def doers(context: Context, verb: Token) -> list[int]:
    """Who does what the verb says; where the parse gives it no subject, the name right before it."""
    found = actors(context, acting(verb))
    if not found and verb.dep_ == "relcl" and any(c.lower_ == "having" for c in verb.children):
        return actors(context, [verb.head])  # *the army, **having** taken the town, marched on*
    if found or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return found
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if not own:
        beside = _beside(context, verb)
    else:  # *four divisions, some 42,000 strong, attacked*: the parser takes the aside for the subject
        beside = _before_comma(context, min(c.left_edge.i for c in own), verb.sent.start)
    return _under_one_head(context, context.spans[beside].root, beside) if beside is not None else []


def acting(verb: Token) -> list[Token]:
    """The subjects of the verb, its own or those that the words around it give it.

    Of what one is called on, talked into or kept from, those are meant who would do it: *called on **the
    men** to leave*, *talked **Kern** into surrendering*. A clause behind a semicolon shares no subject with
    the one before.
    """
    head = verb.head
    if verb.dep_ == "pcomp" and head.lower_ in {"into", "from"}:
        return [c for c in head.head.children if c.dep_ in {"dobj", "nsubjpass"}] or subjects(verb)
    if verb.dep_ in {"xcomp", "advcl"} and head.lemma_ in words("verbs", "call"):
        called = [
            p
            for preposition, p in prepositional(head)
            if preposition in words("prepositions", "called") and p.i < verb.i
        ]
        if called and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
            return called
    if verb.dep_ == "conj" and not any(c.dep_ in _SUBJECTS for c in verb.children):
        between = verb.doc[min(head.i, verb.i) : max(head.i, verb.i)]
        if any(t.text == ";" for t in between):
            return []
    found = subjects(verb)
    if verb.dep_ in {"xcomp", "ccomp"} and is_passive(head) and [t.lower_ for t in found] == ["it"]:
        return []  # ***it** was decided to give up the town*
    return found


def _beside(context: Context, verb: Token) -> int | None:
    """The actor named right before the verb, or before an aside: *Dorn, acting alone, attacked*."""
    doc, at, start = context.doc, verb.i - 1, verb.sent.start
    while at >= start and doc[at].pos_ == "ADV" and context.at(at, Label.PERSON) is None:
        at -= 1
    if at < start:
        return None
    if doc[at].text != ",":
        return context.at(at, *ACTORS)
    opening = next((i for i in range(at - 1, start, -1) if doc[i].text == ","), start)
    return _before_comma(context, opening + 1, start)


def _before_comma(context: Context, at: int, start: int) -> int | None:
    """The actor whose name a comma before token `at` closes."""
    if at - 2 < start or context.doc[at - 1].text != ",":
        return None
    return context.at(at - 2, *ACTORS)


def places(context: Context, tokens: Iterable[Token]) -> list[int]:
    """Places that `tokens` stand for: *Klin*, *the town of Klin*, *the Klin area*, *the city*."""
    return _all(context, tokens, (Label.PLACE,))


def mentions(context: Context, tokens: Iterable[Token], labels: Sequence[Label]) -> list[int]:
    """Mentions with one of `labels` that `tokens` (with their conjuncts) stand for."""
    return _all(context, tokens, labels)


def persons(context: Context, tokens: Iterable[Token]) -> list[int]:
    """The people whom `tokens` stand for."""
    return mentions(context, tokens, [Label.PERSON])


def _all(context: Context, tokens: Iterable[Token], labels: Sequence[Label]) -> list[int]:
    found: dict[int, None] = {}
    for token in tokens:
        for conjunct in conjuncts(token):
            for index in _one(context, conjunct, labels, _DEPTH):
                found.setdefault(index)
    return list(found)


def _one(context: Context, token: Token, labels: Sequence[Label], depth: int) -> list[int]:
    index = context.at(token, *labels)
    if index is not None:
        return _leader(context, token, index, labels) or _under_one_head(context, token, index)
    if depth == 0:
        return []
    if Label.PERSON in labels and (
        named := [
            i for c in token.children if c.dep_ == "appos" and (i := context.at(c, Label.PERSON)) is not None
        ]
    ):
        return named[:1]
    led = [
        by
        for c in token.children
        if c.dep_ == "acl" and c.lemma_ in words("verbs", "lead")
        for by in subjects(c)
        if by.i != token.i
    ]
    if led and Label.PERSON in labels:
        return _all(context, led, labels)
    if (same := _of_speaker(token)) is not None:
        return _one(context, same, labels, depth - 1)
    if token.pos_ in _REFERRING and token.tag_ not in {"NNS", "NNPS"}:
        before = antecedents(context, token, labels)
        if before and not _qualified(context, token, labels):
            return before
    return _qualified_by(context, token, labels, depth)


def _of_speaker(pronoun: Token) -> Token | None:
    """Who says it of itself: ***the government** claimed that **it** had taken the town*."""
    clause = pronoun.head
    if pronoun.lower_ not in {"it", "they"} or pronoun.dep_ != "nsubj" or clause.dep_ != "ccomp":
        return None
    said = [c for c in clause.head.children if c.dep_ == "nsubj" and c.i < pronoun.i]
    many = pronoun.lower_ == "they"
    return next(
        (s for s in said if s.pos_ in {"NOUN", "PROPN"} and (s.tag_ in {"NNS", "NNPS"}) == many), None
    )


def _leader(context: Context, token: Token, index: int, labels: Sequence[Label]) -> list[int]:
    """The man whose part of a side it is: *Pirch's Prussians*."""
    if context.mentions[index].label is not Label.SIDE or Label.PERSON not in labels:
        return []
    found = (context.at(c, Label.PERSON) for c in token.children if c.dep_ == "poss")
    return [i for i in found if i is not None]


def _under_one_head(context: Context, token: Token, index: int) -> list[int]:
    """What shares its noun: *the 1st and 2nd Armies*, *French and British troops*."""
    label = context.mentions[index].label
    if label not in {Label.UNIT, Label.SIDE}:
        return [index]
    before: dict[int, None] = {}
    for c in token.lefts:
        if c.dep_ not in {"amod", "compound", "nmod"} or (label is Label.SIDE and not c.conjuncts):
            continue
        sharing = (i for i in context.covering(c) if context.mentions[i].label is label and i != index)
        before.update(dict.fromkeys(sharing))
    return [*before, index]


def _qualified(context: Context, token: Token, labels: Sequence[Label]) -> bool:
    return bool(_qualified_by(context, token, labels, 1))


def _qualified_by(context: Context, token: Token, labels: Sequence[Label], depth: int) -> list[int]:
    """What a noun's modifiers name: *elements of the II Corps*, *Kluge's forces*, *the Moscow area*."""
    if Label.PLACE in labels:
        return _place_of(context, token, labels, depth)
    if Label.SIDE in labels or Label.UNIT in labels:
        return _actor_of(context, token, labels, depth)
    return []


def _place_of(context: Context, token: Token, labels: Sequence[Label], depth: int) -> list[int]:
    """*the town of Klin*, *the works before Klin*, *the Klin area*; *the Klin garrison* is no place."""
    parts = [token.head] if token.dep_ == "appos" else []  # *Klin, a **village** which fell*
    if token.lower_ in words("nouns", "place-of") | words("nouns", "portion"):
        parts += [p for preposition, p in prepositional(token) if preposition == "of"]
    if token.lower_ in words("nouns", "stronghold"):
        parts += [
            p for preposition, p in prepositional(token) if preposition in words("prepositions", "sited")
        ]
    found = list(dict.fromkeys(i for p in parts for i in _one(context, p, labels, depth - 1)))
    if found or token.lower_ in words("nouns", "body"):
        return found
    near = [c for c in token.children if c.dep_ in {"compound", "nmod", "appos"} and c.i != token.i]
    return [i for c in near if (i := context.at(c, Label.PLACE)) is not None]


def _actor_of(context: Context, token: Token, labels: Sequence[Label], depth: int) -> list[int]:
    """*elements of the II Corps*, *Kluge's forces*, *the German columns*, *a force under Kluge*."""
    if context.at(token, Label.PLACE) is not None:
        return []  # ***Selm** City fell*
    if token.lower_ in words("nouns", "partitive") or token.like_num:
        of = [p for preposition, p in prepositional(token) if preposition == "of"]
        if found := _all(context, of, labels):
            return found
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    if owner is not None:
        return _one(context, owner, labels, depth - 1)
    sides = sides_of(context, token)
    if sides or Label.PERSON not in labels or token.pos_ != "NOUN":
        return sides[:1]
    under = [p for preposition, p in prepositional(token) if preposition == "under"]
    return [i for p in under if (i := context.at(p, Label.PERSON)) is not None]


def _in_clause(token: Token, noun: Token) -> bool:
    """The token stands in a clause, list or phrase that hangs on `noun`: *men facing the Italians*."""
    while token.i != noun.i:
        if token.dep_ in {"relcl", "acl", "appos", "conj", "advcl"}:
            return True
        if token.dep_ == "prep" and token.lower_ not in {"of", "from", "among"}:
            return True
        token = token.head
    return False


def side_in(context: Context, token: Token) -> int | None:
    """The side that a noun phrase names: *18 German tanks*, *the Confederate line*, *Germans*."""
    for t in sorted(token.subtree, key=lambda t: t.i):
        if abs(t.i - token.i) > _NEAR or _in_clause(t, token):
            continue
        for index in context.covering(t):
            if context.mentions[index].label is Label.SIDE:
                return index
    return None
