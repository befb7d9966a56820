from __future__ import annotations

import logging
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from accounts.confinement import ConfinedCallError, ConfinementLimits, OverrunError, confined, confined_within
from accounts.confinement.calling import _KEEPER
from accounts.enums import Role
from accounts.rosters import UnreadableRosterError
from tests.accounts.confinement import readers

BRIEF = ConfinementLimits(processor_seconds=1, wall_seconds=2)


def test_a_result_comes_back_as_plain_data():
    assert confined(readers.length, b"abc", add=2) == 5
    assert confined(readers.plain_data) == {
        "on": date(2026, 3, 1),
        "role": Role.TRAINER,
        "all": (1, 2.5, None, "三", b"4", {5}),
    }


def test_a_refusal_of_our_own_is_raised_again():
    with pytest.raises(UnreadableRosterError, match="第 3 行看不懂"):
        confined(readers.refuse, "第 3 行看不懂")


def test_a_reader_that_breaks_is_logged_and_told_in_a_sentence(caplog):
    with pytest.raises(ConfinedCallError, match="没有读入"):
        confined(readers.break_down)

    assert "KeyError: '甲'" in caplog.text


@pytest.mark.parametrize("reader", [readers.loop, readers.wait, readers.hog, readers.crash, readers.flood])
def test_a_reader_without_measure_is_ended_soon_and_the_next_one_reads(reader):
    begin = time.monotonic()

    with pytest.raises(OverrunError, match="请拆成几份"):
        confined_within(BRIEF, reader)

    assert time.monotonic() - begin < 6
    assert confined(readers.length, b"abc") == 3


@pytest.mark.parametrize("reader", [readers.foreign, readers.hook])
def test_what_is_no_data_of_ours_is_not_taken_from_a_child(reader, caplog):
    caplog.set_level(logging.CRITICAL)

    with pytest.raises(ConfinedCallError):
        confined(reader)


def test_a_child_writes_no_file_and_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")

    with pytest.raises(ConfinedCallError):
        confined(readers.write, str(tmp_path / "written"))

    assert not (tmp_path / "written").exists() or not (tmp_path / "written").read_bytes()
    assert "SECRET_KEY" not in confined(readers.environment)


def test_a_keeper_that_was_killed_is_replaced():
    confined(readers.length, b"")
    os.kill(_KEEPER.process.pid, signal.SIGKILL)
    _KEEPER.process.wait()

    assert confined(readers.length, b"abc") == 3


def test_calls_from_several_threads_do_not_mix():
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda size: confined(readers.length, b"x" * size), range(20)))

    assert found == list(range(20))
