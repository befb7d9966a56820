"""How a staff number and a password, or a first-use code, become a signed-in person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from accounts.services import first_use_code_redeem


class CadreBackend(ModelBackend):
    """Sign in with the password, or once with the first-use code in its place."""

    def get_user(self, user_id: int) -> User | None:
        """Return who is signed in, with their office: hardly a page does without it."""
        user = User.objects.select_related("office").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """Return whom the two name, or None; a wrong name costs as much time as a wrong password."""
        user = super().authenticate(request, username=username, password=password, **kwargs)
        if user is not None or not username or not password:
            return user
        return first_use_code_redeem(username=username, code=password, now=timezone.now())
