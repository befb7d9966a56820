"""Hold awards: open, nominate, judge, decide and announce."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.errors import RefusedError
from accounts.models import Office, User
from appraisal.enums import AwardSort
from appraisal.models import Award, AwardDecision, Judgement, Juror, Nominee
from appraisal.selectors.awards import Eligible, judged_by, standings
from learning.models import Record
from learning.panels import Criterion


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided of one nominee."""

    is_winner: bool
    grade: str = ""
    reason: str = ""


def award_open(
    *,
    office: Office,
    name: str,
    year: int,
    sort: AwardSort,
    quota: int | None,
    takes_own: bool,
    by: User,
    now: datetime,
) -> Award:
    """Open a round for nominations.

    Raises:
        RefusedError: the award is held in that year already.
    """
    try:
        with transaction.atomic():
            return Award.objects.create(
                office=office,
                name=name,
                year=year,
                sort=sort,
                quota=quota,
                takes_own=takes_own,
                opened_by=by,
                opened_at=now,
            )
    except IntegrityError as error:
        raise RefusedError(_("%(year)d 年的“%(name)s”已经在评。") % {"year": year, "name": name}) from error


def nominees_add(*, award: Award, chosen: Sequence[Eligible], by: User, now: datetime) -> int:
    """Nominate people for what they did; return how many are new.

    Raises:
        RefusedError: nominations are over.
    """
    return _nominate(award, [(each.person, each.record, each.title) for each in chosen], by, now)


def people_nominate(*, award: Award, people: Sequence[User], by: User, now: datetime) -> int:
    """Nominate people for their whole year; return how many are new.

    Raises:
        RefusedError: nominations are over.
    """
    title = _("%(year)d 年全年积分") % {"year": award.year}
    return _nominate(award, [(person, None, title) for person in people], by, now)


def _nominate(award: Award, wanted: Sequence[tuple[User, Record | None, str]], by: User, now: datetime) -> int:
    with transaction.atomic():
        locked = _locked(award)
        if not locked.is_nominating:
            raise RefusedError(_("提名已经结束。"))
        known = set(locked.nominees.values_list("person", "record"))
        new = [row for row in wanted if (row[0].pk, row[1] and row[1].pk) not in known]
        Nominee.objects.bulk_create(
            Nominee(award=locked, person=person, record=record, title=title, nominated_by=by, nominated_at=now)
            for person, record, title in new
        )
    return len(new)


def nominee_drop(*, nominee: Nominee) -> None:
    """Take a nomination back before it is judged.

    Raises:
        RefusedError: nominations are over.
    """
    with transaction.atomic():
        if not _locked(nominee.award).is_nominating:
            raise RefusedError(_("提名已经结束。"))
        nominee.delete()


def award_judge(*, award: Award, jurors: Sequence[User], criteria: Sequence[Criterion], now: datetime) -> Award:
    """End nominations and ask jurors; each judges everybody but themselves.

    Raises:
        RefusedError: it is judged already or by points alone, nobody is nominated, no juror or no criterion is named.
    """
    with transaction.atomic():
        locked = _locked(award)
        if not locked.is_nominating:
            raise RefusedError(_("评审已经开始。"))
        if locked.is_by_points:
            raise RefusedError(_("按积分评的，不请评委，直接决定。"))
        if not locked.nominees.exists():
            raise RefusedError(_("还没有人参评。"))
        if not jurors or not criteria:
            raise RefusedError(_("评委和评分项都至少要有一个。"))
        locked.criteria_told = [[each.name, each.weight] for each in criteria]
        locked.judged_from = now
        locked.save(update_fields=["criteria_told", "judged_from"])
        Juror.objects.bulk_create(Juror(award=locked, user=user) for user in jurors)
    return locked


def nominees_judge(*, juror: Juror, scores: Mapping[int, Sequence[int]], now: datetime) -> None:
    """Take a juror's points for all nominees at once, by the nominee's key.

    Raises:
        RefusedError: the judging is over, the juror has judged, or somebody is left out.
    """
    with transaction.atomic():
        award = _locked(juror.award)
        if not award.is_judging:
            raise RefusedError(_("评审已经结束。"))
        locked = Juror.objects.select_for_update().get(pk=juror.pk)
        if locked.judged_at is not None:
            raise RefusedError(_("你已经评过了，评过的不能改。"))
        nominees = judged_by(juror)
        if {nominee.pk for nominee in nominees} != set(scores):
            raise RefusedError(_("每个参评的都要打分。"))
        Judgement.objects.bulk_create(
            Judgement(juror=locked, nominee=nominee, scores=list(scores[nominee.pk])) for nominee in nominees
        )
        locked.judged_at = now
        locked.save(update_fields=["judged_at"])


def award_judged(*, award: Award, now: datetime) -> Award:
    """End the judging.

    Raises:
        RefusedError: it is not under way, or nobody has judged.
    """
    with transaction.atomic():
        locked = _locked(award)
        if not locked.is_judging:
            raise RefusedError(_("现在没有在评审。"))
        if not locked.jurors.exclude(judged_at=None).exists():
            raise RefusedError(_("还没有评委打分。"))
        locked.judged_until = now
        locked.save(update_fields=["judged_until"])
    return locked


def award_decide(*, award: Award, verdicts: Mapping[int, Verdict], by: User, now: datetime) -> Award:
    """Decide on every nominee and announce it; it cannot be taken back.

    Where a number of awards is set, the scores propose: deciding otherwise, or between equals, takes a reason.

    Raises:
        RefusedError: it is not time, somebody is left out, there are more winners than awards, none, or a reason is
            missing.
    """
    with transaction.atomic():
        locked = _locked(award)
        if not locked.awaits_decision:
            raise RefusedError(_("现在不能决定：评审没有结束，或者已经公布。"))
        rows = standings(locked)
        if not rows or {row.nominee.pk for row in rows} != set(verdicts):
            raise RefusedError(_("每个参评的都要决定。"))
        won = sum(verdict.is_winner for verdict in verdicts.values())
        if not won:
            raise RefusedError(_("至少要有一个获奖的。"))
        if locked.quota is not None and won > locked.quota:
            raise RefusedError(_("名额 %(quota)d 个，选了 %(won)d 个。") % {"quota": locked.quota, "won": won})
        for row in rows:
            verdict = verdicts[row.nominee.pk]
            is_choice = row.is_proposed != verdict.is_winner
            if locked.quota is not None and is_choice and not verdict.reason.strip():
                why = _("和得分的建议不同") if not row.is_tied else _("得分并列")
                raise RefusedError(_("%(name)s：%(why)s，请写理由。") % {"name": row.nominee.person.name, "why": why})
        AwardDecision.objects.bulk_create(
            AwardDecision(
                nominee=row.nominee,
                is_winner=verdicts[row.nominee.pk].is_winner,
                grade=verdicts[row.nominee.pk].grade if verdicts[row.nominee.pk].is_winner else "",
                score=row.score,
                reason=verdicts[row.nominee.pk].reason.strip(),
                by=by,
                at=now,
            )
            for row in rows
        )
        locked.announced_at = now
        locked.save(update_fields=["announced_at"])
    return locked


def _locked(award: Award) -> Award:
    return Award.objects.select_for_update().get(pk=award.pk)
