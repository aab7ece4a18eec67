"""What tests of pages share: a browser's headers, and a page, which fails where its tags do not match."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
_VOID_TAGS = {"meta", "link", "img", "input", "br", "hr", "circle", "path"}
_FIELDS = {"input", "textarea", "select"}
_HEADINGS = ("h1", "h2", "h3", "h4")


class Page(HTMLParser):
    """What a page loads, where it leads, and what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.labelled: list[str] = []
        self.fields: list[str] = []
        self.headings: list[str] = []
        self.tables = self.captions = 0
        self.landmarks: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID_TAGS:
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        assert tag not in {"style", "iframe"}
        assert tag != "script" or values.get("src"), "a script in the page itself"
        assert not any(name.startswith("on") or name == "style" for name in values)
        if tag == "a":
            assert not {"a", "button", "summary"} & set(self._open), f"{values} stands in another control"
            self.links.append((values["href"], values.get("rel", "")))
        if tag not in _VOID_TAGS:
            self._open.append(tag)
        if tag in {"img", "link", "script"}:
            self.loads.append(values.get("src") or values["href"])
        if tag == "img":
            assert "alt" in values
        if tag == "form":
            self.loads.append(values["action"])
        if tag in _FIELDS and "label" not in self._open:
            self.fields.append(values["id"])
        if tag == "label" and "for" in values:
            self.labelled.append(values["for"])
        if tag in _HEADINGS:
            self.headings.append(tag)
        if tag in {"header", "nav", "main", "footer"}:
            self.landmarks.append(tag)
        self.tables += tag == "table"
        self.captions += tag == "caption" or (
            tag == "table" and bool({"aria-label", "aria-labelledby"} & set(values))
        )
        if "id" in values:
            self.ids.append(values["id"])

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    @property
    def skipped_headings(self) -> list[tuple[str, str]]:
        """Pairs of headings that follow each other though a level between them is missing."""
        return [(a, b) for a, b in pairwise(self.headings) if int(b[1]) > int(a[1]) + 1]
