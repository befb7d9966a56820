"""Writing a note as people do: the network goes, a second page is open, the desk is shared, there is no JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from exam_site.demo.cast import PASSWORD
from tests.e2e.conftest import INTRANET_NAME, PHONE, demo_page, problems_of, sign_in

_WRITER, _NEXT = "YL013", "YL014"
_SAVED = re.compile(r"^已保存 \d\d:\d\d:\d\d$")
_LOCAL = "暂存在本机，联网后自动保存"
_HELD = """
import json
from learning.models import Note
rows = Note.objects.filter(book={book!r})
print(json.dumps([[row.body, row.record.revision] for row in rows]))
"""


def _state(page: Page):
    return page.locator("#draft-state")


def _begin(page: Page, book: str, text: str) -> None:
    page.goto("/records/new/note/")
    expect(page.locator("form[data-draft]")).to_have_attribute("data-ready", "true")
    page.locator("[name=book]").fill(book)
    page.locator("[name=body]").fill(text)


def _held(site, book: str) -> list[list[object]]:
    return site.ask(_HELD.format(book=book))


def test_text_outlives_the_network_and_a_closed_page_over_plain_http(browser: Browser, demo_site):
    page = demo_page(browser, demo_site, _WRITER, viewport=PHONE, base_url=f"http://{INTRANET_NAME}:{demo_site.port}")
    _begin(page, "断网的书", "第一句。")
    expect(_state(page)).to_have_text(_SAVED)
    expect(page).to_have_url(re.compile(r"/records/[0-9a-f-]+/edit/$"))
    assert page.evaluate("window.isSecureContext") is False
    assert problems_of(page) == []

    page.context.set_offline(True)
    page.locator("[name=body]").fill("第一句。断网写的第二句。")
    expect(_state(page)).to_have_text(_LOCAL)
    page.get_by_role("button", name="保存并提交审核").click()
    expect(_state(page)).to_contain_text("没有提交")
    address = page.url
    page.close()
    page = browser.contexts[-1].new_page()
    browser.contexts[-1].set_offline(False)
    page.goto(address)

    expect(page.locator("[name=body]")).to_have_value("第一句。断网写的第二句。")
    expect(_state(page)).to_have_text(_SAVED)
    assert _held(demo_site, "断网的书")[0][0] == "第一句。断网写的第二句。"

    page.get_by_role("button", name="保存并提交审核").click()
    expect(page.get_by_role("heading", level=2, name="等待审核")).to_be_visible()
    assert page.evaluate("localStorage.getItem('jijikao-drafts-of')") is None
    assert len(_held(demo_site, "断网的书")) == 1


def test_new_text_written_offline_is_found_again_by_a_new_page(browser: Browser, demo_site):
    page = demo_page(browser, demo_site, _WRITER)
    page.goto("/records/new/note/")
    expect(page.locator("form[data-draft]")).to_have_attribute("data-ready", "true")
    page.context.set_offline(True)
    page.locator("[name=book]").fill("路上的书")
    page.locator("[name=body]").fill("车上写的。")
    expect(_state(page)).to_have_text(_LOCAL)
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()

    page.goto("/records/new/note/")

    expect(_state(page)).to_have_text(_SAVED)
    assert [row[0] for row in _held(demo_site, "路上的书")] == ["车上写的。"]


def test_of_two_pages_the_older_asks_and_both_texts_are_kept(browser: Browser, demo_site):
    first = demo_page(browser, demo_site, _WRITER)
    _begin(first, "两处写的书", "底稿。")
    expect(_state(first)).to_have_text(_SAVED)
    second = first.context.new_page()
    second.goto(first.url)
    expect(second.locator("form[data-draft]")).to_have_attribute("data-ready", "true")
    second.locator("[name=body]").fill("办公室写的。")
    expect(_state(second)).to_have_text(_SAVED)

    first.locator("[name=body]").fill("家里写的。")

    expect(first.locator("#other-text")).to_have_value("办公室写的。")
    assert problems_of(first) == []
    assert _held(demo_site, "两处写的书")[0][0] == "办公室写的。"
    first.get_by_role("button", name="两份都要，接在后面").click()
    expect(_state(first)).to_have_text(_SAVED)
    assert _held(demo_site, "两处写的书")[0][0] == "家里写的。\n\n办公室写的。"


def test_the_next_person_at_the_desk_finds_nothing(browser: Browser, demo_site):
    page = demo_page(browser, demo_site, _WRITER)
    page.goto("/records/new/note/")
    expect(page.locator("form[data-draft]")).to_have_attribute("data-ready", "true")
    # Without a book the server takes no note: the text stays here alone.
    page.locator("[name=body]").fill("只在这台电脑上。")
    expect(_state(page)).to_contain_text("暂存在本机，还没有保存到服务器")
    assert page.evaluate("localStorage.getItem('jijikao-drafts-of') !== null")
    page.context.clear_cookies()

    sign_in(page, _NEXT, PASSWORD)

    assert page.evaluate("localStorage.getItem('jijikao-drafts-of')") is None
    page.wait_for_function("indexedDB.databases().then((all) => all.length === 0)")


def test_signing_out_asks_about_text_that_lies_here_alone(browser: Browser, demo_site):
    page = demo_page(browser, demo_site, _WRITER)
    page.goto("/records/new/note/")
    expect(page.locator("form[data-draft]")).to_have_attribute("data-ready", "true")
    page.locator("[name=body]").fill("还没有存上。")
    expect(_state(page)).to_contain_text("暂存在本机，还没有保存到服务器")

    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="退出").click()
    assert page.url.endswith("/records/new/note/")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="退出").click()

    page.wait_for_url(re.compile("/sign-in/"))
    assert page.evaluate("localStorage.getItem('jijikao-drafts-of')") is None


def test_form_works_without_javascript(browser: Browser, demo_site):
    page = demo_page(browser, demo_site, _WRITER, java_script_enabled=False)
    page.goto("/records/new/note/")
    page.locator("[name=book]").fill("没有脚本的书")
    page.locator("[name=body]").fill("照样能写。")
    page.get_by_role("button", name="保存草稿").click()

    expect(page.get_by_text("已保存，共 5 字。")).to_be_visible()
    assert _held(demo_site, "没有脚本的书") == [["照样能写。", 1]]
