"""From bytes to characters: byte order marks, then UTF-8, then the encoding that the bytes look like.

No character is lost or changed, a byte order mark included, so that offsets are those of the file.
"""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from orbat.errors import InputError

# The longer marks first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# First bytes of the formats that people are likely to hand over: https://en.wikipedia.org/wiki/List_of_file_signatures
_FORMATS = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, ODT and EPUB are such)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Microsoft Office document"),
    (b"{\\rtf", "a Rich Text document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
)
# What else accounts of wars are met in; the list keeps the guess from exotic encodings.
_LIKELY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "mac_roman"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
)
# A few accents in an English text are too little to guess from: take the encoding of Western Europe.
_FEW = 0.1
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def decode(data: bytes, where: str) -> tuple[str, str]:
    """The characters of `data`, and the name of the encoding they were in.

    `where` names the file in messages. Raises `InputError` for bytes of a known binary format, bytes that are
    no text, and text in an encoding that cannot be told.
    """
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise InputError(f"{where}: found {what}, expected plain text or Markdown")
    text, encoding = _decoded(data, where)
    # A stray control character is a scanning fault; many of them are a binary file.
    if len(_CONTROLS.findall(text)) > len(text) // 200 + 1:
        raise InputError(f"{where}: found binary data, expected plain text or Markdown")
    return text, encoding


def _decoded(data: bytes, where: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding, where), encoding
    if b"\x00" in data:
        raise InputError(f"{where}: found binary data (NUL bytes), expected plain text or Markdown")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guessed(data, where)


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{where}: the byte order mark says {encoding}, but byte {error.start} is not {encoding}"
        raise InputError(f"{message}; save the file as UTF-8") from error


def _guessed(data: bytes, where: str) -> tuple[str, str]:
    strange = sum(byte > 0x7F for byte in data)
    if strange <= _FEW * len(data) + 1:
        try:
            return data.decode("cp1252"), "cp1252"
        except UnicodeDecodeError:
            pass  # one of its five bytes without a meaning; perhaps another encoding fits
    best = charset_normalizer.from_bytes(data, cp_isolation=list(_LIKELY)).best()
    if best is None:
        raise InputError(f"{where}: the bytes are text in no known encoding; save the file as UTF-8")
    return data.decode(best.encoding), best.encoding
