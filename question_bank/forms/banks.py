"""Banks and topics."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class BankForm(forms.Form):
    """A new bank."""

    name = forms.CharField(label=_("题库名称"), max_length=100)


class TopicForm(forms.Form):
    """A new topic."""

    name = forms.CharField(label=_("知识点"), max_length=50)
