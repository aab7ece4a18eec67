"""Updates of a graph since its version was written: a file beside the versions, which only grows.

    DIR/.orbat/journal-<version>    what a writable server has changed in that version, in order

An entry is one update: a header line with the length and the SHA-256 of what follows, then lines of `+ ` or
`- ` and either a statement in N-Quads or `graph <IRI>` for a named graph as such, since one may be empty. An
entry counts once all of it is on the disk; one that a kill cut short is no entry. The names of blank nodes in
it are those of `graph.nq` and of earlier entries, so a graph is loaded with its names before it is changed.

Only one process writes: the one that holds `writer`. A build, or `fold`, that puts another version in this
one's place ends the journal; `append` then refuses.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from orbat.errors import OutputError, ServeError
from orbat.store.folder import CURRENT, HOME, VERSIONS, locked, output_error, sync

_PREFIX = "journal-"
_HEADER = re.compile(rb"@ (\d{1,15}) ([0-9a-f]{64})\n")
_HEADER_AT_MOST = 90
_GRAPH = b"graph "


@dataclass(frozen=True, slots=True)
class Entry:
    """One update: its lines, where they begin and end in the file, and the graph's version after it."""

    lines: bytes
    start: int
    end: int
    version: str


class SupersededError(Exception):
    """The version that the journal belongs to is no longer what the folder shows."""


class Journal:
    """The journal of the version `base` of `folder`, open to write. `version` is the graph's as it stands."""

    def __init__(self, folder: Path, base: str) -> None:
        self.path = journal_path(folder, base)
        self._folder, self._base = folder, base
        entries = tuple(entries_of(self.path, base))
        self.version = entries[-1].version if entries else base
        self.length = entries[-1].end if entries else 0
        try:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            os.ftruncate(self._handle, self.length)  # what a kill cut short is no entry
            os.fsync(self._handle)
            sync(self.path.parent)
        except OSError as error:
            raise output_error(folder, error) from error

    def append(self, lines: bytes) -> Entry:
        """The entry of `lines`, once it is on the disk for good.

        Raises `SupersededError` if the folder shows another version by now, `BlockingIOError` while a build
        is just writing into it, `OutputError` if the file cannot be written; nothing is then changed.
        """
        with locked(self._folder / HOME, wait=False) as held:
            if not held:
                raise BlockingIOError
            if self.superseded():
                raise SupersededError
            digest = hashlib.sha256(lines).hexdigest()
            header = b"@ %d %s\n" % (len(lines), digest.encode())
            start = self.length + len(header)
            try:
                _write(self._handle, header + lines, self.length)
                os.fsync(self._handle)
            except OSError as error:
                os.ftruncate(self._handle, self.length)
                raise output_error(self._folder, error, len(lines)) from error
            self.length = start + len(lines)
            self.version = _next(self.version, digest)
            return Entry(lines, start, self.length, self.version)

    def superseded(self) -> bool:
        """Whether a build has put another graph, or the same one anew, in this one's place."""
        current = self._folder / HOME / CURRENT
        try:
            return current.readlink().name != self._base or not os.path.samestat(
                self.path.stat(), os.fstat(self._handle)
            )
        except OSError:
            return True

    def close(self) -> None:
        """Lets the file go."""
        os.close(self._handle)


def journal_path(folder: Path, version: str) -> Path:
    """Where the journal of a version of `folder` is, whether there is one or not."""
    return folder / HOME / f"{_PREFIX}{version}"


def journal_of(home: Path) -> Path | None:
    """The journal that belongs to the version in `home`, or None for a folder that has no versions."""
    return home.parent.parent / f"{_PREFIX}{home.name}" if home.parent.name == VERSIONS else None


def entries_of(path: Path, base: str) -> Iterator[Entry]:
    """The whole entries of a journal, in order; none if there is no such file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    at, version = 0, base
    while header := _HEADER.match(data, at, at + _HEADER_AT_MOST):
        start, end = header.end(), header.end() + int(header[1])
        lines = data[start:end]
        digest = hashlib.sha256(lines).hexdigest()
        if len(lines) < end - start or digest.encode() != header[2]:
            return
        version = _next(version, digest)
        yield Entry(lines, start, end, version)
        at = end


def snapshot(store: ox.Store) -> frozenset[bytes]:
    """All that `store` holds as lines of an entry, without their signs."""
    quads = store.dump(None, ox.RdfFormat.N_QUADS) or b""
    return frozenset(quads.splitlines(keepends=True)) | graph_lines(store.named_graphs())


def graph_lines(names: Iterable[object]) -> frozenset[bytes]:
    """The lines that say that there are graphs of these names."""
    return frozenset(_GRAPH + str(name).encode() + b"\n" for name in names)


def difference(before: frozenset[bytes], after: frozenset[bytes]) -> bytes:
    r"""The lines of the entry that leads from one snapshot to the other; b"" if they are the same.

    >>> difference(frozenset({b"a\n", b"b\n"}), frozenset({b"b\n", b"c\n"}))
    b'- a\n+ c\n'
    """
    gone, come = sorted(before - after), sorted(after - before)
    return b"".join([*(b"- " + line for line in gone), *(b"+ " + line for line in come)])


@dataclass(frozen=True, slots=True)
class Difference:
    """What an entry takes away and what it brings: statements, and named graphs as such."""

    gone: tuple[ox.Quad, ...]
    come: tuple[ox.Quad, ...]
    graphs_gone: tuple[ox.NamedNode | ox.BlankNode, ...]
    graphs_come: tuple[ox.NamedNode | ox.BlankNode, ...]


def parsed(lines: bytes) -> Difference:
    """What the lines of an entry say. Raises `SyntaxError` for lines that are none of an entry."""
    parts: dict[bytes, list[bytes]] = {b"- ": [], b"+ ": []}
    names: dict[bytes, list[bytes]] = {b"- ": [], b"+ ": []}
    for line in lines.splitlines(keepends=True):
        sign, rest = line[:2], line[2:]
        if rest.startswith(_GRAPH):
            names[sign].append(rest[len(_GRAPH) :])
        else:
            parts[sign].append(rest)
    gone, come = (tuple(ox.parse(b"".join(parts[sign]), ox.RdfFormat.N_QUADS)) for sign in (b"- ", b"+ "))
    return Difference(gone, come, tuple(map(_term, names[b"- "])), tuple(map(_term, names[b"+ "])))


def apply(store: ox.Store, entry: Difference) -> None:
    """Changes `store` as an entry says."""
    for quad in entry.gone:
        store.remove(quad)
    for name in entry.graphs_gone:
        store.remove_graph(name)
    for name in entry.graphs_come:
        store.add_graph(name)
    store.extend(entry.come)


@contextmanager
def writer(folder: Path) -> Iterator[None]:
    """Makes this process the only one that takes updates for `folder`. Raises `ServeError` if one does."""
    if not (folder / HOME).is_dir():
        raise ServeError(
            f"{folder} was not made by `orbat build`; expected such a folder to take updates for"
        )
    path = folder / HOME / "writer"
    try:
        file = path.open("w")
    except OSError as error:
        raise output_error(folder, error) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ServeError(f"another server takes updates for {folder}; a graph has one writer") from error
        yield


def read_entry(path: Path, start: int, end: int) -> bytes:
    """The lines from `start` to `end` of a journal. Raises `OutputError` if they are not there."""
    with path.open("rb") as file:
        file.seek(start)
        lines = file.read(end - start)
    if len(lines) != end - start:
        raise OutputError(f"{path} ends at {start + len(lines)}; expected an entry up to {end}")
    return lines


def _term(encoded: bytes) -> ox.NamedNode | ox.BlankNode:
    text = encoded.decode().strip()
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text[1:-1])


def _next(version: str, digest: str) -> str:
    return hashlib.sha256(f"{version} {digest}".encode()).hexdigest()[:16]


def _write(handle: int, data: bytes, at: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(handle, view, at)
        view, at = view[written:], at + written
