"""Load schemes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office, User
from learning.models import SchemeVersion
from learning.schemes.reading import read_scheme


class SchemeUnchangedError(Exception):
    """The newest version says the same from the same day."""


class SchemeBackdatedError(Exception):
    """The day lies before that of a version that is there: what was owed would change after the fact."""


def scheme_load(
    *, office: Office, text: str, effective_from: date | None = None, by: User | None, now: datetime
) -> SchemeVersion:
    """Return a further version of an office's scheme; without a day it takes effect on the file's, or today.

    The first version may begin in the past: what people did before it was loaded counts too.

    Raises:
        SchemeError: the text is no scheme; every fault is told with its line.
        SchemeUnchangedError: nothing about it is new.
        SchemeBackdatedError: it would begin before the version that stands.
    """
    scheme = read_scheme(text)
    day = effective_from or scheme.effective_from or timezone.localdate(now)
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office.pk)
        newest = SchemeVersion.objects.filter(office=office, key=scheme.key).order_by("-number").first()
        if newest is not None and (newest.text, newest.effective_from) == (text, day):
            raise SchemeUnchangedError(_("“%(scheme)s”就是这样，没有变化。") % {"scheme": newest})
        if newest is not None and day < newest.effective_from:
            raise SchemeBackdatedError(
                _("新的一版不能早于现有的一版（%(day)s 生效）：已经过去的要求不改。")
                % {"day": newest.effective_from.isoformat()}
            )
        return SchemeVersion.objects.create(
            office=office,
            key=scheme.key,
            number=newest.number + 1 if newest else 1,
            name=scheme.name,
            text=text,
            effective_from=day,
            loaded_by=by,
            loaded_at=now,
        )
