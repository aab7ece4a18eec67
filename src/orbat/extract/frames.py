"""Events from verbs and nouns of war, by the frames in `rules/en/frames.jsonl`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache

from spacy.symbols import ADJ, AUX, NOUN, PROPN, VERB
from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, is_passive, objects, prepositional, subjects, words
from orbat.extract.modality import hypothetical, modality
from orbat.extract.nominal import noun_facts
from orbat.extract.roles import LISTED, Roles, facts, fill, fill_prepositions, owners, stands_at, works_at
from orbat.model import Fact, Label, Modality
from orbat.rules import load
from orbat.rules.schema import Frame

_ATTACKS = frozenset({"Attack", "CounterAttack", "AirRaid", "Bombardment", "Invasion", "Raid", "Ambush"})
_PAST = frozenset({"VBN", "VBD"})
_COMPANIONS = frozenset({"dobj", "nsubjpass", "prt", "advmod", "attr", "oprd", "ccomp"})
Teller = Callable[[Context, Token, Frame], Iterator[Fact]]
_VERBAL = frozenset({VERB, AUX})
_NOMINAL = frozenset({NOUN, PROPN})


@cache
def _by_lemma() -> dict[tuple[str, str], tuple[Frame, ...]]:
    index: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in load("frames", Frame):
        for lemma in (*frame.lemmas, *frame.past):
            index[frame.pos, lemma].append(frame)
    return {key: tuple(found) for key, found in index.items()}


@cache
def _past_forms() -> dict[str, Frame]:
    return {form: frame for frame in load("frames", Frame) for form in frame.past}


def events(context: Context) -> Iterator[Fact]:
    """Everything that a verb or noun of the frames says happened, was ordered, planned or denied."""
    known, misread = _by_lemma(), _past_forms()
    told: Teller
    for token in context.doc:
        pos = token.pos
        if pos in _VERBAL:
            frames, told = known.get(("VERB", token.lemma_.lower()), ()), _verb_facts
        elif pos in _NOMINAL or pos == ADJ:
            if token.lower_ in misread:
                yield from _flat(context, token, misread[token.lower_])
                continue
            if pos == ADJ:
                continue
            frames, told = known.get(("NOUN", token.lemma_.lower()), ()), noun_facts
        else:
            continue
        for frame in frames:
            found = list(told(context, token, frame))
            yield from found
            if found and not frame.also:
                break


def _flat(context: Context, verb: Token, frame: Frame) -> Iterator[Fact]:
    """Agent and place by their order alone, where the parser built no clause: *the corps retook Selm*."""
    sentence = context.sentence(verb)
    before = context.inside(sentence.start, verb.i, *ACTORS)
    while before and any(
        t.lower_ in words("prepositions", "under")
        for t in context.doc[max(context.spans[before[-1]].start - 3, 0) : verb.i]
    ):
        before.pop()  # *the army under General Kern retook Selm*
    place = context.at(verb.i + 1, Label.PLACE)
    if place is not None:
        yield from facts(context, verb, frame, Roles(agent=before[-1:], place=[place]), Modality.HAPPENED)


def _verb_facts(context: Context, verb: Token, frame: Frame) -> Iterator[Fact]:
    phrase = _phrase(verb, frame)
    if (frame.noun and phrase is None) or hypothetical(verb) or _other_sense(context, verb, frame):
        return
    roles = Roles()
    if frame.subject:
        _fill_subject(context, roles, verb, frame)
    if frame.object:
        _fill_object(context, roles, verb, frame)
    for head in (verb, *(objects(verb) if frame.troops else ())):  # *hurled his cavalry against them*
        fill_prepositions(context, roles, head, frame)
    if phrase is not None:
        fill_prepositions(context, roles, phrase, frame)
        if not roles["agent"] and frame.subject != "agent":  # *fell into British hands*
            roles["agent"] += owners(context, phrase)
    if frame.object == "place" and not roles["place"]:
        fill(context, roles, "place", works_at(context, verb, frame), frame)
    if not roles["place"] and frame.kind in _ATTACKS:
        roles.add("place", stands_at(context, roles["opponent"]))
    yield from facts(context, verb, frame, roles, _told(verb, frame))


def _told(verb: Token, frame: Frame) -> Modality:
    """How the verb is asserted; of *an attempt to take it was made* the attempt alone is a fact."""
    how = modality(verb)
    aimed = verb.dep_ == "acl" and any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    return Modality.PLANNED if aimed and how is Modality.HAPPENED and frame.kind not in _ATTACKS else how


def _fill_subject(context: Context, roles: Roles, verb: Token, frame: Frame) -> None:
    role = frame.subject
    fill(context, roles, role, arguments.acting(verb), frame)
    if role == "agent" and not roles[role]:
        roles[role] += arguments.doers(context, verb)
    if not roles[role] and verb.dep_ == "xcomp":  # *took 2,000 men to attack Boston*
        fill(context, roles, role, subjects(verb.head), frame)
    if not roles[role] and verb.dep_ == "acl":  # *the British attempt to seize the canal*
        roles.add(role, owners(context, verb.head))


def _fill_object(context: Context, roles: Roles, verb: Token, frame: Frame) -> None:
    struck = _struck(verb)
    if frame.object == frame.subject and roles[frame.subject]:
        struck = [o for o in struck if not _his(o)]  # *withdrew his army*: he is told already
    if frame.onset:
        roles.add(frame.object, [i for o in struck for i in _whose(context, o, frame)])
    else:
        fill(context, roles, frame.object, struck, frame)
    bare = not struck and not roles.filled and verb.tag_ in _PAST
    if bare and frame.kind in LISTED and frame.subject == "agent":
        _fill_headline(context, roles, verb, frame)


def _fill_headline(context: Context, roles: Roles, verb: Token, frame: Frame) -> None:
    """*Selm **retaken** by the French*: a participle without its auxiliary, as in headlines."""
    fill(context, roles, frame.object, subjects(verb), frame)
    if roles[frame.object]:
        by = [p for preposition, p in prepositional(verb) if preposition == "by"]
        roles.add(frame.subject, arguments.actors(context, by))


def _struck(verb: Token) -> list[Token]:
    """The objects, without a direction that the parser takes for one: *charged due **west***."""
    return [o for o in objects(verb) if o.lower_ not in words("nouns", "compass")]


def _whose(context: Context, struck: Token, frame: Frame) -> list[int]:
    """Who was stopped, or whose attack it was: *halted **the Germans***, *halted the **German** advance*."""
    if struck.lower_ not in words("nouns", "onset"):
        labels = frame.object_labels
        found = arguments.actors(context, [struck])
        return [i for i in found if not labels or context.mentions[i].label in labels]
    of = [p for preposition, p in prepositional(struck) if preposition in words("prepositions", "doer")]
    return owners(context, struck) or arguments.actors(context, of)


def _his(noun: Token) -> bool:
    return any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.children)


def _other_sense(context: Context, verb: Token, frame: Frame) -> bool:
    """*charged him with treason*; *withdrew his offer*; *was surprised by the speed of it*; *a demand to*."""
    if verb.dep_ == "acl" and verb.head.lower_ in words("nouns", "demand"):
        return True
    if frame.passive and not is_passive(verb):
        return True
    if any(c.lower_ in frame.unless and not _dating(context, c) for c in verb.children):
        return True
    if _lasting(verb):
        return True
    if any(f.lower_ in words("nouns", "affair") for p, f in prepositional(verb) if p == "from"):
        return True  # *withdrew from the talks*, *retired from politics*
    if frame.subject == "agent" and is_passive(verb):
        by = [p for preposition, p in prepositional(verb) if preposition == "by"]
        if by and not any(_troops(context, p) or p.tag_ == "NNS" for p in by):
            return not arguments.actors(context, by)
    struck = _struck(verb) if frame.troops or frame.onset or frame.body else ()
    return not all(_fits(context, o, frame) for o in struck)


def _lasting(verb: Token) -> bool:
    """A state, not its beginning: *the troops **occupying** Selm*, *were occupying Selm*."""
    if verb.tag_ != "VBG" or verb.lemma_ not in words("verbs", "holding"):
        return False
    close = verb.dep_ == "acl" and verb.i == verb.head.i + 1
    return close or any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children)


def _dating(context: Context, preposition: Token) -> bool:
    """What follows the preposition is a date: *left Selm in May*."""
    return any(context.at(c, Label.DATE, Label.TIME) is not None for c in preposition.children)


def _fits(context: Context, struck: Token, frame: Frame) -> bool:
    """The object is what the frame's verb is done to: a force, an attack, a body of men, or a place."""
    if frame.body:
        return context.at(struck, Label.UNIT) is not None or struck.lower_ in words("nouns", "body")
    if frame.onset and struck.lower_ in words("nouns", "onset"):
        return True
    if frame.onset and struck.lower_ == "it":
        return False
    if context.at(struck, Label.PLACE) is not None:
        return not frame.onset or context.at(struck, *ACTORS) is not None
    return _troops(context, struck)


def _troops(context: Context, token: Token) -> bool:
    return (
        context.at(token, *ACTORS, Label.PLACE, Label.QUANTITY) is not None
        or token.pos_ == "PRON"
        or token.tag_ == "NNPS"
        or token.lower_ in words("nouns", "partitive")
        or token.lower_ in words("nouns", "shape") | words("nouns", "body")
    )


def _phrase(verb: Token, frame: Frame) -> Token | None:
    """The word that must go with the verb: *took **control***, *came under **attack***, *fell **back***."""
    if not frame.noun:
        return None
    beside = [c for c in verb.children if c.dep_ in _COMPANIONS]
    beside += [p for _, p in prepositional(verb)]
    return next((t for t in beside if t.lower_ in frame.noun), None)
