"""Every fact rests on words that stand at their offsets in the file as it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from spacy.language import Language

from orbat.annotate import annotate_text
from orbat.extract import extract
from orbat.model import CleanText, Document, OffsetMap, Repair, Source
from orbat.resources import samples_dir

pytestmark = pytest.mark.model

ORIGINAL = "Xx German ar\u00admy took K\u00adiev. Then Kluge's 4th Army attacked Moscow."


def repaired() -> CleanText:
    marks = [i for i, c in enumerate(ORIGINAL) if c == "\u00ad"]
    repairs = (Repair(0, 2, "Xx", "The", "test"), *(Repair(i, i + 1, "\u00ad", "", "test") for i in marks))
    source = Source("document/x", "x.txt", ORIGINAL, hashlib.sha256(ORIGINAL.encode()).hexdigest())
    return CleanText(source, "The" + ORIGINAL[2:].replace("\u00ad", ""), OffsetMap(repairs))


def check(document: Document, original: str) -> None:
    passages = [m.evidence for m in document.mentions] + [f.evidence for f in document.facts]
    passages += [f.time.resolved_from for f in document.facts if f.time and f.time.resolved_from]
    assert passages
    assert [p for p in passages if original[p.start : p.end] != p.quote] == []


def test_evidence_stands_in_the_unrepaired_file(nlp: Language) -> None:
    clean = repaired()
    document = extract(annotate_text(nlp, clean.text), clean)
    check(document, ORIGINAL)
    assert {f.kind for f in document.facts} >= {"Capture", "Command"}


@pytest.mark.parametrize("path", sorted(samples_dir().glob("*-*.txt")), ids=lambda p: p.stem)
def test_evidence_of_samples_stands_in_their_files(nlp: Language, path: Path) -> None:
    from orbat.read import read_source
    from orbat.repair import repair

    clean = repair(read_source(path, path.name))
    check(extract(annotate_text(nlp, clean.text), clean), clean.source.text)


def test_facts_are_the_same_each_time(nlp: Language) -> None:
    clean = repaired()
    first, second = (extract(annotate_text(nlp, clean.text), clean) for _ in range(2))
    assert first == second
