"""Everything of a finished exam in one file that can be verified years later without this program."""

from quizzes.archives.building import CannotArchiveError, archive_write
from quizzes.archives.verification import Verdict, verify

__all__ = ["CannotArchiveError", "Verdict", "archive_write", "verify"]
