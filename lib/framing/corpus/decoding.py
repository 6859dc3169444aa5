"""Bytes of a text file to text, the name of the encoding, and what the reader must be told about it.

In this order: an encoding that was named · strict UTF-8 · a byte order mark · the NUL bytes of UTF-16 and UTF-32 ·
windows-1252 as the WHATWG defines it (every byte has a character; five undefined ones stay C1 controls). What was not
told by the file itself is called "guessed". The text is then put into NFC with ``\\n`` line ends; nothing else changes.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import BinaryIO, NamedTuple

from framing.errors import BadInput

BOMS = [  # the longer first: FF FE 00 00 begins with FF FE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
BINARY = [  # first bytes of files that are not text, whatever they are called
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF: rename it to .pdf"),
    (b"PK\x03\x04", "a zip archive or Office file: rename it to .zip or .docx"),
    (b"\x1f\x8b", "a gzip archive: unpack it"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file: save it as .docx or .csv"),
    (b"PAR1", "a Parquet table: rename it to .parquet"),
]
UNDEFINED = frozenset(b"\x81\x8d\x8f\x90\x9d")  # bytes without a character in windows-1252
CHUNK = 1 << 20
_MAC_APOSTROPHE = re.compile(rb"[A-Za-z]\xd5(?:s|t|re|ve|ll|d|m)\b")
_CONTINUED = "\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(  # the first character alone, so that the others are passed over quickly
    rf"[âÃÂÐÑïð](?:(?<=â)[€‚ƒ„][{_CONTINUED}]|(?<=[ÃÂÐÑ])[{_CONTINUED}]|(?<=ï)»¿|(?<=ð)Ÿ[{_CONTINUED}]{{2}})"
)


class Decoded(NamedTuple):
    """A text, the encoding it was read with, and (severity, sentence) notes for the reader."""

    text: str
    encoding: str
    notes: list[tuple[str, str]]


def decode(raw: bytes, encoding: str = "") -> Decoded:
    """Return the text that the bytes of a file hold.

    Parameters
    ----------
    raw : bytes
        The whole file.
    encoding : str
        Its encoding as ``articles.csv`` names it; "" to find out.

    Raises
    ------
    BadInput
        If the bytes are not text, or not in the encoding named; the sentence has no file name yet.

    >>> decode(b"caf\\xe9")[:2]
    ('café', 'cp1252 (guessed)')
    """
    refuse_binary(raw[:4096])
    if encoding:
        codec, shown = _named(encoding), encoding.lower()
    else:
        codec, shown = _whole(raw)
    notes: list[tuple[str, str]] = []
    try:
        text = raw.decode(codec, "framing-c1" if codec == "cp1252" else "strict")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise BadInput(f"is not {shown}: byte {problem.start} (line {line}) cannot be read; correct its encoding in articles.csv") from None
    if codec == "cp1252" and (n_undefined := sum(map(raw.count, (bytes([b]) for b in sorted(UNDEFINED))))):
        notes.append(("note", f"{n_undefined} bytes have no character in windows-1252: kept as control characters"))
    text = normal(text.removeprefix("\ufeff"))
    if "\x00" in text:
        raise BadInput("holds NUL bytes: it is no text file; remove it or convert it")
    return Decoded(text, shown, notes + complaints(text))


def sniff(stream: BinaryIO) -> tuple[str, str]:
    """Return codec and shown name of the encoding of a file of any size, read in pieces of a megabyte.

    The codec opens the file (with ``errors="framing-c1"``); the name is what the reader is shown.
    """
    head = stream.read(CHUNK)
    refuse_binary(head[:4096])
    if found := _marked(head) or _patterned(head):
        return found
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while head:
            decoder.decode(head)
            head = stream.read(CHUNK)
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return "cp1252", "cp1252 (guessed)"
    return "utf-8", "utf-8"


def normal(text: str) -> str:
    """Return the text in NFC with ``\\n`` line ends."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def repair(text: str) -> tuple[str, int]:
    """Return the text with UTF-8 that had been read as windows-1252 put right, and how many places changed.

    Only on request: ``repair: mojibake`` in a row of ``articles.csv``. Curly quotes stay curly.

    >>> repair("donâ€™t")
    ('don’t', 1)
    """
    changed = 0

    def put_right(match: re.Match) -> str:
        nonlocal changed
        try:
            right = bytes(b for c in match[0] for b in _byte(c)).decode("utf-8")
        except UnicodeError:
            return match[0]
        changed += 1
        return right

    runs = re.compile(rf"(?:[ÂÃÐÑ][{_CONTINUED}]|[âãï][{_CONTINUED}]{{2}}|ð[{_CONTINUED}]{{3}})+")
    return normal(runs.sub(put_right, text)), changed


def complaints(text: str) -> list[tuple[str, str]]:
    """Return warnings about characters that show a text was read in a wrong encoding before it came here."""
    found = []
    places = _MOJIBAKE.finditer(text) if not text.isascii() and any(first in text for first in "âÃÂÐÑïð") else ()
    samples = [text[max(0, m.start() - 8) : m.end() + 8].replace("\n", " ") for m in places]
    if samples:
        shown = " · ".join(samples[:3])
        found.append(("warning", f"{len(samples)} places look wrongly decoded ({shown}): name its encoding, or `repair`, in articles.csv"))
    if n_lost := text.count("\ufffd"):
        found.append(("warning", f"{n_lost} characters were already lost (�) when this file was saved"))
    return found


def refuse_binary(head: bytes) -> None:
    """Raise BadInput if the first bytes are those of a picture, an archive or another binary file."""
    for magic, kind in BINARY:
        if head.startswith(magic):
            raise BadInput(f"is no text file but, by its first bytes, {kind}")


def _whole(raw: bytes) -> tuple[str, str]:
    if found := _marked(raw) or _patterned(raw[:CHUNK]):
        return found
    if b"\x00" in raw:
        raise BadInput("holds NUL bytes: it is no text file; remove it or convert it")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        if len(_MAC_APOSTROPHE.findall(raw)) > raw.count(b"\x92"):
            return "mac-roman", "mac-roman (guessed)"
        return "cp1252", "cp1252 (guessed)"
    return "utf-8", "utf-8"


def _marked(raw: bytes) -> tuple[str, str] | None:
    for mark, codec in BOMS:
        if raw.startswith(mark):
            return codec, f"{codec} (BOM)"
    return None


def _patterned(raw: bytes) -> tuple[str, str] | None:
    """Return UTF-16 or UTF-32 if NUL bytes stand where Latin text in it would have them."""
    if b"\x00" not in raw:
        return None
    sample = raw[: len(raw) // 4 * 4][:65536]
    empty = [sample[place::4].count(0) / max(1, len(sample) // 4) for place in range(4)]
    high = [share > 0.6 for share in empty]
    for codec, pattern in (
        ("utf-32-le", [False, True, True, True]),
        ("utf-32-be", [True, True, True, False]),
        ("utf-16-le", [False, True, False, True]),
        ("utf-16-be", [True, False, True, False]),
    ):
        if high == pattern:
            return codec, f"{codec} (guessed)"
    raise BadInput("holds NUL bytes: it is no text file; remove it or convert it")


def _named(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding.strip()).name
    except LookupError:
        raise BadInput(
            f"articles.csv names the encoding {encoding!r}, which is not known: try utf-8, cp1252, mac-roman or utf-16"
        ) from None
    return "cp1252" if name == "iso8859-1" else name  # as browsers read it


def _byte(character: str) -> bytes:
    return bytes([ord(character)]) if ord(character) < 256 else character.encode("cp1252")


def _c1(problem: UnicodeError) -> tuple[str, int]:
    """Read a byte without a windows-1252 character as the control character of that number; refuse all else."""
    if isinstance(problem, UnicodeDecodeError) and problem.encoding in {"charmap", "cp1252"}:
        return "".join(map(chr, problem.object[problem.start : problem.end])), problem.end
    raise problem


codecs.register_error("framing-c1", _c1)
