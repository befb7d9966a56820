"""Marking: from a frozen key, rule and answer to hundredths of a mark. No Django, no database."""

from quizzes.marking.answers import MAX_CHARACTERS, Answer, AnswerSpace, BadAnswer, is_empty, normalize_answer
from quizzes.marking.folding import folder
from quizzes.marking.marks import Marker, mark, marker
from quizzes.marking.points import ONE_POINT, parse_points, points_text
from quizzes.marking.rules import BlankCredit, Fold, RuleError, RuleKind, ScoringRule
from quizzes.marking.totals import total_of
from quizzes.marking.wording import describe

__all__ = [
    "MAX_CHARACTERS",
    "ONE_POINT",
    "Answer",
    "AnswerSpace",
    "BadAnswer",
    "BlankCredit",
    "Fold",
    "Marker",
    "RuleError",
    "RuleKind",
    "ScoringRule",
    "describe",
    "folder",
    "is_empty",
    "mark",
    "marker",
    "normalize_answer",
    "parse_points",
    "points_text",
    "total_of",
]
