"""Candidates that save until they are told that it is saved, and write down what they were told."""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Acknowledged:
    """One answer that the server said it has."""

    attempt: str
    slot: int
    seq: int
    answer: list[str]


@dataclass
class ApiError(Exception):
    """The server said no."""

    status: int
    body: str


@dataclass
class Candidate:
    """One connection, one attempt."""

    port: int
    bearer: str
    exam: str
    attempt: str = ""
    token: str = ""
    questions: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    errors: int = 0
    connection: http.client.HTTPConnection | None = None

    def start(self, *, code: str = "") -> dict[str, Any]:
        """Enter the exam."""
        body = self.request("POST", f"/api/v1/exams/{self.exam}/attempts/", {"access_code": code}, bearer=True)
        self.attempt, self.token = body["id"], body["attempt_token"]
        self.questions = [question for section in body["paper"]["sections"] for question in section["questions"]]
        return body

    def save_many(
        self,
        count: int,
        *,
        chance: random.Random,
        first: int = 1,
        replay_every: int = 40,
        until: threading.Event | None = None,
    ) -> None:
        """Save answers one after the other, numbered up to `count`, and on until something has happened.

        Now and then an old one is sent again, as a slow network does.
        """
        for seq in itertools.count(first):
            if seq > count and (until is None or until.is_set()):
                return
            question = self.questions[seq % len(self.questions)]
            answer = [chance.choice(question["options"])["id"]]
            self.save_until_acknowledged(seq, question["id"], answer)
            self.acknowledged.append(Acknowledged(self.attempt, int(question["id"]), seq, answer))
            if seq % replay_every == 0:
                old = self.acknowledged[-replay_every // 2]
                self.save_until_acknowledged(old.seq, str(old.slot), old.answer)

    def save_until_acknowledged(self, seq: int, question: str, answer: list[str]) -> None:
        began = time.monotonic()
        while True:
            try:
                self.save(seq, {question: answer})
                break
            except (OSError, http.client.HTTPException, ApiError):
                self.errors += 1
                if time.monotonic() - began > _PATIENCE_SECONDS:
                    raise
                time.sleep(0.02)

    def save(self, seq: int, answers: dict[str, Any]) -> dict[str, Any]:
        return self.request("PUT", f"/api/v1/attempts/{self.attempt}/responses/", {"seq": seq, "answers": answers})

    def submit(self) -> dict[str, Any]:
        return self.request("POST", f"/api/v1/attempts/{self.attempt}/submit/")

    def request(self, method: str, path: str, body: Any = None, *, bearer: bool = False) -> dict[str, Any]:
        """Send one request and read the answer; a broken connection is dropped."""
        self.connection = self.connection or http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=_PATIENCE_SECONDS
        )
        by = f"Bearer {self.bearer}" if bearer else f"Attempt {self.token}"
        try:
            self.connection.request(
                method,
                path,
                json.dumps(body) if body else None,
                {"Authorization": by, "Content-Type": "application/json"},
            )
            response = self.connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if response.status != 200:
            raise ApiError(response.status, content.decode())
        answer: dict[str, Any] = json.loads(content)
        return answer

    def close(self) -> None:
        if self.connection:
            self.connection.close()
            self.connection = None


@contextmanager
def connected(candidates: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Close their connections, whatever happens."""
    try:
        yield candidates
    finally:
        for candidate in candidates:
            candidate.close()
