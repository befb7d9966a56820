from __future__ import annotations

import pytest

from question_bank.content import (
    MarkingPoint,
    Markup,
    Option,
    QuestionContent,
    QuestionType,
    check_content,
    options_refer_to_each_other,
)
from tests.factories.content import make_blanks, make_case, make_choice, make_matching

MULTIPLE = QuestionType.MULTIPLE_CHOICE
INDETERMINATE = QuestionType.INDETERMINATE_CHOICE


@pytest.mark.parametrize(
    "content",
    [
        make_choice("民主集中制", "集体领导", key=["A"]),
        make_choice("民主", "集中", "自由", key=["A", "B"], kind=MULTIPLE),
        make_choice("民主", "集中", key=["A"], kind=INDETERMINATE),
        QuestionContent(QuestionType.TRUE_FALSE, "公务员试用期为一年。", key=False),
        make_blanks("试用期为____，期满（　）。", ["一年", "1年"], ["合格"]),
        QuestionContent(QuestionType.SHORT_ANSWER, "简述公务员的条件。", key="见第十三条。"),
        QuestionContent(QuestionType.ESSAY, "试论三审。", marking_points=(MarkingPoint("编审"),)),
        make_matching({"A": "乙", "B": "甲"}, key={"A": "B", "B": "B"}),
        make_choice("立项", "起草", "审核", key=["C", "A", "B"], kind=QuestionType.ORDERING),
        make_case(make_choice("甲", "乙", key=["A"])),
        make_blanks("____、____分离。", ["决策"], ["执行"], is_order_free=True),
    ],
)
def test_a_sound_question_has_no_problem(content):
    assert check_content(content) == ()


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        (make_choice("甲", "乙", key=["A"], stem=" 　\n"), ("题干为空",)),
        (make_choice("甲", key=["A"]), ("选项少于 2 个，现有 1 个",)),
        (make_choice("甲", "", key=["A"]), ("选项 B 没有内容",)),
        (make_choice("民 主", "集中", "民主", key=["A"]), ("选项 A 与选项 C 内容相同",)),
        (make_choice(*map(str, range(27)), key=["A"]), ("选项多于 26 个，现有 27 个",)),
        (make_choice("甲", "乙", key=None), ("没有答案",)),
        (make_choice("甲", "乙", key=[]), ("没有答案",)),
        (make_choice("甲", "乙", key="A"), ("单选题的答案应为选项",)),
        (make_choice("甲", "乙", key=["E"]), ("答案 E 不在选项之中",)),
        (make_choice("甲", "乙", key=["A", "B"]), ("单选题只能有 1 个答案，现有 2 个",)),
        (make_choice("甲", "乙", key=["A", "A", "B"], kind=MULTIPLE), ("答案 A 重复",)),
        (
            make_choice("甲", "乙", key=["A"], kind=MULTIPLE),
            ("多选题应有 2 个以上答案，现有 1 个；如确为 1 个，请改为不定项",),
        ),
        (QuestionContent(QuestionType.TRUE_FALSE, "对吗？", key=["A"]), ("判断题的答案应为正确或错误",)),
        (
            QuestionContent(QuestionType.TRUE_FALSE, "对吗？", (Option("A", "正确"),), key=True),
            ("判断题不应有选项",),
        ),
        (make_blanks("试用期为一年。", ["一年"]), ("题干中没有空，请用 ____ 标出",)),
        (make_blanks("试用期为____，期满____。", ["一年"]), ("题干有 2 个空，答案有 1 个",)),
        (make_blanks("试用期为____，期满____。", ["一年"], [" "]), ("第 2 空没有答案",)),
        (QuestionContent(QuestionType.FILL_IN_THE_BLANK, "为____。", key="一年"), ("填空题的答案应逐空列出",)),
        (QuestionContent(QuestionType.SHORT_ANSWER, "简述。", key=" "), ("简答题应有文字的参考答案",)),
        (QuestionContent(QuestionType.ESSAY, "试论三审。"), ("没有答案",)),
        (
            QuestionContent(QuestionType.ESSAY, "试论三审。", key="见办法。", marking_points=(MarkingPoint(" "),)),
            ("第 1 个评分要点没有内容",),
        ),
        (
            make_choice("甲", "乙", "丙", key=["A", "B"], kind=QuestionType.ORDERING),
            ("排序题的答案应把全部选项各排一次",),
        ),
        (
            make_matching({"A": "乙", "B": "甲"}, key={"A": "C", "Z": "A"}),
            ("左栏 A 对应的 C 不在右栏之中", "左栏 B 没有对应的右栏", "答案中的 Z 不在左栏之中"),
        ),
        (make_case(), ("案例题没有小题",)),
        (make_case(make_choice("甲", "乙", key=None), make_case()), ("第 1 小题：没有答案", "第 2 小题不能又是案例题")),
        (make_choice("<p> </p>", "乙", key=["B"], markup=Markup.HTML), ("选项 A 没有内容",)),
        (QuestionContent(QuestionType.TRUE_FALSE, "对吗？", key=True, is_order_free=True), ("只有填空题可以不分先后",)),
    ],
)
def test_each_fault_is_named(content, problems):
    assert check_content(content) == problems


def test_several_faults_are_all_named():
    content = make_choice("甲", "甲", key=["C"], stem="")

    assert check_content(content) == ("题干为空", "选项 A 与选项 B 内容相同", "答案 C 不在选项之中")


def test_repeated_option_ids_are_named():
    options = (Option("A", "甲"), Option("A", "乙"))

    assert check_content(QuestionContent(QuestionType.SINGLE_CHOICE, "题", options, ["A"])) == ("选项编号 A 重复",)


@pytest.mark.parametrize(
    ("text", "refers"),
    [
        ("以上都对", True),
        ("以上都不是", True),
        ("上述三项", True),
        ("全部正确", True),
        ("都不对", True),
        ("A和C", True),
        ("A、B、C", True),
        ("处级以上职务", False),
        ("全部国家机关", False),
        ("A级", False),
        ("WTO规则", False),
    ],
)
def test_options_refer_to_each_other(text, refers):
    options = make_choice("民主集中制", text, key=["A"]).options

    assert options_refer_to_each_other(options) is refers
