"""The answers a page saves to a file when nothing else works (应急导出), and how they come in again.

The file is sealed with a key that the server gave this page for this attempt and epoch (AES-GCM, NIST SP 800-38D), so
that whoever carries it can neither read nor change it. Browsers offer that in a secure context alone; elsewhere the
file is plain, and whoever takes it in is told so. Either way an answer is as old as its sequence number: what was saved
later stands.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.translation import gettext as _

from quizzes.taking.saving import MAX_SEQ

MAX_BYTES = 2 * 1024 * 1024


class RescueError(Exception):
    """The file cannot be taken in; the message is for the organizer."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a file says; `digest` is that of its text, so that one file comes in once."""

    attempt: UUID
    epoch: int
    seq: int
    answers: Mapping[str, object]
    is_sealed: bool
    digest: str


def rescue_key(attempt: UUID, epoch: int) -> bytes:
    """Return the key with which a page seals its file."""
    return hashlib.blake2b(_associated(attempt, epoch), key=_secret(settings.SECRET_KEY), digest_size=32).digest()


def rescue_read(content: bytes) -> Rescued:
    """Read a file.

    Raises:
        RescueError: it is none of ours, was changed on the way, or is too large.
    """
    if len(content) > MAX_BYTES:
        raise RescueError(_("文件太大，不是答题页面导出的应急答案文件。"))
    try:
        file = json.loads(content)
        attempt, epoch = UUID(file["attempt"]), file["epoch"]
        is_ours = file["jijikao"] == "answers" and file["version"] == 1 and isinstance(epoch, int) and epoch > 0
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_ours = False
    if not is_ours:
        raise RescueError(_("这不是答题页面导出的应急答案文件。"))
    is_sealed = "sealed" in file
    said = _opened(file, attempt, epoch) if is_sealed else file.get("plain")
    seq, answers = (said.get("seq"), said.get("answers")) if isinstance(said, dict) else (None, None)
    if not isinstance(seq, int) or isinstance(seq, bool) or not 1 <= seq <= MAX_SEQ or not isinstance(answers, dict):
        raise RescueError(_("文件内容不完整，请让考生重新导出一次。"))
    return Rescued(attempt, epoch, seq, answers, is_sealed, hashlib.sha256(content).hexdigest())


def _opened(file: Mapping[str, Any], attempt: UUID, epoch: int) -> Any:
    try:
        nonce, sealed = (base64.b64decode(file[name], validate=True) for name in ("nonce", "sealed"))
        return json.loads(AESGCM(rescue_key(attempt, epoch)).decrypt(nonce, sealed, _associated(attempt, epoch)))
    except (binascii.Error, KeyError, TypeError, ValueError, OverflowError, RecursionError, InvalidTag):
        raise RescueError(_("文件被改动过，或者不是这个系统导出的，打不开。")) from None


def _associated(attempt: UUID, epoch: int) -> bytes:
    return f"{attempt}:{epoch}".encode()


@lru_cache(maxsize=1)
def _secret(secret: str) -> bytes:
    return hashlib.sha256(b"quizzes.taking.rescue:" + secret.encode()).digest()
