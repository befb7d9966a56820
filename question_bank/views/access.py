"""Who may open what: by role at the door, by office at each object. Strangers to an object do not learn of it.

A bank and its documents are the whole office's, so a role over a part of it opens nothing here.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.access import office_role_required
from accounts.enums import Role
from accounts.http import AuthenticatedHttpRequest
from accounts.selectors import has_office_role
from question_bank.enums import VersionState
from question_bank.models import (
    Citation,
    DocumentVersion,
    DraftedQuestion,
    ExchangeFile,
    ImportRow,
    Job,
    LikePair,
    PolicyDocument,
    Provision,
    ProvisionSuggestion,
    Question,
    QuestionBank,
    SheetBatch,
    SheetImport,
)
from question_bank.selectors import documents_listed, standing_citations, versions_readable

#: Keys and explanations are for these alone.
readers_only = office_role_required(Role.TRAINER, Role.ORGANIZER)
trainers_only = office_role_required(Role.TRAINER)


def may_write(request: AuthenticatedHttpRequest) -> bool:
    """Return whether the page offers anything but reading."""
    return has_office_role(request.user, Role.TRAINER)


def get_document_for_user(request: AuthenticatedHttpRequest, document: UUID) -> PolicyDocument:
    """Return a document of the sender's office, or one that is shared with it."""
    return get_object_or_404(documents_listed(request.user.office), uuid=document)


def get_own_document_for_user(request: AuthenticatedHttpRequest, document: UUID) -> PolicyDocument:
    """Return a document of the sender's own office."""
    return get_object_or_404(PolicyDocument, office=request.user.office_id, uuid=document)


def get_version_for_user(request: AuthenticatedHttpRequest, version: UUID) -> DocumentVersion:
    """Return a version that the sender's office may read."""
    return get_object_or_404(versions_readable(request.user.office), uuid=version)


def get_own_version_for_user(request: AuthenticatedHttpRequest, version: UUID) -> DocumentVersion:
    """Return a version of the sender's own office."""
    own = DocumentVersion.objects.select_related("document").filter(document__office=request.user.office_id)
    return get_object_or_404(own, uuid=version)


def get_provision_for_user(request: AuthenticatedHttpRequest, provision: UUID) -> Provision:
    """Return a provision of a text that the sender's office may read."""
    readable = versions_readable(request.user.office).values("pk")
    provisions = Provision.objects.select_related("version__document__office", "parent__parent__parent")
    return get_object_or_404(provisions, version__in=readable, uuid=provision)


def get_draft_provision_for_user(request: AuthenticatedHttpRequest, provision: UUID) -> Provision:
    """Return a provision of the sender's own office that can still be corrected."""
    own = Provision.objects.select_related("version__document").filter(
        version__document__office=request.user.office_id, version__state=VersionState.DRAFT
    )
    return get_object_or_404(own, uuid=provision)


def get_draft_for_user(request: AuthenticatedHttpRequest, draft: UUID) -> DraftedQuestion:
    """Return a draft that the sender's own office made from policy text."""
    drafts = DraftedQuestion.objects.select_related("provision__version__document", "office")
    return get_object_or_404(drafts, office=request.user.office_id, uuid=draft)


def get_bank_for_user(request: AuthenticatedHttpRequest, bank: UUID) -> QuestionBank:
    """Return a bank of the sender's own office."""
    return get_object_or_404(QuestionBank, office=request.user.office_id, uuid=bank)


def get_question_for_user(request: AuthenticatedHttpRequest, question: UUID) -> Question:
    """Return a question of the sender's own office."""
    questions = Question.objects.select_related("bank__office", "current_version__author", "author")
    return get_object_or_404(questions, bank__office=request.user.office_id, uuid=question)


def get_citation_for_user(request: AuthenticatedHttpRequest, citation: UUID) -> Citation:
    """Return a citation that stands, of a question of the sender's own office."""
    own = standing_citations().filter(question_version__question__bank__office=request.user.office_id)
    return get_object_or_404(own.select_related("question_version__question"), uuid=citation)


def get_import_for_user(request: AuthenticatedHttpRequest, sheet_import: UUID) -> SheetImport:
    """Return a sheet uploaded in the sender's own office."""
    imports = SheetImport.objects.select_related("bank__office", "batch", "uploaded_by")
    return get_object_or_404(imports, bank__office=request.user.office_id, uuid=sheet_import)


def get_row_for_user(request: AuthenticatedHttpRequest, row: UUID) -> ImportRow:
    """Return a row of a sheet uploaded in the sender's own office."""
    rows = ImportRow.objects.select_related("sheet_import__bank__office", "provision__version__document")
    return get_object_or_404(rows, sheet_import__bank__office=request.user.office_id, uuid=row)


def get_job_for_user(request: AuthenticatedHttpRequest, job: UUID) -> Job:
    """Return background work on a bank of the sender's own office."""
    jobs = Job.objects.select_related("bank__office", "sheet_import__bank__office", "exchange_file", "asked_by")
    jobs = jobs.defer("exchange_file__data")
    return get_object_or_404(jobs, bank__office=request.user.office_id, uuid=job)


def get_suggestion_for_user(request: AuthenticatedHttpRequest, suggestion: UUID) -> ProvisionSuggestion:
    """Return a suggestion for a row or a question of the sender's own office."""
    own = Q(row__sheet_import__bank__office=request.user.office_id) | Q(
        question_version__question__bank__office=request.user.office_id
    )
    suggestions = ProvisionSuggestion.objects.select_related(
        "provision__version__document", "row__sheet_import__bank__office", "question_version__question__bank__office"
    )
    return get_object_or_404(suggestions, own, uuid=suggestion)


def get_batch_for_user(request: AuthenticatedHttpRequest, batch: UUID) -> SheetBatch:
    """Return files uploaded together in the sender's own office."""
    return get_object_or_404(SheetBatch.objects.select_related("bank"), bank__office=request.user.office_id, uuid=batch)


def get_pair_for_user(request: AuthenticatedHttpRequest, pair: UUID) -> LikePair:
    """Return two alike questions of the sender's own office."""
    office = request.user.office_id
    own = Q(row__sheet_import__bank__office=office) | Q(question__bank__office=office)
    pairs = LikePair.objects.select_related("row__sheet_import__bank__office", "question__bank", "other_question__bank")
    return get_object_or_404(pairs, own, uuid=pair)


def get_exchange_file_for_user(request: AuthenticatedHttpRequest, exchange_file: UUID) -> ExchangeFile:
    """Return a file that was uploaded for a bank of the sender's own office."""
    files = ExchangeFile.objects.select_related("bank__office")
    return get_object_or_404(files, bank__office=request.user.office_id, uuid=exchange_file)
