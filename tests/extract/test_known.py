"""Sides that only the authority data know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orbat.model import Document

pytestmark = pytest.mark.model

RUSSIA = "In 1812 the French marched on Moscow, and the Russians fell back. "


@pytest.mark.parametrize(
    ("text", "member", "side"),
    [
        (RUSSIA + "General Louis-Nicolas Davout waited at Smolensk.", "Davout", "French"),
        (RUSSIA + "Mikhail Barclay de Tolly waited at Smolensk.", "Tolly", "Russians"),
        (RUSSIA + "General Bagration waited at Smolensk.", "Bagration", "Russians"),
        (
            "In 1941 the British and the Germans met at Tobruk. The Scots Guards waited.",
            "Guards",
            "British",
        ),
    ],
)
def test_a_known_leader_or_regiment_has_its_side(
    read: Callable[[str], Document], text: str, member: str, side: str
) -> None:
    assert (member, side) in _known(read(text))


@pytest.mark.parametrize(
    "text",
    [
        # another war
        "In 1942 the Germans attacked, and the Soviets fell back. General Louis-Nicolas Davout waited.",
        # another bearer of the surname
        RUSSIA + "General Henri Davout waited at Smolensk.",
        # a text that names neither his side nor its foe
        "In 1812 the Chileans and the Peruvians met. General Louis-Nicolas Davout waited.",
        # no years and nobody else: the name may be anybody's
        "The French waited. General Bagration wrote a letter.",
    ],
)
def test_a_name_alone_proves_nothing(read: Callable[[str], Document], text: str) -> None:
    assert not _known(read(text))


def test_what_the_text_says_wins(read: Callable[[str], Document]) -> None:
    document = read(RUSSIA + "The Russian general Louis-Nicolas Davout waited at Smolensk.")
    sides = [
        document.mentions[fact.arguments[1].mention].norm
        for fact in document.facts
        if fact.kind == "Affiliation" and "Davout" in document.mentions[fact.arguments[0].mention].norm
    ]
    assert sides == ["Russia"]


def _known(document: Document) -> set[tuple[str, str]]:
    found = set()
    for fact in document.facts:
        if fact.rule == "side.known":
            member, side = (document.mentions[a.mention].evidence.quote for a in fact.arguments)
            found.add((member.split()[-1], side))
    return found
