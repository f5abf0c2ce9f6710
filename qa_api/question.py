"""A question as a value: what kind of answer it wants, the words that must be met, the years meant.

Kinds are tried in the order of ``CUES``; each part of a question (由谁牵头，何时完成) has its own. The
words that only ask (什么时候, 多少, 电话) are taken out before the content words are read, so that evidence is not
expected to repeat them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from dataclasses import dataclass, replace

from index.words import STOP, words
from ingest.normal import normal
from qa_api.thesaurus import everyday_words

_ISSUE = r"(?:印发|发布|发文|发出|出台|下发|颁布|公布|签发|成文|发的|施行|生效|发通知)"

# kind → what asks for it. Order matters: the first kinds are the most particular.
CUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("identity", re.compile(
        rf"文号|发文字号|发文机关|发文单位|印发单位|印发时间|落款|发文日期|成文日期|发布日期|发布机构|主送|抄送给?谁?|"
        rf"(?:哪天|哪一天|何时|什么时候|什么时间|几号|哪年|谁|哪个单位|哪个部门|哪里|由谁|什么单位|哪家单位|哪个机构)[^，。？]{{0,10}}{_ISSUE}|"
        rf"{_ISSUE}[^，。？]{{0,6}}(?:时间|日期|单位|机关|部门)|(?:哪一?份|什么|哪个)(?:文件|通知)(?:转发|印发)|转发[^，。？]{{0,10}}(?:哪|什么)[^，。？]{{0,6}}"
    )),
    ("contact", re.compile(
        r"联系人|联系谁|找谁|打给谁|联系电话|联系方式|怎么联系|如何联系|电话号码|打?电话|手机号?码?|号码|邮箱|电子邮件|e-?mail|地址|网址|网站|登录哪里?|传真|咨询谁|向谁咨询|去哪咨询|联络人|收件人|"
        r"(?:寄|送|交|报|发|提交|报送|邮寄|发送|投递)(?:到|往|给|去|在|至)?(?:哪里?|什么地方|何处|谁|哪个)[^，。？]{0,4}", re.I)),
    ("score", re.compile(r"多少分|几分|分值|得分|评分|占[^，。]{0,4}分|满分")),
    ("money", re.compile(r"多少钱|多少万?元|多少资金|金额|(?:资助|补助|奖励|补贴)多少(?![家个名项人所支])|奖金|工资|薪酬|收费|费用|经费多少|多少经费|资助标准|补贴标准|补助标准|多少补贴|多少万|多少亿")),
    ("lead", re.compile(
        r"(?:由)?(?:谁|哪个(?:单位|部门|处室|机构|处)|哪些(?:单位|部门|处室)|哪家单位|什么(?:单位|部门)|哪几家|哪些人)[^，。？]{0,6}(?:牵头|负责|承担|配合|主管|组织|落实|管理|主办|承办|协办|监督|审批|去做|来做|管)|"
        r"牵头(?:单位|部门|处室)?|配合(?:单位|部门)?|责任(?:单位|部门|处室)|负责(?:单位|部门|人|什么|哪些)?|管(?:什么|哪些)|归(?:谁|哪个(?:部门|单位|处室)?)[^，。？]{0,2}管?|哪(?:一|两|几)?(?:个|家)?(?:单位|部门|处室|机构|处|科室)[^，。？]{0,4}(?:牵头|负责|抓|管|承担|配合)|谁[^，。？]{0,2}(?:牵头|负责|配合|承担|主管|主办|承办)|主管部门|承办单位|主办单位")),
    ("deadline", re.compile(
        r"什么时候|什么时间|何时|几点|几号|几月|哪天|哪一天|截止(?:时间|日期)?|截至(?:什么|哪|何|几)|期限|时限|最晚|最迟|多久|多长时间|时间安排|(?:申报|报名|报送|提交|完成|举办|受理|公示|实施|开始|结束)(?:的)?(?:时间|日期|时限|期限)|哪一?年|日期")),
    ("definition", re.compile(r"什么是|是什么意思|指的?是?什么|何谓|何为|定义|含义|是指|所称")),
    ("number", re.compile(
        r"多少(?:个|项|家|名|人|支|篇|次|场|期|种|类|套|位|所|所|条|份|部|年|天|日|月|%|％|比例)?|(?<!哪)几(?:个|项|家|名|人|支|篇|次|场|期|类|种|位|天|年|份|大|条)|上限|名额|限额|限报|百分之几|比例|最多|至少|最少|数量|规模")),
    ("consequence", re.compile(r"后果|处罚|怎么处理|如何处理|会怎么样|会怎样|怎么办")),
    ("eligibility", re.compile(r"(?:能不能|可不可以|能否|可否)(?:去|来)?(?:申报|报名|申请|参加|参评|报(?!销)|推荐)|(?:可以|能)(?:去|来)?(?:申报|报名|申请|参加|参评|报(?!销)|推荐)(?=[^，。？]*吗)")),
    ("yesno", re.compile(r"吗|能否|可否|是否|能不能|可不可以|行不行|有没有|会不会|要不要|是不是|需不需要|允不允许|应不应")),
    ("eligibility", re.compile(
        r"资格|条件|谁(?:能|可以|才能)|哪些(?:单位|人|学会|企业|机构|人员|组织|对象|主体)[^，。？]{0,4}(?:能|可以|可|有资格|符合|适用)|申报对象|申报主体|申报单位|什么样的[^，。？]{0,6}(?:能|可以|可)|对象是|设奖要求|申报要求|(?:有?(?:什么|哪些))(?:要求|限制|条件|规定|限定)|要求(?:是什么|有哪些)")),
    ("list", re.compile(r"哪些|哪几[个项种类大家方]?|哪[一二三四五六七八九十两\d]+[个项种类大条]?|分别(?:是|为|指)?(?:什么|哪些)?|包括(?:什么|哪些)?|包含(?:什么|哪些)?|有什么|都有|主要内容|主要任务|哪方面|几方面|列举|什么内容|分为|做什么|干什么")),
    ("procedure", re.compile(r"怎么|如何|怎样|流程|程序|步骤|方式|材料|手续|办理|怎么办|怎么处理")),
    ("person", re.compile(r"是谁|谁是|谁|哪位|何人|姓名|叫什么名字")),
    ("list", re.compile(r"是什么|什么|哪一?个")),
)  # fmt: skip

_ASKING = re.compile(
    r"请问|请告诉我?|一共|总共|总计|我想(?:问|知道)|想问一下|拿来|拿去|拿|以后|之后|同|别的|其他|其它|地方|东西|下来|之前|以前|想|问|打|事|件|这件|事情|我们|我|咱们|你们|我省|同一个|一个|归|管|做|去|来|让|得|过|着|可|没|没有|不|用|所|种|些|时|话|具体|到底|究竟|大概|"
    r"是什么|有什么|什么|怎么样|怎样|如何|怎么|哪些|哪个|哪里|哪家|哪|谁|多少|几|吗|呢|么|是否|能否|可否|"
    r"能不能|可不可以|可以|能|会|要|需要|应该|应当|有没有|有|是|为|对|由|在|的|了|和|与|及|都|里|中|上|下|被|把|给|到|从|于|就|还|也|这个|那个|该|其|一下|吧|啊|呀"
)
_INTERROGATIVE = re.compile(
    r"什么|谁|哪|何|几|多少|多久|多长|吗|怎么|怎样|如何|是否|能否|可否|能不能|可不可以|有没有|会不会|是不是|呢[？?]?\s*$|[？?]"
)
MOST_QUESTIONS = 3
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d|\s*[-—–~至]\s*(?:19|20)\d{2})\s*年?")
# First letters of jieba's part-of-speech tags (ICTCLAS): nouns, foreign words, abbreviations, idioms.
_SUBSTANCE = {"n": 1.0, "e": 1.0, "j": 1.0, "l": 1.0, "i": 1.0, "v": 0.6, "a": 0.5, "t": 0.5}
_FILLER = frozenset(["内容", "情况", "问题", "方面", "规定", "相关", "具体", "主要", "进行", "通知", "文件", "要求", "工作", "项目", "单位", "时间", "江苏省", "省"])


@dataclass(frozen=True, slots=True)
class Question:
    """``kind`` is ``free`` where nothing particular is asked; ``terms`` are the content words, normalised, without repeats.

    ``own`` are the terms that are not taken over from the question before it. ``hints`` are words of the asking part (资格条件, 牵头单位) that evidence may well repeat; ``rest`` is
    the question without its asking part.
    """

    text: str
    kind: str
    terms: tuple[str, ...]
    years: tuple[int, ...]
    rest: str
    hints: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def read_question(text: str, names: Sequence[str] = (), context: str = "") -> Question:
    """Kind, content words and years of one question; ``context`` is what was asked just before it.

    ``names`` are short names of notices, taken as words of their own. A question that goes on (…由谁牵头，何时完成) says its subject once: without words of its own it
    takes those of the ``context``.
    """
    plain = normal(text)
    kind, cue = next(((k, c) for k, c in CUES if c.search(plain)), ("free", None))
    asked = " ".join(match.group() for match in cue.finditer(plain)) if cue else ""
    rest = cue.sub(" ", plain) if cue else plain
    terms = own = content_words(rest, names)
    if context and sum(len(term) > 1 and not is_filler(term) for term in terms) < 2:
        before = read_question(context, names)
        terms = tuple(dict.fromkeys((*terms, *before.terms)))
        rest = f"{before.rest} {rest}"
    years = tuple(dict.fromkeys(int(year) for year in _YEAR.findall(normal(context) + plain)))
    hints = tuple(word for word in content_words(asked) if word not in terms)
    return Question(text, kind, terms, years, _spaced(rest), hints, own)


def split_questions(text: str, names: Sequence[str] = ()) -> tuple[Question, ...]:
    """The questions that ``text`` asks: one, or each part that asks something of its own.

    ``names`` are short names of notices that occur in it.
    """
    parts: list[str] = []
    waiting = ""
    for segment in re.findall(r"[^，,；;。？?]+[，,；;。？?]*", text):
        waiting += segment
        if asks(segment):
            parts.append(waiting)
            waiting = ""
    if waiting:
        parts = [*parts[:-1], parts[-1] + waiting] if parts else [waiting]
    parts = parts or [text]
    first = parts[0]
    questions = [read_question(first, names)]
    for part in parts[1:MOST_QUESTIONS]:
        follows = re.fullmatch(r"\W*(.{2,30}?)呢\W*", part)
        following = read_question(follows[1] if follows else part, names, first)
        questions.append(replace(following, kind=questions[0].kind) if follows else following)
    return tuple(questions)


def asks(segment: str) -> bool:
    """Whether a part of a sentence asks: an interrogative, or 呢 at its end."""
    return bool(_INTERROGATIVE.search(segment))


def content_words(text: str, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Words of ``text`` that say something; a long compound is followed by its parts."""
    text = _spaced(text)
    found = [name for name in map(normal, names) if name in text]
    found += re.findall(r"[a-z]\d*[类级型组版档]", text)
    found += [word for word in everyday_words() if word in text]
    for word in found:
        text = text.replace(word, " ")
    for word, _ in tagged(text):
        if not _ASKING.fullmatch(word) and word not in STOP and re.search(r"[^\W_]", word):
            found += [word, *_parts(word)]
    return tuple(dict.fromkeys(found))


def _parts(word: str) -> list[str]:
    """Dictionary words that a compound is made of, side by side (今天天气: 今天, 天气)."""
    parts: list[str] = []
    at = 0
    for piece in words(word) if len(word) >= 3 else []:
        if piece != word and len(piece) >= 2 and (start := word.find(piece, at)) >= 0:
            parts.append(piece)
            at = start + len(piece)
    return parts


def tagged(text: str) -> list[tuple[str, str]]:
    """Words with their part of speech (ICTCLAS tags), in jieba's precise mode."""
    try:
        import rjieba

        return list(rjieba.tag(text, False))  # no guessing at words the dictionary does not hold
    except ImportError:
        from jieba import posseg

        return [(pair.word, pair.flag) for pair in posseg.cut(text, HMM=False)]


def _spaced(text: str) -> str:
    """Asking words become gaps, so that what stands on both sides is not read as one word."""
    return re.sub(r"请问|是什么|什么|怎么|如何|哪些|哪个|哪里|多少|吗|呢|？|\?", " ", text)


def is_filler(word: str) -> bool:
    """Words that nearly every notice holds and that prove little when they are met."""
    return word in _FILLER


@lru_cache(maxsize=8192)
def substance(word: str) -> float:
    """How much a word says what the question is about: nouns most, verbs less, others little."""
    if is_filler(word) or len(word) == 1:
        return 0.3
    if not re.search(r"[\u4e00-\u9fff]", word):
        return 0.6 if word.isdigit() else 1.0
    tags = [tag for _, tag in tagged(word)]
    return max(_SUBSTANCE.get(tag[0], 0.3) if tag != "vn" else 1.0 for tag in tags)
