"""Question sheets on their way into the bank."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exam_site.demo.documents import policy_docx, question_docx, question_xlsx
from question_bank.enums import ImportState, RowDecision, RowStanding, RowStatus
from question_bank.errors import ImportRowError
from question_bank.models import Citation, Question, SheetImport
from question_bank.selectors import citations_of, lines_around, row_standing, standing_counts
from question_bank.services import (
    document_import,
    import_commit,
    import_finish,
    row_accept,
    row_cite,
    row_restore,
    row_revise,
    row_skip,
    sheet_import,
    version_confirm,
)
from tests.factories.question_bank import make_provision, make_version
from tests.factories.taking import NOON

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
SHEETS = Path(__file__).resolve().parents[4] / "shared" / "data" / "questions"
needs_shared = pytest.mark.skipif(not SHEETS.exists(), reason="the real sheets of ../shared are not here")

GOOD = """一、单选题
1．每季度撰写读书笔记不少于（ B ）篇。
A．半
B．一
C．两
知识点：基本职责
"""
#: A good question, one without a key, one that repeats the first.
SHEET = f"""{GOOD}2．笔记由谁审核？（　　）
A．科室负责人
B．部长
3．每季度撰写读书笔记不少于（ B ）篇。
A．半
B．一
C．两
"""
#: The same, the first of them citing its article.
CITING = SHEET.replace("知识点", "依据：第二条第一款\n知识点")


def upload(desk, text=SHEET, name="试题.txt"):
    data = text.encode() if isinstance(text, str) else text
    return sheet_import(bank=desk.bank, data=data, file_name=name, by=desk.author, now=NOON)


def counts(kept):
    return {figure.standing: figure.count for figure in standing_counts(kept) if figure.count}


def row(kept, number):
    return kept.rows.get(number=number)


def test_sheet_import_keeps_rows_and_writes_no_question(desk):
    kept = upload(desk)

    assert counts(kept) == {RowStanding.READY: 1, RowStanding.FAULTY: 1, RowStanding.DOUBTFUL: 1}
    assert (kept.state, kept.file_name, kept.uploaded_by) == (ImportState.PREVIEW, "试题.txt", desk.author)
    assert [line.text for line in lines_around(kept, 1, 1, before=0, after=99)] == SHEET.splitlines()
    assert [(row.first_line, row.last_line, row.problems) for row in kept.rows.all()] == [
        (2, 6, []),
        (7, 9, ["没有答案"]),
        (10, 13, ["与第 2 行的试题重复"]),
    ]
    assert not Question.objects.exists()


def test_sheet_import_of_the_same_file_goes_on_with_the_one_in_review(desk):
    first = upload(desk)

    assert upload(desk, name="又一次.txt") == first
    assert SheetImport.objects.count() == 1


def test_sheet_import_refuses_what_is_no_sheet(desk):
    with pytest.raises(ImportRowError) as refusal:
        upload(desk, b"%PDF-1.7", "试题.pdf")

    assert str(refusal.value) == "这份 PDF 已损坏，读不出内容，请重新保存后再导入。"
    assert not SheetImport.objects.exists()


def test_sheet_import_keeps_nothing_of_a_file_without_questions(desk):
    with pytest.raises(ImportRowError) as refusal:
        upload(desk, "关于加强学习的通知\n各单位要抓好落实。\n")

    assert str(refusal.value).startswith("没有找到试题。")
    assert not SheetImport.objects.exists()


def test_sheet_import_leaves_nothing_to_do_where_the_bank_asks_it_all(desk):
    import_commit(sheet_import=upload(desk, GOOD), by=desk.author, now=NOON)

    again = upload(desk, GOOD + "\n")

    assert (again.state, counts(again)) == (ImportState.COMMITTED, {RowStanding.DUPLICATE: 1})


def test_sheet_import_finds_the_provision_a_citation_means(desk):
    version = make_version(desk.office)

    kept = upload(desk, CITING)

    assert row(kept, 1).provision == make_provision(version, "art2/par1")
    assert row_standing(row(kept, 1)) == RowStanding.READY


def test_sheet_import_guesses_no_document_where_there_are_several(desk):
    make_version(desk.office)
    named = make_version(desk.office, title="笔记管理办法（试行）")

    unnamed, explicit = upload(desk, CITING), upload(desk, CITING.replace("依据：", "依据：《笔记管理办法》"))

    assert row(unnamed, 1).provision is None
    assert row(explicit, 1).provision == make_provision(named, "art2/par1")


def test_sheet_import_does_not_reach_what_another_office_keeps_to_itself(desk):
    make_version(desk.stranger.office)

    assert row(upload(desk, CITING), 1).provision is None


@pytest.mark.parametrize("citation", ["第二条第一款", "《学习管理办法》第九十九条", "《没有的办法》"])
def test_sheet_import_doubts_an_authority_that_leads_nowhere(desk, citation):
    make_version(desk.stranger.office)

    kept = upload(desk, CITING.replace("第二条第一款", citation))

    assert (row(kept, 1).status, row(kept, 1).provision) == (RowStatus.DOUBTFUL, None)
    assert row(kept, 1).problems == [f"依据“{citation}”没有在已确认的政策文件里找到"]


def test_sheet_import_does_not_doubt_a_page_of_a_book(desk):
    kept = upload(desk, CITING.replace("第二条第一款", "《学习手册》第12页"))

    assert (row_standing(row(kept, 1)), row(kept, 1).parsed["citation"]) == (RowStanding.READY, "《学习手册》第12页")


def test_sheet_import_marks_what_the_bank_asks_already(desk):
    import_commit(sheet_import=upload(desk), by=desk.author, now=NOON)
    existing = Question.objects.get()

    again = upload(desk, SHEET.replace("（ B ）篇", "（ C ）篇"), "改了答案.txt")

    assert counts(again) == {RowStanding.DUPLICATE: 2, RowStanding.FAULTY: 1}
    assert row(again, 1).question == existing


def test_import_commit_brings_in_the_good_rows_with_topic_and_authority(desk):
    version = make_version(desk.office)
    kept = upload(desk, CITING)

    summary = import_commit(sheet_import=kept, by=desk.author, now=NOON)

    question = Question.objects.get()
    assert (summary.imported, summary.duplicates, dict(summary.waiting)) == (1, 0, {"faulty": 1, "doubtful": 1})
    assert (question.state, question.author, question.current_version.key) == ("draft", desk.author, ["B"])
    assert [topic.name for topic in question.topics.all()] == ["基本职责"]
    assert [citation.provision for citation in citations_of(question)] == [make_provision(version, "art2/par1")]
    assert (row(kept, 1).decision, row(kept, 1).question) == (RowDecision.IMPORTED, question)


def test_import_commit_twice_adds_nothing(desk):
    kept = upload(desk)
    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    summary = import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert (summary.imported, Question.objects.count()) == (0, 1)


def test_import_commit_adds_no_question_the_bank_got_meanwhile(desk):
    first, second = upload(desk), upload(desk, SHEET + "\n", "另一份.txt")
    import_commit(sheet_import=first, by=desk.author, now=NOON)

    summary = import_commit(sheet_import=second, by=desk.reviewer, now=NOON)

    assert (summary.imported, summary.duplicates, Question.objects.count()) == (0, 1, 1)
    assert (row(second, 1).decision, row(second, 1).question) == (RowDecision.DUPLICATE, Question.objects.get())


def test_row_revise_mends_a_row_so_that_it_can_come_in(desk):
    kept = upload(desk)

    mended = row_revise(row=row(kept, 2), changes={"key": ["A"]})
    summary = import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert (mended.status, mended.problems) == (RowStatus.OK, [])
    assert summary.imported == 2


def test_row_revise_still_says_what_is_missing(desk):
    mended = row_revise(row=row(upload(desk), 2), changes={"key": ["D"]})

    assert (mended.status, mended.problems) == (RowStatus.FAULTY, ["答案 D 不在选项之中"])


def test_row_revise_looks_for_the_provision_anew(desk):
    version = make_version(desk.office)

    mended = row_revise(row=row(upload(desk), 2), changes={"citation": "第二条第二款"})

    assert mended.provision_id == make_provision(version, "art2/par2").pk


def test_row_revise_finds_what_was_confirmed_after_the_upload(desk):
    kept = upload(desk, CITING)
    version = make_version(desk.office)

    mended = row_revise(row=row(kept, 1), changes={})

    assert (mended.status, mended.problems) == (RowStatus.OK, [])
    assert mended.provision_id == make_provision(version, "art2/par1").pk


def test_row_revise_tells_a_duplicate_and_what_is_none_any_more(desk):
    import_commit(sheet_import=upload(desk), by=desk.author, now=NOON)
    again = upload(desk, SHEET + "\n", "另一份.txt")

    changed = row_revise(row=row(again, 1), changes={"stem": "全年撰写读书笔记不少于（　）篇。"})
    back = row_revise(row=changed, changes={"stem": "每季度撰写读书笔记不少于（　）篇。"})

    assert (row_standing(changed), changed.question) == (RowStanding.READY, None)
    assert (row_standing(back), back.question) == (RowStanding.DUPLICATE, Question.objects.get())


def test_row_accept_lets_a_doubtful_row_come_in(desk):
    kept = upload(desk, SHEET.replace("3．每季度撰写读书笔记不少于", "3．〔图片〕每季度写"))

    before = row_standing(row(kept, 3))
    accepted = row_accept(row=row(kept, 3))
    summary = import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert (before, row_standing(accepted), summary.imported) == (RowStanding.DOUBTFUL, RowStanding.READY, 2)


def test_row_accept_of_another_scale_of_difficulty_brings_none(desk):
    kept = upload(desk, GOOD + "难度：很难\n")
    row_accept(row=row(kept, 1))

    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert (row(kept, 1).parsed["difficulty"], Question.objects.get().current_version.difficulty) == ("很难", "")


def test_row_accept_of_a_repetition_still_adds_it_once(desk):
    kept = upload(desk)
    row_accept(row=row(kept, 3))

    summary = import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert (summary.imported, summary.duplicates, Question.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("单选题\n1．笔记由谁审核？（　　）\nA．负责人\nB．部长\n", "还不能采用：没有答案。"),
        (
            "多选题\n1．学习方式有（ A ）。\nA．自学\nB．讲课\n",
            "还不能采用：多选题应有 2 个以上答案，现有 1 个；如确为 1 个，请改为不定项。",
        ),
    ],
)
def test_row_accept_refuses_what_no_word_can_replace(desk, text, message):
    kept = upload(desk, text)

    with pytest.raises(ImportRowError) as refusal:
        row_accept(row=row(kept, 1))

    assert str(refusal.value) == message
    assert row(kept, 1).decision == RowDecision.PENDING


def test_row_skip_leaves_a_good_row_out_and_row_restore_takes_it_up(desk):
    kept = upload(desk)
    row_skip(row=row(kept, 1))

    without = import_commit(sheet_import=kept, by=desk.author, now=NOON)
    row_restore(row=row(kept, 1))
    with_it = import_commit(sheet_import=kept, by=desk.author, now=NOON)

    assert (without.imported, with_it.imported) == (0, 1)


def test_row_cite_sets_the_provision_by_hand(desk):
    provision = make_provision(make_version(desk.office), "art3/par1/sub1")
    kept = upload(desk, CITING.replace("第二条第一款", "第九十九条"))

    cited = row_cite(row=row(kept, 1), provision=provision)

    import_commit(sheet_import=kept, by=desk.author, now=NOON)
    assert (cited.status, cited.problems) == (RowStatus.OK, [])
    assert Citation.objects.get().provision == provision


def test_row_cite_refuses_what_this_office_cannot_cite(desk):
    provision = make_provision(make_version(desk.stranger.office))

    with pytest.raises(ImportRowError):
        row_cite(row=row(upload(desk), 1), provision=provision)


def test_a_row_in_the_bank_is_not_changed_any_more(desk):
    kept = upload(desk)
    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    for decide in (row_accept, row_skip, row_restore):
        with pytest.raises(ImportRowError) as refusal:
            decide(row=row(kept, 1))
        assert str(refusal.value) == "这一题已经导入题库，请到题库里修改。"


def test_import_finish_leaves_out_the_rest_and_closes(desk):
    kept = upload(desk)
    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    import_finish(sheet_import=kept)

    kept.refresh_from_db()
    assert (kept.state, counts(kept)) == (
        ImportState.COMMITTED,
        {RowStanding.IMPORTED: 1, RowStanding.SKIPPED: 2},
    )
    with pytest.raises(ImportRowError):
        row_restore(row=row(kept, 2))


def test_import_commit_closes_when_nothing_waits(desk):
    kept = upload(desk, GOOD)

    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    kept.refresh_from_db()
    assert kept.state == ImportState.COMMITTED


@pytest.mark.parametrize(("data", "name"), [(question_docx, "第一批.docx"), (question_xlsx, "第二批.xlsx")])
def test_the_demo_sheets_come_in_whole_with_their_authority(desk, data, name):
    policy = document_import(office=desk.office, data=policy_docx(), file_name="办法.docx", by=desk.author, now=NOON)
    version_confirm(version=policy, by=desk.author, now=NOW)

    kept = upload(desk, data(), name)

    assert (counts(kept), kept.problems) == ({RowStanding.READY: 60}, [])
    assert kept.rows.filter(provision__version=policy).count() == 60


@needs_shared
@pytest.mark.parametrize(
    ("name", "total", "faults"),
    [
        ("religious.xlsx", 283, {"工作表“建议格式”第 121 行": ["选项 C 与选项 D 内容相同"]}),
        ("bd_单选题.txt", 157, {}),
    ],
)
def test_a_real_sheet_is_read_or_reported_row_by_row(desk, name, total, faults):
    kept = upload(desk, (SHEETS / name).read_bytes(), name)

    summary = import_commit(sheet_import=kept, by=desk.author, now=NOON)

    left = kept.rows.exclude(decision=RowDecision.IMPORTED)
    assert kept.rows.count() == total
    assert summary.imported + summary.duplicates == total - len(faults)
    assert {row.location: row.problems for row in left.filter(decision=RowDecision.PENDING)} == faults


@needs_shared
def test_a_real_sheet_comes_in_with_few_questions_to_the_database(desk, django_assert_max_num_queries):
    kept = upload(desk, (SHEETS / "bd_单选题.txt").read_bytes(), "bd_单选题.txt")

    with django_assert_max_num_queries(30):
        import_commit(sheet_import=kept, by=desk.author, now=NOON)
