"""Map and timeline: the page, its data, and the track of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from orbat import resources
from orbat.serve.chronicle.choices import Choices, Stretch
from orbat.serve.chronicle.document import map_document, track_document
from orbat.serve.chronicle.holders import Handover, handovers
from orbat.serve.chronicle.read import chronicle
from orbat.serve.chronicle.records import HAPPENED, WHERE, Chronicle, Event, Place
from orbat.serve.days import Period, date_of, parse_period
from orbat.serve.errors import Problem, not_found
from orbat.serve.headers import policy
from orbat.serve.kept import Kept, json_bytes, json_response
from orbat.serve.orderofbattle.records import Passage
from orbat.serve.resource import existing
from orbat.serve.site import Site
from orbat.serve.tiles import tile_source
from orbat.serve.urls import Urls
from orbat.serve.words import Words, interface, local_name

_ROWS = 200
"""Events and handovers that a page lists; the island shows the others."""
_ALL = "all"
"""What `month` says for everything that is dated."""
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True, slots=True)
class Named:
    """A name with its page."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an account, with where they can be read."""

    quote: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in the list. `doubt` is its confidence in percent where that is low, else 0."""

    when: str
    kind: str
    title: str
    href: str
    places: tuple[Named, ...]
    who: tuple[Named, ...]
    against: tuple[Named, ...]
    modality: str
    doubt: int
    contested: bool
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changed hands. `before` and `after` are empty where nobody tells; `guessed`: one is inferred."""

    when: str
    place: Named
    before: str
    after: str
    guessed: bool
    href: str
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose; `n` is how many events it has, 0 where that is not counted."""

    value: str
    label: str
    chosen: bool
    n: int = 0


@dataclass(frozen=True, slots=True)
class MapPage:
    """The page. `first` and `last` are the days shown, `usual` those shown unasked.

    `begin` and `end` are the first and the last day of all. `asides`: some events lie outside the time shown
    unasked; `everything`: they are asked for.
    """

    title: str
    begin: str
    end: str
    first: str
    last: str
    usual: tuple[str, str]
    picker: str
    asides: bool
    everything: bool
    eras: tuple[Choice, ...]
    months: tuple[Choice, ...]
    years: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    followed: tuple[Choice, ...]
    all_modalities: bool
    changes: tuple[ChangeRow, ...]
    handed: int
    events: tuple[EventRow, ...]
    total: int
    undated: tuple[EventRow, ...]
    unplaced: tuple[Named, ...]
    source: str
    track: str
    tiles: str
    tiles_attribution: str
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class _Known:
    """A graph's events with what is worked out from them."""

    chronicle: Chronicle
    changes: tuple[Handover, ...]
    choices: Choices


class MapViews:
    """The endpoints of map and timeline. Raises `ServeError` for tiles that have no usable address."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._kept: Kept[_Known] = Kept()
        self._documents: Kept[bytes] = Kept()
        tiles = site.settings.tiles
        # The owner's tile server, where there is one, is the only other host that any page may load from.
        self._policy = policy(img=[tile_source(tiles)]) if tiles else policy()

    async def page(self, request: Request) -> Response:
        """Map, timeline and list, of the days `from` to `to` or of a `month`."""
        urls = await self._site.urls(request)
        settings = self._site.settings
        known = await self._known(request)
        page = _page(
            known, urls, interface(), request.query_params, settings.tiles, settings.tiles_attribution
        )
        status = page.problem.status if page.problem else 200
        return self._site.page("map.html", page, urls, status, {"Content-Security-Policy": self._policy})

    async def document(self, request: Request) -> Response:
        """All events, places and handovers as JSON."""
        urls = await self._site.urls(request)
        known = await self._known(request)

        async def make() -> bytes:
            return json_bytes(map_document(known.chronicle, known.changes, urls, kind_names()))

        version = (await self._site.engine.keeper.current()).version
        return json_response(request, await self._documents.get(f"{version} {urls.root}", make))

    async def track(self, request: Request) -> Response:
        """Where `thing` was, as JSON. Raises `Problem` 404 for what the graph does not know."""
        urls = await self._site.urls(request)
        thing = request.query_params.get("thing", "")
        known = (await self._known(request)).chronicle
        found = await existing(self._site, request, [thing, urls.iri(thing)] if thing else [])
        if found is None:
            raise not_found(repr(thing)[:200])
        return json_response(request, json_bytes(track_document(found, known, urls, kind_names())))

    async def _known(self, request: Request) -> _Known:
        engine = self._site.engine
        version = (await engine.keeper.current()).version

        async def make() -> _Known:
            found = await chronicle(engine, request)
            return _Known(found, handovers(found), Choices.of(found, kind_names()))

        return await self._kept.get(version, make)


@cache
def kind_names() -> dict[str, str]:
    """What the ontology calls each of its classes, by local name."""
    path = resources.ontology_dir() / "orbat.ttl"
    return {
        local_name(triple.subject.value): triple.object.value
        for triple in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
        if triple.predicate == _LABEL
        and isinstance(triple.subject, ox.NamedNode)
        and isinstance(triple.object, ox.Literal)
    }


def _page(
    known: _Known, urls: Urls, t: Words, asked: QueryParams, tiles: str | None, attribution: str
) -> MapPage:
    events = known.chronicle.events
    choices = known.choices
    whole, usual = choices.whole, choices.usual
    month = asked.get("month", "").strip()
    stretch = "" if month == _ALL else month
    first, bad = _bound(stretch or asked.get("from", ""), t)
    last, worse = _bound(stretch or asked.get("to", ""), t)
    window = _window(whole if month == _ALL else usual, first, last)
    everything = asked.get("all", "") not in {"", "0"}
    kind = asked.get("kind", "")
    thing = asked.get("thing", "")
    wanted = [
        each for each in events if (everything or each.modality == HAPPENED) and kind in {"", each.kind}
    ]
    inside = [each for each in wanted if window and each.period and each.period.meets(window)]
    undated = [each for each in wanted if each.period is None]
    changed = [each for each in known.changes if window and each.period and each.period.meets(window)]
    return MapPage(
        title=t("map.title"),
        begin=date_of(whole.first) if whole else "",
        end=date_of(whole.last) if whole else "",
        first=date_of(window.first) if window else "",
        last=date_of(window.last) if window else "",
        usual=_ends(usual),
        picker="date" if whole and whole.first > _YEAR_ONE else "text",
        asides=whole != usual,
        everything=month == _ALL,
        eras=_stretches(choices.eras, month),
        months=_stretches(choices.months, month),
        years=_stretches(choices.years, month),
        kinds=tuple(Choice(value, label, value == kind) for value, label in choices.kinds),
        followed=tuple(
            Choice(_local(iri, urls), label, _local(iri, urls) == thing) for iri, label in choices.followed
        ),
        all_modalities=everything,
        changes=tuple(_change(each, known.chronicle, urls) for each in changed[:_ROWS]),
        handed=len(changed),
        events=tuple(_row(each, known.chronicle, urls, t) for each in inside[:_ROWS]),
        total=len(inside),
        undated=tuple(_row(each, known.chronicle, urls, t) for each in undated[:_ROWS]),
        unplaced=tuple(_named(known.chronicle.places[each], urls) for each in choices.unplaced),
        source=urls.api("map.json"),
        track=urls.api("track.json", thing=urls.iri(thing)) if thing else "",
        tiles=tiles or "",
        tiles_attribution=attribution,
        problem=bad or worse,
    )


_YEAR_ONE = -719_162
"""The first day that a date field of HTML can hold, 1 January of year 1."""


def _bound(typed: str, t: Words) -> tuple[Period | None, Problem | None]:
    if not typed.strip():
        return None, None
    ends = [parse_period(each) for each in typed.split("/", 1)]
    if ends[0] is None or ends[-1] is None:
        return None, Problem(400, "bad-parameter", t("map.bad_date", typed=typed[:60]))
    return Period(ends[0].first, ends[-1].last), None


def _window(whole: Period | None, first: Period | None, last: Period | None) -> Period | None:
    """The days asked for, in their order; all of them where nothing is asked."""
    if whole is None:
        return None
    ends = sorted((first.first if first else whole.first, last.last if last else whole.last))
    return Period(ends[0], ends[1])


def _ends(period: Period | None) -> tuple[str, str]:
    return (date_of(period.first), date_of(period.last)) if period else ("", "")


def _stretches(found: Iterable[Stretch], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(each.value, each.label, each.value == chosen, each.n) for each in found)


def _named(place: Place, urls: Urls) -> Named:
    return Named(place.label, urls.thing(place.iri))


def _local(iri: str, urls: Urls) -> str:
    return iri.removeprefix(urls.base_iri)


def _change(each: Handover, known: Chronicle, urls: Urls) -> ChangeRow:
    place = known.places[each.place]
    return ChangeRow(
        each.event.when.words if each.event.when else "",
        _named(place, urls),
        known.labels.get(each.before, ""),
        known.labels.get(each.after, ""),
        each.guessed,
        urls.thing(each.event.iri),
        _quote(each.event.passages, urls),
    )


def _row(event: Event, known: Chronicle, urls: Urls, t: Words) -> EventRow:
    named = "Conflict" in event.classes
    kind = kind_names().get(event.kind, event.kind)
    return EventRow(
        event.when.words if event.when else "",
        kind,
        event.label if named else kind,
        urls.thing(event.iri),
        tuple(_named(known.places[p], urls) for p in event.of(*WHERE) if p in known.places),
        _names(event.of("agent", "person", "unit", "victor", "sufferedBy", "commander"), known, urls),
        _names(event.of("opponent", "defeated"), known, urls),
        "" if event.modality == HAPPENED else t(f"map.{event.modality.lower()}"),
        round(100 * event.confidence) if event.confidence < _SURE else 0,
        event.contested,
        _quote(event.passages, urls),
    )


_SURE = 0.75


def _names(iris: Iterable[str], known: Chronicle, urls: Urls) -> tuple[Named, ...]:
    return tuple(Named(known.labels[iri], urls.thing(iri)) for iri in iris if iri in known.labels)


def _quote(passages: tuple[Passage, ...], urls: Urls) -> Quote | None:
    if not passages:
        return None
    each = passages[0]
    return Quote(each.quote, each.name, urls.read(each.document, each.start, each.end))
