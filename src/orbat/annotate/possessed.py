"""Formations named for who leads them: *Gregg's cavalry division*, *Lee's army*."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.spans import (
    PhraseTable,
    SpanComponent,
    connectors,
    covered,
    lower_words,
    make_span,
    side_forces,
)
from orbat.model import Label, unpack
from orbat.rules import load
from orbat.rules.schema import Echelon, Side, Term


class PossessedUnits(SpanComponent):
    """Adds to the formations those that only their commander designates.

    Attributes as those of `Units`, and commander.
    """

    group = "orbat.units"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads echelons, branches and sides."""
        super().__init__(nlp, name)
        ranked = [e for e in load("echelons", Echelon) if e.level]
        self._heads = PhraseTable(((f, e) for e in ranked for f in e.forms), nlp)
        self._possessive = connectors("possessive")
        self._branches = PhraseTable(((f, t.name) for t in load("branches", Term) for f in t.forms), nlp)
        self._sides = PhraseTable(((f, s.name) for s in load("sides", Side) for f in s.adjectives), nlp)

    def match(self, doc: Doc) -> list[Span]:
        """A person, a possessive, branch or side, and a noun of echelon with no number of its own."""
        words = lower_words(doc)
        taken = covered(doc, "orbat.units", "orbat.places") | side_forces(doc)
        spans = []
        for person in doc.spans.get("orbat.people", ()):
            if person.end < len(doc) and words[person.end] in self._possessive:
                span = self._read(doc, words, person)
                if span is not None and taken.isdisjoint(range(span.start, span.end)):
                    spans.append(span)
        return spans

    def _read(self, doc: Doc, words: list[str], person: Span) -> Span | None:
        at, branch, side = person.end + 1, "", ""
        while at < len(doc):
            head = self._heads.starting(words, at)
            if head and not (head[0] < len(doc) and self._heads.starting(words, head[0])):
                commander = unpack(person.kb_id_).get("norm", person.text)
                return make_span(
                    doc,
                    person.start,
                    head[0],
                    Label.UNIT,
                    "unit.possessed",
                    norm=doc[person.start : head[0]].text,
                    echelon=head[1].kind,
                    branch=branch,
                    side=side,
                    commander=commander,
                )
            if found := self._branches.starting(words, at):
                at, branch = found
            elif found := self._sides.starting(words, at):
                at, side = found
            else:
                return None
        return None

    def set_annotations(self, doc: Doc, spans: list[Span]) -> None:  # type: ignore[override]
        """Puts the spans among those that `Units` found."""
        doc.spans[self.group] = sorted([*doc.spans.get(self.group, ()), *spans], key=lambda span: span.start)
