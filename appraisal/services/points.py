"""Write rules and the ledger. Every posting can be repeated: the same evidence earns once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.templatetags.screen import day
from appraisal import rules
from appraisal.chain import GENESIS, entry_hash
from appraisal.enums import EvidenceKind, Field
from appraisal.errors import VersionStartError
from appraisal.models import LedgerEntry, PointsRule, PointsRuleVersion
from appraisal.selectors import rule_version_on
from learning.enums import RecordKind, RecordState, Verdict
from learning.models import Record
from quizzes.enums import ExamKind, ExamState
from quizzes.models import Exam, Result
from quizzes.selectors import counting_results

_BATCH = 500


@dataclass(frozen=True, slots=True)
class _Claim:
    """What may earn points: whose it is, what it rests on, what the formula needs to know."""

    person: User
    kind: EvidenceKind
    evidence: UUID
    occurred_on: date
    approved_by: User | None
    seen: rules.ExamEvidence | rules.NoteEvidence


_SUGGESTED: tuple[tuple[str, str, Field, EvidenceKind, rules.Formula], ...] = (
    (
        "quarterly-test",
        "季季考成绩",
        Field.STUDY,
        EvidenceKind.RESULT,
        rules.ExamBands((rules.Band(90, 1000), rules.Band(80, 800), rules.Band(60, 500))),
    ),
    ("reading-note", "读书笔记", Field.STUDY, EvidenceKind.RECORD, rules.NoteBase(200, 300)),
)


def rules_suggest(*, office: Office, by: User | None, effective_from: date) -> list[PointsRule]:
    """Give an office without rules the two suggested ones; what is there already stays as it is."""
    made = []
    for key, name, field, kind, formula in _SUGGESTED:
        with transaction.atomic():
            rule, is_new = PointsRule.objects.get_or_create(
                office=office, key=key, defaults={"name": name, "field": field, "evidence_kind": kind}
            )
            if is_new:
                rule_version_add(
                    rule=rule, formula=formula, effective_from=effective_from, basis=_("系统建议，可修改"), by=by
                )
                made.append(rule)
    return made


def rule_version_add(
    *, rule: PointsRule, formula: rules.Formula, effective_from: date, basis: str, by: User | None
) -> PointsRuleVersion:
    """Let a rule say something new from a day on; lines already in the ledger keep the version they cite.

    Raises:
        VersionStartError: the newest version begins later, or points of that day or a later one are entered already.
    """
    with transaction.atomic():
        # Lines are entered under this lock: none can slip in behind the day they are checked for.
        Office.objects.select_for_update().get(pk=rule.office_id)
        newest = rule.versions.order_by("-number").first()
        _refuse_to_rewrite(rule, newest, effective_from)
        return PointsRuleVersion.objects.create(
            rule=rule,
            number=newest.number + 1 if newest else 1,
            formula=rules.to_json(formula),
            effective_from=effective_from,
            basis=basis,
            created_by=by,
        )


def _refuse_to_rewrite(rule: PointsRule, newest: PointsRuleVersion | None, effective_from: date) -> None:
    """Keep what was announced and what was entered: equal work of one day earns by one version.

    Raises:
        VersionStartError: the day lies too early.
    """
    if newest is not None and effective_from < newest.effective_from:
        raise VersionStartError(
            _("第 %(number)d 版自%(day)s起生效，新版不能早于这一天。")
            % {"number": newest.number, "day": day(newest.effective_from)}
        )
    entered = LedgerEntry.objects.filter(rule_version__rule=rule, occurred_on__gte=effective_from)
    last = entered.order_by("-occurred_on").first()
    if last is not None:
        raise VersionStartError(
            _("%(day)s的积分已按原来的版本入账，新版最早从第二天起。") % {"day": day(last.occurred_on)}
        )


def exam_points_post(*, exam: Exam, now: datetime) -> int:
    """Enter the points of a published quarterly test's counting results; return how many lines were added.

    Other exams earn none: a mock is practice, and no rule speaks of class exams. Where a regrade changed which result
    counts, the old line gets a counter-entry and the new result its own line.
    """
    if exam.kind != ExamKind.QUARTERLY_TEST:
        return 0
    publisher = exam.transitions.filter(to_state=ExamState.PUBLISHED).select_related("by").first()
    claims = [
        _Claim(
            person=result.attempt.candidate.user,
            kind=EvidenceKind.RESULT,
            evidence=result.uuid,
            occurred_on=timezone.localdate(result.attempt.started_at),
            approved_by=publisher.by if publisher else None,
            seen=rules.ExamEvidence(exam.title, result.total, result.maximum),
        )
        for result in counting_results(exam).values()
    ]
    with transaction.atomic():
        chain = _Chain(exam.office)
        _counter_superseded(chain, exam, claims, now)
        _post(chain, claims, now)
        return chain.write()


def record_points_post(*, record: Record, now: datetime) -> int:
    """Enter the points of an approved reading note; return how many lines were added."""
    approval = record.reviews.filter(verdict=Verdict.APPROVED).select_related("by").first()
    if record.kind != RecordKind.NOTE or record.state != RecordState.APPROVED or approval is None:
        return 0
    claim = _Claim(
        person=record.subject,
        kind=EvidenceKind.RECORD,
        evidence=record.uuid,
        occurred_on=record.occurred_on,
        approved_by=approval.by,
        seen=rules.NoteEvidence(record.title, record.characters),
    )
    with transaction.atomic():
        chain = _Chain(record.office)
        _post(chain, [claim], now)
        return chain.write()


def ledger_reconcile(*, now: datetime) -> int:
    """Enter what lost signals left out; return how many lines were added."""
    published = Exam.objects.filter(state__in=[ExamState.PUBLISHED, ExamState.ARCHIVED]).select_related("office")
    approved = Record.objects.filter(kind=RecordKind.NOTE, state=RecordState.APPROVED)
    return sum(exam_points_post(exam=exam, now=now) for exam in published) + sum(
        record_points_post(record=record, now=now) for record in approved.select_related("office", "subject")
    )


def entry_reverse(*, entry: LedgerEntry, reason: str, by: User | None, now: datetime) -> LedgerEntry:
    """Take a line back by a counter-entry that says why; a line is taken back once."""
    with transaction.atomic():
        chain = _Chain(entry.office)
        existing = LedgerEntry.objects.filter(reverses=entry).first()
        if existing is not None:
            return existing
        counter = _counter(entry, reason=reason, by=by, now=now)
        chain.append(counter)
        chain.write()
        return counter


class _Chain:
    """The end of an office's ledger, held by the office's lock until the transaction ends.

    Lines are put after it one by one and written together: a published exam brings thousands.
    """

    def __init__(self, office: Office) -> None:
        # One writer an office: the chain has one end.
        self.office = Office.objects.select_for_update().get(pk=office.pk)
        last = LedgerEntry.objects.filter(office=office).order_by("-sequence").first()
        self._sequence, self._hash = (last.sequence, last.hash) if last else (0, GENESIS)
        self._lines: list[LedgerEntry] = []

    def append(self, entry: LedgerEntry) -> None:
        self._sequence += 1
        entry.sequence, entry.previous_hash = self._sequence, self._hash
        entry.hash = self._hash = entry_hash(entry)
        self._lines.append(entry)

    def write(self) -> int:
        """Write the lines and return how many they are."""
        LedgerEntry.objects.bulk_create(self._lines, batch_size=_BATCH)
        return len(self._lines)


def _counter(entry: LedgerEntry, *, reason: str, by: User | None, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        office_id=entry.office_id,
        person_id=entry.person_id,
        rule_version_id=entry.rule_version_id,
        evidence_kind=entry.evidence_kind,
        evidence=entry.evidence,
        points=-entry.points,
        explanation=_("冲销第 %(sequence)d 笔：%(reason)s") % {"sequence": entry.sequence, "reason": reason},
        occurred_on=entry.occurred_on,
        approved_by=by,
        reverses=entry,
        created_at=now,
    )


def _post(chain: _Chain, claims: list[_Claim], now: datetime) -> None:
    """Add a line for each claim that a rule of the office rewards and that has none yet."""
    for rule in PointsRule.objects.filter(office=chain.office):
        own = LedgerEntry.objects.filter(rule_version__rule=rule, reverses__isnull=True)
        known = set(own.filter(evidence__in=[claim.evidence for claim in claims]).values_list("evidence", flat=True))
        versions = {on: rule_version_on(rule, on) for on in {claim.occurred_on for claim in claims}}
        for claim in claims:
            version = versions[claim.occurred_on]
            if version and rule.evidence_kind == claim.kind and claim.evidence not in known:
                _post_claim(chain, version, claim, now)


def _post_claim(chain: _Chain, version: PointsRuleVersion, claim: _Claim, now: datetime) -> None:
    earned = rules.award(rules.from_json(version.formula), claim.seen)
    if earned is None:
        return
    chain.append(
        LedgerEntry(
            office=chain.office,
            person=claim.person,
            rule_version=version,
            evidence_kind=claim.kind,
            evidence=claim.evidence,
            points=earned.points,
            explanation=earned.explanation,
            occurred_on=claim.occurred_on,
            approved_by=claim.approved_by,
            created_at=now,
        )
    )


def _counter_superseded(chain: _Chain, exam: Exam, claims: list[_Claim], now: datetime) -> None:
    """Take back the lines of candidates' other results of the same exam."""
    counting = {claim.person.pk: claim for claim in claims}
    standing = LedgerEntry.objects.filter(
        evidence_kind=EvidenceKind.RESULT,
        evidence__in=Result.objects.filter(attempt__exam=exam).values("uuid"),
        reverses__isnull=True,
        reversed_by__isnull=True,
    )
    for entry in standing.order_by("sequence"):
        claim = counting.get(entry.person_id)
        if claim is not None and claim.evidence != entry.evidence:
            chain.append(_counter(entry, reason=_("成绩已更正"), by=claim.approved_by, now=now))
