"""A trainer takes questions to another system and brings some from there; after the walk, which counts the bank's."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from exam_site.demo.cast import AUTHOR
from question_bank.interchange import read_aiken
from tests.e2e.conftest import DESK, PHONE, demo_page, problems_of

BANK = "交换演练题库"
_BANK_MADE = f"""
import json
from accounts.models import Office
from question_bank.services import bank_create
print(json.dumps(bank_create(office=Office.objects.get(), name="{BANK}").name))
"""
#: Two questions and what is none.
GIFT = "交换来的第一题？{=对 ~错}\n\n交换来的第二题。{TRUE}\n\n只是一段说明\n"


def test_questions_travel_to_another_system_and_back(browser: Browser, demo_site):
    demo_site.ask(_BANK_MADE)
    page = demo_page(browser, demo_site, AUTHOR)
    page.goto("/bank/exchange/")

    page.get_by_role("radio", name="Aiken").check()
    page.get_by_role("button", name="看看会丢什么").click()
    expect(page.get_by_text("判断：Aiken 只有单选，未导出")).to_be_visible()
    assert problems_of(page, PHONE, DESK) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="下载").click()
    assert read_aiken(Path(download.value.path()).read_bytes()).questions

    page.get_by_label("导入到").select_option(label=BANK)
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "交换.gift", "mimeType": "text/plain", "buffer": GIFT.encode()}
    )
    page.get_by_role("button", name="上传并预览").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("有 2 题可以导入")
    expect(page.get_by_text("未导入：说明文字")).to_be_visible()
    assert problems_of(page, PHONE, DESK) == []
    page.get_by_role("button", name="导入这 2 题").click()
    expect(page.get_by_text("已导入 2 题，状态为“起草”。")).to_be_visible()
