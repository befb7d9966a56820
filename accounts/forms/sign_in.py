"""Signing in, and setting one's own password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts.models import User

_RULES = _("至少 10 个字符，不能只有数字，不能太常见，也不要用工号、姓名。")


class NextForm(forms.Form):
    """Where to go afterwards; only an address of this site counts."""

    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def target(self, request: HttpRequest) -> str:
        """Return the address that was asked for, or nothing where it is missing or leads elsewhere."""
        wanted = self.cleaned_data.get("next", "") if self.is_valid() else ""
        safe = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return wanted if safe else ""


class SignInForm(forms.Form):
    """A staff number, and the password or the first-use code."""

    username = forms.CharField(
        label=_("工号"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("密码或首次登录码"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("第一次登录填纸条上的首次登录码，大小写和横线不限。"),
    )


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """The first password of one's own."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["new_password1"].help_text = _RULES
        self.fields["new_password2"].label = _("再输入一次")
        self.fields["new_password2"].help_text = ""


class ChangePasswordForm(PasswordChangeForm):
    """Another password in place of the present one."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["old_password"].label = _("现在的密码")
        self.fields["new_password1"].help_text = _RULES
        self.fields["new_password2"].label = _("再输入一次新密码")
        self.fields["new_password2"].help_text = ""
