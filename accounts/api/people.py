"""Finding whom a program means."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound

from accounts.models import Office, User


def person_meant(office: Office, told: str) -> User:
    """Return the office's person of this public id or staff number.

    Raises:
        NotFound: the office has nobody of it, or they have left.
    """
    people = User.objects.filter(office=office, is_active=True)
    try:
        found = people.filter(uuid=UUID(told)).first()
    except ValueError:
        found = people.filter(username__iexact=told).first()
    if found is None:
        raise NotFound(_("没有 id 或工号为“%(told)s”的在职人员。") % {"told": told})
    return found
