"""Search by name: the page `/search`, and the same as JSON for the box that answers as one types."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import Response

from orbat.serve.errors import Problem
from orbat.serve.kept import json_bytes, json_response
from orbat.serve.names import Hit, NameIndex
from orbat.serve.site import Site
from orbat.serve.statements.kinds import term_label
from orbat.serve.urls import Urls

_LIMIT = 50
_MOST = 200
_MOST_WHOLE = 20_000
_LONGEST = 200
"""Characters of a query that are looked at."""
KINDS = ("person", "unit", "side", "organization", "place", "event", "order", "equipment", "source")


@dataclass(frozen=True, slots=True)
class Result:
    """A thing that was found. `how` is exact, prefix, word or fuzzy; `matched` the name that answered."""

    iri: str
    href: str
    label: str
    kind: str
    kindLabel: str  # noqa: N815 - it goes out as JSON
    matched: str
    how: str
    detail: str
    years: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked and found. `total` counts all; `cut`: the graph has more names than are searched."""

    title: str
    asked: str
    kind: str
    kinds: tuple[str, ...]
    results: tuple[Result, ...]
    total: int
    cut: bool


class Search:
    """The endpoints that find names."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """The page with the box and what was found."""
        urls = await self._site.urls(request)
        asked, kind = _asked(request)
        results, total, cut = await self._found(asked, kind, _LIMIT, urls)
        title = (
            self._site.words("search.title_asked", query=asked) if asked else self._site.words("search.title")
        )
        return self._site.page(
            "search.html", SearchPage(title, asked, kind, KINDS, results, total, cut), urls
        )

    async def data(self, request: Request) -> Response:
        """The same as JSON."""
        urls = await self._site.urls(request)
        asked, kind = _asked(request)
        wanted = request.query_params.get("limit", "")
        limit = min(int(wanted), _MOST) if wanted.isdecimal() and wanted != "0" else 10
        results, total, cut = await self._found(asked, kind, limit, urls)
        found = [asdict(each) for each in results]
        told = {"query": asked, "kind": kind, "total": total, "cut": cut, "results": found}
        return json_response(request, json_bytes(told))

    async def whole(self, request: Request) -> Response:
        """All names as one document, for a static edition, whose pages search it themselves.

        404 for a graph with more things than a page can take.
        """
        urls = await self._site.urls(request)
        generation = await self._site.engine.keeper.current()
        index = await self._site.indexes.current(generation)
        if len(index.entries) > _MOST_WHOLE:
            raise Problem(404, "too-many-names", f"The graph names more than {_MOST_WHOLE:,} things.")
        body = await asyncio.to_thread(_all_names, index, urls)
        return json_response(request, body)

    async def _found(
        self, asked: str, kind: str, limit: int, urls: Urls
    ) -> tuple[tuple[Result, ...], int, bool]:
        generation = await self._site.engine.keeper.current()
        index = await self._site.indexes.current(generation)
        hits, total = await asyncio.to_thread(NameIndex.search, index, asked, limit, kind)
        return tuple(_result(hit, urls) for hit in hits), total, index.cut


def _all_names(index: NameIndex, urls: Urls) -> bytes:
    entries = [
        {
            "href": urls.thing(each.iri),
            "label": each.names[0],
            "names": each.names,
            "kind": each.kind,
            "kindLabel": term_label(each.sort),
            "detail": each.detail,
            "years": each.years,
        }
        for each in index.entries
    ]
    return json_bytes(entries)


def _asked(request: Request) -> tuple[str, str]:
    kind = request.query_params.get("kind", "")
    return request.query_params.get("q", "").strip()[:_LONGEST], kind if kind in KINDS else ""


def _result(hit: Hit, urls: Urls) -> Result:
    entry = hit.entry
    return Result(
        entry.iri,
        urls.thing(entry.iri),
        entry.names[0],
        entry.kind,
        term_label(entry.sort),
        hit.matched,
        hit.how,
        entry.detail,
        entry.years,
    )
