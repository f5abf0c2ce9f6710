"""Names of people as notices print them: after an office, before a title, or standing alone."""

from __future__ import annotations

import re

from ingest.facts.surnames import SURNAMES

_GIVEN = r"(?![路街巷号楼镇村县市区省乡年月日条项款元岁级])[\u4e00-\u9fff]"  # 石桥路 is nobody
_NAME = rf"[{SURNAMES}][ 　]{{0,2}}{_GIVEN}(?:{_GIVEN})?"
_PHONE = r"[ 　:：]*(?:0\d{2,3}[- ]?\d|\d{7,11})"
_OFFICE = (
    r"(?:[\u4e00-\u9fff]人(?=[ 　:：])|联系人|收件人|负责人|召集人|主持人|秘书长|"
    r"[组队班会院校处部厅局科社馆站所事]长|主任|主席|书记|教师|老师|教授|调研员|工程师)"
)
_TITLE = r"(?:院士|同志|教授|先生|女士|博士|研究员|主席|书记|主任|[处部会]长|秘书长|收)"
_ADDRESS = r"(?:女士|先生|老师|师傅|同志|经理)"
_NO_NAME = r"(?<![科处部室局会心站办院组委位人话系真线询机箱])"  # an office, 电话, 联系 …
PERSON = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|{_OFFICE}[:：]?)[ 　]?{_NAME}(?![\u4e00-\u9fff])"
    rf"|{_NAME}(?:{_TITLE}|(?={_PHONE}))"
    rf"|(?:(?<![\u4e00-\u9fff])|(?<=[科处部室厅]))[{SURNAMES}]{_ADDRESS}"
    # Whatever the surname: 会员服务部边雨桐 0359-…, 联系人：晏霜白
    rf"|(?:(?<![\u4e00-\u9fff])|(?<=[科处部室局会心站馆所])){_GIVEN}{{2,3}}{_NO_NAME}(?={_PHONE})"
    rf"|(?<=人[:：])(?![各本]){_GIVEN}{{2,3}}{_NO_NAME}(?![\u4e00-\u9fff])"
)
