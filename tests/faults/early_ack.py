"""The classic mistake, for the failing control: saves are acknowledged at once and written a little later, together."""

from __future__ import annotations

import io
import json
import queue
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from exam_site.wsgi import application as honest

_WRITE_EVERY_SECONDS = 0.2
_waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Acknowledge a save before it is written; pass everything else on."""
    if environ["REQUEST_METHOD"] != "PUT":
        return honest(environ, start_response)
    content = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    _waiting.put({**environ, "wsgi.input": io.BytesIO(content)})
    _writer()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"seq": json.loads(content)["seq"]}).encode()]


def _writer(started: list[threading.Thread] = []) -> None:  # noqa: B006 -- one writer a process
    if not started:
        started.append(threading.Thread(target=_write_for_ever, daemon=True))
        started[0].start()


def _write_for_ever() -> None:
    while True:
        time.sleep(_WRITE_EVERY_SECONDS)
        while not _waiting.empty():
            for _part in honest(_waiting.get(), lambda *_args: None):
                pass
