"""Bringing a roster in through the pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import RosterImportState
from accounts.models import RosterImport, User
from accounts.rosters import parse_roster
from accounts.services import user_move
from tests.accounts.frame import FRAME_QUERIES
from tests.accounts.workbooks import roster_bytes, sheet_values, zip_bytes

pytestmark = pytest.mark.django_db

ROWS = (
    ("YL002", "骆嘉", "组织科/二股", "科员"),
    ("YL001", "程立新", "干部科/一股", "股长"),
    ("YL900", "何静", "云岭县委组织部"),
    ("YL002", "骆嘉", "组织科", None, "139", "也许"),
    ("YL003", None, "+cmd"),
)


@pytest.fixture
def organizer(client_for, house):
    return client_for(house.organizer)


def upload(client, *rows, data=None, name="人员名单.xlsx"):
    file = SimpleUploadedFile(name, roster_bytes(*rows) if data is None else data)
    return client.post("/people/rosters/", {"file": file})


def states(response):
    return [(line.compared.row.number, line.label) for line in response.context["lines"]]


def test_upload_leads_to_a_preview_and_writes_nobody(organizer, house):
    before = User.objects.count()

    response = organizer.get(upload(organizer, *ROWS).url)

    assert User.objects.count() == before
    assert states(response) == [(2, "新增"), (3, "调动"), (4, "无变化"), (5, "有问题"), (6, "有问题")]
    assert response.context["missing_units"] == ["组织科", "组织科/二股"]
    page = response.content.decode()
    assert "可以导入 2 人，2 行有问题" in page
    assert "第 5 行：工号 YL002 与第 2 行重复" in page
    assert "将新建 2 个单位：组织科、组织科/二股。" in page


@pytest.mark.parametrize(
    ("state", "numbers"), [("faulty", [5, 6]), ("new", [2]), ("changed", []), ("nonsense", [2, 3, 4, 5, 6])]
)
def test_preview_is_narrowed_by_the_address(organizer, state, numbers):
    address = upload(organizer, *ROWS).url

    assert [number for number, _label in states(organizer.get(f"{address}?state={state}"))] == numbers


def test_confirmation_brings_in_the_good_rows_once(organizer, house):
    address = upload(organizer, *ROWS).url

    first = organizer.post(f"{address}commit/", {"on": "2026-11-01"}, follow=True)
    again = organizer.post(f"{address}commit/", {"on": "2026-11-01"}, follow=True)

    assert [str(message) for message in first.context["messages"]] == [
        "已导入：新增 1 人，调动 1 人，更新 0 人；2 行有问题、0 行没有勾选，没有导入。"
    ]
    assert [str(message) for message in again.context["messages"]] == ["这份人员名单已经导入过，没有重复导入。"]
    new = User.objects.get(username="YL002")
    assert [(str(row.unit), str(row.from_date)) for row in new.memberships.all()] == [("二股", "2026-11-01")]
    assert house.cadre.memberships.count() == 2
    assert RosterImport.objects.get().state == RosterImportState.COMMITTED


def test_imported_roster_shows_what_was_done(organizer, house):
    address = upload(organizer, *ROWS).url
    organizer.post(f"{address}commit/", {"on": "2026-11-01", "shown": [2, 3], "take": [2]})
    User.objects.filter(username="YL002").update(name="改名")

    response = organizer.get(address)

    assert states(response) == [(2, "新增"), (3, "没有勾选"), (4, "无变化"), (5, "有问题"), (6, "有问题")]
    assert "已导入 1 人，2 行有问题" in response.content.decode()
    assert len(sheet_values(b"".join(organizer.get(f"{address}faults.xlsx").streaming_content))) == 3
    assert house.cadre.memberships.count() == 1


def test_other_name_is_left_out_unless_ticked(organizer, house):
    row = ("YL001", "冒名", "干部科/一股")
    address = upload(organizer, row).url

    page = organizer.get(address)
    organizer.post(f"{address}commit/", {"on": "2026-11-01", "shown": [2]})

    assert [(line.label, line.is_chosen) for line in page.context["lines"]] == [("存疑", False)]
    assert "第 2 行：姓名与系统里不同：原名程立新" in page.content.decode()
    assert User.objects.get(pk=house.cadre.pk).name == "程立新"

    organizer.post(f"{upload(organizer, row).url}commit/", {"on": "2026-11-01", "shown": [2], "take": [2]})

    assert User.objects.get(pk=house.cadre.pk).name == "冒名"
    assert house.cadre.memberships.count() == 2


def test_ticks_of_a_page_are_remembered_for_the_others(organizer):
    address = upload(organizer, ("YL002", "甲", "组织科"), ("YL003", "乙", "组织科")).url

    kept = organizer.post(f"{address}commit/", {"on": "", "keep": "1", "shown": [2, 3], "take": [3]})
    page = organizer.get(address)
    organizer.post(f"{address}commit/", {"on": "2026-11-01"})

    assert kept.url == address
    assert [line.is_chosen for line in page.context["lines"]] == [False, True]
    assert page.context["to_bring_in"] == 1
    assert list(User.objects.filter(username__in=["YL002", "YL003"]).values_list("username", flat=True)) == ["YL003"]


def test_ticks_after_the_import_change_nothing(organizer):
    address = upload(organizer, ("YL002", "甲", "组织科")).url
    organizer.post(f"{address}commit/", {"on": "2026-11-01"})

    organizer.post(f"{address}commit/", {"on": "2026-11-01", "keep": "1", "shown": [2]})

    assert RosterImport.objects.get().choices == {}


def test_unit_that_only_an_unticked_row_names_is_not_made(organizer, house):
    address = upload(organizer, ("YL002", "甲", "无人科")).url

    organizer.post(f"{address}commit/", {"on": "2026-11-01", "shown": [2]})

    assert not house.office.units.filter(name="无人科").exists()


def test_place_still_to_come_is_not_taken_for_the_present_one(organizer, house):
    user_move(user=house.cadre, unit=house.section, position="", on=date(2999, 5, 1))

    response = organizer.get(upload(organizer, ("YL001", "程立新", "干部科")).url)

    assert [line.compared.problems for line in response.context["lines"]] == [
        ("程立新 已安排2999年5月1日到干部科/一股，请先在人员页取消这一安排",)
    ]


def test_confirmation_by_a_link_is_refused(organizer):
    address = upload(organizer, *ROWS).url

    assert organizer.get(f"{address}commit/").status_code == 405
    assert not User.objects.filter(username="YL002").exists()


def test_confirmation_without_a_day_asks_for_it(organizer):
    address = upload(organizer, *ROWS).url

    response = organizer.post(f"{address}commit/", {"on": ""})

    assert response.context["form"].errors == {"on": ["该字段是必填项。"]}
    assert not User.objects.filter(username="YL002").exists()


def test_row_that_could_not_be_moved_is_told(organizer):
    address = upload(organizer, ("YL001", "程立新", "干部科/一股")).url

    response = organizer.post(f"{address}commit/", {"on": "2019-01-01"}, follow=True)

    assert "第 2 行：日期不能早于“干部科”任职的开始日期 2020年1月1日。" in [
        str(message) for message in response.context["messages"]
    ]


def test_faulty_rows_come_back_with_their_reasons_and_no_formula(organizer):
    address = upload(organizer, *ROWS).url

    response = organizer.get(f"{address}faults.xlsx")

    assert sheet_values(b"".join(response.streaming_content)) == [
        ["工号", "姓名", "单位", "职务", "手机", "新任", "原行号", "问题"],
        [
            "YL002",
            "骆嘉",
            "组织科",
            None,
            "139",
            "也许",
            5,
            (
                "手机号“139”不对：手机 11 位数字，座机可以带区号和横线；“新任”应填 是 或 否，现为“也许”；"
                "工号 YL002 与第 2 行重复"
            ),
        ],
        ["YL003", None, "'+cmd", None, None, None, 6, "缺少姓名"],
    ]


def test_faulty_rows_mended_and_sent_again_are_read(organizer):
    data = b"".join(organizer.get(f"{upload(organizer, *ROWS).url}faults.xlsx").streaming_content)

    assert parse_roster(data).ignored == ("原行号", "问题")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"nothing", "这不是 Excel 工作簿（.xlsx）。"),
        (b"", "这不是 Excel 工作簿（.xlsx）。"),
        (zip_bytes({"xl/workbook.xml": b"0" * 30_000_000}), "文件压缩得不正常，已拒绝。"),
        (roster_bytes(), "表头下面没有一行人员。"),
        (b"PK" + bytes(5_000_001), "文件超过 5 MB。"),
    ],
    ids=["text", "empty", "bomb", "no-rows", "large"],
)
def test_unreadable_file_is_told_and_not_kept(organizer, data, message):
    response = upload(organizer, data=data)

    assert response.context["form"].errors == {"file": [message]}
    assert not RosterImport.objects.exists()


def test_template_reads_back(organizer):
    response = organizer.get("/people/rosters/template.xlsx")

    assert parse_roster(b"".join(response.streaming_content)).rows == ()
    assert response["Content-Disposition"].startswith("attachment")


def test_preview_has_pages_of_a_hundred(organizer):
    address = upload(organizer, *((f"N{number:03}", "甲", "组织科") for number in range(120))).url

    assert (len(states(organizer.get(address))), len(states(organizer.get(f"{address}?page=2")))) == (100, 20)


@pytest.mark.parametrize("item_count", [1, 3])
def test_preview_takes_as_many_queries_for_many_as_for_one(organizer, item_count, django_assert_num_queries):
    address = upload(organizer, *((f"N{number}", "甲", "组织科") for number in range(item_count))).url

    # office role, roster, units, places, people, taken elsewhere, units again
    with django_assert_num_queries(FRAME_QUERIES + 7):
        organizer.get(address)
