"""ZIP packages that came from outside (DOCX, OFD, archives): opened only when they cannot hurt.

Sizes are checked on the package's directory before anything is unpacked; zipfile never gives more
bytes of a member than its directory entry says.
"""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from ingest.errors import BrokenFile, UnsupportedFormat
from ingest.model import SourceFile

#: The text of the longest codes fills 5 MB of XML; pictures come on top.
MAX_UNPACKED = 512 * 2**20
#: XML packs 10 to 40 times; zip bombs start at a few hundred.
MAX_RATIO = 200
#: Below this size nothing unpacked can hurt, whatever the ratio.
HARMLESS = 16 * 2**20
#: A page or a picture is a member; more than this is no document.
MAX_MEMBERS = 20_000

#: What zipfile, zlib and lxml raise over damaged packages.
DAMAGE = (
    KeyError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
)


def opened(source: SourceFile, what: str = "文件") -> zipfile.ZipFile:
    """The package, to be closed by the caller; ``what`` names the format in messages.

    Raises BrokenFile (damaged, locked) or UnsupportedFormat (a bomb).
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(source.data))
    except DAMAGE as error:
        reason = f"{what}不完整或已损坏（压缩目录读不出来），请重新下载或重新提供。"
        raise BrokenFile(source.name, reason) from error
    refuse_bombs(source, package)
    return package


def refuse_bombs(source: SourceFile, package: zipfile.ZipFile) -> None:
    """Raise where a member is encrypted or all of them unpack to more than a document holds."""
    members = package.infolist()
    size = sum(member.file_size for member in members)
    if any(member.flag_bits & 1 for member in members):
        raise BrokenFile(source.name, "压缩包加了密码，无法读取。请去掉密码另存后再导入。")
    if len(members) > MAX_MEMBERS:
        reason = f"里面有 {len(members)} 个文件，超出正常文档的数量，为安全起见没有读取。"
        raise UnsupportedFormat(source.name, reason + "请只保留通知本身再导入。")
    if size > MAX_UNPACKED or (size > HARMLESS and size > MAX_RATIO * len(source.data)):
        reason = f"解压后有 {size >> 20} MB，超出正常文档的大小，为安全起见没有读取。"
        raise UnsupportedFormat(source.name, reason + "请删去图片等附件后另存再导入。")


def xml(data: bytes) -> etree._Element:
    """The root of an XML part; entities are not expanded, nothing is fetched.

    Raises etree.XMLSyntaxError.
    """
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
