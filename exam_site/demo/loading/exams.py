"""Exams behind the office, an open one, and one that waits for its marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from certificates.selectors import exam_certificates
from certificates.services import certificates_issue, template_ensure
from exam_site.demo.behaviour import abilities, plan_sittings
from exam_site.demo.cast import APPROVER, AUTHOR, CADRE, ORGANIZER
from exam_site.demo.loading.bank import demo_bank
from exam_site.demo.loading.days import DemoDays, Quarter, at, weekday_before
from exam_site.demo.loading.people import cohort, demo_office, person
from exam_site.demo.loading.sittings import Sitter, short_answers_mark, sit, sit_until
from exam_site.demo.sources import load_exam_plans, load_office
from quizzes.enums import AttemptState, CandidateState, CountingAttempt, ExamKind, ExamState
from quizzes.models import Blueprint, Candidate, Exam
from quizzes.selectors import counting_results, exam_phase
from quizzes.services import (
    ExamText,
    blueprint_create,
    exam_create,
    exam_schedule,
    papers_assemble,
    results_publish,
)
from quizzes.taking.selectors import exam_cards

_EVERYBODY, _NEWCOMERS = (source.name for source in load_office().cohorts)
_CLASS_EXAM = "新任组工干部培训班结业考试"
#: Who has handed in this quarter's test by now.
_HANDED_IN = ("YL008", "YL016", "YL025", "YL030", "YL037", "YL039")
#: Who is writing it: how many minutes ago they began, and how many they will take.
_WRITING = {"YL012": (34, 55), "YL017": (21, 48), "YL026": (8, 44)}
#: Papers of the class exam whose short answers are left for the visitor to mark.
_PAPERS_LEFT = 2
#: By it whoever visitors play is neither the best nor among the worst.
_ABILITY_SEED = "云澜县委组织部"
_OPEN_FOR = timedelta(days=14)
_ANNOUNCED_BEFORE = timedelta(days=14)

_RULES = (
    "本次考试为闭卷考试，请独立作答。\n"
    "进入考场后开始计时，时间以平台服务器为准；断网或换设备后可以续考，已保存的答案不会丢失。\n"
    "交卷前答案可以修改，到时自动交卷。成绩发布后可查看得分、解析和依据条款。"
)


@dataclass(frozen=True, slots=True)
class _Setting:
    """An exam as its organizer announces it; `plan` is a key of `load_exam_plans`."""

    title: str
    kind: ExamKind
    plan: str
    cohort: str
    opens_at: datetime
    closes_at: datetime
    quarter: Quarter | None = None
    forms: int = 1
    attempt_limit: int = 1


def last_quarter_load(days: DemoDays) -> str:
    """Hold last quarter's test: sat, marked, published, certificates issued."""
    published = demo_office().exams.filter(kind=ExamKind.QUARTERLY_TEST, state=ExamState.PUBLISHED)
    exam = published.order_by("-opens_at").first() or _hold_last_quarter(days)
    results = counting_results(exam).values()
    passed = sum(result.is_pass for result in results)
    absent = exam.candidates.filter(state=CandidateState.ABSENT).count()
    certificates = exam_certificates(exam).count()
    return f"{exam.title}：{len(results)} 人参加，{absent} 人缺考，{passed} 人及格，证书 {certificates} 份"


def class_exam_load(days: DemoDays) -> str:
    """Hold a class exam that is over, with short answers still to be marked."""
    exam = demo_office().exams.filter(title=_CLASS_EXAM).first() or _hold_class_exam(days)
    return f"{exam.title}：{exam.attempts.count()} 人交卷，{exam_phase(exam, days.now).label}"


def open_exam_load(days: DemoDays) -> str:
    """See that the visitor has an exam to take: this quarter's test or, once that is over or taken, a mock exam."""
    open_to_visitor = (card.exam for card in exam_cards(person(CADRE), days.now) if card.can_enter)
    exam = next(open_to_visitor, None) or _open_an_exam(days)
    handed_in = exam.attempts.filter(state=AttemptState.SUBMITTED).count()
    writing = exam.attempts.filter(state=AttemptState.OPEN).count()
    return f"{exam.title}：{exam.candidates.count()} 人应考，{handed_in} 人已交卷，{writing} 人正在作答"


def _hold_last_quarter(days: DemoDays) -> Exam:
    quarter = days.quarter.before
    day = weekday_before(quarter.last_day - timedelta(days=12), 3)
    with transaction.atomic():
        exam = _schedule(_quarterly_test(quarter, opens_at=at(day, "09:00"), closes_at=at(day, "10:30")))
        absentee = load_office().absentee
        _sit_all(exam, [number for number in _candidates(exam) if number != absentee])
        short_answers_mark(exam, markers=_markers(), now=at(day + timedelta(days=1), "10:00"))
        exam = results_publish(exam=exam, by=person(ORGANIZER), now=at(day + timedelta(days=5), "16:00"))
        _issue_certificates(exam, now=at(day + timedelta(days=6), "09:30"))
    return exam


def _hold_class_exam(days: DemoDays) -> Exam:
    day = weekday_before(days.today, 5)
    setting = _Setting(
        title=_CLASS_EXAM,
        kind=ExamKind.CLASS_EXAM,
        plan="class_exam",
        cohort=_NEWCOMERS,
        opens_at=at(day, "14:30"),
        closes_at=at(day, "16:00"),
    )
    with transaction.atomic():
        exam = _schedule(setting)
        _sit_all(exam, _candidates(exam))
        short_answers_mark(exam, markers=_markers(), now=at(day, "17:00"), papers_left=_PAPERS_LEFT)
    return exam


def _open_an_exam(days: DemoDays) -> Exam:
    # From the day before, so that some have had the time to finish, however early in the day it is.
    opens_at, closes_at = at(days.today - timedelta(days=1), "09:00"), at(days.today + _OPEN_FOR, "18:00")
    test = _quarterly_test(days.quarter, opens_at=opens_at, closes_at=closes_at, forms=2)
    with transaction.atomic():
        if demo_office().exams.filter(title=test.title).exists():
            return _schedule(_mock_exam(days.today, opens_at=opens_at, closes_at=closes_at))
        exam = _schedule(test)
        _sit_some(exam, days.now)
    return exam


def _mock_exam(day: date, *, opens_at: datetime, closes_at: datetime) -> _Setting:
    return _Setting(
        title=f"模拟考试（{day.year}年{day.month}月{day.day}日起）",
        kind=ExamKind.MOCK,
        plan="practice",
        cohort=_EVERYBODY,
        opens_at=opens_at,
        closes_at=closes_at,
        attempt_limit=3,
    )


def _quarterly_test(quarter: Quarter, *, opens_at: datetime, closes_at: datetime, forms: int = 1) -> _Setting:
    return _Setting(
        title=f"{quarter}季季考",
        kind=ExamKind.QUARTERLY_TEST,
        plan="quarterly_test",
        cohort=_EVERYBODY,
        opens_at=opens_at,
        closes_at=closes_at,
        quarter=quarter,
        forms=forms,
    )


def _schedule(setting: _Setting) -> Exam:
    """Assemble papers, make the exam and announce it."""
    organizer = person(ORGANIZER)
    plan = load_exam_plans()[setting.plan]
    announced_at = setting.opens_at - _ANNOUNCED_BEFORE
    papers = papers_assemble(
        blueprint=_blueprint(setting.plan), seed=setting.title, forms=setting.forms, by=organizer, now=announced_at
    )
    text = ExamText(
        kind=setting.kind,
        title=setting.title,
        year=setting.quarter.year if setting.quarter else None,
        quarter=setting.quarter.number if setting.quarter else None,
        cohort=cohort(setting.cohort),
        rules=_RULES,
        opens_at=setting.opens_at,
        closes_at=setting.closes_at,
        duration_minutes=plan.duration_minutes,
        attempt_limit=setting.attempt_limit,
        counting=CountingAttempt.BEST,
        pass_marks=plan.pass_marks,
        shuffle_questions=False,
        shuffle_options=True,
    )
    exam = exam_create(text=text, papers=papers, by=organizer)
    return exam_schedule(exam=exam, by=organizer, now=announced_at)


def _blueprint(plan: str) -> Blueprint:
    source = load_exam_plans()[plan].blueprint
    bank = demo_bank()
    known = Blueprint.objects.filter(office=bank.office, title=source.title).first()
    return known or blueprint_create(bank=bank, plan=source, by=person(ORGANIZER))


def _sit_all(exam: Exam, staff_numbers: Iterable[str]) -> None:
    """Let people sit an exam that all begin at about the same time."""
    candidates = _candidates(exam)
    ability = _abilities()
    duration = timedelta(minutes=exam.duration_minutes)
    for sitting in plan_sittings(tuple(staff_numbers), duration, exam.title):
        sit(
            Sitter(
                candidate=candidates[sitting.staff_number],
                ability=ability[sitting.staff_number],
                started_at=exam.opens_at + sitting.started_after,
                took=sitting.took,
                seed=exam.title,
            )
        )


def _sit_some(exam: Exam, now: datetime) -> None:
    """Let a few sit the open exam, one after the other since yesterday, and others be in the middle of it."""
    candidates = _candidates(exam)
    ability = _abilities()
    duration = timedelta(minutes=exam.duration_minutes)
    for hours, sitting in enumerate(plan_sittings(_HANDED_IN, duration, exam.title)):
        number = sitting.staff_number
        started_at = exam.opens_at + timedelta(hours=hours) + sitting.started_after
        sit(Sitter(candidates[number], ability[number], started_at, sitting.took, exam.title))
    for number, (minutes_ago, minutes) in _WRITING.items():
        started_at, took = now - timedelta(minutes=minutes_ago), timedelta(minutes=minutes)
        sit_until(Sitter(candidates[number], ability[number], started_at, took, exam.title), now)


def _abilities() -> Mapping[str, float]:
    """Return what each is able to do, which does not change from one exam to the next."""
    office = load_office()
    return abilities([cadre.staff_number for cadre in office.cadres], office.newcomers, _ABILITY_SEED)


def _markers() -> list[User]:
    return [person(APPROVER), person(AUTHOR)]


def _candidates(exam: Exam) -> dict[str, Candidate]:
    rows = exam.candidates.select_related("user", "exam").order_by("user__username")
    return {candidate.user.username: candidate for candidate in rows}


def _issue_certificates(exam: Exam, now: datetime) -> None:
    organizer = person(ORGANIZER)
    template = template_ensure(office=exam.office, by=organizer)
    certificates_issue(exam=exam, template=template, by=organizer, now=now)
