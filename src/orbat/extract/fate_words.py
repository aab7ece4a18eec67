"""What verbs and nouns do to what is counted: kill it, capture it, cost it, lose it. Syntax only."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from orbat.extract.context import Context, is_passive, objects, prepositional, words
from orbat.extract.counted import first_of_list
from orbat.rules import load
from orbat.rules.schema import Term

_TAKEN = frozenset({"Artillery", "Ship", "Colours", "Tank", "Submarine", "UnitKind"})
_OF_MEN = frozenset({"killed", "wounded", "casualties"})
_STATES = frozenset({"xcomp", "ccomp", "advcl", "acomp"})
TROPHIES = frozenset({"Artillery", "Colours"})
"""What nobody takes but from an enemy."""
_RATIO = 3  # tokens in which a ratio follows: *100 dead Germans for every dead Soviet*
_AWAY = frozenset({"to", "into", "over", "by", "from"})
_JOINTS = frozenset({"and", "or", ","})


@cache
def kinds() -> dict[str, str]:
    """The kind of loss that each verb or counted noun of the list says."""
    return {form: term.name for term in load("loss_kinds", Term) for form in term.forms}


def loss_kind(context: Context, index: int, word: str) -> str:
    """The kind of loss of the quantity `index`: by its own noun, what is said behind it, or `word`.

    `word` is a kind, verb or noun.
    """
    of = context.mentions[index].get("of").lower()
    people = context.mentions[index].get("kind") in {"Personnel", "Civilians"}
    if context.mentions[index].get("kind") == "Fighter" and kinds().get(word) in _OF_MEN:
        people = True  # *6,000 Boer fighters were killed*: no aircraft
    stated = context.spans[index][-1].lower_  # *1,400 lives*
    said = kinds().get(of) or kinds().get(_fate(context, index)) or kinds().get(stated) or kinds().get(word)
    said = said or (word if word in kinds().values() else "")
    if not people and said in _OF_MEN:
        said = ""  # of things that a list names after men
    return said or ("casualties" if people else "destroyed")


def _fate(context: Context, index: int) -> str:
    """The participle behind the counted: *300 men **killed***, *60 aircraft **shot** down*."""
    end = context.spans[index].end
    after = context.doc[end] if end < len(context.doc) else None
    if (
        after is None
        or after.tag_ not in {"VBN", "VBD", "JJ"}
        or any(c.dep_ == "dobj" for c in after.children)
    ):
        return ""
    return joint(after)


def joint(verb: Token) -> str:
    """The verb's lemma, or *casualties* where another fate is joined to it: *were killed or captured*."""
    said = kinds().get(verb.lemma_.lower()) or kinds().get(verb.lower_)
    doc, at = verb.doc, verb.i
    if said and at + 2 < len(doc) and doc[at + 1].lower_ in _JOINTS:
        other = kinds().get(doc[at + 2].lemma_.lower()) or kinds().get(doc[at + 2].lower_)
        if other not in {None, said} and not any(c.dep_ == "dobj" and c.i > at + 2 for c in verb.children):
            return "casualties"
    joined = said and at > 1 and doc[at - 1].lower_ in _JOINTS - {","} and doc[at - 2].dep_ != "amod"
    if joined and kinds().get(doc[at - 2].lemma_.lower()) not in {None, said}:
        return "casualties"
    return verb.lemma_.lower()


def takes(verb: Token, of: str, head: Token, kind: str = "") -> bool:
    """Whether the verb kills, wounds, destroys or captures `head`, which counts `of`.

    *take* does so to prisoners, and to guns, ships and the like (`kind`) that are not taken anywhere.
    """
    lemma = verb.lemma_.lower()
    finish = words("loss_words", "finish")
    behind = [t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 4]]
    said = {f"{lemma} {' '.join(behind[:n])}" for n in range(1, len(behind) + 1)}
    if not said.isdisjoint(finish) or any(f"{lemma} {c.lower_}" in finish for c in verb.children):
        return True
    if any(f"{lemma} {p} {t.lower_}" in finish for p, t in prepositional(verb)):
        return True  # *set on fire*
    if lemma not in words("verbs", "inflict"):
        return False
    if lemma not in words("verbs", "partake"):
        return True
    captive, first = words("nouns", "captive"), first_of_list(head)
    beside = {p for p, _ in prepositional(verb)}
    return (
        of in captive
        or (kind in _TAKEN and is_passive(verb) and beside.isdisjoint(_AWAY))
        or (kind in TROPHIES and "with" not in beside)  # *took six guns*
        or any(c.lower_ in captive for c in (*verb.children, *first.children))
        or any(t.lower_ in captive for t in first.conjuncts)  # *took flags and prisoners*
    )


def perishes(verb: Token) -> bool:
    """Whether the verb's subject is lost by it: *died*, *sank*, *went ashore*; not *burned an effigy*."""
    if is_passive(verb) or any(c.dep_ == "dobj" for c in verb.children):
        return False
    lemma = verb.lemma_.lower()
    beside = {c.lower_ for c in verb.children if c.dep_ in {"prt", "advmod"}}
    beside |= {f"to {c.lemma_}" for c in verb.children if c.dep_ == "xcomp"}  # *failed to return*
    beside |= {f"{p} {t.lower_}" for p, t in prepositional(verb)}  # *lay on the field*
    wreck = words("loss_words", "wreck")
    return lemma in words("verbs", "perish") or any(f"{lemma} {word}" in wreck for word in beside)


def ruins(token: Token) -> bool:
    """Whether the token is a verb that says that its passive or intransitive subject is lost."""
    if token.pos_ != "VERB":
        return False
    return perishes(token) or (is_passive(token) and token.lemma_.lower() in words("verbs", "inflict"))


def surrenders(verb: Token) -> bool:
    """Whether the verb's subject is captured by it: *fell into German hands*, *gave themselves up*."""
    if verb.lemma_ == "fall":
        return any(p == "into" and t.lower_ in words("loss_words", "hands") for p, t in prepositional(verb))
    children = {c.dep_: c.lower_ for c in verb.children}
    if verb.lemma_ == "give" and children.get("prt") == "up" and "dobj" not in children:
        return not is_passive(verb)
    if verb.lemma_ == "lay" and "down" in children.values():
        return children.get("dobj") in words("loss_words", "arms")
    return verb.lemma_ == "give" and children.get("prt") == "up" and children.get("dobj") == "themselves"


def gives_up(verb: Token) -> bool:
    """Whether the verb's object is lost to its subject: *surrendered 300 men*, *gave up the city*."""
    lemma = verb.lemma_.lower()
    beside = {c.lower_ for c in verb.children if c.dep_ in {"prt", "advmod", "prep"}}
    beside |= {f"{p} {t.lower_}" for p, t in prepositional(verb)}  # *left 300 men on the field*
    given = lemma in words("loss_words", "give-up") or any(
        f"{lemma} {word}" in words("loss_words", "give-up") for word in beside
    )
    return given and not is_passive(verb)


def seizes(verb: Token) -> bool:
    """Whether the verb takes a place, and what goes *along with* it."""
    return verb.lemma_.lower() in words("loss_words", "seize")


def lies_dead(verb: Token) -> str | None:
    """What the subject is said to be: *300 men lay **dead** on the field*, *were **missing***."""
    states = (c.lower_ for c in verb.children if c.dep_ in {"acomp", "attr", "oprd"})
    return next((word for word in states if word in words("nouns", "loss")), None)


def left_ruined(verb: Token) -> str | None:
    """What became of those that were left so: *tanks were left **burning***."""
    ruined = words("verbs", "inflict") | words("verbs", "perish")
    states = [c for c in verb.children if c.tag_ in {"VBG", "VBN"} and c.dep_ in _STATES]
    found = next((c.lemma_.lower() for c in states if c.lemma_.lower() in ruined), None)
    return found if verb.lemma_ == "leave" else None


def from_illness(verb: Token) -> bool:
    """*were suffering **from** the flu*: no loss."""
    return any(c.dep_ == "prep" and c.lower_ == "from" for c in verb.children) and not objects(verb)


def yields(head: Token) -> tuple[Token, str] | None:
    """Verb and kind where the counted go with its subject: *surrendered **with** 2,000 men*."""
    first = first_of_list(head)
    verb = first.head.head
    if first.dep_ != "pobj" or first.head.lower_ != "with" or verb.pos_ != "VERB":
        return None
    if verb.lemma_.lower() in words("loss_words", "pay"):
        return verb, "casualties"
    given = verb.lemma_.lower() in words("verbs", "be-captured") or surrenders(verb)
    if verb.lemma_.lower() in words("verbs", "lose"):
        return verb, "casualties"  # *lost four carriers **with 3,000 men***
    return (verb, "captured") if given else None


def does_it(word: Token) -> bool:
    """*two of the guards **killed** the king*: the counted do it, and do not suffer it."""
    return word.pos_ == "VERB" and any(c.dep_ == "dobj" for c in word.children)


def compared(context: Context, index: int) -> bool:
    """*100 dead **for every** soldier*, *300 **more** men **than** they lost*: no count."""
    span = context.spans[index]
    after = [t.lower_ for t in context.doc[span.end : span.end + _RATIO]]
    if any(word in words("adverbs", "each") for word in after):
        return True
    greater = any(t.lower_ == "more" and t.nbor().lower_ != "than" for t in span[:-1])
    return greater and "than" in after


def is_object(head: Token) -> bool:
    """Something is done to the counted."""
    head = first_of_list(head)
    if head.dep_ == "conj":  # the last of a list that the parser hangs on the verb
        return head.head.pos_ == "VERB" and head.head.i < head.i
    return head.dep_ in {"dobj", "nsubjpass"} or (head.dep_ == "nsubj" and is_passive(head.head))


def is_subject(head: Token) -> bool:
    """The counted do something."""
    return first_of_list(head).dep_ == "nsubj"


def counts_out(head: Token) -> bool:
    """*losses of 300 men*, *including 300 men*: the number spells out what was lost."""
    head = first_of_list(head)
    if head.dep_ != "pobj":
        return head.dep_ in {"nummod", "attr", "oprd", "nsubj", "npadvmod"}
    return head.head.lower_ in {"of", "including"}


def struck(head: Token) -> Token | None:
    """The participle that says what became of them: *95 men **killed***, *400 men **taken** prisoner*."""
    for child in head.children:
        if child.dep_ == "acl" and child.tag_ == "VBN" and takes(child, "", head):
            return child
    verb = head.head
    if head.dep_ == "nsubj" and verb.tag_ in {"VBN", "VBD"} and takes(verb, "", head):
        prisoner = any(c.lower_ in words("nouns", "captive") for c in verb.children)
        bare = not objects(verb) and not any(c.dep_ in {"aux", "ccomp", "xcomp"} for c in verb.children)
        return verb if prisoner or bare else None
    return None


def struck_after(context: Context, index: int, head: Token) -> Token | None:
    """The passive right behind the counted: *86 of its 96 tanks **being destroyed***."""
    doc, end = context.doc, context.spans[index].end
    at = end
    while at < len(doc) and (doc[at].pos_ == "AUX" or doc[at].dep_ in {"aux", "auxpass"}):
        at += 1
    passive = any(t.lemma_ in {"be", "get"} for t in doc[end:at])
    if not passive or at >= len(doc) or doc[at].tag_ not in {"VBN", "VBD"}:
        return None
    return doc[at] if takes(doc[at], "", head) else None


def toll(context: Context, index: int, head: Token) -> Token | None:
    """The noun of death, capture or price that the counted stand under: *the **deaths** of 139 soldiers*."""
    tolls = words("nouns", "toll") | words("nouns", "price")
    doc, start = context.doc, context.spans[index].start
    if start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lemma_.lower() in tolls:
        return doc[start - 2]
    head = first_of_list(head)
    while head.dep_ == "pobj" and head.head.head.pos_ in {"NOUN", "PROPN"}:
        head = head.head.head
        if head.lemma_.lower() in tolls:
            return head
    return None


def state_after(context: Context, index: int) -> Token | None:
    """The word after them that says what they are: *left 55 soldiers **dead***."""
    end = context.spans[index].end
    after = context.doc[end] if end < len(context.doc) else None
    if after is None or after.lower_ not in words("nouns", "loss"):
        return None
    return after if after.dep_ in {"oprd", "acomp", "amod", "acl", "advcl", "ccomp"} else None
