"""The shipped reader: its folder, its scores, what serving it imports; any other cross-encoder."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cross_encoder import (
    LONGEST,
    SHIPPED,
    Passage,
    Reader,
    Vocabulary,
    load_cross_encoder,
    sequence,
    shortened,
)
from index.errors import CrossEncoderMissing

MEGABYTE = 1_000_000
# In own words: a question, what answers it, and what only shares its words.
ASKED = (
    ("渔火计划什么时候截止？", "申报材料须于6月20日17时前提交。", "渔火计划由市科协组织实施。"),
    ("材料要交几份？", "申请书一式三份，A4纸双面打印。", "材料应当真实、完整，并加盖公章。"),
    ("报名找谁？", "联系人：林青，电话0519-55550123。", "报名者应当遵守会场纪律。"),
    ("谁可以参加评选？", "凡入会满两年的个人会员均可参加。", "评选结果将在网站上公示五天。"),
    ("补助多少钱？", "每个项目给予5万元补助。", "补助对象为上一年度验收合格的单位。"),
    ("在哪里开会？", "会议在临江饭店三楼报告厅举行。", "会议由学会秘书长主持。"),
    ("由哪个部门牵头？", "此项工作由市教育局牵头负责。", "各部门要高度重视，明确任务。"),
    ("逾期怎么办？", "逾期未交的，视为自动放弃。", "材料于月底前交齐。"),
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(SHIPPED)


def test_what_answers_is_told_from_what_shares_words(reader: Reader) -> None:
    right = [
        reader.score(question, [Passage(other), Passage(answer)]).argmax() == 1
        for question, answer, other in ASKED
    ]
    assert np.mean(right) >= 0.75, right


def test_a_score_depends_on_its_own_passage_alone(reader: Reader) -> None:
    passages = [Passage(text) for _, answer, other in ASKED for text in (answer, other)]
    together = reader.score(ASKED[0][0], passages)
    alone = [reader.score(ASKED[0][0], [passage])[0] for passage in passages]
    assert together.shape == (len(passages),) and together.dtype == np.float32
    assert np.allclose(together, alone)
    assert reader.score("何时？", []).shape == (0,)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400))
def test_any_text_gets_a_number(question: str, text: str, around: str) -> None:
    scores = load_cross_encoder().score(question, [Passage(text, around)])
    assert scores.shape == (1,) and np.isfinite(scores).all()


def test_sequences_are_bounded_and_say_where_the_text_begins() -> None:
    question, text, around = shortened("问" * 500, Passage("甲" * 500 + "乙", "丙" * 500))
    assert text.endswith("乙") and len(text) < 200 and len(question) < 100
    tokens, begins = sequence([9] * len(question), [8] * len(text), [7] * len(around))
    assert len(tokens) == LONGEST and tokens[begins] == 8 and tokens[begins - 2] == 9
    assert sequence([9], [8], []) == ([2, 9, 3, 8, 3], 3)


def test_a_vocabulary_is_read_as_it_was_written(tmp_path: Path) -> None:
    vocabulary = Vocabulary([" ", "科", "协"])
    vocabulary.write(tmp_path / "vocab.txt")
    again = Vocabulary.read(tmp_path / "vocab.txt")
    assert again.tokens == vocabulary.tokens and len(again) == 8
    assert again.encode("科 协会") == [6, 5, 7, 1]


def test_folder_is_small() -> None:
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size < 20 * MEGABYTE


def test_card_names_sources_licences_hashes_and_figures() -> None:
    card = (SHIPPED / "README.md").read_text(encoding="utf-8")
    sources = ("stard_train", "lecoqa_train_answer", "CMRC2018", "DRCD", "lawyer_llama_q2law")
    for word in (*sources, "MIT", "Apache-2.0", "CC BY-SA 4.0", "CC BY-SA 3.0"):
        assert word in card
    assert len(re.findall(r"`[0-9a-f]{64}`", card)) == 6
    assert "seed" in card and "python -m index.train_reader" in card
    assert re.search(r"\| reading \| 0\.\d+ \|", card)


def test_a_missing_or_damaged_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CrossEncoderMissing, match="重新安装"):
        Reader(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"cut off")
    (tmp_path / "vocab.txt").write_text("[PAD]\n", encoding="utf-8")
    with pytest.raises(CrossEncoderMissing, match="重新安装"):
        Reader(tmp_path)


def test_any_cross_encoder_can_be_named(tmp_path: Path) -> None:
    """A tiny one with random weights, made here."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    transformers = pytest.importorskip("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"何时截止六月申报"]
    (tmp_path / "vocab.txt").write_text("\n".join(dict.fromkeys(words)), encoding="utf-8")
    config = transformers.BertConfig(
        vocab_size=len(set(words)), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, max_position_embeddings=64, num_labels=1,
    )  # fmt: skip
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    transformers.BertTokenizerFast(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    assert sentence_transformers.CrossEncoder(str(tmp_path), device="cpu").num_labels == 1
    other = load_cross_encoder(str(tmp_path))
    scores = other.score("何时截止", [Passage("六月截止"), Passage("申报")])
    assert scores.shape == (2,) and np.isfinite(scores).all()
    assert other.score("何时截止", []).shape == (0,)


def test_an_unknown_model_says_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(CrossEncoderMissing, match="检查名称或文件夹"):
        load_cross_encoder(str(tmp_path / "none"))


def test_serving_does_not_import_torch() -> None:
    code = (
        "import sys; from index.cross_encoder import Passage, load_cross_encoder;"
        "load_cross_encoder().score('何时？', [Passage('六月')]);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    root = SHIPPED.parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
