"""What an exam page lives through: ten minutes offline, a reload in them, a wrong clock, two tabs, the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.e2e.conftest import demo_page
from tests.e2e.exam_page import held_of

_CADRE = "YL015"
_LATECOMER = "YL018"
_EXAM = re.compile("第四季度季季考")
#: Both end within seconds, and answers are taken a little longer.
_END = """
from datetime import timedelta
from django.utils import timezone
from quizzes.models import Attempt
end = timezone.now() + timedelta(seconds=20)
print(Attempt.objects.filter(state="open", candidate__user__username__in={cadres!r}).update(
    deadline_at=end, accepts_until=end + timedelta(seconds=4)))
"""
#: In the last second, by the page itself, which is quicker than a hand from outside.
_CLICK_AT_THE_LAST = """
box => {
  const wait = setInterval(() => {
    if (document.getElementById("clock").textContent !== "00:01") return;
    clearInterval(wait);
    box.click();
  }, 20);
}
"""
_KEY = """
import json
from quizzes.models import PaperSlot
print(json.dumps(PaperSlot.objects.get(pk={slot}).key))
"""
_MARKED = """
import json
from quizzes.models import Result
result = Result.objects.get(attempt__candidate__user__username={cadre!r}, attempt__exam__title={title!r})
print(json.dumps(sorted(slot for slot, marks in result.slot_marks.items() if marks)))
"""


@pytest.fixture(scope="module")
def sheet(browser: Browser, demo_site) -> Page:
    """Return the page of a candidate who has just begun, on a phone whose clock is a day ahead."""
    page = demo_page(browser, demo_site, _CADRE)
    page.clock.install(time=datetime.now() + timedelta(days=1))  # noqa: DTZ005 -- a wall clock that is wrong
    return begun(page)


def begun(page: Page) -> Page:
    page.goto("/exams/")
    page.get_by_role("link", name=_EXAM).first.click()
    page.get_by_role("button", name="开始作答").click()
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator("#sheet")).to_have_attribute("data-ready", "true")


def choose(page: Page, question: int, option: int) -> None:
    """Choose an option of the so-manieth single choice question."""
    page.locator("[data-type=single_choice]").nth(question).locator("input").nth(option).check()


def chosen(page: Page, question: int) -> list[bool]:
    options = page.locator("[data-type=single_choice]").nth(question).locator("input")
    return [option.is_checked() for option in options.all()]


def ids_of(page: Page, question: int) -> tuple[str, list[str]]:
    """Return a question's id and its options'."""
    field = page.locator("[data-type=single_choice]").nth(question)
    values = [option.get_attribute("value") for option in field.locator("input").all()]
    return field.get_attribute("data-question"), values


def seconds_shown(page: Page) -> int:
    parts = [int(part) for part in page.locator("#clock").inner_text().split(":")]
    return sum(part * 60**place for place, part in enumerate(reversed(parts)))


@pytest.fixture(scope="module")
def held(sheet, demo_site) -> Callable[[], dict[str, object]]:
    """Return what tells which answers the site holds."""
    title = sheet.locator(".exam-bar .name").inner_text()
    return lambda: held_of(demo_site, title, _CADRE).answers


def test_a_clock_that_is_a_day_off_shows_the_time_the_server_gives(sheet):
    # As many seconds as the exam lasts, and not a day more or less.
    assert 3500 < seconds_shown(sheet) <= 3600
    sheet.clock.set_system_time(datetime.now() - timedelta(days=1))  # noqa: DTZ005
    assert 3400 < seconds_shown(sheet) <= 3600


def test_ten_minutes_without_a_network_and_a_reload_lose_nothing(sheet, held):
    address = sheet.url
    choose(sheet, 0, 0)
    expect(sheet.locator("#saved")).to_contain_text("已保存")
    sheet.context.set_offline(True)
    choose(sheet, 0, 1)
    choose(sheet, 1, 2)
    expect(sheet.locator("#saved")).to_have_text("网络中断，2 题待补存")
    sheet.clock.fast_forward("10:00")
    expect(sheet.locator("#saved")).to_have_text("网络中断，2 题待补存")
    assert len(held()) == 1
    with pytest.raises(Error):
        sheet.reload()

    sheet.context.set_offline(False)
    sheet.goto(address)
    ready(sheet)
    expect(sheet.locator("#saved")).to_contain_text("已保存", timeout=30_000)

    assert (chosen(sheet, 0)[:2], chosen(sheet, 1)[2]) == ([False, True], True)
    expected = {}
    for question, option in ((0, 1), (1, 2)):
        id_, values = ids_of(sheet, question)
        expected[id_] = [values[option]]
    assert held() == expected


def test_two_tabs_of_one_browser_keep_the_newest_of_both(sheet, held):
    other = sheet.context.new_page()
    other.goto(sheet.url)
    ready(other)
    choose(sheet, 2, 0)
    expect(sheet.locator("#saved")).to_contain_text("已保存")
    choose(other, 2, 1)
    choose(other, 3, 3)
    expect(other.locator("#saved")).to_contain_text("已保存", timeout=30_000)
    choose(sheet, 4, 2)
    expect(sheet.locator("#saved")).to_contain_text("已保存", timeout=30_000)

    answers = held()
    for question, option in ((2, 1), (3, 3), (4, 2)):
        id_, values = ids_of(sheet, question)
        assert answers[id_] == [values[option]]
    other.close()


def test_an_answer_of_the_last_second_counts_and_one_after_it_is_told_that_it_does_not(browser, sheet, demo_site, held):
    late = begun(demo_page(browser, demo_site, _LATECOMER))
    title = late.locator(".exam-bar .name").inner_text()
    last, values = ids_of(sheet, 5)
    [key] = demo_site.ask(_KEY.format(slot=int(last)))
    late.context.set_offline(True)
    choose(late, 5, 0)
    sheet.locator("[data-type=single_choice]").nth(5).locator("input").nth(values.index(key)).evaluate(
        _CLICK_AT_THE_LAST
    )
    assert demo_site.ask(_END.format(cadres=[_CADRE, _LATECOMER])) == 2
    # The reply to a save tells the page of its end.
    choose(sheet, 6, 0)

    sheet.wait_for_url("**/submitted/", timeout=60_000)
    late.wait_for_timeout(5_000)
    late.context.set_offline(False)
    late.wait_for_url("**/submitted/?missed=1", timeout=30_000)

    assert last in demo_site.ask(_MARKED.format(cadre=_CADRE, title=title))
    expect(late.locator("main")).to_contain_text("最后改动的 1 题到得太晚，没有收下")
    assert held_of(demo_site, title, _LATECOMER).answers == {}
    late.context.close()
