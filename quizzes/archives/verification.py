"""Verify an exam's archive: 核对考试归档文件。

用法： python3 verify.py 归档文件.zip [指纹]

Needs Python 3.9 or newer and nothing else: this file lies in each archive and runs where the program that made the
archive is long gone. It checks that every file is what the manifest says, that the answers that stand are the last
saved in the log, and that each result's marks add up to its total.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

_MANIFEST = "manifest.json"
#: What is not data, but there to explain and verify it.
_BESIDE = frozenset({_MANIFEST, "verify.py", "README.txt"})
_TOLD = 20


@dataclass
class Verdict:
    """What was found: the fingerprint of the whole, how much was looked at, and each thing that is wrong."""

    fingerprint: str = ""
    files: int = 0
    answers: int = 0
    results: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems


def verify(path: str | IO[bytes], fingerprint: str = "") -> Verdict:
    """Verify the archive at a path or in a binary file; with a fingerprint, that it is that very archive."""
    verdict = Verdict()
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = archive.read(_MANIFEST)
            verdict.fingerprint = hashlib.sha256(manifest).hexdigest()
            if fingerprint and fingerprint.strip().lower() != verdict.fingerprint:
                verdict.problems.append("指纹不同：这不是登记的那一份归档文件")
            _check_files(archive, json.loads(manifest)["files"], verdict)
            _check_answers(archive, verdict)
            _check_results(archive, verdict)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        verdict.problems.append(f"读不出来：{error!r}")
    return verdict


def _check_files(archive: zipfile.ZipFile, listed: dict[str, dict[str, Any]], verdict: Verdict) -> None:
    there = set(archive.namelist()) - _BESIDE
    verdict.problems += [f"缺少文件 {name}" for name in sorted(set(listed) - there)]
    verdict.problems += [f"多出文件 {name}" for name in sorted(there - set(listed))]
    for name in sorted(there & set(listed)):
        digest = hashlib.sha256()
        with archive.open(name) as file:
            while block := file.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != listed[name]["sha256"]:
            verdict.problems.append(f"文件 {name} 被改动过")
        verdict.files += 1


def _rows(archive: zipfile.ZipFile, table: str) -> Iterator[dict[str, Any]]:
    with archive.open(f"{table}.jsonl") as file:
        for line in file:
            yield json.loads(line)


def _check_answers(archive: zipfile.ZipFile, verdict: Verdict) -> None:
    last: dict[tuple[int, int], tuple[tuple[int, int], Any]] = {}
    for row in _rows(archive, "response_log"):
        key, order = (row["attempt_id"], row["slot_id"]), (row["epoch"], row["seq"])
        if key not in last or last[key][0] <= order:
            last[key] = (order, row["answer"])
    for row in _rows(archive, "response"):
        verdict.answers += 1
        logged = last.pop((row["attempt_id"], row["slot_id"]), None)
        answer = logged[1] if logged else None
        if answer != row["answer"]:
            _tell(verdict, f"作答 {row['attempt_id']} 题位 {row['slot_id']}：答案与保存记录不符")
    for attempt, slot in last:
        _tell(verdict, f"作答 {attempt} 题位 {slot}：有保存记录，没有答案")


def _check_results(archive: zipfile.ZipFile, verdict: Verdict) -> None:
    sections = {str(row["id"]): (row["paper_id"], row["section"]) for row in _rows(archive, "paper_slot")}
    for row in _rows(archive, "result"):
        verdict.results += 1
        by_section: Counter[tuple[int, int]] = Counter()
        for slot, marks in row["slot_marks"].items():
            by_section[sections[slot]] += marks or 0
        # What wrong answers cost is taken from their own section until nothing is left of it.
        if sum(max(0, marks) for marks in by_section.values()) != row["total"]:
            _tell(verdict, f"成绩 {row['uuid']}：各题得分加起来不是总分")


def _tell(verdict: Verdict, problem: str) -> None:
    if len(verdict.problems) < _TOLD:
        verdict.problems.append(problem)


def main(arguments: list[str]) -> int:
    """Verify what the command line names; 0 where it is sound."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__)  # noqa: T201 -- a program of its own
        return 2
    verdict = verify(*arguments)
    print(f"指纹 {verdict.fingerprint}")  # noqa: T201
    print(f"核对 {verdict.files} 个文件，{verdict.answers} 个答案，{verdict.results} 份成绩")  # noqa: T201
    for problem in verdict.problems:
        print(f"  ✗ {problem}")  # noqa: T201
    print("完好" if verdict.is_sound else "有问题")  # noqa: T201
    return 0 if verdict.is_sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
