"""Our questions as Moodle XML, and what Moodle has no place for."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from question_bank.content import (
    BLANK,
    Markup,
    QuestionContent,
    QuestionType,
    blank_count,
    check_content,
    image_names,
    options_refer_to_each_other,
    plain_text,
    split_at_blanks,
)
from question_bank.interchange.assembling import matching_pairs, ordered_options, with_spaced_blanks
from question_bank.interchange.guidance import points_text
from question_bank.interchange.images import carried_images, file_name, without_images
from question_bank.interchange.moodle.cloze import protected, written_field
from question_bank.interchange.settling import one_line, settled
from question_bank.interchange.shape import Export, InterchangeQuestion, LossLedger
from question_bank.interchange.shares import written_share
from question_bank.interchange.tagging import material_of, part_tag, tags_of
from question_bank.interchange.topics import category_of_topic, leading_topic
from question_bank.interchange.xml_text import lines, tag, text_tag

_NAME_LENGTH = 60
_KINDS = {
    QuestionType.SINGLE_CHOICE: "multichoice",
    QuestionType.MULTIPLE_CHOICE: "multichoice",
    QuestionType.INDETERMINATE_CHOICE: "multichoice",
    QuestionType.TRUE_FALSE: "truefalse",
    QuestionType.SHORT_ANSWER: "essay",
    QuestionType.ESSAY: "essay",
    QuestionType.MATCHING: "matching",
    QuestionType.ORDERING: "ordering",
    QuestionType.CASE: "description",
}
#: Which types Moodle XML reads back as what they are, without a tag.
_SELF_EVIDENT = frozenset(set(QuestionType)) - {
    QuestionType.INDETERMINATE_CHOICE,
    QuestionType.SHORT_ANSWER,
    QuestionType.CASE,
}


@dataclass(frozen=True, slots=True)
class _Written:
    """A question on its way into the file: its content settled, its images at hand."""

    content: QuestionContent
    images: dict[str, bytes]

    def text(self, name: str, text: str, extra: str = "") -> str:
        """Return an element with a text in the question's format and the files that it shows."""
        format_ = "html" if self.content.markup is Markup.HTML else "plain_text"
        return tag(name, {"format": format_}, lines(text_tag("text", self._addressed(text)), self._files(text), extra))

    def plain(self, name: str, text: str) -> str:
        """Return an element with a plain text."""
        return tag(name, {"format": "plain_text"}, lines(text_tag("text", text)))

    def answer(self, fraction: str, text: str) -> str:
        """Return an answer in the question's format."""
        format_ = "html" if self.content.markup is Markup.HTML else "plain_text"
        return tag("answer", {"fraction": fraction, "format": format_}, self.inside(text))

    def inside(self, text: str) -> str:
        """Return what stands in an element with a text."""
        return lines(text_tag("text", self._addressed(text)), self._files(text))

    def _addressed(self, text: str) -> str:
        for name in image_names(text):
            text = text.replace(f"image:{name}", f"@@PLUGINFILE@@/{file_name(name, self.images[name])}")
        return text

    def _files(self, text: str) -> list[str]:
        files = []
        for name in dict.fromkeys(image_names(text)):
            data = self.images[name]
            attributes = {"name": file_name(name, data), "path": "/", "encoding": "base64"}
            files.append(tag("file", attributes, base64.b64encode(data).decode()))
        return files


def write_moodle(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return the questions as a Moodle XML file."""
    ledger, elements, category = LossLedger(), [], ""
    for question in ledger.each(questions):
        shown = _shown(question, ledger)
        if check_content(shown.content):
            ledger.lose("试题不完整，未导出", is_whole=True)
            continue
        topics = _topics(question)
        topic = leading_topic(topics)
        if topic != category:
            elements.append(_category(topic))
            category = topic
        elements += _elements(shown, [name for name in topics if name != topic], ledger)
    return Export(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{tag("quiz", None, lines(elements))}\n'.encode(), ledger.report
    )


def _shown(question: InterchangeQuestion, ledger: LossLedger) -> InterchangeQuestion:
    images = carried_images(question)
    content, lost = without_images(question.content, images)
    if lost:
        ledger.lose("图片：题库里没有这个文件")
    if any(citation.quoted for citation in question.citations):
        ledger.lose("依据的引文")
    return replace(question, content=settled(content), images=images)


def _topics(question: InterchangeQuestion) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, question.topics))))


def _category(topic: str) -> str:
    return tag(
        "question",
        {"type": "category"},
        lines(tag("category", None, lines(text_tag("text", category_of_topic(topic))))),
    )


def _elements(question: InterchangeQuestion, topics: list[str], ledger: LossLedger) -> list[str]:
    content = question.content
    if content.type is not QuestionType.CASE:
        return [_element(question, _tags(question, topics))]
    ledger.lose("案例：材料写成说明，小题各自成题")
    material = replace(question, content=material_of(question))
    elements = [_element(material, _tags(material, topics))]
    for part in content.parts:
        asked = InterchangeQuestion(part.content, images=question.images)
        elements.append(_element(asked, [part_tag(part.weight), *_tags(asked, [])]))
    return elements


def _tags(question: InterchangeQuestion, topics: list[str]) -> list[str]:
    type_ = question.content.type
    return tags_of(question, implied=type_ if type_ in _SELF_EVIDENT else None, topics=topics)


def _element(question: InterchangeQuestion, tags: list[str]) -> str:
    content = question.content
    written = _Written(content, question.images)
    stem, kind = _stem_and_kind(content)
    return tag(
        "question",
        {"type": kind},
        lines(
            tag("name", None, lines(text_tag("text", _name(content, kind)))),
            written.text("questiontext", stem),
            written.text("generalfeedback", content.explanation),
            text_tag("defaultgrade", "0" if kind == "description" else "1"),
            text_tag("penalty", "0"),
            text_tag("hidden", "0"),
            text_tag("idnumber", one_line(question.identifier)),
            _WRITERS[content.type](written) if kind != "cloze" else [],
            tag("tags", None, lines(tag("tag", None, lines(text_tag("text", text))) for text in tags)) if tags else "",
        ),
    )


def _stem_and_kind(content: QuestionContent) -> tuple[str, str]:
    """Return how the stem is written; several blanks are questions within the text."""
    if content.type is not QuestionType.FILL_IN_THE_BLANK:
        return content.stem, _KINDS[content.type]
    if blank_count(content.stem) == 1 and not any("*" in text for text in _accepted(content)[0]):
        return content.stem, "shortanswer"
    pieces = [protected(piece) for piece in with_spaced_blanks(split_at_blanks(content.stem))]
    fields = [written_field(_in_markup(texts, content)) for texts in _accepted(content)]
    return "".join(text for pair in zip(pieces, [*fields, ""], strict=True) for text in pair), "cloze"


def _accepted(content: QuestionContent) -> list[list[str]]:
    return [list(texts) for texts in content.key] if isinstance(content.key, list) else []


def _in_markup(texts: list[str], content: QuestionContent) -> list[str]:
    return [html.escape(text, quote=False) for text in texts] if content.markup is Markup.HTML else texts


def _name(content: QuestionContent, kind: str) -> str:
    """Return what a question is called in a list: the beginning of its stem, its gaps as they will be read back."""
    bare, _count = without_images(content)
    if kind == "cloze":
        stem = BLANK.join(with_spaced_blanks(split_at_blanks(bare.stem)))
        return one_line(protected(plain_text(stem, content.markup)))[:_NAME_LENGTH].strip()
    return one_line(plain_text(bare.stem, content.markup))[:_NAME_LENGTH].strip()


def _choice(written: _Written) -> list[str]:
    content = written.content
    key = content.key if isinstance(content.key, list) else []
    share = written_share(len(key))
    shuffles = not options_refer_to_each_other(content.options)
    return [
        text_tag("single", "true" if content.type is QuestionType.SINGLE_CHOICE else "false"),
        text_tag("shuffleanswers", "true" if shuffles else "false"),
        text_tag("answernumbering", "ABCD"),
        *(written.answer(share if option.id in key else "0", option.text) for option in content.options),
    ]


def _verdict(written: _Written) -> list[str]:
    shares = ("100", "0") if written.content.key else ("0", "100")
    return [
        tag("answer", {"fraction": share, "format": "moodle_auto_format"}, lines(text_tag("text", word)))
        for word, share in zip(("true", "false"), shares, strict=True)
    ]


def _short(written: _Written) -> list[str]:
    answers = [
        tag("answer", {"fraction": "100", "format": "moodle_auto_format"}, lines(text_tag("text", text)))
        for text in _accepted(written.content)[0]
    ]
    return [text_tag("usecase", "0"), *answers]


def _essay(written: _Written) -> list[str]:
    key = written.content.key if isinstance(written.content.key, str) else ""
    points = f"【评分要点】\n{points_text(written.content)}" if written.content.marking_points else ""
    guidance = "\n".join(filter(None, [key, points]))
    return [
        text_tag("responseformat", "editor"),
        text_tag("responserequired", "1"),
        written.plain("graderinfo", guidance),
    ]


def _matching(written: _Written) -> list[str]:
    format_ = "html" if written.content.markup is Markup.HTML else "plain_text"
    pairs = []
    for left, right in matching_pairs(written.content):
        answer = tag("answer", {"format": format_}, written.inside(right))
        pairs.append(written.text("subquestion", left, answer))
    return [text_tag("shuffleanswers", "true"), *pairs]


def _ordering(written: _Written) -> list[str]:
    options = ordered_options(written.content)
    return [
        text_tag("layouttype", "VERTICAL"),
        text_tag("selecttype", "ALL"),
        text_tag("gradingtype", "ALL_OR_NOTHING"),
        *(written.answer(str(place), option.text) for place, option in enumerate(options, start=1)),
    ]


def _nothing(_written: _Written) -> list[str]:
    return []


_WRITERS: dict[QuestionType, Callable[[_Written], list[str]]] = {
    QuestionType.SINGLE_CHOICE: _choice,
    QuestionType.MULTIPLE_CHOICE: _choice,
    QuestionType.INDETERMINATE_CHOICE: _choice,
    QuestionType.TRUE_FALSE: _verdict,
    QuestionType.FILL_IN_THE_BLANK: _short,
    QuestionType.SHORT_ANSWER: _essay,
    QuestionType.ESSAY: _essay,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
    QuestionType.CASE: _nothing,
}
