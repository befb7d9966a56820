"""Read learning records, and how people stand by what is asked of them."""

from learning.selectors.records import (
    may_confirm,
    may_review,
    own_records,
    readable_records,
    records_to_confirm,
    records_to_review,
)
from learning.selectors.reviewing import (
    REVIEWING_ROLES,
    PieceReview,
    RoleOnBench,
    WaitingPiece,
    acts_in_reviews,
    bench_of,
    delegations_shown,
    flows,
    piece_classes,
    piece_review_of,
    pieces_waiting,
    problems,
    stuck_pieces,
)
from learning.selectors.schemes import SubjectStatus, requirement_statuses, scheme_versions, schemes_in_force
from learning.selectors.tasks import Ledger, ledger_of, ledger_units, may_plan_for, own_tasks, unit_tasks

__all__ = [
    "REVIEWING_ROLES",
    "Ledger",
    "PieceReview",
    "RoleOnBench",
    "SubjectStatus",
    "WaitingPiece",
    "acts_in_reviews",
    "bench_of",
    "delegations_shown",
    "flows",
    "ledger_of",
    "ledger_units",
    "may_confirm",
    "may_plan_for",
    "may_review",
    "own_records",
    "own_tasks",
    "piece_classes",
    "piece_review_of",
    "pieces_waiting",
    "problems",
    "readable_records",
    "records_to_confirm",
    "records_to_review",
    "requirement_statuses",
    "scheme_versions",
    "schemes_in_force",
    "stuck_pieces",
    "unit_tasks",
]
