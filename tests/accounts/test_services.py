"""The rules of people, units, roles, cohorts and rosters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import CohortKind, Role
from accounts.errors import ExclusiveRolesError, LastAdministratorError, RefusedError
from accounts.models import ApiToken, FirstUseCode, RoleAssignment, Unit, User
from accounts.rosters import RowState
from accounts.selectors import (
    cohort_people,
    people_in_units,
    roster_compared,
    unit_and_below,
    unit_of,
    unit_paths,
    unit_paths_missing,
    unit_tree,
)
from accounts.services import (
    api_token_issue,
    cohort_create,
    cohort_update,
    first_use_code_issue,
    first_use_code_redeem,
    first_use_codes_issue,
    office_open,
    password_reset,
    password_set,
    role_assign,
    role_end,
    roster_commit,
    roster_upload,
    unit_add,
    unit_rename,
    unit_shift,
    user_leave,
    user_move,
    user_move_cancel,
    user_return,
)
from tests.accounts.workbooks import roster_bytes
from tests.factories.accounts import LONG_AGO, make_user

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


def places(user):
    return [
        (row.unit.name, row.position, row.from_date, row.to_date)
        for row in user.memberships.select_related("unit").order_by("from_date")
    ]


class TestMove:
    def test_history_stays(self, house):
        user_move(user=house.cadre, unit=house.section, position="股长", on=TODAY)

        assert places(house.cadre) == [
            ("干部科", "", LONG_AGO, TODAY - timedelta(days=1)),
            ("一股", "股长", TODAY, None),
        ]
        assert unit_of(house.cadre, TODAY - timedelta(days=1)) == house.unit
        assert unit_of(house.cadre, TODAY) == house.section

    def test_to_the_same_place_changes_nothing(self, house):
        user_move(user=house.cadre, unit=house.unit, position="", on=TODAY)

        assert places(house.cadre) == [("干部科", "", LONG_AGO, None)]

    def test_on_the_first_day_corrects_the_place(self, house):
        user_move(user=house.cadre, unit=house.section, position="科员", on=LONG_AGO)

        assert places(house.cadre) == [("一股", "科员", LONG_AGO, None)]

    def test_before_the_place_began_is_refused(self, house):
        with pytest.raises(RefusedError, match="日期不能早于“干部科”任职的开始日期 2020年1月1日。"):
            user_move(user=house.cadre, unit=house.section, position="", on=LONG_AGO - timedelta(days=1))

    def test_of_someone_who_left_is_refused(self, house):
        user_leave(user=house.cadre, on=TODAY, today=TODAY)

        with pytest.raises(RefusedError, match="程立新 已离开，请先恢复。"):
            user_move(user=house.cadre, unit=house.section, position="", on=TODAY)


class TestMoveCancel:
    def test_opens_the_place_before_again(self, house):
        arranged = user_move(user=house.cadre, unit=house.section, position="", on=TODAY + timedelta(days=9))

        user_move_cancel(move=arranged)

        assert places(house.cadre) == [("干部科", "", LONG_AGO, None)]

    def test_of_the_last_keeps_the_one_arranged_before(self, house):
        soon, later = TODAY + timedelta(days=9), TODAY + timedelta(days=99)
        user_move(user=house.cadre, unit=house.section, position="", on=soon)
        arranged = user_move(user=house.cadre, unit=house.root, position="", on=later)

        user_move_cancel(move=arranged)

        assert places(house.cadre) == [
            ("干部科", "", LONG_AGO, soon - timedelta(days=1)),
            ("一股", "", soon, None),
        ]


class TestLeave:
    def test_ends_every_way_in_and_keeps_history(self, house):
        user = make_user(house.office, Role.TRAINER, unit=house.unit, password="correct-horse-7")
        api_token_issue(user=user, now=NOW)
        first_use_code_issue(user=user, by=None, now=NOW)

        left = user_leave(user=user, on=TODAY, today=TODAY)

        assert (left.is_active, left.left_on, left.has_usable_password()) == (False, TODAY, False)
        assert places(user) == [("干部科", "", LONG_AGO, TODAY)]
        assert [row.to_date for row in user.role_assignments.all()] == [TODAY]
        assert not ApiToken.objects.filter(user=user).exists()
        assert not FirstUseCode.objects.filter(user=user, used_at=None).exists()
        assert not people_in_units(Unit.objects.filter(pk=house.unit.pk)).filter(pk=user.pk).exists()

    def test_twice_keeps_the_first_day(self, house):
        user_leave(user=house.cadre, on=TODAY - timedelta(days=3), today=TODAY)

        user_leave(user=house.cadre, on=TODAY, today=TODAY)

        assert User.objects.get(pk=house.cadre.pk).left_on == TODAY - timedelta(days=3)

    def test_cancels_what_was_still_to_come(self, house):
        user_move(user=house.cadre, unit=house.section, position="", on=TODAY + timedelta(days=9))
        role_assign(user=house.cadre, role=Role.TRAINER, unit=house.root, on=TODAY + timedelta(days=9))

        user_leave(user=house.cadre, on=TODAY, today=TODAY)

        assert places(house.cadre) == [("干部科", "", LONG_AGO, TODAY)]
        assert not house.cadre.role_assignments.exists()

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            (TODAY + timedelta(days=1), "离开日期不能晚于今天。"),
            (LONG_AGO - timedelta(days=1), "离开日期不能早于现任职的开始日期 2020年1月1日。"),
        ],
    )
    def test_on_an_impossible_day_is_refused(self, house, day, sentence):
        with pytest.raises(RefusedError, match=sentence):
            user_leave(user=house.cadre, on=day, today=TODAY)

        assert User.objects.get(pk=house.cadre.pk).is_active

    def test_of_the_only_security_administrator_is_refused(self, house):
        with pytest.raises(LastAdministratorError):
            user_leave(user=house.security, on=TODAY, today=TODAY)

        assert User.objects.get(pk=house.security.pk).is_active


class TestReturn:
    def test_opens_a_new_place(self, house):
        user_leave(user=house.cadre, on=date(2026, 3, 1), today=TODAY)

        user_return(user=house.cadre, unit=house.section, position="科员", on=TODAY)

        assert places(house.cadre) == [
            ("干部科", "", LONG_AGO, date(2026, 3, 1)),
            ("一股", "科员", TODAY, None),
        ]
        back = User.objects.get(pk=house.cadre.pk)
        assert (back.is_active, back.left_on, back.must_set_password) == (True, None, True)

    def test_on_the_same_day_undoes_a_mistake(self, house):
        user_leave(user=house.cadre, on=TODAY, today=TODAY)

        user_return(user=house.cadre, unit=house.unit, position="", on=TODAY)

        assert places(house.cadre) == [("干部科", "", LONG_AGO, None)]

    def test_before_leaving_is_refused(self, house):
        user_leave(user=house.cadre, on=TODAY, today=TODAY)

        with pytest.raises(RefusedError, match="回来日期不能早于离开日期 2026年11月22日。"):
            user_return(user=house.cadre, unit=house.unit, position="", on=TODAY - timedelta(days=1))

    def test_of_someone_present_is_refused(self, house):
        with pytest.raises(RefusedError, match="程立新 没有离开。"):
            user_return(user=house.cadre, unit=house.unit, position="", on=TODAY)


class TestCodes:
    def test_code_opens_the_account_however_it_is_typed(self, house):
        code = first_use_code_issue(user=house.cadre, by=house.organizer, now=NOW)

        redeemed = first_use_code_redeem(username=" yl001 ", code=code.lower().replace("-", " "), now=NOW)

        assert redeemed == house.cadre

    @pytest.mark.parametrize(
        ("username", "later"), [("YL900", timedelta()), ("YL001", timedelta(days=30)), ("", timedelta())]
    )
    def test_code_of_another_or_too_late_is_refused(self, house, username, later):
        code = first_use_code_issue(user=house.cadre, by=None, now=NOW)

        assert first_use_code_redeem(username=username, code=code, now=NOW + later) is None

    def test_new_code_ends_the_one_before(self, house):
        old = first_use_code_issue(user=house.cadre, by=None, now=NOW)
        new = first_use_code_issue(user=house.cadre, by=None, now=NOW)

        assert first_use_code_redeem(username="YL001", code=old, now=NOW) is None
        assert first_use_code_redeem(username="YL001", code=new, now=NOW) == house.cadre

    def test_codes_come_in_the_order_asked_and_only_for_those(self, house):
        kept = first_use_code_issue(user=house.stranger, by=None, now=NOW)

        issued = first_use_codes_issue(users=[house.organizer, house.cadre], by=house.organizer, now=NOW)

        assert [one.user for one in issued] == [house.organizer, house.cadre]
        assert len({one.code for one in issued}) == 2
        assert first_use_code_redeem(username="QX900", code=kept, now=NOW) == house.stranger

    def test_only_a_digest_is_kept(self, house):
        code = first_use_code_issue(user=house.cadre, by=None, now=NOW)

        row = FirstUseCode.objects.get(user=house.cadre)
        assert len(row.digest) == 64
        assert code.replace("-", "") not in row.digest.upper()


class TestPasswords:
    def test_reset_ends_the_password_and_gives_a_code(self, house):
        user = make_user(house.office, password="correct-horse-7")
        api_token_issue(user=user, now=NOW)

        code = password_reset(user=user, by=house.organizer, now=NOW).code

        user.refresh_from_db()
        assert (user.has_usable_password(), user.must_set_password, user.api_tokens.count()) == (False, True, 0)
        assert first_use_code_redeem(username=user.username, code=code, now=NOW) == user

    def test_set_closes_codes_and_tokens(self, house):
        code = first_use_code_issue(user=house.cadre, by=None, now=NOW)
        api_token_issue(user=house.cadre, now=NOW)

        password_set(user=house.cadre, password="correct-horse-8", now=NOW)

        assert house.cadre.check_password("correct-horse-8")
        assert house.cadre.api_tokens.count() == 0
        assert first_use_code_redeem(username="YL001", code=code, now=NOW) is None


class TestRoles:
    def test_given_twice_is_one(self, house):
        first = role_assign(user=house.cadre, role=Role.TRAINER, unit=house.root, on=TODAY)

        assert role_assign(user=house.cadre, role=Role.TRAINER, unit=house.root, on=TODAY) == first

    @pytest.mark.parametrize("other", [Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR])
    def test_separated_roles_exclude_each_other(self, house, other):
        with pytest.raises(ExclusiveRolesError, match="安然 是安全管理员，不能同时是"):
            role_assign(user=house.security, role=other, unit=house.root, on=TODAY)

    def test_separated_role_waits_for_the_end_of_the_other(self, house):
        held = role_assign(user=house.cadre, role=Role.AUDITOR, unit=house.root, on=LONG_AGO)
        role_end(assignment=held, last_day=TODAY)

        with pytest.raises(ExclusiveRolesError, match="到 2026年11月22日 仍是审计员，次日起才能任安全管理员"):
            role_assign(user=house.cadre, role=Role.SECURITY_ADMINISTRATOR, unit=house.root, on=TODAY)
        granted = role_assign(
            user=house.cadre, role=Role.SECURITY_ADMINISTRATOR, unit=house.root, on=TODAY + timedelta(days=1)
        )
        assert granted.from_date == TODAY + timedelta(days=1)

    def test_separated_roles_exclude_each_other_in_the_database_too(self, house):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleAssignment.objects.create(user=house.security, role=Role.AUDITOR, unit=house.section, from_date=TODAY)

    def test_to_someone_who_left_is_refused(self, house):
        user_leave(user=house.cadre, on=TODAY, today=TODAY)

        with pytest.raises(RefusedError, match="程立新 已离开，不能授予角色。"):
            role_assign(user=house.cadre, role=Role.TRAINER, unit=house.root, on=TODAY)

    def test_end_keeps_the_row(self, house):
        held = role_assign(user=house.cadre, role=Role.TRAINER, unit=house.root, on=LONG_AGO)

        role_end(assignment=held, last_day=TODAY)

        assert house.cadre.role_assignments.get().to_date == TODAY

    def test_end_before_the_beginning_withdraws(self, house):
        held = role_assign(user=house.cadre, role=Role.TRAINER, unit=house.root, on=TODAY)

        role_end(assignment=held, last_day=TODAY - timedelta(days=1))

        assert not house.cadre.role_assignments.exists()

    def test_last_security_administrator_stays(self, house):
        held = house.security.role_assignments.get()

        with pytest.raises(LastAdministratorError):
            role_end(assignment=held, last_day=TODAY)

        role_assign(user=house.cadre, role=Role.SECURITY_ADMINISTRATOR, unit=house.root, on=LONG_AGO)
        role_end(assignment=held, last_day=TODAY)
        assert house.security.role_assignments.get().to_date == TODAY


class TestUnits:
    def test_added_last_and_shifted(self, house):
        unit_add(parent=house.root, name="组织科")
        third = unit_add(parent=house.root, name="办公室")

        unit_shift(unit=third, up=True)
        unit_shift(unit=house.unit, up=True)

        assert [node.unit.name for node in unit_tree(house.office).children] == ["干部科", "办公室", "组织科"]

    def test_name_under_one_parent_is_taken_once(self, house):
        with pytest.raises(RefusedError, match="“干部科”下已经有“一股”。"):
            unit_add(parent=house.unit, name="一股")
        other = unit_add(parent=house.unit, name="二股")
        with pytest.raises(RefusedError):
            unit_rename(unit=other, name="一股")
        assert unit_add(parent=house.root, name="一股").name == "一股"

    def test_renaming_the_root_renames_the_office(self, house):
        unit_rename(unit=house.root, name="云岭市委组织部")

        house.office.refresh_from_db()
        assert house.office.name == "云岭市委组织部"

    def test_tree_counts_people_below(self, house):
        make_user(house.office, unit=house.section)
        user_leave(user=make_user(house.office, unit=house.section), on=TODAY, today=TODAY)

        tree = unit_tree(house.office)

        (unit,) = tree.children
        assert (tree.people_here, tree.people_below) == (2, 4)
        assert (unit.people_here, unit.people_below) == (1, 2)
        assert [(node.path, node.people_below) for node in unit.children] == [("干部科/一股", 1)]


class TestCohorts:
    def test_of_a_unit_follows_the_unit(self, house):
        cohort = cohort_create(office=house.office, name="干部科", unit=house.unit)
        joined = make_user(house.office, unit=house.section)

        assert cohort.kind == CohortKind.UNIT
        assert set(cohort_people(cohort)) == {house.cadre, joined}

    def test_of_a_list_leaves_out_who_left(self, house):
        other = make_user(house.office)
        cohort = cohort_create(office=house.office, name="新任", people=[house.cadre, other])

        user_leave(user=other, on=TODAY, today=TODAY)

        assert list(cohort_people(cohort)) == [house.cadre]

    def test_update_turns_a_list_into_a_unit(self, house):
        cohort = cohort_create(office=house.office, name="甲", people=[house.organizer])

        cohort_update(cohort=cohort, name="乙", unit=house.unit)

        assert (cohort.name, cohort.kind, set(cohort_people(cohort))) == ("乙", CohortKind.UNIT, {house.cadre})

    def test_name_is_taken_once_in_an_office(self, house):
        cohort_create(office=house.office, name="新任")

        with pytest.raises(RefusedError, match="已经有名为“新任”的花名册。"):
            cohort_create(office=house.office, name="新任")
        assert cohort_create(office=house.stranger.office, name="新任").name == "新任"


class TestRosters:
    @pytest.fixture
    def uploaded(self, house):
        def upload(*rows):
            return roster_upload(
                office=house.office, by=house.organizer, file_name="人员名单.xlsx", data=roster_bytes(*rows)
            )

        return upload

    def test_upload_writes_nobody(self, house, uploaded):
        before = User.objects.count()

        uploaded(("YL002", "骆嘉", "组织科/二股"))

        assert (User.objects.count(), house.office.units.count()) == (before, 3)

    def test_commit_brings_in_the_good_rows(self, house, uploaded):
        kept = uploaded(
            ("YL002", "骆嘉", "组织科/二股", "科员", "13800000002", "是"),
            ("yl001", "程立新", "干部科/一股", "股长"),
            ("YL900", "何静", "云岭县委组织部"),
            ("YL002", "骆嘉", "组织科"),
            ("QX900", "外人", "组织科"),
            ("YL901", "安 然", "云岭县委组织部", None, "13900000000"),
        )

        outcome = roster_commit(roster_import=kept, on=TODAY, now=NOW)

        assert outcome.counts == {
            RowState.NEW: 1,
            RowState.MOVED: 1,
            RowState.UNCHANGED: 1,
            RowState.FAULTY: 2,
            RowState.CHANGED: 1,
        }
        assert outcome.refused == []
        new = User.objects.get(username="YL002")
        assert (new.name, new.phone, new.is_newcomer, new.must_set_password) == ("骆嘉", "13800000002", True, True)
        assert not new.has_usable_password()
        assert places(new) == [("二股", "科员", TODAY, None)]
        assert places(house.cadre)[-1] == ("一股", "股长", TODAY, None)
        assert User.objects.get(pk=house.security.pk).phone == "13900000000"
        assert set(unit_paths(house.office).values()) == {
            (),
            ("干部科",),
            ("干部科", "一股"),
            ("组织科",),
            ("组织科", "二股"),
        }

    def test_commit_twice_is_refused_and_a_second_upload_changes_nothing(self, uploaded):
        rows = [("YL002", "骆嘉", "组织科/二股", "科员")]
        kept = uploaded(*rows)
        roster_commit(roster_import=kept, on=TODAY, now=NOW)

        with pytest.raises(RefusedError, match="已经导入过"):
            roster_commit(roster_import=kept, on=TODAY, now=NOW)
        again = roster_commit(roster_import=uploaded(*rows), on=TODAY, now=NOW)

        assert again.counts == {RowState.UNCHANGED: 1}
        assert len(places(User.objects.get(username="YL002"))) == 1

    def test_row_that_would_move_before_the_beginning_is_reported(self, house, uploaded):
        kept = uploaded(("YL001", "程立新", "干部科/一股"))

        outcome = roster_commit(roster_import=kept, on=LONG_AGO - timedelta(days=1), now=NOW)

        assert outcome.refused == ["第 2 行：日期不能早于“干部科”任职的开始日期 2020年1月1日。"]
        assert places(house.cadre) == [("干部科", "", LONG_AGO, None)]

    def test_units_to_be_made_are_known_before(self, house, uploaded):
        kept = uploaded(("YL002", "甲", "组织科/二股"), ("YL003", "", "无人科"), ("YL004", "乙", "干部科/一股"))

        assert unit_paths_missing(house.office, roster_compared(kept)) == [("组织科",), ("组织科", "二股")]

    def test_sheet_without_people_is_refused(self, uploaded):
        with pytest.raises(RefusedError, match="表头下面没有一行人员。"):
            uploaded()


def test_office_open_makes_an_administrator_with_a_code(db):
    issued = office_open(key="yl", name="云岭县委组织部", administrator="YL900", administrator_name="何静", now=NOW)

    user = issued.user
    assert {(row.role, row.unit.name) for row in user.role_assignments.all()} == {
        (Role.SECURITY_ADMINISTRATOR, "云岭县委组织部"),
        (Role.ORGANIZER, "云岭县委组织部"),
    }
    assert first_use_code_redeem(username="YL900", code=issued.code, now=NOW) == user


@pytest.mark.parametrize(
    ("key", "administrator", "sentence"),
    [
        ("yunling", "NEW1", "代号 yunling 已经有机关使用，没有新建。"),
        ("new", "yl001", "工号 yl001 已经有人使用，没有新建。"),
    ],
)
def test_office_open_with_a_taken_name_is_refused(house, key, administrator, sentence):
    with pytest.raises(RefusedError, match=sentence):
        office_open(key=key, name="新", administrator=administrator, administrator_name="甲", now=NOW)


def test_unit_and_below_is_the_subtree(house):
    assert list(unit_and_below(house.unit).order_by("pk")) == [house.unit, house.section]
