"""F7: saves arrive repeated, reordered and late. The newest stands, and the log has each that was news once."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.models import Response, ResponseLog
from quizzes.taking.attempts import attempt_start
from quizzes.taking.errors import TakenOverError
from quizzes.taking.saving import answers_save
from tests.factories.taking import NOON, make_attempt, slot_ids

_SLOTS = 3
_answers = st.sampled_from([["w"], ["x"], ["y"], None])
#: What a device sends under one number: answers by position of the slot.
_batch = st.dictionaries(st.integers(0, _SLOTS - 1), _answers, min_size=1)


@st.composite
def deliveries(draw):
    """Return what one device sent, as (seq, batch), in the order in which it arrives, some of it twice or thrice."""
    batches = list(enumerate(draw(st.lists(_batch, min_size=1, max_size=5)), start=1))
    repeated = draw(st.lists(st.sampled_from(batches), max_size=3))
    return draw(st.permutations(batches + repeated))


def expected(arrivals):
    """Return state and log by a model in plain Python: of two saves of a slot, the higher (epoch, seq) stands."""
    state, log = {}, []
    for epoch, seq, batch in arrivals:
        for slot, answer in sorted(batch.items()):
            if (epoch, seq) > state.get(slot, (None, 0, 0))[1:]:
                state[slot] = (answer, epoch, seq)
                log.append((slot, answer, epoch, seq))
    return state, log


@pytest.mark.django_db
def test_the_newest_save_stands_whatever_the_order_of_arrival():
    attempt = make_attempt()
    slots = slot_ids(attempt)

    def save(epoch, seq, batch):
        answers = {slots[position]: answer for position, answer in batch.items()}
        with suppress(TakenOverError):
            answers_save(attempt=attempt.pk, epoch=epoch, seq=seq, answers=answers, viewed=(), arrived_at=NOON)

    @settings(max_examples=500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(first=deliveries(), second=deliveries())
    def check(first, second):
        with transaction.atomic():
            for seq, batch in first:
                save(1, seq, batch)
            attempt_start(candidate=attempt.candidate, holder="another", shuffle_seed=1, now=NOON)
            # The device that lost the attempt sends on.
            save(1, 100, first[0][1])
            for seq, batch in second:
                save(2, seq, batch)

            state, log = expected([(1, *each) for each in first] + [(2, *each) for each in second])
            columns = ("slot_id", "answer", "epoch", "seq")
            kept = {slots.index(slot): rest for slot, *rest in Response.objects.values_list(*columns)}
            logged = [
                (slots.index(slot), *rest) for slot, *rest in ResponseLog.objects.order_by("pk").values_list(*columns)
            ]
            assert {slot: tuple(rest) for slot, rest in kept.items()} == state
            assert logged == log
            transaction.set_rollback(True)

    check()
