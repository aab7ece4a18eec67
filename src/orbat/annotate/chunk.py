"""A capitalized name, and what speaks for each thing that it could be the name of."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

Votes = defaultdict[str, float]
"""How much speaks for each label."""


@dataclass
class Chunk:
    """A capitalized name: its tokens, the rank before it, and the votes for what it is."""

    start: int
    end: int
    text: str
    rank: str = ""
    region: bool = False
    listed: bool = False
    votes: Votes = field(default_factory=lambda: defaultdict(float))
    kind: str = ""
    rule: str = "name.votes"

    @property
    def key(self) -> str:
        """What all occurrences of one name share."""
        return self.text.lower()
