"""Sheets made by programs name types by codes (1, 2, 3); what a code means shows in the rows that bear it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from question_bank.content import QuestionType
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note
from question_bank.sheets.words.answers import is_judgement_pair, judgement, plain_letters
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.types import NamedType

_WORDS = {"1": "对", "2": "错"}
_NEARLY_ALL = 0.8
_AGREED = 0.9
_VERDICT = re.compile(r"[。，,；;]?故?[^。，,；;]{0,8}(?P<verdict>不正确|错误|正确|不对|错|对)的?[。.！]?\s{0,9}$")


def settle_codes(drafts: Sequence[Draft]) -> None:
    """Tag the drafts of each code with the one type that fits them all; a code that fits none is left alone."""
    by_code: defaultdict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        code = draft.fields.get(Field.TYPE, "")
        if code and code.isascii() and code.isalnum() and len(code) <= 3:
            by_code[code].append(draft)
    for code, bearers in by_code.items():
        type_ = _common_type(bearers)
        if type_ is None:
            continue
        for draft in bearers:
            draft.tag = NamedType(code, frozenset({type_}))
        if type_ is QuestionType.TRUE_FALSE:
            _doubt_ones(bearers)


def settle_judgements(drafts: Sequence[Draft]) -> None:
    """Tag statements whose answers are all Y and N, or all T and F: one of them alone might be anything."""
    bare = [
        draft for draft in drafts if not draft.options and draft.declared is None and Field.TYPE not in draft.fields
    ]
    answers = {draft.fields.get(Field.ANSWER, "").upper() for draft in bare}
    if len(bare) == len(drafts) and answers in ({"Y", "N"}, {"T", "F"}):
        for draft in bare:
            draft.tag = NamedType("判断", frozenset({QuestionType.TRUE_FALSE}))
            draft.concluded.append("type")


def _common_type(drafts: Sequence[Draft]) -> QuestionType | None:
    answers = [draft.fields.get(Field.ANSWER, "") for draft in drafts]
    if all(not draft.options or is_judgement_pair(draft.option_texts()) for draft in drafts):
        known = all(answer == "2" or judgement(answer) is not None for answer in answers if answer)
        return QuestionType.TRUE_FALSE if known and any(answers) else None
    letters = [plain_letters(answer) for answer in answers if answer]
    if not all(draft.options for draft in drafts) or not letters or None in letters:
        return None
    several = any(letter is not None and len(letter) > 1 for letter in letters)
    return QuestionType.MULTIPLE_CHOICE if several else QuestionType.SINGLE_CHOICE


def _doubt_ones(drafts: Sequence[Draft]) -> None:
    """Where 1 and 2 stand for true and false, which is which is not certain: 2 stays unread, 1 is doubtful.

    Unless the explanations say it: “……。故错误。”
    """
    if not any(draft.fields.get(Field.ANSWER) == "2" for draft in drafts):
        return
    if _explained(drafts):
        return
    for draft in drafts:
        if draft.fields.get(Field.ANSWER) == "1":
            draft.notes.append(Note("key", "doubtful", "表中用 1 和 2 表示对错，这里按 1 是“对”读入，请核对"))


def _explained(drafts: Sequence[Draft]) -> bool:
    """Give the answers in words, if nearly all explanations agree on 1 and 2; one that contradicts is doubted."""
    verdicts = [(draft, _WORDS.get(draft.fields.get(Field.ANSWER, ""), ""), _verdict(draft)) for draft in drafts]
    told = [word == verdict for _, word, verdict in verdicts if verdict]
    if len(told) < _NEARLY_ALL * len(drafts) or sum(told) < _AGREED * len(told):
        return False
    for draft, word, verdict in verdicts:
        draft.fields[Field.ANSWER] = word
        draft.concluded.append("key")
        if verdict not in {word, ""}:
            draft.notes.append(Note("key", "doubtful", f"答案是“{word}”，解析却说“{verdict}”，请核对"))
    return True


def _verdict(draft: Draft) -> str:
    match = _VERDICT.search(draft.fields.get(Field.EXPLANATION, ""))
    return "" if match is None else "对" if match["verdict"] in {"正确", "对"} else "错"
