"""A small bank of its own with the types that the quarterly test does not ask, and a blueprint over it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from exam_site.demo.cast import APPROVER, AUTHOR, ORGANIZER
from exam_site.demo.loading.bank import brought_in_at
from exam_site.demo.loading.days import DemoDays
from exam_site.demo.loading.people import demo_office, person
from exam_site.demo.sources import load_every_type, load_exam_plans
from question_bank.models import Provision, Question, QuestionBank
from question_bank.selectors import ProvisionFinder
from question_bank.services import bank_ensure, citation_add, question_create, questions_approve, questions_submit
from quizzes.models import Blueprint
from quizzes.services import blueprint_create

BANK = "题型示例"


def every_type_load(days: DemoDays) -> str:
    """Write the questions by hand, as a trainer would, and approve them."""
    bank = bank_ensure(office=demo_office(), name=BANK)
    if not bank.questions.exists():
        _write(bank, brought_in_at(days))
    plan = load_exam_plans()["every_type"].blueprint
    if not Blueprint.objects.filter(office=bank.office, title=plan.title).exists():
        blueprint_create(bank=bank, plan=plan, by=person(ORGANIZER))
    return f"{bank.questions.count()} 道试题，方案“{plan.title}”"


def _write(bank: QuestionBank, now: datetime) -> None:
    author, finder = person(AUTHOR), ProvisionFinder(bank.office, now.date())
    with transaction.atomic():
        for written in load_every_type():
            question = question_create(
                bank=bank,
                content=written.content,
                by=author,
                now=now,
                topics=[written.topic],
                difficulty=written.difficulty,
            )
            _cite(question, Provision.objects.get(pk=finder.find(written.citation) or 0), now)
        questions = list(Question.objects.filter(bank=bank))
        questions_submit(questions=questions, by=author, now=now)
        questions_approve(questions=questions, by=person(APPROVER), now=now, comment="题型示例。")


def _cite(question: Question, provision: Provision, now: datetime) -> None:
    if question.current_version is None:
        raise ValueError("a new question has its first version")
    citation_add(question_version=question.current_version, provision=provision, by=person(AUTHOR), now=now)
