"""Filters for what stands on screen; built into every template."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def marks(hundredths: float | None) -> str:
    """Show marks kept in hundredths: 8650 -> 86.5, 8600 -> 86, None -> –."""
    if hundredths is None:
        return "–"
    whole, part = divmod(round(abs(hundredths)), 100)
    sign = "−" if hundredths < 0 else ""
    return f"{sign}{whole}.{part:02d}".rstrip("0").rstrip(".") if part else f"{sign}{whole}"


@register.filter
def day(value: date | datetime | None) -> str:
    """Show a date as offices write it: 2026年10月4日."""
    if value is None:
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value.year}年{value.month}月{value.day}日"


@register.filter
def minute(value: datetime | None) -> str:
    """Show a moment: 2026年10月4日 09:05."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}"


@register.filter
def clock(value: datetime | None) -> str:
    """Show a time of day to the second: 12:03:07."""
    return "–" if value is None else f"{timezone.localtime(value):%H:%M:%S}"


@register.filter
def percent(ratio: float | None) -> str:
    """Show a share: 0.934 -> 93.4%."""
    return "–" if ratio is None else f"{ratio:.1%}"
