"""Books: recommended to people, answered by a note, seen by who recommended them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.errors import RefusedError
from accounts.models import RoleAssignment
from accounts.services import cohort_create
from exam_site.home.todo import todo_list
from learning.enums import RecordState
from learning.models import BookRecommendation, Record
from learning.selectors.books import books_waiting, own_books
from learning.services import record_submit
from learning.services.books import book_recommendation_end
from tests.clients import client_for
from tests.factories.accounts import LONG_AGO, make_office, make_unit, make_user
from tests.factories.books import make_recommendation
from tests.factories.learning import make_note
from tests.factories.taking import NOON

pytestmark = pytest.mark.django_db

HOME = "/books/"
NEW_NOTE = "/records/new/note/"


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def unit(office):
    return make_unit(office, "干部科")


@pytest.fixture
def cadre(unit):
    return make_user(unit=unit, name="程立新")


@pytest.fixture
def outsider(office):
    return make_user(unit=make_unit(office, "组织科"), name="白露")


@pytest.fixture
def reviewer(unit):
    head = make_user(unit=unit, name="科长")
    RoleAssignment.objects.create(user=head, role=Role.REVIEWER, unit=unit, from_date=LONG_AGO)
    return head


@pytest.fixture
def organizer(office):
    return make_user(office, Role.ORGANIZER, name="考务")


def page(user, address=HOME):
    return client_for(user).get(address).content.decode()


def typed(**changes):
    return {"title": "《乡土中国》", "author": "费孝通", "reason": "下乡前先读", **changes}


def write(user, book, **changes):
    told = {"book": book.title, "occurred_on": "2026-10-10", "recommendation": str(book.uuid), "body": "差序格局。"}
    return client_for(user).post(NEW_NOTE, {**told, "action": "submit", **changes})


class TestRecommending:
    def test_takes_a_unit_a_roster_and_names_together_each_person_once(self, office, unit, cadre, outsider, organizer):
        roster = cohort_create(office=office, name="青年", people=[cadre, outsider])
        chosen = {"whole_unit": unit.uuid, "cohort": roster.uuid, "people": cadre.username, "until": "2026-12-31"}

        response = client_for(organizer).post(f"{HOME}new/", typed(**chosen))

        made = BookRecommendation.objects.get()
        assert response.url == made.get_absolute_url()
        assert (made.title, made.by, made.office) == ("乡土中国", organizer, office)
        assert set(made.readers.values_list("user", flat=True)) == {cadre.pk, outsider.pk}

    def test_a_reviewer_reaches_the_own_people_alone(self, office, unit, cadre, outsider, reviewer):
        client = client_for(reviewer)
        named = client.post(f"{HOME}new/", typed(people=f"{cadre.username} {outsider.username}"))
        assert named.status_code == 422
        assert "不在你所管的单位里：白露" in named.content.decode()
        other_unit = client.post(f"{HOME}new/", typed(whole_unit=outsider.memberships.get().unit.uuid))
        assert other_unit.status_code == 422

        roster = cohort_create(office=office, name="青年", people=[cadre, outsider])
        client.post(f"{HOME}new/", typed(cohort=roster.uuid))

        assert [each.user for each in BookRecommendation.objects.get().readers.all()] == [cadre]

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({}, "请选推荐给谁"),
            ({"title": "《》", "people": "程立新"}, "请写书名"),
            ({"people": "程立新", "until": "2026-01-01"}, "已经过了"),
        ],
    )
    def test_says_what_is_missing(self, cadre, organizer, changes, told):
        response = client_for(organizer).post(f"{HOME}new/", typed(**changes))

        assert response.status_code == 422
        assert told in response.content.decode()
        assert not BookRecommendation.objects.exists()

    def test_is_not_for_cadres(self, cadre):
        assert client_for(cadre).get(f"{HOME}new/").status_code == 403


class TestReading:
    def test_a_note_is_one_tap_away_and_makes_the_book_read(self, cadre, reviewer):
        book = make_recommendation(reviewer, [cadre])
        assert f"{NEW_NOTE}?book={book.uuid}" in page(cadre)
        form = page(cadre, f"{NEW_NOTE}?book={book.uuid}")
        assert 'value="乡土中国"' in form
        assert 'value="费孝通"' in form
        assert f'value="{book.uuid}"' in form

        write(cadre, book)

        note = Record.objects.get(subject=cadre)
        assert note.note.recommendation == book
        assert [(each.record, each.is_done) for each in own_books(cadre)] == [(note, True)]
        assert "读过了" in page(cadre)
        assert note.get_absolute_url() in page(cadre)
        assert "科长推荐的书" in page(cadre, note.get_absolute_url())

    def test_a_draft_goes_on_and_keeps_what_it_answers(self, cadre, reviewer):
        book = make_recommendation(reviewer, [cadre])
        write(cadre, book, action="save")
        draft = Record.objects.get(subject=cadre)
        edit = f"/records/{draft.uuid}/edit/"
        assert edit in page(cadre)
        assert f'value="{book.uuid}"' in page(cadre, edit)

        assert [each.is_done for each in own_books(cadre)] == [False]
        assert "还没有" in page(reviewer, book.get_absolute_url())

    def test_a_note_handed_in_outweighs_a_later_draft(self, cadre, reviewer):
        book = make_recommendation(reviewer, [cadre])
        done = make_note(cadre, RecordState.SUBMITTED, recommendation=book)
        make_note(cadre, recommendation=book)

        assert [each.record for each in own_books(cadre)] == [done]

    def test_a_book_recommended_to_somebody_else_is_not_found(self, cadre, outsider, reviewer):
        book = make_recommendation(reviewer, [cadre])
        asked = client_for(outsider)

        assert asked.get(f"{NEW_NOTE}?book={book.uuid}").status_code == 404
        assert asked.get(f"{NEW_NOTE}?book=nonsense").status_code == 404
        assert write(outsider, book).status_code == 422
        assert not Record.objects.exists()

    def test_the_home_page_says_how_many_wait_until_a_note_is_begun(self, cadre, reviewer):
        books = [make_recommendation(reviewer, [cadre], title=title) for title in ("论持久战", "矛盾论", "实践论")]
        make_note(cadre, recommendation=books[0])
        book_recommendation_end(recommendation=books[1], at=NOON)

        assert list(books_waiting(cadre)) == [books[2]]
        titles = [todo.title for todo in todo_list(cadre, timezone.now())]
        assert "推荐给你的书 1 本" in titles
        assert not any("推荐给你的书" in todo.title for todo in todo_list(reviewer, timezone.now()))


class TestSeeing:
    def test_who_recommended_sees_who_of_the_own_people_has_written(self, cadre, outsider, reviewer, organizer):
        second = make_user(unit=cadre.memberships.get().unit, name="丁一")
        book = make_recommendation(reviewer, [second, cadre, outsider])
        note = make_note(cadre, RecordState.SUBMITTED, recommendation=book)

        shown = page(reviewer, book.get_absolute_url())

        assert shown.index("程立新") < shown.index("丁一")
        assert note.get_absolute_url() in shown
        assert "白露" not in shown
        assert client_for(organizer).get(book.get_absolute_url()).status_code == 404

    def test_a_trainer_sees_that_it_was_written_and_not_what(self, cadre, office):
        trainer = make_user(office, Role.TRAINER, name="命题人")
        book = make_recommendation(trainer, [cadre])
        note = make_note(cadre, RecordState.SUBMITTED, recommendation=book)

        shown = page(trainer, book.get_absolute_url())

        assert "写了" in shown
        assert note.get_absolute_url() not in shown

    def test_another_office_finds_nothing(self, cadre, reviewer):
        book = make_recommendation(reviewer, [cadre])
        stranger = client_for(make_user(make_office(), Role.ORGANIZER))

        assert stranger.get(book.get_absolute_url()).status_code == 404
        assert stranger.post(f"{book.get_absolute_url()}end/").status_code == 404
        assert stranger.get(f"{NEW_NOTE}?book={book.uuid}").status_code == 404

    def test_takes_as_many_queries_however_many_read(self, unit, reviewer, django_assert_max_num_queries):
        people = [make_user(unit=unit, name=f"干部{number}") for number in range(12)]
        book = make_recommendation(reviewer, people)
        for person in people[:6]:
            make_note(person, RecordState.SUBMITTED, recommendation=book)
        client = client_for(reviewer)

        with django_assert_max_num_queries(20):
            client.get(book.get_absolute_url())


class TestEnding:
    def test_asks_nobody_any_more_and_stays_on_record(self, cadre, reviewer):
        second = make_user(unit=cadre.memberships.get().unit, name="丁一")
        book = make_recommendation(reviewer, [cadre, second])
        write(cadre, book, action="save")

        client_for(reviewer).post(f"{book.get_absolute_url()}end/")

        assert own_books(second) == []
        [begun] = own_books(cadre)
        record_submit(record=begun.record, now=NOON)
        assert [each.is_done for each in own_books(cadre)] == [True]
        assert "已结束" in page(reviewer)

    def test_ends_once(self, cadre, reviewer):
        book = make_recommendation(reviewer, [cadre])
        book_recommendation_end(recommendation=book, at=NOON)

        with pytest.raises(RefusedError, match="已经结束"):
            book_recommendation_end(recommendation=book, at=NOON + timedelta(days=1))
