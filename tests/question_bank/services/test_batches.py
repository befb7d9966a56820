"""Folders and zips: each file a sheet, some answered by another."""

from __future__ import annotations

import io
import zipfile

import pytest

from question_bank.enums import ImportState, WordKind
from question_bank.errors import ImportRowError
from question_bank.models import Question, SheetFile
from question_bank.selectors import batch_entries, batch_jobs
from question_bank.services import (
    batch_commit,
    batch_import_ask,
    files_unpacked,
    import_pair,
    jobs_work,
    mappings_of,
    sheet_import,
    sheet_import_ask,
    sheet_reread,
    words_learn,
)
from question_bank.services.imports import batches
from question_bank.sheets.pairing import SheetFile as NamedFile
from tests.factories.taking import NOON
from tests.question_bank.sheets.files import workbook

ASKED = """一、单选题
1．每季度撰写几篇读书笔记？
A．半篇
B．一篇
2．笔记由谁审核？
A．科室负责人
B．部长
"""
ANSWERS = "参考答案\n一、单选题\n1．B\n2．A\n"
WHOLE = "判断题\n1．急件随到随登。（√）\n"


def named(name, text):
    return NamedFile(name, text.encode())


FILES = [named("甲卷.txt", ASKED), named("甲卷答案.txt", ANSWERS), named("乙卷.txt", WHOLE)]


def take_in(desk, files=FILES):
    batch = batch_import_ask(bank=desk.bank, files=files, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)
    return batch


def told(batch):
    return {
        entry.file.file_name: (entry.file.state, entry.ready, entry.faulty, "、".join(map(str, entry.answers)))
        for entry in batch_entries(batch)
    }


def test_a_batch_is_paired_and_read_by_the_worker(desk):
    batch = batch_import_ask(bank=desk.bank, files=FILES, by=desk.author, now=NOON)
    before = set(told(batch).values())

    jobs_work(clock=lambda: NOON)

    assert before == {(ImportState.READING, 0, 0, "")}
    assert told(batch) == {
        "甲卷.txt": (ImportState.PREVIEW, 2, 0, "甲卷答案.txt"),
        "甲卷答案.txt": (ImportState.ANSWERS, 0, 0, ""),
        "乙卷.txt": (ImportState.PREVIEW, 1, 0, ""),
    }
    assert batch_jobs(batch) == []


def test_a_pairing_can_be_undone_and_made_again(desk):
    batch = take_in(desk)
    questions = batch.imports.get(file_name="甲卷.txt")
    answers = batch.imports.get(file_name="甲卷答案.txt")

    import_pair(sheet_import=questions, answers=[], by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)
    alone = told(batch)["甲卷.txt"]
    import_pair(sheet_import=questions, answers=[answers], by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)

    assert alone == (ImportState.PREVIEW, 0, 2, "")
    assert told(batch)["甲卷.txt"] == (ImportState.PREVIEW, 2, 0, "甲卷答案.txt")


def test_a_file_of_another_batch_cannot_answer(desk):
    questions = take_in(desk).imports.get(file_name="甲卷.txt")
    other = sheet_import(bank=desk.bank, data=f"{WHOLE}\n".encode(), file_name="丙.txt", by=desk.author, now=NOON)

    with pytest.raises(ImportRowError, match="同一批"):
        import_pair(sheet_import=questions, answers=[other], by=desk.author, now=NOON)


def test_a_batch_comes_in_at_once_and_adds_nothing_when_it_comes_again(desk):
    batch = take_in(desk)

    imported = batch_commit(batch=batch, by=desk.author, now=NOON)
    again = take_in(desk)

    assert (imported, Question.objects.count()) == (3, 3)
    assert batch_commit(batch=again, by=desk.author, now=NOON) == 0
    assert {entry.file.state for entry in batch_entries(again)} == {ImportState.COMMITTED, ImportState.ANSWERS}


def test_a_large_batch_is_brought_in_by_the_worker(desk, monkeypatch):
    monkeypatch.setattr(batches, "COMMIT_AT_ONCE", 2)
    batch = take_in(desk)

    at_once = batch_commit(batch=batch, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)

    assert (at_once, Question.objects.count()) == (0, 3)


def test_a_file_that_cannot_be_read_leaves_the_others_alone(desk):
    batch = take_in(desk, [*FILES[2:], NamedFile("坏.pdf", b"%PDF-1.7")])

    assert told(batch)["乙卷.txt"][0] == ImportState.PREVIEW
    broken = batch.imports.get(file_name="坏.pdf")
    assert (broken.state, broken.refusal[:10]) == (ImportState.FAILED, "这份 PDF 已损坏")


def test_answers_without_questions_are_named(desk):
    batch = take_in(desk, [*FILES[1:], named("丙卷.txt", f"{WHOLE}2．平件随到随登。（×）\n")])

    lonely = batch.imports.get(file_name="甲卷答案.txt")
    assert (lonely.state, lonely.refusal[:5]) == (ImportState.ANSWERS, "只有答案，")


def test_files_in_review_are_not_taken_in_twice(desk):
    take_in(desk)

    with pytest.raises(ImportRowError, match="都已经在核对中"):
        batch_import_ask(bank=desk.bank, files=FILES[2:], by=desk.author, now=NOON)


def test_a_zip_stands_for_the_files_in_it():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in FILES:
            archive.writestr(f"试题/{file.name}", file.data)

    found = files_unpacked([NamedFile("试题.zip", packed.getvalue()), named("另.txt", WHOLE)])

    assert {file.name for file in found} == {"试题/甲卷.txt", "试题/甲卷答案.txt", "试题/乙卷.txt", "另.txt"}


def test_files_unpacked_refuses_too_many(monkeypatch):
    monkeypatch.setattr(batches, "MOST_FILES", 2)
    with pytest.raises(ImportRowError, match="一次最多 2 个文件"):
        files_unpacked(FILES)


OWN_WORDS = [("试题正文", "标准应答", "题型"), ("急件随到随登。", "对", "判断"), ("平件隔年登记。", "错", "判断")]


ASKED_TWICE = """一、判断题
（　）1．急件随到随登。
（　）2．缓件次日登记。
（　）3．密件专人传阅。
二、单选题
1．急件由（　）登记。
A．专人
B．任何人
2．缓件由（　）传阅。
A．专人
B．任何人
3．密件由（　）拆封。
A．专人
B．任何人
"""


def test_several_files_that_repeat_the_questions_answer_one(desk):
    verdicts = "1|||急件随到随登。|||对\n2|||缓件次日登记。|||错\n3|||密件专人传阅。|||对\n"
    letters = "1|||急件由谁登记。|||A，专人\n2|||缓件由谁传阅。|||B，任何人\n3|||密件由谁拆封。|||A，专人\n"
    files = [
        named("收文_理论.txt", ASKED_TWICE),
        named("收文_判断题.txt", verdicts),
        named("收文_单选题.txt", letters),
    ]

    batch = take_in(desk, files)

    assert told(batch)["收文_理论.txt"] == (ImportState.PREVIEW, 6, 0, "收文_单选题.txt、收文_判断题.txt")
    rows = batch.imports.get(file_name="收文_理论.txt").rows.all()
    assert [row.parsed["key"] for row in rows] == [True, False, True, ["A"], ["B"], ["A"]]


def test_words_of_the_office_are_named_and_once_explained_read(desk):
    data = workbook({"题": OWN_WORDS})
    kept = sheet_import_ask(bank=desk.bank, data=data, file_name="题.xlsx", by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)
    kept.refresh_from_db()
    before = (kept.state, kept.unknown_words)

    meanings = {"试题正文": "stem", "标准应答": "answer"}
    words_learn(office=desk.office, kind=WordKind.HEADING, meanings=meanings)
    sheet_reread(sheet_import=kept, by=desk.author, now=NOON)
    jobs_work(clock=lambda: NOON)

    kept.refresh_from_db()
    assert before == (ImportState.FAILED, {"heading": ["试题正文", "标准应答"]})
    assert (kept.state, [row.parsed["key"] for row in kept.rows.all()]) == (ImportState.PREVIEW, [True, False])
    other = workbook({"题": [*OWN_WORDS, ("特急件优先办理。", "对", "判断")]})
    assert sheet_import(bank=desk.bank, data=other, file_name="又.xlsx", by=desk.author, now=NOON).rows.count() == 3


def test_words_are_each_offices_own(desk):
    words_learn(office=desk.office, kind=WordKind.LABEL, meanings={"正解": "answer"})

    assert mappings_of(desk.office).labels == {"正解": "answer"}
    assert mappings_of(desk.stranger.office).labels == {}


def test_words_learn_takes_the_newest_meaning_and_refuses_nonsense(desk):
    words_learn(office=desk.office, kind=WordKind.HEADING, meanings={"内容": "stem"})
    words_learn(office=desk.office, kind=WordKind.HEADING, meanings={"内容": "topic"})

    assert mappings_of(desk.office).headings == {"内容": "topic"}
    for kind, meanings in ((WordKind.HEADING, {"内容": "nonsense"}), (WordKind.LABEL, {"": "stem"})):
        with pytest.raises(ImportRowError):
            words_learn(office=desk.office, kind=kind, meanings=meanings)


def test_a_sheet_partly_in_the_bank_is_not_read_anew(desk):
    batch = take_in(desk)
    kept = batch.imports.get(file_name="乙卷.txt")
    batch_commit(batch=batch, by=desk.author, now=NOON)

    with pytest.raises(ImportRowError, match="不能重新读取"):
        sheet_reread(sheet_import=kept, by=desk.author, now=NOON)
    assert not SheetFile.objects.filter(sheet_import=kept).exists()
