"""Each candidate draws a paper of their own from a frozen stock, from the blueprint to the question table."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from accounts.enums import Role
from question_bank.content import QuestionType
from question_bank.enums import QuestionState
from question_bank.models import QuestionUse
from quizzes.corrections import exam_pass_line
from quizzes.enums import CorrectionKind
from quizzes.organizing.analysis import exam_analysis
from quizzes.organizing.cautions import exam_cautions
from quizzes.services import (
    CannotAnchorError,
    CannotAssembleError,
    CannotCorrectError,
    anchor_add,
    exam_follow,
    papers_assemble,
    question_correct,
    stock_assemble,
)
from quizzes.services.typing_in import CannotTypeInError, typed_upload
from quizzes.taking.attempts import attempt_submit
from quizzes.taking.papers import frozen_paper, slots_shown
from quizzes.taking.saving import answers_save
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank, make_question
from tests.factories.quizzes import make_blueprint, make_drawable_bank, publish
from tests.factories.taking import NOON, make_attempt, make_candidate, make_exam

pytestmark = pytest.mark.django_db
TWO_TYPES = ((QuestionType.SINGLE_CHOICE, 2, 200), (QuestionType.TRUE_FALSE, 1, 600))


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def blueprint(office):
    return make_blueprint(office, *TWO_TYPES, bank=make_drawable_bank(office, each=6))


@pytest.fixture
def stock(blueprint):
    return stock_assemble(blueprint=blueprint, seed="2026", forms=3, by=make_user(blueprint.office), now=NOON)


@pytest.fixture
def exam(stock):
    return make_exam(stock, shuffle_questions=True, pass_marks=600)


def sit(exam, seed, *, right=True):
    """Hand in the right answers to all that was drawn, or none at all."""
    attempt = make_attempt(make_candidate(exam), seed=seed)
    keys = dict(exam.papers.get().slots.values_list("pk", "key"))
    answers = {slot: keys[slot] for slot in slots_shown(attempt.display)} if right else {}
    answers_save(attempt=attempt.pk, epoch=1, seq=1, answers=answers, viewed=(), arrived_at=NOON)
    attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)
    attempt.refresh_from_db()
    return attempt


def newest(attempt):
    return attempt.results.order_by("-revision").first()


class TestStock:
    def test_holds_what_the_papers_need_and_says_what_one_is_worth(self, stock):
        assert [len(section["questions"]) for section in stock.content["sections"]] == [6, 3]
        assert (stock.slots.count(), stock.question_count, stock.total_marks) == (9, 3, 1000)
        assert stock.is_stock
        assert str(stock).endswith("（每人随机抽题）")

    def test_is_the_same_for_the_same_seed(self, blueprint, stock):
        again = stock_assemble(blueprint=blueprint, seed="2026", forms=3, now=NOON)

        assert (again.digest, again.stock) == (stock.digest, stock.stock)

    @pytest.mark.parametrize("forms", [0, 1, 27])
    def test_of_one_paper_or_too_many_is_refused(self, blueprint, forms):
        with pytest.raises(CannotAssembleError, match=f"2 到 26 套卷的题，现为 {forms} 套"):
            stock_assemble(blueprint=blueprint, seed="1", forms=forms, now=NOON)

    def test_with_nothing_to_choose_is_refused(self, office):
        blueprint = make_blueprint(office, *TWO_TYPES, bank=make_drawable_bank(office, each=2))
        blueprint.sections[1]["count"] = 2
        blueprint.save()

        with pytest.raises(CannotAssembleError, match="只够一份卷"):
            stock_assemble(blueprint=blueprint, seed="1", forms=2, now=NOON)

    def test_keeps_the_parts_of_a_case_together(self, office):
        bank = make_drawable_bank(office, each=4)
        stock = stock_assemble(
            blueprint=make_blueprint(office, (QuestionType.CASE, 1, 500), bank=bank), seed="1", forms=4, now=NOON
        )
        paper = frozen_paper(stock.uuid)

        drawn = [[each.stimulus.id for each in paper.drawn(seed)[0].questions] for seed in range(10)]

        assert all(len(ids) > 1 and len(set(ids)) == 1 for ids in drawn)
        assert len({ids[0] for ids in drawn}) > 1


class TestSitting:
    def test_everybody_draws_their_own_and_sees_no_other(self, exam, client):
        attempts = [make_attempt(make_candidate(exam), seed=seed) for seed in range(6)]

        shown = [frozenset(slots_shown(attempt.display)) for attempt in attempts]

        assert {len(slots) for slots in shown} == {3}
        assert len(set(shown)) > 3
        client.force_login(attempts[0].candidate.user)
        start = client.post(f"/api/v1/exams/{exam.uuid}/attempts/")
        asked = [each["id"] for section in start.json()["paper"]["sections"] for each in section["questions"]]
        assert set(map(int, asked)) == shown[0]

    def test_a_seed_draws_the_same_again(self, exam):
        one, other = (make_attempt(make_candidate(exam), seed=99) for _ in range(2))

        assert one.display == other.display

    def test_is_marked_by_what_was_drawn(self, exam):
        best, worst = sit(exam, 1), sit(exam, 2, right=False)

        assert (newest(best).total, newest(best).maximum, newest(best).is_pass) == (1000, 1000, True)
        assert (newest(worst).total, newest(worst).maximum, newest(worst).is_pass) == (0, 1000, False)
        assert set(map(int, newest(best).slot_marks)) == set(slots_shown(best.display))

    def test_an_answer_to_what_was_not_drawn_earns_nothing(self, exam):
        attempt = make_attempt(make_candidate(exam), seed=1)
        keys = dict(exam.papers.get().slots.values_list("pk", "key"))
        answers_save(attempt=attempt.pk, epoch=1, seq=1, answers=keys, viewed=(), arrived_at=NOON)

        attempt_submit(attempt=attempt.pk, epoch=1, now=NOON)

        assert (newest(attempt).total, len(newest(attempt).slot_marks)) == (1000, 3)

    def test_the_plain_form_saves_what_it_showed(self, exam, client):
        candidate = make_candidate(exam)
        client.force_login(candidate.user)
        client.post(reverse("quizzes:start", kwargs={"exam": exam.uuid}))
        attempt = candidate.attempts.get()

        client.post(reverse("quizzes:attempt", kwargs={"attempt": attempt.uuid}), {"seq": 1})

        assert set(attempt.responses.values_list("slot", flat=True)) <= set(slots_shown(attempt.display))

    def test_the_result_page_shows_ones_own_questions(self, exam, client):
        attempt = sit(exam, 1)
        publish(exam)
        client.force_login(attempt.candidate.user)

        page = client.get(reverse("quizzes:my_result", kwargs={"candidate": attempt.candidate.uuid}))

        reviewed = page.context["report"].questions
        assert {each.asked.question.slot for each in reviewed} == set(slots_shown(attempt.display))


class TestCorrections:
    @pytest.fixture
    def sat(self, exam):
        return [sit(exam, seed) for seed in range(8)]

    def correct(self, exam, slot, kind, keys=()):
        by = make_user(exam.office, Role.ORGANIZER)
        return question_correct(exam=exam, slot=slot, kind=kind, keys=keys, reason="题干有误", by=by, now=NOON)

    def test_only_those_who_drew_a_question_are_marked_anew(self, exam, sat):
        slot = exam.papers.get().slots.get(pk=slots_shown(sat[0].display)[0])
        drew = {attempt.pk for attempt in sat if slot.pk in slots_shown(attempt.display)}

        trial = self.correct(exam, slot, CorrectionKind.VOID)

        assert {change.result.attempt_id for change in trial.changes} == drew
        assert 0 < len(drew) < len(sat)
        for attempt in sat:
            reached = 1000 - slot.marks if attempt.pk in drew else 1000
            assert (newest(attempt).total, newest(attempt).maximum, newest(attempt).is_pass) == (reached, reached, True)
        assert exam_pass_line(exam) == 600

    def test_restoring_gives_it_back_to_them_alone(self, exam, sat):
        slot = exam.papers.get().slots.get(pk=slots_shown(sat[0].display)[0])
        self.correct(exam, slot, CorrectionKind.VOID)

        self.correct(exam, slot, CorrectionKind.RESTORE)

        assert [newest(attempt).total for attempt in sat] == [1000] * 8
        for attempt in sat:
            assert set(map(int, newest(attempt).slot_marks)) == set(slots_shown(attempt.display))

    def test_nobody_is_left_without_a_question_that_counts(self, office):
        bank = make_drawable_bank(office, each=4)
        stock = stock_assemble(
            blueprint=make_blueprint(office, (QuestionType.TRUE_FALSE, 1, 500), bank=bank), seed="1", forms=4, now=NOON
        )
        exam = make_exam(stock, pass_marks=300)
        attempt = sit(exam, 1)
        slot = stock.slots.get(pk=slots_shown(attempt.display)[0])

        with pytest.raises(CannotCorrectError, match="可以全员得分"):
            self.correct(exam, slot, CorrectionKind.VOID)

    def test_who_hands_in_later_is_marked_by_the_corrected_key(self, exam):
        paper = exam.papers.get()
        for slot in paper.slots.filter(type="true_false"):
            self.correct(exam, slot, CorrectionKind.REKEY, [not slot.key])

        assert (newest(sit(exam, 3)).total, newest(sit(exam, 3)).maximum) == (400, 1000)


class TestFigures:
    def test_a_question_is_judged_by_those_who_drew_it(self, exam, client):
        sat = [sit(exam, seed, right=seed % 2 == 0) for seed in range(10)]

        (form,) = exam_analysis(exam)

        assert (form.reliability, form.count, len(form.items)) == (None, 10, 9)
        for item in form.items:
            drew = [attempt for attempt in sat if item.slot.pk in slots_shown(attempt.display)]
            assert item.figures.count == len(drew)
        client.force_login(make_user(exam.office, Role.ORGANIZER))
        page = client.get(f"/organize/exams/{exam.uuid}/analysis/").content.decode()
        assert "不算整卷的信度" in page

    def test_the_bank_hears_how_those_who_drew_it_did(self, exam):
        attempt = sit(exam, 1)
        publish(exam)

        uses = QuestionUse.objects.filter(occasion=f"exam:{exam.uuid}")

        assert uses.count() == 9
        assert set(uses.filter(count=1).values_list("facility", flat=True)) == {1.0}
        assert uses.filter(count=1).count() == len(slots_shown(attempt.display))
        assert set(uses.filter(count=0).values_list("facility", flat=True)) == {None}


class TestOrganizing:
    @pytest.fixture
    def desk(self, office, client):
        client.force_login(make_user(office, Role.ORGANIZER))
        return client

    def typed(self, blueprint, **changes):
        rows = {"form-TOTAL_FORMS": len(blueprint.sections), "form-INITIAL_FORMS": 0}
        for number, section in enumerate(blueprint.sections):
            rows |= {f"form-{number}-{name}": section[name] for name in ("title", "type", "count", "marks")}
        return {"title": blueprint.title, "bank": blueprint.bank.pk, "then": "assemble", **rows, **changes}

    def test_the_form_freezes_a_stock(self, desk, blueprint):
        typed = self.typed(blueprint, forms_wanted=3, each_draws="on")

        page = desk.post(blueprint.get_absolute_url(), typed, follow=True).content.decode()

        assert "题池已冻结" in page
        assert "抽题池：9 题，每人抽 3 题，10 分" in page
        assert "考生卷" not in page

    def test_the_form_asks_for_more_than_one_paper(self, desk, blueprint):
        response = desk.post(blueprint.get_absolute_url(), self.typed(blueprint, forms_wanted=1, each_draws="on"))

        assert response.status_code == 422
        assert "题池至少要有 2 套卷的题" in response.content.decode()

    def test_a_stock_is_no_paper_to_print_or_type_in(self, desk, exam, stock):
        copy = desk.get(f"{stock.get_absolute_url()}?copy=candidate", follow=True).content.decode()
        printed = desk.get(reverse("quizzes:paper_print", kwargs={"paper": stock.uuid}) + "?what=copy", follow=True)

        assert "没有统一的考生卷" in copy
        assert "不能印成一份卷" in printed.content.decode()
        with pytest.raises(CannotTypeInError, match="每人随机抽题"):
            typed_upload(exam=exam, data=b"", file_name="x.xlsx", by=make_user(exam.office), now=NOON)

    def test_a_long_window_is_no_worry(self, exam):
        exam.closes_at = exam.opens_at.replace(year=2027)

        assert not [caution for caution in exam_cautions(exam, NOON) if "同一份卷" in caution]

    def test_the_next_quarter_draws_a_stock_as_large(self, exam):
        (drawn,) = exam_follow(exam=exam, by=make_user(exam.office), now=NOON).papers.all()

        assert drawn.is_stock
        assert [len(row["items"]) for row in drawn.stock] == [6, 3]


class TestAnchors:
    def anchored(self, blueprint):
        questions = list(blueprint.bank.questions.filter(current_version__type="single_choice").order_by("pk"))
        anchor_add(blueprint=blueprint, question=questions[0])
        return questions[0]

    def test_are_on_every_form_and_in_every_draw(self, blueprint):
        anchor = self.anchored(blueprint)

        forms = papers_assemble(blueprint=blueprint, seed="7", forms=3, now=NOON)
        stock = stock_assemble(blueprint=blueprint, seed="7", forms=3, now=NOON)

        for form in forms:
            assert form.slots.filter(question_version__question=anchor).count() == 1
        slot = stock.slots.get(question_version__question=anchor)
        paper = frozen_paper(stock.uuid)
        for seed in range(10):
            assert str(slot.pk) in [question.id for section in paper.drawn(seed) for question in section.questions]

    def test_that_cannot_be_asked_keep_a_paper_from_being_drawn(self, blueprint):
        anchor = self.anchored(blueprint)
        anchor.state = QuestionState.NEEDS_REVIEW
        anchor.save()

        with pytest.raises(CannotAssembleError, match="锚题现在不能抽"):
            papers_assemble(blueprint=blueprint, seed="7", now=NOON)

    def test_more_than_the_paper_holds_are_named(self, blueprint):
        for question in blueprint.bank.questions.filter(current_version__type="true_false")[:2]:
            anchor_add(blueprint=blueprint, question=question)

        with pytest.raises(CannotAssembleError, match="锚题放不进这份卷"):
            papers_assemble(blueprint=blueprint, seed="7", now=NOON)

    def test_of_another_bank_or_type_are_refused(self, blueprint):
        with pytest.raises(CannotAnchorError, match="不在方案的题库"):
            anchor_add(blueprint=blueprint, question=make_question(make_bank(blueprint.office)))
        essay = blueprint.bank.questions.filter(current_version__type="essay").first()
        with pytest.raises(CannotAnchorError, match="没有这种题型"):
            anchor_add(blueprint=blueprint, question=essay)

    def test_are_set_on_the_paper_and_taken_back_on_the_blueprint(self, blueprint, client):
        client.force_login(make_user(blueprint.office, Role.ORGANIZER))
        (paper,) = papers_assemble(blueprint=blueprint, seed="7", now=NOON)
        question = paper.slots.order_by("number").first().question_version.question
        address = reverse("quizzes:blueprint_anchors", kwargs={"blueprint": blueprint.uuid})

        assert "设为锚题" in client.get(paper.get_absolute_url()).content.decode()
        client.post(address, {"add": question.uuid})
        assert list(blueprint.anchors.all()) == [question]
        assert "不再作锚题" in client.get(blueprint.get_absolute_url()).content.decode()
        client.post(address, {"remove": question.uuid})
        assert not blueprint.anchors.exists()
        assert "没有选题" in client.post(address, {"add": "nonsense"}, follow=True).content.decode()

    def test_lay_one_cohort_beside_the_one_before(self, blueprint, client, time_machine):
        """Five people each: the first all right, the second wrong on every question but the anchor."""
        anchor = self.anchored(blueprint)
        exams = []
        for quarter, seed in ((3, "a"), (4, "b")):
            (paper,) = papers_assemble(blueprint=blueprint, seed=seed, now=NOON)
            exam = make_exam(paper, quarter=quarter, title=f"第{quarter}季度")
            for number in range(5):
                sit(exam, number, right=quarter == 3 or number < 2)
            if quarter == 3:
                exam.opens_at = exam.opens_at.replace(month=7)
                exam.save()
            publish(exam)
            exams.append(exam)
        client.force_login(make_user(blueprint.office, Role.ORGANIZER))

        page = client.get(f"/organize/exams/{exams[1].uuid}/analysis/")

        (occasion,) = page.context["occasions"]
        assert (occasion.title, occasion.points) == ("第3季度", -60)
        assert anchor.current_version.words in [question.stem for question in occasion.questions]
        assert "比“第3季度”低 60 个百分点" in page.content.decode()


def test_what_each_draws_from_tells_no_key(stock):
    told = json.dumps([stock.content, stock.stock])

    assert "key" not in told
    assert {name for row in stock.stock for item in row["items"] for name in item} == {"numbers", "provisions"}
