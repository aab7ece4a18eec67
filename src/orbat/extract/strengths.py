"""Strengths: who had or got how many of what."""

from __future__ import annotations

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import (
    ACTORS,
    Context,
    is_passive,
    negated,
    objects,
    prepositional,
    subjects,
    words,
)
from orbat.extract.counted import counted_head, figure, first_of_list, verb_before, verb_over
from orbat.extract.fate_words import TROPHIES, is_subject
from orbat.extract.modality import hypothetical, modality
from orbat.extract.no_strength import no_strength
from orbat.extract.sufferers import side_after
from orbat.extract.tallies import named_with
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality

_LED = frozenset({"under", "of", "from"})
_WITH = frozenset({"with", "of", "into", "by"})
_BESIDE = 2  # tokens between a number and the noun that its force leans on: *the 800-man garrison*
_TITLE = 9  # tokens from *under* to a name: *under the command of Brig. Gen. Reno*
_OPEN = frozenset({",", "(", "-", "–", "—", ":"})
Holder = tuple[int, str]
"""The mention that holds the counted, and the rule that says so."""


def strength(context: Context, index: int) -> Fact | None:
    """The strength that the quantity `index` tells of; None where nobody is said to have it."""
    head = counted_head(context, index)
    verb = verb_over(head)
    if verb is not None and (hypothetical(verb) or (negated(verb) and not is_subject(head))):
        return None
    if no_strength(context, index, head, verb):
        return None
    held = (
        _by_side_after(context, index)
        or _strong(context, index)
        or _beside(context, index)
        or _commanded(context, index)
        or _heading(context, index)
        or _apposed(context, head)
        or _apart(context, index)
        or _own(context, index, head)
        or _by_noun(context, head)
        or (_by_verb(context, index, head, verb) if verb is not None else None)
        or _by_verb_before(context, index, verb)
        or _led(context, index, head)
        or _side(context, index, head)
    )
    if held is None:
        return None
    holder, rule = held
    of_noun = (
        head.dep_ == "pobj" and head.head.head.pos_ == "NOUN"
    )  # *the withdrawal of 300 men*: theirs is no day
    time = None if of_noun else event_time(context, verb if verb is not None else head)
    return context.fact("Strength", [("force", holder)], head, rule, time=time, values=figure(context, index))


def _beside(context: Context, index: int) -> Holder | None:
    """The name right before *with*: *General Howe, with about 4,000 men, marched*."""
    found = named_with(context, context.spans[index].start)
    return (found, "strength.with") if found is not None else None


def _apposed(context: Context, head: Token) -> Holder | None:
    """The name that the counted stand beside: *Column D, a body of 900 men*."""
    noun = head
    if noun.dep_ != "appos" or noun.lower_ not in words("nouns", "shape") | words("nouns", "body"):
        return None
    found = arguments.actors(context, [noun.head])
    return (found[0], "strength.of") if found else None


def _by_side_after(context: Context, index: int) -> Holder | None:
    """*thirty ships, eighteen **of them French***."""
    side = side_after(context, index)
    return (side, "strength.side") if side is not None else None


def _apart(context: Context, index: int) -> Holder | None:
    """The formation that a comma parts from its men: *the Light Brigade, 673 men, charged*."""
    doc, span = context.doc, context.spans[index]
    if (
        span.start < 2
        or doc[span.start - 1].text != ","
        or context.mentions[index].get("kind") != "Personnel"
    ):
        return None
    closes = span.end >= len(doc) or doc[span.end].is_punct
    found = context.at(span.start - 2, Label.UNIT) if closes else None
    return (found, "strength.of") if found is not None else None


def _strong(context: Context, index: int) -> Holder | None:
    """*The German garrison, 5,000 **strong***; *a 5,000-**strong** force*."""
    doc, span = context.doc, context.spans[index]
    word = span[-1]
    if word.lower_ != "strong":
        return None
    beside = context.at(span.start - 1, *ACTORS) if span.start else None
    if beside is not None:  # *the Swedes 24,000 strong*
        return beside, "strength.strong"
    if span.start and doc[span.start - 1].text in _OPEN:
        at = span.start - 2
        named = context.at(at, *ACTORS)
        found = [named] if named is not None else arguments.actors(context, [doc[at]])
    elif (noun := word.head).pos_ in {"NOUN", "PROPN"} and noun.i > word.i:  # *a 5,000-strong German force*
        side = arguments.side_in(context, noun)
        found = [side] if side is not None else arguments.actors(context, [noun])
    else:
        verb = next((t for t in word.ancestors if t.pos_ in {"VERB", "AUX"}), None)
        found = arguments.doers(context, verb) if verb is not None else []
    return (found[0], "strength.strong") if found else None


def _commanded(context: Context, index: int) -> Holder | None:
    """Who is said to lead them: *3,000 men **under** General Howe*, *a force of 300, **led by** Reno*."""
    doc, at = context.doc, context.spans[index].end
    noun = context.spans[index].root.head
    if 0 <= noun.i - at <= _BESIDE and noun.pos_ == "NOUN":
        at = noun.i + 1  # *the 800-man **garrison**, under Colonel Harding*
    if (
        at + 1 < len(doc)
        and doc[at].lower_ == "of"
        and (place := context.at(at + 1, Label.PLACE)) is not None
    ):
        at = context.spans[place].end  # *5,400 defenders **of Selm** under Reno*
    at += at < len(doc) and doc[at].text == ","
    by = at + 1 < len(doc) and doc[at].lemma_ in words("verbs", "lead") and doc[at + 1].lower_ == "by"
    if at + 1 >= len(doc) or not (doc[at].lower_ == "under" or by):
        return None
    for behind in range(at + 1, min(at + _TITLE, len(doc))):
        person = context.at(behind, Label.PERSON)
        if person is not None:
            return person, "strength.under"
        if (
            doc[behind].pos_ not in {"DET", "ADJ", "NOUN", "PROPN", "ADP"}
            or context.at(behind, Label.UNIT) is not None
        ):
            return None
    return None


def _heading(context: Context, index: int) -> Holder | None:
    """*General Dorn, **at the head of** 300 men*; *Dorn, **in command of** 300 men*."""
    doc, at = context.doc, context.spans[index].start - 1
    if at < 2 or doc[at].lower_ != "of" or doc[at - 1].lower_ not in words("loss_words", "head"):
        return None
    prep = next((t for t in doc[at - 1].ancestors if t.dep_ == "prep"), None)
    if prep is None:
        return None
    over = prep.head
    named = context.at(prep.i - 1, *ACTORS)
    if named is None and prep.i > 1 and doc[prep.i - 1].text == ",":
        named = context.at(prep.i - 2, *ACTORS)
    found = [named] if named is not None else []
    found = found or arguments.actors(context, subjects(over) if over.pos_ in {"VERB", "AUX"} else [over])
    return (found[0], "strength.under") if found else None


def _own(context: Context, index: int, head: Token) -> Holder | None:
    """*his 20,000 soldiers*, *Lee's 30,000 men*."""
    owners = [c for t in {context.spans[index].root, head} for c in t.children if c.dep_ == "poss"]
    found = arguments.actors(context, owners)
    return (found[0], "strength.own") if found else None


def _by_noun(context: Context, head: Token) -> Holder | None:
    """The force that the counted make up: *an army of 8,000 men*, *the corps with 300 guns*."""
    prep = head.head
    if head.dep_ != "pobj" or prep.lower_ not in {"with", "of"} or prep.head.lower_ == "along":
        return None
    own = arguments.side_in(context, head) if prep.lower_ == "with" else None
    if (
        own is None
        and prep.lower_ == "with"
        and any(c.dep_ in {"compound", "poss"} and c.pos_ == "PROPN" for c in head.children)
    ):
        return None  # *with the entire Selmish garrison of 720 men*: somebody's whom the text does not know
    if own is not None:  # *sank the liner with 128 Americans aboard*
        return own, "strength.side"
    if prep.head.pos_ in {"NOUN", "PROPN", "PRON"} and not (
        prep.lower_ == "of" and context.at(prep.head, Label.PERSON) is not None
    ):
        holder = arguments.actors(context, [prep.head])
        light = prep.head.head.lemma_.lower() in words("verbs", "light") | words("verbs", "partake")
        if not holder and prep.lower_ == "with" and prep.head.dep_ == "dobj" and light:
            holder = arguments.actors(context, subjects(prep.head.head))  # *took up a position with 300 men*
        return (holder[0], f"strength.{prep.lower_}") if holder else None
    if prep.lower_ == "with" and prep.head.pos_ in {"VERB", "AUX"}:
        if is_passive(prep.head) and prep.head.lemma_.lower() not in words("verbs", "gain") | words(
            "verbs", "provide"
        ):
            return None  # *was evacuated with 5,000 refugees*
        of_clause = objects if is_passive(prep.head) else subjects
        holder = arguments.actors(context, of_clause(prep.head))
        return (holder[0], "strength.with") if holder else None
    return None


def _by_verb(context: Context, index: int, head: Token, verb: Token) -> Holder | None:
    """*had 4,000 men*, *was reinforced by 300 tanks*, *swelling his force to 11,000 men*."""
    lemma = verb.lemma_.lower()
    if lemma in words("verbs", "gain") and is_passive(verb):
        gained = arguments.actors(context, objects(verb))
        if gained:
            return gained[0], "strength.gain"
    first = first_of_list(head)
    made_up = lemma in words("verbs", "consist") or any(c.lower_ == "up" for c in verb.children)
    composed = made_up and first.dep_ == "pobj" and first.head.lower_ == "of"
    if is_passive(verb) and (composed or (lemma in words("loss_words", "given") and first.dep_ == "dobj")):
        found = arguments.actors(context, objects(verb))
        return (found[0], "strength.gain") if found else None
    if lemma in words("verbs", "amount") and first.dep_ in {"pobj", "dobj", "attr"} and first.i > verb.i:
        measured = objects(verb) if first.dep_ == "pobj" else []
        found = arguments.actors(context, [t for t in measured if t.i != first.i])
        found = found or [i for i in arguments.doers(context, verb) if i != index]
        own = arguments.side_in(context, context.spans[index].root)
        if own is not None and found and context.mentions[own].norm != context.mentions[found[0]].norm:
            return own, "strength.side"  # *against the British stood 40,000 Russians*
        if found:
            return found[0], "strength.amount"
    if any(t.lower_ in words("nouns", "captive") for t in (first, *first.conjuncts)):
        return None  # *took two flags and 200 prisoners*
    if _has(context, index, first, verb) and _real(verb):
        holder = [i for i in _havers(context, verb) if i != index]
        if holder:
            return holder[0], "strength.verb"
    return None


def _havers(context: Context, verb: Token) -> list[int]:
    """Who has them; also where a parser takes the only verb for a participle: *Dorn disposed of six*."""
    found = arguments.doers(context, verb)
    noun = verb.head
    if (
        not found
        and verb.tag_ == "VBN"
        and verb.dep_ == "acl"
        and noun.dep_ == "ROOT"
        and noun.pos_ == "PROPN"
    ):
        return arguments.actors(context, [noun])
    return found


def _by_verb_before(context: Context, index: int, verb: Token | None) -> Holder | None:
    """*had 3,000 men left*: the verb right before the counted, where the parser hangs them on another."""
    before = verb_before(context, index)
    if before is None or (verb is not None and before.i == verb.i) or negated(before) or not _real(before):
        return None
    lemma = before.lemma_.lower()
    if lemma not in words("verbs", "have") or lemma in words("loss_words", "act-with"):
        return None
    found = arguments.doers(context, before)
    return (found[0], "strength.verb") if found else None


def _has(context: Context, index: int, first: Token, verb: Token) -> bool:
    """The verb says that its subject has or gets what is counted, or acts with it."""
    lemma = verb.lemma_.lower()
    acts = lemma in words("loss_words", "act-with")
    if lemma not in words("verbs", "have") and not acts:
        return False
    if first.dep_ in {"nsubj", "nsubjpass"}:
        return False
    if lemma in words("verbs", "partake") and context.mentions[index].get("kind") in TROPHIES:
        return False  # *drove them off and took six guns*
    if first.dep_ in {"pobj", "conj"} and first.head.pos_ == "ADP":
        preposition = first.head.lower_
        return preposition in _WITH and (preposition != "by" or is_passive(verb))
    return not acts


def _real(verb: Token) -> bool:
    """What is done, or can be: *could muster 300 men*; not what is only planned."""
    able = any(c.lower_ in {"could", "can"} for c in verb.children if c.tag_ == "MD")
    return able or modality(verb) in {Modality.HAPPENED, Modality.DENIED, Modality.ORDERED}


def _led(context: Context, index: int, head: Token) -> Holder | None:
    """*3,000 men under General Howe*, *six regiments of the 5th Army*, *300 men led by Reno*."""
    for token in dict.fromkeys((context.spans[index].root, head)):
        after = [p for preposition, p in prepositional(token) if preposition in _LED]
        for child in token.children:
            if child.dep_ == "acl" and child.lemma_ in words("verbs", "lead"):
                after += subjects(child)
        found = arguments.actors(context, [t for t in after if t.i != token.i])
        found = [i for i in found if context.mentions[i].label in ACTORS]
        if found:
            return found[0], "strength.under"
    return None


def _side(context: Context, index: int, head: Token) -> Holder | None:
    """The side that the noun phrase itself names: *18 German tanks*."""
    span = context.spans[index]
    own = next(iter(context.inside(span.start, span.end, Label.SIDE)), None)
    if own is None:
        own = arguments.side_in(context, span.root)
    if own is None:
        own = arguments.side_in(context, head)
    return (own, "strength.side") if own is not None else None
