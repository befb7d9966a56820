"""What stands before a document's first provision: its title, number, 题注 and preamble."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from question_bank.provisions.dates import DATE_PATTERN, find_dates
from question_bank.provisions.enactment import Enactment, read_enactments
from question_bank.provisions.lines import Line, ends_sentence, unspaced
from question_bank.provisions.numerals import NUMERAL_CHARACTERS
from question_bank.provisions.signature import find_body, read_signature

_TITLE_WORDS = (
    "法|条例|规定|办法|细则|规则|准则|章程|制度|意见|通知|决定|决议|方案|计划|规划|纲要|要点|规程|标准|指南|指引|解释|批复"
    "|公告|通告|规范|守则|公约|修正案|法典"
)
_TITLE = re.compile(rf"[^。；【】]*(?:{_TITLE_WORDS})\s*(?:[（(][^）)]*[）)])?")
_LONGEST_TITLE = 80
#: A line this short, such as 管理办法, is the last piece of a title set in two lines.
_SHORT_TITLE = 6
_TITLE_APPENDIX = re.compile(r"[（(](?:试行|暂行|草案|修订|征求意见)[^）)]*[）)]")
_UNFINISHED_TITLE = ("关于", "的", "和", "与", "及", "、")

_NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Z]{1,12}\s*[〔\[（(［【]\s*(?:19|20)\d{2}\s*[〕\]）)］】]\s*第?\s*\d+\s*号"
    rf"|[\u4e00-\u9fff]{{2,20}}令\s*第?\s*[{NUMERAL_CHARACTERS}]+\s*号"
)
_METADATA = re.compile(r"[•·\s]*【(?P<name>[\u4e00-\u9fff]{2,8})】\s*(?P<value>.*)")
_METADATA_NOISE = frozenset({"文章属性", "正文"})
_METADATA_BODIES = ("制定机关", "发布机关", "发文机关", "公布机关", "发布部门")
_METADATA_NUMBERS = ("文号", "发文字号")
_METADATA_ACTS = {
    **{f"{act}日期": act for act in ("通过", "公布", "发布", "施行", "失效", "废止")},
    "生效日期": "施行",
}
_LONGEST_NOTE = 600


@dataclass(frozen=True, slots=True)
class Head:
    """What the lines before the first provision say; `preamble` is all of them that is nothing else."""

    title: str
    number: str
    issuing_body: str
    enactments: tuple[Enactment, ...]
    preamble: str


def read_head(lines: Sequence[Line]) -> Head:
    """Sort the lines before the first provision."""
    metadata, lines = _take_metadata(lines)
    notes, lines = _part(_join_notes(lines), _is_note)
    numbers, lines = _part(lines, _is_number)
    title = _title_lines(lines)
    told = [*_metadata_notes(metadata), *(note.text for note in notes)]
    enactments = [enactment for text in told for enactment in read_enactments(text)] + read_signature(lines)
    return Head(
        title=unspaced("".join(line.text for line in title)),
        number=_first(metadata, _METADATA_NUMBERS) or (numbers[0].text if numbers else _number_in(told)),
        issuing_body=_first(metadata, _METADATA_BODIES)
        or next((enactment.body for enactment in enactments if enactment.body), "")
        or find_body(lines),
        enactments=tuple(enactments),
        preamble="\n".join(line.text for line in lines if line not in title),
    )


def _take_metadata(lines: Sequence[Line]) -> tuple[dict[str, str], list[Line]]:
    """Part the labelled lines (【公布日期】…) that law sites put before a text."""
    found, rest = _part(lines, lambda line: _METADATA.fullmatch(line.text) is not None)
    matches = (_METADATA.fullmatch(line.text) for line in found)
    metadata = {match["name"]: match["value"] for match in matches if match}
    return metadata, [line for line in rest if not (metadata and line.text in _METADATA_NOISE)]


def _metadata_notes(metadata: dict[str, str]) -> list[str]:
    """Return the labelled dates worded like a 题注."""
    return [f"{metadata[name]}{act}" for name, act in _METADATA_ACTS.items() if metadata.get(name)]


def _join_notes(lines: Sequence[Line]) -> list[Line]:
    """Join a 题注 that runs over several lines."""
    joined: list[Line] = []
    for line in lines:
        if joined and _is_open_note(joined[-1].text):
            joined[-1] = replace(joined[-1], text=joined[-1].text + line.text)
        else:
            joined.append(line)
    return joined


def _is_open_note(text: str) -> bool:
    """Say whether a dated text leaves a bracket or a quoted title open."""
    is_open = (text.startswith(("（", "(")) and not text.endswith(("）", ")"))) or text.count("《") > text.count("》")
    return is_open and len(text) < _LONGEST_NOTE and next(find_dates(text), None) is not None


def _is_note(line: Line) -> bool:
    in_brackets = line.text.startswith(("（", "("))
    return (in_brackets or not ends_sentence(line.text)) and bool(read_enactments(line.text))


def _is_number(line: Line) -> bool:
    return _NUMBER.fullmatch(line.text) is not None


def _number_in(notes: Sequence[str]) -> str:
    matches = (_NUMBER.search(re.sub(DATE_PATTERN, " ", note)) for note in notes)
    return next((match[0] for match in matches if match), "")


def _title_lines(lines: Sequence[Line]) -> list[Line]:
    """Return the line or lines of the title: a marked heading, else the last line worded like one, else the first.

    The last, because the notice that sends a document out stands before it with a title of its own.
    """
    possible = [index for index, line in enumerate(lines) if _may_be_title(line)]
    headings = [index for index in possible if lines[index].is_heading]
    worded = [index for index in possible if _TITLE.fullmatch(lines[index].text)]
    if not possible:
        return []
    last = headings[0] if headings else worded[-1] if worded else possible[0]
    first = last
    while first - 1 in possible and _is_set_in_two(lines[first - 1].text, lines[first].text):
        first -= 1
    if last + 1 < len(lines) and _TITLE_APPENDIX.fullmatch(lines[last + 1].text):
        last += 1
    return list(lines[first : last + 1])


def _may_be_title(line: Line) -> bool:
    return len(line.text) <= _LONGEST_TITLE and not ends_sentence(line.text)


def _is_set_in_two(upper: str, lower: str) -> bool:
    return lower.startswith("关于") or len(lower) <= _SHORT_TITLE or upper.endswith(_UNFINISHED_TITLE)


def _first(metadata: dict[str, str], names: Sequence[str]) -> str:
    return next((metadata[name] for name in names if metadata.get(name)), "")


def _part(lines: Sequence[Line], belongs: Callable[[Line], bool]) -> tuple[list[Line], list[Line]]:
    chosen = [line for line in lines if belongs(line)]
    return chosen, [line for line in lines if not belongs(line)]
