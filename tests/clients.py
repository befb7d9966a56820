"""Browsers signed in as somebody."""

from __future__ import annotations

from django.test import Client

from accounts.models import User


def client_for(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
