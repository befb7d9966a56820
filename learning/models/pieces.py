"""Pieces of writing (稿件): their text, each text that was handed in, and who holds which role in their review."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, Unit, User
from learning.models.records import Record, RecordDetail
from learning.reviewing import Flow
from learning.schemes.model import LEVELS

_LONGEST_TERM = 60


class Piece(RecordDetail):
    """A piece (稿件): what its author is writing now. What was handed in stands in its versions."""

    piece_class = models.CharField(_("类别"), max_length=40)
    #: Which of the office's flows it takes, as `learning.selectors.reviewing.flows` names them.
    flow = models.CharField(_("审核流程"), max_length=100, blank=True)
    meant_for = models.CharField(_("拟投媒体"), max_length=100, blank=True)
    body = models.TextField(_("正文"), blank=True)
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = _("稿件")
        verbose_name_plural = _("稿件")
        ordering = ["record"]

    def __str__(self) -> str:
        return self.piece_class

    def get_absolute_url(self) -> str:
        return reverse("learning:piece", kwargs={"piece": self.record.uuid})

    @property
    def summary(self) -> str:
        return gettext("%(class)s · %(count)d 字") % {"class": self.piece_class, "count": self.record.characters}

    @property
    def missing(self) -> str:
        return "" if self.record.characters else gettext("正文还没有写，不能提交。")


class PieceVersion(AppendOnlyModel):
    """A text as it was handed in, with the flow it takes from there: a scheme that changes later changes neither."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="piece_versions", verbose_name=_("稿件"))
    number = models.PositiveSmallIntegerField(_("第几稿"))
    title = models.CharField(_("题目"), max_length=200)
    piece_class = models.CharField(_("类别"), max_length=40)
    body = models.TextField(_("正文"))
    characters = models.PositiveIntegerField(_("字数（不计空白）"))
    flow_json = models.JSONField(_("审核流程"))
    submitted_at = models.DateTimeField(_("提交时间"))

    class Meta:
        verbose_name = _("送审稿")
        verbose_name_plural = _("送审稿")
        ordering = ["record", "number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="learning_piece_version_once"),
        ]

    def __str__(self) -> str:
        return gettext("%(title)s（第 %(number)d 稿）") % {"title": self.title, "number": self.number}

    @property
    def flow(self) -> Flow:
        """Return the stages this text goes through."""
        return Flow.from_json(self.flow_json)


class ReviewSeat(PublicModel):
    """Who holds a role of the office's reviews (编审、复审、终审…) over a unit and all below it, between two dates."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="review_seats", verbose_name=_("机关"))
    role = models.CharField(_("审核环节"), max_length=40)
    user = models.ForeignKey(User, models.PROTECT, related_name="review_seats", verbose_name=_("审核人"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("范围"))
    from_date = models.DateField(_("自"))
    to_date = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("审稿人")
        verbose_name_plural = _("审稿人")
        ordering = ["role", "from_date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(to_date__isnull=True),
                name="learning_review_seat_once",
                violation_error_message=_("这个人已经担任这个环节。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.role}"


class ReviewDelegation(PublicModel):
    """While somebody is away, another decides in their seats; one that is called back ends the day before."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="review_delegations", verbose_name=_("机关"))
    holder = models.ForeignKey(User, models.PROTECT, related_name="review_delegations", verbose_name=_("审核人"))
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("代审人"))
    first_day = models.DateField(_("从哪天"))
    last_day = models.DateField(_("到哪天"))
    reason = models.CharField(_("原因"), max_length=100, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    made_at = models.DateTimeField(_("登记时间"))
    called_back_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("代审")
        verbose_name_plural = _("代审")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="learning_delegation_days",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=~Q(holder=F("deputy")),
                name="learning_delegation_to_another",
                violation_error_message=_("代审人不能是本人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} → {self.deputy}"


class ReviewTerm(models.Model):
    """Within how many workdays a role of the reviews should decide; a text handed in keeps what held then."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="review_terms", verbose_name=_("机关"))
    role = models.CharField(_("审核环节"), max_length=40)
    days = models.PositiveSmallIntegerField(
        _("期限（工作日）"), null=True, blank=True, validators=[MaxValueValidator(_LONGEST_TERM)]
    )

    class Meta:
        verbose_name = _("审核期限")
        verbose_name_plural = _("审核期限")
        ordering = ["office", "role"]
        constraints = [models.UniqueConstraint(fields=["office", "role"], name="learning_review_term_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.days}"


class PublicationState(models.TextChoices):
    """Where an entry of the publication register stands."""

    WAITING = "waiting", _("待核实")
    CONFIRMED = "confirmed", _("已核实")
    REFUSED = "refused", _("不予登记")


class Publication(PublicModel):
    """Where and when a piece came out, with the proof; it counts once an organizer has confirmed it."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="publications", verbose_name=_("稿件"))
    outlet = models.CharField(_("媒体"), max_length=100)
    level = models.CharField(_("级别"), max_length=4, choices=[(level, level) for level in LEVELS])
    published_on = models.DateField(_("发表日期"))
    link = models.URLField(_("网址"), blank=True)
    image = models.BinaryField(_("截图或照片"), blank=True)
    image_type = models.CharField(_("图片类型"), max_length=20, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=PublicationState.choices, default=PublicationState.WAITING
    )
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    registered_at = models.DateTimeField(_("登记时间"))
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("核实人"))
    decided_at = models.DateTimeField(_("核实时间"), null=True)
    reason = models.CharField(_("原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("发表登记")
        verbose_name_plural = _("发表登记")
        ordering = ["published_on", "pk"]
        indexes = [
            # For the table of a month and the compendium of a quarter.
            models.Index(fields=["published_on"], name="learning_publication_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "outlet", "published_on"],
                name="learning_publication_once",
                violation_error_message=_("这篇稿件在这家媒体这一天的发表已经登记过。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} · {self.outlet}"

    @property
    def has_proof(self) -> bool:
        return bool(self.link or self.image_type)
