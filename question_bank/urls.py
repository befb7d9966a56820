"""Addresses."""

from __future__ import annotations

from django.urls import path, register_converter

from question_bank.converters import Sha256Converter
from question_bank.views import banks, bulk, documents, drafts, images, imports, jobs, questions, suggesting

register_converter(Sha256Converter, "sha256")

app_name = "question_bank"
urlpatterns = [
    path("documents/", documents.documents, name="documents"),
    path("documents/upload/", documents.document_upload, name="document_upload"),
    path("documents/<uuid:document>/", documents.document, name="document"),
    path("documents/<uuid:document>/upload/", documents.version_upload, name="version_upload"),
    path("documents/versions/<uuid:version>/", documents.version, name="version"),
    path("documents/versions/<uuid:version>/confirm/", documents.version_confirmation, name="version_confirm"),
    path("documents/versions/<uuid:version>/discard/", documents.version_removal, name="version_discard"),
    path("documents/versions/<uuid:version>/drafts/", drafts.drafts, name="drafts"),
    path("documents/versions/<uuid:version>/drafts/model/", drafts.drafts_model, name="drafts_model"),
    path("documents/versions/<uuid:version>/drafts/make/", drafts.drafts_making, name="drafts_make"),
    path("documents/provisions/<uuid:provision>/", documents.provision_correction, name="provision_correct"),
    path("bank/", questions.questions, name="questions"),
    path("bank/new/", questions.question_new, name="question_new"),
    path("bank/bulk/", bulk.questions_bulk, name="questions_bulk"),
    path("bank/questions/<uuid:question>/", questions.question, name="question"),
    path("bank/questions/<uuid:question>/edit/", questions.question_edit, name="question_edit"),
    path("bank/questions/<uuid:question>/cite/", questions.question_citation, name="question_cite"),
    path("bank/questions/<uuid:question>/step/", questions.question_step, name="question_step"),
    path("bank/images/upload/", images.image_upload, name="image_upload"),
    path("bank/images/<sha256:sha256>/", images.image, name="image"),
    path("bank/citations/<uuid:citation>/withdraw/", questions.citation_withdrawal, name="citation_withdraw"),
    path("bank/drafting/", drafts.drafting, name="drafting"),
    path("bank/drafts/<uuid:draft>/accept/", drafts.draft_acceptance, name="draft_accept"),
    path("bank/drafts/<uuid:draft>/edit/", drafts.draft_revision, name="draft_edit"),
    path("bank/drafts/<uuid:draft>/reject/", drafts.draft_rejection, name="draft_reject"),
    path("bank/drafts/<uuid:draft>/restore/", drafts.draft_restoration, name="draft_restore"),
    path("bank/imports/", imports.imports, name="imports"),
    path("bank/imports/template.xlsx", imports.import_template, name="import_template"),
    path("bank/imports/<uuid:sheet_import>/", imports.import_desk, name="import"),
    path("bank/imports/<uuid:sheet_import>/commit/", imports.import_commitment, name="import_commit"),
    path("bank/imports/<uuid:sheet_import>/finish/", imports.import_end, name="import_finish"),
    path("bank/imports/<uuid:sheet_import>/faults.xlsx", imports.import_faults, name="import_faults"),
    path("bank/imports/<uuid:sheet_import>/suggest/", suggesting.import_suggestion, name="import_suggest"),
    path("bank/imports/<uuid:sheet_import>/cite/", suggesting.import_citing, name="import_cite"),
    path("bank/jobs/<uuid:job>/", jobs.job_progress, name="job"),
    path("bank/jobs/<uuid:job>/cancel/", jobs.job_cancellation, name="job_cancel"),
    path("bank/jobs/<uuid:job>/do/", jobs.job_doing, name="job_do"),
    path("bank/uncited/", suggesting.uncited, name="uncited"),
    path("bank/suggestions/<uuid:suggestion>/accept/", suggesting.suggestion_acceptance, name="suggestion_accept"),
    path("bank/suggestions/<uuid:suggestion>/dismiss/", suggesting.suggestion_dismissal, name="suggestion_dismiss"),
    path("bank/banks/<uuid:bank>/suggest/", suggesting.bank_suggestion, name="bank_suggest"),
    path("bank/banks/<uuid:bank>/cite/", suggesting.bank_citing, name="bank_cite"),
    path("bank/rows/<uuid:row>/", imports.row_revision, name="row_revise"),
    path("bank/rows/<uuid:row>/cite/", imports.row_citation, name="row_cite"),
    path("bank/rows/<uuid:row>/accept/", imports.row_decision, {"decision": "accept"}, name="row_accept"),
    path("bank/rows/<uuid:row>/skip/", imports.row_decision, {"decision": "skip"}, name="row_skip"),
    path("bank/rows/<uuid:row>/restore/", imports.row_decision, {"decision": "restore"}, name="row_restore"),
    path("bank/banks/", banks.banks, name="banks"),
    path("bank/banks/new/", banks.bank_new, name="bank_new"),
    path("bank/banks/<uuid:bank>/", banks.bank, name="bank"),
    path("bank/banks/<uuid:bank>/topics/", banks.topic_new, name="topic_new"),
    path("bank/banks/<uuid:bank>/topics/preset/", banks.topics_preset, name="topics_preset"),
    path("bank/banks/<uuid:bank>/topics/<int:topic>/remove/", banks.topic_removal, name="topic_remove"),
]
