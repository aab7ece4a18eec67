"""What a source gave: the things it names and the statements that rest on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from starlette.requests import Request

from orbat.serve.site import Site
from orbat.serve.statements.kinds import lowest, term_label
from orbat.serve.statements.load import make_ref
from orbat.serve.statements.model import Ref
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text
from orbat.serve.views.things.queries import CLASSES, PREFIX

_ORDER = ("person", "unit", "side", "organization", "place", "event", "order", "equipment", "")
_MOST = 24
_SORTED = 5000
"""Things, and statements, that are sorted by kind."""


@dataclass(frozen=True, slots=True)
class GivenKind:
    """The things of one kind in a source: how many, and those that it names most, with how often."""

    kind: str
    count: int
    most: tuple[tuple[Ref, int], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What came from a source: things by kind, statements by class in words."""

    kinds: tuple[GivenKind, ...]
    statements: tuple[tuple[str, int], ...]
    total: int


async def given(site: Site, request: Request, urls: Urls, iri: str) -> Given:
    """What the document `iri` gave. Of a very long one only the things it names most are sorted by kind."""
    marks = await site.documents.marks(await site.engine.keeper.current(), ox.NamedNode(iri))
    things, told = marks.things()[:_SORTED], marks.statements()
    names = await _classes(site, request, [*(each for each, _ in things), *told[:_SORTED]])
    groups: dict[str, list[tuple[Ref, int]]] = {}
    for each, count in things:
        if each in names:
            label, classes = names[each]
            ref = make_ref(each, urls, label, classes)
            groups.setdefault(ref.kind, []).append((ref, count))
    counts = Counter(term_label(lowest(names[each][1])) for each in told[:_SORTED] if each in names)
    return Given(
        tuple(
            GivenKind(kind, len(groups[kind]), tuple(groups[kind][:_MOST]))
            for kind in _ORDER
            if kind in groups
        ),
        tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))),
        len(told),
    )


async def _classes(site: Site, request: Request, iris: Sequence[str]) -> Mapping[str, tuple[str, list[str]]]:
    """Label and classes of each."""
    if not iris:
        return {}
    values = " ".join(str(ox.NamedNode(each)) for each in dict.fromkeys(iris))
    rows = await site.engine.rows(request, PREFIX + CLASSES.format(iris=values), 2 * _SORTED)
    return {text(row["x"]): (text(row["label"]), text(row["classes"]).split()) for row in rows}
