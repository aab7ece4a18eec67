"""Characters that were written in one encoding and read in another, and characters that stand for others."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

import ftfy

from orbat.repair.edits import edit, replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from orbat.model import Repair

# ftfy is asked about one word at a time: it stays local, and linear on a text of one line. Byte A0 of UTF-8
# reads as a no-break space, and often became a plain one (*déjà*): the word goes on behind it. Bounded, for a
# run without blanks can be as long as the file.
_STRANGE = re.compile(r"[^\x00-\x7f]")
_HEAD = re.compile(r"[^ \t\r\n\f\v]{0,60}\Z")
_REST = re.compile(r"[^ \t\r\n\f\v]{1,400}(?: (?<=Ã ))?")
_LONGEST_COMPARED = 60

# GB 2312 read as Latin-1: bytes A8 A1 to A8 BA are the vowels of pinyin, rows A1 and A3 hold punctuation.
# Only what input methods put into Western texts is taken; the other pairs could be meant (`£½`, `¡É`).
# https://www.unicode.org/Public/MAPPINGS/OBSOLETE/EASTASIA/GB/GB2312.TXT
_PINYIN = re.compile(r"(?:\xa8[\xa1-\xba])+")
_GB_MARKS = re.compile(r"(?:\xa1[\xa2-\xa4\xaa-\xb1\xb6\xb7]|\xa3[\xa1\xa8\xa9\xac\xae\xba\xbb\xbf])+")

_C1 = re.compile(r"[\x80-\x9f]")
_DECOMPOSED = re.compile(r"\w[\u0300-\u036f]+")


def mojibake(text: str) -> list[Repair]:
    """UTF-8 that was read as an eight-bit encoding (`Ã©` for `é`, `â€™` for `’`), by ftfy's judgement."""
    found: list[Repair] = []
    done = 0
    while strange := _STRANGE.search(text, done):
        at = strange.start()
        head = _HEAD.search(text[max(done, at - 60) : at])
        rest = _REST.match(text, at)
        start = at - len(head[0]) if head else at
        done = rest.end() if rest else at + 1
        word = text[start:done]
        found += _pieces(start, word, _fixed(word))
    return found


@lru_cache(maxsize=1 << 16)
def _fixed(word: str) -> str:
    return str(ftfy.fix_encoding(word))


def _pieces(start: int, word: str, fixed: str) -> Iterator[Repair]:
    """One repair a damaged place; a very long word in one piece, for comparing takes its length squared."""
    if word == fixed or len(word) > _LONGEST_COMPARED:
        yield from edit(start, word, fixed, "mojibake")
        return
    for _, low, high, new_low, new_high in SequenceMatcher(None, word, fixed, autojunk=False).get_opcodes():
        yield from edit(start + low, word[low:high], fixed[new_low:new_high], "mojibake")


def pinyin(text: str) -> list[Repair]:
    """Pinyin vowels of GB 2312 that were read as Latin-1 (`B¨§ij¨©ng`), as plain letters.

    The accents go: they are tones, and names of the time are written without them.
    """

    def letters(match: re.Match[str]) -> str:
        beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        return _without_accents(_gb(match[0])) if any(c.isalpha() for c in beside) else match[0]

    return replace(text, _PINYIN, letters, "gbk-pinyin")


def gb_marks(text: str) -> list[Repair]:
    """Punctuation of GB 2312 that was read as Latin-1 (`¡¯` for `’`)."""
    return replace(text, _GB_MARKS, lambda match: _gb(match[0]), "gbk-mark")


def c1(text: str) -> list[Repair]:
    """Control characters that are punctuation of Windows-1252 read as Latin-1; the undefined ones go."""
    return replace(
        text, _C1, lambda match: match[0].encode("latin-1").decode("cp1252", "ignore"), "windows-1252"
    )


def composed(text: str) -> list[Repair]:
    """Letters followed by their accent as one character (Unicode NFC), the form of names in gazetteers."""
    return replace(text, _DECOMPOSED, lambda match: unicodedata.normalize("NFC", match[0]), "compose")


def _gb(misread: str) -> str:
    return misread.encode("latin-1").decode("gbk", "replace")


def _without_accents(letters: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
