"""DOCX (ECMA-376): paragraphs, tables, generated numbers, text boxes and footnotes in order.

Tracked deletions and hidden text are left out, insertions are in. Headers and footers go to
``removed``. Anchors: ``p12`` paragraph 12, ``t1r3`` row 3 of table 1, ``f2`` footnote 2.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import count
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as REL

from ingest.errors import BrokenFile
from ingest.model import Line, RawDocument, Removed, SourceFile
from ingest.readers import package
from ingest.readers.docx_numbering import Numbering, attribute
from ingest.readers.furniture import FOOTER, HEADER, PAGE_NUMBER, SPACES, is_page_number
from ingest.readers.paragraph import opens_after

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT = {
    _W + tag
    for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "txbxContent")
}
_SIGNS = {_W + "tab": "\t", _W + "noBreakHyphen": "-", _W + "cr": "\n", _W + "ptab": "\t"}
_SYMBOLS = {
    "F06F": "□",
    "F0A8": "□",
    "F0A3": "□",
    "F071": "□",
    "F0FE": "☑",
    "F052": "☑",
    "F0D8": "➢",
}
_WRAPPERS = {_W + tag for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}


def read(source: SourceFile) -> RawDocument:
    """Lines of a Word document. Raises BrokenFile or UnsupportedFormat."""
    package.opened(source, "DOCX 文档").close()
    document = _opened(source)
    walk = _Walk(document)
    lines = [*walk.blocks(document.element.body), *walk.footnotes(document.part)]
    return RawDocument(tuple(lines), removed=tuple(_headers_and_footers(document)))


def _opened(source: SourceFile) -> Any:
    try:
        return docx.Document(io.BytesIO(source.data))
    except package.DAMAGE as error:
        reason = (
            "DOCX 已损坏或不是普通的 Word 文档，打不开。请用 WPS 或 Word 另存为 .docx 后再导入。"
        )
        raise BrokenFile(source.name, reason) from error


def _root(part: Any) -> Any:
    """The XML of a part; entities are not expanded."""
    element = getattr(part, "element", None)
    return package.xml(part.blob) if element is None else element


class _Walk:
    """One pass through a document, counting paragraphs, tables and list numbers on the way."""

    def __init__(self, document: Any) -> None:
        parts = {rel.reltype: rel for rel in document.part.rels.values() if not rel.is_external}
        root = {
            kind: _root(parts[kind].target_part) if kind in parts else None
            for kind in (REL.NUMBERING, REL.STYLES)
        }
        self._numbering = Numbering(root[REL.NUMBERING], root[REL.STYLES])
        self._paragraphs = count(1)
        self._tables = count(1)
        self._before = ""

    def blocks(self, parent: Any) -> Iterator[Line]:
        """Lines of the paragraphs and tables right under an element, in order."""
        for child in parent.iterchildren():
            if child.tag == _W + "p":
                yield from self._paragraph(child)
            elif child.tag == _W + "tbl":
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        """A line for each piece between line breaks, then the text boxes that hang on it."""
        anchor = f"p{next(self._paragraphs)}"
        label = self._numbering.label(paragraph)
        text = label + text_of(paragraph)
        indented = bool(label) or text.startswith(("\u3000", "  ", "\t")) or _is_indented(paragraph)
        opens = opens_after(self._before, indented)
        for piece in text.split("\n"):
            if piece.strip(SPACES):
                yield Line(piece.strip(SPACES), anchor=anchor, opens=opens)
                opens, self._before = None, piece.strip(SPACES)
        for box in _text_boxes(paragraph):
            yield from self.blocks(box)

    def _table(self, table: Any) -> Iterator[Line]:
        """Rows of cells; a frame of one column is running text."""
        rows = list(_children(table, "tr"))
        if max((len(_cells(row)) for row in rows), default=0) < 2:
            for row in rows:
                for cell in _children(row, "tc"):
                    yield from self.blocks(cell)
            return
        number = next(self._tables)
        for index, row in enumerate(rows, start=1):
            cells = tuple(_cells(row, self._numbering))
            if any(cells):
                anchor = f"t{number}r{index}"
                yield Line("\t".join(cells), "row", None, None, anchor, cells, number, True)
        self._before = ""

    def footnotes(self, part: Any) -> Iterator[Line]:
        """Footnotes and endnotes, each as a line, at the end of the document."""
        numbers = count(1)
        for kind in (REL.FOOTNOTES, REL.ENDNOTES):
            for relation in part.rels.values():
                if relation.reltype == kind and not relation.is_external:
                    for note in _root(relation.target_part).iterchildren():
                        text = "" if note.get(_W + "type") else _flat(note)
                        if text:
                            yield Line(text, anchor=f"f{next(numbers)}", opens=True)


def text_of(element: Any) -> str:
    """Text of a paragraph as printed: tabs as ``\\t``, line breaks as ``\\n``."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element.iterchildren():
        tag = child.tag
        if tag in (_W + "t", _M + "t"):
            pieces.append(child.text or "")
        elif tag in _SIGNS:
            pieces.append(_SIGNS[tag])
        elif tag == _W + "br":
            pieces.append("\n")
        elif tag == _W + "sym":
            pieces.append(_SYMBOLS.get(attribute(child, "char").upper(), "□"))
        elif tag == _MC + "AlternateContent":
            chosen = child.find(_MC + "Choice")
            _collect(child.find(_MC + "Fallback") if chosen is None else chosen, pieces)
        elif isinstance(tag, str) and tag not in _LEFT_OUT and not _is_hidden(child):
            _collect(child, pieces)


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish") if run.tag == _W + "r" else None
    return vanish is not None and attribute(vanish, "val", "1") not in ("0", "false")


def _is_indented(paragraph: Any) -> bool:
    """True where the first line is indented or the paragraph is centred or set to the right."""
    properties = paragraph.find(_W + "pPr")
    if properties is None:
        return False
    indent = properties.find(_W + "ind")
    first = (attribute(indent, "firstLine", "0"), attribute(indent, "firstLineChars", "0"))
    aligned = attribute(properties.find(_W + "jc"), "val") in ("center", "right", "end")
    return aligned or any(value.lstrip("-").isdigit() and int(value) > 0 for value in first)


def _text_boxes(paragraph: Any) -> list[Any]:
    """Contents of the text boxes in a paragraph, each once (Word stores most of them twice)."""
    return [
        box
        for box in paragraph.iter(_W + "txbxContent")
        if next(box.iterancestors(_MC + "Fallback"), None) is None
        and next(box.iterancestors(_W + "p"), None) is paragraph
    ]


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Children of a kind, also those inside content controls and insertions."""
    for child in parent.iterchildren():
        if child.tag == _W + tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _cells(row: Any, numbering: Numbering | None = None) -> list[str]:
    """Texts of a row's grid columns: a merged cell once, then empty strings."""
    properties = row.find(_W + "trPr")
    before = None if properties is None else properties.find(_W + "gridBefore")
    cells = [""] * int(attribute(before, "val", "0"))
    for cell in _children(row, "tc"):
        merge = cell.find(f"{_W}tcPr/{_W}vMerge")
        span = int(attribute(cell.find(f"{_W}tcPr/{_W}gridSpan"), "val", "1"))
        hidden = merge is not None and attribute(merge, "val", "continue") == "continue"
        cells += ["" if hidden else _flat(cell, numbering), *[""] * (span - 1)]
    return cells


def _flat(element: Any, numbering: Numbering | None = None) -> str:
    """All paragraphs under an element on one line."""
    texts = (
        (numbering.label(paragraph) if numbering else "") + text_of(paragraph)
        for paragraph in element.iter(_W + "p")
    )
    return " ".join(" ".join(text.split()) for text in texts if text.strip(SPACES))


def _headers_and_footers(document: Any) -> Iterator[Removed]:
    """Lines of every header and footer part, each part once."""
    seen = set()
    for relation in document.part.rels.values():
        reason = {REL.HEADER: HEADER, REL.FOOTER: FOOTER}.get(relation.reltype)
        if reason is None or relation.is_external or relation.target_part in seen:
            continue
        seen.add(relation.target_part)
        for paragraph in _root(relation.target_part).iter(_W + "p"):
            text = text_of(paragraph).strip(SPACES)
            if text:
                yield Removed(Line(text), PAGE_NUMBER if is_page_number(text) else reason)
