"""Take in files of other systems: looked at first, then imported as drafts, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, confined
from accounts.errors import RefusedError
from accounts.models import Office, User
from question_bank.content import DIFFICULTIES, QuestionContent
from question_bank.enums import OPEN_JOBS, JobKind
from question_bank.errors import ExchangeError
from question_bank.interchange import BY_KEY, CitationText, Export, Intake, InterchangeError, InterchangeQuestion
from question_bank.interchange.formats import is_exchanged, read_file
from question_bank.interchange.workbook import Sheet, read_table, sheet_of
from question_bank.models import ExchangeFile, Job, Provision, Question, QuestionBank
from question_bank.selectors import IntakeFault, IntakeProspect, ProvisionFinder, exchanged_questions, intake_prospect
from question_bank.services.citations import citation_add
from question_bank.services.images import image_ensure
from question_bank.services.jobs import Stint, job_ask
from question_bank.services.questions import QuestionDraft, questions_create

#: So many questions come in while somebody waits for the page.
EXCHANGE_AT_ONCE = 500
_STEP = 250
_LONGEST_NAME = 200
#: A file that nobody confirmed for so long is forgotten.
_KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ExchangeSummary:
    """What an import did."""

    imported: int = 0
    duplicates: int = 0
    faults: tuple[IntakeFault, ...] = ()
    #: Citations that lead to no confirmed provision.
    uncited: int = 0

    def __add__(self, other: ExchangeSummary) -> ExchangeSummary:
        """Return what two imports did together."""
        return ExchangeSummary(
            self.imported + other.imported,
            self.duplicates + other.duplicates,
            self.faults + other.faults,
            self.uncited + other.uncited,
        )

    @property
    def told(self) -> str:
        """Return what it did in a sentence or some."""
        text = _("已导入 %(count)d 题，状态为“起草”。") % {"count": self.imported}
        if self.duplicates:
            text += _("%(count)d 题题库里已有，没有重复加入。") % {"count": self.duplicates}
        if self.uncited:
            text += _("%(count)d 处依据没有在已确认的政策文件里找到，没有带入。") % {"count": self.uncited}
        return text


def questions_export(*, office: Office, questions: Iterable[Question], format_key: str) -> Export:
    """Return an office's questions in a format, with what the format cannot carry.

    Raises:
        ExchangeError: there is no such format.
    """
    if format_key not in BY_KEY:
        raise ExchangeError(_("没有“%(format)s”这种格式。") % {"format": format_key})
    return BY_KEY[format_key].write(exchanged_questions(office, questions))


def exchange_read(data: bytes) -> Intake:
    """Return the questions of a file, read in a process of its own.

    Raises:
        ExchangeError: it is of no format we know, or not valid.
    """
    try:
        return confined(read_file, data)
    except (InterchangeError, ConfinementError) as error:
        raise ExchangeError(str(error)) from error


def template_rows(data: bytes) -> Sheet:
    """Return the rows of our own sheet as they stand, read in a process of its own.

    Raises:
        ExchangeError: it is no such workbook.
    """
    try:
        return confined(sheet_of, data)
    except (InterchangeError, ConfinementError) as error:
        raise ExchangeError(str(error)) from error


def template_read(*, headings: Sequence[str], rows: Sequence[Sequence[str]], images: Mapping[str, bytes]) -> Intake:
    """Return the questions of such rows, read in a process of its own.

    Raises:
        ExchangeError: a heading is missing, or it takes too long.
    """
    try:
        return confined(read_table, headings, rows, images)
    except (InterchangeError, ConfinementError) as error:
        raise ExchangeError(str(error)) from error


def exchange_recognized(data: bytes) -> bool:
    """Tell a file that another system wrote from a question sheet that people typed."""
    try:
        return confined(is_exchanged, data)
    except ConfinementError:
        return False


def exchange_keep(*, bank: QuestionBank, data: bytes, file_name: str, by: User, now: datetime) -> ExchangeFile:
    """Keep a file to be looked at before it is imported; what the same person put there before goes.

    Raises:
        ExchangeError: it cannot be read.
    """
    questions = len(exchange_read(data).questions)
    return exchange_hold(bank=bank, data=data, file_name=file_name, questions=questions, by=by, now=now)


def exchange_hold(
    *, bank: QuestionBank, data: bytes, file_name: str, by: User, now: datetime, questions: int = 0
) -> ExchangeFile:
    """Keep a file that was read, or is read elsewhere; what the same person put there before goes.

    Raises:
        ExchangeError: the worker is at the one before.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        before = ExchangeFile.objects.filter(uploaded_by=by)
        if before.filter(jobs__state__in=OPEN_JOBS).exists():
            raise ExchangeError(_("上一份文件还在后台导入，等它做完再传下一份。"))
        before.delete()
        return ExchangeFile.objects.create(
            bank=bank,
            data=data,
            questions=questions,
            file_name=file_name[-_LONGEST_NAME:],
            uploaded_by=by,
            uploaded_at=now,
        )


def exchange_commit_ask(*, exchange_file: ExchangeFile, by: User, now: datetime) -> Job:
    """Leave it to the worker to import a file that was looked at."""
    return job_ask(kind=JobKind.EXCHANGE, bank=exchange_file.bank, exchange_file=exchange_file, by=by, now=now)


def exchange_commit_steps(stint: Stint) -> str:
    """Import a file, some questions in each step; its bytes go at the end, what became of it stays to be read."""
    kept = stint.job.exchange_file
    if kept is None:
        return ""
    intake = exchange_read(bytes(kept.data))
    total = len(intake.questions)
    summary = ExchangeSummary()
    for start in range(0, total, _STEP):
        some = replace(intake, questions=intake.questions[start : start + _STEP])
        with transaction.atomic():
            stint.step(done=start, total=total)
            summary += exchange_import(bank=kept.bank, intake=some, by=stint.job.asked_by, now=stint.now)
    with transaction.atomic():
        stint.step(done=total, total=total)
        kept.data = b""
        kept.save(update_fields=["data"])
    return summary.told


def exchange_files_forget(*, now: datetime) -> int:
    """Let go of files that nobody confirmed for days; return how many."""
    forgotten = ExchangeFile.objects.filter(uploaded_at__lt=now - _KEPT_FOR)
    working = Job.objects.filter(state__in=OPEN_JOBS, exchange_file__isnull=False)
    return forgotten.exclude(pk__in=working.values("exchange_file")).delete()[1].get("question_bank.ExchangeFile", 0)


def exchange_commit(*, exchange_file: ExchangeFile, by: User, now: datetime) -> ExchangeSummary:
    """Import a file that was looked at, and let it go."""
    intake = exchange_read(bytes(exchange_file.data))
    with transaction.atomic():
        summary = exchange_import(bank=exchange_file.bank, intake=intake, by=by, now=now)
        exchange_file.delete()
    return summary


def exchange_discard(*, exchange_file: ExchangeFile) -> None:
    """Let a file go unimported."""
    exchange_file.delete()


def exchange_import(*, bank: QuestionBank, intake: Intake, by: User, now: datetime) -> ExchangeSummary:
    """Bring in what is new and fit as drafts, with the images and the authority that it names."""
    with transaction.atomic():
        locked = QuestionBank.objects.select_for_update().select_related("office").get(pk=bank.pk)
        prospect = intake_prospect(locked, intake)
        _keep_images(locked, prospect, by, now)
        drafts = [_draft(question, content) for question, content in prospect.fresh]
        created = questions_create(bank=locked, drafts=drafts, by=by, now=now)
        uncited = _cite(locked, created, prospect, by, now)
    return ExchangeSummary(len(created), prospect.duplicates, tuple(prospect.faults), uncited)


def _draft(question: InterchangeQuestion, content: QuestionContent) -> QuestionDraft:
    difficulty = question.difficulty if question.difficulty in DIFFICULTIES else ""
    return QuestionDraft(content, question.topics, difficulty, tags=question.tags)


def _keep_images(bank: QuestionBank, prospect: IntakeProspect, by: User, now: datetime) -> None:
    images = {name: data for question, _content in prospect.fresh for name, data in question.images.items()}
    for data in images.values():
        image_ensure(office=bank.office, data=data, by=by, now=now)


def _cite(bank: QuestionBank, created: Sequence[Question], prospect: IntakeProspect, by: User, now: datetime) -> int:
    """Rest the new questions on the provisions that they name, and return how many names lead nowhere."""
    finder = ProvisionFinder(bank.office, timezone.localdate(now))
    lost = 0
    for question, (told, _content) in zip(created, prospect.fresh, strict=True):
        for citation in told.citations:
            key = finder.find(str(citation))
            if key is None or not _cited(question, Provision.objects.get(pk=key), citation, by, now):
                lost += 1
    return lost


def _cited(question: Question, provision: Provision, citation: CitationText, by: User, now: datetime) -> bool:
    """Cite a provision, without the quotation where it does not stand in today's text."""
    version = question.current_version
    if version is None:
        return False
    for quoted in dict.fromkeys([citation.quoted, ""]):
        try:
            with transaction.atomic():
                citation_add(question_version=version, provision=provision, quoted=quoted, by=by, now=now)
        except RefusedError:
            continue
        return True
    return False
