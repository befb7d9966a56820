"""A trainer goes through drafts from policy text by keyboard alone; after the walk, which counts the bank's drafts."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from exam_site.demo.cast import AUTHOR
from tests.e2e.conftest import DESK, PHONE, demo_page, problems_of


def waiting(page: Page) -> int:
    """Return how many drafts the page says are still to be decided."""
    return int(re.search(r"\d+", page.get_by_role("heading", level=1).inner_text())[0])


def test_drafts_are_decided_by_keyboard(browser: Browser, demo_site):
    page = demo_page(browser, demo_site, AUTHOR)
    page.goto("/bank/drafting/")
    page.get_by_role("link", name=re.compile("学习和考试管理办法")).click()
    page.get_by_role("button", name="起草试题", exact=True).click()
    expect(page.locator(".provision mark")).not_to_have_count(0)
    total = waiting(page)

    page.keyboard.press("a")
    expect(page.get_by_text("已采用，存为")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_role("link", name="不用 1")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile("draft="))
    page.get_by_label("补充").fill("a")

    assert total > 40
    assert waiting(page) == total - 2
    assert problems_of(page, PHONE, DESK) == []
    page.locator("body").click(position={"x": 2, "y": 2})
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_have_text("改好这道草稿，再采用")
    assert problems_of(page, PHONE, DESK) == []
