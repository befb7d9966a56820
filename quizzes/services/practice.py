"""Open question banks for practice, and close them."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from question_bank.models import QuestionBank
from quizzes.models import OpenBank


def bank_open(*, bank: QuestionBank, by: User, now: datetime) -> OpenBank:
    """Let the office's people practise a bank's questions; opening it again changes nothing."""
    opened, _is_new = OpenBank.objects.get_or_create(bank=bank, defaults={"opened_by": by, "opened_at": now})
    return opened


def bank_close(*, bank: QuestionBank) -> None:
    """Take a bank back; what was answered stays."""
    OpenBank.objects.filter(bank=bank).delete()
