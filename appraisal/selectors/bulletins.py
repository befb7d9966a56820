"""Read bulletins and commentaries, and the facts of a period that they are filled with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.selectors import unit_paths, units_by_person
from accounts.templatetags.screen import day, marks, percent
from appraisal.enums import BulletinKind, BulletinPeriod
from appraisal.models import Bulletin, BulletinIssue, Critique
from appraisal.sections import Section
from learning.enums import RecordKind, RecordState
from learning.models import Event, Record
from learning.schemes.model import LEVELS
from learning.schemes.periods import Span
from learning.schemes.status import State
from learning.selectors import requirement_statuses, schemes_in_force
from learning.selectors.publications import month_of, publications_between, quarter_of
from learning.selectors.schemes import year_of
from quizzes.enums import ExamKind
from quizzes.models import Exam
from quizzes.release import release_of
from quizzes.selectors import RELEASED, counting_results
from quizzes.statistics import SMALL_GROUP

#: What a commentary can speak of; talks never, they are confidential.
COMMENTED = (RecordKind.PIECE, RecordKind.NOTE, RecordKind.IDEA)
_DUTY_STATES = (State.MET, State.LATE, State.DUE, State.EXEMPT)


def bulletins_issued(office: Office) -> list[BulletinIssue]:
    """Return what an office issued, the newest first, of each the latest version alone."""
    newest: dict[int, BulletinIssue] = {}
    issues = BulletinIssue.objects.filter(bulletin__office=office).order_by("version")
    for issue in issues.select_related("bulletin", "issued_by").defer("sections_json"):
        newest[issue.bulletin_id] = issue
    return sorted(newest.values(), key=lambda issue: issue.issued_at, reverse=True)


def bulletins_drafted(office: Office) -> QuerySet[Bulletin]:
    """Return the drafts of which nothing went out yet."""
    return Bulletin.objects.filter(office=office, issues=None).defer("sections_json")


def critiques_to_write(user: User) -> QuerySet[Critique]:
    """Return what waits for a commentator's words: nothing once the commentary is out."""
    waiting = Critique.objects.filter(commentator=user, saved_at=None, bulletin__issues=None)
    return waiting.select_related("bulletin", "record__subject", "record__unit")


def records_to_comment(bulletin: Bulletin) -> QuerySet[Record]:
    """Return the approved records of a period that are not among its critiques yet, the pieces first."""
    approved = Record.objects.filter(
        office=bulletin.office,
        kind__in=COMMENTED,
        state=RecordState.APPROVED,
        is_confidential=False,
        occurred_on__range=(bulletin.first_day, bulletin.last_day),
    )
    waiting = approved.exclude(pk__in=bulletin.critiques.values("record"))
    return waiting.select_related("subject", "unit").order_by("-kind", "occurred_on", "pk")


def meetings_of(bulletin: Bulletin) -> QuerySet[Event]:
    """Return the events at which a commentary may have been given: those from the period's first day on."""
    held = Event.objects.filter(
        record__office=bulletin.office, record__occurred_on__gte=bulletin.first_day, cancelled_because=""
    )
    return held.select_related("record").order_by("-begins_at")


def period_around(period: BulletinPeriod, on: date) -> tuple[date, date]:
    """Return the first and the last day of the month or quarter a day lies in."""
    return month_of(on) if period == BulletinPeriod.MONTH else quarter_of(on)


def periods_named(office: Office, on: date) -> dict[BulletinKind, tuple[BulletinPeriod, str]]:
    """Return what the schemes in force ask to be issued: for how long a period, and which scheme says so."""
    found: dict[BulletinKind, tuple[BulletinPeriod, str]] = {}
    for version in schemes_in_force(office, on):
        for kind in BulletinKind:
            asked = version.scheme.outputs.get(kind.value)
            period = asked.get("period") if isinstance(asked, Mapping) else None
            if period in BulletinPeriod.values:
                found.setdefault(kind, (BulletinPeriod(period), version.name))
    return found


def facts_of(kind: BulletinKind, office: Office, span: Span, *, today: date) -> list[Section]:
    """Return what a draft is filled with: a commentary with what came out, a bulletin with all the facts.

    By unit in the order of the tree, never ranked; persons stand there for what came out under their name alone.
    """
    if kind == BulletinKind.COMMENTARY:
        return [
            Section("opening", _("总的情况")),
            _published(office, span),
            Section("closing", _("下一步")),
        ]
    return [
        Section("opening", ""),
        _published(office, span),
        _handed_in(office, span),
        _notes(office, span),
        _events(office, span),
        _exams(office, span),
        _duties(office, span, today),
        Section("closing", _("下一步")),
    ]


def critique_sections(critiques: Iterable[Critique]) -> list[Section]:
    """Return what commentators said, a section for each record."""
    return [
        Section(
            key=f"critique-{critique.pk}",
            heading=_("《%(title)s》（%(name)s，%(unit)s）")
            % {"title": critique.record.title, "name": critique.record.subject.name, "unit": critique.record.unit.name},
            told="\n".join(
                filter(
                    None,
                    [
                        _("长处：%(text)s") % {"text": critique.strength} if critique.strength else "",
                        _("不足：%(text)s") % {"text": critique.weakness} if critique.weakness else "",
                        _("点评人：%(name)s") % {"name": critique.commentator.name},
                    ],
                )
            ),
        )
        for critique in critiques
        if critique.is_written
    ]


def _published(office: Office, span: Span) -> Section:
    found = list(publications_between(office, span.first, span.last))
    high = sum(LEVELS.index(each.level) >= LEVELS.index("市") for each in found)
    pieces = len({each.record_id for each in found})
    told = _("核实发表 %(pieces)d 篇、%(count)d 次，其中市级以上 %(high)d 次。")
    return Section(
        key="published",
        heading=_("采用情况"),
        told=told % {"pieces": pieces, "count": len(found), "high": high} if found else _("没有核实的发表。"),
        header=(_("题目"), _("作者"), _("单位"), _("媒体"), _("级别"), _("日期")),
        rows=tuple(
            (
                each.record.title,
                each.record.subject.name,
                each.record.unit.name,
                each.outlet,
                each.level,
                day(each.published_on),
            )
            for each in found
        ),
    )


def _handed_in(office: Office, span: Span) -> Section:
    """Return how many pieces each unit handed in, how many went through, how many came out."""
    pieces = Record.objects.filter(office=office, kind=RecordKind.PIECE).order_by()
    days = (span.first, span.last)
    handed_in = Counter(pieces.filter(submitted_at__date__range=days).values_list("unit", flat=True))
    approved = Counter(
        pieces.filter(state=RecordState.APPROVED, decided_at__date__range=days).values_list("unit", flat=True)
    )
    out = Counter(each.record.unit_id for each in publications_between(office, *days))
    told = _("报送 %(count)d 篇，通过 %(approved)d 篇。")
    total, passed = sum(handed_in.values()), sum(approved.values())
    return Section(
        key="handed_in",
        heading=_("各单位报送"),
        told=told % {"count": total, "approved": passed} if total or passed else _("没有报送。"),
        header=(_("单位"), _("报送"), _("通过"), _("采用")),
        rows=_by_unit(office, lambda unit: (handed_in[unit], approved[unit], out[unit])),
    )


def _notes(office: Office, span: Span) -> Section:
    approved = Record.objects.filter(
        office=office,
        kind=RecordKind.NOTE,
        state=RecordState.APPROVED,
        is_confidential=False,
        occurred_on__range=(span.first, span.last),
    )
    summed = approved.order_by().values_list("unit").annotate(Count("pk"), Count("subject", distinct=True))
    found = {unit: rest for unit, *rest in summed.annotate(Sum("characters"))}
    total = sum(notes for notes, _people, _characters in found.values())
    return Section(
        key="notes",
        heading=_("读书学习"),
        told=_("审核通过笔记 %(count)d 篇。") % {"count": total} if total else _("没有审核通过的笔记。"),
        header=(_("单位"), _("篇数"), _("写的人数"), _("字数")),
        rows=_by_unit(office, lambda unit: tuple(found.get(unit, (0, 0, 0)))),
    )


def _events(office: Office, span: Span) -> Section:
    closed = Event.objects.filter(
        record__office=office, record__state=RecordState.APPROVED, record__occurred_on__range=(span.first, span.last)
    )
    counted = closed.annotate(
        listed=Count("attendances"), there=Count("attendances", filter=Q(attendances__is_counted=True))
    )
    found = list(counted.select_related("record__unit").order_by("begins_at", "pk"))
    listed, there = sum(event.listed for event in found), sum(event.there for event in found)
    told = _("开展活动 %(count)d 次，平均出席率 %(rate)s。")
    rate = percent(there / listed) if listed else "–"
    return Section(
        key="events",
        heading=_("集中活动"),
        told=told % {"count": len(found), "rate": rate} if found else _("没有结束的活动。"),
        header=(_("日期"), _("活动"), _("单位"), _("应到"), _("实到"), _("出席率")),
        rows=tuple(
            (
                day(event.record.occurred_on),
                event.record.title,
                event.record.unit.name,
                str(event.listed),
                str(event.there),
                percent(event.there / event.listed) if event.listed else "–",
            )
            for event in found
        ),
    )


def _exams(office: Office, span: Span) -> Section:
    held = Exam.objects.filter(
        office=office,
        state__in=RELEASED,
        kind__in=[ExamKind.QUARTERLY_TEST, ExamKind.CLASS_EXAM],
        closes_at__date__range=(span.first, span.last),
    )
    rows = tuple(_exam_row(exam) for exam in held.order_by("opens_at"))
    return Section(
        key="exams",
        heading=_("考试"),
        told=_("发布成绩的考试 %(count)d 场。") % {"count": len(rows)} if rows else _("没有发布成绩的考试。"),
        header=(_("考试"), _("应考"), _("参考"), _("及格"), _("平均分")),
        rows=rows,
    )


def _exam_row(exam: Exam) -> tuple[str, ...]:
    """Return an exam's figures; the mean as far as it was released, and not of so few that it tells of each."""
    results = [result for result in counting_results(exam).values() if result.is_complete]
    mean = ""
    if release_of(exam).mean and len(results) >= SMALL_GROUP:
        mean = marks(sum(result.total for result in results) / len(results))
    return (
        exam.title,
        str(exam.candidates.count()),
        str(len(results)),
        str(sum(bool(result.is_pass) for result in results)),
        mean or "–",
    )


def _duties(office: Office, span: Span, today: date) -> Section:
    """Return how often each unit and its people met what was due in the period's days, over all schemes in force."""
    people = units_by_person(User.objects.filter(office=office), min(today, span.last))
    counts: dict[int, Counter[State]] = {}
    for version in schemes_in_force(office, min(today, span.last)):
        year = year_of(version.scheme, span.last)
        for each in requirement_statuses(office, version.key, on=today, within=year):
            unit = people.get(each.subject.pk) if isinstance(each.subject, User) else each.subject
            if unit is not None and each.status.period.last in span:
                counts.setdefault(unit.pk, Counter())[each.status.state] += 1
    met, late = (sum(count[state] for count in counts.values()) for state in (State.MET, State.LATE))
    told = _("到期的要求，完成 %(met)d 项次，逾期 %(late)d 项次。按单位列出，不列个人，不排名次。")
    return Section(
        key="duties",
        heading=_("制度要求完成情况"),
        told=told % {"met": met, "late": late} if counts else _("这个时期没有到期的要求。"),
        header=(_("单位"), _("已完成"), _("逾期"), _("待完成"), _("免除")),
        rows=_by_unit(office, lambda unit: tuple(counts.get(unit, Counter())[state] for state in _DUTY_STATES)),
    )


def _by_unit(office: Office, figures: Callable[[int], tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
    """Return a row for each unit that has any figure, in the order of the tree."""
    rows = [("/".join(path) or office.name, figures(unit)) for unit, path in unit_paths(office).items()]
    return tuple((name, *map(str, found)) for name, found in rows if any(found))
