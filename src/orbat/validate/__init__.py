"""The room that judges a graph: what follows from it, where it breaks rules, where it disagrees with itself.

In: quads of rdflib terms. Out: inferred quads, a SHACL report, conflicts.
"""

from orbat.validate.conflicts import Conflict, conflict_quads, conflicts
from orbat.validate.infer import Quad, infer
from orbat.validate.shacl import DEFAULT_LIMIT, ShaclReport, ShaclResult, check

__all__ = [
    "DEFAULT_LIMIT",
    "Conflict",
    "Quad",
    "ShaclReport",
    "ShaclResult",
    "check",
    "conflict_quads",
    "conflicts",
    "infer",
]
