"""Assembling: what is frozen, that it stays so, that it can be drawn again."""

from __future__ import annotations

import json

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.append_only import AppendOnlyError
from question_bank.content import MarkingPoint, QuestionContent, QuestionType
from question_bank.enums import QuestionState
from question_bank.models import Citation, Provision, Question, QuestionVersion
from quizzes.models import Paper, PaperSlot
from quizzes.services import CannotAssembleError, blueprint_update, papers_assemble
from tests.factories.accounts import make_user
from tests.factories.content import make_blanks
from tests.factories.question_bank import make_bank, make_content, make_provision, make_question, make_version
from tests.factories.quizzes import make_blueprint, make_drawable_bank, make_plan
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

ONE_OF_EACH = [(kind, 1, 250) for kind in QuestionType]


def assemble(blueprint=None, *, seed="2026-4", forms=1):
    return papers_assemble(blueprint=blueprint or make_blueprint(), seed=seed, forms=forms, by=make_user(), now=NOON)


def frozen(paper):
    """Return all that stands on a paper, without its own ids."""
    slots = paper.slots.order_by("number").values_list(
        "number", "section", "type", "marks", "question_version", "scoring_rule", "key", "explanation", "provisions"
    )
    return [paper.content, paper.digest, list(slots)]


class TestContent:
    def test_is_what_the_blueprint_asks(self):
        (paper,) = assemble()

        assert [(section["title"], len(section["questions"])) for section in paper.content["sections"]] == [
            ("单选", 2),
            ("简答", 1),
        ]
        assert (paper.question_count, paper.total_marks, paper.form) == (3, 1000, "A")
        assert [slot.number for slot in paper.slots.order_by("number")] == [1, 2, 3]

    def test_has_nothing_but_what_a_candidate_may_see(self):
        (paper,) = assemble(make_blueprint(None, *ONE_OF_EACH))

        questions = [asked for section in paper.content["sections"] for asked in section["questions"]]
        assert {frozenset(asked) for asked in questions} == {
            frozenset({"type", "stem", "options", "marks"}),
            frozenset({"type", "stem", "options", "marks", "blanks"}),
            frozenset({"type", "stem", "options", "marks", "targets"}),
            frozenset({"type", "stem", "options", "marks", "stimulus"}),
        }
        assert {frozenset(option) for asked in questions for option in asked["options"]} == {frozenset({"id", "text"})}
        assert [asked["marks"] for asked in questions] == [2.5] * 9 + [0.83, 1.67]

    def test_leaves_whatever_else_an_option_carries_behind(self):
        bank = make_bank()
        question = make_question(bank)
        version = question.current_version
        telling = [{**option, "is_right": option["id"] == "B", "hint": "CANARY"} for option in version.options]
        fields = ("question", "type", "stem", "key", "digest", "author")
        question.current_version = QuestionVersion.objects.create(
            **{field: getattr(version, field) for field in fields}, number=2, options=telling
        )
        question.save()

        (paper,) = assemble(make_blueprint(bank.office, (QuestionType.SINGLE_CHOICE, 1, 200), bank=bank))

        assert "CANARY" not in json.dumps(paper.content)
        assert "is_right" not in json.dumps(paper.content)

    def test_slots_hold_key_explanation_rule_and_the_text_they_rest_on(self):
        bank = make_bank()
        provision = make_provision(make_version(bank.office, title="学习管理办法"))
        content = make_content(key=["C"], explanation="见第二条。")
        question = make_question(bank, provision=provision, content=content)

        (paper,) = assemble(make_blueprint(bank.office, (QuestionType.SINGLE_CHOICE, 1, 200), bank=bank))

        slot = paper.slots.get()
        assert (slot.key, slot.explanation, slot.marks) == (["C"], "见第二条。", 200)
        assert slot.question_version == question.current_version
        assert slot.provisions == [
            {
                "document": "《学习管理办法》（2026年版）",
                "label": provision.label,
                "text": provision.full_text,
                "quoted": "",
                "provision": str(provision.uuid),
            }
        ]

    def test_rests_only_on_citations_that_stand(self):
        bank = make_bank()
        version = make_version(bank.office)
        question = make_question(bank, provision=make_provision(version, "art2/par1"))
        first = question.current_version.citations.get()
        Citation.objects.create(
            question_version=question.current_version,
            provision=first.provision,
            withdraws=first,
            created_by=question.author,
        )
        Citation.objects.create(
            question_version=question.current_version,
            provision=make_provision(version, "art2/par2"),
            created_by=question.author,
        )

        (paper,) = assemble(make_blueprint(bank.office, (QuestionType.SINGLE_CHOICE, 1, 200), bank=bank))

        assert [rested["text"] for rested in paper.slots.get().provisions] == ["读书笔记经审核后计入积分。"]

    def test_a_case_takes_a_slot_for_each_part_below_the_shared_material(self):
        (paper,) = assemble(make_blueprint(None, (QuestionType.CASE, 2, 300)))

        (section,) = paper.content["sections"]
        assert [asked["stimulus"]["id"] for asked in section["questions"]] == ["1", "1", "2", "2"]
        assert [asked["type"] for asked in section["questions"]] == ["single_choice", "short_answer"] * 2
        slots = list(paper.slots.order_by("number"))
        assert [(slot.part, slot.marks, slot.key) for slot in slots] == [
            (1, 100, ["B"]),
            (2, 200, "没有经过三审。"),
        ] * 2
        assert (paper.question_count, paper.total_marks) == (4, 600)

    def test_marking_points_share_the_marks_and_stay_off_the_paper(self):
        (paper,) = assemble(make_blueprint(None, (QuestionType.ESSAY, 1, 1000)))

        assert paper.slots.get().marking_points == [{"text": "学与写", "marks": 333}, {"text": "说与干", "marks": 667}]
        assert "说与干" not in json.dumps(paper.content, ensure_ascii=False)

    def test_an_essay_may_rest_on_its_marking_points_alone(self):
        bank = make_bank()
        points = (MarkingPoint("学与写"),)
        make_question(bank, content=QuestionContent(QuestionType.ESSAY, "试论四项。", marking_points=points))

        (paper,) = assemble(make_blueprint(bank.office, (QuestionType.ESSAY, 1, 1000), bank=bank))

        assert paper.slots.get().key == ""

    def test_order_free_blanks_are_frozen_with_the_rule(self):
        bank = make_bank()
        make_question(bank, content=make_blanks("____和____分离。", ["决策"], ["执行"], is_order_free=True))

        (paper,) = assemble(make_blueprint(bank.office, (QuestionType.FILL_IN_THE_BLANK, 1, 200), bank=bank))

        assert paper.slots.get().scoring_rule["is_order_free"] is True


class TestFreezing:
    @pytest.fixture
    def paper(self):
        (paper,) = assemble()
        return paper

    def test_new_words_of_a_question_leave_the_paper_as_it_was(self, paper):
        before = frozen(paper)
        for question in Question.objects.select_related("current_version"):
            version = question.current_version
            question.current_version = QuestionVersion.objects.create(
                question=question, number=2, type=version.type, stem="改写", key=version.key, author=version.author
            )
            question.state = QuestionState.RETIRED
            question.save()

        assert frozen(Paper.objects.get()) == before

    def test_an_amended_provision_leaves_the_paper_as_it_was(self, paper):
        before = frozen(paper)

        Provision.objects.update(text="修订后的条文", full_text="修订后的条文")

        assert frozen(Paper.objects.get()) == before

    def test_a_changed_blueprint_leaves_the_paper_as_it_was(self, paper):
        before = (frozen(paper), paper.blueprint_snapshot)
        plan = make_plan((QuestionType.TRUE_FALSE, 1, 100))

        blueprint_update(blueprint=paper.blueprint, plan=plan, bank=paper.blueprint.bank)

        again = Paper.objects.get()
        assert (frozen(again), again.blueprint_snapshot) == before

    @pytest.mark.parametrize("model", [Paper, PaperSlot])
    def test_neither_the_application_nor_the_database_changes_it(self, paper, model):
        row = model.objects.first()

        with pytest.raises(AppendOnlyError):
            row.save()
        with pytest.raises(AppendOnlyError):
            row.delete()
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


class TestDrawing:
    def test_the_same_seed_draws_the_same_paper(self):
        blueprint = make_blueprint(None, *ONE_OF_EACH)

        first, again = (assemble(blueprint, seed="同一种子")[0] for _time in range(2))

        assert frozen(first) == frozen(again)
        assert first.pk != again.pk

    def test_another_seed_draws_another(self):
        bank = make_drawable_bank(each=6)
        blueprint = make_blueprint(bank.office, bank=bank)

        digests = {assemble(blueprint, seed=f"种子{number}")[0].digest for number in range(6)}

        assert len(digests) > 1

    def test_the_digest_covers_everything_that_is_frozen(self):
        bank = make_bank()
        question = make_question(bank)
        blueprint = make_blueprint(bank.office, (QuestionType.SINGLE_CHOICE, 1, 200), bank=bank)
        digests = [assemble(blueprint)[0].digest]
        for change in ({"marks": 300}, {"key": ["A"]}, {"explanation": "另一种解析"}):
            if "marks" in change:
                plan = make_plan((QuestionType.SINGLE_CHOICE, 1, 300), title=blueprint.title)
                blueprint = blueprint_update(blueprint=blueprint, plan=plan, bank=bank)
            else:
                _rewrite(question, **change)
            digests.append(assemble(blueprint)[0].digest)

        assert len(set(digests)) == 4

    def test_parallel_forms_share_no_question_where_the_bank_has_enough(self):
        bank = make_drawable_bank(each=4)
        papers = assemble(make_blueprint(bank.office, bank=bank), forms=2)

        first, second = (set(paper.slots.values_list("question_version", flat=True)) for paper in papers)

        assert ([paper.form for paper in papers], first & second) == (["A", "B"], set())

    def test_only_approved_questions_are_drawn(self):
        bank = make_bank()
        for state in QuestionState:
            make_question(bank, state=state)

        (paper,) = assemble(make_blueprint(bank.office, (QuestionType.SINGLE_CHOICE, 1, 200), bank=bank))

        assert paper.slots.get().question_version.question.state == QuestionState.APPROVED

    def test_too_small_a_bank_is_told_by_section_and_nothing_is_kept(self):
        blueprint = make_blueprint(None, (QuestionType.SINGLE_CHOICE, 4, 200))

        with pytest.raises(CannotAssembleError) as refusal:
            assemble(blueprint)

        assert str(refusal.value) == "大题“单选”需要 4 题，题库中可用的只有 3 题。请补充并审核入库，或减少题数。"
        assert Paper.objects.count() == 0

    @pytest.mark.parametrize("forms", [0, 27])
    def test_as_many_forms_as_letters(self, forms):
        with pytest.raises(CannotAssembleError, match="1 到 26 套卷"):
            assemble(forms=forms)


def _rewrite(question, **change):
    version = question.current_version
    fields = ("type", "stem", "options", "key", "explanation", "digest", "author")
    question.current_version = QuestionVersion.objects.create(
        question=question,
        number=version.number + 1,
        **({field: getattr(version, field) for field in fields} | change),
    )
    question.save()
