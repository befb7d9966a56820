"""What each kind of record brings to the pages that all kinds share.

A kind is a table (`learning.models`), a form (`learning.forms`), an entry here, and a part of a page that shows one,
`templates/learning/kinds/KIND.html`. Whatever else a kind can do has pages of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from learning.enums import RecordKind, RecordState
from learning.forms import (
    ContactForm,
    EntryForm,
    NoteForm,
    PairingEndForm,
    PairingForm,
    PieceForm,
    SessionForm,
    TaskFinishForm,
    TaskPostponeForm,
)
from learning.models import Record
from learning.services import EDITABLE, piece_submit, record_submit


@dataclass(frozen=True, slots=True)
class KindPages:
    """The form of a kind, the words around it, and how one is handed in.

    A kind whose records have a page of their own names it by `own_page`, whose one parameter is called as the kind is.
    """

    form: type[EntryForm]
    begin: str | Promise
    lead: str | Promise
    submit: Callable[..., Record] = record_submit
    own_page: str = ""


KIND_PAGES: Mapping[RecordKind, KindPages] = {
    RecordKind.SESSION: KindPages(
        SessionForm, _("记学习时间"), _("写下学了什么、学了多久；提交后由所在单位的审核人审核。")
    ),
    RecordKind.NOTE: KindPages(
        NoteForm, _("写读书笔记"), _("先保存成草稿，写完再提交；提交后由所在单位的审核人审核。")
    ),
    RecordKind.PAIRING: KindPages(
        PairingForm, _("登记结对联系"), _("帮带、联系点、联系户、信息员；由对方确认，对方不在本机关的由审核人确认。")
    ),
    RecordKind.PIECE: KindPages(
        PieceForm,
        _("写稿件"),
        _("先保存成草稿，写完再提交；提交后按本机关的流程一审一审往下走，退回的改好再交，从第一审重新审。"),
        submit=piece_submit,
        own_page="learning:piece",
    ),
}


def _of_task(user: User, record: Record) -> dict[str, Any]:
    """Return what its owner may do about a piece of work, and what was done."""
    is_open = record.state in EDITABLE and record.subject_id == user.pk
    today = timezone.localdate()
    return {
        "steps": record.task.steps.select_related("by"),
        "is_overdue": record.state in EDITABLE and record.task.due < today,
        "finish_form": TaskFinishForm(auto_id="finish_%s", initial={"done_on": today}) if is_open else None,
        "postpone_form": TaskPostponeForm(auto_id="postpone_%s") if is_open else None,
    }


def _of_pairing(user: User, record: Record) -> dict[str, Any]:
    """Return the contacts of a pairing; both sides note more while it holds."""
    today = timezone.localdate()
    is_running = record.state == RecordState.APPROVED and (record.lasts_until is None or record.lasts_until >= today)
    takes_part = user.pk in {record.subject_id, record.counterpart_id}
    is_open = is_running and takes_part
    return {
        "contacts": record.pairing.contacts.select_related("by"),
        "contact_form": ContactForm(auto_id="contact_%s", initial={"on": today}) if is_open else None,
        "end_form": PairingEndForm(auto_id="end_%s", initial={"last_day": today}) if is_open else None,
    }


#: What the part of the page that shows a record of a kind needs beyond the record itself.
_SHOWN_WITH: Mapping[RecordKind, Callable[[User, Record], dict[str, Any]]] = {
    RecordKind.PAIRING: _of_pairing,
    RecordKind.TASK: _of_task,
}


def shown_with(user: User, record: Record) -> dict[str, Any]:
    """Return what a page shows somebody with a record of its kind."""
    maker = _SHOWN_WITH.get(RecordKind(record.kind))
    return maker(user, record) if maker else {}
