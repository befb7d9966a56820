"""The tabs over the pages of points."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from appraisal.selectors import may_oversee

register = template.Library()


@register.inclusion_tag("appraisal/_tabs.html", takes_context=True)
def points_tabs(context: dict[str, Any], current: str) -> dict[str, Any]:
    """Show where this person can go from here; the page that is open says which tab is its own."""
    tabs = [("my_points", _("我的积分"))]
    if may_oversee(context["request"].user):
        tabs.append(("ledger", _("各人积分")))
    tabs.append(("rules", _("积分规则")))
    return {
        "tabs": [(reverse(f"appraisal:{name}"), label, name == current) for name, label in tabs],
        "tabs_label": _("积分"),
    }
