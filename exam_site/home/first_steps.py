"""What a new office still lacks before its first exam, one thing after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Cohort, Office, User
from accounts.selectors import has_office_role, office_role_holders
from question_bank.enums import QuestionState, VersionState
from question_bank.models import DocumentVersion, Question
from quizzes.models import Exam


@dataclass(frozen=True, slots=True)
class _Kind:
    """A step: who takes it, and where."""

    key: str
    title: str | Promise
    note: str | Promise
    action: str | Promise
    url_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Step:
    """A step of one office; its address is there for who may take it, `role` says who that is.

    `is_next` marks the first that the person looking can take.
    """

    title: str
    note: str
    action: str
    url: str | None
    role: str
    is_done: bool
    is_next: bool


_KINDS = (
    _Kind(
        "people",
        _("导入人员名单"),
        _("工号、姓名、单位，一张 Excel 表"),
        _("去导入"),
        "accounts:roster_upload",
        Role.ORGANIZER,
    ),
    _Kind(
        "codes",
        _("给首次登录码"),
        _("打印纸条，当面交给本人，凭它设置密码"),
        _("去打印"),
        "accounts:codes",
        Role.ORGANIZER,
    ),
    _Kind(
        "trainer",
        _("授予命题教师"),
        _("至少两人：命题人不能审核自己的题"),
        _("去授予"),
        "accounts:role_grant",
        Role.SECURITY_ADMINISTRATOR,
    ),
    _Kind(
        "document",
        _("上传并确认一份政策文件"),
        _("试题的依据从它的条文里选"),
        _("去上传"),
        "question_bank:documents",
        Role.TRAINER,
    ),
    _Kind(
        "question",
        _("试题审核入库"),
        _("从文件导入或自己写，由另一位命题教师批准"),
        _("去题库"),
        "question_bank:questions",
        Role.TRAINER,
    ),
    _Kind(
        "cohort",
        _("建一个花名册"),
        _("谁来考：一个单位，或一份名单"),
        _("去新建"),
        "accounts:cohort_add",
        Role.ORGANIZER,
    ),
    _Kind(
        "exam",
        _("组卷并安排考试"),
        _("先组卷，再选花名册和时间"),
        _("去安排"),
        "quizzes:exams",
        Role.ORGANIZER,
    ),
)


def first_steps(user: User) -> Sequence[Step]:
    """Return all steps, done or not, while any is missing, to who can begin an office; to anybody else none."""
    if not has_office_role(user, Role.ORGANIZER, Role.SECURITY_ADMINISTRATOR):
        return ()
    done = _done(user)
    if all(done.values()):
        return ()
    following = next((kind for kind in _KINDS if not done[kind.key] and has_office_role(user, kind.role)), None)
    return [
        Step(
            title=str(kind.title),
            note=str(kind.note),
            action=str(kind.action),
            url=reverse(kind.url_name) if has_office_role(user, kind.role) else None,
            role=str(kind.role.label),
            is_done=done[kind.key],
            is_next=kind is following,
        )
        for kind in _KINDS
    ]


def _done(user: User) -> dict[str, bool]:
    """Return which steps somebody has taken, in one query."""
    office = OuterRef("pk")
    others = User.objects.filter(office=office, is_active=True).exclude(pk=user.pk)
    trainers = office_role_holders(user.office, Role.TRAINER).filter(is_active=True)
    documents = DocumentVersion.objects.filter(
        Q(document__office=office) | Q(document__is_shared=True), state=VersionState.CONFIRMED
    )
    conditions = {
        "people": Exists(others),
        "codes": Exists(others.filter(Q(password_set_at__isnull=False) | Q(first_use_codes__isnull=False))),
        "trainer": Exists(trainers),
        "document": Exists(documents),
        "question": Exists(Question.objects.filter(bank__office=office, state=QuestionState.APPROVED)),
        "cohort": Exists(Cohort.objects.filter(office=office)),
        "exam": Exists(Exam.objects.filter(office=office)),
    }
    found: dict[str, bool] = Office.objects.filter(pk=user.office_id).annotate(**conditions).values(*conditions).get()
    return found
