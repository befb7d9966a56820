"""What a candidate may answer: shapes as they come in JSON and as they are kept."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.content import CHOICE_TYPES, QuestionType, is_texts

#: Choices: option ids. True/false: a bool. Blanks: a text each. Short answer: a text. None: not answered.
Answer = list[str] | bool | str | None

MAX_CHARACTERS = 20_000


class BadAnswer(Exception):
    """The answer cannot be one to this question; the message is for the candidate."""


def normalize_answer(question_type: QuestionType, option_ids: Sequence[str], blanks: int, raw: object) -> Answer:
    """Return the answer in the one form in which it is kept, or raise BadAnswer.

    Option ids take the order of `option_ids`, the paper's own, whatever order they were clicked or shown in.
    """
    if raw is None:
        return None
    if question_type in CHOICE_TYPES:
        return _chosen(question_type, option_ids, raw)
    if question_type is QuestionType.TRUE_FALSE:
        return _verdict(raw)
    if question_type is QuestionType.FILL_IN_THE_BLANK:
        return _filled(blanks, raw)
    return _written(raw)


def is_empty(answer: Answer) -> bool:
    """Tell whether nothing was answered: nothing chosen, or white space alone."""
    if isinstance(answer, bool):
        return False
    if isinstance(answer, list):
        return not any(text.strip() for text in answer)
    return answer is None or not answer.strip()


def _chosen(question_type: QuestionType, option_ids: Sequence[str], raw: object) -> list[str]:
    if not is_texts(raw):
        raise BadAnswer("选择题的答案应为所选的选项")
    chosen = set(raw)
    if chosen - set(option_ids):
        raise BadAnswer("答案中有本题没有的选项")
    if question_type is QuestionType.SINGLE_CHOICE and len(chosen) > 1:
        raise BadAnswer("单选题只能选一个选项")
    return [id_ for id_ in option_ids if id_ in chosen]


def _verdict(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise BadAnswer("判断题的答案应为正确或错误")
    return raw


def _filled(blanks: int, raw: object) -> list[str]:
    if not is_texts(raw):
        raise BadAnswer("填空题的答案应逐空填写")
    if len(raw) != blanks:
        raise BadAnswer(f"本题有 {blanks} 个空，收到 {len(raw)} 个答案")
    if sum(map(len, raw)) > MAX_CHARACTERS:
        raise BadAnswer(f"答案超过 {MAX_CHARACTERS} 字")
    return [_storable(text) for text in raw]


def _written(raw: object) -> str:
    if not isinstance(raw, str):
        raise BadAnswer("简答题的答案应为文字")
    if len(raw) > MAX_CHARACTERS:
        raise BadAnswer(f"答案超过 {MAX_CHARACTERS} 字")
    return _storable(raw)


def _storable(text: str) -> str:
    """Refuse what PostgreSQL or UTF-8 cannot hold; a form sends CRLF where a script sends LF."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise BadAnswer("答案中有无法保存的字符")
    return text.replace("\r\n", "\n")
