"""Questions drafted from policy text, from the making to a trainer's decision."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, PublicModel, User
from question_bank import content
from question_bank.enums import DRAFT_RULE_CHOICES, QUESTION_TYPE_CHOICES, DraftState
from question_bank.models.documents import Provision
from question_bank.models.questions import Question


class DraftedQuestion(PublicModel):
    """A draft beside its source: `start` and `end` mark it in the provision's full text.

    A rejected one stays, so that making drafts again does not bring it back.
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="drafted_questions", verbose_name=_("机关"))
    provision = models.ForeignKey(Provision, models.PROTECT, related_name="drafts", verbose_name=_("条文"))
    rule = models.CharField(_("规则"), max_length=10, choices=DRAFT_RULE_CHOICES)
    type = models.CharField(_("题型"), max_length=30, choices=QUESTION_TYPE_CHOICES)
    words = models.JSONField(_("内容"))
    digest = models.CharField(_("内容摘要"), max_length=64)
    start = models.PositiveIntegerField(_("原文起"))
    end = models.PositiveIntegerField(_("原文止"))
    reason = models.CharField(_("出题理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=10, choices=DraftState.choices, default=DraftState.PENDING)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    made_at = models.DateTimeField(_("起草时间"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    is_edited = models.BooleanField(_("改后采用"), default=False)
    question = models.OneToOneField(
        Question, models.PROTECT, null=True, blank=True, related_name="draft", verbose_name=_("试题")
    )
    comment = models.CharField(_("不用的原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("试题草稿")
        verbose_name_plural = _("试题草稿")
        ordering = ["provision", "start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "provision", "digest"], name="question_bank_draft_once"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="question_bank_draft_has_source"),
            models.CheckConstraint(
                condition=Q(state=DraftState.ACCEPTED, question__isnull=False)
                | (~Q(state=DraftState.ACCEPTED) & Q(question__isnull=True)),
                name="question_bank_draft_accepted_has_question",
            ),
        ]

    def __str__(self) -> str:
        return self.content.stem[:40]

    @property
    def content(self) -> content.QuestionContent:
        """Return the words as the pure packages take them."""
        return content.from_json(self.words)

    @property
    def quoted(self) -> str:
        """Return the words of the provision that it rests on."""
        return self.provision.full_text[self.start : self.end]
