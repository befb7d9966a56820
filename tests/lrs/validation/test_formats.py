"""Formats of strings, each with what is allowed and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lrs.validation import InvalidError
from lrs.validation import formats as f

ACCEPTED = [
    (f.iri, "http://adlnet.gov/expapi/verbs/completed"),
    (f.iri, "urn:uuid:b1d1c1a0-0000-4000-8000-000000000000"),
    (f.iri, "https://云岭.example/试题/1"),
    (f.uuid, "AA97B177-9383-4934-8543-0F91A7A02836"),
    (f.mailto, "mailto:chen@yunling.example"),
    (f.sha1, "f" * 40),
    (f.sha2, "0a" * 32),
    (f.sha2, "0a" * 64),
    (f.media_type, "text/plain; charset=utf-8"),
    (f.media_type, "application/vnd.ms-excel"),
    (f.language_tag, "zh-CN"),
    (f.language_tag, "zh-Hans-CN"),
    (f.language_tag, "de-CH-1996"),
    (f.language_tag, "en-US-u-islamcal"),
    (f.language_tag, "x-whatever"),
    (f.language_tag, "i-klingon"),
    (f.language_tag, "es-419"),
    (f.duration, "PT4H35M59.14S"),
    (f.duration, "P3Y1M29DT4H35M59.14S"),
    (f.duration, "P4W"),
    (f.duration, "PT0S"),
    (f.timestamp, "2026-10-04T09:00:00Z"),
    (f.timestamp, "2026-10-04T09:00:00.123456789+08:00"),
    (f.timestamp, "2026-10-04T09:00:00+0800"),
    (f.timestamp, "2026-10-04T09:00"),
    (f.language_map, {"zh-CN": "完成了", "en": "completed"}),
    (f.extensions, {"https://yunling.example/x": None}),
]
REFUSED = [
    (f.iri, "no scheme"),
    (f.iri, "ab=c://should.fail.com"),
    (f.iri, "http://with space"),
    (f.iri, ""),
    (f.iri, None),
    (f.uuid, "{aa97b177-9383-4934-8543-0f91a7a02836}"),
    (f.uuid, "aa97b1779383493485430f91a7a02836"),
    (f.uuid, "ma97b177-9383-4934-8543-0f91a7a02836"),
    (f.uuid, 12345),
    (f.mailto, "chen@yunling.example"),
    (f.mailto, "mailto:yunling.example"),
    (f.sha1, "f" * 39),
    (f.sha2, "0a" * 20),
    (f.media_type, "text"),
    (f.language_tag, "a12345"),
    (f.language_tag, "zh_CN"),
    (f.language_tag, ""),
    (f.duration, "P"),
    (f.duration, "PT"),
    (f.duration, "P4W1D"),
    (f.duration, "P1DT"),
    (f.duration, "1 hour"),
    (f.timestamp, "2026-10-04"),
    (f.timestamp, "2026-10-04 09:00:00Z"),
    (f.timestamp, "2026-13-04T09:00:00Z"),
    (f.timestamp, "2026-10-04T09:00:00-00:00"),
    (f.timestamp, "2026-10-04T09:00:00-0000"),
    (f.timestamp, "2026-10-04T09:00:00-00"),
    (f.timestamp, "0001-01-01T00:00:00+08:00"),
    (f.language_map, {"a12345": "x"}),
    (f.language_map, {"zh-CN": 1}),
    (f.language_map, "完成了"),
    (f.extensions, {"not an iri": 1}),
]


@pytest.mark.parametrize(("rule", "value"), ACCEPTED)
def test_accepts_what_the_standard_allows(rule, value):
    assert rule(value, "here") is None


@pytest.mark.parametrize(("rule", "value"), REFUSED)
def test_refuses_what_it_does_not(rule, value):
    with pytest.raises(InvalidError) as refusal:
        rule(value, "here")

    assert refusal.value.where.startswith("here")


def test_timestamp_is_read_in_utc_and_cut_to_microseconds():
    assert f.timestamp_parse("2026-10-04T09:00:00.1234567+08:00") == datetime(2026, 10, 4, 1, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    ("microsecond", "text"), [(0, "2026-10-04T01:00:00.000Z"), (1500, "2026-10-04T01:00:00.001500Z")]
)
def test_timestamp_is_written_as_finely_as_it_must(microsecond, text):
    assert f.timestamp_text(datetime(2026, 10, 4, 1, 0, 0, microsecond, tzinfo=UTC)) == text
