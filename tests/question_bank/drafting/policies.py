"""Policies written for these tests, as the rules read them."""

from __future__ import annotations

from question_bank.drafting import Draft, PolicyText, SourceProvision, policy_text_of
from question_bank.drafting.statements import Statement, statements
from question_bank.provisions import parse_policy, walk

#: A law in small: a definition, duties and rights, opposite cases, terms, bodies and punishments.
OFFICERS = """农技员管理条例

第一章　总则

第一条　本条例所称农技员，是指依法登记、从事农业技术推广、由财政供养的工作人员。

第二条　农技员的管理，坚持公开、平等、竞争、择优的原则。

第二章　义务与权利

第三条　农技员应当履行下列义务：

（一）深入田间地头指导生产；

（二）保守育种技术秘密；

（三）法律规定的其他义务。

（四）如实报告病虫灾情；

第四条　农技员享有下列权利：

（一）参加业务进修；

（二）对推广计划提出建议；

（三）拒绝违章的指派；

（四）法律规定的其他权利。

第三章　录用与离职

第五条　新录用的农技员试用期为六个月。公示期不少于五个工作日。

第六条　农技员有下列情形之一的，予以辞退：

（一）连续两年考核不合格的；

（二）不胜任本职又拒绝调岗的；

（三）无故离岗超过二十天的。

第七条　农技员有下列情形之一的，不得辞退：

（一）因公负伤正在治疗的；

（二）患病在规定医疗期内的；

（三）处于孕期产期哺乳期的。

第八条　录用特殊岗位的农技员，经省级以上农业主管部门批准，可以简化程序。

第九条　处理决定应当以书面形式通知农技员本人。

第四章　处分

第十条　处分分为：警告、记过、降级、开除。

受处分的期间为：警告，六个月；记过，十二个月；降级，二十四个月。

第十一条　对轻微过错，可以批评教育、诫勉、处分。

第十二条　本条例自2021年5月1日起施行。
"""


def policy_of(text: str = OFFICERS, name: str = "《农技员管理条例》") -> PolicyText:
    rows = [
        SourceProvision(flat.path, flat.parent_path, flat.kind, flat.citation_label, flat.text, flat.full_text)
        for flat in walk(parse_policy(text).tree)
    ]
    return policy_text_of(name, rows)


def article(words: str) -> PolicyText:
    """Return a policy of one article that says this."""
    return policy_of(f"农技员管理条例\n\n第一条　{words}\n")


def said(policy: PolicyText) -> list[Statement]:
    return [statement for passage in policy.passages for statement in statements(policy, passage)]


def options(draft: Draft) -> list[str]:
    return [option.text for option in draft.content.options]


def answers(draft: Draft) -> list[str]:
    key = draft.content.key
    assert isinstance(key, list)
    return [option.text for option in draft.content.options if option.id in key]


def source(policy: PolicyText, draft: Draft) -> str:
    passage = next(passage for passage in policy.passages if passage.path == draft.path)
    return passage.text[draft.start : draft.end]
