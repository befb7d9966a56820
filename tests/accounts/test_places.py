"""Places: what upper apps put on a lower page."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from accounts.places import Button, Place


@pytest.fixture
def request_(rf: RequestFactory):
    return rf.get("/")


def test_buttons_stand_in_the_order_in_which_they_were_offered(request_):
    place = Place()
    place.offer(lambda _request, subject: Button(f"甲{subject}", "/a/"))
    place.offer(lambda _request, subject: Button(f"乙{subject}", "/b/", main=True))

    assert place.buttons(request_, 7) == [Button("甲7", "/a/"), Button("乙7", "/b/", main=True)]


def test_a_maker_may_have_nothing_to_offer(request_):
    place = Place()
    place.offer(lambda _request, subject: Button("奇", "/odd/") if subject % 2 else None)

    assert [place.buttons(request_, subject) for subject in (1, 2)] == [[Button("奇", "/odd/")], []]


def test_a_maker_that_offers_twice_offers_once(request_):
    place = Place()

    def maker(_request, _subject):
        return Button("一次", "/")

    assert place.offer(maker) is place.offer(maker)
    assert len(place.buttons(request_, None)) == 1


def test_places_do_not_share_their_offers(request_):
    first, second = Place(), Place()
    first.offer(lambda _request, _subject: Button("甲", "/"))

    assert second.buttons(request_, None) == []
