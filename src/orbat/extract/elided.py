"""Numbers that leave out what they count: *Confederate losses were **890***, *the Austrians **5,000***."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span, Token

from orbat.extract import arguments
from orbat.extract.context import ACTORS, Context, is_passive, negated, objects, subjects, words
from orbat.extract.counted import verb_over
from orbat.extract.fate_words import joint, kinds, perishes, takes
from orbat.extract.modality import hypothetical, modality
from orbat.extract.sufferers import Sufferers
from orbat.extract.tallies import named_before, named_with, of_foe, owners, shared_out, tally_before, those_of
from orbat.extract.times import event_time
from orbat.model import Fact, Label, Modality, attributes, unpack

FIGURES = "orbat.figures"
_FORCE = 1000  # from here on a number that somebody has is one of men
_COMPANY = 100  # from here on what is somebody's own are his men
_FEWEST = 20  # the smallest number of men that is told without *men*
_UP_TO = frozenset({"to", "at", "from"})
_MORE = frozenset({"more", "others"})
Told = Sequence[tuple[int, Fact]]
"""Facts on counted quantities, with the index of the quantity, in the order of the text."""


def elided(context: Context, who: Sufferers, told: Told) -> Iterator[Fact]:
    """A loss or strength for each number without a noun that the text gives to somebody."""
    figures = context.doc.spans.get(FIGURES, ())
    starts = [context.spans[index].start for index, _ in told]
    earlier: tuple[int, Fact] | None = None  # sentence and fact of the elided number before
    for span in figures:
        if any(context.covering(t) for t in span):
            continue
        at = bisect_left(starts, span.start)
        number = context.sentence_number(span.start)
        here = [
            f
            for i, f in told[max(at - 1, 0) : at]
            if context.sentence_number(context.spans[i].start) == number
        ]
        if earlier is not None and earlier[0] == number and not here:
            here = [earlier[1]]
        after = [f for i, f in told[at : at + 1] if context.sentence_number(context.spans[i].start) == number]
        reader = _Figure(context, who, span, here[-1] if here else None, after[0] if after else None)
        fact = reader.read()
        if fact is not None:
            earlier = number, fact
            yield fact


class _Figure:
    """One bare number, with the facts told before and after it in its sentence."""

    def __init__(
        self, context: Context, who: Sufferers, span: Span, before: Fact | None, after: Fact | None
    ) -> None:
        self._context, self._who, self._span = context, who, span
        self._before, self._after = before, after
        self._values = unpack(span.kb_id_)
        self._least = int(self._values.get("count") or self._values.get("minimum") or 0)
        root = span.root
        # *with sixteen thousand **more***: the number leans on the word
        self._token = root.head if root.head.i == span.end and root.head.lower_ in _MORE else root

    def read(self) -> Fact | None:
        """What the number tells."""
        return (
            self._of_tally()
            or self._of_price()
            or self._of_charge()
            or self._of_second_party()
            or self._of_more()
            or self._of_fate()
            or self._of_object()
            or self._of_whole()
            or (self._of_force() if self._least >= _FEWEST else None)
        )

    # ------------------------------------------------------------ losses
    def _of_tally(self) -> Fact | None:
        """*Union casualties were 1,234*, *casualties of 1,200*, *Casualties: 3,000 for the Germans*."""
        noun = tally_before(self._context, self._span.start)
        if noun is None:
            return None
        verb = verb_over(noun)
        whose = owners(self._context, noun) or shared_out(self._context, self._token)
        if not whose and of_foe(noun) and self._before is not None:
            whose = self._who.enemies(noun, [self._before.arguments[0].mention])
        if not whose and verb is not None:
            if verb.lemma_.lower() in words("verbs", "deal"):
                agents = arguments.actors(self._context, subjects(verb))
                whose = self._who.struck(verb, noun, agents)
            elif noun.dep_ in {"dobj", "pobj"}:
                whose = arguments.doers(self._context, verb)
        return self._loss(whose, noun.lower_, verb if verb is not None else noun)

    def _of_price(self) -> Fact | None:
        """*at a cost of 5,300*, *for the loss of 26*."""
        doc, start = self._context.doc, self._span.start
        if (
            start < 2
            or doc[start - 1].lower_ != "of"
            or doc[start - 2].lower_ not in words("loss_words", "price")
        ):
            return None
        noun = doc[start - 2]
        verb = verb_over(noun)
        whose = self._who.payers(noun, verb)
        if (
            not whose
            and verb is not None
            and any(s.pos_ == "PRON" for s in (*subjects(verb), *objects(verb)))
        ):
            whose = self._who.told_before(noun)  # *whence they were flung back with a loss of 10,000*
        return self._loss(whose, noun.lower_, verb if verb is not None else noun)

    def _of_charge(self) -> Fact | None:
        """*It had cost **the Christians** barely two thousand*."""
        doc, at = self._context.doc, self._span.start - 1
        while at > 0 and doc[at].lower_ in words("adverbs", "roughly"):
            at -= 1
        bearer = self._context.at(at, *ACTORS) if at > 0 else None
        if bearer is None:
            return None
        at = self._context.spans[bearer].start - 1
        at -= at > 0 and doc[at].pos_ == "DET"
        if at < 0 or doc[at].lemma_.lower() not in words("verbs", "cost"):
            return None
        return self._loss([bearer], doc[at].lemma_.lower(), doc[at])

    def _of_second_party(self) -> Fact | None:
        """*and the Prussians about 7,000*; *to the Austrians' 5,000*; *5,000 for the Russians*."""
        if self._before is None:
            return None
        doc, start = self._context.doc, self._span.start
        other = named_before(self._context, start)
        if other is None:
            other = self._of_its_own()
        if other is None:
            other = those_of(self._context, start)
        if other is None and start > 1 and doc[start - 1].tag_ == "POS":
            other = self._context.at(start - 2, *ACTORS)
        if other is None and self._before.kind == "Loss":
            shared = [c for c in self._token.children if c.dep_ == "prep" and c.lower_ == "for"]
            other = next(iter(shared_out(self._context, self._token)), None) if shared else None
        if other is None or other == self._before.arguments[0].mention:
            return None
        first = replace(self._before.arguments[0], mention=other)
        values = {**dict(self._before.values), **self._counts()}
        return replace(self._before, arguments=(first,), values=attributes(values))

    def _of_its_own(self) -> int | None:
        """*inflicting 1,730 casualties for 778 **of its own***: of him who inflicted the others."""
        end = self._span.end
        after = self._context.doc[end : end + 3]
        if self._before is None or len(after) < 3 or after[0].lower_ != "of" or after[2].lower_ != "own":
            return None
        return next((a.mention for a in self._before.arguments if a.role == "inflictedBy"), None)

    def _of_opening(self) -> list[int]:
        """***Of the Boers** 300 were killed*."""
        doc, at = self._context.doc, self._span.start - 1
        found = self._context.at(at, *ACTORS) if at > 0 else None
        if found is None:
            return []
        opening = self._context.spans[found].start - 1
        opening -= opening > 0 and doc[opening].pos_ == "DET"
        return [found] if opening >= 0 and doc[opening].lower_ == "of" else []

    def _of_more(self) -> Fact | None:
        """*lost 39 aircraft in the air and **113** on the ground*: more of the same."""
        doc, start, end = self._context.doc, self._span.start, self._span.end
        if (
            self._before is None
            or doc[start - 1].lower_ != "and"
            or end >= len(doc)
            or doc[end].pos_ != "ADP"
        ):
            return None
        at = start - 2
        while at > 0 and doc[at].pos_ in {"NOUN", "PROPN", "ADP", "DET", "ADJ"}:
            at -= 1
        told = any(
            self._context.mentions[i].get("count")
            for i in self._context.covering(at + 1) + self._context.covering(at)
        )
        if not told:
            return None
        values = attributes({**dict(self._before.values), **self._counts()})
        return replace(self._before, values=values)

    def _of_fate(self) -> Fact | None:
        """*of whom 400 were killed*, *another 200 were captured*, *three hundred and two died*."""
        token, verb = self._token, self._token.head
        if token.dep_ not in {"nsubj", "nsubjpass"} or verb.pos_ not in {"VERB", "AUX"}:
            return None
        dead = next(
            (c for c in verb.children if c.dep_ in {"acomp", "attr"} and c.lower_ in words("nouns", "loss")),
            None,
        )
        told = self._before is not None and self._before.kind == "Loss"
        # *7,600 died and 6,000 were **taken***: after other losses no other taking is meant
        captured = told and verb.lemma_.lower() in words("verbs", "inflict")
        taken = token.dep_ == "nsubjpass" and (captured or takes(verb, "", token))
        if not perishes(verb) and not taken and dead is None:
            return None
        whose = [self._before.arguments[0].mention] if self._before is not None else []
        if not whose and verb.dep_ in {"conj", "advcl", "pcomp"}:
            subject = [c for c in verb.head.children if c.dep_ in {"nsubjpass", "nsubj"}]
            side = arguments.side_in(self._context, subject[0]) if subject else None
            whose = [side] if side is not None else arguments.actors(self._context, subject)
        whose = whose or self._of_opening() or self._who.told_before(token)
        if self._after is not None and whose == [self._after.arguments[0].mention]:
            return None  # *17,000 were killed, against 9,000 Germans*
        return self._loss(whose, dead.lower_ if dead is not None else joint(verb), verb)

    def _of_object(self) -> Fact | None:
        """*lost 12,000*; *killed **300** and captured 1,200 Russians*; *wounded **400** more*."""
        verb = self._token.head
        told = self._before is not None and self._before.kind == "Loss"
        if told and self._token.dep_ == "dobj" and verb.lemma_.lower() in words("verbs", "bear"):
            return self._loss(
                arguments.doers(self._context, verb), "casualties", verb
            )  # *the French had 930*
        if self._token.dep_ != "dobj" or verb.pos_ != "VERB":
            return None
        lemma = verb.lemma_.lower()
        if lemma in words("verbs", "lose") and not is_passive(verb):
            return self._loss(arguments.doers(self._context, verb), lemma, verb)
        if lemma in words("verbs", "cost"):
            whose = self._who.of_deed(subjects(verb)) or self._who.first_doer(verb)
            return self._loss(whose, lemma, verb)
        if takes(verb, "", self._token) and lemma not in words("verbs", "partake"):
            foes = self._who.enemies(verb, arguments.actors(self._context, subjects(verb)))
            if foes and self._before is None and self._after is None:
                return self._loss(foes, lemma, verb)  # *killing eighteen and wounding Dorn*
        other = self._before or self._after
        joined = verb.dep_ == "conj" or any(c.dep_ == "conj" for c in verb.children)
        if other is None or other.kind != "Loss" or not joined or not takes(verb, "", self._token):
            return None
        if lemma in words("verbs", "partake"):
            return None
        return self._loss([other.arguments[0].mention], lemma, verb)

    def _of_whole(self) -> Fact | None:
        """*lost 3,000 **out of the 14,000** engaged*; *81 wounded **out of a crew of 643***."""
        start = self._span.start
        before = " ".join(t.lower_ for t in self._context.doc[max(start - 5, 0) : start])
        if self._before is None or "out of" not in before:
            return None
        return self._strength([self._before.arguments[0].mention], "strength.whole")

    def _loss(self, whose: Sequence[int], word: str, where: Token) -> Fact | None:
        if not whose or hypothetical(where) or modality(where) is Modality.DENIED or negated(where):
            return None
        kind = kinds().get(word, "casualties")
        of, thing = kind, self._thing()
        if thing:
            of, kind = thing, kinds().get(word, "destroyed")
            kind = kind if kind in _THINGS else "destroyed"
        values = attributes({**self._counts(), "of": of, "lossKind": kind})
        time = event_time(self._context, where)
        return self._context.fact(
            "Loss", [("sufferedBy", whose[0])], where, "loss.number", time=time, values=values
        )

    def _thing(self) -> str:
        """What things were counted before in the sentence: *186 tanks for the loss of **four***."""
        sentence = self._context.sentence(self._span.start)
        earlier = self._context.inside(sentence.start, self._span.start, Label.QUANTITY)
        found = self._context.mentions[earlier[-1]] if earlier else None
        lives = {"", "Personnel", "Civilians", "UnitKind"}
        return "" if found is None or found.get("kind") in lives else found.get("of")

    # ------------------------------------------------------------ strengths
    def _of_force(self) -> Fact | None:
        """*numbered 20,000*, *the strength of the British was 20,000*, *with nineteen thousand*."""
        token, context = self._token, self._context
        verb = token.head if token.dep_ in {"dobj", "attr", "npadvmod", "nummod"} else None
        no_force = words("nouns", "civilian") | words("nouns", "loss")
        if verb is not None and verb.pos_ in {"VERB", "AUX"} and not negated(verb) and not hypothetical(verb):
            lemma, who = verb.lemma_.lower(), subjects(verb)
            if any(s.lower_ in no_force for s in who):
                return None
            who = self._opposed(who)
            measured = any(s.lower_ in words("loss_words", "strength") for s in who)
            counting = lemma in words("verbs", "strong") and any(self._is_host(s) for s in who)
            if counting or (measured and lemma in words("verbs", "amount")):
                holders = (
                    arguments.actors(context, who) or self._of_noun(who) or arguments.doers(context, verb)
                )
                return self._strength(holders, "strength.number")
            has = lemma in words("verbs", "have") - words("loss_words", "act-with")
            if token.dep_ == "dobj" and has and self._is_force():
                return self._strength(arguments.doers(context, verb), "strength.verb")
        prep = token.head
        if token.dep_ == "pobj" and prep.lower_ in _UP_TO and (grown := self._grown(prep.head)):
            return self._strength(grown, "strength.number")
        beside = named_with(context, self._span.start)
        if beside is not None and self._is_force():
            return self._strength([beside], "strength.with")  # *and Prince Waldeck with 9,500*
        if token.dep_ == "pobj" and prep.lower_ == "with" and prep.head.pos_ == "VERB" and self._is_force():
            return self._strength(arguments.doers(context, prep.head), "strength.with")
        owners_of = [c for c in token.children if c.dep_ == "poss"]
        if owners_of and self._least >= _COMPANY:  # *the casualties of **his own 4,500***
            return self._strength(arguments.actors(context, owners_of), "strength.own")
        if self._before is not None and self._before.kind == "Strength" and self._in_brackets():
            found = context.at(self._span.start - 2, *ACTORS)
            return self._strength([found] if found is not None else [], "strength.of")
        return None

    def _is_host(self, noun: Token) -> bool:
        """The noun names or is a force: *the Prussians*, *his force*, *they*; not *German roads*."""
        known = words("nouns", "body") | words("nouns", "shape") | words("loss_words", "strength")
        if any(c.dep_ == "compound" and c.pos_ == "NOUN" for c in noun.children):
            return False  # *German tank strength stood at 3,000*: not of men
        named = self._context.at(noun, *ACTORS) is not None or noun.pos_ == "PRON" or noun.dep_ == "appos"
        return named or noun.lower_ in known

    def _grown(self, verb: Token) -> list[int]:
        """*his force had swollen **to** 3,000*, *the Boers were reckoned **at** 3,000*: whose force it is."""
        lemma = verb.lemma_.lower()
        if lemma not in words("verbs", "amount") | words("loss_words", "reckon") or negated(verb):
            return []
        measured = [s for s in (objects(verb) if is_passive(verb) else subjects(verb)) if self._is_host(s)]
        no_force = words("nouns", "civilian") | words("nouns", "loss")
        if any(s.lower_ in no_force for s in measured):
            return []
        return arguments.actors(self._context, measured) or self._of_noun(measured)

    def _opposed(self, who: Sequence[Token]) -> list[Token]:
        """*Its **opponents**, the Germans, numbered 1,500*: those who stand beside the word."""
        opponents = words("loss_words", "opponents")
        return [t for noun in who for t in (_beside(noun) if noun.lower_ in opponents else [noun])]

    def _of_noun(self, nouns: Sequence[Token]) -> list[int]:
        return [i for noun in nouns for i in owners(self._context, noun)]

    def _is_force(self) -> bool:
        return self._least >= _FORCE or (self._before is not None and self._before.kind == "Strength")

    def _in_brackets(self) -> bool:
        doc, span = self._context.doc, self._span
        return (
            span.start > 1
            and doc[span.start - 1].text == "("
            and span.end < len(doc)
            and doc[span.end].text == ")"
        )

    def _strength(self, holders: Sequence[int], rule: str) -> Fact | None:
        if not holders:
            return None
        before = (
            dict(self._before.values) if self._before is not None and self._before.kind == "Strength" else {}
        )
        values = attributes({**self._counts(), "of": before.get("of", "men")})
        time = event_time(self._context, self._token)
        return self._context.fact(
            "Strength", [("force", holders[0])], self._token, rule, time=time, values=values
        )

    def _counts(self) -> dict[str, str]:
        return {name: self._values.get(name, "") for name in ("count", "minimum", "maximum")}


_THINGS = frozenset({"destroyed", "shotDown", "captured"})


def _beside(noun: Token) -> list[Token]:
    return [c for c in noun.children if c.dep_ == "appos"]
