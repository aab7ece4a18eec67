"""How each kind of gold fact is asked of a graph: SPARQL over the terms of the ontology.

Every view binds `?statement`, the node that bears the evidence, beside the columns that are compared.
"""

from __future__ import annotations

_WHEN = """OPTIONAL { ?statement orbat:time ?t .
    OPTIONAL { ?t orbat:earliest ?earliest } OPTIONAL { ?t orbat:latest ?latest } }"""


def _post(kind: str) -> str:
    return f"""?statement a orbat:{kind} ; orbat:person ?person .
    OPTIONAL {{ ?statement orbat:position ?position }} OPTIONAL {{ ?statement orbat:agent ?agent }} {_WHEN}"""


def _control(kind: str) -> str:
    return f"""?statement a orbat:{kind} ; orbat:place ?place .
    OPTIONAL {{ ?statement orbat:agent ?agent }} {_WHEN}"""


def _quantity(kind: str, role: str) -> str:
    return f"?statement a orbat:{kind} ; orbat:{role} ?side ; orbat:count ?count ; orbat:of ?of ."


VIEWS: dict[str, tuple[tuple[str, ...], str]] = {
    "command": (
        ("person", "unit"),
        """?person orbat:commands ?unit .
        OPTIONAL { ?statement a orbat:Command ; orbat:commander ?person ; orbat:unit ?unit }""",
    ),
    "part_of": (
        ("unit", "whole"),
        """?unit orbat:partOf ?whole . ?unit a orbat:MilitaryUnit .
        OPTIONAL { ?statement a orbat:Subordination ; orbat:unit ?unit ; orbat:superior ?whole }""",
    ),
    "allegiance": (
        ("of", "side"),
        """?of orbat:allegiance ?side .
        OPTIONAL { ?statement a orbat:Affiliation ; orbat:member ?of ; orbat:side ?side }""",
    ),
    "appointment": (("person", "position", "agent", "earliest", "latest"), _post("Appointment")),
    "dismissal": (("person", "position", "agent", "earliest", "latest"), _post("Dismissal")),
    "order": (
        ("order", "issuer", "earliest", "latest"),
        f"""?statement a orbat:Order . BIND(?statement AS ?order)
        OPTIONAL {{ ?statement orbat:issuedBy ?issuer }} {_WHEN}""",
    ),
    "capture": (("place", "agent", "earliest", "latest"), _control("Capture")),
    "liberation": (("place", "agent", "earliest", "latest"), _control("Liberation")),
    "attack": (
        ("agent", "place", "earliest", "latest"),
        f"""?statement a orbat:Attack . OPTIONAL {{ ?statement orbat:agent ?agent }}
        OPTIONAL {{ ?statement orbat:place ?place }} {_WHEN}""",
    ),
    "loss": (("side", "of", "count"), _quantity("Loss", "sufferedBy")),
    "strength": (("side", "of", "count"), _quantity("Strength", "force")),
}
"""Kinds of gold fact: the columns that are compared, and the pattern that finds them."""
