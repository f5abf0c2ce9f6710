"""What the measures are called, which way is better, and how a value is written."""

from __future__ import annotations

LABELS = {
    "questions": "问题数",
    "right": "答对",
    "right_answerable": "能答的问题答对",
    "holds": "答案含全部要点",
    "cited": "引文能证明",
    "short": "答案简短",
    "rouge_l": "ROUGE-L（字）",
    "citation_precision": "引文准确率",
    "citation_recall": "引文召回率",
    "quotes_exact": "引文与原文一字不差",
    "refused_wrongly": "误拒",
    "answered_wrongly": "误答",
    "ece": "校准误差 ECE",
    "brier": "Brier 分",
    "hit_1": "检索 Hit@1",
    "hit_3": "检索 Hit@3",
    "hit_5": "检索 Hit@5",
    "hit_10": "检索 Hit@10",
    "mrr": "检索 MRR",
    "ndcg_10": "检索 nDCG@10",
    "recall_10": "检索召回率@10",
    "recall_50": "检索召回率@50",
    "median_ms": "用时中位数",
    "p95_ms": "用时第 95 百分位",
    "elapsed_ms": "用时",
}
SECTIONS = {
    "答案": ("questions", "right", "right_answerable", "holds", "short", "rouge_l"),
    "引文": ("cited", "citation_precision", "citation_recall", "quotes_exact"),
    "拒答与把握": ("refused_wrongly", "answered_wrongly", "ece", "brier"),
    "检索": ("hit_1", "hit_3", "hit_5", "hit_10", "mrr", "ndcg_10", "recall_10", "recall_50"),
    "用时": ("median_ms", "p95_ms"),
}
# Question types of the sets; one that is not here is shown as the set writes it.
TYPES = {
    "deadline": "期限", "contact": "联系方式", "eligibility": "申报条件", "quota": "名额",
    "amount": "金额", "funding": "经费", "responsibility": "责任单位", "material": "材料",
    "restriction": "限制", "score": "评分", "date": "日期", "identity": "文号与发文机关",
    "list": "列举", "procedure": "办理程序", "target": "目标任务", "fact": "事实",
    "unanswerable": "没有答案", "other": "其他", "address": "地址", "validity": "施行与废止",
}  # fmt: skip
GROUPS = {"type": "按问题类型", "notice": "按通知", "format": "按文件格式"}
LOWER_IS_BETTER = frozenset(
    ("refused_wrongly", "answered_wrongly", "ece", "brier", "median_ms", "p95_ms")
)
MAIN = ("questions", "right", "cited", "citation_precision", "refused_wrongly", "answered_wrongly",
        "hit_1", "mrr", "median_ms")  # fmt: skip


def written(name: str, value: float | int | None) -> str:
    """93.2 %, 12.5 毫秒, 74; — where there was nothing to measure."""
    if value is None:
        return "—"
    if name == "questions":
        return str(int(value))
    if name.endswith("_ms"):
        return f"{value:.1f} 毫秒"
    if name in ("mrr", "ndcg_10", "rouge_l", "ece", "brier"):
        return f"{value:.3f}"
    return f"{100 * value:.1f} %"
