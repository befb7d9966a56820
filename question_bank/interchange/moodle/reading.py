"""Moodle XML as questions of ours."""

from __future__ import annotations

import base64
import binascii
import html
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from question_bank.content import BLANK, Markup, QuestionContent, QuestionType, plain_text
from question_bank.interchange.assembling import (
    NOTHING,
    RichText,
    asked_apart,
    assembled,
    matching_content,
    ordering_content,
    with_answer_feedback,
    with_blank,
    with_spaced_blanks,
)
from question_bank.interchange.guidance import points_from
from question_bank.interchange.images import image_name, media_type, with_named_images
from question_bank.interchange.moodle.cloze import ClozeField, read_cloze
from question_bank.interchange.settling import letter_at
from question_bank.interchange.shape import Intake, InterchangeError, InterchangeQuestion, Unread
from question_bank.interchange.shares import Share, chosen_letters
from question_bank.interchange.tagging import CaseFolder, TaggedFacts, facts_from, tagged_question
from question_bank.interchange.topics import topic_of_category
from question_bank.interchange.xml_text import inner_text, local_name, parsed_xml

FORMAT = "moodle"
_POINTS = "【评分要点】"


class _ForeignQuestion(Exception):
    """A question of a kind that we have none of; the message says why."""


@dataclass(slots=True)
class _Entry:
    """One `<question>` while it is read."""

    element: Element
    facts: TaggedFacts
    notes: list[str] = field(default_factory=list)
    images: dict[str, bytes] = field(default_factory=dict)

    def text(self, path: str) -> RichText:
        """Return the text below a path, images named by their bytes."""
        return self.rich(self.element.find(path))

    def rich(self, holder: Element | None) -> RichText:
        """Return the text that an element holds, in the format it names or its question does."""
        if holder is None:
            return NOTHING
        text = _raw(holder)
        format_ = holder.get("format") or ""
        if format_ == "html" or (not format_ and self._is_html and holder.tag in {"answer", "subquestion"}):
            return RichText(self._named(text, holder), is_html=True)
        return RichText(text)

    @property
    def _is_html(self) -> bool:
        stem = self.element.find("questiontext")
        return stem is not None and stem.get("format") == "html"

    def _named(self, text: str, holder: Element) -> str:
        found = {}
        for file in holder.iter("file"):
            data = _file_bytes(file)
            if media_type(data):
                name = image_name(data)
                self.images[name] = data
                found[f"{file.get('path') or '/'}{file.get('name')}"] = name
        missing: list[str] = []
        if "<img" in text.lower():
            text = with_named_images(text, _by_address(text, found), missing)
        if missing:
            self.notes.append("有图片没有带入（不在文件里，或不是 PNG、JPEG、GIF、WebP）")
        return text


def read_moodle(data: bytes) -> Intake:
    """Return the questions of a Moodle XML file.

    Raises:
        InterchangeError: it is none.
    """
    root = parsed_xml(data)
    if local_name(root) != "quiz":
        raise InterchangeError("不是 Moodle XML：最外层应为 quiz。")
    folder, unread, category = CaseFolder(), [], ""
    for number, element in enumerate(root.iter("question"), start=1):
        kind = element.get("type") or "unknown"
        if kind == "category":
            category = topic_of_category(inner_text(element.find("category/text")))
            continue
        entry = _Entry(element, facts_from(inner_text(tag) for tag in element.findall("tags/tag/text")))
        where = f"第 {number} 条 {inner_text(element.find('name/text')).strip()[:40]}".strip()
        try:
            content = _read(kind, entry)
        except _ForeignQuestion as foreign:
            unread.append(Unread(kind, where, str(foreign)))
        else:
            folder.add(_question(entry, content, category, where), entry.facts.part_weight)
    return Intake(FORMAT, folder.questions, tuple(unread))


def _read(kind: str, entry: _Entry) -> QuestionContent:
    if kind not in _READERS:
        raise _ForeignQuestion("没有对应的题型")
    return _READERS[kind](entry)


def _question(entry: _Entry, content: QuestionContent, category: str, where: str) -> InterchangeQuestion:
    return tagged_question(
        content,
        entry.facts,
        category=category,
        identifier=inner_text(entry.element.find("idnumber")).strip(),
        where=where,
        notes=entry.notes,
        images=entry.images,
    )


def _raw(holder: Element | None) -> str:
    """Return the `<text>` of an element, or where it has none its own."""
    if holder is None:
        return ""
    text = holder.find("text")
    return inner_text(text) if text is not None else (holder.text or "").strip()


def _file_bytes(file: Element) -> bytes:
    try:
        return base64.b64decode(inner_text(file), validate=False)
    except (binascii.Error, ValueError):
        return b""


def _by_address(text: str, found: dict[str, str]) -> dict[str, str]:
    """Return the images by the addresses that the text itself has for them."""
    known = {}
    for piece in text.split("@@PLUGINFILE@@")[1:]:
        written = piece.split('"')[0].split("'")[0]
        name = found.get(unquote(html.unescape(written.partition("?")[0])))
        if name:
            known[f"@@PLUGINFILE@@{written}"] = name
    return known


def _share(element: Element) -> float:
    try:
        return float((element.get("fraction") or "0").replace(",", "."))
    except ValueError:
        return 0.0


def _material(entry: _Entry) -> QuestionContent:
    if entry.facts.type is not QuestionType.CASE:
        raise _ForeignQuestion("只有说明，没有提问")
    return assembled(QuestionType.CASE, entry.text("questiontext"), explanation=entry.text("generalfeedback"))


def _choice(entry: _Entry) -> QuestionContent:
    answers = entry.element.findall("answer")
    texts = [entry.rich(answer) for answer in answers]
    is_single = inner_text(entry.element.find("single")).strip().lower() in {"true", "1"}
    if is_single:
        type_, places = QuestionType.SINGLE_CHOICE, [n for n, answer in enumerate(answers) if _share(answer) >= 100]
        if any(0 < _share(answer) < 100 for answer in answers):
            entry.notes.append("部分得分的选项按错误选项带入")
    else:
        shares = [Share(_share(answer)) for answer in answers]
        type_, places = chosen_letters(shares, entry.facts.type, entry.notes)
    explanation = with_answer_feedback(
        entry.text("generalfeedback"), [entry.rich(answer.find("feedback")) for answer in answers]
    )
    key = [letter_at(place) for place in places]
    return assembled(type_, entry.text("questiontext"), options=texts, key=key or None, explanation=explanation)


def _verdict(entry: _Entry) -> QuestionContent:
    said = {_raw(answer).strip().lower(): answer for answer in entry.element.findall("answer")}
    right = [word for word, answer in said.items() if _share(answer) > 0]
    if len(right) != 1 or right[0] not in {"true", "false"}:
        raise _ForeignQuestion("判断题看不出对还是错")
    feedbacks = [entry.rich(said[word].find("feedback")) if word in said else NOTHING for word in ("true", "false")]
    explanation = with_answer_feedback(entry.text("generalfeedback"), feedbacks)
    return assembled(
        QuestionType.TRUE_FALSE, entry.text("questiontext"), key=right[0] == "true", explanation=explanation
    )


def _short(entry: _Entry) -> QuestionContent:
    accepted = []
    for answer in entry.element.findall("answer"):
        if _share(answer) >= 100:
            accepted.append(_raw(answer))
        else:
            entry.notes.append(f"只得部分分数的答案“{_raw(answer)}”没有带入")
        if (tolerance := inner_text(answer.find("tolerance")).strip()) and tolerance.strip("0."):
            entry.notes.append("数字答案的误差范围没有带入，只认所写的数")
        if _raw(answer.find("feedback")).strip():
            entry.notes.append("各答案的反馈没有带入")
    stem = with_blank(entry.text("questiontext"))
    return assembled(QuestionType.FILL_IN_THE_BLANK, stem, key=[accepted], explanation=entry.text("generalfeedback"))


def _matching(entry: _Entry) -> QuestionContent:
    pairs = [(entry.rich(pair), _target(entry, pair)) for pair in entry.element.findall("subquestion")]
    return matching_content(entry.text("questiontext"), pairs, entry.text("generalfeedback"))


def _target(entry: _Entry, pair: Element) -> RichText:
    answer = pair.find("answer")
    return entry.rich(answer) if answer is not None and answer.get("format") else RichText(_raw(answer))


def _ordering(entry: _Entry) -> QuestionContent:
    answers = entry.element.findall("answer")
    if len({_share(answer) for answer in answers}) == len(answers):
        answers.sort(key=_share)
    texts = [entry.rich(answer) for answer in answers]
    return ordering_content(entry.text("questiontext"), texts, entry.text("generalfeedback"))


def _written(entry: _Entry) -> QuestionContent:
    type_ = QuestionType.SHORT_ANSWER if entry.facts.type is QuestionType.SHORT_ANSWER else QuestionType.ESSAY
    guidance = entry.text("graderinfo")
    said = plain_text(guidance.text, Markup.HTML if guidance.is_html else Markup.PLAIN).strip()
    key, _, points = f"\n{said}".partition(f"\n{_POINTS}\n")
    return assembled(
        type_,
        entry.text("questiontext"),
        key=key.strip() or None,
        marking_points=points_from(points),
        explanation=entry.text("generalfeedback"),
    )


def _cloze(entry: _Entry) -> QuestionContent:
    stem = entry.text("questiontext")
    pieces, fields = read_cloze(stem.text)
    if not fields or not all(gap.is_text or gap.is_choice for gap in fields):
        raise _ForeignQuestion("完形填空里有不认识的小题")
    shown = RichText(BLANK.join(with_spaced_blanks(pieces)), stem.is_html)
    explanation = entry.text("generalfeedback")
    if all(gap.is_text for gap in fields):
        key = [_accepted(gap, entry, is_html=stem.is_html) for gap in fields]
        return assembled(QuestionType.FILL_IN_THE_BLANK, shown, key=key, explanation=explanation)
    return asked_apart(
        shown,
        [_gap(number, gap, entry, is_html=stem.is_html) for number, gap in enumerate(fields, start=1)],
        explanation,
    )


def _accepted(gap: ClozeField, entry: _Entry, *, is_html: bool) -> list[str]:
    right = [_said(text, is_html=is_html) for share, text in gap.answers if share >= 100]
    if any(0 < share < 100 for share, _text in gap.answers):
        entry.notes.append("只得部分分数的答案没有带入")
    if gap.kind in {"NUMERICAL", "NM"}:
        entry.notes.append("数字答案的误差范围没有带入，只认所写的数")
        right = [text.partition(":")[0] for text in right]
    return right


def _said(text: str, *, is_html: bool) -> str:
    return plain_text(text, Markup.HTML) if is_html else text


def _gap(number: int, gap: ClozeField, entry: _Entry, *, is_html: bool) -> QuestionContent:
    if gap.is_text:
        stem = RichText(f"第 {number} 空：{BLANK}")
        return assembled(QuestionType.FILL_IN_THE_BLANK, stem, key=[_accepted(gap, entry, is_html=is_html)])
    stem = RichText(f"第 {number} 空（　　）")
    right = [place for place, (share, _text) in enumerate(gap.answers) if share > 0]
    type_ = QuestionType.SINGLE_CHOICE if len(right) == 1 else QuestionType.MULTIPLE_CHOICE
    options = [RichText(text, is_html) for _share, text in gap.answers]
    return assembled(type_, stem, options=options, key=[letter_at(place) for place in right])


_READERS: dict[str, Callable[[_Entry], QuestionContent]] = {
    "description": _material,
    "multichoice": _choice,
    "truefalse": _verdict,
    "shortanswer": _short,
    "numerical": _short,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _written,
    "cloze": _cloze,
    "multianswer": _cloze,
}
