"""What happened, in the standard's words: statements with what they can be found by, documents, clients, an outbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from lrs.enums import DocumentKind, Scope

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment_of(time: datetime) -> int:
    """Return a time as microseconds since 1970."""
    return (time - _EPOCH) // _MICROSECOND


def moment_time(moment: int) -> datetime:
    """Return the time so many microseconds after 1970 began."""
    return _EPOCH + moment * _MICROSECOND


class LrsClient(models.Model):
    """A program that may use an office's store. The secret is random, so a fast digest keeps it well enough."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="lrs_clients", verbose_name=_("机关"))
    name = models.CharField(_("名称"), max_length=100)
    key = models.CharField(_("访问标识"), max_length=40, unique=True)
    secret_digest = models.CharField(_("密钥摘要"), max_length=64)
    scopes = models.JSONField(_("权限"), default=list)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("学习记录客户端")
        verbose_name_plural = _("学习记录客户端")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def may(self, *scopes: Scope) -> bool:
        """Whether one of these scopes is given, `all` standing for each."""
        return not {Scope.ALL, *scopes}.isdisjoint(self.scopes)


class StoreClock(models.Model):
    """The last moment at which a statement was stored in an office's store.

    A writer holds this row until it commits. So moments grow strictly, what is stored later is seen later, and
    everything up to the moment read here can be seen.
    """

    office = models.OneToOneField(Office, models.CASCADE, primary_key=True, verbose_name=_("机关"))
    moment = models.BigIntegerField(_("最近存入时间"), help_text=_("自 1970 年起的微秒数（UTC）"))

    #: A writer commits within this time of the moment it takes, or gives up.
    SETTLED_AFTER: ClassVar[timedelta] = timedelta(seconds=5)

    class Meta:
        verbose_name = _("存入时钟")
        verbose_name_plural = _("存入时钟")
        ordering = ["office"]

    def __str__(self) -> str:
        return f"{self.office} · {self.last_stored:%Y-%m-%d %H:%M:%S}"

    @property
    def last_stored(self) -> datetime:
        """The moment as a time."""
        return moment_time(self.moment)


class Statement(models.Model):
    """A statement as it is given back: JSON text, never rewritten. Ids grow in the order of storing."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关"))
    statement_id = models.UUIDField(_("语句编号"))
    payload = models.TextField(_("内容"))
    stored = models.DateTimeField(_("存入时间"))
    timestamp = models.DateTimeField(_("发生时间"))
    verb_key = models.UUIDField(_("动词"))
    registration = models.UUIDField(_("登记号"), null=True, blank=True)
    client = models.ForeignKey(
        LrsClient,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="statements",
        db_index=False,
        verbose_name=_("写入者"),
    )
    voids = models.UUIDField(_("所作废的语句"), null=True, blank=True)
    voided = models.BooleanField(_("已作废"), default=False)

    class Meta:
        verbose_name = _("语句")
        verbose_name_plural = _("语句")
        ordering = ["pk"]
        constraints = [
            # Also finds a statement by its id.
            models.UniqueConstraint(
                fields=["office", "statement_id"],
                name="lrs_statement_once",
                violation_error_message=_("这条语句已经存入。"),
            ),
        ]
        indexes = [
            # For pages of all statements of an office.
            models.Index(fields=["office", "id"], name="lrs_statement_office"),
            # For since and until, which are turned into bounds of the id.
            models.Index(fields=["office", "stored"], name="lrs_statement_stored"),
            # For the verb filter.
            models.Index(fields=["office", "verb_key", "id"], name="lrs_statement_verb"),
            # For the registration filter.
            models.Index(
                fields=["office", "registration", "id"],
                condition=Q(registration__isnull=False),
                name="lrs_statement_registration",
            ),
            # For a client that may read only what it wrote.
            models.Index(fields=["client", "id"], condition=Q(client__isnull=False), name="lrs_statement_client"),
            # For a statement that was voided before it arrived.
            models.Index(fields=["office", "voids"], condition=Q(voids__isnull=False), name="lrs_statement_voids"),
        ]

    def __str__(self) -> str:
        return str(self.statement_id)


class StatementTerm(models.Model):
    """An agent or activity that a statement can be found by; direct terms are its own actor or object."""

    pk = models.CompositePrimaryKey("key", "statement_id")
    key = models.UUIDField(_("人员或活动"))
    statement = models.ForeignKey(
        Statement, models.CASCADE, related_name="terms", db_index=False, verbose_name=_("语句")
    )
    direct = models.BooleanField(_("主语或宾语"))

    class Meta:
        verbose_name = _("检索词")
        verbose_name_plural = _("检索词")
        ordering = ["key", "statement"]
        indexes = [
            # For the agent and activity filters; the primary key serves the related_ ones.
            models.Index(fields=["key", "statement"], condition=Q(direct=True), name="lrs_term_direct"),
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.statement_id}"


class StatementReference(models.Model):
    """A statement whose object is another statement, directly or through further ones: found by what that one says."""

    pk = models.CompositePrimaryKey("target_id", "source_id")
    target_id = models.UUIDField(_("所指语句的编号"))
    # The index of this key is for what a statement leads to, when another one refers to it.
    source = models.ForeignKey(Statement, models.CASCADE, related_name="references", verbose_name=_("引用的语句"))

    class Meta:
        verbose_name = _("语句引用")
        verbose_name_plural = _("语句引用")
        ordering = ["target_id", "source"]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class AgentName(models.Model):
    """A name under which an agent was seen."""

    key = models.UUIDField(_("名称"), primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关"))
    # The index of this key is for the names of one agent.
    agent_key = models.UUIDField(_("人员"), db_index=True)
    name = models.TextField(_("姓名"))

    class Meta:
        verbose_name = _("人员姓名")
        verbose_name_plural = _("人员姓名")
        ordering = ["agent_key", "key"]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):
    """What is known of an activity: its latest definition, as JSON text."""

    key = models.UUIDField(_("活动"), primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关"))
    iri = models.TextField(_("标识"))
    definition = models.TextField(_("定义"))

    class Meta:
        verbose_name = _("活动")
        verbose_name_plural = _("活动")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.iri


class Attachment(models.Model):
    """The bytes of an attachment, kept once for all statements that carry it."""

    key = models.UUIDField(_("附件"), primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关"))
    sha2 = models.CharField(_("摘要"), max_length=128)
    content_type = models.TextField(_("类型"))
    content = models.BinaryField(_("内容"))

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.sha2


class Document(models.Model):
    """A document that a client keeps here about an activity, an agent or both."""

    key = models.UUIDField(_("文档"), primary_key=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关"))
    kind = models.CharField(_("类别"), max_length=20, choices=DocumentKind.choices)
    scope_key = models.UUIDField(_("活动或人员"))
    registration = models.UUIDField(_("登记号"), null=True, blank=True)
    document_id = models.TextField(_("名称"))
    content_type = models.TextField(_("类型"))
    content = models.BinaryField(_("内容"))
    etag = models.CharField(_("版本标记"), max_length=40)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("文档")
        verbose_name_plural = _("文档")
        ordering = ["updated_at", "key"]
        indexes = [
            # For the list of documents of an activity or agent, whole or since a moment.
            models.Index(fields=["scope_key", "updated_at"], name="lrs_document_scope"),
        ]

    def __str__(self) -> str:
        return self.document_id


class OutboxEntry(models.Model):
    """A statement of our own on its way to the store: written with the fact it reports, delivered after."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", db_index=False, verbose_name=_("机关"))
    statement_id = models.UUIDField(_("语句编号"))
    payload = models.TextField(_("内容"))
    created_at = models.DateTimeField(_("写入时间"), auto_now_add=True)
    delivered_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.TextField(_("最近的错误"), blank=True)

    MAX_ATTEMPTS: ClassVar[int] = 8

    class Meta:
        verbose_name = _("待发语句")
        verbose_name_plural = _("待发语句")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "statement_id"],
                name="lrs_outbox_once",
                violation_error_message=_("这条语句已经在待发箱。"),
            ),
        ]
        indexes = [
            # For what is still to deliver, least tried first.
            models.Index(fields=["attempts", "id"], condition=Q(delivered_at__isnull=True), name="lrs_outbox_open"),
        ]

    def __str__(self) -> str:
        return str(self.statement_id)
