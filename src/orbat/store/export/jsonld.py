"""JSON-LD 1.1 compacted by a context, <https://www.w3.org/TR/json-ld11/>: one `@graph`, sorted by `@id`.

rdflib's serializer loses a falsy value ("", 0, false) that stands beside another, so orbat compacts itself.
Of a context it uses terms, prefixes, keyword aliases, type coercion and language maps; for whatever else a
context may hold it falls back on full IRIs and value objects, which mean the same to every processor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from orbat import resources
from orbat.namespaces import PREFIXES

Json = dict[str, "Json"] | list["Json"] | str | int | bool

_XSD = PREFIXES["xsd"]
_TYPE = f"{PREFIXES['rdf']}type"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # what every JSON reader keeps exact
_KNOWN_KEYS = frozenset({"@id", "@type", "@container", "@language"})
_CONTAINERS = frozenset({"", "@set", "@language"})
_COERCED_TO_IRI = frozenset({"@id", "@vocab"})


@dataclass(frozen=True, slots=True)
class _Term:
    """How a context writes one property: its name, and the one sort of value that it then takes."""

    name: str
    type: str = ""
    container: str = ""
    language: str | None = ""


class Context:
    """A flat JSON-LD context, as far as this module uses it."""

    def __init__(self, definitions: Mapping[str, object]) -> None:
        self.definitions = definitions
        self._prefixes = {
            name: value
            for name, value in definitions.items()
            if isinstance(value, str) and value.endswith(("/", "#", ":", "?")) and not name.startswith("@")
        }
        self._by_length = sorted(self._prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._aliases = {
            value: name
            for name, value in sorted(definitions.items(), reverse=True)
            if isinstance(value, str) and value.startswith("@")
        }
        language = definitions.get("@language")
        self.language = language if isinstance(language, str) else None
        self.terms: dict[str, list[_Term]] = {}
        for name in sorted(definitions):
            self._define(name, definitions[name])

    def _define(self, name: str, definition: object) -> None:
        if name.startswith("@") or name in self._prefixes:
            return
        parts = {"@id": definition} if isinstance(definition, str) else definition
        if not isinstance(parts, dict) or not parts.keys() <= _KNOWN_KEYS:
            return
        iri, type_, container = (parts.get(key, "") for key in ("@id", "@type", "@container"))
        if not (isinstance(iri, str) and isinstance(type_, str) and container in _CONTAINERS):
            return
        expanded = self._expand(iri or name)
        if ":" in expanded:
            language = parts.get("@language", self.language or "")
            self.terms.setdefault(expanded, []).append(_Term(name, self._expand(type_), container, language))

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        if colon and prefix in self._prefixes:
            return self._prefixes[prefix] + local
        vocabulary = self.definitions.get("@vocab")
        plain = name and not colon and not name.startswith("@")
        return f"{vocabulary}{name}" if plain and isinstance(vocabulary, str) else name

    def keyword(self, name: str) -> str:
        """`name` (`@id`, `@type` ...) or the context's alias for it."""
        return self._aliases.get(name, name)

    def class_name(self, iri: str) -> str:
        """The term for a class, else its short IRI."""
        return next((term.name for term in self.terms.get(iri, ())), "") or self.short(iri)

    def short(self, iri: str) -> str:
        """`iri` as a compact IRI, if the context has a prefix for it and no other meaning for that name."""
        for prefix, namespace in self._by_length:
            local = iri.removeprefix(namespace)
            if local != iri and local and not local.startswith("//"):
                name = f"{prefix}:{local}"
                return iri if name in self.definitions else name
        return iri


def jsonld(triples: Iterable[ox.Triple], context: Context | None = None) -> bytes:
    """`triples` as a JSON-LD document that carries its context, by default `ontology/context.jsonld`."""
    chosen = context if context is not None else own_context()
    nodes: dict[str, dict[str, set[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]] = {}
    for triple in triples:
        node = nodes.setdefault(_id(triple.subject), {})
        node.setdefault(triple.predicate.value, set()).add(triple.object)
    graph = [_node(iri, nodes[iri], chosen) for iri in sorted(nodes)]
    document = {"@context": chosen.definitions, chosen.keyword("@graph"): graph}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def own_context() -> Context:
    """The context of `ontology/context.jsonld`."""
    path = resources.ontology_dir() / "context.jsonld"
    definitions = json.loads(path.read_bytes())["@context"] if path.is_file() else dict(PREFIXES)
    return Context(definitions)


def _node(iri: str, said: Mapping[str, Iterable[object]], context: Context) -> dict[str, Json]:
    node: dict[str, Json] = {context.keyword("@id"): iri}
    found: dict[str, list[Json]] = {}
    maps: dict[str, dict[str, list[Json]]] = {}
    sets = set()
    for predicate in said:
        for value in sorted(said[predicate], key=str):
            if predicate == _TYPE and isinstance(value, ox.NamedNode):
                found.setdefault(context.keyword("@type"), []).append(context.class_name(value.value))
                continue
            term, written = _chosen(predicate, value, context)
            name = term.name if term is not None else context.short(predicate)
            if term is not None and term.container == "@language" and isinstance(value, ox.Literal):
                maps.setdefault(name, {}).setdefault(value.language or "", []).append(value.value)
            else:
                found.setdefault(name, []).append(written)
                if term is not None and term.container == "@set":
                    sets.add(name)
    types = found.pop(context.keyword("@type"), None)
    if types:
        node[context.keyword("@type")] = _one_or_many(types)
    for name in sorted({*found, *maps}):
        if name in maps:
            node[name] = {tag: _one_or_many(texts) for tag, texts in sorted(maps[name].items())}
        else:
            node[name] = found[name] if name in sets else _one_or_many(found[name])
    return node


def _one_or_many(values: list[Json]) -> Json:
    return values[0] if len(values) == 1 else values


def _chosen(predicate: str, value: object, context: Context) -> tuple[_Term | None, Json]:
    """The term that can write `value` in its short form, and that form; else none, and the full form."""
    for term in context.terms.get(predicate, ()):
        short = _short_value(term, value)
        if short is not None:
            return term, short
    for term in context.terms.get(predicate, ()):
        if term.container != "@language":  # a value object means itself under any other term
            return term, _full_value(value, context)
    return None, _full_value(value, context)


def _short_value(term: _Term, value: object) -> Json | None:
    if isinstance(value, ox.NamedNode):
        return value.value if term.type in _COERCED_TO_IRI else None
    if not isinstance(value, ox.Literal):
        return None
    if value.language:
        fits = term.container == "@language" or (not term.type and term.language == value.language)
        return value.value if fits else None
    if term.container == "@language":
        return None
    if term.type:
        return value.value if term.type == value.datatype.value else None
    return _native(value) if not term.language else None


def _native(value: ox.Literal) -> Json | None:
    datatype = value.datatype.value
    if datatype == f"{_XSD}string":
        return value.value
    if datatype == f"{_XSD}integer" and _INTEGER.fullmatch(value.value):
        return int(value.value)
    if datatype == f"{_XSD}boolean" and value.value in ("true", "false"):
        return value.value == "true"
    return None


def _full_value(value: object, context: Context) -> Json:
    if isinstance(value, ox.NamedNode | ox.BlankNode):
        return {context.keyword("@id"): _id(value)}
    if not isinstance(value, ox.Literal):
        raise TypeError(f"{value!r} is not an RDF 1.1 term")
    if value.language:
        return {context.keyword("@language"): value.language, context.keyword("@value"): value.value}
    datatype = value.datatype.value
    if datatype == f"{_XSD}string":
        return {context.keyword("@value"): value.value}
    return {context.keyword("@type"): context.class_name(datatype), context.keyword("@value"): value.value}


def _id(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)
