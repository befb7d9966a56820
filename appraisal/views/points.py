"""Pages of points: why this score, the rules, the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import office_role_required, refuse_unless
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.models import Office, User
from accounts.selectors import has_office_role, unit_of
from accounts.spreadsheets import XLSX, CellValue, write_workbook
from accounts.templatetags.screen import day
from appraisal.enums import EvidenceKind, Source
from appraisal.errors import VersionStartError
from appraisal.forms import ExamRuleForm, NewRuleForm, NoteRuleForm, ReverseForm, TariffRuleForm, YearForm
from appraisal.models import LedgerEntry, PointsRule, PointsRuleVersion
from appraisal.selectors import (
    LEDGER_ROLES,
    OVERSEEING_ROLES,
    entries_of,
    field_totals,
    ledger_break,
    may_oversee,
    people_listed,
    people_with_points,
    readable_people,
    rule_history,
    rules_with_versions,
)
from appraisal.selectors.earnings import (
    records_behind,
    sources_suggested,
    sources_without_rule,
    trainees_behind,
    words_of,
)
from appraisal.services import entry_reverse, ledger_reconcile, rule_make, rule_version_add, rules_suggest
from learning.models import Record
from learning.selectors import readable_records
from learning.selectors.classes import visible_trainees
from quizzes.models import Candidate, Result

_PAGE = 50
RuleForm = ExamRuleForm | NoteRuleForm | TariffRuleForm
_FORMS: dict[Source, type[ExamRuleForm | NoteRuleForm]] = {Source.EXAM: ExamRuleForm, Source.NOTE: NoteRuleForm}


@dataclass(frozen=True, slots=True)
class _Line:
    """A ledger line with its evidence, and the page that shows it to whoever looks; empty where none would."""

    entry: LedgerEntry
    evidence_title: str
    evidence_url: str


def _year(request: AuthenticatedHttpRequest) -> int:
    form = YearForm(request.GET)
    chosen = form.cleaned_data["year"] if form.is_valid() else None
    return chosen or timezone.localdate().year


@require_safe
def my_points(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Answer "why this score?" for oneself."""
    return _points_page(request, request.user)


@require_safe
def person_points(request: AuthenticatedHttpRequest, person: UUID) -> HttpResponse:
    """Answer it for a person one is responsible for."""
    return _points_page(request, get_object_or_404(readable_people(request.user), uuid=person))


def _points_page(request: AuthenticatedHttpRequest, person: User) -> HttpResponse:
    year = _year(request)
    totals = field_totals(person, year)
    context = {
        "person": person,
        "unit": unit_of(person),
        "is_own": person == request.user,
        "may_take_back": has_office_role(request.user, Role.ORGANIZER),
        "year": year,
        "this_year": timezone.localdate().year,
        "totals": totals,
        "total": sum(total.points for total in totals),
        "lines": _lines(request.user, person, list(entries_of(person, year))),
    }
    return render(request, "appraisal/person_points.html", context)


def _lines(viewer: User, person: User, entries: list[LedgerEntry]) -> list[_Line]:
    """Find each line's evidence, a few queries a kind however many lines there are."""
    wanted: dict[str, list[UUID]] = {kind: [] for kind in EvidenceKind}
    for entry in entries:
        wanted[entry.evidence_kind].append(entry.evidence)
    found = {
        **_results(viewer, person, wanted[EvidenceKind.RESULT]),
        **_records(viewer, {evidence: evidence for evidence in wanted[EvidenceKind.RECORD]}),
        **_records(viewer, records_behind(person, wanted)),
        **_trainees(viewer, person, wanted[EvidenceKind.BREACH]),
    }
    return [_Line(entry, *found.get(entry.evidence, ("", ""))) for entry in entries]


def _results(viewer: User, person: User, evidence: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return each result's exam, and the page on which the viewer may see this person's result."""
    found = Result.objects.filter(uuid__in=evidence).select_related("attempt__exam", "attempt__candidate")
    results = list(found.defer("slot_marks", "attempt__display"))
    candidates = [result.attempt.candidate for result in results]
    if viewer == person:
        pages = {candidate.pk: reverse("quizzes:my_result", args=[candidate.uuid]) for candidate in candidates}
    elif has_office_role(viewer, Role.ORGANIZER):
        pages = {result.attempt.candidate_id: _whole_result(result) for result in results}
    else:
        pages = _exam_records(viewer, candidates)
    return {result.uuid: (result.attempt.exam.title, pages.get(result.attempt.candidate_id, "")) for result in results}


def _whole_result(result: Result) -> str:
    attempt = result.attempt
    return reverse("quizzes:candidate_result", args=[attempt.exam.uuid, attempt.candidate.uuid])


def _exam_records(viewer: User, candidates: list[Candidate]) -> dict[int, str]:
    """Return the exam among the person's learning records, where the viewer may read it."""
    records = readable_records(viewer).filter(exam__result__attempt__candidate__in=candidates)
    return {record.exam.result.attempt.candidate_id: record.get_absolute_url() for record in records}


def _records(viewer: User, behind: Mapping[UUID, UUID]) -> dict[UUID, tuple[str, str]]:
    """Return the title and page of the record behind each evidence; not everybody who sees the points may open it."""
    if not behind:
        return {}
    keys = set(behind.values())
    readable = set(readable_records(viewer).filter(uuid__in=keys).values_list("uuid", flat=True))
    told = {
        record.uuid: (record.title, record.get_absolute_url() if record.uuid in readable else "")
        for record in Record.objects.filter(uuid__in=keys)
    }
    return {evidence: told[key] for evidence, key in behind.items() if key in told}


def _trainees(viewer: User, person: User, evidence: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return the class in which each breach was noted, and the person's page in it, where the viewer may open it."""
    if not evidence:
        return {}
    trainees = trainees_behind(person, evidence)
    shown = visible_trainees(viewer).filter(user=person)
    pages = {trainee.pk: trainee.get_absolute_url() for trainee in shown}
    return {key: (trainee.training_class.title, pages.get(trainee.pk, "")) for key, trainee in trainees.items()}


@require_safe
def rule_list(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the rules in plain words to everybody they apply to."""
    today = timezone.localdate()
    context = {
        "histories": [rule_history(rule, today) for rule in rules_with_versions(request.user.office)],
        "may_edit": False,
    }
    if has_office_role(request.user, Role.ORGANIZER):
        suggested = sources_suggested(request.user.office, today)
        further = [source for source in sources_without_rule(request.user.office) if source not in suggested]
        context |= {"may_edit": True, "suggested": suggested, "further": further}
    return render(request, "appraisal/rule_list.html", context)


@office_role_required(Role.ORGANIZER)
@require_POST
def rules_from_suggestion(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Give an office its first rules."""
    made = rules_suggest(
        office=request.user.office, by=request.user, effective_from=timezone.localdate().replace(month=1, day=1)
    )
    messages.success(request, _("已建立 %(count)d 条规则。") % {"count": len(made)})
    return redirect("appraisal:rules")


@office_role_required(Role.ORGANIZER)
@require_POST
def rule_new(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Make a rule for something that has none, its figures still 未设定, and go on to set them."""
    form = NewRuleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择为什么计分。"))
        return redirect("appraisal:rules")
    made = rule_make(
        office=request.user.office,
        source=Source(form.cleaned_data["source"]),
        by=request.user,
        effective_from=timezone.localdate().replace(month=1, day=1),
    )
    if made is None:
        messages.error(request, _("这一种已经有规则。"))
        return redirect("appraisal:rules")
    return redirect("appraisal:rule_edit", rule=made.uuid)


@office_role_required(Role.ORGANIZER)
@require_POST
def rules_catch_up(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Enter what was approved since the rules hold and is not in the ledger yet."""
    added = ledger_reconcile(office=request.user.office, now=timezone.now())
    messages.success(request, _("补记了 %(count)d 笔。") % {"count": added} if added else _("没有要补记的。"))
    return redirect("appraisal:rules")


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def entry_take_back(request: AuthenticatedHttpRequest, entry: UUID) -> HttpResponse:
    """Take a line of the ledger back by a counter-entry that says why."""
    line = get_object_or_404(
        LedgerEntry.objects.select_related("person", "rule_version__rule", "approved_by"),
        uuid=entry,
        office=request.user.office,
        reverses=None,
        reversed_by=None,
    )
    form = ReverseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entry_reverse(entry=line, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        messages.success(request, _("第 %(number)d 笔已冲销。") % {"number": line.sequence})
        person = reverse("appraisal:person_points", args=[line.person.uuid])
        return redirect(f"{person}?year={line.occurred_on.year}")
    status = 422 if form.is_bound else 200
    return render(request, "appraisal/entry_take_back.html", {"entry": line, "form": form}, status=status)


@office_role_required(Role.ORGANIZER)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: AuthenticatedHttpRequest, rule: UUID) -> HttpResponse:
    """Let a rule say something new from a day on."""
    edited = get_object_or_404(PointsRule, uuid=rule, office=request.user.office)
    newest = edited.versions.all()[0]
    if request.method == "POST":
        form = _rule_form(edited, newest, request.POST)
        if form.is_valid() and _add_version(request, edited, form):
            return redirect("appraisal:rules")
        return _rule_form_page(request, edited, form, status=422)
    begins = max(timezone.localdate(), newest.effective_from)
    if not LedgerEntry.objects.filter(rule_version__rule=edited).exists():
        # Nothing follows from it yet: figures set late may hold from the beginning.
        begins = newest.effective_from
    return _rule_form_page(request, edited, _rule_form(edited, newest, begins=begins))


def _rule_form(
    rule: PointsRule, newest: PointsRuleVersion, typed: QueryDict | None = None, *, begins: date | None = None
) -> RuleForm:
    """Return the form of a rule's source: as typed, or with what the newest version says."""
    source = Source(rule.source)
    form_class: type[RuleForm] = _FORMS.get(source, TariffRuleForm)
    told: dict[str, Any] = {}
    if form_class is TariffRuleForm:
        named = {row["word"]: row["name"] for row in newest.formula["rates"]}
        told = {"words": {**words_of(source, rule.office, timezone.localdate()), **named}, "takes": source.takes}
    if typed is not None:
        return form_class(typed, **told)
    initial = {**form_class.initial_of(newest), "effective_from": begins, "basis": newest.basis}
    return form_class(initial=initial, **told)


def _rule_form_page(
    request: AuthenticatedHttpRequest, rule: PointsRule, form: RuleForm, status: int = 200
) -> HttpResponse:
    context = {"rule": rule, "form": form, "history": rule_history(rule, timezone.localdate())}
    return render(request, "appraisal/rule_form.html", context, status=status)


def _add_version(request: AuthenticatedHttpRequest, rule: PointsRule, form: RuleForm) -> bool:
    """Save what the form says and tell from when it holds; a day that comes too early goes back to the form."""
    try:
        version = rule_version_add(
            rule=rule,
            formula=form.formula,
            effective_from=form.cleaned_data["effective_from"],
            basis=form.cleaned_data["basis"],
            by=request.user,
        )
    except VersionStartError as error:
        form.add_error("effective_from", str(error))
        return False
    messages.success(request, _said_of(version))
    return True


def _said_of(version: PointsRuleVersion) -> str:
    if version.effective_from > timezone.localdate():
        text = _("第 %(number)d 版已保存，自%(day)s起生效；在那以前仍按现在的版本。")
    else:
        text = _("第 %(number)d 版已生效；已入账的积分仍按原来的版本。")
    return text % {"number": version.number, "day": day(version.effective_from)}


@require_safe
def ledger(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show the people somebody answers for with their points; who keeps the ledger also sees that it holds."""
    reader = request.user
    refuse_unless(may_oversee(reader), *LEDGER_ROLES, *OVERSEEING_ROLES)
    year = _year(request)
    page = Paginator(people_listed(reader, year), _PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": people_with_points(reader.office, list(page), year),
        "year": year,
        "this_year": timezone.localdate().year,
        "ledger": _ledger_state(reader.office) if has_office_role(reader, *LEDGER_ROLES) else None,
    }
    return render(request, "appraisal/ledger.html", context)


def _ledger_state(office: Office) -> dict[str, object]:
    return {"line_count": LedgerEntry.objects.filter(office=office).count(), "broken": ledger_break(office)}


@office_role_required(*LEDGER_ROLES)
@require_safe
def ledger_export(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Hand out the raw lines of a year as a workbook."""
    year = _year(request)
    entries = (
        LedgerEntry.objects.filter(office=request.user.office, occurred_on__year=year)
        .select_related("person", "rule_version__rule", "approved_by")
        .order_by("sequence")
    )
    header = ["序号", "工号", "姓名", "方面", "规则", "版本", "积分", "说明", "发生日期", "审定人", "摘要"]
    rows = (_row(entry) for entry in entries)
    workbook = write_workbook(_("%(year)d 年积分台账") % {"year": year}, header, rows)
    response = HttpResponse(workbook, content_type=XLSX)
    name = _("积分台账%(year)d年.xlsx") % {"year": year}
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _row(entry: LedgerEntry) -> list[CellValue]:
    rule = entry.rule_version.rule
    return [
        entry.sequence,
        entry.person.username,
        entry.person.name,
        rule.get_field_display(),
        rule.name,
        entry.rule_version.number,
        entry.points / 100,
        entry.explanation,
        entry.occurred_on,
        entry.approved_by.name if entry.approved_by else "",
        entry.hash,
    ]
