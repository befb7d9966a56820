"""Which provision a question rests on."""

from __future__ import annotations

import pytest

from benchmarks.suggesting import LAWS, passages_of, run
from question_bank.content import Option, QuestionContent, QuestionType
from question_bank.suggesting import Asked, Reason, Suggester, asked_of
from question_bank.suggesting.words import claim_of, folded

POLICY = """学习管理办法

第一条　为加强学习，制定本办法。

第二条　每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字。

读书笔记经审核后计入积分。

第三条　有下列情形之一的，成绩作废：

（一）替考的；

（二）泄露试题的；

（三）携带资料进场的。

第四条　考试时间为九十分钟，迟到三十分钟以上的不得入场。

第五条　部长是学习工作第一责任人，办公室是牵头单位。
"""
OTHER = """公文管理办法

第一条　为规范公文，制定本办法。

第二条　急件应当随到随登，平件应当在一日内登记。
"""


@pytest.fixture(scope="module")
def passages():
    return [*passages_of(1, POLICY, 0), *passages_of(2, OTHER, 100)]


@pytest.fixture(scope="module")
def suggest(passages):
    suggester = Suggester(passages)
    places = {passage.key: (passage.version, passage.path) for passage in passages}

    def answer(stem, **asked):
        return [(places[one.key], one.confidence, one.reason) for one in suggester.suggest(Asked(stem, **asked))]

    return answer


def first(found):
    place, confidence, _reason = found[0]
    return place, confidence


@pytest.mark.parametrize(
    ("stem", "right", "place"),
    [
        ("每名干部每季度撰写读书笔记不少于（　）篇。", ("一",), (1, "art2/par1")),
        ("谁是学习工作的第一责任人？", ("部长",), (1, "art5/par1")),
        ("迟到（　）分钟以上的不得入场。", ("30",), (1, "art4/par1")),
        ("平件应当在____内登记。", ("一日",), (2, "art2/par1")),
    ],
)
def test_suggest_finds_what_says_the_same(suggest, stem, right, place):
    found, confidence = first(suggest(stem, right=right))

    assert found == place
    assert confidence >= 60


def test_suggest_narrows_to_the_item_that_says_it(suggest):
    assert first(suggest("携带资料进场的，成绩作废。"))[0] in {(1, "art3/par1/sub3"), (1, "art3/par1")}
    assert first(suggest("哪些情形成绩作废？", right=("替考的", "泄露试题的", "携带资料进场的")))[0] == (1, "art3/par1")


def test_suggest_takes_the_other_options_where_the_wrong_one_is_asked_for(suggest):
    options = ("替考", "泄露试题", "携带资料进场", "提前交卷")

    found = suggest("下列情形不属于成绩作废的是（　）。", options=options, right=("提前交卷",))

    assert first(found)[0] == (1, "art3/par1")


@pytest.mark.parametrize(
    "asked",
    [
        {"explanation": "见《学习管理办法》第四条。"},
        {"citation": "《学习管理办法》第四条"},
        {"explanation": "根据《学习管理办法》的规定，本题选 A，见第四条第一款。"},
    ],
)
def test_suggest_goes_by_what_is_named(suggest, asked):
    place, confidence, reason = suggest("迟到三十分钟以上能不能入场？", **asked)[0]

    assert (place[1].partition("/")[0], reason) == ("art4", Reason.NAMED)
    assert confidence == 98


def test_suggest_trusts_a_name_less_where_the_words_are_elsewhere(suggest):
    found = suggest("迟到三十分钟以上的不得入场。", explanation="见《学习管理办法》第五条。")

    confidences = {place[1].partition("/")[0]: confidence for place, confidence, _reason in found}
    assert confidences["art5"] < confidences["art4"]


def test_suggest_guesses_no_document_for_an_article_named_without_one(suggest):
    found = suggest("关于机关车辆使用的规定。", explanation="见第二条。")

    assert [reason for _place, _confidence, reason in found if reason == Reason.NAMED] == []


def test_suggest_keeps_to_the_document_spoken_of(suggest):
    found = suggest("根据《公文管理办法》，为什么制定本办法？")

    assert {place[0] for place, _confidence, _reason in found} <= {2}


def test_suggest_doubts_where_another_document_is_spoken_of(suggest):
    found = suggest("根据《保密工作条例》，每名干部每季度撰写读书笔记不少于一篇。")

    assert all(confidence <= 20 for _place, confidence, _reason in found)


def test_suggest_is_not_sure_of_what_is_elsewhere(suggest):
    found = suggest("数据库系统的核心是（　）。", right=("数据库管理系统",))

    assert all(confidence < 30 for _place, confidence, _reason in found)


def test_suggest_says_nothing_of_an_empty_question(suggest):
    assert suggest("") == []


def test_claim_fills_the_gaps_and_drops_what_only_asks():
    asked = Asked("根据《办法》的规定，笔记不少于（　）篇，每篇不少于____字。", (), ("1", "800"))

    assert claim_of(asked) == "笔记不少于一篇每篇不少于八百字"
    assert folded("（３０）分钟，ABC。") == "三十分钟ABC"


def test_asked_of_tells_the_right_options_in_words():
    options = (Option("x", "替考"), Option("y", "早退"))
    content = QuestionContent(QuestionType.SINGLE_CHOICE, "什么作废？", options, ["x"], "见第三条。")

    assert asked_of(content, "第三条") == Asked("什么作废？", ("替考", "早退"), ("替考",), "见第三条。", "第三条")


@pytest.mark.skipif(not LAWS.exists(), reason="the public laws of ../shared are not here")
def test_confidence_means_what_it_says():
    figures = run()

    assert figures["precision_at_90"] >= 0.95
    assert figures["precision_at_70"] >= 0.9
    assert figures["served_at_90"] >= 0.5
    assert figures["right_among_three"] >= 0.95
