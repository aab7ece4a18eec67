"""What a query's text tells before anything parses it: SERVICE, nesting, FROM, functions that change.

pyoxigraph has no switch for SERVICE and gives its parser's tree to nobody, and a parser is no place to be
nested ten thousand deep in. So the text is cut into tokens here, on the careful side: where `<` may open an
IRI or be an operator, both readings are followed, since each lets a string or a comment begin elsewhere and
hide what comes after (`?a<'x>' ) SERVICE ... '`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<space>   (?: [\ \t\r\n]+ | \#[^\r\n]* )+ )
    | (?P<iri>     <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string>  \"\"\" (?: (?:"|"")? (?:[^"\\]|\\.) )* \"\"\"
                 | \'\'\' (?: (?:'|'')? (?:[^'\\]|\\.) )* \'\'\'
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<word>    [^\W\d]\w* )
    | (?P<other>   [?$:@]\w+ | \d+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(
    r"""SERVICE (?: [\ \t\r\n]+ | \#[^\r\n]*[\r\n] )* (?: SILENT (?: [\ \t\r\n]+ | \#[^\r\n]*[\r\n] )* )?
        (?: <[^<>"{}|^`\\\x00-\x20]*> | [?$]\w+ | [\w.\-]*:[^\s{]* )
        (?: [\ \t\r\n]+ | \#[^\r\n]*[\r\n] )* \{""",
    re.VERBOSE | re.IGNORECASE,
)
_CALLED = re.compile("SERVICE", re.IGNORECASE)
_NAMES = frozenset({"word", "other"})
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_OPEN, _CLOSE = frozenset("({["), frozenset(")}]")


@dataclass(frozen=True, slots=True)
class Outline:
    """What the tokens of a query say: how deep brackets nest, whether it has FROM, whether SERVICE."""

    depth: int
    names_dataset: bool
    calls_service: bool


def outline(query: str) -> Outline:
    """The outline of `query`, whether or not it parses.

    >>> outline("SELECT * FROM <http://e/g> { ?s ?p 'SERVICE <x> {' }")
    Outline(depth=1, names_dataset=True, calls_service=False)
    >>> outline("SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }").calls_service
    True
    """
    depth = deepest = 0
    names_dataset = False
    at, end = 0, len(query)
    while at < end:
        token = _match(query, at)
        at = token.end()
        if token.lastgroup == "other":
            mark = token.group()
            if mark in _OPEN:
                depth += 1
                deepest = max(deepest, depth)
            elif mark in _CLOSE:
                depth -= 1
        elif token.lastgroup == "word" and depth == 0 and token.group().upper() == "FROM":
            names_dataset = True
    return Outline(deepest, names_dataset, _calls_service(query))


def is_volatile(query: str) -> bool:
    """Whether two runs over one graph may answer differently; on the careful side."""
    return _VOLATILE.search(query) is not None


def _calls_service(query: str) -> bool:
    """Whether any way of cutting `query` into tokens has one that begins a SERVICE clause."""
    if not _CALLED.search(query):
        return False
    seen: set[int] = set()
    open_ends = [0]
    while open_ends:
        at = open_ends.pop()
        while at < len(query) and at not in seen:
            seen.add(at)
            token = _match(query, at)
            if token.lastgroup == "iri":
                open_ends.append(at + 1)  # the other reading: `<` is an operator
            elif token.lastgroup in _NAMES and _opens_service(query, token):
                return True
            at = token.end()
    return False


def _opens_service(query: str, token: re.Match[str]) -> bool:
    """Whether the keyword stands in `token`: the engine reads `trueSERVICE<...>` as two words."""
    called = _CALLED.finditer(query, token.start(), token.end())
    return any(_SERVICE.match(query, each.start()) for each in called)


def _match(query: str, at: int) -> re.Match[str]:
    found = _TOKEN.match(query, at)
    if found is None:  # cannot be: the last branch takes any character
        raise ValueError(f"no token at character {at} of the query")
    return found
