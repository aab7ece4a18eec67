"""The sources' texts in a graph folder: kept as they are, part of the version, and left out where asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS, Literal, URIRef

from orbat.errors import GraphError
from orbat.model import Document, Repair, Source
from orbat.store.texts import SourceText, packed_texts, read_text, text_file
from orbat.store.write import write

NODE = URIRef("https://w3id.org/orbat/id/unit/a")
QUADS = [(NODE, RDFS.label, Literal("A"), URIRef("https://w3id.org/orbat/id/graph/document/river"))]
REPAIR = Repair(2, 4, "xy", "", "demo")


def document(text: str, id_: str = "document/river") -> Document:
    return Document(Source(id_, "river.txt", text, "00"), (), (), (REPAIR,))


@pytest.mark.parametrize("text", ["Plain.", "Zwölf “Wörter”\r\n\x00", "a lone surrogate \ud800 stays", ""])
def test_a_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    graph = write(QUADS, tmp_path, {}, texts=packed_texts([document(text)]))
    assert read_text(graph.home, "document/river") == SourceText("river.txt", text, (REPAIR,))


def test_the_same_texts_give_the_same_bytes() -> None:
    one, other = document("One.", "document/one"), document("Two.", "document/two")
    assert packed_texts([one, other]) == packed_texts([other, one])


def test_texts_are_part_of_the_version(tmp_path: Path) -> None:
    with_text = write(QUADS, tmp_path, {}, texts=packed_texts([document("One.")])).version
    assert write(QUADS, tmp_path, {}).version != with_text
    assert write(QUADS, tmp_path, {}, texts=packed_texts([document("Two.")])).version != with_text
    assert write(QUADS, tmp_path, {}, texts=packed_texts([document("One.")])).version == with_text


def test_a_text_that_is_not_kept_is_none(tmp_path: Path) -> None:
    graph = write(QUADS, tmp_path, {})
    assert read_text(graph.home, "document/river") is None


@pytest.mark.parametrize(
    "id_", ["document/../report", "../report", "document/", "/etc/passwd", "document/a/b", ".x"]
)
def test_an_id_leads_nowhere_else(tmp_path: Path, id_: str) -> None:
    graph = write(QUADS, tmp_path, {}, texts=packed_texts([document("One.")]))
    assert text_file(id_) is None
    assert read_text(graph.home, id_) is None


def test_a_document_with_another_id_is_refused() -> None:
    with pytest.raises(GraphError, match="expected `document/` and a name"):
        packed_texts([document("One.", "document/a b")])


def test_a_broken_text_is_told(tmp_path: Path) -> None:
    graph = write(QUADS, tmp_path, {}, texts={"river.json": b'{"name": 1'})
    with pytest.raises(GraphError, match=r"river\.json cannot be read"):
        read_text(graph.home, "river")
