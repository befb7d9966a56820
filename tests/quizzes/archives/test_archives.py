"""An exam in one file, and what the verification finds in it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest

from accounts.enums import Role
from quizzes.archives import CannotArchiveError, archive_write, verify
from quizzes.archives.building import exam_tables
from quizzes.models import ExamArchive
from quizzes.services import extra_time_grant, mark_give
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.saving import answers_save
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_image
from tests.factories.quizzes import publish
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam, make_paper, slot_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam():
    """Return a published exam of two, one of whom changed an answer and was granted time."""
    exam = make_exam()
    for answers in ([{0: ["w"]}, {0: ["x"], 3: True, 5: "编审"}], [{4: ["忠诚", "干净"]}]):
        attempt = make_attempt(make_candidate(exam))
        slots = slot_ids(attempt)
        for seq, batch in enumerate(answers, start=1):
            answers_save(
                attempt=attempt.pk,
                epoch=1,
                seq=seq,
                answers={slots[place]: answer for place, answer in batch.items()},
                viewed=[slots[1]],
                arrived_at=NOON,
            )
        marker = make_user(exam.office)
        extra_time_grant(candidate=attempt.candidate, minutes=5, reason="眼疾", by=marker, now=NOON)
        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON + timedelta(minutes=1))
        if 5 in answers[-1]:
            slot = attempt.paper.slots.get(number=6)
            mark_give(attempt=attempt, slot=slot, marks=300, comment="", marker=marker, now=NOON)
    return publish(exam)


@pytest.fixture
def archive(exam):
    file = io.BytesIO()
    return archive_write(exam, file), file


def changed(file, name, old, new):
    """Return the archive with one file's text changed, and nothing else."""
    copy = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(copy, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            after.writestr(entry, content.replace(old, new) if entry.filename == name else content)
    return copy


def test_is_sound_and_holds_what_happened(archive):
    fingerprint, file = archive
    verdict = verify(file, fingerprint)
    assert verdict.problems == []
    # The slot that was seen and not answered is a row too.
    assert (verdict.answers, verdict.results) == (6, 3)
    with zipfile.ZipFile(file) as there:
        granted = [json.loads(line) for line in there.read("accommodation.jsonl").splitlines()]
        names = [json.loads(line)["username"] for line in there.read("person.jsonl").splitlines()]
    assert [(row["minutes"], row["reason"]) for row in granted] == [(5, "眼疾")] * 2
    assert len(names) == len(set(names)) > 3


def test_holds_the_images_its_questions_show(exam):
    stem, told, elsewhere = (make_image(exam.office, words=words) for words in ("题干", "解析", "别处"))
    other = make_image(make_office(), words="别的机关")
    asked = [("true_false", shown(stem, other), [], True, 100), ("short_answer", "画出流程。", [], shown(told), 700)]
    exam.papers.add(make_paper(exam.office, asked))
    file = io.BytesIO()

    fingerprint = archive_write(exam, file)

    with zipfile.ZipFile(file) as there:
        kept = {name: there.read(name) for name in there.namelist() if name.startswith("images/")}
    assert kept == {f"images/{image.sha256}.png": bytes(image.data) for image in (stem, told)}
    assert verify(file, fingerprint).problems == []
    swapped = changed(file, f"images/{stem.sha256}.png", bytes(stem.data), bytes(elsewhere.data))
    assert verify(swapped, fingerprint).problems == [f"文件 images/{stem.sha256}.png 被改动过"]


def shown(*images):
    return "".join(f'<p>看图：<img src="image:{image.sha256}" alt="图"></p>' for image in images)


def test_same_exam_makes_the_same_file(exam, archive):
    again = io.BytesIO()
    assert archive_write(exam, again) == archive[0]
    assert again.getvalue() == archive[1].getvalue()


def test_holds_nothing_of_another_exam(archive, exam):
    make_attempt(make_candidate(make_exam()))
    again = io.BytesIO()
    assert archive_write(exam, again) == archive[0]


def test_every_table_that_leads_to_an_exam_is_there():
    names = {table.name for table in exam_tables()}
    assert {"exam", "paper", "paper_slot", "candidate", "attempt", "response", "response_log", "mark", "result"} < names
    assert {"key_correction", "accommodation", "integrity_event", "time_credit", "exam_transition"} < names
    assert not names & {"blueprint", "exam_archive"}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("result.jsonl", b'"total": ', b'"total": 1', "加起来不是总分"),
        ("response.jsonl", b'["x"]', b'["w"]', "答案与保存记录不符"),
        ("manifest.json", b'"rows": ', b'"rows": 1', "指纹不同"),
        ("paper_slot.jsonl", b'["x"]', b'["w"]', "paper_slot.jsonl 被改动过"),
    ],
)
def test_what_was_changed_is_found(archive, name, old, new, told):
    fingerprint, file = archive
    copy = changed(file, name, old, new)
    assert any(told in problem for problem in verify(copy, fingerprint).problems)


def test_file_that_is_missing_is_named(archive):
    fingerprint, file = archive
    copy = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(copy, "w") as after:
        for entry in before.infolist():
            if entry.filename != "mark.jsonl":
                after.writestr(entry, before.read(entry))
    assert "缺少文件 mark.jsonl" in verify(copy, fingerprint).problems


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip"])
def test_what_is_no_archive_is_said(content):
    assert verify(io.BytesIO(content)).problems


def test_verifies_itself_without_this_program(archive, tmp_path):
    fingerprint, file = archive
    (tmp_path / "exam.zip").write_bytes(file.getvalue())
    with zipfile.ZipFile(file) as there:
        there.extract("verify.py", tmp_path)
    command = [sys.executable, "-I", "verify.py", "exam.zip"]
    told = subprocess.run([*command, fingerprint], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "完好")
    wrong = subprocess.run([*command, "0" * 64], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (wrong.returncode, wrong.stdout.splitlines()[-1]) == (1, "有问题")


def test_exam_that_is_not_published_has_none():
    with pytest.raises(CannotArchiveError):
        archive_write(make_exam(), io.BytesIO())


def test_organizer_downloads_it_and_its_fingerprint_is_on_record(exam):
    desk = client_for(make_user(exam.office, Role.ORGANIZER))
    response = desk.post(f"/organize/exams/{exam.uuid}/archive/file/")
    noted = ExamArchive.objects.get()
    assert verify(io.BytesIO(b"".join(response.streaming_content)), noted.fingerprint).is_sound
    assert noted.fingerprint in desk.get(f"/organize/exams/{exam.uuid}/").content.decode()
