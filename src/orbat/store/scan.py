r"""What the text of a query or update tells before anything parses it: calls, nesting, FROM, what changes.

pyoxigraph has no switch for SERVICE and LOAD and gives its parser's tree to nobody, and a parser is no place
to be nested ten thousand deep in. So the text is cut into tokens here, on the careful side: where `<` may
open an IRI or be an operator, both readings are followed, since each lets a string or a comment begin
elsewhere and hide what comes after (`?a<'x>' ) SERVICE ... '`). The engine's grammar is what counts: it joins
words (`trueSERVICE<...>`), takes `\u` escapes in an IRI, and `\'` and `\#` in a local name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<space>   (?: [\ \t\r\n]+ | \#[^\r\n]* )+ )
    | (?P<iri>     <[^<>"{}|^`\x00-\x20]*> )
    | (?P<string>  \"\"\" (?: (?:"|"")? (?:[^"\\]|\\.) )* \"\"\"
                 | \'\'\' (?: (?:'|'')? (?:[^'\\]|\\.) )* \'\'\'
                 | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
    | (?P<word>    [^\W\d]\w* )
    | (?P<other>   [?$:@]\w+ | \d+ | \\. | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_GAP = r"(?: [\ \t\r\n]+ | \#[^\r\n]*[\r\n] )*"
_TARGET = r"(?P<target> <[^<>\x00-\x20]*> | (?: \\. | [^\\\s{}<>\"\#] )+ )"
_CALLS = {
    "SERVICE": re.compile(rf"SERVICE {_GAP} (?: SILENT {_GAP} )? {_TARGET} {_GAP} \{{", re.VERBOSE | re.I),
    "LOAD": re.compile(rf"LOAD {_GAP} (?: SILENT {_GAP} )? (?=<|[^<>\s]*:) {_TARGET}", re.VERBOSE | re.I),
}
_CALLED = re.compile("SERVICE|LOAD", re.IGNORECASE)
_FROM = re.compile(r"(?:ASK|CONSTRUCT)?FROM", re.IGNORECASE)
_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_OPEN, _CLOSE = frozenset("({["), frozenset(")}]")


@dataclass(frozen=True, slots=True, order=True)
class Call:
    """A place where the text may make the engine ask another server.

    `keyword` is SERVICE or LOAD, `at` the character where it begins, `target` what is named there as it is
    written: `<IRI>`, a prefixed name, or a variable.
    """

    at: int
    keyword: str
    target: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What the tokens say: how deep brackets nest, whether there is FROM, which calls there may be."""

    depth: int
    names_dataset: bool
    calls: tuple[Call, ...] = ()

    @property
    def calls_service(self) -> bool:
        """Whether there may be a SERVICE clause."""
        return any(call.keyword == "SERVICE" for call in self.calls)

    @property
    def loads(self) -> bool:
        """Whether there may be a LOAD; in a query these letters mean nothing."""
        return any(call.keyword == "LOAD" for call in self.calls)


def outline(text: str) -> Outline:
    """The outline of a query or update, whether or not it parses.

    >>> outline("SELECT * FROM <http://e/g> { ?s ?p 'SERVICE <x> {' }")
    Outline(depth=1, names_dataset=True, calls=())
    >>> outline("SELECT * { SERVICE SILENT ?x { ?s ?p ?o } }").calls
    (Call(at=11, keyword='SERVICE', target='?x'),)
    """
    depth = deepest = 0
    names_dataset = False
    before = ""
    for token in tokens(text):
        mark = token.group()
        if token.lastgroup == "other":
            if mark in _OPEN:
                depth += 1
                deepest = max(deepest, depth)
            elif mark in _CLOSE:
                depth -= 1
        elif token.lastgroup == "word" and depth == 0 and _FROM.fullmatch(mark):
            names_dataset |= before.upper() != "PREFIX"
        if token.lastgroup != "space":
            before = mark
    return Outline(deepest, names_dataset, tuple(sorted(_calls(text))))


def is_volatile(query: str) -> bool:
    """Whether two runs over one graph may answer differently; on the careful side."""
    return _VOLATILE.search(query) is not None


def place(text: str, at: int) -> tuple[int, int]:
    r"""Line and column of the character `at`, both counted from 1.

    >>> place("SELECT *\n{ SERVICE", 11)
    (2, 3)
    """
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def tokens(text: str, at: int = 0) -> Iterator[re.Match[str]]:
    """The tokens of `text` from `at` on, an IRI wherever one can stand.

    Their `lastgroup` is space, iri, string, word or other.
    """
    while at < len(text):
        token = _match(text, at)
        yield token
        at = token.end()


def _calls(text: str) -> set[Call]:
    """The calls that any way of cutting `text` into tokens has."""
    found: set[Call] = set()
    if not _CALLED.search(text):
        return found
    seen: set[int] = set()
    open_ends = [0]
    while open_ends:
        at = open_ends.pop()
        while at < len(text) and at not in seen:
            seen.add(at)
            token = _match(text, at)
            if token.lastgroup == "iri":
                open_ends.append(at + 1)  # the other reading: `<` is an operator
            elif token.lastgroup == "word":
                found.update(_calls_in(text, token))
            at = token.end()
    return found


def _calls_in(text: str, word: re.Match[str]) -> Iterator[Call]:
    """The calls in a word: the engine reads `trueSERVICE<...>` as two; LOAD only ever begins an update."""
    for found in _CALLED.finditer(text, word.start(), word.end()):
        keyword = found.group().upper()
        if keyword == "LOAD" and found.start() != word.start():
            continue
        if call := _CALLS[keyword].match(text, found.start()):
            yield Call(found.start(), keyword, call["target"])


def _match(text: str, at: int) -> re.Match[str]:
    found = _TOKEN.match(text, at)
    if found is None:  # cannot be: the last branch takes any character
        raise ValueError(f"no token at character {at} of the query")
    return found
