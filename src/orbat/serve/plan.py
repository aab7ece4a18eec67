"""What a worker must know of a query before it parses it; most queries tell it at a glance."""

from __future__ import annotations

from orbat.store.scan import Outline, outline

_TELLING = ("service", "load", "from", "\\")
_PLAIN = Outline(0, names_dataset=False)


def plan(query: str, max_depth: int) -> Outline:
    """The outline of `query`; its depth is only true where it may exceed `max_depth`.

    Cutting a query into tokens takes as long as answering a lookup. A text that has none of the words that
    matter, in any case, and not enough brackets to nest too deep, need not be cut.

    >>> plan("SELECT * { ?s ?p ?o }", 1000)
    Outline(depth=0, names_dataset=False, calls=())
    >>> plan("SELECT * FROM <http://e/g> { ?s ?p ?o }", 1000).names_dataset
    True
    """
    lower = query.lower()
    if any(word in lower for word in _TELLING):
        return outline(query)
    if lower.count("{") + lower.count("(") + lower.count("[") > max_depth:
        return outline(query)
    return _PLAIN
