"""A text with its mentions marked, as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from orbat.model import Document, Label, Mention

COLOURS: dict[Label, str] = {
    Label.PERSON: "#ffd9a8",
    Label.UNIT: "#bfe3b4",
    Label.PLACE: "#b5d8f7",
    Label.ORG: "#dcc8f2",
    Label.ORDER: "#f7b9b9",
    Label.EVENT: "#f5e58f",
    Label.EQUIPMENT: "#d2d2c4",
    Label.SIDE: "#f6c6e2",
    Label.QUANTITY: "#e4e4e4",
    Label.DATE: "#a9e6e0",
    Label.TIME: "#a9e6e0",
    Label.DURATION: "#cdf0ec",
    Label.SET: "#cdf0ec",
}

_STYLE = """
body { font: 17px/1.7 Georgia, serif; max-width: 46em; margin: 2em auto; padding: 0 1em; color: #222 }
h1 { font-size: 1.3em } .text { white-space: pre-wrap }
mark { border-radius: 3px; padding: 0 2px; color: inherit }
.legend { font: 14px/2 sans-serif; padding: 0; list-style: none }
.legend li { display: inline-block; margin-right: 1em }
"""


def annotated_page(document: Document) -> str:
    """The page: a legend with counts, then the original text, each mention's details in its tooltip."""
    counts = Counter(mention.label for mention in document.mentions)
    colours = "\n".join(f"mark.{label} {{ background: {colour} }}" for label, colour in COLOURS.items())
    legend = "\n".join(
        f'<li><mark class="{label}">{label}</mark> {counts[label]}</li>' for label in Label if counts[label]
    )
    title = escape(document.source.name)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{_STYLE}{colours}
</style>
</head>
<body>
<h1>{title}</h1>
<ul class="legend">
{legend}
</ul>
<div class="text">{_marked(document.source.text, document.mentions)}</div>
</body>
</html>
"""


def _marked(text: str, mentions: Iterable[Mention]) -> str:
    """The text, escaped, with marks around mentions; marks nest, one that crosses another is left out."""
    pieces: list[str] = []
    open_until: list[int] = []
    at = 0

    def close(until: int) -> None:
        nonlocal at
        while open_until and open_until[-1] <= until:
            end = open_until.pop()
            pieces.extend((escape(text[at:end]), "</mark>"))
            at = end

    for mention in sorted(mentions, key=lambda m: (m.evidence.start, -m.evidence.end)):
        start, end = mention.evidence.start, mention.evidence.end
        close(start)
        if start == end or (open_until and end > open_until[-1]):
            continue
        mark = f'<mark class="{mention.label}" title="{escape(_details(mention))}">'
        pieces.extend((escape(text[at:start]), mark))
        open_until.append(end)
        at = start
    close(len(text))
    return "".join([*pieces, escape(text[at:])])


def _details(mention: Mention) -> str:
    """What a reader wants to know of a mention: label, name, attributes, and the rule that found it."""
    told = [f"{name}: {value}" for name, value in mention.attributes]
    return "\n".join([f"{mention.label}: {mention.norm}", *told, f"rule: {mention.rule}"])
