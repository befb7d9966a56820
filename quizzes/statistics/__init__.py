"""Statistics of scores and items. No Django, no database; scores are in hundredths of a mark."""

from quizzes.statistics.distribution import Bin, distribution
from quizzes.statistics.items import ItemStatistics, item_statistics
from quizzes.statistics.summary import SMALL_GROUP, Summary, summary

__all__ = ["SMALL_GROUP", "Bin", "ItemStatistics", "Summary", "distribution", "item_statistics", "summary"]
