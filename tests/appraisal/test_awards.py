"""Awards: nominated from records, judged by jurors whom nobody sees, proposed by score, decided by a person."""

from __future__ import annotations

import pytest

from accounts.enums import Role
from accounts.errors import RefusedError
from appraisal.awarding import Proposal, proposed
from appraisal.enums import AwardSort
from appraisal.models import AwardDecision
from appraisal.selectors.awards import eligible, jurors_waiting, names_in_schemes, own_results, standings, winners
from appraisal.services.awards import (
    Verdict,
    award_decide,
    award_judge,
    award_judged,
    nominee_drop,
    nominees_judge,
    people_nominate,
)
from learning.attendance import Attended
from learning.enums import RecordState
from learning.panels import Criterion
from learning.schemes.presets import preset_text
from learning.services import scheme_load
from learning.services.events import event_close
from tests.clients import client_for
from tests.factories.accounts import make_office, make_user
from tests.factories.appraisal import make_entry, make_rules
from tests.factories.awards import make_adopted_idea, make_award, make_nominees
from tests.factories.events import FOUR, make_event
from tests.factories.learning import make_idea, make_piece
from tests.factories.taking import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]

CRITERIA = [Criterion("创意", 1), Criterion("实效", 3)]


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="考务")


@pytest.fixture
def people(office):
    return [make_user(office, name=name) for name in ("甲同志", "乙同志", "丙同志")]


def judged_award(organizer, people, *scores, quota=1):
    """Return an award whose nominees two jurors gave the same points each."""
    award = make_award(organizer, quota=quota)
    nominees = make_nominees(award, *people, by=organizer)
    jurors = [make_user(organizer.office, name=f"评委{number}") for number in range(2)]
    award_judge(award=award, jurors=jurors, criteria=CRITERIA, now=NOON)
    for juror in award.jurors.all():
        given = {nominee.pk: [score, score] for nominee, score in zip(nominees, scores, strict=True)}
        nominees_judge(juror=juror, scores=given, now=NOON)
    award = award_judged(award=award, now=NOON)
    return award, nominees


def decide(award, nominees, *won, by, reason=""):
    verdicts = {each.pk: Verdict(each in won, "一等奖", reason) for each in nominees}
    return award_decide(award=award, verdicts=verdicts, by=by, now=NOON)


class TestProposal:
    def test_the_best_are_proposed_and_equals_at_the_last_place_are_left_to_a_person(self):
        assert proposed({1: 9.0, 2: 8.0, 3: 7.0}, 2) == Proposal(frozenset({1, 2}))
        assert proposed({1: 9.0, 2: 8.0, 3: 8.0}, 2) == Proposal(frozenset({1}), frozenset({2, 3}))
        assert proposed({1: 9.0, 2: 9.0, 3: 8.0}, 2) == Proposal(frozenset({1, 2}))

    def test_without_a_number_or_a_score_nobody_is(self):
        assert proposed({1: 9.0}, None) == Proposal()
        assert proposed({1: None, 2: 5.0}, 3) == Proposal(frozenset({2}))


class TestNominations:
    def test_only_what_the_award_is_for_and_of_its_year(self, office, organizer, people):
        adopted = make_adopted_idea(people[0], organizer)
        make_idea(people[1], RecordState.APPROVED, title="没有采纳的")
        piece = make_piece(people[1], RecordState.APPROVED, title="调研")
        event = make_event(organizer, speakers=[people[2]], guests=[people[0]], subtype="讲堂", title="一课")
        event_close(event=event, rest=Attended.PRESENT, by=organizer, now=FOUR)

        def offered(sort, **changes):
            award = make_award(organizer, name=f"{sort}{changes}", sort=sort, **changes)
            return [(each.person, each.title) for each in eligible(award)]

        assert offered(AwardSort.IDEA) == [(people[0], adopted.title)]
        assert offered(AwardSort.IDEA, year=2025) == []
        assert offered(AwardSort.LECTURE) == [(people[2], "一课")]
        assert offered(AwardSort.RESEARCH) == [(people[1], piece.title)]
        assert offered(AwardSort.PIECE) == []

    def test_once_each_and_not_after_the_judging_began(self, organizer, people):
        award = make_award(organizer)
        (nominee,) = make_nominees(award, people[0], by=organizer)
        assert eligible(award) == []
        award_judge(award=award, jurors=[people[1]], criteria=CRITERIA, now=NOON)

        with pytest.raises(RefusedError, match="提名已经结束"):
            nominee_drop(nominee=nominee)
        with pytest.raises(RefusedError, match="已经在评"):
            make_award(organizer)

    def test_one_nominates_oneself_with_the_own_alone_and_only_where_that_is_allowed(self, organizer, people):
        own, other = (make_adopted_idea(person, organizer, title=person.name) for person in people[:2])
        open_one, closed_one = make_award(organizer), make_award(organizer, name="别的奖", takes_own=False)
        client = client_for(people[0])

        for award in (open_one, closed_one):
            for record, person in ((own, people[0]), (other, people[1])):
                client.post(f"{award.get_absolute_url()}nominate/", {"chosen": [f"{record.uuid}:{person.uuid}"]})

        assert [nominee.record for nominee in open_one.nominees.all()] == [own]
        assert not closed_one.nominees.exists()


class TestJudging:
    def test_scores_are_weighted_means_and_nobody_judges_themselves(self, organizer, people):
        award = make_award(organizer)
        first, second = make_nominees(award, *people[:2], by=organizer)
        award = award_judge(award=award, jurors=[people[0], people[2]], criteria=CRITERIA, now=NOON)
        own, other = award.jurors.order_by("pk")

        with pytest.raises(RefusedError, match="每个参评的都要打分"):
            nominees_judge(juror=own, scores={first.pk: [10, 10], second.pk: [4, 8]}, now=NOON)
        nominees_judge(juror=own, scores={second.pk: [4, 8]}, now=NOON)
        nominees_judge(juror=other, scores={first.pk: [6, 6], second.pk: [8, 4]}, now=NOON)
        with pytest.raises(RefusedError, match="已经评过"):
            nominees_judge(juror=other, scores={first.pk: [6, 6], second.pk: [8, 4]}, now=NOON)

        assert [(row.nominee, row.score) for row in standings(award)] == [(first, 600), (second, 600)]
        assert {row.is_tied for row in standings(award)} == {True}

    def test_a_juror_judges_by_the_page_and_nobody_else_opens_it(self, organizer, people):
        award = make_award(organizer)
        (nominee,) = make_nominees(award, people[0], by=organizer)
        award = award_judge(award=award, jurors=[people[1]], criteria=CRITERIA, now=NOON)
        juror = award.jurors.get()
        assert list(jurors_waiting(people[1])) == [juror]

        assert client_for(organizer).get(juror.get_absolute_url()).status_code == 404
        wrong = client_for(people[1]).post(juror.get_absolute_url(), {f"score_{nominee.pk}_0": "11"})
        assert wrong.status_code == 422
        client_for(people[1]).post(
            juror.get_absolute_url(), {f"score_{nominee.pk}_0": "7", f"score_{nominee.pk}_1": "9"}
        )

        assert standings(award)[0].score == 850
        assert list(jurors_waiting(people[1])) == []

    def test_points_decide_without_jurors(self, office, organizer, people):
        make_rules(office)
        entry = make_entry(people[1])
        award = make_award(organizer, sort=AwardSort.POINTS)
        people_nominate(award=award, people=people[:2], by=organizer, now=NOON)

        assert [row.score for row in standings(award)] == [entry.points, 0]
        with pytest.raises(RefusedError, match="不请评委"):
            award_judge(award=award, jurors=people[2:], criteria=CRITERIA, now=NOON)
        best, rest = (row.nominee for row in standings(award))
        assert decide(award, [best, rest], best, by=organizer).announced_at == NOON


class TestDecision:
    def test_as_proposed_needs_no_reason_and_otherwise_one(self, organizer, people):
        award, nominees = judged_award(organizer, people, 9, 7, 5)

        with pytest.raises(RefusedError, match="和得分的建议不同，请写理由"):
            decide(award, nominees, nominees[1], by=organizer)
        with pytest.raises(RefusedError, match="名额 1 个，选了 2 个"):
            decide(award, nominees, *nominees[:2], by=organizer)
        with pytest.raises(RefusedError, match="至少要有一个"):
            decide(award, nominees, by=organizer)
        assert AwardDecision.objects.count() == 0

        decide(award, nominees, nominees[0], by=organizer)
        with pytest.raises(RefusedError, match="已经公布"):
            decide(award, nominees, nominees[0], by=organizer)
        assert [each.nominee for each in winners(award)] == [nominees[0]]

    def test_between_equals_a_person_decides_with_a_reason(self, organizer, people):
        award, nominees = judged_award(organizer, people, 9, 9, 5)

        with pytest.raises(RefusedError, match="得分并列，请写理由"):
            decide(award, nominees, nominees[1], by=organizer)
        decide(award, nominees, nominees[1], by=organizer, reason="实效更大")

        assert AwardDecision.objects.get(is_winner=True).reason == "实效更大"

    def test_only_winners_are_named_and_the_others_see_their_own(self, organizer, people):
        award, nominees = judged_award(organizer, people, 9, 7, 5)
        page = client_for(people[2]).get(award.get_absolute_url()).content.decode()
        assert "甲同志" not in page
        decide(award, nominees, nominees[0], by=organizer)

        page = client_for(people[2]).get(award.get_absolute_url()).content.decode()

        assert "甲同志" in page
        assert "乙同志" not in page
        assert "没有获奖" in page
        (own,) = own_results(award, people[2])
        # Two jurors are so few that a mean would say what each gave.
        assert own.score is None
        printed = client_for(people[1]).get(f"{award.get_absolute_url()}file/")
        assert printed.content.startswith(b"%PDF")

    def test_by_the_page(self, organizer, people):
        award, nominees = judged_award(organizer, people, 9, 7, 5)
        client = client_for(organizer)

        told = client.post(f"{award.get_absolute_url()}decide/", {f"won_{nominees[1].pk}": "on"})
        assert told.status_code == 422
        assert "请写理由" in told.content.decode()
        sent = {f"won_{nominees[0].pk}": "on", f"grade_{nominees[0].pk}": "一等奖"}
        assert client.post(f"{award.get_absolute_url()}decide/", sent).status_code == 302

        award.refresh_from_db()
        assert award.announced_at == NOON
        assert "一等奖" in client.get(award.get_absolute_url()).content.decode()

    def test_from_the_list_to_the_jury_by_the_pages(self, office, organizer, people):
        client = client_for(organizer)
        make_adopted_idea(people[0], organizer)
        sent = {"name": "工作创新奖", "year": "2026", "sort": "idea", "quota": "1"}
        opened = client.post("/awards/new/", sent)["Location"]
        again = client.post("/awards/new/", sent)
        assert "已经在评" in again.content.decode()
        award = office.awards.get()
        (offered,) = eligible(award)
        client.post(f"{opened}nominate/", {"chosen": [offered.key]})

        client.post(f"{opened}jury/", {"jurors": people[1].username, "criteria": "创意 1\n实效"})
        assert award.nominees.count() == 1
        assert not award.jurors.exists()
        client.post(f"{opened}jury/", {"jurors": people[1].username, "criteria": "创意 1\n实效 3"})

        award.refresh_from_db()
        assert award.is_judging
        assert award.criteria == CRITERIA


def test_schemes_name_their_awards(office, organizer):
    scheme_load(office=office, text=preset_text("hailin"), by=organizer, now=NOON)

    assert names_in_schemes(office, NOON.date()) == ["讲课", "调研文章"]
    assert "讲课、调研文章" in client_for(organizer).get("/awards/").content.decode()
