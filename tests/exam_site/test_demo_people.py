from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Office, User
from tests.factories.accounts import make_office


@pytest.mark.django_db
def test_the_demo_stays_out_of_a_database_that_is_in_use():
    make_office(name="云岭县委组织部")

    with pytest.raises(CommandError, match="数据库中已有机关“云岭县委组织部”，演示数据没有载入。"):
        call_command("load_demo")

    assert [office.name for office in Office.objects.all()] == ["云岭县委组织部"]
    assert not User.objects.exists()
