"""Days with names: feasts, days of history, days of the Republic, the turn of a century."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from orbat.annotate.dates.calendar import easter, moved
from orbat.annotate.dates.days import month_or_day
from orbat.annotate.dates.reference import Point, Thread
from orbat.annotate.dates.republican import republican_day, republican_year
from orbat.annotate.dates.sense import Sense
from orbat.annotate.dates.temporal import Resolved, temporal

_DAY_BEFORE = 4  # years before a day of history in which a story speaks of it


def holiday(said: Sense, thread: Thread) -> Resolved:
    """*Christmas*, *Easter Sunday*, *D-Day*: with the year of the story where none is stated."""
    if said.unit == "M":
        return _month_of_feast(said, thread)
    if len(said.value) == 10:  # a day of history
        return _day_of_history(said, thread, date.fromisoformat(said.value))
    if not said.value.startswith("E"):
        month, day = (int(part) for part in said.value.split("-"))
        return month_or_day(replace(said, value="", month=month, day=day), thread, month)
    year_known = said.year if said.year is not None else thread.now.year
    there = (
        moved(year_known, *easter(year_known), int(said.value[1:])) if year_known and year_known > 0 else None
    )
    if there is None:
        return temporal(said, "XXXX-XX-XX" + said.clock), None
    return month_or_day(
        replace(said, value="", year=said.year, month=there[1], day=there[2]), thread, there[1]
    )


def _day_of_history(said: Sense, thread: Thread, named: date) -> Resolved:
    """*D-Day*, *D+6*: of that day, unless the story is so far from it that another must be meant."""
    here, now = (said.start, said.end), thread.now.year
    if now is not None and not named.year - _DAY_BEFORE <= now <= named.year:
        return temporal(said, "XXXX-XX-XX"), None
    there = named + timedelta(said.offset)
    return temporal(said, there.isoformat()), Point(there.year, there.month, there.day, "", here, here)


def _month_of_feast(said: Sense, thread: Thread) -> Resolved:
    found, point = holiday(replace(said, unit=""), thread)
    return replace(found, value=found.value[:-3]) if point is not None else found, None


def republican(said: Sense, thread: Thread) -> Resolved:
    """A day or a year of the Republic; a day without its year lies in the story's year."""
    here = (said.start, said.end)
    if said.month is None or said.day is None:
        year = republican_year(said.year or 0)
        text = (year[0].isoformat(), year[1].isoformat()) if year else ("", "")
        return temporal(said, "XXXX", None, *text), None
    now = thread.now.year
    years = [said.year] if said.year else [now - 1792, now - 1791] if now else []
    days = [there for year in years if (there := republican_day(year, said.month, said.day))]
    day = next((d for d in days if said.year or d.year == now), None)
    if day is None:
        return temporal(said, "XXXX-XX-XX"), None
    anchor = None if said.year else thread.now.said
    point = Point(day.year, day.month, day.day, "", anchor or here, here)
    return temporal(said, day.isoformat() + said.clock, anchor), point


def turn(said: Sense, thread: Thread) -> Resolved:
    """*the turn of the century*: about the beginning of the one named, or of that nearest to the story."""
    now = thread.now
    year = said.year if said.year is not None else (now.year + 50) // 100 * 100 if now.year else 0
    if year < 1:
        return temporal(said, "XXXX"), None
    return temporal(replace(said, mod="APPROX"), f"{year:04}", None if said.year else now.said), None
