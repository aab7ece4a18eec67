"""Capitalized names in a text, before anybody has said what they name."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate.chunk import Chunk
from orbat.annotate.gazetteer import city_names, namesake_towns, region_names
from orbat.annotate.lexicon import Lexicon
from orbat.annotate.openings import CLOSED, MARKS, Openings, after_initial, of_name
from orbat.annotate.spans import capitals, connectors, covered, is_capital, lower_words, side_forces
from orbat.annotate.titles import Titles

_TAKEN = (
    "orbat.dates",
    "orbat.units",
    "orbat.events",
    "orbat.orders",
    "orbat.equipment",
    "orbat.organizations",
)
_NOMINAL = frozenset({"NN", "NNP", "NNPS", "FW"})
"""What the small half of a hyphenated name is tagged as: *Kai-shek*."""
_NOMINAL_POS = frozenset({"NOUN", "PROPN", "ADJ"})


class Chunker:
    """Cuts a text into names: runs of capitals with the small words, hyphens and initials inside them."""

    def __init__(self, nlp: Language) -> None:
        """Reads what is known of the words of names."""
        self.lexicon = Lexicon(nlp)
        self.titles = Titles(self.lexicon)
        self.openings = Openings(self.lexicon, self.titles)
        self._listing = connectors("listing")
        self._possessive = connectors("possessive")

    def chunks(self, doc: Doc, *, naval: bool = False) -> list[Chunk]:
        """The names outside dates, formations and what else earlier components found.

        In a `naval` text common words in capitals are names, too, though only of ships.
        """
        words = lower_words(doc)
        taken = covered(doc, *_TAKEN) | side_forces(doc)
        capital = capitals(doc)
        self.openings.read(doc, words, capital, naval=naval)
        found: list[Chunk] = []
        at, rank, titled = 0, "", 0
        while at < len(doc):
            title = self.lexicon.ranks.starting(words, at) if at not in taken else None
            if title and self.titles.is_title(doc, words, title[0]):
                titled = titled if rank else at
                rank = title[1].name if title[1].kind == "rank" or not rank else rank
                at = title[0]
                continue
            if not (capital[at] or rank or words[at] in self.lexicon.small):
                at += 1
                continue
            end, region = self._end(doc, words, at, taken, bool(rank))
            if end > at:
                found += self._made(doc, Chunk(at, end, _line(doc, at, end), rank, titled, region))
            rank = (
                rank
                if end > at
                and end < len(doc)
                and words[end] in self._listing
                and rank
                and self.titles.is_plural(words, at)
                else ""
            )
            at = max(end, at + 1)
            if rank:
                at += words[at] in self._listing
        kept = [c for c in found if not self.titles.is_only_title(doc, words, c) and self._has_word(doc, c)]
        keys = {c.key for c in kept} | {
            c.key.rpartition(" ")[2] for c in kept if c.rank or self._given(doc, c)
        }
        units = covered(doc, "orbat.units")
        for chunk in kept:
            chunk.commands = chunk.start > 1 and chunk.start - 2 in units and words[chunk.start - 1] == "("
        kept = [c for c in kept if not self._is_force(doc, words, c)]
        return [part for chunk in kept for part in self._parted(doc, chunk, keys)]

    def _parted(self, doc: Doc, chunk: Chunk, keys: set[str]) -> list[Chunk]:
        """*At Talavera Wellesley attacked*: the place where and the man who, whom no comma parts."""
        words = [t.lower_ for t in doc[chunk.start : chunk.end]]
        lexicon = self.lexicon
        plain = chunk.end - chunk.start > 1 and not (chunk.rank or chunk.region or chunk.domain)
        before = chunk.start - 1 - (chunk.start > 1 and doc[chunk.start - 1].lower_ == "the")
        if not plain or before < 0 or doc[before].lower_ not in lexicon.locative:
            return [chunk]
        if any(len(word.rstrip(".")) == 1 for word in words):
            return [chunk]  # *in T. E. Selmon's book*
        tables = (lexicon.openers, lexicon.directions, lexicon.given, lexicon.particles)
        if any(words[0] in table for table in tables):
            return [chunk]
        if words[-1] in lexicon.place_nouns:
            return [chunk]
        for at in range(chunk.start + 1, chunk.end):
            place, man = _line(doc, chunk.start, at), _line(doc, at, chunk.end)
            if (
                man.isupper()
                or man in region_names()
                or (man in city_names() and man not in namesake_towns())
            ):
                continue
            if man.lower() in keys or lexicon.given.get(doc[at].lower_) == "given":
                return [Chunk(chunk.start, at, place), Chunk(at, chunk.end, man)]
        return [chunk]

    def _is_force(self, doc: Doc, words: list[str], chunk: Chunk) -> bool:
        """*the Guards*, *the Zouaves*, *Survey Group*: nouns for troops, whatever their capitals."""
        if chunk.rank or self._given(doc, chunk):
            return False
        found = self.lexicon.troops.ending(words, chunk.end)
        known = (
            words[chunk.end - 2] in self.lexicon.particles or words[chunk.end - 1] in self.lexicon.place_nouns
        )
        return found is not None and not known

    def _given(self, doc: Doc, chunk: Chunk) -> bool:
        """The name opens with a given name, and others follow."""
        return chunk.end - chunk.start > 1 and doc[chunk.start].lower_ in self.lexicon.given

    def _has_word(self, doc: Doc, chunk: Chunk) -> bool:
        """More than initials and a suffix: not *C.S.N.*, not *Jr.*."""
        return any(
            len(t.text.rstrip(".")) > 1 and "." not in t.text[:-1] and t.lower_ not in self.lexicon.suffixes
            for t in doc[chunk.start : chunk.end]
        )

    def _made(self, doc: Doc, chunk: Chunk) -> Iterator[Chunk]:
        """The chunk, told whether it has a place in it; in rough text each of a list without commas."""
        tokens = doc[chunk.start : chunk.end]
        plain = all(t.is_alpha for t in tokens) and all(map(is_capital, tokens))
        plain = plain and not chunk.region and not any(t.lower_ in self.lexicon.given for t in tokens)
        if len(tokens) > 2 and plain and sum(t.text in city_names() for t in tokens) * 2 >= len(tokens):
            yield from (Chunk(t.i, t.i + 1, t.text, listed=True) for t in tokens)
            return
        if len(tokens) > 2 and tokens[1].lower_ == "of":
            chunk.fief = tokens[0].lower_ in self.lexicon.fiefs and not chunk.rank
            chunk.domain = chunk.fief or tokens[0].lower_ in self.lexicon.given
            if chunk.fief:
                chunk.start = self.titles.begins(doc, chunk.start)
                chunk.text = _line(doc, chunk.start, chunk.end)
        chunk.ship = len(tokens) == 1 and not chunk.rank and tokens[0].lower_ in self.lexicon.common
        yield chunk

    # ------------------------------------------------------------ one name
    def _end(self, doc: Doc, words: list[str], start: int, taken: set[int], ranked: bool) -> tuple[int, bool]:
        """Where the name that starts at `start` ends (there where none does), and if it is a region."""
        if start in taken:
            return start, False
        region = self.lexicon.regions.starting(words, start) if is_capital(doc[start]) else None
        region_end = region[0] if region and taken.isdisjoint(range(start, region[0])) else 0
        if not (
            region_end
            or self.openings.opens(doc, words, start)
            or self.openings.particle_opens(doc, words, start, ranked)
            or (ranked and self.titles.surname_direction(doc, words, start))
        ):
            return start, False
        end = region_end or start + 1
        if region_end and region_end < len(doc) and not self._extends_region(doc, words, region_end):
            return region_end, True  # *President of the United States George Selmon*
        while end < len(doc) and end not in taken:
            step = self._step(doc, words, end, ranked) or self._belonging(doc, words, start, end, ranked)
            if not step or not taken.isdisjoint(range(end, end + step)):
                break
            end += step
        while end - 1 > start and self._dangles(doc, words, end - 1):
            end -= 1
        end += self._leans(doc, words, start, end)
        return end, end == region_end

    def _belonging(self, doc: Doc, words: list[str], start: int, end: int, ranked: bool) -> int:
        """Tokens of a place or an epithet that belong to the name before them: *of Savoy*, *the Great*."""
        return self.titles.domain(doc, words, start, end, ranked=ranked) or self.titles.epithet(
            doc, words, start, end
        )

    def _extends_region(self, doc: Doc, words: list[str], at: int) -> bool:
        """A name of several words goes on: *New York City*, *United States-*."""
        return not is_capital(doc[at]) or words[at] in self.lexicon.place_nouns

    def _dangles(self, doc: Doc, words: list[str], at: int) -> bool:
        """The token cannot end a name: a particle or hyphen that nothing follows."""
        return not (
            is_capital(doc[at])
            or doc[at].text == "."
            or doc[at].is_digit
            or words[at] in self.lexicon.suffixes
            or self._lower_part(doc, words, at)
        )

    def _leans(self, doc: Doc, words: list[str], start: int, end: int) -> bool:
        """A generic noun in small letters belongs to the name before it: *the Hindenburg line*."""
        if (
            end >= len(doc)
            or words[end] not in self.lexicon.leaning
            or not start
            or words[start - 1] != "the"
        ):
            return False
        return not self.lexicon.sides.starting(words, start)

    def _lower_part(self, doc: Doc, words: list[str], at: int) -> bool:
        """A small letter that belongs: the second half of *Kai-shek*."""
        return at > 1 and doc[at - 1].text in MARKS and words[at] not in self.lexicon.particles

    # ------------------------------------------------------------ the next word
    def _step(self, doc: Doc, words: list[str], at: int, ranked: bool) -> int:
        """How many tokens from `at` on belong to the name that runs up to it; 0 where it has ended."""
        if is_capital(doc[at]):
            return int(not self._ranks(doc, words, at) and self._continues(doc, words, at))
        if at + 1 >= len(doc):
            return 0
        return (
            self._hyphenated(doc, at)
            or self._particle_length(doc, words, at)
            or (3 if self.openings.article(doc, words, at) else 0)
            or self.titles.height(doc, words, at)
            or int(self._abbreviates(doc, words, at, ranked))
            or self._owned_place(doc, words, at)
        )

    def _ranks(self, doc: Doc, words: list[str], at: int) -> bool:
        """A short form of a rank begins another name: *Bengal Gen. Selmon*."""
        title = self.lexicon.ranks.starting(words, at)
        return title is not None and doc[title[0] - 1].text.endswith(".") and title[0] < len(doc)

    def _owned_place(self, doc: Doc, words: list[str], at: int) -> int:
        """Tokens of *'s Hill* in *Selmon's Hill*, or of *of Quebec* after a noun for a place."""
        lexicon = self.lexicon
        if words[at] in self._possessive and is_capital(doc[at + 1]) and words[at + 1] in lexicon.place_nouns:
            return 2
        return of_name(lexicon, doc, words, at) if words[at - 1] in lexicon.place_nouns else 0

    def _particle_length(self, doc: Doc, words: list[str], at: int) -> int:
        """Particles from `at` on before a capital: *de Wet*, *de la Palma*; 0 where there is none."""
        if words[at] not in self.lexicon.particles:
            return 0
        if is_capital(doc[at + 1]):
            return 1
        second = words[at + 1] in self.lexicon.particles and at + 2 < len(doc)
        return 2 if second and is_capital(doc[at + 2]) else 0

    @staticmethod
    def _hyphenated(doc: Doc, at: int) -> int:
        """Tokens from the hyphen at `at` on that belong: *Kai-shek*, *Qasr-e-Shirin*, not *Moscow-led*."""
        tight = not doc[at].whitespace_ and not doc[at - 1].whitespace_ and doc[at + 1].is_alpha
        if doc[at].text not in MARKS or not tight:
            return 0
        if is_capital(doc[at + 1]):
            return 2
        if at + 2 < len(doc) and doc[at + 2].text in MARKS:
            return 4 if at + 3 < len(doc) and is_capital(doc[at + 3]) else 0
        return 2 if doc[at + 1].tag_ in _NOMINAL else 0

    def _abbreviates(self, doc: Doc, words: list[str], at: int, ranked: bool) -> bool:
        """The full stop at `at` closes an initial or *St.*, or a first name with rank before an initial."""
        before, after = doc[at - 1], doc[at + 1]
        if doc[at].text != "." or before.whitespace_ or not is_capital(after):
            return False
        if len(before.text) == 1 or f"{words[at - 1]}." in self.lexicon.abbreviations:
            return True
        return ranked and len(after.text.rstrip(".")) == 1

    def _continues(self, doc: Doc, words: list[str], at: int) -> bool:
        token = doc[at]
        if doc[at - 1].is_space or (token.is_sent_start and doc[at - 1].text != "."):
            return False
        if words[at] in self.lexicon.function_words and doc[at - 1].text.endswith("."):
            initial = after_initial(doc, at)  # *Jubal A. Early*, not *Year I. It*, *of the C.S.N. At*
            if not initial or token.pos_ in CLOSED:
                return False
        if (
            words[at] in self.lexicon.place_nouns
            or words[at] in self.lexicon.suffixes
            or after_initial(doc, at)
        ):
            return True
        if self.lexicon.sides.starting(words, at) and not self.lexicon.openers.get(words[at - 1]):
            surname = self.lexicon.given.get(words[at - 1]) == "given"  # *Mark Norman*, *John French*
            return surname and at + 1 < len(doc) and doc[at + 1].pos_ not in _NOMINAL_POS
        if words[at - 1] in self.lexicon.particles and is_capital(doc[at - 1]):
            return True  # *James Van Fleet*
        return words[at] not in self.lexicon.inner_stops or words[at] in self.lexicon.directions


def _line(doc: Doc, start: int, end: int) -> str:
    """The words from token `start` to `end` in one line."""
    return " ".join(doc[start:end].text.split())
