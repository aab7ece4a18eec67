"""`/disagreements`: what sources contradict, chronology that cannot be, doubtful statements, and gaps."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from orbat.errors import GraphError
from orbat.namespaces import sparql_prefixes
from orbat.serve.engine import Row
from orbat.serve.keeper import Generation
from orbat.serve.site import Site
from orbat.serve.statements.kinds import subclasses
from orbat.serve.statements.load import make_ref, statements
from orbat.serve.statements.model import DOUBTFUL, Ref, Statement
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text

_PREFIX = sparql_prefixes("orbat", "rdfs", "geo")
_MOST_PAIRS = 150
_PAGE = 50
_GAP_SHOWN = 60
_KINDS = ("chronology", "date", "count", "commander", "side", "other")
_PAIRS = f"""SELECT DISTINCT ?a ?b WHERE {{ ?a orbat:conflictsWith ?b FILTER(STR(?a) < STR(?b)) }}
ORDER BY ?a ?b LIMIT {_MOST_PAIRS + 1}"""
_DOUBTFUL = """SELECT ?e ?c WHERE {{ ?e orbat:confidence ?c ; orbat:evidence ?m FILTER(?c < {limit}) }}
GROUP BY ?e ?c ORDER BY ?c ?e LIMIT {count} OFFSET {offset}"""
_UNITS = " ".join(f"<{each}>" for each in subclasses("MilitaryUnit"))
_PEOPLE = " ".join(f"<{each}>" for each in subclasses("Person"))
_PLACES = " ".join(f"<{each}>" for each in subclasses("Place"))
_GAPS: Mapping[str, str] = {
    "no_commander": (
        f"VALUES ?k {{ {_UNITS} }} ?x a ?k FILTER NOT EXISTS {{ ?t a orbat:Command ; orbat:unit ?x }}"
    ),
    "no_side": f"VALUES ?k {{ {_UNITS} {_PEOPLE} }} ?x a ?k FILTER NOT EXISTS {{ ?x orbat:allegiance ?s }}",
    "no_date": "?x a orbat:Command FILTER NOT EXISTS { ?x orbat:time ?t }",
    "no_coordinates": f"VALUES ?k {{ {_PLACES} }} ?x a ?k FILTER NOT EXISTS {{ ?x geo:hasGeometry ?g }}",
}
_GAP = """SELECT ?x (MIN(?l) AS ?label) (GROUP_CONCAT(DISTINCT STR(?c); SEPARATOR=" ") AS ?classes) WHERE {{
  {{ SELECT DISTINCT ?x WHERE {{ {pattern} }} }} ?x rdfs:label ?l ; a ?c .
}} GROUP BY ?x ORDER BY LCASE(?label) ?x LIMIT 3000"""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of which one must be wrong; `why` says in what, as the build found it."""

    kind: str
    why: str
    first: Statement
    second: Statement


@dataclass(frozen=True, slots=True)
class Gap:
    """Things of which the sources leave something out: how many, and the first of them."""

    name: str
    count: int
    first: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class DisagreementsPage:
    """The page. `contradictions` by kind; `cut`: there are more than are shown."""

    title: str
    contradictions: tuple[tuple[str, tuple[Contradiction, ...]], ...]
    total: int
    cut: bool
    doubtful: tuple[Statement, ...]
    number: int
    previous: str
    following: str
    gaps: tuple[Gap, ...]


class Disagreements:
    """The endpoint."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def page(self, request: Request) -> Response:
        """The page; `page` counts the pages of doubtful statements."""
        site = self._site
        urls = await site.urls(request)
        wanted = request.query_params.get("page", "1")
        number = min(max(int(wanted), 1), 10_000) if wanted.isdecimal() else 1
        doubt = _DOUBTFUL.format(limit=DOUBTFUL, count=_PAGE + 1, offset=(number - 1) * _PAGE)
        gaps = [_GAP.format(pattern=pattern) for pattern in _GAPS.values()]
        pairs, doubtful, *missing = await asyncio.gather(
            *(site.engine.rows(request, _PREFIX + each) for each in (_PAIRS, doubt, *gaps))
        )
        generation = await site.engine.keeper.current()
        reasons = await asyncio.to_thread(_reasons, generation)
        ends = [(text(row["a"]), text(row["b"])) for row in pairs[:_MOST_PAIRS]]
        low = [text(row["e"]) for row in doubtful[:_PAGE]]
        loaded = await statements(site, request, urls, list(dict.fromkeys([*sum(ends, ()), *low])))
        here = urls.disagreements()
        page = DisagreementsPage(
            title=site.words("disagreements.title"),
            contradictions=_by_kind(ends, loaded, reasons) if number == 1 else (),
            total=len(ends),
            cut=len(pairs) > _MOST_PAIRS,
            doubtful=tuple(loaded[iri] for iri in low if iri in loaded),
            number=number,
            previous=f"{here}?page={number - 1}" if number > 2 else here if number == 2 else "",
            following=f"{here}?page={number + 1}" if len(doubtful) > _PAGE else "",
            gaps=tuple(
                Gap(name, len(rows), tuple(_refs(rows[:_GAP_SHOWN], urls)))
                for name, rows in zip(_GAPS, missing, strict=True)
                if rows and number == 1
            ),
        )
        return site.page("disagreements.html", page, urls)


_Reasons = Mapping[frozenset[str], tuple[str, str]]


def _reasons(generation: Generation) -> _Reasons:
    """By the two statements the kind of a disagreement and why it is one, from the build's report."""
    try:
        report = generation.graph.report()
    except GraphError:
        return {}  # a folder that orbat did not write: the graph alone says what disagrees
    found: dict[frozenset[str], tuple[str, str]] = {}
    for name in ("conflicts", "chronology"):
        told = report.get(name)
        for each in told if isinstance(told, list) else ():
            why = str(each["explanation"]).partition(": ")[0]
            found[frozenset({str(each["first"]), str(each["second"])})] = (str(each["kind"]), why)
    return found


def _by_kind(
    ends: list[tuple[str, str]], loaded: Mapping[str, Statement], reasons: _Reasons
) -> tuple[tuple[str, tuple[Contradiction, ...]], ...]:
    groups: dict[str, list[Contradiction]] = {}
    for first, second in ends:
        if first not in loaded or second not in loaded:
            continue
        kind, why = reasons.get(frozenset({first, second}), ("other", ""))
        kind = kind if kind in _KINDS else "other"
        one, other = sorted((loaded[first], loaded[second]), key=_place)
        groups.setdefault(kind, []).append(Contradiction(kind, why, one, other))
    return tuple((kind, tuple(groups[kind])) for kind in _KINDS if kind in groups)


def _place(each: Statement) -> tuple[str, int, str]:
    passage = each.passages[0] if each.passages else None
    return (passage.source.label, passage.start, each.iri) if passage else ("", 0, each.iri)


def _refs(rows: list[Row], urls: Urls) -> list[Ref]:
    return [make_ref(text(row["x"]), urls, text(row["label"]), text(row["classes"]).split()) for row in rows]
