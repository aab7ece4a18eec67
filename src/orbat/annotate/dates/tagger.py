"""The temporal tagger: text in, TIMEX3 expressions out. No trained model, linear in the text."""

from __future__ import annotations

from orbat.annotate.dates.grammar import grammar
from orbat.annotate.dates.habits import habits
from orbat.annotate.dates.narrative import narrate
from orbat.annotate.dates.scan import scan
from orbat.annotate.dates.sense import sense
from orbat.annotate.dates.temporal import Temporal


def tag(text: str, year: int | None = None, language: str = "en") -> list[Temporal]:
    """The temporal expressions of `text`, in its order, with exact character ranges and TIMEX3 values.

    `year` is the year in which a narrative that states none begins.

    >>> [(t.value, t.mod) for t in tag("In late May 1942 they met; two days later, on the 30th, it rained.")]
    [('1942-05', 'END'), ('1942-XX-XX', ''), ('1942-05-30', '')]
    """
    rules = grammar(language)
    senses = list(habits((sense(found, rules) for found in scan(text, rules)), text))
    return list(narrate(senses, text, year, rules.joints))
