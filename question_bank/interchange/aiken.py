"""Aiken: single choices as plain text, and nothing besides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from string import ascii_uppercase

from question_bank.content import (
    Markup,
    QuestionContent,
    QuestionType,
    check_content,
    content_images,
    is_texts,
    plain_text,
)
from question_bank.interchange.assembling import RichText, assembled
from question_bank.interchange.decoding import decoded
from question_bank.interchange.images import without_images
from question_bank.interchange.settling import one_line, settled
from question_bank.interchange.shape import Export, Intake, InterchangeError, InterchangeQuestion, LossLedger, Unread

FORMAT = "aiken"
_OPTION = re.compile(r"\s*([A-Z])[.)]\s*(.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*[:：]\s*(.*)", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    answer: str | None = None


def looks_like_aiken(text: str) -> bool:
    """Tell Aiken by its answer lines, each below a line with a lettered option."""
    rows = text.splitlines()
    return any(_ANSWER.match(row) and _OPTION.match(above) for above, row in pairwise(rows))


def read_aiken(data: bytes) -> Intake:
    """Return the questions of an Aiken file; a faulty one is told, the rest is read.

    Raises:
        InterchangeError: there is none in it.
    """
    questions, unread = [], []
    for entry in _entries(decoded(data)):
        where = f"第 {entry.line} 行"
        if fault := _fault(entry):
            unread.append(Unread("aiken", where, fault))
        else:
            questions.append(InterchangeQuestion(_content(entry), where=where))
    if not questions and not unread:
        raise InterchangeError("没有读到 Aiken 试题。")
    return Intake(FORMAT, tuple(questions), tuple(unread))


def write_aiken(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return the single choices as an Aiken file."""
    ledger, entries = LossLedger(), []
    for question in ledger.each(questions):
        if question.content.type is not QuestionType.SINGLE_CHOICE:
            ledger.lose(f"{question.content.type.label}：Aiken 只有单选，未导出", is_whole=True)
            continue
        content = settled(_plain(question.content, ledger))
        if check_content(content) or _is_ambiguous(content):
            ledger.lose("这样的文字 Aiken 写不出，未导出", is_whole=True)
            continue
        _tell_losses(question, content, ledger)
        entries.append(_entry(content))
    return Export("\n".join(entries).encode(), ledger.report)


def _entries(text: str) -> Iterator[_Entry]:
    entry, is_parted = _Entry(), False
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            is_parted = True
            continue
        if answer := _ANSWER.match(line):
            entry.line = entry.line or number
            entry.answer = answer[1].strip()
            yield entry
            entry = _Entry()
        elif entry.stem and (option := _OPTION.match(line)):
            entry.letters.append(option[1])
            entry.options.append(option[2].strip())
        elif entry.options and not is_parted:
            entry.options[-1] += f"\n{line.strip()}"
        else:
            if entry.options:
                yield entry
                entry = _Entry()
            entry.line = entry.line or number
            entry.stem.append(line.strip())
        is_parted = False
    if entry.stem:
        yield entry


def _fault(entry: _Entry) -> str:
    expected = list(ascii_uppercase[: len(entry.letters)])
    if not entry.stem:
        return "没有题干"
    if len(entry.options) < 2:
        return "选项少于 2 个"
    if entry.letters != expected:
        return f"选项字母不连续：{'、'.join(entry.letters)}"
    if entry.answer is None:
        return "没有 ANSWER 行"
    if entry.answer.rstrip(".)").upper() not in expected:
        return f"答案“{entry.answer[:20]}”不是一个选项"
    return ""


def _content(entry: _Entry) -> QuestionContent:
    return assembled(
        QuestionType.SINGLE_CHOICE,
        RichText("\n".join(entry.stem)),
        options=[RichText(option) for option in entry.options],
        key=[(entry.answer or "").rstrip(".)").upper()],
    )


def _plain(content: QuestionContent, ledger: LossLedger) -> QuestionContent:
    if content.markup is Markup.PLAIN:
        return content
    ledger.lose("格式（表格、公式、加粗等）")
    if content_images(content):
        ledger.lose("图片")
    bare, _count = without_images(content)
    return assembled(
        content.type,
        RichText(plain_text(bare.stem, Markup.HTML)),
        options=[RichText(plain_text(option.text, Markup.HTML)) for option in bare.options],
        key=settled(content).key,
    )


def _tell_losses(question: InterchangeQuestion, content: QuestionContent, ledger: LossLedger) -> None:
    has = {
        "解析": bool(question.content.explanation.strip()),
        "知识点": bool(question.topics),
        "标签": bool(question.tags),
        "难度": bool(question.difficulty),
        "依据": bool(question.citations),
        "换行": any("\n" in text for text in (content.stem, *(option.text for option in content.options))),
    }
    for kind, is_lost in has.items():
        if is_lost:
            ledger.lose(kind)


def _is_ambiguous(content: QuestionContent) -> bool:
    return bool(_ANSWER.match(one_line(content.stem)))


def _entry(content: QuestionContent) -> str:
    key = content.key if is_texts(content.key) else []
    rows = [one_line(content.stem), *(f"{option.id}) {one_line(option.text)}" for option in content.options)]
    return "".join(f"{row}\n" for row in [*rows, f"ANSWER: {''.join(key)}"])
