"""Contacts: person, office, phone, e-mail, postal and web address, as printed.

A contact is read from a line (office, name, phone beside each other), from lines that name their
fields (联系人：…  联系电话：…), or from a table row by its column heads. ``value`` is the most
direct way to reach someone; all parts are in ``fields`` (name, office, phone, email, address, url),
each verbatim but for the spaces of letter-spaced names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.spans import fact, is_given_up
from ingest.facts.surnames import SURNAMES
from ingest.model import Clause, Fact

_LOCAL = r"(?:\d{7,8}|\d{3} \d{4}|\d{4} \d{3,4})"  # some are printed in two groups
_PHONE = re.compile(
    rf"(?<![\d.-])(?:[（(]?0\d{{2,3}}[）)]?\s*[-—－–]?\s*{_LOCAL}(?:\s*[-—－转]\s*\d{{1,6}})?|1[3-9]\d{{9}}|400[-—]?\d{{3}}[-—]?\d{{4}})"
    rf"(?:\s*[、/，,]\s*{_LOCAL})*(?![\d.])"
)
# A local number, or a short one of a public line (12345, 96xxx): the words before must say so.
_CALLED = re.compile(
    r"(?:电话|拨打|热线|致电|座机|传真|联系方式|号码|专线|咨询)[^\d\n。；;]{0,8}"
    r"(?P<number>[2-8]\d{6,7}(?:\s*[、/，,]\s*[2-8]\d{6,7})*|1[02]\d{3}|9[56]\d{3,4})(?![\d.．%％]|\s*[年元万亿人个项])"
)
_ACCOUNT = re.compile(r"(?:账号|帐号|账户|税号|信用代码)[^\n，,；;]*$")  # no phone is meant
_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
)
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_ADDRESS = re.compile(
    r"(?:地\s*址|寄送至|邮寄至|寄至|报送至|送至|地\s*点)\s*(?:为)?\s*[:：]?\s*"
    r"([\u4e00-\u9fff]{2,}?(?:省|市|区|县|路|街|大道|巷)[^\n，。；;]{2,60}"
    r"(?:[，,][^\n，。；;（(]{1,40}(?:室|楼|层|座|栋|房间))*(?:[（(][^\n（）()]{1,30}[）)])?)"
)
_NAME = r"[\u4e00-\u9fff](?:[ 　]?[\u4e00-\u9fff]){1,3}"
_PERSON = re.compile(
    rf"(?:(?:联\s*系\s*人|咨询人|经办人|负责人|联络人|收件人)(?:及电话)?\s*[:：\t]|收件人)\s*((?:{_NAME})(?:\s*[、，,/]\s*{_NAME})*)"
    r"(?:老师|同志)?(?=[^\u4e00-\u9fff]|$|联系|电话|手机|收)"
)
_RECIPIENT = re.compile(rf"[（(]\s*({_NAME}?)\s*(?:老师|同志)?\s*收")
_TOKEN_NAME = re.compile(rf"^{_NAME}$")
# Who holds an office, printed before the name: 程序委员会秘书 卢向东.
_POST_END = re.compile(r"(?:秘书|秘书长|主任|主席|会长|理事长|干事|主管|经理|老师)$")
_OFFICE_END = re.compile(
    r"(?:部|处|室|科|中心|会|局|厅|院|所|委|办|组|公司|学校|大学|站|馆|队|银行)$"
)
_NOT_NAME_END = re.compile(r"[级市区县镇乡村路号部处室科队省项万元人次是否]$")
# A name of two characters is often printed as wide as one of three.
_SPACED_NAME = re.compile(
    rf"(?<![\u4e00-\u9fff])([{SURNAMES}])[ 　]{{1,4}}([\u4e00-\u9fff])(?![\u4e00-\u9fff])"
)
_OFFICE_NAME = re.compile(
    rf"^([\u4e00-\u9fff]{{2,}}(?:部|处|室|科|中心|会|局|厅|院|所|办|组|公司))([{SURNAMES}][\u4e00-\u9fff]{{1,2}})$"
)
_KEY_OFFICE = re.compile(
    r"(?:联系单位|承办单位|受理单位|咨询单位|联系部门|单位)\s*[:：\t]\s*([^\n，。；;\t]{2,30})"
)
_REACHABLE = re.compile(rf"{_LOCAL}|(?<!\d)(?:12|9[56])\d{{3}}(?!\d)")
_REACHED_BY = ("phone", "email", "address", "url")  # the most direct first
# Without one of these there is no contact.
_HINT = re.compile(rf"{_LOCAL}|\d{{5}}|@|www\.|https?:|地\s*[址点]|[寄送]至")
_COLUMNS = (
    ("name", re.compile(r"联系人|联络人|姓名|负责人|咨询人|经办人")),
    ("phone", re.compile(r"电话|手机|联系方式|号码")),
    ("email", re.compile(r"邮箱|邮件|[Ee]-?mail", re.I)),
    ("address", re.compile(r"地址|地点")),
    ("office", re.compile(r"单位|部门|处室|机构|科室|地区|区域")),
)
_NOT_NAMES = {
    "联系人",
    "电话",
    "联系电话",
    "手机",
    "传真",
    "邮箱",
    "地址",
    "办公电话",
    "咨询电话",
    "监督电话",
    "邮编",
    "网址",
}


def facts_in(clause: Clause, text: str, year: int | None) -> Iterator[Fact]:
    if not _HINT.search(text):
        return
    if clause.kind == "row" and (columns := _by_columns(clause)):
        yield _contact(clause, text, 0, len(text), columns)
        return
    lines = _lines(text)
    index = 0
    while index < len(lines):
        start, end = lines[index]
        last = index
        fields = _fields(text[start:end])
        while last + 1 < len(lines) and _same_contact(
            fields, following := _fields(text[slice(*lines[last + 1])])
        ):
            fields |= following
            last += 1
        end = lines[last][1]
        if "office" not in fields and index and (office := _office_alone(text, lines[index - 1])):
            fields["office"], start = office, lines[index - 1][0]
        index = last + 1
        if any(key in fields for key in _REACHED_BY):
            yield _contact(clause, text, start, end, fields)


def _office_alone(text: str, line: tuple[int, int]) -> str:
    """The office that a line names and nothing else: the contact below it is its."""
    said = text[slice(*line)].strip()
    alone = text[line[1] : line[1] + 1] == "\n" and re.fullmatch("[\u4e00-\u9fff]{3,16}", said)
    return said if alone and _OFFICE_END.search(said) else ""


def _contact(clause: Clause, text: str, start: int, end: int, fields: dict[str, str]) -> Fact:
    label = "，".join(fields[key] for key in ("office", "name") if key in fields)
    value = next(fields[key] for key in _REACHED_BY if key in fields)
    return fact(
        "contact", clause, text, (start, end),
        label=label or _heading(clause), value=value, fields=fields,
    )  # fmt: skip


def _heading(clause: Clause) -> str:
    named = (heading for heading in reversed(clause.path) if not re.fullmatch(r"表\d+", heading))
    return next(named, "联系方式")


def _lines(text: str) -> list[tuple[int, int]]:
    """The units that hold one contact: lines and sentences, cut between two phones."""
    units = []
    for match in re.finditer(r"[^\n。；;]+", text):
        start = match.start()
        phones = [m.end() for m in _PHONE.finditer(text, start, match.end())]
        for cut in phones[:-1]:
            if re.match(r"[\s、，,]*[\u4e00-\u9fff]{2}", text[cut : match.end()]):
                units.append((start, cut))
                start = cut + len(text[cut:]) - len(text[cut:].lstrip())
        units.append((start, match.end()))
    return units


def _same_contact(fields: dict[str, str], following: dict[str, str]) -> bool:
    """The next line completes this contact: a person waiting for a phone, and no field twice."""
    waiting = "name" in fields and not {"phone", "email"} & set(fields)
    return (
        bool(following)
        and not set(fields) & set(following)
        and (
            waiting or ("name" in fields and "name" not in following and "office" not in following)
        )
    )


def _fields(line: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    if phone := _phone_in(line):
        number = line[slice(*phone)].strip()
        fields["phone"] = number if re.search("[)）]", number) else number.lstrip("（(")
    if found := _EMAIL.search(line):
        fields["email"] = found[0]
    if found := _URL.search(line):
        fields["url"] = found[0].rstrip(".,)")
    if found := _ADDRESS.search(line):
        fields["address"] = found[1].strip()
    if found := _PERSON.search(line):
        names = re.split("([、，,/])", _unspaced(found[1]))
        stop = next((i for i, name in enumerate(names) if name in _NOT_NAMES), len(names) + 1)
        fields["name"] = "".join(names[: stop - 1])
    if found := _KEY_OFFICE.search(line):
        fields["office"] = found[1].strip()
    if "address" in fields:
        if found := _RECIPIENT.search(fields["address"]):
            fields.setdefault("name", _unspaced(found[1]))
    elif "phone" in fields and phone:
        for key, value in _beside(line[: phone[0]]).items():
            fields.setdefault(key, value)
    return fields


def _phone_in(line: str) -> tuple[int, int] | None:
    """Where the first phone number stands that is not given up for another."""
    numbers = (m for m in _PHONE.finditer(line) if not _ACCOUNT.search(line[: m.start()]))
    full = next((m for m in numbers if not is_given_up(line[m.end() :])), None)
    if full and _is_phone(full[0]):
        return full.span()
    called = _CALLED.search(line)
    return called.span("number") if called else None


def _beside(before: str) -> dict[str, str]:
    """Office and name printed in front of a phone number, apart by tabs, spaces or marks."""
    found: dict[str, str] = {}
    before = _SPACED_NAME.sub(r"\1\2", before)
    cells = [cell for cell in re.split(r"\t|[：:，,、；;（(）)]|[ 　]{2,}", before) if cell.strip()]
    if len(cells) <= 1:
        cells = before.split()
    for cell in reversed(cells[-4:]):
        cell = cell.strip()
        bare = _unspaced(cell)
        words = cell.split()
        if (
            len(words) > 1
            and (_OFFICE_END.search(words[0]) or _POST_END.search(words[0]))
            and _TOKEN_NAME.match(" ".join(words[1:]))
        ):
            found.setdefault("office", words[0])
            found.setdefault("name", _unspaced("".join(words[1:])))
        elif _OFFICE_END.search(bare) and len(bare) >= 3:
            found.setdefault("office", bare)
        elif (run := _OFFICE_NAME.match(bare)) and bare not in _NOT_NAMES:
            found.setdefault("office", run[1])
            found.setdefault("name", run[2])
        elif _TOKEN_NAME.match(cell) and _may_be_name(bare):
            found.setdefault("name", bare)
    return found


def _may_be_name(text: str) -> bool:
    return text not in _NOT_NAMES and len(text) <= 4 and not _NOT_NAME_END.search(text)


def _by_columns(clause: Clause) -> dict[str, str]:
    """Fields of a table row by its column heads, from ``clause.context`` (单位：…；电话：…)."""
    fields: dict[str, str] = {}
    for pair in clause.context.split("；"):
        head, _, value = pair.partition("：")
        for name, rule in _COLUMNS:
            if value and rule.search(head):
                fields.setdefault(name, value.strip())
    reachable = _REACHABLE.search(fields.get("phone", "")) or "@" in fields.get("email", "")
    return fields if reachable else {}


def _is_phone(text: str) -> bool:
    import phonenumbers  # slow to import, and answering does not need it

    try:
        number = phonenumbers.parse(re.split("[、/，,转]", text)[0], "CN")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_possible_number(number))


def _unspaced(text: str) -> str:
    return re.sub(r"[ 　]", "", text)
