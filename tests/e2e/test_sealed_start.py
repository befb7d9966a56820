"""The minute an exam opens: the page that waited opens its sealed paper, or goes in as a page without script would."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Browser, Route, expect

from tests.e2e.conftest import INTRANET_NAME, PHONE, demo_page, problems_of
from tests.e2e.exam_page import ExamPage

_SECURE, _INSECURE = "YL018", "YL019"
_EXAM = "到点开考"
#: What it takes at most to load two pages and press a button on each.
_SECONDS = 20
_MOST_MS = 60_000
_SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from accounts.models import User
from accounts.services import cohort_create
from exam_site.demo.cast import ORGANIZER
from quizzes.enums import CountingAttempt, ExamKind
from quizzes.models import Blueprint, Exam
from quizzes.services import ExamText, exam_create, exam_schedule, papers_assemble
now = timezone.now()
organizer = User.objects.get(username=ORGANIZER)
blueprint = Blueprint.objects.get(title="各种题型（体验）")
people = User.objects.filter(username__in={cadres!r})
cohort = cohort_create(office=organizer.office, name="到点名单", people=list(people))
text = ExamText(
    kind=ExamKind.MOCK, title={title!r}, year=None, quarter=None, cohort=cohort, rules="",
    opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=3), duration_minutes=60, attempt_limit=1,
    counting=CountingAttempt.BEST, pass_marks=3600, shuffle_questions=True, shuffle_options=True,
)
papers = papers_assemble(blueprint=blueprint, seed="1", by=organizer, now=now)
exam = exam_create(text=text, papers=papers, by=organizer)
exam_schedule(exam=exam, by=organizer, now=now)
Exam.objects.filter(pk=exam.pk).update(opens_at=timezone.now() + timedelta(seconds={seconds}))
print('"' + str(exam.uuid) + '"')
"""
#: What a candidate sees and what the script reads of it; the order of a section's rules follows its first questions.
_SHOWN = """
() => { const tidy = (each) => each.outerHTML.replace(/>\\s+</g, "><"); return ({
  title: document.title,
  address: location.pathname,
  questions: Array.from(document.querySelectorAll("#sheet .stimulus, #sheet .q"), tidy),
  sections: Array.from(document.querySelectorAll("#sheet h2"), (each) => each.innerText),
  card: Array.from(document.querySelectorAll(".nav-grid li"), tidy),
  bars: [".exam-bar .name", ".exam-foot"].map((each) => document.querySelector(each).innerText),
  data: Object.assign({}, document.getElementById("sheet").dataset, { toldAt: "", told: "", remainingSeconds: "" }),
}); }
"""


def slowly(route: Route) -> None:
    time.sleep(1)
    route.continue_()


def test_two_pages_that_waited_go_in_by_themselves(browser: Browser, demo_site):
    secure, plain = (demo_page(browser, demo_site, cadre, viewport=PHONE, **at) for cadre, at in _visitors(demo_site))
    exam = demo_site.ask(_SCHEDULE.format(cadres=[_SECURE, _INSECURE], title=_EXAM, seconds=_SECONDS))
    errors: list[object] = []
    secure.on("pageerror", lambda error: errors.append(str(error)))
    with secure.expect_response(re.compile("/sealed/$")) as fetched:
        secure.goto(f"/exams/{exam}/")
    ahead = fetched.value.json()["ahead"]
    plain.goto(f"/exams/{exam}/")
    problems = problems_of(secure)
    for page in (secure, plain):
        page.get_by_role("button", name="到点自动进入").click()
        expect(page.locator("#countdown")).to_have_text(re.compile(r"^00:\d\d$"))
    # From now on the network is slow, and what the plain way asks for is not to be had.
    secure.route(re.compile(f"/exams/{exam}/$"), slowly)
    secure.route(re.compile("/attempts/[^/]*/$"), lambda route: route.abort())

    expect(secure.locator("#sheet")).to_have_attribute("data-ready", "true", timeout=_MOST_MS)
    from_seal = secure.evaluate(_SHOWN)
    secure.unroute_all()
    secure.reload()
    ExamPage(secure).wait_until_ready()
    from_server = secure.evaluate(_SHOWN)
    expect(plain.locator("#sheet")).to_have_attribute("data-ready", "true", timeout=_MOST_MS)

    assert set(ahead) == {"paper", "nonce", "sealed"}
    assert from_seal == from_server
    assert len(from_seal["questions"]) > 5
    assert (problems, errors) == ([], [])
    for page in (secure, plain):
        page.get_by_role("radio").first.check()
        ExamPage(page).wait_until_saved()
    assert plain.evaluate("window.isSecureContext") is False


def _visitors(site):
    yield _SECURE, {}
    yield _INSECURE, {"base_url": f"http://{INTRANET_NAME}:{site.port}"}
