"""The words of time: the terms of `rules/en/dates_words.jsonl` as tables and as macros for patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from orbat.errors import RuleError
from orbat.rules import load
from orbat.rules.schema import Term

_YEAR = r"(?:1\d{3}|20\d{2})(?!\d)"
_DAY_DIGITS = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)"

#: macro -> (group that it captures, kinds of terms that it stands for, whether capitals matter)
_KINDS: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "month": ("month", ("month",), True),
    "month_name": ("month", ("month_name",), True),
    "month_weak": ("month", ("month_weak",), True),
    "anymonth": ("month", ("month", "month_name", "month_weak", "month_short"), True),
    "weekday": ("weekday", ("weekday",), True),
    "weekdays": ("weekday", ("weekdays",), True),
    "season": ("season", ("season",), False),
    "season_weak": ("season", ("season_weak",), False),
    "anyseason": ("season", ("season", "season_weak"), False),
    "unit": ("unit", ("unit",), False),
    "ordinal": ("ordinal", ("ordinal",), False),
    "daypart": ("daypart", ("daypart",), False),
    "part": ("part", ("part",), False),
    "partadverb": ("part", ("partadverb",), False),
    "half": ("half", ("half",), False),
    "slice": ("slice", ("slice",), False),
    "pointer": ("pointer", ("pointer",), False),
    "yref": ("yref", ("pointer",), False),
    "shift": ("shift", ("shift",), False),
    "reference": ("reference", ("reference",), False),
    "occasion": ("occasion", ("occasion",), False),
    "frequency": ("frequency", ("frequency",), False),
    "holiday": ("holiday", ("holiday",), True),
    "era": ("era", ("era",), True),
    "lastday": ("lastday", ("lastday",), False),
    "roman": ("roman", ("roman",), True),
    "republican": ("republican", ("republican",), True),
    "shiftside": ("side", ("side",), False),
    "style": ("style", ("style",), True),
    "monthref": ("mref", ("monthref",), False),
    "fraction": ("fraction", ("fraction",), False),
    "way": ("way", ("way",), False),
    "counted": ("", ("counted",), False),
    "formation": ("", ("formation",), True),
    "hedge": ("", ("hedge",), False),
    "yearlead": ("", ("yearlead",), False),
    "yearopen": ("", ("yearopen",), False),
    "yearaside": ("", ("yearaside",), False),
    "dayopen": ("", ("dayopen",), False),
    "partopen": ("", ("partopen",), False),
    "yearsince": ("", ("yearsince",), False),
    "yearverb": ("", ("yearverb",), False),
    "determiner": ("", ("determiner",), False),
    "approximate": ("", ("approximate",), False),
    "ampm": ("ampm", ("ampm",), False),
    "zone": ("", ("zone",), False),
    "suffix": ("", ("ordinal_suffix",), False),
    "link": ("", ("link",), False),
    "hold": ("", ("hold",), False),
}
_HOURS = frozenset(map(str, range(1, 13)))
_SPELT_DAY = 4  # *on the second* and *on the third* are mostly no days
_LETTERS = re.compile(r"[^\W\d_]+")
_MACRO = re.compile(r"\{([a-z]+(?:_[a-z]+)*)(_?)\}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`tables` map a group's words, in lower case, to what they mean; `macros` are (group, pattern) by name.

    `core` are words at least one of which every expression holds, `openers` others that one may begin with.
    """

    tables: dict[str, dict[str, str]]
    macros: dict[str, tuple[str, str]]
    core: frozenset[str]
    openers: frozenset[str]

    def meaning(self, group: str, words: str) -> str:
        """What `words`, caught by `group`, mean; spaces and hyphens in them may vary. "" if nothing."""
        return self.tables[group].get(" ".join(words.lower().replace("’", "'").split()), "")

    def expand(self, pattern: str) -> str:
        """`pattern` with macros and spaces written out.

        A macro captures under its group's name where it first stands; `{name_}` never captures. Raises
        `RuleError` for an unknown macro.
        """
        seen = set(re.findall(r"\(\?P<(\w+)>", pattern))

        def write(found: re.Match[str]) -> str:
            name, bare = found.groups()
            if name not in self.macros:
                raise RuleError(
                    f"unknown macro {{{name}}} in {pattern!r}; known are {', '.join(sorted(self.macros))}"
                )
            group, body = self.macros[name]
            if bare or not group or group in seen:
                return f"(?:{body})"
            seen.add(group)
            return f"(?P<{group}>{body})"

        return _spaced(_MACRO.sub(write, pattern))


def _spaced(pattern: str) -> str:
    """`pattern` in which a space, unless in brackets, matches any blanks with at most one line break."""
    out, inside, skip = [], False, False
    for char in pattern:
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif char == "[":
            inside = True
        elif char == "]":
            inside = False
        elif char == " " and not inside:
            out.append(r"(?:[^\S\n]+\n?|\n(?!\n))")
            continue
        out.append(char)
    return "".join(out)


def alternatives(forms: tuple[str, ...], *, cased: bool) -> str:
    """A pattern for any of `forms` as whole words, the longest first."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    body = "|".join(re.escape(form).replace(r"\ ", " ").replace(r"\-", "(?:-| )") for form in ordered)
    return rf"(?-i:(?:{body})(?![^\W\d_]))" if cased else rf"(?:(?:{body})(?!\w))"


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The words of `language`, read once."""
    kinds: dict[str, list[Term]] = {}
    for term in load("dates_words", Term, language):
        kinds.setdefault(term.kind, []).append(term)
    forms = {kind: tuple(f for term in terms for f in term.forms) for kind, terms in kinds.items()}
    tables: dict[str, dict[str, str]] = {}
    macros: dict[str, tuple[str, str]] = {}
    for name, (group, of, cased) in _KINDS.items():
        words = tuple(f for kind in of for f in forms[kind])
        if cased:
            words += tuple(f.upper() for f in words if len(f) > 3 and f.isalpha())
        macros[name] = (group, alternatives(words, cased=cased))
        for kind in of:
            for term in kinds[kind]:
                table = tables.setdefault(group, {})
                table.update({form.lower().replace("’", "'"): term.name for form in term.forms})
    counting = [term for kind in ("number", "article", "whole") for term in kinds[kind]]
    tables["n"] = {form.lower(): term.name for term in counting for form in term.forms}
    tables["side"] = {f.lower(): term.name for term in kinds["side"] for f in term.forms}
    tables["day"] = tables["century"] = tables["ord"] = tables["ordinal"]
    tables["plural"] = {form: term.name for term in kinds["unit"] for form in term.forms[1:]}
    singular = tuple(term.forms[0] for term in kinds["unit"])
    group, body = macros["anymonth"]
    shorts = "|".join(sorted(forms["month_short"], key=len, reverse=True))
    macros["anymonth"] = (group, rf"(?-i:(?:{shorts})\.?(?![^\W\d_]))|{body}")
    ordinal = alternatives(forms["ordinal"], cased=False)
    suffix = alternatives(forms["ordinal_suffix"], cased=False)
    ordinal_day = rf"(?:3[01]|[12]\d|0?[1-9]){suffix}"
    spelt = tuple(f for term in kinds["ordinal"] if int(term.name) >= _SPELT_DAY for f in term.forms)
    hours = tuple(f for term in kinds["number"] if term.name in _HOURS for f in term.forms)
    macros |= {
        "hour": ("n", rf"(?:1[0-2]|[1-9])(?!\d)|{alternatives(hours, cased=False)}"),
        "month_alone": (group, f"{macros['month'][1]}|{macros['month_name'][1]}(?! (?-i:[A-Z][a-z]))"),
        "year": ("year", _YEAR),
        "modernyear": ("year", r"(?:1[5-9]\d{2}|20[0-4]\d)(?!\d)"),
        "day": ("day", f"{ordinal_day}|{_DAY_DIGITS}|{ordinal}"),
        "anyday": ("", f"{ordinal_day}|{_DAY_DIGITS}"),
        "dayth": ("day", f"{ordinal_day}|{alternatives(spelt, cased=True)}"),
        "dayfig": ("day", ordinal_day),
        "number": ("n", rf"(?:\d{{1,3}}(?![\d,.]\d)|{alternatives(forms['number'], cased=False)})"),
        "unit_one": ("unit", alternatives(singular, cased=False)),
        "n": (
            "n",
            rf"(?:\d{{1,3}}(?![\d,.]\d)|{alternatives(forms['number'] + forms['article'], cased=False)})",
        ),
    }
    phrases = [_LETTERS.findall(form.lower()) for kind in _CORE for form in forms[kind]]
    core = {max(words, key=len) for words in phrases}
    leads = ("opener", "number", "hedge", "part", "half", "slice")
    openers = {_LETTERS.findall(form.lower())[0] for kind in leads for form in forms[kind]}
    openers |= {words[0] for words in phrases}
    return Lexicon(tables, macros, frozenset(core), frozenset(openers - core))


_CORE = (
    "month", "month_name", "month_weak", "month_short", "weekday", "season", "season_weak", "unit", "daypart",
    "reference", "occasion", "frequency", "holiday", "ordinal", "era", "marker", "weekdays", "roman",
    "republican",
)  # fmt: skip
