from __future__ import annotations

import io
import zipfile

import pytest

from question_bank.sheets import UnreadableSheet
from question_bank.sheets.pairing import SheetFile, SheetPair, is_bundle, pair_files, read_pair, unpack
from tests.question_bank.sheets.files import paragraphs, word, workbook
from tests.question_bank.sheets.layouts.reading import keys, statuses

ASKED = (
    "1.急件由谁登记？\nA.专人\nB.任何人\n2.缓件由谁登记？\nA.专人\nB.任何人\n3.程序有（ ）\nA.签收\nB.登记\nC.传阅\n"
)
COMPLETE = "1.急件当天办结。\n答案：对\n2.缓件当天办结。\n答案：错\n"


def text(name, content):
    return SheetFile(name, content.encode())


def packed(entries, **more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    "key",
    [
        "1-3 A B ABC",
        "1.A\n2.B\n3.ABC\n",
        "参考答案\n1、A 2、B 3、ABC",
        "题目1\tA\n题目2\tB\n题目3\tABC\n",
        "第1题：A\n第2题：B\n第3题：ABC",
        "题号,答案,解析\n1,A,见办法\n2,B,见办法\n3,ABC,见办法\n",
        "答案\n1.答案：A\n解析：见办法\n2.答案：B\n解析：见办法\n3.答案：ABC\n解析：见办法",
    ],
)
def test_questions_are_read_with_the_answers_of_another_file(key):
    report = read_pair(text("收文.txt", ASKED), [text("收文答案.txt", key)])

    assert (keys(report), statuses(report)) == ([["A"], ["B"], ["A", "B", "C"]], ["ok"] * 3)
    assert report.questions[0].explanation in {"", "见办法"}


def test_a_table_of_questions_takes_its_answers_by_number():
    rows = [
        ("题号", "题干", "A", "B"),
        (1, "急件由谁登记（ ）", "专人", "任何人"),
        (2, "缓件由谁登记（ ）", "专人", "任何人"),
    ]
    answers = workbook({"答案": [("题号", "正确答案"), (2, "B"), (1, "A")]})

    report = read_pair(SheetFile("题.xlsx", workbook({"题": rows})), [SheetFile("答案.xlsx", answers)])

    assert (keys(report), statuses(report)) == ([["A"], ["B"]], ["ok", "ok"])


def test_answers_that_do_not_fit_are_told_and_none_is_guessed():
    report = read_pair(text("收文.txt", ASKED), [text("收文答案.txt", "1-4 ABCD")])

    assert (keys(report), statuses(report)) == ([None] * 3, ["faulty"] * 3)
    assert report.problems[-1].location.startswith("收文答案.txt 第 1 行")


def test_an_answer_file_that_repeats_the_questions_is_read_alone():
    asked = "1.急件当天办结。（ ）\n2.缓件当天办结。（ ）\n"

    report = read_pair(text("收文.txt", asked), [text("收文（答案）.txt", COMPLETE)])

    assert keys(report) == [True, False]
    assert "有完整的试题" in report.problems[-1].message


def test_files_are_paired_by_name_and_by_what_they_hold():
    files = [
        text("收文/第1章 试题.txt", ASKED),
        text("收文/第1章 参考答案.txt", "1-3 A B ABC"),
        text("收文/第2章 试题.txt", ASKED),
        text("收文/第2章 答案及解析.txt", "1-3 A B ABC"),
        text("发文/试卷.txt", ASKED),
        text("发文/另一份.txt", "1-3 A B ABC"),
        text("会议/会议（含答案）.txt", COMPLETE),
        text("会议/旧答案.txt", "1-3 A B ABC"),
        text("散文.txt", ASKED),
        SheetFile("图.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
    ]

    pairing = pair_files(files)

    assert set(pairing.pairs) == {
        SheetPair("收文/第1章 试题.txt", ("收文/第1章 参考答案.txt",)),
        SheetPair("收文/第2章 试题.txt", ("收文/第2章 答案及解析.txt",)),
        SheetPair("发文/试卷.txt", ("发文/另一份.txt",)),
        SheetPair("会议/会议（含答案）.txt"),
        SheetPair("散文.txt"),
    }
    assert pairing.unpaired_answers == ("会议/旧答案.txt",)
    assert [problem.location for problem in pairing.refused] == ["图.png"]


def test_a_zip_gives_its_files_with_chinese_names():
    names = {"收文/题.txt": ASKED, "__MACOSX/题.txt": "x", ".DS_Store": "x", "收文/~$题.docx": "x"}
    old = bytearray(packed({"aa.txt": ASKED}))
    old = bytes(old).replace(b"aa.txt", "题".encode("gb18030") + b".txt")

    assert [file.name for file in unpack(packed(names))] == ["收文/题.txt"]
    assert [file.name for file in unpack(old)] == ["题.txt"]


def test_an_office_document_is_no_bundle():
    assert is_bundle(packed({"题.txt": ASKED}))
    assert not is_bundle(word(paragraphs("甲")))
    assert not is_bundle(workbook({"甲": [("题干", "答案")]}))
    assert not is_bundle(b"PK\x03\x04")
    assert not is_bundle(ASKED.encode())


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (packed({"../题.txt": ASKED}), "名称不正常"),
        (packed({f"{number}.txt": "甲" for number in range(501)}), "超过 500 个"),
        (packed({"题.txt": b"0" * 61_000_000}), "超过 60 MB"),
        (packed({"题.txt": b"0" * 9_000_000}), "压缩得不正常"),
        (packed({"__MACOSX/x": "x"}), "没有文件"),
        (b"PK\x03\x04", "损坏"),
    ],
)
def test_hostile_zips_are_refused(data, advice):
    with pytest.raises(UnreadableSheet, match=advice):
        unpack(data)
