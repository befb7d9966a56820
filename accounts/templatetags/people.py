"""The tabs over the pages of people."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.selectors import has_role

register = template.Library()


@register.inclusion_tag("accounts/_tabs.html", takes_context=True)
def people_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Show where this person can go from here; the page that is open says which tab is its own."""
    user = context["request"].user
    tabs = [("people", _("人员"))]
    if has_role(user, Role.ORGANIZER):
        tabs += [
            ("units", _("单位")),
            ("cohorts", _("花名册")),
            ("roster_upload", _("导入人员名单")),
            ("codes", _("首次登录码")),
        ]
    if has_role(user, Role.SECURITY_ADMINISTRATOR):
        tabs.append(("roles", _("角色")))
    return {"tabs": [(reverse(f"accounts:{name}"), label, name == current) for name, label in tabs]}
