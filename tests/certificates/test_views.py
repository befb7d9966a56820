"""The pages of certificates, from issuing to what a stranger with a code is told."""

from __future__ import annotations

import hashlib

import pypdfium2
import pytest
from django.urls import reverse
from django.utils.html import escape

from accounts.enums import Role
from certificates.codes import new_code
from certificates.models import Certificate, CertificateTemplate
from certificates.printing import certificates_pdf, verify_url
from certificates.selectors import masked
from certificates.services import certificate_revoke
from certificates.throttling import VERIFICATIONS_PER_MINUTE
from tests.certificates.rendering.samples import read_lines
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.certificates import issue, make_certificate, make_passed_exam, make_revoked_certificate
from tests.factories.quizzes import make_result
from tests.factories.taking import NOON, make_candidate, make_exam

pytestmark = pytest.mark.django_db


def organizer_of(owned):
    return client_for(make_user(owned.office, Role.ORGANIZER))


class TestIssuing:
    def test_page_says_what_pressing_the_button_does(self):
        exam = make_passed_exam(None, "程立新", "黎㛃")

        shown = organizer_of(exam).get(f"/certificates/exams/{exam.uuid}/").content.decode()

        assert "给 2 位合格者颁发证书" in shown
        assert "程立新、黎㛃" in shown

    def test_button_issues_once(self):
        exam = make_passed_exam(None, "程立新", "黎㛃")
        organizer = organizer_of(exam)

        first = organizer.post(f"/certificates/exams/{exam.uuid}/", follow=True).content.decode()
        again = organizer.post(f"/certificates/exams/{exam.uuid}/", follow=True).content.decode()

        assert "已颁发 2 份证书。" in first
        assert "已颁发 0 份证书。" in again
        assert "证书都颁发了" in again
        assert Certificate.objects.count() == 2

    def test_character_that_no_font_has_is_named_before_and_after_the_button(self):
        exam = make_passed_exam(None, "黎\U0010fffd")
        organizer = organizer_of(exam)

        page = organizer.get(f"/certificates/exams/{exam.uuid}/").content.decode()
        refused = organizer.post(f"/certificates/exams/{exam.uuid}/", follow=True).content.decode()

        assert "字体里没有这些字：<b>\U0010fffd</b>" in page
        assert "（U+10FFFD）" in refused
        assert Certificate.objects.count() == 0

    def test_before_publication_nothing_is_offered(self):
        exam = make_exam()
        make_result(make_candidate(exam))

        shown = organizer_of(exam).get(f"/certificates/exams/{exam.uuid}/").content.decode()

        assert "先发布成绩，再颁发证书" in shown

    def test_results_page_leads_here_once_published(self):
        exam = make_passed_exam(None, "甲", "乙")
        organizer = organizer_of(exam)

        before = organizer.get(f"/organize/exams/{exam.uuid}/results/").context["buttons"]
        issue(exam)
        after = organizer.get(f"/organize/exams/{exam.uuid}/results/").context["buttons"]

        assert [(button.label, button.url) for button in (*before, *after)] == [
            ("颁发证书（2 人）", f"/certificates/exams/{exam.uuid}/"),
            ("证书", f"/certificates/exams/{exam.uuid}/"),
        ]


class TestWords:
    TYPED = {"title": "结业证书", "body": "学完{exam}。", "issuing_body": "县委党校", "number_prefix": "党校证"}

    def test_new_words_print_from_then_on(self):
        exam = make_passed_exam()
        organizer = organizer_of(exam)

        organizer.post("/certificates/template/", self.TYPED)
        organizer.post(f"/certificates/exams/{exam.uuid}/")

        certificate = Certificate.objects.get()
        assert (certificate.title, certificate.body) == ("结业证书", "学完第四季度季季考。")
        assert certificate.number.startswith("党校证〔")

    def test_unknown_placeholder_is_refused_by_name(self):
        response = organizer_of(make_passed_exam()).post(
            "/certificates/template/", {**self.TYPED, "body": "{exam}，{grade}"}
        )

        assert response.context["form"].errors == {"body": ["正文里的 {grade} 不认识。"]}
        assert CertificateTemplate.objects.count() == 0

    @pytest.mark.parametrize("body", ["得 {score 分", "得 score} 分", "得 {{score}} 分", "{exam}得 {score 分}"])
    def test_brace_without_its_other_half_is_refused(self, body):
        response = organizer_of(make_passed_exam()).post("/certificates/template/", {**self.TYPED, "body": body})

        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["body"]
        assert CertificateTemplate.objects.count() == 0

    def test_half_a_placeholder_is_told_what_it_lacks(self):
        response = organizer_of(make_passed_exam()).post("/certificates/template/", {**self.TYPED, "body": "{score 分"})

        assert response.context["form"].errors == {
            "body": ["正文里的花括号没有成对：每个 { 后面要有 }，例如 {score}。"]
        }

    @pytest.mark.parametrize("words", [{"body": "合格。" * 300}, {"issuing_body": "某\U0010fffd委"}])
    def test_what_cannot_be_printed_is_refused_before_anybody_has_it(self, words):
        response = organizer_of(make_passed_exam()).post("/certificates/template/", {**self.TYPED, **words})

        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["__all__"]
        assert CertificateTemplate.objects.count() == 0

    def test_specimen_shows_the_saved_words_and_cannot_be_taken_for_a_certificate(self):
        organizer = organizer_of(make_passed_exam())
        organizer.post("/certificates/template/", self.TYPED)

        response = organizer.get("/certificates/template/specimen/")

        assert response["Content-Type"] == "application/pdf"
        assert read_lines(response.content)[:5] == [
            "结业证书",
            "证书编号：样张",
            "某某某 同志：",
            "学完某年第一季度季季考。",
            "县委党校",
        ]
        assert read_lines(response.content)[-1].endswith("样张")
        assert b"/URI" not in response.content
        assert Certificate.objects.count() == 0

    def test_specimen_of_an_office_that_chose_no_words_shows_the_suggested_ones_and_saves_nothing(self):
        response = organizer_of(make_passed_exam()).get("/certificates/template/specimen/")

        assert read_lines(response.content)[0] == "合格证书"
        assert CertificateTemplate.objects.count() == 0

    def test_specimen_of_an_office_whose_name_no_font_has_says_so(self):
        exam = make_passed_exam(make_office(name="某\U0010fffd委"))

        shown = organizer_of(exam).get("/certificates/template/specimen/", follow=True).content.decode()

        assert "（U+10FFFD）" in shown


class TestOne:
    def test_leads_the_holder_back_to_their_list_and_the_organizer_to_the_exams(self):
        certificate = make_certificate()
        exam = certificate.result.attempt.exam
        address = f"/certificates/{certificate.uuid}/"

        own, organizers = (
            client.get(address).content.decode()
            for client in (client_for(certificate.holder), organizer_of(certificate))
        )

        assert '<p class="crumbs"><a href="/certificates/">我的证书</a></p>' in own
        assert f'<p class="crumbs"><a href="/certificates/exams/{exam.uuid}/">证书 · {exam.title}</a></p>' in organizers


class TestPdf:
    def test_of_one_certificate_holds_the_name_the_number_and_the_code(self):
        certificate = make_certificate(make_passed_exam(None, "黎㛃"))

        response = client_for(certificate.holder).get(f"/certificates/{certificate.uuid}/pdf/")

        lines = read_lines(response.content)
        assert response["Content-Type"] == "application/pdf"
        assert any("黎㛃" in line for line in lines)
        assert any(certificate.number in line for line in lines)
        assert any(certificate.code in line for line in lines)

    def test_of_an_exam_has_a_page_each_in_order(self):
        names = ["程立新", "龚䶮", "钟𬭎"]
        exam = make_passed_exam(None, *names)
        issue(exam)

        response = organizer_of(exam).get(f"/certificates/exams/{exam.uuid}/pdf/")

        document = pypdfium2.PdfDocument(response.content)
        assert len(document) == 3
        for number, name in enumerate(names):
            assert any(name in line for line in read_lines(response.content, number))

    def test_of_the_same_certificate_is_the_same_for_ever(self):
        certificate = make_certificate()

        first, again = (
            hashlib.sha256(certificates_pdf([Certificate.objects.get(pk=certificate.pk)])).hexdigest()
            for _time in range(2)
        )

        assert first == again

    def test_leaves_a_revoked_one_out(self):
        exam = make_passed_exam(None, "甲", "乙")
        revoked, kept = issue(exam)
        certificate_revoke(certificate=revoked, reason="有误", by=revoked.issued_by, now=NOON)
        organizer = organizer_of(exam)

        whole = organizer.get(f"/certificates/exams/{exam.uuid}/pdf/").content

        assert organizer.get(f"/certificates/{revoked.uuid}/pdf/").status_code == 404
        assert len(pypdfium2.PdfDocument(whole)) == 1
        assert any(kept.number in line for line in read_lines(whole))

    def test_of_an_exam_without_certificates_says_so(self):
        exam = make_passed_exam()

        response = organizer_of(exam).get(f"/certificates/exams/{exam.uuid}/pdf/", follow=True)

        assert "还没有可打印的证书。" in response.content.decode()


class TestRevoking:
    def test_needs_a_reason_and_shows_it_to_the_holder_alone(self, client):
        certificate = make_certificate()
        organizer = client_for(make_user(certificate.office, Role.ORGANIZER))
        address = f"/certificates/{certificate.uuid}/revoke/"

        without = organizer.post(address, {"reason": ""}, follow=True).content.decode()
        organizer.post(address, {"reason": "分数有误"})

        assert "请写明撤销原因" in without
        assert "分数有误" in client_for(certificate.holder).get(f"/certificates/{certificate.uuid}/").content.decode()
        assert "分数有误" not in client.get(f"/verify/{certificate.code}/").content.decode()

    def test_own_list_shows_it(self):
        certificate = make_certificate()
        certificate_revoke(certificate=certificate, reason="有误", by=certificate.issued_by, now=NOON)

        shown = client_for(certificate.holder).get("/certificates/").content.decode()

        assert certificate.number in shown
        assert "你的证书已撤销" in shown


class TestReissuing:
    def test_is_offered_on_the_exams_page_to_whom_revocation_left_without_one(self):
        exam = make_passed_exam(None, "程立新", "黎㛃")
        revoked, _kept = issue(exam)
        certificate_revoke(certificate=revoked, reason="姓名写错", by=revoked.issued_by, now=NOON)
        organizer = organizer_of(exam)

        page = organizer.get(f"/certificates/exams/{exam.uuid}/")
        shown = page.content.decode()

        assert page.context["left_without"] == [revoked]
        assert "1 位合格者的证书已撤销，现在没有证书" in shown
        assert "撤销：姓名写错" in shown

    def test_button_stands_on_the_revoked_certificate_for_the_organizer_alone(self):
        revoked = make_revoked_certificate()
        address = f"/certificates/{revoked.uuid}/"
        organizer = organizer_of(revoked)

        offered = [client.get(address).context["may_reissue"] for client in (organizer, client_for(revoked.holder))]

        assert offered == [True, False]

    def test_leads_to_the_new_one_while_the_old_code_says_revoked(self, client):
        revoked = make_revoked_certificate()
        organizer = organizer_of(revoked)

        shown = organizer.post(f"/certificates/{revoked.uuid}/reissue/", follow=True).content.decode()
        again = organizer.post(f"/certificates/{revoked.uuid}/reissue/")

        replacement = Certificate.objects.get(replaces=revoked)
        assert "已重新颁发，新编号 季考证〔" in shown
        assert again["Location"] == replacement.get_absolute_url()
        assert "证书已撤销" in client.get(f"/verify/{revoked.code}/").content.decode()
        assert "证书有效" in client.get(f"/verify/{replacement.code}/").content.decode()
        assert not organizer.get(f"/certificates/{revoked.uuid}/").context["may_reissue"]

    def test_of_a_valid_one_is_refused(self):
        certificate = make_certificate()

        shown = organizer_of(certificate).post(f"/certificates/{certificate.uuid}/reissue/", follow=True)

        assert "才能重新颁发。" in shown.content.decode()
        assert Certificate.objects.count() == 1

    def test_revoking_says_that_it_leaves_the_holder_without_one(self):
        certificate = make_certificate()

        shown = organizer_of(certificate).get(f"/certificates/{certificate.uuid}/").content.decode()

        assert "本人从此没有证书，要等你在这一页重新颁发。" in shown


class TestVerifying:
    def test_tells_no_more_than_what_the_paper_says(self, client):
        certificate = make_certificate(make_passed_exam(None, "欧阳明"))

        response = client.get(f"/verify/{certificate.code}/")

        shown = response.content.decode()
        assert response.status_code == 200
        assert "证书有效" in shown
        assert "欧*明" in shown
        assert "第四季度季季考" in shown
        assert "姓名只显示一部分，成绩不在此显示" in shown
        assert "2026年10月20日" in shown
        for hidden in ("欧阳明", certificate.holder.username, str(certificate.holder.uuid), "15 分"):
            assert hidden not in shown
        assert response["X-Robots-Tag"] == "noindex"

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("龚", "龚"),
            ("黎㛃", "黎*"),
            ("欧阳明", "欧*明"),
            ("司马相如", "司**如"),
            ("钟𬭎", "钟*"),
            ("阿卜杜热西提·买买提", "阿********提"),
        ],
    )
    def test_shows_of_the_name_what_tells_a_changed_one(self, name, shown):
        assert masked(name) == shown

    def test_is_what_the_qr_code_opens(self, settings):
        settings.PUBLIC_ORIGIN = "https://exam.example.cn"

        assert verify_url("ABC") == "https://exam.example.cn/verify/ABC/"

    def test_of_a_revoked_one_says_so_with_the_day(self, client):
        certificate = make_certificate()
        certificate_revoke(certificate=certificate, reason="有误", by=certificate.issued_by, now=NOON)

        response = client.get(f"/verify/{certificate.code}/")

        assert (response.status_code, "证书已撤销" in response.content.decode()) == (200, True)
        assert "撤销日期" in response.content.decode()

    def test_of_made_up_and_mistyped_codes_gives_the_same_answer(self, client):
        codes = [new_code(), "0" * 16 + "1", "WRONG-9", "' OR 1=1 --"]

        responses = [client.get(f"/verify/{code}/") for code in codes]

        assert [response.status_code for response in responses] == [404] * 4
        assert {_without_code(response) for response in responses} == {_without_code(responses[0])}

    def test_finds_nothing_by_guessing(self, client, monkeypatch):
        make_certificate()
        monkeypatch.setattr("certificates.views.is_too_fast", lambda _request: False)

        answers = {client.get(f"/verify/{new_code()}/").status_code for _try in range(200)}

        assert answers == {404}

    def test_slows_an_address_down_after_thirty_tries_a_minute(self, client, time_machine):
        certificate = make_certificate()
        address = f"/verify/{certificate.code}/"
        time_machine.move_to("2026-10-20 09:00:00+08:00", tick=False)

        answers = [client.get(address).status_code for _try in range(VERIFICATIONS_PER_MINUTE + 2)]
        elsewhere = client.get(address, REMOTE_ADDR="10.1.1.1").status_code
        time_machine.move_to("2026-10-20 09:01:01+08:00", tick=False)
        later = client.get(address).status_code

        assert (answers, elsewhere, later) == ([200] * 30 + [429] * 2, 200, 200)

    def test_form_takes_the_code_however_it_is_typed(self, client):
        certificate = make_certificate()
        typed = f" {certificate.code[:8].lower()}-{certificate.code[8:]} "

        response = client.get("/verify/", {"code": typed}, follow=True)

        assert "证书有效" in response.content.decode()

    @pytest.mark.parametrize("typed", ["", " ", "长" * 41, "a/b", "/", "..", "%2F", "？#x", "0" * 16 + "1"])
    def test_form_asks_again_for_what_is_no_code(self, client, typed):
        response = client.get("/verify/", {"code": typed})

        assert (response.status_code, list(response.context["form"].errors)) == (200, ["code"])


def _without_code(response):
    return response.content.decode().replace(escape(response.context["code"]), "")


@pytest.mark.parametrize("name", ["accounts:me", "quizzes:my_exams"])
def test_what_one_holds_is_found_from_ones_own_pages(name):
    shown = client_for(make_user()).get(reverse(name)).content.decode()

    assert f'href="{reverse("certificates:my_certificates")}"' in shown
