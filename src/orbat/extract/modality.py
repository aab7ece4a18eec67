"""Whether the text says that a thing happened, was ordered, was only planned, or did not happen."""

from __future__ import annotations

from spacy.tokens import Token

from orbat.extract.context import negated, words
from orbat.model import Modality

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def modality(verb: Token) -> Modality:
    """How `verb`, or a noun of action, is asserted: happened, ordered, only planned, or denied."""
    if (told := _kept_from(verb)) is not None:
        return told
    if (negated(verb) and not _until(verb)) or _beside(verb, "almost") or _unable(verb):
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
    if _intended(verb) or (verb.tag_ == "VB" and verb.dep_ == "advcl" and not _helped(verb)):
        return Modality.PLANNED  # *the plan was to enter the river, **sail** up and take the city*
    return _shared(verb)


def _helped(verb: Token) -> bool:
    return any(c.dep_ in {"aux", "auxpass"} for c in verb.children)


def _shared(verb: Token) -> Modality:
    """What a verb without a tense of its own takes from the one that it is joined to or goes with.

    *planned to take Selm and **hold** it*; *the aim was to take the port, **cutting** off the army*.
    """
    head = verb.head
    if verb.pos_ != "VERB" or head.pos_ != "VERB":
        return Modality.HAPPENED
    if verb.dep_ == "conj" and not _own_tense(verb):
        return modality(head)
    if verb.dep_ == "xcomp" and verb.tag_ == "VBG" and _says(head, "achieve"):
        return modality(head)  # *would start **withdrawing***
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and head.tag_ == "VB" and head.i < verb.i:
        return told if (told := modality(head)) is not Modality.DENIED else Modality.HAPPENED
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
        if verb.dep_ == "xcomp" and verb.head.pos_ == "VERB":
            verb = verb.head  # *would have enabled him to take it*
            continue
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
    told = modals[0] in words("adverbs", "future") and _beside(verb, "sequel")
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
    if verb.dep_ in {"xcomp", "advcl"} and _says(head, "forward") and _dated(verb):
        return True
    if verb.dep_ in {"xcomp", "ccomp"}:
        return _says(head, "achieve") or (head.lemma_ == "have" and head.tag_ == "VBD")  # *had to surrender*
    return verb.dep_ == "acl" and head.dep_ in {"dobj", "nsubjpass"} and _says(head.head, "light")


def _dated(verb: Token) -> bool:
    """A date stands under the infinitive itself: *pushed forward **to take** Lens on 5 May*."""
    at = [c for c in verb.children if c.dep_ == "prep" and c.lower_ == "on" and c.i > verb.i]
    return any(t.ent_type_ == "DATE" for c in at for t in c.children)


def _as_governor(head: Token) -> Modality:
    """What is achieved is as real as the achieving: *urged him to let them take it* is a wish."""
    return modality(head) if head.pos_ == "VERB" else Modality.HAPPENED


def _intended(verb: Token) -> bool:
    """A gerund under a plan: *focused on taking*, *considered attacking*, *the aim of taking*."""
    head = verb.head
    if verb.dep_ == "xcomp" or (verb.dep_ == "ccomp" and verb.tag_ == "VBG"):
        return _says(head, "plan")
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and head.dep_ == "dobj":
        return _says(head.head, "plan")  # *envisioned the army **marching** on Selm*
    if verb.dep_ != "pcomp":
        return False
    governor = head.head
    if head.lower_ in words("prepositions", "aimed") and _says(governor, "plan"):
        return True
    return head.lower_ in words("prepositions", "intent") and governor.lower_ in words("nouns", "intent")


def _kept_from(token: Token) -> Modality | None:
    """What was prevented did not happen; what could not be prevented did: *failed to prevent the fall of*."""
    preventing = _prevents(token)
    if preventing is None:
        return None
    if not _says(preventing, "prevent"):
        return Modality.DENIED
    told = modality(preventing) if preventing.pos_ == "VERB" else Modality.HAPPENED
    if told is Modality.DENIED:
        return Modality.HAPPENED
    return Modality.DENIED if told is Modality.HAPPENED else Modality.PLANNED


def _prevents(token: Token) -> Token | None:
    """The word that keeps the thing from happening: *prevented an attack*, *decided against attacking*."""
    head = token.head
    if token.dep_ in {"dobj", "nsubjpass"} or (token.dep_ == "xcomp" and token.tag_ == "VBG"):
        return head if _says(head, "prevent") and not _says(head, "cease") else None
    if token.dep_ not in {"pcomp", "pobj"}:
        return None
    if token.dep_ == "pcomp" and head.lower_ in {"without", "against", "of"}:
        return head if head.lower_ != "of" or head.head.lower_ == "instead" else None
    governor = head.head
    stops = head.lower_ in words("prepositions", "kept") and (
        _says(governor, "prevent") or _says(governor, "fail")
    )
    return governor if stops else None


def _until(verb: Token) -> bool:
    """It did happen, though late: *did not fall **until 9 July***."""
    dated = (
        t for c in verb.children if c.dep_ == "prep" and c.lower_ in {"until", "till"} for t in c.children
    )
    return any(t.ent_type_ in {"DATE", "TIME"} for t in dated)


def _unable(verb: Token) -> bool:
    """*were unable to take it*."""
    return verb.dep_ == "xcomp" and verb.head.pos_ == "ADJ" and _says(verb.head, "fail")


def _of_noun(noun: Token) -> Modality:
    """How a noun of action is asserted by what governs it: *ordered*, *planned*, *prepared for* an attack."""
    head = noun.head
    if noun.dep_ == "conj" and head.pos_ in {"NOUN", "PROPN"}:
        return modality(head)
    if noun.dep_ == "nsubj" and head.pos_ == "AUX" and _foreseen(head):
        return Modality.PLANNED
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
        if head.lower_ == "with" and _says(governor, "task"):
            return Modality.PLANNED  # *was charged with the conquest of*
        if head.lower_ in words("prepositions", "intent") and governor.lower_ in words("nouns", "intent"):
            return Modality.HAPPENED if _subject_matter(governor, noun) else Modality.PLANNED
    return Modality.HAPPENED


def _foreseen(copula: Token) -> bool:
    """*the fall of the city was **imminent***."""
    return any(c.dep_ == "acomp" and c.lower_ in words("adverbs", "foreseen") for c in copula.children)


def _subject_matter(intent: Token, noun: Token) -> bool:
    """The intent is spoken of, the act known: *the objectives of **Kern's** invasion were*."""
    known = any(c.dep_ == "poss" or c.lower_ == "the" for c in noun.children)
    return known and intent.dep_ == "nsubj" and intent.head.pos_ == "AUX"


def _as_aim(verb: Token) -> bool:
    """*had as its objective* the seizure of Paris."""
    return any(
        t.lower_ in words("nouns", "intent")
        for c in verb.children
        if c.dep_ == "prep" and c.lower_ == "as"
        for t in c.children
    )


def _own_tense(verb: Token) -> bool:
    if verb.tag_ in _FINITE and not _second_infinitive(verb):
        return True
    return any(c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE for c in verb.children)


def _second_infinitive(verb: Token) -> bool:
    """The tagger takes for a past form what is an infinitive: *meant to meet and **beat** them*."""
    to = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.head.children)
    alone = not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
    return verb.dep_ == "conj" and to and alone and verb.lower_ == verb.lemma_.lower()
