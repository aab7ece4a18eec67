"""Which files a list of paths means: files as they are, folders by the texts in them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from orbat.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")


class Found(NamedTuple):
    """A file to read, and the name that the graph shows for it."""

    path: Path
    name: str


def find_sources(paths: Iterable[Path]) -> list[Found]:
    """The files that `paths` mean, each once, in the order of `paths` and sorted within a folder.

    A folder is searched to the bottom for `.txt`, `.text`, `.md` and `.markdown`; hidden files and folders
    are passed over, and so is a README. A path that is no folder is taken as it is, also where nothing stands
    there, and so is a folder inside that may not be opened: reading it says what is wrong, and the rest is
    read all the same. The name is the path below the folder given, or the file's own name; names that two
    files share are lengthened by the folders above until they differ.

    Raises `InputError` for a folder that holds no text.
    """
    found: dict[
        Path, tuple[Path, int]
    ] = {}  # by place on disk: the path as given, and how much of it is name
    for path in paths:
        for file, depth in _expand(path):
            found.setdefault(_place(file), (file, depth))
    names = _names(list(found), [depth for _, depth in found.values()])
    return [Found(path, name) for (path, _), name in zip(found.values(), names, strict=True)]


def _place(path: Path) -> Path:
    """The absolute path without `..`; links are left alone, for a file is named as it was called."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`


def _expand(path: Path) -> Iterator[tuple[Path, int]]:
    if not path.is_dir():
        yield path, 1
        return
    texts = [(file, len(file.relative_to(path).parts)) for file in _walk(path)]
    if not texts:
        expected = ", ".join(TEXT_SUFFIXES)
        raise InputError(
            f"the folder {str(path)!r} holds no text to read; expected files ending in {expected}"
        )
    yield from sorted(texts, key=lambda text: text[0].parts)


def _walk(folder: Path) -> list[Path]:
    """The texts below `folder`, and the folders below it that cannot be listed."""
    found: list[Path] = []

    def refused(error: OSError) -> None:
        found.append(Path(error.filename))

    for place, folders, files in os.walk(folder, onerror=refused):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(place, name)
            for name in files
            if name.lower().endswith(TEXT_SUFFIXES) and not name.startswith(".") and not _describes(name)
        ]
    return found


def _describes(name: str) -> bool:
    """A README tells of its folder; it is no account. Named itself, it is read."""
    return name.lower().partition(".")[0] == "readme"


def _names(places: list[Path], depths: list[int]) -> list[str]:
    """For each place the last `depths` parts of its path, or more where two would be alike."""
    while True:
        names = ["/".join(place.parts[-depth:]) for place, depth in zip(places, depths, strict=True)]
        counts = Counter(names)
        longer = [
            depth + 1 if counts[name] > 1 and depth < len(place.parts) else depth
            for place, depth, name in zip(places, depths, names, strict=True)
        ]
        if longer == depths:
            return names
        depths = longer
