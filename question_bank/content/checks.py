"""What must hold before a question can be asked and marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from question_bank.content.blanks import BLANK, blank_count
from question_bank.content.folding import fold_spaces
from question_bank.content.question import CHOICE_TYPES, Option, QuestionContent, QuestionType
from question_bank.content.serialization import is_texts

#: Options are lettered A to Z on screen and in sheets.
MAX_OPTIONS = 26

_REFERS_TO_OPTIONS = re.compile(
    r"^(以上|上述|前述)|^(全|都|均|皆)部?不?(正确|对|是|错误?)$|^[A-H]([、，,和与及]?[A-H])+(?![A-Za-z])"
)


def check_content(content: QuestionContent) -> tuple[str, ...]:
    """Return what is wrong with a question in words for its author; nothing when it is fit for use."""
    return (*_stem_problems(content), *_option_problems(content), *_key_problems(content))


def options_refer_to_each_other(options: Sequence[Option]) -> bool:
    """Tell options such as 以上都对 or A和C, which must not be shuffled; rather one too many than one too few."""
    return any(_REFERS_TO_OPTIONS.search(fold_spaces(option.text)) for option in options)


def _stem_problems(content: QuestionContent) -> Iterator[str]:
    if not fold_spaces(content.stem):
        yield "题干为空"
    elif content.type is QuestionType.FILL_IN_THE_BLANK and not blank_count(content.stem):
        yield f"题干中没有空，请用 {BLANK} 标出"


def _option_problems(content: QuestionContent) -> Iterator[str]:
    options = content.options
    if content.type not in CHOICE_TYPES:
        if options:
            yield f"{content.type.label}题不应有选项"
        return
    if len(options) < 2:
        yield f"选项少于 2 个，现有 {len(options)} 个"
    if len(options) > MAX_OPTIONS:
        yield f"选项多于 {MAX_OPTIONS} 个，现有 {len(options)} 个"
    for repeated in _repeated(option.id for option in options):
        yield f"选项编号 {repeated} 重复"
    yield from _option_text_problems(options)


def _option_text_problems(options: Sequence[Option]) -> Iterator[str]:
    first_with: dict[str, int] = {}
    for number, option in enumerate(options):
        text = fold_spaces(option.text)
        if not text:
            yield f"选项 {_letter(number)} 没有内容"
        elif text in first_with:
            yield f"选项 {_letter(first_with[text])} 与选项 {_letter(number)} 内容相同"
        first_with.setdefault(text, number)


def _key_problems(content: QuestionContent) -> Iterator[str]:
    if content.key is None:
        yield "没有答案"
    elif content.type in CHOICE_TYPES:
        yield from _choice_key_problems(content)
    elif content.type is QuestionType.TRUE_FALSE:
        if not isinstance(content.key, bool):
            yield "判断题的答案应为正确或错误"
    elif content.type is QuestionType.FILL_IN_THE_BLANK:
        yield from _blank_key_problems(content)
    elif not isinstance(content.key, str) or not fold_spaces(content.key):
        yield f"{content.type.label}题应有文字的参考答案"


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


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _letter(number: int) -> str:
    return chr(ord("A") + number)
