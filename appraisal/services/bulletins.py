"""Write bulletins and commentaries: drafted from facts, edited, issued, corrected by a further version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Office, User
from accounts.templatetags.screen import day
from appraisal.enums import BulletinKind, BulletinPeriod
from appraisal.models import Bulletin, BulletinIssue, Critique, span_told
from appraisal.sections import Section, refreshed, to_json
from appraisal.selectors.bulletins import critique_sections, facts_of, period_around
from learning.models import Event, Record
from learning.schemes.periods import Span


def bulletin_draft(
    *, office: Office, kind: BulletinKind, period: BulletinPeriod, on: date, by: User, now: datetime
) -> Bulletin:
    """Begin the bulletin of the month or quarter a day lies in, filled with its facts.

    Raises:
        RefusedError: that period has not begun, or has its draft.
    """
    first, last = period_around(period, on)
    if first > timezone.localdate(now):
        raise RefusedError(_("这个时期还没有开始。"))
    name = _("%(span)s工作通报") if kind == BulletinKind.BULLETIN else _("%(span)s讲评")
    try:
        with transaction.atomic():
            return Bulletin.objects.create(
                office=office,
                kind=kind,
                period=period,
                first_day=first,
                last_day=last,
                title=name % {"span": span_told(period, first)},
                sections_json=to_json(facts_of(kind, office, Span(first, last), today=timezone.localdate(now))),
                gathered_at=now,
                created_by=by,
                created_at=now,
            )
    except IntegrityError as error:
        raise RefusedError(_("这个时期的已经起草过，请打开原来的那一份。")) from error


def bulletin_refresh(*, bulletin: Bulletin, now: datetime) -> Bulletin:
    """Gather the facts anew; what somebody wrote stays."""
    gathered = facts_of(BulletinKind(bulletin.kind), bulletin.office, bulletin.span, today=timezone.localdate(now))
    with transaction.atomic():
        locked = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
        locked.sections_json = to_json(refreshed(locked.sections, gathered))
        locked.gathered_at = now
        locked.save(update_fields=["sections_json", "gathered_at"])
    return locked


def bulletin_write(
    *,
    bulletin: Bulletin,
    title: str,
    texts: Mapping[str, str],
    left_out: Sequence[str],
    meeting: Event | None,
) -> Bulletin:
    """Save what the organizer wrote, by the key of each section; what was issued stays as it went out."""
    with transaction.atomic():
        locked = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
        locked.title, locked.meeting = title, meeting
        locked.sections_json = to_json(
            section.written(texts.get(section.key, section.text), is_left_out=section.key in left_out)
            for section in locked.sections
        )
        locked.save(update_fields=["title", "meeting", "sections_json"])
    return locked


def bulletin_issue(*, bulletin: Bulletin, reason: str, by: User, now: datetime) -> BulletinIssue:
    """Send a bulletin out as it stands; the first time it takes the next number of its kind and year.

    Raises:
        RefusedError: there is nothing in it, its period is not over, a commentator has yet to write, or it is a
            correction without a reason.
    """
    with transaction.atomic():
        # Numbers of an office are given one after the other.
        office = Office.objects.select_for_update().get(pk=bulletin.office_id)
        locked = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
        issued = BulletinIssue.objects.filter(bulletin=locked).order_by("-version").first()
        if issued is not None and not reason.strip():
            raise RefusedError(_("更正请写明原因，原因随新的一版印出。"))
        critiques = list(locked.critiques.select_related("record__subject", "record__unit", "commentator"))
        waiting = [critique.commentator.name for critique in critiques if not critique.is_written]
        if waiting:
            raise RefusedError(
                _("还有 %(count)d 篇等点评：%(names)s。写完再印发，或者把它从篇目里去掉。")
                % {"count": len(waiting), "names": "、".join(dict.fromkeys(waiting))}
            )
        printed = _printed(locked, critiques)
        if not printed:
            raise RefusedError(_("还没有内容，不能印发。"))
        if locked.last_day > timezone.localdate(now) and locked.kind == BulletinKind.BULLETIN:
            raise RefusedError(_("这个时期到%(day)s才结束，那一天起才能印发。") % {"day": day(locked.last_day)})
        return BulletinIssue.objects.create(
            bulletin=locked,
            year=locked.first_day.year,
            number=issued.number if issued else _next_number(office, locked),
            version=issued.version + 1 if issued else 1,
            title=locked.title,
            sections_json=to_json(printed),
            reason=reason.strip() if issued else "",
            issued_on=timezone.localdate(now),
            issued_by=by,
            issued_at=now,
        )


def critiques_ask(*, bulletin: Bulletin, records: Sequence[Record], commentator: User) -> int:
    """Put records on a commentary and say who speaks of them; return how many are new."""
    with transaction.atomic():
        Bulletin.objects.select_for_update().get(pk=bulletin.pk)
        known = set(bulletin.critiques.values_list("record", flat=True))
        new = [record for record in records if record.pk not in known]
        Critique.objects.bulk_create(
            Critique(bulletin=bulletin, record=record, commentator=commentator) for record in new
        )
    return len(new)


def critique_write(*, critique: Critique, strength: str, weakness: str, now: datetime) -> Critique:
    """Save a commentator's words; a commentary that is out changes by a correction alone.

    Raises:
        RefusedError: there are no words.
    """
    if not (strength.strip() or weakness.strip()):
        raise RefusedError(_("长处和不足至少写一样。"))
    critique.strength, critique.weakness, critique.saved_at = strength.strip(), weakness.strip(), now
    critique.save(update_fields=["strength", "weakness", "saved_at"])
    return critique


def critique_drop(*, critique: Critique) -> None:
    """Take a record off a commentary; what was issued keeps it."""
    critique.delete()


def _printed(bulletin: Bulletin, critiques: Sequence[Critique]) -> list[Section]:
    """Return the sections that go out: none that is empty or left out, critiques before the closing words."""
    *before, closing = bulletin.sections
    found = [*before, *critique_sections(critiques), closing]
    if bulletin.meeting is not None:
        told = _("讲评会：%(title)s，%(day)s，%(place)s。") % {
            "title": bulletin.meeting.record.title,
            "day": day(bulletin.meeting.record.occurred_on),
            "place": bulletin.meeting.place,
        }
        found.append(Section("meeting", _("会议"), told=told))
    return [section for section in found if not section.is_empty]


def _next_number(office: Office, bulletin: Bulletin) -> int:
    taken = BulletinIssue.objects.filter(
        bulletin__office=office, bulletin__kind=bulletin.kind, year=bulletin.first_day.year
    )
    return (taken.aggregate(last=Max("number"))["last"] or 0) + 1
