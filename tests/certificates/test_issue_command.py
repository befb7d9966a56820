"""`manage.py issue_certificates`."""

from __future__ import annotations

import uuid
from io import StringIO

import pypdfium2
import pytest
from django.core.management import CommandError, call_command

from accounts.enums import Role
from certificates.models import Certificate
from certificates.services import certificate_revoke
from tests.certificates.rendering.samples import read_lines
from tests.factories.accounts import make_user
from tests.factories.certificates import make_passed_exam
from tests.factories.taking import NOON, make_exam

pytestmark = pytest.mark.django_db


def run(exam, folder, **options):
    out = StringIO()
    call_command("issue_certificates", exam=str(exam), out=folder, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def exam():
    """Return an exam that two people passed, published by the office's only organizer."""
    return make_passed_exam(None, "程立新", "黎㛃")


def test_writes_a_file_each_and_one_of_all(exam, tmp_path):
    said = run(exam.uuid, tmp_path / "证书")

    codes = set(Certificate.objects.values_list("code", flat=True))
    whole = (tmp_path / "证书" / "all.pdf").read_bytes()
    assert {path.stem for path in (tmp_path / "证书").glob("*.pdf")} == codes | {"all"}
    assert len(pypdfium2.PdfDocument(whole)) == 2
    assert any("黎㛃" in line for line in read_lines(whole, 1))
    assert said.startswith("新颁发 2 份，写出 2 份")


def test_again_issues_nothing_and_writes_what_is_valid(exam, tmp_path):
    run(exam.uuid, tmp_path)
    certificate = Certificate.objects.first()
    certificate_revoke(certificate=certificate, reason="有误", by=certificate.issued_by, now=NOON)

    assert run(exam.uuid, tmp_path).startswith("新颁发 0 份，写出 1 份")


def test_needs_to_be_told_who_signs_where_there_are_several(exam, tmp_path):
    other = make_user(exam.office, Role.ORGANIZER, username="YL901")

    with pytest.raises(CommandError, match="--by"):
        run(exam.uuid, tmp_path)
    run(exam.uuid, tmp_path, by="yl901")

    assert set(Certificate.objects.values_list("issued_by", flat=True)) == {other.pk}


@pytest.mark.parametrize(
    ("exam_id", "message"), [("nonsense", "“nonsense”不是考试的公开编号。"), (uuid.UUID(int=7), "没有找到考试")]
)
def test_says_what_is_wrong_with_the_exam(tmp_path, exam_id, message):
    with pytest.raises(CommandError, match=message):
        run(exam_id, tmp_path)


def test_refuses_before_publication(tmp_path):
    with pytest.raises(CommandError, match="成绩还没有发布"):
        run(make_exam().uuid, tmp_path)


def test_names_what_cannot_be_printed_and_writes_nothing(tmp_path):
    exam = make_passed_exam(None, "黎\U0010fffd")

    with pytest.raises(CommandError, match=r"U\+10FFFD"):
        run(exam.uuid, tmp_path / "证书")

    assert not (tmp_path / "证书").exists()
