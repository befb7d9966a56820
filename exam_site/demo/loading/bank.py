"""One trainer brings policy and questions in, the other approves them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Office
from exam_site.demo.cast import APPROVER, AUTHOR
from exam_site.demo.documents import policy_docx, question_docx, question_xlsx
from exam_site.demo.loading.days import DemoDays, at
from exam_site.demo.loading.people import demo_office, person
from exam_site.demo.sources import load_questions
from question_bank.content import QuestionType, asked_digest
from question_bank.enums import QuestionState
from question_bank.models import DocumentVersion, Question, QuestionBank
from question_bank.services import (
    bank_ensure,
    document_import,
    import_commit,
    questions_approve,
    questions_submit,
    sheet_import,
    version_confirm,
)

POLICY_FILE = "组工干部学习和考试管理办法（试行）.docx"
_SHEETS = {
    "组工干部季季考试题（第一批）.docx": question_docx,
    "组工干部季季考试题（第二批）.xlsx": question_xlsx,
}
#: How many questions are left for the visitor to approve.
_LEFT_IN_REVIEW = 3


def policy_load(days: DemoDays) -> str:
    """Bring the policy in."""
    office = demo_office()
    version = _policy(office) or _bring_in_policy(office, days)
    return f"《{version.document.title}》，{version.provisions.filter(kind='article').count()} 条"


def questions_load(days: DemoDays) -> str:
    """Bring the questions in, each with what it rests on, and approve all but a few."""
    office = demo_office()
    if not office.banks.exists():
        _bring_in_questions(office, brought_in_at(days))
    questions = Question.objects.filter(bank=demo_bank())
    approved = questions.filter(state=QuestionState.APPROVED).count()
    return f"{questions.count()} 道试题，其中 {approved} 道已入库"


def demo_bank() -> QuestionBank:
    return bank_ensure(office=demo_office())


def brought_in_at(days: DemoDays) -> datetime:
    """Return when the bank began: before the first exam that draws from it was announced."""
    return at(days.quarter.before.first_day, "09:30")


def _policy(office: Office) -> DocumentVersion | None:
    return DocumentVersion.objects.filter(document__office=office, source_name=POLICY_FILE).first()


def _bring_in_policy(office: Office, days: DemoDays) -> DocumentVersion:
    author, now = person(AUTHOR), brought_in_at(days)
    with transaction.atomic():
        version = document_import(office=office, data=policy_docx(), file_name=POLICY_FILE, by=author, now=now)
        return version_confirm(version=version, by=author, now=now)


def _bring_in_questions(office: Office, now: datetime) -> None:
    author = person(AUTHOR)
    with transaction.atomic():
        bank = bank_ensure(office=office)
        for file_name, make in _SHEETS.items():
            kept = sheet_import(bank=bank, data=make(), file_name=file_name, by=author, now=now)
            import_commit(sheet_import=kept, by=author, now=now)
        questions = list(Question.objects.filter(bank=bank).select_related("current_version"))
        questions_submit(questions=questions, by=author, now=now)
        ready = [question for question in questions if _digest(question) not in _left_in_review()]
        approved_at = now + timedelta(days=1)
        questions_approve(questions=ready, by=person(APPROVER), now=approved_at, comment="依据和答案已核对。")


def _left_in_review() -> set[str]:
    """Return the digests of some questions of the type of which the bank has most to spare."""
    single = [one.content for one in load_questions() if one.content.type is QuestionType.SINGLE_CHOICE]
    return {asked_digest(content) for content in single[-_LEFT_IN_REVIEW:]}


def _digest(question: Question) -> str:
    return question.current_version.digest if question.current_version else ""
