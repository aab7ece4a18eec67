"""Ranks and titles before names, and the titles that are names: *General Howe*, *the Duke of Wellington*."""

from __future__ import annotations

from spacy.tokens import Doc

from orbat.annotate.chunk import Chunk
from orbat.annotate.gazetteer import city_names
from orbat.annotate.lexicon import Lexicon
from orbat.annotate.spans import connectors, is_capital


class Titles:
    """Tells a rank that a name follows from one that stands alone."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Reads the small words around titles."""
        self._lexicon = lexicon
        self._appointing = connectors("appointing")

    def is_title(self, doc: Doc, words: list[str], end: int) -> bool:
        """A rank that ends at `end` is a title where a name follows: *General Howe*, no *General Staff*."""
        lexicon = self._lexicon
        if end >= len(doc) or doc[end - 1].is_sent_end:
            return False
        follows = lexicon.ranks.starting(words, end)
        if follows and follows[0] < len(doc) and self.is_title(doc, words, follows[0]):
            return True
        if follows:
            here = lexicon.ranks.ending(words, end)
            civil = follows[1].kind == "title" and here is not None and here[1].kind == "rank"
            return civil and follows[0] == end + 1 and is_capital(doc[end])  # *General Pope*, *Colonel King*
        noun = lexicon.place_nouns.starting(words, end)
        if noun and words[end] not in lexicon.surname_nouns:
            return False  # *Kings Mountain*, *Queen Streets*
        if words[end] in lexicon.particles and end + 1 < len(doc):
            name = end + 1 + (words[end + 1] in lexicon.particles)
            if name < len(doc) and is_capital(doc[name]):
                return True  # *Colonel de la Selm*
        return is_capital(doc[end]) and (
            words[end] not in lexicon.inner_stops or self.surname_direction(doc, words, end)
        )

    def surname_direction(self, doc: Doc, words: list[str], at: int) -> bool:
        """*Lord North resigned*; but *General West Point*, *Army Group North*."""
        alone = at + 1 >= len(doc) or not is_capital(doc[at + 1])
        return (
            words[at] in self._lexicon.directions
            and alone
            and doc[at].is_title
            and self._lexicon.ranks.ending(words, at) is not None
        )

    def is_only_title(self, doc: Doc, words: list[str], chunk: Chunk) -> bool:
        """*the Emperor*, *Prime Minister*; *Pope* is a name where no article, *as* or *of* says otherwise."""
        parts = chunk.key.split()
        title = None if chunk.rank else self._lexicon.ranks.starting(parts, 0)
        if title is None or title[0] < len(parts):
            return False
        before = doc[chunk.start - 1] if chunk.start else None
        alone = len(parts) == 1 and doc[chunk.start].tag_ == "NNP" and not words[chunk.start].endswith(".")
        if not alone or before is None or before.pos_ not in {"ADP", "VERB", "SCONJ", "CCONJ", "AUX", "PART"}:
            return True
        return before.lower_ in self._appointing or words[chunk.end : chunk.end + 1] == ["of"]

    @staticmethod
    def is_plural(words: list[str], at: int) -> bool:
        """*Generals* Zhang and Yang share their rank."""
        return any(word.rstrip(".").endswith("s") for word in words[max(at - 2, 0) : at])

    def begins(self, doc: Doc, start: int) -> int:
        """Where the title begins whose last word stands at `start`: *Crown Prince*, *Grand Duke*."""
        window = doc[max(start - 2, 0) : start + 1]
        found = self._lexicon.ranks.ending([t.lower_ for t in window], len(window))
        first = window.start + found[0] if found else start
        return first if is_capital(doc[first]) else start

    # ------------------------------------------------------------ heights
    def numbered(self, doc: Doc, words: list[str], at: int) -> bool:
        """A height or point and its number begin at `at`: *Hill 60*, *Pt. 140*."""
        stop = at + 1 < len(doc) and words[at + 1] == "."
        number = at + 1 + stop
        return words[at] in self._lexicon.heights and number < len(doc) and doc[number].is_digit

    def height(self, doc: Doc, words: list[str], at: int) -> int:
        """Tokens from `at` on that belong to the height whose noun stands before it: *60*, *. 213*."""
        if at and words[at - 1] in self._lexicon.heights and self.numbered(doc, words, at - 1):
            return 1 + (words[at] == ".")
        return 0

    # ------------------------------------------------------------ names with a place or an epithet in them
    def domain(self, doc: Doc, words: list[str], start: int, at: int, *, ranked: bool) -> int:
        """Tokens of *of Savoy* at `at` that belong to the name begun at `start`; 0 where they do not.

        They do after a title of nobility (*Duke of Wellington*) and after one given name (*Joan of Arc*,
        *Prince Eugene of Savoy*), but not where the place is a state that fights: *King Charles of Spain*.
        """
        lexicon = self._lexicon
        if words[at] != "of" or at != start + 1:
            return 0
        name = at + 1 + (at + 1 < len(doc) and words[at + 1] == "the")
        if name >= len(doc) or not is_capital(doc[name]) or words[name] in lexicon.stops:
            return 0
        fief = words[start] in lexicon.fiefs and not ranked and name == at + 1
        noble = ranked and start > 0 and words[start - 1] in lexicon.fiefs
        ruled = lexicon.states.starting(words, name) is not None
        given = lexicon.given.get(words[start])
        named = given is not None or self._unknown(doc, words, start)
        return name + 1 - at if fief or (named and (noble or not ruled)) else 0

    def _unknown(self, doc: Doc, words: list[str], at: int) -> bool:
        """The model takes for a man's a name that no dictionary and no gazetteer has: *Raynald of Selm*."""
        token = doc[at]
        strange = bool(self._lexicon.english) and words[at] not in self._lexicon.english
        return token.ent_type_ == "PERSON" and strange and token.text not in city_names()

    def epithet(self, doc: Doc, words: list[str], start: int, at: int) -> int:
        """Tokens of *the Great* at `at` that belong to the given name begun at `start`; 0 where none do."""
        lexicon = self._lexicon
        after = at + 1
        if (
            words[at] != "the"
            or words[start] not in lexicon.given
            or at - start > _LONGEST
            or after >= len(doc)
        ):
            return 0
        if doc[at - 1].is_sent_end or not doc[after].is_title or words[after] in lexicon.troops:
            return 0
        more = after + 1 < len(doc) and is_capital(doc[after + 1])
        other = lexicon.sides.starting(words, after) or lexicon.place_nouns.starting(words, after)
        return 0 if more or other or lexicon.ranks.starting(words, after) else 2


_LONGEST = 2  # tokens of a name before its epithet: *Frederick II the Great*
