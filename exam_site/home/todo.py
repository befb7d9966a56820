"""What a person has to do now, the most pressing first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from accounts.selectors import has_office_role
from accounts.templatetags.screen import minute
from appraisal.selectors.awards import jurors_waiting
from appraisal.selectors.bulletins import critiques_to_write
from certificates.selectors import issue_for
from learning.enums import RecordKind, RecordState
from learning.models import Record
from learning.selectors.books import books_waiting
from learning.selectors.reminders import reviews_waiting, waiting_for
from question_bank.enums import ImportState, QuestionState
from question_bank.models import Question, SheetImport
from question_bank.selectors import amendments_waiting, keys_amended, returned_questions
from quizzes.enums import ExamPhase, ExamState
from quizzes.models import Attempt, Exam
from quizzes.organizing.cautions import slots_in_doubt
from quizzes.organizing.remarks import office_remarks
from quizzes.organizing.selectors import marking_tasks
from quizzes.selectors import exam_phase
from quizzes.services.publication import why_not_publish
from quizzes.taking.selectors import exam_cards

#: Published exams older than this many do not remind anybody of certificates.
_RECENT_EXAMS = 3
#: Kinds of record that are written over days.
_WRITTEN = (RecordKind.NOTE, RecordKind.PIECE)
#: So many lines of what is due soon; the year's page has the rest.
_MOST_WAITING = 4


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, with the button that leads there."""

    title: str
    note: str
    action: str
    url: str


def todo_list(user: User, now: datetime) -> list[Todo]:
    """Return what waits for a person in all their roles."""
    return [
        *_exams_to_take(user, now),
        *_waiting(user, now),
        *_notes(user),
        *_books(user),
        *_reviewing(user, now),
        *_judging(user),
        *_authoring(user),
        *_organizing(user, now),
        *_doubted(user),
    ]


def _exams_to_take(user: User, now: datetime) -> Iterator[Todo]:
    for card in exam_cards(user, now):
        exam = card.exam
        url = reverse("quizzes:start", kwargs={"exam": exam.uuid})
        span = _("%(opens)s 至 %(closes)s · %(minutes)d 分钟") % {
            "opens": minute(card.terms.opens_at),
            "closes": minute(card.terms.closes_at),
            "minutes": card.terms.minutes,
        }
        if card.open_attempt:
            until = _("正在作答，%(until)s 截止，时间不停") % {"until": minute(card.open_attempt.deadline_at)}
            yield Todo(exam.title, until, _("继续作答"), _attempt_url(card.open_attempt))
        elif card.can_enter:
            yield Todo(exam.title, span, _("去考试"), url)
        elif card.is_upcoming:
            yield Todo(exam.title, span, _("看须知"), url)


def _attempt_url(attempt: Attempt) -> str:
    return reverse("quizzes:attempt", kwargs={"attempt": attempt.uuid})


def _waiting(user: User, now: datetime) -> Iterator[Todo]:
    """What is due by the scheme, on a ledger, on a list or for one's word, before it is too late."""
    waiting = waiting_for(user.office, [user.pk], now)[user.pk]
    for each in waiting[:_MOST_WAITING]:
        yield Todo(each.title, each.note, each.action, each.url)
    if more := len(waiting[_MOST_WAITING:]):
        title = _("还有 %(count)d 件事快到时间") % {"count": more}
        yield Todo(title, _("都在“我的一年”、工作台账和活动里"), _("看全年"), reverse("learning:my_year"))


def _notes(user: User) -> Iterator[Todo]:
    waiting = {RecordState.RETURNED: _("改了再交"), RecordState.DRAFT: _("接着写")}
    writing = Record.objects.filter(subject=user, kind__in=_WRITTEN, state__in=waiting).select_related("note", "piece")
    for record in writing.order_by("-state", "-occurred_on")[:3]:
        note = _("%(state)s · 已写 %(count)d 字，%(saved)s 保存") % {
            "state": record.get_state_display(),
            "count": record.characters,
            "saved": minute(record.piece.saved_at if record.kind == RecordKind.PIECE else record.note.saved_at),
        }
        url = reverse("learning:record_edit", kwargs={"record": record.uuid})
        yield Todo(record.title, note, waiting[RecordState(record.state)], url)


def _books(user: User) -> Iterator[Todo]:
    if count := books_waiting(user).count():
        title = _("推荐给你的书 %(count)d 本") % {"count": count}
        yield Todo(title, _("读完写一篇读书笔记"), _("去看看"), reverse("learning:books"))


def _reviewing(user: User, now: datetime) -> Iterator[Todo]:
    for each in reviews_waiting(user, now):
        yield Todo(each.title, each.note, each.action, each.url)


def _judging(user: User) -> Iterator[Todo]:
    """A commentary waits for somebody's words, an award for their points."""
    if count := critiques_to_write(user).count():
        title = _("%(count)d 篇等你点评") % {"count": count}
        yield Todo(title, _("季度讲评要用"), _("写点评"), reverse("appraisal:bulletins"))
    for juror in jurors_waiting(user):
        note = _("%(year)d 年评奖，请你当评委") % {"year": juror.award.year}
        yield Todo(juror.award.name, note, _("去打分"), juror.get_absolute_url())


def _authoring(user: User) -> Iterator[Todo]:
    if not has_office_role(user, Role.TRAINER):
        return
    for pending in SheetImport.objects.filter(bank__office=user.office, uploaded_by=user, state=ImportState.PREVIEW):
        yield Todo(
            _("核对导入：%(file)s") % {"file": pending.file_name},
            minute(pending.uploaded_at),
            _("去核对"),
            pending.get_absolute_url(),
        )
    if count := returned_questions(user).count():
        url = f"{reverse('question_bank:questions')}?state=returned&mine=on"
        yield Todo(_("有 %(count)d 道题被退回") % {"count": count}, _("看意见，改好再送审"), _("去修改"), url)
    yield from _amending(user)
    others = Question.objects.filter(bank__office=user.office, state=QuestionState.IN_REVIEW).exclude(writer=user)
    if count := others.count():
        url = f"{reverse('question_bank:questions')}?state={QuestionState.IN_REVIEW}"
        yield Todo(_("%(count)d 道试题等你审核") % {"count": count}, _("命题人不能审核自己的题"), _("去审核"), url)


def _amending(user: User) -> Iterator[Todo]:
    for amendment in amendments_waiting(user.office):
        title = _("%(document)s修订了，让试题跟上") % {"document": amendment.after}
        yield Todo(title, _("看看改了什么，涉及哪些题"), _("去对照"), amendment.get_absolute_url())
    if count := len(keys_amended(user.office)):
        title = _("%(count)d 道题的依据修订了") % {"count": count}
        yield Todo(title, _("对照新条文，看看是否仍然正确"), _("去复核"), reverse("question_bank:amended"))


def _organizing(user: User, now: datetime) -> Iterator[Todo]:
    if not has_office_role(user, Role.ORGANIZER):
        return
    exams = Exam.objects.filter(office=user.office).select_related("office")
    for exam in exams.filter(state__in=[ExamState.DRAFT, ExamState.SCHEDULED]):
        yield from _exam_under_way(exam, now)
    for exam in exams.filter(state=ExamState.PUBLISHED)[:_RECENT_EXAMS]:
        waiting = len(issue_for(exam).results)
        if waiting:
            url = reverse("certificates:exam_issue", kwargs={"exam": exam.uuid})
            yield Todo(exam.title, _("%(count)d 位合格者还没有证书") % {"count": waiting}, _("颁发证书"), url)


def _doubted(user: User) -> Iterator[Todo]:
    """Who asked for an answer to be looked at again waits for an organizer or a trainer."""
    if not has_office_role(user, Role.ORGANIZER, Role.TRAINER):
        return
    waiting = office_remarks(user.office).filter(answer=None).values_list("attempt__exam__uuid", "attempt__exam__title")
    for (exam, title), count in Counter(waiting).items():
        url = reverse("quizzes:remarks", kwargs={"exam": exam})
        yield Todo(title, _("%(count)d 个复核申请等答复") % {"count": count}, _("去答复"), url)


_OVER = (ExamPhase.CLOSED, ExamPhase.MARKING)


def _exam_under_way(exam: Exam, now: datetime) -> Iterator[Todo]:
    phase = exam_phase(exam, now)
    url = exam.get_absolute_url()
    if phase == ExamPhase.DRAFT:
        yield Todo(exam.title, _("草稿，考生还看不到"), _("核对发布"), url)
        return
    if phase == ExamPhase.UPCOMING and (doubtful := slots_in_doubt(exam, now)):
        note = _("试卷里有 %(count)d 题的依据修订了或者停用了") % {"count": len(doubtful)}
        yield Todo(exam.title, note, _("去看看"), url)
    unmarked = sum(task.total - task.done for task in marking_tasks(exam))
    if phase in {ExamPhase.OPEN, *_OVER} and unmarked:
        marking = reverse("quizzes:marking", kwargs={"exam": exam.uuid})
        yield Todo(exam.title, _("%(count)d 份简答题等评阅") % {"count": unmarked}, _("去评阅"), marking)
    if phase in _OVER and why_not_publish(exam, now) is None:
        yield Todo(exam.title, _("已经收齐评完"), _("发布成绩"), url)
    if phase == ExamPhase.OPEN:
        ends = timezone.localtime(exam.closes_at)
        yield Todo(exam.title, _("正在进行，%(closes)s 结束") % {"closes": minute(ends)}, _("看进度"), url)
