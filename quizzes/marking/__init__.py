"""Marking: from a frozen key, rule and answer to hundredths of a mark. No Django, no database."""

from quizzes.marking.agreement import NextStep, Settlement, block_means, quadratic_weighted_kappa, settle
from quizzes.marking.answers import MAX_CHARACTERS, Answer, AnswerSpace, BadAnswer, is_empty, normalize_answer
from quizzes.marking.folding import folder
from quizzes.marking.keys import KEY_HINTS, BadKey, KeySpace, key_words, parse_key
from quizzes.marking.marks import Marker, best_of, given_to_all, mark, marker
from quizzes.marking.points import ONE_POINT, parse_points, points_text
from quizzes.marking.rules import BlankCredit, Fold, RuleError, RuleKind, ScoringRule
from quizzes.marking.totals import pass_line, total_of
from quizzes.marking.wording import describe

__all__ = [
    "KEY_HINTS",
    "MAX_CHARACTERS",
    "ONE_POINT",
    "Answer",
    "AnswerSpace",
    "BadAnswer",
    "BadKey",
    "BlankCredit",
    "Fold",
    "KeySpace",
    "Marker",
    "NextStep",
    "RuleError",
    "RuleKind",
    "ScoringRule",
    "Settlement",
    "best_of",
    "block_means",
    "describe",
    "folder",
    "given_to_all",
    "is_empty",
    "key_words",
    "mark",
    "marker",
    "normalize_answer",
    "parse_key",
    "parse_points",
    "pass_line",
    "points_text",
    "quadratic_weighted_kappa",
    "settle",
    "total_of",
]
