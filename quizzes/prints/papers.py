"""A frozen paper on paper: the candidate's copy, the key, the answer sheet."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from accounts.printing import Block, Column, Document, Gap, Group, Lines, Picture, Table, Text
from accounts.templatetags.screen import day, marks
from question_bank.content import QuestionType, plain_text
from question_bank.content.question import Markup
from question_bank.models import QuestionImage
from quizzes.enums import CorrectionKind
from quizzes.models import KeyCorrection, Paper
from quizzes.organizing.corrections import correction_words
from quizzes.organizing.papers import PreviewOption, PreviewQuestion, PreviewSection, paper_sheet
from quizzes.prints.markup import ShownImage, ShownTable, shown_parts
from quizzes.prints.words import title

_NUMERALS = "一二三四五六七八九十"
_SIZE, _OPTION_LEFT, _NOTE_LEFT = 11, 4, 16
_WIDEST_PICTURE, _HIGHEST_PICTURE, _POINTS_A_PIXEL = 420.0, 230.0, 0.6
_SHORTEST, _SHORT = 7, 17
"""Characters of an option of which four, or two, stand on a line."""
_LINES = {QuestionType.SHORT_ANSWER: 7, QuestionType.ESSAY: 18}
_WRITTEN_BLANK, _WIDE_BLANK = re.compile(r"_{2,}"), "_" * 12
_KEYS_ACROSS, _BOXES_ACROSS = 10, 4


def candidates_copy(paper: Paper, *, with_seal: bool = True) -> Document:
    """Return what a candidate gets: nothing that tells a key."""
    sections = paper_sheet(paper)
    images = _Images(paper)
    blocks = [
        *_head(paper, str(paper), sections, with_seal=with_seal),
        *(block for number, section in enumerate(sections) for block in _section(number, section, images)),
    ]
    return _document(paper, _("试卷"), blocks)


def paper_key(paper: Paper) -> Document:
    """Return the key with scoring, marking points, explanations and provisions; for organizers and markers alone."""
    sections, corrections = paper_sheet(paper), _corrections(paper)
    blocks: list[Block] = [
        title(_("%(paper)s参考答案和评分标准") % {"paper": paper}),
        Text(_("内部资料，考试结束前不得外传"), size=11, align="center", bold=True, after=8),
        *_corrections_told(corrections),
        *(block for number, section in enumerate(sections) for block in _key_section(number, section, corrections)),
    ]
    return _document(paper, _("参考答案"), blocks)


def answer_sheet(paper: Paper, *, with_seal: bool = True) -> Document:
    """Return the sheet to answer on: boxes to tick, lines to write on."""
    sections = paper_sheet(paper)
    blocks = [
        *_head(paper, _("%(paper)s答题卡") % {"paper": paper}, sections, with_seal=with_seal),
        *(block for number, section in enumerate(sections) for block in _answers(number, section)),
    ]
    return _document(paper, _("答题卡"), blocks)


def _document(paper: Paper, name: str, blocks: Sequence[Block]) -> Document:
    return Document(
        title=f"{paper} {name}",
        author=paper.office.name,
        day=timezone.localdate(paper.assembled_at),
        blocks=blocks,
        foot=str(paper),
    )


def _head(paper: Paper, name: str, sections: Sequence[PreviewSection], *, with_seal: bool) -> Iterator[Block]:
    yield title(name)
    told = {"questions": paper.question_count, "marks": marks(paper.total_marks)}
    yield Text(_("共 %(questions)d 题，满分 %(marks)s 分") % told, size=11, align="center", after=8)
    yield Text(
        _("单位__________________　姓名______________　准考证号__________________"), size=11, align="center", after=4
    )
    if with_seal:
        dots = "…" * 10
        seal = _("%(dots)s密%(dots)s封%(dots)s线%(dots)s") % {"dots": dots}
        yield Text(seal, size=10, align="center", after=6)
    names = [_numeral(number) for number in range(len(sections))]
    columns = [Column(name, 1) for name in (_("题号"), *names, _("总分"), _("阅卷人"))]
    full = [marks(section.marks) for section in sections]
    yield Table(
        columns,
        [[_("满分"), *full, marks(paper.total_marks), ""], [_("得分"), *[""] * (len(sections) + 2)]],
        size=10,
        row_height=20,
    )
    yield Gap(6)


def _section(number: int, section: PreviewSection, images: _Images) -> Iterator[Block]:
    yield Text(_heading(number, section), size=12, bold=True, before=8, after=3, keep=True)
    for question in section.questions:
        if question.stimulus:
            yield from images.blocks(_("材料："), question.stimulus["text"], question.stimulus["markup"])
        yield Group(list(_question(question, images)))


def _heading(number: int, section: PreviewSection, *, with_rules: bool = True) -> str:
    each = {question.slot.marks for question in section.questions}
    count, worth = len(section.questions), marks(section.marks)
    told = {"count": count, "worth": worth, "each": marks(next(iter(each), 0))}
    counted = (
        _("共 %(count)d 题，每题 %(each)s 分，共 %(worth)s 分")
        if len(each) == 1
        else _("共 %(count)d 题，%(worth)s 分")
    ) % told
    if not with_rules:
        return f"{_numeral(number)}、{section.title}（{counted}）"
    rules = list(dict.fromkeys(question.scoring.rstrip("。") for question in section.questions if question.scoring))
    return f"{_numeral(number)}、{section.title}（{'；'.join([counted, *rules])}）"


def _question(question: PreviewQuestion, images: _Images) -> Iterator[Block]:
    lead = _("%(number)d．") % {"number": question.slot.number}
    if not _same_marks(question):
        lead += _("（%(marks)s 分）") % {"marks": marks(question.slot.marks)}
    tail = "（　　）" if question.is_judged and "（　　）" not in question.stem else ""
    yield from images.blocks(lead, question.stem, question.markup, tail=tail)
    yield from _options(question, question.options, images, numbered=question.is_matched)
    yield from _options(question, question.targets, images)
    if question.is_matched:
        yield Text(
            "　".join(f"{place}—（　　）" for place in range(1, len(question.options) + 1)),
            size=_SIZE,
            left=_OPTION_LEFT,
        )
    if question.is_ordered:
        places = "→".join("（　　）" for _option in question.options)
        yield Text(_("正确的顺序：%(places)s") % {"places": places}, size=_SIZE, left=_OPTION_LEFT)
    if question.is_written:
        yield Lines(_lines(question))
    yield Gap(4)


def _same_marks(question: PreviewQuestion) -> bool:
    return not question.is_written and question.slot.part == 0


def _lines(question: PreviewQuestion) -> int:
    return _LINES.get(QuestionType(question.slot.type), 7)


def _options(
    question: PreviewQuestion, options: Sequence[PreviewOption], images: _Images, *, numbered: bool = False
) -> Iterator[Block]:
    """Set options four, two or one to a line, as long as they are; with an image each has its own."""
    labels = [str(place) if numbered else option.letter for place, option in enumerate(options, start=1)]
    parted = [shown_parts(option.text, question.markup) for option in options]
    if any(not isinstance(part, str) for parts in parted for part in parts):
        for label, option in zip(labels, options, strict=True):
            yield from images.blocks(f"{label}．", option.text, question.markup, left=_OPTION_LEFT)
        return
    texts = [f"{label}．{''.join(map(str, parts))}" for label, parts in zip(labels, parted, strict=True)]
    longest = max(map(len, texts), default=0) - 2
    across = 4 if longest <= _SHORTEST else 2 if longest <= _SHORT else 1
    if across == 1:
        yield from (Text(text, size=_SIZE, left=_OPTION_LEFT, leading=1.4) for text in texts)
        return
    rows = [(texts[start : start + across] + [""] * across)[:across] for start in range(0, len(texts), across)]
    yield Table([Column("", 1, "left")] * across, rows, size=_SIZE, row_height=17, ruled=False)


class _Images:
    """The images a paper shows, read when first asked for."""

    def __init__(self, paper: Paper) -> None:
        self._office = paper.office_id

    def blocks(self, lead: str, text: str, markup: str, *, tail: str = "", left: float = 0) -> Iterator[Block]:
        """Yield a text with its lead, its images and tables each on their own."""
        parts = shown_parts(text, markup)
        if not parts or not isinstance(parts[0], str):
            parts = ["", *parts]
        for number, part in enumerate(parts):
            match part:
                case str():
                    words = (
                        (lead if not number else "")
                        + _WRITTEN_BLANK.sub(_WIDE_BLANK, part)
                        + (tail if number == len(parts) - 1 else "")
                    )
                    yield Text(words, size=_SIZE, left=left, leading=1.45, keep=True)
                case ShownTable():
                    yield Gap(4)
                    yield Table([Column("", 1)] * len(part.rows[0]), part.rows, size=10, row_height=18)
                case ShownImage():
                    yield self._picture(part, left)

    def _picture(self, image: ShownImage, left: float) -> Block:
        found = QuestionImage.objects.filter(office=self._office, sha256=image.name).first()
        if found is None:
            return Text(_("［图缺失］"), size=_SIZE, left=left)
        data = _as_png(bytes(found.data))
        width, height = found.width * _POINTS_A_PIXEL, found.height * _POINTS_A_PIXEL
        scale = min(1, _WIDEST_PICTURE / width, _HIGHEST_PICTURE / height)
        return Picture(data, width * scale, height * scale, left)


def _as_png(data: bytes) -> bytes:
    """Return an image in the one kind that both PDF and Word take."""
    target = io.BytesIO()
    with Image.open(io.BytesIO(data)) as image:
        image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB").save(target, "PNG")
    return target.getvalue()


def _corrections(paper: Paper) -> Mapping[int, Sequence[KeyCorrection]]:
    """Return by slot what stands of the corrections since; each exam that asked the paper has its own."""
    made = KeyCorrection.objects.filter(slot__paper=paper).select_related("exam", "slot__paper").order_by("pk")
    newest = {(each.exam_id, each.slot_id): each for each in made}
    standing: dict[int, list[KeyCorrection]] = {}
    for each in newest.values():
        if each.kind != CorrectionKind.RESTORE:
            standing.setdefault(each.slot_id, []).append(each)
    return standing


def _corrections_told(corrections: Mapping[int, Sequence[KeyCorrection]]) -> Iterator[Block]:
    if not corrections:
        return
    numbers = "、".join(str(number) for number in sorted(each[0].slot.number for each in corrections.values()))
    told = _("标※的题（%(numbers)s）考后有更正，见各题；下面的答案是组卷时的。") % {"numbers": numbers}
    yield Text(told, size=11, align="center", after=8)


def _key_section(
    number: int, section: PreviewSection, corrections: Mapping[int, Sequence[KeyCorrection]]
) -> Iterator[Block]:
    yield Text(_heading(number, section), size=12, bold=True, before=8, after=3, keep=True)
    short = [question for question in section.questions if question.is_choice or question.is_judged]
    if short:
        yield from _key_table(short, corrections)
    for question in section.questions:
        yield from _key_of(question, corrections.get(question.slot.pk, ()))


def _key_table(
    questions: Sequence[PreviewQuestion], corrections: Mapping[int, Sequence[KeyCorrection]]
) -> Iterator[Block]:
    rows: list[list[str]] = []
    for start in range(0, len(questions), _KEYS_ACROSS):
        row = questions[start : start + _KEYS_ACROSS]
        blank = [""] * (_KEYS_ACROSS - len(row))
        numbers = (f"{question.slot.number}{'※' if question.slot.pk in corrections else ''}" for question in row)
        rows.append([_("题号"), *numbers, *blank])
        rows.append([_("答案"), *(question.key for question in row), *blank])
    yield Table([Column("", 1.3), *[Column("", 1)] * _KEYS_ACROSS], rows, size=10, row_height=18)
    yield Gap(6)


def _key_of(question: PreviewQuestion, corrections: Sequence[KeyCorrection]) -> Iterator[Block]:
    slot = question.slot
    told = {"number": slot.number, "key": question.key, "marks": marks(slot.marks)}
    lead = "※" if corrections else ""
    yield Text(
        lead + _("%(number)d．（%(marks)s 分）答案：%(key)s") % told,
        size=_SIZE,
        bold=True,
        leading=1.4,
        before=2,
        keep=True,
    )
    for each in corrections:
        told = {"exam": each.exam.title, "day": day(each.at), "words": correction_words(each), "reason": each.reason}
        yield Text(
            _("更正（%(exam)s，%(day)s）：%(words)s。原因：%(reason)s") % told,
            size=10,
            left=_NOTE_LEFT,
            leading=1.4,
            bold=True,
        )
    for point in slot.marking_points:
        yield Text(
            _("评分要点：%(text)s（%(marks)s 分）") % {"text": point["text"], "marks": marks(point["marks"])},
            size=10,
            left=_NOTE_LEFT,
            leading=1.4,
        )
    if slot.explanation:
        explained = plain_text(slot.explanation, Markup(question.markup))
        yield Text(_("解析：%(text)s") % {"text": explained}, size=10, left=_NOTE_LEFT, leading=1.4)
    for provision in slot.provisions:
        told = {"document": provision["document"], "label": provision["label"], "text": provision["text"]}
        yield Text(_("依据：%(document)s%(label)s：%(text)s") % told, size=10, left=_NOTE_LEFT, leading=1.4)


def _answers(number: int, section: PreviewSection) -> Iterator[Block]:
    yield Text(_heading(number, section, with_rules=False), size=12, bold=True, before=8, after=4, keep=True)
    boxed = [question for question in section.questions if question.is_choice or question.is_judged]
    if boxed:
        yield from _boxes(boxed)
    for question in section.questions:
        if question not in boxed:
            yield Group([*_room(question), Gap(4)])


def _boxes(questions: Sequence[PreviewQuestion]) -> Iterator[Block]:
    """Set boxes to tick, fewer across where a question has many options."""
    cells = [_box(question) for question in questions]
    longest = max(len(question.options) for question in questions)
    across = _BOXES_ACROSS if longest <= 4 else 2
    rows = [(cells[start : start + across] + [""] * across)[:across] for start in range(0, len(cells), across)]
    yield Table([Column("", 1, "left")] * across, rows, size=_SIZE, row_height=24)


def _box(question: PreviewQuestion) -> str:
    letters = [_("对"), _("错")] if question.is_judged else [option.letter for option in question.options]
    return f"{question.slot.number}．" + " ".join(f"[{letter}]" for letter in letters)


def _room(question: PreviewQuestion) -> Iterator[Block]:
    lead = _("%(number)d．") % {"number": question.slot.number}
    if question.is_written:
        told = {"lead": lead, "marks": marks(question.slot.marks)}
        yield Text(_("%(lead)s（%(marks)s 分）") % told, size=_SIZE, keep=True)
        yield Lines(_lines(question) + 3)
    elif question.is_matched:
        places = range(1, len(question.options) + 1)
        yield Text(lead + "　".join(f"{place}—（　　）" for place in places), size=_SIZE, leading=1.8)
    elif question.is_ordered:
        yield Text(lead + "→".join("（　　）" for _option in question.options), size=_SIZE, leading=1.8)
    else:
        blanks = range(1, len(question.slot.key) + 1)
        yield Text(lead + "　".join(f"（{place}）__________________" for place in blanks), size=_SIZE, leading=1.8)


def _numeral(number: int) -> str:
    """Return 一, 二 … for the sections; there are few."""
    return _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
