"""Read learning records, and how people stand by what is asked of them."""

from learning.selectors.previewing import DutyChange, scheme_changes
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
from learning.selectors.schemes import (
    SubjectStatus,
    names_without_anybody,
    requirement_statuses,
    scheme_versions,
    schemes_in_force,
)
from learning.selectors.standing import Standing, absences_of, people_whose_year_is_seen, standings, year_shown
from learning.selectors.talks import may_open, quarterly_work_limits
from learning.selectors.tasks import Ledger, ledger_of, ledger_units, may_plan_for, own_tasks, unit_tasks

__all__ = [
    "REVIEWING_ROLES",
    "DutyChange",
    "Ledger",
    "PieceReview",
    "RoleOnBench",
    "Standing",
    "SubjectStatus",
    "WaitingPiece",
    "absences_of",
    "acts_in_reviews",
    "bench_of",
    "delegations_shown",
    "flows",
    "ledger_of",
    "ledger_units",
    "may_confirm",
    "may_open",
    "may_plan_for",
    "may_review",
    "names_without_anybody",
    "own_records",
    "own_tasks",
    "people_whose_year_is_seen",
    "piece_classes",
    "piece_review_of",
    "pieces_waiting",
    "problems",
    "quarterly_work_limits",
    "readable_records",
    "records_to_confirm",
    "records_to_review",
    "requirement_statuses",
    "scheme_changes",
    "scheme_versions",
    "schemes_in_force",
    "standings",
    "stuck_pieces",
    "unit_tasks",
    "year_shown",
]
