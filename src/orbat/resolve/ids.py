"""Identifiers: readable, and made from content alone, so that a thing has the same one in every run."""

from __future__ import annotations

import json
from hashlib import sha256

from orbat.resolve.names import slug

_DIGITS = 8
_LONGEST = 80


def local_id(room: str, words: str, key: object) -> str:
    """The local part of an IRI: what sort of thing, readable words, eight hexadecimal digits of `key`'s hash.

    `key` is what identifies the thing, as anything that JSON can hold; `words` are only for readers.

    >>> local_id("unit", "Soviet Union 16th Army", ["16", "Army"])
    'unit/soviet-union-16th-army-b70a6cfd'
    """
    text = json.dumps([room, key], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = sha256(text.encode()).hexdigest()[:_DIGITS]
    readable = slug(words)[:_LONGEST].strip("-")
    return f"{room}/{readable}-{digest}" if readable else f"{room}/{digest}"
