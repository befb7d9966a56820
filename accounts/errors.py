"""What a service refuses to do."""

from __future__ import annotations


class RefusedError(Exception):
    """A rule of the house forbids it; the text tells the person why and what to do instead."""


class ExclusiveRolesError(RefusedError):
    """Nobody is auditor, security administrator and system administrator at the same time."""


class LastAdministratorError(RefusedError):
    """An office keeps at least one security administrator, or nobody could grant a role again."""
