"""Importing from the command line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Office
from question_bank.content import QuestionType
from question_bank.enums import WordKind
from question_bank.models import DocumentVersion, DraftedQuestion, PolicyDocument, Question, QuestionBank, SheetImport
from tests.factories.accounts import make_office
from tests.factories.question_bank import POLICY, make_content, make_provision, make_question, make_version
from tests.question_bank.drafting.policies import OFFICERS

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="the real files of ../shared are not here")

SHEET = """判断题
1．笔记须经审阅。
答案：正确
填空题
2．每季度写____篇笔记。
答案：一/1
单选题
3．谁来审核？
A．科室负责人
B．部长
"""


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "试题.txt"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "办法.md"
    path.write_text(POLICY, encoding="utf-8")
    return path


def run(*arguments):
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def run_json(*arguments):
    return json.loads(run(*arguments, "--json"))


@pytest.mark.django_db
@pytest.mark.parametrize("named", [["--office", "yunlan"], []])
def test_import_questions_dry_run_knows_the_words_of_the_office(sheet, named):
    office = make_office("yunlan", "云澜县委组织部")
    office.sheet_words.create(kind=WordKind.LABEL, word="正解", meaning="answer")
    sheet.write_text("单选题\n1．谁来审核？\nA．科室负责人\nB．部长\n正解：A\n", encoding="utf-8")

    report = run_json("import_questions", sheet, "--dry-run", *named)

    assert [question["key"] for question in report["questions"]] == [["A"]]


@pytest.mark.django_db
def test_import_questions_dry_run_reports_in_the_contracts_shape(sheet):
    report = run_json("import_questions", sheet, "--dry-run")

    contract = ("type", "stem", "options", "key", "explanation", "location", "status", "problems")
    assert (report["format"], report["encoding"], report["problems"]) == ("txt", "utf-8", [])
    assert report["counts"] == {"true_false": 1, "fill_in_the_blank": 1, "single_choice": 1}
    assert [[question[name] for name in contract] for question in report["questions"]] == [
        ["true_false", "笔记须经审阅。", [], True, "", "第 2 行", "ok", []],
        ["fill_in_the_blank", "每季度写____篇笔记。", [], [["一", "1"]], "", "第 5 行", "ok", []],
        ["single_choice", "谁来审核？", ["科室负责人", "部长"], None, "", "第 8 行", "faulty", ["没有答案"]],
    ]
    assert not Office.objects.exists()


def test_import_questions_brings_in_the_good_ones_once(desk, sheet):
    first = run_json("import_questions", sheet, "--office", "yunlan", "--bank", "新题库")
    second = run_json("import_questions", sheet, "--office", "yunlan", "--bank", "新题库")

    assert (first["imported"], second["imported"], Question.objects.count()) == (2, 0, 2)
    assert {question.bank.name for question in Question.objects.all()} == {"新题库"}
    assert {question.author for question in Question.objects.all()} == {desk.author}


def test_import_questions_tells_people_what_it_did(desk, sheet):
    told = run("import_questions", sheet, "--office", "yunlan", "--by", "t2")

    assert told.splitlines() == [
        "格式 txt，编码 utf-8，读到 3 题",
        "  单选 1",
        "  判断 1",
        "  填空 1",
        "第 8 行：没有答案",
        "已导入 2 题，重复 0 题，待核对 1 题。",
    ]
    assert SheetImport.objects.get().uploaded_by == desk.reviewer


@needs_shared
@pytest.mark.django_db
def test_import_questions_reads_a_real_sheet_whole():
    report = run_json("import_questions", SHARED / "questions" / "religious.xlsx", "--dry-run")

    assert report["counts"] == {"single_choice": 162, "multiple_choice": 65, "true_false": 56}
    assert [question["location"] for question in report["questions"] if question["status"] != "ok"] == [
        "工作表“建议格式”第 121 行"
    ]


@pytest.mark.django_db
def test_import_document_dry_run_reports_in_the_contracts_shape(policy):
    report = run_json("import_document", policy, "--dry-run", "--effective", "2026-05-01")

    assert {name: report[name] for name in ("title", "number", "effective", "alignment")} == {
        "title": "学习管理办法",
        "number": "",
        "effective": "2026-05-01",
        "alignment": None,
    }
    assert (report["articles"], report["paragraphs"], report["subparagraphs"]) == (3, 4, 2)
    assert report["tree"][0] == {
        "kind": "chapter",
        "number": "第一章",
        "text": "总则",
        "children": [
            {
                "kind": "article",
                "number": "第一条",
                "text": "",
                "children": [
                    {"kind": "paragraph", "number": "第一款", "text": "为加强学习，制定本办法。", "children": []}
                ],
            }
        ],
    }
    assert not PolicyDocument.objects.exists()


def test_import_document_keeps_a_draft(desk, policy):
    run("import_document", policy, "--office", "yunlan", "--title", "新办法")

    version = DocumentVersion.objects.get()
    assert (version.document.title, version.document.office, version.state) == ("新办法", desk.office, "draft")


def test_import_document_twice_says_so(desk, policy):
    run("import_document", policy, "--office", "yunlan")

    with pytest.raises(CommandError) as refusal:
        run("import_document", policy, "--office", "yunlan")

    assert str(refusal.value) == "这个文件已经上传过：《学习管理办法》，核对中。"


@needs_shared
@pytest.mark.django_db
def test_import_document_counts_a_real_law():
    report = run_json("import_document", SHARED / "policy" / "公务员法_2018修订.md", "--dry-run")

    assert (report["articles"], report["paragraphs"], report["subparagraphs"]) == (113, 183, 100)
    assert (report["title"], report["effective"]) == ("中华人民共和国公务员法", "2019-06-01")


@needs_shared
def test_import_document_aligns_a_real_amendment(desk):
    run("import_document", SHARED / "policy" / "监察法_2018.md", "--office", "yunlan")

    report = run_json(
        "import_document",
        SHARED / "policy" / "监察法_2024修正.md",
        "--office",
        "yunlan",
        "--amends",
        "监察法",
        "--dry-run",
    )

    contract = ("same", "renumbered", "changed", "split", "merged", "new", "deleted")
    assert [report["alignment"][name] for name in contract] == [46, 34, 23, 1, 0, 9, 0]
    assert DocumentVersion.objects.count() == 1


def test_import_document_names_the_questions_an_amendment_touches(desk, policy, tmp_path):
    before = make_version(desk.office, title="学习管理办法")
    touched, _kept = (make_question(desk.bank, provision=make_provision(before, path)) for path in ("art2", "art3"))
    amended = tmp_path / "新办法.txt"
    amended.write_text(POLICY.replace("八百字", "一千字"), encoding="utf-8")

    report = run_json("import_document", amended, "--office", "yunlan", "--amends", "学习管理办法")

    assert report["questions"] == [
        {
            "id": str(touched.uuid),
            "stem": touched.current_version.stem,
            "provisions": ["第二条"],
            "becomes": "needs_review",
        }
    ]
    assert report["articles_by_relation"] == [
        {"relation": "changed", "old": "art2", "new": "art2", "punctuation_only": False}
    ]
    assert list(before.document.versions.order_by("pk").values_list("state", flat=True)) == ["confirmed", "draft"]


@pytest.mark.django_db
def test_import_document_aligns_with_a_file(policy, tmp_path):
    amended = tmp_path / "新办法.txt"
    amended.write_text(POLICY.replace("第三条", "第三条　本条是新增的，讲补考。\n\n第四条"), encoding="utf-8")

    told = run("import_document", amended, "--dry-run", "--amends", policy)

    assert "3 条未变（其中 1 条条号变动），0 条有修改" in told
    assert "1 条新增，0 条删去" in told


def test_import_document_says_that_nothing_is_called_so(desk, policy):
    with pytest.raises(CommandError) as refusal:
        run("import_document", policy, "--office", "yunlan", "--amends", "别的办法")

    assert str(refusal.value) == "没有找到政策文件“别的办法”。"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "有多个机关，请用 --office 指明代号。"),
        (("--office", "nowhere"), "没有代号为 nowhere 的机关。"),
        (("--office", "yunlan", "--by", "X1"), "云澜县委组织部 没有工号为 X1 的在用账号。"),
        (("--office", "empty"), "空机关 还没有命题教师，请用 --by 指明工号。"),
    ],
)
@pytest.mark.parametrize("command", ["import_questions", "import_document"])
def test_imports_say_whom_they_lack(desk, sheet, command, arguments, sentence):
    make_office("empty", "空机关")

    with pytest.raises(CommandError) as refusal:
        run(command, sheet, *arguments)

    assert str(refusal.value) == sentence
    assert list(QuestionBank.objects.all()) == [desk.bank]
    assert not DocumentVersion.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["import_questions", "import_document"])
def test_imports_without_an_office_say_what_to_do(command, sheet):
    with pytest.raises(CommandError) as refusal:
        run(command, sheet)

    assert str(refusal.value) == "还没有机关，请先用 create_office 新建。"


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["import_questions", "import_document"])
def test_imports_say_that_a_file_is_missing(command, tmp_path):
    with pytest.raises(CommandError) as refusal:
        run(command, tmp_path / "无.txt", "--dry-run")

    assert str(refusal.value).startswith("读不了文件 ")


def test_import_document_refuses_a_date_it_cannot_read(policy):
    with pytest.raises(CommandError) as refusal:
        run("import_document", policy, "--dry-run", "--effective", "明天")

    assert "日期“明天”应写成 2026-01-01 这样。" in str(refusal.value)


def test_draft_questions_reports_a_file_in_the_contracts_shape(db, tmp_path):
    path = tmp_path / "条例.txt"
    path.write_text(OFFICERS, encoding="utf-8")

    report = run_json("draft_questions", path)

    first = next(draft for draft in report["drafts"] if draft["rule"] == "R1")
    assert report["document"] == "《农技员管理条例》"
    assert sum(report["counts"].values()) == len(report["drafts"])
    assert first == {
        "rule": "R1",
        "type": "single_choice",
        "stem": "根据《农技员管理条例》，新录用的农技员试用期为（　　）。",
        "options": ["三个月", "六个月", "九个月", "十二个月"],
        "key": ["B"],
        "explanation": "《农技员管理条例》第五条：“新录用的农技员试用期为六个月。”",
        "path": "art5/par1",
        "label": "第五条",
        "start": 0,
        "end": 15,
        "quoted": "新录用的农技员试用期为六个月。",
        "reason": "条文写明“六个月”；十二个月在本文件别处出现，其余为相近的数。",
    }


def test_draft_questions_finds_a_document_by_title_and_by_id_and_keeps_on_request(desk):
    version = make_version(desk.office, title="农技员管理条例（试行）", text=OFFICERS)
    ours = ("--office", "yunlan")

    by_title = run_json("draft_questions", "《农技员管理条例》", *ours)
    by_id = run_json("draft_questions", version.document.uuid, *ours)
    nothing_kept = DraftedQuestion.objects.count()
    first, again = (run_json("draft_questions", version.uuid, "--keep", *ours) for _time in range(2))

    assert by_title == by_id
    assert (nothing_kept, first["kept"], again["kept"]) == (0, len(by_id["drafts"]), 0)
    assert run("draft_questions", version.uuid, *ours).endswith(f"《农技员管理条例》起草 {len(by_id['drafts'])} 题。\n")


def test_draft_questions_says_what_it_cannot_find(desk, tmp_path):
    with pytest.raises(CommandError, match="没有已确认的政策文件“无此条例”"):
        run("draft_questions", "无此条例", "--office", "yunlan")


@pytest.mark.django_db
def test_export_questions_writes_a_file_that_import_questions_takes(desk, tmp_path):
    make_question(desk.bank, content=make_content(QuestionType.FILL_IN_THE_BLANK))
    make_question(desk.bank)
    out = tmp_path / "题.zip"

    told = run_json("export_questions", desk.bank.name, "--office", "yunlan", "--format", "qti30", "--out", out)
    report = run_json("import_questions", out, "--office", "yunlan", "--bank", "新题库")
    again = run_json("import_questions", out, "--office", "yunlan", "--bank", "新题库")

    assert told == {"questions": 2, "left_out": 0, "losses": {}}
    assert (report["format"], report["imported"], report["problems"]) == ("qti", 2, [])
    assert report["counts"] == {"fill_in_the_blank": 1, "single_choice": 1}
    assert (again["imported"], again["duplicates"]) == (0, 2)


@pytest.mark.django_db
def test_export_questions_tells_what_was_lost(desk, tmp_path):
    make_question(desk.bank, content=make_content(QuestionType.TRUE_FALSE))

    told = run(
        "export_questions", desk.bank.name, "--office", "yunlan", "--format", "aiken", "--out", tmp_path / "题.txt"
    )

    assert told.splitlines() == ["已导出 0 题，未导出 1 题。", "  判断：Aiken 只有单选，未导出 ×1"]


@pytest.mark.django_db
def test_export_questions_refuses_a_bank_that_is_not_there(desk, tmp_path):
    with pytest.raises(CommandError, match="没有名为“无此题库”的题库"):
        run("export_questions", "无此题库", "--office", "yunlan", "--format", "json", "--out", tmp_path / "a.json")


@pytest.mark.django_db
def test_import_questions_tells_what_of_another_systems_file_is_not_imported(desk, tmp_path):
    file = tmp_path / "题.xml"
    file.write_text('<quiz><question type="kprime"><name><text>名</text></name></question></quiz>', encoding="utf-8")

    report = run_json("import_questions", file, "--dry-run")

    assert (report["unread"], report["questions"]) == ({"kprime": 1}, [])
    assert report["problems"] == [{"location": "第 1 条 名", "message": "kprime：没有对应的题型"}]
