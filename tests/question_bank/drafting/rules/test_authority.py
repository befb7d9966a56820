from __future__ import annotations

from question_bank.content import QuestionType
from question_bank.drafting.rules.authority import draft_authorities
from tests.question_bank.drafting.policies import answers, article, options, said

OTHERS = "\n\n第二条　县级以上领导机关、任免机关、监察机关、公安机关、司法机关各负其责。"


def drafts(words):
    policy = article(words)
    return list(draft_authorities(policy, said(policy)))


def test_body_is_asked_among_other_levels_and_bodies():
    (draft,) = drafts(f"录用特殊岗位的农技员，经省级以上农业主管部门批准，可以简化程序。{OTHERS}")

    assert draft.content.stem == "根据《农技员管理条例》，录用特殊岗位的农技员，经（　　）批准，可以简化程序。"
    assert answers(draft) == ["省级以上农业主管部门"]
    assert {"县级以上农业主管部门", "设区的市级以上农业主管部门"} < set(options(draft))


def test_body_that_has_no_rivals_is_left_blank():
    (draft,) = drafts("农技员任职名单由国务院规定。")

    assert (draft.content.type, draft.content.key) == (QuestionType.FILL_IN_THE_BLANK, [["国务院"]])


def test_bodies_that_could_be_the_same_are_never_side_by_side():
    """A 省级 body may well be the 上一级 one, and 同级 is another word for 本级."""
    policy = (
        f"处分农技员应当报上一级监察机关批准。{OTHERS}\n\n第三条　省级监察机关、上级监察机关、本级监察机关互通情况。"
    )

    (draft,) = drafts(policy)

    assert answers(draft) == ["上一级监察机关"]
    assert not {"省级监察机关", "上级监察机关"} & set(options(draft))
    assert len({"本级监察机关", "同级监察机关"} & set(options(draft))) <= 1


def test_same_fact_is_asked_once():
    words = "农技员违法的，由监察机关依法给予政务处分。"

    assert len(drafts(f"{words}{OTHERS}\n\n第三条　站长失职的，由监察机关依法给予政务处分。")) == 1


def test_bodies_spoken_of_vaguely_are_left():
    assert drafts("农技员的工资由有关机关决定，报上级机关备案。") == []
