"""Losses: who lost how many of what, and to whom."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import Context, is_passive, negated, objects, subjects, words
from orbat.extract.counted import added, counted_head, figure, verb_before, verb_over
from orbat.extract.fate_words import (
    compared,
    counts_out,
    does_it,
    from_illness,
    gives_up,
    is_object,
    is_subject,
    joint,
    left_ruined,
    lies_dead,
    loss_kind,
    perishes,
    seizes,
    state_after,
    struck,
    struck_after,
    surrenders,
    takes,
    toll,
    yields,
)
from orbat.extract.modality import hypothetical, modality
from orbat.extract.sufferers import ANAPHORS, Sufferers
from orbat.extract.tallies import owners, shared_out, tally_before, tally_of
from orbat.extract.times import event_time
from orbat.model import Fact, Modality

Reading = tuple[list[int], list[int], str, Token]
"""A way to take a quantity as a loss: sufferers, agents, the word that says so, the clause."""


class Losses:
    """Reads losses from counted quantities, in the order of the text."""

    def __init__(self, context: Context, who: Sufferers) -> None:
        """Losses of the document of `context`, borne by those that `who` finds."""
        self._context, self.who = context, who
        self._last: tuple[int, int] | None = None  # sentence and sufferer of the loss read last

    def read(self, index: int) -> Fact | None:
        """The loss that the quantity `index` is; None where it is none or nobody is said to bear it."""
        if self._context.mentions[index].get("share"):
            return None  # *lost a third of their 3,000 men*
        head = counted_head(self._context, index)
        for sufferers, agents, word, where in self._readings(index, head):
            if hypothetical(where) or modality(where) is Modality.DENIED:
                return None
            if sufferers:
                self._last = self._context.sentence_number(head), sufferers[0]
                return self._fact(index, where, sufferers[0], word, agents)
        return None

    def _readings(self, index: int, head: Token) -> Iterator[Reading]:
        """Ways to take the quantity as a loss, the surest first."""
        context, who, span = self._context, self.who, self._context.spans[index]
        if does_it(span[-1]) or compared(context, index):
            return
        owner, verb = who.owner(index, head), verb_over(head)
        yield from self._said_beside(index, head, owner)
        if (noun := toll(context, index, head)) is not None:
            yield self._of_toll(noun, owner)
        if verb is not None and not negated(verb):
            direct = is_object(head) or added(context, index)
            yield from self._of_verb(index, verb, head, owner, direct=direct)
        before = verb_before(context, index)
        again = before is not None and verb is not None and before.i == verb.i and is_object(head)
        if before is not None and not again and not negated(before):
            yield from self._of_verb(index, before, head, owner, direct=True)
        if (passive := struck_after(context, index, head)) is not None:
            yield owner, [], joint(passive), passive
        of = self._of(index)
        if of in words("nouns", "loss") and (verb is None or not negated(verb)):
            where = verb if verb is not None else head
            yield owner or self._of_casualties(of, verb, before, head), [], of, where

    def _said_beside(self, index: int, head: Token, owner: list[int]) -> Iterator[Reading]:
        """What words beside the quantity tell: its state, a price, a tally, a participle, *with*."""
        context, who, span = self._context, self.who, self._context.spans[index]
        verb = verb_over(head)
        where = verb if verb is not None else head
        if (state := state_after(context, index)) is not None:
            yield owner or who.of_clause(head), [], state.lower_, where
        if (price := who.charged(index)) is not None:
            yield [price[1]], [], price[0].lemma_.lower(), price[0]
        if (tally := tally_before(context, span.start)) is not None:
            yield self._of_tally(tally, head, owner)
        if included := self._included(index):
            yield included, [], self._of(index), where
        if (participle := struck(head)) is not None:
            holder = participle.head if participle.head.lemma_.lower() in words("verbs", "bear") else None
            bearer = arguments.doers(context, holder) if holder is not None else who.of_clause(head)
            yield owner or bearer, [], joint(participle), participle
        if (given := yields(head)) is not None:
            surrendered = given[0].dep_ == "pcomp"
            payer = self._surrenderer(given[0]) if surrendered else who.of_deed(subjects(given[0]))
            yield payer, [], given[1], given[0]

    def _of(self, index: int) -> str:
        """What the quantity counts, "" where it only says *of them*."""
        anaphor = self._context.spans[index][-1].lower_ in ANAPHORS
        return "" if anaphor else self._context.mentions[index].get("of").lower()

    def _of_casualties(self, of: str, verb: Token | None, before: Token | None, head: Token) -> list[int]:
        """Whose the dead, wounded or prisoners are where they are nobody's by name."""
        if of not in words("nouns", "captive"):
            return self.who.bearer((verb, before)) or self.who.of_clause(head)
        if verb is None or head.head.lower_ != "with" or not seizes(verb):
            return []
        return self.who.enemies(verb, arguments.actors(self._context, subjects(verb)))

    def _included(self, index: int) -> list[int]:
        """Who bears the loss that the quantity is part of.

        *57,000 casualties, **including** 19,000 dead*: who bears the loss just read, or the tally before.
        """
        start = self._context.spans[index].start
        before = " ".join(t.lower_ for t in self._context.doc[max(start - 3, 0) : start])
        if not any(before.endswith(phrase) for phrase in words("adverbs", "including")):
            return []
        if self._last is not None and self._last[0] == self._context.sentence_number(start):
            return [self._last[1]]
        sentence = self._context.sentence(start)
        tallies = [t for t in self._context.doc[sentence.start : start] if t.lower_ in words("nouns", "loss")]
        return [i for t in tallies if t.pos_ == "NOUN" for i in owners(self._context, t)][:1]

    # ------------------------------------------------------------ the ways
    def _of_tally(self, noun: Token, head: Token, owner: list[int]) -> Reading:
        """*French losses were 63 killed and 12 missing*, *Among the Russian losses were 40 guns*."""
        verb = verb_over(noun)
        where = verb if verb is not None else noun
        whose = owners(self._context, noun) or owner or shared_out(self._context, head)
        if not whose and verb is not None and verb.lemma_.lower() in words("verbs", "deal"):
            whose = self.who.struck(verb, noun, arguments.actors(self._context, subjects(verb)))
        elif not whose and verb is not None and verb.lemma_.lower() in words("verbs", "bear"):
            whose = arguments.doers(self._context, verb)
        return whose, [], noun.lower_, where

    def _of_verb(
        self, index: int, verb: Token, head: Token, owner: list[int], *, direct: bool
    ) -> Iterator[Reading]:
        """What the verb over the quantity does to it."""
        context, who, lemma = self._context, self.who, verb.lemma_.lower()
        owner = who.foe(index, verb) or owner
        if lemma in words("verbs", "lose") and not from_illness(verb):
            if is_passive(verb):
                by = arguments.actors(context, subjects(verb))
                yield (by or owner) if direct else [], [], lemma, verb
            elif direct or counts_out(head):
                yield arguments.doers(context, verb), [], lemma, verb
        elif (parted := self._parted(index, verb, head, owner, direct=direct)) is not None:
            yield parted
        elif lemma in _measuring() and (tally := tally_of(verb)) is not None:
            yield owners(context, tally) or who.teller(verb), [], tally.lower_, verb
        elif lemma not in words("verbs", "amount") or perishes(verb):
            yield from self._suffered(index, verb, head, owner, direct=direct)

    def _parted(
        self, index: int, verb: Token, head: Token, owner: list[int], *, direct: bool
    ) -> Reading | None:
        """They are given up, surrender, are the price, or are left behind ruined."""
        context, who, lemma = self._context, self.who, verb.lemma_.lower()
        if direct and not is_subject(head) and gives_up(verb):
            men = context.mentions[index].get("kind") == "Personnel"
            left = men and lemma not in words("verbs", "be-captured")
            return self._surrenderer(verb), [], "casualties" if left else lemma, verb
        if is_subject(head) and surrenders(verb):
            return owner, [], "surrender" if lemma == "lay" else "captured", verb
        if lemma in words("loss_words", "deprive") and head.dep_ == "pobj" and head.head.lower_ == "of":
            return owner or arguments.actors(context, objects(verb)), [], "casualties", verb
        if direct and lemma in words("verbs", "cost"):
            bearer = owner or who.of_deed(subjects(verb)) or who.first_doer(verb)
            return bearer, [], lemma, verb
        ruin = left_ruined(verb) if direct and is_passive(verb) else None
        return (owner, [], ruin, verb) if ruin is not None else None

    def _suffered(
        self, index: int, verb: Token, head: Token, owner: list[int], *, direct: bool
    ) -> Iterator[Reading]:
        """They are killed, captured or destroyed, or perish."""
        context, who, lemma, of = self._context, self.who, verb.lemma_.lower(), self._of(index)
        governor = verb.head if verb.dep_ == "conj" else verb
        passive = [c for c in (*verb.children, *governor.children) if c.dep_ == "nsubjpass"]
        agents = [] if is_passive(verb) and not _by(verb) else arguments.actors(context, subjects(verb))
        if lemma in words("verbs", "inflict") and passive and head.dep_ in {"dobj", "attr", "oprd"}:
            yield owner or arguments.actors(context, passive), [], joint(verb), verb
        elif direct and takes(verb, of, head, context.mentions[index].get("kind")):
            struck_side = who.enemies(verb, agents) if agents else self._last_here(verb)
            yield owner or struck_side, agents, joint(verb), verb
        elif direct and added(context, index) and seizes(verb):
            yield owner or who.enemies(verb, agents), agents, "captured", verb
        elif direct and lemma in words("verbs", "deal") and of in words("nouns", "loss"):
            yield owner or who.struck(verb, head, agents), agents, of, verb
        elif is_subject(head) and (state := lies_dead(verb)) is not None:
            yield owner, [], state, verb
        elif perishes(verb) and (direct or is_subject(head)):
            yield owner, [], joint(verb), verb

    def _last_here(self, verb: Token) -> list[int]:
        """The sufferer told before in the verb's sentence: *10,000 Turks fell, and 117 guns were taken*."""
        if self._last is None or self._last[0] != self._context.sentence_number(verb):
            return []
        return [self._last[1]] if is_passive(verb) else []

    def _surrenderer(self, verb: Token) -> list[int]:
        """Who surrenders what: of *talked Dorn **into** surrendering 300 men* it is Dorn."""
        if verb.dep_ == "pcomp" and verb.head.lower_ == "into":
            talked = [c for c in verb.head.head.children if c.dep_ == "dobj"]
            return arguments.actors(self._context, talked)
        return arguments.doers(self._context, verb)

    def _of_toll(self, noun: Token, owner: list[int]) -> Reading:
        """*the deaths of 139 soldiers*, *the capture of 600 men*, *at a cost of 300 men*."""
        context, who = self._context, self.who
        verb = verb_over(noun)
        where = verb if verb is not None else noun
        word = noun.lemma_.lower()
        if word in words("nouns", "price"):
            if verb is None or verb.lemma_.lower() not in words("verbs", "deal"):
                return owner or who.payers(noun, verb), [], word, where
            agents = arguments.actors(context, subjects(verb))
            return owner or who.struck(verb, noun, agents), agents, word, where
        agents = arguments.actors(context, [c for c in noun.children if c.dep_ == "poss"])
        if not agents and verb is not None and verb.lemma_ in words("verbs", "result"):
            agents = arguments.actors(context, subjects(verb))
        return owner or who.enemies(where, agents), [] if owner else agents, word, where

    # ------------------------------------------------------------ fact
    def _fact(self, index: int, where: Token, sufferer: int, word: str, agents: list[int]) -> Fact:
        mentions = self._context.mentions
        foes = [a for a in agents if mentions[a].norm != mentions[sufferer].norm]
        roles = [("sufferedBy", sufferer), *(("inflictedBy", a) for a in foes)]
        values = figure(self._context, index, lossKind=loss_kind(self._context, index, word))
        time = event_time(self._context, where)
        return self._context.fact("Loss", roles, where, f"loss.{word}", time=time, values=values)


def _measuring() -> frozenset[str]:
    return words("verbs", "amount") | words("loss_words", "reckon") | words("loss_words", "made-of")


def _by(verb: Token) -> bool:
    return any(c.dep_ == "agent" for c in verb.children)
