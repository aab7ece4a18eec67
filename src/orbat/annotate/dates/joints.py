"""What stands between expressions, and left and right of them, as patterns made from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from orbat.annotate.dates.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Joints:
    """The joints of a language.

    Between two expressions: `linked`, they are members of one list or range; `double`, the second says the
    first in another calendar, and `doubled` leads from there to the year of both (*25 October (7 November)
    1917*); `beside`, a clock time and its day. Right of a date: `style`, its calendar (*O.S.*); `styles` says
    which one that is. Left of a date: `leading`, the story goes there (*in*, *by*, *during*), `parting` if it
    is a part of a year (*at the end of 1942*); `standing`, it does not (*as of*); `since`, it lies behind the
    story; `naming`, with `named` right of it, the date is part of a name (*the May 1942 battle*);
    `approximate` (*around*). Right of a year: `acting`, it is a subject (*1942 saw*).
    """

    linked: re.Pattern[str]
    double: re.Pattern[str]
    doubled: re.Pattern[str]
    style: re.Pattern[str]
    since: re.Pattern[str]
    beside: re.Pattern[str]
    leading: re.Pattern[str]
    parting: re.Pattern[str]
    standing: re.Pattern[str]
    naming: re.Pattern[str]
    named: re.Pattern[str]
    acting: re.Pattern[str]
    approximate: re.Pattern[str]
    styles: Mapping[str, str]


def joints(words: Lexicon) -> Joints:
    """The joints of the language of `words`."""

    def pattern(text: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", lambda found: words.macros[found[1]][1], text), re.IGNORECASE)

    return Joints(
        linked=pattern(r"\s*(?:[-–—/,&]|(?:,\s*)?{link})?\s*(?:{hold}\s*)*"),
        double=pattern(r"\s*(?:{style}\s*)?[(\[/]\s*(?:{style}:?\s*)?"),
        doubled=pattern(r"(?:\s*{style})?\s*[)\]]\s*,?\s*"),
        style=pattern(r"\s*[(\[]?\s*(?P<style>{style})[)\]]?\s*,?\s*"),
        beside=pattern(r"(?:\s+[\w-]+\s+{zone})?\s*,?\s*\(?(?:{hold}\s*)*"),
        leading=pattern(r"\b(?:{yearopen}\s+(?:the\s+)?(?:[\w-]+\s+)?(?:[\w-]+\s+)?|{unit}\s+of\s+)$"),
        parting=pattern(r"\b{partopen}\s+$"),
        since=pattern(r"\b{yearsince}\s+$"),
        standing=pattern(r"\b{yearaside}\s+$"),
        naming=pattern(r"(?:\b{determiner}|['’]s?)\s+$"),
        named=pattern(r" [a-z]"),
        acting=pattern(r"\s+{yearverb}"),
        approximate=pattern(r"(?:^|[\s(]){approximate}\s*$"),
        styles=words.tables["style"],
    )
