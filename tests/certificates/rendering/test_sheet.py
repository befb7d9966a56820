from __future__ import annotations

from datetime import date

import pytest

from .samples import make_sheet


def test_blank_fields_are_refused_by_name():
    with pytest.raises(ValueError, match=r"^证书内容不完整，缺少：姓名、正文$"):
        make_sheet(holder_name=" ", body=())


def test_optional_fields_may_be_blank():
    sheet = make_sheet(honorific="", footer="")

    assert (sheet.honorific, sheet.footer) == ("", "")


def test_only_a_specimen_needs_no_address():
    assert make_sheet(verify_url="", is_specimen=True).verify_code == ""

    with pytest.raises(ValueError, match=r"^证书内容不完整，缺少：查验网址$"):
        make_sheet(verify_url="")


@pytest.mark.parametrize(("day", "shown"), [(date(2026, 10, 4), "2026年10月4日"), (date(2027, 1, 31), "2027年1月31日")])
def test_day_of_issue_has_no_leading_zeros(day, shown):
    assert make_sheet(issued_on=day).day_of_issue == shown


@pytest.mark.parametrize("address", ["https://exam.example/verify/7K3M-9QXT/", "https://exam.example/verify/7K3M-9QXT"])
def test_verify_code_is_the_last_part_of_the_address(address):
    assert make_sheet(verify_url=address).verify_code == "7K3M-9QXT"
