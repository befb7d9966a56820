"""What the forms of all kinds of record share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django import forms

from accounts.models import User
from learning.models import Record
from learning.services import Entry


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class EntryForm(forms.Form):
    """A record of one kind; an unfinished one may be saved, so that only what names it is required."""

    #: Whether the page counts the characters of a field marked `data-count="note-count"`.
    counted = False

    action = forms.CharField(required=False, widget=forms.HiddenInput)
    #: Which save the page goes on from, and for a new record the number that it will have: see `services.draft_save`.
    revision = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    draft = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.by = by

    @property
    def is_submitted(self) -> bool:
        """Return whether the button that hands the record in was pressed."""
        return bool(self.cleaned_data["action"] == "submit")

    def entry(self, now: datetime) -> Entry:
        """Return what was filled in, as the services take it."""
        raise NotImplementedError

    @classmethod
    def saved(cls, record: Record) -> dict[str, Any]:
        """Return what is saved, by field."""
        raise NotImplementedError

    @classmethod
    def of(cls, record: Record) -> Self:
        """Return the form filled with what is saved."""
        kept = {"revision": record.revision, "draft": record.uuid}
        return cls(initial=cls.saved(record) | kept, by=record.subject)
