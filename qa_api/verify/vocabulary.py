"""The words by which a claim may differ from its clause and still say the same, and those by which
it may not.

Stricter than ``qa_api.thesaurus``, which serves searching: there 罚款 may stand for 处罚, and 主办
for 承办; here words of a group are exchangeable in a statement of fact. General language only.
"""

from __future__ import annotations

from functools import cache

# Words that say how something is said, not what: their absence from the notice decides nothing.
_IDLE = """
    须 需 应 应当 应该 必须 需要 必需 请 要求 规定 明确 明确规定 通知 指出 提出 文件 条款 根据
    按照 依据 有关 相关 进行 开展 予以 给予 给 包括 包含 以及 同时 另外 此外 可以 可 能 能够 允许
    会 将 已 已经 均 都 各 每 其 情况 内容 方面 工作 事项 时间 日期 之前 以前 之后 以后 前 后 内
    以内 之内 起 止 左右 共 总 共计 总共 合计 一共 分别 即 为 是 系 在 于 由 至 到 从 截至 截止
    不得 不 未 无 没有 不能 不可 不用 超过 不超过 少于 不少于 不少 低于 不低于 高于 不高于 至少
    至多 最 最多 最少 最高 最低 上限 下限 以上 以下 多 少 达 达到 做 完 作 用 使用 单位 位 者 所
    把 被 让 使 并 且 也 还 又 再 就 则 而 但 或 或者 和 与 跟 同 及 之 的 地 得 了 着 过 这 该 此
    本 上述 电话 联系电话 联系人 联系 联系方式 号码 手机 办公 邮箱 地址 收件人 咨询 老师 同志 上午
    下午 晚上 中午 点 时 分 年 月 日 号 份 个 项 名 件 家 支 场 种 类 次 人 篇 条 款 段 届 最晚 晚
    最迟 最早 而且 并且 以便 下列 如下 这项 这些 这种 那些 那种 具体 其中 时候 属于 称为 指 对于
    关于 因为 所以 因此 若 如果 如 等等 来 去 上 下 中 里 间 期间 当中 方可 才 才能 方能 所有 全部
    一切 底 月底 年底 本条 本办法 本规定 本条例 本法 法规 条例 办法 此项 该项 情形 之一 主要 一个
    一种 一项 为了 目的 通过 使得 期 时限 期限 完成时限 必 一律 具有 有 存在 出 好 做好 得到 成为
    作为 提到 但是 首先 占 设定 设置 要 只需 后方 所属 按 当 那么 之间 来自 手中 手里 开始 结束
    文号 发文字号 文件号 以及其 自
"""

# Each line: words that say the same of the same thing. A word may stand in several lines.
_SAME = """
    提交 递交 报送 上交 送交 交 报 上报 交到 送到 提交到 报到 呈报 呈送 提供
    寄送 寄 邮寄 寄到 寄送至 寄至 寄往 邮寄到
    发送 发 发到 发送至 发至 发往
    送达 送到 送至 寄给 送给 交给
    报名 申报 申请 报 申领
    最多 至多 不超过
    举办 举行 召开 开办 办 组织 开展
    成立 组建 建立 建 设立 组成 设置
    新建 新设 新成立
    建成 建好
    取消 撤销 作废
    暂停 停办 停止 中止 停
    终止 停止
    推迟 延期 延后 推后 顺延 延缓
    延长 延至 延长至 延长到 展期
    提前 提早
    恢复 重启 重新
    审查 审核 核查 核验
    批准 审批 同意 核准 准予
    审定 审议 审核
    驳回 退回 不予批准
    实施 执行 实行 推行 落实
    施行 生效 实行 执行 实施 起效
    废止 失效 作废
    完成 做完 办结 完 实施完 办完 完结
    开始 起 启动 自 从
    截止 结束 截至 关闭
    经费 资金 款项 钱
    费用 花费 开支 支出
    补助 补贴
    资助 补助 支持 扶持
    奖励 奖补
    拨付 拨款 下拨 划拨
    免征 免收 免交 免缴 免 不收
    收取 收 征收 加收
    缴纳 交纳 缴 交 缴付
    缓缴 延期缴纳 缓交
    退还 返还 退回 退 归还
    补办 补交 补缴
    牵头 负责 主管 主责 承担
    配合 协助 协同
    担任 任 为 当 出任
    兼任 兼
    设在 设于 设
    本单位 单位
    收据 票据
    开具 出具 开
    打造 建设 构建
    培养 培育
    选拔 遴选 评选 挑选 选出 选择 选取
    推荐 举荐 推选
    提高 提升 增强 加强
    推动 推进 促进
    鼓励 支持 引导
    记入 纳入 计入 列入 列为
    关闭 停止开放
    停用 停止使用
    评估 评价
    考核 考评
    合格 达标
    省内 本省 全省 我省
    市内 本市 全市 我市
    区内 本区 全区 我区
    县内 本县 全县 我县
    邮箱 电子邮箱 电子邮件 邮件
    网站 网址 官网
    平台 系统
    地点 地址 场所 地方
    热线 电话 服务热线
    文号 发文字号 文件号 编号
    通过 经由 经
    通知 告知 通报
    公布 公开 发布 公告
    公示 公布
    不满 未满 不足
    公民 个人
    有权 可以
    拥有 具有 有 具备
    逾期 超期 过期 超过期限
    如实 真实
    虚假 不实 不真实 假
    隐瞒 瞒报
    期满 届满 到期
    每年 年度 每年度 一年
    报告 汇报 反映 反馈
    处置 处理
    惩罚 处罚
    查处 查办 处理
    整改 改正 纠正
    工资 薪酬 薪资
    工作人员 人员 员工 职工
    老年人 老人
    未成年人 未成年
    年龄 岁
    人数 人员 人
    队 支 队伍
    接收 接受 收
    撤回 收回
    领取 获取 领 取得
    取得 获得 拿到 得到
    丢失 遗失
    专人 专门人员
    专款专用 专门用于
    单独核算 独立核算
    指定 规定
    全部 所有 全体 全都
    任何 一切 所有
    可以 均可 准许 允许
    立即 马上 立刻 即刻
    及时 尽快
    必要 有必要
    应急 紧急
    尽可能 尽量
    大力 积极
    同时 一并 一起 共同
    分别 各自
    另行 另外
    其余 其他 其它
    其他 其它 别的
    附件 附表
    免费 无偿 不收费
    有偿 收费
    线上 网上 网络 在线 互联网
    线下 现场 当面
    不见面 非现场 非接触 零接触
    附近 周边
    来源 渠道
    用途 使用
    培训 训练
    讲座 宣讲
    研究 研讨
    分析 研判
    监督 监管
    检查 督查 督导
    会议 大会
    国际会议 国际学术会议
    分支机构 分会
    法定代表人 法人代表
    登记 注册
    签订 签署 签
    协议 合同
    保证 确保 保障
    防止 避免 杜绝
    减少 降低 压减
    增加 增长 扩大
    首次 第一次
    上一年度 上年度 上年 去年
    下一年度 下年度 次年 第二年 明年
    本年度 当年 今年 本年
    半年 六个月 6个月
    一年 12个月 十二个月
    两 二
    工作日 上班日
    当日 当天
    中标 中选
    参会 出席
    参加 参与 加入
    盖章 加盖公章 加盖印章 签章
    签名 签字
    复印件 影印件
    一式 共
    份数 份
"""

# Each line: words that exclude one another where they stand for each other.
_RIVALS = """
    国家级 省级 市级 县级 设区市 乡级 校级 部级 区级 全国 全省 全市
    中国 省 市 县
    主办 承办 协办
    牵头 配合 协助 参与
    电子版 纸质版
    电子 纸质
    线上 线下
    境内 境外
    省内 省外
    国内 国外
    正高级 副高级 中级 初级
    正 副
    一等 二等 三等
    合格 不合格
    增加 减少
    提高 降低
    上一年度 本年度 下一年度 上年度 下年度
    上年 当年 次年
    全部 部分
    免征 减征 减半 征收 加征
    招标 议价 谈判 询价
    优先 同等
    新建 已建
    公开 保密
    自愿 强制
    有偿 无偿 免费 收费
    必须 自愿
    书面 口头
    原件 复印件
    全日制 非全日制
    法人 自然人
    上午 下午
    之前 之后
    前 后
    开始 结束
    批准 驳回
    按月 按季 按年
    现场 网上 线上
    照常 暂停 停止
    延长 缩短
    推迟 提前
    每年 每月 每季度 每周
    首次 再次
    理事会 秘书处 监事会
    甲级 乙级 丙级
    教授 副教授 讲师
    博士 硕士 学士 本科
"""


@cache
def idle_words() -> frozenset[str]:
    return frozenset(_IDLE.split())


@cache
def _same() -> dict[str, frozenset[str]]:
    return _groups(_SAME)


@cache
def _rivals() -> dict[str, frozenset[str]]:
    return _groups(_RIVALS)


def same_as(word: str) -> frozenset[str]:
    """Words that may stand for ``word`` in a claim."""
    return _same().get(word, frozenset())


def rivals_of(word: str) -> frozenset[str]:
    """Words that cannot be true together with ``word`` of the same thing."""
    return _rivals().get(word, frozenset())


def _groups(lines: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in lines.strip().splitlines():
        group = frozenset(line.split())
        for word in group:
            found[word] = found.get(word, frozenset()) | (group - {word})
    return found
