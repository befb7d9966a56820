from __future__ import annotations

from quizzes.assembly.dealing import Hand, _exchange
from tests.factories.assembly import make_item


def make_hand(*rows, items):
    hand = Hand(len(rows))
    for number, indexes in enumerate(rows):
        for index in indexes:
            hand.add(number, index, items[index])
    return hand


def test_exchange_moves_a_repeated_provision_to_the_form_that_lacks_it():
    items = [make_item(number, provisions=cited) for number, cited in enumerate(["p", "", "p"])]
    one, other = make_hand([0], [2], items=items), make_hand([1], [], items=items)

    _exchange(0, one, other, items)

    assert (one.dealt, other.dealt) == ([[1], [2]], [[0], []])


def test_exchange_never_gives_a_form_a_question_it_has():
    items = [make_item(number, provisions=cited) for number, cited in enumerate(["p", "", "p", "p"])]
    one, other = make_hand([0], [2, 3], items=items), make_hand([0, 1], [], items=items)

    _exchange(0, one, other, items)

    assert (one.dealt, other.dealt) == ([[0], [2, 3]], [[0, 1], []])


def test_exchange_leaves_alone_what_it_cannot_improve():
    items = [make_item(number, provisions=cited) for number, cited in enumerate(["p", "", "p", "p"])]
    one, other = make_hand([0], [2], items=items), make_hand([1], [3], items=items)

    _exchange(0, one, other, items)

    assert (one.dealt, other.dealt) == ([[0], [2]], [[1], [3]])
