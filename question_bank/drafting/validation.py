"""What every draft must pass, whatever made it: the key stands word for word in the cited text, no distractor does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz import fuzz, process

from question_bank.content import (
    BLANK,
    CHOICE_TYPES,
    QuestionContent,
    QuestionType,
    check_content,
    is_texts,
    split_at_blanks,
)
from question_bank.drafting.draft import Draft
from question_bank.drafting.passages import Passage
from question_bank.provisions import fold_text

LARGEST_RATIO = 2
_OPTIONS = 4
_ALIKE = 90
_LONGEST_STEM = 160
_ACCORDING = re.compile(r"^(?:根据《[^》]+》|《[^》]+》规定)，")
_ANAPHORA = re.compile(r"前[款条项]|本[条款项](?!例)|上述|本(?:法|条例|办法|规定|细则)(?!律)")


def draft_problems(draft: Draft, passages: Mapping[str, Passage]) -> tuple[str, ...]:
    """Return why a draft must not be shown, in words; nothing when it is sound."""
    passage = passages.get(draft.path)
    if passage is None:
        return ("没有所引的条文",)
    if not 0 <= draft.start < draft.end <= len(passage.text):
        return ("原文位置不在所引的条文里",)
    text = fold_text(passage.text)
    return (*check_content(draft.content), *_stem_problems(draft), *_authority_problems(draft, text))


class Asked:
    """What is asked so far, in the bank and among drafts; a draft nearly like one of them is not offered."""

    def __init__(self, questions: Iterable[QuestionContent] = ()) -> None:
        self._words = [asked_words(content) for content in questions]

    def has_like(self, content: QuestionContent) -> bool:
        """Return whether nearly the same is asked already."""
        words = asked_words(content)
        return process.extractOne(words, self._words, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None

    def add(self, content: QuestionContent) -> None:
        """Remember a question."""
        self._words.append(asked_words(content))


def asked_words(content: QuestionContent) -> str:
    """Return the stem with the right options: 下列哪些情形 asks another thing in each article."""
    right = content.key if is_texts(content.key) else []
    answers = [option.text for option in content.options if option.id in right]
    return stem_words(content.stem) + fold_text("".join(sorted(answers)))


def stem_words(stem: str) -> str:
    """Return what a stem asks, folded, its blanks alike, without the document's name before it."""
    return fold_text(BLANK.join(split_at_blanks(_ACCORDING.sub("", stem))))


def _stem_problems(draft: Draft) -> Iterator[str]:
    stem = draft.content.stem
    if "《" not in stem:
        yield "题干没有写明依据哪份文件"
    if _ANAPHORA.search(stem):
        yield "题干里有“本法”“前款”之类，离开条文看不懂"
    if len(stem) > _LONGEST_STEM:
        yield f"题干超过 {_LONGEST_STEM} 字"


def _authority_problems(draft: Draft, text: str) -> Iterator[str]:
    match draft.content.type:
        case QuestionType.TRUE_FALSE:
            yield from _statement_problems(draft, text)
        case QuestionType.FILL_IN_THE_BLANK:
            yield from _blank_problems(draft, text)
        case kind if kind in CHOICE_TYPES:
            yield from _choice_problems(draft, text)
        case kind:
            yield f"不出{kind.label}题"


def _choice_problems(draft: Draft, text: str) -> Iterator[str]:
    options, key = draft.content.options, draft.content.key
    right = set(key) if is_texts(key) else set()
    if len(options) != _OPTIONS or len({fold_text(option.text) for option in options}) != _OPTIONS:
        yield f"应有 {_OPTIONS} 个不同的选项"
    lengths = [len(option.text) for option in options] or [0]
    if max(lengths) > LARGEST_RATIO * min(lengths):
        yield "选项长短相差一倍以上"
    for option in options:
        should_stand = (option.id in right) != draft.is_negated
        if (fold_text(option.text) in text) != should_stand:
            yield f"“{option.text}”{'不在' if should_stand else '也在'}所引的条文里"
        if not draft.is_negated and option.id in right and fold_text(option.text) in stem_words(draft.content.stem):
            yield "题干里已经有答案"


def _blank_problems(draft: Draft, text: str) -> Iterator[str]:
    key = draft.content.key
    for accepted in key if isinstance(key, list) else ():
        for answer in accepted:
            if fold_text(answer) not in text:
                yield f"“{answer}”不在所引的条文里"
            if fold_text(answer) in stem_words(draft.content.stem):
                yield "题干里已经有答案"


def _statement_problems(draft: Draft, text: str) -> Iterator[str]:
    words = stem_words(draft.content.stem)
    if draft.content.key is True and words not in text:
        yield "判断为正确的话不是条文原话"
    if draft.content.key is False and (fold_text(draft.original) not in text or words in text or not draft.original):
        yield "判断为错误的话没有改动条文"
