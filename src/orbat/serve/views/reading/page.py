"""`/read/{document}`: the reader's page, a part of the text at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from orbat.model import Repair
from orbat.namespaces import sparql_prefixes
from orbat.serve.documents import Marks, Place
from orbat.serve.engine import Row
from orbat.serve.errors import not_found
from orbat.serve.site import Site
from orbat.serve.statements.load import make_ref, statements, widest
from orbat.serve.statements.model import Ref, Statement
from orbat.serve.urls import PART, Urls
from orbat.serve.views.reading.blocks import Block, Marked, Page, anchor, is_markup, paragraph_of, paragraphs
from orbat.serve.views.tables import text
from orbat.serve.words import local_name

_PREFIX = sparql_prefixes("orbat", "rdfs")
_DOCUMENT = "SELECT ?name WHERE {{ {doc} a orbat:SourceDocument ; rdfs:label ?name }} LIMIT 1"
_NAMES = """SELECT ?x (MIN(?l) AS ?label) (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes) WHERE {{
  VALUES ?x {{ {things} }} ?x rdfs:label ?l ; a ?c
}} GROUP BY ?x"""
_QUOTES = """SELECT DISTINCT ?start ?end ?quote ?doc WHERE {{
  VALUES ?doc {{ {doc} }} VALUES ?e {{ {told} }} ?e orbat:evidence ?m .
  ?m orbat:source ?doc ; orbat:start ?start ; orbat:end ?end ; orbat:quote ?quote
}} ORDER BY ?start ?end"""
_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Beside:
    """A statement beside a paragraph, with the number and the id of the sentence that it rests on."""

    statement: Statement
    number: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with the statements that rest on it."""

    block: Block
    beside: tuple[Beside, ...]


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """A part of a source. `kept`: the text itself is there, and not only what the graph quotes of it.

    `parts` pairs the number of each part with its address.
    """

    title: str
    iri: str
    kept: bool
    part: int
    parts: tuple[tuple[int, str], ...]
    paragraphs: tuple[Paragraph, ...]
    repairs: tuple[Repair, ...]
    kinds: tuple[str, ...]
    total: int


class Reader:
    """The endpoint."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """A part of a source; 404 for what is none, or a part that it has not."""
        urls = await self._site.urls(request)
        iri = urls.iri(request.path_params["path"])
        node = _node(iri)
        wanted = request.query_params.get("part", "1")
        part = int(wanted) if wanted.isdecimal() and len(wanted) < 8 else 0
        generation = await self._site.engine.keeper.current()
        kept = await self._site.accounts.text(generation.graph.home, request.path_params["path"])
        about = await self._rows(request, _DOCUMENT.format(doc=node))
        if not about:
            raise not_found(repr(request.path_params["path"])[:200])
        marks = await self._site.documents.marks(generation, node)
        count = max(-(-(len(kept.text) if kept else marks.end()) // PART), 1)
        if not 1 <= part <= count:
            raise not_found(f"Part {wanted:.20} of {text(about[0]['name'])!r:.200}")
        first, last = (part - 1) * PART, part * PART
        spans = paragraphs(kept.text, first, last, kept.repairs) if kept else []
        lo, hi = (spans[0][0], spans[-1][1]) if spans else (first, last)
        told = marks.told.within(lo, hi)
        names, quotes, loaded = await asyncio.gather(
            self._names(request, urls, {iri for *_, iri in marks.named.within(lo, hi)}),
            self._quotes(request, node, told, lo, hi) if kept is None else _nothing(),
            statements(
                self._site, request, urls, list(dict.fromkeys(iri for *_, iri in told)), sentences=False
            ),
        )
        marked = _marked(marks, names, lo, hi)
        repairs = tuple(each for each in (kept.repairs if kept else ()) if each.start < hi and each.end >= lo)
        drawn = Page(marked, sorted({(start, end) for start, end, _ in told}), repairs)
        if kept:
            blocks = [drawn.block(kept.text[start:end], start) for start, end in spans]
        else:
            blocks = [drawn.block(text(row["quote"]), int(text(row["start"]))) for row in widest(quotes)]
        page = ReaderPage(
            title=text(about[0]["name"]),
            iri=iri,
            kept=kept is not None,
            part=part,
            parts=tuple((number, urls.read(iri, part=number)) for number in range(1, count + 1)),
            paragraphs=_with_statements(blocks, told, loaded, drawn.numbers),
            repairs=tuple(each for each in repairs if not is_markup(each)),
            kinds=tuple(dict.fromkeys(each.kind for each in marked if each.kind)),
            total=len(loaded),
        )
        return self._site.page("reader.html", page, urls)

    async def _names(self, request: Request, urls: Urls, things: set[str]) -> dict[str, Ref]:
        """The links to the things that are named on a page."""
        values = " ".join(str(ox.NamedNode(each)) for each in sorted(things))
        rows = await self._rows(request, _NAMES.format(things=values)) if things else []
        return {
            text(row["x"]): make_ref(text(row["x"]), urls, text(row["label"]), text(row["classes"]).split())
            for row in rows
        }

    async def _quotes(
        self, request: Request, node: ox.NamedNode, told: Sequence[Place], lo: int, hi: int
    ) -> list[Row]:
        """The passages of a page, with their words: what there is to read where the text is not kept."""
        values = " ".join(str(ox.NamedNode(iri)) for iri in sorted({iri for *_, iri in told}))
        rows = await self._rows(request, _QUOTES.format(doc=node, told=values)) if told else []
        return [row for row in rows if lo <= int(text(row["start"])) < hi]

    async def _rows(self, request: Request, query: str) -> list[Row]:
        return await self._site.engine.rows(request, _PREFIX + query, _ROWS)


async def _nothing() -> list[Row]:
    return []


def _with_statements(
    blocks: Sequence[Block],
    told: Sequence[Place],
    loaded: Mapping[str, Statement],
    numbers: Mapping[str, int],
) -> tuple[Paragraph, ...]:
    """Each statement beside the paragraph that its first passage on this page stands in."""
    if not blocks:
        return ()
    places: dict[str, tuple[int, int]] = {}
    for start, end, iri in told:
        places.setdefault(iri, (start, end))
    starts = [block.start for block in blocks]
    beside: list[list[Beside]] = [[] for _ in blocks]
    for each in sorted(loaded.values(), key=lambda each: _order(each, places[each.iri])):
        name = anchor(*places[each.iri])
        beside[paragraph_of(starts, places[each.iri][0])].append(Beside(each, numbers.get(name, 0), name))
    return tuple(Paragraph(block, tuple(each)) for block, each in zip(blocks, beside, strict=True))


def _order(each: Statement, place: tuple[int, int]) -> tuple[bool, tuple[int, int], str, str]:
    """In the order of the text; who belongs to which side, which most sentences tell, comes last."""
    return (each.kind == "Affiliation", place, each.kind, each.iri)


def _marked(marks: Marks, names: Mapping[str, Ref], lo: int, hi: int) -> tuple[Marked, ...]:
    """What is marked between two characters, in order."""
    named = [
        Marked(start, end, names[iri].kind, names[iri])
        for start, end, iri in marks.named.within(lo, hi)
        if iri in names
    ]
    plain = [
        Marked(start, end, "quantity" if local_name(rule).startswith("quantity") else "time", None)
        for start, end, rule in marks.plain.within(lo, hi)
    ]
    return tuple(sorted([*named, *plain], key=lambda each: (each.start, each.end, each.kind)))


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise not_found(repr(iri)[:200]) from error
