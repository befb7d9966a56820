"""Say in one line that a port is taken, before anything else is done.

usage: python -m scripts.check_port PORT
"""

from __future__ import annotations

import socket
import sys

_LAST_PORT = 65_535


def why_not(port: str) -> str | None:
    """Return the sentence that says why the site cannot listen on a port, or None where it can."""
    if not port.isdigit() or not 0 < int(port) <= _LAST_PORT:
        return f"PORT={port} 不是端口号，应为 1 到 {_LAST_PORT} 的整数。"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", int(port)))  # noqa: S104 -- free on every address
        except OSError as error:
            other = f"请关闭占用它的程序，或换一个端口：PORT={int(port) + 1} make demo"
            return f"端口 {port} 不能使用（{error.strerror}）。{other}"
    return None


if __name__ == "__main__":
    sys.exit(why_not(sys.argv[1]))
