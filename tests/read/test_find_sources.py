from pathlib import Path

import pytest

from orbat.errors import InputError
from orbat.read import find_sources


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "a.md",
        "deep/er/c.text",
        "deep/d.MARKDOWN",
        "notes.pdf",
        ".hidden.txt",
        ".git/e.txt",
    ):
        file = tmp_path / "corpus" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"The text of {name}.")
    return tmp_path / "corpus"


def names(*paths: Path) -> list[str]:
    return [found.name for found in find_sources(paths)]


def test_find_sources_searches_folders_to_the_bottom(folder: Path) -> None:
    assert names(folder) == ["a.md", "b.txt", "deep/d.MARKDOWN", "deep/er/c.text"]


def test_find_sources_gives_paths_that_open(folder: Path) -> None:
    assert find_sources([folder])[0].path == folder / "a.md"


def test_find_sources_passes_over_hidden_files_and_other_formats(folder: Path) -> None:
    assert not {"notes.pdf", ".hidden.txt", ".git/e.txt"} & set(names(folder))


def test_find_sources_takes_a_named_file_whatever_its_suffix(folder: Path) -> None:
    assert names(folder / "notes.pdf", folder / ".hidden.txt") == ["notes.pdf", ".hidden.txt"]


def test_find_sources_keeps_the_order_of_the_paths(folder: Path) -> None:
    assert names(folder / "b.txt", folder / "a.md") == ["b.txt", "a.md"]


def test_find_sources_lists_a_file_once(folder: Path) -> None:
    again = folder / "deep" / ".." / "b.txt"
    assert names(folder, folder / "b.txt", again) == ["a.md", "b.txt", "deep/d.MARKDOWN", "deep/er/c.text"]


def test_find_sources_lengthens_names_that_two_files_share(tmp_path: Path) -> None:
    for name in ("one/x/war.txt", "two/x/war.txt", "two/peace.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    found = names(tmp_path / "one" / "x", tmp_path / "two" / "x", tmp_path / "two" / "peace.txt")
    assert found == ["one/x/war.txt", "two/x/war.txt", "peace.txt"]


def test_find_sources_leaves_a_missing_file_to_the_reader(tmp_path: Path) -> None:
    assert names(tmp_path / "missing.txt") == ["missing.txt"]


def test_find_sources_refuses_a_folder_without_texts(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(InputError, match=r"holds no text to read; expected files ending in \.txt"):
        find_sources([tmp_path])


def test_find_sources_of_nothing_is_nothing() -> None:
    assert find_sources([]) == []


def test_readme_of_a_folder_is_no_account_but_is_read_when_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("What lies here.")
    (tmp_path / "war.txt").write_text("An account.")
    assert [found.name for found in find_sources([tmp_path])] == ["war.txt"]
    assert [found.name for found in find_sources([tmp_path / "README.md"])] == ["README.md"]
