"""Old Word (.doc), WPS, RTF and OpenDocument texts: LibreOffice makes DOCX of them.

LibreOffice runs without a window, in a folder and with a profile of its own that are gone
afterwards, and is ended after a time limit. Macros never run (its default for unknown files).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import RawDocument, SourceFile
from ingest.readers import docx

#: Seconds; a start takes 3 to 10, a thick plan some more.
TIMEOUT = 120.0
#: The programs to look for, in this order.
PROGRAMS = ("soffice", "libreoffice")

_RESAVE = "请用 WPS 或 Word 打开，另存为 .docx 后再导入"


def read(source: SourceFile) -> RawDocument:
    """Lines of the converted document. Raises UnsupportedFormat or BrokenFile."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        reason = (
            "是旧版 Word、WPS 或 RTF 文档，要由 LibreOffice 转换，但没有安装 LibreOffice。"
            f"请安装（Debian/Ubuntu：apt-get install libreoffice-writer），或{_RESAVE}。"
        )
        raise UnsupportedFormat(source.name, reason)
    converted = SourceFile(source.name, _converted(source, program))
    return docx.read(converted)


def _converted(source: SourceFile, program: str) -> bytes:
    """The bytes of the DOCX that LibreOffice makes. Raises BrokenFile."""
    with tempfile.TemporaryDirectory(prefix="policyqa-") as folder:
        given, made = Path(folder, "document.doc"), Path(folder, "out", "document.docx")
        given.write_bytes(source.data)
        command = [
            program,
            f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(made.parent),
            str(given),
        ]
        finished = _run(command)
        if made.is_file():
            return made.read_bytes()
    why = "LibreOffice 打不开它，可能已损坏或设了密码" if finished else f"转换超过 {TIMEOUT:.0f} 秒"
    raise BrokenFile(source.name, f"转换为 DOCX 失败：{why}。{_RESAVE}。")


def _run(command: list[str]) -> bool:
    """Run to the end, and True; False where the time was up and all its processes were ended."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        return False
    finally:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True
