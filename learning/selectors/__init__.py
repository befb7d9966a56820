"""Read learning records, and how people stand by what is asked of them."""

from learning.selectors.records import REVIEWING_ROLES, may_review, own_records, readable_records, records_to_review
from learning.selectors.schemes import SubjectStatus, requirement_statuses, scheme_versions, schemes_in_force

__all__ = [
    "REVIEWING_ROLES",
    "SubjectStatus",
    "may_review",
    "own_records",
    "readable_records",
    "records_to_review",
    "requirement_statuses",
    "scheme_versions",
    "schemes_in_force",
]
