"""All passes in their order, folded into one offset map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orbat.model import CleanText, OffsetMap, Repair, Source
from orbat.repair import encoding, lines, markdown, patterns
from orbat.repair.edits import apply, compose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from orbat.repair.edits import Pass


def repair(source: Source) -> CleanText:
    """The text of `source` as the later rooms see it, and the map from it to the characters of the file.

    Each paragraph is one line. Words that were damaged in a known way are mended, and what is no part of the
    account (marks of Markdown and wikis, page heads) is gone; nothing is mended that takes knowing a name.
    """
    text, repairs = run(source.text, passes(source.media_type))
    return CleanText(source, text, OffsetMap(tuple(repairs)))


def passes(media_type: str) -> tuple[Pass, ...]:
    """The passes for a text of `media_type`, in order.

    Line ends come first, for patterns count on them. Encodings come before characters, whose rules would
    take mojibake apart; lines are joined before rules for words look across them.
    """
    characters = (
        lines.ends,
        encoding.mojibake,
        encoding.pinyin,
        encoding.gb_marks,
        encoding.c1,
        encoding.composed,
        *patterns.passes("repair_marks"),
    )
    if media_type == "text/markdown":
        marks = (markdown.front_matter, markdown.comments, markdown.fences, markdown.blocks)
        layout: tuple[Pass, ...] = (*marks, lines.hyphens, lines.join_all, *markdown.inline_passes())
    else:
        layout = (lines.furniture, lines.hyphens, lines.unwrap)
    return (*characters, *layout, *patterns.passes("repair_words"))


def run(text: str, steps: Iterable[Pass]) -> tuple[str, list[Repair]]:
    """`text` after every pass, and the repairs of `text` itself that lead there, sorted, without overlap."""
    now, repairs = text, list[Repair]()
    for step in steps:
        if found := step(now):
            repairs = compose(text, repairs, now, found)
            now = apply(now, found)
    return now, repairs
