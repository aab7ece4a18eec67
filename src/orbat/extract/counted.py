"""What losses and strengths share: the counted noun, the verb over it, and who is whose enemy."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from orbat.extract.context import Context, words
from orbat.model import Fact, Label, attributes

_CLEAR = 2  # a third side named half as often as the second makes a war of more than two


class Belligerents:
    """Which side each actor of the text is on, and who the enemy is where only two fight."""

    def __init__(self, context: Context, affiliations: Sequence[Fact]) -> None:
        """`affiliations` are the Affiliation facts of the text."""
        self._context = context
        self._at: dict[str, list[int]] = defaultdict(list)  # mentions of each side, in order
        for index in context.of_label(Label.SIDE):
            self._at[context.mentions[index].norm].append(index)
        self._of: dict[str, str] = {}
        for fact in affiliations:
            member, side = (
                next(a.mention for a in fact.arguments if a.role == r) for r in ("member", "side")
            )
            self._of.setdefault(context.mentions[member].norm, context.mentions[side].norm)
        ranked = sorted(((len(at), norm) for norm, at in self._at.items()), reverse=True)
        two = len(ranked) == 2 or (len(ranked) > 2 and ranked[2][0] * _CLEAR <= ranked[1][0])
        self._main = tuple(norm for _, norm in ranked[:2]) if two else ()

    def side(self, index: int) -> str:
        """The side that the mention names or is on, "" where the text does not tell."""
        found = self._context.mentions[index]
        return found.norm if found.label is Label.SIDE else self._of.get(found.norm, "")

    def against(self, agents: Iterable[int], where: Token) -> int | None:
        """The mention, nearest before the end of the sentence, of the side that fights `agents`.

        A side that the sentence names; else the other one of a war between two.
        """
        own = {self.side(i) for i in agents} - {""}
        if not own:
            return None
        sentence = self._context.sentence(where)
        for index in reversed(self._context.inside(sentence.start, sentence.end, Label.SIDE)):
            found = self._context.mentions[index]
            if found.norm not in own and (found.norm in self._main or found.get("kind") != "Coalition"):
                return index
        enemies = [norm for norm in self._main if norm not in own]
        if len(enemies) != 1 or not own.issubset(self._main):
            return None
        named = self._at[enemies[0]]
        before = bisect_left(named, sentence.end, key=lambda i: self._context.spans[i].start)
        return named[max(before - 1, 0)]


def counted_head(context: Context, index: int) -> Token:
    """The counted noun, climbing out of *a total of*, *a force of*."""
    token = context.spans[index].root
    while (
        token.dep_ == "pobj"
        and token.head.lower_ == "of"
        and (token.head.head.lower_ in words("nouns", "shape") or token.head.head.like_num)
    ):
        token = token.head.head
    while token.dep_ in {"nummod", "compound"} and token.head.i > token.i:
        token = token.head
    return token


def first_of_list(token: Token) -> Token:
    """The noun at the head of the list or apposition that `token` stands in."""
    while token.dep_ in {"conj", "appos"} and token.head != token and token.head.pos_ not in {"VERB", "AUX"}:
        token = token.head
    return token


def verb_over(token: Token) -> Token | None:
    """The verb that the noun is an argument of, through coordination and prepositions."""
    token = first_of_list(token)
    head = token.head
    while head.pos_ == "ADP" and head.head != head:
        head = head.head
    while (
        head.pos_ in {"NOUN", "PROPN"}
        and head.dep_ in {"conj", "appos", "dobj", "pobj"}
        and head.head != head
    ):
        head = head.head if head.head.pos_ != "ADP" else head.head.head
    return head if head.pos_ in {"VERB", "AUX"} else None


def verb_before(context: Context, index: int) -> Token | None:
    """The verb that the quantity follows at once, whatever the parse: *lost **upwards of** 300 men*."""
    at = context.spans[index].start - 1
    while at > 0 and (
        context.doc[at].pos_ in {"ADV", "DET"} or context.doc[at].lower_ in words("adverbs", "roughly")
    ):
        at -= 1
    verb = context.doc[at] if at >= 0 else None
    if verb is None or verb.dep_ in {"amod", "aux", "auxpass"} or verb.pos_ not in {"VERB", "AUX"}:
        return None
    return verb if verb.pos_ == "VERB" or verb.lemma_ == "have" else None


def added(context: Context, index: int) -> bool:
    """The quantity is added to what the clause tells: *along with 300 men*, *as well as 79 soldiers*."""
    start = context.spans[index].start
    before = " ".join(t.lower_ for t in context.doc[max(start - 3, 0) : start])
    return any(before.endswith(phrase) for phrase in words("adverbs", "adding"))


def figure(context: Context, index: int, **more: str) -> tuple[tuple[str, str], ...]:
    """The values of a fact on the quantity `index`: count, minimum, maximum, of, and `more`."""
    found, span = context.mentions[index], context.spans[index]
    values = {name: found.get(name) for name in ("count", "minimum", "maximum", "of")}
    head = span[-1].head
    if span[-1].dep_ == "compound" and head.i == span.end and head.tag_ == "NNS":
        values["of"] = f"{span[-1].text} {head.text}"  # *13 army divisions* counts divisions
    return attributes({**values, **more})
