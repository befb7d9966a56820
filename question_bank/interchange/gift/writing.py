"""Our questions as GIFT, and what GIFT has no place for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from question_bank.content import Markup, QuestionContent, QuestionType, blank_count, check_content, plain_text
from question_bank.interchange.assembling import matching_pairs, ordered_options
from question_bank.interchange.gift.escaping import escaped
from question_bank.interchange.guidance import guidance_text
from question_bank.interchange.images import without_images
from question_bank.interchange.settling import one_line, reads_as_plain, settled
from question_bank.interchange.shape import Export, InterchangeQuestion, LossLedger
from question_bank.interchange.shares import written_share
from question_bank.interchange.tagging import material_of, part_tag, tags_of
from question_bank.interchange.topics import category_of_topic, leading_topic

_TAG_SPECIAL = re.compile(r"[\[\]\\]")
#: Which of our types each form of answer reads back as, where no tag says otherwise.
_IMPLIED = {
    QuestionType.SINGLE_CHOICE: QuestionType.SINGLE_CHOICE,
    QuestionType.MULTIPLE_CHOICE: QuestionType.MULTIPLE_CHOICE,
    QuestionType.TRUE_FALSE: QuestionType.TRUE_FALSE,
    QuestionType.FILL_IN_THE_BLANK: QuestionType.FILL_IN_THE_BLANK,
    QuestionType.SHORT_ANSWER: QuestionType.ESSAY,
    QuestionType.ESSAY: QuestionType.ESSAY,
    QuestionType.MATCHING: QuestionType.MATCHING,
    QuestionType.ORDERING: QuestionType.MATCHING,
}


class _UnwritableError(Exception):
    """GIFT cannot say this; the message is the kind of loss."""


def write_gift(questions: Sequence[InterchangeQuestion]) -> Export:
    """Return the questions as a GIFT file."""
    ledger, entries, category = LossLedger(), [], ""
    for question in ledger.each(questions):
        try:
            written = _entries(question, ledger)
        except _UnwritableError as refusal:
            ledger.lose(str(refusal), is_whole=True)
            continue
        topic = leading_topic(_topics(question))
        if topic != category:
            entries.append(f"$CATEGORY: {category_of_topic(topic)}")
            category = topic
        entries += written
    return Export("".join(f"{entry}\n\n" for entry in entries).encode(), ledger.report)


def _topics(question: InterchangeQuestion) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(one_line, question.topics))))


def _entries(question: InterchangeQuestion, ledger: LossLedger) -> list[str]:
    content = settled(_imageless(question.content, ledger))
    if check_content(content):
        raise _UnwritableError("试题不完整，未导出")
    if any(citation.quoted for citation in question.citations):
        ledger.lose("依据的引文")
    shown = replace(question, content=content)
    if content.type is not QuestionType.CASE:
        return [_entry(shown, tags_of(shown, implied=_IMPLIED.get(content.type), topics=_further(question)))]
    ledger.lose("案例：材料写成说明，小题各自成题")
    if content.explanation:
        ledger.lose("案例材料的解析")
    material = replace(shown, content=settled(replace(material_of(shown), explanation="")))
    entries = [_entry(material, tags_of(material, implied=None, topics=_further(question)))]
    for part in content.parts:
        asked = InterchangeQuestion(part.content)
        implied = _IMPLIED.get(part.content.type)
        entries.append(_entry(asked, [part_tag(part.weight), *tags_of(asked, implied=implied, topics=())]))
    return entries


def _further(question: InterchangeQuestion) -> list[str]:
    topics = _topics(question)
    leading = leading_topic(topics)
    return [topic for topic in topics if topic != leading]


def _imageless(content: QuestionContent, ledger: LossLedger) -> QuestionContent:
    bare, count = without_images(content)
    if count:
        ledger.lose("图片")
    return bare


def _entry(question: InterchangeQuestion, tags: list[str]) -> str:
    content = question.content
    notes = [f"[id:{_tag(question.identifier)}]"] if one_line(question.identifier) else []
    notes += [f"[tag:{_tag(tag)}]" for tag in tags]
    comment = f"// {' '.join(notes)}\n" if notes else ""
    format_ = "html" if content.markup is Markup.HTML else "plain"
    head = f"{comment}[{format_}]{escaped(content.stem)}"
    if content.type is QuestionType.CASE:
        return head
    return f"{head} {{\n{_answers(content, format_)}}}"


def _tag(text: str) -> str:
    return _TAG_SPECIAL.sub(r"\\\g<0>", one_line(text))


def _answers(content: QuestionContent, format_: str) -> str:
    lines = _WRITERS[content.type](content, format_)
    explanation = guidance_text(content) if content.type in _GUIDED else content.explanation
    if explanation:
        lines.append(f"####{_shown(explanation, format_)}")
    return "".join(f"\t{line}\n" for line in lines)


def _shown(text: str, format_: str) -> str:
    """Return an answer's text; one that begins like a format is told from one."""
    return f"[{format_}]{escaped(text)}" if text.startswith("[") else escaped(text)


def _single(content: QuestionContent, format_: str) -> list[str]:
    key = content.key if isinstance(content.key, list) else []
    return [_line(option.id in key, "", option.text, format_) for option in content.options]


def _several(content: QuestionContent, format_: str) -> list[str]:
    key = content.key if isinstance(content.key, list) else []
    share = written_share(len(key))
    return [
        _line(is_right=False, weight=share if option.id in key else "", text=option.text, format_=format_)
        for option in content.options
    ]


def _line(is_right: bool, weight: str, text: str, format_: str) -> str:  # noqa: FBT001 -- a row of four
    shown = _shown(text, format_)
    if shown.startswith("%"):
        weight = weight or ("100" if is_right else "0")
    return f"{'=' if is_right else '~'}{f'%{weight}%' if weight else ''}{shown}"


def _verdict(content: QuestionContent, _format: str) -> list[str]:
    return ["TRUE" if content.key else "FALSE"]


def _blank(content: QuestionContent, format_: str) -> list[str]:
    if blank_count(content.stem) != 1:
        raise _UnwritableError("填空：GIFT 一题只能有一个空，未导出")
    accepted = content.key[0] if isinstance(content.key, list) else []
    if all("->" in text for text in accepted):
        raise _UnwritableError("答案里有“->”，未导出")
    texts = [text.replace("&", "&amp;").replace("<", "&lt;") if format_ == "html" else text for text in accepted]
    return [_line(is_right=True, weight="", text=text, format_=format_) for text in texts]


def _written(_content: QuestionContent, _format: str) -> list[str]:
    return []


def _matching(content: QuestionContent, format_: str) -> list[str]:
    return [_pair(left, right, content, format_) for left, right in matching_pairs(content)]


def _ordering(content: QuestionContent, format_: str) -> list[str]:
    options = ordered_options(content)
    return [_pair(str(place), option.text, content, format_) for place, option in enumerate(options, start=1)]


def _pair(left: str, right: str, content: QuestionContent, format_: str) -> str:
    if "->" in left:
        raise _UnwritableError("答案里有“->”，未导出")
    if content.markup is Markup.HTML:
        if not reads_as_plain(right):
            raise _UnwritableError("匹配题、排序题里的格式，未导出")
        right = plain_text(right, Markup.HTML)
    return f"={_shown(left, format_)} -> {escaped(right)}"


_GUIDED = frozenset({QuestionType.SHORT_ANSWER, QuestionType.ESSAY})
_WRITERS = {
    QuestionType.SINGLE_CHOICE: _single,
    QuestionType.MULTIPLE_CHOICE: _several,
    QuestionType.INDETERMINATE_CHOICE: _several,
    QuestionType.TRUE_FALSE: _verdict,
    QuestionType.FILL_IN_THE_BLANK: _blank,
    QuestionType.SHORT_ANSWER: _written,
    QuestionType.ESSAY: _written,
    QuestionType.MATCHING: _matching,
    QuestionType.ORDERING: _ordering,
}
