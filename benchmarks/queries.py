"""Count the queries of the hot path on the database of DATABASE_URL; the health check of a connection aside.

usage: python -m benchmarks.queries < JSON list of two attempts as starts gave them
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def count_queries(attempt: dict[str, Any]) -> dict[str, int]:
    """Take an attempt from opening to submission and return the queries of each step, BEGIN and COMMIT aside."""
    path = f"/api/v1/attempts/{attempt['id']}/"
    question = attempt["paper"]["sections"][0]["questions"][0]
    body = {"seq": attempt["seq"] + 1, "answers": {question["id"]: [question["options"][0]["id"]]}}
    client = Client(headers={"Authorization": f"Attempt {attempt['attempt_token']}"}, HTTP_HOST="127.0.0.1")
    steps = {
        "open": lambda: client.get(path),
        "save": lambda: client.put(f"{path}responses/", body, content_type="application/json"),
        "submit": lambda: client.post(f"{path}submit/"),
    }
    counts = {}
    for step, take in steps.items():
        with CaptureQueriesContext(connection) as queries:
            response = take()
        if response.status_code != 200:
            raise RuntimeError(response.content.decode())
        counts[step] = sum(query["sql"] not in {"BEGIN", "COMMIT"} for query in queries)
    return counts


if __name__ == "__main__":
    django.setup()
    warming_up, counted = json.load(sys.stdin)
    # A process reads each paper and each key once in its life.
    count_queries(warming_up)
    print(json.dumps(count_queries(counted)))
