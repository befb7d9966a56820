"""The floor for taking an exam: a bare WSGI application, psycopg, prepared statements, and no check of anything.

A save is one upsert of one answer into a table without log, lock or foreign key. Opening reads the attempt's row and
passes a paper through that was in memory all along.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

_UPSERT = """
INSERT INTO floor_response VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (attempt_id, slot_id) DO UPDATE
SET answer = excluded.answer, seq = excluded.seq, saved_at = excluded.saved_at
WHERE floor_response.seq < excluded.seq
"""
_ATTEMPT = "SELECT state, epoch, deadline_at, display::text FROM quizzes_attempt WHERE id = %s"
_PAPER = Path(os.environ["FLOOR_PAPER"]).read_bytes()
_local = threading.local()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Save on PUT /attempt/slot, open on GET /attempt."""
    attempt, _slash, slot = environ["PATH_INFO"].strip("/").partition("/")
    content = _save(environ, attempt, slot) if environ["REQUEST_METHOD"] == "PUT" else _open(attempt)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(content)))])
    return [content]


def _save(environ: dict[str, Any], attempt: str, slot: str) -> bytes:
    body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    now = datetime.now(UTC)
    answer = json.dumps(body["answers"][slot])
    _connection().execute(_UPSERT, (int(attempt), int(slot), answer, body["seq"], now), prepare=True)
    return json.dumps({"seq": body["seq"], "saved_at": now.isoformat()}).encode()


def _open(attempt: str) -> bytes:
    row = _connection().execute(_ATTEMPT, (int(attempt),), prepare=True).fetchone()
    if row is None:
        raise LookupError(attempt)
    head = json.dumps({"state": row[0], "epoch": row[1], "deadline_at": row[2].isoformat()})
    return head[:-1].encode() + b',"paper":' + _PAPER + b"}"


def _connection() -> psycopg.Connection[Any]:
    """Return this thread's connection."""
    if not hasattr(_local, "connection"):
        _local.connection = psycopg.connect(os.environ["FLOOR_DATABASE"], autocommit=True)
    connection: psycopg.Connection[Any] = _local.connection
    return connection
