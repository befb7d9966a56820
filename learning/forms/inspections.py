"""The form of the director who inspects notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from learning.enums import InspectionGrade
from learning.services.inspections import Stamp


class InspectionForm(forms.Form):
    """A grade and a few words for each note of the page; a note without a grade is left for later."""

    def __init__(self, notes: Sequence[UUID], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._notes = notes
        for note in notes:
            self.fields[f"grade-{note}"] = forms.ChoiceField(choices=InspectionGrade.choices, required=False)
            self.fields[f"comment-{note}"] = forms.CharField(max_length=200, required=False)

    def stamps(self) -> dict[UUID, Stamp]:
        """Return what was said of which note."""
        data = self.cleaned_data
        return {
            note: Stamp(data[f"grade-{note}"], data[f"comment-{note}"].strip())
            for note in self._notes
            if data[f"grade-{note}"]
        }
