"""The exam page as an intranet serves it: plain HTTP under a name, for which browsers withhold half their API."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.e2e.conftest import INTRANET_NAME, PHONE, demo_page
from tests.e2e.exam_page import ExamPage

#: Has not begun this quarter's test.
_CADRE = "YL009"


def test_answers_are_saved_over_plain_http(browser: Browser, demo_site):
    page = demo_page(browser, demo_site, _CADRE, viewport=PHONE, base_url=f"http://{INTRANET_NAME}:{demo_site.port}")
    page.get_by_role("link", name="去考试").click()
    page.get_by_role("button", name="开始作答").click()
    sheet = ExamPage(page)
    sheet.wait_until_ready()

    page.get_by_role("radio").first.check()
    sheet.wait_until_saved()
    page.reload()

    assert page.evaluate("[window.isSecureContext, location.protocol]") == [False, "http:"]
    assert page.get_by_role("radio").first.is_checked()
