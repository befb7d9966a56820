"""What the bank is told of exams: who was asked what, and how it went."""

from __future__ import annotations

import pytest

from question_bank.models import QuestionUse
from quizzes.exposure import exposures_reconcile
from quizzes.models import PaperSlot
from quizzes.services import exam_withdraw
from tests.factories.taking import NOON
from tests.factories.world import Stage, make_house

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet_noon")]


def test_an_exam_tells_the_bank_from_its_announcement_to_its_results():
    house = make_house("云岭", [Stage.DRAFT, Stage.SCHEDULED, Stage.PUBLISHED])
    scheduled, published = house.exams[Stage.SCHEDULED].exam, house.exams[Stage.PUBLISHED].exam
    before = list(QuestionUse.objects.order_by("pk").values_list("occasion", "version", "count", "facility"))

    asked = QuestionUse.objects.filter(occasion=f"exam:{scheduled.uuid}")
    done = QuestionUse.objects.filter(occasion=f"exam:{published.uuid}")
    slots = PaperSlot.objects.filter(paper__exams=published)
    assert set(asked.values_list("count", "facility", "candidates")) == {(0, None, 1)}
    assert {use.version_id for use in done} == {slot.question_version_id for slot in slots}
    assert all(use.count and 0 <= use.facility <= 1 and use.candidates for use in done)
    assert not QuestionUse.objects.filter(occasion=f"exam:{house.exams[Stage.DRAFT].exam.uuid}").exists()

    QuestionUse.objects.all().delete()
    made = exposures_reconcile()

    after = list(QuestionUse.objects.order_by("pk").values_list("occasion", "version", "count", "facility"))
    assert (made > 0, sorted(after, key=str)) == (True, sorted(before, key=str))
    assert exposures_reconcile() == 0


def test_an_exam_taken_back_asked_nobody():
    house = make_house("云岭", [Stage.SCHEDULED, Stage.PUBLISHED])
    exam = house.exams[Stage.SCHEDULED].exam

    exam_withdraw(exam=exam, by=house.people["organizer"], now=NOON, reason="改期")

    assert not QuestionUse.objects.filter(occasion=f"exam:{exam.uuid}").exists()
