"""Passages for pages: a sentence with the names of a statement marked, and what stands around it."""

from __future__ import annotations

from collections.abc import Iterable

from orbat.serve.statements.model import Piece
from orbat.store.texts import SourceText

_AROUND = 240
"""Characters of context on each side, at most."""
_SHORTEST = 3


def pieces(quote: str, names: Iterable[str]) -> tuple[Piece, ...]:
    """`quote` cut where one of `names` stands as whole words; the longest name wins.

    >>> found = pieces("Varga led the 2nd Army.", ["Varga", "Army", "2nd Army"])
    >>> [piece.text for piece in found if piece.name]
    ['Varga', '2nd Army']
    """
    taken: list[tuple[int, int]] = []
    for name in sorted(
        {each for each in names if len(each) >= _SHORTEST}, key=lambda each: (-len(each), each)
    ):
        at = quote.find(name)
        while at >= 0:
            end = at + len(name)
            if _is_word(quote, at, end) and not any(at < last and end > first for first, last in taken):
                taken.append((at, end))
            at = quote.find(name, end)
    found: list[Piece] = []
    done = 0
    for start, end in sorted(taken):
        if start > done:
            found.append(Piece(quote[done:start]))
        found.append(Piece(quote[start:end], name=True))
        done = end
    if done < len(quote) or not found:
        found.append(Piece(quote[done:]))
    return tuple(found)


def around(text: SourceText | None, start: int, end: int, quote: str) -> tuple[str, str]:
    """What stands before and after characters `start` to `end` in their paragraph; nothing without a text."""
    if text is None or text.text[start:end] != quote:
        return "", ""
    before = text.text[max(0, start - _AROUND) : start]
    cut = before.rfind("\n\n")
    if cut >= 0:
        before = before[cut + 2 :]
    elif start > _AROUND:
        before = f"… {before.partition(' ')[2]}"
    after = text.text[end : end + _AROUND]
    paragraph, ends, _ = after.partition("\n\n")
    if not ends and end + _AROUND < len(text.text):
        paragraph = f"{after.rpartition(' ')[0]} …"
    return before.lstrip("#*> \n"), paragraph.rstrip()


def _is_word(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
