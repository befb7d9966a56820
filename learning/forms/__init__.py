"""Check what people write."""

from learning.forms.entries import EntryForm, day_field
from learning.forms.notes import NoteForm
from learning.forms.pairings import ContactForm, PairingEndForm, PairingForm
from learning.forms.reviews import ReviewForm
from learning.forms.sessions import SessionForm
from learning.forms.tasks import TaskFinishForm, TaskPlanForm, TaskPostponeForm

__all__ = [
    "ContactForm",
    "EntryForm",
    "NoteForm",
    "PairingEndForm",
    "PairingForm",
    "ReviewForm",
    "SessionForm",
    "TaskFinishForm",
    "TaskPlanForm",
    "TaskPostponeForm",
    "day_field",
]
