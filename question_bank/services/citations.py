"""Write what a question rests on. Citations only grow: taking one back is a further row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.errors import QuestionError
from question_bank.models import Citation, Provision, Question, QuestionVersion
from question_bank.provisions import fold_text
from question_bank.selectors import citable_versions, standing_citations


def citation_add(
    *, question_version: QuestionVersion, provision: Provision, quoted: str = "", by: User, now: datetime
) -> Citation:
    """Rest a question's current words on a provision; what is quoted must stand in it word for word.

    Raises:
        QuestionError: the provision cannot be cited, the quotation does not stand in it, or it is cited already.
    """
    quoted = quoted.strip()
    if fold_text(quoted) not in fold_text(provision.full_text):
        raise QuestionError(_("引文与%(label)s的原文不一致，请从条文中复制。") % {"label": provision.label})
    with transaction.atomic():
        question = (
            Question.objects.select_for_update(of=("self",))
            .select_related("bank__office")
            .get(pk=question_version.question_id)
        )
        if question.current_version_id != question_version.pk:
            raise QuestionError(_("这道题已经改版，请给现行版本加依据。"))
        if provision.version.amended_by.filter(applied_at__isnull=False).exists():
            raise QuestionError(_("这一版已经修订，请引用现行的条文。"))
        if not citable_versions(question.bank.office).filter(pk=provision.version_id).exists():
            raise QuestionError(_("这份文件还没有确认，或者不归本机关使用，不能引用。"))
        if standing_citations().filter(question_version=question_version, provision=provision).exists():
            raise QuestionError(_("这道题已经引用了%(label)s。") % {"label": provision.label})
        return Citation.objects.create(
            question_version=question_version, provision=provision, quoted=quoted, created_by=by, created_at=now
        )


def citation_withdraw(*, citation: Citation, by: User, now: datetime) -> Citation:
    """Take a citation back.

    Raises:
        QuestionError: it does not stand any more.
    """
    with transaction.atomic():
        Question.objects.select_for_update().get(pk=citation.question_version.question_id)
        if not standing_citations().filter(pk=citation.pk).exists():
            raise QuestionError(_("这条依据已经撤回。"))
        return Citation.objects.create(
            question_version=citation.question_version,
            provision=citation.provision,
            withdraws=citation,
            created_by=by,
            created_at=now,
        )
