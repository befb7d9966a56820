"""The ledger: what is posted once, what is taken back, what is rebuilt."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from accounts.services import user_leave
from accounts.templatetags.screen import day
from appraisal import rules
from appraisal.enums import EvidenceKind, Field, Source
from appraisal.errors import VersionStartError
from appraisal.models import LedgerEntry, PointsRule, PointsRuleVersion
from appraisal.selectors import (
    entries_of,
    field_totals,
    ledger_break,
    people_listed,
    people_with_points,
    readable_people,
    rule_history,
    rule_version_on,
)
from appraisal.services import (
    entry_reverse,
    exam_points_post,
    ledger_reconcile,
    record_points_post,
    rule_version_add,
    rules_suggest,
)
from learning.enums import RecordState
from quizzes.enums import ExamKind
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.appraisal import YEAR_BEGINS, make_entry, make_rules
from tests.factories.learning import make_note
from tests.factories.quizzes import make_published_exam, make_result, make_revision, publish
from tests.factories.taking import NOON, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db


def lines(office):
    """Return the ledger as (points, explanation), in order."""
    return list(LedgerEntry.objects.filter(office=office).order_by("sequence").values_list("points", "explanation"))


@pytest.fixture
def office():
    office = make_office()
    make_rules(office)
    return office


class TestRules:
    def test_suggestion_gives_an_office_its_two_rules_once(self):
        office, by = make_office(), make_user()

        first = rules_suggest(office=office, by=by, effective_from=YEAR_BEGINS)
        again = rules_suggest(office=office, by=by, effective_from=YEAR_BEGINS)

        assert [(rule.key, rule.source) for rule in first] == [
            ("quarterly-test", Source.EXAM),
            ("reading-note", Source.NOTE),
        ]
        assert (again, PointsRuleVersion.objects.count()) == ([], 2)

    def test_suggestion_leaves_a_changed_rule_alone(self, office):
        rule = PointsRule.objects.get(key="reading-note")
        rule_version_add(rule=rule, formula=rules.NoteBase(500, 800), effective_from=YEAR_BEGINS, basis="", by=None)

        rules_suggest(office=office, by=None, effective_from=YEAR_BEGINS)

        assert rule.versions.count() == 2

    def test_versions_are_numbered_in_turn(self, office):
        rule = PointsRule.objects.get(key="reading-note")

        made = [
            rule_version_add(rule=rule, formula=rules.NoteBase(n, 0), effective_from=YEAR_BEGINS, basis="", by=None)
            for n in range(3)
        ]

        assert [version.number for version in made] == [2, 3, 4]

    @pytest.mark.parametrize("begins", [date(2026, 12, 31), date(2026, 11, 1)])
    def test_a_version_cannot_begin_before_the_newest(self, office, begins):
        rule = PointsRule.objects.get(key="reading-note")
        announced = date(2027, 1, 1)
        rule_version_add(rule=rule, formula=rules.NoteBase(500, 0), effective_from=announced, basis="", by=None)

        with pytest.raises(VersionStartError) as refusal:
            rule_version_add(rule=rule, formula=rules.NoteBase(600, 0), effective_from=begins, basis="", by=None)

        assert str(refusal.value) == "第 2 版自2027年1月1日起生效，新版不能早于这一天。"
        assert rule.versions.count() == 2

    def test_a_version_cannot_reach_back_over_points_that_are_entered(self, office):
        rule = PointsRule.objects.get(key="reading-note")
        last = make_entry(make_user(office)).occurred_on
        change = {"rule": rule, "formula": rules.NoteBase(500, 0), "basis": "", "by": None}

        with pytest.raises(VersionStartError) as refusal:
            rule_version_add(**change, effective_from=last)
        version = rule_version_add(**change, effective_from=last + timedelta(days=1))

        assert str(refusal.value) == f"{day(last)}的积分已按原来的版本入账，新版最早从第二天起。"
        assert version.number == 2

    def test_history_is_seen_from_a_day(self, office):
        rule = PointsRule.objects.get(key="reading-note")
        for begins in (YEAR_BEGINS, date(2026, 7, 1), date(2027, 1, 1), date(2027, 1, 1), date(2027, 7, 1)):
            rule_version_add(rule=rule, formula=rules.NoteBase(1, 0), effective_from=begins, basis="", by=None)

        def seen(on):
            history = rule_history(rule, on)
            assert history.in_force == rule_version_on(rule, on)
            in_force = history.in_force.number if history.in_force else None
            return in_force, *([version.number for version in part] for part in (history.announced, history.earlier))

        assert seen(date(2025, 12, 31)) == (None, [2, 3, 5, 6], [4, 1])
        assert seen(date(2026, 10, 12)) == (3, [5, 6], [4, 2, 1])
        assert seen(date(2027, 1, 1)) == (5, [6], [4, 3, 2, 1])

    def test_points_of_another_rule_are_in_nobodys_way(self, office):
        make_entry(make_user(office))
        rule = PointsRule.objects.get(key="quarterly-test")
        change = rules.ExamBands((rules.Band(60, 600),))

        version = rule_version_add(rule=rule, formula=change, effective_from=YEAR_BEGINS, basis="", by=None)

        assert version.number == 2


class TestExamPoints:
    def test_each_counting_result_earns_by_its_band(self, office):
        exam = make_published_exam(office, 1_900, 1_600, 1_200, 1_199)

        added = exam_points_post(exam=exam, now=NOON)

        assert added == 3
        assert lines(office) == [
            (1000, "季季考得 19 分（满分 20），达到 90% 档"),
            (800, "季季考得 16 分（满分 20），达到 80% 档"),
            (500, "季季考得 12 分（满分 20），达到 60% 档"),
        ]

    @pytest.mark.parametrize("kind", [ExamKind.MOCK, ExamKind.CLASS_EXAM])
    def test_other_exams_earn_nothing(self, office, kind):
        exam = make_published_exam(office, 1_900, kind=kind)

        assert exam_points_post(exam=exam, now=NOON) == 0
        assert lines(office) == []

    def test_line_names_its_evidence_its_day_and_who_published(self, office):
        exam = make_exam(make_paper(office))
        result = make_result(make_candidate(exam), total=1_900)
        publisher = make_user(office, Role.ORGANIZER)

        exam_points_post(exam=publish(exam, by=publisher), now=NOON)

        entry = LedgerEntry.objects.get()
        assert (entry.evidence_kind, entry.evidence, entry.approved_by) == (EvidenceKind.RESULT, result.uuid, publisher)
        assert (entry.person, entry.occurred_on) == (result.attempt.candidate.user, date(2026, 10, 12))

    def test_posting_again_adds_nothing(self, office):
        exam = make_published_exam(office, 1_900, 1_600)

        assert [exam_points_post(exam=exam, now=NOON) for _time in range(3)] == [2, 0, 0]
        assert len(lines(office)) == 2

    def test_a_further_version_of_the_rule_earns_nothing_twice(self, office):
        exam = make_published_exam(office, 1_900)
        exam_points_post(exam=exam, now=NOON)
        rule = PointsRule.objects.get(key="quarterly-test")
        better = rules.to_json(rules.ExamBands((rules.Band(60, 9_900),)))
        # As an office may hold it from before such a beginning was refused.
        PointsRuleVersion.objects.create(rule=rule, number=2, formula=better, effective_from=YEAR_BEGINS)

        assert exam_points_post(exam=exam, now=NOON) == 0

    def test_only_the_attempt_that_counts_earns(self, office):
        exam = make_exam(make_paper(office), attempt_limit=2)
        candidate = make_candidate(exam)
        for number, total in ((1, 1_200), (2, 1_900)):
            make_result(candidate, total=total, number=number)

        exam_points_post(exam=publish(exam), now=NOON)

        assert [points for points, _why in lines(office)] == [1000]

    def test_a_regrade_takes_the_old_line_back_and_enters_the_new_one(self, office):
        exam = make_exam(make_paper(office))
        result = make_result(make_candidate(exam), total=1_200)
        exam_points_post(exam=publish(exam), now=NOON)
        regraded = make_revision(result, total=1_900)

        added = exam_points_post(exam=exam, now=NOON)

        first, counter, second = LedgerEntry.objects.order_by("sequence")
        assert (added, [first.points, counter.points, second.points]) == (2, [500, -500, 1000])
        assert (counter.reverses, counter.evidence, second.evidence) == (first, result.uuid, regraded.uuid)
        assert counter.explanation == "冲销第 1 笔：成绩已更正"
        assert exam_points_post(exam=exam, now=NOON) == 0
        assert ledger_break(office) is None

    @pytest.mark.parametrize("item_count", [1, 3])
    def test_a_regrade_takes_as_many_queries_however_many(self, office, django_assert_num_queries, item_count):
        exam = make_exam(make_paper(office))
        results = [make_result(make_candidate(exam), total=1_200) for _ in range(item_count)]
        exam_points_post(exam=publish(exam), now=NOON)
        for result in results:
            make_revision(result, total=1_900)

        # Not one a person: the publisher, the results, the lock, the end of the chain, what to counter, the lines, and
        # what the rule needs, within a savepoint.
        with django_assert_num_queries(11):
            added = exam_points_post(exam=exam, now=NOON)

        assert added == 2 * item_count

    def test_a_regrade_below_every_band_takes_back_and_enters_nothing(self, office):
        exam = make_exam(make_paper(office))
        result = make_result(make_candidate(exam), total=1_200)
        exam_points_post(exam=publish(exam), now=NOON)
        make_revision(result, total=100)

        exam_points_post(exam=exam, now=NOON)

        assert [points for points, _why in lines(office)] == [500, -500]

    def test_an_office_without_rules_earns_nothing(self):
        exam = make_published_exam(None, 1_900)

        assert exam_points_post(exam=exam, now=NOON) == 0

    def test_rules_of_another_office_do_not_apply(self, office):
        exam = make_published_exam(make_office(), 1_900)

        assert exam_points_post(exam=exam, now=NOON) == 0

    def test_publishing_posts(self, office, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            make_published_exam(office, 1_900)

        assert [points for points, _why in lines(office)] == [1000]


class TestRecordPoints:
    def test_an_approved_note_earns_once(self, office):
        reviewer = make_user(office, Role.REVIEWER)
        note = make_note(make_user(office), RecordState.APPROVED, reviewer=reviewer)

        assert [record_points_post(record=note, now=NOON) for _time in range(2)] == [1, 0]
        entry = LedgerEntry.objects.get()
        assert (entry.points, entry.approved_by, entry.occurred_on) == (200, reviewer, note.occurred_on)
        assert entry.explanation == "读《乡土中国》，400 字，审核通过"

    @pytest.mark.parametrize("state", [RecordState.DRAFT, RecordState.SUBMITTED, RecordState.RETURNED])
    def test_a_note_that_is_not_approved_earns_nothing(self, office, state):
        assert record_points_post(record=make_note(make_user(office), state), now=NOON) == 0

    def test_a_short_note_earns_nothing(self, office):
        note = make_note(make_user(office), RecordState.APPROVED, body="太短")

        assert record_points_post(record=note, now=NOON) == 0

    @pytest.mark.parametrize(
        ("day", "points"),
        [(date(2025, 12, 31), None), (date(2026, 1, 1), 200), (date(2026, 6, 30), 200), (date(2026, 7, 1), 500)],
    )
    def test_the_version_in_force_on_the_day_decides(self, office, day, points):
        rule = PointsRule.objects.get(key="reading-note")
        later = rules.NoteBase(500, 0)
        rule_version_add(rule=rule, formula=later, effective_from=date(2026, 7, 1), basis="", by=None)

        record_points_post(record=make_note(make_user(office), RecordState.APPROVED, occurred_on=day), now=NOON)

        assert [earned for earned, _why in lines(office)] == ([] if points is None else [points])

    def test_approving_posts(self, office, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            make_note(make_user(office), RecordState.APPROVED)

        assert [points for points, _why in lines(office)] == [200]


class TestReversal:
    def test_is_a_counter_entry_that_says_why(self, office):
        entry = make_entry(make_user(office))
        by = make_user(office, Role.ORGANIZER)

        counter = entry_reverse(entry=entry, reason="笔记系抄袭", by=by, now=NOON)

        assert (counter.points, counter.reverses, counter.approved_by) == (-200, entry, by)
        assert counter.explanation == "冲销第 1 笔：笔记系抄袭"
        assert ledger_break(office) is None

    def test_a_line_is_taken_back_once(self, office):
        entry = make_entry(make_user(office))

        counters = {entry_reverse(entry=entry, reason="重复", by=None, now=NOON).pk for _time in range(2)}

        assert len(counters) == 1
        assert len(lines(office)) == 2

    def test_what_was_taken_back_is_not_entered_again(self, office):
        note = make_note(make_user(office), RecordState.APPROVED)
        record_points_post(record=note, now=NOON)
        entry_reverse(entry=LedgerEntry.objects.get(), reason="抄袭", by=None, now=NOON)

        assert record_points_post(record=note, now=NOON) == 0
        assert ledger_reconcile(now=NOON) == 0


class TestReconciling:
    def test_rebuilds_what_lost_signals_left_out(self, office):
        make_published_exam(office, 1_900, 1_600)
        make_note(make_user(office), RecordState.APPROVED)
        make_note(make_user(office), RecordState.SUBMITTED)

        assert (lines(office), ledger_reconcile(now=NOON)) == ([], 3)
        assert (ledger_reconcile(now=NOON), ledger_break(office)) == (0, None)

    def test_makes_what_the_signals_would_have_made(self, office, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            make_published_exam(office, 1_900)
            make_note(make_user(office), RecordState.APPROVED)
        told = lines(office)

        assert ledger_reconcile(now=NOON) == 0
        assert lines(office) == told

    def test_leaves_exams_alone_whose_results_are_not_published(self, office):
        make_result(make_candidate(make_exam(make_paper(office))), total=1_900)

        assert ledger_reconcile(now=NOON) == 0


class TestReading:
    def test_totals_stand_in_the_order_of_the_four_fields(self, office):
        person = make_user(office)
        taken_back, _kept = make_entry(person), make_entry(person)
        entry_reverse(entry=taken_back, reason="抄袭", by=None, now=NOON)

        totals = [(total.field, total.points, total.count) for total in field_totals(person, 2026)]

        assert totals == [(Field.STUDY, 200, 1), (Field.WRITE, 0, 0), (Field.SPEAK, 0, 0), (Field.FIELD, 0, 0)]

    def test_entries_are_a_persons_year(self, office):
        person = make_user(office)
        mine = make_entry(person)
        make_entry(make_user(office))

        assert [list(entries_of(person, year)) for year in (2025, 2026)] == [[], [mine]]

    def test_people_stand_by_unit_and_staff_number_with_their_points(self, office):
        later, earlier = (make_unit(office, name) for name in ("乙科", "甲科"))
        people = [make_user(unit=unit, username=name) for unit, name in ((later, "B2"), (later, "B1"), (earlier, "C1"))]
        make_entry(people[0])
        organizer = make_user(office, Role.ORGANIZER, username="A0")

        listed = people_with_points(office, people_listed(organizer, 2026), 2026)

        named = [row for row in listed if len(row.person.user.username) == len("A0")]
        assert [(row.person.unit, row.person.user.username, row.points) for row in named] == [
            (office.name, "A0", 0),
            ("乙科", "B1", 0),
            ("乙科", "B2", 200),
            ("甲科", "C1", 0),
        ]

    @pytest.mark.parametrize(
        ("role", "year", "is_listed"),
        [
            (Role.ORGANIZER, 2026, True),
            (Role.DIRECTOR, 2026, True),
            (Role.ORGANIZER, 2025, False),
        ],
    )
    def test_who_left_stays_in_a_year_with_points(self, office, role, year, is_listed):
        gone = make_user(office, name="向晚宁")
        make_entry(gone)
        never_earned = make_user(office)
        for person in (gone, never_earned):
            user_leave(user=person, on=date(2026, 10, 31), today=date(2026, 10, 31))
        reader = make_user(office, role)

        listed = people_listed(reader, year)

        assert [gone.pk in listed, never_earned.pk in listed] == [is_listed, False]

    def test_a_list_has_nobody_from_elsewhere(self, office):
        unit = make_unit(office, "干部科")
        mine, other, stranger = make_user(unit=unit), make_user(office), make_user()
        reviewer = make_user(office)
        reviewer.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)

        assert people_listed(reviewer, 2026) == [mine.pk]
        assert set(people_listed(make_user(office, Role.DIRECTOR), 2026)) > {mine.pk, other.pk, reviewer.pk}
        assert stranger.pk not in people_listed(make_user(office, Role.ORGANIZER), 2026)

    def test_points_are_read_by_oneself_those_over_the_unit_and_the_office_roles(self, office):
        unit = make_unit(office, "干部科")
        person, colleague = make_user(unit=unit), make_user(office)
        chief = make_user(office)
        chief.role_assignments.create(role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)
        part = make_user(office)
        part.role_assignments.create(role=Role.ORGANIZER, unit=unit, from_date=LONG_AGO)
        readers = {
            "self": person,
            "chief": chief,
            "director": make_user(office, Role.DIRECTOR),
            "organizer": make_user(office, Role.ORGANIZER),
            "auditor": make_user(office, Role.AUDITOR),
            "colleague": colleague,
            "trainer": make_user(office, Role.TRAINER),
            "organizer of a part": part,
            "stranger": make_user(None, Role.ORGANIZER, Role.DIRECTOR),
        }

        readable = {name for name, reader in readers.items() if person in readable_people(reader)}

        assert readable == {"self", "chief", "director", "organizer", "auditor"}
