"""Small real files for the reader tests, built from bytes: no fonts, no network, no fixtures.

The PDFs name the standard font STSong-Light with the predefined CMap UniGB-UCS2-H, which every
PDF library knows, so that Chinese text needs no embedded font. Pictures of pages are drawn in a
Chinese font of the system; ``chinese_font`` gives None where there is none.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import docx
from PIL import Image, ImageDraw, ImageFont

PAGE = (595.0, 842.0)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Text(NamedTuple):
    """A string at x, y from the top left, in points, with its size."""

    x: float
    y: float
    text: str
    size: float = 16.0


class Rule(NamedTuple):
    """A stroke from (x0, y0) to (x1, y1), from the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


def make_pdf(
    pages: Sequence[Sequence[Text | Rule]], locked: bool = False, rotate: int = 0
) -> bytes:
    """A PDF with a text layer; ``locked`` asks for a password that nobody knows."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        b"/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R"
        b"/DW 1000/W[1[500 500] 7716[500]]>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        b"/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    kids = []
    for page in pages:
        stream = b"\n".join(_drawn(item) for item in page)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (rotate, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _assembled(objects, locked)


def _drawn(item: Text | Rule) -> bytes:
    if isinstance(item, Rule):
        place = (item.x0, PAGE[1] - item.y0, item.x1, PAGE[1] - item.y1)
        return b"0.5 w %.1f %.1f m %.1f %.1f l S" % place
    code = item.text.encode("utf-16-be").hex().encode()
    return b"BT /F %.1f Tf %.1f %.1f Td <%s> Tj ET" % (
        item.size, item.x, PAGE[1] - item.y - 0.88 * item.size, code)  # fmt: skip


def _assembled(objects: Sequence[bytes], locked: bool) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (
        b"ab" * 32, b"cd" * 32) if locked else b""  # fmt: skip
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, lock)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def ruled(
    top: float, rows: Sequence[Sequence[str]], edges: Sequence[float], height: float = 24.0
) -> list[Text | Rule]:
    """A ruled table: texts in a grid of columns that begin and end at ``edges``."""
    bottom = top + height * len(rows)
    items: list[Text | Rule] = [Rule(x, top, x, bottom) for x in edges]
    for index in range(len(rows) + 1):
        y = top + height * index
        items.append(Rule(edges[0], y, edges[-1], y))
    for index, row in enumerate(rows):
        for x, text in zip(edges, row, strict=False):
            items.append(Text(x + 4, top + height * index + 5, text, 12.0))
    return items


def make_docx(body: str, parts: dict[str, str] | None = None) -> bytes:
    """A DOCX with the given XML in its body (prefix ``w:``) and further parts replaced or added."""
    blank = io.BytesIO()
    docx.Document().save(blank)
    document = (
        f'<w:document xmlns:w="{W}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<w:body>{body}</w:body></w:document>"
    )
    changed = {"word/document.xml": document, **(parts or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(blank) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, xml in changed.items():
            new.writestr(name, xml)
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    """A Word paragraph of one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def make_zip(members: dict[str, bytes]) -> bytes:
    """A ZIP of the given members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def make_ole(*streams: str) -> bytes:
    """The beginning of an OLE compound file whose directory names the given streams."""
    names = b"".join(name.encode("utf-16-le").ljust(64, b"\x00") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\x00") + names.ljust(2048, b"\x00")


def chinese_font() -> Path | None:
    """A font with Chinese characters, where the system has one."""
    for name in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "uming.ttc", "wqy-*.ttc"):
        for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts"):
            if found := next(Path(folder).rglob(name), None):
                return found
    return None


def draw_page(items: Sequence[Text | Rule], dpi: int = 150, tilt: float = 0.0) -> Image.Image:
    """A picture of an A4 page with the items drawn on it, turned by ``tilt`` degrees."""
    scale = dpi / 72
    picture = Image.new("RGB", (round(PAGE[0] * scale), round(PAGE[1] * scale)), "white")
    pen = ImageDraw.Draw(picture)
    font = chinese_font()
    assert font is not None
    for item in items:
        if isinstance(item, Rule):
            ends = [scale * value for value in item]
            pen.line(ends, fill="black", width=2)
        else:
            face = ImageFont.truetype(font, round(item.size * scale))
            pen.text(
                (item.x * scale, item.y * scale), item.text, fill="black", font=face, anchor="lt"
            )
    return picture.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor="white")


def saved(picture: Image.Image, format: str = "PNG", more: Sequence[Image.Image] = ()) -> bytes:
    """The picture as a file; ``more`` are further pages."""
    out = io.BytesIO()
    options = {"save_all": True, "append_images": list(more)} if more else {}
    picture.save(out, format, resolution=150, **options)
    return out.getvalue()


def make_ofd(pages: Sequence[str], **parts: str) -> bytes:
    """An OFD whose pages hold the given XML (prefix ``ofd:``); ``parts`` are more of its files."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(
        f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}.xml"/>' for n in range(1, len(pages) + 1)
    )
    members = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>/Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
        f"{parts.pop('common', '')}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        f"{parts.pop('document', '')}</ofd:Document>",
    }
    for number, page in enumerate(pages, start=1):
        members[f"Doc_0/Pages/Page_{number}.xml"] = f"<ofd:Page {space}>{page}</ofd:Page>"
    members |= {name: xml.replace("SPACE", space) for name, xml in parts.items()}
    return make_zip({name: xml.encode() for name, xml in members.items()})


def ofd_text(x: float, y: float, text: str, size: float = 5.6, more: str = "") -> str:
    """A TextObject at x, y (mm) with one step of ``size`` after each character."""
    return (
        f'<ofd:TextObject ID="9" Boundary="{x} {y} 160 {size}" Size="{size}" {more}>'
        f'<ofd:TextCode X="0" Y="{0.88 * size:.2f}" DeltaX="g {len(text)} {size}">{text}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def ofd_content(*objects: str) -> str:
    return f"<ofd:Content><ofd:Layer ID='8'>{''.join(objects)}</ofd:Layer></ofd:Content>"
