"""What pages of apps below offer of ours."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.http import AuthenticatedHttpRequest
from accounts.models import User
from accounts.places import Button


def own_reminders_button(request: AuthenticatedHttpRequest, person: User) -> Button:  # noqa: ARG001 -- all makers take both
    """Offer everybody, on their own page, to set how they are reminded."""
    return Button(_("提醒"), reverse("learning:my_reminders"))
