"""A capitalized name, and what speaks for each thing that it could be the name of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

Votes = defaultdict[str, float]
"""How much speaks for each label."""


@dataclass
class Chunk:
    """A capitalized name: its tokens, the rank before it, and the votes for what it is.

    `titled` is where the rank begins; `domain`: the name has a place in it (*Eugene of Savoy*); `fief`: it is
    a title and its place (*Duke of Wellington*); `commands`: it stands in brackets behind a formation;
    `ship`: a common word that can only be a ship's name (*Victory*).
    """

    start: int
    end: int
    text: str
    rank: str = ""
    titled: int = 0
    region: bool = False
    listed: bool = False
    domain: bool = False
    fief: bool = False
    commands: bool = False
    ship: bool = False
    votes: Votes = field(default_factory=lambda: defaultdict(float))
    kind: str = ""
    rule: str = "name.votes"

    @property
    def key(self) -> str:
        """What all occurrences of one name share."""
        return self.text.lower()
