"""A paper fetched ahead and sealed: at the minute only its key has to be handed out (ADR 14).

Some minutes before a candidate may begin, the waiting page fetches the paper that this candidate will get, sealed with
AES-GCM (NIST SP 800-38D) under a key made from the server's secret for this exam and paper. The key leaves with the
start of an attempt and at no other time, so what opens the door opens the paper.
"""

from __future__ import annotations

import gzip
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from quizzes.enums import ADMITTED, ExamState
from quizzes.models import Candidate, Paper
from quizzes.taking.attempts import form_dealt
from quizzes.terms import terms_of

#: How long before a candidate's own window the sealed paper is given out.
AHEAD = timedelta(minutes=15)
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Sealed:
    """What can be opened by who has the key alone, and what was not changed on the way."""

    nonce: bytes
    content: bytes


def may_be_sealed(paper: Paper) -> bool:
    """Return whether a candidate is asked all of a paper: nobody gets more ahead than their own questions."""
    return not paper.is_stock


def paper_ahead(candidate: Candidate, *, attempts_used: int, now: datetime) -> Paper | None:
    """Return the paper that a candidate will get in some minutes, None where there is nothing to fetch ahead."""
    terms = terms_of(candidate)
    is_soon = terms.opens_at - AHEAD <= now < terms.opens_at
    may_come = candidate.exam.state == ExamState.SCHEDULED and candidate.state in ADMITTED
    if not is_soon or not may_come or attempts_used >= terms.attempts:
        return None
    paper = form_dealt(candidate, number=attempts_used + 1)
    return paper if paper is not None and may_be_sealed(paper) else None


def sealed_under(exam: UUID, paper: UUID, content: bytes) -> Sealed:
    """Seal what a page shows of a paper; packed first, since nothing packs a sealed text.

    The nonce is drawn anew each time: a process seals a paper once, so none comes twice under one key.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    packed = gzip.compress(content, mtime=0)
    return Sealed(nonce, AESGCM(sealing_key(exam, paper)).encrypt(nonce, packed, _associated(exam, paper)))


def sealing_key(exam: UUID, paper: UUID) -> bytes:
    """Return the key of a paper in an exam: for who has begun an attempt on it, and nobody before."""
    return hashlib.blake2b(_associated(exam, paper), key=_secret(settings.SECRET_KEY), digest_size=32).digest()


def _associated(exam: UUID, paper: UUID) -> bytes:
    return f"{exam}:{paper}".encode()


@lru_cache(maxsize=1)
def _secret(secret: str) -> bytes:
    return hashlib.sha256(b"quizzes.taking.sealed:" + secret.encode()).digest()
