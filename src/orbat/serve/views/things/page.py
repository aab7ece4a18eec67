"""The page about one thing, put together from its plan of sections and its own properties."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from orbat.namespaces import ORBAT
from orbat.serve.engine import Row
from orbat.serve.site import Site
from orbat.serve.statements.kinds import colour, lowest, subclasses, term_label
from orbat.serve.statements.load import in_order, make_ref, statements
from orbat.serve.statements.model import Ref, Statement
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text
from orbat.serve.views.things import queries
from orbat.serve.views.things.glance import Glance, Known, glance, links_out
from orbat.serve.views.things.names import Named, Naming, named
from orbat.serve.views.things.sections import light, sort
from orbat.serve.views.things.source import Given, given
from orbat.serve.words import interface, local_name

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_SHOWN = 40
_PAGE = 100
_FORMATS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"))
_WRITTEN = _FORMATS[:2]
"""The formats of a static edition, which has to write a file for every one."""


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under a heading. `total` counts all; `more` leads to those that are not shown here."""

    id: str
    title: str
    style: str
    statements: tuple[Statement, ...]
    total: int
    more: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements of which one must be wrong."""

    first: Statement
    second: Statement


@dataclass(frozen=True, slots=True)
class ThingPage:
    """The page about one thing.

    `kind` names its colours, `sort` is its class in words. `aside` are statements that stand beside the facts
    of the box at the top. `own` is the thing itself where it is a statement (an event, an order).
    `view` names the one section that is shown, on pages of a long one.
    """

    title: str
    iri: str
    kind: str
    sort: str
    class_href: str
    glance: Glance
    own: Statement | None
    aside: tuple[Statement, ...]
    sections: tuple[Section, ...]
    members: tuple[tuple[str, tuple[Ref, ...]], ...]
    given: Given | None
    pairs: tuple[Pair, ...]
    names: tuple[Named, ...]
    mentions: tuple[Naming, ...]
    links: tuple[Ref, ...]
    formats: tuple[tuple[str, str], ...]
    query: str
    track: str
    view: str
    previous: str
    following: str


async def thing_response(
    site: Site, request: Request, urls: Urls, iri: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The page about the thing `iri`, which the graph speaks of."""
    page = await _thing_page(site, request, urls, iri)
    return site.page("thing.html", page, urls, headers=headers)


async def _thing_page(site: Site, request: Request, urls: Urls, iri: str) -> ThingPage:
    own_rows, name_rows, about, mention_rows = await _ask(
        site, request, iri, queries.OWN, queries.NAMES, queries.STATEMENTS, queries.MENTIONS
    )
    known = Known.of(own_rows, name_rows, iri, urls)
    kind = colour(known.things(_TYPE))
    found = [
        light(text(row["e"]), text(row["roles"]).split(), text(row["classes"]).split(), text(row["first"]))
        for row in about
    ]
    view, number = request.query_params.get("view", ""), _number(request.query_params.get("page", ""))
    sections = [each for each in sort(found, kind) if each.plan.style != "hidden"]
    if view:
        sections = [each for each in sections if each.plan.id == view]
    start, stop = ((number - 1) * _PAGE, number * _PAGE) if view else (0, _SHOWN)
    chosen = {each.plan.id: each.found[start:stop] for each in sections}
    is_statement = any(each.endswith("#evidence") for each in known.predicates())
    wanted = [each.iri for found_ in chosen.values() for each in found_]
    loaded, extra = await asyncio.gather(
        statements(site, request, urls, [*wanted, *([iri] if is_statement else [])], iri),
        _extra(site, request, urls, iri, kind),
    )
    loaded_pairs = await _pairs(site, request, urls, loaded, iri)
    here = urls.thing(iri)
    more = len(sections[0].found) > stop if view and sections else False
    members, source, wkt = extra
    t = interface()
    return ThingPage(
        title=known.label(),
        iri=iri,
        kind=kind,
        sort=term_label(lowest(known.things(_TYPE)) or local_name(iri)),
        class_href=_class_href(known.things(_TYPE), urls),
        glance=glance(known, kind, found, wkt, urls),
        own=loaded.get(iri),
        aside=tuple(
            loaded[each.iri]
            for section in sections
            if section.plan.style == "aside"
            for each in chosen[section.plan.id]
            if each.iri in loaded
        ),
        sections=tuple(
            Section(
                section.plan.id,
                t(f"thing.{kind}_{section.plan.id}")
                if t.has(f"thing.{kind}_{section.plan.id}")
                else t(f"thing.{section.plan.id}"),
                section.plan.style,
                tuple(in_order(loaded[each.iri] for each in chosen[section.plan.id] if each.iri in loaded)),
                len(section.found),
                f"{here}?view={section.plan.id}" if not view and len(section.found) > _SHOWN else "",
            )
            for section in sections
            if section.plan.style != "aside" and not _is_twice(section.plan.id, loaded.get(iri))
        ),
        members=members,
        given=source,
        pairs=loaded_pairs,
        names=named(mention_rows, known),
        mentions=Naming.by_source(mention_rows, urls),
        links=links_out(known, urls),
        formats=tuple(
            (title, urls.data(iri, name)) for title, name in (_WRITTEN if site.settings.static else _FORMATS)
        ),
        query=urls.sparql(query=queries.for_readers(kind, iri)),
        track=urls.api("track.json", thing=iri)
        if _has_places(kind, loaded.values(), located=bool(wkt))
        else "",
        view=view,
        previous=f"{here}?view={view}&page={number - 1}" if view and number > 1 else "",
        following=f"{here}?view={view}&page={number + 1}" if more else "",
    )


async def _ask(site: Site, request: Request, iri: str, *asked: str) -> list[list[Row]]:
    """The answers to several queries about one thing, put at once."""
    return list(
        await asyncio.gather(*(site.engine.rows(request, queries.asked(each, iri), 60_000) for each in asked))
    )


_Extra = tuple[tuple[tuple[str, tuple[Ref, ...]], ...], Given | None, str]


async def _extra(site: Site, request: Request, urls: Urls, iri: str, kind: str) -> _Extra:
    """What only some kinds of thing have: members of a side, gifts of a source, coordinates of a place."""
    if kind in {"side", "organization"}:
        (rows,) = await _ask(site, request, iri, queries.MEMBERS)
        return _members(rows, urls), None, ""
    if kind == "source":
        return (), await given(site, request, urls, iri), ""
    if kind == "place":
        (rows,) = await _ask(site, request, iri, queries.WKT)
        return (), None, text(rows[0]["wkt"]) if rows else ""
    return (), None, ""


def _members(rows: Iterable[Row], urls: Urls) -> tuple[tuple[str, tuple[Ref, ...]], ...]:
    """Formations by echelon, in the ontology's order, from the largest down; then people and bodies."""
    groups: dict[str, list[Ref]] = {}
    for row in rows:
        classes = text(row["classes"]).split()
        ref = make_ref(text(row["x"]), urls, text(row["label"]), classes)
        name = (
            lowest(classes)
            if ref.kind in {"unit", "organization"}
            else "Person"
            if ref.kind == "person"
            else ""
        )
        groups.setdefault(name, []).append(ref)
    units = {each.rpartition("#")[2] for each in subclasses("MilitaryUnit")}
    rank = {name: at for at, name in enumerate(each for each in ORBAT.__annotations__ if each in units)}
    return tuple(
        (_heading(name), tuple(sorted(groups[name], key=lambda ref: (ref.label, ref.iri))))
        for name in sorted(groups, key=lambda name: (rank.get(name, len(rank)), name))
    )


def _heading(name: str) -> str:
    if name == "Person":
        return interface()("kinds.person", n=2)
    return term_label(name) if name else ""


async def _pairs(
    site: Site, request: Request, urls: Urls, loaded: Mapping[str, Statement], iri: str
) -> tuple[Pair, ...]:
    """The disagreements among the statements shown, the other side of each loaded too."""
    wanted = dict.fromkeys(
        ref.iri for each in loaded.values() for ref in each.conflicts if ref.iri not in loaded
    )
    others = await statements(site, request, urls, list(wanted)[:_SHOWN], iri) if wanted else {}
    all_ = {**loaded, **others}
    seen: set[frozenset[str]] = set()
    found: list[Pair] = []
    for each in loaded.values():
        for ref in each.conflicts:
            key = frozenset({each.iri, ref.iri})
            if key not in seen and ref.iri in all_:
                seen.add(key)
                found.append(Pair(each, all_[ref.iri]))
    return tuple(found)


def _is_twice(section: str, own: Statement | None) -> bool:
    """Whether a section would only say again who issued the order whose page this is."""
    return section == "issue" and own is not None and "issuedBy" in own.roles


def _has_places(kind: str, loaded: Iterable[Statement], *, located: bool) -> bool:
    """Whether a map could show where a thing was."""
    if kind == "place":
        return located
    return kind in {"unit", "person"} and any(
        ref.kind == "place" for each in loaded for refs in each.roles.values() for ref in refs
    )


def _class_href(types: Sequence[str], urls: Urls) -> str:
    name = lowest(types)
    return f"{urls.ontology()}#{name}" if name else ""


def _number(value: str) -> int:
    return min(max(int(value), 1), 10_000) if value.isdecimal() else 1
