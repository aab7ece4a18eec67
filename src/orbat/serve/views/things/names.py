"""The names that texts use for a thing, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from orbat.serve.engine import Row
from orbat.serve.statements.model import Ref
from orbat.serve.urls import Urls
from orbat.serve.views.tables import text
from orbat.serve.views.things.glance import Known
from orbat.serve.words import local_name

_PLACES = 24


@dataclass(frozen=True, slots=True)
class Named:
    """A name, and how often texts use it; 0 for one that is only known from elsewhere."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Naming:
    """Where a source names a thing: how often, and links to the first of the places with the words there."""

    source: Ref
    count: int
    places: tuple[tuple[str, str], ...]
    reader: str

    @staticmethod
    def by_source(rows: Iterable[Row], urls: Urls) -> tuple[Naming, ...]:
        """From the answer to `queries.MENTIONS`."""
        groups: dict[str, list[Row]] = {}
        for row in rows:
            groups.setdefault(text(row["doc"]), []).append(row)
        return tuple(
            Naming(
                Ref(doc, text(group[0]["name"]) or local_name(doc), urls.thing(doc), "source"),
                len(group),
                tuple(
                    (
                        " ".join(text(row["quote"]).split()),
                        urls.read(doc, int(text(row["start"])), int(text(row["end"]))),
                    )
                    for row in group[:_PLACES]
                ),
                urls.read(doc),
            )
            for doc, group in groups.items()
        )


def named(rows: Iterable[Row], known: Known) -> tuple[Named, ...]:
    """The words that texts use, the most frequent first; then other known names."""
    counts = Counter(" ".join(text(row["quote"]).split()) for row in rows)
    used = [
        Named(name, count) for name, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    ]
    others = [Named(name, 0) for name in known.other_names() if name not in counts]
    return (*used, *others)
