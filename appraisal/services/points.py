"""Write rules and the ledger. Every posting can be repeated: the same evidence earns once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Office, User
from accounts.templatetags.screen import day
from appraisal import rules
from appraisal.chain import GENESIS, entry_hash
from appraisal.enums import EvidenceKind, Source
from appraisal.errors import VersionStartError
from appraisal.models import LedgerEntry, PointsRule, PointsRuleVersion
from appraisal.selectors import rule_version_on
from appraisal.selectors.earnings import (
    Claim,
    office_claims,
    record_claims,
    scheme_figures,
    sources_suggested,
    words_of,
)
from learning.models import Record
from quizzes.enums import ExamKind, ExamState
from quizzes.models import Exam, Result
from quizzes.selectors import counting_results

_BATCH = 500


_SUGGESTED: Mapping[Source, rules.Formula] = {
    Source.EXAM: rules.ExamBands((rules.Band(90, 1000), rules.Band(80, 800), rules.Band(60, 500))),
    Source.NOTE: rules.NoteBase(200, 300),
}
#: By what name a rule's address knows it.
_KEYS = {Source.EXAM: "quarterly-test", Source.NOTE: "reading-note"}


def rules_suggest(*, office: Office, by: User | None, effective_from: date) -> list[PointsRule]:
    """Give an office the rules it lacks: exams and notes, and what its schemes score; what is there stays as it is.

    What a scheme names without a figure is 未设定 until an organizer sets one.
    """
    made = [
        rule_make(office=office, source=source, by=by, effective_from=effective_from)
        for source in sources_suggested(office, timezone.localdate())
    ]
    return [rule for rule in made if rule is not None]


def rule_make(*, office: Office, source: Source, by: User | None, effective_from: date) -> PointsRule | None:
    """Return a first rule for a source, with the figures that the office's schemes have; None where there is one."""
    with transaction.atomic():
        rule, is_new = PointsRule.objects.get_or_create(
            office=office,
            source=source,
            defaults={"key": _KEYS.get(source, source.value), "name": str(source.label), "field": source.field},
        )
        if not is_new:
            return None
        said = scheme_figures(source, office, timezone.localdate())
        rule_version_add(
            rule=rule,
            formula=_first_formula(source, office, said.figures),
            effective_from=effective_from,
            basis=said.basis or _("系统建议，可修改"),
            by=by,
        )
    return rule


def _first_formula(source: Source, office: Office, figures: Mapping[str, int]) -> rules.Formula:
    if source is Source.NOTE and figures:
        return rules.NoteBase(max(figures.values()), 0)
    if source in _SUGGESTED:
        return _SUGGESTED[source]
    words = words_of(source, office, timezone.localdate())
    return rules.Tariff(
        tuple(rules.Rate(word, name, figures.get(word)) for word, name in words.items()), takes=source.takes
    )


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
        Claim(
            source=Source.EXAM,
            person_id=result.attempt.candidate.user_id,
            kind=EvidenceKind.RESULT,
            evidence=result.uuid,
            occurred_on=timezone.localdate(result.attempt.started_at),
            approved_by_id=publisher.by_id if publisher else None,
            seen=rules.ExamEvidence(exam.title, result.total, result.maximum),
        )
        for result in counting_results(exam).values()
    ]
    with transaction.atomic():
        chain = _Chain(exam.office)
        _counter_superseded(chain, exam, claims, now)
        _post(chain, claims, now)
        return chain.write()


def claims_post(*, office: Office, claims: Iterable[Claim], now: datetime) -> int:
    """Enter what claims earn and cost, and counter the lines of those that are void; return how many were added."""
    with transaction.atomic():
        chain = _Chain(office)
        # Read only under the lock: what was taken back meanwhile does not come in.
        read = list(claims)
        _counter_void(chain, read, now)
        _post(chain, read, now)
        return chain.write()


def record_points_post(*, record: Record, now: datetime) -> int:
    """Enter the points of an approved note or piece, or of work struck off; return how many lines were added."""
    claims = record_claims(Record.objects.filter(pk=record.pk))
    return claims_post(office=record.office, claims=claims, now=now)


def ledger_reconcile(*, now: datetime, office: Office | None = None) -> int:
    """Enter what lost signals left out, of one office or of all; return how many lines were added."""
    offices = [office] if office else list(Office.objects.filter(points_rules__isnull=False).distinct())
    return sum(_office_reconcile(each, now) for each in offices)


def _office_reconcile(office: Office, now: datetime) -> int:
    sources = {Source(source) for source in PointsRule.objects.filter(office=office).values_list("source", flat=True)}
    added = 0
    if Source.EXAM in sources:
        published = Exam.objects.filter(office=office, state__in=[ExamState.PUBLISHED, ExamState.ARCHIVED])
        added += sum(exam_points_post(exam=exam, now=now) for exam in published.select_related("office"))
    claims = office_claims(office, sources)
    while batch := list(islice(claims, _BATCH)):
        added += claims_post(office=office, claims=batch, now=now)
    return added


def entry_reverse(*, entry: LedgerEntry, reason: str, by: User | None, now: datetime) -> LedgerEntry:
    """Take a line back by a counter-entry that says why; a line is taken back once."""
    with transaction.atomic():
        chain = _Chain(entry.office)
        existing = LedgerEntry.objects.filter(reverses=entry).first()
        if existing is not None:
            return existing
        counter = _counter(entry, reason=reason, by=by.pk if by else None, now=now)
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


def _counter(entry: LedgerEntry, *, reason: str, by: int | None, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        office_id=entry.office_id,
        person_id=entry.person_id,
        rule_version_id=entry.rule_version_id,
        evidence_kind=entry.evidence_kind,
        evidence=entry.evidence,
        points=-entry.points,
        explanation=_("冲销第 %(sequence)d 笔：%(reason)s") % {"sequence": entry.sequence, "reason": reason},
        occurred_on=entry.occurred_on,
        approved_by_id=by,
        reverses=entry,
        created_at=now,
    )


def _post(chain: _Chain, claims: list[Claim], now: datetime) -> None:
    """Add a line for each claim that a rule of the office rewards or fines and that has none yet."""
    by_source: dict[str, list[Claim]] = {}
    for claim in claims:
        if not claim.void:
            by_source.setdefault(claim.source, []).append(claim)
    for rule in PointsRule.objects.filter(office=chain.office, source__in=by_source):
        asked = by_source[rule.source]
        own = LedgerEntry.objects.filter(rule_version__rule=rule, reverses__isnull=True)
        known = set(own.filter(evidence__in=[claim.evidence for claim in asked]).values_list("evidence", flat=True))
        versions = {on: rule_version_on(rule, on) for on in {claim.occurred_on for claim in asked}}
        for claim in asked:
            version = versions[claim.occurred_on]
            if version and claim.evidence not in known:
                _post_claim(chain, version, claim, now)


def _post_claim(chain: _Chain, version: PointsRuleVersion, claim: Claim, now: datetime) -> None:
    earned = rules.award(rules.from_json(version.formula), claim.seen)
    if earned is None:
        return
    chain.append(
        LedgerEntry(
            office=chain.office,
            person_id=claim.person_id,
            rule_version=version,
            evidence_kind=claim.kind,
            evidence=claim.evidence,
            points=earned.points,
            explanation=earned.explanation,
            occurred_on=claim.occurred_on,
            approved_by_id=claim.approved_by_id,
            created_at=now,
        )
    )


def _counter_void(chain: _Chain, claims: list[Claim], now: datetime) -> None:
    """Take back the lines of what does not count any more."""
    void = {(claim.source, claim.evidence): claim for claim in claims if claim.void}
    if not void:
        return
    standing = LedgerEntry.objects.filter(
        office=chain.office,
        evidence__in=[evidence for _source, evidence in void],
        reverses__isnull=True,
        reversed_by__isnull=True,
    )
    for entry in standing.select_related("rule_version__rule").order_by("sequence"):
        claim = void.get((Source(entry.rule_version.rule.source), entry.evidence))
        if claim is not None:
            chain.append(_counter(entry, reason=claim.void, by=claim.approved_by_id, now=now))


def _counter_superseded(chain: _Chain, exam: Exam, claims: list[Claim], now: datetime) -> None:
    """Take back the lines of candidates' other results of the same exam."""
    counting = {claim.person_id: claim for claim in claims}
    standing = LedgerEntry.objects.filter(
        evidence_kind=EvidenceKind.RESULT,
        evidence__in=Result.objects.filter(attempt__exam=exam).values("uuid"),
        reverses__isnull=True,
        reversed_by__isnull=True,
    )
    for entry in standing.order_by("sequence"):
        claim = counting.get(entry.person_id)
        if claim is not None and claim.evidence != entry.evidence:
            chain.append(_counter(entry, reason=_("成绩已更正"), by=claim.approved_by_id, now=now))
