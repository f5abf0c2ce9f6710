"""The shipped embedding: its folder, its vectors, what serving it imports."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding import SHIPPED, EmbeddingMissing, StaticEmbedder, load_embedder, unit
from ingest.normal import normal

TEXTS = [
    "申报材料于2021年5月28日17:00前报送",
    "Ａ４纸 双面打印，一式 三 份",
    "联系人：王老师，电话 025-83625000",
    "经费",
    "",
    "，。（）\n",
]
MEGABYTE = 1_000_000


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder(SHIPPED)


def test_shape_type_and_length(embedder: StaticEmbedder) -> None:
    vectors = embedder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dim) and embedder.dim == 256
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 1, 1, 1, 0, 0], atol=1e-5)
    assert embedder.encode([]).shape == (0, 256)


def test_same_text_same_vector_alone_or_among_others(embedder: StaticEmbedder) -> None:
    together = embedder.encode(TEXTS)
    alone = np.concatenate([load_embedder().encode([text]) for text in TEXTS])
    assert np.array_equal(together, alone)


def test_the_one_normaliser_stands_in_front(embedder: StaticEmbedder) -> None:
    assert np.array_equal(embedder.encode(TEXTS), embedder.encode([normal(t) for t in TEXTS]))


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_gives_length_one_or_zero(text: str) -> None:
    length = float(np.linalg.norm(load_embedder().encode([text])))
    assert length == 0 or abs(length - 1) < 1e-4


# In own words: what people ask, and the rule that answers it.
LAY = (
    ("公司老板一直拖着不发工资怎么办", "用人单位应当按照约定的日期向劳动者足额支付劳动报酬。"),
    ("材料要在哪天之前交上去", "申报单位须于规定期限内通过系统提交项目申报书及附件。"),
    ("两个人想离婚去哪里办", "夫妻自愿离婚的，应当到婚姻登记机关申请办理离婚登记。"),
    ("房东不退押金合理吗", "租赁期满，出租人应当将保证金返还承租人，不得无故扣留。"),
    ("邻居家半夜放音乐吵得睡不着", "任何人不得在夜间制造噪声，干扰他人正常生活。"),
    ("钱是从哪儿出，学会自己掏多少", "项目经费由财政资金和申报单位自筹资金组成，自筹不低于三成。"),
    ("买到假药能赔几倍", "明知是假药仍然销售的，受害人可以请求价款十倍的赔偿金。"),
    ("骑电动车被汽车撞了谁负责", "机动车与非机动车之间发生交通事故的，由机动车一方承担赔偿责任。"),
    ("做完了项目要怎么验收", "项目实施期满后，由组织单位对完成情况进行考核评估并公布结果。"),
    ("爸妈的房子能不能只留给我", "自然人可以立遗嘱，将个人财产指定由法定继承人中的一人继承。"),
    ("办个幼儿园要什么手续", "举办学前教育机构，应当向所在地教育行政部门申请设立许可。"),
    ("开小饭馆没有证会被罚吗", "未取得食品经营许可从事餐饮服务的，没收违法所得并处罚款。"),
)


def test_lay_questions_lie_nearest_to_their_answers(embedder: StaticEmbedder) -> None:
    """Few words are shared; one in four may be missed by a mean of word vectors."""
    questions, clauses = zip(*LAY, strict=True)
    nearest = (embedder.encode(questions) @ embedder.encode(clauses).T).argmax(axis=1)
    assert (nearest == np.arange(len(LAY))).mean() >= 0.75, nearest.tolist()


def test_sentence_transformers_gives_equal_vectors(embedder: StaticEmbedder) -> None:
    pytest.importorskip("sentence_transformers")
    other = load_embedder(str(SHIPPED))
    assert other.dim == embedder.dim
    assert np.allclose(other.encode(TEXTS), embedder.encode(TEXTS), atol=1e-5)


def test_model2vec_gives_equal_vectors(embedder: StaticEmbedder) -> None:
    static_model = pytest.importorskip("model2vec").StaticModel
    found = static_model.from_pretrained(SHIPPED).encode([normal(t) for t in TEXTS])
    assert np.allclose(unit(found.astype(np.float32)), embedder.encode(TEXTS), atol=5e-3)


def test_folder_is_small() -> None:
    size = sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file())
    assert size < 20 * MEGABYTE


def test_card_names_sources_licences_hashes_and_figures() -> None:
    card = (SHIPPED / "README.md").read_text(encoding="utf-8")
    sources = ("stard_train", "lecoqa_train_answer", "gov_msg_title2detail", "gov_msg_title2reply")
    for word in (
        *sources,
        "lay.jsonl",
        "lawyer_llama_q2law",
        "cmrc_trial",
        "MIT",
        "Apache-2.0",
        "CC BY-SA 4.0",
    ):
        assert word in card
    assert len(re.findall(r"`[0-9a-f]{64}`", card)) == 3
    assert "seed" in card and "python -m index.train" in card
    assert re.search(r"\| embedding \| 0\.\d+ \| 0\.\d+ \| \d+ \|", card)


def test_a_missing_or_damaged_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingMissing, match=r"python -m index\.train"):
        StaticEmbedder(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"cut off")
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EmbeddingMissing, match=r"python -m index\.train"):
        StaticEmbedder(tmp_path)


def test_an_unknown_model_says_what_to_do(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(EmbeddingMissing, match="检查名称或文件夹"):
        load_embedder(str(tmp_path / "none"))


def test_serving_does_not_import_torch() -> None:
    code = (
        "import sys; from index.embedding import load_embedder; load_embedder().encode(['申报']);"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))"
    )
    root = SHIPPED.parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
