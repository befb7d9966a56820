"""Keys that stand apart from their questions: “参考答案 一、单选题 1-5 ABCDD 6.A”, at the end or after a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from question_bank.content import QuestionType
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Problem
from question_bank.sheets.sources import Source, Table
from question_bank.sheets.tables.columns import find_headings
from question_bank.sheets.text.blocks import Block, holds_answer
from question_bank.sheets.text.lines import Line
from question_bank.sheets.words.folding import clean
from question_bank.sheets.words.headings import section_heading
from question_bank.sheets.words.labels import Field, heading_field, label_at_start
from question_bank.sheets.words.markers import BLANK, number_at_start, numbered_parts
from question_bank.sheets.words.types import PLAIN_TYPE_WORD, named_type

_LONGEST_TITLE = 24
_TITLE = re.compile(r"(?:附件?\s?\d{0,2}\s?:)?[^:。?？]{0,16}答\s?案(?:及解析|与解析|及评分标准|解析|部分|页)?\s?:?")
_RANGE = r"\d{1,5}\s?[-~—–至]\s?\d{1,5}"
_ANSWER = r"(?:[A-Ja-j]{1,10}(?![A-Za-z])|[√×对错TF](?![A-Za-z])|正确|错误)"
_KEY_LINE = re.compile(
    rf"\A\s{{0,9}}(?:题号|{_RANGE}|\d{{1,5}}\s{{1,9}}\d{{1,5}}\s|\d{{1,5}}\s{{0,3}}[.、:)]?\s{{0,9}}[(]?{_ANSWER}(?:[\s,;.)、]|\d|$))"
)
_LABELLED_KEY = re.compile(rf"\A\s{{0,9}}(?:{_RANGE}\s|1\s?[.、:]\s?{_ANSWER}.{{0,30}}2\s?[.、:])")
_TOKEN = re.compile(
    rf"(?P<range>{_RANGE})|(?P<number>\d{{1,5}})|(?P<answer>{_ANSWER})|(?P<other>[^\s.,、:;()\[\]|]{{1,20}})"
)
#: 题目1 · 第1题 · 试题1
_NUMBER_WORDS = re.compile(r"(?:第|题目|试题|题)\s?(?P<number>\d{1,5})\s?(?:小?题|道)?\s?[.、:]?")
_HEADINGS_WITHIN = 10
_ORDINALS = "一二三四五六七八九十"
_HEADED_KEY = re.compile(
    rf"\A\s{{0,9}}(?:(?P<ordinal>[{_ORDINALS}])\s?[、.]\s?)?(?:(?P<type>{PLAIN_TYPE_WORD})\s?题?)?\s{{0,3}}[:、.]?\s{{0,9}}"
    rf"(?P<key>(?:1\s?[.、:)]?\s{{0,3}}{_ANSWER}(?=[\s,;.、\d]|$).{{0,2000}}|{_RANGE}\s.{{0,2000}}|[A-J√×对错\s,、]{{1,400}}))$"
)
_ORNAMENT = frozenset({"题号", "答案", "题", "第"})


@dataclass(slots=True)
class KeyGroup:
    """The lines of a key that belong to one section, or to everything before them."""

    line: int
    candidates: frozenset[QuestionType] | None = None
    lines: list[Line] = field(default_factory=list)
    #: Where the key is a table of its own, its rows.
    entries: list[KeyEntry] = field(default_factory=list)
    #: The file that holds the key, if it is another than the questions'.
    file: str = ""

    @property
    def place(self) -> str:
        """Where the key stands, for messages."""
        return f"{self.file} 第 {self.line} 行".strip()


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One answer of a key and, where the key is numbered, the question's number."""

    number: int | None
    fields: dict[Field, str]


class _Uneven(Exception):
    """A run of numbers and its answers differ in count; the message names the run."""


def split_key(lines: Sequence[Line]) -> tuple[list[Line], list[KeyGroup]]:
    """Return the lines of the questions, and the keys standing apart from them."""
    splitter = _Splitter(lines)
    for index in range(len(lines)):
        splitter.place(index)
    return splitter.body, [group for group in splitter.groups if any(not line.blank for line in group.lines)]


def attach_key(groups: Sequence[KeyGroup], drafts: Sequence[Draft]) -> list[Problem]:
    """Give the keys' answers to the drafts without one; where the two do not fit, none is given and it is said."""
    problems = []
    for group in groups:
        targets = [draft for draft in drafts if _is_meant(draft, group)]
        try:
            pairs = _pairs(group.entries or _entries(group), targets)
        except _Uneven as uneven:
            problems.append(Problem(group.place, f"参考答案没有配上试题：{uneven}"))
            continue
        for entry, draft in pairs:
            for field_, text in entry.fields.items():
                draft.fields.setdefault(field_, text)
    return problems


def key_groups(source: Source) -> list[KeyGroup]:
    """Return the key that a file of answers is, by its headings; tables of answers have columns of their own."""
    groups = [KeyGroup(1, file=source.name)]
    in_tables = {row.line for table in source.tables if _key_columns(table) for row in table.rows}
    for line in source.lines:
        read = _bare_number(Line.of(line.number, line.text))
        section = section_heading(read.text)
        if section and section.type:
            groups.append(KeyGroup(line.number, section.type.candidates, file=source.name))
        elif line.number not in in_tables and not _TITLE.fullmatch(read.shape) and not read.blank:
            groups[-1].lines.append(read)
    for table in source.tables:
        columns = _key_columns(table)
        if columns:
            entries = list(_table_entries(table, columns))
            groups.append(KeyGroup(table.rows[0].line, entries=entries, file=source.name))
    return [group for group in groups if group.entries or group.lines]


def holds_key_only(source: Source) -> bool:
    """Say whether a file is nothing but numbers and answers."""
    if any(_key_columns(table) for table in source.tables):
        return not any(find_headings(table) for table in source.tables)
    lines = [_bare_number(Line.of(line.number, line.text)) for line in source.lines]
    said = [
        line for line in lines if not line.blank and not section_heading(line.text) and not _TITLE.fullmatch(line.shape)
    ]
    keys = sum(_KEY_LINE.match(line.shape) is not None for line in said)
    return keys > 0 and keys * 10 >= len(said) * 7 and not any(BLANK.search(line.shape) for line in said)


def _bare_number(line: Line) -> Line:
    """“题目1” and “第1题” are 1."""
    return Line.of(line.number, _NUMBER_WORDS.sub(r"\g<number> ", line.shape))


def _key_columns(table: Table) -> dict[int, Field] | None:
    """Return the columns of a table of answers: 题号 and 答案, and no 题干."""
    for row in table.rows[:_HEADINGS_WITHIN]:
        fields = {i: field_ for i, cell in enumerate(row.cells) if (field_ := heading_field(cell)) is not None}
        if Field.ANSWER in fields.values() and Field.STEM not in fields.values() and len(fields) > 1:
            return fields
    return None


def _table_entries(table: Table, columns: dict[int, Field]) -> Iterator[KeyEntry]:
    for row in table.rows:
        cells = {i: clean(cell) for i, cell in enumerate(row.cells)}
        fields: dict[Field, str] = {
            field_: cells[i] for i, field_ in columns.items() if cells.get(i) and field_ is not Field.IGNORED
        }
        numbers = [
            int(cells[i]) for i, field_ in columns.items() if field_ is Field.IGNORED and cells.get(i, "").isdecimal()
        ]
        if Field.ANSWER in fields and heading_field(fields[Field.ANSWER]) is None:
            yield KeyEntry(numbers[0] if numbers else None, fields)


class _Splitter:
    """Walks the lines and knows whether questions or a key are being read."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.body: list[Line] = []
        self.groups: list[KeyGroup] = []
        self.seen: set[frozenset[QuestionType]] = set()
        #: The types of the sections in their order, for a key that only counts them: 一、1.A 2.B
        self.order: list[frozenset[QuestionType]] = []
        self.in_key = False
        self.asked = 0
        self.answered = False

    def place(self, index: int) -> None:
        """Put one line where it belongs."""
        line = self.lines[index]
        if self.in_key and (headed := self._headed(line)) is not None:
            self.groups.append(headed)
            return
        section = section_heading(line.text)
        if section and section.type:
            # A type that was asked before is now answered; a new one is asked.
            self.in_key = self.in_key and section.type.candidates in self.seen
            if self.in_key:
                self.groups.append(KeyGroup(line.number, section.type.candidates))
                return
            self.seen.add(section.type.candidates)
            self.order.append(section.type.candidates)
        elif self._is_title(index):
            self.in_key = True
            self.groups.append(KeyGroup(line.number, lines=_value_after_title(line)))
            return
        if self.in_key:
            self.groups[-1].lines.append(line)
        else:
            self.body.append(line)
            self.asked += number_at_start(line.shape) is not None
            self.answered = self.answered or holds_answer(line)

    def _headed(self, line: Line) -> KeyGroup | None:
        """“单选题：ABCD” or “一、1.A 2.B”: the key of one section in one line."""
        match = _HEADED_KEY.match(line.shape)
        if match is None or not (match["ordinal"] or match["type"]):
            return None
        if match["type"]:
            named = named_type(match["type"])
            candidates = named.candidates if named else frozenset()
        else:
            place = _ORDINALS.index(match["ordinal"])
            candidates = self.order[place] if place < len(self.order) else frozenset()
        if not candidates or candidates not in self.seen:
            return None
        return KeyGroup(line.number, candidates, [line.cut(match.start("key"))])

    def _is_title(self, index: int) -> bool:
        """“参考答案” on its own with a key below it, or a label with a key beside it: “答案：1-5 ABCDD”."""
        line = self.lines[index]
        label = label_at_start(line.shape)
        if label and label.field is Field.ANSWER and _LABELLED_KEY.match(line.shape[label.end :]):
            return True
        if len(line.shape) > _LONGEST_TITLE or not _TITLE.fullmatch(line.shape):
            return False
        following = next((self.lines[i] for i in range(index + 1, len(self.lines)) if not self.lines[i].blank), None)
        if following is None:
            return False
        section = section_heading(following.text)
        if section and section.type:
            return section.type.candidates in self.seen
        if _KEY_LINE.match(following.shape) or self._headed(following) is not None:
            return True
        # Answers in words look like questions; below the only answer label of a whole test they are its key.
        mark = number_at_start(following.shape)
        return mark is not None and mark.number == 1 and self.asked > 1 and not self.answered


def _value_after_title(line: Line) -> list[Line]:
    label = label_at_start(line.shape)
    value = line.cut(label.end) if label else line.cut(len(line.text))
    return [] if value.blank else [value]


def _is_meant(draft: Draft, group: KeyGroup) -> bool:
    if Field.ANSWER in draft.fields or (draft.first_line > group.line and not group.file):
        return False
    if group.candidates is None:
        return True
    return draft.section.type is not None and draft.section.type.candidates == group.candidates


def _entries(group: KeyGroup) -> list[KeyEntry]:
    text = " ".join(line.shape for line in group.lines)
    tokens = [match for match in _TOKEN.finditer(text) if match.group() not in _ORNAMENT]
    words = sum(match["other"] is not None for match in tokens)
    if words * 10 < len(tokens):
        return list(_compact_entries(tokens))
    return list(_worded_entries(group.lines))


def _compact_entries(tokens: Sequence[re.Match[str]]) -> Iterator[KeyEntry]:
    """Yield answers after their numbers: “1-5 ABCDD”, “1.A 2.BC”, a row of numbers over a row of letters."""
    numbers: list[int] = []
    answers: list[str] = []
    for token in tokens:
        if token["other"]:
            continue
        if token["answer"]:
            answers.append(token["answer"])
            continue
        if answers:
            yield from _matched(numbers, answers)
            numbers, answers = [], []
        numbers += _numbers(token)
    yield from _matched(numbers, answers)


def _numbers(token: re.Match[str]) -> Iterator[int]:
    ends = [int(text) for text in re.findall(r"\d{1,5}", token.group())]
    if ends[-1] - ends[0] > 1_000:
        raise _Uneven(f"“{token.group()}”的题号不像是连续的")
    yield from range(ends[0], ends[-1] + 1)


def _matched(numbers: Sequence[int], answers: Sequence[str]) -> Iterator[KeyEntry]:
    together = "".join(answers)
    if len(numbers) == 1:
        answers = [together]
    elif len(answers) != len(numbers) and (len(together) == len(numbers) or not numbers):
        answers = list(together)
    if numbers and len(answers) != len(numbers):
        raise _Uneven(f"{numbers[0]}–{numbers[-1]} 题有 {len(numbers)} 道，答案是“{' '.join(answers)[:40]}”")
    for number, answer in zip_longest(numbers, answers):
        yield KeyEntry(number, {Field.ANSWER: answer})


def _worded_entries(lines: Sequence[Line]) -> Iterator[KeyEntry]:
    """Yield answers in words, each after its number, perhaps with labels of their own."""
    part: list[Line] = []
    number: int | None = None
    for line in lines:
        for place, piece in _numbered_pieces(line, number):
            if place is not None:
                yield from _worded_entry(number, part)
                number, part = place, []
            part.append(piece)
    yield from _worded_entry(number, part)


def _numbered_pieces(line: Line, last: int | None) -> Iterator[tuple[int | None, Line]]:
    """Yield the line cut before each number that follows on; the first piece may go on with the answer before."""
    mark = number_at_start(line.shape)
    if mark is None or mark.number is None or (last is not None and mark.number != last + 1):
        yield None, line
        return
    rest = line.cut(mark.end)
    # “1.民主 2.集中”: further numbers in the same line count on from this one.
    further = numbered_parts(rest.shape, mark.number + 1)
    yield mark.number, rest.cut(0, further[0][1] if further else None)
    for (number, _, begin), following in zip_longest(further, further[1:]):
        yield number, rest.cut(begin, following[1] if following else None)


def _worded_entry(number: int | None, part: Sequence[Line]) -> Iterator[KeyEntry]:
    lines = [line for line in part if not line.blank]
    if number is None or not lines:
        return
    draft = Block(list(lines)).draft()
    fields = dict(draft.fields)
    fields.setdefault(Field.ANSWER, draft.stem)
    yield KeyEntry(number, fields)


def _pairs(entries: Sequence[KeyEntry], targets: Sequence[Draft]) -> list[tuple[KeyEntry, Draft]]:
    """Pair by number where numbers are given once each; by order only when the counts agree."""
    wanted = [draft.number for draft in targets]
    given = [entry.number for entry in entries]
    if None not in given and None not in wanted and len(set(given)) == len(given) and len(set(wanted)) == len(wanted):
        by_number = {draft.number: draft for draft in targets}
        strangers = [str(number) for number in given if number not in by_number]
        if strangers:
            raise _Uneven(f"没有第 {'、'.join(strangers[:10])} 题")
        return [(entry, by_number[entry.number]) for entry in entries]
    if len(entries) != len(targets) or (None not in given and given != wanted):
        raise _Uneven(f"参考答案有 {len(entries)} 个，试题有 {len(targets)} 道")
    return list(zip(entries, targets, strict=True))
