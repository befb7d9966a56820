"""Names of question types as sheets write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from question_bank.content import CHOICE_TYPES, QuestionType
from question_bank.sheets.words.folding import squeezed

_SUPPORTED: dict[str, frozenset[QuestionType]] = {
    "不定项选择": frozenset({QuestionType.INDETERMINATE_CHOICE}),
    "不定项": frozenset({QuestionType.INDETERMINATE_CHOICE}),
    "不定向选择": frozenset({QuestionType.INDETERMINATE_CHOICE}),
    "单项选择": frozenset({QuestionType.SINGLE_CHOICE}),
    "单选": frozenset({QuestionType.SINGLE_CHOICE}),
    "多项选择": frozenset({QuestionType.MULTIPLE_CHOICE}),
    "多选": frozenset({QuestionType.MULTIPLE_CHOICE}),
    "判断正误": frozenset({QuestionType.TRUE_FALSE}),
    "判断对错": frozenset({QuestionType.TRUE_FALSE}),
    "判断": frozenset({QuestionType.TRUE_FALSE}),
    "是非": frozenset({QuestionType.TRUE_FALSE}),
    "填空": frozenset({QuestionType.FILL_IN_THE_BLANK}),
    "简答": frozenset({QuestionType.SHORT_ANSWER}),
    "问答": frozenset({QuestionType.SHORT_ANSWER}),
    "名词解释": frozenset({QuestionType.SHORT_ANSWER}),
    "论述": frozenset({QuestionType.ESSAY}),
    "辨析": frozenset({QuestionType.ESSAY}),
    "公文写作": frozenset({QuestionType.ESSAY}),
    "写作": frozenset({QuestionType.ESSAY}),
    "作文": frozenset({QuestionType.ESSAY}),
    "排序": frozenset({QuestionType.ORDERING}),
    "连线": frozenset({QuestionType.MATCHING}),
    "匹配": frozenset({QuestionType.MATCHING}),
    "配对": frozenset({QuestionType.MATCHING}),
    "案例分析": frozenset({QuestionType.CASE}),
    "案例": frozenset({QuestionType.CASE}),
    "材料分析": frozenset({QuestionType.CASE}),
    "材料": frozenset({QuestionType.CASE}),
    "选择": CHOICE_TYPES,
} | {type_.value: frozenset({type_}) for type_ in QuestionType}

#: Types that are answered in words, by names which say what is to be done rather than how it is asked.
_IN_WORDS = ("计算", "应用", "综合", "操作", "实务", "分析", "证明", "编程", "翻译", "改错")
_UNSUPPORTED = ("阅读理解", "阅读", "完形填空")

#: Longest first, so that 完形填空 is not taken for 填空; the group holds the word without 题.
TYPE_WORD = "(?:" + "|".join(sorted([*_SUPPORTED, *_IN_WORDS, *_UNSUPPORTED], key=len, reverse=True)) + ")"
#: Types a heading may announce by their bare name; 材料, 应用 and the like are too common as plain words without 题.
_COMMON = ("材料", "案例", "写作", "匹配", *_IN_WORDS)
_PLAIN = "|".join(sorted(_SUPPORTED.keys() - set(_COMMON), key=len, reverse=True))
PLAIN_TYPE_WORD = rf"(?:{_PLAIN}|(?:{'|'.join(_COMMON)}){{1,2}}(?=\s?题))"

_WORD = re.compile(TYPE_WORD)


@dataclass(frozen=True, slots=True)
class NamedType:
    """A type as the sheet names it: 选择 leaves several candidates, a type we cannot hold yet leaves none."""

    word: str
    candidates: frozenset[QuestionType]
    #: The name tells what is to be done; that it is answered in words is concluded.
    is_concluded: bool = False

    @property
    def label(self) -> str:
        """The word as a trainer would say it."""
        return self.word if self.word.endswith("题") or self.word.isascii() else f"{self.word}题"


def named_type(text: str) -> NamedType | None:
    """Return the one type a short text names; None where it names none, or several."""
    words = {match.group() for match in _WORD.finditer(squeezed(text))}
    named = [_named(word) for word in sorted(words)]
    if not named or any(each.candidates != named[0].candidates for each in named):
        return None
    return named[0]


def _named(word: str) -> NamedType:
    if word in _IN_WORDS:
        return NamedType(word, frozenset({QuestionType.SHORT_ANSWER}), is_concluded=True)
    return NamedType(word, _SUPPORTED.get(word, frozenset()))
