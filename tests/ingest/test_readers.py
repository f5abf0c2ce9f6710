"""The readers' front door: the bytes decide, and every bad file has its own clear error."""

from __future__ import annotations

import os
import random
import time

import pytest
from make_files import Text, make_docx, make_ole, make_pdf, make_zip, p

from ingest.errors import BrokenFile, EmptyFile, IngestError, UnsupportedFormat
from ingest.model import SourceFile
from ingest.readers import SUPPORTED_SUFFIXES, read
from ingest.readers.sniff import format_of

PDF = make_pdf([[Text(80, 100, "一、申报条件")]])
DOCX = make_docx(p("一、申报条件"))
CONTENT_TYPES = b"<Types/>"


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.docx", PDF, "pdf"),
        ("a.pdf", DOCX, "docx"),
        ("a.txt", "<!DOCTYPE html><html><body>一</body></html>".encode(), "html"),
        ("a.htm", "\ufeff<?xml version='1.0'?>\n<html><body>一</body></html>".encode(), "html"),
        ("a.htm", "<div><p>申报条件</p></div>".encode(), "html"),
        ("a", "<html>申报</html>".encode("utf-16"), "html"),
        ("a.html", "申报条件 <5 项".encode(), "text"),
        ("a.pdf", "一、申报条件".encode("gb18030"), "text"),
        ("BM.txt", "BM 项目申报".encode(), "text"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "image"),
        ("a.txt", b"BM\x00\x00\x00\x00", "image"),
        ("a.docx", make_ole("Root Entry", "WordDocument"), "office"),
        ("a.docx", make_ole("Root Entry", "WpsContent"), "office"),
        ("a.doc", b"{\\rtf1\\ansi}", "office"),
        ("a.docx", make_zip({"mimetype": b"", "content.xml": b""}), "office"),
        ("a.zip", make_zip({"OFD.xml": b"<a/>"}), "ofd"),
        ("a.ofd", make_zip({"a.txt": b"x"}), "archive"),
    ],
)
def test_bytes_decide_not_the_name(name: str, data: bytes, kind: str) -> None:
    assert format_of(SourceFile(name, data)) == kind


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        ("空.pdf", b"", EmptyFile, ["0 字节", "重新"]),
        ("空白.txt", " \r\n\u3000\n".encode(), EmptyFile, ["只有空白"]),
        ("图.docx", b"\x89PNG\r\n\x1a\n" + bytes(64), BrokenFile, ["图片", "损坏"]),
        ("图.pdf", b"\xff\xd8\xff\xe0" + bytes(64), BrokenFile, ["图片", "损坏"]),
        ("图.tif", b"II*\x00" + bytes(64), BrokenFile, ["图片", "损坏"]),
        ("图.webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", BrokenFile, ["图片", "损坏"]),
        ("包.docx", make_zip({"a.txt": b"x"}), UnsupportedFormat, ["ZIP 压缩包", "解压"]),
        ("包.rar", b"Rar!\x1a\x07\x00", UnsupportedFormat, ["RAR 压缩包", "解压"]),
        ("版.ofd", make_zip({"OFD.xml": b"<a"}), BrokenFile, ["OFD", "PDF"]),
        ("空.ofd", make_zip({"OFD.xml": b"<a/>"}), EmptyFile, ["没有读到任何文字"]),
        ("表.docx", make_zip({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.xml": b""}),
         UnsupportedFormat, ["Excel"]),
        ("稿.pptx", make_zip({"[Content_Types].xml": CONTENT_TYPES, "ppt/a.xml": b""}),
         UnsupportedFormat, ["PowerPoint"]),
        ("旧.xls", make_ole("Root Entry", "Workbook"), UnsupportedFormat, ["Excel"]),
        ("锁.docx", make_ole("EncryptionInfo", "EncryptedPackage"), BrokenFile, ["密码"]),
        ("断.docx", DOCX[: len(DOCX) // 2], BrokenFile, ["DOCX", "不完整"]),
        ("断.zip", make_zip({"a.bin": os.urandom(900)})[:500], BrokenFile, ["ZIP", "不完整"]),
        ("锁.pdf", make_pdf([[Text(80, 100, "一")]], locked=True), BrokenFile, ["密码"]),
        ("断.pdf", PDF[:40], BrokenFile, ["不完整或已损坏"]),
        ("空白.pdf", make_pdf([[], []]), EmptyFile, ["没有读到任何文字", "空白页"]),
        ("乱.txt", random.Random(1).randbytes(4000), UnsupportedFormat, ["不是"]),
        ("乱2.txt", bytes(range(1, 32)) * 20, UnsupportedFormat, ["二进制"]),
        ("坏.html", b"<html></html>", EmptyFile, ["没有读到任何文字"]),
    ],
)  # fmt: skip
def test_bad_file_says_what_it_is_and_what_to_do(
    name: str, data: bytes, error: type[IngestError], words: list[str]
) -> None:
    with pytest.raises(error) as caught:
        read(SourceFile(name, data))
    assert type(caught.value) is error
    assert str(caught.value).startswith(f"{name}：")
    for word in words:
        assert word in caught.value.reason


def test_no_truncation_of_a_file_is_a_crash() -> None:
    """Any cut of a good file is read or refused, never a stray exception."""
    for name, data in (("a.pdf", PDF), ("a.docx", DOCX)):
        for cut in range(0, len(data), max(1, len(data) // 60)):
            try:
                read(SourceFile(name, data[:cut]))
            except IngestError as error:
                assert error.name == name


def test_no_damaged_byte_is_a_crash() -> None:
    """Rubbish in the middle of a good file is read or refused, never a stray exception."""
    dice = random.Random(7)
    for name, data in (("a.pdf", PDF), ("a.docx", DOCX)):
        for _ in range(60):
            damaged = bytearray(data)
            at = dice.randrange(len(data) - 8)
            damaged[at : at + 8] = dice.randbytes(8)
            try:
                read(SourceFile(name, bytes(damaged)))
            except IngestError as error:
                assert error.name == name


def test_ten_thousand_empty_paragraphs() -> None:
    start = time.monotonic()
    with pytest.raises(EmptyFile, match="没有读到任何文字"):
        read(SourceFile("空段.docx", make_docx("<w:p/>" * 10_000)))
    found = read(SourceFile("末段.docx", make_docx("<w:p/>" * 10_000 + p("一、申报条件"))))
    assert [line.text for line in found.lines] == ["一、申报条件"]
    assert time.monotonic() - start < 10


def test_supported_suffixes_are_lower_case_with_a_dot() -> None:
    assert all(suffix.startswith(".") and suffix.islower() for suffix in SUPPORTED_SUFFIXES)
