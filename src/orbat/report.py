"""What a build tells of itself: the record behind `report.json`.

Ground floor: imports no room, so that a command can show a report without loading the pipeline.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from orbat import __version__
from orbat.errors import InputError
from orbat.model import Document, Entity, Resolution

DEFAULT_BASE_IRI = "https://w3id.org/orbat/id/"
DEFAULT_MODEL = "en_core_web_sm"
"""Both stand here, too, because the command line shows them before it loads RDF and language libraries."""

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+[/#]")


@dataclass(frozen=True, slots=True)
class Settings:
    """What changes the result of a build.

    `year` is the year in which narratives start that name none, negative before Christ. Raises `InputError`
    for a base that is no absolute IRI ending in `/` or `#`.
    """

    base_iri: str = DEFAULT_BASE_IRI
    year: int | None = None
    model: str = DEFAULT_MODEL

    def __post_init__(self) -> None:
        if not _IRI.fullmatch(self.base_iri):
            raise InputError(
                f"the base IRI is {self.base_iri!r}; expected an absolute IRI that ends in / or #"
            )


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source that could not be read, and why."""

    source: str
    reason: str


@dataclass(slots=True)
class Stopwatch:
    """Seconds spent in each room."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, room: str) -> Iterator[None]:
        """Adds what the block takes to `room`."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add({room: time.perf_counter() - start})

    def add(self, seconds: Mapping[str, float]) -> None:
        """Adds times that were measured elsewhere."""
        for room, spent in seconds.items():
            self.seconds[room] = self.seconds.get(room, 0.0) + spent


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what: mentions by label, statements by kind, things by class, quads by graph; by name."""

    mentions: dict[str, int]
    facts: dict[str, int]
    entities: dict[str, int]
    quads: dict[str, int]

    @classmethod
    def of(cls, resolution: Resolution, graphs: Iterable[str]) -> Counts:
        """Counts of a resolution; `graphs` names the graph of each quad."""
        return cls(
            mentions=_count(str(m.label) for document in resolution.documents for m in document.mentions),
            facts=_count(fact.kind for fact in resolution.facts),
            entities=_count(entity.kind for entity in resolution.entities),
            quads=_count(graphs),
        )


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What went into a graph and what came out.

    `shacl`, `conflicts` and `chronology` are as JSON has them. `seconds` by room differ from build to build;
    nothing else here does.
    """

    settings: Settings
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    counts: Counts
    shacl: dict[str, Any]
    conflicts: tuple[dict[str, Any], ...]
    chronology: tuple[dict[str, Any], ...]
    places: tuple[Entity, ...]
    warnings: tuple[str, ...]
    seconds: dict[str, float]

    def as_json(self, *, times: bool = True) -> dict[str, Any]:
        """The report as `report.json` holds it; without `times` it is the same at every build."""
        told: dict[str, Any] = {
            "orbat": __version__,
            "settings": asdict(self.settings),
            "counts": {"documents": len(self.documents), **asdict(self.counts)},
            "warnings": list(self.warnings),
            "skipped": [asdict(skipped) for skipped in self.skipped],
            "shacl": self.shacl,
            "conflicts": list(self.conflicts),
            "chronology": list(self.chronology),
            "places": [_choice(place) for place in self.places],
            "documents": [_document(document) for document in self.documents],
        }
        if times:
            told["times"] = {room: round(spent, 3) for room, spent in self.seconds.items()}
        return told


def plain(record: Any) -> Any:  # noqa: ANN401 - any record of any room
    """A record of a room as JSON has it."""
    return asdict(record)


def _count(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))


def _choice(entity: Entity) -> dict[str, Any]:
    """What a name was taken for, and what it was not taken for, with the reasons."""
    told = [{"id": c.id, "name": c.name, "score": c.score, "reason": c.reason} for c in entity.candidates]
    return {
        "name": entity.label,
        "id": entity.id,
        "chosen": next((t for t, c in zip(told, entity.candidates, strict=True) if c.chosen), None),
        "rejected": [t for t, c in zip(told, entity.candidates, strict=True) if not c.chosen],
    }


def _document(document: Document) -> dict[str, Any]:
    """A source with what was found in it and each repair that its text needed."""
    source = document.source
    return {
        "name": source.name,
        "id": source.id,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "characters": len(source.text),
        "mentions": len(document.mentions),
        "facts": len(document.facts),
        "repairs": {
            "by_rule": _count(repair.rule for repair in document.repairs),
            "each": [asdict(repair) for repair in document.repairs],
        },
    }
