"""Answers that only the format shows: the right option is red, bold, underlined or marked with a pen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from question_bank.content import QuestionType
from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note, Problem
from question_bank.sheets.sources import Source
from question_bank.sheets.sources.source import APART, STANDING_OUT
from question_bank.sheets.words.folding import squeezed
from question_bank.sheets.words.labels import Field
from question_bank.sheets.words.markers import BLANK
from question_bank.sheets.words.stems import take_choice

_NAMES = {"highlight": "底色", "colour": "字体颜色", "underline": "下划线", "bold": "加粗"}
#: Whole options are compared: “一日” does not stand out because “十一日” does.
_LETTER = re.compile(r"(?<![A-Za-z0-9])[(（]?[A-Ja-j][)）]?\s{0,3}[.．、:：)）]|\s{2,99}|\n")
_FEWEST = 2
#: In a sheet that answers by its format nearly all questions do.
_NEARLY_ALL = 0.9
_LONGEST_BLANK = 60


def answers_by_format(drafts: Iterable[Draft], source: Source) -> list[Problem]:
    """Give the drafts without an answer the one that stands out, and say how it was found.

    Where some questions show nothing, or all that they list stands out, the others are doubted.
    """
    if not source.emphasis:
        return []
    everyone = [asked for draft in drafts for asked in (draft.parts or [draft])]
    return [*_choices(everyone, source), *_blanks(everyone, source)]


def _choices(drafts: Sequence[Draft], source: Source) -> Iterator[Problem]:
    open_ = [draft for draft in drafts if _lacks_choice(draft)]
    found = {way: _marked(open_, source, way) for way in STANDING_OUT}
    way = max(STANDING_OUT, key=lambda way: len(found[way]))
    if not found[way]:
        return
    is_sure = len(open_) >= _FEWEST and len(found[way]) >= _NEARLY_ALL * len(open_)
    for index, letters in found[way].items():
        draft = open_[index]
        draft.fields[Field.ANSWER] = letters
        draft.concluded.append("key")
        if not is_sure:
            draft.notes.append(
                Note("key", "doubtful", f"答案“{letters}”是按选项的{_NAMES[way]}读入的，请核对", letters)
            )
    yield Problem("全文", f"{len(found[way])} 道题没有写答案，按选项的{_NAMES[way]}读入")


def _lacks_choice(draft: Draft) -> bool:
    options = draft.option_texts()
    return Field.ANSWER not in draft.fields and len(options) > 1 and take_choice(draft.stem, options)[1] is None


def _marked(drafts: Sequence[Draft], source: Source, way: str) -> dict[int, str]:
    """Return for the drafts of which some options stand out and others do not the letters of those that do."""
    marked = {}
    for index, draft in enumerate(drafts):
        shown = {_bare(part) for text in _standing_out(draft, source, way) for part in _LETTER.split(text)}
        options = [(letter, _bare(text)) for letter, text in draft.options.items() if text]
        letters = [letter for letter, text in options if text in shown]
        if 0 < len(letters) < len(options):
            marked[index] = "".join(sorted(letters))
    return marked


def _bare(text: str) -> str:
    return squeezed(text).strip("。.;；,，、 ")


def _standing_out(draft: Draft, source: Source, way: str) -> Iterator[str]:
    for number in range(draft.first_line, draft.last_line + 1):
        yield from source.emphasis.get(number, {}).get(way, "").split(APART)


def _blanks(drafts: Sequence[Draft], source: Source) -> Iterator[Problem]:
    """“由<u>专人</u>登记” in a section of blanks: what stands out was filled in."""
    count = 0
    for draft in drafts:
        declared = draft.declared
        is_open = Field.ANSWER not in draft.fields and not BLANK.search(draft.stem) and not draft.options
        if is_open and declared is not None and declared.candidates == {QuestionType.FILL_IN_THE_BLANK}:
            count += _emptied(draft, source)
    if count:
        yield Problem("全文", f"{count} 道填空题的答案是按字体格式从题干里取出的，请核对")


def _emptied(draft: Draft, source: Source) -> bool:
    for way in STANDING_OUT:
        texts = [text.strip() for text in _standing_out(draft, source, way)]
        texts = [text for text in texts if 0 < len(text) <= _LONGEST_BLANK and draft.stem.count(text) == 1]
        if texts and sum(map(len, texts)) < len(draft.stem) * 0.7:
            for text in texts:
                draft.stem = re.sub(re.escape(text), "____", draft.stem, count=1)
            draft.fields[Field.ANSWER] = "；".join(texts)
            draft.notes.append(Note("key", "doubtful", f"答案是按{_NAMES[way]}从题干里取出的，请核对"))
            draft.concluded.append("key")
            return True
    return False
