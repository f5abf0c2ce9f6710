"""Words with their part of speech, for telling what a question is about."""

from __future__ import annotations


def is_coined(word: str) -> bool:
    """Whether no dictionary holds the word, which is cut into its characters."""
    return 1 < len(word) == len(tagged(word))


def tagged(text: str) -> list[tuple[str, str]]:
    """Words with their part of speech (ICTCLAS tags), in jieba's precise mode."""
    try:
        import rjieba

        return list(rjieba.tag(text, False))  # no guessing at words the dictionary does not hold
    except ImportError:
        from jieba import posseg

        return [(pair.word, pair.flag) for pair in posseg.cut(text, HMM=False)]
