"""Send reminders: digests by e-mail, notices by the robots of group chats.

A message is made ready first, as a row, and sent afterwards: whatever breaks in between, it is neither lost nor sent
without end. What goes out when is decided by `learning.reminding`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F, Max, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office, Unit, User
from accounts.templatetags.screen import day
from learning.enums import ReminderState, Rhythm
from learning.models import OfficeReminders, OwnReminders, Reminder, Robot
from learning.reminding import (
    CLAIM_LIFETIME,
    digest_is_due,
    first_moment,
    is_notice_day,
    next_try,
    notice_text,
)
from learning.robots import RobotError, is_allowed, robot_say
from learning.schemes.workdays import chinese_workdays
from learning.selectors.reminders import reviews_waiting, unit_notice_lines, waiting_for
from learning.selectors.reviewing import acting_in_reviews

_DAY = timedelta(days=1)
#: So many people are asked about, and rows written, at once: no database takes any number of keys in one statement.
_BATCH = 500
#: A group is told of what ends within so many days.
_NOTICE_AHEAD = timedelta(days=7)
_OPEN = (ReminderState.WAITING, ReminderState.SENDING)


class RemindersRefusedError(Exception):
    """What was entered cannot be kept."""


@dataclass(frozen=True, slots=True)
class OfficeTerms:
    """What an organizer sets for the office."""

    is_on: bool
    lead: int
    digest_at: time
    notice_weekday: int
    notice_at: time
    quiet_from: time
    quiet_until: time
    names_people: bool


@dataclass(frozen=True, slots=True)
class NewRobot:
    """What an organizer enters of a group's robot."""

    unit: Unit
    name: str
    maker: str
    form: str
    url: str
    secret: str


def mail_is_there() -> bool:
    """Return whether there is a server that takes our e-mail."""
    return bool(settings.EMAIL_HOST)


def office_reminders_set(*, office: Office, terms: OfficeTerms) -> OfficeReminders:
    """Set when reminders of an office go out; switched off, what was ready is not sent any more."""
    told = {name: getattr(terms, name) for name in OfficeTerms.__slots__}
    with transaction.atomic():
        row, _is_new = OfficeReminders.objects.update_or_create(office=office, defaults=told)
        if not row.is_on:
            _drop(Reminder.objects.filter(office=office))
    return row


def own_reminders_set(
    *, person: User, rhythm: str, email: str, quiet_from: time | None, quiet_until: time | None
) -> OwnReminders:
    """Set what somebody is told by e-mail; switched off, what was ready is not sent any more.

    Raises:
        RemindersRefusedError: e-mail is wanted without an address, or quiet hours have no end.
    """
    if rhythm != Rhythm.OFF and not email:
        raise RemindersRefusedError(_("要收邮件提醒，请填电子邮箱。"))
    if (quiet_from is None) != (quiet_until is None):
        raise RemindersRefusedError(_("免打扰的起止时间要么都填，要么都不填。"))
    told = {"rhythm": rhythm, "email": email, "quiet_from": quiet_from, "quiet_until": quiet_until}
    with transaction.atomic():
        row, _is_new = OwnReminders.objects.update_or_create(person=person, defaults=told)
        if rhythm == Rhythm.OFF:
            _drop(Reminder.objects.filter(person=person))
    return row


def robot_add(*, office: Office, robot: NewRobot, by: User, now: datetime) -> Robot:
    """Keep a group's robot.

    Raises:
        RemindersRefusedError: its address is not one that the settings allow.
    """
    if not is_allowed(robot.url):
        raise RemindersRefusedError(
            _("地址要以 %(origins)s 开头，照机器人页面上的原样粘贴。") % {"origins": "、".join(settings.ROBOT_ORIGINS)}
        )
    told = {name: getattr(robot, name) for name in NewRobot.__slots__}
    return Robot.objects.create(office=office, added_by=by, added_at=now, **told)


def robot_remove(*, robot: Robot, by: User, now: datetime) -> None:
    """Take a robot away and forget its address; what was ready for it is not sent any more."""
    with transaction.atomic():
        locked = Robot.objects.select_for_update().get(pk=robot.pk)
        if locked.removed_at is None:
            locked.url = locked.secret = ""
            locked.removed_by, locked.removed_at = by, now
            locked.save(update_fields=["url", "secret", "removed_by", "removed_at"])
            _drop(Reminder.objects.filter(robot=locked))


def robot_test(*, robot: Robot, now: datetime) -> str:
    """Send a group a message that says it is a trial, and return what came back.

    Raises:
        RobotError: it was not taken; the sentence says why.
    """
    text = _("【提醒】这是季季考的测试消息。%(unit)s的提醒以后发到这个群。") % {"unit": robot.unit.name}
    return robot_say(robot.maker, robot.form, robot.url, robot.secret, text, at=now)


def _drop(reminders: QuerySet[Reminder]) -> None:
    reminders.filter(state=ReminderState.WAITING).update(state=ReminderState.DROPPED)


def reminders_prepare(*, now: datetime) -> int:
    """Make ready what is to go out today, each office at its hours; return how many messages. Repeating does no harm.

    What takes long is read before the transaction that writes: an exam's saves must not wait for it.
    """
    local = timezone.localtime(now)
    made = 0
    for terms in OfficeReminders.objects.filter(is_on=True).select_related("office"):
        if _is_time(terms.digests_made_on, terms.digest_at, local) and mail_is_there():
            made += _write(terms, "digests_made_on", local.date(), _digests(terms, local))
        if _is_time(terms.notices_made_on, terms.notice_at, local):
            made += _write(terms, "notices_made_on", local.date(), _notices(terms, local))
    return made


def _is_time(made_on: date | None, at: time, local: datetime) -> bool:
    return (made_on is None or made_on < local.date()) and local.time() >= at


def _write(terms: OfficeReminders, column: str, today: date, messages: list[Reminder]) -> int:
    """Write messages and that they are made; nothing where another worker was faster, or they were switched off."""
    still = Q(**{column: None}) | Q(**{f"{column}__lt": today})
    with transaction.atomic():
        if not OfficeReminders.objects.filter(still, pk=terms.pk, is_on=True).update(**{column: today}):
            return 0
        Reminder.objects.bulk_create(messages, batch_size=_BATCH)
    return len(messages)


def _digests(terms: OfficeReminders, local: datetime) -> list[Reminder]:
    today = local.date()
    workdays = chinese_workdays()
    wanting = OwnReminders.objects.filter(person__office=terms.office, person__is_active=True)
    wishes = {wish.person_id: wish for wish in wanting.exclude(rhythm=Rhythm.OFF).select_related("person__office")}
    # Of a week: what came before does not keep anybody from a digest.
    lately = Reminder.objects.filter(person__in=wishes, on__gt=today - 7 * _DAY).order_by()
    last = dict(lately.values_list("person").annotate(Max("on")))
    asked = [
        person
        for person, wish in wishes.items()
        if digest_is_due(is_weekly=wish.rhythm == Rhythm.WEEKLY, on=today, last=last.get(person), workdays=workdays)
    ]
    found = []
    for start in range(0, len(asked), _BATCH):
        some = asked[start : start + _BATCH]
        reviewers = acting_in_reviews(some, today)
        for person, due in waiting_for(terms.office, some, local).items():
            waiting = [*due, *(reviews_waiting(wishes[person].person, local) if person in reviewers else ())]
            send_from = first_moment(local, [terms.quiet, *wishes[person].quiet])
            if waiting and send_from is not None:
                lines = [{"title": each.title, "note": each.note, "url": each.url} for each in waiting]
                ready = Reminder(office=terms.office, person_id=person, on=today, lines=lines, send_from=send_from)
                found.append(ready)
    return found


def _notices(terms: OfficeReminders, local: datetime) -> list[Reminder]:
    today = local.date()
    send_from = first_moment(local, [terms.quiet])
    if send_from is None or not is_notice_day(terms.notice_weekday, today, chinese_workdays()):
        return []
    found = []
    for robot in Robot.objects.filter(office=terms.office, removed_at=None).select_related("unit__office"):
        lines = unit_notice_lines(robot.unit, today, today + _NOTICE_AHEAD, names_people=terms.names_people)
        if lines:
            text = notice_text(robot.unit.name, today, lines, settings.PUBLIC_ORIGIN)
            found.append(Reminder(office=terms.office, robot=robot, on=today, text=text, send_from=send_from))
    return found


def reminders_send(*, clock: Callable[[], datetime], is_stopping: Callable[[], bool]) -> int:
    """Send what is ready, one after the other; return how many went out.

    Each is claimed before it is sent, and the try counted: a worker that dies over it leaves it to be taken up again,
    and after a few tries it stands as failed. The first that fails ends the round: a server that does not answer must
    not keep other work waiting.
    """
    sent = 0
    while not is_stopping() and (reminder := _claim(clock())) and _deliver(reminder, clock):
        sent += 1
    return sent


def _claim(now: datetime) -> Reminder | None:
    """Return the next message to send, marked as being sent; what is of the day before yesterday is let go of."""
    open_ones = Reminder.objects.filter(state__in=_OPEN).exclude(person__is_active=False)
    open_ones.filter(on__lt=timezone.localdate(now) - _DAY).update(state=ReminderState.DROPPED)
    ready = Q(state=ReminderState.WAITING) | Q(tried_at__lte=now - CLAIM_LIFETIME)
    waiting = open_ones.filter(ready, send_from__lte=now).order_by("send_from", "pk")
    while found := waiting.first():
        mine = Reminder.objects.filter(pk=found.pk, state=found.state, tries=found.tries)
        if found.tries and next_try(found.tries, now) is None:
            mine.update(state=ReminderState.FAILED, error=found.error or _("发送时中断，不知道发出去没有。"))
        elif mine.update(state=ReminderState.SENDING, tries=F("tries") + 1, tried_at=now):
            return Reminder.objects.select_related("person", "robot").get(pk=found.pk)
    return None


def _deliver(reminder: Reminder, clock: Callable[[], datetime]) -> bool:
    """Send a message and note what became of it."""
    try:
        if reminder.robot is not None:
            robot = reminder.robot
            robot_say(robot.maker, robot.form, robot.url, robot.secret, reminder.text, at=clock())
        elif reminder.person is not None:
            _mail(reminder, OwnReminders.objects.get(person=reminder.person))
    except (RobotError, SMTPException, OSError, ValueError) as error:
        again = next_try(reminder.tries, clock())
        reminder.error = str(error)[:300] or type(error).__name__
        reminder.state = ReminderState.FAILED if again is None else ReminderState.WAITING
        reminder.send_from = again or reminder.send_from
    else:
        reminder.error, reminder.state = "", ReminderState.SENT
    reminder.save(update_fields=["error", "state", "send_from"])
    return reminder.state == ReminderState.SENT


def _mail(reminder: Reminder, wish: OwnReminders) -> None:
    """Send a digest as plain text and as HTML; its number tells servers that a second try is the same message."""
    origin = settings.PUBLIC_ORIGIN
    context = {
        "person": reminder.person,
        "on": reminder.on,
        "lines": [{**line, "url": origin + line["url"]} for line in reminder.lines],
        "own": origin + reverse("learning:my_reminders"),
    }
    subject = _("【季季考】%(count)d 件事快到时间（%(day)s）") % {"count": len(reminder.lines), "day": day(reminder.on)}
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("learning/mail/digest.txt", context),
        to=[wish.email],
        headers={"Message-ID": f"<{reminder.uuid}@jijikao>"},
    )
    mail.attach_alternative(render_to_string("learning/mail/digest.html", context), "text/html")
    mail.send()
