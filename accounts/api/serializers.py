"""What the session's addresses take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class SessionInputSerializer(serializers.Serializer[Any]):
    """Who signs in, as on the page."""

    username = serializers.CharField(max_length=40)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class SessionOutputSerializer(serializers.Serializer[Any]):
    """A token, shown once."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class ProblemSerializer(serializers.Serializer[Any]):
    """Why not (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
