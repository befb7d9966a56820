"""A taken port gets one clear line."""

from __future__ import annotations

import socket

import pytest

from scripts.check_port import why_not


@pytest.mark.parametrize("port", ["", "abc", "0", "70000", "-1"])
def test_what_is_no_port_is_named(port):
    assert why_not(port) == f"PORT={port} 不是端口号，应为 1 到 65535 的整数。"


def test_a_taken_port_is_named_with_the_next_one():
    with socket.socket() as taken:
        taken.bind(("0.0.0.0", 0))
        taken.listen()
        port = taken.getsockname()[1]

        reason = why_not(str(port))

    assert reason is not None
    assert reason.startswith(f"端口 {port} 不能使用")
    assert reason.endswith(f"PORT={port + 1} make demo")


def test_a_free_port_is_fine():
    with socket.socket() as probe:
        probe.bind(("0.0.0.0", 0))
        port = probe.getsockname()[1]

    assert why_not(str(port)) is None
