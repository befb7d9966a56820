from __future__ import annotations

from question_bank.content import QuestionType
from question_bank.drafting.rules.enumeration import draft_enumerations
from tests.question_bank.drafting.policies import answers, article, options, policy_of


def of(path, policy=None):
    return [draft for draft in draft_enumerations(policy or policy_of()) if draft.path == path]


def test_duties_are_asked_among_rights_of_the_same_chapter():
    (draft,) = of("art3/par1")

    assert draft.content.type is QuestionType.MULTIPLE_CHOICE
    assert draft.content.stem == "根据《农技员管理条例》，下列属于农技员应当履行的义务的有（　　）。"
    assert set(answers(draft)) < {"深入田间地头指导生产", "保守育种技术秘密", "如实报告病虫灾情"}
    assert set(options(draft)) - set(answers(draft)) < {"参加业务进修", "对推广计划提出建议", "拒绝违章的指派"}


def test_cases_are_asked_among_those_of_the_opposite_consequence():
    (draft,) = of("art7/par1")

    assert draft.content.stem == "根据《农技员管理条例》，农技员有下列哪些情形的，不得辞退？（　　）"
    wrong = set(options(draft)) - set(answers(draft))
    assert wrong < {"连续两年考核不合格", "不胜任本职又拒绝调岗", "无故离岗超过二十天"}


def test_punishment_is_asked_among_what_is_none():
    (draft,) = of("art10/par1")

    assert draft.is_negated
    assert draft.content.stem == "根据《农技员管理条例》，下列不属于处分种类的是（　　）。"
    assert answers(draft)[0] in {"诫勉", "批评教育"}


def test_wrongs_of_an_open_list_are_never_distractors_of_another():
    """其他…行为 may take in any of them."""
    policy = article(
        "农技员有下列行为之一的，给予处分：\n\n（一）泄露技术秘密的；\n\n（二）贪污推广经费的；\n\n（三）滥用职权的；\n\n"
        "（四）其他违法行为。\n\n第二条　农技员有下列行为之一的，取消评优：\n\n（一）弄虚作假的；\n\n"
        "（二）隐瞒虫情的；\n\n（三）违反操作规程的。"
    )

    assert of("art1/par1", policy) == []
    assert of("art2/par1", policy) != []


def test_list_without_one_of_its_kind_is_left():
    policy = article("推广站的职责包括下列措施：\n\n（一）试验；\n\n（二）示范；\n\n（三）培训。")

    assert of("art1/par1", policy) == []


def test_merits_are_not_mixed_with_wrongs():
    policy = article(
        "农技员有下列情形之一的，给予奖励：\n\n（一）成效显著的；\n\n（二）贡献突出的；\n\n（三）抢险有功的。\n\n"
        "第二条　农技员有下列情形之一的，给予处分：\n\n（一）玩忽职守的；\n\n（二）弄虚作假的；\n\n（三）贪污经费的。"
    )

    assert list(draft_enumerations(policy)) == []


def test_step_of_a_procedure_is_left_blank():
    policy = article(
        "评选按照下列程序进行：\n\n（一）个人申报；\n\n（二）民主测评，公布结果；\n\n（三）领导小组研究，决定。"
    )

    (draft,) = of("art1/par1", policy)

    assert draft.content.key == [["个人申报"]]
    assert draft.content.stem == (
        "根据《农技员管理条例》，评选按照下列程序进行：（一）____；（二）民主测评，公布结果；（三）领导小组研究，决定。"
    )
