"""A sheet put together from what was written once is the sheet that the template writes."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from quizzes.taking.papers import display_draw, frozen_paper
from quizzes.taking.sheet import answer_sheet, sheet_questions
from quizzes.views.sheet_html import sheet_parts
from tests.factories.taking import SIX_TYPES, make_paper

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("answer", [None, ["x"]])
def test_every_order_is_written_as_the_template_writes_it(answer):
    paper = frozen_paper(make_paper(questions=SIX_TYPES[:2] + SIX_TYPES[:2] + SIX_TYPES[2:]).uuid)
    uuid = make_paper().uuid
    first = next(iter(paper.questions.values())).slot
    orders = set()
    for seed in range(5):
        display = display_draw(paper, seed=seed, shuffle_questions=True, shuffle_options=True)
        sheet = answer_sheet(paper, display, {first: answer} if answer else {})

        written = [question for part in sheet_parts(uuid, sheet) for question in part.questions]

        assert written == [
            render_to_string("quizzes/taking/_question.html", {"asked": asked}) for asked in sheet_questions(sheet)
        ]
        orders.add(str(display))
    assert len(orders) == 5
