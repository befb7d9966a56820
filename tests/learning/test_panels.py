"""Panels over duty reports and ideas, and what becomes of an idea."""

from __future__ import annotations

import pytest

from accounts.append_only import AppendOnlyError
from accounts.enums import Role
from accounts.errors import RefusedError
from learning.enums import Adoption, RecordState, TalkType
from learning.models import PanelRating, Record
from learning.panels import Criterion, grades_given, means
from learning.selectors.panels import panel_outcome, panels_to_rate
from learning.services.ideas import idea_decide
from learning.services.panels import panel_close, panel_open, panel_rate
from tests.clients import client_for
from tests.factories.accounts import make_user
from tests.factories.learning import make_idea, make_panel
from tests.factories.taking import NOON


class TestFigures:
    def test_grades_of_fewer_than_five_are_kept_back(self):
        assert grades_given(["优秀"] * 4, ["优秀", "称职"]) is None
        assert grades_given(["称职", *["优秀"] * 4], ["优秀", "称职"]) == {"优秀": 4, "称职": 1}

    def test_mean_weighs_each_criterion(self):
        criteria = [Criterion("创意", 1), Criterion("实效", 3)]

        assert means(criteria, [[10, 6], [8, 7]]) == ([9.0, 6.5], 7.12)
        assert means(criteria, []) is None


@pytest.fixture
def writer():
    return make_user(name="程立新")


@pytest.fixture
def raters(writer):
    return [make_user(writer.office) for _each in range(5)]


@pytest.fixture
def organizer(writer):
    return make_user(writer.office, Role.ORGANIZER, name="考务")


def duty_report(writer):
    browser = client_for(writer)
    typed = {"occurred_on": "2026-12-20", "body": "一年来抓了三件事。", "action": "submit"}
    browser.post("/records/new/duty_report/", typed)
    return Record.objects.get(subject=writer)


def rate(panel, user, grade="", scores=(), comment=""):
    rater = panel.raters.get(user=user)
    return panel_rate(rater=rater, grade=grade, scores=scores, comment=comment, now=NOON)


@pytest.mark.django_db
class TestRating:
    def test_page_takes_a_grade_and_shows_the_figures_of_five(self, writer, raters, organizer):
        report = duty_report(writer)
        desk = client_for(organizer)
        desk.post(f"/records/{report.uuid}/panel/", {"raters": "、".join(rater.username for rater in raters)})
        address = f"/records/panels/{report.panel.uuid}/"

        for rater in raters:
            client_for(rater).post(address, {"grade": "优秀", "comment": "肯干"})
        desk.post(f"{address}close/")

        assert report.attributes["type"] == TalkType.DUTY_REPORT
        shown = client_for(writer).get(f"/records/{report.uuid}/").content.decode()
        assert "5 人，收到 5 份" in shown
        assert "肯干" in shown

    def test_four_grades_show_nothing(self, writer, raters):
        panel = make_panel(duty_report(writer), raters, criteria=())
        for rater in raters[:4]:
            rate(panel, rater, "不称职", comment="走过场")
        panel_close(panel=panel, now=NOON)

        shown = client_for(writer).get(f"/records/{panel.record.uuid}/").content.decode()

        assert "不足 5 份，不显示结果" in shown
        assert [word for word in ("走过场", "不称职") if word in shown] == []

    def test_nothing_is_shown_while_it_runs(self, writer, raters):
        panel = make_panel(make_idea(writer, RecordState.APPROVED), raters)
        rate(panel, raters[0], scores=[10, 10], comment="很好")

        assert "很好" not in client_for(writer).get(f"/records/{panel.record.uuid}/").content.decode()

    def test_mean_of_an_idea_is_shown_once_it_is_over(self, writer, raters):
        panel = make_panel(make_idea(writer, RecordState.APPROVED), raters)
        for scores in ([10, 6], [8, 7]):
            rate(panel, raters.pop(), scores=scores)
        panel_close(panel=panel, now=NOON)

        outcome = panel_outcome(panel)

        assert (outcome.given, outcome.mean) == (2, 7.12)
        assert "7.12" in client_for(writer).get(f"/records/{panel.record.uuid}/").content.decode()

    def test_each_rates_once_and_never_again(self, writer, raters):
        panel = make_panel(make_idea(writer, RecordState.APPROVED), raters)
        rate(panel, raters[0], scores=[5, 5])

        with pytest.raises(RefusedError, match="已经评过"):
            rate(panel, raters[0], scores=[9, 9])
        with pytest.raises(AppendOnlyError):
            PanelRating.objects.get().delete()
        assert list(panels_to_rate(raters[0])) == []
        assert list(panels_to_rate(raters[1])) == [panel]

    def test_nobody_rates_their_own(self, writer, organizer):
        with pytest.raises(RefusedError, match="本人不评自己"):
            panel_open(
                record=make_idea(writer, RecordState.APPROVED), raters=[writer], criteria=[], by=organizer, now=NOON
            )

    def test_a_draft_is_not_rated(self, writer, raters, organizer):
        with pytest.raises(RefusedError, match="提交以后"):
            panel_open(record=make_idea(writer), raters=raters, criteria=[], by=organizer, now=NOON)

    def test_criteria_are_lines_with_a_weight(self, writer, raters, organizer):
        idea = make_idea(writer, RecordState.APPROVED)
        typed = {"raters": raters[0].username, "criteria": "创意 1\n实效"}

        response = client_for(organizer).post(f"/records/{idea.uuid}/panel/", typed)

        assert "第 2 行要写成" in str(response.context["form"].errors["criteria"])


@pytest.mark.django_db
class TestIdeas:
    def decide(self, idea, organizer, adoption=Adoption.WHOLE, where="写进了编制管理办法", reason=""):
        return idea_decide(
            record=idea, adoption=adoption, where=where, reason=reason, guided_by=None, by=organizer, now=NOON
        )

    def test_what_became_of_it_is_shown_and_kept(self, writer, organizer):
        idea = make_idea(writer, RecordState.APPROVED)
        self.decide(idea, organizer, Adoption.NOT, where="", reason="今年没有编制")
        self.decide(idea, organizer)

        shown = client_for(writer).get(f"/records/{idea.uuid}/").content.decode()

        idea.refresh_from_db()
        assert (idea.attributes["adoption"], idea.idea.decisions.count()) == ("采纳", 2)
        assert "用在：写进了编制管理办法" in shown

    @pytest.mark.parametrize(("adoption", "message"), [(Adoption.WHOLE, "用在了哪里"), (Adoption.NOT, "为什么")])
    def test_takes_where_it_went_or_why_not(self, writer, organizer, adoption, message):
        with pytest.raises(RefusedError, match=message):
            self.decide(make_idea(writer, RecordState.APPROVED), organizer, adoption, where="", reason="")

    def test_takes_an_approved_idea(self, writer, organizer):
        with pytest.raises(RefusedError, match="审核通过以后"):
            self.decide(make_idea(writer, RecordState.SUBMITTED), organizer)

    def test_visits_to_a_project_stand_on_its_page(self, writer, organizer, time_machine):
        time_machine.move_to(NOON)
        idea = make_idea(writer, RecordState.APPROVED)
        typed = {"type": "了解", "occurred_on": "2026-10-09", "with_whom": "编办", "body": "已建账", "action": "submit"}

        client_for(organizer).post("/records/new/visit/", {**typed, "about": str(idea.uuid)})

        shown = client_for(writer).get(f"/records/{idea.uuid}/").content.decode()
        assert "本月了解 1 次，本季度上门指导 0 次" in shown
        assert "已建账" in shown
