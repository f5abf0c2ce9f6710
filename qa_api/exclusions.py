"""Who or what is left out, and what turns it away: 不予受理的情形, 下列人员不得报名, 不纳入."""

from __future__ import annotations

import re

_TURNED_AWAY = (
    r"(?:不(?:可以|[得能予可准宜](?!再)|允许|接受|属于|作为|在)|禁止|严禁|没(?:有)?资格|无资格)"
)
_ASKS_EXCLUDED = re.compile(
    rf"(?:哪[些类种几个]|什么|谁)[^,。?]{{0,8}}(?:{_TURNED_AWAY}|不(?:让|收|受理|纳入|享受|参加))|"
    rf"{_TURNED_AWAY}[^,。?]{{0,8}}(?:有哪些|是哪些|是谁|包括)"
)
_CASES = r"(?:情形|情况|下列|以下|人员|行为|事项|条件)"
_APPLYING = (
    r"(?<!改)(?:报(?!告|销|备|送)|申[请领报]|推荐|受理|参[加评选展赛]|提名|列[入支]|纳入|享受|立项|入选|办理|用于|支出|"
    r"担任|候选|聘任|招展)"
)
_EXCLUDES = re.compile(
    rf"{_CASES}[^。;]{{0,24}}{_TURNED_AWAY}|{_TURNED_AWAY}[^。;]{{0,12}}{_CASES}|"
    # 两年内不得申报, 下一年度不得申报 is what becomes of someone, not who may not.
    rf"(?<![年届])(?<![年届]内)(?<!年度)(?<!年度将){_TURNED_AWAY}[^,。;]{{0,4}}{_APPLYING}|不(?:受理|收(?!取|费|纸)|纳入|享受|参加)|限制(?:性)?条件|负面清单"
)


def asks_excluded(question: str) -> bool:
    """Whether a normalised question asks who or what is left out: 哪些人不能报."""
    return bool(_ASKS_EXCLUDED.search(question))


def excludes(text: str) -> bool:
    """Whether a normalised text turns someone or something away."""
    return bool(_EXCLUDES.search(text))
