"""Who fights: states, coalitions and insurgencies, by name, adjective, people or the forces they have."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.spans import PhraseTable, SpanComponent, is_capital, lower_words, make_span, term_table
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Side


class Sides(SpanComponent):
    """Marks *the Soviet Union*, *Soviets*, *Soviet army*, *Red Army* and the adjective in *Soviet attack*.

    Attributes: `norm` the side's name, `kind`, and `use`: state, people, forces, or adjective.
    """

    group = "orbat.sides"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads the sides and the nouns for their forces."""
        super().__init__(nlp, name)
        self.names = PhraseTable(
            (
                (form, (side, use, form))
                for use in ("states", "forces", "people", "adjectives")
                for side in load("sides", Side)
                for form in getattr(side, use)
            ),
            nlp,
        )
        self._forces = term_table("force_nouns", nlp)

    def match(self, doc: Doc) -> list[Span]:
        """Every side named, with the noun for its forces where one follows."""
        words = lower_words(doc)
        found_sides: list[tuple[int, int, Side, str]] = []
        at = 0
        while at < len(doc):
            found = self.names.starting(words, at) if is_capital(doc[at]) else None
            if (
                not found
                or (found[1][2].isupper() and doc[at : found[0]].text != found[1][2])
                or self._other_people(doc, at, found[1][0])
            ):
                at += 1  # *Us* and *Isis* are not US and ISIS
                continue
            end, (side, use, _) = found
            adjective = doc[at:end].text in side.adjectives
            forces = self._forces.starting(words, end) if adjective and end < len(doc) else None
            if forces and not doc[end].is_upper:
                end, use = forces[0], "forces"
            if use not in {"forces"}:
                use = self._use(doc, end, use)
            found_sides.append((at, end, side, use))
            at = end
        narrowed = _narrowed({side.id: side for _, _, side, _ in found_sides}.values())
        return [
            self._span(doc, start, end, narrowed.get(side.id, side), use)
            for start, end, side, use in found_sides
        ]

    @staticmethod
    def _other_people(doc: Doc, at: int, side: Side) -> bool:
        """What stands before makes it the name of something else: *Native American*, *State of the Union*."""
        if at and doc[at - 1].text == "-":
            at -= 1
        return any(
            [token.text for token in doc[max(at - len(words), 0) : at]] == words
            for words in (phrase.split() for phrase in side.not_after)
        )

    @staticmethod
    def _span(doc: Doc, start: int, end: int, side: Side, use: str) -> Span:
        return make_span(
            doc, start, end, Label.SIDE, f"side.{side.id}", norm=side.name, kind=side.kind, use=use
        )

    @staticmethod
    def _use(doc: Doc, end: int, use: str) -> str:
        """*British* before a noun is the adjective; *the British* are the people; *Union* can be either."""
        head = doc[end - 1]
        if head.dep_ in {"amod", "compound", "nmod"} and head.head.i >= end:
            return "adjective"
        return "state" if use == "states" else "people"


def _narrowed(present: Iterable[Side]) -> dict[str, Side]:
    """General sides that the text means by a particular one: *the Rebels*, where the Confederacy is named.

    A general side is narrowed only where exactly one of the sides of the text narrows it.
    """
    sides = list(present)
    claims: dict[str, list[Side]] = {}
    for side in sides:
        for general in side.narrows:
            claims.setdefault(general, []).append(side)
    return {general: by[0] for general, by in claims.items() if len(by) == 1}
