"""Picking a provision from the tree of a text: for a question, or for a row of a sheet."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from question_bank.forms import CiteForm, CiteScopeForm
from question_bank.selectors import provision_tree


def picking_context(scope: CiteScopeForm, form: CiteForm) -> dict[str, Any]:
    """Return what the picking page shows: the whole tree, or only what contains the words searched for."""
    version = scope.version
    words = scope.cleaned_data.get("q", "")
    provisions = version.provisions.order_by("order") if version else None
    if provisions is not None and words:
        provisions = provisions.filter(Q(text__icontains=words) | Q(label__icontains=words))
    return {
        "scope": scope,
        "form": form,
        "version": version,
        "words": words,
        "nodes": [] if provisions is None else provision_tree(provisions),
        "picked": str(form.data.get("provision", "")),
    }
