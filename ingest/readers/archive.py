"""A ZIP of notices → files of their own, each ingested (and failing) by itself.

Names follow APPNOTE 6.3 (UTF-8 by flag) and, without the flag, GB18030 as Chinese systems write
them. A member is called ``包.zip/目录/通知.pdf``; ``..``, roots and drives are taken out. Archives
inside an archive are refused, and nothing is written to disk.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from ingest.errors import BrokenFile, EmptyFile, IngestError, UnsupportedFormat
from ingest.model import SourceFile
from ingest.readers import package
from ingest.readers.sniff import format_of

#: Files in one archive; a larger one is no set of notices.
MAX_FILES = 2000
#: Bytes of one file in an archive.
MAX_FILE = 256 * 2**20

_JUNK = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


def is_archive(source: SourceFile) -> bool:
    """True for a ZIP that is no document itself; files that cannot be told are none."""
    if not source.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        return format_of(source) == "archive"
    except IngestError:
        return False


def expand(source: SourceFile) -> Iterator[SourceFile | IngestError]:
    """The file itself, or for an archive each file in it, or why that could not be taken out.

    Raises nothing: an archive that is damaged, locked or a bomb gives its error as the one result.
    """
    if not is_archive(source):
        yield source
        return
    try:
        with package.opened(source, "ZIP 压缩包") as archive:
            members = _members(source, archive)
            for member in members:
                yield _taken_out(source, archive, member)
    except IngestError as error:
        yield error


def _members(source: SourceFile, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Members worth reading. Raises EmptyFile or UnsupportedFormat."""
    members = [m for m in archive.infolist() if m.filename and not m.is_dir()]
    members = [m for m in members if not _JUNK.search(_name(m))]
    if not members:
        raise EmptyFile(source.name, "压缩包里没有文件，请检查后重新提供。")
    if len(members) > MAX_FILES:
        reason = f"压缩包里有 {len(members)} 个文件，超过 {MAX_FILES} 个的上限，请分批导入。"
        raise UnsupportedFormat(source.name, reason)
    return members


def _taken_out(
    source: SourceFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo
) -> SourceFile | IngestError:
    name = f"{source.name}/{safe_name(_name(member))}"
    if member.file_size > MAX_FILE:
        reason = f"解压后有 {member.file_size >> 20} MB，超过 {MAX_FILE >> 20} MB 的上限。"
        return UnsupportedFormat(name, reason + "请拆分后再导入。")
    try:
        taken = SourceFile(name, archive.read(member))
    except package.DAMAGE:
        return BrokenFile(name, "压缩包里的这个文件已损坏，解压不出来。请重新打包或单独提供。")
    if is_archive(taken):
        return UnsupportedFormat(name, "是压缩包里的压缩包，请先解压，再导入里面的文件。")
    return taken


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; zipfile reads names without the UTF-8 flag as code page 437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        # GB18030 pairs can look like UTF-8 of two bytes, which no Chinese character has.
        if encoding == "gb18030" or not re.search("[\x80-\u07ff]", name):
            return name
    return member.filename


def safe_name(name: str) -> str:
    """A relative path without ``..``, drives and control characters, never empty."""
    parts = re.split(r"[/\\]+", re.sub(r"^[A-Za-z]:", "", name))
    kept = ["".join(filter(str.isprintable, part)).strip() for part in parts]
    return "/".join(part for part in kept if part.strip(".")) or "未命名"
