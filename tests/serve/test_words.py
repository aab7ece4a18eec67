"""The interface's words: every one that is used is there, and none is there that nobody uses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from orbat.serve.words import interface

SERVE = Path(__file__).resolve().parents[2] / "src" / "orbat" / "serve"
FILE = SERVE / "words.toml"
_USED = re.compile(r"""(?:\bt|\bwords|interface\(\))(?:\.listed)?\(\s*["']([a-z_]+\.\w+)["']""")
_BUILT = re.compile(r"""["']([a-z_]+\.\w*)["']\s*~|f["']([a-z_]+\.\w*)\{""")
_EITHER = re.compile(r"""["']([a-z_]+\.\w+)["']""")
_ISLAND = re.compile(r"""words_json\(["'](\w+)["']\)|section_json\(["'](\w+)["']\)""")


def sources() -> str:
    """All code and templates that may use words."""
    files = [*SERVE.rglob("*.py"), *SERVE.glob("templates/*.html")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def keys() -> set[str]:
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {f"{section}.{name}" for section, entries in sections.items() for name in entries}


def test_every_word_that_is_used_is_there() -> None:
    used = {match[1] for match in _USED.finditer(sources())}
    assert len(used) > 100
    assert sorted(each for each in used - keys() if not each.endswith("_")) == []


def test_no_word_is_there_that_nobody_uses() -> None:
    text = sources()
    used = {match[1] for match in _EITHER.finditer(text)}
    beginnings = tuple(filter(None, (match[1] or match[2] for match in _BUILT.finditer(text))))
    islands = {match[1] or match[2] for match in _ISLAND.finditer(text)}
    unused = {
        key
        for key in keys() - used
        if not key.startswith(beginnings) and key.partition(".")[0] not in islands
    }
    assert sorted(unused) == []


@pytest.mark.parametrize("key", sorted(keys()))
def test_a_word_has_the_forms_that_a_number_asks_for(key: str) -> None:
    section, _, name = key.partition(".")
    entry = tomllib.loads(FILE.read_text(encoding="utf-8"))[section][name]
    if isinstance(entry, dict):
        assert set(entry) == {"one", "other"}
        assert all(entry.values())
    else:
        assert entry


def test_a_number_decides_the_form() -> None:
    t = interface()
    assert t("search.found", n=1).startswith("1 thing ")
    assert t("search.found", n=2500).startswith("2\u202f500 things ")
