"""An export, its import and the next export are the same bytes, whatever the questions say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank import interchange
from tests.question_bank.interchange.strategies import questions


@pytest.mark.parametrize("format_", ["json", "gift", "moodle", "aiken", "workbook"])
@given(given_questions=st.lists(questions(), min_size=1, max_size=2))
@settings(max_examples=40, deadline=None)
def test_export_import_export_is_the_same_bytes(format_, given_questions):
    write, read = getattr(interchange, f"write_{format_}"), getattr(interchange, f"read_{format_}")
    first = write(given_questions)
    if first.report.left_out == len(given_questions):
        return

    again = write(read(first.data).questions)

    assert again.data == first.data
    assert again.report.left_out == 0
