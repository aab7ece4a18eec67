"""People, places, bodies and ships: every capitalized name weighed by what speaks for each reading."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.attrs import IS_LOWER, LOWER
from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.chunk import Chunk
from orbat.annotate.chunks import Chunker
from orbat.annotate.gazetteer import city_names
from orbat.annotate.known import known_people
from orbat.annotate.sharing import THRESHOLD, share, spell_out
from orbat.annotate.spans import SpanComponent, lower_words, make_span
from orbat.annotate.votes import Weigher, best
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Side, Term

_GROUPS = {
    Label.PERSON: "orbat.people",
    Label.PLACE: "orbat.places",
    Label.ORG: "orbat.organizations",
    Label.EQUIPMENT: "orbat.equipment",
}
_SHARED_GROUPS = (Label.ORG, Label.EQUIPMENT)
"""Those that earlier components have written to."""
_BEFORE_RANK = 6
"""Tokens before a rank in which its side is looked for."""


class Names(SpanComponent):
    """Marks people, places, organizations and ships.

    Attributes: norm; rank and side of people; kind of places and ships.
    """

    group = "orbat.people"

    def __init__(self, nlp: Language, name: str) -> None:
        """Reads the chunker's rules, the cues and the ranks."""
        super().__init__(nlp, name)
        self._chunker = Chunker(nlp)
        self._weigher = Weigher(self._chunker.lexicon)
        forms = (form for term in load("ranks", Term) for form in term.forms)
        self._rank_words = {word for form in forms for word in form.replace("-", " ").split()} | {
            ".",
            "-",
            "of",
        }

    def match(self, doc: Doc) -> list[Span]:
        """All names that some reading carries past the threshold."""
        naval = self._weigher.naval(lower_words(doc))
        chunks = self._chunker.chunks(doc, naval=naval)
        flags = doc.to_array([LOWER, IS_LOWER])
        small = set(flags[flags[:, 1] == 1, 0].tolist())
        known = known_people(chunks, self._chunker.lexicon.english)
        for chunk in chunks:
            self._weigher.weigh(doc, chunk, small, naval=naval)
            chunk.votes["PERSON"] += known.get(chunk.key, 0.0)
        spell_out(doc, chunks)
        share(doc, chunks)
        return [span for chunk in chunks if (span := self._span(doc, chunk)) is not None]

    def set_annotations(self, doc: Doc, spans: Sequence[Span]) -> None:
        """Writes each label's spans to its own group; organizations found by pattern stay."""
        people = {
            i for span in spans if span.label_ == Label.PERSON.value for i in range(span.start, span.end)
        }
        sides = doc.spans.get("orbat.sides", ())
        doc.spans["orbat.sides"] = [
            s for s in sides if people.isdisjoint(range(s.start, s.end))
        ]  # *French* the general
        for label, group in _GROUPS.items():
            here = list(doc.spans.get(group, ())) if label in _SHARED_GROUPS else []
            here += [span for span in spans if span.label_ == label.value]
            doc.spans[group] = sorted(here, key=lambda span: span.start)

    def _span(self, doc: Doc, chunk: Chunk) -> Span | None:
        name, weight = best(chunk.votes)
        if weight < THRESHOLD or (chunk.ship and name != Label.EQUIPMENT.value):
            return None
        label = Label(name)
        match label:
            case Label.ORG:
                if not (chunk.text.isupper() and len(chunk.text) > 1):
                    return None  # the model finds too many; patterns find those with a noun for one
                return make_span(doc, chunk.start, chunk.end, label, chunk.rule, norm=chunk.text)
            case Label.PERSON:
                side = self._side(doc, chunk)
                return make_span(
                    doc,
                    chunk.start,
                    chunk.end,
                    label,
                    chunk.rule,
                    norm=chunk.text,
                    rank=chunk.rank,
                    side=side,
                )
            case Label.EQUIPMENT:
                start = chunk.titled if chunk.rank else chunk.start  # the *General Selmon*, a ship
                return make_span(
                    doc, start, chunk.end, label, "name.ship", norm=_line(doc, start, chunk.end), kind="Ship"
                )
            case _:
                start = chunk.start - self._colonial(doc, chunk)
                norm = _line(doc, start, chunk.end)
                return make_span(doc, start, chunk.end, label, chunk.rule, norm=norm, kind=chunk.kind)

    def _colonial(self, doc: Doc, chunk: Chunk) -> int:
        """How many words of a side's adjective belong to the place: *Italian Somaliland*, *Soviet Russia*."""
        if chunk.kind not in {"", "Region"} or chunk.text in city_names() or doc[chunk.start].is_sent_start:
            return 0
        before = doc[chunk.start - 1] if chunk.start else None
        return int(
            before is not None
            and before.is_title
            and before.dep_ in {"amod", "compound"}
            and self._chunker.lexicon.sides.get(before.lower_) is not None
        )

    def _side(self, doc: Doc, chunk: Chunk) -> str:
        """The side that stands before the name and its rank: *Confederate general Dearing*."""
        start = max(chunk.start - _BEFORE_RANK, doc[chunk.start].sent.start)
        words = [t.lower_ for t in doc[start : chunk.start]]
        for end in range(len(words), 0, -1):
            if found := self._chunker.lexicon.sides.ending(words, end):
                side: Side = found[1]
                return side.name
            if words[end - 1] not in self._rank_words:
                return ""
        return ""


def _line(doc: Doc, start: int, end: int) -> str:
    """The words from token `start` to `end` in one line."""
    return " ".join(doc[start:end].text.split())
