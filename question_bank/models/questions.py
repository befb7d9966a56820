"""Questions: a life, its immutable words, what these rest on, and each step on the way.

A citation stands beside a version and only ever grows: when a provision moves unchanged to a new place, a new
citation row points there and the version stays what it was.
"""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import PublicModel, User
from question_bank import content
from question_bank.enums import QUESTION_TYPE_CHOICES, QuestionState
from question_bank.models.amendments import Amendment
from question_bank.models.banks import QuestionBank, Tag, Topic
from question_bank.models.documents import Provision
from question_bank.rendering import in_words


class Question(PublicModel):
    """The question as a thing with a life: its state and which version is current."""

    bank = models.ForeignKey(QuestionBank, models.PROTECT, related_name="questions", verbose_name=_("题库"))
    state = models.CharField(_("状态"), max_length=20, choices=QuestionState.choices, default=QuestionState.DRAFT)
    current_version = models.OneToOneField(
        "QuestionVersion", models.PROTECT, null=True, related_name="+", verbose_name=_("现行版本")
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="questions", verbose_name=_("知识点"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="questions", verbose_name=_("标签"))
    #: A judgement on the question, not part of its words: it may change without a new version.
    difficulty = models.CharField(_("难度"), max_length=10, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("命题人"))
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    # Copied from the current version by `adopt`, so that a list of a hundred thousand need not look there.
    type = models.CharField(_("题型"), max_length=30, choices=QUESTION_TYPE_CHOICES, blank=True, editable=False)
    writer = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("现行版本作者"),
    )
    search_text = models.TextField(_("检索文字"), blank=True, editable=False)

    class Meta:
        verbose_name = _("试题")
        verbose_name_plural = _("试题")
        ordering = ["-pk"]
        indexes = [
            # For the bank's list and for draws, both of one bank and one state.
            models.Index(fields=["bank", "state", "-id"], name="question_bank_by_state"),
            # For the list narrowed to a type, to somebody's questions, to a difficulty; each newest first.
            models.Index(fields=["bank", "type", "-id"], name="question_bank_by_type"),
            models.Index(fields=["bank", "writer", "-id"], name="question_bank_by_writer"),
            models.Index(fields=["bank", "difficulty", "-id"], name="question_bank_by_difficulty"),
        ]

    def __str__(self) -> str:
        return f"{self.bank} · {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("question_bank:question", kwargs={"question": self.uuid})

    def adopt(self, version: QuestionVersion) -> list[str]:
        """Make a version the current one; return the fields to be saved."""
        self.current_version = version
        return ["current_version", *self.copy_words(version)]

    def copy_words(self, version: QuestionVersion) -> list[str]:
        """Copy what lists look for from a version; return the fields to be saved."""
        self.type = version.type
        self.writer_id = version.author_id
        self.search_text = content.search_text(version.content)
        return ["type", "writer", "search_text"]


class QuestionVersion(PublicModel, AppendOnlyModel):
    """The words of a question at one time. `options` are `{"id", "text"}`; `key` is as `question_bank.content` says."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="versions", verbose_name=_("试题"))
    number = models.PositiveIntegerField(_("版本号"))
    type = models.CharField(_("题型"), max_length=30, choices=QUESTION_TYPE_CHOICES)
    stem = models.TextField(_("题干"))
    options = models.JSONField(_("选项"), default=list)
    key = models.JSONField(_("答案"), null=True)
    explanation = models.TextField(_("解析"), blank=True)
    #: What only some types have: targets, parts, marking points, markup.
    extras = models.JSONField(_("其余内容"), default=dict, blank=True)
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
        return self.words[:40]

    @property
    def words(self) -> str:
        """Return the stem for a line of a list: as text, without pictures."""
        return in_words(self.stem, content.Markup(self.extras.get("markup", content.Markup.PLAIN)))

    @property
    def content(self) -> content.QuestionContent:
        """Return the words as the pure packages take them."""
        options = [{"id": option["id"], "text": option["text"]} for option in self.options]
        words = {"type": self.type, "stem": self.stem, "options": options, "key": self.key}
        return content.from_json({**words, "explanation": self.explanation, **self.extras})


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
    #: The amendment that moved the citation here, or took it back.
    amendment = models.ForeignKey(
        Amendment, models.PROTECT, null=True, blank=True, related_name="citations", verbose_name=_("修订")
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("引用人"))
    created_at = models.DateTimeField(_("引用时间"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("引用")
        verbose_name_plural = _("引用")
        ordering = ["pk"]
        indexes = [
            # For the citations that stand of one question, and on one provision; without these SQLite goes through
            # all that withdraw nothing.
            models.Index(fields=["question_version", "withdraws"], name="question_bank_cite_version"),
            models.Index(fields=["provision", "withdraws", "question_version"], name="question_bank_cite_provision"),
        ]

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
