"""What must hold before a question can be asked and marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

from question_bank.content.blanks import BLANK, blank_count
from question_bank.content.folding import fold_spaces
from question_bank.content.markup import plain_text
from question_bank.content.question import (
    CHOICE_TYPES,
    OPTION_TYPES,
    PART_TYPES,
    WRITTEN_TYPES,
    Option,
    QuestionContent,
    QuestionType,
)
from question_bank.content.serialization import is_texts

#: Options are lettered A to Z on screen and in sheets.
MAX_OPTIONS = 26

_REFERS_TO_OPTIONS = re.compile(
    r"^(以上|上述|前述)|^(全|都|均|皆)部?不?(正确|对|是|错误?)$|^[A-H]([、，,和与及]?[A-H])+(?![A-Za-z])"
)


class Place(StrEnum):
    """Where in a question something is wrong."""

    STEM = "stem"
    ORDER_FREE = "is_order_free"
    OPTIONS = "options"
    TARGETS = "targets"
    PARTS = "parts"
    MARKING_POINTS = "marking_points"
    KEY = "key"


def check_content(content: QuestionContent) -> tuple[str, ...]:
    """Return what is wrong with a question in words for its author; nothing when it is fit for use."""
    return tuple(problem for _place, problem in placed_problems(content))


def placed_problems(content: QuestionContent) -> Iterator[tuple[Place, str]]:
    """Yield the same with the place of each problem."""
    for place, problems in _CHECKS.items():
        for problem in problems(content):
            yield place, problem


def options_refer_to_each_other(options: Sequence[Option]) -> bool:
    """Tell options such as 以上都对 or A和C, which must not be shuffled; rather one too many than one too few."""
    return any(_REFERS_TO_OPTIONS.search(fold_spaces(option.text)) for option in options)


def _stem_problems(content: QuestionContent) -> Iterator[str]:
    if not fold_spaces(plain_text(content.stem, content.markup)):
        yield "材料为空" if content.type is QuestionType.CASE else "题干为空"
    elif content.type is QuestionType.FILL_IN_THE_BLANK and not blank_count(content.stem):
        yield f"题干中没有空，请用 {BLANK} 标出"


def _order_problems(content: QuestionContent) -> Iterator[str]:
    if content.is_order_free and content.type is not QuestionType.FILL_IN_THE_BLANK:
        yield "只有填空题可以不分先后"


def _option_problems(content: QuestionContent) -> Iterator[str]:
    if content.type not in OPTION_TYPES:
        if content.options:
            yield f"{content.type.label}题不应有选项"
        return
    yield from _list_problems(content, content.options, "选项")


def _target_problems(content: QuestionContent) -> Iterator[str]:
    if content.type is QuestionType.MATCHING:
        yield from _list_problems(content, content.targets, "右栏")
    elif content.targets:
        yield f"{content.type.label}题不应有右栏"


def _list_problems(content: QuestionContent, options: Sequence[Option], word: str) -> Iterator[str]:
    if len(options) < 2:
        yield f"{word}少于 2 个，现有 {len(options)} 个"
    if len(options) > MAX_OPTIONS:
        yield f"{word}多于 {MAX_OPTIONS} 个，现有 {len(options)} 个"
    for repeated in _repeated(option.id for option in options):
        yield f"{word}编号 {repeated} 重复"
    first_with: dict[str, int] = {}
    for number, option in enumerate(options):
        text = fold_spaces(plain_text(option.text, content.markup))
        if not text:
            yield f"{word} {_letter(number)} 没有内容"
        elif text in first_with:
            yield f"{word} {_letter(first_with[text])} 与{word} {_letter(number)} 内容相同"
        first_with.setdefault(text, number)


def _part_problems(content: QuestionContent) -> Iterator[str]:
    if content.type is not QuestionType.CASE:
        if content.parts:
            yield f"{content.type.label}题不应有小题"
        return
    if not content.parts:
        yield "案例题没有小题"
    for number, part in enumerate(content.parts, start=1):
        if part.content.type not in PART_TYPES:
            yield f"第 {number} 小题不能又是案例题"
            continue
        for problem in check_content(part.content):
            yield f"第 {number} 小题：{problem}"


def _point_problems(content: QuestionContent) -> Iterator[str]:
    if content.marking_points and content.type not in WRITTEN_TYPES:
        yield f"{content.type.label}题不应有评分要点"
    for number, point in enumerate(content.marking_points, start=1):
        if not fold_spaces(point.text):
            yield f"第 {number} 个评分要点没有内容"


def _key_problems(content: QuestionContent) -> Iterator[str]:
    if content.type is QuestionType.CASE:
        if content.key is not None:
            yield "案例题的答案应写在各小题里"
    elif content.key is not None:
        yield from _KEY_CHECKS[content.type](content)
    elif content.type is not QuestionType.ESSAY or not content.marking_points:
        yield "没有答案"


def _verdict_problems(content: QuestionContent) -> Iterator[str]:
    if not isinstance(content.key, bool):
        yield "判断题的答案应为正确或错误"


def _written_key_problems(content: QuestionContent) -> Iterator[str]:
    if not isinstance(content.key, str) or not fold_spaces(content.key):
        yield f"{content.type.label}题应有文字的参考答案"


def _ordering_key_problems(content: QuestionContent) -> Iterator[str]:
    key, ids = content.key, [option.id for option in content.options]
    if not is_texts(key) or sorted(key) != sorted(ids):
        yield "排序题的答案应把全部选项各排一次"


def _matching_key_problems(content: QuestionContent) -> Iterator[str]:
    key = content.key
    if not isinstance(key, dict):
        yield "匹配题的答案应为左右两栏的对应"
        return
    targets = {target.id for target in content.targets}
    for option in content.options:
        if option.id not in key:
            yield f"左栏 {option.id} 没有对应的右栏"
        elif key[option.id] not in targets:
            yield f"左栏 {option.id} 对应的 {key[option.id]} 不在右栏之中"
    for stranger in key.keys() - {option.id for option in content.options}:
        yield f"答案中的 {stranger} 不在左栏之中"


def _choice_key_problems(content: QuestionContent) -> Iterator[str]:
    key = content.key
    if not is_texts(key):
        yield f"{content.type.label}题的答案应为选项"
        return
    known = {option.id for option in content.options}
    for stranger in dict.fromkeys(id_ for id_ in key if id_ not in known):
        yield f"答案 {stranger} 不在选项之中"
    for repeated in _repeated(key):
        yield f"答案 {repeated} 重复"
    yield from _key_size_problems(content.type, len(set(key)))


def _key_size_problems(question_type: QuestionType, size: int) -> Iterator[str]:
    if size == 0:
        yield "没有答案"
    elif question_type is QuestionType.SINGLE_CHOICE and size > 1:
        yield f"单选题只能有 1 个答案，现有 {size} 个"
    elif question_type is QuestionType.MULTIPLE_CHOICE and size == 1:
        yield "多选题应有 2 个以上答案，现有 1 个；如确为 1 个，请改为不定项"


def _blank_key_problems(content: QuestionContent) -> Iterator[str]:
    key = content.key
    if not isinstance(key, list) or not all(is_texts(accepted) for accepted in key):
        yield "填空题的答案应逐空列出"
        return
    blanks = blank_count(content.stem)
    if blanks and blanks != len(key):
        yield f"题干有 {blanks} 个空，答案有 {len(key)} 个"
    for number, accepted in enumerate(key, start=1):
        if not any(fold_spaces(text) for text in accepted):
            yield f"第 {number} 空没有答案"


_KEY_CHECKS: dict[QuestionType, Callable[[QuestionContent], Iterator[str]]] = {
    **dict.fromkeys(CHOICE_TYPES, _choice_key_problems),
    **dict.fromkeys(WRITTEN_TYPES, _written_key_problems),
    QuestionType.TRUE_FALSE: _verdict_problems,
    QuestionType.FILL_IN_THE_BLANK: _blank_key_problems,
    QuestionType.ORDERING: _ordering_key_problems,
    QuestionType.MATCHING: _matching_key_problems,
}


_CHECKS: dict[Place, Callable[[QuestionContent], Iterator[str]]] = {
    Place.STEM: _stem_problems,
    Place.ORDER_FREE: _order_problems,
    Place.OPTIONS: _option_problems,
    Place.TARGETS: _target_problems,
    Place.PARTS: _part_problems,
    Place.MARKING_POINTS: _point_problems,
    Place.KEY: _key_problems,
}


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _letter(number: int) -> str:
    return chr(ord("A") + number)
