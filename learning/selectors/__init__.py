"""Read learning records."""

from learning.selectors.records import REVIEWING_ROLES, may_review, own_records, readable_records, records_to_review

__all__ = ["REVIEWING_ROLES", "may_review", "own_records", "readable_records", "records_to_review"]
