"""Questions in and out of the administration as Excel sheets."""

from __future__ import annotations

import io

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from question_bank.admin import exchange
from question_bank.content import QuestionType
from question_bank.enums import QuestionState
from question_bank.interchange import InterchangeQuestion, write_workbook
from question_bank.models import ExchangeFile, Question
from question_bank.selectors import QuestionFilter, questions_found
from question_bank.services import exchange_commit_ask, questions_export
from tests.factories.accounts import make_user
from tests.factories.content import make_blanks, make_case, make_choice, make_matching
from tests.factories.question_bank import make_bank, make_exchange_file, make_provision, make_question, make_version
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

LIST = reverse("admin:question_bank_question_changelist")
IMPORT = reverse("admin:question_bank_question_import")
CONFIRM = reverse("admin:question_bank_question_process_import")
EXPORT = reverse("admin:question_bank_question_export")
HEADINGS = ["题型", "题干", "选项A", "选项B", "答案", "小题"]
GOOD = ["单选", "好题", "甲", "乙", "A", ""]
WRONG = ["单选", "坏题", "甲", "乙", "C", ""]


@pytest.fixture
def keeper(desk):
    """Return a system administrator."""
    return make_user(desk.office, Role.SYSTEM_ADMINISTRATOR, name="石磊")


@pytest.fixture
def client(keeper, client_for):
    return client_for(keeper)


def sheet(*rows: list[str], headings: list[str] = HEADINGS) -> bytes:
    workbook = Workbook()
    for row in [headings, *rows]:
        workbook.worksheets[0].append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def upload(client, bank, data: bytes, name: str = "试题.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post(IMPORT, {"resource": "0", "bank": bank.pk, "import_file": file, "format": "0"})


def confirm(client, preview):
    """Press the button of a preview."""
    return client.post(CONFIRM, preview.context["confirm_form"].initial, follow=True)


def exported(client, query: str = "") -> bytes:
    return client.post(EXPORT + query, {"resource": "0", "format": "0"}).content


def cells(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]


def every_kind() -> list[InterchangeQuestion]:
    return [
        InterchangeQuestion(make_choice("甲", "乙", key=["B"]), topics=("党章",), tags=("必考",), difficulty="易"),
        InterchangeQuestion(make_blanks("____和____", ["TCP/IP", "甲；乙"], ["\\丙"])),
        InterchangeQuestion(
            make_case(make_choice("甲", "乙", key=["A"]), make_matching({"A": "一", "B": "二"}, {"A": "B", "B": "A"}))
        ),
    ]


def test_a_sheet_is_previewed_then_imported_as_drafts(desk, keeper, client):
    preview = upload(client, desk.bank, write_workbook(every_kind()).data)

    assert "可以导入 3 题，已有 0 题，有错 0 行" in preview.content.decode()
    assert not Question.objects.exists()

    done = confirm(client, preview)

    assert "已导入 3 题，状态为“起草”。" in done.content.decode()
    questions = desk.bank.questions.all()
    assert {(question.state, question.author) for question in questions} == {(QuestionState.DRAFT, keeper)}
    assert {topic.name for topic in desk.bank.topics.all()} == {"党章"}
    assert not ExchangeFile.objects.exists()
    assert [(entry.user, entry.object_repr) for entry in LogEntry.objects.all()] == [(keeper, "导入 3 题")]


def test_a_wrong_row_is_told_with_its_row_and_column_and_keeps_out_no_other(desk, client):
    preview = upload(client, desk.bank, sheet(GOOD, WRONG, ["", ""], ["选择", "问"]))

    page = preview.content.decode()
    assert "第 3 行：“答案”列：答案 C 不在选项之中" in page
    assert "第 5 行：“题型”列：“选择”不认识" in page

    done = confirm(client, preview)

    assert "已导入 1 题" in done.content.decode()
    assert "2 行有错，没有导入" in done.content.decode()
    assert [question.current_version.stem for question in Question.objects.all()] == ["好题"]


def test_a_sheet_of_wrong_rows_alone_cannot_be_confirmed(desk, client):
    preview = upload(client, desk.bank, sheet(WRONG))

    assert "没有可以导入的题：1 行有错" in preview.content.decode()
    assert "confirm_form" not in preview.context


def test_what_the_bank_asks_already_is_skipped(desk, client):
    confirm(client, upload(client, desk.bank, sheet(GOOD)))

    preview = upload(client, desk.bank, sheet(GOOD, ["单选", "新题", "甲", "乙", "A", ""]))

    assert [row.import_type for row in preview.context["result"].rows] == ["skip", "new"]


def test_the_export_its_import_and_the_next_export_have_the_same_cells(desk, client):
    provision = make_provision(make_version(desk.office, title="学习管理办法"))
    make_question(desk.bank, provision=provision)
    confirm(client, upload(client, desk.bank, write_workbook(every_kind()).data))
    first = exported(client)
    other = make_bank(desk.office)

    confirm(client, upload(client, other, first))
    second = exported(client, f"?bank={other.uuid}")

    without_identifier = [[row[:-1] for row in cells(data)] for data in (first, second)]
    assert without_identifier[0] == without_identifier[1]
    assert cells(first)[0][-1] == "编号"
    assert len(without_identifier[0]) == 1 + 1 + 2 + 3


def test_an_export_is_the_file_of_the_trainers_page(desk, client, keeper):
    make_question(desk.bank)
    make_question(desk.bank, type=QuestionType.CASE)
    found = questions_found(desk.office, QuestionFilter()).order_by("pk")

    data = exported(client)

    assert data == questions_export(office=desk.office, questions=found, format_key="xlsx").data
    assert [(entry.user, entry.object_repr) for entry in LogEntry.objects.all()] == [
        (keeper, f"导出 {len(cells(data)) - 1} 行试题")
    ]


def test_an_export_holds_what_the_list_was_narrowed_to(desk, client):
    make_question(desk.bank)
    make_question(desk.bank, type=QuestionType.TRUE_FALSE)

    assert [row[0] for row in cells(exported(client, "?type__exact=true_false"))] == ["题型", "判断"]


def test_more_than_a_request_may_take_is_refused_in_a_sentence(desk, client, monkeypatch):
    monkeypatch.setattr(exchange, "MAX_EXPORTED", 1)
    monkeypatch.setattr(exchange, "MAX_ROWS", 1)
    make_question(desk.bank)
    make_question(desk.bank)

    assert "一次最多导出 1 题" in client.post(EXPORT, {"resource": "0", "format": "0"}).content.decode()
    assert "这里一次最多 1 行" in upload(client, desk.bank, sheet(GOOD, GOOD)).content.decode()
    assert not ExchangeFile.objects.exists()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04", "文件已损坏"),
        (sheet(["甲"], headings=["题干"]), "缺少“题型”“答案”列"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_with_the_reason(desk, client, data, why):
    assert why in upload(client, desk.bank, data).content.decode()
    assert not ExchangeFile.objects.exists()


def test_a_preview_is_confirmed_once_and_by_who_uploaded(desk, client, client_for):
    preview = upload(client, desk.bank, sheet(GOOD))
    other = client_for(make_user(desk.office, Role.SYSTEM_ADMINISTRATOR))

    refused = other.post(CONFIRM, preview.context["confirm_form"].initial)

    assert "请重新上传" in refused.content.decode()
    assert not Question.objects.exists()
    confirm(client, preview)
    assert "请重新上传" in confirm(client, preview).content.decode()
    assert Question.objects.count() == 1


def test_another_offices_bank_is_not_imported_to(desk, client):
    foreign = make_bank(desk.stranger.office)

    response = upload(client, foreign, sheet(GOOD))

    assert "confirm_form" not in response.context
    assert not ExchangeFile.objects.exists()


def test_the_list_is_searched_and_filtered_within_the_office(desk, client):
    mine = make_question(desk.bank)
    foreign = make_bank(desk.stranger.office, "别处题库")
    make_question(foreign)
    words = mine.current_version.stem[:6]

    page = client.get(LIST, {"q": words})

    assert [question.pk for question in page.context["cl"].result_list] == [mine.pk]
    assert "别处题库" not in page.content.decode()
    assert client.get(LIST, {"bank": foreign.uuid}).context["cl"].result_count == 1


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_the_same_whatever_its_length(desk, client, item_count, django_assert_num_queries):
    for _ in range(item_count):
        make_question(desk.bank)

    with django_assert_num_queries(6):
        client.get(LIST)


def test_a_question_is_shown_as_the_sheet_has_it_and_not_changed(desk, client):
    question = make_question(desk.bank, type=QuestionType.CASE)
    url = reverse("admin:question_bank_question_change", args=[question.pk])

    page = client.get(url).content.decode()

    assert question.current_version.stem in page
    assert '<input type="submit"' not in page
    assert client.post(url, {"difficulty": "难"}).status_code == 403


def test_a_sheet_waits_while_the_worker_is_at_another_file_of_the_same_person(desk, keeper, client):
    kept = make_exchange_file(desk.bank, by=keeper)
    exchange_commit_ask(exchange_file=kept, by=keeper, now=NOON)

    assert "上一份文件还在后台导入" in upload(client, desk.bank, sheet(GOOD)).content.decode()
    assert ExchangeFile.objects.get() == kept
