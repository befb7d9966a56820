"""Write documents, banks, questions, citations and imports."""

from __future__ import annotations

from question_bank.services.amendments import (
    amendment_apply,
    amendment_prepare,
    amendments_take_effect,
    version_withdraw,
    versions_align,
)
from question_bank.services.banks import FOUR_BASICS, bank_create, bank_ensure, topic_remove, topics_ensure
from question_bank.services.citations import citation_add, citation_withdraw
from question_bank.services.documents import (
    VersionFacts,
    document_import,
    policy_read,
    provision_correct,
    version_confirm,
    version_discard,
)
from question_bank.services.drafts import (
    draft_accept,
    draft_reject,
    draft_restore,
    drafts_make,
)
from question_bank.services.images import image_ensure, images_sweep
from question_bank.services.imports import (
    COMMIT_AT_ONCE,
    READ_AT_ONCE,
    ImportSummary,
    import_cancel,
    import_commit,
    import_commit_ask,
    import_finish,
    row_accept,
    row_cite,
    row_restore,
    row_revise,
    row_skip,
    sheet_import,
    sheet_import_ask,
    sheet_read,
)
from question_bank.services.questions import DuplicateQuestionError, question_create, question_revise
from question_bank.services.reviews import (
    BulkOutcome,
    question_approve,
    question_confirm,
    question_reopen,
    question_retire,
    question_return,
    question_submit,
    questions_approve,
    questions_submit,
)
from question_bank.services.work import job_do, jobs_work

__all__ = [
    "COMMIT_AT_ONCE",
    "FOUR_BASICS",
    "READ_AT_ONCE",
    "BulkOutcome",
    "DuplicateQuestionError",
    "ImportSummary",
    "VersionFacts",
    "amendment_apply",
    "amendment_prepare",
    "amendments_take_effect",
    "bank_create",
    "bank_ensure",
    "citation_add",
    "citation_withdraw",
    "document_import",
    "draft_accept",
    "draft_reject",
    "draft_restore",
    "drafts_make",
    "image_ensure",
    "images_sweep",
    "import_cancel",
    "import_commit",
    "import_commit_ask",
    "import_finish",
    "job_do",
    "jobs_work",
    "policy_read",
    "provision_correct",
    "question_approve",
    "question_confirm",
    "question_create",
    "question_reopen",
    "question_retire",
    "question_return",
    "question_revise",
    "question_submit",
    "questions_approve",
    "questions_submit",
    "row_accept",
    "row_cite",
    "row_restore",
    "row_revise",
    "row_skip",
    "sheet_import",
    "sheet_import_ask",
    "sheet_read",
    "topic_remove",
    "topics_ensure",
    "version_confirm",
    "version_discard",
    "version_withdraw",
    "versions_align",
]
