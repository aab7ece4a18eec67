"""Markdown: the marks taken away, the words and the blocks left, https://spec.commonmark.org/0.31.2/.

Front matter, code, comments, images, tags and the addresses of links carry no words of the account and go.
Every block (heading, item, row of a table) is set off by a blank line, so that it is a paragraph of its own.
"""

from __future__ import annotations

import html
import re
from functools import partial
from typing import TYPE_CHECKING

from orbat.model import Repair
from orbat.repair.edits import edit, replace

if TYPE_CHECKING:
    from orbat.repair.edits import Pass

_LINE = re.compile(r"([^\n]*)(\n|\Z)")
_FRONT = re.compile(r"\A---[ \t]*\n(?:(?!---|\.\.\.)[^\n]*\n)*(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE = re.compile(r"(?: {0,3}> ?)+")
_HEADING = re.compile(r"( {0,3}#{1,6}[ \t]+)(.*?)([ \t]+#+)?[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){2,}|(?:_[ \t]*){3,}|=+[ \t]*)$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,50}\]:[ \t]*")
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+(?:[ \t]+[\"'(].*[\"')])?[ \t]*$")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")

_TEXT = r"\[([^\[\]\n]{0,300})\]"
_ADDRESS = r"[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?"
_TITLE = r"(?:[ \t]+(?:\"[^\"\n]{0,300}\"|'[^'\n]{0,300}'))?"
_TARGET = rf"\({_ADDRESS}{_TITLE}\)"
_INLINE = (
    (re.compile(rf"!{_TEXT}(?:{_TARGET}|\[[^\[\]\n]{{0,100}}\])"), "", "markdown-image"),
    (re.compile(r"\[\^[^\]\s]{1,50}\]"), "", "markdown-footnote"),
    (re.compile(rf"(?<!!){_TEXT}(?:{_TARGET}|\[[^\[\]\n]{{0,100}}\])"), r"\1", "markdown-link"),
    (re.compile(r"<br[ \t]*/?>", re.IGNORECASE), " ", "markdown-tag"),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,500}>"), "", "markdown-tag"),
    (re.compile(r"(?<![\\`])`{1,2}(?!`)"), "", "markdown-code"),
    # Emphasis by the flanks alone: an opening mark has no blank behind it, a closing one none before it.
    (re.compile(r"(?<![\\*])\*{2,3}(?!\*)"), "", "markdown-emphasis"),
    (re.compile(r"(?<![\w\\*])\*(?=[^\s*])|(?<=[^\s*\\])\*(?![\w*])"), "", "markdown-emphasis"),
    (re.compile(r"(?<![\w\\])_{1,3}(?=[^\s_])|(?<=[^\s_\\])_{1,3}(?!\w)"), "", "markdown-emphasis"),
    (re.compile(r"~~(?=\S)|(?<=\S)~~"), "", "markdown-emphasis"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1", "markdown-escape"),
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
_PIPE = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")


def front_matter(text: str) -> list[Repair]:
    """The metadata between `---` lines at the very beginning removed."""
    return replace(text, _FRONT, "", "markdown-front-matter")


def comments(text: str) -> list[Repair]:
    """HTML comments removed."""
    found: list[Repair] = []
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        found.append(Repair(start, end + 3, text[start : end + 3], "", "markdown-comment"))
        start = text.find("<!--", end + 3)
    return found


def fences(text: str) -> list[Repair]:
    """Fenced code removed. Of a fence that is never closed only the mark goes, so that no words are lost."""
    found: list[Repair] = []
    opened: tuple[int, int, str] | None = None
    for match in _LINE.finditer(text):
        mark = _FENCE.match(match[1])
        if not mark:
            continue
        if opened and mark[1].startswith(opened[2]) and not match[1][mark.end() :].strip():
            found += edit(opened[0], text[opened[0] : match.end()], "", "markdown-code")
            opened = None
        elif not opened:
            opened = match.start(), match.end(1), mark[1]
    if opened:
        found += edit(opened[0], text[opened[0] : opened[1]], "", "markdown-code")
    return found


def blocks(text: str) -> list[Repair]:
    """The marks at the beginnings of lines removed, and a blank line before and after what is a block."""
    found: list[Repair] = []
    above = False  # whether words stand in the line above, with no blank line between
    for match in _LINE.finditer(text):
        line = match[1]
        quote = _QUOTE.match(line)
        indent = quote.end() if quote else 0
        body, alone = _block(line[indent:])
        new = f"\n{body}" if alone and above else body
        found += edit(match.start(), line, new, "markdown-block")
        ends_block = alone and bool(_HEADING.match(line[indent:]))
        if ends_block and match[2]:
            found.append(Repair(match.end(1), match.end(1), "", "\n", "markdown-block"))
        above = bool(body.strip()) and not ends_block
    return found


def inline_passes() -> tuple[Pass, ...]:
    """The passes, in order, that take the marks within lines away and write characters for escapes."""
    return (*(partial(_inline, pattern, by, rule) for pattern, by, rule in _INLINE), _entities)


def _block(line: str) -> tuple[str, bool]:
    """The words of a line without its block's marks, and whether they are a block of their own."""
    if heading := _HEADING.match(line):
        return heading[2], True
    if _RULE.match(line) or _DEFINITION.match(line) or ("|" in line and _TABLE_RULE.match(line)):
        return "", True
    if _ROW.match(line):
        return _PIPE.sub(" ", line).strip(), True
    if mark := _ITEM.match(line) or _FOOTNOTE.match(line):
        return line[mark.end() :], True
    return line, False


def _inline(pattern: re.Pattern[str], by: str, rule: str, text: str) -> list[Repair]:
    return replace(text, pattern, by, rule)


def _entities(text: str) -> list[Repair]:
    return replace(text, _ENTITY, lambda match: html.unescape(match[0]), "markdown-entity")
