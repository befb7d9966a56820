"""Sign the candidates of an exam in without what a password costs. Imported inside the site, by `manage.py shell`."""

from __future__ import annotations

import json
from datetime import timedelta

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import User


def session_keys_json(exam: str) -> str:
    """Return a new session's key for each candidate, in their order."""
    store, until = SessionStore(), timezone.now() + timedelta(hours=1)
    rows = []
    for user in User.objects.filter(candidacies__exam__uuid=exam).order_by("candidacies__pk"):
        signed_in = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "accounts.backends.CadreBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        rows.append(Session(session_key=get_random_string(32), session_data=store.encode(signed_in), expire_date=until))
    Session.objects.bulk_create(rows)
    return json.dumps([row.session_key for row in rows])
