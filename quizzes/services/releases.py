"""Choose what candidates see of published results."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from quizzes.models import Exam, ResultRelease
from quizzes.release import Release
from quizzes.selectors import RELEASED
from quizzes.services.publication import CannotPublishError, why_keys_stay_closed


def release_change(*, exam: Exam, release: Release, by: User, now: datetime) -> ResultRelease:
    """Show more or less of results that are published already; the earlier choice stays on record.

    Raises:
        CannotPublishError: nothing is published yet, or the questions are still asked elsewhere.
    """
    with transaction.atomic():
        locked = Exam.objects.select_for_update().get(pk=exam.pk)
        if locked.state not in RELEASED:
            raise CannotPublishError(_("成绩还没有发布。"))
        if release.questions and (reason := why_keys_stay_closed(locked, now)):
            raise CannotPublishError(reason)
        return ResultRelease.objects.create(exam=locked, by=by, at=now, **asdict(release))
