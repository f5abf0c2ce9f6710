"""What the bytes really are, whatever the file is called.

Answers one question: ``format_of(source)`` gives one of FORMATS, or raises the error that tells the
user what the file is and what to do with it.
"""

from __future__ import annotations

import io
import re
import zipfile

from ingest.errors import BrokenFile, EmptyFile, UnsupportedFormat
from ingest.model import SourceFile

#: ``office`` is what LibreOffice turns into DOCX; ``archive`` is a ZIP of files of their own.
FORMATS = ("text", "html", "pdf", "docx", "ofd", "image", "office", "archive")

_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
)
_ARCHIVES = (
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "GZIP 压缩包"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_PIECE = re.compile(r"\s*<(?:p|div|table|article|section|h[1-6]|span|center|ul|ol)\b", re.I)


def format_of(source: SourceFile) -> str:
    """One of FORMATS; raises EmptyFile, UnsupportedFormat, BrokenFile."""
    head = source.data[:4096]
    if not source.data:
        raise EmptyFile(source.name, "文件是空的（0 字节），请重新下载或重新提供。")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _package(source)
    if head.startswith(_OLE):
        return _ole(source)
    if _is_image(head):
        return "image"
    if head.startswith(b"{\\rtf") or (b"Word.Document" in head and b"<?xml" in head[:64]):
        return "office"
    _refuse_known(source, head)
    return "html" if _looks_like_html(head) else "text"


def _is_image(head: bytes) -> bool:
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    return any(
        head.startswith(magic) and (magic != b"BM" or b"\x00" in head[:16]) for magic in _IMAGES
    )


def _refuse_known(source: SourceFile, head: bytes) -> None:
    """Raise UnsupportedFormat for the other formats that are told by their first bytes."""
    for magic, what in _ARCHIVES:
        if head.startswith(magic):
            raise UnsupportedFormat(source.name, f"实际是{what}，请解压后导入里面的文件。")
    if b"MIME-Version:" in head and b"multipart/related" in head:
        raise UnsupportedFormat(
            source.name, "实际是 MHTML 网页归档，暂不能读取。请在浏览器中另存为 HTML 后再导入。"
        )


def _looks_like_html(head: bytes) -> bool:
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    text = head.removeprefix(b"\xef\xbb\xbf").decode(encoding, "replace")
    return bool(_HTML.match(text)) or (bool(_HTML_PIECE.match(text)) and "</" in text)


def _ole(source: SourceFile) -> str:
    """``office`` for old Word and WPS files (OLE compound files); raises for all others."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in source.data

    name = source.name
    if holds("EncryptedPackage"):
        raise BrokenFile(name, "文档设了打开密码，无法读取。请去掉密码另存后再导入。")
    if holds("WpsContent") or holds("WordDocument"):
        return "office"
    if holds("Workbook") or holds("Book"):
        raise UnsupportedFormat(name, "实际是 Excel 表格（.xls），请导出为 PDF 或文本后再导入。")
    raise UnsupportedFormat(name, "实际是旧版 Office 文件，暂不能读取。请另存为 .docx 后再导入。")


def _package(source: SourceFile) -> str:
    """``docx``, ``ofd``, ``office`` or ``archive``; raises for a spreadsheet or slides."""
    name = source.name
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as package:
            members = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        what = "DOCX 文档" if b"word/" in source.data else "ZIP 文件"
        reason = f"{what}不完整或已损坏（压缩目录读不出来），请重新下载或重新提供。"
        raise BrokenFile(name, reason) from error
    if "[Content_Types].xml" in members:
        if "word/document.xml" in members:
            return "docx"
        kinds = {"xl/": "Excel 表格（.xlsx）", "ppt/": "PowerPoint 演示文稿（.pptx）"}
        what = next((kinds[m[: m.find("/") + 1]] for m in members if m[: m.find("/") + 1] in kinds),
                    "没有正文的 Office 文档")  # fmt: skip
        raise UnsupportedFormat(name, f"实际是{what}，请导出为 PDF 或文本后再导入。")
    if "OFD.xml" in members:
        return "ofd"
    return "office" if {"mimetype", "content.xml"} <= members else "archive"
