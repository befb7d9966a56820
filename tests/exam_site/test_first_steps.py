"""What leads a new office to its first exam."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.models import Office, User
from accounts.services import cohort_create, first_use_code_issue, user_create
from exam_site.home.first_steps import first_steps
from tests.factories.accounts import LONG_AGO, make_office, make_user
from tests.factories.question_bank import make_bank, make_question, make_version
from tests.factories.taking import NOON, make_exam

pytestmark = pytest.mark.django_db

TITLES = [
    "导入人员名单",
    "给首次登录码",
    "授予命题教师",
    "上传并确认一份政策文件",
    "试题审核入库",
    "建一个花名册",
    "组卷并安排考试",
]


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def administrator(office) -> User:
    """Return the first person of an office, as `create_office` makes them."""
    return make_user(office, Role.ORGANIZER, Role.SECURITY_ADMINISTRATOR)


def done(user):
    return [step.title for step in first_steps(user) if step.is_done]


def test_a_new_office_has_every_step_before_it(administrator):
    steps = first_steps(administrator)

    assert [step.title for step in steps if not step.is_done] == TITLES
    assert [step.url for step in steps] == [
        "/people/rosters/",
        "/people/codes/",
        "/people/roles/grant/",
        None,
        None,
        "/people/cohorts/add/",
        "/organize/exams/",
    ]
    assert {step.role for step in steps if step.url is None} == {"命题教师"}


def test_each_step_is_done_by_what_it_asks_for(administrator, office):
    person = user_create(office=office, username="YL002", name="骆嘉", unit=office.units.get(), on=LONG_AGO)
    assert done(administrator) == TITLES[:1]

    assert [step.title for step in first_steps(administrator) if step.is_next] == TITLES[1:2]

    first_use_code_issue(user=person, by=administrator, now=NOON)
    assert done(administrator) == TITLES[:2]

    person.role_assignments.create(role=Role.TRAINER, unit=office.units.get(), from_date=LONG_AGO)
    assert done(administrator) == TITLES[:3]

    make_version(office)
    assert done(administrator) == TITLES[:4]

    make_question(make_bank(office))
    assert done(administrator) == TITLES[:5]

    cohort_create(office=office, name="全体", unit=office.units.get())
    assert done(administrator) == TITLES[:6]


def test_what_another_office_has_does_not_count(administrator):
    make_exam()

    assert done(administrator) == []


def test_people_who_cannot_begin_an_office_see_no_steps(office):
    assert first_steps(make_user(office, Role.TRAINER)) == ()


def test_steps_take_one_query(administrator, django_assert_num_queries):
    first_steps(administrator)  # the roles are read once a request

    with django_assert_num_queries(1):
        first_steps(administrator)


def test_home_leads_on_where_nothing_else_waits(client, administrator):
    client.force_login(administrator)

    page = client.get("/").content.decode()

    assert "<h1>还差 7 步就能开考</h1>" in page
    assert page.count("由命题教师来做") == 2


@pytest.mark.parametrize("address", ["/documents/", "/bank/"])
def test_empty_bank_says_who_fills_it(client, administrator, address):
    client.force_login(administrator)

    assert "还没有命题教师，先由安全管理员在“人员”→“角色”里授予。" in client.get(address).content.decode()
