"""Folds the updates in a graph's journal into a new version of its files.

`python -m orbat.store.fold FOLDER` does it in a process of its own, as a server does that takes updates:
relabelling blank nodes can take long, and what takes too long can then be ended. The journal stays until the
new version is there, so nothing is lost either way.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import pyoxigraph as ox

from orbat.errors import OrbatError
from orbat.store.export.turtle import turtle
from orbat.store.folder import CURRENT, HOME, MANIFEST, publish
from orbat.store.graphs import told_triples
from orbat.store.journal import SupersededError
from orbat.store.merge import merge_lines
from orbat.store.nquads import canonical_lines_of
from orbat.store.open import GraphFolder, load_memory, open_graph
from orbat.store.write import digest, write_store

_MADE_ANEW = frozenset({"graph.nq", "graph.ttl", "store", MANIFEST})


def fold(folder: Path) -> bool:
    """Whether there were updates, and they are now in the files that `folder` shows.

    The report and the sources' texts are taken over as they are. An empty named graph is kept in the
    manifest, since N-Quads cannot say it. Raises `OutputError`, `GraphError`, and `SupersededError` if
    another version took this one's place meanwhile; the journal then stands as it was.
    """
    graph = open_graph(folder)
    if not graph.updates:
        return False
    store = load_memory(folder)
    lines = canonical_lines_of(store)
    nquads = "".join(lines).encode()
    readable = turtle(told_triples(ox.parse(nquads, ox.RdfFormat.N_QUADS)), base_iri=graph.base_iri).encode()
    manifest = json.loads((graph.home / MANIFEST).read_bytes())
    default, merge = merge_lines(lines)
    stored = nquads + "".join(merge).encode()
    manifest |= {
        "quads": len(lines),
        "default": default,
        "files": {**manifest["files"], "graph.nq": digest(nquads), "graph.ttl": digest(readable)},
        "empty_graphs": sorted(
            str(name)
            for name in store.named_graphs()
            if not any(store.quads_for_pattern(None, None, None, name))
        ),
        "updates": manifest.get("updates", 0) + graph.updates,
        "version": hashlib.sha256(graph.version.encode()).hexdigest()[:16],
    }

    def fill(version: Path) -> None:
        _still(graph)
        for path in graph.home.iterdir():
            if path.name not in _MADE_ANEW:
                (shutil.copytree if path.is_dir() else shutil.copy2)(path, version / path.name)
        (version / "graph.nq").write_bytes(nquads)
        (version / "graph.ttl").write_bytes(readable)
        (version / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        write_store(stored, version / "store")

    publish(folder, fill, needed=len(nquads) * 2 + len(stored) * 4)
    return True


def _still(graph: GraphFolder) -> None:
    """Raises `SupersededError` unless `graph` is what its folder shows, to the last update."""
    current = graph.path / HOME / CURRENT
    if current.readlink().name != graph.home.name or len(graph.entries()) != graph.updates:
        raise SupersededError


def main(arguments: list[str]) -> int:
    """The exit code: 0 if the files are up to date now."""
    try:
        fold(Path(arguments[0]))
    except OrbatError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    except SupersededError:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
