"""Capitalized names in a text, before anybody has said what they name."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.attrs import IS_TITLE
from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate.chunk import Chunk
from orbat.annotate.gazetteer import city_names, region_names
from orbat.annotate.spans import PhraseTable, connectors, covered, is_capital, lower_words, term_table
from orbat.rules import load
from orbat.rules.schema import Echelon, Side, Term

_TAKEN = (
    "orbat.dates",
    "orbat.units",
    "orbat.events",
    "orbat.orders",
    "orbat.equipment",
    "orbat.organizations",
)
_MODEL_NAMES = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG"})
_MARKS = frozenset({"-", "–"})
_CLOSED = frozenset({"DET", "PRON", "ADP", "CCONJ", "SCONJ"})
"""Parts of speech that are no name, even behind an initial."""
_NOMINAL = frozenset({"NN", "NNP", "NNPS", "FW"})
"""What the small half of a hyphenated name is tagged as: *Kai-shek*."""
_UNNAMED = frozenset({"RB", "IN"})
"""Tags of words that open sentences and are no name: *Simultaneously*."""


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
        self._articles = particles["particle.article"]
        self.given = {f: t.kind for t in load("given_names", Term) for f in t.forms}
        self._function = stops["stop.function"]
        self._listing, self._appointing = connectors("listing"), connectors("appointing")
        self._possessive = connectors("possessive")
        self._troops = PhraseTable(
            ((form, True) for echelon in load("echelons", Echelon) for form in echelon.forms), nlp
        )
        self._borne: frozenset[tuple[str, str]] = frozenset()  # particle and surname of the text's full names
        self.suffixes = particles["particle.suffix"]

    def chunks(self, doc: Doc) -> list[Chunk]:
        """The names outside dates, formations and what else earlier components found."""
        words = lower_words(doc)
        taken = covered(doc, *_TAKEN)
        surnames = self._odd_surnames(doc, words)
        self._inside = {t.orth for t in doc if is_capital(t) and not t.is_sent_start}
        self._borne = frozenset(
            (words[i], words[i + 1])
            for i in range(1, len(doc) - 1)
            if words[i] in self._particles and is_capital(doc[i - 1]) and is_capital(doc[i + 1])
        )
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
                and words[end] in self._listing
                and rank
                and self._plural_rank(words, at)
                else ""
            )
            at = max(end, at + 1)
            if rank:
                at += words[at] in self._listing
        return [c for c in found if not self._is_only_title(doc, words, c) and self._has_word(doc, c)]

    def _has_word(self, doc: Doc, chunk: Chunk) -> bool:
        """More than initials and a suffix: not *C.S.N.*, not *Jr.*."""
        return any(
            len(t) > 1 and "." not in t.text[:-1] and t.lower_ not in self.suffixes
            for t in doc[chunk.start : chunk.end]
        )

    def _is_only_title(self, doc: Doc, words: list[str], chunk: Chunk) -> bool:
        """*the Emperor*, *Prime Minister*; *Pope* is a name where no article, *as* or *of* says otherwise."""
        parts = chunk.key.split()
        title = None if chunk.rank else self.ranks.starting(parts, 0)
        if title is None or title[0] < len(parts):
            return False
        before = doc[chunk.start - 1] if chunk.start else None
        alone = len(parts) == 1 and doc[chunk.start].tag_ == "NNP" and not words[chunk.start].endswith(".")
        if not alone or before is None or before.pos_ not in {"ADP", "VERB", "SCONJ", "CCONJ", "AUX", "PART"}:
            return True
        return before.lower_ in self._appointing or words[chunk.end : chunk.end + 1] == ["of"]

    @staticmethod
    def _plural_rank(words: list[str], at: int) -> bool:
        """*Generals* Zhang and Yang share their rank."""
        before = words[max(at - 2, 0) : at]
        return any(w.rstrip(".").endswith("s") for w in before)

    def _made(self, doc: Doc, start: int, end: int, rank: str, region: bool) -> Iterator[Chunk]:
        tokens = doc[start:end]
        plain = all(t.is_alpha for t in tokens)
        plain = plain and not region and all(map(is_capital, tokens))
        plain = plain and not any(t.lower_ in self.given for t in tokens)
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
        if follows and follows[0] < len(doc) and self._is_title(doc, words, follows[0]):
            return True
        if follows:
            here = self.ranks.ending(words, end)
            civil = follows[1].kind == "title" and here is not None and here[1].kind == "rank"
            return civil and follows[0] == end + 1 and is_capital(doc[end])  # *General Pope*, *Colonel King*
        if words[end] in self._particles and end + 1 < len(doc) and is_capital(doc[end + 1]):
            return True
        return is_capital(doc[end]) and (
            words[end] not in self._inner_stops or self._surname_direction(doc, words, end)
        )

    def _surname_direction(self, doc: Doc, words: list[str], at: int) -> bool:
        """*Lord North resigned*; but *General West Point*, *Army Group North*."""
        alone = at + 1 >= len(doc) or not is_capital(doc[at + 1])
        return (
            words[at] in self._directions
            and alone
            and doc[at].is_title
            and self.ranks.ending(words, at) is not None
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
            or (ranked and self._surname_direction(doc, words, start))
        ):
            return start, False
        end = region_end or start + 1
        if region_end and region_end < len(doc) and not self._extends_region(doc, words, region_end):
            return region_end, True  # *President of the United States George Selmon*
        while end < len(doc) and end not in taken and (step := self._step(doc, words, end, ranked)):
            if not taken.isdisjoint(range(end, end + step)):
                break
            end += step
        while end - 1 > start and self._dangles(doc, words, end - 1):
            end -= 1
        end += self._leans(doc, words, start, end)
        return end, end == region_end

    def _extends_region(self, doc: Doc, words: list[str], at: int) -> bool:
        """A name of several words goes on: *New York City*, *United States-*."""
        return not is_capital(doc[at]) or words[at] in self.place_nouns

    def _particle_opens(self, doc: Doc, words: list[str], at: int, ranked: bool) -> bool:
        """*General de Bono*; without a rank only particles that are no word of English: *von Bock*.

        The particle of a full name that the text has elsewhere counts, too: *Emilio de Bono* ... *de Bono*.
        """
        if at + 1 >= len(doc):
            return False
        if self._article(doc, words, at):
            return True
        particles = self._particles if ranked else self._opening_particles
        return is_capital(doc[at + 1]) and (
            words[at] in particles or (words[at], words[at + 1]) in self._borne
        )

    def _article(self, doc: Doc, words: list[str], at: int) -> bool:
        """The token is the article of an Arabic name: *al-Sistani*."""
        return (
            words[at] in self._articles
            and at + 2 < len(doc)
            and doc[at + 1].text in _MARKS
            and not doc[at].whitespace_
            and not doc[at + 1].whitespace_
            and is_capital(doc[at + 2])
        )

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
            adverb = token.is_sent_start and token.tag_ == "RB" and doc[at + 1 : at + 2].text.islower()
            return token.dep_ not in {"amod", "compound"} and not adverb  # *Early in May*
        if word in self._inner_stops and self._before_name(doc, words, at):
            return True
        if word in self.stops or self.sides.starting(words, at):
            return False
        if token.is_sent_start or (at and doc[at - 1].is_quote):
            if token.tag_ in _UNNAMED and token.orth not in self._inside:
                return False
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

    def _odd_surnames(self, doc: Doc, words: list[str]) -> frozenset[str]:
        """Words that elsewhere are a side's adjective or a stop, but a surname here.

        They stand after an initial (*Jubal A. Early*) or own troops (*Early's army*).
        """
        found = set()
        for at in doc.to_array(IS_TITLE).nonzero()[0].tolist():
            token = doc[at]
            if not (token.lower_ in self.stops or self.sides.get(token.lower_)):
                continue
            named = at > 0 and token.pos_ not in _CLOSED and self._after_initial(doc, at)
            if named or self._owns_troops(doc, words, at):
                found.add(token.lower_)
        return frozenset(found)

    def _owns_troops(self, doc: Doc, words: list[str], at: int) -> bool:
        if at + 2 >= len(doc) or doc[at + 1].tag_ != "POS" or words[at] not in self._function:
            return False
        return self._troops.starting(words, at + 2) is not None

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
            return self._hyphenated(doc, at)
        if words[at] in self._particles and is_capital(doc[at + 1]):
            return 1
        if self._article(doc, words, at):
            return 3
        if token.text == "." and not doc[at - 1].whitespace_ and is_capital(doc[at + 1]):
            return int(self._abbreviates(doc, words, at, ranked))
        if words[at] in self._possessive and is_capital(doc[at + 1]) and words[at + 1] in self.place_nouns:
            return 2
        if words[at - 1] in self.place_nouns and (length := self._of_name(doc, words, at)):
            return length
        return 0

    @staticmethod
    def _hyphenated(doc: Doc, at: int) -> int:
        """Tokens from the hyphen at `at` on that belong: *Kai-shek*, *Qasr-e-Shirin*, not *Moscow-led*."""
        if is_capital(doc[at + 1]):
            return 2
        if at + 2 < len(doc) and doc[at + 2].text in _MARKS:
            return 4 if at + 3 < len(doc) and is_capital(doc[at + 3]) else 0
        return 2 if doc[at + 1].tag_ in _NOMINAL else 0

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
        if words[at] in self._function and doc[at - 1].text.endswith("."):
            initial = self._after_initial(doc, at)  # *Jubal A. Early*, not *Year I. It*, *of the C.S.N. At*
            if not initial or token.pos_ in _CLOSED:
                return False
        if words[at] in self.place_nouns or words[at] in self.suffixes or self._after_initial(doc, at):
            return True
        if self.sides.starting(words, at) and not self.openers.get(words[at - 1]):
            return False
        return words[at] not in self._inner_stops or words[at] in self._directions
