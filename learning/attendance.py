"""Who was there: the words of attendance, and the rules by which it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

#: What events are called in schemes; the filter `subtype` of a duty names one of these.
SUBTYPES = (
    "集中学习",
    "讲堂",
    "读书沙龙",
    "写作研讨",
    "研讨",
    "座谈",
    "专题辅导",
    "参观",
    "竞赛",
    "培训",
    "上课",
    "交流发言",
    "列席会议",
    "跟班学习",
    "头脑风暴",
    "其他",
)
#: People may sign in this long before the beginning.
EARLIEST = timedelta(minutes=60)
#: And this long after the end, for an event that ran over.
LATEST = timedelta(minutes=60)


class Part(TextChoices):
    """What somebody does at an event; the labels stand in schemes as the filter `part`."""

    GUEST = "guest", _("参加")
    SPEAKER = "speaker", _("主讲")


class Attended(TextChoices):
    """How somebody was there."""

    EXPECTED = "expected", _("未签到")
    PRESENT = "present", _("出席")
    LATE = "late", _("迟到")
    EARLY = "early", _("早退")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺席")


class Said(TextChoices):
    """What is said at an event or about it."""

    LEADER = "leader", _("领导点评")
    NEWCOMER = "newcomer", _("新同志体会")
    PEER = "peer", _("同志评议")
    SPEECH = "speech", _("交流发言")
    QUESTION = "question", _("提问")
    ANSWER = "answer", _("回答")
    MINUTES = "minutes", _("会议纪要")


@dataclass(frozen=True, slots=True)
class Hours:
    """When an event is, and how many minutes after its beginning nobody is late yet."""

    begins: datetime
    ends: datetime
    tolerance: int = 0

    @property
    def minutes(self) -> int:
        """How long it is."""
        return whole_minutes(self.begins, self.ends)

    def takes_in(self, moment: datetime) -> bool:
        """Return whether people may sign in at a moment."""
        return self.begins - EARLIEST <= moment <= self.ends + LATEST

    def on_arrival(self, arrived: datetime) -> Attended:
        """Return how somebody is there who arrives at a moment."""
        is_late = arrived > self.begins + timedelta(minutes=self.tolerance)
        return Attended.LATE if is_late else Attended.PRESENT

    def on_leaving(self, state: Attended, left: datetime) -> Attended:
        """Return how somebody was there who leaves at a moment: early only where it is more than the tolerance."""
        return Attended.EARLY if left < self.ends - timedelta(minutes=self.tolerance) else state

    def spent(self, state: Attended, arrived: datetime | None, left: datetime | None) -> int:
        """Return the minutes somebody was there; who was on time is there from the beginning to the end."""
        if state not in {Attended.PRESENT, Attended.LATE, Attended.EARLY}:
            return 0
        came = self.begins if state == Attended.PRESENT or arrived is None else arrived
        went = left if state == Attended.EARLY and left else self.ends
        return whole_minutes(max(came, self.begins), min(went, self.ends))

    def counts(self, state: Attended, minutes: int) -> bool:
        """Return whether it counts as having been there.

        Present and late do; who left early was there if it was for half of the time at least; leave and absence are
        none, whatever the reason.
        """
        if state == Attended.EARLY:
            return 2 * minutes >= self.minutes
        return state in {Attended.PRESENT, Attended.LATE}


def whole_minutes(begin: datetime, end: datetime) -> int:
    """Return the whole minutes between two moments; none where the second is the earlier."""
    return max(0, int((end - begin).total_seconds()) // 60)
