"""Sheets: signed with one's own name once, and a survey that cannot tell who chose what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.services import cohort_create
from learning.enums import SheetKind
from learning.models import SheetSigned
from learning.selectors.sheets import people_without_sheet, survey_outcome
from learning.services.sheets import sheet_fill
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.materials import make_sheet
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer():
    return make_user(None, Role.ORGANIZER, name="考务")


@pytest.fixture
def people(organizer):
    return [make_user(organizer.office, name=f"干部{number}") for number in "一二三四五"]


@pytest.fixture
def roster(organizer, people):
    return cohort_create(office=organizer.office, name="全体", people=people)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON)


def fill(sheet, by, choices=(), words="", signature=None, now=NOON):
    signed = by.name if signature is None else signature
    return sheet_fill(sheet=sheet, choices=choices, words=words, signature=signed, by=by, now=now)


class TestSigning:
    def test_is_dated_and_tells_who_has_not(self, organizer, people, roster):
        sheet = make_sheet(organizer, roster)

        signed = fill(sheet, people[0])

        assert (signed.signature, signed.on) == ("干部一", NOON.date())
        assert list(people_without_sheet(sheet)) == people[1:]

    def test_takes_the_own_name_once_in_time_and_to_whom_it_was_handed(self, organizer, people, roster):
        sheet = make_sheet(organizer, roster)
        fill(sheet, people[0])
        refused = [
            (people[0], {}),
            (people[1], {"signature": "别人"}),
            (people[1], {"now": NOON + timedelta(days=365)}),
            (organizer, {}),
        ]

        for by, changes in refused:
            with pytest.raises(RefusedError):
                fill(sheet, by, **changes)
        assert SheetSigned.objects.count() == 1

    def test_what_was_reported_is_the_directors_to_read(self, organizer, people, roster):
        address = f"/sheets/{make_sheet(organizer, roster).uuid}/"
        client_for(people[0]).post(address, {"words": "购房一套", "signature": "干部一"})
        director = make_user(organizer.office, Role.DIRECTOR, name="部长")

        readers = [people[0], people[1], organizer, director]

        seen = ["购房一套" in client_for(who).get(address).content.decode() for who in readers]
        assert seen == [True, False, False, True]

    def test_checklist_asks_for_each_item(self, organizer, people, roster):
        sheet = make_sheet(organizer, roster, kind=SheetKind.CHECKLIST, items=("一看政治", "二看本领"))
        browser = client_for(people[0])

        short = browser.post(f"/sheets/{sheet.uuid}/", {"item_0": "做到", "signature": "干部一"})
        browser.post(f"/sheets/{sheet.uuid}/", {"item_0": "做到", "item_1": "部分做到", "signature": "干部一"})

        assert (short.status_code, list(short.context["form"].errors)) == (422, ["item_1"])
        assert SheetSigned.objects.get().choices == ["做到", "部分做到"]


class TestSurvey:
    def test_keeps_who_answered_and_what_apart_and_counts_five(self, organizer, people, roster):
        sheet = make_sheet(organizer, roster, kind=SheetKind.SURVEY, items=("作风", "服务"))
        for person in people[:4]:
            client_for(person).post(f"/sheets/{sheet.uuid}/", {"item_0": "满意", "item_1": "一般"})
        before = survey_outcome(sheet)
        fill(sheet, people[4], ["不满意", "一般"])

        assert before is None
        assert [list(counts.values()) for _item, counts in survey_outcome(sheet)] == [[4, 0, 0, 1], [0, 0, 5, 0]]
        assert {(each.signature, str(each.choices), each.words) for each in sheet.signed.all()} == {("", "[]", "")}

    def test_needs_items(self, organizer, roster):
        with pytest.raises(RefusedError, match="至少要有一项"):
            make_sheet(organizer, roster, kind=SheetKind.SURVEY)

    def test_organizer_hands_one_out_by_the_page(self, organizer, roster):
        typed = {"kind": "survey", "title": "满意度", "items": "作风\n服务", "closes_on": "2026-12-01"}

        shown = client_for(organizer).post("/sheets/new/", {**typed, "handed_to": roster.pk}, follow=True)

        assert "不足 5 份，不显示结果" in shown.content.decode()
        assert "5 人没有填" in shown.content.decode()
