"""The tabs over what is made of a year: bulletins, awards, exports."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.selectors import has_office_role
from appraisal.selectors import LEDGER_ROLES

register = template.Library()


@register.inclusion_tag("appraisal/_tabs.html", takes_context=True)
def outputs_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Show where this person can go from here."""
    tabs = [("bulletins", _("通报讲评")), ("awards", _("评奖"))]
    if has_office_role(context["request"].user, *LEDGER_ROLES):
        tabs.append(("exports", _("考核导出")))
    return {
        "tabs": [(reverse(f"appraisal:{name}"), label, name == current) for name, label in tabs],
        "tabs_label": _("通报评奖"),
    }
