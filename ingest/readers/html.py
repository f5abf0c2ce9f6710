"""Web pages of government portals: the article, its table of metadata, and the rest set aside.

The article is the container that portals are known to use, else the deepest element that holds
most of the text outside links. Not for pages that need a browser to show their text.
"""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from ingest.errors import BrokenFile
from ingest.model import Line, RawDocument, Removed, SourceFile
from ingest.readers.furniture import PAGE_NUMBER, SPACES, is_page_number
from ingest.readers.html_metadata import is_metadata_table, metadata_of, states_metadata, title_of
from ingest.readers.html_nodes import INLINE, is_shown
from ingest.readers.html_tables import grid, is_data_table
from ingest.readers.paragraph import opens_after

NAVIGATION = "网站导航"
AFTERMATH = "网站页脚或分享栏"
METADATA = "文件信息栏（已收入元数据）"
PAGE_TITLE = "网页标题（与正文标题重复）"
TOOLS = "网页工具栏"

#: Containers of the article: gov.cn and the publishing systems (TRS, JCMS …) of most portals.
_ARTICLES = (
    "#UCAP-CONTENT, #zoom, #Zoom, #ContentRegion, #js_content, .TRS_Editor, .TRS_UEDITOR, "
    ".pages_content, .article-content, .article_content, .article-con, .news_content, "
    ".view_content, .Custom_UnionStyle, #article, .article, article"
)
_HOLDERS = {"body", "div", "table", "tbody", "tr", "td", "section", "article", "main", "form",
            "center", "span", "font"}  # fmt: skip
_TOOL = re.compile(
    r"(?:^|[\s_-])(?:bd)?(?:share|print|qr|erweima|crumbs?|breadcrumb|nav|footer|toolbar|relat|hot)",
    re.IGNORECASE,
)
_TOOL_TEXT = re.compile(
    r"扫一扫.{0,20}|【?(?:我要)?(?:打印|关闭|收藏|纠错)(?:本页|窗口|此页)?】?|分享(?:到|至)?[:：]?.{0,12}"
    r"|【?字体[:：]?\s*[\[【]?\s*大\s*中\s*小\s*[\]】]?】?|(?:浏览|阅读|点击)(?:次数|量)[:：]?\s*\d*"
)
_SET_IN = re.compile(
    r"text-indent\s*:\s*(?!0|-)[\d.]*[1-9]|text-align\s*:\s*(?:center|right|end)", re.IGNORECASE
)
_BLANKS = re.compile(r"[ \t\r\n]+")
#: An article holds this share of the text outside links; the rest of a page is chrome.
_MOST = 0.6
_MAX_TOOL = 200


def read(source: SourceFile) -> RawDocument:
    """Lines of the article, metadata, and the removed rest of the page. Raises BrokenFile."""
    text, warnings = decode(source)
    page = LexborHTMLParser(text)
    if page.body is None:
        raise BrokenFile(source.name, "网页里没有正文，可能没有下载完整，请重新保存网页后再导入。")
    try:
        article = _article(page.body)
        metadata = metadata_of(page, article)
        found = _Walk(article)
        found.visit(page.body)
    except RecursionError as error:
        reason = "网页的标签嵌套过深，不像正常网页。请在浏览器中另存为文本后再导入。"
        raise BrokenFile(source.name, reason) from error
    lines, removed = _without_page_title(found.lines, found.removed, title_of(page, article))
    return RawDocument(tuple(lines), (), metadata, tuple(removed), warnings)


def decode(source: SourceFile) -> tuple[str, tuple[str, ...]]:
    """Text by BOM, by ``<meta charset>``, as UTF-8 or GB18030; a warning where bytes are bad."""
    data = source.data
    declared = re.search(rb"charset\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.IGNORECASE)
    named = declared[1].decode().lower() if declared else "utf-8"
    named = "gb18030" if named in ("gb2312", "gbk", "gb_2312-80", "x-gbk") else named
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        named = "utf-16"
    for encoding in (named, "utf-8", "gb18030"):
        try:
            return data.decode(encoding).lstrip("\ufeff"), ()
        except (UnicodeDecodeError, LookupError):
            continue
    text = data.decode("utf-8", "replace")
    return text, (f"{source.name}：有 {text.count(chr(0xFFFD))} 处文字损坏，请与原网页核对。",)


def _article(body: Any) -> Any:
    """The element that holds the article."""
    weights: dict[int, int] = {}
    total = _weigh(body, weights)
    known = [node for node in body.css(_ARTICLES) if weights.get(node.mem_id, 0) > 0]
    if known:
        best = max(known, key=lambda node: weights[node.mem_id])
        if weights[best.mem_id] >= 0.3 * total:
            return best
    node = body
    while True:
        inner = [child for child in node.iter() if child.tag in _HOLDERS]
        heavy = [c for c in inner if weights.get(c.mem_id, 0) >= _MOST * total]
        if not heavy:
            return node
        node = heavy[0]


def _weigh(node: Any, weights: dict[int, int]) -> int:
    """Characters outside links and metadata under an element, for it and all in it."""
    if node.tag == "a" or not is_shown(node) or (node.tag == "table" and is_metadata_table(node)):
        return 0
    if node.tag == "-text":
        return len(_BLANKS.sub("", node.text(deep=False)))
    weights[node.mem_id] = sum(_weigh(child, weights) for child in node.iter(include_text=True))
    return weights[node.mem_id]


class _Walk:
    """One pass through a page: what is in the article becomes lines, all else is removed."""

    def __init__(self, article: Any) -> None:
        self.lines: list[Line] = []
        self.removed: list[Removed] = []
        self._article = article.mem_id
        self._reason: str | None = NAVIGATION
        self._buffer: list[str] = []
        self._set_in = False
        self._soft = False
        self._before = ""
        self._blocks = count(1)
        self._tables = count(1)

    def visit(self, node: Any) -> None:
        """Take in an element and all that it holds, in order."""
        if node.tag == "-text":
            self._buffer.append(_BLANKS.sub(" ", node.text(deep=False)))
        elif node.tag in ("br", "hr"):
            self._flush(soft=node.tag == "br")
        elif not is_shown(node):
            return
        elif node.tag in INLINE and node.mem_id != self._article:
            self._children(node)
        else:
            self._block(node)

    def _block(self, node: Any) -> None:
        self._flush()
        before = self._reason
        if node.mem_id == self._article:
            self._reason = None
        elif before is None and node.tag == "table" and is_metadata_table(node):
            self._reason = METADATA
        elif before is None and _is_tool(node):
            self._reason = TOOLS
        elif before is not None and states_metadata(node):
            self._reason = METADATA
        if node.tag == "table" and self._reason is None and is_data_table(node):
            self._rows(node)
        else:
            self._set_in = _is_set_in(node)
            self._children(node)
            self._flush()
        self._reason = AFTERMATH if node.mem_id == self._article else before
        if self._reason is NAVIGATION and self.lines:
            self._reason = AFTERMATH

    def _children(self, node: Any) -> None:
        for child in node.iter(include_text=True):
            if node.tag == "pre" and child.tag == "-text":
                for piece in child.text(deep=False).split("\n"):
                    self._buffer.append(piece)
                    self._flush(soft=True)
            else:
                self.visit(child)

    def _flush(self, soft: bool = False) -> None:
        """End a line; ``soft`` where a line break ends it, so that the next one may go on."""
        raw = "".join(self._buffer)
        self._buffer = []
        text = raw.strip(SPACES)
        if text:
            indented = raw.lstrip(" ").startswith(("\u3000", "\u00a0\u00a0", "\u00a0 "))
            opens = opens_after(self._before, indented or self._set_in)
            self._keep(text, None if self._soft and not indented else opens)
        self._soft = soft and (self._soft or bool(text))

    def _keep(self, text: str, opens: bool | None) -> None:
        line = Line(text, anchor=f"p{next(self._blocks)}", opens=opens)
        reason = self._reason
        if reason is None and is_page_number(text):
            reason = PAGE_NUMBER
        elif reason is None and _TOOL_TEXT.fullmatch(text):
            reason = TOOLS
        if reason is not None:
            self.removed.append(Removed(line, reason))
            return
        self.lines.append(line)
        self._before = text

    def _rows(self, table: Any) -> None:
        number = next(self._tables)
        for index, cells in enumerate(grid(table), start=1):
            if any(cells):
                anchor = f"t{number}r{index}"
                line = Line("\t".join(cells), "row", None, None, anchor, cells, number, True)
                self.lines.append(line)
        self._before = ""


def _is_tool(node: Any) -> bool:
    """True for a small element whose class or id says share bar, print button or the like."""
    name = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}"
    return bool(_TOOL.search(name)) and len(node.text(strip=True)) < _MAX_TOOL


def _is_set_in(node: Any) -> bool:
    """True where the first line is indented, or the block centred or set to the right."""
    aligned = (node.attributes.get("align") or "").lower() in ("center", "right")
    return (
        aligned or bool(_SET_IN.search(node.attributes.get("style") or "")) or node.tag == "center"
    )


def _without_page_title(
    lines: list[Line], removed: list[Removed], title: str
) -> tuple[list[Line], list[Removed]]:
    """Without the portal's heading over the article, where the article brings its own title."""
    if lines and title and _same(lines[0].text, title):
        head = "".join(line.text for line in lines[1:12])
        if _bare(title) in _bare(head):
            return lines[1:], [*removed, Removed(lines[0], PAGE_TITLE)]
    return lines, removed


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _same(a: str, b: str) -> bool:
    return _bare(a) == _bare(b)
