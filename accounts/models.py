"""Who is who: offices, their units, people with dated memberships and roles, rosters."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from accounts.enums import EXCLUSIVE_ROLES, CohortKind, Role, RosterImportState, Scope

username_validator = RegexValidator(r"^[A-Za-z0-9._-]+$", _("工号只能用字母、数字、点、横线。"))


class PublicModel(models.Model):
    """A row that an address may name: by a random id that tells nothing and cannot be counted through."""

    uuid = models.UUIDField(_("公开编号"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Office(PublicModel):
    """The tenant: one organization department. Banks, exams, ledgers and record stores belong to one."""

    key = models.SlugField(
        _("代号"),
        max_length=40,
        unique=True,
        error_messages={"invalid": _("代号只能用字母、数字、下划线和连字符。")},
    )
    name = models.CharField(_("名称"), max_length=100)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("机关")
        verbose_name_plural = _("机关")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(TreeQuerySet, models.QuerySet["Unit"]):  # type: ignore[misc]  # django-tree-queries has no types
    """Units as a tree: `with_tree_fields`, `ancestors`, `descendants`."""


UnitManager = models.Manager.from_queryset(UnitQuerySet)


class Unit(PublicModel, TreeNode):  # type: ignore[misc]  # likewise
    """A department or section; an office's tree has one root, the office itself."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="units", verbose_name=_("机关"))
    name = models.CharField(_("名称"), max_length=100)
    position = models.PositiveIntegerField(_("次序"), default=0)

    objects = UnitManager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"],
                name="accounts_unit_name_once",
                violation_error_message=_("同一上级下已经有这个单位。"),
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(parent__isnull=True),
                name="accounts_unit_one_root",
                violation_error_message=_("一个机关只有一个根单位。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a new one has no usable password until its owner sets one."""

    def create_user(self, *, username: str, password: str | None = None, **fields: Any) -> User:
        """Return a new account; without a password nobody can sign in with one."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account of a staff number, however its letters were typed."""
        return self.get(username__iexact=username)


class User(PublicModel, AbstractBaseUser):
    """A person with an account. The staff number (工号) is the sign-in name."""

    username = models.CharField(
        _("工号"),
        max_length=40,
        unique=True,
        validators=[username_validator],
        error_messages={"unique": _("这个工号已经有人使用。")},
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="users", verbose_name=_("机关"))
    name = models.CharField(_("姓名"), max_length=50)
    phone = models.CharField(_("手机"), max_length=20, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    is_newcomer = models.BooleanField(_("新任"), default=False)
    left_on = models.DateField(_("离开日期"), null=True, blank=True)
    password_set_at = models.DateTimeField(_("设置密码时间"), null=True, blank=True)
    joined_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("干部")
        verbose_name_plural = _("干部")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_username_any_case",
                violation_error_message=_("这个工号已经有人使用。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:person", kwargs={"person": self.uuid})

    def get_full_name(self) -> str:
        """Return the name; Django's greeting and similarity checks ask for it."""
        return self.name

    @property
    def must_set_password(self) -> bool:
        """Whether the next page is the one that sets a password."""
        return self.password_set_at is None


class Membership(models.Model):
    """A person's place in a unit from one day to another; the open row is where they are now."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("干部"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("单位"))
    position = models.CharField(_("职务"), max_length=50, blank=True)
    from_date = models.DateField(_("自"))
    to_date = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ["-from_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(to_date__isnull=True),
                name="accounts_membership_one_open",
                violation_error_message=_("一个人同时只在一个单位。"),
            ),
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")),
                name="accounts_membership_dates",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit}"


class RoleAssignment(models.Model):
    """A role held over a unit and all below it, between two dates."""

    user = models.ForeignKey(User, models.PROTECT, related_name="role_assignments", verbose_name=_("干部"))
    role = models.CharField(_("角色"), max_length=30, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="role_assignments", verbose_name=_("单位"))
    from_date = models.DateField(_("自"))
    to_date = models.DateField(_("至"), null=True, blank=True)

    class Meta:
        verbose_name = _("角色")
        verbose_name_plural = _("角色")
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(to_date__isnull=True),
                name="accounts_role_once",
                violation_error_message=_("这个人已经有这个角色。"),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(to_date__isnull=True, role__in=[role.value for role in EXCLUSIVE_ROLES]),
                name="accounts_role_exclusive",
                violation_error_message=_("审计员、安全管理员、系统管理员不能由同一人担任。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Cohort(PublicModel):
    """A cohort (花名册): a unit with all below it, or a list of people."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="cohorts", verbose_name=_("机关"))
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(_("来源"), max_length=10, choices=CohortKind.choices, default=CohortKind.LIST)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="cohorts", verbose_name=_("单位")
    )
    people = models.ManyToManyField(User, blank=True, related_name="cohorts", verbose_name=_("名单"))

    class Meta:
        verbose_name = _("花名册")
        verbose_name_plural = _("花名册")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "name"],
                name="accounts_cohort_name_once",
                violation_error_message=_("已经有同名的花名册。"),
            ),
            models.CheckConstraint(
                condition=Q(kind=CohortKind.LIST, unit__isnull=True) | Q(kind=CohortKind.UNIT, unit__isnull=False),
                name="accounts_cohort_unit_given",
                violation_error_message=_("按单位的花名册须指定单位。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FirstUseCode(models.Model):
    """A code on a slip of paper that opens an account once, to set its password. Only a digest is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="first_use_codes", verbose_name=_("干部"))
    digest = models.CharField(_("摘要"), max_length=64)
    created_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("生成人"))
    expires_at = models.DateTimeField(_("有效期至"))
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("首次登录码")
        verbose_name_plural = _("首次登录码")
        ordering = ["-created_at", "-pk"]
        # For finding the open code of whoever signs in.
        indexes = [models.Index(fields=["user"], condition=Q(used_at__isnull=True), name="accounts_code_open")]

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"


class RosterImport(PublicModel):
    """An uploaded roster between its preview and its confirmation; rows as the parser read them."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("机关"))
    file_name = models.CharField(_("文件名"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=10, choices=RosterImportState.choices, default=RosterImportState.PREVIEW
    )
    rows = models.JSONField(_("各行"))
    #: What people ticked or unticked, by the row's number; a row not named here follows its state.
    choices = models.JSONField(_("勾选"), default=dict)
    #: What the confirmation did with each row.
    outcome = models.JSONField(_("各行结果"), default=list)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("上传人"))
    uploaded_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    committed_at = models.DateTimeField(_("导入时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("人员名单导入")
        verbose_name_plural = _("人员名单导入")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ApiToken(models.Model):
    """A bearer token for the API. Only a digest is kept.

    Signing in by API makes one for half a day, without a name, that may be used for all its owner may do. A program's
    has a name and the scopes it may be used for, and stays on record when it is revoked.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("干部"))
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    name = models.CharField(_("名称"), max_length=50, blank=True)
    #: None for one of a sign-in: no narrower than its owner.
    scopes = models.JSONField(_("权限"), null=True, blank=True)
    created_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("有效期至"))
    #: The last day a program's token was used on; to the second would be a write with every request.
    used_on = models.DateField(_("最近使用"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(name="", scopes__isnull=True) | (~Q(name="") & Q(scopes__isnull=False)),
                name="accounts_token_named_if_scoped",
                violation_error_message=_("程序用的令牌要有名称和权限。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.name or format(self.created_at, '%Y-%m-%d')}"

    @property
    def is_programs(self) -> bool:
        """Whether it was made for a program, not by signing in."""
        return self.scopes is not None

    @property
    def scope_labels(self) -> list[str]:
        """What it may be used for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes or ()]
