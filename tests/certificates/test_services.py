"""Issuing, numbering and revoking."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.append_only import AppendOnlyError
from accounts.models import User
from certificates.codes import new_code, read_code
from certificates.models import Certificate, CertificateTemplate, Revocation
from certificates.selectors import issue_for, reissuable_certificates
from certificates.services import CannotIssueError, certificate_revoke, template_ensure
from certificates.words import fill
from lrs.models import OutboxEntry, Statement
from lrs.services import outbox_drain
from lrs.statements import statement_id_for
from tests.factories.accounts import make_office, make_user
from tests.factories.certificates import (
    ISSUED_AT,
    issue,
    make_certificate,
    make_passed_exam,
    make_revoked_certificate,
    reissue,
)
from tests.factories.quizzes import make_result, make_revision, publish
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db


def numbers(certificates):
    return [certificate.number for certificate in certificates]


class TestIssuing:
    def test_gives_everybody_who_passed_one_with_all_that_is_printed(self):
        exam = make_passed_exam(None, "程立新", "黎㛃")

        first, second = issue(exam)

        assert [first.holder_name, second.holder_name] == ["程立新", "黎㛃"]
        assert (first.title, first.issuing_body, first.issued_on) == ("合格证书", exam.office.name, date(2026, 10, 20))
        assert first.body == "参加第四季度季季考，得 15 分（满分 20 分），成绩合格。\n特发此证。"

    def test_each_has_a_code_of_its_own(self):
        first, second = issue(make_passed_exam(None, "甲", "乙"))

        assert read_code(first.code) == first.code != second.code

    def test_reports_each_to_the_record_store(self):
        exam = make_passed_exam(None, "甲", "乙")
        before = OutboxEntry.objects.count()

        issue(exam)

        assert OutboxEntry.objects.count() - before == 2
        assert OutboxEntry.objects.filter(payload__contains="tincanapi.com/verb/earned").count() == 2

    def test_needs_published_results(self):
        exam = make_exam()
        make_result(make_candidate(exam))

        assert issue(exam) == []

    def test_passes_over_who_failed_or_never_came(self):
        exam = make_exam()
        make_candidate(exam)
        make_result(make_candidate(exam), total=599)

        assert issue(publish(exam)) == []

    def test_takes_the_attempt_that_counts(self):
        exam = make_exam(attempt_limit=2)
        candidate = make_candidate(exam)
        results = [make_result(candidate, total=total, number=number) for number, total in ((1, 700), (2, 1800))]

        (certificate,) = issue(publish(exam))

        assert certificate.result == results[1]

    def test_stays_as_it_was_when_the_words_change(self):
        certificate = make_certificate()
        CertificateTemplate.objects.create(
            office=certificate.office,
            title="新样式",
            body="另写",
            issuing_body="另一处",
            number_prefix="新",
            created_by=certificate.issued_by,
        )

        again = Certificate.objects.get()
        again.title = "改写"
        with pytest.raises(AppendOnlyError):
            again.save()

        assert Certificate.objects.get().title == "合格证书"

    def test_the_database_refuses_to_change_one(self):
        make_certificate()

        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {Certificate._meta.db_table} SET holder_name = '别人'")


class TestNumbering:
    def test_runs_on_through_the_year_and_over_all_exams_of_the_office(self):
        office = make_office()
        first = issue(make_passed_exam(office, "甲", "乙"))
        second = issue(make_passed_exam(office, "丙"))

        assert numbers(first + second) == ["季考证〔2026〕1号", "季考证〔2026〕2号", "季考证〔2026〕3号"]

    def test_begins_anew_with_the_year_and_in_each_office(self):
        office = make_office()
        issue(make_passed_exam(office))

        next_year = issue(make_passed_exam(office), at=ISSUED_AT.replace(year=2027))
        elsewhere = issue(make_passed_exam())

        assert numbers(next_year + elsewhere) == ["季考证〔2027〕1号", "季考证〔2026〕1号"]

    def test_repeating_issues_nothing_twice_and_loses_no_number(self):
        exam = make_passed_exam(None, "甲", "乙")

        batches = [issue(exam) for _time in range(3)]
        later = issue(make_passed_exam(exam.office, "丙"))

        assert [len(batch) for batch in batches] == [2, 0, 0]
        assert numbers(later) == ["季考证〔2026〕3号"]

    def test_a_refused_batch_uses_no_number(self):
        exam = make_passed_exam(None, "甲\U0010fffd")
        with pytest.raises(CannotIssueError):
            issue(exam)

        assert numbers(issue(make_passed_exam(exam.office))) == ["季考证〔2026〕1号"]


class TestMissingGlyphs:
    def test_are_named_and_nothing_is_issued(self):
        exam = make_passed_exam(None, "程立新", "黎\U0010fffd")

        with pytest.raises(CannotIssueError, match=r"U\+10FFFD"):
            issue(exam)

        assert Certificate.objects.count() == 0
        assert issue_for(exam).unprintable == ["\U0010fffd"]

    def test_rare_characters_of_real_names_are_printed(self):
        exam = make_passed_exam(None, "黎㛃", "龚䶮", "陆㙓", "钟𬭎", "𠅤")

        assert issue_for(exam).unprintable == []
        assert len(issue(exam)) == 5


class TestRevoking:
    def test_adds_a_row_and_leaves_the_certificate(self):
        certificate, by = make_certificate(), make_user()

        revocation = certificate_revoke(certificate=certificate, reason="冒名顶替", by=by, now=NOON)

        assert (revocation.certificate, revocation.reason, revocation.by) == (certificate, "冒名顶替", by)
        assert Certificate.objects.get().holder_name == "程立新"

    def test_twice_is_once(self):
        certificate, by = make_certificate(), make_user()

        rows = {
            certificate_revoke(certificate=certificate, reason=reason, by=by, now=NOON).pk for reason in ("一", "二")
        }

        assert len(rows) == 1
        assert Revocation.objects.get().reason == "一"

    def test_voids_in_the_record_store_that_it_was_earned(self):
        revoked, kept = issue(make_passed_exam(None, "甲", "乙"))
        by = make_user(revoked.office)

        certificate_revoke(certificate=revoked, reason="冒名顶替", by=by, now=NOON)
        certificate_revoke(certificate=revoked, reason="再按一次", by=by, now=NOON)
        outbox_drain()

        (voiding,) = Statement.objects.filter(voids__isnull=False)
        assert Statement.objects.get(voided=True).statement_id == voiding.voids
        assert voiding.voids == statement_id_for("certificate-earned", revoked.uuid)
        assert not Statement.objects.get(statement_id=statement_id_for("certificate-earned", kept.uuid)).voided
        assert "冒名顶替" not in OutboxEntry.objects.get(statement_id=voiding.statement_id).payload

    def test_the_general_button_gives_no_other_one_even_after_a_correction(self):
        exam = make_passed_exam()
        revoked = make_revoked_certificate(exam)
        make_revision(revoked.result, total=1900)

        assert issue_for(exam).results == []
        assert issue(exam) == []

    def test_a_correction_alone_issues_no_second_valid_certificate(self):
        exam = make_passed_exam()
        make_revision(make_certificate(exam).result, total=1900)

        assert issue(exam) == []


class TestReissuing:
    def test_gives_the_next_number_in_the_holders_present_name(self):
        revoked = make_revoked_certificate(make_passed_exam(None, "程立心"))
        User.objects.filter(pk=revoked.holder_id).update(name="程立新")

        again = reissue(revoked)

        assert (again.replaces, again.result, again.holder) == (revoked, revoked.result, revoked.holder)
        assert (again.holder_name, again.number) == ("程立新", "季考证〔2026〕2号")
        assert again.code != revoked.code
        assert Certificate.objects.get(pk=revoked.pk).holder_name == "程立心"

    def test_twice_is_once_and_the_general_button_still_gives_nothing(self):
        exam = make_passed_exam()
        revoked = make_revoked_certificate(exam)

        assert reissue(revoked) == reissue(revoked)
        assert issue(exam) == []
        assert numbers(issue(make_passed_exam(exam.office))) == ["季考证〔2026〕3号"]

    def test_certifies_the_corrected_result(self):
        revoked = make_revoked_certificate()
        corrected = make_revision(revoked.result, total=1900)

        again = reissue(revoked)

        assert (again.result, "得 19 分" in again.body) == (corrected, True)

    def test_can_follow_a_second_revocation_on_the_newer_one_alone(self):
        exam = make_passed_exam()
        first = make_revoked_certificate(exam)
        second = reissue(first)
        certificate_revoke(certificate=second, reason="又错了", by=make_user(), now=NOON)

        assert reissuable_certificates(exam) == [second]
        assert reissue(first) == second
        assert reissue(second).replaces == second

    def test_is_refused_while_the_certificate_is_valid(self):
        certificate = make_certificate()

        with pytest.raises(CannotIssueError, match="只有已撤销"):
            reissue(certificate)

        assert reissuable_certificates(certificate.result.attempt.exam) == []

    def test_is_refused_once_the_result_was_corrected_to_a_failure(self):
        revoked = make_revoked_certificate()
        make_revision(revoked.result, total=100)

        with pytest.raises(CannotIssueError, match="成绩合格"):
            reissue(revoked)

        assert reissuable_certificates(revoked.result.attempt.exam) == []

    def test_names_what_the_new_name_lacks_and_uses_no_number(self):
        revoked = make_revoked_certificate()
        User.objects.filter(pk=revoked.holder_id).update(name="程\U0010fffd")

        with pytest.raises(CannotIssueError, match=r"U\+10FFFD"):
            reissue(revoked)

        assert numbers(issue(make_passed_exam(revoked.office))) == ["季考证〔2026〕2号"]

    def test_the_database_refuses_a_second_certificate_that_replaces_none(self):
        certificate = make_certificate()
        double = Certificate.objects.get(pk=certificate.pk)
        double.pk, double.uuid, double.code, double.number = None, uuid4(), new_code(), "另编〔2026〕1号"
        double._state.adding = True

        with pytest.raises(IntegrityError), transaction.atomic():
            double.save()


class TestWords:
    def test_first_use_takes_the_suggested_ones_and_keeps_them(self):
        office, by = make_office(name="云岭县委组织部"), make_user()

        first, again = (template_ensure(office=office, by=by) for _time in range(2))

        assert first == again
        assert (first.title, first.issuing_body) == ("合格证书", "云岭县委组织部")

    def test_placeholders_are_filled_and_other_braces_stay(self):
        words = {"exam": "季季考", "score": "86.5", "total": "100"}

        assert fill("{exam}：{score}/{total} {name} {}", words) == "季季考：86.5/100 {name} {}"

    def test_an_exam_of_another_office_is_issued_in_its_own_name(self):
        exam = make_passed_exam(make_office(name="栖霞县委组织部"))

        assert make_certificate(exam).issuing_body == "栖霞县委组织部"
