"""Write blueprints. Their sections are data that `quizzes.assembly` has checked."""

from __future__ import annotations

from accounts.models import User
from question_bank.models import QuestionBank
from quizzes import assembly
from quizzes.models import Blueprint


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
