"""The trainers' Excel sheet in and out of the administration, by django-import-export.

The library asks, shows and confirms; what a row means is the codec's (`question_bank.interchange.workbook`), and what
comes in comes in by the same service as on the trainers' page, as drafts that somebody else must approve.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import tablib
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from import_export.tmp_storages import BaseStorage

from accounts.models import Office, User
from question_bank.errors import ExchangeError
from question_bank.forms.files import UploadField
from question_bank.interchange import BY_KEY, Intake, LossReport, table_of
from question_bank.models import ExchangeFile, Question, QuestionBank
from question_bank.selectors import (
    IntakeProspect,
    QuestionFilter,
    exchange_job,
    exchanged_questions,
    file_at_hand,
    intake_prospect,
    questions_found,
)
from question_bank.services import ExchangeSummary, exchange_discard, exchange_import, template_read, template_rows
from question_bank.sheets.template import COLUMNS

_SHEET = BY_KEY["xlsx"]
#: What a request may read and write; more is for the trainers' page, which has the worker do it.
MAX_ROWS = 3_000
MAX_EXPORTED = 5_000
#: The columns by which somebody knows a row again.
_SHOWN = ("题型", "题干", "答案")


class QuestionSheet(tablib.Dataset):  # type: ignore[misc]  # tablib has no types
    """Rows of the sheet with the images that belong to them, or with the file that they make."""

    def __init__(
        self, headings: list[str], rows: Iterable[list[str]], *, images: dict[str, bytes] | None = None
    ) -> None:
        width = len(headings)
        super().__init__(*([*row, *[""] * width][:width] for row in rows), headers=headings)
        self.images = images or {}
        self.file = b""
        self.losses = LossReport()


class TemplateSheet(Format):  # type: ignore[misc]  # django-import-export has no types
    """The sheet as a format of the library: read in a process of its own, written as on the trainers' page."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        """Return what the trainers call it."""
        return _SHEET.label

    def create_dataset(self, in_stream: bytes) -> QuestionSheet:
        """Return the rows of a file.

        Raises:
            ExchangeError: it is no such sheet, or too long to be read here.
        """
        sheet = template_rows(in_stream)
        if len(sheet.rows) > MAX_ROWS:
            raise ExchangeError(
                _("表格有 %(count)d 行，这里一次最多 %(most)d 行；更多的请命题教师在“导入导出”页导入。")
                % {"count": len(sheet.rows), "most": MAX_ROWS}
            )
        return QuestionSheet(sheet.headings, sheet.rows, images=sheet.images)

    def export_data(self, dataset: QuestionSheet, **_kwargs: Any) -> bytes:
        """Return the file."""
        return dataset.file

    def get_extension(self) -> str:
        """Return it without a dot."""
        return _SHEET.suffix.lstrip(".")

    def get_content_type(self) -> str:
        """Return Excel's."""
        return _SHEET.media_type

    def can_import(self) -> bool:
        """Both ways."""
        return True

    def can_export(self) -> bool:
        """Both ways."""
        return True


class SheetRow(RowResult):  # type: ignore[misc]
    """What becomes of a row, and why."""

    def __init__(self, number: int = 0, import_type: str = "", *, why: str = "", cells: Iterable[str] = ()) -> None:
        super().__init__()
        #: As Excel counts.
        self.number = number
        self.why = why
        self.import_type = import_type
        self.diff = list(cells)
        if import_type == RowResult.IMPORT_TYPE_INVALID:
            self.validation_error = ValidationError(why)


class SheetResult(Result):  # type: ignore[misc]
    """What becomes of a sheet."""

    def __init__(self) -> None:
        super().__init__()
        self.prospect = IntakeProspect()
        self.summary: ExchangeSummary | None = None

    def has_validation_errors(self) -> bool:
        """Return whether nothing but wrong rows is left: one wrong row does not keep out the others."""
        return bool(self.invalid_rows) and not self.prospect.fresh


@dataclass(slots=True)
class _Outcomes:
    """What becomes of rows, by where they stand."""

    prospect: IntakeProspect
    fresh: set[str] = field(default_factory=set)
    repeated: set[str] = field(default_factory=set)
    faults: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, intake: Intake, prospect: IntakeProspect) -> _Outcomes:
        return cls(
            prospect,
            {question.where for question, _content in prospect.fresh},
            {question.where for question in prospect.repeated},
            {fault.where: "；".join(fault.problems) for fault in prospect.faults}
            | {unread.where: unread.why for unread in intake.unread},
        )

    def at(self, where: str, before: SheetRow | None) -> tuple[str, str]:
        """Return what becomes of a row; one that is no question's first belongs to the case above it."""
        if where in self.faults:
            return RowResult.IMPORT_TYPE_INVALID, self.faults[where]
        if where in self.fresh:
            return RowResult.IMPORT_TYPE_NEW, ""
        if where in self.repeated:
            return RowResult.IMPORT_TYPE_SKIP, _("题库里已有，或者表里重复")
        return (before.import_type, _("上面案例题的小题")) if before else (RowResult.IMPORT_TYPE_SKIP, "")


class QuestionResource(ModelResource):  # type: ignore[misc]
    """An office's questions as rows of the sheet."""

    class Meta:
        model = Question
        fields = ()
        report_skipped = True

    def __init__(self, *, office: Office, bank: QuestionBank | None = None, **_kwargs: Any) -> None:
        super().__init__()
        self.office = office
        self.bank = bank
        self._intake = Intake(_SHEET.key, ())
        self._outcomes = _Outcomes(IntakeProspect())
        self._before: SheetRow | None = None

    @classmethod
    def get_display_name(cls) -> str:
        """Return what the rows are."""
        return _("试题")

    @classmethod
    def get_result_class(cls) -> type[SheetResult]:
        """Return ours."""
        return SheetResult

    def get_user_visible_fields(self) -> list[Field]:
        """Return the columns of the empty sheet."""
        return [Field(column_name=heading) for heading in COLUMNS]

    def get_diff_headers(self) -> list[str]:
        """Return the columns of the preview."""
        return list(_SHOWN)

    def before_import(self, dataset: QuestionSheet, **_kwargs: Any) -> None:
        """Read the rows, and see what of them is new; nothing is written."""
        assert self.bank is not None  # noqa: S101 -- the form asks for it
        self._intake = template_read(headings=dataset.headers, rows=list(dataset), images=dataset.images)
        self._outcomes = _Outcomes.of(self._intake, intake_prospect(self.bank, self._intake))

    def import_row(self, row: dict[str, str], instance_loader: object, **kwargs: Any) -> SheetRow:
        """Return what becomes of a row; all that come in come in together, afterwards."""
        number = kwargs["row_number"] + 1
        if not any(cell.strip() for cell in row.values()):
            return SheetRow(number, RowResult.IMPORT_TYPE_SKIP, why=_("空行"))
        import_type, why = self._outcomes.at(f"第 {number} 行", self._before)
        cells = [row.get(heading, "") for heading in _SHOWN]
        self._before = SheetRow(number, import_type, why=why, cells=cells)
        return self._before

    def after_import(self, dataset: QuestionSheet, result: SheetResult, **kwargs: Any) -> None:
        """Bring in what is new and fit, unless somebody only looks."""
        result.prospect = self._outcomes.prospect
        if not kwargs.get("dry_run") and not result.has_errors():
            assert self.bank is not None  # noqa: S101 -- the form asks for it
            result.summary = exchange_import(bank=self.bank, intake=self._intake, by=kwargs["user"], now=timezone.now())

    def export(self, queryset: QuerySet[Question] | None = None, **_kwargs: Any) -> QuestionSheet:
        """Return questions as rows, with the file that the trainers' page would hand out.

        Raises:
            ValueError: they are too many for a request; the library shows the sentence.
        """
        found = questions_found(self.office, QuestionFilter()).order_by("pk")
        if queryset is not None:
            found = found.filter(pk__in=queryset.order_by().values("pk"))
        if (count := found.count()) > MAX_EXPORTED:
            message = _("有 %(count)d 题，一次最多导出 %(most)d 题；请先筛选，或用命令 export_questions 导出。")
            raise ValueError(message % {"count": count, "most": MAX_EXPORTED})
        questions = exchanged_questions(self.office, found)
        table, export = table_of(questions), _SHEET.write(questions)
        sheet = QuestionSheet(table.headings, table.cells())
        sheet.file, sheet.losses = export.data, export.report
        return sheet


class KeptSheet(BaseStorage):  # type: ignore[misc]
    """A sheet between its preview and its import: in the database, where every process finds it, like a trainer's."""

    def read(self) -> bytes:
        """Return the file."""
        return bytes(ExchangeFile.objects.get(uuid=self.name).data)

    def remove(self) -> None:
        """Let it go."""
        exchange_discard(exchange_file=ExchangeFile.objects.get(uuid=self.name))


class SheetUploadForm(ImportForm):  # type: ignore[misc]
    """A sheet, and the bank it is for."""

    bank = forms.ModelChoiceField(label=gettext_lazy("导入到"), queryset=QuestionBank.objects.none(), empty_label=None)
    import_file = UploadField(label=gettext_lazy("Excel 试题表"), accept=_SHEET.suffix)
    field_order = ("resource", "bank", "import_file", "format")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        banks = self.fields["bank"]
        assert isinstance(banks, forms.ModelChoiceField)  # noqa: S101 -- declared above
        banks.queryset = QuestionBank.objects.filter(office=user.office_id)
        self.fields["format"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Wait while the worker is at another file of the same person."""
        kept = file_at_hand(self.user)
        if kept and (job := exchange_job(kept)) and job.is_open:
            raise ValidationError(_("上一份文件还在后台导入，等它做完再传下一份。"))
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    @property
    def media(self) -> forms.Media:
        """Return nothing: there is one format, and none to be guessed."""
        return forms.Media()

    @property
    def chosen_bank(self) -> QuestionBank | None:
        """Return the bank chosen, if any."""
        bank: QuestionBank | None = getattr(self, "cleaned_data", {}).get("bank")
        return bank


class SheetConfirmForm(ConfirmImportForm):  # type: ignore[misc]
    """The word to bring in what was looked at: by who uploaded it, once."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.kept: ExchangeFile | None = None

    @property
    def chosen_bank(self) -> QuestionBank | None:
        """Return the bank that was chosen with the file."""
        return self.kept.bank if self.kept else None

    def clean_import_file_name(self) -> str:
        """Return the kept file's name."""
        name: str = super().clean_import_file_name()
        try:
            self.kept = ExchangeFile.objects.select_related("bank").get(uuid=UUID(name), uploaded_by=self.user)
        except (ValueError, ExchangeFile.DoesNotExist) as error:
            raise ValidationError(_("这份文件已经导入、放下或换了，请重新上传。")) from error
        return name

    def clean_format(self) -> str:
        """Return the only one there is."""
        return "0"
