"""Runs a SPARQL query against an open store.

In: a pyoxigraph store and the text of a query. Out: pyoxigraph's results, which it computes as they are read.
The default graph is all graphs taken together unless FROM says otherwise; the prefixes of
`namespaces.PREFIXES` need no declaration.
Deadlines are the matter of `serve`: an engine in one's own process cannot be stopped.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from orbat.errors import QuerySyntaxError
from orbat.namespaces import PREFIXES
from orbat.store.scan import Outline, outline, place

Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

_WHERE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CLOSING = ('"}"', '")"')
_SHOWN = 6
_EXPLAINED = {
    "Prefix not found": "this prefix is not declared",
    "IRI parsing failed": "this is not an IRI",
    "The SELECT contains a variable that is unbound": (
        "a variable of the SELECT is neither grouped nor inside an aggregate"
    ),
}


def query(
    store: ox.Store, text: str, *, merged: bool = False, name: str = "query", base_iri: str | None = None
) -> Results:
    """What `store` answers to the SPARQL 1.1 query `text`.

    The default graph is what FROM names, or all graphs together where nothing is named; `merged` says that
    the store has their merge as the graph without a name (`store.merge`). Raises
    `QuerySyntaxError` with `name`, line and column if it cannot be parsed, or asks another server (SERVICE):
    a query must not make this machine call addresses of the asker's choice.
    """
    plan = outline(text)
    refuse_service(plan, text, name)
    try:
        return store.query(
            text,
            base_iri=base_iri,
            prefixes=dict(PREFIXES),
            use_default_graph_as_union=not (merged or plan.names_dataset),  # the union would override FROM
        )
    except SyntaxError as error:
        raise QuerySyntaxError(syntax_message(str(error), text, name)) from error


def refuse_service(plan: Outline, text: str, name: str = "query") -> None:
    """Returns if `plan`, the outline of `text`, has no SERVICE clause; else raises `QuerySyntaxError`."""
    for call in plan.calls:
        if call.keyword == "SERVICE":
            line, column = place(text, call.at)
            raise QuerySyntaxError(
                f"{name}:{line}:{column}: SERVICE is refused; a query is answered from this graph alone"
            )


def syntax_message(error: str, text: str, name: str) -> str:
    """What the engine says about the query `text`: place, what was expected, the line with a mark under it.

    >>> print(syntax_message('error at 1:6: expected one of "}", [_]', "ASK {", "q.rq"))
    q.rq:1:6: the query ends too early, expected "}"
      ASK {
           ^
    """
    match = _WHERE.fullmatch(error)
    if match is None:
        return f"{name}: {error}"
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    shown = _CONTROL.sub(" ", lines[line - 1]).rstrip() if line <= len(lines) else ""
    mark = f"\n  {shown}\n  {' ' * (column - 1)}^" if shown else ""
    ended = "the query ends too early, " if not "\n".join(lines[line - 1 :])[column - 1 :].strip() else ""
    return f"{name}:{line}:{column}: {ended}{_expected(match[3])}{mark}"


def _expected(found: str) -> str:
    """The engine lists tokens, character classes and sentences; a reader wants no character classes."""
    for sentence, words in _EXPLAINED.items():
        if sentence in found:
            return words
    items = [item.strip() for item in re.split(r",\s+(?![^\[]*\])", found)]
    sentences = [item for item in items if " " in item and not item.startswith(("[", '"'))]
    if sentences:
        return sentences[0][0].lower() + sentences[0][1:]
    named = sorted(
        (item for item in items if not item.startswith("[")), key=lambda item: item not in _CLOSING
    )
    more = " ..." if len(named) > _SHOWN else ""
    return f"expected {' or '.join(named[:_SHOWN])}{more}" if named else "this cannot stand here"
