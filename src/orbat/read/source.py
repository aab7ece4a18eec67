"""From a file to a `Source`: its characters, the hash of its bytes, an id made from name and hash."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orbat.errors import InputError
from orbat.model import Source
from orbat.read.decode import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from orbat.read.find import Found

_MARKDOWN = (".md", ".markdown")
_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a source, or an error, or the name of the file that said the same before."""

    found: Found
    source: Source | None = None
    error: InputError | None = None
    same_as: str = ""


def read_sources(files: Iterable[Found]) -> Iterator[Outcome]:
    """Each of `files` read, in order and one at a time. A file that cannot be read stops nothing.

    A file with the very bytes of an earlier one is not read into a second source: its outcome has neither
    source nor error, and `same_as` names the earlier one.
    """
    first: dict[str, str] = {}
    for found in files:
        try:
            source = read_source(found.path, found.name)
        except InputError as error:
            yield Outcome(found, error=error)
            continue
        if earlier := first.get(source.sha256):
            yield Outcome(found, same_as=earlier)
            continue
        first[source.sha256] = found.name
        yield Outcome(found, source)


def read_source(path: Path, name: str) -> Source:
    """The file at `path` as a source that is called `name`; every character is kept as it stands.

    Raises `InputError` for a file that is missing, forbidden, a folder, a device, empty, blank, binary, or in
    an encoding that cannot be told.
    """
    data = _bytes(path)
    if not data:
        raise InputError(f"{str(path)!r} is empty; expected a text")
    text, encoding = decode(data, repr(str(path)))
    if not text.strip("\ufeff \t\r\n\v\f\x85\xa0"):
        raise InputError(f"{str(path)!r} holds nothing but blanks; expected a text")
    digest = hashlib.sha256(data).hexdigest()
    return Source(
        id=f"document/{slug(name)}-{digest[:8]}",
        name=name,
        text=text,
        sha256=digest,
        encoding=encoding,
        media_type="text/markdown" if name.lower().endswith(_MARKDOWN) else "text/plain",
    )


def slug(name: str) -> str:
    """`name` without its suffix, in the characters that need no escape in an IRI.

    >>> slug("1812/Borodino, première partie.txt"), slug("战争.md")
    ('1812-borodino-premiere-partie', 'text')
    """
    stem = re.sub(r"\.\w{1,8}$", "", name)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-") or "text"


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "neither a file nor a folder"
            raise InputError(f"{str(path)!r} is {what} that cannot be read; expected a text file")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(
            f"there is no file {str(path)!r}; expected a text file or a folder of texts"
        ) from error
    except PermissionError as error:
        raise InputError(f"{str(path)!r} may not be read: permission denied") from error
    except OSError as error:
        raise InputError(f"{str(path)!r} cannot be read: {error.strerror or error}") from error
