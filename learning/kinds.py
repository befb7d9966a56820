"""What each kind of record brings to the pages that all kinds share.

A kind is a table (`learning.models`), a form (`learning.forms`), an entry here, and a part of a page that shows one,
`templates/learning/kinds/KIND.html`. Whatever else a kind can do has pages of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.enums import RecordKind
from learning.forms import EntryForm, NoteForm, SessionForm


@dataclass(frozen=True, slots=True)
class KindPages:
    """The form of a kind, and the words around it."""

    form: type[EntryForm]
    begin: str | Promise
    lead: str | Promise


KIND_PAGES: Mapping[RecordKind, KindPages] = {
    RecordKind.SESSION: KindPages(
        SessionForm, _("记学习时间"), _("写下学了什么、学了多久；提交后由所在单位的审核人审核。")
    ),
    RecordKind.NOTE: KindPages(
        NoteForm, _("写读书笔记"), _("先保存成草稿，写完再提交；提交后由所在单位的审核人审核。")
    ),
}
