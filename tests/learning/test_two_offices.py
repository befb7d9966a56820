"""Two offices with different schemes share one installation: each lives by its own and sees nothing of the other."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Office
from exam_site.demo.loading import DemoDays
from exam_site.demo.loading.people import neighbour_load, people_load, person
from exam_site.demo.loading.schemes import schemes_load
from learning.models import Record
from learning.selectors import schemes_in_force
from tests.clients import client_for
from tests.pages import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 8, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
OURS, THEIRS = ("YL024", "YL023", "YL007"), ("QY006", "QY005", "QY003")


@pytest.fixture(autouse=True)
def offices(time_machine):
    time_machine.move_to(NOW, tick=False)
    days = DemoDays(NOW, scheme="chuzhou")
    for load in (people_load, schemes_load, neighbour_load):
        load(days)


def test_each_has_a_scheme_of_its_own():
    found = {office.key: [each.key for each in schemes_in_force(office, NOW.date())] for office in Office.objects.all()}

    assert found == {"yunlan": ["chuzhou"], "qingyu": ["hanbin"]}


@pytest.mark.parametrize(
    ("people", "name", "foreign"), [(OURS, "楚州", "hanbin"), (THEIRS, "汉滨", "chuzhou")], ids=["ours", "theirs"]
)
def test_each_lives_by_its_own_and_sees_nothing_of_the_other(people, name, foreign):
    cadre, head, organizer = (Browser(person(number)) for number in people)
    strangers = {each.name for number in (*OURS, *THEIRS) if number not in people for each in [person(number)]}

    written = cadre.send("/records/new/session/", minutes="60", gist="对照条文学了回避的情形。", action="submit")
    head.send(f"/records/{written.key}/", f"/reviews/{written.key}/", verdict="approved")
    year, unit = cadre.open("/year/"), organizer.open("/year/unit/")

    assert name in year.text
    assert cadre.user.name in unit.text
    assert not [stranger for stranger in strangers if stranger in unit.text]
    assert client_for(cadre.user).get(f"/schemes/{foreign}/").status_code == 404


def test_a_record_of_the_one_is_not_there_for_the_other():
    written = Browser(person("YL024")).send(
        "/records/new/session/", minutes="60", gist="对照条文学了回避的情形。", action="submit"
    )

    assert Record.objects.get().office.key == "yunlan"
    for number in THEIRS:
        assert client_for(person(number)).get(f"/records/{written.key}/").status_code == 404


def test_loading_again_doubles_nothing():
    before = Office.objects.count(), Record.objects.count()

    told = neighbour_load(DemoDays(NOW))

    assert "7 人" in told
    assert (Office.objects.count(), Record.objects.count()) == before
