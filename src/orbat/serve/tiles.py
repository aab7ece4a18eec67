"""The tile server that an owner may choose for the maps: the one other host that a page then loads from."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from orbat.errors import ServeError

_HOST = re.compile(r"(?:\*\.)?[A-Za-z0-9.-]+(?::\d+)?|\[[0-9A-Fa-f:]+\](?::\d+)?")


def tile_source(template: str) -> str:
    """The source that a content security policy must allow for tiles at the URL `template`.

    Raises `ServeError` for a template without host, `{z}`, `{x}` or `{y}`.

    >>> tile_source("https://{s}.tiles.example/{z}/{x}/{y}.png")
    'https://*.tiles.example'
    >>> tile_source("http://localhost:8080/{z}/{x}/{y}.png")
    'http://localhost:8080'
    """
    parts = urlsplit(template.replace("{s}", "*"))
    missing = [each for each in ("{z}", "{x}", "{y}") if each not in template]
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc) or missing:
        raise ServeError(
            f"found {template!r} as the address of map tiles, expected one such as "
            "https://tiles.example.org/{z}/{x}/{y}.png"
        )
    return f"{parts.scheme}://{parts.netloc}"
