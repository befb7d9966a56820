"""Which office a command line means."""

from __future__ import annotations

from django.core.management.base import CommandError

from accounts.models import Office


def office_meant(key: str | None) -> Office:
    """Return the office of a key or, without one, the only office there is.

    Raises:
        CommandError: there is no such office, or without a key there are none or several.
    """
    offices = list(Office.objects.filter(key=key) if key else Office.objects.all()[:2])
    if len(offices) == 1:
        return offices[0]
    if key:
        raise CommandError(f"没有代号为 {key} 的机关。")
    raise CommandError("有多个机关，请用 --office 指明代号。" if offices else "还没有机关。")
