"""The pages as plain files: for any web space, or a USB stick.

The pages of a graph are asked of the application itself, link by link from the first page, and written with
relative links. What only a server can do (SPARQL, forms, the explorer) is left out by the templates, which
see `live`. The JSON that islands of script would fetch is written as scripts, since browsers fetch nothing
for a page that they read from a disk. The files of the whole graph lie beside the first page.
"""

from __future__ import annotations

import asyncio
import html
import json
import posixpath
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx

from orbat.errors import GraphError
from orbat.serve.app import create_app
from orbat.serve.settings import Settings
from orbat.serve.views.pages import WHOLE_GRAPH

_ORIGIN = "http://orbat.invalid"
_AT_ONCE = 16
_FOLLOWED = ("kinds", "page", "read", "data", "queries", "static", "api", "resource")
_ALONE = ("", "ontology", "map", "order-of-battle", "disagreements", *WHOLE_GRAPH)
_ASKED = frozenset({"format", "iri", "page", "part", "side", "thing", "view"})
"""Parameters that make another page; a link with any other one (a search, a date) needs a server."""
_LINK = re.compile(r'\b(href|src|action|data-[a-z-]+)="(/[^"]*)"')
_STYLE_LINK = re.compile(r"""url\(["']?(\.{0,2}/?[\w./-]+)["']?\)""")
_SUFFIXES = {
    "text/html": ".html",
    "application/json": ".json",
    "application/sparql-results+json": ".json",
    "text/turtle": ".ttl",
    "application/ld+json": ".jsonld",
    "application/n-triples": ".nt",
    "application/rdf+xml": ".rdf",
    "text/csv": ".csv",
}
_BREAK = re.compile(r"[/:]+")
_UNSAFE = re.compile(r"[^A-Za-z0-9._~/-]")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class File:
    """One answer: where it goes, relative to the edition, its media type, and its bytes."""

    path: PurePosixPath
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Edition:
    """What was written: files and bytes."""

    files: int
    size: int


def write_edition(folder: Path, out: Path, progress: Progress | None = None) -> Edition:
    """Writes the pages of the graph in `folder` into `out`, which must be new or empty.

    `progress` is called with the pages that are read and those that are known. The same graph gives the same
    bytes. Raises `GraphError` if `out` holds something, or a page cannot be made.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise GraphError(
            f"{out} is not an empty folder; expected a new or an empty one for the static edition"
        )
    unfinished = out.with_name(f"{out.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        pages = asyncio.run(_read_all(folder, progress))
        done = _write(pages, unfinished)
        if out.exists():
            out.rmdir()
        unfinished.replace(out)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return done


async def _read_all(folder: Path, progress: Progress | None) -> dict[str, File]:
    """Every page that can be reached from the first, by its address."""
    settings = Settings(folder, static=True, timeout=300.0)
    app = create_app(settings)
    transport = httpx.ASGITransport(app=app)
    found: dict[str, File] = {}
    known, open_ = {"/"}, ["/"]
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=_ORIGIN, timeout=600) as client,
    ):
        while open_:
            batch, open_ = open_[:_AT_ONCE], open_[_AT_ONCE:]
            for url, file in zip(
                batch, await asyncio.gather(*(_read(client, folder, each) for each in batch)), strict=True
            ):
                found[url] = file
                new = [each for each in links(url, file) if each not in known]
                known.update(new)
                open_ += new
            if progress is not None:
                progress(len(found), len(known))
    return _apart(found)


async def _read(client: httpx.AsyncClient, folder: Path, url: str) -> File:
    if (name := url.strip("/")) in WHOLE_GRAPH:  # as the build wrote it, since a store has no order
        return File(PurePosixPath(name), "", await asyncio.to_thread((folder / name).read_bytes))
    answer = await client.get(url, follow_redirects=True, headers={"Accept": "text/html, */*;q=0.5"})
    if answer.status_code != 200:
        raise GraphError(f"{url} answered {answer.status_code}, expected 200: {answer.text:.200}")
    media_type = answer.headers["content-type"].partition(";")[0]
    return File(file_path(url, media_type), media_type, answer.content)


def _apart(found: Mapping[str, File]) -> dict[str, File]:
    """The same files, of which no two have one place, also where capitals are not told from small letters."""
    taken: set[str] = set()
    apart = {}
    for url, file in found.items():
        path, number = file.path, 1
        while str(path).casefold() in taken:
            number += 1
            path = file.path.with_name(f"{file.path.stem}~{number}{file.path.suffix}")
        taken.add(str(path).casefold())
        apart[url] = replace(file, path=path)
    return apart


def links(url: str, file: File) -> list[str]:
    """The addresses in the answer to `url` that the edition holds too, without fragments, each once."""
    if file.media_type == "text/html":
        found = [html.unescape(match[2]) for match in _LINK.finditer(file.body.decode())]
    elif file.media_type == "application/json":
        found = [text for text in _texts(json.loads(file.body)) if text.startswith("/")]
    elif file.media_type == "text/css":
        found = [
            posixpath.normpath(posixpath.join(posixpath.dirname(url), match[1]))
            for match in _STYLE_LINK.finditer(file.body.decode())
        ]
    else:
        found = []
    return list(dict.fromkeys(filter(is_kept, (each.partition("#")[0] for each in found))))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def is_kept(url: str) -> bool:
    """Whether a static edition holds the answer to `url`.

    >>> is_kept("/page/person/x"), is_kept("/data/person/x?format=ttl"), is_kept("/sparql?query=ASK%20%7B%7D")
    (True, True, False)
    """
    parts = urlsplit(url)
    first = parts.path.split("/")[1]
    if not set(dict(parse_qsl(parts.query))) <= _ASKED:
        return False
    return first in _FOLLOWED or parts.path.strip("/") in _ALONE


def file_path(url: str, media_type: str) -> PurePosixPath:
    """Where the answer to `url` goes: a path that every file system takes, with the suffix of its type.

    >>> str(file_path("/kinds/Person?page=2", "text/html")), str(file_path("/", "text/html"))
    ('kinds/Person-page-2.html', 'index.html')
    >>> str(file_path("/data/person/x?format=ttl", "text/turtle"))
    'data/person/x.ttl'
    """
    parts = urlsplit(url)
    suffix = _SUFFIXES.get(media_type, "")
    stem = (unquote(parts.path).strip("/") or "index").removesuffix(suffix)
    for name, value in parse_qsl(parts.query):
        if name != "format":  # the suffix tells it
            stem += "-" + _BREAK.sub("-", f"{name}-{value}")
    safe = _UNSAFE.sub(lambda match: "".join(f"~{byte:02x}" for byte in match[0].encode()), stem)
    return PurePosixPath(safe + suffix)


def _write(pages: Mapping[str, File], out: Path) -> Edition:
    size = files = 0
    offered = _offered(pages)
    for url, file in pages.items():
        for path, body in _renderings(file, pages, offered=url in offered):
            target = out / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
            size += len(body)
            files += 1
    return Edition(files, size)


def _offered(pages: Mapping[str, File]) -> frozenset[str]:
    """The addresses that a reader can follow himself; other JSON is there for the islands alone."""
    return frozenset(
        html.unescape(match[2]).partition("#")[0]
        for file in pages.values()
        if file.media_type == "text/html"
        for match in _LINK.finditer(file.body.decode())
        if match[1] == "href"
    )


def _renderings(
    file: File, pages: Mapping[str, File], *, offered: bool
) -> Iterator[tuple[PurePosixPath, bytes]]:
    """The files that an answer becomes: the data of an island are a script, and themselves where offered."""
    if file.media_type == "text/html":
        yield file.path, relative(file, pages).encode()
    elif file.media_type == "application/json":
        yield file.path.with_suffix(".js"), as_script(file, pages).encode()
        if offered:
            content = _linked(json.loads(file.body), pages, _up(file))
            yield file.path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    else:
        yield file.path, file.body


def _up(file: File) -> str:
    """The way from a file to the edition's root."""
    return "../" * (len(file.path.parts) - 1)


def relative(file: File, pages: Mapping[str, File]) -> str:
    """A page's text with links that hold wherever the edition lies, and with the data of its islands.

    Addresses of data become keys: the paths of the JSON files, which `as_script` uses as well. A link to what
    the edition lacks is taken out; its words stay.
    """
    text = file.body.decode()
    up = _up(file)
    data: dict[PurePosixPath, None] = {}

    def link(match: re.Match[str]) -> str:
        url, hash_, fragment = html.unescape(match[2]).partition("#")
        target = pages.get(url)
        if target is None:
            return ""
        if target.media_type == "application/json" and match[1].startswith("data-"):
            data[target.path] = None
            return f'{match[1]}="{html.escape(str(target.path))}"'
        return f'{match[1]}="{html.escape(f"{up}{target.path}{hash_}{fragment}")}"'

    linked = _LINK.sub(link, text)
    scripts = "".join(
        f'<script defer src="{html.escape(up + str(path.with_suffix(".js")))}"></script>\n' for path in data
    )
    return linked.replace("<html ", f'<html data-root="{up}" ', 1).replace("</head>", f"{scripts}</head>", 1)


def as_script(file: File, pages: Mapping[str, File]) -> str:
    """A JSON document as a script that files it under its path; links begin with `~/`, its root."""
    content = json.dumps(
        _linked(json.loads(file.body), pages, "~/"), ensure_ascii=False, separators=(",", ":")
    )
    return f"(globalThis.orbatData ??= {{}})[{json.dumps(str(file.path))}] = {content};\n"


def _linked(value: object, pages: Mapping[str, File], root: str) -> object:
    """A JSON value with its links as paths below `root`."""
    if isinstance(value, dict):
        return {name: _linked(each, pages, root) for name, each in value.items()}
    if isinstance(value, list):
        return [_linked(each, pages, root) for each in value]
    if isinstance(value, str) and value.startswith("/"):
        url, hash_, fragment = value.partition("#")
        if (target := pages.get(url)) is not None:
            return f"{root}{target.path}{hash_}{fragment}"
    return value
