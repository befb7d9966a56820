"""Write blueprints. Their sections are data that `quizzes.assembly` has checked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.models import Question, QuestionBank
from quizzes import assembly
from quizzes.models import Blueprint


class BlueprintInUseError(Exception):
    """Papers were drawn from the blueprint."""


class CannotAnchorError(Exception):
    """The question cannot be an anchor of this blueprint; the message says why."""


def blueprint_create(*, bank: QuestionBank, plan: assembly.Blueprint, by: User) -> Blueprint:
    """Return a new blueprint over a bank of the author's office."""
    return Blueprint.objects.create(
        office=bank.office, bank=bank, title=plan.title, sections=plan.to_json()["sections"], created_by=by
    )


def blueprint_update(*, blueprint: Blueprint, plan: assembly.Blueprint, bank: QuestionBank) -> Blueprint:
    """Change a blueprint; papers already assembled hold their own copy."""
    blueprint.bank = bank
    blueprint.title = plan.title
    blueprint.sections = plan.to_json()["sections"]
    blueprint.save(update_fields=["bank", "title", "sections", "updated_at"])
    return blueprint


def anchor_add(*, blueprint: Blueprint, question: Question) -> None:
    """Let every paper that is drawn from now on ask a question (锚题).

    Raises:
        CannotAnchorError: it is not of the blueprint's bank, or no section asks questions of its type.
    """
    if question.bank_id != blueprint.bank_id:
        raise CannotAnchorError(_("这道题不在方案的题库“%(bank)s”里。") % {"bank": blueprint.bank})
    version = question.current_version
    if version is None or version.type not in {section["type"] for section in blueprint.sections}:
        raise CannotAnchorError(_("方案里没有这种题型的大题，不能作锚题。"))
    blueprint.anchors.add(question)


def anchor_remove(*, blueprint: Blueprint, question: Question) -> None:
    """Let a question be drawn by chance again; papers already drawn keep it."""
    blueprint.anchors.remove(question)


def blueprint_delete(*, blueprint: Blueprint) -> None:
    """Delete a blueprint that no paper was drawn from.

    Raises:
        BlueprintInUseError: papers were drawn from it, and they stay.
    """
    if blueprint.papers.exists():
        raise BlueprintInUseError(_("这个方案组过卷，试卷已经冻结，方案不能删除。"))
    blueprint.delete()
