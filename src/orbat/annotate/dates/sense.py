"""What an expression says by itself, before the narrative supplies what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from orbat.annotate.dates.grammar import Found, Grammar
from orbat.annotate.dates.lexicon import Lexicon
from orbat.annotate.designations import roman, roman_numeral
from orbat.model import Label

Range = tuple[int, int]

_DAY_AWAY = {"next": "P1D", "last": "-P1D"}
_POINTS = frozenset({"date", "clock", "decade", "holiday", "republican"})  # what *around* makes approximate


@dataclass(frozen=True, slots=True)
class Sense:
    """The stated parts of an expression; None and "" are what it leaves out.

    `op` tells how the rest is reckoned. `year` is -490 for 490 BC. `clock` is TIMEX3's part after the day
    (`TNI`, `T04:30`). `pointer` is same, next or last; `count` a number, `X` for several, of `unit`s.
    `offset` is in days from the day that the rest names, `roman` one of the three days by which Romans
    counted, or the last day, `style` the calendar: O Julian, N Gregorian. `away` is a way in time from
    something that is not dated here.
    `slice` counts stretches of `slice_days` from the beginning of the month, or from its end if negative.
    `supplied` is a range outside the expression which states its month or year.
    """

    op: str
    start: int
    end: int
    label: Label
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: str = ""
    clock: str = ""
    mod: str = ""
    half: str = ""
    slice: int = 0
    slice_days: int = 0
    pointer: str = ""
    count: str = ""
    unit: str = ""
    value: str = ""
    second_year: int | None = None
    supplied: Range | None = None
    linked: bool = False
    offset: int = 0
    roman: str = ""
    style: str = ""
    away: str = ""


def sense(found: Found, grammar: Grammar) -> Sense:
    """What `found` says."""
    words = grammar.words
    base = Sense(
        op=found.pattern.rule.op,
        start=found.start,
        end=found.end,
        label=found.pattern.label,
        rule=found.rule,
        value=found.pattern.rule.value,
        linked=found.linked,
    )
    result = _READERS[base.op](base, found, words)
    for pattern, match in found.prefixes:
        groups = match.groupdict()
        match pattern.rule.op:
            case "part":
                result = replace(result, mod=result.mod or words.meaning("part", groups["part"]))
            case "slice":
                result = _sliced(result, groups, words)
            case "half":
                result = replace(result, half=words.meaning("half", groups["half"]))
            case "quarter":
                result = replace(result, half="Q" + words.meaning("ordinal", groups["ordinal"]))
            case "eve":
                result = replace(result, offset=-1)
            case "tod":
                clock = pattern.rule.value or words.meaning("daypart", groups["daypart"])
                result = replace(result, clock=clock, label=Label.TIME)
    if result.clock and result.label is Label.DATE:
        result = replace(result, label=Label.TIME)
    if not result.mod and result.op in _POINTS and grammar.joints.approximate.search(found.left):
        result = replace(result, mod="APPROX")
    return result


def _sliced(said: Sense, groups: dict[str, str | None], words: Lexicon) -> Sense:
    """A stretch of a month, *the last week of August*: a duration with a place in the calendar."""
    days = {"D": 1, "W": 7, "F": 14}[words.meaning("unit", groups["unit"] or "")]
    count = _integer(words.meaning("n", groups["n"] or "")) or _integer(groups["n"] or "") or 1
    index = int(words.meaning("slice", groups["slice"] or ""))
    return replace(said, slice=index, slice_days=count * days, label=Label.DURATION)


def _integer(words: str) -> int | None:
    digits = "".join(char for char in words if char.isdigit())
    return int(digits) if digits else None


def _day(found: Found, words: Lexicon) -> int | None:
    caught = found.group("day")
    return _integer(caught) or _integer(words.meaning("day", caught))


def _year(found: Found, words: Lexicon) -> int | None:
    year = _integer(found.group("year") or found.group("year3"))
    return -year if year is not None and _before_era(found, words) else year


def _before_era(found: Found, words: Lexicon) -> bool:
    return words.meaning("era", found.group("era")) == "-"


def _date(base: Sense, found: Found, words: Lexicon) -> Sense:
    second = _integer(found.group("second"))
    return replace(
        base,
        year=_year(found, words),
        month=_integer(words.meaning("month", found.group("month").rstrip("."))),
        day=_day(found, words),
        season=words.meaning("season", found.group("season")),
        weekday=_integer(words.meaning("weekday", found.group("weekday"))),
        pointer=words.meaning("pointer", found.group("yref") or found.group("pointer"))
        or words.meaning("mref", found.group("mref")),
        roman=words.meaning("roman", found.group("roman"))
        or words.meaning("lastday", found.group("lastday")),
        unit="Y" if found.group("yref") else "",
        second_year=second,
        # a tail's two digits wait for the century of the year before them
        value=found.group("year2") or base.value,
        supplied=_outside(found),
    )


def _outside(found: Found) -> Range | None:
    """The range of month or year that a look-ahead caught beyond the expression."""
    spans = [found.match.span(g) for g in ("month", "year", "era") if found.match.groupdict().get(g)]
    beyond = [span for span in spans if span[0] >= found.end]
    return (min(s for s, _ in beyond), max(e for _, e in beyond)) if beyond else None


def _iso(base: Sense, found: Found, words: Lexicon) -> Sense:
    return replace(
        base,
        op="date",
        year=_year(found, words),
        month=_integer(found.group("m")),
        day=_integer(found.group("d")),
    )


def _short(base: Sense, found: Found, words: Lexicon) -> Sense:
    del words
    return replace(base, op="date", value=found.group("short"))


def _decade(base: Sense, found: Found, words: Lexicon) -> Sense:
    digits = found.group("decade") or found.group("decade2")
    if found.group("era"):
        era = "BC" if _before_era(found, words) else ""
        return replace(base, op="fixed", value=era + digits.zfill(3))
    return replace(base, value=digits)


def _ancient(base: Sense, found: Found, words: Lexicon) -> Sense:
    return replace(base, year=_year(found, words))


def _republican(base: Sense, found: Found, words: Lexicon) -> Sense:
    """A day of the French Republican calendar; `year` is that of the Republic."""
    caught = found.group("ryear")
    year = roman(caught) if roman_numeral(caught) else _integer(caught)
    year = year or _integer(words.meaning("n", caught))
    month = _integer(words.meaning("republican", found.group("republican")))
    return replace(base, year=year, month=month, day=_day(found, words))


def _turn(base: Sense, found: Found, words: Lexicon) -> Sense:
    caught = found.group("century")
    number = _integer(caught) or _integer(words.meaning("century", caught))
    return replace(base, year=(number - 1) * 100 if number else None)


def _unit_end(base: Sense, found: Found, words: Lexicon) -> Sense:
    """*year's end*: the end of the one that the story is in."""
    return replace(base, op="shift", pointer="same", count="1", unit=_unit(found, words), mod="END")


def _century(base: Sense, found: Found, words: Lexicon) -> Sense:
    caught = found.group("century")
    number = _integer(caught) or _integer(words.meaning("century", caught)) or 1
    return replace(base, op="fixed", value=f"{'BC' if _before_era(found, words) else ''}{number - 1:02}")


def _weekday(base: Sense, found: Found, words: Lexicon) -> Sense:
    return replace(
        base,
        weekday=_integer(words.meaning("weekday", found.group("weekday"))),
        pointer=words.meaning("pointer", found.group("pointer")),
        clock=words.meaning("daypart", found.group("daypart")),
        label=Label.TIME if found.group("daypart") else base.label,
    )


def _count(found: Found, words: Lexicon) -> str:
    """How many; *two and a half* as 2.5."""
    whole = _whole_count(found, words)
    return whole + ".5" if found.group("halves1") or found.group("halves2") else whole


def _whole_count(found: Found, words: Lexicon) -> str:
    caught = found.group("n")
    return (
        words.meaning("n", caught.replace("-", " "))
        or words.meaning("n", caught)
        or str(_integer(caught) or "X")
    )


def _unit(found: Found, words: Lexicon) -> str:
    return words.meaning("unit", found.group("unit"))


def _shift(base: Sense, found: Found, words: Lexicon) -> Sense:
    part = words.meaning("daypart", found.group("daypart") or found.group("unit"))
    direction = (
        words.meaning("shift", found.group("shift"))
        or words.meaning("side", found.group("shift"))
        or words.meaning("pointer", found.group("pointer"))
    )
    counted = bool(found.group("n"))
    several = not counted and not found.group("pointer") and words.meaning("plural", found.group("unit"))
    return replace(
        base,
        pointer=direction or base.value or "same",
        count=_count(found, words) if counted else "X" if several else "1",
        unit="D" if part else _unit(found, words),
        clock=part,
        away=_DAY_AWAY.get(direction, "") if words.meaning("side", found.group("shift")) else "",
    )


def _length(count: str, unit: str) -> str:
    """A TIMEX3 duration.

    >>> _length("3", "D"), _length("7", "TH"), _length("2", "F"), _length("X", "Y")
    ('P3D', 'PT7H', 'P4W', 'PXY')
    """
    if unit == "F":
        return f"P{2 * int(count) if count.isdigit() else count}W"
    return f"PT{count}{unit[1:]}" if unit.startswith("T") and len(unit) == 2 else f"P{count}{unit}"


def _duration(base: Sense, found: Found, words: Lexicon) -> Sense:
    if base.value:
        return replace(base, op="fixed")
    several = words.meaning("plural", found.group("unit")) and not found.group("ord")
    count = _count(found, words) if found.group("n") else "X" if several else "1"
    return replace(base, op="fixed", value=_length(count, _unit(found, words)))


def _set(base: Sense, found: Found, words: Lexicon) -> Sense:
    if base.value:
        return replace(base, op="fixed")
    value = words.meaning("frequency", found.group("frequency"))
    if weekday := words.meaning("weekday", found.group("weekday")):
        value = f"XXXX-WXX-{weekday}"
    elif season := words.meaning("season", found.group("season")):
        value = f"XXXX-{season}"
    unit = _unit(found, words) or "D"
    return replace(
        base,
        op="fixed",
        value=value or _length(_count(found, words) if found.group("n") else "1", unit),
    )


def _reference(base: Sense, found: Found, words: Lexicon) -> Sense:
    return replace(base, op="fixed", value=base.value or words.meaning("reference", found.group("reference")))


def _away(base: Sense, found: Found, words: Lexicon) -> Sense:
    """*three weeks after* and *on the third day of* what the words name and the calendar does not."""
    base = replace(base, op="fixed", value="XXXX-XX-XX")
    if ordinal := words.meaning("ordinal", found.group("ordinal")):
        return replace(base, away=_length(str(int(ordinal) - 1), "D"))
    count = _count(found, words)
    if not found.group("side") or not count.isdigit():
        return base
    sign = "-" if words.meaning("side", found.group("side")) == "last" else ""
    return replace(base, away=sign + _length(count, _unit(found, words)))


def _unknown(base: Sense, found: Found, words: Lexicon) -> Sense:
    del found, words
    return replace(base, op="fixed", value="XXXX-XX-XX")


def _clock(base: Sense, found: Found, words: Lexicon) -> Sense:
    hour = _integer(found.group("hour")) or 0
    if caught := found.group("n"):
        hour = _integer(words.meaning("n", caught)) or _integer(caught) or 0
    named = found.group("daypart") or found.group("daypart2") or found.group("daypart3")
    part, half = words.meaning("daypart", named), words.meaning("ampm", found.group("ampm"))
    late = half == "PM" or part in ("TAF", "TEV") or (part == "TNI" and hour > 5)
    early = half == "AM" or part == "TMO"
    if late and hour < 12:
        hour += 12
    elif early and hour == 12:
        hour = 0
    hour, minute = _past(hour, found, words)
    return replace(base, clock=f"T{hour:02}:{minute:02}")


def _past(hour: int, found: Found, words: Lexicon) -> tuple[int, int]:
    """Hour and minute of *half past one*, *twenty to six*; or the minutes that digits say."""
    way = words.meaning("way", found.group("way"))
    if not way:
        return hour, _integer(found.group("minute")) or 0
    caught = found.group("minutes") or found.group("minutes2")
    minutes = (
        _integer(words.meaning("fraction", found.group("fraction")))
        or _integer(caught)
        or _integer(words.meaning("n", caught))
        or 0
    )
    return (hour, minutes) if way == "+" else ((hour - 1) % 24, 60 - minutes)


def _daypart(base: Sense, found: Found, words: Lexicon) -> Sense:
    clock = base.value or words.meaning("daypart", found.group("daypart"))
    return replace(base, op="clock", clock=clock, value="")


def _holiday(base: Sense, found: Found, words: Lexicon) -> Sense:
    days = found.group("shifted")
    count = _integer(days) or _integer(words.meaning("n", days)) or 0
    return replace(
        base,
        op="holiday",
        offset=count if found.group("way2") in ("+", "plus") else -count,
        value=base.value or words.meaning("holiday", found.group("holiday")),
        clock=words.meaning("daypart", found.group("tod")),
        year=_year(found, words),
        pointer=words.meaning("pointer", found.group("yref")),
    )


def _holiday_month(base: Sense, found: Found, words: Lexicon) -> Sense:
    """*the Christmas offensive*: an event that bears the feast's name lay about its month."""
    return replace(_holiday(base, found, words), unit="M")


_READERS = {
    "date": _date,
    "iso": _iso,
    "shortyear": _short,
    "decade": _decade,
    "century": _century,
    "weekday": _weekday,
    "shift": _shift,
    "duration": _duration,
    "set": _set,
    "reference": _reference,
    "undated": _unknown,
    "away": _away,
    "occasion": _unknown,
    "clock": _clock,
    "daypart": _daypart,
    "holiday": _holiday,
    "tod2": _holiday,
    "holidaymonth": _holiday_month,
    "ancient": _ancient,
    "diary": _date,
    "republican": _republican,
    "turn": _turn,
    "unitend": _unit_end,
}

#: what a rule's `op` may be
OPERATIONS = frozenset(_READERS) | {"part", "half", "quarter", "eve", "tod", "later", "slice"}
