"""What each kind of record brings to the pages that all kinds share.

A kind is a table (`learning.models`), a form (`learning.forms`), an entry here, and a part of a page that shows one,
`templates/learning/kinds/KIND.html`. Whatever else a kind can do has pages of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_office_role
from learning.enums import PROJECTS, RecordKind, RecordState, TalkType
from learning.forms import (
    ContactForm,
    DutyReportForm,
    EntryForm,
    HeartTalkForm,
    NoteForm,
    PairingEndForm,
    PairingForm,
    PieceForm,
    QuarterlyWorkForm,
    ReportForm,
    SessionForm,
    TaskFinishForm,
    TaskPostponeForm,
    VisitForm,
)
from learning.forms.ideas import IdeaDecisionForm, IdeaForm
from learning.models import Panel, Record, StudyClock, Talk
from learning.schemes.model import Kind, Requirement
from learning.selectors import may_open
from learning.selectors.clocks import fruits_of
from learning.selectors.panels import panel_outcome
from learning.selectors.reading import quoted_in
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


#: By what addresses call them: a kind, or of talks what sort they are.
KIND_PAGES: Mapping[str, KindPages] = {
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
    RecordKind.IDEA: KindPages(
        IdeaForm, _("提好点子、报项目"), _("工作建议、方案、项目、信息、创新项目；审核后决定采纳，用在哪里看得到。")
    ),
    RecordKind.TALK: KindPages(
        HeartTalkForm, _("记谈心谈话"), _("内容保密：只有你们两个人和分管的部长看得到，每看一次都留记录。由对方确认。")
    ),
    "visit": KindPages(
        VisitForm,
        _("记走访指导"),
        _("走访、了解、上门指导、包村、调阅；由所在单位的审核人审核，内容保密的由分管的部长审核。"),
    ),
    "report": KindPages(ReportForm, _("写工作汇报"), _("成绩、亮点、打算；由听汇报的人确认，没有填的由审核人审核。")),
    "duty_report": KindPages(DutyReportForm, _("写述职报告"), _("提交后由所在单位的审核人审核，可以组织评议。")),
    "quarterly_work": KindPages(
        QuarterlyWorkForm, _("报季度工作"), _("几件实事，言之有物、言之有据；流水账会退回。由所在单位的审核人审核。")
    ),
}
#: Sorts of talk whose form is not that of their kind.
_TALKS: Mapping[str, str] = {
    TalkType.REPORT.value: "report",
    TalkType.DUTY_REPORT.value: "duty_report",
    TalkType.QUARTERLY_WORK.value: "quarterly_work",
    **{sort.value: "visit" for sort in VisitForm.TYPES},
}


def pages_key(record: Record) -> str:
    """Return what addresses call the form that a record is written with; nothing where there is none."""
    return form_key(record.kind, record.attributes.get("type", ""))


def form_key(kind: str, sort: str) -> str:
    """Return what addresses call the form of a kind and, of talks, of their sort; nothing where there is none."""
    key = _TALKS.get(sort, kind) if kind == RecordKind.TALK else kind
    return str(key) if key in KIND_PAGES else ""


#: Kinds that one does not begin by oneself, with the page where they are.
_PAGES = {Kind.EXAM: "quizzes:my_exams", Kind.EVENT: "learning:events", Kind.TASK: "learning:tasks"}


def where_to(requirement: Requirement) -> str:
    """Return where one does something about a duty."""
    if requirement.kind in _PAGES:
        return reverse(_PAGES[requirement.kind])
    sort = next(iter(requirement.where.equal.get("type", ())), "")
    key = form_key(RecordKind(requirement.kind.value), sort)
    return reverse("learning:record_new", kwargs={"kind": key}) if key else reverse("learning:records")


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


def _of_talk(user: User, record: Record) -> dict[str, Any]:
    """Return whether this person may open it, and for the two whose it is who has."""
    is_theirs = user.pk in {record.subject_id, record.counterpart_id}
    return {
        "may_open": may_open(user, record),
        "looks": record.talk.looks.select_related("by") if is_theirs else (),
        "is_theirs": is_theirs,
        **(_rated(user, record) if record.talk.type == TalkType.DUTY_REPORT else {}),
    }


def _rated(user: User, record: Record) -> dict[str, Any]:
    """Return what a panel made of a record, once it is over, and for an organizer the way there."""
    panel = Panel.objects.filter(record=record).first()
    address = panel.get_absolute_url() if panel else reverse("learning:panel_new", kwargs={"rated": record.uuid})
    may_ask = has_office_role(user, Role.ORGANIZER) and record.state in {RecordState.SUBMITTED, RecordState.APPROVED}
    return {
        "outcome": panel_outcome(panel) if panel and panel.closed_at else None,
        "panel_open": panel is not None and panel.closed_at is None,
        "panel_address": address if may_ask else "",
    }


def _of_idea(user: User, record: Record) -> dict[str, Any]:
    """Return what became of an idea: ratings, decisions, and how often a project was asked about and guided."""
    today = timezone.localdate()
    is_organizer = has_office_role(user, Role.ORGANIZER)
    may_decide = is_organizer and record.state == RecordState.APPROVED
    visits = list(_visits(record))
    of_month = [each for each in visits if _month(each.record.occurred_on) == _month(today)]
    of_quarter = [each for each in visits if _quarter(each.record.occurred_on) == _quarter(today)]
    return {
        **_rated(user, record),
        "decisions": record.idea.decisions.select_related("by"),
        "decision_form": IdeaDecisionForm(office=record.office) if may_decide else None,
        "guidance": record.idea.type in PROJECTS,
        "visits": visits,
        "visits_of_month": sum(each.type == TalkType.ENQUIRY for each in of_month),
        "visits_of_quarter": sum(each.type == TalkType.GUIDANCE for each in of_quarter),
    }


def _visits(record: Record) -> QuerySet[Talk]:
    """Return the visits to a project that were handed in, without those told in confidence."""
    visits = Talk.objects.filter(about=record, record__is_confidential=False).exclude(record__state=RecordState.DRAFT)
    return visits.select_related("record__subject").order_by("-record__occurred_on", "-pk")


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3


def _of_note(user: User, record: Record) -> dict[str, Any]:
    """Return the stamps of directors on a note, when its writer took it back, and what it quotes."""
    return {
        "photos": list(record.photos.defer("image")),
        "handwriting": record.handwriting.select_related("by"),
        "stamps": record.inspections.select_related("by"),
        "withdrawals": record.withdrawals.all(),
        "quotations": record.quotations.select_related("provision"),
        "quoted": quoted_in(record),
        "reads_bank": has_office_role(user, Role.TRAINER, Role.ORGANIZER),
    }


def _of_session(user: User, record: Record) -> dict[str, Any]:
    """Return what was measured of a study time, if a clock was, and what came of it."""
    clock = StudyClock.objects.filter(record=record).first()
    if clock is None or clock.stopped_at is None:
        return {}
    return {
        "clock": clock,
        "fruits": fruits_of(record.subject, clock.started_at, clock.stopped_at, by_others=user != record.subject),
    }


#: What the part of the page that shows a record of a kind needs beyond the record itself.
_SHOWN_WITH: Mapping[RecordKind, Callable[[User, Record], dict[str, Any]]] = {
    RecordKind.IDEA: _of_idea,
    RecordKind.NOTE: _of_note,
    RecordKind.PAIRING: _of_pairing,
    RecordKind.SESSION: _of_session,
    RecordKind.TALK: _of_talk,
    RecordKind.TASK: _of_task,
}


def shown_with(user: User, record: Record) -> dict[str, Any]:
    """Return what a page shows somebody with a record of its kind."""
    maker = _SHOWN_WITH.get(RecordKind(record.kind))
    return maker(user, record) if maker else {}
