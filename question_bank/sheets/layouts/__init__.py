"""The layouts known. To add one, add a module here that defines `LAYOUT`, and its test."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from question_bank.sheets.layouts.layout import Layout
from question_bank.sheets.sources import Source

__all__ = ["Layout", "best_layout", "known_layouts"]


@cache
def known_layouts() -> tuple[Layout, ...]:
    """Return every `LAYOUT` of this package, by the name of its module."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return tuple(module.LAYOUT for module in modules if hasattr(module, "LAYOUT"))


def best_layout(source: Source) -> Layout | None:
    """Return the layout with the highest score; None if no layout sees anything it knows."""
    score, layout = max(((layout.score(source), layout) for layout in known_layouts()), key=lambda scored: scored[0])
    return layout if score > 0 else None
