import os
from hashlib import sha256
from pathlib import Path

import pytest

from orbat.errors import InputError
from orbat.model import Source
from orbat.read import find_sources, read_source, read_sources


def read(folder: Path, data: bytes, name: str = "war.txt") -> Source:
    file = folder / name
    file.write_bytes(data)
    return read_source(file, name)


def test_read_source_gives_characters_hash_and_id(tmp_path: Path) -> None:
    data = "Der Krieg begann früh.\n".encode()
    source = read(tmp_path, data)
    digest = sha256(data).hexdigest()
    assert source == Source(
        f"document/war-{digest[:8]}", "war.txt", data.decode(), digest, "utf-8", "text/plain"
    )


def test_read_source_leaves_newlines_as_they_are(tmp_path: Path) -> None:
    assert read(tmp_path, b"one\r\ntwo\rthree\n").text == "one\r\ntwo\rthree\n"


@pytest.mark.parametrize("name", ["war.md", "war.markdown", "WAR.MD"])
def test_read_source_knows_markdown_by_its_name(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, b"# War", name).media_type == "text/markdown"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\0\0"),
        ("utf-32-be", b"\0\0\xfe\xff"),
    ],
)
def test_read_source_keeps_the_byte_order_mark(tmp_path: Path, encoding: str, mark: bytes) -> None:
    """Offsets are those of the file as decoded, the mark's character included."""
    source = read(tmp_path, mark + "Zürich fell.".encode(encoding))
    assert (source.text, source.encoding) == ("\ufeffZürich fell.", encoding)


def test_read_source_reads_a_few_accents_as_western_european(tmp_path: Path) -> None:
    text = "The general Kléber held the bridge — “for an hour” — while the column crossed the river and fled."
    source = read(tmp_path, text.encode("cp1252"))
    assert (source.text, source.encoding) == (text, "cp1252")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Немецкая армия начала наступление на Москву осенью, и бои продолжались всю зиму. " * 3),
        ("gb18030", "德军向莫斯科发动进攻，苏军在城外顽强抵抗，战斗持续了整个冬天。" * 5),
    ],
)
def test_read_source_recognizes_other_scripts(tmp_path: Path, encoding: str, text: str) -> None:
    assert read(tmp_path, text.encode(encoding)).text == text


def test_read_source_bears_a_stray_control_character(tmp_path: Path) -> None:
    assert read(tmp_path, b"The army\x0c moved\x02 north.").text == "The army\x0c moved\x02 north."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty; expected a text"),
        (b" \r\n\t \n", "holds nothing but blanks"),
        (b"\xef\xbb\xbf \n", "holds nothing but blanks"),
        (b"%PDF-1.7 text", "found a PDF document, expected plain text or Markdown"),
        (b"PK\x03\x04rest", "found a ZIP archive"),
        (b"{\\rtf1 words}", "found a Rich Text document"),
        (b"words\x00and NUL", "NUL bytes"),
        (b"\x01\x02\x03\x04 word \x05\x06\x07", "found binary data"),
        (b"\xff\xfea\x00\x00\xd8", "the byte order mark says utf-16-le, but byte 4 is not utf-16-le"),
        (b"\xef\xbb\xbfabc\xff", "the byte order mark says utf-8, but byte 6 is not utf-8"),
    ],
)
def test_read_source_refuses_what_is_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message.replace("(", r"\(")) as caught:
        read(tmp_path, data)
    assert "war.txt" in str(caught.value)


def test_read_source_refuses_bytes_in_no_encoding(tmp_path: Path) -> None:
    noise = bytes(128 + (i * 89 + i * i * 7) % 128 for i in range(4000))
    with pytest.raises(InputError, match=r"text in no known encoding; save the file as UTF-8"):
        read(tmp_path, noise)


def test_read_source_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file '.*gone\.txt'"):
        read_source(tmp_path / "gone.txt", "gone.txt")


def test_read_source_refuses_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_source(tmp_path, "folder")


def test_read_source_refuses_a_pipe_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        read_source(tmp_path / "pipe.txt", "pipe.txt")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_read_source_refuses_a_forbidden_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("words")
    (tmp_path / "secret.txt").chmod(0)
    with pytest.raises(InputError, match="permission denied"):
        read_source(tmp_path / "secret.txt", "secret.txt")


def test_read_sources_reads_on_after_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One war.")
    (tmp_path / "b.txt").write_bytes(b"\x00\x00")
    (tmp_path / "c.txt").write_text("Another war.")
    outcomes = list(read_sources(find_sources([tmp_path])))
    assert [bool(outcome.source) for outcome in outcomes] == [True, False, True]
    assert "NUL bytes" in str(outcomes[1].error)


def test_read_sources_reads_the_same_content_once(tmp_path: Path) -> None:
    for name in ("a.txt", "copy.md"):
        (tmp_path / name).write_text("One war.")
    first, second = read_sources(find_sources([tmp_path]))
    assert first.source
    assert (second.source, second.error, second.same_as) == (None, None, "a.txt")


def test_read_sources_tells_apart_files_with_one_name(tmp_path: Path) -> None:
    for name in ("1812/report.txt", "1941/report.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"The war of {name}.")
    ids = [outcome.source.id for outcome in read_sources(find_sources([tmp_path])) if outcome.source]
    assert [source.rpartition("-")[0] for source in ids] == ["document/1812-report", "document/1941-report"]
