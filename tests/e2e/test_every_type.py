"""Matching, ordering, essay and case on a phone: answered by touch, saved, still there after a reload."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE, demo_page, problems_of
from tests.e2e.exam_page import held_of

_CADRE = "YL013"
_EXAM = "题型体验"
_SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from accounts.services import cohort_create
from exam_site.demo.cast import ORGANIZER
from quizzes.enums import CountingAttempt, ExamKind
from quizzes.models import Blueprint
from quizzes.services import ExamText, exam_create, exam_schedule, papers_assemble
now = timezone.now()
organizer = User.objects.get(username=ORGANIZER)
blueprint = Blueprint.objects.get(title="各种题型（体验）")
cohort = cohort_create(office=organizer.office, name="体验名单", people=[User.objects.get(username={cadre!r})])
text = ExamText(
    kind=ExamKind.MOCK, title={title!r}, year=None, quarter=None, cohort=cohort, rules="",
    opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(hours=3), duration_minutes=60, attempt_limit=1,
    counting=CountingAttempt.BEST, pass_marks=3600, shuffle_questions=True, shuffle_options=True,
)
papers = papers_assemble(blueprint=blueprint, seed="1", by=organizer, now=now)
exam_schedule(exam=exam_create(text=text, papers=papers, by=organizer), by=organizer, now=now)
"""


@pytest.fixture(scope="module")
def phone(browser: Browser, demo_site) -> Page:
    demo_site.manage("shell", "-c", _SCHEDULE.format(cadre=_CADRE, title=_EXAM))
    page = demo_page(browser, demo_site, _CADRE, viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto("/exams/")
    page.get_by_role("link", name=re.compile("进入|考试须知|开始")).first.tap()
    page.get_by_role("button", name=re.compile("开始答题|进入考场|开始")).first.tap()
    expect(page.locator("form[data-ready=true]")).to_be_visible()
    return page


def test_every_type_is_answered_by_touch_and_saved(phone, demo_site):
    for select in phone.locator("[data-type=matching] select").all():
        select.select_option(index=1)
    places = phone.locator("[data-type=ordering] select").all()
    for place, letter in zip(places, "CAB", strict=True):
        place.select_option(label=letter)
    phone.locator("[data-type=essay] textarea").fill("轻车简从，带着问题去。")
    expect(phone.locator("#saved")).to_have_text(re.compile("^已保存"))

    answers = list(held_of(demo_site, _EXAM, _CADRE).answers.values())
    matched = next(answer for answer in answers if isinstance(answer, dict))
    assert (len(matched), len(set(matched.values()))) == (4, 1)
    assert "轻车简从，带着问题去。" in answers
    assert [len(answer) for answer in answers if isinstance(answer, list)] == [3]


def test_a_reload_shows_what_was_answered(phone):
    phone.reload()
    expect(phone.locator("form[data-ready=true]")).to_be_visible()

    ordered = [place.evaluate("s => s.selectedOptions[0].label") for place in phone.locator(".places select").all()]
    assert ordered == ["C", "A", "B"]
    expect(phone.locator("#answered")).to_have_text("3")


def test_material_and_table_fit_the_phone(phone):
    assert phone.locator(".stimulus").count() == 1
    expect(phone.locator("fieldset table")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert problems_of(phone) == []
