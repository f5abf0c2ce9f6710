"""HTML of government portals: the article in, the portal out, the metadata kept."""

from __future__ import annotations

import pytest

from ingest.model import RawDocument, SourceFile
from ingest.readers.html import read

PARAGRAPH = "各有关单位要按照要求认真组织申报工作，并于六月一日之前把材料报送到科技处。"
TABLE = """<table><tr><td><b>索 引 号：</b></td><td>0001/2024-00007</td><td><b>主题分类：</b></td>
<td>科技</td></tr><tr><td>发文机关：</td><td>某省科技厅</td><td>成文日期：</td><td>2024年5月6日</td></tr>
<tr><td>标　　题：</td><td colspan="3">关于组织申报示范项目的通知</td></tr>
<tr><td>发文字号：</td><td>某科发〔2024〕7号</td><td>发布日期：</td><td>2024年5月8日</td></tr></table>"""


def document(html: str, encoding: str = "utf-8") -> RawDocument:
    return read(SourceFile("通知.html", html.encode(encoding)))


def page(body: str, head: str = "<title>关于组织申报示范项目的通知_某省科技厅网站</title>") -> str:
    return (
        f"<html><head><meta charset='utf-8'>{head}<script>var a=1</script></head><body>"
        "<div class='nav'><a href='/'>首页</a> &gt; <a>政策</a></div>"
        f"{TABLE}{body}<div class='share'>分享到：<a>微信</a></div>"
        "<div class='footer'>主办单位：某省科技厅 备案号：000</div></body></html>"
    )


ARTICLE = f"<p>某市科技局：</p><p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"


@pytest.mark.parametrize(
    "holder", ["<div id='zoom'>%s</div>", "<div class='xx'><div>%s</div></div>", "%s"]
)
def test_article_in_portal_out(holder: str) -> None:
    found = document(page(holder % ARTICLE))
    assert [line.text for line in found.lines] == ["某市科技局：", PARAGRAPH, PARAGRAPH]
    removed = {r.line.text: r.reason for r in found.removed}
    assert removed["首页 > 政策"] in ("网站导航", "网页工具栏")
    assert removed["某科发〔2024〕7号"].startswith("文件信息栏")
    assert removed["主办单位：某省科技厅 备案号：000"] in ("网站页脚或分享栏", "网页工具栏")
    assert not any("var a" in text for text in removed)


def test_metadata_table() -> None:
    assert document(page(f"<div id='zoom'>{ARTICLE}</div>")).metadata == {
        "索引号": "0001/2024-00007",
        "主题分类": "科技",
        "发文机关": "某省科技厅",
        "成文日期": "2024年5月6日",
        "标题": "关于组织申报示范项目的通知",
        "发文字号": "某科发〔2024〕7号",
        "发布日期": "2024年5月8日",
    }


def test_metadata_in_a_list_and_in_meta_tags() -> None:
    html = (
        "<html><head><meta name='ArticleTitle' content='申报通知'></head><body><ul>"
        "<li><span>文号：</span><span>某科〔2024〕8号</span></li><li>发布机构：某市科技局</li></ul>"
        f"<div id='zoom'>{ARTICLE}</div></body></html>"
    )
    assert document(html).metadata == {
        "标题": "申报通知",
        "发文字号": "某科〔2024〕8号",
        "发文机关": "某市科技局",
    }


def test_title_without_the_name_of_the_site() -> None:
    head = "<title>关于申报2024-2025年项目的通知-政策文件-某省人民政府门户网站</title>"
    html = f"<html><head>{head}</head><body><div id='zoom'>{ARTICLE}</div></body></html>"
    assert document(html).metadata["标题"].startswith("关于申报2024-2025年项目的通知")


def test_heading_is_removed_where_the_article_has_its_title() -> None:
    title = "关于申报项目的通知"
    twice = document(f"<div id='zoom'><h1>{title}</h1><p>附件</p><p>{title}</p>{ARTICLE}</div>")
    assert [line.text for line in twice.lines][:2] == ["附件", title]
    once = document(f"<div id='zoom'><h1>{title}</h1>{ARTICLE}</div>")
    assert [line.text for line in once.lines][:2] == [title, "某市科技局："]


def test_tables_with_merged_cells() -> None:
    table = (
        "<table><tr><th colspan=2>类别</th><th>数量</th></tr>"
        "<tr><td rowspan='2'><p>平台</p></td><td>一<b>等</b></td><td>3</td></tr>"
        "<tr><td>二等<br>另计</td><td>4</td></tr></table>"
    )
    found = document(f"<div id='zoom'>{ARTICLE}{table}<p>注</p></div>").lines
    assert [line.cells for line in found if line.kind == "row"] == [
        ("类别", "", "数量"),
        ("平台", "一等", "3"),
        ("", "二等 另计", "4"),
    ]
    assert found[3].anchor == "t1r1"
    assert found[-1].text == "注"


def test_line_breaks_entities_and_inline_elements() -> None:
    html = (
        "<div id='zoom'>\u3000\u3000一、<span>申报</span>\n  <b>条件</b><br>"
        "&nbsp;&nbsp;二、A&amp;B&lt;5"
        f"<br/>三行</div><div>{PARAGRAPH}</div>"
    )
    found = document(f"<html><body>{html}</body></html>").lines
    assert [(line.text, line.opens) for line in found][:3] == [
        ("一、申报 条件", True),
        ("二、A&B<5", True),
        ("三行", None),
    ]


def test_hidden_and_tool_texts_are_not_lines() -> None:
    html = (
        f"<div id='zoom'>{ARTICLE}<p style='display:none'>暗</p><p>【打印本页】</p>"
        "<div class='share-bar'>微博 微信</div><p>扫一扫在手机打开当前页</p></div>"
    )
    found = document(html)
    assert len(found.lines) == 3
    assert {r.reason for r in found.removed} == {"网页工具栏"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    charset = "gb2312" if encoding == "gb18030" else "utf-8"
    html = f"<html><head><meta charset={charset}></head><body>{ARTICLE}</body></html>"
    assert document(html, encoding).lines[0].text == "某市科技局："


def test_undeclared_gb18030() -> None:
    assert (
        document(f"<html><body>{ARTICLE}</body></html>", "gb18030").lines[0].text == "某市科技局："
    )


def test_deep_nesting_is_read_or_refused() -> None:
    from ingest.errors import IngestError

    html = "<div>" * 5000 + ARTICLE + "</div>" * 5000
    try:
        assert len(document(html).lines) == 3
    except IngestError as error:
        assert "嵌套" in error.reason
