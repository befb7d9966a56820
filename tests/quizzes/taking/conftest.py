"""Fixtures for taking an exam: a client that speaks to the API as a program does."""

from __future__ import annotations

import json

import pytest

from accounts.services import api_token_issue
from quizzes.taking.tokens import token_for


class ApiClient:
    """Sends and reads JSON; by bearer token of a person, or by attempt token."""

    def __init__(self, client):
        self.client = client

    def bearer(self, user, now):
        token, _row = api_token_issue(user=user, now=now)
        return {"authorization": f"Bearer {token}"}

    def start(self, candidate, headers):
        return self.client.post(f"/api/v1/exams/{candidate.exam.uuid}/attempts/", headers=headers)

    def get(self, attempt, token=None):
        return self.client.get(f"/api/v1/attempts/{attempt.uuid}/", headers=self._by(attempt, token))

    def save(self, attempt, body, token=None):
        return self.client.put(
            f"/api/v1/attempts/{attempt.uuid}/responses/",
            body if isinstance(body, str) else json.dumps(body),
            content_type="application/json",
            headers=self._by(attempt, token),
        )

    def submit(self, attempt, token=None):
        return self.client.post(f"/api/v1/attempts/{attempt.uuid}/submit/", headers=self._by(attempt, token))

    @staticmethod
    def _by(attempt, token):
        return {"authorization": f"Attempt {token or token_for(attempt)}"}


@pytest.fixture
def api(client):
    return ApiClient(client)
