"""Losses: who lost how many of what, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

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
from orbat.extract.counted import Camps, added, counted_head, figure, first_of_list, verb_over
from orbat.extract.modality import hypothetical, modality
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, attributes
from orbat.rules import load
from orbat.rules.schema import Term

_COUNTED = (Label.QUANTITY, Label.DATE, Label.TIME, Label.DURATION, Label.UNIT, Label.ORDER)
_DIGITS = re.compile(r"\d{1,3}(,\d{3})+|\d{2,}")
_ANAPHORS = frozenset({"them", "these", "those", "whom", "which"})


@cache
def _kinds() -> dict[str, str]:
    """The kind of loss that each verb or counted noun of the list says."""
    return {form: term.name for term in load("loss_kinds", Term) for form in term.forms}


def loss_kind(context: Context, index: int, word: str) -> str:
    """The kind of loss of the quantity `index`, by its own noun, else by `word`, a kind, verb or noun."""
    of = context.mentions[index].get("of").lower()
    people = context.mentions[index].get("kind") == "Personnel"
    kinds = _kinds()
    said = kinds.get(of) or kinds.get(word) or (word if word in kinds.values() else "")
    if not people and said in {"killed", "wounded", "casualties"}:
        said = ""  # of things that a list names after men
    return said or ("casualties" if people else "destroyed")


class Losses:
    """Reads losses; remembers whose the men and things counted before were, for *278 of them*."""

    def __init__(self, context: Context, camps: Camps) -> None:
        """Losses of the document of `context`, with opponents from `camps`."""
        self._context, self._camps = context, camps
        self._owners: dict[str, int] = {}
        self._told: dict[int, int] = {}  # the owner that each sentence gave its last quantity
        self._last: tuple[int, int] | None = None  # sentence and sufferer of the loss read last

    def remember(self, index: int, owner: int) -> None:
        """The things counted by `index` are `owner`'s."""
        self._owners[self._context.mentions[index].get("of")] = owner
        self._told[self._context.sentence_number(self._context.spans[index].start)] = owner

    def bare(self) -> Iterator[Fact]:
        """Losses whose noun is left out: *another 200 were wounded*, *casualties of 1,200*."""
        doc = self._context.doc
        for token in doc:
            if not token.like_num or self._context.at(token, *_COUNTED) is not None:
                continue
            if not _DIGITS.fullmatch(token.text) or (token.dep_ == "nummod" and token.head.i > token.i):
                continue
            found = self._of_number(token)
            if found is None or hypothetical(found[2]) or modality(found[2]) is Modality.DENIED:
                continue
            sufferers, word, where = found
            if sufferers:
                kind = _kinds().get(word, "casualties")
                values = attributes({"count": token.text.replace(",", ""), "of": kind, "lossKind": kind})
                time = event_time(self._context, where)
                roles = [("sufferedBy", sufferers[0])]
                yield self._context.fact("Loss", roles, where, "loss.number", time=time, values=values)

    def _of_number(self, token: Token) -> tuple[list[int], str, Token] | None:
        """Sufferers, word and clause of a number without a noun; None where it tells of no loss."""
        context, head = self._context, token.head
        noun = head.head if token.dep_ == "pobj" and head.lower_ == "of" else None
        if noun is None and head.pos_ in {"VERB", "AUX"} and head.lemma_ in words("verbs", "amount"):
            noun = next((c for c in head.children if c.dep_ == "nsubj"), None)
        if noun is None and token.dep_ == "pobj" and head.head.lemma_ in words("verbs", "amount"):
            noun = next((c for c in head.head.children if c.dep_ == "nsubj"), None)
        if noun is not None and noun.lower_ in words("nouns", "loss"):
            verb = verb_over(noun)
            owner = self._of_tally(noun)
            if not owner and verb is not None and noun.dep_ == "dobj":
                owner = arguments.actors(context, subjects(verb))
            return owner, noun.lower_, verb if verb is not None else noun
        if token.dep_ in {"nsubjpass", "nsubj"} and head.dep_ in {"conj", "advcl", "pcomp"}:
            lemma = head.lemma_.lower()
            if lemma in words("verbs", "perish") or _takes(head, "", token):
                earlier = [c for c in head.head.children if c.dep_ in {"nsubjpass", "nsubj"}]
                side = arguments.side_in(context, earlier[0]) if earlier else None
                return ([side] if side is not None else arguments.actors(context, earlier)), lemma, head
        if token.dep_ == "nsubjpass" and _takes(head, "", token):  # *of the 10,000, 3,000 were killed*
            teller = self._told.get(context.sentence_number(token))
            return ([teller] if teller is not None else []), head.lemma_.lower(), head
        return None

    def _of_tally(self, noun: Token) -> list[int]:
        """Whose the losses are: *Union casualties*, *Grant's losses*."""
        side = arguments.side_in(self._context, noun)
        if side is not None:
            return [side]
        after = [p for preposition, p in prepositional(noun) if preposition in {"of", "for", "among"}]
        whose = [c for c in noun.children if c.dep_ == "poss"] + after
        return arguments.actors(self._context, whose)

    def read(self, index: int) -> Fact | None:
        """The loss that the quantity `index` is; None where it is none or nobody is said to bear it."""
        head = counted_head(self._context, index)
        for sufferers, agents, word, where in self._readings(index, head):
            if hypothetical(where) or modality(where) is Modality.DENIED:
                return None
            if sufferers:
                self._last = self._context.sentence_number(head), sufferers[0]
                return self._fact(index, where, sufferers[0], word, agents)
        return None

    def _readings(self, index: int, head: Token) -> Iterator[tuple[list[int], list[int], str, Token]]:
        """Ways to take the quantity as a loss, the surest first: sufferers, agents, the word, the clause."""
        if _does_it(self._context.spans[index][-1]):
            return
        own = arguments.side_in(self._context, head)
        owner = [own] if own is not None else self._owner(index, head)
        anaphor = self._context.spans[index][-1].lower_ in _ANAPHORS
        of = "" if anaphor else self._context.mentions[index].get("of").lower()
        verb = verb_over(head)
        if (state := self._state(index)) is not None:
            yield owner or self._from_clause(head), [], state.lower_, verb if verb is not None else head
        if (price := self._charged(index)) is not None:
            yield [price[1]], [], price[0].lemma_.lower(), price[0]
        if self.included(index) and self._last is not None:
            yield [self._last[1]], [], of, verb if verb is not None else head
        if (participle := _struck(head)) is not None:
            yield owner or self._from_clause(head), [], participle.lemma_.lower(), participle
        if (verb_with := _yields(head)) is not None:
            yield arguments.actors(self._context, subjects(verb_with)), [], "captured", verb_with
        if (noun := _toll(head)) is not None:
            yield from self._of_toll(noun, owner)
        if verb is not None and not negated(verb):
            direct = _is_object(head) or added(self._context, index)
            yield from self._of_verb(verb, head, of, owner, direct)
        if of in words("nouns", "loss") and (verb is None or not negated(verb)):
            sufferers = owner
            captive = of in words("nouns", "captive")
            if (
                not sufferers
                and not captive
                and verb is not None
                and verb.lemma_.lower() in words("verbs", "bear")
            ):
                sufferers = arguments.doers(self._context, verb)
            yield sufferers, [], of, verb if verb is not None else head

    def _charged(self, index: int) -> tuple[Token, int] | None:
        """Verb and bearer of a price, by their order: *cost **the German army** 300 men*."""
        doc, at = self._context.doc, self._context.spans[index].start - 1
        bearer = self._context.at(at, *ACTORS) if at > 0 else None
        if bearer is None:
            return None
        at = self._context.spans[bearer].start - 1
        while at > 0 and doc[at].pos_ in {"DET", "PROPN", "ADJ", "NOUN"}:
            at -= 1
        return (doc[at], bearer) if doc[at].lemma_.lower() in words("verbs", "cost") else None

    def included(self, index: int) -> bool:
        """The quantity is part of the loss just read: *57,000 casualties, **including** 19,000 dead*."""
        start = self._context.spans[index].start
        if self._last is None or self._last[0] != self._context.sentence_number(start):
            return False
        before = " ".join(t.lower_ for t in self._context.doc[max(start - 3, 0) : start])
        return any(before.endswith(phrase) for phrase in words("adverbs", "including"))

    # ------------------------------------------------------------ the ways
    def _of_verb(
        self, verb: Token, head: Token, of: str, owner: list[int], direct: bool
    ) -> Iterator[tuple[list[int], list[int], str, Token]]:
        context, lemma = self._context, verb.lemma_.lower()
        if lemma in words("verbs", "lose"):
            if is_passive(verb):
                by = arguments.actors(context, subjects(verb))
                yield (by or owner) if direct else [], [], lemma, verb
            elif direct or _counts_out(head):
                yield arguments.doers(context, verb), [], lemma, verb
            return
        if lemma in words("verbs", "amount"):
            tally = next((s for s in subjects(verb) if s.lower_ in words("nouns", "loss")), None)
            if tally is not None:
                yield self._of_tally(tally), [], tally.lower_, verb
            if tally is not None or lemma not in words("verbs", "perish"):
                return
        governor = verb.head if verb.dep_ == "conj" else verb
        passive = [c for c in (*verb.children, *governor.children) if c.dep_ == "nsubjpass"]
        if lemma in words("verbs", "inflict") and passive and head.dep_ in {"dobj", "attr", "oprd"}:
            yield owner or arguments.actors(context, passive), [], lemma, verb
        elif _takes(verb, of, head) and direct:
            agents = [] if is_passive(verb) and not _by(verb) else arguments.actors(context, subjects(verb))
            yield owner or self._enemies(verb, agents), agents, lemma, verb
        elif lemma in words("verbs", "deal") and direct and of in words("nouns", "loss"):
            agents = arguments.actors(context, subjects(verb))
            on = [f for p, f in (*prepositional(verb), *prepositional(head)) if p in {"on", "upon", "to"}]
            yield owner or arguments.actors(context, on) or self._enemies(verb, agents), agents, of, verb
        elif (
            lemma in words("verbs", "perish")
            and not is_passive(verb)
            and (direct or first_of_list(head).dep_ == "nsubj")
        ):
            yield owner, [], lemma, verb

    def _of_toll(self, noun: Token, owner: list[int]) -> Iterator[tuple[list[int], list[int], str, Token]]:
        """*the deaths of 139 soldiers*, *the capture of 600 men*, *at a cost of 300 men*."""
        context = self._context
        verb = verb_over(noun)
        where = verb if verb is not None else noun
        clause = arguments.actors(context, _bearing(verb)) if verb is not None else []
        word = noun.lemma_.lower()
        if word in words("nouns", "price"):
            side = arguments.side_in(context, noun)
            holder = [c for c in noun.children if c.dep_ == "poss"]
            holders = [side] if side is not None else arguments.actors(context, holder)
            yield owner or holders or clause, [], word, where
        else:
            agents = arguments.actors(context, [c for c in noun.children if c.dep_ == "poss"])
            if not agents and verb is not None and verb.lemma_ in words("verbs", "result"):
                agents = clause
            yield owner or self._enemies(where, agents), [] if owner else agents, word, where

    def _state(self, index: int) -> Token | None:
        """The word after them that says what they are: *left 55 soldiers **dead***."""
        end = self._context.spans[index].end
        after = self._context.doc[end] if end < len(self._context.doc) else None
        if after is None or after.lower_ not in words("nouns", "loss"):
            return None
        return after if after.dep_ in {"oprd", "acomp", "amod", "acl", "advcl", "ccomp"} else None

    def _from_clause(self, head: Token) -> list[int]:
        """*with 300 killed*: the men are those of the clause's subject."""
        prep = head.head
        if head.dep_ == "pobj" and prep.lower_ == "with" and prep.head.pos_ in {"VERB", "AUX"}:
            return arguments.actors(self._context, subjects(prep.head))
        return []

    # ------------------------------------------------------------ who
    def _owner(self, index: int, head: Token) -> list[int]:
        """Whose they are: *278 of them*, *six men of the 5th Army*, *two of Kern's officers*."""
        context = self._context
        span = context.spans[index]
        if span[-1].lower_ in _ANAPHORS:
            of = context.mentions[index].get("of")
            return [self._owners[of]] if of in self._owners else []
        holders = [c for t in span for c in t.children if c.dep_ == "poss"]
        if found := arguments.actors(context, holders):
            return found
        after = [p for preposition, p in prepositional(head) if preposition in {"of", "for", "among", "from"}]
        return arguments.actors(context, after)

    def _enemies(self, where: Token, agents: list[int]) -> list[int]:
        """Who stands against the agents: whom the clause over it attacks, else the other side."""
        verb = where.head
        if agents and where.dep_ in {"advcl", "xcomp", "conj"} and verb.lemma_ in words("verbs", "against"):
            own = {self._camps.side(i) for i in agents}
            for struck in objects(verb):
                side = arguments.side_in(self._context, struck)
                if side is not None and self._context.mentions[side].norm not in own:
                    return [side]
        enemy = self._camps.against(agents, where)
        return [enemy] if enemy is not None else []

    # ------------------------------------------------------------ fact
    def _fact(self, index: int, where: Token, sufferer: int, word: str, agents: list[int]) -> Fact:
        mentions = self._context.mentions
        foes = [a for a in agents if mentions[a].norm != mentions[sufferer].norm]
        roles = [("sufferedBy", sufferer), *(("inflictedBy", a) for a in foes)]
        values = figure(self._context, index, lossKind=loss_kind(self._context, index, word))
        time = event_time(self._context, where)
        return self._context.fact("Loss", roles, where, f"loss.{word}", time=time, values=values)


# ---------------------------------------------------------------- syntax
def _by(verb: Token) -> bool:
    return any(c.dep_ == "agent" for c in verb.children)


def _yields(head: Token) -> Token | None:
    """*surrendered **with** 2,000 men*: they go where he goes."""
    first = first_of_list(head)
    verb = first.head.head
    given = first.dep_ == "pobj" and first.head.lower_ == "with" and verb.pos_ == "VERB"
    return verb if given and verb.lemma_.lower() in words("verbs", "be-captured") else None


def _does_it(word: Token) -> bool:
    """*two of the guards **killed** the king*: the counted do it, and do not suffer it."""
    return word.pos_ == "VERB" and any(c.dep_ == "dobj" for c in word.children)


def _bearing(verb: Token) -> list[Token]:
    """Who bears a price that the clause names: its subject, and he who *was defeated*."""
    return objects(verb) if is_passive(verb) and verb.lemma_ in words("verbs", "against") else subjects(verb)


def _takes(verb: Token, of: str, head: Token) -> bool:
    """The verb kills, wounds, destroys or captures; *take* only where what is taken are prisoners."""
    lemma = verb.lemma_.lower()
    if lemma not in words("verbs", "inflict"):
        return False
    captive = words("nouns", "captive")
    return (
        lemma not in words("verbs", "partake")
        or of in captive
        or any(c.lower_ in captive for c in (*verb.children, *first_of_list(head).children))
        or any(t.lower_ in captive for t in first_of_list(head).conjuncts)  # *took flags and prisoners*
    )


def _is_object(head: Token) -> bool:
    head = first_of_list(head)
    if head.dep_ == "conj":  # the last of a list that the parser hangs on the verb
        return head.head.pos_ == "VERB" and head.head.i < head.i
    return head.dep_ in {"dobj", "nsubjpass"} or (head.dep_ == "nsubj" and is_passive(head.head))


def _counts_out(head: Token) -> bool:
    """*losses of 300 men*, *including 300 men*: the number spells out what was lost."""
    head = first_of_list(head)
    if head.dep_ != "pobj":
        return head.dep_ in {"nummod", "attr", "oprd", "nsubj", "npadvmod"}
    return head.head.lower_ in {"of", "including"}


def _struck(head: Token) -> Token | None:
    """The participle that says what became of them: *95 men **killed***, *400 men **taken** prisoner*."""
    for child in head.children:
        if child.dep_ == "acl" and child.tag_ == "VBN" and _takes(child, "", head):
            return child
    verb = head.head
    if head.dep_ == "nsubj" and verb.tag_ in {"VBN", "VBD"} and _takes(verb, "", head):
        prisoner = any(c.lower_ in words("nouns", "captive") for c in verb.children)
        bare = not objects(verb) and not any(c.dep_ in {"aux", "ccomp", "xcomp"} for c in verb.children)
        return verb if prisoner or bare else None
    return None


def _toll(head: Token) -> Token | None:
    """The noun of death, capture or price that the counted stand under: *the **deaths** of 139 soldiers*."""
    head = first_of_list(head)
    while head.dep_ == "pobj" and head.head.head.pos_ in {"NOUN", "PROPN"}:
        head = head.head.head
        if head.lemma_.lower() in words("nouns", "toll") | words("nouns", "price"):
            return head
    return None
