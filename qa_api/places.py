"""Places: where the question is about, so that no other place's notice answers it.

A place is a province, a city of prefecture level (``cities.txt``) or a word that says what it is
(密云区, 天津市). The tagger alone takes too much for a place: 新建, 海关, 上门.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from index.ranking.asked import PROVINCE
from qa_api.tagging import tagged

_DIVISION = re.compile(r"(?<=..)(?:省|市|区|县|自治区|自治州)$")
_DIVIDES = re.compile("[省市区县]")
# A division that a notice's issuer or title begins with: 鹤原 of 鹤原市科学技术协会.
_NAMED = re.compile(
    r"(?:^|《)(?:中共|共青团)?([\u4e00-\u9fff]{2,4}?)(省|市|自治州|县|区)(?![长级内外直场委])"
)
_ANY_PLACE = re.compile("[全各本我该设属下区市县省年度园城开发]")
_CITIES = Path(__file__).with_name("cities.txt")


def places_in(text: str) -> frozenset[str]:
    """Names of the places in ``text`` without what they are (南京 for 南京市)."""
    words = tagged(text)
    named = set()
    for (word, tag), (after, _) in zip(words, [*words[1:], ("", "")], strict=True):
        divided = _DIVISION.search(word) or _DIVIDES.match(after)
        if word in cities() or (tag == "ns" and divided and word[0] not in "各本该设"):
            named.add(_DIVISION.sub("", word))
    return frozenset(PROVINCE.findall(text)) | {place for place in named if len(place) > 1}


def places_named(names: Iterable[str]) -> dict[str, str]:
    """Places that titles and organs begin with, and what they are (鹤原: 市)."""
    found = (match for name in names for match in _NAMED.finditer(name))
    places = {match[1]: match[2] for match in found if not _ANY_PLACE.search(match[1])}
    longer = {place for place in places for at in range(1, len(place)) if place[at:] in places}
    return {place: places[place] for place in places.keys() - longer}  # 召开澜江 is 澜江


def places_among(text: str, known: Mapping[str, str]) -> frozenset[str]:
    """Those of the ``known`` places that ``text`` names; a county only with what it is, or first
    of all, because its name may be a word."""
    return frozenset(
        place
        for place, division in known.items()
        if place in text
        and (division not in "县区" or place + division in text or text.startswith(place))
    )


def nearest_places(places: frozenset[str]) -> frozenset[str]:
    """Those that say most closely where: 朝阳 of 北京 and 朝阳; a province where nothing else is
    named."""
    return frozenset(place for place in places if not PROVINCE.fullmatch(place)) or places


@cache
def cities() -> frozenset[str]:
    """Cities of prefecture level, as in the plan of area codes (``phonenumbers``' geodata)."""
    return frozenset(_CITIES.read_text("utf-8").split())
