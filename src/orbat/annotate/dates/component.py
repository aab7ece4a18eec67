"""The tagger as a spaCy component."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.dates.tagger import tag
from orbat.annotate.dates.temporal import Temporal
from orbat.annotate.spans import SpanComponent
from orbat.model import pack


class DatesComponent(SpanComponent):
    """Writes temporal expressions to `doc.spans["orbat.dates"]`; needs nothing but the text."""

    group = "orbat.dates"

    def __init__(self, nlp: Language, name: str, *, year: int | None = None) -> None:
        """`year`: where a narrative that states no year begins."""
        super().__init__(nlp, name)
        self.year = year

    def match(self, doc: Doc) -> list[Span]:
        """The expressions as spans: label TIMEX3's type, id the rule, kb_id the packed attributes.

        A span covers whole tokens; where the tokenizer joined more than the expression, as in *pre-1914*, the
        attribute `exact` holds the expression's own characters, `start-end`.
        """
        return [span for found in tag(doc.text, self.year) if (span := _span(doc, found)) is not None]

    def set_annotations(self, doc: Doc, spans: Sequence[Span]) -> None:
        """Writes `spans` to the group."""
        doc.spans[self.group] = list(spans)


def _span(doc: Doc, found: Temporal) -> Span | None:
    attributes = {
        "value": found.value,
        "mod": found.mod,
        "anchor": f"{found.anchor[0]}-{found.anchor[1]}" if found.anchor else "",
        "begin": found.begin,
        "end": found.until,
        "away": found.away,
    }
    span = doc.char_span(found.start, found.end, alignment_mode="expand")
    if span is None:
        return None
    if (span.start_char, span.end_char) != (found.start, found.end):
        attributes["exact"] = f"{found.start}-{found.end}"
    return Span(
        doc, span.start, span.end, label=found.label.value, span_id=found.rule, kb_id=pack(attributes)
    )


def make_dates(nlp: Language, name: str, year: int | None = None) -> DatesComponent:
    """The component, for `@Language.factory`."""
    return DatesComponent(nlp, name, year=year)
