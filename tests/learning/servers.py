"""Real servers in the test's own process: one that takes mail, one that is the robot of a group."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer, StreamRequestHandler, ThreadingTCPServer
from time import sleep
from typing import Any


@dataclass
class MailServer:
    """What was taken; recipients it refuses are answered as real servers do."""

    port: int = 0
    refuses: bool = False
    taken: list[EmailMessage] = field(default_factory=list)


@dataclass
class RobotServer:
    """What was asked, and what is answered."""

    origin: str = ""
    status: int = 200
    location: str = ""
    delay: float = 0
    body: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Take mail by SMTP on a free port of this machine."""
    told = MailServer()

    class Handler(StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 mail.example")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.take()
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                elif word == b"RCPT" and told.refuses:
                    self.say("550 no such user")
                else:
                    self.say("250 ok")

        def take(self) -> None:
            self.say("354 go on")
            lines: list[bytes] = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b"."))
            told.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
            self.say("250 taken")

    with _serving(ThreadingTCPServer(("127.0.0.1", 0), Handler)) as server:
        told.port = server.server_address[1]  # type: ignore[attr-defined]
        yield told


@contextmanager
def robot_server() -> Iterator[RobotServer]:
    """Answer as a group's robot on a free port of this machine."""
    told = RobotServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append((self.path, json.loads(body)))
            sleep(told.delay)
            # Who asked may have gone meanwhile.
            with suppress(ConnectionError):
                self.answer()

        def answer(self) -> None:
            self.send_response(told.status)
            if told.location:
                self.send_header("Location", told.location)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        told.origin = f"http://127.0.0.1:{server.server_address[1]}"  # type: ignore[attr-defined]
        yield told


@contextmanager
def _serving(server: BaseServer) -> Iterator[BaseServer]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
