"""Check what people send."""

from __future__ import annotations

from accounts.forms.codes import CodesForm, CodesScopeForm, ResetForm
from accounts.forms.cohorts import CohortForm
from accounts.forms.people import (
    LeaveForm,
    MoveCancelForm,
    PeopleFilterForm,
    PersonAddForm,
    PersonEditForm,
    PersonMoveForm,
    PersonReturnForm,
)
from accounts.forms.roles import RoleEndForm, RoleGrantForm
from accounts.forms.rosters import RosterCommitForm, RosterFilterForm, RosterUploadForm
from accounts.forms.sign_in import ChangePasswordForm, FirstPasswordForm, NextForm, SignInForm
from accounts.forms.tokens import TokenForm
from accounts.forms.units import UnitNameForm, UnitShiftForm

__all__ = [
    "ChangePasswordForm",
    "CodesForm",
    "CodesScopeForm",
    "CohortForm",
    "FirstPasswordForm",
    "LeaveForm",
    "MoveCancelForm",
    "NextForm",
    "PeopleFilterForm",
    "PersonAddForm",
    "PersonEditForm",
    "PersonMoveForm",
    "PersonReturnForm",
    "ResetForm",
    "RoleEndForm",
    "RoleGrantForm",
    "RosterCommitForm",
    "RosterFilterForm",
    "RosterUploadForm",
    "SignInForm",
    "TokenForm",
    "UnitNameForm",
    "UnitShiftForm",
]
