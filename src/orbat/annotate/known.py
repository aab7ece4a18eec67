"""Whom the authority data know: people by their names, in a text about their war by surname."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping

from orbat.annotate.chunk import Chunk
from orbat.rules.commanders import leaders, words_of

_FULL = 3.0  # a full name
_ALONE = 1.6  # a name by which a leader is known alone
_SURNAME = 1.2  # a surname, in a text about the war
_SHORTEST = 4  # letters of a surname that is not met by accident
_NAMED = 3  # leaders of a war whose names make a text one about it


def known_people(chunks: Iterable[Chunk], english: Container[str]) -> Mapping[str, float]:
    """What the authority data says for a name's being a person's, by the name's key; unknown ones left out.

    A full name speaks for itself. A bare surname that is no word of `english` counts where the text names
    several leaders of one war: too many places and ships are called as some general was.
    """
    full: dict[str, float] = {}
    bare: dict[str, set[str]] = {}
    named: dict[str, set[str]] = defaultdict(set)
    for key in dict.fromkeys(chunk.key for chunk in chunks):
        words = words_of(key)
        bearers = leaders().get(words[-1], ()) if words else ()
        exact = {leader.war for leader in bearers if leader.words == words}
        if exact:
            full[key] = _FULL if len(words) > 1 else _ALONE
        elif len(words) == 1 and len(key) >= _SHORTEST and key not in english:
            bare[key] = {leader.war for leader in bearers if leader.surname == words[0]}
        for war in exact or bare.get(key, set()):
            named[war].add(words[-1])
    about = {war for war, names in named.items() if len(names) >= _NAMED}
    return full | {key: _SURNAME for key, wars in bare.items() if wars & about}
