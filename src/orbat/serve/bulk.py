"""Large answers for the server's own use: whole, beyond what a page shows, parsed off the event loop."""

from __future__ import annotations

import asyncio

import pyoxigraph as ox

from orbat.serve.keeper import Generation
from orbat.serve.wire import Job

_TSV = "text/tab-separated-values"
_CLIENT = "the server itself"
_MOST_BYTES = 256 << 20


async def bulk(generation: Generation, query: str) -> list[list[str]]:
    """The values of every solution, without datatypes; "" for none. Raises `Problem` as any query does.

    It is not bound to a request: what is made of it serves those who come later.
    """
    answer = await generation.pool.submit(Job(query, _TSV, None), _CLIENT)
    return await asyncio.to_thread(_table, await answer.lines(_MOST_BYTES))


def _table(body: bytes) -> list[list[str]]:
    parsed = ox.parse_query_results(body, ox.QueryResultsFormat.TSV)
    if not isinstance(parsed, ox.QuerySolutions):
        raise TypeError(f"expected solutions, found {parsed!r}")
    width = len(parsed.variables)
    return [[_value(solution[at]) for at in range(width)] for solution in parsed]


def _value(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else ""
