"""What a writer reads beside the note."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict

_LONGEST_WORD = 100


class BesideForm(forms.Form):
    """The text to show, the word to look for in it, and the provision whose button was pressed."""

    beside = forms.UUIDField(required=False)
    q = forms.CharField(required=False, max_length=_LONGEST_WORD)
    quote = forms.UUIDField(required=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page was asked to show beside the note, and to quote."""

    text: UUID | None
    word: str
    quote: UUID | None

    @classmethod
    def of(cls, sent: QueryDict) -> Asked:
        """Return what an address or a form asks for; what cannot be read asks for nothing."""
        form = BesideForm(sent)
        form.is_valid()
        found = form.cleaned_data
        return cls(found.get("beside"), found.get("q", ""), found.get("quote"))

    @property
    def address(self) -> str:
        """Return the end of an address that shows the same again."""
        return f"?{urlencode({'beside': self.text, 'q': self.word})}" if self.text else ""
