"""Learning materials (学习资料, 干训讲堂): what is read, who has read, taken and received it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.append_only import AppendOnlyModel
from accounts.models import Cohort, Office, PublicModel, Unit, User
from learning.enums import MaterialCategory, MaterialUse
from learning.models.records import Record


class Material(PublicModel):
    """A text to be read, with the file it came as; what is assigned becomes a task of whoever has read it."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="materials", verbose_name=_("机关"))
    category = models.CharField(_("栏目"), max_length=20, choices=MaterialCategory.choices)
    title = models.CharField(_("题目"), max_length=200)
    author = models.CharField(_("作者或来源"), max_length=100, blank=True)
    lines = models.JSONField(_("正文"), default=list, blank=True)
    file_name = models.CharField(_("文件名"), max_length=200, blank=True)
    data = models.BinaryField(_("文件"), null=True, blank=True)
    #: Asked after reading; without one, a sentence of what was learned.
    question = models.CharField(_("读后问题"), max_length=300, blank=True)
    #: What an answer must say, where the question has one.
    answer = models.CharField(_("答案"), max_length=100, blank=True)
    minutes = models.PositiveIntegerField(_("大约读多少分钟"), default=0)
    is_assigned = models.BooleanField(_("指定学习"), default=False)
    handed_to = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发给谁签收")
    )
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"))
    #: Since when it is not offered any more; who has read it keeps what they earned.
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("学习资料")
        verbose_name_plural = _("学习资料")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("learning:material", kwargs={"material": self.uuid})


class MaterialVisit(AppendOnlyModel):
    """Somebody opened or downloaded a material on a day: once a day, however often, so that no program can farm it."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="visits", verbose_name=_("学习资料"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("干部"))
    use = models.CharField(_("方式"), max_length=10, choices=MaterialUse.choices)
    on = models.DateField(_("日期"))

    class Meta:
        verbose_name = _("资料使用")
        verbose_name_plural = _("资料使用")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["material", "user", "use", "on"], name="learning_visit_a_day")]

    def __str__(self) -> str:
        return f"{self.material} · {self.user} · {self.on}"


class Checkpoint(PublicModel):
    """A question in the middle of a material (检查题): what follows is shown to whoever has answered it."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="checkpoints", verbose_name=_("学习资料"))
    #: Behind which of the material's lines it stands, counted from one.
    after = models.PositiveIntegerField(_("在第几段后面"))
    question = models.CharField(_("问题"), max_length=300)
    #: What an answer must say; without one, a sentence will do.
    answer = models.CharField(_("答案"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("检查题")
        verbose_name_plural = _("检查题")
        ordering = ["material", "after"]
        constraints = [models.UniqueConstraint(fields=["material", "after"], name="learning_checkpoint_a_place")]

    def __str__(self) -> str:
        return self.question


class CheckpointPass(AppendOnlyModel):
    """Somebody answered a question in the middle of a material."""

    checkpoint = models.ForeignKey(Checkpoint, models.PROTECT, related_name="passes", verbose_name=_("检查题"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("干部"))
    answer = models.CharField(_("回答"), max_length=500)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("检查题作答")
        verbose_name_plural = _("检查题作答")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["checkpoint", "user"], name="learning_checkpoint_passed_once")]

    def __str__(self) -> str:
        return f"{self.checkpoint} · {self.user}"


class MaterialReading(AppendOnlyModel):
    """Somebody has read a material and answered for it; the record is their evidence."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="readings", verbose_name=_("学习资料"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("干部"))
    answer = models.CharField(_("回答"), max_length=500)
    record = models.OneToOneField(Record, models.PROTECT, null=True, related_name="reading", verbose_name=_("学习记录"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("资料读完")
        verbose_name_plural = _("资料读完")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["material", "user"], name="learning_read_once")]

    def __str__(self) -> str:
        return f"{self.material} · {self.user}"


class MaterialReceipt(AppendOnlyModel):
    """Somebody signed for what was handed out."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="receipts", verbose_name=_("学习资料"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("干部"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("资料签收")
        verbose_name_plural = _("资料签收")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["material", "user"], name="learning_received_once")]

    def __str__(self) -> str:
        return f"{self.material} · {self.user}"


class MaterialStudy(AppendOnlyModel):
    """A unit studied a material together."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="studies", verbose_name=_("学习资料"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    on = models.DateField(_("日期"))
    people = models.PositiveIntegerField(_("人数"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("单位学习")
        verbose_name_plural = _("单位学习")
        ordering = ["-on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["material", "unit", "on"], name="learning_study_a_day")]

    def __str__(self) -> str:
        return f"{self.material} · {self.unit}"


class MaterialSuggestion(PublicModel):
    """What a reader suggests about a material, and what was answered."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="suggestions", verbose_name=_("学习资料"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("提的人"))
    text = models.CharField(_("意见建议"), max_length=500)
    at = models.DateTimeField(_("时间"))
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("答复人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    class Meta:
        verbose_name = _("资料建议")
        verbose_name_plural = _("资料建议")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.text
