"""What articles, publications, events, ideas, work and breaches earn or cost, and how it is put right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.enums import Role
from appraisal import rules
from appraisal.enums import EvidenceKind, Field, Source
from appraisal.models import LedgerEntry, PointsRule
from appraisal.selectors import ledger_break
from appraisal.selectors.earnings import sources_suggested, words_of
from appraisal.services import entry_reverse, ledger_reconcile, rule_make, rule_version_add, rules_suggest
from learning.attendance import Attended
from learning.completion import Breach
from learning.enums import Adoption, RecordState, Verdict
from learning.models import RecordReview
from learning.schemes.presets import preset_text
from learning.services import (
    piece_decide,
    piece_submit,
    problem_withdraw,
    record_create,
    record_review,
    scheme_load,
    task_finish,
)
from learning.services.classes import breach_withdraw
from learning.services.events import Entered, attendance_enter, event_close
from learning.services.ideas import idea_decide
from learning.services.publications import publication_decide, publication_register
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.classes import make_breach, make_class, make_session
from tests.factories.events import FOUR, make_event
from tests.factories.learning import (
    make_idea,
    make_note,
    make_piece,
    make_piece_text,
    make_publication_text,
    make_task,
)
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

BEGINS = date(2026, 1, 1)
HOUR = timedelta(hours=1)


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Send the news of what happens within."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def person(office):
    return make_user(office, name="程立新")


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="考务")


def scheme(office, key, *changes):
    """Load a preset, with other figures where they are said."""
    text = preset_text(key)
    for was, becomes in changes:
        assert was in text
        text = text.replace(was, becomes)
    return scheme_load(office=office, text=text, effective_from=BEGINS, by=None, now=NOON)


def set_rates(office, source, *, on=BEGINS, **worth):
    """Make a rule for a source, or a further version of it: hundredths by word, the rest 未设定."""
    rule_make(office=office, source=source, by=None, effective_from=BEGINS)
    rule = PointsRule.objects.get(office=office, source=source)
    words = words_of(source, office, BEGINS)
    rates = tuple(rules.Rate(word, name, worth.get(word)) for word, name in words.items())
    rule_version_add(
        rule=rule, formula=rules.Tariff(rates, takes=source.takes), effective_from=on, basis="部务会定", by=None
    )
    return rule


def lines(office):
    return list(LedgerEntry.objects.filter(office=office).order_by("sequence").values_list("points", "explanation"))


def published(piece, organizer, told, **changes):
    with told():
        entry = publication_register(record=piece, text=make_publication_text(**changes), by=piece.subject, now=NOON)
        return publication_decide(publication=entry, is_confirmed=True, reason="", by=organizer, now=NOON)


class TestSuggestion:
    def test_the_scheme_says_which_classes_there_are_and_no_figure_is_invented(self, office):
        scheme(office, "jinshi")

        made = rules_suggest(office=office, by=None, effective_from=BEGINS)

        assert [rule.source for rule in made] == ["exam", "note", "piece", "publication", "problem"]
        pieces = PointsRule.objects.get(source=Source.PIECE)
        formula = rules.from_json(pieces.versions.get().formula)
        assert [rate.word for rate in formula.rates][:4] == ["动态信息", "真言文章", "调研", "经验材料"]
        assert {rate.points for rate in formula.rates} == {None}
        assert pieces.versions.get().basis == "湖南津市市委组织部 · 分类计分"
        assert pieces.versions.get().sentences[0].startswith("未设定，不计分：动态信息、真言文章、调研、经验材料")
        assert sources_suggested(office, NOON.date()) == []

    def test_figures_of_the_scheme_are_taken(self, office):
        scheme(office, "jinshi", ("调研: null", "调研: 2.5"), ("出现问题, value: null", "出现问题, value: 1"))

        rules_suggest(office=office, by=None, effective_from=BEGINS)

        said = {rule.source: rule.versions.get().sentences[0] for rule in PointsRule.objects.all()}
        assert said["piece"] == "调研：2.5 分"
        assert said["problem"] == "审核中出现问题：扣 1 分"

    def test_notes_of_a_scheme_are_the_note_rule_and_no_class_of_article(self, office):
        scheme(office, "chuzhou", ("读书笔记: null", "读书笔记: 3"))

        rules_suggest(office=office, by=None, effective_from=BEGINS)

        note = PointsRule.objects.get(source=Source.NOTE)
        assert note.versions.get().sentences == ["审核通过、不少于 0 字：3 分"]
        words = [row["word"] for row in PointsRule.objects.get(source=Source.PIECE).versions.get().formula["rates"]]
        assert words[:2] == ["信息稿件", "调研文章"]
        assert "读书笔记" not in words

    def test_a_class_scheme_takes_points_for_its_breaches_and_none_for_reviews(self, office):
        scheme(office, "xiantao_class")

        made = {rule.source: rule for rule in rules_suggest(office=office, by=None, effective_from=BEGINS)}

        assert set(made) == {"exam", "note", "breach"}
        assert {row["word"] for row in made["breach"].versions.get().formula["rates"]} == {
            *("late", "early", "walked_out", "absent_minded", "phone", "late_in", "disturbance")
        }

    def test_a_scheme_that_comes_later_adds_what_lacks(self, office):
        first = rules_suggest(office=office, by=None, effective_from=BEGINS)
        scheme(office, "jinshi")

        again = rules_suggest(office=office, by=None, effective_from=BEGINS)

        assert [len(first), [rule.source for rule in again]] == [2, ["piece", "publication", "problem"]]


class TestPieces:
    def test_an_approved_piece_earns_by_its_class_once(self, office, person, told):
        set_rates(office, Source.PIECE, 调研文章=500)

        with told():
            piece = make_piece(person, RecordState.APPROVED)
            make_piece(person, RecordState.APPROVED, piece_class="经验材料")
            make_piece(person, RecordState.RETURNED)

        assert lines(office) == [(500, "从一次大走访看村级后备干部：调研文章，审核通过")]
        entry = LedgerEntry.objects.get()
        assert (entry.evidence, entry.evidence_kind, entry.rule_version.rule.field) == (
            piece.uuid,
            EvidenceKind.RECORD,
            Field.WRITE,
        )
        assert entry.approved_by == piece.reviews.get().by
        assert ledger_reconcile(now=NOON) == 0

    def test_where_it_is_unset_nothing_is_entered_and_a_figure_set_later_counts_from_its_day(self, office, person):
        make_piece(person, RecordState.APPROVED)
        set_rates(office, Source.PIECE)
        assert ledger_reconcile(now=NOON) == 0

        set_rates(office, Source.PIECE, on=date(2026, 10, 9), 调研文章=500)
        assert ledger_reconcile(now=NOON) == 0

        make_piece(person, RecordState.APPROVED, occurred_on=date(2026, 10, 9))
        assert [ledger_reconcile(now=NOON), ledger_reconcile(now=NOON)] == [1, 0]

    def test_completing_and_publishing_both_score(self, office, person, organizer, told):
        set_rates(office, Source.PIECE, 调研文章=500)
        set_rates(office, Source.PUBLICATION, 市=200, 省=400)
        with told():
            piece = make_piece(person, RecordState.APPROVED)

        published(piece, organizer, told)
        published(piece, organizer, told, outlet="新华日报", level="省")

        assert lines(office)[1:] == [
            (200, "从一次大走访看村级后备干部：市级，江淮日报发表"),
            (400, "从一次大走访看村级后备干部：省级，新华日报发表"),
        ]
        entry = LedgerEntry.objects.get(points=400)
        assert (entry.approved_by, entry.occurred_on) == (organizer, NOON.date())
        assert ledger_reconcile(now=NOON) == 0

    def test_a_withdrawn_publication_is_countered_with_its_reason_once(self, office, person, organizer, told):
        set_rates(office, Source.PUBLICATION, 市=200)
        entry = published(make_piece(person, RecordState.APPROVED), organizer, told)

        with told():
            publication_decide(publication=entry, is_confirmed=False, reason="报样不符", by=organizer, now=NOON)

        assert lines(office)[1:] == [(-200, "冲销第 1 笔：发表登记已撤回，报样不符")]
        assert ledger_reconcile(now=NOON) == 0
        assert ledger_break(office) is None

    def test_a_publication_that_waits_earns_nothing(self, office, person):
        set_rates(office, Source.PUBLICATION, 市=200)
        piece = make_piece(person, RecordState.APPROVED)
        publication_register(record=piece, text=make_publication_text(), by=person, now=NOON)

        assert ledger_reconcile(now=NOON) == 0

    def test_reconciling_makes_what_lost_news_should_have_made(self, office, person, organizer):
        set_rates(office, Source.PIECE, 调研文章=500)
        set_rates(office, Source.PUBLICATION, 市=200)
        piece = make_piece(person, RecordState.APPROVED)
        entry = publication_register(record=piece, text=make_publication_text(), by=person, now=NOON)
        publication_decide(publication=entry, is_confirmed=True, reason="", by=organizer, now=NOON)
        assert ledger_reconcile(now=NOON) == 2

        publication_decide(publication=entry, is_confirmed=False, reason="重复", by=organizer, now=NOON)

        assert [ledger_reconcile(now=NOON), ledger_reconcile(now=NOON)] == [1, 0]
        assert [points for points, _why in lines(office)] == [500, 200, -200]

    @pytest.mark.parametrize("item_count", [1, 4])
    def test_reconciling_asks_as_often_for_many(self, office, person, item_count, django_assert_num_queries):
        set_rates(office, Source.PIECE, 调研文章=500)
        for _number in range(item_count):
            make_piece(person, RecordState.APPROVED)

        with django_assert_num_queries(12):
            assert ledger_reconcile(now=NOON) == item_count

    def test_another_offices_work_earns_nothing_here(self, office):
        set_rates(office, Source.PIECE, 调研文章=500)
        make_piece(make_user(), RecordState.APPROVED)

        assert ledger_reconcile(now=NOON) == 0


def named_again(review, by, at):
    """Return the same problem, found in the same text at a later stage."""
    return RecordReview.objects.create(
        record=review.record,
        verdict=Verdict.RETURNED,
        comment="数据不实。",
        round=review.round,
        stage=review.stage + 1,
        problem=review.problem,
        by=by,
        at=at,
    )


class TestProblems:
    def returned(self, office, person, told, *, problem="review_problem"):
        piece = record_create(subject=person, entry=make_piece_text(flow="jinshi/unit_review").entry(NOON))
        reviewer = make_user(office, Role.REVIEWER, name="审稿人")
        record = piece_submit(record=piece, now=NOON)
        with told():
            piece_decide(
                record=record,
                at=(1, 0),
                verdict=Verdict.RETURNED,
                comment="数据不实。",
                by=reviewer,
                now=NOON,
                problem=problem,
            )
        return reviewer

    @pytest.fixture(autouse=True)
    def _scheme(self, office):
        scheme(office, "jinshi", ("      - {role: leader, label: 分管领导审核}\n", ""))

    def test_a_problem_named_in_a_review_costs_points_once(self, office, person, told):
        set_rates(office, Source.PROBLEM, review_problem=150)

        reviewer = self.returned(office, person, told)

        assert lines(office) == [(-150, "从一次大走访看村级后备干部：审核中出现问题，填写信息审批表时指出")]
        entry = LedgerEntry.objects.get()
        assert (entry.approved_by, entry.evidence_kind) == (reviewer, EvidenceKind.PROBLEM)
        assert ledger_reconcile(now=NOON) == 0

    def test_being_sent_back_is_no_problem(self, office, person, told):
        set_rates(office, Source.PROBLEM, review_problem=150)

        self.returned(office, person, told, problem="")

        assert (lines(office), ledger_reconcile(now=NOON)) == ([], 0)

    def test_what_its_reviewer_takes_back_is_countered(self, office, person, told):
        set_rates(office, Source.PROBLEM, review_problem=150)
        reviewer = self.returned(office, person, told)

        with told():
            problem_withdraw(review=RecordReview.objects.get(), reason="看错了表格", by=reviewer, now=NOON)

        assert [points for points, _why in lines(office)] == [-150, 150]
        assert "指出的问题已撤销，看错了表格" in lines(office)[1][1]
        assert ledger_reconcile(now=NOON) == 0

    def test_what_another_named_too_stands_until_all_took_it_back(self, office, person, told):
        set_rates(office, Source.PROBLEM, review_problem=150)
        reviewer = self.returned(office, person, told)
        first = RecordReview.objects.get()
        second = named_again(first, make_user(office), NOON)

        problem_withdraw(review=first, reason="看错了", by=reviewer, now=NOON + HOUR)
        assert ledger_reconcile(now=NOON) == 0
        problem_withdraw(review=second, reason="也看错了", by=second.by, now=NOON + HOUR)

        assert ledger_reconcile(now=NOON) == 1
        assert [points for points, _why in lines(office)] == [-150, 150]

    def test_named_once_more_after_it_was_taken_back_costs_again(self, office, person, told):
        set_rates(office, Source.PROBLEM, review_problem=150)
        reviewer = self.returned(office, person, told)
        first = RecordReview.objects.get()
        problem_withdraw(review=first, reason="看错了", by=reviewer, now=NOON + HOUR)

        named_again(first, make_user(office), NOON + 2 * HOUR)

        assert ledger_reconcile(now=NOON) == 2
        assert sorted(points for points, _why in lines(office)) == [-150, -150, 150]

    def test_unset_takes_nothing(self, office, person, told):
        rules_suggest(office=office, by=None, effective_from=BEGINS)

        self.returned(office, person, told)

        assert lines(office) == []

    def test_what_an_organizer_takes_back_stays_taken_back(self, office, person, organizer, told):
        set_rates(office, Source.PROBLEM, review_problem=150)
        self.returned(office, person, told)

        entry_reverse(entry=LedgerEntry.objects.get(), reason="指错了", by=organizer, now=NOON)

        assert [points for points, _why in lines(office)] == [-150, 150]
        assert ledger_reconcile(now=NOON) == 0


class TestEvents:
    def settled(self, person, organizer, told, **changes):
        speaker = make_user(person.office, name="主讲人")
        event = make_event(organizer, guests=[person], speakers=[speaker], subtype="讲堂", **changes)
        with told():
            return event_close(event=event, rest=Attended.PRESENT, by=organizer, now=FOUR)

    def test_who_speaks_and_who_comes_earn_by_what_it_is(self, office, person, organizer, told):
        set_rates(office, Source.SPEAKING, 讲堂=300)
        set_rates(office, Source.ATTENDING, 讲堂=50)

        self.settled(person, organizer, told)

        assert sorted(lines(office)) == [
            (50, "学习新修订的条例：讲堂，参加"),
            (300, "学习新修订的条例：讲堂，主讲"),
        ]
        assert set(LedgerEntry.objects.values_list("rule_version__rule__field", flat=True)) == {"speak", "study"}
        assert ledger_reconcile(now=NOON) == 0

    def test_attendance_put_right_is_countered_and_entered_anew_as_often_as_it_changes(
        self, office, person, organizer, told
    ):
        set_rates(office, Source.ATTENDING, 讲堂=50)
        event = self.settled(person, organizer, told)
        row = event.attendances.get(user=person)

        for state in (Attended.ABSENT, Attended.PRESENT, Attended.ABSENT):
            with told():
                entered = {row.pk: Entered(state=state, reason="核对签到表")}
                attendance_enter(event=event, entered=entered, by=organizer, now=FOUR)

        assert [points for points, _why in lines(office)] == [50, -50, 50, -50]
        assert lines(office)[1][1] == "冲销第 1 笔：出席情况已更正"
        assert ledger_reconcile(now=NOON) == 0

    def test_an_event_that_is_not_settled_earns_nothing(self, office, person, organizer):
        set_rates(office, Source.ATTENDING, 讲堂=50)
        make_event(organizer, guests=[person], subtype="讲堂")

        assert ledger_reconcile(now=NOON) == 0


class TestIdeasAndWork:
    def test_an_adopted_idea_earns_and_a_later_decision_replaces_it(self, office, person, organizer, told):
        set_rates(office, Source.IDEA, 采纳=500, 部分采纳=200)
        idea = make_idea(person, RecordState.APPROVED)

        for adoption, where, reason in ((Adoption.PART, "编制台账", ""), (Adoption.WHOLE, "编制台账", "")):
            with told():
                idea_decide(
                    record=idea, adoption=adoption, where=where, reason=reason, guided_by=None, by=organizer, now=NOON
                )

        assert lines(office) == [
            (200, "周转编制一本账：部分采纳，用在编制台账"),
            (-200, "冲销第 1 笔：采纳情况已改"),
            (500, "周转编制一本账：采纳，用在编制台账"),
        ]
        assert ledger_reconcile(now=NOON) == 0

    def test_work_struck_off_earns_by_its_type(self, office, person, told):
        set_rates(office, Source.TASK, 日程表=100)
        done = task_finish(
            record=make_task(person), evidence="已印发。", done_on=date(2026, 10, 10), now=NOON, by=person
        )

        with told():
            reviewer = make_user(office, Role.REVIEWER)
            record_review(record=done, verdict=Verdict.APPROVED, comment="", by=reviewer, now=NOON)

        assert lines(office) == [(100, "修订联系点制度：工作推进日程表，已销号")]


class TestBreaches:
    def test_a_breach_costs_points_and_a_note_taken_back_gives_them_back(self, office, person, organizer, told):
        set_rates(office, Source.BREACH, phone=100)
        trainee = make_class(organizer, [person]).trainees.get()

        with told():
            note = make_breach(trainee, organizer)
            make_breach(trainee, organizer)
            make_breach(trainee, organizer, Breach.DISTURBANCE)
        with told():
            breach_withdraw(note=note, reason="记错人", by=organizer, now=NOON)

        assert [points for points, _why in lines(office)] == [-100, -100, 100]
        assert lines(office)[0][1] == "新任组工干部培训班：接打手机，记入纪律"
        assert lines(office)[2][1] == "冲销第 1 笔：违纪记录已撤销，记错人"
        assert ledger_reconcile(now=NOON) == 0

    def test_lateness_in_a_session_costs_what_the_scheme_names(self, office, person, organizer, told):
        scheme(office, "xiantao_class")
        set_rates(office, Source.BREACH, late=50)
        event = make_session(make_class(organizer, [person]), organizer)

        with told():
            event_close(event=event, rest=Attended.LATE, by=organizer, now=FOUR)
        assert [points for points, _why in lines(office)] == [-50]

        with told():
            entered = {event.attendances.get().pk: Entered(state=Attended.PRESENT, reason="签到机慢")}
            attendance_enter(event=event, entered=entered, by=organizer, now=FOUR)

        assert [points for points, _why in lines(office)] == [-50, 50]
        assert ledger_reconcile(now=NOON) == 0

    def test_lateness_at_other_events_costs_nothing(self, office, person, organizer, told):
        scheme(office, "xiantao_class")
        set_rates(office, Source.BREACH, late=50)

        with told():
            event_close(event=make_event(organizer, guests=[person]), rest=Attended.LATE, by=organizer, now=FOUR)

        assert lines(office) == []


class TestPages:
    def test_each_line_says_in_words_what_it_rests_on_and_leads_there(self, office, person, organizer, told):
        for source in (Source.PIECE, Source.PUBLICATION, Source.ATTENDING, Source.IDEA, Source.BREACH):
            set_rates(office, source, 调研文章=500, 市=200, 集中学习=50, 采纳=300, phone=100)
        with told():
            piece = make_piece(person, RecordState.APPROVED)
            event = make_event(organizer, guests=[person])
            event_close(event=event, rest=Attended.PRESENT, by=organizer, now=FOUR)
            idea = make_idea(person, RecordState.APPROVED)
            whole = {"adoption": Adoption.WHOLE, "where": "编制", "reason": "", "guided_by": None}
            idea_decide(record=idea, **whole, by=organizer, now=NOON)
            trainee = make_class(organizer, [person]).trainees.get()
            make_breach(trainee, organizer)
        published(piece, organizer, told)

        response = client_for(person).get("/points/?year=2026")

        urls = {line.entry.evidence_kind: line.evidence_url for line in response.context["lines"]}
        assert urls == {
            "record": f"/records/{piece.uuid}/",
            "published": f"/records/{piece.uuid}/",
            "attended": f"/records/{event.record.uuid}/",
            "decision": f"/records/{idea.uuid}/",
            "breach": trainee.get_absolute_url(),
        }
        client = client_for(person)
        assert {client.get(url, follow=True).status_code for url in urls.values()} == {200}
        assert "从一次大走访看村级后备干部：市级，江淮日报发表" in response.content.decode()

    def test_an_organizer_sets_figures_of_a_tariff_and_leaves_some_unset(self, office, organizer):
        client = client_for(organizer)

        response = client.post("/points/rules/new/", {"source": "publication"})
        rule = PointsRule.objects.get(source=Source.PUBLICATION)
        assert response.url == f"/points/rules/{rule.uuid}/"
        form = client.get(response.url).context["form"]
        assert [field.label for field in form.rate_rows] == ["本级", "县级", "市级", "省级", "国家级"]
        assert form["effective_from"].value() == rule.versions.get().effective_from

        typed = {"points_of_市": "2.5", "effective_from": form["effective_from"].value(), "basis": "部务会定"}
        client.post(response.url, typed)

        assert rule.versions.all()[0].sentences == ["市级：2.5 分", "未设定，不计分：本级、县级、省级、国家级"]

    def test_a_rule_is_made_once(self, organizer):
        client = client_for(organizer)
        for source in ("publication", "publication", "nonsense"):
            client.post("/points/rules/new/", {"source": source})

        assert PointsRule.objects.count() == 1

    def test_what_was_approved_before_is_entered_on_request(self, office, person, organizer):
        set_rates(office, Source.PIECE, 调研文章=500)
        make_piece(person, RecordState.APPROVED)
        client = client_for(organizer)

        told = [
            [str(message) for message in client.post("/points/rules/catch-up/", follow=True).context["messages"]]
            for _time in range(2)
        ]

        assert told == [["补记了 1 笔。"], ["没有要补记的。"]]

    def test_catching_up_enters_nothing_for_another_office(self, organizer):
        stranger = make_user()
        set_rates(stranger.office, Source.PIECE, 调研文章=500)
        make_piece(stranger, RecordState.APPROVED)

        client_for(organizer).post("/points/rules/catch-up/")

        assert LedgerEntry.objects.count() == 0

    def test_an_organizer_takes_a_line_back_with_a_reason(self, office, person, organizer):
        rules_suggest(office=office, by=None, effective_from=BEGINS)
        make_note(person, RecordState.APPROVED)
        ledger_reconcile(now=NOON)
        entry = LedgerEntry.objects.get()
        client = client_for(organizer)
        address = f"/points/entries/{entry.uuid}/take-back/"
        assert address in client.get(f"/points/people/{person.uuid}/?year=2026").content.decode()

        assert client.post(address, {"reason": " "}).status_code == 422
        response = client.post(address, {"reason": "笔记系抄袭"})

        assert response.url == f"/points/people/{person.uuid}/?year=2026"
        assert lines(office)[1] == (-200, "冲销第 1 笔：笔记系抄袭")
        assert client.get(address).status_code == 404
        assert ledger_reconcile(now=NOON) == 0

    def test_a_rule_that_has_entered_nothing_may_be_set_from_its_beginning(self, office, organizer):
        rule = set_rates(office, Source.PIECE)

        form = client_for(organizer).get(f"/points/rules/{rule.uuid}/").context["form"]

        assert form["effective_from"].value() == BEGINS
        assert NOON.date() - timedelta(days=200) > BEGINS
