"""The tokenizer: a Unigram model (Kudo 2018) over jieba's words, so no jieba is needed to serve.

White space, punctuation and symbols are dropped, so they weigh nothing in a vector; runs of
digits, of Latin letters and of Chinese never share a piece. All characters of GB 2312 are in the
vocabulary, seen or not: a character without training keeps its random vector and so still matches
itself. Single Latin letters are not: an e-mail address would outweigh the sentence around it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import rjieba
from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import Unigram

UNKNOWN = "[UNK]"
LONGEST_PIECE = 3


def word_pieces(texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer of all characters and the most frequent of jieba's words and the words in them.

    Short ones, for 发工资 and 拖欠工资 are near each other only if both hold 工资.
    """
    counts = Counter(word for text in texts for word in rjieba.cut_for_search(text, False))
    words = {w: n for w, n in counts.items() if 1 < len(w) <= LONGEST_PIECE and w.isalnum()}
    seen = (c for word in words for c in word if not c.isascii())
    chars = {c: counts.get(c, 0) for c in (*alphabet(), *seen)}
    kept = Counter({w: n for w, n in words.items() if w not in chars})
    vocabulary = {**chars, **dict(kept.most_common(size - len(chars) - 1))}
    total = sum(vocabulary.values())
    scores = [(w, math.log((n + 0.5) / total)) for w, n in vocabulary.items()]
    return _shell([(UNKNOWN, 0.0), *scores])


def frequencies(tokenizer: Tokenizer, texts: Sequence[str]) -> list[float]:
    """The share of each piece among all pieces of ``texts``, in vocabulary order."""
    counts: Counter[int] = Counter()
    for start in range(0, len(texts), 4096):
        part = list(texts[start : start + 4096])
        for row in tokenizer.encode_batch_fast(part, add_special_tokens=False):
            counts.update(row.ids)
    total = max(1, counts.total())
    return [counts[i] / total for i in range(tokenizer.get_vocab_size())]


def _shell(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    tokenizer = Tokenizer(Unigram(vocabulary, unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[\s\p{P}\p{S}\p{C}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"\d+|[a-z]+"), "isolated"),
        ]
    )
    return tokenizer


def alphabet() -> list[str]:
    """The digits and the 6,763 Chinese characters of GB 2312 (zones 16 to 87)."""
    han = (bytes((0xA0 + zone, 0xA0 + cell)) for zone in range(16, 88) for cell in range(1, 95))
    decoded = (pair.decode("gb2312", "ignore") for pair in han)
    return [*"0123456789", *(c for c in decoded if c)]
