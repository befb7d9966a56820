"""What a candidate may answer: shapes as they come in JSON and as they are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from question_bank.content import CHOICE_TYPES, QuestionType, is_texts

#: Choices: option ids. Ordering: option ids in order. Matching: option id to target id. True/false: a bool.
#: Blanks: a text each. Written answers: a text. None: not answered.
Answer = list[str] | dict[str, str] | bool | str | None

MAX_CHARACTERS = 20_000


class BadAnswer(Exception):
    """The answer cannot be one to this question; the message is for the candidate."""


@dataclass(frozen=True, slots=True)
class AnswerSpace:
    """What an answer to one question can be made of."""

    type: QuestionType
    option_ids: Sequence[str] = ()
    target_ids: Sequence[str] = ()
    blanks: int = 0


def normalize_answer(space: AnswerSpace, raw: object) -> Answer:
    """Return the answer in the one form in which it is kept.

    Chosen and matched options take the order of `option_ids`, the paper's own, whatever order they were clicked or
    shown in.

    Raises:
        BadAnswer: it cannot be an answer to this question.
    """
    if raw is None:
        return None
    return _READERS.get(space.type, _written)(space, raw)


def is_empty(answer: Answer) -> bool:
    """Tell whether nothing was answered: nothing chosen, or white space alone."""
    if isinstance(answer, bool):
        return False
    if isinstance(answer, dict):
        return not answer
    if isinstance(answer, list):
        return not any(text.strip() for text in answer)
    return answer is None or not answer.strip()


def _chosen(space: AnswerSpace, raw: object) -> list[str]:
    if not is_texts(raw):
        raise BadAnswer("选择题的答案应为所选的选项")
    chosen = set(raw)
    if chosen - set(space.option_ids):
        raise BadAnswer("答案中有本题没有的选项")
    if space.type is QuestionType.SINGLE_CHOICE and len(chosen) > 1:
        raise BadAnswer("单选题只能选一个选项")
    return [id_ for id_ in space.option_ids if id_ in chosen]


def _ordered(space: AnswerSpace, raw: object) -> list[str]:
    """Take what has been ordered so far: the first two of four are an answer to be saved."""
    if not is_texts(raw):
        raise BadAnswer("排序题的答案应为按先后排好的选项")
    if set(raw) - set(space.option_ids):
        raise BadAnswer("答案中有本题没有的选项")
    if len(set(raw)) != len(raw):
        raise BadAnswer("排序题的每个选项只能排一次")
    return list(raw)


def _matched(space: AnswerSpace, raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or not is_texts([*raw.keys(), *raw.values()]):
        raise BadAnswer("匹配题的答案应为左右两栏的对应")
    if raw.keys() - set(space.option_ids) or set(raw.values()) - set(space.target_ids):
        raise BadAnswer("答案中有本题没有的选项")
    return {id_: raw[id_] for id_ in space.option_ids if id_ in raw}


def _verdict(_space: AnswerSpace, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise BadAnswer("判断题的答案应为正确或错误")
    return raw


def _filled(space: AnswerSpace, raw: object) -> list[str]:
    if not is_texts(raw):
        raise BadAnswer("填空题的答案应逐空填写")
    if len(raw) != space.blanks:
        raise BadAnswer(f"本题有 {space.blanks} 个空，收到 {len(raw)} 个答案")
    if sum(map(len, raw)) > MAX_CHARACTERS:
        raise BadAnswer(f"答案超过 {MAX_CHARACTERS} 字")
    return [_storable(text) for text in raw]


def _written(space: AnswerSpace, raw: object) -> str:
    if not isinstance(raw, str):
        raise BadAnswer(f"{space.type.label}题的答案应为文字")
    if len(raw) > MAX_CHARACTERS:
        raise BadAnswer(f"答案超过 {MAX_CHARACTERS} 字")
    return _storable(raw)


def _storable(text: str) -> str:
    """Refuse what PostgreSQL or UTF-8 cannot hold; a form sends CRLF where a script sends LF."""
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise BadAnswer("答案中有无法保存的字符")
    return text.replace("\r\n", "\n")


_READERS: dict[QuestionType, Callable[[AnswerSpace, object], Answer]] = {
    **dict.fromkeys(CHOICE_TYPES, _chosen),
    QuestionType.TRUE_FALSE: _verdict,
    QuestionType.FILL_IN_THE_BLANK: _filled,
    QuestionType.ORDERING: _ordered,
    QuestionType.MATCHING: _matched,
}
