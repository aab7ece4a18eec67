"""The files of pages: packed for who takes it, kept for as long as is right."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from orbat.serve.files import Files

SCRIPT = b"export const answer = 42;\n" * 100
Get = Callable[..., httpx.Response]


@pytest.fixture
def get(tmp_path: Path) -> Get:
    """Asks for a path, with headers."""
    (tmp_path / "chunks").mkdir()
    for path in (tmp_path / "page.js", tmp_path / "chunks" / "page-ABC.js"):
        path.write_bytes(SCRIPT)
    (tmp_path / "page.js.gz").write_bytes(gzip.compress(SCRIPT))
    transport = httpx.ASGITransport(Files(directory=tmp_path))

    async def ask(path: str, headers: dict[str, str]) -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path, headers=headers)

    return lambda path, **headers: asyncio.run(
        ask(path, {name.replace("_", "-"): value for name, value in headers.items()})
    )


def test_a_packed_copy_is_sent_to_who_takes_it(get: Get) -> None:
    answer = get("/page.js", accept_encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.content == SCRIPT
    assert int(answer.headers["Content-Length"]) < len(SCRIPT)


def test_a_client_without_gzip_gets_the_file_itself(get: Get) -> None:
    answer = get("/page.js", accept_encoding="identity")
    assert "Content-Encoding" not in answer.headers
    assert answer.content == SCRIPT


def test_a_name_that_stays_is_asked_for_again_and_a_hashed_one_is_not(get: Get) -> None:
    assert "no-cache" in get("/page.js").headers["Cache-Control"]
    assert "immutable" in get("/chunks/page-ABC.js").headers["Cache-Control"]


def test_what_the_client_has_is_not_sent_again(get: Get) -> None:
    first = get("/page.js")
    again = get("/page.js", if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_two_forms_of_a_file_have_different_tags(get: Get) -> None:
    packed = get("/page.js", accept_encoding="gzip").headers["ETag"]
    plain = get("/page.js", accept_encoding="identity").headers["ETag"]
    assert packed != plain
