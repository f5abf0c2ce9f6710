"""What a portal says about a notice beside its text: the table over the article, ``<meta>`` tags.

Names follow 政府信息公开目录 (index number, issuer, date …); older names are given the usual one.
"""

from __future__ import annotations

import re
from typing import Any

from ingest.readers.furniture import SPACES

#: Names on portals → the names that ``RawDocument.metadata`` uses.
NAMES = {
    "索引号": "索引号", "信息索引号": "索引号",
    "主题分类": "主题分类", "信息分类": "主题分类", "分类": "主题分类",
    "发文机关": "发文机关", "发布机构": "发文机关", "发文单位": "发文机关", "制发机关": "发文机关",
    "发布机关": "发文机关", "公开责任部门": "发文机关",
    "成文日期": "成文日期", "生成日期": "成文日期", "成文时间": "成文日期", "发文日期": "成文日期",
    "标题": "标题", "名称": "标题", "信息名称": "标题", "文件名称": "标题",
    "发文字号": "发文字号", "文号": "发文字号", "文件编号": "发文字号", "发文号": "发文字号",
    "发布日期": "发布日期", "公开日期": "发布日期", "发布时间": "发布日期",
    "主题词": "主题词", "关键词": "主题词",
    "有效性": "有效性", "时效": "有效性", "效力状态": "有效性", "施行日期": "施行日期",
    "废止日期": "废止日期", "实施日期": "施行日期",
}  # fmt: skip
_META = {"ArticleTitle": "标题", "PubDate": "发布日期", "ContentSource": "来源"}
_LABEL = re.compile(r"[\s\u3000\u00a0：:\[\]【】]+")
_PAIR = re.compile(
    r"([^：:]{2,12}|(?:[一-龥][\s\u3000\u00a0]+){1,5}[一-龥])\s*[：:]\s*(.*)", re.DOTALL
)
#: A block that only holds a label or a pair is short.
_LONGEST = 300


def metadata_of(page: Any, article: Any) -> dict[str, str]:
    """Names and values around the article; the first value of a name counts."""
    found: dict[str, str] = {}
    tables = [table for table in article.css("table") if is_metadata_table(table)]
    inner = [cell for table in tables for cell in table.css("td, th")]
    outer = page.body.css("td, th, dt, li, p, span, div")
    for node in [*inner, *(node for node in outer if not _within(node, article))]:
        name, value = _pair(node) if len(node.text(deep=True)) <= _LONGEST else ("", "")
        if name and value:
            found.setdefault(name, value)
    for tag in page.css("meta[name][content]"):
        name = _META.get(tag.attributes.get("name") or "", "")
        if name and (tag.attributes.get("content") or "").strip():
            found.setdefault(name, (tag.attributes["content"] or "").strip())
    title = title_of(page, article)
    if title:
        found.setdefault("标题", title)
    return found


def title_of(page: Any, article: Any) -> str:
    """The portal's title of the article: its ``h1``, else ``<title>`` without the site's name."""
    heading = article.css_first("h1") or page.css_first("h1")
    if heading is not None and heading.text(strip=True):
        return " ".join(heading.text().split())
    title = page.css_first("title")
    text = "" if title is None else " ".join(title.text().split())
    return re.split(r"\s*[_|｜]\s*|\s*-{1,2}\s*(?=[^-]*(?:网|门户|政府|中心|平台)[^-]*$)", text)[0]


def is_metadata_table(table: Any) -> bool:
    """True for an innermost table with three cells or more that are names of metadata."""
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return False
    names = {_name(cell.text(deep=True)) for cell in table.css("td, th")} - {""}
    return len(names) > 2


def states_metadata(node: Any) -> bool:
    """True for an element that states metadata: a row of the table, a list, a pair."""
    if node.tag == "tr":
        return any(_name(cell.text(deep=True)) for cell in node.iter() if cell.tag in ("td", "th"))
    return node.tag in ("dl", "li", "p", "div") and bool(_pair(node)[0])


def _pair(node: Any) -> tuple[str, str]:
    """Name and value of an element: ``文号：国发1号`` in one, or label here and value beside."""
    text = node.text(deep=True).strip(SPACES)
    if _name(text):
        value = node.next
        while (
            value is not None and value.tag == "-text" and not value.text(deep=False).strip(SPACES)
        ):
            value = value.next
        return _name(text), "" if value is None else _clean(value)
    match = _PAIR.fullmatch(text)
    if match and _name(match[1]) and not _more_pairs(match[2]):
        return _name(match[1]), " ".join(match[2].split())
    return "", ""


def _name(text: str) -> str:
    """The usual name for a label, with or without its colon; empty for other text."""
    return NAMES.get(_LABEL.sub("", text), "") if len(text) < 30 else ""


def _more_pairs(value: str) -> bool:
    return any(_name(label) for label in re.findall(r"(\S+)\s*[：:]", value))


def _clean(node: Any) -> str:
    text = node.text(deep=True) if node.tag != "-text" else node.text(deep=False)
    value = " ".join(text.split())
    return "" if _name(value) else value


def _within(node: Any, article: Any) -> bool:
    """True where a node is the article, in it, or around it."""
    place = node
    while place is not None:
        if place.mem_id == article.mem_id:
            return True
        place = place.parent
    return False
