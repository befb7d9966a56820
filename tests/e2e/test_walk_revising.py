"""A regulation is amended: a trainer compares, confirms, and finds the questions again; last, in a bank of its own."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from exam_site.demo.cast import APPROVER, AUTHOR
from tests.e2e.conftest import DESK, PHONE, demo_page, problems_of
from tests.factories.question_bank import png_bytes

_AMENDED = f"""
import json
from datetime import date
from django.utils import timezone
from accounts.models import Office, User
from question_bank.services import amendment_apply, amendment_prepare
from tests.factories.question_bank import make_bank, make_content, make_provision, make_question, make_version
office, author = Office.objects.get(), User.objects.get(username="{AUTHOR}")
text = "演练守则\\n第一条　演练成绩分为四等，由县委组织部公布。\\n第二条　演练每年举行一次。\\n"
old = make_version(office, title="演练守则", text=text, effective_on=date(2020, 1, 1))
bank = make_bank(office, "修订演练题库")
for stem in ("演练成绩分为几等（　　）？", "演练成绩的等次有（　　）个。"):
    make_question(bank, author=author, content=make_content(stem=stem), provision=make_provision(old, "art1/par1"))
new = make_version(document=old.document, text=text.replace("四等", "五等"), effective_on=date(2021, 1, 1))
amendment = amendment_prepare(version=new, now=timezone.now())
amendment_apply(version=new, by=author, now=timezone.now())
print(json.dumps(amendment.get_absolute_url()))
"""
#: What a browser does when somebody pastes an image, or lets one fall on a field.
_GIVE_IMAGE = """(area, [kind, bytes]) => {
  const given = new DataTransfer();
  given.items.add(new File([new Uint8Array(bytes)], "图.png", { type: "image/png" }));
  const how = { bubbles: true, cancelable: true };
  area.dispatchEvent(
    kind === "paste"
      ? new ClipboardEvent(kind, { ...how, clipboardData: given })
      : new DragEvent(kind, { ...how, dataTransfer: given }),
  );
}"""


def test_a_trainer_follows_an_amendment(browser: Browser, demo_site):
    comparison = demo_site.ask(_AMENDED)
    page = demo_page(browser, demo_site, APPROVER)
    page.goto(comparison)
    expect(page.locator("ins", has_text="五")).to_be_visible()
    assert problems_of(page, PHONE, DESK) == []

    page.goto("/bank/amended/")
    for box in page.get_by_label("对照过了，和别的题一起确认").all():
        box.check()
    assert problems_of(page, PHONE, DESK) == []
    page.get_by_role("button", name="勾选的题都仍然正确").click()
    expect(page.get_by_role("button", name="2 题仍然正确")).to_be_visible()
    assert problems_of(page, PHONE, DESK) == []
    page.get_by_role("button", name="2 题仍然正确").click()
    expect(page.get_by_text("2 题定为“仍然正确”")).to_be_visible()

    _tag_what_is_found(page)
    _give_images(page)


def _tag_what_is_found(page: Page) -> None:
    page.goto("/bank/?q=演练成绩")
    page.get_by_text("记住这次查找").click()
    page.get_by_label("名字").fill("演练题")
    page.get_by_role("button", name="记住", exact=True).click()
    page.get_by_role("link", name="演练题").click()
    page.get_by_label("本页全选").check()
    assert problems_of(page, PHONE, DESK) == []
    page.get_by_role("button", name="更多操作").click()
    page.get_by_role("radio", name="加上标签").check()
    page.get_by_role("textbox", name="标签").fill("演练过")
    assert problems_of(page, PHONE, DESK) == []
    page.get_by_role("button", name="确认，处理这 2 题").click()
    expect(page.get_by_text("改了 2 题。")).to_be_visible()


def _give_images(page: Page) -> None:
    page.goto("/bank/new/")
    stem = page.locator("textarea[name=stem]")
    for number, kind in enumerate(("paste", "drop"), start=1):
        stem.evaluate(_GIVE_IMAGE, [kind, list(png_bytes(width=number))])
        expect(stem).to_have_value(re.compile(rf"(\[图 \w+\]\s*){{{number}}}"))
