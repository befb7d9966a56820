"""A page that learns late that another device has the attempt: what it still has is kept apart, once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.conftest import demo_page
from tests.e2e.test_walk_survives import begun, choose, ids_of

_CADRE = "YL021"
_KEPT = """
import json
from quizzes.models import SupersededAnswer
kept = SupersededAnswer.objects.filter(attempt__candidate__user__username={cadre!r}).order_by("pk")
print(json.dumps([[str(each.slot_id), each.answer] for each in kept]))
"""


def test_what_an_offline_page_could_not_save_is_kept_once_when_another_device_has_taken_over(browser, demo_site):
    old = begun(demo_page(browser, demo_site, _CADRE))
    old.context.set_offline(True)
    choose(old, 0, 1)
    expect(old.locator("#saved")).to_contain_text("网络中断，1 题待补存")
    # This one is not in the batch that is being tried.
    choose(old, 1, 2)
    new = demo_page(browser, demo_site, _CADRE)
    new.goto(old.url)
    new.get_by_role("button", name="在本机继续作答").click()
    expect(new.locator("#sheet")).to_have_attribute("data-ready", "true")
    old.context.set_offline(False)

    expect(old.locator("#notice")).to_contain_text("没有存上的 2 题已另外留存，不计入成绩")

    expected = []
    for question, option in ((0, 1), (1, 2)):
        id_, values = ids_of(old, question)
        expected.append([id_, [values[option]]])
    assert demo_site.ask(_KEPT.format(cadre=_CADRE)) == expected
