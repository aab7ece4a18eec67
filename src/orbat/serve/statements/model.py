"""What a page shows of a statement. Everything here is plain data that a template can walk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from orbat.serve.dates import When


@dataclass(frozen=True, slots=True)
class Ref:
    """A link to a thing. `kind` is the name of its colours (`person`, `unit` ...), empty for none."""

    iri: str
    label: str
    href: str
    kind: str = ""
    external: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a phrase: words, or a link."""

    text: str
    ref: Ref | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence; `name` where a thing of the statement is named."""

    text: str
    name: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """The words that a statement rests on, where they stand, and what stands around them.

    `start` and `end` are characters of the original file; `before` and `after` are empty where the text is
    not kept; `href` leads to the place in the source reader.
    """

    source: Ref
    start: int
    end: int
    pieces: tuple[Piece, ...]
    before: str
    after: str
    href: str

    @property
    def quote(self) -> str:
        """The words."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its bounds; `of` is what is counted, `kind` how it was lost (empty for a strength)."""

    count: int | None
    minimum: int | None
    maximum: int | None
    kind: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `kind` is the local name of its class, `kind_label` that class in words.

    `roles` gives, by the local name of a property, the things in that role. `modality` is the local name of
    the individual. `named`: texts call it by a name, which is its label. `conflicts` are the statements that
    cannot be true beside this one. `passages` are the first of `passage_count`.
    """

    iri: str
    href: str
    kind: str
    kind_label: str
    label: str
    phrase: tuple[Part, ...]
    named: bool
    roles: Mapping[str, tuple[Ref, ...]]
    when: When | None
    reckoned_from: Passage | None
    modality: str
    confidence: float
    figure: Figure | None
    content: str
    passages: tuple[Passage, ...]
    passage_count: int
    rules: tuple[str, ...]
    conflicts: tuple[Ref, ...]

    @property
    def happened(self) -> bool:
        """Whether the sources say that it came to pass."""
        return self.modality == "Happened"

    @property
    def doubtful(self) -> bool:
        """Whether the confidence is so low that a reader should look at the sentence first."""
        return self.confidence < DOUBTFUL


DOUBTFUL = 0.75
"""Below this confidence a statement is shown as doubtful; what rests on plain wording has 1.0."""
