"""An organizer changes a scheme in the browser, and sees first whom it affects."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.enums import Role
from learning.enums import RecordState
from learning.models import SchemeVersion
from learning.schemes.presets import PRESETS, preset_text
from learning.services import scheme_load
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.learning import make_note
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

SCHEME = """# 一份小方案
scheme: {key: small, name: 小方案, place: 某地, document: 某文件, effective_from: 2026-01-01}
requirements:
  - {key: note, name: 每月一篇笔记, kind: note, period: month, value: 1, source: 读书}  # 每人
"""


@pytest.fixture
def office():
    office = make_office()
    scheme_load(office=office, text=SCHEME, by=None, now=NOON)
    return office


@pytest.fixture
def organizer(office):
    return client_for(make_user(office, Role.ORGANIZER, name="罗亦涵"))


def preview(client, **changes):
    data = {"text": SCHEME, "effective_from": "2026-11-01", "knobs": "1"} | changes
    return client.post("/schemes/preview/", data)


def test_preview_tells_whom_it_affects_and_changes_nothing(office, organizer):
    done = make_user(office, name="程立新")
    make_note(done, RecordState.APPROVED, occurred_on=date(2026, 10, 8))

    shown = preview(organizer, **{"figures:note": "2"})
    [(change, before, after, moves, names)] = shown.context["changes"]
    assert (before, after) == ("每个人每月至少 1 篇", "每个人每月至少 2 篇")
    # Organizer, writer and reviewer owe two then; only who has one is worse off.
    assert change.owing == 3
    assert (moves, names) == ([("已完成", "待完成", 1)], ["程立新"])
    assert SchemeVersion.objects.count() == 1


def test_applied_it_is_the_next_version_with_its_comments(office, organizer):
    shown = preview(organizer, **{"figures:note": "2", "periods:note": "quarter"})

    organizer.post("/schemes/apply/", {"text": shown.context["text"], "effective_from": "2026-11-01"})
    newest = SchemeVersion.objects.get(number=2)
    assert newest.effective_from == date(2026, 11, 1)
    assert "# 每人" in newest.text
    assert "period: quarter, value: 2" in newest.text
    # Until then the first asks.
    assert "第 1 版" in organizer.get("/schemes/small/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"figures:note": "很多"}, "第 4 行：“很多”不是数"),
        ({"text": SCHEME.replace("kind: note", "kind: dream")}, "第 4 行"),
        ({"effective_from": ""}, "该字段是必填项"),
    ],
)
def test_fault_is_told_and_the_text_comes_back(organizer, changes, said):
    response = preview(organizer, **changes)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert "一份小方案" in response.content.decode()


def test_what_is_over_cannot_be_changed(organizer):
    response = organizer.post("/schemes/apply/", {"text": SCHEME + "\n", "effective_from": "2025-12-01"})

    assert "不能早于现有的一版" in response.content.decode()
    assert SchemeVersion.objects.count() == 1


@pytest.mark.parametrize("key", PRESETS)
def test_each_preset_is_loaded_from_the_browser(organizer, office, key):
    text = organizer.get("/schemes/new/", {"preset": key}).context["form"]["text"].value()
    assert text == preset_text(key)
    shown = preview(organizer, text=text, knobs="")
    assert shown.status_code == 200
    organizer.post("/schemes/apply/", {"text": text, "effective_from": "2026-10-01"})

    assert SchemeVersion.objects.filter(office=office, key=key).exists()
    for page in ("/year/", "/year/unit/", f"/schemes/{key}/edit/"):
        assert organizer.get(page, {"scheme": key}).status_code == 200


def test_two_offices_ask_different_things(organizer, office):
    other = make_office()
    scheme_load(office=other, text=preset_text("hailin"), effective_from=date(2026, 10, 1), by=None, now=NOON)
    elsewhere = client_for(make_user(other))

    assert "海林" in elsewhere.get("/year/").content.decode()
    assert "小方案" in organizer.get("/year/").content.decode()
    assert elsewhere.get("/schemes/small/").status_code == 404
