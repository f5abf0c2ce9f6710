"""Lines to paragraphs: undo line wraps and page breaks without altering a character.

A paragraph is the text of its lines with the line breaks taken out; everything else stays as
printed. Three kinds of source need three judgements: formats that know their paragraphs say so in
``Line.opens``; text wrapped at a fixed width continues after every full line; text whose
paragraphs are whole is only cut where a page ended in mid-sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.model import Line
from ingest.numbering import RANK, label_at_start

DOCUMENT_TYPES = (
    "通知 通告 公告 通报 意见 办法 规定 细则 方案 规划 计划 纲要 指南 条例 决定 决议 命令 批复 "
    "复函 函 答复 请示 报告 公报 纪要 议案 章程 规则 标准 目录 清单 倡议书 解读 名单 措施 要点 "
    "制度 准则 解释 规范 大纲 预案 须知 指引 提示 公开信 规程 守则 程序 申报书 任务书 公约 协议 "
    "一览表 汇总表 登记表 申请表 推荐表 回执 公示 说明 简章 启事 声明 告知书 问答"
).split()
TITLE_END = re.compile(rf"(?:{'|'.join(DOCUMENT_TYPES)})(?:[（(][^）)]{{1,15}}[）)])?[》”]?$")
_N = r"[\d一二三四五六七八九十]"
DATE = rf"(?:\d{{4}}|[〇零○O一二三四五六七八九]{{4}})\s*年\s*{_N}{{1,2}}\s*月\s*{_N}{{1,3}}\s*日"
DATE_LINE = re.compile(rf"^\s*{DATE}\s*(?:印发)?\s*$")
KEY_VALUE = re.compile(r"^[\s　]*[\u4e00-\u9fff（）()、\s　]{2,12}[:：]")
_TERMINAL = "。；;：:！!？?…"
_CLOSERS = "”’」』》）)】］]"
_BRACKET_REACH = 40  # characters between a bracket and the break that cut it
_NARROWEST = 30  # columns; shorter lines are no wrapped text
_INDENT = 4  # columns: first lines are indented by two characters (GB/T 9704, 7.3.3)
_FULL_LINE = 20  # characters of a paragraph cut by a page break: at least about one line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; ``offsets[i]`` is where ``lines[i]`` begins in ``text``."""

    text: str
    lines: tuple[Line, ...]
    offsets: tuple[int, ...]

    @property
    def is_row(self) -> bool:
        return self.lines[0].kind == "row"


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """Group ``lines`` (in reading order) into paragraphs; every line is in exactly one."""
    width = wrap_width(lines)
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_joined(group) for group in groups]


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Columns of a full line where the text was wrapped at a fixed width, None if it was not."""
    widths = [columns(line.text) for line in lines if line.kind == "text"]
    long = [width for width in widths if width >= _NARROWEST]
    if len(widths) < 12 or not long:
        return None
    full, _ = Counter(long).most_common(1)[0]
    near = sum(abs(width - full) <= _INDENT + 1 for width in widths)
    return full if near >= 0.5 * len(widths) and max(widths) <= full + 8 else None


def columns(text: str) -> int:
    """Width on a terminal: East Asian wide characters count two."""
    return sum(map(_width, text))


@lru_cache(maxsize=16384)
def _width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def ends_sentence(text: str) -> bool:
    text = text.rstrip()
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and (bare[-1] in _TERMINAL or text[-1] in _TERMINAL)


def looks_like_title(text: str) -> bool:
    """A line that names a document (…的通知, …实施方案) and is no sentence."""
    return (
        len(text) <= 80
        and not re.search("[，。；！？]", text)
        and bool(TITLE_END.search(text.strip()))
    )


def _continues(group: list[Line], line: Line, width: int | None) -> bool:
    before = group[-1]
    if before.kind == "row" or line.kind == "row":
        return False
    if line.opens is not None:
        return not line.opens
    if _open_bracket("".join(part.text for part in group), line.text):
        return True
    if _stands_alone(before.text) or _stands_alone(line.text):
        return False
    return _wrapped(group, line, width) if width else _cut_by_page(group, line)


def _open_bracket(before: str, after: str) -> bool:
    """A bracket left open shortly before the break is closed after it, before another one opens."""
    for opening, closing in ("（）", "《》", "“”"):
        opened = before.rfind(opening)
        if opened > before.rfind(closing) and len(before) - opened <= _BRACKET_REACH:
            at, other = after.find(closing), after.find(opening)
            if (
                0 <= at <= _BRACKET_REACH
                and (other < 0 or at < other)
                and not ends_sentence(before)
            ):
                return True
    return False


def _stands_alone(text: str) -> bool:
    text = text.strip()
    return bool(DATE_LINE.match(text) or re.match(r"附\s*件\s*[\d一二三四五六七八九十]*\s*$", text))


def _wrapped(group: list[Line], line: Line, width: int) -> bool:
    """In wrapped text a line goes on where it was full, and does not open a clause below it.

    The first line of a paragraph is short of the full width by its indent. So a heading that just
    fills its line goes on in a short or full line, and stands alone before an indented one, unless
    the heading's own indent shows that indents are printed.
    """
    before = group[-1].text
    if columns(before) < width - _INDENT - 2:
        return False
    if label_at_start(line.text):
        return not ends_sentence(before) and not line.text.startswith("第")
    heading = len(group) == 1 and _is_heading(before)
    indented = width - _INDENT - 2 <= columns(line.text) <= width - 2
    marked = group[0].opens is not None  # indents are printed, and this line has none
    return not (heading and indented and not marked)


def _is_heading(text: str) -> bool:
    label = label_at_start(text)
    return label is not None and label.rank <= RANK["arabic"] and not re.search("[。；]", text)


def _cut_by_page(group: list[Line], line: Line) -> bool:
    """In text of whole paragraphs one goes on where it stopped in mid-sentence."""
    before = "".join(part.text for part in group).strip()
    after = line.text.strip()
    if (
        label_at_start(after)
        or after.startswith(("—", "附件", "抄送", "抄 送"))
        or ends_sentence(before)
    ):
        return False
    if before[-1] in "，、（《“":
        return True
    if re.search(rf"{DATE}$", before) or looks_like_title(group[-1].text):
        return False
    if (
        KEY_VALUE.match(after)
        or looks_like_title(before)
        or not re.match(r"[\u4e00-\u9fff“《（]", after)
    ):
        return False
    return len(before) >= _FULL_LINE and _is_prose(before)


def _is_prose(text: str) -> bool:
    if not re.search(r"[\u4e00-\u9fff”》）]$", text):
        return False
    label = label_at_start(text)
    return bool(re.search("[，。；、：:]", text)) or (label is not None and label.rank >= 8)


def _joined(group: list[Line]) -> Paragraph:
    text = group[0].text
    offsets = [0]
    for before, line in pairwise(group):
        if re.search(r"[A-Za-z0-9]$", before.text) and re.match(r"[A-Za-z]", line.text):
            text += " "
        offsets.append(len(text))
        text += line.text
    return Paragraph(text, tuple(group), tuple(offsets))
