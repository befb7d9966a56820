"""From an empty installation to people who have signed in: the first hour of an office."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from exam_site.demo.documents import roster_xlsx
from tests.e2e.conftest import DESK, PHONE, new_context, problems_of, sign_in

_PASSWORD = "山高水长海阔天空-2026"


@pytest.fixture(scope="module")
def first_code(empty_site) -> str:
    printed = empty_site.manage(
        "create_office", "yunlan", "中共云澜县委组织部", "--administrator", "ADMIN1", "--administrator-name", "何静"
    )
    return re.search(r"\w{4}-\w{4}-\w{4}", printed)[0]


@pytest.fixture(scope="module")
def organizer(browser: Browser, empty_site, first_code) -> Page:
    page = new_context(browser, empty_site, DESK).new_page()
    sign_in(page, "ADMIN1", first_code)
    page.get_by_label("新密码", exact=True).fill(_PASSWORD)
    page.get_by_label("再输入一次").fill(_PASSWORD)
    page.get_by_role("button", name="保存密码").click()
    return page


def test_the_first_administrator_sets_a_password_with_the_printed_code(organizer):
    expect(organizer.get_by_role("heading", level=1)).to_have_text("还差 7 步就能开考")
    assert problems_of(organizer) == []


def test_a_roster_is_previewed_then_imported(organizer):
    organizer.get_by_role("link", name="人员", exact=True).click()
    organizer.get_by_role("link", name="导入人员名单").first.click()
    organizer.set_input_files("input[type=file]", {"name": "人员名单.xlsx", "mimeType": "", "buffer": roster_xlsx()})
    organizer.get_by_role("button", name="上传并预览").click()
    expect(organizer.get_by_role("heading", level=1)).to_have_text("可以导入 40 人")
    organizer.get_by_role("button", name="导入勾选的人").click()

    organizer.get_by_role("link", name="人员", exact=True).first.click()

    expect(organizer.get_by_role("heading", level=1)).to_have_text("在职 41 人")
    assert problems_of(organizer) == []


def test_a_printed_slip_lets_a_cadre_in_on_a_phone(organizer, browser, empty_site):
    organizer.goto("/people/codes/")
    organizer.get_by_role("button", name="生成并打印纸条").click()
    slip = organizer.locator(".slip", has_text="YL010")
    code = slip.locator(".slip-code").inner_text()

    phone = new_context(browser, empty_site, PHONE).new_page()
    sign_in(phone, "yl010", code.lower().replace("-", " "))
    phone.get_by_label("新密码", exact=True).fill(_PASSWORD)
    phone.get_by_label("再输入一次").fill(_PASSWORD)
    phone.get_by_role("button", name="保存密码").click()

    expect(phone.get_by_role("heading", level=1)).to_contain_text("现在")
    assert problems_of(phone) == []


def test_a_used_code_lets_nobody_in(organizer, browser, empty_site, first_code):
    page = new_context(browser, empty_site, DESK).new_page()

    sign_in(page, "ADMIN1", first_code)

    expect(page).to_have_url(re.compile("/sign-in/"))
