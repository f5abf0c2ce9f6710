"""Places: where the question is about, so that no other place's notice answers it."""

from __future__ import annotations

import re

from qa_api.tagging import tagged

_PROVINCES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 "
    "广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾"
).split()
_PROVINCE = re.compile("|".join(_PROVINCES))
_DIVISION = re.compile(r"(?<=..)(?:省|市|区|县|自治区|自治州)$")
_EVERYWHERE = frozenset("中国 全国 国家 中华人民共和国 外国 国外 国内 海外 境外 境内 本地 东西".split())


def places_in(text: str) -> frozenset[str]:
    """Names of the places in ``text`` without what they are (南京 for 南京市)."""
    named = {word for word, tag in tagged(text) if tag == "ns" and word not in _EVERYWHERE}
    return frozenset(_PROVINCE.findall(text)) | {_DIVISION.sub("", word) for word in named}
