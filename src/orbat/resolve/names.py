"""Names as they are compared: folded, taken apart, measured for likeness. Knows no documents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from orbat.rules import load
from orbat.rules.schema import Side, Term

_POSSESSIVE = re.compile(r"['’]s?\b(?=\s|$)")
_WORD = re.compile(r"[^\W_]+")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|d)")
_ROMAN = re.compile(r"(?=[ivxl])(?:x{0,4}|xl|lx{0,3})(?:ix|iv|v?i{0,4})")
_ROMAN_VALUE = {"i": 1, "v": 5, "x": 10, "l": 50}


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """`name` without case, accents, punctuation, possessive and leading article.

    >>> fold("The Xi’an Incident"), fold("G.W. Smith"), fold("Ream's")
    ('xian incident', 'g w smith', 'ream')
    """
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = _POSSESSIVE.sub("", text).replace("'", "").replace("’", "")
    words = _WORD.findall(text)
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def slug(text: str) -> str:
    """`text` as lower-case words joined by hyphens, in ASCII as far as Unicode decomposes.

    >>> slug("Battle of Kōyama, 5 December 1941")
    'battle-of-koyama-5-december-1941'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def roman(word: str) -> int:
    """The value of a Roman numeral below one hundred in either case, or 0 where `word` is none.

    >>> roman("XIX"), roman("viii"), roman("VIM")
    (19, 8, 0)
    """
    low = word.lower()
    if not low or not _ROMAN.fullmatch(low):
        return 0
    values = [_ROMAN_VALUE[c] for c in low]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))


def number_of(word: str) -> str:
    """The digits of an ordinal or Roman numeral, or "" where `word` is neither.

    >>> number_of("16th"), number_of("Sixteenth"), number_of("XVI"), number_of("army")
    ('16', '16', '16', '')
    """
    low = word.casefold()
    if match := _ORDINAL.fullmatch(low):
        return str(int(match.group(1)))
    if low.isdigit():
        return str(int(low))
    return _ordinals().get(low, "") or (str(roman(word)) if word.isupper() and roman(word) else "")


@cache
def _ordinals() -> dict[str, str]:
    return {form: term.name for term in load("ordinals", Term) for form in term.forms}


@cache
def _variants() -> dict[str, str]:
    return {fold(form): term.name for term in load("name_variants", Term) for form in term.forms}


@cache
def _parts(kind: str) -> frozenset[str]:
    return frozenset(fold(f) for term in load("name_parts", Term) if term.kind == kind for f in term.forms)


@cache
def side_words(side: str) -> tuple[tuple[str, ...], ...]:
    """What stands for `side` inside longer names, as folded words, the longest first; none if unknown."""
    found = {
        tuple(fold(form).split())
        for rule in load("sides", Side)
        if rule.name == side
        for form in (*rule.adjectives, *rule.people, *rule.states)
    }
    return tuple(sorted(found, key=lambda words: (-len(words), words)))


def core_words(name: str, side: str = "") -> tuple[str, ...]:
    """The folded words of `name` in one spelling, in their order, without the words for its `side`.

    >>> core_words("Soviet Supreme Command", "Soviet Union"), core_words("South-Western Front")
    (('supreme', 'command'), ('southwest', 'front'))
    """
    words = fold(name.replace("-", "") if fold(name.replace("-", "")) in _variants() else name).split()
    words = _joined(words)
    for phrase in side_words(side):
        at = _find(words, phrase)
        if at >= 0 and len(words) > len(phrase):
            del words[at : at + len(phrase)]
            break
    return tuple(_variants().get(word, word) for word in words)


def _joined(words: list[str]) -> list[str]:
    """`words` with neighbours made one where only the compound is a known variant (*south western*)."""
    out: list[str] = []
    for word in words:
        if out and (compound := out[-1] + word) in _variants():
            out[-1] = compound
        else:
            out.append(word)
    return out


def _find(words: list[str], phrase: tuple[str, ...]) -> int:
    return next((i for i in range(len(words)) if tuple(words[i : i + len(phrase)]) == phrase), -1)


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name taken apart. `family` holds its particles; all words are folded."""

    given: tuple[str, ...]
    family: str
    suffix: str = ""

    @property
    def bare(self) -> bool:
        """Whether the name is a single one: mostly a surname, in some cultures a given name."""
        return not self.given

    @property
    def surname(self) -> str:
        """The family name without its particles: *bock* for *von Bock*."""
        return self.family.rpartition(" ")[2]

    @property
    def letters(self) -> int:
        """How much the name tells: the length of all its parts."""
        return sum(map(len, self.given)) + len(self.family) + len(self.suffix)

    def agrees(self, other: PersonName) -> bool:
        """Whether both can name one person: same family, no given name or suffix that contradicts.

        A particle may be left out (*Bock*, *von Bock*).

        >>> person_name("W. S. Hancock").agrees(person_name("Winfield Scott Hancock"))
        True
        >>> person_name("Haile Selassie").agrees(person_name("Imru Haile Selassie"))
        False
        """
        if self.suffix and other.suffix and self.suffix != other.suffix:
            return False
        return self.same_family(other) and (self.given_agree(other) or self.compound(other))

    def compound(self, other: PersonName) -> bool:
        """Whether one is the other's surname of several words: *Queipo de Llano*, *Gonzalo Q. de Llano*."""
        short, long = sorted(((*n.given, *n.family.split()) for n in (self, other)), key=len)
        particle = " " in (self if len(self.given) < len(other.given) else other).family
        return particle and len(short) < len(long) and long[-len(short) :] == short

    def same_family(self, other: PersonName) -> bool:
        """Whether the family names are one, particles aside where one name has none."""
        short, long = sorted((self.family, other.family), key=len)
        return short == long or long.endswith(f" {short}")

    def given_agree(self, other: PersonName) -> bool:
        """Whether the given names do not contradict each other: equal, initials, middle names left out."""
        short, long = sorted((self.given, other.given), key=len)
        if not short:
            return True
        rest = list(long)
        if not _same_given(short[0], rest[0]):
            return False
        for word in short:
            while rest and not _same_given(word, rest[0]):
                rest.pop(0)
            if not rest:
                return False
            rest.pop(0)
        return True


def _same_given(one: str, two: str) -> bool:
    return one == two or (min(len(one), len(two)) == 1 and one[0] == two[0])


@lru_cache(maxsize=65536)
def person_name(name: str) -> PersonName:
    """`name` (without rank) as given names, family name and suffix.

    >>> person_name("Emilio De Bono").family, person_name("Iyasu V"), person_name("Robert E. Lee, Jr.").suffix
    ('de bono', PersonName(given=(), family='iyasu', suffix='5'), 'jr')
    """
    words = fold(name).split()
    suffix = ""
    if len(words) > 1 and words[-1] in _parts("suffix"):
        suffix = words.pop()
    elif (
        len(words) > 1 and roman(words[-1]) and name.rstrip(" .").split()[-1].isupper() and not _initial(name)
    ):
        suffix = str(roman(words.pop()))
    while len(words) > 1 and (words[-1] == "the" or words[-1] in _parts("honorific")):
        words.pop()
    at = len(words) - 1
    if at < 0:
        return PersonName((), "", suffix)
    while at > 0 and (words[at - 1] in _parts("particle") or (at > 1 and words[at - 1] in _parts("inner"))):
        at -= 1
    return PersonName(tuple(words[:at]), " ".join(words[at:]), suffix)


def _initial(name: str) -> bool:
    """Whether the last word is an initial with its stop (*Morton I.*), not a numeral."""
    return bool(re.search(r"\b\w\.$", name.strip()))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two different spellings are.

    `score` runs from 0 to 1; `swapped` if they hold the same letters.
    """

    score: float
    edits: int
    swapped: bool


def likeness(one: str, two: str) -> Likeness | None:
    """How alike two names are when one may be a misspelling of the other; None where they are too far apart.

    One edit (or a swap of neighbours) for each six letters of the shorter name, first letters equal: short
    names differ by a letter too often (*Hood*, *Wood*). Edits are those of optimal string alignment; a swap
    also across one letter (*Brunito*, *Brutino*).

    >>> likeness("criniti", "critini")
    Likeness(score=0.714, edits=2, swapped=True)
    >>> likeness("hood", "wood") is None, likeness("grant", "gant") is None
    (True, True)
    """
    if one == two or not one or not two or one[0] != two[0]:
        return None
    shorter = min(len(one), len(two))
    swapped = len(one) == len(two) and sorted(one) == sorted(two)
    allowed = 0 if shorter < 6 else 2 if swapped else max(1, shorter // 6)
    edits = OSA.distance(one, two, score_cutoff=allowed)
    if edits > allowed:
        return None
    return Likeness(round(1 - edits / max(len(one), len(two)), 3), edits, swapped)
