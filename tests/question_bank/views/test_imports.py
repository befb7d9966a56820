"""The desk where a sheet's rows are gone through."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from question_bank.enums import ImportState, RowDecision
from question_bank.models import ImportRow, Question, QuestionBank, SheetImport, Topic
from question_bank.selectors import Prospect
from question_bank.services import import_commit, sheet_import
from tests.factories.question_bank import make_bank, make_provision, make_version
from tests.factories.taking import NOON
from tests.question_bank.sheets.files import workbook

#: A good row, one without an answer, one with a picture that was not read.
SHEET = """单选题
1．每季度撰写几篇读书笔记？
A．半篇
B．一篇
答案：B
2．笔记由谁审核？
A．科室负责人
B．部长
3．〔图片〕每季度写几篇？
A．半篇
B．一篇
答案：B
"""


@pytest.fixture
def kept(desk):
    return sheet_import(bank=desk.bank, data=SHEET.encode(), file_name="试题.txt", by=desk.author, now=NOON)


def upload(client, data=None, name="试题.txt", **fields):
    file = SimpleUploadedFile(name, SHEET.encode() if data is None else data)
    return client.post(reverse("question_bank:imports"), {"file": file, **fields})


def row_of(kept, number):
    return kept.rows.get(number=number)


def words(**changes):
    """Return what the form for the second row sends."""
    return {
        "type": "single_choice",
        "stem": "笔记由谁审核？",
        "option_A": "科室负责人",
        "option_B": "部长",
        "answer": "A",
        **changes,
    }


def test_imports_leads_to_the_desk_at_what_needs_a_look(desk, client_for):
    client = client_for(desk.author)

    response = upload(client)

    page = client.get(response["Location"])
    assert response["Location"] == SheetImport.objects.get().get_absolute_url()
    assert (page.context["row"].number, page.context["to_look_at"], page.context["ready"]) == (2, 2, 1)
    assert not Question.objects.exists()


def test_imports_makes_the_first_bank_on_the_first_upload_only(desk, client_for):
    client = client_for(desk.stranger)
    client.get(reverse("question_bank:imports"))
    before = QuestionBank.objects.filter(office=desk.stranger.office).count()

    upload(client)

    assert (before, SheetImport.objects.get().bank.office) == (0, desk.stranger.office)


def test_imports_asks_for_the_bank_where_there_are_several(desk, client_for):
    other = make_bank(desk.office)
    client = client_for(desk.author)

    without, with_it = upload(client), upload(client, bank=str(other.uuid))

    assert (without.status_code, with_it.status_code) == (422, 302)
    assert SheetImport.objects.get().bank == other


def test_imports_does_not_take_another_offices_bank(desk, client_for):
    make_bank(desk.office)
    theirs = make_bank(desk.stranger.office)

    response = upload(client_for(desk.author), bank=str(theirs.uuid))

    assert response.status_code == 422
    assert not SheetImport.objects.exists()


def test_imports_says_why_a_file_is_refused(desk, client_for):
    response = upload(client_for(desk.author), b"%PDF-1.7", "试题.pdf")

    assert response.context["form"].errors["file"] == ["这份 PDF 已损坏，读不出内容，请重新保存后再导入。"]


def test_imports_leads_to_the_template_where_a_file_holds_no_questions(desk, client_for):
    response = upload(
        client_for(desk.author), workbook({"花名册": [("工号", "姓名"), ("YL001", "柳怀远")]}), "花名册.xlsx"
    )

    assert response.context["form"].errors["file"] == [
        "没有找到试题。表格要有“题干”和“答案”两列；找到的列有“工号”“姓名”，缺少“题干”“答案”。"
    ]
    assert f'可以<a href="{reverse("question_bank:import_template")}">下载 Excel 模板</a>' in response.content.decode()
    assert not SheetImport.objects.exists()


def test_imports_says_when_the_bank_asks_it_all(desk, client_for):
    client = client_for(desk.author)
    sheet = "判断题\n1．急件随到随登。（√）\n".encode()
    import_commit(
        sheet_import=SheetImport.objects.get(uuid=upload(client, sheet)["Location"].split("/")[-2]),
        by=desk.author,
        now=NOON,
    )

    response = client.get(upload(client, sheet)["Location"])

    assert [str(message) for message in response.context["messages"]] == [
        "这份文件里的题，题库里都已经有了，没有要导入的。"
    ]
    assert response.context["is_open"] is False


def test_import_desk_shows_the_lines_a_row_was_read_from(desk, client_for, kept):
    page = client_for(desk.author).get(kept.get_absolute_url(), {"row": 2}).content.decode()

    assert '<span class="hit"><span class="no">6</span>2．笔记由谁审核？</span>' in page
    assert '<span><span class="no">5</span>答案：B</span>' in page


def test_import_desk_tells_the_cells_of_a_row_apart(desk, client_for):
    rows = [
        ("题型", "题干", "解析", "答案"),
        ("判断", "急件随到随登。", None, "对"),
        ("判断", "急件次日登记。", None, None),
    ]
    kept = sheet_import(bank=desk.bank, data=workbook({"题": rows}), file_name="题.xlsx", by=desk.author, now=NOON)

    response = client_for(desk.author).get(kept.get_absolute_url())

    assert [[(cell.column, cell.text) for cell in line.cells] for line in response.context["lines"]] == [
        [("A", "题型"), ("B", "题干"), ("C", "解析"), ("D", "答案")],
        [("A", "判断"), ("B", "急件随到随登。"), ("D", "对")],
        [("A", "判断"), ("B", "急件次日登记。")],
    ]
    assert '<span class="cell"><b>D</b> 对</span>' in response.content.decode()


@pytest.mark.parametrize(
    ("status", "numbers"), [("ok", [1]), ("faulty", [2]), ("doubtful", [3]), ("duplicate", [None]), ("", [2])]
)
def test_import_desk_narrows_to_a_status(desk, client_for, kept, status, numbers):
    response = client_for(desk.author).get(kept.get_absolute_url(), {"status": status})

    row = response.context.get("row")
    assert [row.number if row else None] == numbers


def test_import_desk_says_what_comes_in_besides_and_what_lacks_authority(desk, client_for):
    sheet = SHEET.replace("\n2．", "\n知识点：读书笔记\n2．").replace("\n3．", "\n知识点：基本职责\n3．")
    Topic.objects.create(bank=desk.bank, name="基本职责")
    kept = sheet_import(bank=desk.bank, data=sheet.encode(), file_name="试题.txt", by=desk.author, now=NOON)

    page = client_for(desk.author).get(kept.get_absolute_url())

    assert page.context["prospect"] == Prospect(new_topics=("读书笔记",), uncited=3)
    assert "将新建知识点：读书笔记。" in page.content.decode()
    assert "3 题没有依据，可以先导入，以后在题库里补。" in page.content.decode()


def test_import_desk_leads_to_the_rows_before_and_after(desk, client_for, kept):
    place = client_for(desk.author).get(kept.get_absolute_url(), {"row": 2}).context["place"]

    assert (place.position, place.total, place.previous, place.next) == (2, 3, 1, 3)


def test_row_revision_mends_and_goes_on(desk, client_for, kept):
    url = reverse("question_bank:row_revise", args=[row_of(kept, 2).uuid])

    response = client_for(desk.author).post(url, words())

    assert (row_of(kept, 2).status, row_of(kept, 2).parsed["key"]) == ("ok", ["A"])
    assert response["Location"] == f"{kept.get_absolute_url()}?row=3"


def test_row_revision_stays_while_something_is_missing(desk, client_for, kept):
    url = reverse("question_bank:row_revise", args=[row_of(kept, 2).uuid])

    response = client_for(desk.author).post(f"{url}?status=faulty", words(answer="D"))

    assert row_of(kept, 2).problems == ["答案 D 不在选项之中"]
    assert response["Location"] == f"{kept.get_absolute_url()}?status=faulty&row=2"


def test_row_revision_refuses_an_answer_it_cannot_read(desk, client_for, kept):
    url = reverse("question_bank:row_revise", args=[row_of(kept, 2).uuid])

    response = client_for(desk.author).post(url, words(answer="见教材"))

    assert response.status_code == 422
    assert response.context["form"].errors["answer"] == ["选择题的答案请写选项字母，例如 B 或 ABD。"]
    assert row_of(kept, 2).parsed["key"] is None


def test_row_revision_leads_from_a_summary_to_the_field(desk, client_for, kept):
    url = reverse("question_bank:row_revise", args=[row_of(kept, 2).uuid])

    page = client_for(desk.author).post(url, words(answer="见教材")).content.decode()

    form = page[page.index(f'action="{url}"') :]
    assert form.index('role="alert"') < form.index('<li><a href="#id_answer">答案</a>：') < form.index('name="stem"')


@pytest.mark.parametrize(
    ("sheet", "sent", "problem"),
    [
        (
            "单选题\n1．谁登记？\nA．专人\nB．任何人\n答案：见教材\n",
            {"type": "single_choice", "option_A": "专人", "option_B": "任何人", "answer": "见教材"},
            "答案“见教材”看不出是哪个选项",
        ),
        (
            "判断题\n1．急件随到随登。\n答案：大概对\n",
            {"type": "true_false"},
            "判断题的答案“大概对”看不出是对还是错",
        ),
    ],
)
def test_row_revision_shows_and_keeps_an_answer_that_was_not_understood(desk, client_for, sheet, sent, problem):
    kept = sheet_import(bank=desk.bank, data=sheet.encode(), file_name="题.txt", by=desk.author, now=NOON)
    client, url = client_for(desk.author), reverse("question_bank:row_revise", args=[row_of(kept, 1).uuid])

    page = client.get(kept.get_absolute_url())
    client.post(url, {**sent, "stem": "应当由谁登记？"})

    assert page.context["form"]["answer"].value() in problem
    assert '<small class="tag bad">没读出</small>' in page.content.decode()
    assert (row_of(kept, 1).parsed["stem"], row_of(kept, 1).problems) == ("应当由谁登记？", [problem])


CASE = """案例分析题
1．某县四季各考一次，缺考的另行补考。
（1）一年考几次？
A．两次
B．四次
答案：B
（2）缺考怎么办？
A．补考
B．免考
"""


def test_row_revision_mends_the_parts_of_a_case(desk, client_for):
    kept = sheet_import(bank=desk.bank, data=CASE.encode(), file_name="案例.txt", by=desk.author, now=NOON)
    client, url = client_for(desk.author), reverse("question_bank:row_revise", args=[row_of(kept, 1).uuid])
    part = {"type": "single_choice", "stem": "缺考怎么办？", "option_A": "补考", "option_B": "免考", "answer": "A"}
    whole = {
        "type": "case",
        "stem": row_of(kept, 1).parsed["stem"],
        "part-1-type": "single_choice",
        "part-1-stem": "一年考几次？",
        "part-1-option_A": "两次",
        "part-1-option_B": "四次",
        "part-1-answer": "B",
        **{f"part-2-{name}": text for name, text in part.items()},
    }

    shown = client.get(kept.get_absolute_url()).context["shown"]
    more = client.post(url, {**whole, "part-2-option_C": "", "part-2-option_D": "", "act": "part-2-option-add"})
    client.post(url, whole)

    assert [part.shown.stem for part in shown.parts] == ["一年考几次？", "缺考怎么办？"]
    assert (more.status_code, len(more.context["form"].parts[1].option_fields)) == (200, 5)
    mended = row_of(kept, 1)
    assert ([part["key"] for part in mended.parsed["parts"]], mended.problems) == ([["B"], ["A"]], [])


def test_import_desk_says_beside_a_field_how_sure_the_reading_is(desk, client_for):
    sheet = "1．每季度撰写几篇？\nA．半篇\nB．一篇\n答案：B\n解析：见第二条。\n"
    kept = sheet_import(bank=desk.bank, data=sheet.encode(), file_name="题.txt", by=desk.author, now=NOON)

    response = client_for(desk.author).get(kept.get_absolute_url())

    assert {field: mark.word for field, mark in response.context["shown"].marks.items()} == {"type": "推断"}
    assert ">题型推断<" in response.content.decode()


def test_row_revision_may_leave_open_what_is_not_optional(desk, client_for, kept):
    client, url = client_for(desk.author), reverse("question_bank:row_revise", args=[row_of(kept, 2).uuid])

    page = client.get(kept.get_absolute_url(), {"row": 2}).content.decode()
    client.post(url, words(type="", stem="", answer=""))

    optional = re.findall(r'<label for="id_(\w+)">\S+ <small class="soft">选填</small>', page)
    assert optional == ["explanation", "topic", "difficulty", "citation"]
    assert row_of(kept, 2).problems == ["看不出题型", "题干为空"]


def test_import_desk_shows_blanks_and_answers_as_they_are_read(desk, client_for):
    sheet = "填空题\n1．满（　　）分。\n答案：八十五/85\n"
    kept = sheet_import(bank=desk.bank, data=sheet.encode(), file_name="填空.txt", by=desk.author, now=NOON)

    shown = client_for(desk.author).get(kept.get_absolute_url()).context["shown"]

    assert (shown.stem, shown.answer) == ("满（　　）分。", "八十五 或 85")


def test_row_revision_leaves_a_doubt_about_what_was_not_touched(desk, client_for, kept):
    row = row_of(kept, 3)
    url = reverse("question_bank:row_revise", args=[row.uuid])
    same = {"type": "single_choice", "stem": row.parsed["stem"], "option_A": "半篇", "option_B": "一篇", "answer": "B"}

    client_for(desk.author).post(url, {**same, "explanation": "见第二条。"})

    assert (row_of(kept, 3).status, row_of(kept, 3).parsed["explanation"]) == ("doubtful", "见第二条。")


def test_row_revision_changes_the_type(desk, client_for, kept):
    url = reverse("question_bank:row_revise", args=[row_of(kept, 2).uuid])

    client_for(desk.author).post(url, words(type="true_false", answer="正确"))

    parsed = row_of(kept, 2).parsed
    assert (parsed["type"], parsed["options"], parsed["key"]) == ("true_false", [], True)


def test_row_revision_sets_a_grade_for_one_of_another_scale(desk, client_for):
    sheet = "判断题\n1．急件随到随登。\n答案：对\n难度：很难\n"
    kept = sheet_import(bank=desk.bank, data=sheet.encode(), file_name="难.txt", by=desk.author, now=NOON)
    client, url = client_for(desk.author), reverse("question_bank:row_revise", args=[row_of(kept, 1).uuid])
    same = {"type": "true_false", "stem": "急件随到随登。", "answer": "正确"}

    client.post(url, {**same, "difficulty": "很难"})
    before = row_of(kept, 1).status
    client.post(url, {**same, "difficulty": "难"})

    assert (before, row_of(kept, 1).status, row_of(kept, 1).parsed["difficulty"]) == ("doubtful", "ok", "难")


@pytest.mark.parametrize(
    ("number", "name", "decision", "following"),
    [
        (3, "row_accept", RowDecision.ACCEPTED, ""),
        (1, "row_skip", RowDecision.SKIPPED, "?row=2"),
    ],
)
def test_row_decision_is_kept_and_leads_on(desk, client_for, kept, number, name, decision, following):
    response = client_for(desk.author).post(reverse(f"question_bank:{name}", args=[row_of(kept, number).uuid]))

    assert row_of(kept, number).decision == decision
    assert response["Location"] == f"{kept.get_absolute_url()}{following}"


def test_row_decision_refuses_a_faulty_row(desk, client_for, kept):
    client = client_for(desk.author)

    response = client.post(reverse("question_bank:row_accept", args=[row_of(kept, 2).uuid]), follow=True)

    assert [str(message) for message in response.context["messages"]] == ["还不能采用：没有答案。"]
    assert row_of(kept, 2).decision == RowDecision.PENDING


def test_row_citation_is_picked_from_the_tree(desk, client_for, kept):
    provision = make_provision(make_version(desk.office))
    client, url = client_for(desk.author), reverse("question_bank:row_cite", args=[row_of(kept, 1).uuid])

    page = client.get(url).content.decode()
    client.post(url, {"provision": str(provision.uuid)})

    assert f'value="{provision.uuid}"' in page
    assert row_of(kept, 1).provision == provision


def test_import_commitment_brings_in_the_good_ones_and_says_so(desk, client_for, kept):
    client = client_for(desk.author)
    client.post(reverse("question_bank:row_accept", args=[row_of(kept, 3).uuid]))

    response = client.post(reverse("question_bank:import_commit", args=[kept.uuid]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "已导入 2 题，状态为“起草”。还有 1 题没有导入，可以接着核对。"
    ]
    assert sorted(Question.objects.values_list("current_version__type", "state")) == [("single_choice", "draft")] * 2


def test_import_end_closes_the_desk(desk, client_for, kept):
    client = client_for(desk.author)

    client.post(reverse("question_bank:import_finish", args=[kept.uuid]))

    kept.refresh_from_db()
    page = client.get(kept.get_absolute_url())
    assert kept.state == ImportState.COMMITTED
    assert (page.context["is_decidable"], b"row_skip" in page.content) == (False, False)


def test_import_faults_hands_back_the_rows_with_reasons(desk, client_for, kept):
    response = client_for(desk.author).get(reverse("question_bank:import_faults", args=[kept.uuid]))

    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = [dict(zip([cell.value for cell in sheet[1]], values, strict=True)) for values in sheet.values][1:]
    assert [(row["题干"], row["选项A"], row["原位置"], row["问题说明"]) for row in rows] == [
        ("笔记由谁审核？", "科室负责人", "第 6 行", "没有答案"),
        ("〔图片〕每季度写几篇？", "半篇", "第 9 行", "原文此处有图片，图片没有读入"),
    ]


def test_import_faults_keeps_what_was_written_and_comes_back_the_same(desk, client_for):
    headings = ["题型", "题干", "选项A", "选项B", "答案", "难度", "分值", *(f"选项{letter}" for letter in "CDEFGHI")]
    rows = [
        ["判断", "急件随到随登。", None, None, "大概对", "难", "两分"],
        ["填空", "满____分，分____档。", None, None, "85", "中", 2],
        ["听力", "谈谈收文。", None, None, "略", "易", 2.5],
        ["填空", "满____分，分____档。〔图片〕", None, None, "八十五/85；三", "难", None],
        ["单选", "收文由谁登记？", "专人", "任何人", "见教材", None, 2, *"丙丁戊己庚辛壬"],
    ]
    kept = sheet_import(
        bank=desk.bank, data=workbook({"题": [headings, *rows]}), file_name="a.xlsx", by=desk.author, now=NOON
    )
    client = client_for(desk.author)

    content = b"".join(client.get(reverse("question_bank:import_faults", args=[kept.uuid])).streaming_content)
    upload(client, content, "问题题目.xlsx")

    sheet = load_workbook(io.BytesIO(content)).active
    written = [dict(zip([cell.value for cell in sheet[1]], values, strict=True)) for values in sheet.values][1:]
    assert [[row[heading] for heading in headings] for row in written] == [
        [*row, *[None] * (len(headings) - len(row))] for row in rows
    ]
    again = SheetImport.objects.get(file_name="问题题目.xlsx")
    assert [row.problems for row in again.rows.all()] == [row.problems for row in kept.rows.all()]
    assert again.problems == []


def test_import_faults_can_be_mended_in_excel_and_brings_in_just_those(desk, client_for, kept):
    client = client_for(desk.author)
    import_commit(sheet_import=kept, by=desk.author, now=NOON)
    response = client.get(reverse("question_bank:import_faults", args=[kept.uuid]))
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    headings = [cell.value for cell in book.active[1]]
    book.active.cell(2, headings.index("答案") + 1).value = "B"
    book.active.cell(3, headings.index("题干") + 1).value = "每季度写几篇？"
    mended = io.BytesIO()
    book.save(mended)

    upload(client, mended.getvalue(), "改好的.xlsx")
    again = SheetImport.objects.get(file_name="改好的.xlsx")
    client.post(reverse("question_bank:import_commit", args=[again.uuid]))

    assert headings[-2:] == ["原位置", "问题说明"]
    assert (again.problems, again.unknown_words) == ([], {})
    assert [
        (question.current_version.stem, question.current_version.key) for question in Question.objects.order_by("pk")
    ] == [
        ("每季度撰写几篇读书笔记？", ["B"]),
        ("笔记由谁审核？", ["B"]),
        ("每季度写几篇？", ["B"]),
    ]


def test_import_template_is_a_sheet_that_can_be_read(desk, client_for):
    client = client_for(desk.author)
    template = b"".join(client.get(reverse("question_bank:import_template")).streaming_content)

    upload(client, template, "模板.xlsx")

    assert [row.problems for row in ImportRow.objects.order_by("number")] == [
        ["依据“《机关收文登记办法》第三条第一款”没有在已确认的政策文件里找到"],
        [],
    ]


@pytest.mark.parametrize("item_count", [1, 3])
def test_imports_asks_as_often_for_many(desk, client_for, item_count, django_assert_num_queries):
    for number in range(item_count):
        sheet_import(
            bank=desk.bank, data=f"{SHEET}\n{number}".encode(), file_name=f"{number}.txt", by=desk.author, now=NOON
        )
    client = client_for(desk.author)

    with django_assert_num_queries(7):
        page = client.get(reverse("question_bank:imports")).context["page"]

    assert [(row.row_count, row.imported_count, row.waiting_count) for row in page] == [(3, 0, 3)] * item_count


@pytest.mark.parametrize("item_count", [1, 30])
def test_import_desk_asks_as_often_for_many(desk, client_for, item_count, django_assert_num_queries):
    sheet = "判断题\n" + "\n".join(f"{number}．第{number}条已经施行。（√）" for number in range(1, item_count + 1))
    kept = sheet_import(bank=desk.bank, data=sheet.encode(), file_name="判断.txt", by=desk.author, now=NOON)
    client = client_for(desk.author)

    with django_assert_num_queries(17):
        page = client.get(kept.get_absolute_url(), {"row": 1})

    assert page.context["total"] == item_count


def test_committed_rows_lead_to_their_question(desk, client_for, kept):
    import_commit(sheet_import=kept, by=desk.author, now=NOON)

    page = client_for(desk.author).get(kept.get_absolute_url(), {"row": 1}).content.decode()

    assert f'<a href="{Question.objects.get().get_absolute_url()}">到题库里看这道题</a>' in page


DOUBTED = "判断题\n" + "".join(
    f"{number}．第{number}条已经施行。（√）\n难度：{grade}\n"
    for number, grade in enumerate(["很难", "极难", "易"], start=1)
)


def test_import_desk_narrows_to_a_kind_of_problem(desk, client_for):
    kept = sheet_import(bank=desk.bank, data=DOUBTED.encode(), file_name="难.txt", by=desk.author, now=NOON)
    client = client_for(desk.author)

    page = client.get(kept.get_absolute_url(), {"status": "doubtful"})
    (kind,) = page.context["kinds"]
    narrowed = client.get(kept.get_absolute_url(), {"status": "doubtful", "problem": kind.kind})
    other = client.get(kept.get_absolute_url(), {"status": "doubtful", "problem": "别的"})

    assert (kind.kind[:6], kind.count) == ("难度“…”不", 2)
    assert (narrowed.context["place"].total, other.context.get("row")) == (2, None)


def test_import_acceptance_takes_what_has_one_and_the_same_doubt(desk, client_for):
    sheet = DOUBTED.replace("第2条", "〔图片〕第2条")
    kept = sheet_import(bank=desk.bank, data=sheet.encode(), file_name="难.txt", by=desk.author, now=NOON)
    client, url = client_for(desk.author), reverse("question_bank:import_accept", args=[kept.uuid])
    kind = client.get(kept.get_absolute_url(), {"status": "doubtful"}).context["kinds"][0].kind

    page = client.get(url, {"problem": kind})
    client.post(url, {"problem": kind})

    assert page.context["count"] == 1
    assert [row_of(kept, number).decision for number in (1, 2, 3)] == ["accepted", "pending", "pending"]
