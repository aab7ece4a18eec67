"""The words of the interface (`words.toml`), and how terms and numbers are put to readers."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).resolve().parent / "words.toml"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

Entry = str | tuple[str, ...] | Mapping[str, str]
"""A text, a list of texts, or the forms of a text by grammatical number."""


class Words:
    """Texts by key, `section.name`. A key that the file lacks raises `KeyError`: tests find it, not readers.

    >>> t = Words({"search": {"found": {"one": "{n} name", "other": "{n} names"}, "title": "Search"}})
    >>> t("search.title"), t("search.found", n=1), t("search.found", n=1200)
    ('Search', '1 name', '1\u202f200 names')
    """

    def __init__(self, sections: Mapping[str, Mapping[str, Entry]]) -> None:
        self._sections = sections

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The text of `key` with `values` in it; `n` chooses the form where there are several."""
        section, _, name = key.partition(".")
        entry = self._sections[section][name]
        if isinstance(entry, Mapping):
            entry = entry["one" if values["n"] == 1 else "other"]
        if not isinstance(entry, str):
            raise KeyError(key)
        if not values:
            return entry
        return entry.format_map({k: number(v) if isinstance(v, int) else v for k, v in values.items()})

    def has(self, key: str) -> bool:
        """Whether there is a text for `key`."""
        section, _, name = key.partition(".")
        return name in self._sections.get(section, {})

    def listed(self, key: str) -> tuple[str, ...]:
        """The texts of a key that holds a list."""
        section, _, name = key.partition(".")
        entry = self._sections[section][name]
        if not isinstance(entry, tuple):
            raise KeyError(key)
        return entry

    def section_json(self, section: str) -> str:
        """A section as JSON, for the `data-words` of an island: `{"found": {"one": ...}, "title": ...}`."""
        return json.dumps(dict(self._sections[section]), ensure_ascii=False, sort_keys=True)


@cache
def interface(path: Path = _FILE) -> Words:
    """The words in the file `path`."""
    sections = tomllib.loads(path.read_text(encoding="utf-8"))
    return Words({name: MappingProxyType(_frozen(section)) for name, section in sections.items()})


def _frozen(section: Mapping[str, str | list[str] | Mapping[str, str]]) -> dict[str, Entry]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in section.items()}


def local_name(iri: str) -> str:
    """What comes after the last `#`, `/` or `:` of an IRI; the whole of it where nothing does.

    >>> local_name("https://w3id.org/orbat/ontology#ArmyGroup")
    'ArmyGroup'
    """
    return re.split(r"[#/:]", iri.rstrip("#/"))[-1] or iri


def spaced(name: str) -> str:
    """A camel-case name in words.

    >>> spaced("issuedBy"), spaced("ArmyGroup")
    ('issued by', 'army group')
    """
    return _CAMEL.sub(" ", name).lower()


def confidence(value: float) -> str:
    """A confidence with two places at most.

    >>> confidence(1.0), confidence(0.725)
    ('1', '0.72')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def number(value: int) -> str:
    """A count with its thousands told apart by narrow spaces, which no locale misreads."""
    return f"{value:,}".replace(",", "\u202f")
