"""Write the searches that trainers keep."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from question_bank.errors import QuestionError
from question_bank.models import SavedFilter

_LONGEST_QUERY = 1000


def filter_keep(*, by: User, name: str, query: str, is_shared: bool) -> SavedFilter:
    """Keep a search under a name; the same name of the same person takes the later one.

    Raises:
        QuestionError: it has no name, or narrows nothing, or too much.
    """
    if not name.strip():
        raise QuestionError(_("请给这次查找起个名字。"))
    if not query or len(query) > _LONGEST_QUERY:
        raise QuestionError(_("请先选好查找条件，再记住它。"))
    kept, _is_new = SavedFilter.objects.update_or_create(
        owner=by, name=name.strip()[:50], defaults={"office": by.office, "query": query, "is_shared": is_shared}
    )
    return kept
