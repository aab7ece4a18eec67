"""The pipeline as spaCy sees it: factories, length, processes, disk."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from orbat.annotate import annotate_text, load_pipeline
from orbat.annotate.factories import AFTER_MODEL, AMONG_MODEL
from orbat.annotate.pipeline import pieces
from orbat.errors import ModelError

TEXT = "On 5 May 1941 General Dorn's 16th Army took the town of Selmon with 300 tanks."


def test_factories_are_entry_points() -> None:
    names = {e.name for e in entry_points(group="spacy_factories") if e.value.startswith("orbat.")}
    assert names == {*AMONG_MODEL, *AFTER_MODEL}


@pytest.mark.parametrize("name", [*AMONG_MODEL, *AFTER_MODEL])
def test_factory_is_found_by_name(name: str) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    assert nlp.pipe_names == [name]


def test_missing_model_is_a_clear_error() -> None:
    with pytest.raises(ModelError, match="no spaCy pipeline 'xx_absent_model' is installed"):
        load_pipeline("xx_absent_model")


@pytest.mark.parametrize("text", ["", " ", "a" * 500, "One. Two. " * 100, "a\n\nb" * 200])
def test_pieces_join_to_the_text(text: str) -> None:
    cut = list(pieces(text, 50))
    assert "".join(cut) == text
    assert all(len(piece) <= 50 for piece in cut)


@pytest.mark.model
def test_long_text_is_read_in_pieces_and_keeps_its_characters(nlp: Language) -> None:
    text = TEXT + " " + "They waited there. " * 6000
    doc = annotate_text(nlp, text)
    assert doc.text == text
    assert [span.text for span in doc.spans["orbat.units"]] == ["16th Army"]


@pytest.mark.model
def test_spans_survive_bytes(nlp: Language) -> None:
    doc = annotate_text(nlp, TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for group in ("orbat.units", "orbat.people", "orbat.dates", "orbat.quantities"):
        before = [(s.start_char, s.end_char, s.label_, s.id_, s.kb_id_) for s in doc.spans[group]]
        assert before
        assert [(s.start_char, s.end_char, s.label_, s.id_, s.kb_id_) for s in again.spans[group]] == before


@pytest.mark.model
@pytest.mark.slow
def test_pipeline_survives_disk_and_processes(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    docs = again.pipe([TEXT, TEXT], n_process=2)
    assert [[s.text for s in doc.spans["orbat.units"]] for doc in docs] == [["16th Army"], ["16th Army"]]
