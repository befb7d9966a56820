"""How well the sheets in circulation are read: `make import-score`, over ../shared/data/questions and excerpts.

For each file: the questions in it and how many of them the file itself makes complete (counted by eye), how many were
found, read without a doubt, read with a doubt, and reported as faulty. Right are the complete ones that were read; the
rest must be reported. That what was read agrees with the files is tested in tests/question_bank (test_real_files.py).
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from accounts.confinement import confined
from question_bank.sheets import SheetReport, UnreadableSheet, read_sheet

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
#: Less than this share of the complete questions read right is a failure.
LEAST_RIGHT = 0.95


class Expected(NamedTuple):
    """What a file holds: questions, and those of them that have all a question needs."""

    questions: int
    complete: int


EXPECTED = {
    "questions/baike.xlsx": Expected(300, 298),
    "questions/bd_判断题.txt": Expected(53, 53),
    "questions/bd_单选题.txt": Expected(157, 157),
    "questions/buaa.txt": Expected(303, 303),
    "questions/derived_党建前200题_gb18030.txt": Expected(238, 237),
    # Text recognition lost letters, answers and whole options of nearly all of them.
    "questions/edusafe.txt": Expected(476, 0),
    "questions/fanyu.xls": Expected(832, 827),
    "questions/fyhc1.xlsx": Expected(10, 9),
    "questions/henan8_带解析.xlsx": Expected(78, 78),
    # The options of two are commands of a typesetter.
    "questions/mathexam.xlsx": Expected(7, 5),
    "questions/momo_推荐题库.docx": Expected(40, 40),
    "questions/momo_数据库原理及应用历年考题-答案.doc": Expected(127, 120),
    # Answers to fifteen questions that are not in it.
    "questions/netuni.xls": Expected(0, 0),
    "questions/religious.xlsx": Expected(283, 282),
    # Several answers to one blank: choices whose options were left out.
    "questions/sishi.csv": Expected(1060, 841),
    # The choices came without their options.
    "questions/uestc.txt": Expected(1333, 851),
    "questions/violasi_判断题.txt": Expected(300, 300),
    "questions/violasi_单选题.txt": Expected(300, 0),
    "questions/violasi_多选题.txt": Expected(300, 0),
    # Its answers are in the three files above.
    "questions/violasi_理论.docx": Expected(900, 0),
    "questions/党建_xuzhou_answer.txt": Expected(813, 813),
    "excerpts/163wenku_判断粘连.txt": Expected(7, 7),
    "excerpts/5er_公务员法.txt": Expected(9, 9),
    # Filled in, and nothing shows what was.
    "excerpts/777doc_填空_已填.txt": Expected(8, 0),
    "excerpts/peee_党纪_多题型.txt": Expected(6, 4),
    "excerpts/renren_党务干事_粘连解析.txt": Expected(2, 2),
}


@dataclass(frozen=True, slots=True)
class Score:
    """How one file was read."""

    name: str
    expected: Expected
    found: int
    #: Complete questions that were read; more cannot be right than are complete.
    right: int
    ok: int
    doubtful: int
    faulty: int
    seconds: float
    #: Questions that are not in order and do not say why, and files that give nothing and do not say why.
    silent: int

    @property
    def is_good(self) -> bool:
        """Whether enough is right, nothing is missing and nothing is silent."""
        enough = self.right >= LEAST_RIGHT * self.expected.complete
        return enough and self.found >= self.expected.questions and not self.silent


def score(name: str) -> Score:
    """Read one file in a process of its own, as the site does."""
    path = SHARED / name
    begun = perf_counter()
    try:
        report = confined(read_sheet, path.read_bytes(), path.name)
    except UnreadableSheet:
        report = None
    seconds = perf_counter() - begun
    return _scored(name, report, seconds)


def _scored(name: str, report: SheetReport | None, seconds: float) -> Score:
    expected = EXPECTED.get(name, Expected(0, 0))
    if report is None:
        return Score(name, expected, 0, 0, 0, 0, 0, seconds, 0)
    statuses = Counter(question.status for question in report.questions)
    silent = sum(question.status != "ok" and not question.problems for question in report.questions)
    if not report.questions and not report.problems:
        silent += 1
    counts = (statuses[status] for status in ("ok", "doubtful", "faulty"))
    right = min(statuses["ok"] + statuses["doubtful"], expected.complete)
    return Score(name, expected, len(report.questions), right, *counts, seconds, silent)


def main() -> int:
    """Print a line a file and the total; 1 where a file falls short."""
    if not SHARED.is_dir():
        print("没有 ../shared/data，无法评分：这些样卷不随项目分发。")
        return 0
    paths = [path for folder in ("questions", "excerpts") for path in sorted((SHARED / folder).iterdir())]
    names = [path.relative_to(SHARED).as_posix() for path in paths]
    scores = [score(name) for name in names]
    print(f"{'题数':>6}{'完整':>6}{'读到':>6}{'读对':>6}{'正常':>6}{'存疑':>6}{'错误':>6}{'秒':>7}  文件")
    total = _total(scores)
    for one in [*scores, total]:
        numbers = (*one.expected, one.found, one.right, one.ok, one.doubtful, one.faulty)
        remark = "" if one.is_good else "  不达标"
        print("".join(f"{number:>8}" for number in numbers) + f"{one.seconds:>8.2f}  {one.name}{remark}")
    share = total.right / max(total.expected.complete, 1)
    print(f"完整的题读对 {share:.1%}；存疑 {total.doubtful} 题、错误 {total.faulty} 题，未写原因 {total.silent} 题。")
    return 0 if all(one.is_good for one in scores) else 1


def _total(scores: list[Score]) -> Score:
    expected = Expected(*(sum(one.expected[place] for one in scores) for place in range(2)))
    summed = ("found", "right", "ok", "doubtful", "faulty", "seconds", "silent")
    return Score("合计", expected, *(sum(getattr(one, name) for one in scores) for name in summed))


if __name__ == "__main__":
    sys.exit(main())
