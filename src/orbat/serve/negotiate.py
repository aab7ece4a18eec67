"""Content negotiation: from `Accept` to one of the media types on offer (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_WILD = "*"


def negotiate(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type among `offered` that `accept` likes best, or None where it likes none.

    Of equally liked types the one offered first wins. A more specific range overrides a less specific one,
    so `text/*;q=0.5, text/turtle` gives Turtle. A missing or blank header accepts anything; parts of a header
    that are not media ranges are passed over, and a header of nothing else accepts anything, too.

    >>> negotiate("text/html;q=0.5, application/json", ["text/html", "application/json"])
    'application/json'
    >>> negotiate("*/*", ["text/turtle", "application/ld+json"])
    'text/turtle'
    >>> negotiate("image/png", ["text/turtle"]) is None
    True
    """
    return _negotiate((accept or "")[:4096], tuple(offered))


@lru_cache(maxsize=1024)
def _negotiate(accept: str, offered: tuple[str, ...]) -> str | None:
    ranges = [found for part in accept.split(",") if (found := _range(part)) is not None]
    if not ranges:
        return offered[0] if offered else None
    best, best_quality = None, 0.0
    for media_type in offered:
        quality = _quality(media_type, ranges)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def _quality(media_type: str, ranges: list[tuple[str, str, float]]) -> float:
    """How much the ranges like `media_type`: the q-value of the most specific range that covers it."""
    main, _, sub = media_type.partition(";")[0].partition("/")
    rank, quality = -1, 0.0
    for range_main, range_sub, q in ranges:
        if range_main == main and range_sub == sub:
            specific = 2
        elif range_main == main and range_sub == _WILD:
            specific = 1
        elif range_main == _WILD and range_sub == _WILD:
            specific = 0
        else:
            continue
        if specific > rank or (specific == rank and q > quality):
            rank, quality = specific, q
    return quality


def _range(part: str) -> tuple[str, str, float] | None:
    """Main type, subtype and q-value of one media range, or None where `part` is none."""
    media, *parameters = part.split(";")
    main, slash, sub = media.strip().lower().partition("/")
    if media.strip() == _WILD:  # what java.net.HttpURLConnection sends
        main, slash, sub = _WILD, "/", _WILD
    if not slash or not main or not sub or (main == _WILD and sub != _WILD):
        return None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return main, sub, _weight(value.strip())
    return main, sub, 1.0


def _weight(text: str) -> float:
    """A q-value between 0 and 1; one that is no number counts as 0, the careful reading."""
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
