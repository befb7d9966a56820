"""Take in files of other systems: looked at first, then imported as drafts, nothing twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.confinement import ConfinementError, confined
from accounts.errors import RefusedError
from accounts.models import Office, User
from question_bank.content import DIFFICULTIES, QuestionContent
from question_bank.errors import ExchangeError
from question_bank.interchange import BY_KEY, CitationText, Export, Intake, InterchangeError, InterchangeQuestion
from question_bank.interchange.formats import is_exchanged, read_file
from question_bank.interchange.workbook import Sheet, read_table, sheet_of
from question_bank.models import ExchangeFile, Provision, Question, QuestionBank
from question_bank.selectors import IntakeFault, IntakeProspect, ProvisionFinder, exchanged_questions, intake_prospect
from question_bank.services.citations import citation_add
from question_bank.services.images import image_ensure
from question_bank.services.questions import QuestionDraft, questions_create

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class ExchangeSummary:
    """What an import did."""

    imported: int
    duplicates: int
    faults: tuple[IntakeFault, ...]
    #: Citations that lead to no confirmed provision.
    uncited: int


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
    exchange_read(data)
    return exchange_hold(bank=bank, data=data, file_name=file_name, by=by, now=now)


def exchange_hold(*, bank: QuestionBank, data: bytes, file_name: str, by: User, now: datetime) -> ExchangeFile:
    """Keep a file that is read elsewhere; what the same person put there before goes."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)
        ExchangeFile.objects.filter(uploaded_by=by).delete()
        return ExchangeFile.objects.create(
            bank=bank, data=data, file_name=file_name[-_LONGEST_NAME:], uploaded_by=by, uploaded_at=now
        )


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
