"""An office's questions: to be found and looked at, and brought in and out as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportModelAdmin
from import_export.forms import ExportForm

from accounts.administration import OfficeAdmin
from accounts.models import User
from question_bank.admin.exchange import (
    KeptSheet,
    QuestionResource,
    QuestionSheet,
    SheetConfirmForm,
    SheetResult,
    SheetUploadForm,
    TemplateSheet,
)
from question_bank.errors import ExchangeError
from question_bank.interchange import table_of
from question_bank.models import ExchangeFile, Question, QuestionBank
from question_bank.selectors import QuestionFilter, exchanged_questions, questions_found, questions_narrowed
from question_bank.services import exchange_discard, exchange_hold


class BankFilter(admin.SimpleListFilter):
    """The office's banks, and no other's."""

    title = gettext_lazy("题库")
    parameter_name = "bank"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        """Return them by name."""
        banks = QuestionBank.objects.filter(office=_user(request).office_id)
        return [(str(bank.uuid), bank.name) for bank in banks]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Narrow to the one chosen."""
        known = {key for key, _name in self.lookup_choices}
        chosen = self.value()
        return queryset.filter(bank__uuid=chosen) if chosen in known else queryset


@admin.register(Question)
class QuestionAdmin(ImportExportModelAdmin, OfficeAdmin):  # type: ignore[misc]  # django-import-export has no types
    """试题."""

    office_path = "bank__office"
    list_display = ("words", "type", "state", "bank", "difficulty")
    list_filter = (BankFilter, "state", "type")
    list_select_related = ("bank", "current_version")
    # Counting a hundred thousand questions by state and type at every look is not worth it.
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    search_fields = ("search_text",)
    fields = ("bank", "state", "sheet_row", "topic_names", "tag_names", "writer", "created_at")

    class Media:
        css = {"all": ["question_bank/admin.css"]}

    resource_classes = (QuestionResource,)
    formats = (TemplateSheet,)
    import_form_class = SheetUploadForm
    confirm_form_class = SheetConfirmForm
    export_form_class = ExportForm
    tmp_storage_class = KeptSheet
    import_template_name = "question_bank/admin/import.html"
    export_template_name = "question_bank/admin/export.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        """Search as the trainers' list does."""
        if not search_term.strip():
            return queryset, False
        found = questions_narrowed(_user(request).office, QuestionFilter(text=search_term))
        return queryset.filter(pk__in=found.order_by().values("pk")), False

    @admin.display(description=gettext_lazy("题干"))
    def words(self, question: Question) -> str:
        """Return a line of the stem."""
        return question.current_version.words[:60] if question.current_version else "—"

    @admin.display(description=gettext_lazy("知识点"))
    def topic_names(self, question: Question) -> str:
        """Return them in one line."""
        return "、".join(topic.name for topic in question.topics.all()) or "—"

    @admin.display(description=gettext_lazy("标签"))
    def tag_names(self, question: Question) -> str:
        """Return them in one line."""
        return "、".join(tag.name for tag in question.tags.all()) or "—"

    @admin.display(description=gettext_lazy("现行版本"))
    def sheet_row(self, question: Question) -> SafeString:
        """Return the current words as the sheet has them, a line for each cell."""
        found = questions_found(question.bank.office, QuestionFilter()).filter(pk=question.pk)
        table = table_of(exchanged_questions(question.bank.office, found))
        cells = [
            (heading, row[heading]) for row in table.rows for heading in table.headings if row.get(heading, "").strip()
        ]
        lines = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', cells)
        return format_html('<table class="sheet-row">{}</table>', lines)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """Tell whose questions, and for which bank."""
        return {"office": _user(request).office, "bank": kwargs["form"].chosen_bank}

    def get_export_resource_kwargs(self, request: HttpRequest, **_kwargs: Any) -> dict[str, Any]:
        """Tell whose questions."""
        return {"office": _user(request).office}

    def get_import_form_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Tell who asks."""
        return {**super().get_import_form_kwargs(request), "user": _user(request)}

    def get_confirm_form_kwargs(
        self, request: HttpRequest, import_form: SheetUploadForm | None = None
    ) -> dict[str, Any]:
        """Tell who asks."""
        return {**super().get_confirm_form_kwargs(request, import_form), "user": _user(request)}

    def create_import_form(self, request: HttpRequest) -> SheetUploadForm:
        """Let the file say for whom it is kept: the library hands on nothing else."""
        form: SheetUploadForm = super().create_import_form(request)
        if form.is_bound and form.is_valid():
            form.cleaned_data["import_file"].kept_for = (form.chosen_bank, _user(request))
        return form

    def write_to_tmp_storage(self, import_file: Any, input_format: TemplateSheet) -> KeptSheet:
        """Keep the file as the trainers' page does."""
        bank, user = import_file.kept_for
        kept = exchange_hold(
            bank=bank, data=import_file.read(), file_name=import_file.name, by=user, now=timezone.now()
        )
        return KeptSheet(name=str(kept.uuid))

    def add_data_read_fail_error_to_form(self, form: SheetUploadForm, e: Exception) -> None:
        """Say in a sentence why a file cannot be read, and do not keep it."""
        if not isinstance(e, ExchangeError):
            raise e
        exchange_discard(exchange_file=ExchangeFile.objects.get(uuid=form.cleaned_data["import_file"].tmp_storage_name))
        form.add_error("import_file", str(e))

    def process_result(self, result: SheetResult, request: HttpRequest) -> HttpResponse:
        """Say what came in, or why nothing did."""
        if result.has_errors() or result.summary is None:
            messages.error(
                request, _("没有导入：%(why)s") % {"why": "；".join(str(e.error) for e in result.base_errors)}
            )
            return HttpResponseRedirect(reverse("admin:question_bank_question_import"))
        response: HttpResponse = super().process_result(result, request)
        return response

    def add_success_message(self, result: SheetResult, request: HttpRequest) -> None:
        """Say what came in and what did not."""
        assert result.summary is not None  # noqa: S101 -- asked before
        text = result.summary.told
        if result.invalid_rows:
            text += _("%(count)d 行有错，没有导入。") % {"count": len(result.invalid_rows)}
        messages.success(request, text)

    def generate_log_entries(self, result: SheetResult, request: HttpRequest) -> None:
        """Note who brought in how many: one line, not thousands."""
        assert result.summary is not None  # noqa: S101 -- asked before
        _log(request, ADDITION, _("导入 %(count)d 题") % {"count": result.summary.imported})

    def get_data_for_export(self, request: HttpRequest, queryset: QuerySet[Question], **kwargs: Any) -> QuestionSheet:
        """Note who took out how many, and say what the sheet does not hold."""
        sheet: QuestionSheet = super().get_data_for_export(request, queryset, **kwargs)
        _log(request, CHANGE, _("导出 %(count)d 行试题") % {"count": len(sheet)})
        if sheet.losses.counts:
            lost = "；".join(f"{kind} ×{number}" for kind, number in sheet.losses.counts)
            messages.warning(request, _("试题表带不走的内容：%(lost)s") % {"lost": lost})
        return sheet

    def get_export_filename(
        self, request: HttpRequest, queryset: QuerySet[Question], file_format: TemplateSheet
    ) -> str:
        """Return a name that every system can write."""
        return f"questions-{timezone.localdate():%Y%m%d}.{file_format.get_extension()}"


def _log(request: HttpRequest, flag: int, text: str) -> None:
    LogEntry.objects.create(
        user=_user(request),
        content_type=ContentType.objects.get_for_model(Question),
        object_repr=text[:200],
        action_flag=flag,
    )


def _user(request: HttpRequest) -> User:
    """Return who asks: the site lets in nobody who is not signed in."""
    assert isinstance(request.user, User)  # noqa: S101 -- see above
    return request.user
