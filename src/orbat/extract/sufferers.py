"""Who bears a loss: the owner of the counted, the payer of a price, the enemy of who inflicts it."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, is_passive, objects, prepositional, subjects, words
from orbat.extract.counted import Belligerents
from orbat.model import Label

ANAPHORS = frozenset({"them", "these", "those", "whom", "which"})


def side_after(context: Context, index: int) -> int | None:
    """The side right behind an anaphor: *eighteen **of them French***."""
    span = context.spans[index]
    if span[-1].lower_ not in ANAPHORS or span.end >= len(context.doc):
        return None
    return next((i for i in context.covering(span.end) if context.mentions[i].label is Label.SIDE), None)


class Sufferers:
    """Finds who bears a loss; remembers whose the men and things counted before were, for *278 of them*."""

    def __init__(self, context: Context, camps: Belligerents) -> None:
        """Those of the document of `context`, with opponents from `camps`."""
        self._context, self._camps = context, camps
        self._owners: dict[str, int] = {}
        self._told: dict[int, int] = {}  # the owner that each sentence gave its last quantity

    def remember(self, index: int, owner: int) -> None:
        """The things counted by `index` are `owner`'s."""
        self._owners[self._context.mentions[index].get("of")] = owner
        self._told[self._context.sentence_number(self._context.spans[index].start)] = owner

    def told_before(self, token: Token) -> list[int]:
        """The owner of what was counted last in the token's sentence or the one before."""
        number = self._context.sentence_number(token)
        owner = self._told.get(number, self._told.get(number - 1))
        return [] if owner is None else [owner]

    def owner(self, index: int, head: Token) -> list[int]:
        """Whose they are: *18 German tanks*, *278 of them*, *two of Kern's officers*."""
        context, span = self._context, self._context.spans[index]
        side = next(iter(context.inside(span.start, span.end, Label.SIDE)), None)
        if side is None:
            side = arguments.side_in(context, head)
        if side is not None:
            return [side]
        if span[-1].lower_ in ANAPHORS:
            if (following := side_after(context, index)) is not None:
                return [following]
            of = context.mentions[index].get("of")
            return [self._owners[of]] if of in self._owners else []
        holders = [c for t in span for c in t.children if c.dep_ == "poss"]
        if found := arguments.actors(context, holders):
            return found
        after = [p for preposition, p in prepositional(head) if preposition in {"of", "among", "from"}]
        return arguments.actors(context, after)

    def enemies(self, where: Token, agents: Iterable[int]) -> list[int]:
        """Who stands against the agents: whom the clause over it attacks, else the other side."""
        verb, agents = where.head, list(agents)
        if agents and where.dep_ in {"advcl", "xcomp", "conj"} and verb.lemma_ in words("verbs", "against"):
            own = {self._camps.side(i) for i in agents}
            for beaten in objects(verb):
                side = arguments.side_in(self._context, beaten)
                if side is not None and self._context.mentions[side].norm not in own:
                    return [side]
        enemy = self._camps.against(agents, where)
        return [enemy] if enemy is not None else []

    def foe(self, index: int, verb: Token) -> list[int]:
        """The side against which somebody does what the verb says, where it is only *the enemy*."""
        span = self._context.spans[index]
        behind = self._context.doc[span.end : span.end + 3]
        named = [*span, *(behind if len(behind) and behind[0].lower_ == "of" else ())]
        if not any(t.lower_ in words("loss_words", "foe") for t in named):
            return []
        return self.enemies(verb, arguments.actors(self._context, subjects(verb)))

    def payers(self, noun: Token, verb: Token | None) -> list[int]:
        """Who bears the price that `noun` names: its own side or holder, else he whom the clause tells of."""
        context = self._context
        side = arguments.side_in(context, noun)
        if side is not None:
            return [side]
        holders = arguments.actors(context, [c for c in noun.children if c.dep_ == "poss"])
        if holders or verb is None:
            return holders
        lemma = verb.lemma_.lower()
        if not is_passive(verb):
            agents = arguments.actors(context, subjects(verb))
            if (
                lemma in words("verbs", "inflict") and noun.head.lower_ == "with"
            ):  # *sank her with the loss of all*
                return arguments.actors(context, objects(verb)) or self.enemies(verb, agents)
            return agents
        done_by = arguments.actors(context, subjects(verb))
        done_to = self.of_deed(objects(verb))
        beaten = noun.head.lower_ == "with" or lemma in words("verbs", "against")
        return (done_to or done_by) if beaten else (done_by or done_to)

    def struck(self, verb: Token, noun: Token, agents: Iterable[int]) -> list[int]:
        """On whom a loss is inflicted: *on the Prussians*, else the enemies of `agents`."""
        on = [f for p, f in (*prepositional(verb), *prepositional(noun)) if p in {"on", "upon", "to"}]
        return arguments.actors(self._context, on) or self.enemies(verb, agents)

    def of_deed(self, deeds: Iterable[Token]) -> list[int]:
        """Whose deed it is: ***the German attack** cost 300 men*, *an assault **by the Guards** failed*."""
        context, found = self._context, list(deeds)
        if actors := arguments.actors(context, found):
            return actors
        sides = [side for d in found if (side := arguments.side_in(context, d)) is not None]
        by = [p for d in found for name, p in prepositional(d) if name == "by"]
        holders = [c for d in found for c in d.children if c.dep_ == "poss"]
        whose = [c.head.head.head for c in holders if c.tag_ == "WP$"]  # *Reno, **whose** army paid*
        return sides or arguments.actors(context, holders + by + whose)

    def first_doer(self, where: Token) -> list[int]:
        """The first actor that the sentence has for a subject."""
        for token in self._context.sentence(where):
            if token.i >= where.i:
                break
            if token.dep_ == "nsubj" and (found := arguments.actors(self._context, [token])):
                return found
        return []

    def charged(self, index: int) -> tuple[Token, int] | None:
        """Verb and bearer of a price, by their order: *cost **the German army** 300 men*."""
        doc, at = self._context.doc, self._context.spans[index].start - 1
        bearer = self._context.at(at, *ACTORS) if at > 0 else None
        if bearer is None:
            return None
        at = self._context.spans[bearer].start - 1
        while at > 0 and doc[at].pos_ in {"DET", "PROPN", "ADJ", "NOUN"}:
            at -= 1
        return (doc[at], bearer) if doc[at].lemma_.lower() in words("verbs", "cost") else None

    def of_clause(self, head: Token) -> list[int]:
        """Whose the dead are in *withdrew **with** 300 killed*: the clause's subject."""
        prep = head.head
        if any(c.pos_ == "PROPN" and c.dep_ in {"compound", "nmod", "poss", "amod"} for c in head.children):
            return []  # *with the entire Selmish garrison of 720 men killed*: not the subject's
        if head.dep_ != "pobj" or prep.lower_ != "with" or prep.head.pos_ not in {"VERB", "AUX"}:
            return []
        return self.of_deed(objects(prep.head) if is_passive(prep.head) else subjects(prep.head))

    def teller(self, verb: Token) -> list[int]:
        """Who puts the casualties at a number, where they are nobody else's by name."""
        return [] if is_passive(verb) else arguments.actors(self._context, subjects(verb))

    def bearer(self, verbs: Iterable[Token | None]) -> list[int]:
        """Who has the casualties that a noun of loss counts: *suffered 300 dead*, *admitted 300 killed*."""
        bearing = words("verbs", "bear") | words("loss_words", "own")
        for verb in verbs:
            if verb is not None and verb.lemma_.lower() in bearing:
                return arguments.doers(self._context, verb)
        return []
