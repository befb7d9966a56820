"""What a roster would change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from accounts.rosters import (
    Change,
    Known,
    RosterRow,
    RowState,
    compare,
    compared_from_json,
    compared_to_json,
    confirmed,
)

KNOWN = Known("YL001", "程立新", ("干部科",), "科员", "13800000001", newcomer=False)


def outcome(row, known=KNOWN, taken_elsewhere=frozenset()):
    (compared,) = compare(
        [row],
        root="云岭县委组织部",
        known={known.username.casefold(): known} if known else {},
        taken_elsewhere=taken_elsewhere,
    )
    return compared


@pytest.mark.parametrize(
    ("row", "state", "changes"),
    [
        (RosterRow(2, "yl001", "程立新", ("干部科",), None, None, None), RowState.UNCHANGED, ()),
        (
            RosterRow(2, "YL001", "程立新", ("云岭县委组织部", "干部科"), "科员", "13800000001", newcomer=False),
            RowState.UNCHANGED,
            (),
        ),
        (
            RosterRow(2, "YL001", "程立新", ("干部科",), "科长", "1390", newcomer=True),
            RowState.CHANGED,
            (
                Change("职务", "科员", "科长"),
                Change("手机", "13800000001", "1390"),
                Change("新任", "否", "是"),
            ),
        ),
        (
            RosterRow(2, "YL001", "程立新", ("组织科", "一股"), None, None, None),
            RowState.MOVED,
            (Change("单位", "干部科", "组织科/一股"),),
        ),
        (RosterRow(2, "YL009", "黎㛃", ("干部科",), None, None, None), RowState.NEW, ()),
    ],
    ids=["same", "same-with-root", "changed", "moved", "new"],
)
def test_compare_states(row, state, changes):
    compared = outcome(row)

    assert (compared.state, compared.changes) == (state, changes)


@pytest.mark.parametrize(("path", "effect"), [(("组织科",), RowState.MOVED), (("干部科",), RowState.CHANGED)])
def test_compare_other_name_is_doubtful_until_confirmed(path, effect):
    compared = outcome(RosterRow(2, "YL001", "冒名", path, None, None, None))

    assert (compared.state, compared.problems) == (RowState.DOUBTFUL, ("姓名与系统里不同：原名程立新",))
    assert compared.changes[0] == Change("姓名", "程立新", "冒名")
    assert (confirmed(compared).state, confirmed(compared).problems) == (effect, ())


@pytest.mark.parametrize(
    ("path", "phone", "problems"),
    [
        (("干部科",), None, ()),
        (("干部科",), "13800000009", ()),
        (("组织科",), None, ("程立新 已安排2027年5月1日到干部科，请先在人员页取消这一安排",)),
    ],
)
def test_compare_place_against_one_still_to_come_is_faulty(path, phone, problems):
    arranged = replace(KNOWN, arranged_from=date(2027, 5, 1))

    assert outcome(RosterRow(2, "YL001", "程立新", path, None, phone, None), arranged).problems == problems


def test_compared_row_is_kept_whole():
    for row in (
        RosterRow(2, "YL001", "冒名", ("干部科", "一股"), "科员", None, newcomer=True),
        RosterRow(3, "", "", (), None, None, None, ("缺少工号",)),
    ):
        compared = outcome(row)

        assert compared_from_json(json.loads(json.dumps(compared_to_json(compared)))) == compared


def test_compare_faulty_row_changes_nothing():
    compared = outcome(RosterRow(7, "YL001", "", ("干部科",), None, None, None, ("缺少姓名",)))

    assert (compared.state, compared.changes, compared.problems) == (RowState.FAULTY, (), ("缺少姓名",))


def test_compare_person_who_left_is_not_brought_back_silently():
    left = Known("YL001", "程立新", ("干部科",), "", "", newcomer=False, left_on=date(2026, 3, 1))

    compared = outcome(RosterRow(2, "YL001", "程立新", ("干部科",), None, None, None), left)

    assert compared.problems == ("程立新 已于2026年3月1日离开，请先在人员页恢复",)


def test_compare_number_of_another_office_is_faulty():
    compared = outcome(RosterRow(2, "QX001", "甲", ("干部科",), None, None, None), taken_elsewhere=frozenset({"qx001"}))

    assert compared.problems == ("工号 QX001 已由其他机关的人使用",)
