"""Check what people write."""

from learning.forms.absences import AbsenceForm
from learning.forms.entries import EntryForm, day_field
from learning.forms.notes import NoteForm
from learning.forms.pairings import ContactForm, PairingEndForm, PairingForm
from learning.forms.pieces import DelegationForm, PieceForm, SeatForm, TermsForm
from learning.forms.reviews import ConfirmationForm, DecisionForm, PieceDecisionForm, ReviewForm
from learning.forms.sessions import SessionForm
from learning.forms.talks import DutyReportForm, HeartTalkForm, QuarterlyWorkForm, ReportForm, VisitForm
from learning.forms.tasks import TaskFinishForm, TaskPlanForm, TaskPostponeForm

__all__ = [
    "AbsenceForm",
    "ConfirmationForm",
    "ContactForm",
    "DecisionForm",
    "DelegationForm",
    "DutyReportForm",
    "EntryForm",
    "HeartTalkForm",
    "NoteForm",
    "PairingEndForm",
    "PairingForm",
    "PieceDecisionForm",
    "PieceForm",
    "QuarterlyWorkForm",
    "ReportForm",
    "ReviewForm",
    "SeatForm",
    "SessionForm",
    "TaskFinishForm",
    "TaskPlanForm",
    "TaskPostponeForm",
    "TermsForm",
    "VisitForm",
    "day_field",
]
