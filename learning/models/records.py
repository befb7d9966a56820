"""What did people do: one common record, a detail table for each kind."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Office, PublicModel, Unit, User
from accounts.templatetags.screen import marks
from learning.enums import NoteSubtype, RecordKind, RecordState, SessionMode, Verdict
from learning.models.books import BookRecommendation
from quizzes.models import Result


class Record(PublicModel):
    """One thing a person did, on a day, in the unit they then belonged to."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="records", verbose_name=_("机关"))
    kind = models.CharField(_("种类"), max_length=20, choices=RecordKind.choices)
    subject = models.ForeignKey(User, models.PROTECT, related_name="records", verbose_name=_("干部"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    title = models.CharField(_("题目"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState.choices, default=RecordState.DRAFT)
    occurred_on = models.DateField(_("日期"))
    characters = models.PositiveIntegerField(_("字数（不计空白）"), default=0)
    minutes = models.PositiveIntegerField(_("分钟"), default=0)
    #: What duties can ask for beyond the columns (`learning.schemes`' filters), written by the service of each kind.
    attributes = models.JSONField(_("特征"), default=dict, blank=True)
    is_confidential = models.BooleanField(_("保密"), default=False)
    #: Of what lasts, as a pairing does: its last day; the last there is where none is set.
    lasts_until = models.DateField(_("至"), null=True, blank=True)
    #: The other person of the office, whose word counts in place of a reviewer's.
    counterpart = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("对方")
    )
    #: How often it was saved: a page that goes on from an earlier save must not put its text over a newer one.
    revision = models.PositiveIntegerField(_("第几次保存"), default=0)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    decided_at = models.DateTimeField(_("审定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("学习记录")
        verbose_name_plural = _("学习记录")
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            # For a person's own year, newest first.
            models.Index(fields=["subject", "kind", "-occurred_on"], name="learning_record_of_person"),
            # For the reviewer's list of what waits.
            models.Index(
                fields=["unit"], condition=models.Q(state=RecordState.SUBMITTED), name="learning_record_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:record", kwargs={"record": self.uuid})

    @property
    def detail(self) -> RecordDetail:
        """Return the row of the record's own kind."""
        found: RecordDetail = getattr(self, self.kind)
        return found


class RecordDetail(models.Model):
    """What records of one kind say beyond what all say; the class is named as its kind is."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="%(class)s", verbose_name=_("学习记录")
    )

    class Meta:
        abstract = True
        ordering = ["record"]

    @property
    def summary(self) -> str:
        """Return the few words that a list shows beside the title."""
        return ""

    @property
    def missing(self) -> str:
        """Return the sentence that says what its reviewer would miss; nothing once it can be handed in."""
        return ""


class Note(RecordDetail):
    """A reading note (读书笔记): what was read and what the reader wrote."""

    subtype = models.CharField(_("类型"), max_length=10, choices=NoteSubtype.choices, default=NoteSubtype.READING)
    book = models.CharField(_("书名或文件"), max_length=200)
    author = models.CharField(_("作者"), max_length=100, blank=True)
    body = models.TextField(_("正文"), blank=True)
    saved_at = models.DateTimeField(_("保存时间"))
    #: By which it was written about a book that somebody recommended to its writer.
    recommendation = models.ForeignKey(
        BookRecommendation, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("推荐的书")
    )

    class Meta:
        verbose_name = _("读书笔记")
        verbose_name_plural = _("读书笔记")
        ordering = ["record"]

    def __str__(self) -> str:
        return f"《{self.book}》"

    @property
    def summary(self) -> str:
        return gettext("%(count)d 字") % {"count": self.record.characters}

    @property
    def missing(self) -> str:
        counted, has_photos = self.record.handwriting.first(), self.record.photos.exists()
        if has_photos and (counted is None or not counted.characters):
            return gettext("上传了手写照片，请填写手写多少字，再提交。")
        if counted is not None and counted.characters and not has_photos:
            return gettext("填了手写字数，请上传手写照片，再提交。")
        return "" if self.record.characters else gettext("正文还没有写，不能提交。")


class Session(RecordDetail):
    """A time of study (学习时段). It counts once somebody can see what came of it: a page left open earns nothing."""

    mode = models.CharField(_("方式"), max_length=10, choices=SessionMode.choices, default=SessionMode.ALONE)
    field = models.CharField(_("内容"), max_length=20)
    gist = models.TextField(_("学了什么"), blank=True)

    class Meta:
        verbose_name = _("学习时段")
        verbose_name_plural = _("学习时段")
        ordering = ["record"]

    def __str__(self) -> str:
        return self.field

    @property
    def summary(self) -> str:
        return gettext("%(minutes)d 分钟 · %(field)s") % {"minutes": self.record.minutes, "field": self.field}

    @property
    def missing(self) -> str:
        return "" if self.gist.strip() else gettext("写一句学了什么，审核的人才看得出这段时间的收获。")


class ExamRecord(RecordDetail):
    """An exam among a person's records; read only, it points to the result that counts."""

    record = models.OneToOneField(
        Record, models.CASCADE, primary_key=True, related_name="exam", verbose_name=_("学习记录")
    )
    result = models.OneToOneField(Result, models.PROTECT, related_name="learning_record", verbose_name=_("成绩"))

    class Meta:
        verbose_name = _("考试记录")
        verbose_name_plural = _("考试记录")
        ordering = ["record"]

    def __str__(self) -> str:
        return str(self.result)

    @property
    def summary(self) -> str:
        return gettext("%(marks)s 分") % {"marks": marks(self.result.total)}


class RecordReview(AppendOnlyModel):
    """A reviewer's decision on a record."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="reviews", verbose_name=_("学习记录"))
    verdict = models.CharField(_("意见"), max_length=10, choices=Verdict.choices)
    comment = models.CharField(_("评语"), max_length=500, blank=True)
    #: Of a review in stages: in which round, at which stage and what it was called, in whose seat, and which problem
    #: was found, by its code in the scheme. To be sent back is no problem in itself.
    round = models.PositiveSmallIntegerField(_("第几稿"), default=1)
    stage = models.PositiveSmallIntegerField(_("第几审"), default=0)
    label = models.CharField(_("环节"), max_length=40, blank=True)
    seat_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("代谁审"))
    problem = models.CharField(_("问题代码"), max_length=40, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("审核人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("审核意见")
        verbose_name_plural = _("审核意见")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record}: {self.get_verdict_display()}"


class ProblemWithdrawal(AppendOnlyModel):
    """A problem that a reviewer named in a text was none; the review stays as it was written."""

    review = models.OneToOneField(
        RecordReview, models.PROTECT, related_name="problem_withdrawal", verbose_name=_("审核意见")
    )
    reason = models.CharField(_("原因"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("撤销人"))
    at = models.DateTimeField(_("撤销时间"))

    class Meta:
        verbose_name = _("撤销的问题")
        verbose_name_plural = _("撤销的问题")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.review}: {self.reason}"


class Withdrawal(AppendOnlyModel):
    """A writer took a record back (撤回) before anybody had decided on it; it is a draft again from then on."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="withdrawals", verbose_name=_("学习记录"))
    submitted_at = models.DateTimeField(_("提交时间"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("撤回人"))
    at = models.DateTimeField(_("撤回时间"))

    class Meta:
        verbose_name = _("撤回")
        verbose_name_plural = _("撤回")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.record}: {self.at}"
