"""`orbat annotate`."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from orbat.cli.options import Model, Year
from orbat.report import DEFAULT_MODEL, Settings

if TYPE_CHECKING:
    from orbat.model import Mention


class AnnotationFormat(StrEnum):
    """How `orbat annotate` shows what it found."""

    JSONL = "jsonl"
    HTML = "html"


def annotate(
    file: Annotated[Path, typer.Argument(help="The account.", show_default=False)],
    form: Annotated[
        AnnotationFormat, typer.Option("--format", "-f", help="jsonl: one mention a line; html: a page.")
    ] = AnnotationFormat.JSONL,
    year: Year = None,
    model: Model = DEFAULT_MODEL,
) -> None:
    """Show the names, dates and quantities in a text.

    A line of jsonl holds start, end (characters of the file as it is on disk), text, label (PERSON, UNIT,
    PLACE, ORG, ORDER, EVENT, EQUIPMENT, SIDE, QUANTITY, or TIMEX3's DATE, TIME, DURATION, SET), norm (the
    repaired canonical name), value and mod (TIMEX3's, of temporal expressions), rule (what found it).

    Examples:
      orbat annotate account.txt
      orbat annotate account.txt --format html > account.html
      orbat annotate account.txt | jq -r 'select(.label == "UNIT") | .norm' | sort | uniq -c
    """
    from orbat.build import read_document

    document = read_document(file, file.name, Settings(year=year, model=model))
    if form is AnnotationFormat.HTML:
        from orbat.cli.page import annotated_page

        typer.echo(annotated_page(document), nl=False)
        return
    for mention in document.mentions:
        typer.echo(json.dumps(mention_row(mention), ensure_ascii=False))


def mention_row(mention: Mention) -> dict[str, str | int | None]:
    """A mention as a line of jsonl has it; `value` and `mod` are None where there is none."""
    return {
        "start": mention.evidence.start,
        "end": mention.evidence.end,
        "text": mention.evidence.quote,
        "label": str(mention.label),
        "norm": mention.norm,
        "value": mention.get("value") or None,
        "mod": mention.get("mod") or None,
        "rule": mention.rule,
    }
