from __future__ import annotations

import base64
from uuid import UUID

import pytest

from quizzes.taking.tokens import AttemptToken, token_read

TOKEN = AttemptToken(12, UUID(int=1), UUID(int=2), 3)


def test_a_token_says_what_was_put_into_it():
    assert token_read(str(TOKEN)) == TOKEN


def test_a_token_fits_a_header_line():
    assert len(str(TOKEN)) == 80


@pytest.mark.parametrize("position", range(60))
def test_a_token_changed_in_any_byte_is_refused(position):
    raw = bytearray(base64.urlsafe_b64decode(str(TOKEN)))
    raw[position] ^= 1

    assert token_read(base64.urlsafe_b64encode(raw).decode()) is None


@pytest.mark.parametrize(
    "text", ["", "x", "====", "令牌", str(TOKEN)[:-4], str(TOKEN) + "AAAA", "A" * 80, "A" * 10_000]
)
def test_what_is_no_token_is_refused(text):
    assert token_read(text) is None


def test_a_token_signed_with_another_secret_is_refused(settings):
    text = str(TOKEN)
    settings.SECRET_KEY = "another-" + "y" * 50

    assert token_read(text) is None
