"""How terms, numbers and names are put to readers."""

from __future__ import annotations

import re

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DATE = re.compile(r"(-?)0*(\d+)-(\d\d)-(\d\d)(?:[T+Z-].*)?")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def local_name(iri: str) -> str:
    """What comes after the last `#`, `/` or `:` of an IRI; the whole of it where nothing does.

    >>> local_name("https://w3id.org/orbat/ontology#ArmyGroup")
    'ArmyGroup'
    """
    return re.split(r"[#/:]", iri.rstrip("#/"))[-1] or iri


def spaced(name: str) -> str:
    """A camel-case name in words.

    >>> spaced("issuedBy"), spaced("ArmyGroup")
    ('issued by', 'army group')
    """
    return _CAMEL.sub(" ", name).lower()


def number(value: int) -> str:
    """A count with its thousands told apart by narrow spaces, which no locale misreads."""
    return f"{value:,}".replace(",", "\u202f")


def plain_date(value: str) -> str:
    """An xsd:date as people write it; anything else as it is.

    >>> plain_date("1941-12-05"), plain_date("-0489-09-12"), plain_date("winter")
    ('5 December 1941', '12 September 490 BC', 'winter')
    """
    match = _DATE.fullmatch(value)
    if match is None or not 1 <= int(match[3]) <= 12:
        return value
    before = match[1] or match[2] == "0"  # XSD 1.1 has a year 0, which is 1 BC
    year = f"{int(match[2]) + 1} BC" if before else match[2]
    return f"{int(match[4])} {_MONTHS[int(match[3]) - 1]} {year}"
