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
    "选择": CHOICE_TYPES,
} | {type_.value: frozenset({type_}) for type_ in QuestionType}

_UNSUPPORTED = (
    "论述",
    "案例分析",
    "案例",
    "材料分析",
    "材料",
    "辨析",
    "公文写作",
    "写作",
    "作文",
    "排序",
    "连线",
    "匹配",
    "配对",
    "计算",
    "应用",
    "综合",
    "阅读理解",
    "阅读",
    "完形填空",
    "改错",
    "翻译",
    "编程",
    "操作",
    "实务",
    "分析",
    "证明",
    "essay",
    "matching",
    "ordering",
    "case",
)

_SUPPORTED_WORDS = "|".join(sorted(_SUPPORTED, key=len, reverse=True))
#: Longest first, so that 完形填空 is not taken for 填空; the group holds the word without 题.
TYPE_WORD = "(?:" + "|".join(sorted([*_SUPPORTED, *_UNSUPPORTED], key=len, reverse=True)) + ")"
#: Types a heading may announce by their bare name; 材料, 应用 and the like are too common as plain words.
PLAIN_TYPE_WORD = f"(?:{_SUPPORTED_WORDS}|论述|案例分析|材料分析|辨析|公文写作|排序|连线)"

_WORD = re.compile(TYPE_WORD)


@dataclass(frozen=True, slots=True)
class NamedType:
    """A type as the sheet names it: 选择 leaves several candidates, a type we cannot hold yet leaves none."""

    word: str
    candidates: frozenset[QuestionType]

    @property
    def label(self) -> str:
        """The word as a trainer would say it."""
        return self.word if self.word.endswith("题") or self.word.isascii() else f"{self.word}题"


def named_type(text: str) -> NamedType | None:
    """Return the one type a short text names; None where it names none, or several."""
    words = {match.group() for match in _WORD.finditer(squeezed(text))}
    named = [NamedType(word, _SUPPORTED.get(word, frozenset())) for word in sorted(words)]
    if not named or any(each.candidates != named[0].candidates for each in named):
        return None
    return named[0]
