from __future__ import annotations

from datetime import date

import pytest

from question_bank.provisions import parse_policy

BODY = "第一章 总则\n第一条 为了规范考试，制定本办法。\n第二条 本办法由组织部负责解释。\n"


def _policy(head, last="第三条 考试每季举行。"):
    return parse_policy(f"{head}\n{BODY}{last}\n")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("云山县考试办法", "云山县考试办法"),
        ("云山县考试办法\n（试行）", "云山县考试办法（试行）"),
        ("云山县组织部门\n考试办法", "云山县组织部门考试办法"),
        ("云 山 县 考 试 办 法", "云山县考试办法"),
        ("中共云山县委组织部\n关于印发《考试办法》的通知\n各单位：\n现予印发。\n考试办法", "考试办法"),
        (
            "中共云山县委组织部\n关于印发《考试办法》的通知\n各单位：\n现予印发。",
            "中共云山县委组织部关于印发《考试办法》的通知",
        ),
        ("考试手册", "考试手册"),
    ],
)
def test_title_is_the_documents_own(head, title):
    assert _policy(head).title == title


def test_a_document_without_a_title_is_reported():
    policy = parse_policy("第一条 甲。\n第二条 乙。")

    assert policy.title == ""
    assert [str(problem) for problem in policy.problems] == ["第 1 行：没有找到文件标题，请填写。"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("云组通〔2025〕12号", "云组通〔2025〕12号"),
        ("云组通[2025]12号", "云组通[2025]12号"),
        ("（2025年3月1日云山县人民政府令第12号公布）", "云山县人民政府令第12号"),
        ("【文号】云组发〔2024〕3号", "云组发〔2024〕3号"),
    ],
)
def test_number_is_read_from_its_line_or_the_note(line, number):
    assert _policy(f"云山县考试办法\n{line}").number == number


@pytest.mark.parametrize(
    ("note", "body", "adopted", "effective"),
    [
        (
            "（2025年3月1日云山县第三届人民代表大会常务委员会第二次会议通过）",
            "云山县人民代表大会常务委员会",
            date(2025, 3, 1),
            None,
        ),
        ("2025年3月1日 云山县第三届人民代表大会第一次会议通过", "云山县人民代表大会", date(2025, 3, 1), None),
        (
            "（2024年12月1日中共云山县委组织部部务会议审议通过　2024年12月5日印发　自2025年1月1日起施行）",
            "中共云山县委组织部",
            date(2024, 12, 1),
            date(2025, 1, 1),
        ),
        (
            "（2010年5月1日云山县人民政府令第9号公布\n根据2020年6月1日《云山县人民政府关于修改\n〈云山县考试办法〉的决定》修正）",
            "云山县人民政府",
            date(2020, 6, 1),
            None,
        ),
        (
            "•【制定机关】云山县人民政府\n•【公布日期】2025.03.01\n•【施行日期】2025.05.01",
            "云山县人民政府",
            date(2025, 3, 1),
            date(2025, 5, 1),
        ),
        ("二〇二五年三月一日云山县人民政府批准", "云山县人民政府", date(2025, 3, 1), None),
        ("中共云山县委组织部\n2025年3月8日", "中共云山县委组织部", date(2025, 3, 8), None),
        ("中共云山县委\n2025年3月8日", "中共云山县委", date(2025, 3, 8), None),
        ("", "", None, None),
    ],
)
def test_body_and_dates_are_read_from_the_note(note, body, adopted, effective):
    policy = _policy(f"云山县考试办法\n{note}")

    assert (policy.issuing_body, policy.adopted, policy.effective) == (body, adopted, effective)
    assert policy.title == "云山县考试办法"


@pytest.mark.parametrize(
    ("last", "effective"),
    [
        ("第三条 本办法自2025年6月1日起施行。", date(2025, 6, 1)),
        ("第三条 本办法由组织部负责解释，自二〇二五年六月一日起试行。", date(2025, 6, 1)),
        ("第三条 自2025年6月1日起施行。《旧办法》同时废止。", date(2025, 6, 1)),
        ("第三条 本办法自公布之日起施行。", date(2025, 3, 5)),
        ("第三条 本办法自通过之日起施行。", date(2025, 3, 1)),
        ("第三条 考试自通知公布之日起报名。", None),
        ("第三条 本办法自2025年2月30日起施行。", None),
    ],
)
def test_effective_is_what_the_last_articles_say(last, effective):
    note = "（2025年3月1日云山县人民政府常务会议通过　2025年3月5日云山县人民政府令第12号公布）"

    assert _policy(f"云山县考试办法\n{note}", last).effective == effective


def test_the_signature_gives_the_day_of_issue():
    policy = _policy("云山县考试办法", "第三条 本办法自印发之日起施行。\n中共云山县委组织部\n2025年3月8日")

    assert (policy.issuing_body, policy.adopted, policy.effective) == (
        "中共云山县委组织部",
        date(2025, 3, 8),
        date(2025, 3, 8),
    )
    assert policy.closing == "中共云山县委组织部\n2025年3月8日"
    assert policy.problems == ()


@pytest.mark.parametrize(
    ("note", "last", "message"),
    [
        (
            "（2025年3月1日云山县人民政府常务会议通过）",
            "第三条 本办法自公布之日起施行。",
            "第 6 行：文中只写明自公布（印发）之日起施行，没有找到这个日期，请填写施行日期。",
        ),
        (
            "（2010年3月1日云山县人民政府令第9号公布　根据2020年6月1日《决定》修正）",
            "第三条 本办法自2010年5月1日起施行。",
            "第 6 行：所写施行日期早于最近一次修正，属于以前的版本，请填写本版的施行日期。",
        ),
    ],
)
def test_a_day_of_effect_that_the_text_does_not_settle_is_asked_for(note, last, message):
    policy = _policy(f"云山县考试办法\n{note}", last)

    assert policy.effective is None
    assert [str(problem) for problem in policy.problems] == [message]


def test_what_is_neither_title_nor_note_is_the_preamble():
    policy = _policy("云山县考试办法\n云组通〔2025〕12号\n根据上级部署，现制定考试办法。\n请遵照执行。")

    assert policy.preamble == "根据上级部署，现制定考试办法。\n请遵照执行。"
