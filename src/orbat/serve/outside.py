"""Which other servers a query or update may ask: those that the owner has named, and nobody else."""

from __future__ import annotations

import re
from collections.abc import Collection

from orbat.serve.refusal import Refusal
from orbat.store.scan import Outline

_ADDRESS = re.compile(r"<(https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?(?:[/?#][^\s<>\\@]*)?>")
_USUAL = {"http": "80", "https": "443"}


def check(plan: Outline, allowed: Collection[str]) -> None:
    """Returns if every call in `plan` goes to a host in `allowed`. Raises `Refusal` 403.

    A host is `example.org`, which means its usual ports, or `example.org:8080`. The address must be written
    out: a variable could be bound to anything, and a prefix to an address that nobody has looked at. SILENT
    makes no difference. A host that is allowed may send the call on to another; name only those you trust.
    """
    for call in plan.calls:
        if not permitted(call.target, allowed):
            keyword = call.keyword
            if not allowed:
                message = f"This server makes no requests: {keyword} is not allowed."
            else:
                message = f"{keyword} may ask only {', '.join(sorted(allowed))}, by an address written out."
            raise Refusal(403, f"{keyword.lower()}-refused", message)


def permitted(target: str, allowed: Collection[str]) -> bool:
    """Whether `target`, as it is written in a query, is the address of an allowed host.

    >>> permitted("<https://example.org/sparql>", {"example.org"})
    True
    >>> [permitted(each, {"example.org"}) for each in ("?x", "ex:sparql", "<https://example.org@e.net/>")]
    [False, False, False]
    """
    found = _ADDRESS.fullmatch(target)
    if found is None:
        return False
    scheme, host, port = found[1], found[2].lower(), found[3] or _USUAL[found[1]]
    return f"{host}:{port}" in allowed or (host in allowed and port == _USUAL[scheme])
