from __future__ import annotations

import pytest

from question_bank.content import QuestionType
from quizzes.marking import BlankCredit, Fold, RuleKind, ScoringRule, describe

HALF = ScoringRule(kind=RuleKind.PARTIAL_FIXED)
EXACT = ScoringRule(blanks=BlankCredit.ALL, folds=frozenset())


@pytest.mark.parametrize(
    ("rule", "kind", "words"),
    [
        (HALF, QuestionType.SINGLE_CHOICE, "选对得分，选错或不选不得分。"),
        (ScoringRule(), QuestionType.MULTIPLE_CHOICE, "全部选对得分，少选、多选、错选都不得分。"),
        (HALF, QuestionType.MULTIPLE_CHOICE, "全部选对得满分，少选得一半的分，多选、错选不得分。"),
        (
            ScoringRule(kind=RuleKind.PARTIAL_FIXED, share=30),
            QuestionType.INDETERMINATE_CHOICE,
            "全部选对得满分，少选得本题分值的 30%，多选、错选不得分。",
        ),
        (
            ScoringRule(kind=RuleKind.PARTIAL_SHARE),
            QuestionType.MULTIPLE_CHOICE,
            "全部选对得满分，少选按选对的个数平均得分，多选、错选不得分。",
        ),
        (
            ScoringRule(kind=RuleKind.PER_OPTION, each=50),
            QuestionType.MULTIPLE_CHOICE,
            "全部选对得满分，少选每选对一个得 0.5 分，多选、错选不得分。",
        ),
        (
            ScoringRule(kind=RuleKind.RIGHT_MINUS_WRONG),
            QuestionType.MULTIPLE_CHOICE,
            "各正确选项平分本题的分，每选对一个得一份，每错选一个扣去同样多的分；每题最低 0 分；不选不得分也不扣分。",
        ),
        (
            ScoringRule(kind=RuleKind.RIGHT_MINUS_WRONG, penalty=50, floor=-100),
            QuestionType.INDETERMINATE_CHOICE,
            (
                "各正确选项平分本题的分，每选对一个得一份，每错选一个倒扣 0.5 分；每题最多倒扣 1 分，"
                "本大题的分扣完为止；不选不得分也不扣分。"
            ),
        ),
        (
            ScoringRule(penalty=50),
            QuestionType.TRUE_FALSE,
            "判断对得分，判断错倒扣 0.5 分，不答不得分也不扣分；本大题的分扣完为止。",
        ),
        (
            ScoringRule(penalty=100),
            QuestionType.SINGLE_CHOICE,
            "选对得分，选错倒扣 1 分，不选不得分也不扣分；本大题的分扣完为止。",
        ),
        (HALF, QuestionType.TRUE_FALSE, "判断对得分，判断错或不答不得分。"),
        (EXACT, QuestionType.FILL_IN_THE_BLANK, "各空全部填对才得分；须与答案完全一致。"),
        (
            ScoringRule(folds=frozenset({Fold.SPACES, Fold.WIDTH})),
            QuestionType.FILL_IN_THE_BLANK,
            "各空分值相等，填对几空得几空的分；不计较全角半角、空格的差别。",
        ),
        (HALF, QuestionType.SHORT_ANSWER, "由阅卷人评分。"),
        (
            ScoringRule(folds=frozenset(), is_order_free=True),
            QuestionType.FILL_IN_THE_BLANK,
            "各空分值相等，填对几空得几空的分；各空不分先后；须与答案完全一致。",
        ),
        (HALF, QuestionType.MATCHING, "各对分值相等，配对几对得几对的分。"),
        (EXACT, QuestionType.MATCHING, "全部配对才得分。"),
        (ScoringRule(), QuestionType.ORDERING, "全部排对才得分。"),
        (HALF, QuestionType.ORDERING, "全部排对得满分，否则按排对位置的个数平均得分。"),
        (HALF, QuestionType.CASE, "各小题分别计分。"),
        (
            EXACT,
            None,
            "多选题、不定项题：全部选对得分，少选、多选、错选都不得分。填空题：各空全部填对才得分；须与答案完全一致。",
        ),
    ],
)
def test_describe(rule, kind, words):
    assert describe(rule, kind) == words
