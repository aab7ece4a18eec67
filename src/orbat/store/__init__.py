"""Store: from quads to a graph folder, and from a graph folder to open stores, answers and exports.

In: quads of rdflib terms (`write`), or a folder (`open_graph`). Out: files, pyoxigraph stores, an rdflib
dataset, query results.
"""

from orbat.store.export import EXPORTS, Exporter, export, exporter, rendered
from orbat.store.folder import prepare
from orbat.store.nquads import Quad, canonical_lines
from orbat.store.open import (
    GraphFolder,
    current_version,
    load_memory,
    load_merged,
    open_disk,
    open_graph,
    rdflib_dataset,
)
from orbat.store.queries import Parameter, ReadyQuery, read_query, ready_queries, ready_query
from orbat.store.query import Results, query
from orbat.store.write import write

__all__ = [
    "EXPORTS",
    "Exporter",
    "GraphFolder",
    "Parameter",
    "Quad",
    "ReadyQuery",
    "Results",
    "canonical_lines",
    "current_version",
    "export",
    "exporter",
    "load_memory",
    "load_merged",
    "open_disk",
    "open_graph",
    "prepare",
    "query",
    "rdflib_dataset",
    "read_query",
    "ready_queries",
    "ready_query",
    "rendered",
    "write",
]
