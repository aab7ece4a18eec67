"""Documents built by hand, mention by mention, as the rooms before this one would give them."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from orbat.model import (
    Argument,
    Document,
    Entity,
    Evidence,
    Fact,
    Label,
    Mention,
    Modality,
    Resolution,
    Source,
    TimeSpan,
    attributes,
)

if TYPE_CHECKING:
    from collections.abc import Callable


class Draft:
    """A document in the making: each call adds words to its text and gives the index of the mention."""

    def __init__(self, name: str = "account.txt") -> None:
        self.name = name
        self.text = ""
        self.mentions: list[tuple[Label, int, int, str, dict[str, str]]] = []
        self.facts: list[
            tuple[str, list[tuple[str, int]], int, TimeSpan | None, Modality, dict[str, str]]
        ] = []

    def add(self, label: Label, norm: str, quote: str = "", gap: str = " then he saw ", **told: str) -> int:
        self.text += gap
        start = len(self.text)
        self.text += quote or norm
        self.mentions.append((label, start, len(self.text), norm, told))
        return len(self.mentions) - 1

    def person(self, norm: str, quote: str = "", gap: str = ". Then ", **told: str) -> int:
        return self.add(Label.PERSON, norm, quote, gap, **told)

    def unit(self, norm: str, quote: str = "", **told: str) -> int:
        return self.add(Label.UNIT, norm, quote, **told)

    def place(self, norm: str, kind: str = "Settlement", gap: str = " near ", **told: str) -> int:
        return self.add(Label.PLACE, norm, "", gap, kind=kind, **told)

    def side(self, norm: str, quote: str = "") -> int:
        return self.add(Label.SIDE, norm, quote)

    def event(self, norm: str, kind: str = "Battle") -> int:
        return self.add(Label.EVENT, norm, kind=kind)

    def date(self, *values: str) -> Draft:
        for value in values:
            self.add(Label.DATE, value, value=value)
        return self

    def fact(
        self,
        kind: str,
        time: TimeSpan | None = None,
        modality: Modality = Modality.HAPPENED,
        values: dict[str, str] | None = None,
        **roles: int,
    ) -> Draft:
        """A fact whose evidence are the words from the text's end on, so that each stands elsewhere."""
        start = len(self.text)
        self.text += f" So it was told of {kind}."
        self.facts.append((kind, sorted(roles.items()), start, time, modality, values or {}))
        return self

    def document(self) -> Document:
        digest = sha256((self.name + self.text).encode()).hexdigest()
        source = Source(f"document/{digest[:12]}", self.name, self.text, digest)

        def passage(start: int, end: int) -> Evidence:
            return Evidence(source.id, start, end, self.text[start:end])

        mentions = tuple(
            Mention(passage(start, end), label, norm, "by-hand", attributes(told))
            for label, start, end, norm, told in self.mentions
        )
        facts = tuple(
            Fact(
                kind,
                tuple(Argument(role, i) for role, i in roles),
                passage(start, len(self.text)),
                "by-hand",
                time,
                modality,
                attributes(values),
            )
            for kind, roles, start, time, modality, values in self.facts
        )
        return Document(source, mentions, facts)


@pytest.fixture
def draft() -> Callable[..., Draft]:
    """Makes an empty draft."""
    return Draft


@pytest.fixture
def moscow() -> Draft:
    """A draft that plays in the Soviet Union in 1941."""
    made = Draft("moscow.txt").date("1941-11-15", "1941-12-05", "1941-12")
    made.side("Soviet Union", "Soviet troops")
    made.side("Germany", "German troops")
    return made


@pytest.fixture
def virginia() -> Draft:
    """A draft that plays in the American Civil War in 1864."""
    made = Draft("virginia.txt").date("1864-05-05", "1864-08-13", "1864-10-19")
    made.side("Union", "Federals")
    made.side("Confederate States", "Confederates")
    return made


@pytest.fixture
def entity() -> Callable[[Resolution, Document, int], Entity]:
    """Gives the entity that a resolution finds behind a document's mention."""

    def of(resolution: Resolution, document: Document, mention: int) -> Entity:
        id_ = resolution.links[document.source.id][mention]
        return next(e for e in resolution.entities if e.id == id_)

    return of
