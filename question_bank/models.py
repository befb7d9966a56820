"""What can be asked, and by what authority.

A question's words live in immutable versions. A citation stands beside a version and only ever grows: when a
provision moves unchanged to a new place, a new citation row points there and the version stays what it was.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, User
from question_bank import content
from question_bank.enums import (
    PROVISION_KIND_CHOICES,
    QUESTION_TYPE_CHOICES,
    ImportState,
    QuestionState,
    RowDecision,
    RowStatus,
    VersionState,
)
from question_bank.references import short_title


class PolicyDocument(PublicModel):
    """A policy paper over time; its versions carry the text."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="documents", verbose_name=_("机关"))
    is_shared = models.BooleanField(_("其他机关可引用"), default=False)
    title = models.CharField(_("标题"), max_length=200)
    issuing_body = models.CharField(_("发文机关"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("政策文件")
        verbose_name_plural = _("政策文件")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "title"],
                name="question_bank_document_once",
                violation_error_message=_("已经有同名的政策文件，请作为新版本上传。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("question_bank:document", kwargs={"document": self.uuid})

    @property
    def short_title(self) -> str:
        """Return what people call it where there is little room."""
        return short_title(self.title)


class DocumentVersion(PublicModel):
    """The text as it was adopted once; correctable until a trainer confirms that it was read right."""

    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="versions", verbose_name=_("政策文件"))
    number = models.CharField(_("文号"), max_length=100, blank=True)
    adopted_on = models.DateField(_("通过日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    source_name = models.CharField(_("文件名"), max_length=200)
    source_digest = models.CharField(_("文件摘要"), max_length=64)
    source_lines = models.JSONField(_("原文各行"))
    problems = models.JSONField(_("存疑之处"), default=list)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )

    class Meta:
        verbose_name = _("文件版本")
        verbose_name_plural = _("文件版本")
        ordering = ["document", "-effective_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "source_digest"],
                name="question_bank_version_once",
                violation_error_message=_("这个文件已经上传过。"),
            ),
        ]

    def __str__(self) -> str:
        if self.effective_on is None:
            return f"《{self.document.title}》"
        return f"《{self.document.title}》（{self.effective_on:%Y}年版）"

    def get_absolute_url(self) -> str:
        return reverse("question_bank:version", kwargs={"version": self.uuid})


class Provision(PublicModel):
    """One node of a version's tree; what a question cites."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="provisions", verbose_name=_("文件版本"))
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children", verbose_name=_("上级")
    )
    kind = models.CharField(_("层级"), max_length=20, choices=PROVISION_KIND_CHOICES)
    number = models.CharField(_("编号"), max_length=40)
    path = models.CharField(_("路径"), max_length=120)
    label = models.CharField(_("引用写法"), max_length=120)
    order = models.PositiveIntegerField(_("次序"))
    line = models.PositiveIntegerField(_("原文行"))
    text = models.TextField(_("文字"), blank=True)
    full_text = models.TextField(_("连同下级的文字"))
    text_hash = models.CharField(_("文字摘要"), max_length=64)
    corrected_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("更正人")
    )
    corrected_at = models.DateTimeField(_("更正时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("条文")
        verbose_name_plural = _("条文")
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "path"], name="question_bank_provision_path_once"),
            # Serves the reading page, which shows a version from top to bottom.
            models.UniqueConstraint(fields=["version", "order"], name="question_bank_provision_order_once"),
        ]

    def __str__(self) -> str:
        return self.label


class QuestionBank(PublicModel):
    """An office's store of questions."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="banks", verbose_name=_("机关"))
    name = models.CharField(_("名称"), max_length=100)

    class Meta:
        verbose_name = _("题库")
        verbose_name_plural = _("题库")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="question_bank_name_once",
                violation_error_message=_("已经有同名的题库。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What a question is about; a blueprint draws by it."""

    bank = models.ForeignKey(QuestionBank, models.CASCADE, related_name="topics", verbose_name=_("题库"))
    name = models.CharField(_("知识点"), max_length=50)

    class Meta:
        verbose_name = _("知识点")
        verbose_name_plural = _("知识点")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bank", "name"], name="question_bank_topic_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Question(PublicModel):
    """The question as a thing with a life: its state and which version is current."""

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="questions", verbose_name=_("题库"))
    state = models.CharField(_("状态"), max_length=20, choices=QuestionState.choices, default=QuestionState.DRAFT)
    current_version = models.OneToOneField(
        "QuestionVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("现行版本")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="questions", verbose_name=_("知识点"))
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("命题人"))
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("试题")
        verbose_name_plural = _("试题")
        ordering = ["-pk"]
        indexes = [
            # For the bank's list and for draws, both of one bank and one state.
            models.Index(fields=["bank", "state", "-id"], name="question_bank_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.bank} · {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("question_bank:question", kwargs={"question": self.uuid})


class QuestionVersion(PublicModel, AppendOnlyModel):
    """The words of a question at one time. `options` are `{"id", "text"}`; `key` is as `question_bank.content` says."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions", verbose_name=_("试题"))
    number = models.PositiveIntegerField(_("版本号"))
    type = models.CharField(_("题型"), max_length=30, choices=QUESTION_TYPE_CHOICES)
    stem = models.TextField(_("题干"))
    options = models.JSONField(_("选项"), default=list)
    key = models.JSONField(_("答案"), null=True)
    explanation = models.TextField(_("解析"), blank=True)
    difficulty = models.CharField(_("难度"), max_length=10, blank=True)
    digest = models.CharField(_("内容摘要"), max_length=64)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("修改人"))
    created_at = models.DateTimeField(_("修改时间"), default=timezone.now, editable=False)
    reason = models.CharField(_("修改原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("试题版本")
        verbose_name_plural = _("试题版本")
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_bank_version_number_once"),
        ]
        indexes = [
            # For telling at import time that a question is already in the bank.
            models.Index(fields=["digest"], name="question_bank_digest"),
        ]

    def __str__(self) -> str:
        return self.stem[:40]

    @property
    def content(self) -> content.QuestionContent:
        """Return the words as the pure packages take them."""
        return content.QuestionContent(
            type=content.QuestionType(self.type),
            stem=self.stem,
            options=tuple(content.Option(id=option["id"], text=option["text"]) for option in self.options),
            key=self.key,
            explanation=self.explanation,
        )


class Citation(PublicModel, AppendOnlyModel):
    """A version rests on a provision. A row that names another in `withdraws` takes that one back."""

    question_version = models.ForeignKey(
        QuestionVersion, models.PROTECT, related_name="citations", verbose_name=_("试题版本")
    )
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="citations", verbose_name=_("条文"))
    quoted = models.TextField(_("引文"), blank=True)
    withdraws = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="withdrawn_by", verbose_name=_("撤回")
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("引用人"))
    created_at = models.DateTimeField(_("引用时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("引用")
        verbose_name_plural = _("引用")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.question_version_id} → {self.provision}"


class QuestionReview(AppendOnlyModel):
    """One step in a question's life: who moved it from which state to which, and why."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="reviews", verbose_name=_("试题"))
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+", verbose_name=_("版本"))
    from_state = models.CharField(_("原状态"), max_length=20, choices=QuestionState.choices)
    to_state = models.CharField(_("新状态"), max_length=20, choices=QuestionState.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("经手人"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    comment = models.CharField(_("意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("审核记录")
        verbose_name_plural = _("审核记录")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.get_to_state_display()}"


class SheetImport(PublicModel):
    """An uploaded question sheet between its preview and its commitment."""

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="imports", verbose_name=_("题库"))
    file_name = models.CharField(_("文件名"), max_length=200)
    file_digest = models.CharField(_("文件摘要"), max_length=64)
    format = models.CharField(_("格式"), max_length=20)
    encoding = models.CharField(_("编码"), max_length=30, blank=True)
    layout = models.CharField(_("版式"), max_length=60, blank=True)
    source_lines = models.JSONField(_("原文各行"))
    problems = models.JSONField(_("未能读懂之处"), default=list)
    state = models.CharField(_("状态"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEW)
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

    def __str__(self) -> str:
        return f"{self.sheet_import} · {self.number}"
