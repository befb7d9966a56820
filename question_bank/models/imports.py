"""Question sheets between upload and bank, row by row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, User
from question_bank.enums import ImportState, RowDecision, RowStatus, WordKind
from question_bank.models.banks import QuestionBank
from question_bank.models.documents import Provision
from question_bank.models.questions import Question


class SheetBatch(PublicModel):
    """Files that came together, as a folder or a zip; some of them may hold the answers to others."""

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="batches", verbose_name=_("题库"))
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("一批试题文件")
        verbose_name_plural = _("一批试题文件")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.bank} · {self.uploaded_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("question_bank:batch", kwargs={"batch": self.uuid})


class SheetImport(PublicModel):
    """An uploaded question sheet from its arrival to its commitment."""

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="imports", verbose_name=_("题库"))
    file_name = models.CharField(_("文件名"), max_length=200)
    file_digest = models.CharField(_("文件摘要"), max_length=64)
    format = models.CharField(_("格式"), max_length=20, blank=True)
    encoding = models.CharField(_("编码"), max_length=30, blank=True)
    layout = models.CharField(_("版式"), max_length=60, blank=True)
    problems = models.JSONField(_("未能读懂之处"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
    batch = models.ForeignKey(
        SheetBatch, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name=_("同一批")
    )
    answer_files = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="answered", verbose_name=_("答案文件")
    )
    #: What stands where columns and labels are named and nobody knows: {"heading": [...], "label": [...]}.
    unknown_words = models.JSONField(_("没认出的列名和标签"), default=dict, blank=True)
    refusal = models.CharField(_("读不了的原因"), max_length=500, blank=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("试题导入")
        verbose_name_plural = _("试题导入")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("question_bank:import", kwargs={"sheet_import": self.uuid})


class SheetWord(models.Model):
    """What an office means by a heading or label of its own; learnt once at the desk, used for every sheet."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="sheet_words", verbose_name=_("机关"))
    kind = models.CharField(_("用在"), max_length=10, choices=WordKind.choices)
    word = models.CharField(_("写法"), max_length=20)
    #: As `question_bank.sheets.Mappings` names fields.
    meaning = models.CharField(_("意思"), max_length=20)

    class Meta:
        verbose_name = _("列名和标签")
        verbose_name_plural = _("列名和标签")
        ordering = ["kind", "word"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "word"], name="question_bank_word_once"),
        ]

    def __str__(self) -> str:
        return self.word


class SheetFile(models.Model):
    """The bytes of a sheet while it is in review.

    They stand in the database: one backup holds them, and a worker on another machine finds them. They stand apart from
    the sheet, lest a list of sheets load them, and go when the review is over.
    """

    sheet_import = models.OneToOneField(
        SheetImport, models.CASCADE, primary_key=True, related_name="file", verbose_name=_("试题导入")
    )
    data = models.BinaryField(_("内容"))

    class Meta:
        verbose_name = _("试题文件")
        verbose_name_plural = _("试题文件")
        ordering = ["sheet_import"]

    def __str__(self) -> str:
        return str(self.sheet_import)


class SourcePage(models.Model):
    """Some consecutive lines of a sheet as displayed; the desk shows a few of maybe a hundred thousand."""

    LINES = 200

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="pages", verbose_name=_("试题导入"))
    number = models.PositiveIntegerField(_("页次"))
    lines = models.JSONField(_("各行"))

    class Meta:
        verbose_name = _("原文页")
        verbose_name_plural = _("原文页")
        ordering = ["sheet_import", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet_import", "number"], name="question_bank_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_import} · {self.number}"


class ImportRow(PublicModel):
    """One question as it was read, and as the trainer then mended it in place."""

    sheet_import = models.ForeignKey(SheetImport, models.CASCADE, related_name="rows", verbose_name=_("试题导入"))
    number = models.PositiveIntegerField(_("序号"))
    location = models.CharField(_("位置"), max_length=100)
    first_line = models.PositiveIntegerField(_("起行"))
    last_line = models.PositiveIntegerField(_("止行"))
    parsed = models.JSONField(_("读到的内容"))
    status = models.CharField(_("判断"), max_length=10, choices=RowStatus.choices)
    problems = models.JSONField(_("问题"), default=list)
    decision = models.CharField(_("处理"), max_length=10, choices=RowDecision.choices, default=RowDecision.PENDING)
    provision = models.ForeignKey(
        Provision, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("依据")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="import_rows", verbose_name=_("试题")
    )

    class Meta:
        verbose_name = _("导入行")
        verbose_name_plural = _("导入行")
        ordering = ["sheet_import", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet_import", "number"], name="question_bank_row_once"),
            models.CheckConstraint(
                condition=~Q(decision=RowDecision.IMPORTED) | Q(question__isnull=False),
                name="question_bank_row_imported_has_question",
            ),
        ]
        indexes = [
            # For counting a sheet's rows by what is to be done about them without reading what they hold.
            models.Index(fields=["sheet_import", "decision", "status", "number"], name="question_bank_row_standing"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_import} · {self.number}"
