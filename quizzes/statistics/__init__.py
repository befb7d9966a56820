"""Statistics of scores and items. No Django, no database; scores are in hundredths of a mark."""

from quizzes.statistics.distribution import Bin, distribution
from quizzes.statistics.flags import URGENT, Flag, FlagKind, item_flags
from quizzes.statistics.groups import (
    Choice,
    answer_counts,
    facility_by_group,
    option_counts,
    score_groups,
    upper_lower_index,
)
from quizzes.statistics.items import ItemStatistics, item_figures, item_statistics
from quizzes.statistics.reliability import Reliability, reliability
from quizzes.statistics.summary import FEW, SMALL_GROUP, Summary, summary

__all__ = [
    "FEW",
    "SMALL_GROUP",
    "URGENT",
    "Bin",
    "Choice",
    "Flag",
    "FlagKind",
    "ItemStatistics",
    "Reliability",
    "Summary",
    "answer_counts",
    "distribution",
    "facility_by_group",
    "item_figures",
    "item_flags",
    "item_statistics",
    "option_counts",
    "reliability",
    "score_groups",
    "summary",
    "upper_lower_index",
]
