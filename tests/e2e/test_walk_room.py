"""An exam's room while somebody writes: what the page notices, what is said, time given, a file as the last resort."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from exam_site.demo.cast import ORGANIZER
from tests.e2e.conftest import DESK, PHONE, demo_page, problems_of

_CADRE, _NAME = "YL014", "冯砥舟"


@pytest.fixture(scope="module")
def sheet(browser: Browser, demo_site) -> Page:
    """Return the exam page of a candidate who has just begun."""
    page = demo_page(browser, demo_site, _CADRE, viewport=PHONE)
    page.goto("/exams/")
    page.get_by_role("link", name=re.compile("第四季度季季考")).first.click()
    page.get_by_role("button", name="开始作答").click()
    expect(page.locator("#sheet[data-ready]")).to_be_attached()
    return page


@pytest.fixture(scope="module")
def room(browser: Browser, demo_site) -> Page:
    """Return the organizer's page of that candidate."""
    page = demo_page(browser, demo_site, ORGANIZER)
    page.goto("/organize/exams/")
    page.get_by_role("link", name=re.compile("第四季度季季考")).first.click()
    page.get_by_role("link", name="监考", exact=True).click()
    page.get_by_label("姓名、工号或单位").fill(_CADRE)
    page.get_by_role("button", name="筛选").click()
    return page


def report(page: Page) -> None:
    """Let the page report now, as it does each minute."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_leaving_the_page_is_told_at_once_and_decides_nothing(sheet, room):
    room.get_by_role("link", name=_NAME).click()
    assert "没有离开页面" in room.inner_text("main")
    sheet.evaluate("window.dispatchEvent(new Event('blur'))")
    sheet.wait_for_timeout(3600)
    sheet.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(sheet.locator("#watched")).to_contain_text(re.compile(r"你离开本页 \d+ 秒，已记录（第 1 次）"))
    room.reload()
    assert re.search(r"离开页面 \d+ 秒", room.inner_text("main"))
    assert problems_of(room, PHONE, DESK) == []


def test_message_and_time_given_reach_the_page(sheet, room):
    room.get_by_text("加时", exact=True).first.click()
    room.locator("#extratimeform_minutes").fill("90")
    room.locator("#extratimeform_reason").fill("眼疾")
    room.get_by_role("button", name="加时").click()
    expect(room.get_by_role("status").first).to_contain_text("马上生效")
    report(sheet)

    expect(sheet.locator("#told")).to_contain_text("给你加时 90 分钟。")
    expect(sheet.locator("#clock")).to_have_text(re.compile(r"^2:\d\d:\d\d$"))
    assert problems_of(sheet, PHONE) == []


def test_what_could_not_be_sent_comes_in_by_a_sealed_file(sheet, room, tmp_path):
    sheet.context.set_offline(True)
    first = sheet.locator("[data-type=single_choice]").first
    first.locator("input").first.check()
    expect(sheet.locator("#saved")).to_contain_text("待")
    sheet.get_by_text("一直存不上？").click()
    with sheet.expect_download() as download:
        sheet.get_by_role("button", name="导出答案文件").click()
    file = tmp_path / "answers.json"
    download.value.save_as(file)
    assert "sealed" in file.read_text(encoding="utf-8")

    room.get_by_role("link", name=re.compile("^监考：")).click()
    room.get_by_role("link", name="导入应急答案文件").click()
    room.get_by_label("应急答案文件").set_input_files(file)
    room.get_by_role("button", name="看看里面有什么").click()
    expect(room.get_by_text("会改动 1 题：")).to_be_visible()
    assert problems_of(room, PHONE, DESK) == []
    room.get_by_label("原因").fill("考场断网")
    room.get_by_role("button", name="导入这些答案").click()
    expect(room.get_by_role("status").first).to_have_text("已导入，改动 1 题。")

    sheet.context.set_offline(False)
    expect(sheet.locator("#saved")).to_contain_text("已保存")
