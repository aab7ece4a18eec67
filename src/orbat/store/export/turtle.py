"""Turtle and TriG for people: <https://www.w3.org/TR/turtle/>, <https://www.w3.org/TR/trig/>.

Only the prefixes that are used, sorted; one block a subject, `a` first and the
narrowest class before the wider ones, then its names, then the rest by
prefixed name; subjects under a heading for their kind, things by name, events in the order of time. The same
triples give the same text, whatever order they come in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import pyoxigraph as ox

from orbat.namespaces import DEFAULT_BASE, PREFIXES
from orbat.store.export.terms import Term, Terms
from orbat.store.graphs import GraphKind, graph_kind
from orbat.store.kinds import KINDS, ORBAT, date_key, depth, rank

_WIDTH = 90
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_FIRST = {
    _TYPE: 0,
    _LABEL: 1,
    ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"): 2,
    ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"): 3,
}
_TIME, _EARLIEST, _LATEST = (ox.NamedNode(f"{ORBAT}{name}") for name in ("time", "earliest", "latest"))
_SOURCE, _START = (ox.NamedNode(f"{ORBAT}{name}") for name in ("source", "start"))
_HEADINGS = (*(heading for heading, _ in KINDS), "Others")
_NOTHING = "# No statements.\n"

Subject = ox.NamedNode | ox.BlankNode | ox.Triple
Node = dict[ox.NamedNode, set[Term]]
"""What is said of one subject: its values by property."""
Nodes = dict[Subject, Node]
SortKey = tuple[int, tuple[int, str], tuple[int, str], str, str]


def turtle(
    triples: Iterable[ox.Triple], *, base_iri: str = DEFAULT_BASE, prefixes: Mapping[str, str] = PREFIXES
) -> str:
    """`triples` as Turtle. They are held in memory and walked once; each is written once."""
    terms = Terms(prefixes, base_iri)
    body = _sections(_collected(triples), terms)
    return "\n".join(part for part in (terms.header(), body) if part) or _NOTHING


def trig(
    quads: Iterable[ox.Quad], *, base_iri: str = DEFAULT_BASE, prefixes: Mapping[str, str] = PREFIXES
) -> str:
    """`quads` as TriG, one block a graph: the default graph, documents, what follows from them, the rest."""
    graphs: dict[str, list[ox.Triple]] = {}
    names: dict[str, ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = {}
    for quad in quads:
        names[str(quad.graph_name)] = quad.graph_name
        graphs.setdefault(str(quad.graph_name), []).append(quad.triple)
    terms = Terms(prefixes, base_iri)
    parts = []
    for key in sorted(graphs, key=lambda key: (_graph_rank(names[key]), key)):
        name = names[key]
        body = _sections(_collected(graphs[key]), terms)
        parts.append(body if isinstance(name, ox.DefaultGraph) else f"{terms.text(name)} {{\n\n{body}\n}}\n")
    return "\n".join(part for part in (terms.header(), *parts) if part) or _NOTHING


def _graph_rank(name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> int:
    if isinstance(name, ox.DefaultGraph):
        return -1
    return list(GraphKind).index(graph_kind(name.value))


def _collected(triples: Iterable[ox.Triple]) -> Nodes:
    nodes: Nodes = {}
    for triple in triples:
        nodes.setdefault(triple.subject, {}).setdefault(triple.predicate, set()).add(triple.object)
    return nodes


def _sections(nodes: Nodes, terms: Terms) -> str:
    keyed = sorted((_sort_key(subject, nodes, terms), subject) for subject in nodes)
    sections = []
    for number, members in groupby(keyed, key=lambda item: item[0][0]):
        blocks = "\n".join(_block(subject, nodes[subject], terms) for _, subject in members)
        heading = f"# {_HEADINGS[number]}\n\n" if len(nodes) > 1 else ""
        sections.append(f"{heading}{blocks}")
    return "\n".join(sections)


def _sort_key(subject: Subject, nodes: Nodes, terms: Terms) -> SortKey:
    """Kind; for what has a time its days, for mentions their place in the text; name; the term itself."""
    node = nodes[subject]
    kind = rank(value.value for value in node.get(_TYPE, ()) if isinstance(value, ox.NamedNode))
    span = nodes.get(_least(node, _TIME), node) if _TIME in node else node  # type: ignore[arg-type]
    if _START in node:
        return kind, (0, _value(node, _SOURCE)), date_key(_value(node, _START)), "", terms.text(subject)
    earliest, latest = (date_key(_value(span, name)) for name in (_EARLIEST, _LATEST))
    return kind, earliest, latest, _value(node, _LABEL).casefold(), terms.text(subject)


def _least(node: Node, name: ox.NamedNode) -> Term | None:
    return min(node.get(name, ()), key=str, default=None)


def _value(node: Node, name: ox.NamedNode) -> str:
    found = _least(node, name)
    return found.value if isinstance(found, ox.NamedNode | ox.Literal) else ""


def _block(subject: Subject, node: Node, terms: Terms) -> str:
    names = {name: "a" if name == _TYPE else terms.text(name) for name in node}
    ordered = sorted(node, key=lambda name: (_FIRST.get(name, len(_FIRST)), names[name]))
    lines = [f"{names[name]}{_objects(name, node[name], terms)}" for name in ordered]
    return f"{terms.text(subject)} " + " ;\n    ".join(lines) + " .\n"


def _objects(name: ox.NamedNode, values: set[Term], terms: Terms) -> str:
    """The values of one property, on one line if they fit; classes from the narrowest to the widest."""
    key = _class_key if name == _TYPE else _object_key
    texts = [terms.text(value) for value in sorted(values, key=lambda value: key(value, terms))]
    line = ", ".join(texts)
    if len(texts) == 1 or (len(line) <= _WIDTH and "\n" not in line):
        return f" {line}"
    return "\n        " + ",\n        ".join(texts)


def _object_key(value: Term, terms: Terms) -> tuple[int, str]:
    return isinstance(value, ox.Literal), terms.text(value)


def _class_key(value: Term, terms: Terms) -> tuple[int, str]:
    return -depth(value.value) if isinstance(value, ox.NamedNode) else 0, terms.text(value)
