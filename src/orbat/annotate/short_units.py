"""Formations named without their noun, or by two: *the 93rd*, *20th Maine*, *1st Battalion, Selms*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from orbat.annotate.designations import ORDINAL, Numbers, split_number
from orbat.annotate.gazetteer import region_names
from orbat.annotate.spans import PhraseTable, is_capital, make_span
from orbat.model import Label, unpack
from orbat.rules import load
from orbat.rules.commanders import formation_names
from orbat.rules.schema import Echelon, Formation, Term

_PART = frozenset({"Battalion", "Company", "Squadron", "Battery"})
_WHOLE = "Regiment"
_AUTHORITY = "authority"
_LONGEST = 4  # words of a regiment's county
_PLURAL = 5  # letters of a plural that may name a regiment's men: *the 5th Wiltshires*
_DIVISIONS = frozenset({"Airborne", "Armoured", "Mechanized", "Motorized", "Mountain"})
"""Branches whose formations of that number are divisions."""
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})


class KnownFormations:
    """Those that go by a name of their own: *Black Watch*, *Condor Legion*."""

    def __init__(self, nlp: Language, numbers: Numbers) -> None:
        """Reads `name_formations.jsonl`, and the names in the authority data."""
        self._numbers = numbers
        rules = load("name_formations", Formation)
        named = [(form, (rule, False)) for rule in rules for form in rule.forms]
        kinds = {f: e.kind for e in load("echelons", Echelon) for f in (*e.forms, *e.plurals)}
        party_words = {f for t in load("name_units", Term) if t.id == "unit.political" for f in t.forms}
        for form, numbered, _ in formation_names():
            words = form.lower().split()
            kind = _WHOLE if numbered else kinds.get(words[-1], kinds.get(words[0], ""))
            party = kind == "Front" and not party_words.isdisjoint(words)
            if kind and not party and len(words) + numbered > 1:  # movements and parties are no formations
                named.append(
                    (form, (Formation(id=_AUTHORITY, name=form, kind=kind, forms=(form,)), numbered))
                )
        self._names = PhraseTable(named, nlp)

    def spans(self, doc: Doc, words: Sequence[str], taken: set[int]) -> Iterator[Span]:
        """Their mentions outside the tokens `taken`, written as the rules write them."""
        for at in range(len(doc)):
            if not (found := self._names.starting(words, at)):
                continue
            end, (rule, numbered) = found
            text = doc[at:end].text
            if text not in rule.forms or not taken.isdisjoint(range(at, end)):
                continue
            number = self._numbers.before(doc, list(words), at) if numbered else (at, "")
            if number is not None:
                yield make_span(
                    doc,
                    number[0],
                    end,
                    Label.UNIT,
                    f"formation.{rule.id}",
                    norm=doc[number[0] : end].text if numbered else rule.name,
                    number=number[1],
                    name=text if numbered else rule.name,
                    echelon=rule.kind,
                    branch=rule.branch,
                    side=rule.side,
                )


def joined(doc: Doc, spans: Sequence[Span]) -> list[Span]:
    """`spans` with each battalion made one with the regiment named right after it.

    *1st Battalion, Selmon Regiment*, *1st Battalion Selmon Guards*; not *the 1st Battalion and the Guards*.
    """
    found: list[Span] = []
    for span in spans:
        before = found[-1] if found else None
        if before is not None and _is_part(doc, before, span):
            one, two = unpack(before.kb_id_), unpack(span.kb_id_)
            norm = f"{one['norm']}, {two['norm']}"
            told = {**two, **one, "norm": norm, "name": _designation(two)}
            found[-1] = make_span(doc, before.start, span.end, Label.UNIT, before.id_, **told)
        else:
            found.append(span)
    return found


def _is_part(doc: Doc, one: Span, two: Span) -> bool:
    gap = two.start - one.end
    if gap > 1 or (gap == 1 and doc[one.end].text != ","):
        return False
    kinds = unpack(one.kb_id_)["echelon"], unpack(two.kb_id_)["echelon"]
    return (
        gap >= 0
        and kinds[0] in _PART
        and (kinds[1] == _WHOLE or (kinds[0] == "Company" and kinds[1] in _PART))
    )


def _designation(told: dict[str, str]) -> str:
    """What tells a regiment from others, as part of its battalion's name."""
    return " ".join(filter(None, (told.get("number"), told.get("name"), told.get("branch"), told["echelon"])))


def shortened(
    doc: Doc, words: Sequence[str], spans: Sequence[Span], taken: set[int], branches: PhraseTable[str]
) -> list[Span]:
    """Formations whose number stands for them: *the 93rd*, after or before *the 93rd Highlanders*.

    Also regiments with their state, county or a plural for their men: *20th Maine*, *1/5 Essex*,
    *5th Wiltshires*; and divisions without the word: *82nd Airborne*. A number that a noun follows is its.
    """
    busy = taken | {i for span in spans for i in range(span.start, span.end)}
    known: dict[str, list[Span]] = {}
    for span in spans:
        if number := unpack(span.kb_id_).get("number"):
            known.setdefault(number, []).append(span)
    found = []
    for at, word in enumerate(words):
        if not word[0].isdigit() or at in busy:
            continue
        if not (match := ORDINAL.match(word)) and not split_number(word):
            continue
        number = match.group(1) if match else word
        short = (
            _with_branch(doc, words, at, number, branches)
            or _with_county(doc, at, number, busy)
            or _alone(doc, words, at, number, known)
        )
        if short is not None:
            found.append(short)
    return found


def _with_branch(
    doc: Doc, words: Sequence[str], at: int, number: str, branches: PhraseTable[str]
) -> Span | None:
    """*82nd Airborne*, *1st Armored*: a division by number and branch, where no noun follows."""
    found = branches.starting(words, at + 1) if at + 1 < len(doc) else None
    if found is None or found[1] not in _DIVISIONS or not is_capital(doc[at + 1]):
        return None
    end, branch = found
    if end < len(doc) and (is_capital(doc[end]) or doc[end].pos_ in _NOMINAL):
        return None
    norm = f"{doc[at:end].text} Division"
    return make_span(
        doc, at, end, Label.UNIT, "unit.branch", norm=norm, number=number, echelon="Division", branch=branch
    )


def _with_county(doc: Doc, at: int, number: str, busy: set[int]) -> Span | None:
    """*20th Maine*, *5th Wiltshires*, *2/6th Queen's*: a regiment by number and home."""
    end = at + 1
    while (
        end < len(doc)
        and end - at <= _LONGEST
        and end not in busy
        and doc[end].is_title
        and doc[end].is_alpha
    ):
        end += 1
    if end > at + 1 and end < len(doc) and doc[end].tag_ == "POS" and split_number(doc[at].text):
        end += 1  # *1/7th Queen's*
    name = doc[at + 1 : end].text
    last = doc[end - 1].text
    men = last.endswith("s") and len(last) > _PLURAL and at > 0 and doc[at - 1].lower_ == "the"
    home = name in region_names() or men or split_number(doc[at].text)
    if end == at + 1 or not home or (end < len(doc) and doc[end].tag_ in {"NN", "NNS"}):
        return None
    return _regiment(doc, at, end, number, name)


def _regiment(doc: Doc, at: int, end: int, number: str, name: str) -> Span:
    text = doc[at:end].text
    return make_span(
        doc, at, end, Label.UNIT, "unit.county", norm=text, number=number, name=name, echelon=_WHOLE
    )


def _alone(doc: Doc, words: Sequence[str], at: int, number: str, known: dict[str, list[Span]]) -> Span | None:
    """*the 93rd* as the formation of that number that was named last before it, or else first."""
    named = known.get(number)
    before = words[at - 1] if at else ""
    follows = doc[at + 1] if at + 1 < len(doc) else None
    if not named or before != "the" or (follows is not None and follows.pos_ in _NOMINAL):
        return None
    if follows is not None and (follows.text in {"-", "/"} or follows.lower_ == "of"):
        return None
    full = max((s for s in named if s.start < at), key=lambda s: s.start, default=named[0])
    told = unpack(full.kb_id_)
    return make_span(doc, at, at + 1, Label.UNIT, "unit.number", **told)
