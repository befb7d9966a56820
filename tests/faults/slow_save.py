"""A server on which each save takes a while, so that some are under way whenever it is told to stop."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from exam_site.wsgi import application as prompt

SECONDS = 1.0
#: A byte for each save that was taken, so that a test knows when to stop the server.
TAKEN = "saves-taken"


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Take a save, wait, and pass it on."""
    if environ["REQUEST_METHOD"] == "PUT":
        with (Path(os.environ["JIJIKAO_VAR"]) / TAKEN).open("ab") as file:
            file.write(b".")
        time.sleep(SECONDS)
    return prompt(environ, start_response)
