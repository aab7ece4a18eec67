"""Which date belongs to which event, as a span of days."""

from __future__ import annotations

from spacy.tokens import Token

from orbat import timex
from orbat.extract.context import Context
from orbat.model import Evidence, Label, Mention, TimeSpan

_CALENDAR = (Label.DATE, Label.TIME)
_NAME = 4  # tokens that the first name of a list may have


def time_span(context: Context, index: int) -> TimeSpan | None:
    """The days that the date mention `index` can mean; None for what names no days (*now*, *XXXX-05*)."""
    found = context.mentions[index]
    bounds = _bounds(found)
    if bounds is None:
        return None
    edtf = (
        timex.edtf_interval(bounds)
        if found.get("begin")
        else timex.edtf(found.get("value"), found.get("mod"))
    )
    return TimeSpan(*bounds, edtf, found.evidence.quote, _anchor(context, index))


def _anchor(context: Context, index: int) -> Evidence | None:
    """The passage that supplied what the words leave out."""
    anchor = context.mentions[index].get("anchor")
    if not anchor:
        return None
    start, end = map(int, anchor.split("-"))
    source = context.clean.source
    return Evidence(source.id, start, end, source.text[start:end])


def event_time(
    context: Context, head: Token, near: Token | None = None, until: int | None = None, first: int = 0
) -> TimeSpan | None:
    """When what `head` says happened.

    Among the dates of the sentence: after `near` and before token `until` in a list (*Istra on the 11th*), or
    after the names that share it (*Rzhev and Kalinin on the 14th*), for the `first` also before the list;
    else the one that the parse hangs on the event; else the only one, or the last before it; else a date that
    is the whole sentence before (rough text: *November 13th. The staff met.*).
    """
    sentence = context.sentence(head)
    dates = [i for i in context.inside(sentence.start, sentence.end, *_CALENDAR) if _days(context, i)]
    dates = [
        i
        for i in dates
        if not _parenthetical(context, i, sentence.start)
        or head.i in range(context.spans[i].start - 9, context.spans[i].start)
    ]
    if near is not None and until is not None:
        after = [i for i in dates if near.i < context.spans[i].start < until]
        if after:
            return time_span(context, after[0])
        before = [i for i in dates if context.spans[i].end <= first]
        later = [i for i in dates if context.spans[i].start >= until]
        chosen = before[-1:] + later[:1] if near.i < first + _NAME else later[:1] + before[-1:]
        return time_span(context, chosen[0]) if chosen else _fragment(context, sentence.start)
    if not dates:
        return _fragment(context, sentence.start)
    attached = [i for i in dates if _governor(context, i) == head.i]
    if attached:
        return _join(context, attached)
    clause = {t.i for t in head.subtree}
    within = [i for i in dates if context.spans[i].start in clause]
    if len(within) == 1:
        return time_span(context, within[0])
    before = [i for i in dates if context.spans[i].end <= head.i]
    return time_span(context, before[-1] if before else dates[0])


def _parenthetical(context: Context, index: int, start: int) -> bool:
    before = [t.text for t in context.doc[start : context.spans[index].start]]
    return before.count("(") > before.count(")")


def _days(context: Context, index: int) -> bool:
    return _bounds(context.mentions[index]) is not None


def _bounds(found: Mention) -> tuple[str, str] | None:
    """First and last day; the tagger's own where it knows better than the value."""
    if found.get("begin") and found.get("end"):
        return found.get("begin"), found.get("end")
    return timex.bounds(found.get("value"), found.get("mod"))


def _governor(context: Context, index: int) -> int:
    """The verb or noun that the date hangs on, past prepositions and other dates."""
    token = context.spans[index].root
    while token.head != token:
        token = token.head
        if token.pos_ in {"VERB", "AUX", "NOUN", "PROPN"} and context.at(token, *_CALENDAR) is None:
            return token.i
    return token.i


def _join(context: Context, dates: list[int]) -> TimeSpan | None:
    """One date, or the whole from the first to the last of several (*on the 15th and 18th*)."""
    spans = [span for i in dates if (span := time_span(context, i)) is not None]
    if len(spans) < 2:
        return spans[0] if spans else None
    whole = timex.join((spans[0].earliest, spans[0].latest), (spans[-1].earliest, spans[-1].latest))
    if whole is None or whole[0][:4] != whole[1][:4]:
        return spans[0]
    stated = " - ".join(span.as_stated for span in spans)
    return TimeSpan(*whole, timex.edtf_interval(whole), stated, spans[0].resolved_from)


def _fragment(context: Context, start: int) -> TimeSpan | None:
    number = context.sentence_number(start)
    if not number:
        return None
    before = context.sentences[number - 1]
    dates = context.inside(before.start, before.end, *_CALENDAR)
    words = [t for t in before if not t.is_punct and not t.is_space]
    covered = sum(context.spans[i].end - context.spans[i].start for i in dates[:1])
    return time_span(context, dates[0]) if dates and len(words) - covered <= 1 else None
