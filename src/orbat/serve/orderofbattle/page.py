"""What the page of the order of battle shows."""

from __future__ import annotations

from dataclasses import dataclass

from orbat.serve.errors import Problem


@dataclass(frozen=True, slots=True)
class SideChoice:
    """A side to choose: `value` is its parameter."""

    value: str
    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Said:
    """Words of an account with where they can be read."""

    quote: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A statement of the graph with the words that it rests on; `more` passages are not shown."""

    label: str
    href: str
    said: tuple[Said, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """A name with a link, what kind of thing it is, and what the reader should know beside it."""

    label: str
    href: str
    sort: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A formation on the page, with all below it."""

    line: Line
    echelon: str
    commanders: tuple[Line, ...]
    notes: tuple[str, ...]
    proofs: tuple[Proof, ...]
    children: tuple[Branch, ...]

    @property
    def passages(self) -> int:
        """How many passages the page shows for it."""
        return sum(len(each.said) + each.more for each in self.proofs)


@dataclass(frozen=True, slots=True)
class Turned:
    """A difference between two days. `turn` is its key, `words` the sign and the word for it."""

    turn: str
    words: str
    line: Line
    detail: str
    proofs: tuple[Proof, ...]

    @property
    def passages(self) -> int:
        """How many passages stand behind it."""
        return sum(len(each.said) + each.more for each in self.proofs)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """The page. Dates are xsd:dates, empty where there are none; `picker` is the type of the date fields.

    `against` is the day compared with, empty for none, `compared` the two days in their order; `previous` and
    `following` lead to the days on which something changes.
    """

    title: str
    sides: tuple[SideChoice, ...]
    side: str
    date: str
    against: str
    compared: tuple[str, str]
    picker: str
    first: str
    last: str
    branches: tuple[Branch, ...]
    count: int
    turns: tuple[Turned, ...]
    previous: str
    following: str
    source: str
    problem: Problem | None
