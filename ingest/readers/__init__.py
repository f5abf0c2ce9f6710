"""File readers: SourceFile → RawDocument. One reader a file; the bytes decide, not the name.

A reader gives lines in reading order and interprets nothing. To add a format: teach
``sniff.format_of`` its bytes, write ``read(source) -> RawDocument`` in a module of that name, and
add the name to ``_READERS``. A reader's libraries are imported when it is first used. A ZIP holds
files of their own: ``archive.expand`` takes them out.
"""

from __future__ import annotations

from importlib import import_module

from ingest.errors import EmptyFile, UnsupportedFormat
from ingest.model import RawDocument, SourceFile
from ingest.readers.sniff import format_of

__all__ = ["SUPPORTED_SUFFIXES", "read"]

#: What a folder is searched for; a file given by name is tried whatever it is called.
_TEXTS = ".txt .pdf .docx .doc .wps .rtf .odt .ofd .html .htm .xhtml"
_IMAGES = ".png .jpg .jpeg .tif .tiff .bmp"
SUPPORTED_SUFFIXES = frozenset(f"{_TEXTS} {_IMAGES} .zip".split())

#: A notice with all its pictures stays far below this; a larger file would only fill the memory.
MAX_BYTES = 256 * 2**20

_READERS = {"text", "html", "pdf", "docx", "ofd", "image", "office"}


def read(source: SourceFile) -> RawDocument:
    """Lines, pages and furniture of a file of any format that is known.

    Raises EmptyFile (no bytes, no text), UnsupportedFormat (says what it is) or BrokenFile.
    """
    if len(source.data) > MAX_BYTES:
        size = len(source.data) >> 20
        reason = f"文件有 {size} MB，超过 {MAX_BYTES >> 20} MB 的上限，请拆分或压缩图片后再导入。"
        raise UnsupportedFormat(source.name, reason)
    kind = format_of(source)
    if kind not in _READERS:
        raise UnsupportedFormat(source.name, "是 ZIP 压缩包，请解压后导入里面的文件。")
    reader = import_module(f"ingest.readers.{kind}")
    document: RawDocument = reader.read(source)
    if not document.lines:
        raise EmptyFile(source.name, "没有读到任何文字，请检查原文件是否只有图片或空白页。")
    return document
