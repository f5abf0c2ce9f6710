"""ZIP of notices: members as files of their own; bad names, bad members, bombs."""

from __future__ import annotations

import io
import zipfile

import pytest
from make_files import Text, make_docx, make_pdf, make_zip, p

from ingest.errors import BrokenFile, EmptyFile, IngestError, UnsupportedFormat
from ingest.model import SourceFile
from ingest.readers import package, read
from ingest.readers.archive import expand, is_archive, safe_name

DOCX = make_docx(p("一、申报条件"))


def expanded(members: dict[str, bytes]) -> list[SourceFile | IngestError]:
    return list(expand(SourceFile("包.zip", make_zip(members))))


def test_members_are_files_of_their_own() -> None:
    pdf = make_pdf([[Text(80, 100, "二、申报时间")]])
    found = expanded({"通知/": b"", "通知/甲.docx": DOCX, "乙.pdf": pdf, "__MACOSX/._乙.pdf": b"x"})
    assert [f.name for f in found] == ["包.zip/通知/甲.docx", "包.zip/乙.pdf"]
    texts = [read(f).lines[0].text for f in found if isinstance(f, SourceFile)]
    assert texts == ["一、申报条件", "二、申报时间"]


def test_other_files_are_given_back_as_they_are() -> None:
    for source in (
        SourceFile("甲.docx", DOCX),
        SourceFile("空.txt", b""),
        SourceFile("x", b"PK\3\4"),
    ):
        assert list(expand(source)) == [source]
    assert not is_archive(SourceFile("甲.docx", DOCX))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/甲.txt", "etc/甲.txt"),
        ("/root/甲.txt", "root/甲.txt"),
        ("C:\\Windows\\甲.txt", "Windows/甲.txt"),
        ("..\\..\\甲.txt", "甲.txt"),
        ("a/./.../b\x00\n.txt", "a/b.txt"),
        ("../..", "未命名"),
    ],
)
def test_names_cannot_leave_the_archive(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_names_of_chinese_systems_are_decoded() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package_:
        package_.writestr("X" * 7, "一、申报条件")
    data = out.getvalue().replace(b"X" * 7, "通知.t".encode("gb18030") + b"x")
    assert [f.name for f in expand(SourceFile("包.zip", data))] == ["包.zip/通知.tx"]


def test_a_bad_member_fails_alone() -> None:
    data = bytearray(make_zip({"坏.bin": bytes(range(256)) * 2, "好.txt": "二、时间".encode()}))
    data[60] ^= 0xFF
    found = list(expand(SourceFile("包.zip", bytes(data))))
    assert isinstance(found[0], BrokenFile)
    assert found[0].name == "包.zip/坏.bin"
    assert isinstance(found[1], SourceFile)


def test_an_archive_in_an_archive_is_refused() -> None:
    found = expanded({"内.zip": make_zip({"a.txt": b"x"}), "甲.docx": DOCX})
    assert isinstance(found[0], UnsupportedFormat)
    assert "压缩包里的压缩包" in found[0].reason
    assert isinstance(found[1], SourceFile)


def test_empty_locked_and_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    [empty] = expanded({"__MACOSX/a": b""})
    assert isinstance(empty, EmptyFile)
    [bomb] = expanded({"零.txt": bytes(20 * 2**20)})
    assert isinstance(bomb, UnsupportedFormat)
    assert "为安全起见" in bomb.reason
    monkeypatch.setattr(package, "MAX_MEMBERS", 3)
    [many] = expanded({f"{n}.txt": b"x" for n in range(4)})
    assert isinstance(many, UnsupportedFormat)
    locked = bytearray(make_zip({"a.txt": b"x"}))
    at = locked.rindex(b"PK\x01\x02")
    locked[at + 8] |= 1
    [error] = expand(SourceFile("锁.zip", bytes(locked)))
    assert isinstance(error, BrokenFile)
    assert "密码" in error.reason
