"""DOC, WPS, RTF: through LibreOffice where it is installed, a clear message where not."""

from __future__ import annotations

import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest
from make_files import make_docx, make_ole, p

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import SourceFile
from ingest.readers import office, read

DOC = SourceFile("旧通知.doc", make_ole("Root Entry", "WordDocument"))
RTF = SourceFile(
    "通知.rtf",
    b"{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 "
    + "".join(f"\\u{ord(c)}?" for c in "一、申报条件").encode()
    + b"\\par}",
)


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """The only program on PATH is a soffice that runs ``script``."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder))


def test_without_libreoffice_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedFormat, match=r"libreoffice-writer.*另存为 \.docx"):
        read(DOC)


def test_the_converted_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(make_docx(p("一、申报条件")))
    script = (
        f'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; cp "{made}" "$2/document.docx"'
    )
    fake(tmp_path, monkeypatch, script)
    assert [line.text for line in read(DOC).lines] == ["一、申报条件"]


def test_failure_and_delay_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(BrokenFile, match="LibreOffice 打不开"):
        read(DOC)
    monkeypatch.setattr(office, "TIMEOUT", 0.3)
    fake(tmp_path, monkeypatch, "sleep 60 & sleep 60")
    start = time.monotonic()
    with pytest.raises(BrokenFile, match="超过"):
        read(DOC)
    assert time.monotonic() - start < 10


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice Writer")
def test_libreoffice_itself() -> None:
    assert [line.text for line in read(RTF).lines] == ["一、申报条件"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["通知.doc", "通知.wps"])
def test_a_real_word_97_file(tmp_path: Path, name: str) -> None:
    """WPS Writer saves the same binary format under its own ending."""
    given = tmp_path / "given.docx"
    given.write_bytes(make_docx(p("一、申报条件") + p("（一）单位会员")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc:MS Word 97"]
    subprocess.run([*command, "--outdir", tmp_path, given], check=True, capture_output=True)
    found = read(SourceFile(name, (tmp_path / "given.doc").read_bytes()))
    assert [line.text for line in found.lines] == ["一、申报条件", "（一）单位会员"]
