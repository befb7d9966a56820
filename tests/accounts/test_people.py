"""The pages of the office's people."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import PostingToCome
from accounts.services import role_assign, user_create, user_leave, user_move
from tests.accounts.frame import FRAME_QUERIES
from tests.factories.accounts import LONG_AGO, make_unit, make_user

pytestmark = pytest.mark.django_db

#: office role twice, office, count, page, units twice (to choose from, for paths), awaiting
LIST_QUERIES = FRAME_QUERIES + 6


@pytest.fixture
def organizer(client_for, house):
    return client_for(house.organizer)


def today():
    return timezone.localdate()


def names(response):
    return [row.user.name for row in response.context["rows"]]


class TestList:
    @pytest.fixture
    def people(self, house):
        section_chief = make_user(house.office, unit=house.section, name="骆嘉", username="YL010")
        newcomer = make_user(house.office, unit=house.unit, name="黎㛃", username="YL011")
        User.objects.filter(pk=newcomer.pk).update(password_set_at=None)
        forgetful = make_user(house.office, unit=house.unit, name="钟鸣", username="YL013")
        User.objects.filter(pk=forgetful.pk).update(password_set_at=None, last_login=timezone.now())
        gone = make_user(house.office, unit=house.unit, name="程远", username="YL012")
        user_leave(user=gone, on=today(), today=today())
        return section_chief, newcomer, gone

    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ("", ["程立新", "骆嘉", "黎㛃", "钟鸣", "何静", "安然"]),
            ("?q=程", ["程立新"]),
            ("?q=yl01", ["骆嘉", "黎㛃", "钟鸣"]),
            ("?q=无此人", []),
            ("?state=awaiting", ["黎㛃"]),
            ("?state=reset", ["钟鸣"]),
            ("?state=active", ["程立新", "骆嘉", "何静", "安然"]),
            ("?state=left", ["程远"]),
            ("?state=left&q=程", ["程远"]),
        ],
    )
    def test_is_narrowed_by_the_address(self, organizer, people, address, found):
        assert names(organizer.get(f"/people/{address}")) == found

    def test_is_narrowed_by_unit_with_all_below(self, organizer, house, people):
        assert names(organizer.get(f"/people/?unit={house.unit.uuid}")) == ["程立新", "骆嘉", "黎㛃", "钟鸣"]
        assert names(organizer.get(f"/people/?unit={house.section.uuid}")) == ["骆嘉"]
        assert names(organizer.get(f"/people/?unit={house.unit.uuid}&state=left")) == ["程远"]

    def test_says_where_people_are(self, organizer, people):
        rows = organizer.get("/people/?q=骆").context["rows"]

        assert [(row.unit, row.position, row.state) for row in rows] == [("干部科/一股", "", "active")]

    def test_counts_all_who_cannot_sign_in(self, organizer, people):
        assert organizer.get("/people/").context["awaiting"] == 2

    def test_tells_what_is_arranged_from_what_holds(self, organizer, house):
        user_move(user=house.cadre, unit=house.section, position="", on=date(2999, 5, 1))
        user_create(
            office=house.office, username="YL020", name="新人", unit=house.unit, on=date(2999, 5, 1), is_newcomer=True
        )

        rows = organizer.get("/people/?q=YL0").context["rows"]

        assert [(row.unit, row.to_come) for row in rows] == [
            ("干部科", PostingToCome("干部科/一股", date(2999, 5, 1))),
            ("", PostingToCome("干部科", date(2999, 5, 1))),
        ]

    @pytest.mark.parametrize("address", ["?unit=nonsense", "?state=nonsense", "?page=nonsense"])
    def test_nonsense_in_the_address_does_no_harm(self, organizer, people, address):
        assert organizer.get(f"/people/{address}").status_code == 200

    def test_unit_of_another_office_narrows_to_nothing_of_theirs(self, organizer, house):
        foreign = house.stranger.office.units.get()

        assert "外人" not in names(organizer.get(f"/people/?unit={foreign.uuid}"))

    def test_has_pages_of_fifty(self, organizer, house):
        for number in range(60):
            make_user(house.office, name=f"某{number}", username=f"A{number:03}")

        first, second = organizer.get("/people/"), organizer.get("/people/?page=2")

        assert (len(names(first)), len(names(second))) == (50, 13)
        assert first.context["page"].paginator.count == 63
        assert 'href="?page=2"' in first.content.decode()

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_takes_as_many_queries_for_many_as_for_one(self, organizer, house, item_count, django_assert_num_queries):
        for _number in range(item_count):
            make_user(house.office, unit=make_unit(house.office, f"科{_number}"))

        with django_assert_num_queries(LIST_QUERIES):
            organizer.get("/people/")


class TestAdd:
    @pytest.fixture
    def given(self, house):
        return {
            "username": "YL100",
            "name": "骆嘉",
            "unit": house.section.uuid,
            "position": "科员",
            "on": "2026-11-01",
            "phone": "13800000002",
            "is_newcomer": "on",
        }

    def test_places_the_person(self, organizer, given, house):
        response = organizer.post("/people/add/", given)

        user = User.objects.get(username="YL100")
        assert response.url == f"/people/{user.uuid}/"
        assert (user.office, user.name, user.phone, user.is_newcomer) == (house.office, "骆嘉", "13800000002", True)
        assert [(row.unit, row.position, str(row.from_date)) for row in user.memberships.all()] == [
            (house.section, "科员", "2026-11-01")
        ]
        assert (user.must_set_password, user.has_usable_password()) == (True, False)

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("username", "yl001", "工号 yl001 已经有人使用。"),
            ("username", "工号", "工号只能用字母、数字、点、横线。"),
            ("name", "", "该字段是必填项。"),
            ("phone", "电话", "手机号应是 11 位数字；座机可以带区号、空格、横线。"),
            ("on", "昨天", "输入一个有效的日期。"),
        ],
    )
    def test_with_a_fault_says_which(self, organizer, given, field, value, message):
        response = organizer.post("/people/add/", {**given, field: value})

        assert response.context["form"].errors == {field: [message]}
        assert not User.objects.filter(username="YL100").exists()

    def test_into_a_unit_of_another_office_is_refused(self, organizer, given, house):
        response = organizer.post("/people/add/", {**given, "unit": house.stranger.office.units.get().uuid})

        assert "unit" in response.context["form"].errors
        assert not User.objects.filter(username="YL100").exists()

    def test_cannot_set_what_the_form_does_not_ask(self, organizer, given, house):
        organizer.post("/people/add/", {**given, "office": house.stranger.office.pk, "password_set_at": "2026-01-01"})

        user = User.objects.get(username="YL100")
        assert (user.office, user.password_set_at) == (house.office, None)


class TestPerson:
    def test_shows_history_roles_and_what_can_be_done(self, organizer, house):
        user_move(user=house.cadre, unit=house.section, position="股长", on=today())
        role_assign(user=house.cadre, role=Role.TRAINER, unit=house.root, on=today())

        response = organizer.get(f"/people/{house.cadre.uuid}/")

        assert [row.unit for row in response.context["postings"].begun] == [house.section, house.unit]
        assert [row.role for row in response.context["roles"]] == [Role.TRAINER]
        assert (response.context["may_edit"], response.context["may_reset"]) == (True, True)

    def test_what_is_arranged_is_not_shown_as_present(self, organizer, house):
        user_move(user=house.cadre, unit=house.section, position="股长", on=date(2999, 5, 1))

        person = organizer.get(f"/people/{house.cadre.uuid}/").content.decode()
        move = organizer.get(f"/people/{house.cadre.uuid}/move/").content.decode()

        assert "将于2999年5月1日到一股，任股长。" in person
        assert '<td class="num">今</td>' not in person
        assert "现在：干部科，2020年1月1日起。" in move
        assert "将于2999年5月1日到一股，任股长。" in move

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [("2999-05-01", "程立新 将于2999年5月1日到一股。"), ("2026-01-01", "程立新 现在的单位：一股。")],
    )
    def test_move_says_what_holds_now(self, organizer, house, day, sentence):
        response = organizer.post(
            f"/people/{house.cadre.uuid}/move/", {"unit": house.section.uuid, "on": day}, follow=True
        )

        assert [str(message) for message in response.context["messages"]] == [sentence]

    def test_arranged_move_is_cancelled_once(self, organizer, house):
        arranged = user_move(user=house.cadre, unit=house.section, position="", on=date(2999, 5, 1))
        address = f"/people/{house.cadre.uuid}/move/"

        first = organizer.post(address, {"arranged": arranged.pk}, follow=True)
        again = organizer.post(address, {"arranged": arranged.pk}, follow=True)

        assert [str(message) for message in first.context["messages"]] == ["已取消2999年5月1日到一股的安排。"]
        assert [str(message) for message in again.context["messages"]] == ["这一安排已经取消，或者已经开始。"]
        assert [(row.unit, row.to_date) for row in house.cadre.memberships.all()] == [(house.unit, None)]

    def test_place_that_has_begun_or_is_another_persons_is_not_cancelled(self, organizer, house):
        theirs = user_move(user=house.organizer, unit=house.section, position="", on=date(2999, 5, 1))
        present = house.cadre.memberships.get()

        for place in (theirs, present):
            organizer.post(f"/people/{house.cadre.uuid}/move/", {"arranged": place.pk})

        assert house.organizer.memberships.count() == 2
        assert house.cadre.memberships.get() == present

    @pytest.mark.parametrize(
        ("fields", "tag", "password"),
        [
            ({"password_set_at": None}, "未首次登录", "还没有设置"),
            ({"password_set_at": None, "last_login": timezone.now()}, "等设密码", "现在没有，等本人用首次登录码设置"),
            (
                {"password_set_at": None, "is_active": False, "left_on": date(2026, 3, 1)},
                "2026年3月1日离开",
                "离开时已作废",
            ),
        ],
        ids=["new", "reset", "left"],
    )
    def test_says_why_there_is_no_password(self, organizer, house, fields, tag, password):
        User.objects.filter(pk=house.cadre.pk).update(**fields)

        page = organizer.get(f"/people/{house.cadre.uuid}/").content.decode()

        assert f">{tag}</span>" in page
        assert f'<dt>密码</dt><dd class="num">{password}</dd>' in page

    def test_edit_corrects_own_facts_alone(self, organizer, house):
        response = organizer.post(
            f"/people/{house.cadre.uuid}/edit/", {"name": "程力新", "phone": "", "username": "HACK", "is_active": ""}
        )

        assert response.url == f"/people/{house.cadre.uuid}/"
        user = User.objects.get(pk=house.cadre.pk)
        assert (user.name, user.username, user.is_active) == ("程力新", "YL001", True)

    def test_move_from_a_day(self, organizer, house):
        page = organizer.get(f"/people/{house.cadre.uuid}/move/")
        assert page.context["form"].initial == {"unit": house.unit.uuid, "position": ""}

        organizer.post(
            f"/people/{house.cadre.uuid}/move/",
            {"unit": house.section.uuid, "position": "股长", "on": "2026-11-01"},
        )

        assert [(row.unit, str(row.from_date)) for row in house.cadre.memberships.all()] == [
            (house.section, "2026-11-01"),
            (house.unit, str(LONG_AGO)),
        ]

    def test_move_before_the_beginning_is_told(self, organizer, house):
        response = organizer.post(f"/people/{house.cadre.uuid}/move/", {"unit": house.section.uuid, "on": "2019-12-31"})

        assert response.context["form"].errors == {"on": ["日期不能早于“干部科”任职的开始日期 2020年1月1日。"]}

    def test_leave_and_return(self, organizer, house):
        address = f"/people/{house.cadre.uuid}/"

        organizer.post(f"{address}leave/", {"on": today() - timedelta(days=1)})
        assert not User.objects.get(pk=house.cadre.pk).is_active
        left = organizer.get(address)
        assert left.context["may_reset"] is False
        assert "恢复" in left.content.decode()

        response = organizer.post(f"{address}return/", {"unit": house.section.uuid, "position": "", "on": today()})

        assert response.url == address
        back = User.objects.get(pk=house.cadre.pk)
        assert (back.is_active, back.memberships.first().unit) == (True, house.section)

    @pytest.mark.parametrize(("action", "day"), [("leave", "2999-01-01"), ("return", "2026-01-01")])
    def test_impossible_day_is_told(self, organizer, house, action, day):
        response = organizer.post(
            f"/people/{house.cadre.uuid}/{action}/", {"on": day, "unit": house.unit.uuid, "position": ""}
        )

        assert list(response.context["form"].errors) == ["on"]

    def test_reading_changes_nothing(self, organizer, house, django_assert_num_queries):
        before = list(User.objects.values())

        for action in ("", "edit/", "move/", "leave/", "return/", "reset-password/"):
            assert organizer.get(f"/people/{house.cadre.uuid}/{action}").status_code == 200

        assert list(User.objects.values()) == before
        assert house.cadre.first_use_codes.count() == 0
