"""The kept texts of the sources, read from the graph folder as pages need them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from pathlib import Path

from orbat.store.texts import SourceText, read_text

_MOST = 32_000_000
"""Characters of texts that stay in memory; the one unused for longest goes first."""


class Accounts:
    """Texts by version of the graph and local id of the document."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Path, str], SourceText | None] = OrderedDict()
        self._size = 0

    async def text(self, home: Path, id_: str) -> SourceText | None:
        """The text of a document; None where it is not kept. Raises `GraphError` for a broken file."""
        key = (home, id_)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = await asyncio.to_thread(read_text, home, id_)
        if key not in self._kept:
            self._kept[key] = found
            self._size += _length(found)
            while self._size > self._most and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._size -= _length(old)
        return found


def _length(text: SourceText | None) -> int:
    return 100 if text is None else len(text.text) + 100
