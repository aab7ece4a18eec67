"""Parts of speech and lemmas, worked out once for each kind of token instead of once for each token.

A rule-based attribute ruler and lemmatizer of spaCy look at a token's form, its tag and its dependency alone.
Run token by token they take a sixth of the pipeline's time; a text has some thousand kinds of token.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler, Lemmatizer
from spacy.tokens import Doc

if TYPE_CHECKING:
    from thinc.types import Ints2d

_OF_A_KIND = frozenset({"ORTH", "TEXT", "LOWER", "NORM", "SHAPE", "LENGTH", "IS_SPACE", "TAG", "DEP"})
_MODES = frozenset({"rule", "lookup"})
_READ = (ORTH, TAG, DEP)
_WRITTEN = (POS, MORPH, LEMMA)
_KEPT = 50_000  # kinds of token; memory may not grow with what is read
_BETWEEN = "\n"  # no pattern reaches over it

Kind = tuple[int, ...]
"""Form, tag and dependency of a token, or of several that a pattern may take together."""
Values = tuple[tuple[int, ...], ...]
"""For each token of a kind what is written, then its tag and dependency."""


def replaceable(nlp: Language) -> bool:
    """Whether the pipeline's ruler and lemmatizer look at nothing but the kind of a token."""
    if not {"attribute_ruler", "lemmatizer"} <= set(nlp.pipe_names):
        return False
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    return (
        isinstance(ruler, AttributeRuler)
        and isinstance(lemmatizer, Lemmatizer)
        and lemmatizer.mode in _MODES
        and all(_OF_A_KIND.issuperset(token) for pattern in _patterns(ruler) for token in pattern)
    )


class Attributes:
    """Writes what the pipeline's ruler and lemmatizer, which are disabled, would write."""

    def __init__(self, nlp: Language, name: str) -> None:
        """Keeps the pipeline, whose ruler and lemmatizer are asked about each kind of token once."""
        self.name = name
        self._nlp = nlp
        self._values: dict[Kind, Values] = {}
        self._opens: dict[Kind, bool] = {}
        self._longest: int | None = None

    def __call__(self, doc: Doc) -> Doc:
        """`doc` with parts of speech, morphology and lemmas."""
        if not len(doc):
            return doc
        if self._longest is None:
            self._prepare()
        if len(self._values) > _KEPT:
            self._values.clear()
            self._opens.clear()
        tokens: list[Kind] = list(map(tuple, doc.to_array(list(_READ)).tolist()))
        self._learn_openers(doc, tokens)
        kinds = self._kinds(tokens)
        self._learn(doc, kinds)
        rows = [row for kind in kinds for row in self._values[kind]]
        _write(doc, _WRITTEN, np.array([row[:3] for row in rows], dtype=np.uint64))
        for i, (row, token) in enumerate(zip(rows, tokens, strict=True)):
            if row[3:] != token[1:]:  # white space, which the tagger and the parser took for a word
                doc[i].tag, doc[i].dep = row[3:]
        return doc

    def _prepare(self) -> None:
        """Reads which patterns take several tokens; the ruler is still empty when the component is made."""
        patterns = list(_patterns(cast(AttributeRuler, self._nlp.get_pipe("attribute_ruler"))))
        self._longest = max(map(len, patterns), default=1)
        self._openers = Matcher(self._nlp.vocab)
        if first := [pattern[:1] for pattern in patterns if len(pattern) > 1]:
            self._openers.add("opener", first)

    def _learn_openers(self, doc: Doc, tokens: Iterable[Kind]) -> None:
        """Finds out which new kinds may be the first token of a longer pattern."""
        new = [kind for kind in dict.fromkeys(tokens) if kind not in self._opens]
        if not new:
            return
        sample = _sample(doc, new)
        opening = {start for _, start, _ in self._openers(sample, allow_missing=True)}
        for number, kind in enumerate(new):
            self._opens[kind] = number in opening

    def _kinds(self, tokens: Sequence[Kind]) -> list[Kind]:
        """The tokens one by one, but those that a longer pattern may take as one kind."""
        kinds: list[Kind] = []
        at, longest = 0, self._longest or 1
        opens = self._opens
        while at < len(tokens):
            if not opens[tokens[at]]:
                kinds.append(tokens[at])
                at += 1
                continue
            end = here = at
            while here <= end and here < len(tokens):
                if opens[tokens[here]]:
                    end = max(end, min(here + longest, len(tokens)) - 1)
                here += 1
            kinds.append(tuple(value for token in tokens[at : end + 1] for value in token))
            at = end + 1
        return kinds

    def _learn(self, doc: Doc, kinds: Iterable[Kind]) -> None:
        """Asks the ruler and the lemmatizer about new kinds, all in one text."""
        new = [kind for kind in dict.fromkeys(kinds) if kind not in self._values]
        if not new:
            return
        sample = _sample(doc, new)
        for name in ("attribute_ruler", "lemmatizer"):
            sample = self._nlp.get_pipe(name)(sample)
        rows = list(map(tuple, sample.to_array([*_WRITTEN, TAG, DEP]).tolist()))
        at = 0
        for kind in new:
            size = len(kind) // len(_READ)
            self._values[kind] = tuple(rows[at : at + size])
            at += size + (size > 1)


def _sample(doc: Doc, kinds: Iterable[Kind]) -> Doc:
    """A text of one specimen of each kind; a line break parts those of several tokens from what follows."""
    strings = doc.vocab.strings
    blank = (strings.add(_BETWEEN), 0, 0)
    parted = (kind if len(kind) == len(_READ) else kind + blank for kind in kinds)
    cells = np.array([value for kind in parted for value in kind], dtype=np.uint64)
    table = cells.reshape(-1, len(_READ))
    words = [strings[orth] for orth in table[:, 0].tolist()]
    sample = Doc(doc.vocab, words=words, spaces=[False] * len(words))
    _write(sample, (TAG, DEP), np.ascontiguousarray(table[:, 1:]))
    return sample


def _write(doc: Doc, attributes: Sequence[int], table: NDArray[np.uint64]) -> None:
    """Writes a column of `table` for each attribute; spaCy's type for arrays is older than its code."""
    doc.from_array(list(attributes), cast("Ints2d", table))


def _patterns(ruler: AttributeRuler) -> Iterable[list[dict[str, object]]]:
    """All token patterns of a ruler."""
    for rule in ruler.patterns:
        yield from cast(Iterable[list[dict[str, object]]], rule["patterns"])
