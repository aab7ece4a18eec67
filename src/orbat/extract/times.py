"""Which date belongs to which event, as a span of days."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Token

from orbat import timex
from orbat.extract.context import Context, words
from orbat.model import Evidence, Label, Mention, TimeSpan

_CALENDAR = (Label.DATE, Label.TIME)
_OUTSIDE = 99  # rank of a date that hangs on no clause around the event
_TO = frozenset({"and", "to", "until", "till", "through"})
_APART = frozenset({"after", "before", "since", "until"})
_OPENING = frozenset({"between", "from"})
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
        clause = _clause(head)
        ranks = {i: _OUTSIDE if (rank := _rank(context, i, clause)) is None else rank for i in chosen}
        chosen.sort(key=ranks.__getitem__)
        return time_span(context, chosen[0]) if chosen else _fragment(context, sentence.start)
    if not dates:
        return _fragment(context, sentence.start)
    attached = [i for i in dates if _governor(context, i) == head.i]
    if attached:
        return _stretch(context, attached[0], dates) or _join(context, attached)
    where = _clause(head)
    ranked = [(rank, i) for i in dates if (rank := _rank(context, i, where)) is not None]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    nearest = [i for rank, i in ranked if rank == best]
    earlier = [i for i in nearest if context.spans[i].end <= head.i]
    one = earlier[-1] if earlier else nearest[0]
    return _stretch(context, one, dates) or time_span(context, one)


def _clause(head: Token) -> Token:
    """The verb in whose clause the head tells of its event; the head itself where no clause dates it.

    A noun is dated with the clause that it is the subject or object of: *the attack began on the 5th*, not
    *they celebrated the day of the attack in 1790*.
    """
    if head.pos_ in {"VERB", "AUX"}:
        return head
    noun = head
    while noun.dep_ == "conj" and noun.head != noun:
        noun = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "ROOT"} or (
        noun.dep_ == "pobj" and noun.head.lower_ in {"in", "with", "by", "for"}
    ):
        while noun.head != noun and noun.pos_ not in {"VERB", "AUX"}:
            noun = noun.head
        return noun
    return head


def _rank(context: Context, index: int, clause: Token) -> int | None:
    """How near the date stands to the clause: 0 in it, then the clauses above, then below; None outside."""
    over = context.spans[index].root
    opening = context.doc[clause.sent.start : context.spans[index].start]
    if all(t.pos_ in {"ADP", "PUNCT", "SPACE", "CCONJ", "ADV"} for t in opening):
        over = clause.sent.root  # *In May, after the town had fallen, they withdrew*
    first = over.i
    while over.head != over and over.i != clause.i and (over.pos_ not in {"VERB", "AUX"} or over.i == first):
        over = over.head
    if over.i == clause.i:
        return 0
    if clause.pos_ not in {"VERB", "AUX"} and clause.sent.root.pos_ in {"VERB", "AUX"}:
        return None
    steps, token = 1, clause
    while token.head != token:
        if _of_other_time(token):
            break
        token = token.head
        if token.i == over.i:
            return steps
        steps += 1
    while over.head != over:
        if over.dep_ not in {"advcl", "xcomp", "ccomp", "dep", "parataxis"} or _earlier(over):
            return None
        if over.dep_ == "advcl" and not _meanwhile(over):
            return None
        over = over.head
        if over.i == clause.i:
            return steps + 1
    return None if clause.sent.root.i != clause.i or over.pos_ in {"VERB", "AUX"} else steps + 2


def _of_other_time(token: Token) -> bool:
    """The date of the clause above is not that of what stands under `token`.

    *on the 5th he met the men who had taken Lens*; *after being beaten at Selm, he surrendered on the 17th*.
    """
    if token.dep_ in {"pobj", "pcomp"} and token.head.lower_ in _APART:
        return True
    return token.dep_ in {"ccomp", "relcl", "advcl", "acl", "pcomp"} and _earlier(token)


def _meanwhile(verb: Token) -> bool:
    """The clause dates the one over it: *when they came on the 5th*, *beginning in 1915*."""
    if verb.tag_ == "VBG" and verb.lemma_ in words("verbs", "aspect"):
        return True
    return any(c.dep_ == "advmod" and c.tag_ == "WRB" for c in verb.children)


def _earlier(verb: Token) -> bool:
    """The verb tells of a time before that of the clause over it: *had taken*, *having taken*."""
    return any(c.dep_ == "aux" and c.lower_ in {"had", "having"} for c in verb.children)


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


def _stretch(context: Context, index: int, dates: list[int]) -> TimeSpan | None:
    """The whole that two dates bound: *between 30 September 1941 and 20 April 1942*, *from May to July*."""
    for first, last in pairwise(dates):
        if index not in {first, last}:
            continue
        start, end = context.spans[first], context.spans[last]
        opening = context.doc[start.start - 1].lower_ if start.start else ""
        joint = [t.lower_ for t in context.doc[start.end : end.start] if not t.is_punct and t.lower_ != "the"]
        if len(joint) != 1 or joint[0] not in _TO or opening not in _OPENING:
            continue
        if (opening == "between") != (joint[0] == "and"):
            continue
        spans = [span for i in (first, last) if (span := time_span(context, i)) is not None]
        whole = (
            timex.join((spans[0].earliest, spans[0].latest), (spans[1].earliest, spans[1].latest))
            if len(spans) == 2
            else None
        )
        if whole is not None:
            stated = context.clean.text[start.start_char : end.end_char]
            return TimeSpan(*whole, timex.edtf_interval(whole), stated, spans[0].resolved_from)
    return None


def _fragment(context: Context, start: int) -> TimeSpan | None:
    number = context.sentence_number(start)
    if not number:
        return None
    before = context.sentences[number - 1]
    dates = context.inside(before.start, before.end, *_CALENDAR)
    spoken = [t for t in before if not t.is_punct and not t.is_space]
    covered = sum(context.spans[i].end - context.spans[i].start for i in dates[:1])
    return time_span(context, dates[0]) if dates and len(spoken) - covered <= 1 else None
