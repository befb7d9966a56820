"""How long the bank's list takes at 100,000 questions, for every way of narrowing it, on the database of DATABASE_URL.

usage: python -m benchmarks bank; without DATABASE_URL an SQLite file under var/bench/ that is filled once and kept.
An empty database is filled first, in a minute or two; one that holds the questions already is measured as it is.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

QUESTIONS = 100_000
REPEATS = 5
ROOT = Path(__file__).resolve().parent.parent
_VAR = ROOT / "var" / "bench"


def run() -> dict[str, float]:
    """Return milliseconds of the clock and of the processor for each filter, and seconds for what is done beside."""
    file = {"DATABASE_URL": f"sqlite:///{_VAR / 'bank.sqlite3'}"}
    environment = {**file, **os.environ, "JIJIKAO_VAR": str(_VAR), "DJANGO_SETTINGS_MODULE": "exam_site.settings.test"}
    printed = [_printed(f"benchmarks.{module}", environment) for module in ("bank_pages", "bank_work")]
    lines = [line.rsplit(" ", 1) for text in printed for line in text.splitlines() if line.startswith("bank_")]
    return {name: float(figure) for name, figure in lines}


def _printed(module: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", module]
    return subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True).stdout


def draw(chance: random.Random) -> Iterator[dict[str, object]]:
    """Yield what the questions of a large bank say, in the proportions of real ones."""
    subjects = ["党支部", "县委组织部", "公务员主管部门", "干部监督机构", "考察组", "机关党委", "领导班子", "监察机关"]
    deeds = ["应当组织学习", "负责审核档案", "须公示任职", "按规定回避", "应当报告事项", "须签订承诺", "应当开展谈话"]
    spans = ["三日", "五日", "七日", "十日", "十五日", "三十日", "三个月", "半年", "一年", "两年"]
    for number in range(QUESTIONS):
        subject, deed = chance.choice(subjects), chance.choice(deeds)
        yield {
            "number": number,
            "stem": f"根据有关规定，{subject}{deed}，并在（　　）内办结第{number}号事项，情况特殊的可以延长一次。",
            "options": chance.sample(spans, 4),
            "key": [chance.choice("ABCD")],
            "explanation": f"见《办法》第{number % 97 + 1}条：{subject}{deed}的期限从受理之日起计算。",
        }
