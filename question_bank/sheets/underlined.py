"""Blanks that still hold their answers: 急件随到随登，__当天__办结。"""

from __future__ import annotations

import re
from collections.abc import Iterable

from question_bank.content import QuestionType
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note, Problem
from question_bank.sheets.words.labels import Field

_LINE = re.compile(r"_{2,}")
_FILLED = re.compile(r"(?<!_)_{2,}+(?P<answer>[^_\n，。；、,;]{1,40})_{2,}")
#: “____和____” are two blanks, and so might every pair be; in a sheet of which all are pairs none is likely to be.
_FEWEST = 3
_BLANK = "____"
_JOINING = frozenset("和与及或至到对为是的") | {"", "以及", "或者"}


def answers_between_lines(drafts: Iterable[Draft]) -> list[Problem]:
    """Take the answers out of the blanks of a sheet, if it has nothing but blanks that are filled."""
    lined = [draft for part in drafts for draft in (part.parts or [part]) if _is_open(draft)]
    if len(lined) < _FEWEST or not all(map(_is_filled, lined)):
        return []
    for draft in lined:
        answers = [match["answer"].strip() for match in _FILLED.finditer(draft.stem)]
        draft.stem = _FILLED.sub(_BLANK, draft.stem)
        draft.fields[Field.ANSWER] = "；".join(answers)
        draft.notes.append(Note("key", "doubtful", "两段下划线之间的文字当作答案读入，请核对"))
        draft.concluded.append("key")
    return [Problem("全文", f"{len(lined)} 道题的答案写在下划线之间，已取出作答案，请核对")]


def _is_open(draft: Draft) -> bool:
    declared = draft.declared
    may_be = declared is None or QuestionType.FILL_IN_THE_BLANK in declared.candidates
    return may_be and not draft.options and Field.ANSWER not in draft.fields and _LINE.search(draft.stem) is not None


def _is_filled(draft: Draft) -> bool:
    answers = [match["answer"].strip() for match in _FILLED.finditer(draft.stem)]
    return len(_LINE.findall(draft.stem)) == 2 * len(answers) and not _JOINING & {*answers}
