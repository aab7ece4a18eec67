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
from orbat.annotate.dates.oldstyle import calendars, reckoned
from orbat.annotate.dates.reference import Lead, Point, Thread
from orbat.annotate.dates.sense import Range, Sense
from orbat.annotate.dates.temporal import Temporal
from orbat.annotate.dates.values import resolve

_HEADING = 80  # characters, at most, of a line that is a heading
_WRAPPED = 120  # characters, at most, of a line of wrapped text
_LEFT = 32  # characters beside an expression in which the words stand that tell how it leads
_MONTH = 31
_SOON = 10  # days within which a story that has left a month out goes on
_FAR = 15  # years: a bare year so far from the story's is an aside
_NOT_HEADING = re.compile(r"[.!?;,:]\s*\Z")


def narrate(senses: Sequence[Sense], text: str, year: int | None, between: Joints) -> Iterator[Temporal]:
    """The expressions with values, in order. `year` is where a narrative without years begins."""
    known = [_behind(said, text, between) for said in _falling(senses)]
    completed = _share_years(calendars(known, text, between), text, between)
    thread = Thread(Point(year=year) if year is not None else _first_year(completed))
    previous = thread.now
    for index, each in enumerate(completed):
        said = _after(each, completed[index - 1] if index else None, previous, text, between)
        if said.linked:
            thread_here = Thread(previous)
        elif said.op == "clock" and (day := _day_beside(completed, index, text, between)):
            thread_here = Thread(thread.start, [*thread.points])
            thread_here.go(resolve(day, thread)[1] or thread.now)
        else:
            thread_here = thread
        found, here = resolve(said, thread_here)
        if here is not None and _ahead_of(completed[index + 1 : index + 3], said, here):
            found, here = resolve(replace(said, pointer="last"), thread_here)
        yield reckoned(found, said, here)
        if here is None:
            continue
        previous = here
        _advance(thread, said, here, text, between)


def _falling(senses: Sequence[Sense]) -> list[Sense]:
    """`senses` in which no day takes its month from a lower day: *on the 26th, and on the 17th of May*."""
    out = list(senses)
    for i in range(len(out) - 2, -1, -1):
        one, other = out[i], out[i + 1]
        if one.supplied is None or not one.day or not other.day or other.op != "date":
            continue
        if one.month != other.month or one.day > other.day:
            out[i] = replace(one, month=None, year=None, supplied=None)
    return out


def _ahead_of(following: Sequence[Sense], said: Sense, here: Point) -> bool:
    """A bare day lies in the month before, if the next date says so: *the 30th ... On 1 September*."""
    if said.op != "date" or said.month or not said.day or said.pointer or said.linked or not here.month:
        return False
    after = next((s for s in following if s.op == "date" and s.day), None)
    if after is None or after.month != here.month or after.day is None or after.pointer or after.year:
        return False
    return after.day < said.day and after.day + _MONTH - said.day <= _SOON


def _after(said: Sense, before: Sense | None, point: Point, text: str, between: Joints) -> Sense:
    """`said` with the year of the month it is listed with: *the tonnage rose from February to July*."""
    if before is None or said.op != "date" or said.year is not None or said.supplied or said.pointer:
        return said
    if not said.month or not point.year or not point.month or point.last != (before.start, before.end):
        return said
    if said.linked or said.month < point.month or not between.linked.fullmatch(text, before.end, said.start):
        return said
    return replace(said, year=point.year, supplied=point.said or point.last)


def _behind(said: Sense, text: str, between: Joints) -> Sense:
    """`said` marked as lying behind the story, if it does: *besieged since October*."""
    if said.op != "date" or said.pointer:
        return said
    left = between.since.search(text, max(0, said.start - _LEFT), said.start)
    return replace(said, pointer="since") if left else said


def _share_years(senses: Sequence[Sense], text: str, between: Joints) -> list[Sense]:
    """`senses` with the year of the last member of a list or range given to those before it."""
    out = list(senses)
    for i in range(len(out) - 2, -1, -1):
        one, other = out[i], out[i + 1]
        if (
            one.op != "date"
            or other.op != "date"
            or one.year is not None
            or one.supplied
            or one.pointer not in ("", "since")
        ):
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
        if stated and not said.linked and not _same_line(thread.start.last, said, text):
            thread.start = here
            thread.restart(here)
        return
    if (here.season and not stated and not said.pointer) or (only_year and said.linked):
        return  # "the summer" is placed by the story and does not move it, nor does the end of "1914-18"
    now = thread.now
    lead = Lead.FULL
    if said.pointer in ("last", "since"):
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
    opening = between.leading.search(left) or (between.parting.search(left) if said.mod else None)
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


def _same_line(earlier: Range | None, said: Sense, text: str) -> bool:
    """The heading began with an earlier date: *April to December 1915* starts in April."""
    return earlier is not None and earlier[0] < said.start and "\n" not in text[earlier[0] : said.start]


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
