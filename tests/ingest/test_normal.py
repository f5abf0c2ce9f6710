"""The normaliser (invariant 5): its shortcut gives what Unicode's own NFKC gives."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from ingest.normal import nfkc, normal, squeezed

MIXED = st.text(alphabet="甲乙ＡＢab１2，。；：（）《》〔〕“”—　 \n≤①㎡é\u0301ﾊﾟ\u1112\u1161")


@given(st.one_of(MIXED, st.text()))
@example("Ａ\u0301")
def test_the_shortcut_is_nfkc(text: str) -> None:
    assert nfkc(text) == unicodedata.normalize("NFKC", text)


def test_every_character_alone() -> None:
    surrogates = range(0xD800, 0xE000)
    for code in range(sys.maxunicode + 1):
        if code not in surrogates:
            assert nfkc(chr(code)) == unicodedata.normalize("NFKC", chr(code)), hex(code)


def test_white_space() -> None:
    assert normal("　第 三 条　ＡＢ  cd（１）") == "第三条ab cd(1)"
    assert squeezed("5 月 28 日 17：00") == "5月28日17:00"
