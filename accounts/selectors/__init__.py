"""Read people, units, roles and rosters."""

from __future__ import annotations

from accounts.selectors.cohorts import cohort_people, cohorts_listed
from accounts.selectors.days import current, today
from accounts.selectors.people import (
    PersonRow,
    PersonState,
    Postings,
    PostingToCome,
    codes_made_since,
    people_found,
    people_in_units,
    people_with_places,
    people_without_password,
    person_rows,
    person_state,
    postings_of,
    recent_sign_ins,
)
from accounts.selectors.roles import (
    current_roles,
    has_office_role,
    has_role,
    held_roles,
    office_role_holders,
    office_roles,
    people_to_let_in,
    units_overseen,
)
from accounts.selectors.rosters import roster_compared, roster_rows, rows_chosen, unit_paths_missing
from accounts.selectors.tokens import program_tokens, scopes_open_to
from accounts.selectors.units import (
    UnitNode,
    root_unit,
    unit_and_below,
    unit_of,
    unit_paths,
    unit_tree,
    units_by_person,
    units_listed,
)

__all__ = [
    "PersonRow",
    "PersonState",
    "PostingToCome",
    "Postings",
    "UnitNode",
    "codes_made_since",
    "cohort_people",
    "cohorts_listed",
    "current",
    "current_roles",
    "has_office_role",
    "has_role",
    "held_roles",
    "office_role_holders",
    "office_roles",
    "people_found",
    "people_in_units",
    "people_to_let_in",
    "people_with_places",
    "people_without_password",
    "person_rows",
    "person_state",
    "postings_of",
    "program_tokens",
    "recent_sign_ins",
    "root_unit",
    "roster_compared",
    "roster_rows",
    "rows_chosen",
    "scopes_open_to",
    "today",
    "unit_and_below",
    "unit_of",
    "unit_paths",
    "unit_paths_missing",
    "unit_tree",
    "units_by_person",
    "units_listed",
    "units_overseen",
]
