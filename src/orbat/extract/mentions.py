"""From the spans of a `Doc` to mentions in the original file."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from orbat.model import CleanText, Evidence, Label, Mention, attributes, unpack

GROUPS = (
    "orbat.people",
    "orbat.units",
    "orbat.places",
    "orbat.organizations",
    "orbat.orders",
    "orbat.events",
    "orbat.equipment",
    "orbat.sides",
    "orbat.dates",
    "orbat.quantities",
)


def spans(doc: Doc) -> list[Span]:
    """All spans of orbat's groups in the order of the text, the longer first where two start together."""
    found = [span for group in GROUPS if group in doc.spans for span in doc.spans[group]]
    return sorted(found, key=lambda span: (span.start_char, -span.end_char, span.label_))


def mention(span: Span, clean: CleanText) -> Mention:
    """The span as a mention, its offsets those of the original file."""
    values = unpack(span.kb_id_)
    norm = values.pop("norm", " ".join(span.text.split()))
    if anchor := values.get("anchor"):
        first, _, last = anchor.partition("-")
        values["anchor"] = "-".join(map(str, clean.offsets.original(int(first), int(last))))
    start, end = span.start_char, span.end_char
    if exact := values.pop("exact", ""):
        start, end = map(int, exact.split("-"))
    return Mention(evidence(clean, start, end), Label(span.label_), norm, span.id_, attributes(values))


def evidence(clean: CleanText, start: int, end: int) -> Evidence:
    """The passage of the original file that characters `start` to `end` of the clean text come from."""
    first, last = clean.offsets.original(start, end)
    return Evidence(clean.source.id, first, last, clean.source.text[first:last])
