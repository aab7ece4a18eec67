"""What pronouns and definite nouns stand for: *he*, *they*, *its*, *whose*, *the town*, *the latter*.

Precision comes first: where the noun that a reader would think of names nobody (*the civilians ... they*),
where its number does not fit, or where two names fit equally, nothing is found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from spacy.tokens import Span, Token

from orbat.extract.context import (
    ACTORS,
    Context,
    conjuncts,
    echelon_words,
    first_conjunct,
    sides_of,
    subjects,
    words,
)
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Term

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PLURAL = frozenset({"NNS", "NNPS"})
_MODIFIERS = frozenset({"amod", "compound", "nmod", "nummod", "poss", "relcl", "acl", "appos"})
_FORCES = (Label.SIDE, Label.UNIT, Label.ORG)
#: how many sentences back each may reach
_MAN, _PLACE, _FORMATION, _TITLE = 3, 3, 5, 4


@cache
def _kinds() -> dict[str, str]:
    """The words of `rules/en/references.jsonl` with their kinds."""
    return {form: term.kind for term in load("references", Term) for form in term.forms}


@cache
def _titles() -> dict[str, frozenset[str]]:
    """Words for a man of rank, with the ranks that they can stand for: *the general* a major general."""
    ranks = list(load("ranks", Term))
    plain = {form: term.name for term in ranks for form in term.forms if form.isalpha()}
    names = {term.name for term in ranks}
    return {
        form: frozenset(n for n in names if n.split()[-1] == name.split()[-1])
        for form, name in plain.items()
        if form == name.lower()
    }


def antecedents(context: Context, token: Token, labels: Sequence[Label] = ACTORS) -> list[int]:
    """The mentions with one of `labels` that the pronoun or definite noun `token` stands for; mostly one."""
    found = _antecedents(context, token, labels)
    return [i for i in found if context.mentions[i].label in labels]


def _antecedents(context: Context, token: Token, labels: Sequence[Label]) -> list[int]:
    match _kinds().get(token.lower_):
        case "person":
            return _man(context, token)
        case "many":
            return _force(context, token, many=True)
        case "one" if Label.PLACE in labels and token.dep_ not in _SUBJECTS:
            return _place(context, token)
        case "one":
            return _force(context, token, many=False)
        case "relative":
            return _relative(context, token, labels)
        case "former" | "latter" as which if _definite(token):
            return _of_two(context, token, labels, last=which == "latter")
        case "settlement" | "feature" as kind if _definite(token) and _plain(token):
            return _known_place(context, token, kind)
    if token.tag_ in {"NN", "NNP"} and _definite(token) and _plain(token):
        return (_formation(context, token) if token.tag_ == "NN" else []) or _titled(context, token)
    return []


def _definite(token: Token) -> bool:
    return any(c.lower_ in words("references", "definite") for c in token.children if c.i < token.i)


def _plain(noun: Token) -> bool:
    """Nothing but its determiner tells which one it is: not *the last town*, *the town that fell first*."""
    return not any(
        c.dep_ in _MODIFIERS or (c.dep_ == "prep" and c.lower_ == "of" and c.i > noun.i)
        for c in noun.children
    )


def _relative(context: Context, owner: Token, labels: Sequence[Label]) -> list[int]:
    """*whose*: what the relative clause hangs on."""
    clause = owner.head.head
    if clause.dep_ != "relcl":
        return []
    named = context.at(clause.head, *labels)
    return [named] if named is not None else _named(context, clause.head)


# ------------------------------------------------------------ people
def _man(context: Context, token: Token) -> list[int]:
    """The owner that its own clause names, else the last subject that is a man."""
    for owner in _owners(token):
        if (man := context.at(owner, Label.PERSON)) is not None:
            return [man]
    if (same := _same_pronoun(context, token)) is not None:
        return _man(context, same)
    own = _own_subjects(token)
    return _recent(
        context,
        token,
        lambda i: context.mentions[i].label is Label.PERSON and context.spans[i].root.i not in own,
        _MAN,
    )


def _same_pronoun(context: Context, token: Token) -> Token | None:
    """The *he* that is the subject before in the sentence, if no man is named as a subject since."""
    for at in range(token.i - 1, context.sentence(token).start - 1, -1):
        before = context.doc[at]
        if before.dep_ not in _SUBJECTS:
            continue
        if _kinds().get(before.lower_) == "person":
            return before
        if context.at(before, Label.PERSON) is not None:
            return None
    return None


def _titled(context: Context, token: Token) -> list[int]:
    """*the general*: the last man called by such a rank."""
    ranks = _titles().get(token.lower_, frozenset())
    if not ranks or token.dep_ not in {*_SUBJECTS, "pobj", "dobj"}:
        return []
    return _recent(context, token, lambda i: context.mentions[i].get("rank") in ranks, _TITLE)


# ------------------------------------------------------------ forces
def _force(context: Context, token: Token, *, many: bool) -> list[int]:
    """The force that *they* or *it* stands for: the subject before, of this sentence or of the last."""
    for noun in _owners(token):
        if noun.pos_ in _NOUNS and _fits(context, noun, many=many) and (owners := _named(context, noun)):
            return owners
    number, here = context.sentence_number(token), context.sentence(token)
    own = _own_subjects(token)
    nearby = _subjects_in(here, token.i, own)
    if token.dep_ in _SUBJECTS:
        nearby = [s for s in nearby if s.head.i != token.head.i]
    counted = any(t.tag_ in _PLURAL for t in context.doc[here.start : token.i])
    if counted and _share(token):
        return []
    before = context.sentences[number - 1] if number else None
    last = _main(_subjects_in(before, before.end, own)) if before is not None else []
    for noun in (*reversed(nearby), *reversed(last)):
        if noun.pos_ == "PRON":
            if _kinds().get(noun.lower_) == ("many" if many else "one"):
                return _force(context, noun, many=many)
        elif _fits(context, noun, many=many):
            return _named(context, noun)
        elif not many:
            return []
    return _only_force(context, before) if many and not counted and before is not None else []


def _only_force(context: Context, sentence: Span) -> list[int]:
    """The one plural force in a sentence whose subjects are none: *he attacked with 700 British regulars*."""
    nouns = [t for t in sentence if t.tag_ in _PLURAL and t.pos_ in _NOUNS and t.dep_ != "compound"]
    named = [n for n in nouns if n.lower_ in words("nouns", "body") or context.at(n, *_FORCES) is not None]
    return _named(context, named[0]) if len(named) == 1 else []


def _subjects_in(sentence: Span, before: int, own: Iterable[int]) -> list[Token]:
    """The nouns and pronouns that are subjects in the sentence before token `before`, in order."""
    return [
        t
        for t in sentence
        if t.i < before and t.dep_ in _SUBJECTS and t.i not in own and (t.pos_ in _NOUNS or t.pos_ == "PRON")
    ]


def _main(found: list[Token]) -> list[Token]:
    return [t for t in found if _of_main_clause(t)] or found


def _fits(context: Context, noun: Token, *, many: bool) -> bool:
    """The noun's number is that of the pronoun: a force, body or list is *they*, a force or country *it*."""
    if (force := context.at(noun, *_FORCES)) is not None:
        plural = noun.tag_ in _PLURAL or context.mentions[force].get("use") == "people"
        return many or not (plural or noun.conjuncts)
    if context.at(noun, Label.PERSON) is not None:
        return many and bool(noun.conjuncts)
    plural = noun.tag_ in _PLURAL or bool(noun.conjuncts) or noun.lower_ in words("nouns", "body")
    return plural if many else noun.tag_ not in _PLURAL


def _named(context: Context, noun: Token) -> list[int]:
    """The actors that the noun and what is coordinated with it name, or the side that its adjective does."""
    found = [i for t in conjuncts(noun) if (i := context.at(t, *ACTORS)) is not None]
    if found:
        return list(dict.fromkeys(found))
    if noun.lower_ not in words("nouns", "body") | words("nouns", "partitive"):
        return []
    return sides_of(context, noun)[:1]


def _formation(context: Context, token: Token) -> list[int]:
    kind = echelon_words().get(token.lower_)
    if kind is None:
        return []
    return _recent(context, token, lambda i: context.mentions[i].get("echelon") == kind, _FORMATION)


def _share(token: Token) -> bool:
    """*many of them*: of those just counted, whoever the subject was."""
    return token.dep_ == "pobj" and token.head.lower_ == "of"


def _owners(pronoun: Token) -> list[Token]:
    """Whose it is, where that is told beside: ***Kearny** led his men*; *with his men **Taylor** came*."""
    if pronoun.dep_ != "poss":
        return []
    verb, ahead = _verb_over(pronoun)
    if ahead:
        return [s for s in subjects(verb) if s.left_edge.i > pronoun.i]
    return [s for s in subjects(verb) if s.i < pronoun.i] if verb.pos_ in {"VERB", "AUX"} else []


def _verb_over(pronoun: Token) -> tuple[Token, bool]:
    """The verb of the pronoun's clause, and whether its phrase opens that clause."""
    verb = pronoun.head
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    if verb.dep_ in {"advcl", "acl"} and verb.head.i > verb.i and not _has_subject(verb):
        verb = verb.head  # *worn out by their march, the dragoons halted*
    return verb, verb.pos_ in {"VERB", "AUX"} and verb.i > pronoun.i and _has_subject(verb, pronoun.i)


def _has_subject(verb: Token, after: int = -1) -> bool:
    return any(c.dep_ in _SUBJECTS and c.left_edge.i > after for c in verb.children)


# ------------------------------------------------------------ places
def _place(context: Context, token: Token) -> list[int]:
    """The place that *it* stands for: the only one named before in the sentence, or in the one before."""
    number = context.sentence_number(token)
    here = context.sentence(token)
    for sentence in (here, context.sentences[number - 1] if number else None):
        if sentence is None:
            return []
        found = [
            i
            for i in context.inside(sentence.start, min(sentence.end, token.i), Label.PLACE)
            if context.mentions[i].norm not in context.sides
        ]
        if found:
            return found[-1:] if len({context.mentions[i].norm for i in found}) == 1 else []
    return []


def _known_place(context: Context, token: Token, kind: str) -> list[int]:
    """*the town*: the last place named that can be one; *the ridge*: the last whose name says so."""

    def fits(i: int) -> bool:
        place = context.mentions[i]
        if place.label is not Label.PLACE or place.norm in context.sides:
            return False
        if kind == "feature":
            return token.lower_ in place.norm.lower().split()
        settled = place.get("kind") in {"", "Settlement"} and place.norm not in context.people
        return settled and not _acts(context.spans[i].root)

    number = context.sentence_number(token)
    for back in range(_PLACE + 1):
        if number < back:
            return []
        sentence = context.sentences[number - back]
        found = [
            i for i in context.inside(sentence.start, min(sentence.end, token.i), Label.PLACE) if fits(i)
        ]
        if found:
            return found[-1:]
    return []


def _acts(name: Token) -> bool:
    """The place's name stands for those who rule from it: *Hanoi wished to keep the capital*."""
    return name.dep_ == "nsubj" and any(c.dep_ in {"dobj", "xcomp", "ccomp"} for c in name.head.children)


# ------------------------------------------------------------ one of two
def _of_two(context: Context, token: Token, labels: Sequence[Label], *, last: bool) -> list[int]:
    """*the former*, *the latter*: of the two that the sentence so far, or else the one before, names."""
    number = context.sentence_number(token)
    for sentence in (context.sentence(token), context.sentences[number - 1] if number else None):
        if sentence is None:
            return []
        found: dict[str, int] = {}
        for i in context.inside(sentence.start, min(sentence.end, token.i), *labels):
            if context.mentions[i].get("use") != "adjective":
                found[context.mentions[i].norm] = i
        if len(found) == 2:
            return [list(found.values())[-1 if last else 0]]
        if found:
            return []
    return []


# ------------------------------------------------------------ recency
def _recent(context: Context, token: Token, fits: Callable[[int], bool], sentences: int) -> list[int]:
    """The fitting mention that stands nearest before the token, at most so many sentences back.

    In the sentence it comes from, a subject comes first, that of the main clause if the sentence is another.
    """
    number = context.sentence_number(token)
    before: list[int] = []
    for index in reversed(context.salient[: bisect_left(context.salient_starts, token.i)]):
        here = context.sentence_number(context.spans[index].start)
        if here < number - sentences or (
            before and here < context.sentence_number(context.spans[before[0]].start)
        ):
            break
        if context.spans[index].end <= token.i and fits(index):
            before.insert(0, index)
    if not before:
        return []
    found = [i for i in before if _is_subject(context.spans[i].root)]
    elsewhere = context.sentence_number(context.spans[before[0]].start) < number
    if elsewhere:
        found = [i for i in found if _of_main_clause(context.spans[i].root)] or found
    if found:
        return found[-1:]
    return before[:1] if elsewhere else before[-1:]


def _is_subject(noun: Token) -> bool:
    """The noun is a subject, or in apposition to one: *the commander, General Blunt, thought*."""
    if noun.dep_ == "appos":
        noun = noun.head
    return noun.dep_ in _SUBJECTS


def _of_main_clause(subject: Token) -> bool:
    """The noun is the subject of its sentence's main clause, or of one joined to it."""
    verb = subject.head.head if subject.dep_ == "appos" else subject.head
    return first_conjunct(verb).dep_ == "ROOT"


def _own_subjects(pronoun: Token) -> frozenset[int]:
    """The subjects of the verb that *him* or *it* is the object of: nobody does it to himself."""
    if pronoun.dep_ not in {"dobj", "pobj", "dative"}:
        return frozenset()
    verb = pronoun.head
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    doers = subjects(verb) if verb.pos_ in {"VERB", "AUX"} else []
    while not doers and verb.head.i != verb.i:  # *Reno was on his way to replace him*
        verb = verb.head
        doers = subjects(verb) if verb.pos_ in {"VERB", "AUX"} else []
    return frozenset(t.i for s in doers for t in conjuncts(s))
