"""Whether somebody has completed a training class: the rule is data, the proposal tells its reasons, people decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Breach(TextChoices):
    """What goes against the order of a class where no scheme says; leave, lateness, early leaving are attendance."""

    WALKED_OUT = "walked_out", gettext_lazy("中途退场")
    PHONE = "phone", gettext_lazy("接打手机")
    ABSENT_MINDED = "absent_minded", gettext_lazy("人在书不在")
    DISTURBANCE = "disturbance", gettext_lazy("扰乱课堂秩序")
    LATE_IN = "late_in", gettext_lazy("没有提前进教室")


def breach_name(code: str) -> str:
    """Return what we call a breach; one that only a scheme knows is called by its code."""
    return str(Breach(code).label) if code in set(Breach) else code


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """What completing takes; what the office has not set asks nothing."""

    least_attendance: int | None = None
    must_pass: bool = False
    least_notes: int | None = None
    barring: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a trainee. `has_passed` is None where there is no result."""

    sessions: int
    attended: int
    notes: int
    breaches: Collection[str]
    has_passed: bool | None
    #: What breaches are called, where that is not our own name for them.
    names: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def share(self) -> int:
        """How many of a hundred sessions were attended, rounded down."""
        return 100 * self.attended // self.sessions if self.sessions else 0


def objections(rule: CompletionRule, standing: Standing) -> list[str]:
    """Return why completing is not proposed; nothing where it is."""
    found = []
    if rule.least_attendance is not None and standing.share < rule.least_attendance:
        told = {"attended": standing.attended, "sessions": standing.sessions, "least": rule.least_attendance}
        found.append(_("出席 %(attended)d/%(sessions)d 节，不到 %(least)d%%") % told)
    if rule.must_pass and standing.has_passed is not True:
        found.append(_("结业考试没有成绩") if standing.has_passed is None else _("结业考试未及格"))
    if rule.least_notes is not None and standing.notes < rule.least_notes:
        found.append(_("笔记 %(notes)d 篇，不足 %(least)d 篇") % {"notes": standing.notes, "least": rule.least_notes})
    barred = [
        standing.names.get(code) or breach_name(code)
        for code in dict.fromkeys(standing.breaches)
        if code in rule.barring
    ]
    if barred:
        found.append(_("有违纪：%(codes)s") % {"codes": "、".join(barred)})
    return found
