"""Check what people write."""

from learning.forms.entries import EntryForm, day_field
from learning.forms.notes import NoteForm
from learning.forms.reviews import ReviewForm
from learning.forms.sessions import SessionForm

__all__ = ["EntryForm", "NoteForm", "ReviewForm", "SessionForm", "day_field"]
