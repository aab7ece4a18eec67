"""The static edition: no dead link, nothing that needs a server, the same bytes each time."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from orbat.errors import GraphError
from orbat.serve.edition import write_edition

pytestmark = pytest.mark.model

Orbat = Callable[..., subprocess.CompletedProcess[str]]
LINKS = {"href", "src", "action", "data-atlas"}


class Links(HTMLParser):
    """What a page links to, the anchors that it has, and links that lead nowhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.anchors: set[str] = set()
        self.keys: list[str] = []
        self.empty: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.links += [(tag, value) for name, value in found.items() if name in LINKS]
        self.keys += [found[name] for name in ("data-src", "data-index") if name in found]
        if "id" in found:
            self.anchors.add(found["id"])
        if tag == "a" and "href" not in found:
            self.empty.append(self.get_starttag_text() or "")


@pytest.fixture(scope="module")
def pages(edition: Path) -> dict[Path, Links]:
    return {path.resolve(): Links(path.read_text("utf-8")) for path in edition.rglob("*.html")}


def test_every_link_leads_to_a_file_and_to_a_place_in_it(edition: Path, pages: dict[Path, Links]) -> None:
    dead = []
    followed = 0
    for path, page in pages.items():
        for tag, link in page.links:
            parts = urlsplit(link)
            if parts.scheme in {"http", "https"}:
                assert tag in {"a", "link"}, f"{path} loads {link}"
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            followed += 1
            if not target.is_file() or not target.is_relative_to(edition.resolve()):
                dead.append(f"{path}: {link}")
            elif parts.fragment and target in pages and parts.fragment not in pages[target].anchors:
                dead.append(f"{path}: {link} (no such place)")
        dead += [f"{path}: {each}" for each in page.empty]
    assert followed > 1000
    assert not dead


def test_links_are_relative_and_ask_no_server(edition: Path, pages: dict[Path, Links]) -> None:
    assert not [link for page in pages.values() for _, link in page.links if link.startswith("/")]
    served = re.compile(rb'"/(?:page|read|data|api|sparql|explore|search|static|map)[/"?]')
    for path in edition.rglob("*"):
        if path.suffix in {".html", ".js", ".json", ".css"} and "dist" not in path.parts:
            assert not served.search(path.read_bytes()), path


def test_style_sheets_have_their_pictures(edition: Path) -> None:
    sheets = list(edition.rglob("*.css"))
    assert sheets
    for sheet in sheets:
        for link in re.findall(r"url\((\./[^)]+)\)", sheet.read_text("utf-8")):
            assert (sheet.parent / link).is_file()


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def test_islands_have_their_data_and_it_links_to_pages(edition: Path, pages: dict[Path, Links]) -> None:
    keys = {key for page in pages.values() for key in page.keys}
    assert {"api/search-index.json", "api/map.json"} <= keys
    assert any(key.startswith("api/order-of-battle") for key in keys)
    linked = 0
    for key in keys:
        script = (edition / key).with_suffix(".js").read_text("utf-8")
        head, _, content = script.partition(" = ")
        assert json.dumps(key) in head
        for link in texts(json.loads(content.rstrip(";\n"))):
            if link.startswith("~/"):
                linked += 1
                path, _, fragment = link[2:].partition("#")
                target = (edition / path).resolve()
                assert target.is_file(), link
                assert not fragment or fragment in pages[target].anchors, link
    assert linked > 100


def test_the_whole_graph_and_the_data_of_each_thing_are_there(edition: Path, typhoon: Path) -> None:
    start = (edition / "index.html").read_text("utf-8")
    for name in ("graph.ttl", "graph.nq"):
        assert (edition / name).read_bytes() == (typhoon / name).read_bytes()
        assert f'href="{name}"' in start
    people = sorted((edition / "page" / "person").glob("*.html"))
    assert people
    for page in people:
        beside = edition / "data" / "person" / page.stem
        assert beside.with_name(f"{page.stem}.ttl").is_file()
        assert json.loads(beside.with_name(f"{page.stem}.jsonld").read_bytes())
    assert json.loads((edition / "queries" / "timeline.json").read_bytes())["head"]["vars"]
    assert not [path for path in edition.rglob("*") if path.is_file() and not path.suffix]


def test_the_command_writes_the_same_bytes_again_and_says_where(
    edition: Path, typhoon: Path, here: Orbat, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    done = here("export", typhoon, "--format", "site", "--out", again)
    assert done.returncode == 0, done.stderr
    first, second = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (edition, again)
    )
    assert first == second
    assert f"{len(first)} files" in done.stderr
    assert str(again / "index.html") in done.stderr


def test_the_command_wants_to_know_where_to(here: Orbat, typhoon: Path) -> None:
    refused = here("export", typhoon, "--format", "site")
    assert refused.returncode == 2
    assert "--out" in refused.stderr


def test_a_folder_that_holds_something_is_left_alone(kept_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(GraphError, match="not an empty folder"):
        write_edition(kept_graph, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
