"""First-use codes: on paper or in a workbook, once, for those chosen alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import FirstUseCode, User
from accounts.services import cohort_create, first_use_code_issue, first_use_code_redeem, role_assign
from tests.accounts.frame import FRAME_QUERIES
from tests.accounts.workbooks import sheet_values
from tests.factories.accounts import LONG_AGO, make_user

pytestmark = pytest.mark.django_db

# The bounds keep out a random UUID, whose groups may all be digits.
CODE = re.compile(r"(?<![\w-])[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}(?![\w-])")


def awaiting(house, username, name, unit=None):
    user = make_user(house.office, unit=unit or house.unit, name=name, username=username)
    User.objects.filter(pk=user.pk).update(password_set_at=None)
    return user


@pytest.fixture
def newcomers(house):
    return awaiting(house, "YL010", "骆嘉"), awaiting(house, "YL011", "黎㛃", house.section)


@pytest.fixture
def organizer(client_for, house):
    return client_for(house.organizer)


def choose(client, *people, output="print", address="/people/codes/"):
    as_of = client.get(address).context["as_of"]
    return client.post(address, {"people": [one.uuid for one in people], "output": output, "as_of": as_of})


def redeemed(user, code):
    return first_use_code_redeem(username=user.username, code=code, now=timezone.now()) == user


def test_page_lists_those_who_have_yet_to_sign_in(organizer, newcomers):
    response = organizer.get("/people/codes/")

    assert [row.user for row in response.context["rows"]] == list(newcomers)
    assert FirstUseCode.objects.count() == 0


def test_page_lists_who_was_reset_as_who_they_are(organizer, house, newcomers):
    User.objects.filter(pk=newcomers[0].pk).update(last_login=timezone.now())

    rows = organizer.get("/people/codes/").context["rows"]

    assert [(row.user, row.state) for row in rows] == [(newcomers[0], "reset"), (newcomers[1], "awaiting")]


def test_page_is_narrowed_by_unit_and_cohort(organizer, house, newcomers):
    cohort = cohort_create(office=house.office, name="新任", people=[newcomers[0], house.cadre])

    in_section = organizer.get(f"/people/codes/?unit={house.section.uuid}")
    in_cohort = organizer.get(f"/people/codes/?cohort={cohort.uuid}")
    nonsense = organizer.get("/people/codes/?cohort=nonsense")

    assert [row.user for row in in_section.context["rows"]] == [newcomers[1]]
    assert [row.user for row in in_cohort.context["rows"]] == [newcomers[0]]
    assert nonsense.context["rows"] == []


def test_slips_show_working_codes_for_the_chosen_alone(organizer, newcomers, settings):
    settings.PUBLIC_ORIGIN = "http://exam.example.cn"
    kept = first_use_code_issue(user=newcomers[1], by=None, now=timezone.now())

    page = choose(organizer, newcomers[0]).content.decode()

    (code,) = CODE.findall(page)
    assert redeemed(newcomers[0], code)
    assert redeemed(newcomers[1], kept)
    assert "骆嘉" in page
    assert "YL010" in page
    assert "http://exam.example.cn/sign-in/" in page
    assert 'src="data:image/svg+xml' in page


@pytest.mark.parametrize(
    ("origin", "warned"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://192.168.1.10:8000", False),
        ("https://exam.example.cn", False),
    ],
)
def test_address_that_no_phone_can_open_is_warned_of(organizer, newcomers, settings, origin, warned):
    settings.PUBLIC_ORIGIN = origin

    before = organizer.get("/people/codes/").content.decode()
    slips = choose(organizer, newcomers[0]).content.decode()

    assert ["PUBLIC_ORIGIN" in page for page in (before, slips)] == [warned, warned]


def test_slips_are_shown_once_and_never_kept_by_the_browser(organizer, newcomers):
    response = choose(organizer, newcomers[0])

    assert "no-store" in response["Cache-Control"]
    assert CODE.findall(organizer.get("/people/codes/").content.decode()) == []


def test_form_sent_again_keeps_the_codes_already_on_paper(organizer, newcomers):
    page = organizer.get("/people/codes/")
    form = {"people": [newcomers[0].uuid], "output": "print", "as_of": page.context["as_of"]}
    (code,) = CODE.findall(organizer.post("/people/codes/", form).content.decode())

    again = organizer.post("/people/codes/", form)

    assert again.url == "/people/codes/"
    assert redeemed(newcomers[0], code)


def test_codes_made_anew_end_those_before(organizer, newcomers):
    (first,) = CODE.findall(choose(organizer, newcomers[0]).content.decode())

    (second,) = CODE.findall(choose(organizer, newcomers[0]).content.decode())

    assert not redeemed(newcomers[0], first)
    assert redeemed(newcomers[0], second)


def test_workbook_holds_the_codes_and_no_formula(organizer, house, newcomers, settings):
    settings.PUBLIC_ORIGIN = "http://exam.example.cn"
    User.objects.filter(pk=newcomers[0].pk).update(name="=1+1")

    response = choose(organizer, *newcomers, output="xlsx")

    header, *rows = sheet_values(b"".join(response.streaming_content))
    assert header == ["工号", "姓名", "单位", "首次登录码", "有效期至", "登录地址"]
    assert [[row[0], row[1], row[2], row[5]] for row in rows] == [
        ["YL010", "'=1+1", "干部科", "http://exam.example.cn/sign-in/"],
        ["YL011", "黎㛃", "干部科/一股", "http://exam.example.cn/sign-in/"],
    ]
    assert [redeemed(user, row[3]) for user, row in zip(newcomers, rows, strict=True)] == [True, True]
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("whom", ["cadre", "stranger", "nobody"])
def test_codes_for_someone_not_on_the_list_are_refused(organizer, house, newcomers, whom):
    chosen = [getattr(house, whom)] if whom != "nobody" else []

    response = choose(organizer, *chosen)

    assert list(response.context["form"].errors) == ["people"]
    assert FirstUseCode.objects.count() == 0


def test_many_are_printed_in_parts(organizer, house, monkeypatch):
    monkeypatch.setattr("accounts.views.codes._MOST_AT_ONCE", 2)
    for number in range(3):
        awaiting(house, f"YL02{number}", "某")

    response = organizer.get("/people/codes/")

    assert (response.context["count"], len(response.context["rows"])) == (3, 2)
    assert "一次最多 2 人" in response.content.decode()


@pytest.mark.parametrize("item_count", [1, 3])
def test_page_takes_as_many_queries_for_many_as_for_one(organizer, house, item_count, django_assert_num_queries):
    for number in range(item_count):
        awaiting(house, f"YL02{number}", "某")

    # office role twice, office, two choices, count, page, paths
    with django_assert_num_queries(FRAME_QUERIES + 6):
        organizer.get("/people/codes/")


class TestReset:
    def reset(self, client, user):
        address = f"/people/{user.uuid}/reset-password/"
        return client.post(address, {"as_of": client.get(address).context["as_of"]})

    def test_gives_a_code_once(self, organizer, house):
        (code,) = CODE.findall(self.reset(organizer, house.cadre).content.decode())

        assert redeemed(house.cadre, code)
        user = User.objects.get(pk=house.cadre.pk)
        assert (user.must_set_password, user.first_use_codes.get().created_by) == (True, house.organizer)

    def test_sent_again_keeps_the_code(self, organizer, house):
        address = f"/people/{house.cadre.uuid}/reset-password/"
        form = {"as_of": organizer.get(address).context["as_of"]}
        (code,) = CODE.findall(organizer.post(address, form).content.decode())

        assert organizer.post(address, form).url == f"/people/{house.cadre.uuid}/"
        assert redeemed(house.cadre, code)

    def test_without_the_moment_asks_again(self, organizer, house):
        assert organizer.post(f"/people/{house.cadre.uuid}/reset-password/", {}).status_code == 200
        assert FirstUseCode.objects.count() == 0

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR])
    def test_of_a_separated_role_is_for_the_security_administrator(self, client_for, organizer, house, role):
        powerful = make_user(house.office, role)

        assert organizer.get(f"/people/{powerful.uuid}/reset-password/").status_code == 403
        assert organizer.post(f"/people/{powerful.uuid}/reset-password/", {"as_of": timezone.now()}).status_code == 403
        assert CODE.search(self.reset(client_for(house.security), powerful).content.decode())

    def test_codes_page_leaves_separated_roles_to_the_security_administrator(self, organizer, house, newcomers):
        role_assign(user=newcomers[0], role=Role.AUDITOR, unit=house.root, on=timezone.localdate() + timedelta(days=9))

        assert [row.user for row in organizer.get("/people/codes/").context["rows"]] == [newcomers[1]]

    def test_past_separated_role_does_not_matter(self, organizer, house):
        past = make_user(house.office)
        past.role_assignments.create(role=Role.AUDITOR, unit=house.root, from_date=LONG_AGO, to_date=LONG_AGO)

        assert organizer.get(f"/people/{past.uuid}/reset-password/").status_code == 200

    def test_of_someone_who_left_is_refused(self, organizer, house):
        User.objects.filter(pk=house.cadre.pk).update(is_active=False, left_on=LONG_AGO)

        assert organizer.get(f"/people/{house.cadre.uuid}/reset-password/").status_code == 403
