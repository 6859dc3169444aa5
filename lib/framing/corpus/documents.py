"""One file of any kind to its text: txt, md, docx, pdf here, html in `pages`; with what the file says about itself.

Every reader takes bytes and returns a Document; what it cannot read it refuses with a sentence (Refused).
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple
from xml.etree import ElementTree

from framing.corpus import decoding, pages
from framing.corpus.limits import Refused, megabytes
from framing.errors import BadInput

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK = re.compile(r"!?\[([^\]\n]*)\]\((?:[^()\n]|\([^()\n]*\))*\)|!?\[([^\]\n]+)\]\[[^\]\n]*\]")
_BREAKS_BEFORE = re.compile(r"\s*(?:#{1,6} |[-*+] |\d+[.)] |>|```|\||---|===)")


class Document(NamedTuple):
    """A file's text, its encoding, what it says about itself (title, date, …), and (severity, sentence) notes."""

    text: str
    encoding: str
    about: dict[str, str]
    notes: list[tuple[str, str]]


def read(raw: bytes, suffix: str, *, encoding: str = "", max_unpacked: int) -> Document:
    """Return the text of one file, by the kind its name ends in.

    Raises
    ------
    BadInput
        If the file is not of its kind, encrypted, without a text layer, or unpacks to more than `max_unpacked` bytes.
    """
    if suffix == ".docx":
        return _docx(raw, max_unpacked)
    if suffix == ".pdf":
        return _pdf(raw)
    if suffix in {".html", ".htm", ".xhtml"}:
        decoded = decoding.decode(raw, encoding or pages.declared(raw))
        page = pages.read(decoded.text)
        return Document(page.text, decoded.encoding, page.about, decoded.notes + page.notes)
    decoded = decoding.decode(raw, encoding)
    if suffix in {".md", ".markdown"}:
        text, about = _markdown(decoded.text)
        return Document(text, decoded.encoding, about, decoded.notes)
    return Document(decoded.text, decoded.encoding, {}, decoded.notes)


def _markdown(text: str) -> tuple[str, dict[str, str]]:
    """Return the text as it would be read on a page, and the ``key: value`` lines of its front matter."""
    about = {}
    if front := re.match(r"---\n(.*?)\n(?:---|\.\.\.)\n", text, re.DOTALL):
        pairs = re.findall(r"^([A-Za-z_]+):[ \t]*(.+)$", front[1], re.MULTILINE)
        about = {key.lower(): value.strip().strip("\"'") for key, value in pairs}
        text = text[front.end() :]
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    lines: list[str] = []
    for line in text.split("\n"):
        wrapped = lines and lines[-1].strip() and line.strip() and not _BREAKS_BEFORE.match(line) and not lines[-1].startswith("\0")
        plain = re.sub(r"^\s*(?:#{1,6}\s+|>+\s?|[-*+]\s+)", "", line)
        plain = re.sub(r"\s#+\s*$", "", plain) if line.startswith("#") else plain
        if re.fullmatch(r"\s*(?:[-*_=]\s*){3,}|\s*`{3}.*", line):
            plain = ""
        if line.startswith("#"):
            about.setdefault("title", plain.strip())
            plain = "\0" + plain
        if wrapped:
            lines[-1] += " " + plain.strip()
        else:
            lines.append(plain)
    plain_text = "\n".join(line.lstrip("\0") for line in lines)
    plain_text = _LINK.sub(lambda m: m[1] or m[2] or "", plain_text)
    plain_text = re.sub(r"(\*{1,3}|(?<!\w)_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", plain_text)
    return re.sub(r"<(https?://[^>\s]+)>", r"\1", plain_text), about


def _docx(raw: bytes, max_unpacked: int) -> Document:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            member = archive.getinfo("word/document.xml")
            if member.file_size > max_unpacked:
                raise Refused(f"unpacks to {megabytes(member.file_size)}, more than the limit of {megabytes(max_unpacked)}: a zip bomb?")
            with archive.open(member) as stream:
                xml = stream.read(max_unpacked + 1)
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as problem:
        raise Refused(f"is no Word document that can be read ({problem}): save it as .docx again") from None
    if len(xml) > max_unpacked:
        raise Refused(f"unpacks to more than the limit of {megabytes(max_unpacked)}: a zip bomb?")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"<\x00!\x00" in xml:
        raise Refused("defines XML entities, which no Word document needs: refused")
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as problem:
        raise Refused(f"is no Word document that can be read ({problem}): save it as .docx again") from None
    paragraphs = [_word_paragraph(paragraph) for paragraph in root.iter(WORD + "p")]
    return Document(decoding.normal("\n\n".join(p for p in paragraphs if p.strip())), "docx", {}, [])


def _word_paragraph(paragraph: ElementTree.Element) -> str:
    pieces = []
    for run in paragraph.iter(WORD + "r"):
        if run.find(f"{WORD}rPr/{WORD}vanish") is not None:  # hidden text
            continue
        for piece in run:
            if piece.tag == WORD + "t":
                pieces.append(piece.text or "")
            elif piece.tag in {WORD + "tab", WORD + "br", WORD + "cr"}:
                pieces.append(" " if piece.tag == WORD + "tab" else "\n")
            elif piece.tag == WORD + "noBreakHyphen":
                pieces.append("-")
    return "".join(pieces)


def _pdf(raw: bytes) -> Document:
    try:
        import pypdf
    except ImportError:
        raise Refused("is a PDF, which needs the extra `docs`: pip install 'framing[docs]'") from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its complaints about slightly broken files go nowhere useful
    if not raw[:1024].lstrip().startswith(b"%PDF-"):
        raise Refused("is no PDF, whatever its name says")
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("is encrypted: save it without a password")
        pages_text = [page.extract_text() or "" for page in reader.pages]
        title = str((reader.metadata or {}).get("/Title") or "")
    except BadInput:
        raise
    except Exception as problem:  # pypdf raises whatever its parser meets: none of it may stop the study
        raise Refused(f"is no PDF that can be read ({type(problem).__name__}: {str(problem)[:80]})") from None
    if not any(text.strip() for text in pages_text):
        raise Refused("is a PDF without a text layer, so a scan: run it through OCR first")
    text, n_hyphens = _unwrap("\n".join(pages_text))
    notes = [("note", f"{n_hyphens} words broken over two lines were joined")] if n_hyphens else []
    return Document(decoding.normal(text), "pdf", {"title": title} if " " in title else {}, notes)


def _unwrap(text: str) -> tuple[str, int]:
    """Return a page's lines joined into paragraphs, and how many words hyphenated at a line's end were joined.

    A line goes on in the next one if it is nearly as long as the longest. A hyphen at its end stays where the
    hyphenated word occurs elsewhere in the text (rebel-held) and is dropped where the joined one does or neither.
    """
    lines = [line.strip() for line in decoding.normal(text).split("\n")]
    width = sorted(map(len, lines))[int(0.9 * (len(lines) - 1))]
    known = set(re.findall(r"[\w-]+", text.lower()))
    paragraphs, n_hyphens, open_line = [], 0, False
    for line in lines:
        if not line:
            open_line = False
            continue
        if not open_line:
            paragraphs.append(line)
        elif broken := re.search(r"(\w+)-$", paragraphs[-1]):
            start = re.match(r"\w*", line)[0]
            hyphenated = f"{broken[1]}-{start}".lower() in known or not start[:1].islower()
            paragraphs[-1] = (paragraphs[-1] if hyphenated else paragraphs[-1][:-1]) + line
            n_hyphens += 1
        else:
            paragraphs[-1] += " " + line
        open_line = len(line) > 0.75 * width and not (len(line) < 0.9 * width and line[-1] in '.!?”"')
    return "\n\n".join(paragraphs), n_hyphens
