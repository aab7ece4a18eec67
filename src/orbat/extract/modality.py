"""Whether the text says that a thing happened, was ordered, was only planned, or did not happen."""

from __future__ import annotations

from spacy.tokens import Token

from orbat.extract.context import negated, words
from orbat.model import Modality

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def modality(verb: Token) -> Modality:
    """How `verb`, or a noun of action, is asserted: happened, ordered, only planned, or denied."""
    if negated(verb) or _beside(verb, "almost") or _prevented(verb):
        return Modality.DENIED
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    if verb.dep_ in {"xcomp", "ccomp", "advcl"} and _says(verb.head, "order") and infinitive:
        return Modality.ORDERED
    if verb.pos_ not in {"VERB", "AUX"}:
        return _of_noun(verb)
    if _wished(verb):
        return Modality.ORDERED if _says(verb.head, "order") else Modality.PLANNED
    if modal := _modal(verb):
        return modal
    if infinitive and verb.dep_ in {"xcomp", "ccomp", "acl", "advcl", "relcl"}:
        return _as_governor(verb.head) if _achieved(verb) else Modality.PLANNED
    if _intended(verb):
        return Modality.PLANNED
    head = verb.head
    if verb.dep_ == "conj" and verb.pos_ == "VERB" and head.pos_ == "VERB" and not _own_tense(verb):
        return modality(head)
    return Modality.HAPPENED


def hypothetical(verb: Token) -> bool:
    """The clause only supposes: *if he could take the fort*, *would have captured it*."""
    while True:
        children = list(verb.children)
        if any(c.dep_ == "mark" and c.lower_ in words("adverbs", "supposing") for c in children):
            return True
        perfect = any(c.dep_ == "aux" and c.lower_ in {"have", "'ve"} for c in children)
        if perfect and any(c.tag_ == "MD" for c in children):
            return True
        if verb.dep_ != "conj" or verb.head.pos_ not in {"VERB", "AUX"} or _own_tense(verb):
            return False
        verb = verb.head


def _modal(verb: Token) -> Modality | None:
    """What *would*, *could* and their like make of the verb; None where there is none.

    *would* in a main clause with *later* and the like looks ahead in a narrative: *would later fall*.
    """
    modals = [c.lower_ for c in verb.children if c.tag_ == "MD"]
    if not modals:
        return None
    told = modals[0] in {"would", "'d"} and _beside(verb, "sequel")
    return Modality.HAPPENED if told else Modality.PLANNED


def _wished(verb: Token) -> bool:
    """The clause names what is asked for: *asked that Selm **send** guns*, *demanded that it **be** held*."""
    asked = _says(verb.head, "plan") or _says(verb.head, "order")
    if verb.dep_ != "ccomp" or not asked or not any(c.lower_ == "that" for c in verb.children):
        return False
    first = next((c for c in verb.children if c.dep_ in {"aux", "auxpass"}), verb)
    if first.tag_ == "VB":
        return True
    return first.tag_ == "VBP" and verb.head.tag_ in {"VBD", "VBN"}  # the tagger knows no subjunctive


def _beside(verb: Token, group: str) -> bool:
    return any(c.dep_ == "advmod" and c.lower_ in words("adverbs", group) for c in verb.children)


def _says(token: Token, group: str) -> bool:
    return token.lemma_.lower() in words("verbs", group)


def _achieved(verb: Token) -> bool:
    """An infinitive that came true: *managed to take*, *launched a drive to take* (the drive did happen)."""
    head = verb.head
    if verb.dep_ in {"xcomp", "ccomp"}:
        return _says(head, "achieve")
    return verb.dep_ == "acl" and head.dep_ == "dobj" and _says(head.head, "light")


def _as_governor(head: Token) -> Modality:
    """What is achieved is as real as the achieving: *urged him to let them take it* is a wish."""
    return modality(head) if head.pos_ == "VERB" else Modality.HAPPENED


def _intended(verb: Token) -> bool:
    """A gerund under a plan: *focused on taking*, *considered attacking*, *the aim of taking*."""
    head = verb.head
    if verb.dep_ == "xcomp":
        return _says(head, "plan")
    if verb.dep_ != "pcomp":
        return False
    governor = head.head
    if head.lower_ in {"for", "on", "at", "to", "of"} and _says(governor, "plan"):
        return True
    return head.lower_ in {"of", "for", "at"} and governor.lower_ in words("nouns", "intent")


def _prevented(token: Token) -> bool:
    """*prevented an attack*, *kept them from taking it*, *decided against attacking*."""
    head = token.head
    if token.dep_ in {"dobj", "nsubjpass"}:
        return _says(head, "prevent")
    if token.dep_ not in {"pcomp", "pobj"}:
        return False
    if token.dep_ == "pcomp" and head.lower_ in {"without", "against", "of"}:
        return head.lower_ != "of" or head.head.lower_ == "instead"
    return head.lower_ in {"from", "in", "against"} and (
        _says(head.head, "prevent") or _says(head.head, "fail")
    )


def _of_noun(noun: Token) -> Modality:
    """How a noun of action is asserted by what governs it: *ordered*, *planned*, *prepared for* an attack."""
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ in {"NOUN", "PROPN"}:
        return modality(head)
    if noun.dep_ in {"dobj", "nsubjpass"}:
        if _says(head, "order") and not _says(head, "lead"):
            return Modality.ORDERED
        return Modality.PLANNED if _says(head, "plan") or _as_aim(head) else Modality.HAPPENED
    if noun.dep_ == "pobj":
        governor = head.head
        if head.lower_ == "for" and (
            _says(governor, "plan") or _says(governor, "call") or governor.lower_ in words("nouns", "intent")
        ):
            return Modality.PLANNED
        if head.lower_ in {"of", "to"} and governor.lower_ in words("nouns", "intent"):
            return Modality.PLANNED
    return Modality.HAPPENED


def _as_aim(verb: Token) -> bool:
    """*had as its objective* the seizure of Paris."""
    return any(
        t.lower_ in words("nouns", "intent")
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ == "as"
        for t in c.children
    )


def _own_tense(verb: Token) -> bool:
    return verb.tag_ in _FINITE or any(
        c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE for c in verb.children
    )
