"""The texts of the sources in a graph folder, so that pages can show a statement where it stands.

    texts/<document>.json    {"name", "text", "repairs": [[start, end, before, after, rule], ...]}

In: a source's text as it was read, with its repairs. Out: the same. Offsets are characters of `text`, which
is the original, before any repair. A folder may lack some texts or all of them: those that must not be shown
are left out when the graph is built, and statements then stand with their quotes alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from orbat.errors import GraphError
from orbat.model import Document, Repair

TEXTS = "texts"
_NAME = re.compile(r"(?:document/)?([A-Za-z0-9_~-][A-Za-z0-9._~-]*)")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source as it was read: the file's name, its text, and what was repaired in it, in order."""

    name: str
    text: str
    repairs: tuple[Repair, ...] = ()


def text_file(id_: str) -> str | None:
    """The file name of the text of the document with this local id; None for what is no such id.

    >>> text_file("document/river-0a1b"), text_file("document/../../etc/passwd")
    ('river-0a1b.json', None)
    """
    match = _NAME.fullmatch(id_)
    return f"{match[1]}.json" if match else None


def packed_texts(documents: Iterable[Document]) -> dict[str, bytes]:
    """By file name the texts of `documents`, as they are kept. Raises `GraphError` for an id of another form.

    A lone surrogate, which a broken file may hold, has no UTF-8: JSON's escapes keep it.
    """
    found: dict[str, bytes] = {}
    for document in sorted(documents, key=lambda each: each.source.id):
        name = text_file(document.source.id)
        if name is None:
            raise GraphError(f"found the document id {document.source.id!r}, expected `document/` and a name")
        repairs = [[r.start, r.end, r.before, r.after, r.rule] for r in document.repairs]
        kept = {"name": document.source.name, "text": document.source.text, "repairs": repairs}
        found[name] = json.dumps(kept, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
    return found


def read_text(home: Path, id_: str) -> SourceText | None:
    """The text of a document in the version of a graph folder at `home`; None where it is not kept.

    Raises `GraphError` for a file that is broken.
    """
    name = text_file(id_)
    if name is None or not (path := home / TEXTS / name).is_file():
        return None
    try:
        kept = json.loads(path.read_bytes())
        repairs = tuple(Repair(*each) for each in kept["repairs"])
        return SourceText(kept["name"], kept["text"], repairs)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraphError(f"{path} cannot be read: {error}; build the graph anew") from error
