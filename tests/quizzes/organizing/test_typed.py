"""Answers of an exam on paper, typed in from Excel."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from quizzes.models import Attempt, Mark, ResponseLog, TypedUpload
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.taking import CANARY, NOON, make_attempt, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

#: All right but for the blanks, of which one is.
TYPED = ["B", "AC", "A", "对", "忠诚；清廉", "6.5"]


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def exam():
    exam = make_exam()
    for number, name in enumerate(("欧阳明", "王芳", "李强"), start=1):
        make_candidate(exam, make_user(exam.office, name=name, username=f"YL00{number}"))
    return exam


@pytest.fixture
def organizer(exam):
    return make_user(exam.office, Role.ORGANIZER)


@pytest.fixture
def desk(organizer):
    return client_for(organizer)


def workbook(*rows, header=("工号", "姓名", "卷别", 1, 2, 3, 4, 5, 6)):
    book = Workbook()
    for row in (header, *rows):
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("录入.xlsx", out.getvalue())


def upload(desk, exam, *rows, **changes):
    return desk.post(f"/organize/exams/{exam.uuid}/typed/", {"file": workbook(*rows, **changes)}, follow=True)


def confirm(desk, exam):
    kept = TypedUpload.objects.latest("pk")
    return desk.post(f"/organize/exams/{exam.uuid}/typed/commit/", {"upload": kept.uuid}, follow=True)


def test_typed_answers_become_a_marked_attempt(desk, exam, organizer):
    preview = upload(desk, exam, ["YL001", "欧阳明", "A", *TYPED]).content.decode()
    assert "录入 1 份答卷" in preview
    assert CANARY not in preview
    assert not exam.attempts.exists()

    confirm(desk, exam)

    attempt = Attempt.objects.get(exam=exam)
    result = attempt.results.get()
    assert (attempt.state, attempt.submit_reason, attempt.number) == ("submitted", "typed", 1)
    assert list(result.slot_marks.values()) == [200, 300, 300, 100, 200, 650]
    assert (result.total, result.is_complete, result.is_pass) == (1750, True, True)
    assert ResponseLog.objects.filter(attempt=attempt).count() == 6
    assert Mark.objects.get(attempt=attempt).marker == organizer


def test_written_text_waits_for_a_marker(desk, exam):
    upload(desk, exam, ["YL001", "", "", *TYPED[:5], "编审、复审、终审"])

    confirm(desk, exam)

    assert not Attempt.objects.get(exam=exam).results.get().is_complete


def test_same_file_again_adds_nothing(desk, exam):
    rows = [["YL001", "欧阳明", "", *TYPED], ["YL002", "王芳", "", *TYPED]]
    upload(desk, exam, *rows)
    confirm(desk, exam)
    confirm(desk, exam)

    page = upload(desk, exam, *rows).content.decode()
    confirm(desk, exam)

    assert "已有答卷、不会改动的 2 份" in page
    assert exam.attempts.count() == 2


def test_attempt_that_is_there_is_never_overwritten(desk, exam):
    attempt = make_attempt(exam.candidates.get(user__username="YL001"))
    upload(desk, exam, ["YL001", "欧阳明", "", *TYPED])

    confirm(desk, exam)

    attempt.refresh_from_db()
    assert (exam.attempts.count(), attempt.state, attempt.responses.count()) == (1, "open", 0)


def test_faults_are_told_by_row_and_column_and_good_rows_come_in(desk, exam):
    page = upload(
        desk,
        exam,
        ["YL001", "欧阳明", "", "E", "AC", "", "大概", "一个", "9"],
        ["YL002", "李强", "B", "A"],
        ["YL009", "", "", "A"],
        ["YL003", "李强", "", *TYPED],
        ["YL003", "李强", "", *TYPED],
    ).content.decode()

    for words in (
        "D 列（第 1 题）：“E”不是本题的选项（A 到 C）",
        "G 列（第 4 题）：“大概”看不懂",
        "H 列（第 5 题）：本题有 2 个空，读到 1 个答案",
        "I 列（第 6 题）：得分 9 超过本题 7 分",
        "姓名与工号不符：YL002 是王芳",
        "卷别“B”不对，应为 A",
        "应考人员里没有工号“YL009”",
        "工号 YL003 前面已有一行",
    ):
        assert words in page
    confirm(desk, exam)
    assert [attempt.candidate.user.username for attempt in exam.attempts.all()] == ["YL003"]


def test_forms_are_told_apart_by_their_letter_and_marked_by_their_own_key(desk, exam):
    options = [{"id": "p", "text": "一"}, {"id": "q", "text": "二"}]
    other = make_paper(exam.office, [("single_choice", "另一卷？", options, ["p"], 900)], form="B")
    exam.papers.add(other)

    page = upload(
        desk, exam, ["YL001", "", "", "A"], ["YL002", "", "b卷", "A"], ["YL003", "", "A", "A"]
    ).content.decode()
    confirm(desk, exam)

    assert "没有写卷别，应为 A、B" in page
    totals = {attempt.candidate.user.username: attempt.results.get().total for attempt in exam.attempts.all()}
    assert totals == {"YL002": 900, "YL003": 0}


def test_rows_without_an_answer_are_those_who_did_not_come(desk, exam):
    page = upload(desk, exam, ["YL001", "欧阳明", "A"], ["YL002", "王芳", "A", *TYPED]).content.decode()

    assert "可以录入 1 份" in page
    assert "有错、不录入的 0 行" in page


def test_nobody_types_in_the_own_answers(exam, organizer, desk):
    make_candidate(exam, organizer)

    assert "这是你自己的答卷" in upload(desk, exam, [organizer.username, "", "", *TYPED]).content.decode()


def test_workbook_handed_out_is_read_back(desk, exam):
    book = load_workbook(io.BytesIO(desk.get(f"/organize/exams/{exam.uuid}/typed/template/").getvalue()))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:5] == ["YL001", "欧阳明", exam.candidates.first().unit.name, None, "A"]
    for place, text in enumerate(TYPED, start=6):
        sheet.cell(2, place, text)
    out = io.BytesIO()
    book.save(out)

    desk.post(f"/organize/exams/{exam.uuid}/typed/", {"file": SimpleUploadedFile("a.xlsx", out.getvalue())})
    confirm(desk, exam)

    assert exam.attempts.get().results.get().total == 1750


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old"])
def test_file_that_is_none_is_refused_in_words(desk, exam, data):
    response = desk.post(f"/organize/exams/{exam.uuid}/typed/", {"file": SimpleUploadedFile("a.xlsx", data)})

    assert response.status_code == 422
    assert any(words in response.content.decode() for words in ("不是 Excel 工作簿", "文件已损坏"))


def test_published_exam_takes_nothing(desk, exam):
    upload(desk, exam, ["YL001", "", "", *TYPED])
    type(exam).objects.filter(pk=exam.pk).update(state="published")

    assert "成绩还没有发布" in confirm(desk, exam).content.decode()
    assert not exam.attempts.exists()
