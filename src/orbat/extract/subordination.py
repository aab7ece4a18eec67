"""What belongs to what: a formation and the larger one it is a part of.

Words that join a part and its whole are data: `rules/en/parts.jsonl`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from orbat.extract.adjacent import adjacent
from orbat.extract.context import (
    Context,
    conjuncts,
    is_passive,
    negated,
    objects,
    prepositional,
    subjects,
    words,
)
from orbat.extract.echelons import below, beside, holds, level, list_from
from orbat.extract.modality import hypothetical
from orbat.extract.reference import antecedents
from orbat.extract.times import event_time
from orbat.extract.titles import title_words
from orbat.model import Fact, Label, TimeSpan
from orbat.rules import load
from orbat.rules.schema import Bond

_FAR = 3  # levels between a formation and those that it acts with
_GAP = 8  # tokens between two members of a list, brackets not counted
_WEAK = 0.8
_LEFT = 0.7  # that a formation ordered away from a larger one had belonged to it


def subordinations(context: Context, commands: Sequence[Fact] = ()) -> Iterator[Fact]:
    """*the Guards Division of the Fifth Army*; *the 9th Brigade, IV Corps*; *IX Corps Fifth Army*.

    `commands` tell to which larger formation those of its commander belong.
    """
    yield from adjacent(context)
    yield from _of_verbs(context)
    yield from _owned(context)
    yield from _of_commanders(context, commands)


def _owned(context: Context) -> Iterator[Fact]:
    """*The 52nd Division was used again, when its 155th Brigade suffered*; *the division's 155th Brigade*."""
    for unit in context.of_label(Label.UNIT):
        start = context.spans[unit].start
        owner = context.doc[start - 1] if start else None
        if owner is None:
            continue
        if owner.tag_ == "POS" and start > 1 and context.at(start - 2, Label.UNIT, Label.PERSON) is None:
            owner = context.doc[start - 2]
        elif owner.lower_ != "its":
            continue
        for whole in antecedents(context, owner, (Label.UNIT,))[:1]:
            for part in list_from(context, unit):
                if below(context, part, whole):
                    yield _subordination(context, part, whole, start, "subordination.its", sure=_WEAK)


def _of_commanders(context: Context, commands: Sequence[Fact]) -> Iterator[Fact]:
    """*Kemal, who commanded the 19th Division, flung his 57th Regiment at them*: it is of that division."""
    led: dict[str, set[int]] = defaultdict(set)
    owned: list[tuple[str, int]] = []
    for fact in commands:
        roles = {argument.role: argument.mention for argument in fact.arguments}
        unit, person = roles["unit"], context.mentions[roles["commander"]].norm.split()[-1]
        if context.mentions[unit].label is not Label.UNIT:
            continue
        if fact.rule in _OWNED:
            owned.append((person, unit))
        else:
            led[person].add(unit)
    for person, unit in owned:
        wholes = {context.mentions[whole].norm: whole for whole in led[person] if below(context, unit, whole)}
        if len(wholes) == 1:
            (whole,) = wholes.values()
            where = context.spans[unit].start
            yield _subordination(context, unit, whole, where, "subordination.his", sure=_WEAK)


_OWNED = frozenset({"command.his", "command.possessive"})
"""The rules of commands that may be of a part of what the commander leads."""


# ---------------------------------------------------------------- verbs
def _of_verbs(context: Context) -> Iterator[Fact]:
    """*belonged to the IV Corps*; *consisting of the 6th and 7th Divisions*; *under the Fourth Army*."""
    for token in context.doc:
        if token.pos_ == "VERB":
            if not negated(token) and not hypothetical(token):
                yield from _of_verb(context, token)
        elif token.lower_ == "under" and token.pos_ == "ADP":
            parts = _units(context, [token.head])
            wholes = _units(context, [c for c in token.children if c.dep_ == "pobj"])
            yield from _pairs(context, parts, wholes, token, "subordination.listed")
        elif token.lower_ in words("parts", "with"):
            yield from _with(context, token)


def _of_verb(context: Context, verb: Token) -> Iterator[Fact]:
    lemma = verb.lemma_.lower()
    if lemma in words("parts", "belong"):
        parts = _units(context, objects(verb) or subjects(verb))
        time = (
            event_time(context, verb) if lemma not in words("verbs", "belong") or is_passive(verb) else None
        )
        wholes = _units(
            context, [p for preposition, p in prepositional(verb) if preposition in {"to", "under"}]
        )
        yield from _pairs(context, parts, wholes, verb, "subordination.listed", time=time)
    if lemma in words("parts", "join"):
        parts, wholes = _units(context, subjects(verb)), _units(context, objects(verb))
        yield from _pairs(context, parts, wholes, verb, "subordination.joined", sure=_WEAK)
    if lemma in words("parts", "leave"):
        parts = _units(context, objects(verb))
        yield from _pairs(context, parts, _left(context, verb), verb, "subordination.left", sure=_LEFT)
    if lemma in words("parts", "consist"):
        told = subjects(verb) or objects(verb)
        wholes = _units(context, told) or _right_before(context, verb) or _meant(context, told)
        yield from _pairs(context, _after(context, verb.i), wholes, verb, "subordination.listed")
    if lemma in words("parts", "reinforce") and is_passive(verb):
        wholes = _units(context, objects(verb)) or _right_before(context, verb)
        by = [c for c in verb.children if c.lower_ in {"by", "with"}]
        parts = _after(context, by[0].i) if by else []
        yield from _pairs(context, parts, wholes, verb, "subordination.reinforced", sure=_WEAK)
    if lemma in words("parts", "form"):
        parts = [unit for part in _units(context, subjects(verb)) for unit in beside(context, part)]
        yield from _pairs(
            context, dict.fromkeys(parts), _units(context, objects(verb)), verb, "subordination.form"
        )


def _meant(context: Context, tokens: Iterable[Token]) -> list[int]:
    """The formation that *it* or *the corps* stands for: *It was made up of the 1st and 2nd Divisions*."""
    return [i for token in tokens for i in antecedents(context, token, (Label.UNIT,))][:1]


def _with(context: Context, preposition: Token) -> Iterator[Fact]:
    """*The Second Army was to cross with the 18th and 2nd Divisions*: those with which it acts are its."""
    head = preposition.head
    if head.dep_ == "dobj" and context.at(head, Label.UNIT) is None:
        head = head.head  # *held the river with*: the parser hangs it on the river
    if head.pos_ in {"VERB", "AUX"}:
        if head.lemma_.lower() in met_with() or negated(head):
            return
        wholes = _units(context, subjects(head))
    else:
        wholes = _units(context, [head])
    wholes = _just_before(context, preposition) or wholes
    parts = _after(context, preposition.i)
    if parts:
        at = context.spans[parts[0]].end
        if any(t.tag_ == "PRP$" for t in context.doc[at : at + _FAR]):
            return  # *with the 6th Division on its flank*
    near = [p for p in parts for w in wholes[:1] if level(context, w) - level(context, p) <= _FAR]
    yield from _pairs(context, near, wholes, preposition, "subordination.with", sure=_WEAK)


def _just_before(context: Context, preposition: Token) -> list[int]:
    """The formation right before *, with*, a name in brackets between: *IV Corps (Harker), with*."""
    at = preposition.i - 1
    if at < 1 or context.doc[at].text != ",":
        return []
    at -= 1
    if context.doc[at].text == ")":
        at = next((t.i for t in reversed(context.doc[max(at - _GAP, 0) : at]) if t.text == "("), 1) - 1
    unit = context.at(at, Label.UNIT)
    return [unit] if unit is not None else []


@cache
def met_with() -> frozenset[str]:
    """Verbs after which *with* names a foe or an ally."""
    return frozenset(
        lemma for rule in load("bonds", Bond) if "with" in rule.prepositions for lemma in rule.lemmas
    )


def _after(context: Context, at: int) -> list[int]:
    """The list of formations that follows token `at`, with only counts and nouns of echelon before it."""
    sentence = context.sentence(at)
    following = context.inside(at + 1, sentence.end, Label.UNIT)
    if not following:
        return []
    between = context.doc[at + 1 : context.spans[following[0]].start]
    plain = all(
        t.pos_ in {"ADP", "DET", "NUM", "PUNCT", "ADV", "ADJ"}
        or t.tag_ == "POS"
        or context.at(t, Label.PERSON) is not None
        or t.lower_ in title_words()
        or t.dep_ == "prt"
        or t.lower_ in words("nouns", "body") | words("parts", "listing")
        for t in between
    )
    return list_from(context, following[0]) if plain and len(between) <= _GAP else []


def _right_before(context: Context, verb: Token) -> list[int]:
    """The formation that a participle follows: *the XV Corps, consisting of*; *X under Reno, comprising*."""
    before = context.inside(context.sentence(verb).start, verb.i, Label.UNIT)
    if not before:
        return []
    between = list(context.doc[context.spans[before[-1]].end : verb.i])
    if between and between[0].text == "(":  # *131 Brigade (Ekin), consisting of*
        close = next((n for n, t in enumerate(between) if t.text == ")"), len(between) - 1)
        between = between[close + 1 :]
    led = bool(between) and between[0].lower_ == "under"
    plain = all(
        t.text == "," or (led and t.pos_ in {"ADP", "PROPN", "ADJ"}) or t.pos_ == "ADV" for t in between
    )
    return before[-1:] if plain else []


def _left(context: Context, verb: Token) -> list[int]:
    """The formation after *from*, which a particle may part from the verb: *ordered up from Third Army*."""
    for token in context.doc[verb.i + 1 : verb.i + _FAR]:
        if token.lower_ == "from":
            at = token.i + 1
            at += at < len(context.doc) and context.doc[at].pos_ == "DET"
            unit = context.at(at, Label.UNIT) if at < len(context.doc) else None
            return [unit] if unit is not None else []
    return _units(context, [p for preposition, p in prepositional(verb) if preposition == "from"])


def _pairs(
    context: Context,
    parts: Iterable[int],
    wholes: list[int],
    where: Token,
    rule: str,
    *,
    sure: float = 1.0,
    time: TimeSpan | None = None,
) -> Iterator[Fact]:
    for whole in wholes[:1]:
        for part in holds(context, whole, list(parts)):
            if part != whole:
                yield _subordination(context, part, whole, where.i, rule, sure=sure, time=time)


def _units(context: Context, tokens: Iterable[Token]) -> list[int]:
    """The formations that `tokens` and their conjuncts name themselves; no pronouns, no *men of*."""
    found = (context.at(c, Label.UNIT) for token in tokens for c in conjuncts(token))
    return list(dict.fromkeys(i for i in found if i is not None))


def _subordination(
    context: Context,
    unit: int,
    whole: int,
    where: int,
    rule: str,
    *,
    sure: float = 1.0,
    time: TimeSpan | None = None,
) -> Fact:
    roles = [("unit", unit), ("superior", whole)]
    return context.fact("Subordination", roles, where, rule, confidence=sure, time=time)
