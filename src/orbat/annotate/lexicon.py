"""What the rules know of the words that names are made of, in one place for all who read names."""

from __future__ import annotations

from spacy.language import Language
from spacy.lookups import Lookups

from orbat.annotate.gazetteer import region_names
from orbat.annotate.spans import PhraseTable, term_table
from orbat.model import Label
from orbat.rules import load
from orbat.rules.schema import Cue, Echelon, Side, Term

HEIGHT = "place.before.height"
"""The rule for heights with a number."""
_SURE = 1.6
"""Weight of a cue that is all but proof of a place: *in*, *at*, *near*."""


class Lexicon:
    """Ranks, particles, nouns for places, given names, sides and stop words, as tables and sets."""

    def __init__(self, nlp: Language) -> None:
        """Reads them, split into words as `nlp` splits a text."""
        self.ranks = term_table("ranks", nlp)
        self.place_nouns = term_table("place_kinds", nlp)
        self.openers = term_table("place_openers", nlp)
        self.abbreviations = frozenset(f for f in _forms("place_openers") if f.endswith("."))
        self.heights = frozenset(f for t in load("place_openers", Term) if t.id == HEIGHT for f in t.forms)
        self.leaning = frozenset(_forms("place_leaning"))
        self.directions = frozenset(_forms("directions"))
        self.regions = PhraseTable(((n, True) for n in region_names() if " " in n), nlp)
        sides = load("sides", Side)
        self.sides = PhraseTable(((f, s) for s in sides for f in (*s.adjectives, *s.people)), nlp)
        self.states = PhraseTable(((f, s) for s in sides if s.kind == "State" for f in s.states), nlp)
        self.troops = PhraseTable(((f, True) for e in load("echelons", Echelon) for f in e.forms), nlp)
        self.given = {f: t.kind for t in load("given_names", Term) for f in t.forms}
        stops = _by_id("name_stops")
        self.stops = frozenset().union(*stops.values())
        self.common = stops["stop.common"]
        self.function_words = stops["stop.function"]
        self.inner_stops = self.stops - self.function_words
        particles = _by_id("particles")
        self.particles = particles["particle.name"]
        self.opening_particles = particles["particle.opening"]
        self.articles = particles["particle.article"]
        self.small = self.particles | self.opening_particles | self.articles
        self.suffixes = particles["particle.suffix"]
        self.name_openers = particles["particle.saint"]
        self.prefixes = tuple(f for t in load("name_parts", Term) if t.kind == "prefix" for f in t.forms)
        before = (c for c in load("cues", Cue) if c.where == "before" and c.label == Label.PLACE.value)
        self.locative = frozenset(word for cue in before if cue.weight >= _SURE for word in cue.words)
        self.surname_nouns = frozenset(_forms("name_places"))
        self.fiefs = frozenset(_forms("name_fiefs"))
        self.english = Dictionary(nlp)

    def prefixed(self, word: str) -> bool:
        """*O'Higgins*, *McClellan*, *d'Erlon*: a prefix of surnames, and a capital after it."""
        return any(
            word[len(p) : len(p) + 1].isupper() and (word.startswith(p) or word.startswith(p.title()))
            for p in self.prefixes
        )


class Dictionary:
    """The words of English that the pipeline's lemmatizer knows, inflected or not, if it has a table."""

    def __init__(self, nlp: Language) -> None:
        """Takes the tables of the pipeline's rule-based lemmatizer."""
        lemmatizer = nlp.get_pipe("lemmatizer") if "lemmatizer" in nlp.component_names else None
        lookups = getattr(lemmatizer, "lookups", Lookups())
        tables = [lookups.get_table(name, {}) for name in ("lemma_index", "lemma_exc", "lemma_rules")]
        index, exceptions, rules = tables
        self._known = frozenset(word for words in index.values() for word in words)
        self._known |= {word for words in exceptions.values() for word in words}
        self._endings = tuple(sorted({(old, new) for pairs in rules.values() for old, new in pairs}))
        self._verbal = tuple((old, new) for old, new in rules.get("verb", ()) if not old.endswith("s"))

    def __contains__(self, word: object) -> bool:
        """Whether `word`, in small letters, is an English word or a form of one."""
        return isinstance(word, str) and self._has(word)

    def _has(self, word: str) -> bool:
        return word in self._known or self._ends(word, self._endings)

    def verb(self, word: str) -> bool:
        """Whether `word` is a verb's participle or past tense, and no word besides: *overruling*."""
        return word not in self._known and self._ends(word, self._verbal)

    def _ends(self, word: str, endings: tuple[tuple[str, str], ...]) -> bool:
        return any(
            word[: len(word) - len(old)] + new in self._known for old, new in endings if word.endswith(old)
        )

    def __bool__(self) -> bool:
        return bool(self._known)


def _forms(file: str) -> list[str]:
    return [form for term in load(file, Term) for form in term.forms]


def _by_id(file: str) -> dict[str, frozenset[str]]:
    return {term.id: frozenset(term.forms) for term in load(file, Term)}
