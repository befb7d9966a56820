from __future__ import annotations

import pytest

from question_bank.drafting.standing import points_elsewhere, takes_up
from tests.question_bank.drafting.policies import article, said


@pytest.mark.parametrize(
    "words", ["违反前款规定的，予以处理。", "该人员应当回避。", "符合本条规定的。", "依照第十条办理。"]
)
def test_points_elsewhere(words):
    assert points_elsewhere(words)


@pytest.mark.parametrize("words", ["农技员不服人事处理的，自知道该人事处理之日起提出。", "农技员应当遵守纪律。"])
def test_stands_where_it_is(words):
    assert not points_elsewhere(words)


@pytest.mark.parametrize(
    "words", ["但是延长时间不得超过三十日。", "具体办法由推广站规定并且公布。", "逾期不改正的，由推广站处理。"]
)
def test_takes_up(words):
    assert takes_up(words)


def test_statement_calls_the_document_by_its_name():
    (statement,) = said(article("推广站违反本条例规定的，应当依法处理。"))

    assert statement.text == "推广站违反《农技员管理条例》规定的，应当依法处理。"
    assert not statement.is_verbatim


def test_lead_of_a_list_is_said_without_announcing_it():
    policy = article(
        "农技员对下列处理不服的，可以在三十日内申请复核；对复核结果不服的，可以在十五日内申诉：\n\n（一）处分；\n\n（二）辞退。"
    )

    texts = [statement.text for statement in said(policy)]

    assert texts == [
        "农技员对规定的处理不服的，可以在三十日内申请复核。",
        "农技员对复核结果不服的，可以在十五日内申诉。",
    ]
    assert [statement.source.quoted for statement in said(policy)][1] == "对复核结果不服的，可以在十五日内申诉"


def test_too_long_a_sentence_is_said_clause_by_clause():
    clause = "农技员进行田间调查、病虫测报、良种示范、技术培训、信息发布以及其他推广活动所需的全部经费列入年度财政预算"
    policy = article(f"{clause}；{clause}；{clause}。")

    assert [statement.text for statement in said(policy)] == [f"{clause}。"] * 3


def test_item_that_is_a_rule_of_its_own_stands_alone():
    policy = article(
        "提拔站长，应当具备下列资格：\n\n（一）提任县站站长的，应当具有五年以上工龄；\n\n（二）身体健康；\n\n（三）未经批准不得兼职。"
    )

    assert [statement.text for statement in said(policy)] == ["提任县站站长的，应当具有五年以上工龄。"]


def test_lead_with_a_term_of_its_own_is_said():
    policy = article("提拔担任下列站长职务的，试用期为一年：\n\n（一）县站站长；\n\n（二）乡站站长。")

    assert [statement.text for statement in said(policy)] == ["提拔担任规定的站长职务的，试用期为一年。"]


def test_notice_of_a_list_says_nothing():
    policy = article("农技员的管理必须坚持下列原则：\n\n（一）公开；\n\n（二）平等。")

    assert said(policy) == []
