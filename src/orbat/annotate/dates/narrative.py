"""From what expressions say to when they are: years, months and days come from the narrative around them.

The strategy is that of narratives (Strötgen and Gertz 2016, HeidelTime): a reference date runs through the
text; what an expression leaves out comes from it, and each fuller expression moves it on. orbat adds that a
year stated at the end of a list or range holds for all of it (*31 July-1 August 1855*), that a clock time
takes the day beside it, that a heading sets the year, and that asides (*the 1850 levels*) do not lead the
story away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from orbat.annotate.dates.calendar import SEASON_START, add_years
from orbat.annotate.dates.joints import Joints
from orbat.annotate.dates.reference import Lead, Point, Thread
from orbat.annotate.dates.sense import Sense
from orbat.annotate.dates.values import Temporal, resolve

_HEADING = 80  # characters, at most, of a line that is a heading
_WRAPPED = 120  # characters, at most, of a line of wrapped text
_LEFT = 32  # characters beside an expression in which the words stand that tell how it leads
_FAR = 15  # years: a bare year so far from the story's is an aside
_NOT_HEADING = re.compile(r"[.!?;,:]\s*\Z")


def narrate(senses: Sequence[Sense], text: str, year: int | None, between: Joints) -> Iterator[Temporal]:
    """The expressions with values, in order. `year` is where a narrative without years begins."""
    completed = _share_years(senses, text, between)
    thread = Thread(Point(year=year) if year is not None else _first_year(completed))
    previous = thread.now
    for index, said in enumerate(completed):
        if said.linked:
            thread_here = Thread(previous)
        elif said.op == "clock" and (day := _day_beside(completed, index, text, between)):
            thread_here = Thread(thread.start, [*thread.points])
            thread_here.go(resolve(day, thread)[1] or thread.now)
        else:
            thread_here = thread
        found, here = resolve(said, thread_here)
        yield found
        if here is None:
            continue
        previous = here
        _advance(thread, said, here, text, between)


def _share_years(senses: Sequence[Sense], text: str, between: Joints) -> list[Sense]:
    """`senses` with the year of the last member of a list or range given to those before it."""
    out = list(senses)
    for i in range(len(out) - 2, -1, -1):
        one, other = out[i], out[i + 1]
        if one.op != "date" or other.op != "date" or one.year is not None or one.supplied or one.pointer:
            continue
        if other.year is None or not (one.month or one.season) or one.value or not _month(other):
            continue
        if not between.linked.fullmatch(text, one.end, other.start):
            continue
        earlier = (_month(one), one.day or 0) <= (_month(other), other.day or 31)
        year = other.year if earlier else add_years(other.year, -1)
        out[i] = replace(one, year=year, supplied=other.supplied or (other.start, other.end))
    return out


def _month(said: Sense) -> int:
    return said.month or SEASON_START.get(said.season, 0)


def _first_year(senses: Sequence[Sense]) -> Point:
    """The narrative's beginning: the first year that the text states, if it states any."""
    for said in senses:
        if said.op in ("date", "holiday") and said.year is not None:
            return Point(year=said.year, said=(said.start, said.end))
    return Point()


def _day_beside(senses: Sequence[Sense], index: int, text: str, between: Joints) -> Sense | None:
    """The day that stands right after a clock time: *at dawn on 22 June*."""
    if index + 1 == len(senses):
        return None
    clock, day = senses[index], senses[index + 1]
    return (
        day if day.op == "date" and day.day and between.beside.fullmatch(text, clock.end, day.start) else None
    )


def _advance(thread: Thread, said: Sense, here: Point, text: str, between: Joints) -> None:
    """Moves `thread` on to `here`, if the story goes there."""
    stated = said.op == "date" and (said.year is not None or bool(said.value))
    only_year = here.month is None and not here.season
    if _in_heading(said, text):
        if stated and not said.linked:
            thread.restart(here)
        return
    if (here.season and not stated and not said.pointer) or (only_year and said.linked):
        return  # "the summer" is placed by the story and does not move it, nor does the end of "1914-18"
    now = thread.now
    lead = Lead.FULL
    if said.pointer == "last":
        lead = Lead.ASIDE  # "a year earlier"
    elif stated:
        forward = (here.year or 0, here.month or 0) >= (now.year or 0, now.month or 0)
        lead = _lead(said, text, between, only_year=only_year, forward=forward)
        if only_year and now.year is not None and here.year is not None and abs(here.year - now.year) > _FAR:
            lead = Lead.ASIDE
    here = replace(here, lead=lead, mod=said.mod)
    if only_year and now.year == here.year and now.month is not None and lead is not Lead.ASIDE:
        here = replace(now, last=here.last)
    thread.go(here)


def _lead(said: Sense, text: str, between: Joints, *, only_year: bool, forward: bool) -> Lead:
    """How much a date with a stated year leads, by what stands beside it."""
    left = text[max(0, said.start - _LEFT) : said.start]
    right = text[said.end : said.end + _LEFT]
    opening = between.leading.search(left)
    if between.standing.search(left):
        return Lead.ASIDE
    if only_year:
        if between.acting.match(right) or not left.strip() or left.rstrip()[-1] in ".!?":
            return Lead.FULL
        if opening is None:
            return Lead.ASIDE
        return Lead.FULL if opening.group()[0].isupper() else Lead.PASSING
    named = opening is None and between.naming.search(left) and between.named.match(right)
    return Lead.FULL if not named else Lead.PASSING if forward else Lead.ASIDE


def _in_heading(said: Sense, text: str) -> bool:
    """Whether the expression stands in a heading: a short paragraph of one line that ends without a stop.

    A line of wrapped text is short as well; what lies above and below a heading is blank, or too long to be
    wrapped.
    """
    begin = text.rfind("\n", 0, said.start) + 1
    end = text.find("\n", said.end)
    if end < 0 or end - begin > _HEADING or _NOT_HEADING.search(text, begin, end):
        return False
    above = text[text.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
    after = text.find("\n", end + 1)
    below = text[end + 1 : after if after >= 0 else len(text)]
    return all(not line.strip() or len(line) > _WRAPPED for line in (above, below))
