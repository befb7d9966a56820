"""Write offices, people, codes, roles and rosters."""

from __future__ import annotations

from accounts.services.codes import IssuedCode, first_use_code_issue, first_use_code_redeem, first_use_codes_issue
from accounts.services.cohorts import cohort_create, cohort_person_add, cohort_person_remove, cohort_update
from accounts.services.offices import office_create, office_open
from accounts.services.passwords import password_reset, password_set
from accounts.services.people import user_create, user_leave, user_move, user_move_cancel, user_return, user_update
from accounts.services.roles import role_assign, role_end
from accounts.services.rosters import RosterOutcome, roster_choose, roster_commit, roster_upload
from accounts.services.tokens import (
    api_token_end,
    api_token_issue,
    program_token_issue,
    program_token_revoke,
    token_digest,
    token_use_note,
)
from accounts.services.units import unit_add, unit_rename, unit_shift

__all__ = [
    "IssuedCode",
    "RosterOutcome",
    "api_token_end",
    "api_token_issue",
    "cohort_create",
    "cohort_person_add",
    "cohort_person_remove",
    "cohort_update",
    "first_use_code_issue",
    "first_use_code_redeem",
    "first_use_codes_issue",
    "office_create",
    "office_open",
    "password_reset",
    "password_set",
    "program_token_issue",
    "program_token_revoke",
    "role_assign",
    "role_end",
    "roster_choose",
    "roster_commit",
    "roster_upload",
    "token_digest",
    "token_use_note",
    "unit_add",
    "unit_rename",
    "unit_shift",
    "user_create",
    "user_leave",
    "user_move",
    "user_move_cancel",
    "user_return",
    "user_update",
]
