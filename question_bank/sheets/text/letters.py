"""Letters that text recognition lost: four lines between the stem and the answer are four options."""

from __future__ import annotations

from collections.abc import Sequence

from question_bank.sheets.drafts import Draft
from question_bank.sheets.report import Note
from question_bank.sheets.text.lines import Line, joined
from question_bank.sheets.words.answers import plain_letters
from question_bank.sheets.words.labels import Field, label_at_start, labels_within
from question_bank.sheets.words.markers import LETTERS, option_at_start

_OPTIONS = 4
_STEM_ENDS = tuple(":?)。.")


def restore_letters(draft: Draft, lines: Sequence[Line]) -> None:
    """Give a question whose answer names an option it lacks its options by their order, and doubt them."""
    answer = plain_letters(draft.fields.get(Field.ANSWER, ""))
    if not answer or set(answer) <= set(draft.options) or not set(answer) <= set(LETTERS[:_OPTIONS]):
        return
    asked = _before_answer(lines)
    for end, line in enumerate(asked[:-_OPTIONS]):
        options = _in_order(asked[end + 1 :])
        if options is not None and line.shape.rstrip().endswith(_STEM_ENDS):
            draft.stem = joined([before.text for before in asked[: end + 1]])
            draft.options = options
            kept = [note for note in draft.notes if note.field != "options"]
            draft.notes[:] = [*kept, Note("options", "doubtful", "有选项丢了字母，按先后次序补上，请核对")]
            return


def _before_answer(lines: Sequence[Line]) -> list[Line]:
    """Return the lines before the answer, without those that are only a stray letter."""
    asked: list[Line] = []
    for line in lines:
        labels = [label for label in (label_at_start(line.shape), *labels_within(line.shape, 0)) if label]
        before = line.cut(0, labels[0].start) if labels else line
        if not before.blank and before.text.strip() not in LETTERS:
            asked.append(before)
        if labels:
            break
    return asked


def _in_order(lines: Sequence[Line]) -> dict[str, str] | None:
    """Return four lines as options; None if there are more or fewer, or one bears another's letter."""
    if len(lines) != _OPTIONS:
        return None
    options: dict[str, str] = {}
    for letter, line in zip(LETTERS, lines, strict=False):
        mark = option_at_start(line.shape)
        if mark is not None and mark.letter != letter:
            return None
        text = line.text[mark.end :].strip() if mark else line.text
        # “流感 C”: the letter strayed behind its text.
        options[letter] = text.removesuffix(f" {letter}").rstrip()
    return options if all(options.values()) else None
