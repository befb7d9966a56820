"""Who signed a document and when: the body and the date that stand on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from question_bank.provisions.dates import DATE_PATTERN, find_dates
from question_bank.provisions.enactment import Act, Enactment
from question_bank.provisions.lines import Line, unspaced

_BODY = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,30}"
    r"(?:委员会|[省市县区州盟旗工]委|人民政府|人民法院|人民检察院|国务院|党委|党组|办公厅|办公室|组织部|[部局厅院]))(?:文件)?"
)
_SIGNED_DATE = re.compile(rf"[\u4e00-\u9fff\s（(]{{0,30}}{DATE_PATTERN}\s*[）)]?\s*(?:印发|发布)?")


def read_signature(lines: Sequence[Line]) -> list[Enactment]:
    """Return the act of issuing that a dated signature tells."""
    signed = next((index for index, line in enumerate(lines) if is_signed_date(line)), None)
    if signed is None:
        return []
    body = find_body(list(reversed(lines[:signed])))
    return [Enactment(found.value, Act.ISSUED, body) for found in find_dates(lines[signed].text)]


def find_body(lines: Sequence[Line]) -> str:
    """Return the first body that stands alone on a line, as a letterhead and a signature do."""
    matches = (_BODY.fullmatch(unspaced(line.text)) for line in lines)
    return next((match["body"] for match in matches if match), "")


def is_signed_date(line: Line) -> bool:
    """Say whether a line is the date under a signature."""
    return _SIGNED_DATE.fullmatch(line.text) is not None
