"""Writes a graph folder: canonical N-Quads, readable Turtle, the Oxigraph store, the report, the texts.

In: quads of rdflib terms, the report and the sources' texts, at the end of a build. Out: `GraphFolder`. How
a result appears whole or not at all is the matter of `folder`; `prepare(folder)` there is what a build calls
first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from orbat.namespaces import DEFAULT_BASE
from orbat.store.export.turtle import turtle
from orbat.store.folder import MANIFEST, publish
from orbat.store.graphs import told_triples
from orbat.store.merge import merge_lines
from orbat.store.nquads import Quad, canonical_lines
from orbat.store.open import GraphFolder, open_graph
from orbat.store.texts import TEXTS

_STORE_SIZE = 4
"""About how many bytes the store takes for each byte of N-Quads (measured on built graphs: 2.5 to 3.9)."""
_EMPTY_STORE = 250_000


def write(
    quads: Iterable[Quad],
    folder: Path,
    report: Mapping[str, object],
    *,
    base_iri: str = DEFAULT_BASE,
    texts: Mapping[str, bytes] | None = None,
) -> GraphFolder:
    """The graph folder that holds `quads` and `report` from now on, in place of what it held.

    `texts` are the sources' (`packed_texts`), by file name. `quads` is walked once. The same quads give the
    same `graph.nq` and `graph.ttl`, byte for byte. Raises `OutputError` if the folder cannot be written, and
    `GraphError` for a term that RDF does not allow; the earlier result then still stands.
    """
    lines = canonical_lines(quads)
    nquads = "".join(lines).encode()
    readable = turtle(told_triples(ox.parse(nquads, ox.RdfFormat.N_QUADS)), base_iri=base_iri).encode()
    reported = (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()
    files = {"graph.nq": nquads, "graph.ttl": readable}
    files |= {f"{TEXTS}/{name}": data for name, data in (texts or {}).items()}
    default, merge = merge_lines(lines)
    stored = nquads + "".join(merge).encode()
    manifest = {
        "base": base_iri,
        "quads": len(lines),
        "default": default,
        "files": {name: digest(data) for name, data in files.items()},
    }

    def fill(version: Path) -> None:
        for name, data in files.items():
            path = version / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        (version / "report.json").write_bytes(reported)
        (version / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        write_store(stored, version / "store")

    plain = sum(len(data) for data in files.values())
    publish(folder, fill, needed=plain + len(stored) * _STORE_SIZE + _EMPTY_STORE)
    return open_graph(folder)


def write_store(nquads: bytes, path: Path) -> None:
    """Writes an Oxigraph store of `nquads` into the new folder `path`. Raises `OSError`."""
    store = ox.Store(str(path))
    store.bulk_load(nquads, ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()


def digest(data: bytes) -> dict[str, object]:
    """What a manifest says of a file."""
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
