"""What a password must not be."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import User

_SHORTEST_FACT = 2


class LengthValidator(MinimumLengthValidator):
    """Django's rule, said in Chinese: its own translation of the sentence is missing in 5.2."""

    def get_error_message(self) -> str:
        """Say what is asked for."""
        return _("密码太短，至少要 %(min_length)d 个字符。") % {"min_length": self.min_length}


class OwnFactsValidator:
    """Refuse a password with one's staff number, name or telephone number inside: they are what is guessed first.

    Django's similarity check compares whole words; a short staff number twice over passes it.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Look for each fact, however its letters are written.

        Raises:
            ValidationError: one is inside.
        """
        if user is None:
            return
        facts = {_("工号"): user.username, _("姓名"): user.name, _("手机号"): user.phone}
        for label, fact in facts.items():
            if len(fact) >= _SHORTEST_FACT and fact.casefold() in password.casefold():
                raise ValidationError(_("密码里不能有自己的%(label)s。") % {"label": label})

    def get_help_text(self) -> str:
        """Say it beforehand."""
        return _("密码里不能有自己的工号、姓名、手机号。")
