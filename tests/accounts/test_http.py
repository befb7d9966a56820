"""Where a request comes from."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from accounts.http import client_address


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, None, "10.0.0.1"),
        (False, "10.9.9.9", "10.0.0.1"),
        (True, "10.9.9.9", "10.9.9.9"),
        (True, "1.2.3.4, 10.9.9.9", "10.9.9.9"),
        (True, "10.9.9.9, nonsense", "10.0.0.1"),
        (True, None, "10.0.0.1"),
        (True, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_client_address_believes_the_last_proxy_alone(settings, behind_proxy, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}

    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")

    assert client_address(request) == address
