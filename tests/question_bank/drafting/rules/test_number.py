from __future__ import annotations

import pytest

from question_bank.drafting.rules.number import draft_numbers
from tests.question_bank.drafting.policies import answers, article, options, policy_of, said, source


def drafts(policy):
    return list(draft_numbers(policy, said(policy)))


def test_number_is_asked_among_its_neighbours_from_the_smallest_up():
    policy = article("新录用的农技员试用期为六个月。")

    (draft,) = drafts(policy)

    assert draft.content.stem == "根据《农技员管理条例》，新录用的农技员试用期为（　　）。"
    assert (options(draft), answers(draft)) == (["三个月", "六个月", "九个月", "十二个月"], ["六个月"])
    assert source(policy, draft) == "新录用的农技员试用期为六个月。"


def test_number_among_values_of_the_document_comes_first():
    policy = article("农技员见习期为二十日。\n\n第二条　农技员申诉期为十七日。")

    (first, _second) = drafts(policy)

    assert "十七日" in options(first)
    assert "十七日在本文件别处出现" in first.reason


def test_number_takes_the_sentence_before_where_it_says_little_alone():
    policy = article("拟录用人员名单应当予以公示。公示期不少于五个工作日。")

    (draft,) = drafts(policy)

    assert draft.content.stem == "根据《农技员管理条例》，拟录用人员名单应当予以公示。公示期不少于（　　）。"


def test_number_in_a_list_is_put_into_the_lead():
    policy = article("农技员有下列情形之一的，予以辞退：\n\n（一）连续两年不合格的；\n\n（二）无故离岗超过二十天的。")

    stems = [draft.content.stem for draft in drafts(policy)]

    assert stems == [
        "根据《农技员管理条例》，农技员连续（　　）不合格的，予以辞退。",
        "根据《农技员管理条例》，农技员无故离岗超过（　　）的，予以辞退。",
    ]


def test_number_in_pairs_is_asked_name_by_name():
    policy = article("受处分的期间为：警告，六个月；降级，二十四个月。")

    assert [draft.content.stem for draft in drafts(policy)] == [
        "根据《农技员管理条例》，受处分的期间，警告为（　　）。",
        "根据《农技员管理条例》，受处分的期间，降级为（　　）。",
    ]


def test_number_distractors_fit_beside_the_other_number():
    policy = article("农技员连续旷工超过15日，或者累计旷工超过30日的，可以解除合同。")

    _first, second = drafts(policy)

    assert answers(second) == ["30日"]
    assert all(int(text.removesuffix("日")) > 15 for text in options(second))


def test_range_is_asked_whole():
    (draft,) = drafts(article("农技员聘用合同的期限为一年至五年。"))

    assert answers(draft) == ["一年至五年"]
    assert all("至" in text for text in options(draft))


def test_day_of_effect_is_asked_among_days():
    (draft,) = drafts(article("本条例自2021年5月1日起施行。"))

    assert draft.content.stem == "《农技员管理条例》自（　　）起施行。"
    assert options(draft) == ["2020年5月1日", "2021年1月1日", "2021年5月1日", "2022年5月1日"]


@pytest.mark.parametrize(
    "words",
    [
        "农技员对前款规定的处理不服的，可以在三十日内提出。",
        "农技员由上一级机关和三人小组共同考核，记三等功。",
        "农技员受处分满六个月的，可以解除，未满六个月的不得解除。",
        "农技员的年度考核由本单位组织进行，一年度一次。",
    ],
)
def test_number_is_not_asked_where_it_is_none_or_gives_itself_away(words):
    assert drafts(article(words)) == []


def test_distractors_stand_nowhere_in_the_cited_text():
    policy = policy_of()
    texts = {passage.path: passage.text for passage in policy.passages}

    wrong = [(draft, set(options(draft)) - set(answers(draft))) for draft in drafts(policy)]

    assert len(wrong) > 5
    assert [draft for draft, others in wrong if any(other in texts[draft.path] for other in others)] == []
