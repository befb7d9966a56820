"""What asks nearly the same: found, kept or merged."""

from __future__ import annotations

import pytest

from question_bank.content import Option, QuestionContent, QuestionType
from question_bank.enums import QuestionState, RowDecision, RowStatus
from question_bank.errors import ImportRowError, QuestionError
from question_bank.models import LikePair, Question
from question_bank.selectors import citations_of, pairs_of_bank, pairs_of_row
from question_bank.services import (
    import_commit,
    jobs_work,
    pair_keep,
    questions_compare,
    questions_merge,
    row_merge,
    row_revise,
    rows_compare,
    sheet_import,
)
from tests.factories.question_bank import make_provision, make_question, make_version
from tests.factories.taking import NOON

STEM = "每名干部每季度撰写读书笔记不少于（　）篇，每篇不少于八百字。"
#: Nearly what the bank asks, nearly the same as the row before, and something else.
SHEET = """判断题
1．每名干部每个季度撰写读书笔记不少于一篇，每篇不少于八百字，经审核后计分。（√）
知识点：读书
2．每名干部每个季度撰写读书笔记不少于两篇，每篇不少于八百字，经审核后计分。（×）
3．数据库系统的核心是数据库管理系统，这个说法由来已久。（√）
"""
IN_BANK = "每名干部每季度撰写读书笔记不少于一篇，每篇不少于八百字，经审核后计分。"


def said(stem, explanation=""):
    return QuestionContent(QuestionType.TRUE_FALSE, stem, (), True, explanation)


@pytest.fixture
def known(desk):
    return make_question(desk.bank, content=said(IN_BANK), state=QuestionState.DRAFT)


@pytest.fixture
def kept(desk, known):
    found = sheet_import(bank=desk.bank, data=SHEET.encode(), file_name="试题.txt", by=desk.author, now=NOON)
    rows_compare(sheet_import=found, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)
    return found


def row(kept, number):
    return kept.rows.get(number=number)


def test_rows_are_doubted_for_what_they_are_nearly_the_same_as(kept, known):
    pairs = [
        (pair.row.number, pair.other_question or pair.other_row.number)
        for pair in LikePair.objects.order_by("row__number", "other_row")
    ]

    assert {(1, known), (2, 1)} <= set(pairs)
    assert [(row.status, row.problems) for row in kept.rows.order_by("number")] == [
        (RowStatus.DOUBTFUL, ["与题库里的题相近"]),
        (RowStatus.DOUBTFUL, row(kept, 2).problems),
        (RowStatus.OK, []),
    ]


def test_a_pair_that_is_kept_leaves_the_row_as_it_is_and_stays_settled(desk, kept):
    (pair,) = pairs_of_row(row(kept, 1))

    pair_keep(pair=pair)
    rows_compare(sheet_import=kept, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)

    assert (row(kept, 1).status, row(kept, 1).problems) == (RowStatus.OK, [])
    assert not pairs_of_row(row(kept, 1)).exists()


def test_a_row_goes_into_the_question_it_is_like(desk, kept, known):
    version = make_version(desk.office)
    subject = row(kept, 1)
    subject.provision = make_provision(version)
    subject.save()

    row_merge(pair=pairs_of_row(subject)[0], by=desk.author, now=NOON)
    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert (row(kept, 1).decision, row(kept, 1).question) == (RowDecision.DUPLICATE, known)
    assert [topic.name for topic in known.topics.all()] == ["读书"]
    assert [citation.provision for citation in citations_of(known)] == [make_provision(version)]
    assert Question.objects.count() == 2


def test_a_row_like_another_row_cannot_go_into_it(kept, desk):
    pair = LikePair.objects.filter(row__number=2, other_row__isnull=False).get()

    with pytest.raises(ImportRowError, match="题库里的题"):
        row_merge(pair=pair, by=desk.author, now=NOON)


def test_a_row_whose_words_are_mended_is_no_longer_doubted(kept):
    row_revise(row=row(kept, 1), changes={"stem": "收文登记簿由指定的专人保管。"})

    assert (row(kept, 1).status, row(kept, 1).problems) == (RowStatus.OK, [])
    assert not pairs_of_row(row(kept, 1)).exists()


def compare(desk):
    questions_compare(bank=desk.bank, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)
    return pairs_of_bank(desk.bank)


def test_questions_of_a_bank_are_compared_with_each_other(desk, known):
    like = make_question(desk.bank, content=said(IN_BANK.replace("每季度", "每个季度")))
    make_question(desk.bank, content=said("急件应当随到随登，平件应当在一日内登记。"))
    make_question(desk.bank, content=said(IN_BANK.replace("撰写", "书写")), state=QuestionState.RETIRED)

    (pair,) = compare(desk)

    assert {pair.question, pair.other_question} == {known, like}
    assert pair.score >= 85


def test_options_tell_questions_apart(desk):
    for options in (("甲乙丙丁戊己", "庚辛壬癸子丑"), ("寅卯辰巳午未", "申酉戌亥天地")):
        lettered = tuple(Option("AB"[place], text) for place, text in enumerate(options))
        make_question(desk.bank, content=QuestionContent(QuestionType.SINGLE_CHOICE, "选哪个？", lettered, ["A"]))

    assert not compare(desk).exists()


def test_questions_are_merged_with_all_that_both_have(desk, known):
    provision = make_provision(make_version(desk.office))
    content = said(IN_BANK.replace("每季度", "每个季度"), "见办法。")
    gone = make_question(desk.bank, content=content, topics=("读书",), provision=provision)
    (pair,) = compare(desk)

    questions_merge(pair=pair, keep=known, by=desk.author, now=NOON)

    known.refresh_from_db()
    gone.refresh_from_db()
    assert gone.state == QuestionState.RETIRED
    assert gone.reviews.get().comment.startswith("与“每名干部每季度撰写读书笔记")
    assert [topic.name for topic in known.topics.all()] == ["读书"]
    assert [citation.provision for citation in citations_of(known)] == [provision]
    assert known.current_version.explanation == "见办法。"
    assert not pairs_of_bank(desk.bank).exists()


def test_an_approved_question_keeps_its_words_in_a_merger(desk):
    approved = make_question(desk.bank, content=said(IN_BANK))
    make_question(desk.bank, content=said(IN_BANK.replace("每季度", "每个季度"), "见办法。"))
    (pair,) = compare(desk)

    questions_merge(pair=pair, keep=approved, by=desk.author, now=NOON)

    approved.refresh_from_db()
    assert (approved.state, approved.current_version.explanation) == (QuestionState.APPROVED, "")


def test_only_one_of_the_two_can_stay(desk, known):
    make_question(desk.bank, content=said(IN_BANK.replace("每季度", "每个季度")))
    (pair,) = compare(desk)

    with pytest.raises(QuestionError):
        questions_merge(pair=pair, keep=make_question(desk.bank), by=desk.author, now=NOON)


def test_both_questions_can_be_kept_for_good(desk, known):
    make_question(desk.bank, content=said(IN_BANK.replace("每季度", "每个季度")))
    (pair,) = compare(desk)

    pair_keep(pair=pair)

    assert not compare(desk).exists()
