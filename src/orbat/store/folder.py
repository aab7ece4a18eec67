"""A graph folder on disk, and how a new result takes the place of the old one at a stroke.

    DIR/graph.nq, graph.ttl, store/, report.json    links into .orbat/current
    DIR/.orbat/format                               the marker: this folder is ours
    DIR/.orbat/lock                                 held (flock) by whoever writes
    DIR/.orbat/journal-<content hash>               updates of that version that a server has taken since
    DIR/.orbat/writer                               held (flock) by the server that takes updates
    DIR/.orbat/versions/<content hash>/             the four, and manifest.json
    DIR/.orbat/current -> versions/<content hash>   replaced by one rename(2)
    DIR/.orbat/staging-*, trash-*                   what a killed build leaves; the next one removes it

The rename of `current` is the only step that a reader can see, so a kill or a full disk at any moment leaves
the earlier result or the new one. A reader that has resolved `current` keeps files that nobody changes:
the version before stays until the build after starts. All this takes is a POSIX file system with links.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from orbat.errors import OutputError

NAMES = ("graph.nq", "graph.ttl", "store", "report.json")
HOME = ".orbat"
CURRENT = "current"
VERSIONS = "versions"
MANIFEST = "manifest.json"
MARKER = "format"
MARKER_TEXT = "orbat graph folder, format 1\n"

_NOT_CONTENT = frozenset({"lost+found", ".DS_Store"})  # what file systems and desktops put into empty folders
_FULL = {errno.ENOSPC: "No space left on device", errno.EDQUOT: "Disk quota exceeded"}
_TOO_LARGE = "File too large"


def prepare(folder: Path) -> None:
    """Makes `folder` ready to take a graph, before any work is done: there, ours, swept of killed builds.

    Raises `OutputError` if it is a file, holds something that is not orbat's, cannot be written, or lies on a
    file system without symbolic links.
    """
    try:
        _refuse_foreign(folder)
        home = folder / HOME
        home.mkdir(parents=True, exist_ok=True)
        _write_marker(home)
        with locked(home, wait=False) as held:
            if held:  # else somebody is just now writing, and what lies about is not dead
                _sweep(home)
        _probe(home)
    except OSError as error:
        raise output_error(folder, error) from error


def publish(folder: Path, fill: Callable[[Path], None], needed: int = 0) -> Path:
    """The folder of the version that `fill` has written, which is now what `folder` shows.

    `fill` gets an empty folder and writes the four `NAMES` and the manifest into it. `needed` is about how
    many bytes that takes, for the message. Raises `OutputError`; the earlier result then still stands.
    """
    prepare(folder)
    home = folder / HOME
    try:
        with locked(home, wait=True):
            _sweep(home)
            staging = home / f"staging-{os.getpid()}"
            staging.mkdir()
            try:
                fill(staging)
                _sync_tree(staging)
                return _switch(folder, staging)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise output_error(folder, error, needed) from error


def output_error(folder: Path, error: OSError, needed: int = 0) -> OutputError:
    """What the operating system or the store said, in the user's words.

    The store gives no `errno`, only the system's words.

    >>> print(output_error(Path("a/b"), OSError(errno.ENOSPC, "No space left on device"), 3_000_000))
    cannot write a/b: no space left on device; the graph needs about 3.0 MB; what stood there still stands
    """
    words = str(error)
    full = next((text for code, text in _FULL.items() if error.errno == code or text in words), None)
    if full is not None:
        need = f"; the graph needs about {needed / 1e6:.1f} MB" if needed else ""
        free = _free(folder)
        room = f", {free / 1e6:.1f} MB are free" if need and free is not None else ""
        return OutputError(
            f"cannot write {folder}: {full[0].lower()}{full[1:]}{need}{room}; what stood there still stands"
        )
    if error.errno == errno.EFBIG or _TOO_LARGE in words:
        need = f" (the graph needs about {needed / 1e6:.1f} MB)" if needed else ""
        return OutputError(
            f"cannot write {folder}: a file grew past the size that this process may write{need},"
            " see `ulimit -f`; what stood there still stands"
        )
    return OutputError(f"cannot write {folder}: {error.strerror or words}")


def _refuse_foreign(folder: Path) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        raise OutputError(f"cannot write {folder}: it is a file; expected a folder or a name that is free")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name not in _NOT_CONTENT)
    home = folder / HOME
    marked = home.is_dir() and ((home / MARKER).is_file() or not any(home.iterdir()))
    if names and not marked:
        shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
        raise OutputError(
            f"cannot write {folder}: it holds something else ({shown}); expected a new or empty folder,"
            " or one that orbat has built"
        )
    current = home / CURRENT
    if current.exists() and not current.is_symlink():
        raise OutputError(
            f"cannot write {folder}: it is a copy made without symbolic links; build into a new folder"
        )


def _write_marker(home: Path) -> None:
    marker = home / MARKER
    if not marker.exists():
        marker.write_text(MARKER_TEXT, encoding="utf-8")


def _probe(home: Path) -> None:
    probe = home / f"staging-probe-{os.getpid()}"
    probe.unlink(missing_ok=True)
    probe.symlink_to(MARKER)
    probe.unlink()


@contextmanager
def locked(home: Path, *, wait: bool) -> Iterator[bool]:
    """Whether the lock is held. The system frees it when the process ends, however it ends."""
    with (home / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _sweep(home: Path) -> None:
    """Removes every version but the current one, and what killed builds left."""
    current = home / CURRENT
    keep = current.readlink().name if current.is_symlink() else ""
    versions = home / VERSIONS
    versions.mkdir(exist_ok=True)
    for version in versions.iterdir():
        if version.name != keep:  # renamed first: a version that is there is always whole
            version.rename(home / f"trash-{version.name}")
    journals = (each for each in home.glob("journal-*") if each.name != f"journal-{keep}")
    for rest in (*home.glob("staging-*"), *home.glob("trash-*"), *journals):
        if rest.is_dir() and not rest.is_symlink():
            shutil.rmtree(rest)
        else:
            rest.unlink()


def _switch(folder: Path, staging: Path) -> Path:
    home = folder / HOME
    version = home / VERSIONS / _content_hash(staging)
    if not version.is_dir():
        staging.rename(version)
        sync(version.parent)
    for name in NAMES:
        _link(home, folder / name, Path(HOME, CURRENT, name))
    sync(folder)
    (home / f"journal-{version.name}").unlink(missing_ok=True)  # built anew: what was changed since is gone
    _link(home, home / CURRENT, Path(VERSIONS, version.name))
    sync(home)
    return version


def _link(home: Path, path: Path, target: Path) -> None:
    """Makes `path` a link to `target`, in one step whatever stood there, but for a folder."""
    if path.is_symlink() and path.readlink() == target:
        return
    fresh = home / f"staging-link-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target)
    fresh.replace(path)


def _content_hash(version: Path) -> str:
    """A name for what a version holds. The manifest has the hash of the graph, the report is beside it."""
    digest = hashlib.sha256()
    for name in (MANIFEST, "report.json"):
        digest.update((version / name).read_bytes())
    return digest.hexdigest()[:16]


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            sync(Path(parent, name))
        sync(Path(parent))


def sync(path: Path) -> None:
    """Comes back when a file's content, or a folder's names, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
