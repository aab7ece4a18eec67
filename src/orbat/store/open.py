"""Opens a graph folder for reading: into memory, from disk, or as an rdflib dataset.

In: a folder that `write` has made, or any that holds a `graph.nq`. Out: `GraphFolder` and open stores.
A build that replaces the graph does not disturb a reader: what was opened goes on showing what it showed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import Dataset, Graph, URIRef

from orbat.errors import GraphError
from orbat.namespaces import DEFAULT_BASE, PREFIXES
from orbat.store.folder import CURRENT, HOME, MANIFEST, VERSIONS
from orbat.store.journal import Entry, apply, entries_of, journal_of, parsed
from orbat.store.merge import Default, with_merge


@dataclass(frozen=True, slots=True)
class GraphFolder:
    """A graph on disk as it stood when it was opened.

    `path` is the folder as the user named it, `home` the one with this version's files, which no later build
    writes into. `version` changes with the graph and its report, and makes a good ETag. `quads` is the
    number of statements in the files, or None for a folder that orbat did not write. `updates` is how many
    updates a server has taken since: they are in its journal and not yet in the files. `default`
    says where the merge of all graphs is.
    """

    path: Path
    home: Path
    version: str
    base_iri: str = DEFAULT_BASE
    quads: int | None = None
    updates: int = 0
    default: Default = Default.OWN

    @property
    def nquads(self) -> Path:
        """Canonical N-Quads of everything."""
        return self.home / "graph.nq"

    @property
    def turtle(self) -> Path:
        """Readable Turtle of what the documents say and what follows from it."""
        return self.home / "graph.ttl"

    @property
    def store(self) -> Path:
        """The Oxigraph store."""
        return self.home / "store"

    def empty_graphs(self) -> tuple[ox.NamedNode, ...]:
        """The named graphs that are there although they hold nothing, which N-Quads cannot say."""
        manifest = self.home / MANIFEST
        named = _read_json(manifest).get("empty_graphs", []) if manifest.is_file() else []
        return tuple(ox.NamedNode(str(name)[1:-1]) for name in named) if isinstance(named, list) else ()

    def entries(self) -> tuple[Entry, ...]:
        """The updates that are not yet in the files, as they stand now."""
        journal = journal_of(self.home)
        return () if journal is None else tuple(entries_of(journal, self.home.name))

    def report(self) -> dict[str, object]:
        """The build's report. Raises `GraphError` if it is missing or broken."""
        return _read_json(self.home / "report.json")


class _ReadOnlyStore(OxigraphStore):
    """oxrdflib's store without the one write that rdflib does unasked."""

    def add_graph(self, graph: Graph) -> None:
        """Does nothing: `Dataset.graph(name)` announces a graph even to one who only wants to read it."""


def open_graph(folder: Path) -> GraphFolder:
    """The graph in `folder`, which may be a version's own. Raises `GraphError` for none, or half of one."""
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise GraphError(f"{folder} {what}; expected a folder that `orbat build` has written")
    current = folder / HOME / CURRENT
    home = current.resolve() if current.exists() else folder
    nquads = home / "graph.nq"
    if not nquads.is_file():
        hint = "its first build has not finished" if (folder / HOME).is_dir() else "it has no graph.nq"
        raise GraphError(f"{folder} holds no graph: {hint}; expected a folder that `orbat build` has written")
    if home == folder and not (home / MANIFEST).is_file():
        return GraphFolder(folder, home, hashlib.sha256(nquads.read_bytes()).hexdigest()[:16])
    return _described(folder, home)


def current_version(folder: Path) -> str:
    """The version that `folder` shows now, without opening it: one system call, for a server that watches.

    Updates since do not change it; they do change `GraphFolder.version`. Raises `GraphError` if there is no
    graph.
    """
    current = folder / HOME / CURRENT
    return current.readlink().name if current.is_symlink() else open_graph(folder).version


def load_memory(folder: Path) -> ox.Store:
    """A store in memory with the whole graph, updates included. Raises `GraphError`."""
    graph, store = open_graph(folder), ox.Store()
    with _reading(graph):
        store.bulk_extend(_quads(graph))
        for name in graph.empty_graphs():
            store.add_graph(name)
        for entry in graph.entries():
            apply(store, parsed(entry.lines))
    return store


def load_merged(folder: Path) -> ox.Store:
    """The same with the merge of all graphs as the one without a name. Raises `GraphError`.

    A statement that stood in no graph is then one of the merge like any other.
    """
    graph = open_graph(folder)
    if graph.updates:
        return merged(load_memory(folder))
    store = ox.Store()
    with _reading(graph):
        store.bulk_extend(with_merge(_quads(graph)))
    for name in graph.empty_graphs():
        store.add_graph(name)
    return store


def merged(stated: ox.Store) -> ox.Store:
    """A store in memory with what `stated` holds, and the merge as the graph without a name."""
    store = ox.Store()
    store.bulk_extend(with_merge(stated))
    for name in stated.named_graphs():
        store.add_graph(name)
    return store


def _quads(graph: GraphFolder) -> Iterator[ox.Quad]:
    """Parsed here, since the store's own loading gives blank nodes other names than updates know."""
    return ox.parse(path=str(graph.nquads), format=ox.RdfFormat.N_QUADS)


@contextmanager
def _reading(graph: GraphFolder) -> Iterator[None]:
    try:
        yield
    except (OSError, SyntaxError) as error:
        raise GraphError(f"{graph.path}/graph.nq cannot be read: {error}; build it anew") from error


def open_disk(folder: Path) -> ox.Store:
    """The Oxigraph store on disk, opened read-only; without updates that are only in the journal.

    Its graph without a name is the merge of all where `GraphFolder.default` says so. Raises `GraphError`.
    """
    graph = open_graph(folder)
    if not graph.store.is_dir():
        raise GraphError(f"{folder} holds no store/; build it anew, or read its graph.nq into memory")
    try:
        return ox.Store.read_only(str(graph.store))
    except (OSError, RuntimeError) as error:
        raise GraphError(f"{folder}/store cannot be opened: {error}; build it anew") from error


def rdflib_dataset(folder: Path) -> Dataset:
    """The graph as an rdflib dataset on the store on disk; its default graph is the merge of all graphs.

    Queries run in Oxigraph. Raises `GraphError`.
    """
    store = _ReadOnlyStore(store=open_disk(folder))
    dataset = Dataset(store=store, default_union=open_graph(folder).default is not Default.MERGED)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, URIRef(namespace))
    return dataset


def _described(folder: Path, home: Path) -> GraphFolder:
    manifest = _read_json(home / MANIFEST)
    try:
        base, quads, files = manifest["base"], manifest["quads"], manifest["files"]
        wanted = files["graph.nq"]["bytes"]  # type: ignore[index]
        default = Default(str(manifest["default"]))
    except (KeyError, TypeError, ValueError) as error:
        raise GraphError(f"{home / MANIFEST} lacks {error}; build the graph anew") from error
    found = (home / "graph.nq").stat().st_size
    if found != wanted or not isinstance(base, str) or not isinstance(quads, int):
        raise GraphError(
            f"{folder}/graph.nq is not what was built: {found} bytes, expected {wanted}; build it anew"
        )
    copied = home.parent.name != VERSIONS  # a copy made without symbolic links has lost the version's name
    version = hashlib.sha256((home / MANIFEST).read_bytes()).hexdigest()[:16] if copied else home.name
    graph = GraphFolder(folder, home, version, base, quads, default=default)
    if copied or not (entries := graph.entries()):
        return graph
    return replace(graph, version=entries[-1].version, updates=len(entries))


def _read_json(path: Path) -> dict[str, object]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise GraphError(f"{path} cannot be read: {error}; build the graph anew") from error
    if not isinstance(value, dict):
        raise GraphError(f"{path} holds {value!r:.40}; expected a JSON object")
    return value
