"""Terms in Turtle's short forms: prefixed names, bare numbers, strings that need no reading glasses.

The grammar is <https://www.w3.org/TR/turtle/#sec-grammar>. Only names whose local part is plain ASCII are
shortened; whatever would need an escape is written as a full IRI, which every parser reads alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_PATH = re.compile(r"[A-Za-z0-9_][\w.-]*(?:/[A-Za-z0-9_][\w.-]*)+", re.ASCII)  # has no `..` to resolve
_BASE = re.compile(r"https?://[^?#]+/")
_PREFIX = re.compile(r"[a-z](?:[a-z0-9-]*[a-z0-9])?")
_BARE = {
    f"{_XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{_XSD}double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    f"{_XSD}boolean": re.compile("true|false"),
}
_STRINGS = {f"{_XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
_SHORT = {"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\b": r"\b", "\f": r"\f", '"': r"\""}
_UNSAFE = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_UNSAFE_LONG = re.compile(r'\\|"(?="|\Z)|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')


class Terms:
    """Writes terms in their short forms and remembers which prefixes that took.

    `prefixes` are name to namespace. Each first path segment under `base` is a namespace of its own too
    (`<base>person/` is `person:`, or `id-time:` where the table has `time:` already); deeper ones, a passage
    of a document for example, are written relative to `@base`.
    """

    def __init__(self, prefixes: Mapping[str, str], base: str) -> None:
        self._names = {namespace: name for name, namespace in sorted(prefixes.items(), reverse=True)}
        self._taken = frozenset(prefixes)
        self._base = base
        self._used: dict[str, str] = {}
        self._based = False
        self._texts: dict[Term, str] = {}

    def header(self) -> str:
        """The `@base` line if it was used so far, and the `@prefix` lines that were, sorted."""
        base = f"@base <{self._base}> .\n" if self._based else ""
        return base + "".join(f"@prefix {name}: <{self._used[name]}> .\n" for name in sorted(self._used))

    def text(self, term: Term) -> str:
        """`term` as Turtle writes it."""
        found = self._texts.get(term)
        if found is None:
            found = self._texts[term] = self._write(term)
        return found

    def _write(self, term: Term) -> str:
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal):
            return self._literal(term)
        return str(term)

    def _iri(self, iri: str) -> str:
        at = max(iri.rfind("#"), iri.rfind("/")) + 1
        namespace, local = iri[:at], iri[at:]
        name = self._names.get(namespace) or self._base_name(namespace)
        if name is None or not _LOCAL.fullmatch(local):
            return f"<{self._relative(iri)}>"
        self._used[name] = namespace
        return f"{name}:{local}"

    def _relative(self, iri: str) -> str:
        rest = iri.removeprefix(self._base)
        if rest == iri or not (_BASE.fullmatch(self._base) and _PATH.fullmatch(rest)):
            return iri
        self._based = True
        return rest

    def _base_name(self, namespace: str) -> str | None:
        if not namespace.startswith(self._base):
            return None
        segment = namespace[len(self._base) : -1]
        if not _PREFIX.fullmatch(segment):
            return None
        return f"id-{segment}" if segment in self._taken else segment

    def _literal(self, literal: ox.Literal) -> str:
        value, datatype = literal.value, literal.datatype.value
        if literal.language:
            return f"{string(value)}@{literal.language}"
        if datatype in _STRINGS:
            return string(value)
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(value):
            return value
        return f"{string(value)}^^{self._iri(datatype)}"


def string(value: str) -> str:
    r"""`value` between quotes; between three where it has line feeds, which then stand as they are.

    >>> print(string('say "no"'))
    "say \"no\""
    """
    if "\n" in value:
        return f'"""{_UNSAFE_LONG.sub(_escape, value)}"""'
    return f'"{_UNSAFE.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04X}"
