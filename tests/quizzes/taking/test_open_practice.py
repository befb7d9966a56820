"""Practice of open banks: what is asked, and above all what is not."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.enums import Role
from question_bank.content import QuestionType
from question_bank.enums import QuestionState
from quizzes.enums import ExamState
from quizzes.models import OpenBank, Paper, PaperSlot, PracticeAnswer, ResultRelease
from quizzes.services.practice import bank_close, bank_open
from quizzes.taking.open_practice import next_question, open_answer, practice_documents, questions_to_practise
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.question_bank import make_bank, make_provision, make_question, make_version
from tests.factories.quizzes import publish
from tests.factories.taking import NOON, make_exam, make_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user(make_office())


@pytest.fixture
def bank(user):
    bank = make_bank(user.office)
    bank_open(bank=bank, by=user, now=NOON)
    return bank


@pytest.fixture
def provision(user):
    return make_provision(make_version(user.office))


@pytest.fixture
def question(bank, provision):
    return make_question(bank, provision=provision)


def put_on_paper(question):
    """Return a paper that asks a question."""
    paper = make_paper(question.bank.office, [])
    PaperSlot.objects.create(
        paper=paper,
        section=1,
        number=1,
        question_version=question.current_version,
        type=question.type,
        marks=100,
        scoring_rule={},
        key=question.current_version.key,
    )
    return paper


def offered(user):
    return list(questions_to_practise(user.office))


class TestWhatIsOffered:
    def test_approved_questions_of_open_banks_that_a_machine_can_mark(self, user, bank, question):
        make_question(bank, state=QuestionState.DRAFT)
        make_question(bank, type=QuestionType.SHORT_ANSWER)
        make_question(bank, type=QuestionType.CASE)
        make_question(make_bank(user.office))
        abroad = make_bank(make_office())
        bank_open(bank=abroad, by=user, now=NOON)
        make_question(abroad)

        assert offered(user) == [question]

    def test_nothing_of_a_bank_that_is_closed_again(self, user, bank, question):
        bank_close(bank=bank)

        assert (offered(user), OpenBank.objects.count()) == ([], 0)

    def test_nothing_that_stands_on_a_paper_not_used_yet(self, user, question):
        put_on_paper(question)

        assert offered(user) == []

    @pytest.mark.parametrize("state", [ExamState.DRAFT, ExamState.SCHEDULED])
    def test_nothing_of_an_exam_that_is_not_published(self, user, question, state):
        make_exam(put_on_paper(question), state=state)

        assert offered(user) == []

    def test_nothing_whose_keys_an_exam_keeps_closed(self, user, question):
        exam = publish(make_exam(put_on_paper(question)))
        published = offered(user)
        choices = dict.fromkeys(("answers", "explanations", "provisions", "mean", "ranking"), True)
        ResultRelease.objects.create(exam=exam, keys=False, by=user, at=NOON, **choices)

        assert (published, offered(user)) == ([question], [])

    def test_nothing_of_which_another_exam_still_waits(self, user, question):
        paper = put_on_paper(question)
        publish(make_exam(paper))
        make_exam(paper, state=ExamState.DRAFT)

        assert offered(user) == []

    def test_an_earlier_version_on_a_paper_holds_the_question_back_too(self, user, bank, question):
        put_on_paper(question)
        first = question.current_version
        version = type(first).objects.create(
            question=question,
            number=2,
            type=first.type,
            stem=first.stem,
            options=first.options,
            key=first.key,
            author=first.author,
            digest="1" * 64,
        )
        question.save(update_fields=question.adopt(version))

        assert (offered(user), Paper.objects.count()) == ([], 1)


class TestOrder:
    def test_untried_come_first_then_wrong_ones_then_the_oldest(self, user, bank, provision):
        questions = [make_question(bank, provision=provision) for _number in range(3)]
        document = provision.version.document
        order = [next_question(user, document)]
        for question, answer in zip(questions, (["wrong"], None, None), strict=True):
            key = question.current_version.key
            open_answer(user=user, version=question.current_version, answer=answer or key, now=NOON)
            order.append(next_question(user, document))

        assert order == [questions[0], questions[1], questions[2], questions[0]]
        assert next_question(user, document, after=questions[0]) == questions[1]

    def test_documents_say_how_many_were_right(self, user, question):
        before = [(each.count, each.right) for each in practice_documents(user)]
        version = question.current_version
        open_answer(user=user, version=version, answer=version.key, now=NOON)

        assert (before, [(each.count, each.right) for each in practice_documents(user)]) == ([(1, 0)], [(1, 1)])


class TestPages:
    def page(self, provision):
        return f"/exams/practice/{provision.version.document.uuid}/"

    def test_a_question_is_answered_and_told_at_once(self, user, question, provision):
        desk, version = client_for(user), question.current_version

        asked = desk.get(self.page(provision)).content.decode()
        answer = {"question": question.uuid, f"q-{version.pk}": version.key}
        told = desk.post(self.page(provision), answer, follow=True).content.decode()

        assert ("正确答案" in asked, "正确答案" in told, "答对了" in told) == (False, True, True)
        assert provision.label in told
        assert [(each.question_version, each.is_right) for each in PracticeAnswer.objects.all()] == [(version, True)]

    def test_what_has_become_a_secret_is_neither_taken_nor_told(self, user, question, provision):
        desk, version = client_for(user), question.current_version
        tried = open_answer(user=user, version=version, answer=version.key, now=NOON)
        put_on_paper(question)

        answers = [
            desk.get(f"{self.page(provision)}?tried={tried.uuid}"),
            desk.post(self.page(provision), {"question": question.uuid, f"q-{version.pk}": version.key}),
        ]

        assert [answer.status_code for answer in answers] == [404, 404]
        assert "没有可以练的题" in desk.get(self.page(provision)).content.decode()

    def test_a_trainer_opens_and_closes_a_bank(self, user):
        bank = make_bank(user.office)
        desk = client_for(make_user(user.office, Role.TRAINER))

        states = []
        for sent in ({"bank": bank.uuid, "is_open": "on"}, {"bank": bank.uuid}):
            desk.post("/organize/practice/", sent)
            states.append(OpenBank.objects.filter(bank=bank).exists())

        assert states == [True, False]
        assert "不开放" in desk.get("/organize/practice/").content.decode()


class TestOneArticle:
    @pytest.fixture
    def elsewhere(self, bank, provision):
        """Return a question that rests on another article of the same text."""
        return make_question(bank, provision=make_provision(provision.version, "art1/par1"))

    def test_is_practised_from_the_page_of_its_text(self, user, provision, question, elsewhere):
        cadre = client_for(user)

        [button] = cadre.get(reverse("question_bank:law", args=[provision.uuid])).context["actions"]
        page = cadre.get(button.url)
        asked = {cadre.get(button.url + f"&after={question.uuid}").context["form"].initial["question"]}

        assert (button.label, page.context["within"].path) == ("练第二条的题（1）", "art2")
        assert asked == {page.context["form"].initial["question"]} == {question.uuid}

    def test_goes_on_with_it_after_a_try(self, user, question, provision):
        cadre = client_for(user)
        [button] = cadre.get(reverse("question_bank:law", args=[provision.uuid])).context["actions"]
        place = f"q-{question.current_version.pk}"

        told = cadre.post(button.url, {"question": question.uuid, place: "B", "seq": 1}, follow=True)

        assert told.redirect_chain[0][0].startswith(f"{button.url}&tried=")
        assert f"{button.url.replace('&', '&amp;')}&amp;after={question.uuid}" in told.content.decode()

    def test_is_not_offered_where_nothing_may_be_practised(self, user, question, provision):
        put_on_paper(question)

        assert client_for(user).get(reverse("question_bank:law", args=[provision.uuid])).context["actions"] == []

    def test_of_another_document_is_not_found(self, user, question, provision):
        here = reverse("quizzes:practice_document", args=[provision.version.document.uuid])

        assert client_for(user).get(here, {"provision": make_provision().uuid}).status_code == 404
