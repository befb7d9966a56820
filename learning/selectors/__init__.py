"""Read learning records, and how people stand by what is asked of them."""

from learning.selectors.records import (
    REVIEWING_ROLES,
    may_confirm,
    may_review,
    own_records,
    readable_records,
    records_to_confirm,
    records_to_review,
)
from learning.selectors.schemes import SubjectStatus, requirement_statuses, scheme_versions, schemes_in_force
from learning.selectors.tasks import Ledger, ledger_of, ledger_units, may_plan_for, own_tasks, unit_tasks

__all__ = [
    "REVIEWING_ROLES",
    "Ledger",
    "SubjectStatus",
    "ledger_of",
    "ledger_units",
    "may_confirm",
    "may_plan_for",
    "may_review",
    "own_records",
    "own_tasks",
    "readable_records",
    "records_to_confirm",
    "records_to_review",
    "requirement_statuses",
    "scheme_versions",
    "schemes_in_force",
    "unit_tasks",
]
