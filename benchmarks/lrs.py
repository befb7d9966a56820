"""How fast the learning record store takes statements.

One core: requests go straight into the WSGI application, and the processor's time counts, so that neighbours on the
machine do not matter. The floor reads the same JSON and writes it into one table with one commit. All together: a
gunicorn with two workers takes batches of fifty from sixteen clients over HTTP, by the clock on the wall.
"""

from __future__ import annotations

import base64
import http.client
import io
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
POSTS = 200
BATCH = 50
BATCHES = 20
CLIENTS = 16
Headers = dict[str, str]
JSON = {"Content-Type": "application/json"}


def run() -> dict[str, float]:
    """Measure with a new SQLite database in a process of its own, and return the figures."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "exam_site.settings.dev",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "JIJIKAO_VAR": folder,
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "benchmarks.lrs"]
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure() -> dict[str, float]:
    """Set up a store and measure it."""
    django.setup()
    headers = prepare_store()
    post = post_with(headers)
    single = per_cpu_second(post, size=1, times=POSTS)
    batched = per_cpu_second(post, size=BATCH, times=BATCHES)
    floor = per_cpu_second(prepare_floor(), size=1, times=POSTS)
    with served() as port:
        statements_per_second, errors = load(port, headers)
    return {
        "post_one_per_cpu_second": single,
        "floor_per_cpu_second": floor,
        "ratio": single / floor,
        "batched_statements_per_cpu_second": batched,
        "http_batched_statements_per_second": statements_per_second,
        "http_server_errors": errors,
    }


def prepare_store() -> Headers:
    from accounts.services import office_create  # noqa: PLC0415 -- app ready
    from lrs.services import client_create  # noqa: PLC0415 -- app ready

    call_command("migrate", verbosity=0)
    client, secret = client_create(office=office_create(key="bench", name="云岭县委组织部"), name="bench")
    return client_headers(client.key, secret)


def client_headers(key: str, secret: str) -> Headers:
    """Return the headers with which a client posts statements."""
    token = base64.b64encode(f"{key}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {token}", "X-Experience-API-Version": "2.0.0"}


def statement(choice: random.Random) -> dict[str, Any]:
    """Return what exam traffic is made of: forty people answer the same hundred questions."""
    person, question = choice.randrange(40), choice.randrange(100)
    origin = "https://exam.yunling.example"
    return {
        "id": str(uuid.uuid4()),
        "actor": {"name": f"干部{person}", "account": {"homePage": origin, "name": f"YL{person:03}"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"zh-CN": "回答了"}},
        "object": {
            "id": f"{origin}/questions/{question}",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
                "name": {"zh-CN": f"第{question}题"},
            },
        },
        "result": {"success": True, "score": {"scaled": 1}},
        "context": {"contextActivities": {"parent": [{"id": f"{origin}/exams/1"}]}},
        "timestamp": "2026-10-04T01:00:00.000Z",
    }


def body(choice: random.Random, size: int) -> bytes:
    statements = [statement(choice) for _ in range(size)]
    return json.dumps(statements if size > 1 else statements[0], ensure_ascii=False).encode()


def post_with(headers: Headers) -> Callable[[bytes], None]:
    application = get_wsgi_application()
    fields = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}

    def post(content: bytes) -> None:
        statuses: list[str] = []
        environment = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/xapi/statements",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(content)),
            "wsgi.input": io.BytesIO(content),
            "wsgi.url_scheme": "http",
            **fields,
        }
        response = application(environment, lambda status, _headers, *_: statuses.append(status))
        response.close()
        if statuses != ["200 OK"]:
            raise RuntimeError(f"store answered {statuses}")

    return post


def prepare_floor() -> Callable[[bytes], None]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE floor (id INTEGER PRIMARY KEY, body TEXT)")

    def write(content: bytes) -> None:
        text = json.dumps(json.loads(content), ensure_ascii=False)
        connection.connection.execute("INSERT INTO floor (body) VALUES (?)", [text])

    return write


def per_cpu_second(work: Callable[[bytes], None], *, size: int, times: int) -> float:
    """Return how many statements a second of one core gets done; the best of several rounds, after one to warm up."""
    choice = random.Random(2026)
    rounds = []
    for _round in range(ROUNDS + 1):
        contents = [body(choice, size) for _ in range(times)]
        start = time.process_time()
        for content in contents:
            work(content)
        rounds.append(time.process_time() - start)
    return size * times / min(rounds[1:])


@contextmanager
def served() -> Iterator[int]:
    """Serve the site on a free port of this machine alone."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4", "--log-level", "error"]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", "exam_site.wsgi", *options], stdout=sys.stderr)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def load(port: int, headers: Headers) -> tuple[float, int]:
    """Return how many statements a second sixteen clients get rid of, and how many answers were errors of ours."""

    def send(client: int) -> int:
        choice = random.Random(client)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        errors = 0
        for _batch in range(BATCHES):
            connection.request("POST", "/xapi/statements", body(choice, BATCH), {**headers, **JSON})
            response = connection.getresponse()
            response.read()
            errors += response.status >= 500
        return errors

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        errors = sum(pool.map(send, range(CLIENTS)))
    return CLIENTS * BATCHES * BATCH / (time.perf_counter() - start), errors


if __name__ == "__main__":
    print(json.dumps(measure()))
