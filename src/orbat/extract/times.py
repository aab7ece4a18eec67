"""Which date belongs to which event, as a span of days."""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.tokens import Token

from orbat import timex
from orbat.extract.context import Context, first_conjunct, negated, words
from orbat.extract.reckoning import reckoned
from orbat.model import Evidence, Label, Mention, TimeSpan

_CALENDAR = (Label.DATE, Label.TIME)
_OUTSIDE = 99  # rank of a date that hangs on no clause around the event
_DASHES = "-–—/"
_PARAGRAPH = re.compile(r"\n\s*\n")
_BRACKET = 9  # tokens before a bracket that it may belong to
_NAME = 4  # tokens that the first name of a list may have
_OF_NAME = frozenset({"ADP", "DET", "PROPN", "ADJ", "NOUN", "NUM"})


def time_span(context: Context, index: int) -> TimeSpan | None:
    """The days that the date mention `index` can mean; None for what names no days (*now*, *XXXX-05*)."""
    found = context.mentions[index]
    if found.get("away") and (span := reckoned(context, index, event_time)) is not None:
        return span
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
    else the one in a bracket behind the event, or that the parse hangs on it; else the one nearest to its
    clause. A sentence without a date takes the one that is the whole sentence before (rough text: *November
    13th. The staff met.*); in a diary, the one that heads its entry.
    """
    sentence = context.sentence(head)
    stated = [
        i
        for i in context.inside(sentence.start, sentence.end, *_CALENDAR)
        if _days(context, i) and not _in_name(context, i)
    ]
    if not stated:
        return _fragment(context, sentence.start)
    dates = _usable(context, stated, head, sentence.start)
    if near is not None and until is not None:
        one = _in_list(context, dates, head, near, until, first)
        return time_span(context, one) if one is not None else None
    one = _hung(context, dates, head)
    if one is None:
        one = _nearest(context, dates, head)
    if one is None:
        return _fragment(context, sentence.start) if context.is_diary and not _earlier(head) else None
    return _stretch(context, one, dates) or time_span(context, one)


def _in_name(context: Context, index: int) -> bool:
    """The date is part of an order's name: *on 13 May he issued the **1942** Autumn Order*."""
    return context.at(context.spans[index].start, Label.ORDER) is not None


def bracket_time(context: Context, noun: Token) -> TimeSpan | None:
    """The days in a bracket right after `noun`: *the Battle of Selm (5-12 May 1914)*; None without one."""
    sentence = context.sentence(noun)
    dates = [i for i in context.inside(sentence.start, sentence.end, *_CALENDAR) if _days(context, i)]
    one = _bracketed(context, dates, noun)
    return (_stretch(context, one, dates) or time_span(context, one)) if one is not None else None


def _usable(context: Context, dates: list[int], head: Token, start: int) -> list[int]:
    """Those that can date the event: no bare limit of it (*before 5 May*), no bracket on another word."""
    ends = {last for first, last in pairwise(dates) if _joined(context, first, last)}
    return [
        i
        for i in dates
        if (i in ends or not _of_limit(context, i) or _when(context, i, head))
        and (not _parenthetical(context, i, start) or _before_bracket(context, head, context.spans[i].start))
    ]


def _before_bracket(context: Context, head: Token, start: int) -> bool:
    """The event stands not far before the bracketed date at token `start`, and no other verb between."""
    between = context.doc[head.i + 1 : start]
    return 0 <= len(between) < _BRACKET and head.i < start and all(t.pos_ != "VERB" for t in between)


def _in_list(
    context: Context, dates: list[int], head: Token, near: Token, until: int, first: int
) -> int | None:
    """The date of a member of a list: the one after it, else the one that its list shares."""
    after = [i for i in dates if near.i < context.spans[i].start < until]
    if after:
        return after[0]
    before = [i for i in dates if context.spans[i].end <= first]
    later = [i for i in dates if context.spans[i].start >= until]
    chosen = before[-1:] + later[:1] if near.i < first + _NAME else later[:1] + before[-1:]
    clause = _clause(head)
    ranks = {i: _OUTSIDE if (rank := _rank(context, i, clause)) is None else rank for i in chosen}
    chosen.sort(key=ranks.__getitem__)
    return chosen[0] if chosen else None


def _hung(context: Context, dates: list[int], head: Token) -> int | None:
    """The date in a bracket right after the event, or the one that the parse hangs on it; a day first."""
    if (one := _bracketed(context, dates, head)) is not None:
        return one
    attached = [i for i in dates if _governor(context, i) == head.i or _when(context, i, head)]
    days = (i for i in attached if context.mentions[i].label is Label.DATE)
    return next(days, attached[0] if attached else None)


def _bracketed(context: Context, dates: list[int], noun: Token) -> int | None:
    """The date that opens the bracket behind the noun and what belongs to its name."""
    for i in dates:
        bracket = context.spans[i].start - 1
        if noun.i < bracket <= noun.i + _NAME and context.doc[bracket].text == "(":
            between = context.doc[noun.i + 1 : bracket]
            return i if all(t.pos_ in _OF_NAME for t in between) else None
    return None


def _nearest(context: Context, dates: list[int], head: Token) -> int | None:
    """The date that stands nearest to the event's clause; of those as near, the last before the event."""
    where = _clause(head)
    ranked = [(rank, i) for i in dates if (rank := _rank(context, i, where)) is not None]
    if not ranked:
        return None
    best = min(rank for rank, _ in ranked)
    nearest = [i for rank, i in ranked if rank == best]
    earlier = [i for i in nearest if context.spans[i].end <= head.i]
    return earlier[-1] if earlier else nearest[0]


def _clause(head: Token) -> Token:
    """The verb in whose clause the head tells of its event; the head itself where no clause dates it.

    A noun is dated with the clause that it is the subject or object of: *the attack began on the 5th*, not
    *they celebrated the day of the attack in 1790*.
    """
    if head.pos_ in {"VERB", "AUX"}:
        return head
    noun = first_conjunct(head)
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "ROOT"} or (
        noun.dep_ == "pobj" and noun.head.lower_ in words("times", "within")
    ):
        while noun.head != noun and noun.pos_ not in {"VERB", "AUX"}:
            noun = noun.head
        ended = noun.lemma_ in words("times", "end") and head.dep_ in {"nsubj", "nsubjpass"}
        return head if ended else noun
    return head


def _rank(context: Context, index: int, clause: Token) -> int | None:
    """How near the date stands to the clause: 0 in it, then the clauses above, then below; None outside."""
    first = context.spans[index].root
    over = _dated(context, index, clause)
    if over is None or over.i == clause.i:
        return None if over is None else 0
    if clause.pos_ not in {"VERB", "AUX"} and clause.sent.root.pos_ in {"VERB", "AUX"}:
        return None
    steps, token = 1, clause
    while token.head != token:
        if _of_other_time(token) or _past_its_date(token, first):
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


def _dated(context: Context, index: int, clause: Token) -> Token | None:
    """What the date hangs on: `clause` itself, else the verb above it; None where it dates only a noun.

    A date at the head of the sentence is its main clause's: *In May, after the town had fallen, they left*.
    """
    over = context.spans[index].root
    opening = context.doc[clause.sent.start : context.spans[index].start]
    if all(t.pos_ in {"ADP", "PUNCT", "SPACE", "CCONJ", "ADV"} for t in opening):
        over = clause
        while over.head != over:  # a sentence that the parser broke has more than one root
            over = over.head
    first = over.i
    while over.head != over and over.i != clause.i and (over.pos_ not in {"VERB", "AUX"} or over.i == first):
        if over.i != first and _after_noun(context, over):
            return None  # *after the king's death in 1872 they fought*
        over = over.head
    return over


def _after_noun(context: Context, noun: Token) -> bool:
    """The noun stands behind *after*, *before*; but not a time of the day: *before dawn on 5 May*."""
    limit = noun.dep_ in {"pobj", "pcomp"} and noun.head.lower_ in words("times", "apart")
    return limit and context.at(noun, *_CALENDAR) is None


def _of_other_time(token: Token) -> bool:
    """The date of the clause above is not that of what stands under `token`.

    *on the 5th he met the men who had taken Lens*; *after being beaten at Selm, he surrendered on the 17th*.
    """
    if token.dep_ in {"pobj", "pcomp"} and token.head.lower_ in words("times", "apart"):
        return True
    if token.dep_ == "conj" and (
        token.lemma_ in words("times", "end")
        or any(c.lower_ in words("times", "then") for c in token.children)
    ):
        return True
    if token.dep_ == "ccomp" and any(c.lower_ in words("times", "coming") for c in token.children):
        return True
    return token.dep_ in {"ccomp", "relcl", "advcl", "acl", "pcomp"} and _earlier(token)


def _past_its_date(clause: Token, date: Token) -> bool:
    """A clause with a subject of its own takes no date that stands behind the verb over it.

    ***When they came**, the Soviets left on 5 May*; *the town fell on 5 May, and **the army moved on***.
    """
    if clause.dep_ not in {"advcl", "conj"} or date.i < clause.head.i:
        return False
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in clause.children) and not (
        clause.dep_ == "advcl" and clause.i > clause.head.i
    )


def _when(context: Context, index: int, verb: Token) -> bool:
    """The verb's clause tells what happened on the date: *until 11 May, when Bush appointed Bremer*."""
    span = context.spans[index]
    return (
        verb.dep_ in {"relcl", "advcl"}
        and span.end <= verb.left_edge.i <= span.end + 1
        and any(c.tag_ == "WRB" for c in verb.children)
    )


def _of_limit(context: Context, index: int) -> bool:
    """The date only bounds the event: *after 5 May*, *before 5 May*, *until 5 May* without a negation."""
    root = context.spans[index].root
    limit = root.head
    if context.mentions[index].label is Label.TIME or root.dep_ != "pobj":
        return False
    if limit.lower_ not in words("times", "apart") - words("times", "since"):
        return False
    return not (limit.lower_ in words("times", "until") and _negative(limit))


def _negative(limit: Token) -> bool:
    """*did not fall until 5 May*, *it was not until 5 May that ...*."""
    verb = limit.head
    while verb.head.i != verb.i and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    return negated(verb) or any(c.dep_ == "neg" for c in limit.children)


def _meanwhile(verb: Token) -> bool:
    """The clause dates the one over it: *when they came on the 5th*, *beginning in 1915*."""
    if verb.tag_ == "VBG" and verb.lemma_ in words("verbs", "aspect"):
        return True
    return any(c.dep_ == "advmod" and c.tag_ == "WRB" for c in verb.children)


def _earlier(verb: Token) -> bool:
    """The verb tells of a time before that of the clause over it: *had taken*, *having taken*."""
    return any(c.dep_ == "aux" and c.lower_ in words("times", "earlier") for c in verb.children)


def _parenthetical(context: Context, index: int, start: int) -> bool:
    before = [t.text for t in context.doc[start : context.spans[index].start]]
    return before.count("(") > before.count(")")


def _days(context: Context, index: int) -> bool:
    if _bounds(context.mentions[index]) is not None:
        return True
    return bool(context.mentions[index].get("away")) and time_span(context, index) is not None


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


def _stretch(context: Context, index: int, dates: list[int]) -> TimeSpan | None:
    """The whole that two dates bound: *between 30 September and 20 April*, *May to July*, *6-7 January*."""
    for first, last in pairwise(dates):
        if index not in {first, last} or not _joined(context, first, last):
            continue
        spans = [span for i in (first, last) if (span := time_span(context, i)) is not None]
        whole = (
            timex.join((spans[0].earliest, spans[0].latest), (spans[1].earliest, spans[1].latest))
            if len(spans) == 2
            else None
        )
        if whole is not None:
            start, end = context.spans[first], context.spans[last]
            stated = context.clean.text[start.start_char : end.end_char]
            return TimeSpan(*whole, timex.edtf_interval(whole), stated, spans[0].resolved_from)
    return None


def _joined(context: Context, first: int, last: int) -> bool:
    """Nothing but a dash, *to* or *and* stands between two dates."""
    start, end = context.spans[first], context.spans[last]
    between = [
        t for t in context.doc[start.end : end.start] if t.lower_ not in words("references", "definite")
    ]
    if any(t.is_punct and t.text in ",;:()" for t in between):
        return False
    joint = [t.lower_ for t in between if not t.is_punct and t.text not in _DASHES]
    if not joint:
        return start.end_char != end.start_char or bool(between) or start.end == end.start
    return len(joint) == 1 and joint[0] in words("times", "to") | words("times", "and")


def _fragment(context: Context, start: int) -> TimeSpan | None:
    """The date that is the whole sentence before, or that heads the entry of a diary."""
    number = context.sentence_number(start)
    heading = context.headings.get(number - 1)
    if heading is None and context.is_diary:
        heading = _entry(context, number)
    if heading is None:
        return None
    sentence = context.sentence(context.spans[heading].start)
    dates = [i for i in context.inside(sentence.start, sentence.end, *_CALENDAR) if _days(context, i)]
    return _stretch(context, heading, dates) or time_span(context, heading)


def _entry(context: Context, number: int) -> int | None:
    """The date that heads the paragraph of sentence `number`, or a part of it before."""
    text = context.clean.text
    end = context.sentences[number].start_char
    for back in range(number - 1, -1, -1):
        begin = context.sentences[back].start_char
        if _PARAGRAPH.search(text, begin, end):
            return None
        if back in context.headings:
            return context.headings[back]
    return None
