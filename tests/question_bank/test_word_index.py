"""The index of pairs of characters that SQLite keeps of questions' words."""

from __future__ import annotations

import pytest
from django.db import connection

from question_bank.models import Question
from question_bank.selectors import QuestionFilter, questions_narrowed
from question_bank.word_index import questions_with_pairs, word_index_install
from tests.factories.question_bank import make_bank, make_content, make_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank():
    return make_bank()


def offered(word):
    """Return what is read through for a word; on PostgreSQL that is everything."""
    keys = questions_with_pairs([word], connection.vendor)
    return set(Question.objects.all() if keys is None else Question.objects.filter(pk__in=keys))


def found(bank, text):
    return set(questions_narrowed(bank.office, QuestionFilter(text=text)))


def test_a_word_is_found_at_every_place_of_a_long_text(bank):
    # Longer than the pieces in which the database takes a text, with a word across their border.
    words = "".join(chr(0x4E00 + number) for number in range(450))
    question = make_question(bank, content=make_content(stem=words))
    make_question(bank, content=make_content(stem="别的话（　　）。"))

    assert all(found(bank, words[place : place + 2]) == {question} for place in range(449))


def test_only_questions_with_all_pairs_are_read(bank):
    question = make_question(bank, content=make_content(stem="党支部应当（　　）。"))
    other = make_question(bank, content=make_content(stem="支部党委（　　）。"))

    kept = offered("支部应")

    assert kept == ({question} if connection.vendor == "sqlite" else {question, other})


def test_pairs_that_stand_apart_are_no_word(bank):
    make_question(bank, content=make_content(stem="党支队，支部（　　）。"))

    assert found(bank, "党支部") == set()


def test_new_words_take_the_place_of_the_old(bank):
    question = make_question(bank, content=make_content(stem="旧说法（　　）。"))

    Question.objects.filter(pk=question.pk).update(search_text="新提法")

    assert (found(bank, "旧说法"), found(bank, "新提法")) == (set(), {question})


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite keeps the index")
def test_questions_written_without_the_triggers_are_indexed_with_the_next_migration(bank):
    with connection.cursor() as cursor:
        # What altering a table does to its triggers.
        for name in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER question_bank_word_{name}")
    question = make_question(bank, content=make_content(stem="没有看见（　　）。"))
    before = found(bank, "看见")

    word_index_install(connection)

    assert (before, found(bank, "看见")) == (set(), {question})
