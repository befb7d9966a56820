"""What `make serve` says when it begins."""

from __future__ import annotations

import pytest

from exam_site.management.commands.serve import greeting
from tests.factories.accounts import make_office

ADDRESS = "http://127.0.0.1:8123"

pytestmark = pytest.mark.django_db


def test_greeting_without_any_office_says_how_to_make_the_first():
    assert greeting(ADDRESS).splitlines() == [
        f"季季考：{ADDRESS}",
        "还没有机关，谁也不能登录。请另开一个终端新建第一个：",
        "  .venv/bin/python manage.py create_office 代号 名称 --administrator 工号 --administrator-name 姓名",
    ]


def test_greeting_of_an_office_is_the_address_alone():
    make_office()

    assert greeting(ADDRESS) == f"季季考：{ADDRESS}"
