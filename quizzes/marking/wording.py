"""A scoring rule in words, for the exam page."""

from __future__ import annotations

from collections.abc import Callable

from question_bank.content import QuestionType
from quizzes.marking.points import points_text
from quizzes.marking.rules import BlankCredit, Fold, RuleKind, ScoringRule

_FOLD_WORDS = {
    Fold.WIDTH: "全角半角",
    Fold.SPACES: "空格",
    Fold.CASE: "字母大小写",
    Fold.MARKS: "书名号、引号、间隔号和句末标点",
    Fold.NUMERALS: "数字写法（如“三”与“3”）",
}

#: What `quizzes.marking.totals` does.
_SECTION_FLOOR = "本大题的分扣完为止"

_BLANK_WORDS = {
    BlankCredit.EACH: "各空分值相等，填对几空得几空的分",
    BlankCredit.ALL: "各空全部填对才得分",
}


def describe(rule: ScoringRule, question_type: QuestionType | None = None) -> str:
    """Return what the rule means for a section of one type, or all that it says where no type is given."""
    if question_type is None:
        return f"多选题、不定项题：{_choice_words(rule)}填空题：{_blank_words(rule)}"
    return _WORDS[question_type](rule)


def _pair_words(rule: ScoringRule) -> str:
    if rule.blanks is BlankCredit.EACH:
        return "各对分值相等，配对几对得几对的分。"
    return "全部配对才得分。"


def _order_words(rule: ScoringRule) -> str:
    if rule.kind is not RuleKind.ALL_OR_NOTHING:
        return "全部排对得满分，否则按排对位置的个数平均得分。"
    return "全部排对才得分。"


def _choice_words(rule: ScoringRule) -> str:
    match rule.kind:
        case RuleKind.ALL_OR_NOTHING:
            return "全部选对得分，少选、多选、错选都不得分。"
        case RuleKind.PARTIAL_FIXED:
            share = "一半的分" if rule.share == 50 else f"本题分值的 {rule.share}%"
            return f"全部选对得满分，少选得{share}，多选、错选不得分。"
        case RuleKind.PARTIAL_SHARE:
            return "全部选对得满分，少选按选对的个数平均得分，多选、错选不得分。"
        case RuleKind.PER_OPTION:
            return f"全部选对得满分，少选每选对一个得 {points_text(rule.each)} 分，多选、错选不得分。"
        case RuleKind.RIGHT_MINUS_WRONG:
            return _balance_words(rule)


def _balance_words(rule: ScoringRule) -> str:
    taken = f"倒扣 {points_text(rule.penalty)} 分" if rule.penalty else "扣去同样多的分"
    least = f"每题最多倒扣 {points_text(-rule.floor)} 分，{_SECTION_FLOOR}" if rule.floor else "每题最低 0 分"
    return f"各正确选项平分本题的分，每选对一个得一份，每错选一个{taken}；{least}；不选不得分也不扣分。"


def _single_words(rule: ScoringRule) -> str:
    if rule.penalty:
        return f"选对得分，选错倒扣 {points_text(rule.penalty)} 分，不选不得分也不扣分；{_SECTION_FLOOR}。"
    return "选对得分，选错或不选不得分。"


def _true_false_words(rule: ScoringRule) -> str:
    if rule.penalty:
        return f"判断对得分，判断错倒扣 {points_text(rule.penalty)} 分，不答不得分也不扣分；{_SECTION_FLOOR}。"
    return "判断对得分，判断错或不答不得分。"


def _blank_words(rule: ScoringRule) -> str:
    ignored = "、".join(words for fold, words in _FOLD_WORDS.items() if fold in rule.folds)
    free = "；各空不分先后" if rule.is_order_free else ""
    return f"{_BLANK_WORDS[rule.blanks]}{free}{f'；不计较{ignored}的差别' if ignored else '；须与答案完全一致'}。"


def _always(words: str) -> Callable[[ScoringRule], str]:
    return lambda _rule: words


_WORDS: dict[QuestionType, Callable[[ScoringRule], str]] = {
    QuestionType.SINGLE_CHOICE: _single_words,
    QuestionType.MULTIPLE_CHOICE: _choice_words,
    QuestionType.INDETERMINATE_CHOICE: _choice_words,
    QuestionType.TRUE_FALSE: _true_false_words,
    QuestionType.FILL_IN_THE_BLANK: _blank_words,
    QuestionType.SHORT_ANSWER: _always("由阅卷人评分。"),
    QuestionType.ESSAY: _always("由阅卷人评分。"),
    QuestionType.MATCHING: _pair_words,
    QuestionType.ORDERING: _order_words,
    QuestionType.CASE: _always("各小题分别计分。"),
}
