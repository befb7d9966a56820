"""Hostile files end in a sentence or in a report, in bounded time, and the next file is read as ever."""

from __future__ import annotations

import time

import pytest

from accounts.confinement import OverrunError, confined
from question_bank.sheets import SheetReport, UnreadableSheet, read_sheet
from tests.question_bank.sheets.hostile import HOSTILE

SOUND = "1.急件当天办结。\n答案：对\n".encode()
LONGEST_SECONDS = 45


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence(name):
    data = HOSTILE[name]()

    begin = time.monotonic()
    try:
        read = confined(read_sheet, data, name)
    except (UnreadableSheet, OverrunError) as refusal:
        read = str(refusal)

    assert time.monotonic() - begin < LONGEST_SECONDS
    assert isinstance(read, SheetReport) or read.endswith(("。", "！"))
    assert confined(read_sheet, SOUND).questions[0].key is True
