"""What waits for a person, on their first page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from appraisal.models import Critique
from appraisal.services.awards import award_judge, nominees_judge
from appraisal.services.bulletins import critique_write
from exam_site.home.todo import todo_list
from learning.enums import RecordState
from learning.panels import Criterion
from learning.selectors.reminders import running_statuses, waiting_for
from learning.services import scheme_load
from question_bank.enums import QuestionState
from question_bank.services import question_return, question_revise, question_submit
from tests.factories.accounts import make_office, make_user
from tests.factories.awards import make_adopted_idea, make_award, make_nominees
from tests.factories.bulletins import make_commentary, make_critique
from tests.factories.classes import make_class
from tests.factories.events import FOUR, TWO, make_event
from tests.factories.learning import make_note, make_pairing, make_task
from tests.factories.question_bank import make_bank, make_content, make_question
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

SCHEME = """
scheme: {key: small, name: 小方案, place: 某地, document: 某文件, effective_from: 2026-01-01}
requirements:
  - {key: note, name: 每月一篇笔记, kind: note, period: month, value: 1, source: 读书}
  - {key: hour, name: 每天学习, kind: session, period: day, measure: minutes, value: 60, level: soft, source: 自学}
"""
CLASS_SCHEME = """
scheme: {key: small, name: 小方案, place: 某地, document: 某文件, effective_from: 2026-01-01}
requirements:
  - {key: note, name: 每期一篇笔记, kind: note, period: class, value: 1, source: 培训}
"""


def test_commentators_and_jurors_are_told_until_they_have_spoken():
    office = make_office()
    organizer, asked = make_user(office, Role.ORGANIZER), make_user(office)
    idea = make_adopted_idea(make_user(office), organizer)
    make_critique(make_commentary(organizer), idea, asked)
    award = make_award(organizer)
    make_nominees(award, make_user(office), by=organizer)
    award_judge(award=award, jurors=[asked], criteria=[Criterion("实效", 1)], now=NOON)

    assert [todo.title for todo in todo_list(asked, NOON)] == ["1 篇等你点评", "工作创新奖"]
    critique_write(critique=Critique.objects.get(), strength="扎实", weakness="", now=NOON)
    given = {nominee.pk: [7] for nominee in award.nominees.all()}
    nominees_judge(juror=award.jurors.get(), scores=given, now=NOON)
    assert todo_list(asked, NOON) == []


def test_a_trainer_is_told_of_questions_that_came_back():
    office = make_office()
    author, reviewer = make_user(office, Role.TRAINER), make_user(office, Role.TRAINER)
    bank = make_bank(office)
    make_question(bank, state=QuestionState.DRAFT, author=author)
    question = make_question(bank, state=QuestionState.IN_REVIEW, author=author)

    question_return(question=question, by=reviewer, now=timezone.now(), comment="选项 C 有歧义")

    assert [(todo.title, todo.url) for todo in todo_list(author, timezone.now())] == [
        ("有 1 道题被退回", "/bank/?state=returned&mine=on")
    ]
    assert todo_list(reviewer, timezone.now()) == []


def test_what_waits_for_review_goes_by_who_wrote_the_current_words():
    office = make_office()
    first, second = (make_user(office, Role.TRAINER) for _ in range(2))
    question = make_question(make_bank(office), author=first, state=QuestionState.DRAFT)
    question_revise(question=question, content=make_content(), by=second, now=NOON, reason="重写")
    question.refresh_from_db()
    question_submit(question=question, by=second, now=NOON)

    told = {who: [todo.title for todo in todo_list(person, NOON)] for who, person in (("一", first), ("二", second))}

    assert told == {"一": ["1 道试题等你审核"], "二": []}


class TestWhatIsDueSoon:
    """Reminders before it is too late: of duties, of work on the ledger, of events, of what waits for one's word."""

    @pytest.fixture
    def cadre(self):
        cadre = make_user()
        scheme_load(office=cadre.office, text=SCHEME, by=None, now=NOON)
        return cadre

    def told(self, person, now=NOON):
        return [(todo.title, todo.note, todo.url) for todo in todo_list(person, now)]

    def test_a_duty_is_named_in_its_last_workdays_with_the_form_it_is_done_with(self, cadre):
        assert self.told(cadre) == []
        [told] = self.told(cadre, NOON + timedelta(days=14))
        assert told == ("每月一篇笔记", "还差 1 篇 · 到2026年10月31日", "/records/new/note/")

    def test_what_was_handed_in_is_no_longer_named(self, cadre):
        make_note(cadre, RecordState.SUBMITTED)

        assert self.told(cadre, NOON + timedelta(days=14)) == []

    def test_what_another_recorded_waits_for_ones_word(self, cadre):
        make_pairing(make_user(cadre.office), RecordState.SUBMITTED, counterpart=cadre)

        assert self.told(cadre) == [("1 份记录等你确认", "别人记的、和你有关的", "/records/confirmations/")]

    def test_work_is_named_when_its_day_nears_and_when_it_is_past(self, cadre):
        late = make_task(cadre, title="过期的", due=date(2026, 10, 9))
        near = make_task(cadre, title="快到的", due=date(2026, 10, 19))
        make_task(cadre, title="还早的", due=date(2026, 10, 20))

        assert self.told(cadre) == [
            ("过期的", "时限是 2026年10月9日，已经过了", late.get_absolute_url()),
            ("快到的", "工作台账 · 到2026年10月19日", near.get_absolute_url()),
        ]

    def test_events_of_the_next_days_are_named_until_they_are_over(self, cadre):
        event = make_event(make_user(cadre.office, Role.ORGANIZER), guests=[cadre])
        later = make_user(cadre.office, Role.ORGANIZER)
        make_event(later, guests=[cadre], begins_at=TWO + timedelta(days=4), ends_at=FOUR + timedelta(days=4))

        assert self.told(cadre) == [("学习新修订的条例", "2026年10月12日 14:00 · 三楼会议室", event.get_absolute_url())]
        assert self.told(cadre, FOUR) == []

    def test_says_how_much_more_there_is(self, cadre):
        for number in range(6):
            make_task(cadre, title=f"第 {number} 件", due=date(2026, 10, 12 + number))

        titles = [title for title, _note, _url in self.told(cadre)]
        assert titles == ["第 0 件", "第 1 件", "第 2 件", "第 3 件", "还有 2 件事快到时间"]

    def test_takes_as_many_queries_however_much_waits(self, cadre, django_assert_num_queries):
        for number in range(3):
            make_task(cadre, title=f"第 {number} 件", due=date(2026, 10, 12 + number))
        make_event(make_user(cadre.office, Role.ORGANIZER), guests=[cadre])

        # What is asked of the scheme takes six; the office's word, clocks, confirmations, work and events one each.
        with django_assert_num_queries(11):
            waiting_for(cadre.office, [cadre.pk], NOON)


def test_a_class_that_began_before_the_time_looked_at_counts_from_its_first_day():
    cadre = make_user()
    scheme_load(office=cadre.office, text=CLASS_SCHEME, by=None, now=NOON)
    make_class(make_user(cadre.office, Role.ORGANIZER), [cadre])
    make_note(cadre, RecordState.APPROVED, occurred_on=date(2026, 10, 11))

    [found] = [each for each in running_statuses(cadre.office, date(2026, 10, 12)) if each.subject == cadre]
    assert (found.status.value, found.status.state) == (1, "met")
