"""How long it takes to tell how ten thousand cadres stood in a year of the preset that asks most of them, chuzhou.

usage: python -m benchmarks duties; without DATABASE_URL an SQLite file under var/bench/ that is filled once and kept.
The clock and the processor's time of the whole command, `manage.py requirement_status --json`, are told.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter

PEOPLE = 10_000
YEAR = 2025
ROOT = Path(__file__).resolve().parent.parent
_VAR = ROOT / "var" / "bench"


def run() -> dict[str, float]:
    """Return seconds of the clock and of the processor, rows told, and the memory it took at most."""
    file = {"DATABASE_URL": f"sqlite:///{_VAR / 'duties.sqlite3'}"}
    environment = {**file, **os.environ, "JIJIKAO_VAR": str(_VAR), "DJANGO_SETTINGS_MODULE": "exam_site.settings.test"}
    filled = subprocess.run(
        [sys.executable, "-m", "benchmarks.duties_year"],
        check=True,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    command = [sys.executable, "manage.py", "requirement_status", "--scheme", "chuzhou", "--on", f"{YEAR}-12-31"]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    with TemporaryFile() as told:
        subprocess.run([*command, "--json"], check=True, cwd=ROOT, env=environment, stdout=told)
        seconds = perf_counter() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        told.seek(0)
        rows = sum(line.count(b'"subject": ') for line in told)
    return {
        "requirement_status_people": PEOPLE,
        "requirement_status_records": float(filled.stdout.split()[-1]),
        "requirement_status_rows": rows,
        "requirement_status_s": seconds,
        "requirement_status_cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "requirement_status_peak_mb": after.ru_maxrss / 1024,
    }
