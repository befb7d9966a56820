from __future__ import annotations

from question_bank.drafting.rules.definition import draft_definitions
from tests.question_bank.drafting.policies import article, said


def drafts(words):
    policy = article(words)
    return list(draft_definitions(policy, said(policy)))


def test_heart_of_a_definition_is_left_blank():
    (draft,) = drafts("本条例所称农技员，是指依法登记、从事农业技术推广、由财政供养的工作人员。")

    assert draft.content.key == [["从事农业技术推广"]]
    assert draft.content.stem == "《农技员管理条例》所称农技员，是指依法登记、____、由财政供养的工作人员。"


def test_word_defined_is_left_blank_where_its_definition_has_no_parts():
    (draft,) = drafts("本条例所称技术骨干，是指在岗五年以上的推广人员。")

    assert (draft.content.key, draft.content.stem) == (
        [["技术骨干"]],
        "《农技员管理条例》所称____，是指在岗五年以上的推广人员。",
    )


def test_what_something_is_called_is_left_blank():
    (draft,) = drafts("县推广中心站长为总农艺师。")

    assert draft.content.stem == "根据《农技员管理条例》，县推广中心站长为____。"


def test_word_that_its_definition_repeats_is_left():
    assert drafts("本条例所称骨干，是指农技员中的业务骨干。") == []


def test_verb_that_only_ends_like_one_is_no_definition():
    assert drafts("推广站应当以农民增收为工作目标。") == []
