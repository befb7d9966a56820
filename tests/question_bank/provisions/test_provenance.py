from __future__ import annotations

from datetime import date

import pytest

from question_bank.provisions import parse_policy

HEAD = "云山县考试办法\n"


def _policy(first="为了规范考试，制定本办法。", last="本办法自2026年3月1日起施行。", head=HEAD):
    return parse_policy(f"{head}第一条 {first}\n第二条 考试每季举行。\n第三条 {last}\n")


@pytest.mark.parametrize(
    ("first", "basis"),
    [
        ("为了规范考试，根据宪法，制定本法。", "宪法"),
        ("根据《公务员法》和有关规定，结合我县实际，制定本办法。", "《公务员法》和有关规定"),
        ("为了规范考试,根据《公务员法》,制定本办法。", "《公务员法》"),
        ("根据县委《关于考试的意见》的精神，现对考试作如下规定。", "县委《关于考试的意见》的精神"),
        ("考试根据需要举行，由县委组织部决定。", ""),
    ],
)
def test_the_basis_is_what_the_first_article_names(first, basis):
    assert _policy(first).basis == basis


def test_the_basis_may_stand_in_the_preamble():
    assert _policy(head=f"{HEAD}根据《公务员法》，现提出如下意见。\n").basis == "《公务员法》"


@pytest.mark.parametrize(
    ("last", "interpreter"),
    [
        ("本办法由中共云山县委组织部负责解释。", "中共云山县委组织部"),
        ("本办法的解释权属于县委组织部，自2026年3月1日起施行。", "县委组织部"),
        ("考生有疑问的，由监考人员当场解释。", ""),
    ],
)
def test_the_interpreter_is_who_explains_the_document(last, interpreter):
    assert _policy(last=last).interpreter == interpreter


def test_what_it_puts_out_of_force_is_named():
    policy = _policy(last="本办法自2026年3月1日起施行。2019年印发的《考试办法》、《〈考试办法〉实施细则》同时废止。")

    assert policy.repeals == ("《考试办法》", "《〈考试办法〉实施细则》")
    assert policy.repealed is None


@pytest.mark.parametrize(
    ("last", "head", "repealed"),
    [
        ("本办法自2026年3月1日起施行，有效期至2030年12月31日。", HEAD, date(2031, 1, 1)),
        ("本办法自2026年3月1日起施行，有效期五年。", HEAD, date(2031, 3, 1)),
        ("本办法自2024年2月29日起施行，有效期为1年。", HEAD, date(2025, 3, 1)),
        ("本办法自2030年1月1日起自动失效。", HEAD, date(2030, 1, 1)),
        ("考试每季举行。", f"{HEAD}【失效日期】2025.05.01\n", date(2025, 5, 1)),
        ("考试每季举行。", f"{HEAD}（2020年1月1日印发　2025年5月1日废止）\n", date(2025, 5, 1)),
        ("本办法自2026年3月1日起施行。《旧办法》自2026年3月1日起废止。", HEAD, None),
        ("成绩的有效期为三年。本办法自2026年3月1日起施行。", HEAD, None),
        ("考生的成绩有效期至2027年1月1日。本办法自2026年3月1日起施行。", HEAD, None),
    ],
)
def test_the_day_it_holds_no_more_is_read(last, head, repealed):
    assert _policy(last=last, head=head).repealed == repealed


@pytest.mark.parametrize(
    ("head", "addressee"),
    [
        ("关于印发《考试办法》的通知\n各乡镇党委，县直各单位：\n现予印发。\n考试办法\n", "各乡镇党委，县直各单位"),
        ("考试办法\n现将有关事项通知如下：\n", ""),
    ],
)
def test_the_addressee_is_whom_the_notice_is_sent_to(head, addressee):
    assert _policy(head=head).addressee == addressee
