"""A trainer brings sheets in, row after row by keyboard and by paste, into a bank of these tests' own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from exam_site.demo.cast import AUTHOR
from tests.e2e.conftest import DESK, PHONE, demo_page, problems_of

_BANK = "收发登记题库"
_OPTIONS = "A．收发员\nB．保安员\n"
#: Two that need a look and one that is whole.
_SHEET = (
    f"单选题\n1．〔图片〕挂号信由谁签收？\n{_OPTIONS}答案：A\n2．报刊由谁分发？\n{_OPTIONS}答案：见通知\n"
    f"3．汇款单由谁登记？\n{_OPTIONS}答案：A\n"
)
#: A paper, its answers in a file of their own, and a sheet that asks one of its questions in other words.
_FOLDER = (
    ("公文.txt", f"单选题\n1．来文由谁当日登记编号？\n{_OPTIONS}2．印章由谁专柜保管？\n{_OPTIONS}"),
    ("公文答案.txt", "1．A\n2．B\n"),
    ("来文.txt", f"单选题\n1．来文应由谁当日登记编号？\n{_OPTIONS}答案：A\n"),
)
#: The worker reads and compares beside the page.
_BESIDE_MS = 60_000


@pytest.fixture(scope="module")
def page(browser: Browser, demo_site):
    opened = demo_page(browser, demo_site, AUTHOR)
    opened.goto("/bank/banks/new/")
    opened.get_by_label("题库名称").fill(_BANK)
    opened.get_by_role("button", name="新建", exact=True).click()
    opened.wait_for_load_state()
    yield opened
    opened.context.close()


def upload(page: Page, *files: tuple[str, str]) -> None:
    """Send files as the page does, into the bank of these tests."""
    page.goto("/bank/imports/")
    page.get_by_label("导入到").select_option(label=_BANK)
    page.get_by_label("试题文件").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files]
    )
    page.get_by_role("button", name="上传并核对").click()
    page.wait_for_load_state()


def test_rows_are_decided_by_keyboard(page: Page):
    upload(page, ("收发.txt", _SHEET))
    expect(page.get_by_role("heading", name=re.compile("第 1 题"))).to_be_visible()
    expect(page.get_by_role("button", name="采用并看下一题")).to_have_attribute("aria-keyshortcuts", "A")

    page.keyboard.press("a")
    expect(page.get_by_role("heading", name=re.compile("第 2 题"))).to_be_visible()
    assert problems_of(page, PHONE, DESK) == []
    page.keyboard.press("e")
    expect(page.get_by_label("题干")).to_be_focused()
    page.keyboard.type("ax")
    page.get_by_label("用这些快捷键").uncheck()
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("x")

    expect(page.get_by_role("heading", name=re.compile("第 2 题"))).to_be_visible()
    page.get_by_label("用这些快捷键").check()
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="只导入正确的 2 题")).to_be_visible()


def test_pasted_text_is_shown_as_it_is_understood(page: Page):
    page.goto("/bank/paste/")
    page.get_by_label("试题", exact=True).fill(_SHEET)

    expect(page.get_by_role("heading", name="读到 3 题，1 题正常")).to_be_visible()
    assert problems_of(page, PHONE, DESK) == []


def test_a_folder_comes_in_at_once_and_what_is_asked_twice_is_merged(page: Page):
    upload(page, *_FOLDER)
    expect(page.get_by_role("heading", name="3 题可以导入")).to_be_visible(timeout=_BESIDE_MS)
    expect(page.get_by_role("row", name=re.compile("^公文.txt"))).to_contain_text("公文答案.txt")
    assert problems_of(page, PHONE, DESK) == []
    page.get_by_role("button", name="只导入正确的 3 题").click()
    expect(page.get_by_role("heading", name="3 个文件都处理完了")).to_be_visible(timeout=_BESIDE_MS)

    page.goto("/bank/duplicates/")
    page.get_by_role("link", name=_BANK, exact=True).click()
    page.get_by_role("button", name="开始查重").click()
    expect(page.get_by_role("heading", name="1 对题问得差不多")).to_be_visible(timeout=_BESIDE_MS)
    assert problems_of(page, PHONE, DESK) == []
    page.get_by_role("button", name="合并，留左边").click()

    expect(page.get_by_role("heading", name="没有相近的题")).to_be_visible()
