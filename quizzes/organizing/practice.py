"""Which banks are open for practice."""

from __future__ import annotations

from django import forms


class OpenBankForm(forms.Form):
    """A bank, and whether it is to be open."""

    bank = forms.UUIDField()
    is_open = forms.BooleanField(required=False)
