"""OFD, the fixed-layout format of official documents (GB/T 33190-2016): text and ruled tables.

Reads OFD.xml → Document.xml → pages with their templates, in the namespace of the standard or of
its draft. Annotations are put aside as removed. What stands on a page, ``ofd_page`` says. Not read:
composite units (stamps, logos) and pictures; a page with nothing else is named in a warning.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import Box, Line, Page, RawDocument, Removed, SourceFile
from ingest.readers import package
from ingest.readers.ofd_page import POINTS, drawn, numbers
from ingest.readers.pdf_glyphs import text_lines
from ingest.readers.ruled import inside, tables_between
from ingest.readers.scan import spans
from ingest.readers.sheets import Sheet, assembled, in_order

#: As for PDF.
MAX_PAGES = 2000
#: A page of text takes 100 to 500 KB of XML.
MAX_PART = 64 * 2**20
ANNOTATION = "批注"

#: A4 in millimetres, for pages that state no size.
_A4 = (0.0, 0.0, 210.0, 297.0)


class _Leaf(NamedTuple):
    """A page of the package: its XML, that of its templates, and its box in millimetres."""

    roots: tuple[Any, ...]
    area: Box
    notes: tuple[Any, ...]


def read(source: SourceFile) -> RawDocument:
    """Lines with page and box in points. Raises BrokenFile or UnsupportedFormat."""
    with package.opened(source, "OFD 文件") as archive:
        try:
            leaves = list(_leaves(archive, source.name))
            sheets = [_sheet(leaf, number) for number, leaf in enumerate(leaves, start=1)]
            notes = [note for number, leaf in enumerate(leaves, start=1)
                     for note in _notes(leaf, number)]  # fmt: skip
        except package.DAMAGE as error:
            reason = "OFD 文件不完整或已损坏，打不开。请重新下载，或转换为 PDF 后再导入。"
            raise BrokenFile(source.name, reason) from error
    raw = assembled(sheets, _warnings(source, sheets))
    return replace(raw, removed=(*raw.removed, *notes))


def _leaves(archive: zipfile.ZipFile, name: str) -> Iterator[_Leaf]:
    """The pages of every document in the package, in order."""
    for place in _part(archive, "OFD.xml").iterfind("{*}DocBody/{*}DocRoot"):
        home = _resolved("", place.text)
        root = _part(archive, home)
        templates = {
            each.get("ID"): _resolved(home, each.get("BaseLoc"))
            for each in root.iterfind("{*}CommonData/{*}TemplatePage")
        }
        pages = root.findall("{*}Pages/{*}Page")
        if len(pages) > MAX_PAGES:
            reason = f"OFD 有 {len(pages)} 页，超过 {MAX_PAGES} 页的上限，请拆分后再导入。"
            raise UnsupportedFormat(name, reason)
        notes = _annotations(archive, home, root)
        for page in pages:
            content = _part(archive, _resolved(home, page.get("BaseLoc")))
            used = (each.get("TemplateID") for each in content.iterfind("{*}Template"))
            below = (_part(archive, templates[each]) for each in used if each in templates)
            area = _area(content.find("{*}Area")) or _area(root.find("{*}CommonData/{*}PageArea"))
            yield _Leaf((*below, content), area or _A4, notes.get(page.get("ID"), ()))


def _part(archive: zipfile.ZipFile, path: str) -> Any:
    """The XML at ``path``. Raises KeyError where it is missing, ValueError where it is huge."""
    if archive.getinfo(path).file_size > MAX_PART:
        raise ValueError(f"{path} is larger than {MAX_PART} bytes")
    return package.xml(archive.read(path))


def _resolved(base: str, place: str | None) -> str:
    """The member that an ``ST_Loc`` in the member ``base`` names (GB/T 33190, 7.3)."""
    place = (place or "").strip().replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(base), place)).lstrip("/")


def _area(element: Any) -> Box | None:
    """``x y width height`` of the physical page in millimetres."""
    box = numbers("" if element is None else element.findtext("{*}PhysicalBox"))
    return (box[0], box[1], box[2], box[3]) if len(box) == 4 and min(box[2:]) > 0 else None


def _annotations(archive: zipfile.ZipFile, home: str, root: Any) -> dict[str, tuple[Any, ...]]:
    """Annotation elements by the ID of their page."""
    place = root.findtext("{*}Annotations")
    if not place:
        return {}
    index = _resolved(home, place)
    return {
        page.get("PageID"): tuple(
            _part(archive, _resolved(index, page.findtext("{*}FileLoc"))).iter("{*}Appearance")
        )
        for page in _part(archive, index).iterfind("{*}Page")
    }


def _sheet(leaf: _Leaf, number: int) -> Sheet:
    x, y, width, height = leaf.area
    found = [drawn(root.findall("{*}Content"), (-x, -y)) for root in leaf.roots]
    glyphs = [glyph for each in found for glyph in each.glyphs]
    tables = tables_between([stroke for each in found for stroke in each.strokes], glyphs)
    outside = [g for g in glyphs if not any(inside(g, table.box) for table in tables)]
    lines = [Line(line.text, page=number, box=line.box) for line in text_lines(outside)]
    page = Page(number, round(width * POINTS, 1), round(height * POINTS, 1))
    return Sheet(page, in_order(lines, tables))


def _notes(leaf: _Leaf, number: int) -> Iterator[Removed]:
    for appearance in leaf.notes:
        corner = numbers(appearance.get("Boundary"))[:2]
        x, y = corner if len(corner) == 2 else (0.0, 0.0)
        shift = x - leaf.area[0], y - leaf.area[1]
        for line in text_lines(drawn([appearance], shift).glyphs):
            yield Removed(Line(line.text, page=number, box=line.box), ANNOTATION)


def _warnings(source: SourceFile, sheets: list[Sheet]) -> list[str]:
    empty = [sheet.page.number for sheet in sheets if not sheet.blocks]
    if not empty:
        return []
    return [
        f"{source.name}：第 {spans(empty)} 页没有文字，可能是图片或扫描页，内容未收入。"
        "请转换为 PDF 后再导入，以便识别文字。"
    ]
