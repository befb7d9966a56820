"""Competencies: claimed with grounds, confirmed by somebody else, found in the directory."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.errors import RefusedError
from learning.enums import ClaimState, CompetencyGroup, RecordState
from learning.models import Competency, CompetencyClaim
from learning.selectors.competencies import claims_waiting, topic_result
from learning.services.competencies import claim_decide, claim_withdraw, competency_add, competency_claim
from question_bank.models import QuestionBank, Topic
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.learning import make_claim, make_note
from tests.factories.quizzes import make_result, publish
from tests.factories.taking import NOON, make_candidate, make_exam, make_paper

pytestmark = pytest.mark.django_db

HOME = "/records/competencies/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def person(office):
    return make_user(unit=make_unit(office, "办公室"), name="程立新")


@pytest.fixture
def trainer(office):
    return make_user(office, Role.TRAINER, name="命题人")


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="考务")


def decide(claim, by, is_confirmed=True, reason=""):
    return claim_decide(claim=claim, is_confirmed=is_confirmed, reason=reason, by=by, now=NOON)


class TestClaiming:
    def test_a_claim_says_why_and_what_shows_it(self, office, person):
        known = competency_add(office=office, group=CompetencyGroup.POLICY, name="干部政策")
        note = make_note(person, RecordState.APPROVED)
        client = client_for(person)
        assert "申报“干部政策”" in client.get(HOME).content.decode()

        typed = {"words": "管了三年干部任免。", "record": note.pk, "certificate": "YL-2026-1"}
        response = client.post(f"{HOME}{known.uuid}/claim/", typed)

        made = CompetencyClaim.objects.get()
        assert response.url == made.get_absolute_url()
        assert (made.state, made.record, made.certificate, made.unit.name) == ("waiting", note, "YL-2026-1", "办公室")
        assert f"{known.uuid}/claim/" not in client.get(HOME).content.decode()

    def test_nothing_is_claimed_twice_nor_without_grounds(self, person):
        claim = make_claim(person)

        with pytest.raises(RefusedError, match="已经申报过“摄影”"):
            make_claim(person, competency=claim.competency)
        with pytest.raises(RefusedError, match="凭什么"):
            make_claim(make_user(person.office), competency=claim.competency, words="  ")

    def test_evidence_is_ones_own_and_approved(self, office, person):
        known = competency_add(office=office, group=CompetencyGroup.SKILL, name="摄影")
        others, draft = make_note(make_user(office), RecordState.APPROVED), make_note(person)

        with pytest.raises(RefusedError, match="自己的记录"):
            competency_claim(competency=known, user=person, words="会", record=others, certificate="", now=NOON)
        response = client_for(person).post(f"{HOME}{known.uuid}/claim/", {"words": "会", "record": draft.pk})

        assert response.status_code == 422
        assert CompetencyClaim.objects.count() == 0

    def test_what_is_no_longer_offered_is_not_claimed_but_stays_confirmed(self, person, trainer, organizer):
        claim = decide(make_claim(person), trainer)
        client_for(organizer).post(f"{HOME}{claim.competency.uuid}/retire/")
        claim.competency.refresh_from_db()

        with pytest.raises(RefusedError, match="不能申报"):
            make_claim(make_user(person.office), competency=claim.competency)
        assert "程立新" in client_for(trainer).get(f"{HOME}directory/").content.decode()


class TestDeciding:
    @pytest.mark.parametrize("role", [Role.TRAINER, Role.ORGANIZER, Role.REVIEWER, Role.DIRECTOR])
    def test_who_decides_finds_it_and_confirms(self, office, person, role):
        claim = make_claim(person)
        client = client_for(make_user(office, role, name="确认的人"))
        assert claim.get_absolute_url() in client.get(HOME).content.decode()

        client.post(f"{claim.get_absolute_url()}decide/", {"verdict": "yes"})

        claim.refresh_from_db()
        assert (claim.state, claim.decided_by.name) == (ClaimState.CONFIRMED, "确认的人")
        assert "已确认" in client_for(person).get(HOME).content.decode()

    def test_declining_needs_a_reason_which_the_claimant_reads(self, person, trainer):
        claim = make_claim(person)
        client, address = client_for(trainer), f"{claim.get_absolute_url()}decide/"

        refused = client.post(address, {"verdict": "no"})
        client.post(address, {"verdict": "no", "reason": "没有看到作品"})

        assert refused.status_code == 422
        assert "不确认请写明原因" in refused.content.decode()
        assert "没有看到作品" in client_for(person).get(claim.get_absolute_url()).content.decode()
        assert make_claim(person, competency=claim.competency).state == ClaimState.WAITING

    def test_nobody_confirms_their_own(self, trainer):
        claim = make_claim(trainer)

        with pytest.raises(RefusedError, match="由别人确认"):
            decide(claim, trainer)
        assert list(claims_waiting(trainer)) == []

    def test_a_decision_is_made_once_but_can_be_taken_back(self, person, trainer, organizer):
        claim = decide(make_claim(person), trainer)
        with pytest.raises(RefusedError, match="已经处理过"):
            decide(claim, organizer)

        again = decide(claim, organizer, is_confirmed=False, reason="两年没做了")

        assert (again.state, again.decided_by) == (ClaimState.DECLINED, organizer)
        with pytest.raises(RefusedError, match="已经处理过"):
            decide(claim, organizer, is_confirmed=False, reason="两年没做了")

    def test_a_reviewer_decides_for_their_units_alone(self, office, person):
        elsewhere = make_unit(office, "干部科")
        reviewer = make_user(unit=elsewhere)
        reviewer.role_assignments.create(role=Role.REVIEWER, unit=elsewhere, from_date=LONG_AGO)
        claim = make_claim(person)
        client = client_for(reviewer)

        assert client.get(claim.get_absolute_url()).status_code == 404
        assert client.post(f"{claim.get_absolute_url()}decide/", {"verdict": "yes"}).status_code == 404

    def test_ones_own_claim_is_taken_back_once(self, person):
        claim = make_claim(person)

        claim_withdraw(claim=claim)

        with pytest.raises(RefusedError, match="不在了"):
            claim_withdraw(claim=claim)
        assert "本人撤回" in client_for(person).get(HOME).content.decode()


class TestResults:
    @pytest.fixture
    def claim(self, office, person):
        """A claim on what a published exam asked about."""
        exam = make_exam(make_paper(office))
        candidate = make_candidate(exam, person)
        make_result(candidate, total=1_500)
        exam = publish(exam)
        question = exam.papers.get().slots.first().question_version.question
        topic = Topic.objects.create(bank=question.bank, name="干部政策")
        question.topics.add(topic)
        known = competency_add(office=office, group=CompetencyGroup.POLICY, name="干部政策", topic=topic)
        return make_claim(person, competency=known)

    def test_they_show_beside_a_claim_to_who_may_see_results(self, claim, person, organizer, trainer):
        reviewer = make_user(person.office, Role.REVIEWER)

        seen = [topic_result(claim, viewer) is not None for viewer in (person, organizer, reviewer, trainer)]

        shown = client_for(organizer).get(claim.get_absolute_url()).content.decode()
        assert seen == [True, True, True, False]
        assert "“干部政策”的考试得分" in shown
        assert "的考试得分" not in client_for(trainer).get(claim.get_absolute_url()).content.decode()

    def test_a_topic_of_another_office_cannot_be_tied(self, office):
        topic = Topic.objects.create(bank=QuestionBank.objects.create(office=make_office(), name="别处"), name="外")

        with pytest.raises(RefusedError, match="没有这个知识点"):
            competency_add(office=office, group=CompetencyGroup.POLICY, name="干部政策", topic=topic)


class TestListAndDirectory:
    def test_an_organizer_takes_the_suggested_ones_and_adds_and_brings_back(self, office, organizer):
        client, address = client_for(organizer), f"{HOME}list/"
        for _time in range(2):
            client.post(address, {"suggested": "1"})
        suggested = Competency.objects.count()

        client.post(address, {"group": "skill", "name": "无人机"})
        twice = client.post(address, {"group": "skill", "name": "无人机"})
        made = Competency.objects.get(name="无人机")
        client.post(f"{HOME}{made.uuid}/retire/")
        client.post(address, {"group": "local", "name": "无人机"})

        assert suggested > 10
        assert Competency.objects.count() == suggested + 1
        assert (twice.status_code, "已经有这个能力标签" in twice.content.decode()) == (422, True)
        made.refresh_from_db()
        assert (made.is_offered, made.group) == (True, "local")

    def test_the_directory_has_who_is_confirmed_by_group(self, office, person, trainer):
        decide(make_claim(person), trainer)
        waiting = competency_add(office=office, group=CompetencyGroup.POLICY, name="干部政策")
        make_claim(make_user(office, name="还没确认"), competency=waiting)
        client = client_for(trainer)

        whole, skills, policy = (
            client.get(f"{HOME}directory/{query}").content.decode() for query in ("", "?group=skill", "?group=policy")
        )

        assert ["程立新" in page for page in (whole, skills, policy)] == [True, True, False]
        assert "还没确认" not in whole

    @pytest.mark.parametrize("item_count", [1, 4])
    def test_the_directory_asks_as_often_for_many(self, office, trainer, item_count, django_assert_num_queries):
        known = competency_add(office=office, group=CompetencyGroup.SKILL, name="摄影")
        for _number in range(item_count):
            decide(make_claim(make_user(office), competency=known), trainer)
        client = client_for(trainer)

        with django_assert_num_queries(5):
            client.get(f"{HOME}directory/")

    def test_another_office_has_its_own(self, person, trainer):
        decide(make_claim(person), trainer)
        stranger = make_user(make_office(), Role.ORGANIZER, name="外人")

        assert "程立新" not in client_for(stranger).get(f"{HOME}directory/").content.decode()
        assert "申报“摄影”" not in client_for(stranger).get(HOME).content.decode()
