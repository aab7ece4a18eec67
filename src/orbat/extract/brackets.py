"""Orders of battle in brackets or between commas: *7th Division (Selby)*, *Harker (6th Division)*."""

from __future__ import annotations

from collections.abc import Iterator

from orbat.extract.context import Context, words
from orbat.extract.tenure import command_of
from orbat.extract.titles import only_title_between
from orbat.model import Fact, Label

_INSIDE = 12  # tokens that a bracket may hold
_RULE = "command.bracket"
_CLOSED = frozenset({",", ";", ".", ")", ":"})


def bracketed(context: Context) -> Iterator[Fact]:
    """Commands that brackets or a pair of commas tell."""
    for at in sorted({context.spans[i].end for i in context.of_label(Label.UNIT, Label.PERSON)}):
        mark = context.doc[at].text if at < len(context.doc) else ""
        if mark == "(":
            yield from _in_bracket(context, at)
        elif mark == ",":
            yield from _between_commas(context, at)
            yield from _short_title(context, at)
        elif mark == ":":
            yield from _listed(context, at)


def _in_bracket(context: Context, at: int) -> Iterator[Fact]:
    close = next((t.i for t in context.doc[at + 1 : at + _INSIDE] if t.text in {")", ";"}), None)
    if close is None:
        return
    unit, person = context.at(at - 1, Label.UNIT), context.at(at - 1, Label.PERSON)
    if unit is not None and context.spans[unit].end == at:
        people = context.inside(at + 1, close, Label.PERSON)
        if len(people) == 1 and _alone(context, people[0], close) and _titled(context, at + 1, people[0]):
            yield command_of(context, people[0], unit, at, _RULE)
    elif person is not None and context.spans[person].end == at:
        units = context.inside(at + 1, close, Label.UNIT)
        if len(units) == 1 and context.spans[units[0]].end == close:
            opening = {t.lower_ for t in context.doc[at + 1 : context.spans[units[0]].start]}
            if opening <= words("tenure", "opening"):
                yield command_of(context, person, units[0], at, _RULE)


def _between_commas(context: Context, at: int) -> Iterator[Fact]:
    """*The 6th Division, General Harker, held the left*: rank and name in apposition to the formation."""
    unit = context.at(at - 1, Label.UNIT)
    if unit is None or context.spans[unit].end != at:
        return
    end = context.sentence(at).end
    inside = context.doc[at + 1 : min(at + _INSIDE, end)]
    close = next((t.i for t in inside if t.text in _CLOSED), end)
    people = context.inside(at + 1, close, Label.PERSON)
    if len(people) != 1 or not context.mentions[people[0]].get("rank"):
        return
    person = context.spans[people[0]]
    beside = person.root.dep_ == "appos" and person.root.head.i in range(*_bounds(context, unit))
    after = [t.lower_ for t in context.doc[person.end : close]]
    acts = (
        close + 1 < end and context.doc[close].text == "," and context.doc[close + 1].pos_ in {"VERB", "AUX"}
    )
    beside = beside or acts  # *Eastern Command, General Aurora, committed three corps*
    leads = after == ["commanding"]  # *the Army of Virginia, General Reno commanding, ...*
    if _titled(context, at + 1, people[0]) and (leads or (not after and (beside or _no_verb(context, at)))):
        yield command_of(context, people[0], unit, at, _RULE)


def _listed(context: Context, at: int) -> Iterator[Fact]:
    """*Eighth Army: General Reno*, a line of an order of battle."""
    unit = context.at(at - 1, Label.UNIT)
    if unit is None or context.spans[unit].end != at or not _no_verb(context, at):
        return
    following = context.inside(at + 1, min(at + _INSIDE, context.sentence(at).end), Label.PERSON)
    if following and _titled(context, at + 1, following[0]):
        yield command_of(context, following[0], unit, at, _RULE)


def _short_title(context: Context, at: int) -> Iterator[Fact]:
    """*General Reno, GOC Eighth Army*: the short forms of armies' offices."""
    doc, person = context.doc, context.at(at - 1, Label.PERSON)
    if person is None or at + 2 >= len(doc) or doc[at + 1].lower_ not in words("tenure", "short"):
        return
    start = next((t.i for t in doc[at + 2 : at + 5] if t.lower_ not in {"of", "the"}), at + 2)
    unit = context.at(start, Label.UNIT)
    if unit is not None:
        yield command_of(context, person, unit, at, _RULE)


def _no_verb(context: Context, at: int) -> bool:
    """The line is no sentence but an entry of a list."""
    return not any(t.pos_ in {"VERB", "AUX"} for t in context.sentence(at))


def _alone(context: Context, person: int, close: int) -> bool:
    """The name ends the bracket, and is none of the formation's own: *Army Corps (ANZAC)*."""
    return context.spans[person].end == close and not context.spans[person].text.rstrip("s").isupper()


def _bounds(context: Context, index: int) -> tuple[int, int]:
    return context.spans[index].start, context.spans[index].end


def _titled(context: Context, start: int, person: int) -> bool:
    return only_title_between(context, start, context.spans[person].start)
