"""Updates as texts: the graphs that a request names for one written into it, and what kind of update it is.

pyoxigraph takes no dataset for an update, as it does for a query, so `using-graph-uri` and
`using-named-graph-uri` of the SPARQL Protocol become the USING clauses that they stand for
(https://www.w3.org/TR/sparql11-protocol/#update-operation).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from orbat.store.scan import tokens

_DATA_WORDS = frozenset({"INSERT", "DATA", "INSERTDATA", "PREFIX", "BASE"})


class UsingConflictError(Exception):
    """The update names its graphs itself."""


def with_using(update: str, graphs: Sequence[str], named: Sequence[str]) -> str:
    """`update` with USING for `graphs` and USING NAMED for `named` in each operation that has a WHERE.

    Raises `UsingConflictError` if it has USING or WITH of its own.

    >>> with_using("INSERT { ?s a ?o } WHERE { ?s a ?o }", ["http://e/"], [])
    'INSERT { ?s a ?o } USING <http://e/> WHERE { ?s a ?o }'
    >>> with_using("DELETE WHERE { ?s a ?o }", [], ["http://e/"])
    'DELETE { ?s a ?o } USING NAMED <http://e/> WHERE { ?s a ?o }'
    """
    clause = "".join(
        [*(f"USING <{each}> " for each in graphs), *(f"USING NAMED <{each}> " for each in named)]
    )
    made, copied = [], 0
    before = ""
    for word in _outside(update):
        name = word.group().upper()
        if name in {"USING", "WITH"} and before != "PREFIX":
            raise UsingConflictError
        if name == "WHERE" and before == "DELETE":  # the short form: what is matched is what is deleted
            block = _block(update, word.end())
            made += [update[copied : word.start()], block, " ", clause]
            copied = word.start()
        elif name == "DELETEWHERE":
            block = _block(update, word.end())
            made += [update[copied : word.start()], "DELETE ", block, " ", clause, "WHERE "]
            copied = word.end()
        elif name == "WHERE" and before != "PREFIX":
            made += [update[copied : word.start()], clause]
            copied = word.start()
        before = "" if name == "}" else name
    return "".join([*made, update[copied:]])


def with_lenient_clears(update: str) -> str:
    """`update` with CLEAR of a graph that is not there taken as done, which is what it asks for.

    SPARQL lets a store that knows of empty graphs fail there; W3C's protocol tests expect that none does.

    >>> with_lenient_clears("CLEAR GRAPH <http://e/>; CLEAR SILENT GRAPH <http://e/>")
    'CLEAR SILENT GRAPH <http://e/>; CLEAR SILENT GRAPH <http://e/>'
    """
    made, copied, before = [], 0, ""
    for word in _outside(update):
        name = word.group().upper()
        if name == "GRAPH" and before == "CLEAR":
            made += [update[copied : word.start()], "SILENT "]
            copied = word.start()
        before = name
    return "".join([*made, update[copied:]])


def adds_only(update: str) -> bool:
    """Whether an update is nothing but INSERT DATA, so that its outcome hangs on nothing in the graph.

    >>> adds_only("PREFIX e: <http://e/> INSERT DATA { e:a e:b 'DELETE' }; INSERT DATA { e:a e:b e:c }")
    True
    >>> adds_only("INSERT DATA { <a:a> <a:b> 1 }; CLEAR ALL"), adds_only("INSERT { ?s a 1 } WHERE { ?s a 2 }")
    (False, False)
    """
    before, found = "", False
    for word in _outside(update):
        name = word.group().upper()
        if name == "}":
            before = ""
            continue
        if before != "PREFIX" and name not in _DATA_WORDS:
            return False
        if before == "INSERT" and name != "DATA":
            return False
        found |= name in {"DATA", "INSERTDATA"} and before != "PREFIX"
        before = name
    return found and before not in {"INSERT"}


def _outside(text: str) -> Iterator[re.Match[str]]:
    """The words that stand outside of braces, and the braces that close a block."""
    depth = 0
    for token in tokens(text):
        mark = token.group()
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield token
        elif token.lastgroup == "word" and depth == 0:
            yield token


def _block(text: str, at: int) -> str:
    """The first block in braces from `at` on, braces and all; the rest where it is not closed."""
    depth, start = 0, at
    for token in tokens(text, at):
        mark = token.group()
        if mark == "{":
            start = token.start() if depth == 0 else start
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return text[start : token.end()]
    return text[at:]
