"""The verdicts in Chinese: a word for each, and a sentence that says what to do."""

from __future__ import annotations

from qa_api.verify.model import Verification
from qa_api.verify.notices import document_number

QUOTES = {
    "exact": "引文一致",
    "spacing": "引文一致（空格、标点不同）",
    "altered": "引文被改动",
    "elsewhere": "引文在别处",
    "absent": "查无此引文",
    "none": "—",
}
CLAIMS = {
    "supported": "说法有据",
    "contradicted": "说法不符",
    "not_covered": "条款没有写明",
    "none": "—",
}
KINDS = {
    "date": "日期",
    "number": "数字",
    "unit": "单位",
    "name": "名称",
    "phone": "电话",
    "negation": "肯定否定或限制",
    "text": "文字",
}


def place(found: Verification) -> str:
    """Is the cited place there?"""
    if not found.notice_found:
        return "没有这份通知" if found.item.notice else "没有写明通知"
    if not found.clause_found:
        return "没有这一条款" if found.item.clause else "没有写明条款"
    return "条款存在"


def reason(found: Verification) -> str:
    """What was found, in one or two sentences; what needs a person's judgement is said to."""
    said = "".join(filter(None, (_place(found), _quote(found), _claim(found))))
    if said:
        return said
    judged = (found.quote_verdict, found.claim_verdict) != ("none", "none")
    return (
        "核对无误。"
        if judged
        else "条款存在；没有引文或说法可以核对。"
        if found.clause_found
        else "没有可以核对的内容。"
    )


def _place(found: Verification) -> str:
    if not found.notice_found:
        return "知识库里没有这份通知。" if found.item.notice else "没有写明是哪份通知。"
    if (
        found.differences
        and found.differences[0].claimed == document_number(found.item.notice) != ""
    ):
        return "标题与发文字号不是同一份通知。"
    if not found.clause_found and found.item.clause:
        return f"这份通知里没有“{found.item.clause}”。"
    return ""


def _quote(found: Verification) -> str:
    inside = found.found_in is not None and found.found_in == found.clause_id
    where = "同一条的另一项" if inside else f"{found.found_in}"
    return {
        "exact": "",
        "spacing": "引文只有空格或标点与原文不同。",
        "altered": f"引文与{where if found.found_in else '原文'}有出入，见差异。",
        "elsewhere": f"引文在{where}，不在所引条款。",
        "absent": "知识库里没有找到这句引文。",
        "none": "",
    }[found.quote_verdict]


def _claim(found: Verification) -> str:
    if found.claim_verdict == "contradicted":
        return "说法与条款不符，见差异。"
    if found.claim_verdict != "not_covered":
        return ""
    words = "、".join(f"“{d.claimed}”" for d in found.differences if d.claimed and not d.stated)
    what = f"（条款里没有{words}）" if words else ""
    return f"条款没有写明这一说法{what}，须由人判断。"
