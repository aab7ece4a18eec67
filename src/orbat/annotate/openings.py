"""Where names begin: which capitalized words open one, and which only open a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.attrs import IS_TITLE
from spacy.tokens import Doc

from orbat.annotate.lexicon import Lexicon
from orbat.annotate.spans import is_capital
from orbat.annotate.titles import Titles

MARKS = frozenset({"-", "–"})
"""What joins the halves of a name."""
CLOSED = frozenset({"DET", "PRON", "ADP", "CCONJ", "SCONJ"})
"""Parts of speech that are no name, even behind an initial."""
_MODEL_NAMES = frozenset({"PERSON", "GPE", "LOC", "FAC", "ORG"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_UNNAMED = frozenset({"RB", "IN"})
"""Tags of words that open sentences and are no name: *Simultaneously*."""
_HEADING = 9  # tokens that a heading has at most, its line break counted
_SHOUTED = 5  # letters of a word of English in capitals that is neither acronym nor name
_SHORTEST = 3  # letters of a word that no dictionary knows and that is a name for that


class Openings:
    """Knows of one text at a time which words are names elsewhere in it; `read` takes up the next."""

    def __init__(self, lexicon: Lexicon, titles: Titles) -> None:
        """Without a text."""
        self.lexicon, self.titles = lexicon, titles
        self._naval = False
        self._inside: set[int] = set()  # words that the text writes with a capital inside a sentence
        self._borne: frozenset[tuple[str, str]] = frozenset()  # particle and surname of the text's full names
        self._odd: frozenset[str] = frozenset()

    def read(self, doc: Doc, words: list[str], capital: Sequence[bool], *, naval: bool) -> None:
        """Takes up a text, of whose tokens `capital` says which are written as names are."""
        self._naval = naval
        self._inside = {doc[i].orth for i in range(len(doc)) if capital[i] and not doc[i].is_sent_start}
        self._borne = frozenset(
            (words[i], words[i + 1])
            for i in range(1, len(doc) - 1)
            if words[i] in self.lexicon.particles and capital[i - 1] and capital[i + 1]
        )
        self._odd = self._odd_surnames(doc, words)

    def opens(self, doc: Doc, words: list[str], at: int) -> bool:
        """Whether a capitalized word opens a name."""
        if not is_capital(doc[at]):
            return False
        return self._surely(doc, words, at) or (
            not self._common(doc, words, at) and self._likely(doc, words, at)
        )

    def _surely(self, doc: Doc, words: list[str], at: int) -> bool:
        """What follows makes it a name: *Duke of Selm*, *Hill 60*, *Fort Selmon*, *East Selm*."""
        lexicon, word = self.lexicon, words[at]
        if word in self._odd:
            return False
        follows = at + 1 < len(doc) and is_capital(doc[at + 1]) and not doc[at].is_sent_end
        return (
            (word in lexicon.fiefs and self.titles.domain(doc, words, at, at + 1, ranked=False) > 0)
            or self.titles.numbered(doc, words, at)
            or (word in lexicon.openers and follows)
            or (word in lexicon.place_nouns and of_name(lexicon, doc, words, at + 1) > 0)
            or (word in lexicon.inner_stops and self._before_name(doc, words, at))
            or (self._naval and self._christened(doc, word, at))
            or self._named_for_people(doc, words, at)
        )

    def _common(self, doc: Doc, words: list[str], at: int) -> bool:
        """A word that alone is no name: a stop word, a side, a word of English in capitals."""
        lexicon, word = self.lexicon, words[at]
        if word in self._odd:
            return False
        shouted = doc[at].is_upper and len(word) >= _SHOUTED and word in lexicon.english
        return word in lexicon.stops or lexicon.sides.starting(words, at) is not None or shouted

    def _likely(self, doc: Doc, words: list[str], at: int) -> bool:
        token = doc[at]
        if words[at] in self._odd:
            adverb = token.is_sent_start and token.tag_ == "RB" and doc[at + 1 : at + 2].text.islower()
            return token.dep_ not in {"amod", "compound"} and not adverb  # *Early in May*
        placed = token.is_sent_start or (at > 0 and doc[at - 1].is_quote)
        return self._names_at_start(doc, words[at], at) if placed else True

    def particle_opens(self, doc: Doc, words: list[str], at: int, ranked: bool) -> bool:
        """*General de Bono*; without a rank only particles that are no word of English: *von Bock*.

        The particle of a full name that the text has elsewhere counts, too: *Emilio de Bono* ... *de Bono*.
        """
        if at + 1 >= len(doc):
            return False
        if self.article(doc, words, at):
            return True
        particles = self.lexicon.particles if ranked else self.lexicon.opening_particles
        second = words[at] in particles and words[at + 1] in self.lexicon.particles
        if second and at + 2 < len(doc) and is_capital(doc[at + 2]):
            return True  # *von der Selm*
        return is_capital(doc[at + 1]) and (
            words[at] in particles or (words[at], words[at + 1]) in self._borne
        )

    def article(self, doc: Doc, words: list[str], at: int) -> bool:
        """The token is the article of an Arabic name: *al-Sistani*."""
        return (
            words[at] in self.lexicon.articles
            and at + 2 < len(doc)
            and doc[at + 1].text in MARKS
            and not doc[at].whitespace_
            and not doc[at + 1].whitespace_
            and is_capital(doc[at + 2])
        )

    def _named_for_people(self, doc: Doc, words: list[str], at: int) -> bool:
        """A given name that is a people's, too, and a surname that is no word of English: *Norman Selm*."""
        given = self.lexicon.given.get(words[at]) == "given" and self.lexicon.sides.starting(words, at)
        if not given or at + 1 >= len(doc) or not is_capital(doc[at + 1]):
            return False
        return bool(self.lexicon.english) and words[at + 1] not in self.lexicon.english

    def _christened(self, doc: Doc, word: str, at: int) -> bool:
        """A common word in capitals inside a sentence, alone, of a text about ships: *in the Victory*."""
        token, lexicon = doc[at], self.lexicon
        alone = at + 1 == len(doc) or not is_capital(doc[at + 1])
        if word not in lexicon.common or not alone or (at and is_capital(doc[at - 1])):
            return False
        named = not token.is_sent_start or token.orth in self._inside
        return named and word not in lexicon.ranks and word not in lexicon.troops

    def _names_at_start(self, doc: Doc, word: str, at: int) -> bool:
        """Whether a word that its place alone may have made capital is a name."""
        token, lexicon = doc[at], self.lexicon
        if token.orth in self._inside:
            return True
        if token.like_num or (word in lexicon.english and _heading(doc, at)) or lexicon.english.verb(word):
            return False
        foreign = bool(lexicon.english) and len(word) >= _SHORTEST and word not in lexicon.english
        if (foreign and token.is_alpha) or (word in lexicon.given and token.tag_ in _NOUNS):
            return True
        return token.tag_ not in _UNNAMED and (
            token.pos_ in {"PROPN", "X"} or token.ent_type_ in _MODEL_NAMES
        )

    def _before_name(self, doc: Doc, words: list[str], at: int) -> bool:
        """A common word in capitals inside a sentence, and a name after it: *East Africa*, *Front Royal*.

        A direction may open the sentence, too: *South Selmonia fell*.
        """
        direction = words[at] in self.lexicon.directions
        if not direction and at and (words[at - 1] == "of" or is_capital(doc[at - 1])):
            return False  # *Chief of Staff Halder*: the end of a title
        if at + 1 >= len(doc) or not is_capital(doc[at + 1]) or (at and doc[at - 1].is_quote):
            return False
        if not direction and (not at or doc[at].is_sent_start):
            return False
        return (
            words[at + 1] not in self.lexicon.stops
            and not self.lexicon.sides.starting(words, at + 1)
            and not self.lexicon.ranks.starting(words, at)
        )

    def _odd_surnames(self, doc: Doc, words: list[str]) -> frozenset[str]:
        """Words that elsewhere are a side's adjective or a stop, but a surname here.

        They stand after an initial (*Jubal A. Early*) or own troops (*Early's army*).
        """
        found = set()
        for at in doc.to_array(IS_TITLE).nonzero()[0].tolist():
            token = doc[at]
            if not (token.lower_ in self.lexicon.stops or self.lexicon.sides.get(token.lower_)):
                continue
            named = at > 0 and token.pos_ not in CLOSED and after_initial(doc, at)
            if named or self._owns_troops(doc, words, at):
                found.add(token.lower_)
        return frozenset(found)

    def _owns_troops(self, doc: Doc, words: list[str], at: int) -> bool:
        if at + 2 >= len(doc) or doc[at + 1].tag_ != "POS":
            return False
        people = self.lexicon.sides.get(words[at]) and doc[at - 1].lower_ != "the"  # *French's cavalry*
        if words[at] not in self.lexicon.function_words and not people:
            return False
        return self.lexicon.troops.starting(words, at + 2) is not None


def _heading(doc: Doc, at: int) -> bool:
    """The line that begins with the token at `at` is short and no full stop ends it: *Background*."""
    for token in doc[at + 1 : at + _HEADING]:
        if token.is_space and "\n" in token.text:
            return not doc[token.i - 1].is_punct
    return False


def of_name(lexicon: Lexicon, doc: Doc, words: list[str], at: int) -> int:
    """Length of *of (the) Quebec* after a capitalized noun for a place, 0 where it is not there."""
    if at + 1 >= len(doc) or words[at] != "of":
        return 0
    name = at + 1 + (words[at + 1] == "the")
    return (
        name + 1 - at if name < len(doc) and is_capital(doc[name]) and words[name] not in lexicon.stops else 0
    )


def after_initial(doc: Doc, at: int) -> bool:
    """The word before the token at `at` is an initial."""
    before = doc[at - 1]
    if len(before.text) == 2 and before.text[0].isupper() and before.text[1] == ".":
        return True
    return before.text == "." and at > 1 and len(doc[at - 2].text) == 1 and doc[at - 2].is_upper
